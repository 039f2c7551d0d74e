"""The bench itself: what later proofs stand on."""
import os
import select
import tempfile
import time

from bench import Guest, new_disk
from gpio import SimulatedChip


def test_every_unit_of_the_guest_runs(guest):
    """systemd is running, and no unit has failed"""
    state = guest.run("systemctl is-system-running --wait")
    assert (state.status, state.text.strip()) == (0, "running"), guest.run("systemctl --failed --no-pager").text


def test_a_command_comes_back_with_output_and_status(guest):
    """a command's output, errors and status come back"""
    finished = guest.run("echo out; echo err >&2; exit 37")
    assert (finished.status, finished.text) == (37, "out\nerr\n")


def test_a_simulated_chip_has_the_panels_label(guest):
    """gpio-sim makes a chip labelled hall-panel: a pull is read by libgpiod, an output is seen from outside"""
    chip = SimulatedChip(guest, "hall-panel", ["HELP", "LAMP"])
    assert "[hall-panel] (2 lines)" in guest.succeed("gpiodetect")
    for up in (True, False):
        chip.pull("HELP", up)
        assert guest.succeed("gpioget $(gpiofind HELP)").strip() == str(int(up))
    driver = guest.start("exec timeout 20 gpioset --mode=signal $(gpiofind LAMP)=1")
    guest.until(lambda: chip.level("LAMP") == 1, "the lamp is lit")
    guest.succeed("pkill gpioset")
    driver.wait()


def test_a_serial_adapter_carries_bytes_both_ways(guest):
    """a USB serial adapter appears with its serial number and carries bytes both ways"""
    ours, theirs = os.openpty()
    guest.plug(2, os.ttyname(theirs), serial="HALL0002")
    guest.succeed("udevadm wait --timeout=20 /dev/ttyUSB0")
    properties = guest.succeed("udevadm info --query=property /dev/ttyUSB0")
    assert "ID_SERIAL_SHORT=HALL0002\n" in properties
    echo = guest.start("stty -F /dev/ttyUSB0 115200 raw -echo && head -c 5 /dev/ttyUSB0 && printf pong >/dev/ttyUSB0")
    guest.until_succeeds("pgrep -x head")
    os.write(ours, b"ping\n")
    answer = b""
    end = time.monotonic() + 20
    while len(answer) < 4 and time.monotonic() < end:
        if select.select([ours], [], [], 0.1)[0]:
            answer += os.read(ours, 64)
    assert (echo.wait(), answer)[1] == b"pong"
    guest.unplug(2)
    guest.succeed("udevadm wait --removed --timeout=20 /dev/ttyUSB0")


def test_a_disk_outlives_a_power_cut():
    """after a cold boot and a power cut a disk keeps what was synchronized, and not what was not"""
    with tempfile.TemporaryDirectory(prefix="machine.") as folder:
        disk = f"{folder}/state.img"
        new_disk(disk, "state", 64)
        with Guest(disks=[disk]) as guest:
            guest.succeed("mount LABEL=state /srv && echo kept >/srv/kept && sync && echo lost >/srv/lost")
            guest.pull_the_plug()
        with Guest(disks=[disk]) as guest:
            assert guest.succeed("mount LABEL=state /srv && cat /srv/kept") == "kept\n"
            assert guest.run("ls /srv/lost").status != 0
