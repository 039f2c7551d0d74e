"""What happens when the daemon hangs or dies."""
import time

from hall import PORTS, Hall, installed

# The unit says: --safe-mode-after 5.
CRASHES = 5
ALARM = "hall.safe-mode"


def new_guest():
    return installed()


def prepare(guest):
    guest.hall = hall = Hall(guest)
    # The limit of the unit is 30 s; a hang is a hang.
    guest.write("/etc/systemd/system/halld.service.d/trial.conf", "[Service]\nWatchdogSec=5s\nRestartSec=500ms\n")
    guest.succeed("systemctl daemon-reload")
    hall.configure()
    hall.connect()
    hall.start()


def restarts(guest):
    return int(guest.hall.unit("NRestarts"))


def open_lines(guest):
    """The serial lines that the daemon has open."""
    return guest.succeed("find /proc/$(pidof halld)/fd -lname '/dev/tty*' -printf '%l\\n'").split()


def test_a_hang_is_ended_by_systemd(guest):
    """a daemon that hangs is killed by systemd after its watchdog's time, and started again; numbers go on"""
    hall = guest.hall
    assert hall.ask("ticket take household")["number"] == "A001"
    pid = hall.unit("MainPID")
    began = time.monotonic()
    guest.succeed(f"kill -STOP {pid}")
    guest.until(lambda: restarts(guest) == 1 and hall.run("status").status == 0, "the daemon is back", 60, 0.2)
    assert 4 < time.monotonic() - began < 40
    assert "Watchdog timeout" in guest.succeed("journalctl -u halld --no-pager -o cat")
    assert hall.unit("MainPID") != pid
    assert hall.ask("ticket take household")["number"] == "A002"


def test_the_watchdog_is_fed(guest):
    """a daemon that works is left alone for many times that long"""
    before = restarts(guest)
    time.sleep(16)
    assert (restarts(guest), guest.hall.unit("ActiveState")) == (before, "active")


def test_crashes_lead_to_safe_mode(guest):
    """five crashes in one boot, and the sixth start is in safe mode: it answers, and an alarm says why"""
    hall = guest.hall
    guest.succeed("systemctl restart halld")  # an orderly stop: nothing has gone wrong so far
    for crash in range(1, CRASHES + 1):
        assert ALARM not in hall.alarms(), f"before crash {crash}"
        before = restarts(guest)
        guest.succeed("systemctl kill --signal=KILL halld.service")
        guest.until(lambda: restarts(guest) > before and hall.run("status").status == 0, "the daemon is back", 60, 0.2)
    assert hall.alarms()[ALARM]["state"] == "unacknowledged", guest.run("cat /var/lib/halld/starts")


def test_safe_mode_keeps_the_record_and_leaves_devices_alone(guest):
    """in safe mode the record is there and no device is touched"""
    assert guest.hall.ask("ticket show A002")["number"] == "A002"
    assert open_lines(guest) == []


def test_an_orderly_start_ends_safe_mode(guest):
    """whoever restarts the service in order leaves safe mode, and the devices come back"""
    guest.succeed("systemctl restart halld")
    assert ALARM not in guest.hall.alarms() or guest.hall.alarms()[ALARM]["state"] == "returnedUnacknowledged"
    guest.hall.until_online("kiosk-printer")
    assert len(open_lines(guest)) == len(PORTS)
