import DeviceSimulators
import HallModel
import Testing

@Suite("Keys and lamps")
struct KeysTests {
    private func keys(_ frame: [ByteMap.Piece]) -> ByteMapKeysSimulator {
        ByteMapKeysSimulator(
            map: ByteMap(
                frame: frame, keys: [ByteMap.Key(name: "call", code: 0x0102)],
                lamps: [
                    ByteMap.Lamp(state: .ready, bytes: [0xAA, 0x01]),
                    ByteMap.Lamp(state: .noPaper, bytes: [0xAA, 0x02]),
                ], debounceMilliseconds: 100))
    }

    @Test(
        arguments: [
            (ByteMap.Checksum.xor, "02 01 02 01"), (.sum8, "02 01 02 05"), (.sum16, "02 01 02 00 05"),
        ])
    func `the frame is built from its pieces`(checksum: ByteMap.Checksum, expected: String) throws {
        var device = keys([.literal([0x02]), .key(bytes: 2), .checksum(checksum, from: 0)])
        #expect(try device.press("call", device: "caller") == hex(expected))
    }

    @Test func `CRC-16 MODBUS is that of the catalogue of parametrised CRCs`() throws {
        var device = keys([.literal(Array("123456789".utf8)), .checksum(.crc16Modbus, from: 0)])
        #expect(try device.press("call", device: "caller").suffix(2) == [0x37, 0x4B])
    }

    @Test func `the lamp shows what was told last, in whatever pieces it came`() {
        var device = keys([.key(bytes: 1)])
        #expect(device.lamp == nil)
        device.receive([0x00, 0xAA])
        device.receive([0x02])
        #expect(device.lamp == .noPaper)
        device.receive([0xAA, 0xAA, 0x01])
        #expect(device.lamp == .ready)
    }

    @Test func `a key that is not there names those that are`() {
        var device = keys([.key(bytes: 1)])
        #expect(throws: SimulatorError.noSuchKey("x", device: "caller", known: ["call"])) {
            try device.press("x", device: "caller")
        }
    }
}
