"""Contacts and lamps through libgpiod, on a chip of the kernel's simulator."""
import json
import shlex

from gpio import SimulatedChip
from hall import LOOPS, PANEL, Hall, installed

HELP = "panel.help.help-wanted"


def new_guest():
    return installed()


def prepare(guest):
    guest.hall = Hall(guest).set_up()
    guest.panel = SimulatedChip(guest, "hall-panel", PANEL)
    guest.hall.until_online("panel")
    all_is_well(guest)


def all_is_well(guest):
    """Loops closed, nobody presses the button, no alarm of the panel is left. The daemon asks for pull-ups: what nobody
    closes is open."""
    for loop in LOOPS:
        guest.panel.pull(loop, up=False)
    guest.panel.pull("HELP", up=True)

    def no_alarm():
        left = [name for name, alarm in guest.hall.alarms().items() if alarm["device"] == "panel"]
        for name in left:
            guest.hall.run(f"alarm ack {name} --reason trial")
        return not left

    guest.until(no_alarm, "the panel has no alarm", 30, 0.2)


def press(guest):
    """Presses the button; returns when, by the guest's clock."""
    return float(guest.succeed(f"echo $EPOCHREALTIME; echo pull-down >{guest.panel.attribute('HELP', 'pull')}"))


def test_a_pressed_button_is_an_alarm_within_a_second(guest):
    """a pressed button is an alarm within 1 s, for whoever watches the alarms"""
    # The guest's own clock tells both: when the button was pressed, and when the watcher's line came.
    stamp = "use Time::HiRes 'time'; $| = 1; print time, ' ', $_ while <STDIN>"
    guest.start(f"hallctl --json alarms --watch | perl -e {shlex.quote(stamp)} >/mnt/share/alarms")
    told = guest.share / "alarms"
    guest.until(lambda: told.exists() and "\n" in told.read_text(), "the watcher has the present alarms", 30)
    seconds = []
    for _ in range(3):
        before = len(told.read_text())
        pressed = press(guest)
        line = guest.until(lambda: line_of_help(told.read_text()[before:]), "the watcher is told", 10)
        seconds.append(float(line.split(" ", 1)[0]) - pressed)
        all_is_well(guest)
    assert max(seconds) < 1, seconds
    print("      from the button to the watcher: " + ", ".join(f"{value * 1000:.0f} ms" for value in seconds))


def test_the_log_finds_it_by_its_field(guest):
    """journald finds the lines about the alarm by its field ALARM=, and by DEVICE="""
    for field in (f"ALARM={HELP}", "DEVICE=panel"):
        lines = guest.until(lambda: guest.run(f"journalctl -q --no-pager -o cat -u halld {field}").text.strip(), field, 20)
        assert HELP in lines, lines


def line_of_help(text):
    """The first whole line that tells of the call for help."""
    for line in text[:text.rfind("\n") + 1].splitlines():
        alarms = json.loads(line.split(" ", 1)[1])["alarms"]
        if any((alarm["id"], alarm["state"]) == (HELP, "unacknowledged") for alarm in alarms):
            return line
    return None


def test_the_lamp_over_the_door_answers(guest):
    """the lamp that shows calls for help is lit within 1 s by itself, and goes out when the alarm is done with"""
    lamp = guest.panel.attribute("HELP-LAMP", "value")
    assert guest.panel.level("HELP-LAMP") == 0
    pressed = press(guest)
    watch = f"until read level <{lamp} && [ $level = 1 ]; do sleep 0.02; done; echo $EPOCHREALTIME"
    lit = float(guest.succeed(watch, 20))
    assert lit - pressed < 1
    print(f"      from the button to the lamp: {(lit - pressed) * 1000:.0f} ms")
    all_is_well(guest)
    guest.until(lambda: guest.panel.level("HELP-LAMP") == 0, "the lamp goes out", 10)


def test_a_lamp_turns(guest):
    """a technician's word turns a lamp, as an outside meter sees it"""
    for word, level in (("on", 1), ("off", 0)):
        finished = guest.hall.run(f"write panel.lamp {word} --reason trial")
        assert finished.status == 0, finished
        assert guest.panel.level("LAMP") == level


def test_a_chip_that_vanishes_is_missed(guest):
    """a chip that vanishes is missed: its contacts are no longer good, and say why"""
    guest.panel.vanish()
    guest.until(lambda: guest.hall.presence("panel") != "online", "the panel is missed", 30, 0.2)
    door = guest.hall.ask("points panel.door")["points"][0]
    assert door["quality"] != "good" and door["missing"] == "portLost", door


def test_a_chip_comes_back_under_another_name(guest):
    """it comes back as another gpiochipN and is found by its label; contacts and lamp work again"""
    before = guest.panel.chip
    SimulatedChip(guest, "in-the-way", ["A"])  # takes the number that became free
    guest.panel.appear()
    assert guest.panel.chip != before
    guest.hall.until_online("panel")
    all_is_well(guest)
    press(guest)
    guest.until(lambda: guest.hall.alarms().get(HELP, {}).get("state") == "unacknowledged", "the call for help", 10)
    guest.until(lambda: guest.panel.level("HELP-LAMP") == 1, "the lamp is lit", 10)
