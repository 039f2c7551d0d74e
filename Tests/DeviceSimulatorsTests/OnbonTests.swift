import DeviceSimulators
import HallModel
import Testing

@Suite("An Onbon card")
struct OnbonTests {
    private static let sync = "A5 A5 A5 A5 A5 A5 A5 A5 "
    private static let ack = sync + "00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DC 5A"
    private static let nack = sync + "00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 01 01 00 00 34 E0 5A"
    /// 请A017到3号窗口 on 96×16.
    private static let call =
        sync + "FE FF 00 80 00 00 00 00 00 00 FE 02 33 00 A3 06 01 00 00 00 01 2A 00 00 00 00 00 00 60 00 10 00 00 00 "
        + "00 05 00 00 00 00 02 01 01 00 00 08 0F 00 00 00 C7 EB 41 30 31 37 B5 BD 33 BA C5 B4 B0 BF DA 07 BC 5A"
    private static let on = sync + "FE FF 00 80 00 00 00 00 00 00 FE 02 06 00 A3 00 01 00 00 01 5D F1 5A"

    private func bench(_ series: OnbonSettings.Series = .bx6k, width: Int = 96, height: Int = 16) -> WireBench {
        let settings = OnbonSettings(
            series: series, width: width, height: height, charset: .gbk, assertEverySeconds: 60)
        return WireBench(
            .tcp(host: "127.0.0.1", port: 5005), [WireBench.device("onbon-bx", .onbonDisplay(settings), address: 1)])
    }

    private func card(_ bench: WireBench) throws -> OnbonCardSimulator {
        guard case .onbon(let card) = bench.bus.devices[0].unit else {
            throw SimulatorError.noSuchDevice("", known: [])
        }
        return card
    }

    @Test func `the call of a BX-6K is acknowledged and seen`() throws {
        var bench = bench()
        #expect(bench.ask(hex(Self.call)) == hex(Self.ack))
        #expect(try card(bench).shown == ["请A017到3号窗口"])
        #expect(try card(bench).mode == "static")
    }

