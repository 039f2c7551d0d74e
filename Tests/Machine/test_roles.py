"""Who may do what: real users, real groups, the kernel's word."""
from hall import Hall, installed

# Users and the supplementary groups that give them their roles.
PEOPLE = {
    "technician": "hall-tech", "clerk": "hall-staff", "watcher": "hall-view", "window1": "hall-window-1",
    "stranger": "",
}
REFUSED = "may not do this"


def new_guest():
    return installed()


def prepare(guest):
    guest.hall = hall = Hall(guest)
    for user, group in PEOPLE.items():
        guest.succeed((f"groupadd -f {group}; useradd -m -G {group} {user}" if group else f"useradd -m {user}"))
    guest.succeed("groupadd -f hall-window-2")
    hall.set_up()
    hall.until_online("kiosk-printer", "thermostat")


def refused(finished):
    return finished.status == 1 and REFUSED in finished.text


def test_roles_come_from_supplementary_groups(guest):
    """each user has the role of a supplementary group, by the kernel's word"""
    roles = {user: guest.hall.ask("whoami", user)["roles"] for user in PEOPLE}
    assert roles == {
        "technician": ["technician"], "clerk": ["operator"], "watcher": ["viewer"], "window1": ["counter"],
        "stranger": [],
    }


def test_a_viewer_looks_and_does_nothing(guest):
    """a viewer sees the hall, takes no ticket, writes no point, acknowledges nothing"""
    hall = guest.hall
    assert hall.ask("status", "watcher")["hall"]
    for command in ("ticket take household", "write thermostat.set-point 26 --reason trial", "window 1 call",
                    "alarm ack kiosk-printer.offline"):
        assert refused(hall.run(command, "watcher")), hall.run(command, "watcher")
    assert hall.ask("queue")["waiting"] == []


def test_an_operator_works_the_queue(guest):
    """an operator takes a ticket and opens a window, and writes no point"""
    hall = guest.hall
    assert hall.ask("ticket take household", "clerk")["number"] == "A001"
    assert refused(hall.run("write thermostat.set-point 26 --reason trial", "clerk"))


def test_a_technician_writes(guest):
    """a technician writes a set-point and reads it back from the device"""
    hall = guest.hall
    finished = hall.run("write thermostat.set-point 27 --reason trial", "technician")
    assert finished.status == 0, finished
    points = hall.ask("points thermostat.set-point")["points"]
    assert points[0]["value"] == 27


def test_a_clerk_works_their_own_window_only(guest):
    """whoever works at window 1 calls there, and not at window 2"""
    hall = guest.hall
    for window in ("1", "2"):
        hall.run(f"window {window} open", "root")
    called = hall.run("window 1 call", "window1")
    assert called.status == 0 and "A001" in called.text, called
    assert refused(hall.run("window 2 call", "window1"))


def test_a_stranger_is_told_nothing(guest):
    """a user without a role is refused everything, with the remedy"""
    for command in ("status", "queue", "ticket take household", "alarms"):
        finished = guest.hall.run(command, "stranger")
        assert refused(finished), finished
        assert "hallctl whoami" in finished.text


def test_a_group_given_later_counts(guest):
    """a group given to a user counts from the next connection on"""
    guest.succeed("usermod -aG hall-view stranger")
    assert guest.hall.ask("status", "stranger")["hall"]
