"""The hall under test: the package in a guest, and its devices, which hallsim plays at the adapters' other ends."""
import functools
import hashlib
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

import guest_image
from bench import Guest, GuestFailure, saved_state

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
CONFIGURATION = pathlib.Path(__file__).with_name("hall.yaml")
# The port of the hub that each adapter is in, and its own serial number, by which hall.yaml knows it; w1-display's is
# one of the cheap ones that have none of their own.
PORTS = {"kiosk-printer": 1, "kiosk-keys": 2, "w1-display": 3, "w1-caller": 4, "rs485-1": 5}
SERIAL_NUMBERS = {"kiosk-printer": "HALL0001", "kiosk-keys": "HALL0002", "w1-caller": "HALL0004", "rs485-1": "HALL0005"}
RULES = "/etc/udev/rules.d/61-halld.rules"
# The lines of generic-contact-panel, in its order, and those of them that are closed when all is well.
PANEL = ["DOOR", "LEAK", "MAINS", "CABINET", "LAMP", "HELP", "FIRE", "HELP-LAMP"]
LOOPS = ["DOOR", "LEAK", "MAINS", "CABINET", "FIRE"]
SOURCES = ["Package.swift", "Makefile", "Sources", "Hardware", "systemd", "udev", "packaging"]


@functools.cache
def package():
    """The package; built first if there is none, or none as new as the sources. HALLD_PACKAGE names another."""
    if "HALLD_PACKAGE" in os.environ:
        return pathlib.Path(os.environ["HALLD_PACKAGE"]).resolve()
    sources = [path for name in SOURCES for path in [REPOSITORY / name, *(REPOSITORY / name).rglob("*")]]
    newest = max(path.stat().st_mtime for path in sources if path.is_file())
    if not any(path.stat().st_mtime >= newest for path in packages()):
        guest_image.progress("building the package")
        subprocess.run(["make", "--no-print-directory", "deb"], cwd=REPOSITORY, check=True, stdout=sys.stderr)
    if not packages():
        raise GuestFailure("make deb left no package in dist")
    return max(packages(), key=lambda path: path.stat().st_mtime)


def packages():
    return list((REPOSITORY / "dist").glob("halld_*.deb"))


@functools.cache
def unpacked():
    """The package's files, for the programs of the simulation."""
    name = hashlib.sha256(package().read_bytes()).hexdigest()[:12]
    folder = guest_image.CACHE / f"package-{name}"
    if not folder.exists():
        for old in guest_image.CACHE.glob("package-*"):
            shutil.rmtree(old)
        guest_image.run("dpkg", "-x", package(), folder)
    return folder


def installed():
    """A guest in which the package is installed and waits for its configuration."""
    content = hashlib.sha256(package().read_bytes()).hexdigest()
    state = saved_state(guest_image.built(), "installed", content, False, lambda guest: Hall(guest).install())
    return Guest(state=state)


class Simulation:
    """hallsim on this machine: every serial device of the hall, each at a terminal."""

    def __init__(self):
        self.runtime = pathlib.Path(tempfile.mkdtemp(prefix="hallsim."))
        self.program = unpacked() / "usr/bin/hallsim"
        self.log = (self.runtime / "log").open("w+")
        self.process = subprocess.Popen(
            [self.program, "run", "--config", CONFIGURATION, "--hardware", unpacked() / "usr/share/halld",
             "--runtime", self.runtime / "hall"], stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while "ready" not in (self.runtime / "log").read_text():
            if self.process.poll() is not None or time.monotonic() > end:
                raise GuestFailure("hallsim did not start: " + (self.runtime / "log").read_text())
            time.sleep(0.05)

    def terminal(self, bus):
        return os.path.realpath(self.runtime / "hall/bus" / bus)

    def ask(self, *words):
        """`press kiosk-keys 1`, `show w1-display`: what the command says."""
        finished = subprocess.run([self.program, "--runtime", self.runtime / "hall", *words], text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if finished.returncode != 0:
            raise GuestFailure(f"hallsim {' '.join(words)}: {finished.stdout}")
        return finished.stdout

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.runtime, ignore_errors=True)


class Hall:
    """The package in a guest, with the hall's devices plugged in."""

    def __init__(self, guest):
        self.guest = guest

    @functools.cached_property
    def simulation(self):
        """The devices; they end with the guest."""
        simulation = Simulation()
        self.guest.closing(simulation.close)
        return simulation

    # --- setting up

    def install(self):
        """Puts the package in, as `apt install ./halld.deb` would."""
        shutil.copy(package(), self.guest.share / "halld.deb")
        return self.guest.succeed("dpkg -i /mnt/share/halld.deb", 300)

    def configure(self, text=None):
        self.guest.write("/etc/halld/hall.yaml", text or CONFIGURATION.read_text(encoding="utf-8"))

    def connect(self):
        """Names the ports as docs/installation.md says, and plugs in every adapter."""
        self.guest.succeed(f"halld rules >{RULES} && udevadm control --reload")
        for bus in PORTS:
            self.plug(bus)
        self.guest.succeed("udevadm wait --timeout=30 " + " ".join(f"/dev/hall/{bus}" for bus in PORTS))

    def plug(self, bus, port=None):
        self.guest.plug(port or PORTS[bus], self.simulation.terminal(bus), SERIAL_NUMBERS.get(bus))

    def start(self):
        """Returns when the service says that it is ready."""
        self.guest.succeed("systemctl start halld")

    def set_up(self):
        self.configure()
        self.connect()
        self.start()
        return self

    # --- asking

    def run(self, command, user=None):
        """Runs `hallctl COMMAND` as a user of the guest, root if none is named."""
        line = f"hallctl --lang en {command}"
        return self.guest.run(f"runuser -u {user} -- {line}" if user else line)

    def ask(self, command, user=None):
        """The answer of `hallctl --json COMMAND`."""
        finished = self.run("--json " + command, user)
        if finished.status != 0:
            raise GuestFailure(repr(finished))
        return json.loads(finished.text)

    def presence(self, device):
        return self.ask(f"device {device}")["devices"][0]["presence"]

    def until_online(self, *devices, seconds=60):
        for device in devices:
            self.guest.until(lambda: self.presence(device) == "online", f"{device} is online", seconds, 0.2)

    def alarms(self):
        return {alarm["id"]: alarm for alarm in self.ask("alarms")["alarms"]}

    def unit(self, name):
        """A property of the service."""
        return self.guest.succeed(f"systemctl show halld.service --value -p {shlex.quote(name)}").strip()

