"""What the benchmarks share: a client of the socket, and figures of a process and of the disk."""
import json
import os
import pathlib
import socket
import time


def exchange(connection, request, end):
    """One request and its whole reply, as bytes: the same steps for every server that is measured."""
    connection.sendall(request)
    reply = connection.recv(65536)
    while not reply.endswith(end):
        reply += connection.recv(65536)
    return reply


class Client:
    """A Varlink client with nothing in it that costs time."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))

    @staticmethod
    def request(method, **parameters):
        return json.dumps({"method": method, "parameters": parameters}).encode() + b"\0"

    def call(self, method, **parameters):
        reply = json.loads(exchange(self.socket, self.request(method, **parameters), b"\0")[:-1])
        if "error" in reply:
            raise RuntimeError(reply)
        return reply["parameters"]


def memory(pid):
    """Resident and anonymous megabytes."""
    values = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        key, value = line.split(":")
        values[key] = int(value.split()[0]) / 1024
    return values["Rss"], values["Anonymous"]


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentiles(nanoseconds):
    ordered = sorted(nanoseconds)
    at = lambda share: ordered[min(len(ordered) - 1, int(len(ordered) * share))] / 1000
    return f"{at(0.5):.0f} / {at(0.99):.0f} µs"


def raw_fsync(folder, rounds):
    """What one durable append costs on this disk, with nothing around it."""
    times, number = [], os.open(folder / "raw", os.O_CREAT | os.O_WRONLY)
    for _ in range(rounds):
        os.write(number, b"x" * 400)
        began = time.perf_counter_ns()
        os.fdatasync(number)
        times.append(time.perf_counter_ns() - began)
    os.close(number)
    return times
