#!/usr/bin/env python3
"""Talks to halld with the varlink package of PyPI, which shares no line with ours.

Usage: client.py SOCKET      Needs a hall with at least one service that somebody waits for nowhere else.
Exits 0 when everything is as the interfaces say; prints what is not.
"""

import json
import socket
import sys

import varlink


def check(truth, what):
    if not truth:
        raise AssertionError(what)


def info(client):
    with client.open("org.varlink.service") as service:
        found = service.GetInfo()
    check(found["product"] == "halld", f"product {found}")
    check(found["version"], "a version")
    names = found["interfaces"]
    for name in ("Hall", "Devices", "Alarms", "Queue", "Windows", "Bus"):
        check(f"org.halld.{name}" in names, f"org.halld.{name} in {names}")
    return names


def introspection(client, names):
    for name in names:
        interface = client.get_interface(name)
        check(interface.name == name, f"{name} describes itself")
        check(interface.members, f"{name} has members")


def reads(client):
    with client.open("org.halld.Hall") as hall:
        status = hall.Status()
        check(status["hall"], "the hall has a name")
        check(status["uptimeSeconds"] >= 0, "uptime")
        check(set(status["devices"]) == {"online", "offline", "absent", "disabled", "unknown"}, "device counts")
        check(hall.Version()["epoch"], "an epoch")
    with client.open("org.halld.Devices") as devices:
        listed = devices.List(None)["devices"]
        check(listed, "there are devices")
        first = listed[0]["id"]
        check(devices.Show(first)["devices"] == devices.List(first)["devices"], "Show is a List of one")
        check(devices.List("no-such-*")["devices"] == [], "a pattern that fits nothing")
        check(isinstance(devices.ListPoints(None)["points"], list), "points")
    with client.open("org.halld.Bus") as bus:
        wires = bus.List()["buses"]
        check(wires and wires[0]["devices"], "there are wires with devices")
        check([wire["id"] for wire in bus.Stats(None)["buses"]] == [wire["id"] for wire in wires], "numbers of each")
    with client.open("org.halld.Alarms") as alarms:
        check(isinstance(alarms.List(True, "en")["alarms"], list), "alarms")
    with client.open("org.halld.Windows") as windows:
        check(windows.List()["windows"], "there are windows")


def tickets(client):
    with client.open("org.halld.Queue") as queue:
        service = queue.State()["services"][0]["id"]
        key = "python-peer-1"
        taken = queue.Take(service, None, "elder", key)
        check(taken["service"] == service and taken["class"] == "elder", f"taken {taken}")
        check(taken["id"].endswith("/" + taken["number"]), "the id ends with the number")
        shown = queue.Show(taken["number"])
        check(shown["id"] == taken["id"] and shown["stage"] == "waiting", f"shown {shown}")
        waiting = [ticket["number"] for ticket in queue.State()["waiting"]]
        check(taken["number"] in waiting, "it waits")
        cancelled = queue.Cancel(taken["number"], "the test is over", None)
        check(cancelled["stage"] == "cancelled", f"cancelled {cancelled}")
        story = [event["kind"] for event in queue.WhyTicket(taken["number"])["events"]]
        check(story[0] == "ticket-taken" and "ticket-cancelled" in story, f"story {story}")
        return service


def stream(client, service):
    with client.open("org.halld.Hall") as hall, client.open("org.halld.Queue") as queue:
        replies = hall.Watch(None, None, _more=True)
        first = next(replies)
        check(first["resumed"] is False and first["snapshot"], "a stream begins with everything")
        position = first["position"]
        number = queue.Take(service, None, None, None)["number"]
        for reply in replies:
            position = reply["position"]
            change = reply["change"]
            if change["kind"] == "ticket-taken":
                check(change["ticket"]["number"] == number, "the change is that ticket")
                break
    with client.open("org.halld.Hall") as hall, client.open("org.halld.Queue") as queue:
        replies = hall.Watch(position, None, _more=True)
        first = next(replies)
        check(first["resumed"] is True and first.get("snapshot") is None, "it goes on where it was")
        queue.Cancel(number, None, None)
        for reply in replies:
            check(reply["position"]["sequence"] > position["sequence"], "only later changes")
            if (reply.get("change") or {}).get("kind") == "ticket-cancelled":
                break


def errors(client):
    with client.open("org.halld.Queue") as queue:
        try:
            queue.Take("no-such-service", None, None, None)
            check(False, "an unknown service is refused")
        except varlink.VarlinkError as error:
            check(error.error() == "org.halld.Queue.Refused", error.error())
            parameters = error.parameters()
            check(parameters["code"] == "noSuchService", parameters)
            for text in ("message", "remedy"):
                check(parameters[text]["zh"] and parameters[text]["en"], f"{text} in both languages")
    try:
        client.get_interface("org.halld.Nothing")
        check(False, "an unknown interface is refused")
    except varlink.VarlinkError as error:
        check(error.error() == "org.varlink.service.InterfaceNotFound", error.error())


class Raw:
    """One connection, byte by byte, for what the package does not send."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(path)
        self.received = b""

    def send(self, *calls):
        self.socket.sendall(b"".join(json.dumps(call).encode() + b"\0" for call in calls))

    def reply(self):
        while b"\0" not in self.received:
            more = self.socket.recv(65536)
            check(more, "the connection ended early")
            self.received += more
        message, self.received = self.received.split(b"\0", 1)
        reply = json.loads(message)
        check(set(reply) <= {"parameters", "continues", "error"}, f"members of {reply}")
        check(isinstance(reply.get("parameters"), dict), "parameters are always an object")
        return reply


def frames(path, service):
    raw = Raw(path)
    raw.send(
        {"method": "org.halld.Hall.Status", "oneway": True},
        {"method": "org.halld.Hall.Watch"},
        {"method": "org.halld.Queue.Nope"},
        {"method": "org.halld.Queue.Take", "parameters": {"service": service, "bogus": 1}},
        {"method": "org.halld.Queue.Take", "parameters": {}},
        {"method": "org.varlink.service.GetInfo", "parameters": {}, "more": True},
    )
    found = [raw.reply() for _ in range(5)]
    expected = [
        ("org.varlink.service.ExpectedMore", {}),
        ("org.varlink.service.MethodNotFound", {"method": "org.halld.Queue.Nope"}),
        ("org.varlink.service.InvalidParameter", {"parameter": "bogus"}),
        ("org.varlink.service.InvalidParameter", {"parameter": "service"}),
    ]
    for reply, (error, parameters) in zip(found, expected):
        check((reply.get("error"), reply["parameters"]) == (error, parameters), f"{reply} is not {error}")
    check(found[4].get("continues", False) is False, "the last reply")

    garbage = Raw(path)
    garbage.socket.sendall(b"\xff\xfegarbage\0")
    check(garbage.socket.recv(1) == b"", "garbage ends its connection")
    raw.send({"method": "org.halld.Hall.Version"})
    check(raw.reply()["parameters"]["version"], "and no other")


def main(path):
    client = varlink.Client(address="unix:" + path)
    names = info(client)
    introspection(client, names)
    reads(client)
    service = tickets(client)
    stream(client, service)
    errors(client)
    frames(path, service)
    print("varlink: all well")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: client.py SOCKET")
    try:
        main(sys.argv[1])
    except AssertionError as problem:
        sys.exit(f"client.py: {problem}")
