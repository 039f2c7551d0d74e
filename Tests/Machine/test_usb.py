"""Serial adapters that keep their names, whatever the kernel calls them."""
from hall import PORTS, Hall, installed

LINE = "rs485-1"
SENSOR = "waiting-climate"


def new_guest():
    return installed()


def prepare(guest):
    guest.hall = Hall(guest).set_up()
    guest.hall.until_online("kiosk-printer", SENSOR)


def kernel_name(guest, bus):
    return guest.succeed(f"readlink -f /dev/hall/{bus}").strip()


def temperature(guest):
    return guest.hall.ask(f"points {SENSOR}.temperature")["points"][0]


def away(guest, *buses):
    for bus in buses:
        guest.unplug(PORTS[bus])
    guest.succeed("udevadm wait --removed --timeout=20 " + " ".join(f"/dev/hall/{bus}" for bus in buses))


def back(guest, *buses):
    guest.succeed("udevadm wait --timeout=20 " + " ".join(f"/dev/hall/{bus}" for bus in buses))


def test_the_daemon_may_use_what_udev_named(guest):
    """the adapters belong to the daemon's group and to nobody else"""
    for bus in PORTS:
        assert guest.succeed(f"stat -Lc '%G %a' /dev/hall/{bus}").split()[0] in ("halld", "dialout")


def test_swapped_adapters_keep_their_names(guest):
    """two adapters that are plugged in again in the other order swap their ttyUSB numbers and keep their names"""
    first, second = "kiosk-printer", "kiosk-keys"
    before = [kernel_name(guest, first), kernel_name(guest, second)]
    away(guest, first, second)
    for bus in (second, first):
        guest.hall.plug(bus)
        back(guest, bus)
    assert [kernel_name(guest, first), kernel_name(guest, second)] == before[::-1]
    guest.hall.until_online(first)
    guest.hall.simulation.ask("press", "kiosk-keys", "1")
    guest.until(lambda: guest.hall.run("ticket show A001").status == 0, "the key gives a number", 20)
    guest.until(lambda: guest.hall.ask("ticket show A001")["printed"] == "proven", "and the printer prints it", 60)


def test_an_unplugged_adapter_is_missed(guest):
    """an adapter that is pulled out takes its devices off line, each reading bad with its reason, and no other bus"""
    away(guest, LINE)
    guest.until(lambda: guest.hall.presence(SENSOR) != "online", "the sensor is missed", 60, 0.2)
    assert temperature(guest)["quality"] != "good" and temperature(guest)["missing"], temperature(guest)
    assert guest.hall.presence("kiosk-printer") == "online"


def test_it_comes_back_at_another_port(guest):
    """plugged into another port it comes back under its name while the daemon runs"""
    process = guest.hall.unit("MainPID")
    guest.hall.plug(LINE, port=7)
    back(guest, LINE)
    guest.hall.until_online(SENSOR, "thermostat")
    guest.until(lambda: temperature(guest)["quality"] == "good", "it reads again", 30)
    assert guest.hall.unit("MainPID") == process


def test_adapters_without_a_number_are_told_by_their_port(guest):
    """an adapter without a serial number of its own, as cheap ones are, is named by its port, and in no other port"""
    name = "w1-display"
    away(guest, name)
    guest.hall.plug(name, port=8)
    guest.until_succeeds("udevadm settle && ls /dev/serial/by-path/*-usb-0:1.8:*")
    assert guest.run(f"ls /dev/hall/{name}").status != 0
    guest.unplug(8)
    guest.hall.plug(name)
    back(guest, name)
    # A display says nothing; what it shows came through the adapter.
    guest.hall.ask("window 1 open")
    guest.hall.ask("window 1 call")
    guest.until(lambda: "A001" in guest.hall.simulation.ask("show", name), "A001 is shown", 20, 0.2)
