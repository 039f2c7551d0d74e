import DeviceProtocols
import HallModel
import Testing

private struct FrameParser: StreamParser {
    private var parser = OnbonParser()

    mutating func take(_ bytes: [UInt8]) -> (messages: [OnbonMessage], noise: Int) {
        var noise = 0
        let messages = parser.parse(bytes).filter { message in
            guard case .noise(let count) = message else { return true }
            noise += count
            return false
        }
        return (messages, noise)
    }

    mutating func abandon() -> Int { parser.abandon() }
}

/// Vectors: a captured frame of a 5K card, and frames of the SDK's description with their CRC worked out elsewhere.
@Suite struct `Frames of Onbon cards` {
    private static let start = "A5 A5 A5 A5 A5 A5 A5 A5"
    private static let ack = hex(start + "00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DC 5A")
    private static let nack = hex(start + "00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 01 01 00 00 34 E0 5A")

    private func parse(_ bytes: [UInt8]) -> [OnbonMessage] {
        var parser = OnbonParser()
        return parser.parse(bytes)
    }

    /// The check value of the CRC catalogue.
    @Test func `CRC-16/ARC of 123456789 is BB3Dh`() {
        #expect(Checksums.crc16ARC(Array("123456789".utf8)) == 0xBB3D)
    }

    @Test func `the four bytes that are escaped`() {
        #expect(OnbonBX.escaped(hex("A5 A6 5A 5B 41")) == hex("A6 02 A6 01 5B 02 5B 01 41"))
    }

    @Test func `6K, 96x16: 请A017到3号窗口`() {
        let text = hex("C7 EB 41 30 31 37 B5 BD 33 BA C5 B4 B0 BF DA")
        let area = OnbonBX.Area(width: 96, height: 16, timeout: 5, hold: 8, text: text)
        #expect(
            OnbonBX.frame(area, to: OnbonBX.everybody, series: .bx6k)
                == hex(
                    Self.start + """
                        FE FF 00 80 00 00 00 00 00 00 FE 02 33 00 A3 06 01 00 00 00 01 2A 00 00 00 00 00 00 60 00 10 00
                        00 00 00 05 00 00 00 00 02 01 01 00 00 08 0F 00 00 00
                        C7 EB 41 30 31 37 B5 BD 33 BA C5 B4 B0 BF DA 07 BC 5A
                        """))
    }

    @Test func `5K, 64x32, as captured: 北京时间 and a clock`() {
        let text = hex("B1 B1 BE A9 CA B1 BC E4") + Array(#"\n\DH:\DM:\DS"#.utf8)
        let area = OnbonBX.Area(width: 64, height: 32, timeout: 1, hold: 2, text: text)
        #expect(
            OnbonBX.frame(area, to: 1, series: .bx5k)
                == hex(
                    Self.start + """
                        01 00 00 80 00 00 00 00 00 00 FE 02 39 00 A3 06 01 34 00 00 01 30 00 00 00 00 00 00 08 00 20 00
                        00 00 00 01 00 00 00 00 02 01 01 00 00 02 15 00 00 00
                        B1 B1 BE A9 CA B1 BC E4 5C 6E 5C 44 48 3A 5C 44 4D 3A 5C 44 53 7D E9 5A
                        """))
    }

    @Test func `what a card answers`() {
        #expect(parse(Self.ack) == [.acknowledged])
        #expect(parse(Self.nack) == [.refused(error: 1)])
        #expect(parse(Self.ack + Self.nack) == [.acknowledged, .refused(error: 1)])
    }

    @Test func `one A5 begins a frame as well as eight`() {
        #expect(parse(Array(Self.ack.dropFirst(7))) == [.acknowledged])
    }

    @Test func `damage in any byte between start and end is noise`() {
        for index in 8..<Self.ack.count - 1 {
            var damaged = Self.ack
            damaged[index] ^= 0x01
            #expect(!parse(damaged).contains(.acknowledged), "byte \(index)")
        }
    }

    @Test func `frames that are no answer are noise: our own, and a clock that is set`() {
        let area = OnbonBX.Area(width: 96, height: 16, text: [0x41])
        let own = OnbonBX.frame(area, to: 1, series: .bx6k)
        #expect(parse(own) == [.noise(own.count)])
    }

    @Test func `an escape that does not exist spoils its frame and not the next`() {
        let broken = hex(Self.start + "00 80 A6 03 5A")
        #expect(parse(broken + Self.ack) == [.noise(broken.count), .acknowledged])
    }

    @Test func `a frame without an end takes no more memory`() {
        var parser = OnbonParser()
        var noise = 0
        for _ in 0..<100 {
            for case .noise(let count) in parser.parse([0xA5] + Array(repeating: 0x41, count: 10_000)) {
                noise += count
            }
        }
        #expect(noise + parser.abandon() == 100 * 10_001)
        #expect(parser.parse(Self.ack) == [.acknowledged])
    }

    @Test func `however they are cut, answers are the same, and garbage takes nothing away`() {
        ChunkingVerifier<FrameParser>().verify(
            [(Self.ack, [.acknowledged]), (Self.nack, [.refused(error: 1)])], garbage: hex("00 5A A6 5B FF"))
    }

    @Test(arguments: [41, 42, 43] as [UInt64])
    func `random bytes neither trap nor depend on their cuts`(seed: UInt64) {
        ChunkingVerifier<FrameParser>().verifyRandom(seed: seed, alphabet: hex("A5 5A A6 5B 01 02 A0 00"))
    }
}
