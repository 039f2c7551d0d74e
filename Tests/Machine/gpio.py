"""Simulated GPIO chips of the guest (the kernel's gpio-sim)."""


class SimulatedChip:
    """A chip whose lines are pulled from outside, as a pressed button does, and whose outputs are seen from outside."""

    def __init__(self, guest, label, lines):
        """`lines` are the names of the lines, in order of their offsets."""
        self.guest, self.lines = guest, lines
        self.folder = f"/sys/kernel/config/gpio-sim/{label}"
        commands = ["set -e", "modprobe gpio-sim", f"mkdir -p {self.folder}/bank", f"cd {self.folder}/bank",
                    f"echo {len(lines)} >num_lines", f"echo {label} >label"]
        for offset, name in enumerate(lines):
            commands += [f"mkdir -p line{offset}", f"echo {name} >line{offset}/name"]
        guest.succeed("\n".join(commands))
        self.appear()

    def appear(self):
        """The chip is there; its name may be another than before."""
        self.guest.succeed(f"echo 1 >{self.folder}/live")
        self.chip = self.guest.succeed(f"cat {self.folder}/bank/chip_name").strip()
        device = self.guest.succeed(f"cat {self.folder}/dev_name").strip()
        self.system = f"/sys/devices/platform/{device}/{self.chip}"

    def vanish(self):
        self.guest.succeed(f"echo 0 >{self.folder}/live")

    def attribute(self, line, name):
        return f"{self.system}/sim_gpio{self.lines.index(line)}/{name}"

    def pull(self, line, up):
        """Drives an input from outside."""
        self.guest.succeed(f"echo pull-{'up' if up else 'down'} >{self.attribute(line, 'pull')}")

    def level(self, line):
        """What an outside meter shows at the line: 0 or 1."""
        return int(self.guest.succeed(f"cat {self.attribute(line, 'value')}"))
