import DeviceSimulators
import HallModel
import Testing

@Suite("A NUT server")
struct NutTests {
    private func bench() -> WireBench {
        let settings = NutSettings(
            pollSeconds: 2,
            variables: [
                NutSettings.Variable(
                    name: "ups.status", point: PointDefinition(name: "status", meaning: .upsStatus, form: .text)),
                NutSettings.Variable(
                    name: "input.voltage",
                    point: PointDefinition(name: "mains-voltage", meaning: .other, form: .number(.volt, decimals: 1))),
            ])
        return WireBench(
            .nut(host: "127.0.0.1", port: 3493),
            [
                WireBench.device("generic-nut-ups", .nutUPS(settings), id: "device", unit: "hallups"),
                WireBench.device("generic-nut-ups", .nutUPS(settings), id: "second"),
            ])
    }

    @Test(
        arguments: [
            ("GET VAR hallups ups.status", #"VAR hallups ups.status "OL""#),
            ("GET VAR hallups battery.runtime", #"VAR hallups battery.runtime "1800""#),
            ("GET VAR hallups battery.charge", #"VAR hallups battery.charge "100""#),
            ("GET VAR second ups.load", #"VAR second ups.load "20""#),
            ("GET VAR hallups no.such", "ERR VAR-NOT-SUPPORTED"), ("GET VAR nope x", "ERR UNKNOWN-UPS"),
            ("GET", "ERR INVALID-ARGUMENT"), ("bogus", "ERR UNKNOWN-COMMAND"), ("NETVER", "1.3"), ("PROTVER", "1.3"),
            ("VER", "Network UPS Tools upsd 2.8.0 - http://www.networkupstools.org/"),
            ("LOGIN hallups", "ERR USERNAME-REQUIRED"), ("STARTTLS", "ERR FEATURE-NOT-CONFIGURED"),
            ("GET NUMLOGINS hallups", "NUMLOGINS hallups 0"), ("LIST VAR nope", "ERR UNKNOWN-UPS"),
        ])
    func `lines are answered as upsd 2.8 answers them`(line: String, answer: String) {
        var bench = bench()
        #expect(bench.ask(line + "\n") == answer + "\n")
    }

    @Test func `lists have a beginning and an end`() {
        var bench = bench()
        #expect(
            bench.ask("LIST UPS\n")
                == "BEGIN LIST UPS\nUPS hallups \"hallsim\"\nUPS second \"hallsim\"\nEND LIST UPS\n")
        let list = bench.ask("LIST VAR hallups\n").split(separator: "\n")
        #expect(list.first == "BEGIN LIST VAR hallups" && list.last == "END LIST VAR hallups")
        #expect(list.contains(#"VAR hallups ups.status "OL""#))
    }

    @Test func `credentials cannot be corrected; goodbye ends the connection`() {
        var bench = bench()
        #expect(bench.ask("USERNAME hall\nPASSWORD wrong\n") == "OK\nOK\n")
        #expect(bench.ask("LOGIN hallups\nPASSWORD right\n") == "ERR ACCESS-DENIED\nERR ALREADY-SET-PASSWORD\n")
        #expect(!bench.bus.isFinished)
        #expect(bench.ask("LOGOUT\nVER\n") == "OK Goodbye\n")
        #expect(bench.bus.isFinished)
        bench.bus.hangUp()
        #expect(bench.ask("USERNAME hall\n") == "OK\n")
    }

    @Test func `points and variables are set by hand`() throws {
        var bench = bench()
        try bench.set("status", "OB DISCHRG")
        try bench.set("runtime", "600")
        try bench.set("mains-voltage", "0.0")
        try bench.set("battery.date", #"a "quoted" \ date"#)
        #expect(
            bench.ask("GET VAR hallups ups.status\nGET VAR hallups battery.runtime\nGET VAR hallups input.voltage\n")
                == "VAR hallups ups.status \"OB DISCHRG\"\nVAR hallups battery.runtime \"600\"\n"
                + "VAR hallups input.voltage \"0.0\"\n")
        #expect(
            bench.ask("GET VAR hallups battery.date\n") == #"VAR hallups battery.date "a \"quoted\" \\ date""# + "\n")
        #expect(bench.ask("GET VAR second ups.status\n") == "VAR second ups.status \"OL\"\n")
        for (point, value) in [("status", ""), ("status", "O\nL"), ("nothing", "1"), ("a b.c", "1")] {
            #expect(throws: SimulatorError.self) { try bench.set(point, value) }
        }
    }

    @Test func `a driver that is gone or stale is told so, for its UPS alone`() throws {
        var bench = bench()
        for (kind, answer) in [(FaultKind.offline, "ERR DRIVER-NOT-CONNECTED\n"), (.exception, "ERR DATA-STALE\n")] {
            try bench.fault(kind)
            #expect(bench.ask("GET VAR hallups ups.status\n") == answer)
            #expect(bench.ask("GET VAR second ups.status\n") == "VAR second ups.status \"OL\"\n")
            try bench.clear()
        }
        try bench.fault(.silent)
        #expect(bench.ask("GET VAR hallups ups.status\n") == "")
        try bench.clear()
        #expect(bench.ask("GET VAR hallups ups.status\n") == "VAR hallups ups.status \"OL\"\n")
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `nonsense is answered or the connection ends`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = ["GET", "VAR", "hallups", "LIST", "\"", "\\", "\n", " ", "USERNAME", "ups.status", "\u{0}", "TYPE"]
        var bench = bench()
        for _ in 0..<100 {
            var text = ""
            for _ in 0..<generator.number(in: 0...30) {
                text += words[generator.number(in: 0...(words.count - 1))] + " "
            }
            _ = bench.ask(text + "\n")
            if bench.bus.isFinished { bench.bus.hangUp() }
        }
        _ = bench.ask(String(repeating: "A", count: 600))
        #expect(bench.bus.isFinished, "seed \(seed)")
        bench.bus.hangUp()
        #expect(bench.ask("NETVER\n") == "1.3\n", "seed \(seed)")
    }
}
