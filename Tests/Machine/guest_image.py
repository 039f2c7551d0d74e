"""The guest: Debian 12 with its own kernel, systemd and udev, gpio-sim, and nothing of ours.

`built()` returns the folder that holds vmlinux, initrd and root.img, and makes it first if this recipe has changed.
Everything comes from the Debian archive by apt; it must run as root (mmdebstrap and mke2fs keep owners).
"""
import glob
import hashlib
import lzma
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import time

CACHE = pathlib.Path(__file__).resolve().parents[2] / ".build" / "machine"
RELEASE = "bookworm"

# A plain Debian with systemd, what the package depends on (so that `dpkg -i` needs no network), and tools of proof.
PACKAGES = """
    systemd systemd-sysv udev kmod passwd adduser procps iproute2 login e2fsprogs tzdata
    libmodbus5 libgpiod2 libsqlite3-0 libyaml-0-2 libstdc++6 nut-server
    qemu-guest-agent gpiod sqlite3 usbutils
""".split()

# What the kernel needs before it has a root, and what the guest loads by itself or at a scenario's word.
EARLY_MODULES = "virtio_pci virtio_blk ext4 crc32c_generic overlay".split()
LATE_MODULES = """
    gpio-sim configfs virtio_console virtio_rng 9p 9pnet_virtio xhci_pci usbserial ftdi_sio cdc_acm i6300esb autofs4
""".split()

# Units that only cost an emulated processor time, or that look for what this machine does not have.
MASKED = """
    getty.target systemd-logind.service e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer
    dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount
    modprobe@dm_mod.service modprobe@drm.service modprobe@efi_pstore.service modprobe@fuse.service modprobe@loop.service
    kmod-static-nodes.service systemd-initctl.socket systemd-networkd.service systemd-pstore.service
    systemd-resolved.service systemd-update-utmp.service systemd-update-utmp-runlevel.service
    nut-server.service nut-monitor.service nut-driver-enumerator.service nut-driver-enumerator.path nut-driver.target
    nut.target
""".split()

# The root is an overlay: below it root.img, never written; above it a disk labelled `layer`, where a scenario wants
# what it installs to outlive a power cut, or memory.
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
die() { echo "initrd: $*"; poweroff -f; }
mount -t devtmpfs dev /dev
while read -r module; do insmod "/modules/$module"; done </modules/order
mount -t ext4 -o ro "$(findfs LABEL=guest-root)" /below || die "no root"
if layer=$(findfs LABEL=layer 2>/dev/null); then
    mount -t ext4 "$layer" /above || die "no layer"
else
    mount -t tmpfs -o size=80% above /above
fi
mkdir -p /above/upper /above/work
mount -t overlay -o lowerdir=/below,upperdir=/above/upper,workdir=/above/work root /root || die "no overlay"
mount -o move /dev /root/dev
exec switch_root /root /sbin/init
"""


def run(*words, **options):
    subprocess.run([str(word) for word in words], check=True, **options)


def output(*words):
    return subprocess.run([str(word) for word in words], check=True, text=True, stdout=subprocess.PIPE).stdout


def write(path, text, mode=0o644):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)


def progress(text):
    print(f"machine: {text}", file=sys.stderr, flush=True)


def built():
    """The folder of the image; its name changes with this recipe."""
    recipe = hashlib.sha256(pathlib.Path(__file__).read_bytes()).hexdigest()[:12]
    image = CACHE / f"guest-{recipe}"
    if (image / "complete").exists():
        return image
    if os.geteuid() != 0:
        sys.exit("machine: building the guest needs root: run it as root or with sudo")
    began = time.monotonic()
    for old in CACHE.glob("guest-*"):
        shutil.rmtree(old)
    work = CACHE / f"guest-{recipe}" / "work"
    work.mkdir(parents=True)
    release = kernel_release()
    progress(f"fetching the kernel {release} and its source")
    fetch_kernel(work, release)
    progress("building gpio-sim, which Debian's kernels leave out")
    build_gpio_sim(work, release)
    progress("making the root")
    make_root(work, release)
    pack_root(work / "root", image / "root.img")
    pack_initrd(work, release, image / "initrd")
    (image / "vmlinux").write_bytes(uncompressed((work / f"kernel/boot/vmlinuz-{release}").read_bytes()))
    shutil.rmtree(work)
    write(image / "complete", release + "\n")
    progress(f"the guest is built ({time.monotonic() - began:.0f} s)")
    return image


# --- the kernel

def kernel_release():
    return re.search(r"Depends: linux-image-(\S+)", output("apt-cache", "depends", "linux-image-amd64")).group(1)


def fetch_kernel(work, release):
    if not pathlib.Path(f"/usr/src/linux-headers-{release}").exists():
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300",
            f"linux-headers-{release}", stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    # Not installed: unpacked, and the source only as far as it is needed.
    run("apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", f"linux-image-{release}", "linux-source-6.1",
        cwd=work)
    run("dpkg", "-x", next(work.glob("linux-image-*.deb")), work / "kernel")


def build_gpio_sim(work, release):
    """One module of gpio-sim and the interrupt simulator it uses, out of Debian's own kernel source."""
    source = work / "gpio-sim"
    source.mkdir()
    archive = next(work.glob("linux-source-*.deb"))
    # tar ends as soon as it has all of them, half way through the kernel; whoever feeds it must not mind.
    script = ("exec 2>/dev/null; dpkg --fsys-tarfile $0 | tar xO ./usr/src/$1.tar.xz | xz -dT0 | tar x --occurrence"
              " --transform 's:.*/::' $1/drivers/gpio/gpio-sim.c $1/drivers/gpio/gpiolib.h $1/kernel/irq/irq_sim.c")
    run("bash", "-c", script, archive, "linux-source-6.1", cwd=source)
    # The module takes the name gpio-sim, so its main file needs another.
    (source / "gpio-sim.c").rename(source / "chip.c")
    # irq_to_desc() is not exported to modules; generic_handle_irq() is, and handles the same interrupt.
    interrupts = source / "irq_sim.c"
    text = re.sub(r"handle_simple_irq\(irq_to_desc\((\w+)\)\)", r"generic_handle_irq(\1)", interrupts.read_text())
    interrupts.write_text(text)
    write(source / "Kbuild", "obj-m := gpio-sim.o\ngpio-sim-y := chip.o irq_sim.o\n")
    log = source / "make.log"
    with log.open("w") as file:
        words = ["make", "-C", f"/usr/src/linux-headers-{release}", f"M={source}", "modules"]
        made = subprocess.run(words, stdout=file, stderr=file, check=False)
    if made.returncode != 0:
        sys.exit(f"machine: gpio-sim was not built:\n{log.read_text()}")
    run("strip", "-g", source / "gpio-sim.ko")
    target = work / f"kernel/lib/modules/{release}/extra"
    target.mkdir()
    shutil.copy(source / "gpio-sim.ko", target)
    run("depmod", "-b", work / "kernel", release)


