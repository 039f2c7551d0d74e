import DeviceSimulators
import HallModel
import Testing

@Suite("A UPS that speaks Q1")
struct MegatecTests {
    private func bench() -> WireBench {
        WireBench(
            .serial(path: "/dev/null", SerialSettings(baud: 2400)),
            [WireBench.device("generic-megatec", .megatecUPS(MegatecSettings(pollSeconds: 2)))])
    }

    @Test func `on mains it tells the sample of a charged battery`() {
        var bench = bench()
        #expect(bench.ask("Q1\r") == "(229.8 229.8 230.1 023 50.0 27.1 28.4 00000001\r")
        #expect(bench.ask("F\r") == "#230.0 004 24.00 50.0\r")
        let about = bench.ask("I\r")
        #expect(about.first == "#" && about.count == 39, "15, 10 and 10 columns with spaces between")
    }

    @Test func `on battery and low it sets the two highest bits`() throws {
        var bench = bench()
        try bench.set("mains", "off")
        try bench.set("battery", "22.9")
        #expect(bench.ask("Q1\r") == "(000.0 000.0 230.1 023 50.0 22.9 28.4 11000001\r")
        try bench.set("mains", "on")
        try bench.set("battery", "26.5")
        try bench.set("load", "40")
        #expect(bench.ask("Q1\r").hasSuffix(" 040 50.0 26.5 28.4 00000001\r"))
    }

    @Test func `the battery empties with the load, and the UPS goes dark`() throws {
        var bench = bench()
        try bench.set("load", "100")
        try bench.set("mains", "off")
        _ = bench.run(for: .seconds(303))
        // Half of ten minutes at full load: half of 20.8…27.1 V.
        #expect(bench.ask("Q1\r").contains(" 23.9 28.4 10000001"))
        _ = bench.run(for: .seconds(320))
        #expect(bench.ask("Q1\r") == "")
        try bench.set("mains", "on")
        #expect(bench.ask("Q1\r").hasSuffix(" 20.8 28.4 01000001\r"))
    }

    @Test(arguments: ["Q9", "QGS", "TT", "S11", "T0", "S.1", "S01R1", "M", ""])
    func `a command it does not know is given back`(command: String) {
        var bench = bench()
        #expect(bench.ask(command + "\r") == (command.isEmpty ? "" : command + "\r"))
    }

    @Test func `tests, beeper and shutdown show in the bits`() {
        var bench = bench()
        #expect(bench.ask("T\r") == "")
        #expect(bench.ask("Q1\r").hasSuffix("00000101\r"))
        _ = bench.run(for: .seconds(10))
        #expect(bench.ask("Q1\r").hasSuffix("00000001\r"))
        #expect(bench.ask("Q\r") == "")
        #expect(bench.ask("Q1\r").hasSuffix("00000000\r"))
        #expect(bench.ask("S.2R0001\r") == "")
        #expect(bench.ask("Q1\r").hasSuffix("00000010\r"))
        _ = bench.run(for: .seconds(12))
        #expect(bench.ask("Q1\r").contains(" 229.8 000.0 "))
        _ = bench.run(for: .seconds(60))
        #expect(bench.ask("Q1\r").contains(" 229.8 230.1 "))
        _ = bench.ask("S10\r")
        #expect(bench.ask("C\rQ1\r").hasSuffix("00000000\r"))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `after anything it answers`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bench = bench()
        for _ in 0..<200 {
            var bytes: [UInt8] = []
            for _ in 0..<generator.number(in: 0...60) { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
            _ = bench.ask(bytes, for: .milliseconds(1))
        }
        #expect(bench.ask("\rC\rCT\r").count <= 400, "seed \(seed)")
        #expect(bench.ask("Q1\r").hasPrefix("(229.8 229.8 230.1 "), "seed \(seed)")
    }

    @Test func `values that cannot be are refused`() {
        var bench = bench()
        for (point, value) in [("mains", "maybe"), ("battery", "-1"), ("load", "x"), ("temperature", "1000")] {
            #expect(throws: SimulatorError.self) { try bench.set(point, value) }
        }
    }
}
