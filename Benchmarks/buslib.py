"""The line, the programs that poll it, and what the line's record says of them."""
import collections
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
HERE = ROOT / "Benchmarks"
BUILT = ROOT / ".build" / "bench"
PROGRAMS = pathlib.Path(os.environ.get("BENCH_PROGRAMS", ROOT / ".build" / "release"))
PYTHON = ROOT / ".build" / "peers" / "bin" / "python"
UNITS = 32
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def compile_helpers():
    BUILT.mkdir(parents=True, exist_ok=True)
    modbus = subprocess.run(["pkg-config", "--cflags", "--libs", "libmodbus"], check=True, capture_output=True, text=True)
    for name, flags in (("line", []), ("bare", modbus.stdout.split()), ("gateways", [])):
        subprocess.run(["cc", "-O2", "-Wall", "-std=gnu11", "-o", BUILT / name, HERE / f"{name}.c", *flags], check=True)


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def p99(values):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


class Helper:
    """A C program that obeys lines on its standard input and answers in lines of JSON."""

    def __init__(self, *words):
        self.process = subprocess.Popen([str(word) for word in words], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.greeting = self.process.stdout.readline().decode().strip()

    def tell(self, text):
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()

    def report(self):
        self.tell("report")
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)


class Line(Helper):
    """`line.c`: 32 slaves on a pseudo-terminal; `path` is where a master finds them."""

    def __init__(self, baud, registers=2000):
        super().__init__(BUILT / "line", "-u", UNITS, "-b", baud, "-r", registers)
        self.baud, self.path = baud, self.greeting

    def set_alive(self, units, is_alive):
        if units:
            self.tell(("alive " if is_alive else "dead ") + ",".join(map(str, units)))

    def record(self):
        """What passed since the last time."""
        return Record(self.report(), self.baud)

    def watch(self, seconds):
        """What passes in this time; the moments of its begin and end, monotonic ns, stand in it."""
        self.record()
        begin = time.monotonic_ns()
        time.sleep(seconds)
        record = self.record()
        record.begin, record.end = begin, time.monotonic_ns()
        return record


class Record:
    """Exchanges of a line, oldest first, in ns of the monotonic clock."""

    def __init__(self, report, baud):
        kind = collections.namedtuple("Exchange", report["columns"])
        self.exchanges = [kind(*values) for values in report["exchanges"]]
        self.character, self.t35, self.slave = report["character"], report["t35"], report["slave"]
        self.garbled, self.collisions = report["garbled"], report["collisions"]
        self.baud = baud
        self.begin = self.end = 0

    def ideal(self, out, back):
        """The least time that an exchange of so many bytes takes, to the end of the silence after it."""
        return (out + back) * self.character + 2 * self.t35 + self.slave

    @property
    def answered(self):
        return [exchange for exchange in self.exchanges if exchange.ended]

    @property
    def span(self):
        """Between the ends of the first and the last answer, ns."""
        return max(1, self.answered[-1].ended - self.answered[0].ended)

    def utilisation(self):
        """Transactions a second ÷ as many as the line can carry."""
        if len(self.answered) < 2:
            return 0.0
        return sum(self.ideal(exchange.out, exchange.back) for exchange in self.answered[1:]) / self.span

    def violations(self):
        """Requests that began before t3.5 after the last answer's end, and those that came in the midst of something."""
        return sum(1 for exchange in self.exchanges if 0 <= exchange.silence < self.t35) + self.collisions

    def rate(self, carried):
        """`carried` of each answer after the first, a second."""
        if len(self.answered) < 2:
            return 0.0
        return sum(carried(exchange) for exchange in self.answered[1:]) / self.span * 1e9

    def worst_age(self, units, address=0):
        """P99 of the time between the ends of successive answers that carry a register, in s, over these units; and
        whether it is only known to be longer, since most were not read twice in the whole time."""
        complete, cut = [], []
        for unit in units:
            ends = [exchange.ended for exchange in self.answered if exchange.unit == unit
                    and exchange.function in (3, 4) and exchange.address <= address < exchange.address + exchange.count]
            complete += [later - sooner for sooner, later in zip(ends, ends[1:])]
            cut += [(ends[0] if ends else self.end) - self.begin, self.end - (ends[-1] if ends else self.begin)]
        is_cut = len(complete) < len(units)
        return (max(cut) if is_cut else p99(complete)) / 1e9, is_cut

    def share(self, units):
        """Of the time, how much the questions to these units took until somebody else could be asked."""
        begins = [exchange.asked for exchange in self.exchanges] + [self.end]
        lost = sum(after - exchange.asked for exchange, after in zip(self.exchanges, begins[1:]) if exchange.unit in units)
        return lost / (self.end - self.begin)


