"""What happens when the daemon hangs or dies."""
import time

from hall import Hall

SAFE_AFTER = 5


def prepare(guest):
    guest.hall = hall = Hall(guest)
    hall.install()
    # The limit of the unit is 30 s; a hang is a hang.
    guest.write("/etc/systemd/system/halld.service.d/trial.conf", "[Service]\nWatchdogSec=5s\nRestartSec=500ms\n")
    guest.succeed("systemctl daemon-reload")
    hall.configure()
    hall.connect()
    hall.start()


def restarts(guest):
    return int(guest.hall.unit("NRestarts"))


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
    """after five crashes in one boot the daemon comes up in safe mode: it answers, and an alarm says why"""
    hall = guest.hall
    while restarts(guest) < SAFE_AFTER:
        before = restarts(guest)
        assert "safe-mode" not in " ".join(hall.alarms())
        guest.succeed("systemctl kill --signal=KILL halld.service")
        guest.until(lambda: restarts(guest) > before and hall.run("status").status == 0, "the daemon is back", 60, 0.2)
    alarms = hall.alarms()
    assert any("safe-mode" in name for name in alarms), alarms


def test_safe_mode_keeps_the_record(guest):
    """in safe mode the record is readable and nothing is forgotten"""
    assert guest.hall.ask("ticket show A002")["number"] == "A002"
