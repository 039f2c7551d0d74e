"""Twenty times the plug is pulled while visitors take numbers; the record is on a disk of its own."""
import collections
import os
import pathlib
import random
import shlex
import shutil
import tempfile
import time

from bench import Guest, new_disk
from hall import Hall

CUTS = int(os.environ.get("CUTS", "20"))
SERVICES = ["household", "social-security"]
TAKER = pathlib.Path(__file__).with_name("taker.pl")
TAKEN = "FROM facts WHERE kind = 'ticket-taken'"


def test_nothing_acknowledged_is_lost():
    """power cuts while numbers are taken: the journal is whole, every acknowledged number is in it, none twice"""
    seed = int(os.environ.get("SEED", time.time_ns() % 1_000_000))
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="machine.") as folder:
        layer, state, share = f"{folder}/layer.img", f"{folder}/state.img", f"{folder}/share"
        new_disk(layer, "layer", 768)
        new_disk(state, "state", 256)
        record = pathlib.Path(share, "acknowledged")
        install(layer, state, share)
        times, counts = [], []
        for cut in range(CUTS):
            began = time.monotonic()
            with Guest(disks=[layer, state], share=share) as guest:
                guest.until_succeeds("systemctl is-active halld", 60)
                verify(guest, acknowledged(record), seed, cut)
                known = len(acknowledged(record))
                for service in SERVICES:
                    guest.start(f"exec perl /mnt/share/taker.pl {service} /mnt/share/acknowledged")
                guest.until(lambda: len(acknowledged(record)) > known, "the first number of this boot", 60)
                time.sleep(chance.uniform(0, 2))
                guest.pull_the_plug()
            counts.append(len(acknowledged(record)) - known)
            times.append(time.monotonic() - began)
        with Guest(disks=[layer, state], share=share) as guest:
            guest.until_succeeds("systemctl is-active halld", 60)
            in_journal = verify(guest, acknowledged(record), seed, CUTS)
            after_the_cuts(guest)
        print(f"      {CUTS} cuts, seed {seed}: {sum(counts)} numbers acknowledged, {min(counts)} to {max(counts)}"
              f" before a cut; {in_journal} in the journal; {min(times):.0f} to {max(times):.0f} s a cut")


def install(layer, state, share):
    with Guest(disks=[layer, state], share=share) as guest:
        hall = Hall(guest)
        guest.write("/etc/fstab", "LABEL=state /var/lib/halld ext4 defaults 0 2\n")
        guest.succeed("mkdir -p /var/lib/halld && systemctl daemon-reload && mount /var/lib/halld")
        hall.install()
        hall.configure()
        hall.start()
        guest.succeed("systemctl stop halld.service && sync")
        shutil.copy(TAKER, guest.share)


def acknowledged(record):
    """The ids that reached a client whole."""
    text = record.read_text() if record.exists() else ""
    return text[:text.rfind("\n") + 1].split()


def verify(guest, told, seed, cut):
    """The journal after a boot; returns how many numbers are in it."""
    assert len(set(told)) == len(told), f"seed {seed}, cut {cut}: told twice: {doubles(told)}"
    assert journal(guest, "PRAGMA integrity_check") == ["ok"]
    taken = journal(guest, f"SELECT ticket {TAKEN}")
    assert doubles(taken) == [], f"seed {seed}, cut {cut}"
    assert sorted(set(told) - set(taken)) == [], f"seed {seed}, cut {cut}: acknowledged and lost"
    first, last, count = journal(guest, "SELECT min(seq), max(seq), count(*) FROM facts")[0].split("|")
    assert (first, last) == ("1", count), "facts are numbered without gaps"
    return len(taken)


def journal(guest, question):
    """The rows of an answer."""
    return guest.succeed(f"sqlite3 -readonly /var/lib/halld/journal.sqlite {shlex.quote(question)}").splitlines()


def doubles(names):
    return [name for name, count in collections.Counter(names).items() if count > 1]


def after_the_cuts(guest):
    """The daemon takes a cut for what it is, and goes on with the next number."""
    hall = Hall(guest)
    assert not [name for name in hall.alarms() if "safe-mode" in name]
    before = int(journal(guest, f"SELECT count(*) {TAKEN}")[0])
    number = hall.ask("ticket take household")["number"]
    assert number.startswith("A") and int(number[1:]) <= before + 1
