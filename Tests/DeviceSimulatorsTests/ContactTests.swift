import DeviceSimulators
import HallModel
import Testing

@Suite("Contacts on a GPIO chip")
struct ContactTests {
    private func bench() -> WireBench {
        func line(
            _ offset: Int, _ name: String, _ meaning: PointMeaning, low: Bool = false, alarm: String? = nil
        ) -> ContactPanel.Line {
            ContactPanel.Line(
                offset: offset,
                point: PointDefinition(
                    name: name, meaning: meaning,
                    form: .words(meaning == .output ? ["off", "on"] : ["open", "closed"])),
                isActiveLow: low, bias: low ? .pullUp : .none, alarmWhen: alarm)
        }
        let panel = ContactPanel(lines: [
            line(0, "door", .contact, low: true), line(1, "loop", .contact, alarm: "open"),
            line(3, "siren", .output), line(4, "lamp", .output, low: true),
        ])
        return WireBench(.gpio(label: "panel"), [WireBench.device("generic-panel", .contactPanel(panel))])
    }

    private func state(_ bench: WireBench) -> [String] {
        guard case .contacts(let panel) = bench.bus.devices[0].unit else { return [] }
        return panel.state.map { "\($0.point) \($0.value)" }
    }

    @Test func `held lines tell their levels: an open contact to ground is high`() {
        var bench = bench()
        #expect(bench.ask("hold 0=in 1=in 3=out:1 4=out:0\n") == "levels 0=1 1=1 3=1 4=0\n")
        #expect(state(bench) == ["door open", "loop closed", "siren on", "lamp on"])
        #expect(bench.ask("set 3 0\nset 4 1\n") == "")
        #expect(state(bench) == ["door open", "loop closed", "siren off", "lamp off"])
    }

    @Test func `a change of a held input is told, of another is not`() throws {
        var bench = bench()
        try bench.set("door", "closed")
        #expect(bench.ask("hold 0=in\n") == "levels 0=0\n")
        try bench.set("door", "open")
        try bench.set("loop", "open")
        #expect(String(decoding: bench.run(for: .seconds(1)), as: UTF8.self) == "edge 0 1\n")
    }

    @Test func `a pressed contact bounces, is closed for 300 ms and bounces again`() throws {
        var bench = bench()
        _ = bench.ask("hold 0=in\n")
        let begun = bench.now
        _ = try bench.bus.withDevice("device") { (unit) throws(SimulatorError) in try unit.press("door", at: begun) }
        var edges: [(at: Duration, text: String)] = []
        for _ in 0..<400 {
            bench.now = bench.now + .milliseconds(1)
            let said = String(decoding: bench.bus.advance(to: bench.now), as: UTF8.self)
            for line in said.split(separator: "\n") { edges.append((bench.now - begun, String(line))) }
        }
        #expect(
            edges.map(\.text) == [
                "edge 0 0", "edge 0 1", "edge 0 0", "edge 0 1", "edge 0 0",
                "edge 0 1", "edge 0 0", "edge 0 1", "edge 0 0", "edge 0 1",
            ])
        #expect(edges[4].at <= .milliseconds(5) && edges[5].at >= .milliseconds(300))
        #expect(state(bench)[0] == "door open")
    }

    @Test(
        arguments: [
            "hold 9=in", "hold 0", "hold 0=up", "hold 0=in 0=in", "set 3 1", "set 0 1", "set 3 2", "drop 3",
            "hold -1=in", "set 99999999999 1",
        ])
    func `what it cannot do it says, and goes on`(order: String) {
        var bench = bench()
        _ = bench.ask("hold 0=in\n")
        let answer = bench.ask(order + "\n")
        #expect(answer.hasPrefix("error ") && answer.hasSuffix("\n"))
        #expect(bench.ask("hold 0=in\n") == "levels 0=1\n")
    }

    @Test func `lines that are let go fall off, also when the host goes`() {
        var bench = bench()
        _ = bench.ask("hold 0=in 3=out:1 4=out:0\n")
        #expect(bench.ask("hold 4=out:0\n") == "levels 4=0\n")
        #expect(state(bench).suffix(2) == ["siren off", "lamp on"])
        bench.bus.hangUp()
        #expect(state(bench).suffix(2) == ["siren off", "lamp off"])
    }

    @Test func `a pulled cable lets inputs go to what holds them; a silent one tells no change`() throws {
        var bench = bench()
        try bench.set("door", "closed")
        #expect(bench.ask("hold 0=in 1=in\n") == "levels 0=0 1=1\n")
        try bench.fault(.offline)
        #expect(String(decoding: bench.run(for: .seconds(1)), as: UTF8.self) == "edge 0 1\nedge 1 0\n")
        try bench.clear()
        _ = bench.run(for: .seconds(1))
        try bench.fault(.silent)
        try bench.set("door", "open")
        #expect(bench.run(for: .seconds(1)).isEmpty)
        #expect(throws: SimulatorError.self) { try bench.fault(.crc) }
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `nonsense is refused line by line; a line without end ends the connection`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = [
            "hold", "set", "0=in", "3=out:1", "=", "1", "\n", "-", "0=in=in", "\u{1F}", "99999999999999999999",
        ]
        var bench = bench()
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<generator.number(in: 0...20) {
                text += words[generator.number(in: 0...(words.count - 1))] + " "
            }
            _ = bench.ask(text + "\n")
        }
        #expect(bench.ask("hold 0=in\n") == "levels 0=1\n", "seed \(seed)")
        _ = bench.ask(String(repeating: "A", count: 9000))
        #expect(bench.bus.isFinished, "seed \(seed)")
    }
}
