"""The package on a fresh machine."""
import json
import time

from hall import Hall

HALL = "某某镇便民服务中心"


def prepare(guest):
    guest.hall = Hall(guest)


def test_the_package_installs_by_itself(guest):
    """dpkg installs the package, without network, and the service waits for a configuration"""
    guest.began = time.monotonic()
    guest.hall.install()
    assert guest.succeed("dpkg-query -W -f '${Status}' halld") == "install ok installed"
    assert guest.run("systemctl is-failed halld.service halld.socket").status != 0
    assert guest.succeed("systemctl is-system-running --wait").strip() == "running"


def test_the_daemon_has_a_user_of_its_own(guest):
    """the daemon has a system user of its own, which nobody can log in as"""
    name, _, uid, _, _, home, shell = guest.succeed("getent passwd halld").strip().split(":")
    assert (name, home, shell) == ("halld", "/var/lib/halld", "/usr/sbin/nologin")
    assert int(uid) < 1000


def test_both_units_start_with_the_machine(guest):
    """service and socket are enabled"""
    assert guest.succeed("systemctl is-enabled halld.service halld.socket").split() == ["enabled", "enabled"]


def test_the_first_ticket(guest):
    """a configured hall with real adapters is ready when systemctl start returns, and gives its first ticket"""
    hall = guest.hall
    hall.configure()
    hall.connect()
    started = time.monotonic()
    hall.start()
    guest.ready_seconds = time.monotonic() - started
    assert (hall.unit("ActiveState"), hall.unit("SubState"), hall.unit("Type")) == ("active", "running", "notify")
    hall.until_online("kiosk-printer")
    hall.simulation.ask("press", "kiosk-keys", "1")
    guest.until(lambda: hall.run("ticket show A001").status == 0, "key 1 gives A001", 20)
    guest.until(lambda: hall.ask("ticket show A001")["printed"] == "proven", "A001 is on paper", 60, 0.2)
    assert "A001" in hall.simulation.ask("show", "kiosk-printer")
    print(f"      from dpkg -i to the first proven ticket: {time.monotonic() - guest.began:.1f} s;"
          f" systemctl start: {guest.ready_seconds:.1f} s")


def test_the_status_has_words(guest):
    """systemctl status says how the hall does"""
    assert HALL in guest.hall.unit("StatusText")
    assert HALL in guest.run("LC_ALL=C.UTF-8 systemctl status halld --no-pager --full").text


def test_no_port_is_listened_on(guest):
    """the daemon listens on no TCP or UDP port"""
    mine = [line for line in guest.succeed("ss -Hltunp").splitlines() if "halld" in line]
    assert mine == []
    assert "halld" in guest.succeed("ss -Hlxp | grep /run/halld/halld.sock"), "the socket is the daemon's or systemd's"


def test_the_sandbox_is_tight(guest):
    """systemd-analyze finds an exposure of at most 1.5"""
    report = guest.succeed("systemd-analyze security --no-pager halld.service")
    exposure = float(report.split("Overall exposure level for halld.service: ")[1].split()[0])
    assert exposure <= 1.5, report
    print(f"      exposure {exposure}")


def test_the_units_are_clean(guest):
    """systemd-analyze verify has nothing to say about the units"""
    finished = guest.run("systemd-analyze verify --man=no --recursive-errors=yes halld.service halld.socket")
    assert (finished.status, finished.text) == (0, "")


def test_scripts_get_one_line(guest):
    """hallctl --json answers on one line, through the socket where everybody looks for it"""
    answer = guest.hall.run("--json status").text
    assert len(answer.strip().splitlines()) == 1
    assert json.loads(answer)["hall"]


def test_the_service_stops_in_order(guest):
    """systemctl stop ends the daemon with status 0 in a few seconds; the next start finds the ticket"""
    began = time.monotonic()
    guest.succeed("systemctl stop halld.service")
    assert time.monotonic() - began < 10
    assert (guest.hall.unit("Result"), guest.hall.unit("ExecMainStatus")) == ("success", "0")
    guest.hall.start()
    assert guest.hall.ask("ticket show A001")["number"] == "A001"
