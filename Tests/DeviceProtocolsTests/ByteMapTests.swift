import DeviceProtocols
import HallModel
import Testing

/// A frame with everything: AA, key, one byte unread, XOR over all before it.
private struct PanelParser: StreamParser {
    static let frame: [ByteMap.Piece] = [
        .literal([0xAA, 0x55]), .key(bytes: 2), .skip(bytes: 1), .checksum(.xor, from: 0),
    ]
    private var parser = ByteMapParser(frame: Self.frame)

    mutating func take(_ bytes: [UInt8]) -> (messages: [UInt32], noise: Int) {
        var keys: [UInt32] = []
        var noise = 0
        for message in parser.parse(bytes) {
            switch message {
            case .key(let code): keys.append(code)
            case .noise(let count): noise += count
            }
        }
        return (keys, noise)
    }

    mutating func abandon() -> Int { parser.abandon() }
}

@Suite struct `Byte maps` {
    private func parse(_ frame: [ByteMap.Piece], _ bytes: String) -> [ByteMapParser.Message] {
        var parser = ByteMapParser(frame: frame)
        return parser.parse(hex(bytes))
    }

    /// AA ^ 55 ^ 01 ^ 02 ^ 7F, by hand.
    @Test func `a frame gives its key, whatever stands in the bytes that are skipped`() {
        #expect(parse(PanelParser.frame, "AA 55 01 02 7F 83") == [.key(0x0102)])
        #expect(parse(PanelParser.frame, "AA 55 01 02 00 FC") == [.key(0x0102)])
    }

    @Test func `a wrong checksum is noise`() {
        #expect(parse(PanelParser.frame, "AA 55 01 02 7F 84") == [.noise(6)])
    }

    @Test func `after a broken frame the next one is found, even when it begins inside`() {
        #expect(parse(PanelParser.frame, "AA 55 01 AA 55 03 02 7F 81") == [.noise(3), .key(0x0302)])
        #expect(parse(PanelParser.frame, "AA AA 55 01 02 7F 83") == [.noise(1), .key(0x0102)])
    }

    @Test func `frames are the same however they are cut, and garbage before them takes nothing away`() {
        ChunkingVerifier<PanelParser>().verify(
            [
                (hex("AA 55 01 02 7F 83"), [0x0102]), (hex("AA 55 AA 55 00 00"), [0xAA55]),
                (hex("AA 55 00 00 AA 55"), [0]),
            ], garbage: hex("00 55 AA 00 13"))
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func `random bytes neither trap nor depend on their cuts`(seed: UInt64) {
        ChunkingVerifier<PanelParser>().verifyRandom(seed: seed, alphabet: hex("AA 55 01 02 7F 83 00 FC"))
    }

    @Test(arguments: [1, 4]) func `a key is big-endian, one to four bytes`(count: Int) {
        #expect(parse([.key(bytes: count)], "01 02 03 04").first == .key(count == 1 ? 1 : 0x0102_0304))
    }

    /// CRC from the Modbus serial line guide's example: 02 07 → 41 12. XOR and sums by hand.
    @Test(arguments: [
        (ByteMap.Checksum.crc16Modbus, "02 07", "41 12"), (.sum16, "FF FF 02", "02 00"), (.sum8, "FF 03", "02"),
        (.xor, "0F F0 01", "FE"),
    ])
    func `checksums as they stand on the wire`(kind: ByteMap.Checksum, bytes: String, wire: String) {
        #expect(kind.wireBytes(over: hex(bytes)) == hex(wire))
        #expect(kind.wireBytes(over: hex(bytes)).count == kind.size)
    }

    /// The check value of the CRC catalogue.
    @Test func `CRC-16/MODBUS of 123456789 is 4B37h`() {
        #expect(Checksums.crc16Modbus(Array("123456789".utf8)) == 0x4B37)
    }

    @Test func `a checksum may leave out the first bytes`() {
        #expect(parse([.literal([0x02]), .key(bytes: 1), .checksum(.sum8, from: 1)], "02 07 07") == [.key(7)])
    }

    @Test func `a layout that cannot be is never met, and does not trap`() {
        for frame: [ByteMap.Piece] in [
            [], [.skip(bytes: 0)], [.skip(bytes: Int.max), .key(bytes: Int.max)], [.key(bytes: -3)],
            [.checksum(.xor, from: -1)], [.key(bytes: 65)], [.key(bytes: 1), .checksum(.crc16Modbus, from: 900)],
        ] {
            var parser = ByteMapParser(frame: frame)
            for byte in UInt8.min...UInt8.max { _ = parser.parse([byte]) }
            #expect(parser.abandon() <= ByteMapParser.frameLimit)
        }
    }
}