def uncompressed(bz_image):
    """The vmlinux in a bzImage (fields of the x86 boot protocol): entered directly, it boots two seconds sooner."""
    setup_sectors = bz_image[0x1F1] or 4
    offset, length = struct.unpack_from("<II", bz_image, 0x248)
    begin = (setup_sectors + 1) * 512 + offset
    return lzma.LZMADecompressor().decompress(bz_image[begin:begin + length])


def module_files(work, release, names):
    """The files of the modules and of all they depend on, in the order to load them."""
    listed = output("modprobe", "-d", work / "kernel", "-S", release, "--show-depends", "-a", *names)
    return list(dict.fromkeys(line.split()[1] for line in listed.splitlines() if line.startswith("insmod ")))


# --- the root

def archives():
    """The Debian archives that this machine uses, as lines of sources.list."""
    listed = output("apt-get", "indextargets", "--format", "$(ORIGIN)|$(RELEASE)|$(COMPONENT)|$(REPO_URI)",
                    "Created-By: Packages")
    rows = [line.split("|") for line in listed.splitlines()]
    return sorted({f"deb {uri} {suite} main" for origin, suite, component, uri in rows
                   if origin == "Debian" and suite.startswith(RELEASE) and component == "main"})


def make_root(work, release):
    root = work / "root"
    run("mmdebstrap", "--quiet", "--mode=root", "--variant=essential", "--include=" + ",".join(PACKAGES),
        "--dpkgopt=force-unsafe-io",
        *[f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("doc", "man", "locale")],
        RELEASE, root, *archives())
    modules = pathlib.Path(f"lib/modules/{release}")
    indexes = glob.glob(f"{work}/kernel/{modules}/modules.*")
    for file in module_files(work, release, EARLY_MODULES + LATE_MODULES) + indexes:
        target = root / modules / os.path.relpath(file, work / "kernel" / modules)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    run("depmod", "-b", root, release)
    write(root / "etc/hostname", "hall\n")
    write(root / "etc/hosts", "127.0.0.1 localhost hall\n")
    write(root / "etc/fstab", "")
    write(root / "etc/machine-id", hashlib.md5(b"machine test").hexdigest() + "\n")
    # Nothing is new since the image was made: no unit needs to look.
    for stamp in ("etc/.updated", "var/.updated"):
        write(root / stamp, "")
    run("chroot", root, "systemctl", "--quiet", "mask", *MASKED)
    run("chroot", root, "systemctl", "--quiet", "set-default", "multi-user.target")


def pack_root(root, file):
    run("truncate", "-s", "1G", file)
    run("mke2fs", "-q", "-F", "-t", "ext4", "-L", "guest-root", "-O", "^has_journal", "-d", root, file)


def pack_initrd(work, release, file):
    tree = work / "initrd"
    for folder in ("bin", "dev", "modules", "below", "above", "root"):
        (tree / folder).mkdir(parents=True)
    shutil.copy("/bin/busybox", tree / "bin/busybox")
    files = [shutil.copy(path, tree / "modules") for path in module_files(work, release, EARLY_MODULES)]
    write(tree / "modules/order", "".join(os.path.basename(path) + "\n" for path in files))
    write(tree / "init", INIT, 0o755)
    with file.open("wb") as archive:
        names = subprocess.run(["find", ".", "-print0"], cwd=tree, check=True, stdout=subprocess.PIPE).stdout
        run("cpio", "--quiet", "-o", "-0", "-H", "newc", cwd=tree, input=names, stdout=archive)