def numbered(addresses, writable=False):
    """Points at holding registers."""
    write = ", write: true" if writable else ""
    return [f"{{name: p{address}, table: holding, address: {address}, encoding: u16{write}, period: PERIOD}}"
            for address in addresses]


def profile(points, period="1s", **settings):
    """A profile of a Modbus device, as text."""
    lines = "".join(f"  {key}: {value}\n" for key, value in settings.items())
    return ("vendor: bench\nmodel: registers\nsource: this benchmark\ntrust: unconfirmed\nkind: modbus-registers\n"
            f"settings:\n  responseTimeout: 500ms\n{lines}  points:\n"
            + "".join(f"    - {point.replace('PERIOD', period)}\n" for point in points)
            + 'examples:\n  - {receives: "01 83 02 C0 F1", means: exception 2}\n')


class Halld:
    """halld with a hall of its own; `devices` are (profile's name, bus, address), `buses` map names to settings."""

    def __init__(self, buses, devices, profiles, simulated=()):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="halld-bus-"))
        hardware = self.folder / "Hardware"
        (hardware / "Profiles").mkdir(parents=True)
        (hardware / "Limits").mkdir()
        for name, text in profiles.items():
            (hardware / "Profiles" / f"{name}.yaml").write_text(text)
        self.file = self.folder / "hall.yaml"
        self.file.write_text(
            "hall: {name: bench}\nbuses:\n" + "".join(f"  {name}: {{{text}}}\n" for name, text in buses.items())
            + "devices:\n" + "".join(
                f"  - {{id: {bus}-{address}, profile: {name}, bus: {bus}, address: {address}}}\n"
                for name, bus, address in devices)
            + 'services: [{id: a, prefix: A, name: a}]\nwindows: [{id: "1", name: w, serves: [a]}]\n')
        self.socket = self.folder / "halld.sock"
        self.options = ["--config", self.file, "--hardware", hardware, "--state", self.folder / "state",
                        "--socket", self.socket, "--log", "warning"]
        if simulated:
            (self.folder / "sim" / "bus").mkdir(parents=True)
            for bus, path in simulated:
                os.symlink(path, self.folder / "sim" / "bus" / bus)
            self.options += ["--simulated", self.folder / "sim"]
        self.process = None

    @classmethod
    def on(cls, line, profiles, of=None):
        """On a line: units 1…32 with the profiles in turn, or as `of` says for a unit."""
        names = list(profiles)
        of = of or (lambda unit: names[unit % len(names)])
        return cls({"line": f"serial: /dev/ttyBENCH, baud: {line.baud}, format: 8E1"},
                   [(of(unit), "line", unit) for unit in range(1, UNITS + 1)], profiles, [("line", line.path)])

    def check(self):
        """What `halld check` has against it; empty if nothing."""
        done = subprocess.run([PROGRAMS / "halld", "check", self.file, "--hardware", self.folder / "Hardware",
                               "--lang", "en"], capture_output=True, text=True)
        text = (done.stdout + done.stderr).replace(f"{self.folder}/", "")
        return [] if done.returncode == 0 else text.splitlines()

    def start(self):
        self.process = subprocess.Popen([PROGRAMS / "halld", *self.options], stdout=subprocess.DEVNULL,
                                        stderr=open(self.folder / "log", "w"))
        end = time.monotonic() + 30
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket(socket.AF_UNIX) as client:
                if client.connect_ex(str(self.socket)) == 0:
                    return self
            time.sleep(0.05)
        raise RuntimeError(f"halld did not start: {(self.folder / 'log').read_text()[-1000:]}")

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        if self.process:
            stop(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()


class Other:
    """Another program beside halld, for as long as it is needed."""

    def __init__(self, *words):
        self.process = subprocess.Popen([str(word) for word in words], **QUIET)
        self.pid = self.process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)

    @classmethod
    def bare(cls, line):
        return cls(BUILT / "bare", line.path, line.baud, 86400, UNITS, 10)

    @classmethod
    def pymodbus(cls, line):
        return cls(PYTHON, HERE / "clients.py", "line", line.path, line.baud, UNITS, 10)

    @classmethod
    def mbpoll(cls, line):
        return cls("mbpoll", "-m", "rtu", "-a", f"1:{UNITS}", "-0", "-r", 0, "-c", 10, "-t", 4, "-b", line.baud,
                   "-P", "none", "-s", 2, "-o", 0.5, "-l", 11, line.path)
