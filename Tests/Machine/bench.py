"""The bench: one emulated machine that runs the guest, its USB sockets, its disks and its plug.

    with Guest() as guest:
        guest.run("systemctl is-system-running")
        guest.plug(1, "/dev/pts/3", serial="HALL0001")
        guest.pull_the_plug()

qemu translates every instruction (TCG), whatever the host offers: the same everywhere, and slow: a program starts 30
times slower than at home, so no proof may ask for less than about 50 ms. Commands go through Debian's qemu-guest-agent.
"""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import guest_image

PROCESSORS = 2
MEMORY_MIB = 640
USB_PORTS = 8
BOOT_SECONDS = 180
COMMAND_SECONDS = 120


class GuestFailure(Exception):
    """The guest did not do what the bench asked of it."""


class Monitor:
    """qemu's own control socket (QMP)."""

    def __init__(self, connection):
        self.lines = connection.makefile("rw", encoding="utf-8")
        self.lines.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        try:
            self.lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
            self.lines.flush()
            for line in self.lines:
                answer = json.loads(line)
                if "error" in answer:
                    raise GuestFailure(f"qemu refused {command}: {answer['error']['desc']}")
                if "return" in answer:
                    return answer["return"]
        except OSError as error:
            raise GuestFailure(f"qemu is gone: {error}") from error
        raise GuestFailure(f"qemu ended during {command}")


class Agent:
    """qemu-guest-agent in the guest: runs programs as root."""

    def __init__(self, connection):
        self.connection = connection
        self.rest = b""

    def synchronize(self, seconds):
        """Waits until the agent answers, past whatever it said to somebody before."""
        token = int(time.monotonic() * 1000)
        request = {"execute": "guest-sync", "arguments": {"id": token}}
        self.connection.sendall(b"\xff" + json.dumps(request).encode() + b"\n")
        end = time.monotonic() + seconds
        while True:
            try:
                if json.loads(self.line(end)).get("return") == token:
                    return
            except ValueError:
                continue

    def ask(self, command, seconds=30, **arguments):
        self.connection.sendall(json.dumps({"execute": command, "arguments": arguments}).encode() + b"\n")
        answer = json.loads(self.line(time.monotonic() + seconds))
        if "error" in answer:
            raise GuestFailure(f"the agent refused {command}: {answer['error']['desc']}")
        return answer["return"]

    def line(self, end):
        while b"\n" not in self.rest:
            self.connection.settimeout(max(0.01, end - time.monotonic()))
            try:
                data = self.connection.recv(65536)
            except TimeoutError:
                raise GuestFailure("the guest does not answer") from None
            if not data:
                raise GuestFailure("the guest is gone")
            self.rest += data
        line, self.rest = self.rest.split(b"\n", 1)
        return line.lstrip(b"\xff")


class Finished:
    """What a command in the guest came to: `status`, and `text`, its output and errors together."""

    def __init__(self, command, status, text):
        self.command, self.status, self.text = command, status, text

    def __repr__(self):
        return f"status {self.status} of `{self.command}`:\n{self.text}"


class Job:
    """A command that runs in the guest."""

    def __init__(self, guest, command, given=""):
        self.guest, self.command = guest, command
        self.pid = guest.agent.ask("guest-exec", **{
            "path": "/bin/bash", "arg": ["-c", "exec 2>&1\n" + command], "capture-output": True,
            "input-data": base64.b64encode(given.encode()).decode()})["pid"]

    def wait(self, seconds=COMMAND_SECONDS):
        end, pause = time.monotonic() + seconds, 0.01
        while True:
            state = self.guest.agent.ask("guest-exec-status", pid=self.pid)
            if state["exited"]:
                text = base64.b64decode(state.get("out-data", "")).decode(errors="replace")
                return Finished(self.command, state.get("exitcode", 128 + state.get("signal", 0)), text)
            if time.monotonic() > end:
                raise GuestFailure(f"`{self.command}` did not end within {seconds} s")
            time.sleep(pause)
            pause = min(0.1, pause * 1.5)


