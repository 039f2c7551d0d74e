"""Contacts and lamps through libgpiod, on a chip of the kernel's simulator."""
import json
import shlex

from gpio import SimulatedChip
from hall import PANEL, Hall, installed

ALARM = "panel.door.contact"


def new_guest():
    return installed()


def prepare(guest):
    guest.hall = Hall(guest).set_up()
    guest.hall.until_online("panel")
    close_contacts(guest)


def close_contacts(guest):
    """The contacts are closed to ground; the daemon asks for pull-ups, which is how open ones read."""
    for line in PANEL[:4]:
        guest.hall.panel.pull(line, up=False)
    guest.until(lambda: door_alarm(guest) in (None, "normal", "returnedUnacknowledged"), "the door is closed", 20)


def door_alarm(guest):
    alarm = guest.hall.alarms().get(ALARM)
    return alarm and alarm["state"]


def test_a_contact_is_an_alarm_within_a_second(guest):
    """a contact that opens is an alarm within 1 s, for whoever watches the alarms"""
    # The guest's own clock tells both: when the contact opened, and when the watcher's line came.
    stamp = "use Time::HiRes 'time'; $| = 1; print time, ' ', $_ while <STDIN>"
    guest.start(f"hallctl --json alarms --watch | perl -e {shlex.quote(stamp)} >/mnt/share/alarms")
    told = guest.share / "alarms"
    guest.until(lambda: told.exists() and told.read_text().count("\n") >= 1, "the watcher has the present alarms", 30)
    seconds = []
    for _ in range(3):
        before = told.read_text()
        opened = float(guest.succeed(f"date +%s.%N; echo pull-up >{guest.hall.panel.attribute('DOOR', 'pull')}"))
        line = guest.until(lambda: first_alarm(told.read_text()[len(before):]), "the watcher is told", 10)
        seconds.append(float(line.split(" ", 1)[0]) - opened)
        guest.hall.panel.pull("DOOR", up=False)
        guest.until(lambda: door_alarm(guest) != "unacknowledged", "the alarm returns", 10)
    assert max(seconds) < 1, seconds
    print("      from the contact to the watcher: " + ", ".join(f"{value * 1000:.0f} ms" for value in seconds))


def first_alarm(text):
    """The first whole line that tells of the door's alarm."""
    for line in text[:text.rfind("\n") + 1].splitlines():
        alarms = json.loads(line.split(" ", 1)[1])["alarms"]
        if any((alarm["id"], alarm["state"]) == (ALARM, "unacknowledged") for alarm in alarms):
            return line
    return None


def test_a_lamp_turns(guest):
    """a technician's word turns the lamp, as an outside meter sees it"""
    for word, level in (("on", 1), ("off", 0)):
        finished = guest.hall.run(f"write panel.lamp {word} --reason trial")
        assert finished.status == 0, finished
        assert guest.hall.panel.level("LAMP") == level


def test_a_chip_that_vanishes_is_missed(guest):
    """a chip that vanishes is missed: its contacts are no longer good, and say why"""
    guest.hall.panel.vanish()
    guest.until(lambda: guest.hall.presence("panel") != "online", "the panel is missed", 30, 0.2)
    points = guest.hall.ask("points panel.door")["points"]
    assert points[0]["quality"] != "good" and points[0]["missing"] == "portLost", points


def test_a_chip_comes_back_under_another_name(guest):
    """it comes back as another gpiochipN and is found by its label; contacts and lamp work again"""
    before = guest.hall.panel.chip
    SimulatedChip(guest, "in-the-way", ["A"])  # takes the number that became free
    guest.hall.panel.appear()
    assert guest.hall.panel.chip != before
    guest.hall.until_online("panel")
    close_contacts(guest)
    guest.hall.panel.pull("DOOR", up=True)
    guest.until(lambda: door_alarm(guest) == "unacknowledged", "the door's alarm", 10)
    assert guest.hall.run("write panel.lamp on --reason trial").status == 0
    assert guest.hall.panel.level("LAMP") == 1
