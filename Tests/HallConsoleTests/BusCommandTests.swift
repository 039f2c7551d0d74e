import Foundation
import HallConsole
import HallModel
import Testing

/// `hallctl bus …`: what is asked, what is shown, how it ends.
@Suite(.serialized) struct BusCommandTests {
    private func run(
        _ arguments: [String], _ answer: String, terminal: Bool = false
    ) -> (run: ConsoleRun, call: String) {
        let server = CannedServer([answer])
        let run = ConsoleRun(["--socket", server.path, "bus"] + arguments, terminal: terminal)
        return (run, server.calls.first ?? "")
    }

    /// Several replies of one stream.
    private func stream(_ replies: [String]) -> String {
        replies.enumerated().map { index, reply in
            #"{"parameters":\#(reply),"continues":\#(index < replies.count - 1)}"#
        }.joined(separator: "\0")
    }

    // MARK: Trace

    private let frames = [
        #"{"bus":"b","form":"modbusRtu","skipped":0,"frames":[]}"#,
        #"{"bus":"b","form":"modbusRtu","skipped":4,"frames":["#
            + #"{"at":"2026-11-21T09:05:07.123+08:00","microseconds":1795223107123000,"kind":"sent","bytes":"010300000002c40b","code":null},"#
            + #"{"at":"2026-11-21T09:05:07.140+08:00","microseconds":1795223107140000,"kind":"received","bytes":"0103040292ff9b5a3d","code":null}]}"#,
    ]

    @Test func `a trace is a line for each frame, and says what was missed`() {
        let (run, call) = run(["trace", "b", "--last", "5m"], stream(frames))
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(
            run.output.split(separator: "\n") == [
                "4 records skipped: this reader is too slow",
                "09:05:07.123  →  01 03 00 00 00 02 c4 0b  unit 1: read holding 0…1, CRC ok",
                "09:05:07.140  ←  01 03 04 02 92 ff 9b 5a 3d  unit 1: holding 0…1: 658 65435, CRC ok",
            ])
        #expect(call.contains(#""method":"org.halld.Bus.Trace""#) && call.contains(#""more":true"#))
        #expect(call.contains(#""bus":"b""#) && call.contains(#""lastSeconds":300"#))
        let (json, live) = self.run(["trace", "b", "--json"], stream(frames))
        #expect(json.output.split(separator: "\n").count == 2 && json.output.hasPrefix(#"{"bus":"b","form":"#))
        #expect(!live.contains("lastSeconds"))
    }