class Guest:
    """One guest from its power-on to its end. It resumes a saved state, by default a just booted one, in about a
    second; with disks, or `cold`, it boots.

    `disks` are raw images, attached in this order; a file system labelled `layer` among them keeps what is installed.
    `share` is a folder of the host, seen at /mnt/share.
    """

    def __init__(self, disks=(), cold=False, share=None, state=None):
        self.image = guest_image.built()
        self.began = time.monotonic()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="machine."))
        self.share = pathlib.Path(share or self.home / "share")
        self.share.mkdir(exist_ok=True)
        self.process = None
        self.adapters = {}
        self.at_end = []
        try:
            self.power_on(disks, None if disks or cold else state or booted_state(self.image))
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # --- power

    def power_on(self, disks, state):
        self.start_qemu(disks, ["-incoming", f"exec:cat {state}"] if state else [])
        if state:
            self.until(lambda: self.monitor.ask("query-migrate").get("status") == "completed", "the state is loaded")
            self.monitor.ask("cont")
        self.agent.synchronize(BOOT_SECONDS)
        if state:
            self.succeed(f"date --set=@{time.time():.3f}")
        options = "trans=virtio,version=9p2000.L,msize=262144,cache=none"
        self.succeed(f"mkdir -p /mnt/share && mount -t 9p -o {options} share /mnt/share")

    def start_qemu(self, disks, options):
        servers = {}
        for name in ("agent", "monitor"):
            servers[name] = socket.socket(socket.AF_UNIX)
            servers[name].bind(str(self.home / name))
            servers[name].listen(1)
            servers[name].settimeout(30)
        words = machine(self.image, self.home, self.share)
        for number, disk in enumerate(disks):
            words += ["-drive", f"file={disk},format=raw,if=none,id=disk{number},cache=writeback",
                      "-device", f"virtio-blk-pci,drive=disk{number}"]
        with (self.home / "qemu.log").open("w") as log:
            self.process = subprocess.Popen([*words, *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            self.agent = Agent(servers["agent"].accept()[0])
            self.monitor = Monitor(servers["monitor"].accept()[0])
        except TimeoutError:
            raise GuestFailure("qemu did not start:\n" + (self.home / "qemu.log").read_text()) from None

    def pull_the_plug(self):
        """Power is cut: the guest loses its memory, and keeps what it had given to its disks."""
        self.process.kill()
        self.process.wait()

    def save(self, file):
        """Keeps what is in the guest's memory, for others to resume; this one stands still from then on."""
        partial = file.with_suffix(".partial")
        self.succeed("umount /mnt/share; sync; echo 3 >/proc/sys/vm/drop_caches; udevadm settle; sleep 1")
        self.monitor.ask("stop")
        self.monitor.ask("migrate-set-parameters", **{"max-bandwidth": 1 << 40})
        self.monitor.ask("migrate", uri=f"exec:cat >{partial}")

        def ended():
            status = self.monitor.ask("query-migrate")["status"]
            return status if status in ("completed", "failed") else None

        if self.until(ended, "the state is saved", 60) == "failed":
            raise GuestFailure("the state could not be saved")
        partial.rename(file)

    def closing(self, action):
        """Does this when the guest ends."""
        self.at_end.append(action)

    def close(self):
        while self.at_end:
            self.at_end.pop()()
        if self.process and self.process.poll() is None:
            self.pull_the_plug()
        shutil.rmtree(self.home, ignore_errors=True)

    # --- commands

    def start(self, command):
        return Job(self, command)

    def run(self, command, seconds=COMMAND_SECONDS):
        return Job(self, command).wait(seconds)

    def succeed(self, command, seconds=COMMAND_SECONDS):
        """The output of a command that must succeed."""
        finished = self.run(command, seconds)
        if finished.status != 0:
            raise GuestFailure(repr(finished))
        return finished.text

    def until(self, condition, what, seconds=30, pause=0.05):
        """Waits until the condition holds; returns its value."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > end:
                raise GuestFailure(f"not within {seconds} s: {what}")
            time.sleep(pause)
        return value

    def until_succeeds(self, command, seconds=30):
        """Waits until the command succeeds; returns its output."""
        last = []
        try:
            self.until(lambda: last.append(self.run(command)) or last[-1].status == 0, command, seconds, 0.1)
        except GuestFailure as failure:
            raise GuestFailure(f"{failure}\nlast: {last[-1] if last else 'nothing'}") from None
        return last[-1].text

    def write(self, path, text, mode=0o644):
        """Makes a file in the guest."""
        finished = Job(self, f"install -D -m {mode:o} /dev/stdin {path}", text).wait()
        if finished.status != 0:
            raise GuestFailure(repr(finished))

    # --- USB

    def plug(self, port, peer, serial=None):
        """Plugs a USB serial adapter (an FTDI FT232) into a port of the hub, 1 to 8; its wire leads to the terminal or
        the listening socket `peer`. `serial` is the adapter's own serial number."""
        if peer not in self.adapters:
            self.adapters[peer] = f"wire{len(self.adapters)}"
            if pathlib.Path(peer).is_socket():
                address = {"type": "unix", "data": {"path": str(peer)}}
                backend = {"type": "socket", "data": {"addr": address, "server": False}}
            else:
                backend = {"type": "serial", "data": {"device": os.path.realpath(peer)}}
            self.monitor.ask("chardev-add", id=self.adapters[peer], backend=backend)
        extra = {"serial": serial} if serial else {}

        def attached():
            try:
                self.monitor.ask("device_add", driver="usb-serial", id=f"adapter{port}", bus="usb.0", port=f"1.{port}",
                                 chardev=self.adapters[peer], **extra)
                return True
            except GuestFailure as failure:
                if "in use" not in str(failure):  # as it is for a moment after it was pulled out
                    raise

        self.until(attached, f"the wire for port {port} is free", 5)

    def unplug(self, port):
        self.monitor.ask("device_del", id=f"adapter{port}")

    def console(self):
        """What the kernel said."""
        return (self.home / "console.log").read_text(errors="replace")


# --- the machine

def new_disk(path, label, mebibytes):
    """Makes a raw image with an empty ext4 file system."""
    guest_image.run("truncate", "-s", f"{mebibytes}M", path)
    guest_image.run("mke2fs", "-q", "-t", "ext4", "-L", label, path)


def machine(image, home, share):
    """qemu's words for the machine. Each has its place on the bus, which udev's port paths contain; disks follow."""
    kernel_words = ("console=ttyS0 quiet panic=-1 no_timer_check mitigations=off random.trust_cpu=on"
                    " systemd.show_status=0")
    return [
        "qemu-system-x86_64", "-accel", "tcg,thread=multi", "-cpu", "max", "-machine", "q35",
        "-smp", str(PROCESSORS), "-m", str(MEMORY_MIB),
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-bios", "qboot.rom",
        "-kernel", f"{image}/vmlinux", "-initrd", f"{image}/initrd", "-append", kernel_words,
        "-chardev", f"file,id=console,path={home}/console.log", "-device", "isa-serial,chardev=console",
        "-chardev", f"socket,id=monitor,path={home}/monitor", "-mon", "chardev=monitor,mode=control",
        "-drive", f"file={image}/root.img,format=raw,if=none,id=root,readonly=on",
        "-device", "virtio-blk-pci,drive=root,addr=0x04",
        "-fsdev", f"local,id=share,path={share},security_model=none",
        "-device", "virtio-9p-pci,fsdev=share,mount_tag=share,addr=0x05",
        "-device", "virtio-serial-pci,addr=0x06", "-chardev", f"socket,id=agent,path={home}/agent",
        "-device", "virtserialport,chardev=agent,name=org.qemu.guest_agent.0",
        "-device", "virtio-rng-pci,addr=0x07",
        "-device", "qemu-xhci,id=usb,addr=0x08", "-device", f"usb-hub,bus=usb.0,port=1,ports={USB_PORTS}",
    ]


def saved_state(image, kind, content, cold, prepare):
    """The file of a guest's memory after `prepare(guest)`: made once for this image, machine, qemu and `content`."""
    recipe = [machine(image, "home", "share"), guest_image.output("qemu-system-x86_64", "--version"), content]
    state = image / f"{kind}-{hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]}"
    if not state.exists():
        for old in image.glob(f"{kind}-*"):
            old.unlink()
        guest_image.progress(f"keeping a guest that is {kind}")
        with Guest(cold=cold) as guest:
            prepare(guest)
            guest.save(state)
    return state


def booted_state(image):
    def is_up(guest):
        state = guest.run("systemctl is-system-running --wait; systemctl --failed --no-legend")
        if not state.text.startswith("running"):
            raise GuestFailure(f"the guest did not come up: {state.text}")

    return saved_state(image, "booted", "", True, is_up)