    @Test func `the frame caught from a BX-5K shows text and clock on 64×32`() throws {
        let caught =
            Self.sync + "01 00 00 80 00 00 00 00 00 00 FE 02 39 00 A3 06 01 34 00 00 01 30 00 00 00 00 00 00 08 00 20 "
            + "00 00 00 00 01 00 00 00 00 02 01 01 00 00 02 15 00 00 00 B1 B1 BE A9 CA B1 BC E4 5C 6E 5C 44 48 3A 5C "
            + "44 4D 3A 5C 44 53 7D E9 5A"
        var bench = bench(.bx5k, width: 64, height: 32)
        #expect(bench.ask(hex(caught)) == hex(Self.ack))
        #expect(
            try card(bench).shown == ["\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", "HH:MM:SS"], "the bench knows few characters")
    }

    @Test func `a BX-5K counts columns in eights`() throws {
        let call =
            Self.sync + "FE FF 00 80 00 00 00 00 00 00 FE 02 28 00 A3 06 01 00 00 00 01 1F 00 00 00 00 00 00 08 00 10 "
            + "00 00 00 00 05 00 00 00 00 02 01 01 00 00 08 04 00 00 00 41 30 31 37 D8 A0 5A"
        var wide = bench(.bx5k, width: 64)
        #expect(wide.ask(hex(call)) == hex(Self.ack))
        #expect(try card(wide).shown == ["A017"])
        var narrow = bench(.bx5k, width: 56)
        #expect(narrow.ask(hex(call)) == hex(Self.nack), "the area is wider than the screen")
    }

    @Test func `it is lit and dark by command, and empty after a power failure`() throws {
        var bench = bench()
        _ = bench.ask(hex(Self.call))
        let off = Self.frame([0xA3, 0x00, 0x01, 0, 0, 0x00])
        #expect(bench.ask(off) == hex(Self.ack))
        #expect(try card(bench).shown.isEmpty)
        #expect(bench.ask(hex(Self.on)) == hex(Self.ack))
        #expect(try card(bench).shown == ["请A017到3号窗口"])
        try bench.set("power", "cycle")
        #expect(try card(bench).shown.isEmpty)
        _ = bench.ask(hex(Self.call))
        #expect(bench.ask(Self.frame([0xA3, 0x10, 0x01, 0, 0])) == hex(Self.ack))
        #expect(try card(bench).shown.isEmpty)
    }

    @Test func `a command that wants no answer gets none; an unknown one is refused`() {
        var bench = bench()
        #expect(bench.ask(Self.frame([0xA3, 0x10, 0x02, 0, 0])).isEmpty)
        #expect(bench.ask(Self.frame([0xA3, 0x77, 0x01, 0, 0])) == hex(Self.nack))
        #expect(bench.ask(Self.frame([0xA2, 0x03, 0x01, 0, 0, 0x20, 0x26])) == hex(Self.ack))
    }

    @Test func `escapes are undone before the check`() throws {
        var bench = bench()
        // A clock of the four bytes that cannot stand bare.
        let frame = Self.frame([0xA2, 0x03, 0x01, 0, 0, 0xA5, 0xA6, 0x5A, 0x5B])
        #expect(Array(frame[27...].prefix(8)) == hex("A6 02 A6 01 5B 02 5B 01"))
        #expect(bench.ask(frame) == hex(Self.ack))
        #expect(try card(bench).counts.taken == 1)
    }

    @Test func `a frame with a wrong CRC, for another card or cut off brings nothing`() throws {
        var bench = bench()
        var spoilt = hex(Self.on)
        spoilt[spoilt.count - 2] ^= 1
        #expect(bench.ask(spoilt).isEmpty)
        #expect(bench.ask(Self.frame([0xA3, 0x10, 0x01, 0, 0], to: 7)).isEmpty)
        #expect(bench.ask(Array(hex(Self.call).prefix(40))).isEmpty)
        #expect(bench.ask(hex(Self.on)) == hex(Self.ack), "the next frame begins with its A5")
        #expect(try card(bench).counts == (1, 0, 1, 1))
    }

    @Test func `its faults`() throws {
        for kind in [FaultKind.silent, .offline] {
            var bench = bench()
            try bench.fault(kind)
            #expect(bench.ask(hex(Self.call)).isEmpty, "\(kind)")
            #expect(try card(bench).shown.isEmpty)
        }
        var bench = bench()
        try bench.fault(.crc)
        let spoilt = bench.ask(hex(Self.on))
        #expect(spoilt.count == hex(Self.ack).count && spoilt != hex(Self.ack))
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `after anything it takes the next good frame`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bench = bench()
        for _ in 0..<100 {
            var data: [UInt8] = [0xA3, [0x06, 0x00, 0x10, 0x05][generator.number(in: 0...3)], 0x01, 0, 0]
            for _ in 0..<generator.number(in: 0...60) { data.append(UInt8(generator.number(in: 0...40))) }
            var frame = generator.happens(withProbability: 0.5) ? Self.frame(data) : hex(Self.call)
            if generator.happens(withProbability: 0.5) {
                frame[generator.number(in: 0...(frame.count - 1))] = UInt8(truncatingIfNeeded: generator.next())
            }
            _ = bench.ask(Array(frame.prefix(generator.number(in: 0...(frame.count + 20)))), for: .milliseconds(10))
        }
        bench.bus.send([UInt8](repeating: 0x33, count: 20_000), at: bench.now)
        _ = bench.run(for: .seconds(1))
        _ = bench.ask(Self.frame([0xA3, 0x10, 0x01, 0, 0]) + hex(Self.on))
        #expect(bench.ask(hex(Self.call)) == hex(Self.ack), "seed \(seed)")
        #expect(try card(bench).shown == ["请A017到3号窗口"], "seed \(seed)")
    }

    /// A frame from the host, built by the field table; CRC-16/ARC by its definition.
    private static func frame(_ data: [UInt8], to destination: UInt8 = 1) -> [UInt8] {
        let body =
            [destination, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xFE, 0x02, UInt8(data.count & 0xFF), UInt8(data.count >> 8)]
            + data
        var rest: UInt32 = 0
        for byte in body {
            for bit in 0..<8 { rest = rest >> 1 ^ ((rest ^ UInt32(byte >> bit)) & 1 == 1 ? 0xA001 : 0) }
        }
        let escaped = (body + [UInt8(rest & 0xFF), UInt8(rest >> 8)]).flatMap { byte -> [UInt8] in
            switch byte {
            case 0xA5: [0xA6, 0x02]
            case 0xA6: [0xA6, 0x01]
            case 0x5A: [0x5B, 0x02]
            case 0x5B: [0x5B, 0x01]
            default: [byte]
            }
        }
        return hex(sync) + escaped + [0x5A]
    }
}
