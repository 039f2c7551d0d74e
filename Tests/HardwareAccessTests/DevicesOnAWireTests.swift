import DeviceDrivers
import DeviceProtocols
import Glibc
import HallModel
import HardwareAccess
import Testing

/// The machine and the drivers of the shop, on a real descriptor.
struct DevicesOnAWireTests {
    private let ready: [UInt8] = [0x5A, 0x80, 0xDA]

    @Test func `a key panel is heard, lights its lamp, goes with its plug and comes back by itself`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        try directory.plug()
        let reports = Shared<[DeviceReport.Content]>([])
        let line = BusPlan(id: "kiosk", wire: .serial(path: directory.path, SerialSettings(baud: 9600)))
        let machine = BusMachine(bus: line, devices: [panel], text: try .iconv(), at: .now)
        let bus = try BusThread(bus: line, machine: machine) { told in reports.change { $0 += told.map(\.content) } }

        #expect(bus.post(.wish("keys", .kiosk(.ready))))
        #expect(Wire.read(directory.master, count: 3) == ready)
        Wire.write(directory.master, [0x5A, 0x01, 0x5B])
        #expect(Wire.wait { reports.value.contains(.key("call")) })
        #expect(reports.value.contains(.presence(.online, detail: .none)))

        directory.unplug()
        #expect(Wire.wait { reports.value.last == .presence(.offline, detail: .portLost) })
        try directory.plug()
        // The lamp is lit again: a device that was away shows nothing.
        #expect(Wire.read(directory.master, count: 3) == ready)
        bus.stop()
    }

    private var panel: DevicePlan {
        let map = ByteMap(
            frame: [.literal([0x5A]), .key(bytes: 1), .checksum(.sum8, from: 0)],
            keys: [ByteMap.Key(name: "call", code: 1)], lamps: [ByteMap.Lamp(state: .ready, bytes: ready)],
            debounceMilliseconds: 200)
        let profile = Profile(
            id: "panel", vendor: "generic", model: "panel", source: "this test", trust: .unconfirmed, serial: nil,
            settings: .byteMapKeys(map), examples: [])
        return DevicePlan(id: "keys", profile: profile, bus: "kiosk")
    }
}
