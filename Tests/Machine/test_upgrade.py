"""From one package to the next, and away."""
import shutil
import time

from guest_image import run
from hall import RULES, Hall, package

# What Debian itself keeps of every package that comes and goes, and what runs meanwhile.
NOT_OURS = "/proc /sys /dev /run /tmp /mnt /var/log /var/cache /var/lib/dpkg /var/lib/systemd /var/tmp /root".split()


def prepare(guest):
    guest.hall = hall = Hall(guest)
    guest.files = files(guest)
    guest.accounts = accounts(guest)
    hall.install()
    hall.set_up()
    hall.until_online("kiosk-printer")
    newer(guest)


def files(guest):
    pruned = " -o ".join(f"-path {path}" for path in NOT_OURS)
    return set(guest.succeed(f"find / \\( {pruned} \\) -prune -o -print").splitlines())


def accounts(guest):
    return set(guest.succeed("getent passwd; getent group").splitlines())


def newer(guest):
    """The same package under a later version."""
    folder = guest.home / "newer"
    run("dpkg-deb", "-R", package(), folder)
    control = folder / "DEBIAN/control"
    lines = control.read_text().splitlines()
    control.write_text("\n".join(line + "+trial" if line.startswith("Version:") else line for line in lines) + "\n")
    run("dpkg-deb", "-Znone", "--root-owner-group", "-b", folder, guest.share / "newer.deb", stdout=-3)
    shutil.rmtree(folder)


def test_an_upgrade_keeps_the_hall(guest):
    """an upgrade keeps configuration, record and what is plugged in, and leaves the newer daemon running"""
    hall = guest.hall
    assert hall.ask("ticket take household")["number"] == "A001"
    pid = hall.unit("MainPID")
    configuration = guest.succeed(f"sha256sum /etc/halld/hall.yaml {RULES}")
    asking = guest.start("until [ -e /run/upgraded ]; do hallctl status >/dev/null || exit 1; sleep 0.2; done")
    guest.succeed("dpkg -i /mnt/share/newer.deb", 300)
    time.sleep(1)
    guest.succeed("touch /run/upgraded")
    assert asking.wait().status == 0, "somebody who asked during the upgrade was turned away"
    assert guest.succeed("dpkg-query -W -f '${Version}' halld").endswith("+trial")
    guest.until(lambda: hall.unit("ActiveState") == "active" and hall.unit("MainPID") != pid, "the newer one runs", 60)
    assert guest.succeed(f"sha256sum /etc/halld/hall.yaml {RULES}") == configuration
    assert hall.ask("ticket show A001")["number"] == "A001"
    assert hall.ask("ticket take household")["number"] == "A002"
    hall.until_online("kiosk-printer", "waiting-climate")


def test_a_removal_keeps_the_record(guest):
    """a removal stops the daemon and keeps configuration and record"""
    guest.succeed("dpkg -r halld", 120)
    assert guest.run("pgrep -x halld").status != 0
    assert guest.run("ls /etc/halld/hall.yaml /var/lib/halld/journal.sqlite").status == 0


def test_a_purge_leaves_nothing(guest):
    """a purge leaves no file and no account"""
    guest.succeed("dpkg -P halld", 120)
    assert files(guest) - guest.files == set()
    assert accounts(guest) - guest.accounts == set()
    assert guest.run("ls /run/halld /run/systemd/units/*halld*").status != 0
    assert guest.succeed("systemctl is-system-running --wait").strip() == "running"
