import DeviceSimulators
import HallModel
import Testing

/// Whatever comes down a wire: random, cut, glued and endless input must leave a working device.
@Suite("Any input")
struct AnyInputTests {
    /// Pieces of real commands, glued and cut at random, between random bytes.
    private func stream(_ generator: inout SeededGenerator, from pieces: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<generator.number(in: 1...60) {
            switch generator.number(in: 0...3) {
            case 0:
                for _ in 0..<generator.number(in: 0...40) { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
            case 1:
                let piece = pieces[generator.number(in: 0...(pieces.count - 1))]
                bytes += piece.prefix(generator.number(in: 0...piece.count))
            default: bytes += pieces[generator.number(in: 0...(pieces.count - 1))]
            }
        }
        return bytes
    }

    private let printerPieces = [
        "1B 40", "1D 61 FF", "10 04 01", "10 05 02", "1D 56 42 00", "1B 64 06 1D 56 00", "C7 EB B5 BD 0A",
        "1D 28 48 06 00 30 30 41 30 31 37", "1D 76 30 00 02 00 04 00 AA AA 55 55 AA AA 55 55",
        "1D 21 33 41 30 31 37 0A",
        "1D 28 6B 07 00 31 50 30 41 30 31 37", "1D 28 6B 03 00 31 51 30", "10 14 08 01 03 14 01 06 02 08",
        "1B 2A 21 FF FF", "1D 28 4C FF FF", "1D 38 4C FF FF FF FF", "1C 71 01 FF FF FF FF", "1B 26 03 20 7E 0C",
        "1D 76 30 00 FF FF FF FF",
    ].map(hex)

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the printer answers a status question after anything`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var bench = PrinterBench(flow: seed % 2 == 0 ? .xonxoff : .none)
        for _ in 0..<20 {
            bench.send(stream(&generator, from: printerPieces))
            bench.wait(.milliseconds(generator.number(in: 0...500)))
            #expect(bench.printer.buffered <= EscposPrinterSimulator.bufferSize, "seed \(seed)")
        }
        try bench.set("power", "cycle")
        try bench.set("paper", "ok")
        #expect(bench.ask(hex("10 04 01")) == [0x12], "seed \(seed)")
        bench.send(hex("0A 41 0A 1D 56 42 00"))
        bench.settle()
        #expect(bench.printer.paper.slips.last?.text.last == "A", "seed \(seed)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the printer does the same whatever pieces the bytes come in`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = stream(&generator, from: printerPieces)
        var whole = PrinterBench()
        whole.send(bytes)
        whole.settle()
        var single = PrinterBench()
        for byte in bytes { single.send([byte]) }
        single.settle()
        #expect(whole.said == single.said, "seed \(seed)")
        #expect(whole.printer.paper == single.printer.paper, "seed \(seed)")
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the display shows a good frame after anything`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let head = "00 00 00 00 00 01 5A 30 30 "
        let pieces = [
            head + "02 41 30 1B 20 62 41 04", head + "02 45 24 04", head + "02 47 31 41 03 30 31", "02", "03", "1B 6E",
            head + "02 41 41 10 31 10 31 04", head + "02 45 24 31 42 4C 30 30 32 30 30 30 30 30 04",
            head + "02 45 2E 54 55 41 31 04", head + "02 41 04",
        ].map(hex)
        var sign = AlphaSignSimulator(address: 0)
        var now = MonotonicInstant(nanoseconds: 0)
        for _ in 0..<50 {
            sign.receive(stream(&generator, from: pieces), at: now)
            now = now + .milliseconds(100)
            _ = (sign.shown, sign.mode)
        }
        sign.receive([UInt8](repeating: 0x41, count: 10_000), at: now)
        sign.receive(hex(head + "02 41 30 1B 20 62 41 30 31 37 04"), at: now + .seconds(2))
        #expect(sign.shown == [["A017"]], "seed \(seed)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `the lamp still listens after anything`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let lamp = ByteMap.Lamp(state: .paused, bytes: [0xAA, 0x55, 0x03])
        var keys = ByteMapKeysSimulator(map: ByteMap(frame: [], keys: [], lamps: [lamp], debounceMilliseconds: 0))
        keys.receive(stream(&generator, from: [[0xAA], [0xAA, 0x55], [0x03]]))
        keys.receive([0xAA, 0x55, 0x03])
        #expect(keys.lamp == .paused, "seed \(seed)")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `a scenario is read or refused with its line`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = [
            "at", "2s", "press", "keys", "1", "\n", "fault", "for", "-1s", "nan", "1e999s", "#", "late", "plug",
        ]
        var text = ""
        for _ in 0..<200 { text += words[generator.number(in: 0...(words.count - 1))] + " " }
        do {
            _ = try Scenario(text)
        } catch {
            guard case .badScenario(let line, _) = error else {
                Issue.record("another error: \(error), seed \(seed)")
                return
            }
            #expect(line >= 1, "seed \(seed)")
        }
    }
}