    @Test func `a capture is a header and a packet for each frame, and nothing is shown beside it`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("bus-\(UUID().uuidString).pcapng").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let (run, _) = run(["trace", "b", "--pcapng", path], stream(frames))
        #expect(run.status == 0 && run.output == "4 records skipped: this reader is too slow")
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var types: [UInt32] = []
        var place = 0
        while place + 12 <= bytes.count {
            let numbers = (0..<2).map { word in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + word * 4 + $1]) << (8 * UInt32($1)) }
            }
            types.append(numbers[0])
            place += Int(numbers[1])
        }
        #expect(types == [0x0A0D_0D0A, 1, 6, 6] && place == bytes.count)
        let nowhere = self.run(["trace", "b", "--pcapng", "/no/such/folder/x"], stream(frames))
        #expect(nowhere.run.status == 1 && nowhere.call.isEmpty)
        #expect(nowhere.run.errors.contains("/no/such/folder/x cannot be written"))
    }

    @Test func `a time or a place that is none is wrong usage`() {
        for arguments in [
            ["trace"], ["trace", "b", "--last", "soon"], ["trace", "b", "--last", "0s"],
            ["trace", "b", "--last", "25h"],
            ["read", "b", "--unit", "1", "holding"], ["read", "b", "holding", "0"],
            ["read", "b", "--unit", "1", "--device", "d", "holding", "0"],
            ["read", "b", "--unit", "1", "files", "0"], ["read", "b", "--unit", "1", "holding", "65536"],
            ["read", "b", "--unit", "1", "holding", "0", "126"], ["scan"], ["scan", "b", "--from", "0"],
            ["scan", "b", "--from", "9", "--to", "8"], ["scan", "b", "--interrupt"],
            ["scan", "b", "--interrupt", "--reason", " "],
        ] {
            let run = ConsoleRun(["bus"] + arguments)
            #expect(run.status == 64, "\(arguments): \(run.errors)")
        }
    }

    @Test(arguments: [
        (["read", "b", "holding", "0"], "give either --device"),
        (["read", "b", "--unit", "1", "--device", "d", "holding", "0"], "give either --device"),
        (["read", "b", "--unit", "1", "coils", "0", "2001"], "1…2000 of them can be read at once"),
        (["scan", "b", "--from", "9", "--to", "8"], "--from not above --to"),
        (["scan", "b", "--interrupt"], "say why with --reason"),
    ])
    func `wrong usage says what is wrong and what to do`(arguments: [String], text: String) {
        let run = ConsoleRun(["bus"] + arguments)
        #expect(run.status == 64 && run.errors.contains(text), "\(run.errors)")
    }

    @Test(arguments: ["missing", "busy", "forbidden", "unsuitable", "hungUp", "system"])
    func `why a port was lost is told in the reader's words`(code: String) {
        let reply =
            #"{"parameters":{"bus":"b","form":"bytes","skipped":0,"frames":[{"at":"2026-11-21T09:05:07.123+08:00","#
            + #""microseconds":1,"kind":"lost","bytes":"","code":"\#(code)"}]},"continues":false}"#
        let lines = ["zh", "en"].map { self.run(["trace", "b", "--lang", $0], reply).run.output }
        #expect(lines[0].contains("端口中断（") && lines[1].contains("port lost ("))
        for line in lines { #expect(!line.contains("（\(code)）") && !line.contains("(\(code))"), "\(line)") }
        #expect(!lines[0].unicodeScalars.contains { ("a"..."z").contains($0) }, "\(lines[0])")
    }

    @Test func `a code of another version is shown as it came`() {
        let reply =
            #"{"parameters":{"bus":"b","form":"bytes","skipped":0,"frames":[{"at":"2026-11-21T09:05:07.123+08:00","#
            + #""microseconds":1,"kind":"refused","bytes":"","code":"molten"}]},"continues":false}"#
        #expect(run(["trace", "b", "--lang", "zh"], reply).run.output.contains("端口打不开（molten）"))
    }

    // MARK: Read

    @Test func `registers are shown in three ways, with the points that begin there`() {
        let reply =
            #"{"parameters":{"bus":"b","unit":2,"device":"c","outcome":"answered","exception":null,"detail":null,"#
            + #""registers":[{"address":0,"raw":263},{"address":1,"raw":65435}],"points":["#
            + #"{"id":"c.temperature","address":0,"value":26.3,"decimals":1,"unit":"°C","missing":null},"#
            + #"{"id":"c.humidity","address":1,"value":null,"decimals":1,"unit":"%RH","missing":"outOfRange"}]}}"#
        let (run, call) = run(["read", "b", "--device", "c", "holding", "0", "2"], reply)
        #expect(run.status == 0)
        #expect(
            run.output.split(separator: "\n") == [
                "REGISTER  HEX   UNSIGNED  SIGNED  POINT", "0         0107  263       263     c.temperature = 26.3 °C",
                "1         FF9B  65435     -101    c.humidity = beyond what can be",
            ])
        #expect(call.contains(#""method":"org.halld.Bus.Read""#) && call.contains(#""device":"c""#))
        #expect(call.contains(#""table":"holding""#) && call.contains(#""address":0"#) && call.contains(#""count":2"#))
        let (_, other) = self.run(["read", "b", "--unit", "7", "discrete-inputs", "16", "--timeout", "900"], reply)
        #expect(other.contains(#""table":"discreteInputs""#) && other.contains(#""unit":7"#))
        #expect(other.contains(#""timeoutMilliseconds":900"#) && other.contains(#""count":1"#))
    }

    @Test(arguments: [
        ("timeout", "null", "null", "b/2 does not answer"), ("exception", "2", "null", "exception 2 (no such address)"),
        ("portClosed", "null", #""portMissing""#, "b is not open (its port does not exist)"),
        ("garbled", "null", "null", "damaged"), ("expired", "null", "null", "in time"),
        ("refused", "null", "null", "too much"),
    ])
    func `a read without a value fails and says why`(outcome: String, exception: String, detail: String, text: String) {
        let reply =
            #"{"parameters":{"bus":"b","unit":2,"device":null,"outcome":"\#(outcome)","exception":\#(exception),"#
            + #""detail":\#(detail),"registers":[],"points":[]}}"#
        let (run, _) = run(["read", "b", "--unit", "2", "input", "0"], reply)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains(text) && run.errors.contains("'hallctl bus trace b'"), "\(run.errors)")
        let (json, _) = self.run(["read", "b", "--unit", "2", "input", "0", "--json"], reply)
        #expect(json.status == 1 && json.output.contains(#""outcome":"\#(outcome)""#))
    }

    // MARK: Scan

    private func found(_ unit: Int, _ verdict: String, device: String = "null", profiles: String = "") -> String {
        #"{"unit":\#(unit),"baud":9600,"format":"8N1","device":\#(device),"profile":\#(device),"onlyRefuses":false,"#
            + #""profiles":[\#(profiles)],"verdict":"\#(verdict)"}"#
    }

    private func news(_ done: Int, _ found: String = "", ended: String = "null", detail: String = "null") -> String {
        #"{"done":\#(done),"of":10,"found":[\#(found)],"outcome":\#(ended),"detail":\#(detail)}"#
    }

    @Test func `a search shows how far it is, whom it found and what the configuration says`() {
        let replies = [
            news(0), news(2), news(2), news(5, found(3, "asPlanned", device: #""c""#, profiles: #""xy-md02""#)),
            news(9, found(8, "notInPlan", profiles: #""a","b""#)), news(10, ended: #""complete""#),
        ]
        let (run, call) = run(["scan", "b", "--from", "1", "--to", "10"], stream(replies))
        #expect(run.status == 0)
        #expect(
            run.output.split(separator: "\n") == [
                "asked 0 of 10, found 0", "asked 2 of 10, found 0", "unit 3 at 9600 8N1  xy-md02  is c (c)",
                "asked 5 of 10, found 1", "unit 8 at 9600 8N1  a, b  not in the configuration",
                "asked 9 of 10, found 2", "Asked 10 times, found 2.",
            ])
        #expect(call.contains(#""method":"org.halld.Bus.Scan""#) && call.contains(#""from":1"#))
        #expect(!call.contains("interrupt"))
        let (json, _) = self.run(["scan", "b", "--json"], stream(replies))
        #expect(json.output.split(separator: "\n").count == 6)
        let (bar, other) = self.run(
            ["scan", "b", "--interrupt", "--reason", "new"], stream(replies), terminal: true)
        #expect(bar.output.contains("█") && bar.output.contains("\u{1B}[2K"))
        #expect(other.contains(#""interrupt":true"#) && other.contains(#""reason":"new""#))
    }

    @Test(arguments: [
        ("portClosed", #""portMissing""#, "the bus is not open (its port does not exist)"),
        ("refused", "null", "another search is under way"), ("stopped", "null", "the search was ended"),
        ("busy", "null", "too much is asked on this bus already"),
    ])
    func `a search that does not come to its end fails and says why`(ended: String, detail: String, text: String) {
        let (run, _) = run(["scan", "b"], stream([news(0), news(3, ended: "\"\(ended)\"", detail: detail)]))
        #expect(run.status == 1 && run.errors.contains(text), "\(run.errors)")
    }

    // MARK: Figures

    @Test func `one wire is shown with its devices, and who disturbs it`() {
        let reply =
            #"{"parameters":{"buses":[{"id":"b","isOpen":true,"opens":1,"refusals":0,"losses":0,"bytesIn":1,"bytesOut":1,"#
            + #""bytesWaiting":0,"overflows":0,"requests":9,"timeouts":2,"garbled":0,"exceptions":0,"utilisation":31,"#
            + #""lastError":null,"errors":0,"ageP50Milliseconds":950,"ageP99Milliseconds":2540,"savedRequests":12,"#
            + #""savedMilliseconds":345,"failingPercent":4,"culprit":{"kind":"noise","unit":null,"devices":["c"]},"#
            + #""units":[{"device":"c","unit":2,"asked":9,"answered":7,"timeouts":2,"garbled":0,"exceptions":0,"#
            + #""ageP50Milliseconds":null,"ageP99Milliseconds":null,"longestThoughtMilliseconds":18,"isFailing":true}]}]}}"#
        let (run, call) = run(["stats", "b"], reply)
        #expect(run.status == 0 && call.contains(#""bus":"b""#))
        for text in ["31 %", "4 %", "950 ms / 2.5 s", "12, 345 ms", "18 ms", "likely from c"] {
            #expect(run.output.contains(text), "\(text): \(run.output)")
        }
        let (zh, _) = self.run(["stats", "b", "--lang", "zh"], reply)
        #expect(zh.output.contains("12 次，345 ms") && zh.output.contains("可能来自 c"))
    }
}
