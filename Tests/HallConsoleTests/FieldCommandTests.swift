import HallConsole
import HallModel
import Testing

/// The commands about points, alarms, ratings and wires: what they ask, and how they end.
@Suite(.serialized) struct FieldCommandTests {
    private func written(_ outcome: String, readBack: String = "24.5") -> String {
        #"{"parameters":{"point":"ac.set-point","value":26,"unit":"°C","outcome":"\#(outcome)","readBack":\#(readBack)}}"#
    }

    private func run(_ arguments: [String], _ answer: String) -> (run: ConsoleRun, call: String) {
        let server = CannedServer([answer])
        let run = ConsoleRun(["--socket", server.path] + arguments)
        return (run, server.calls.first ?? "")
    }

    @Test func `a write that is confirmed succeeds`() {
        let (run, call) = run(["write", "ac.set-point", "26", "--reason", "hot"], written("confirmed", readBack: "26"))
        #expect(run.status == 0 && run.errors.isEmpty)
        #expect(run.output == "ac.set-point: written, reads back 26 °C")
        #expect(call.contains(#""method":"org.halld.Devices.Write""#))
        #expect(call.contains(#""point":"ac.set-point","reason":"hot","value":"26""#))
        #expect(call.contains(#""idempotencyKey":""#))
    }

    @Test func `any other outcome fails and says what was read back`() {
        let (differs, _) = run(["write", "ac.set-point", "26", "--reason", "hot"], written("differs"))
        #expect(differs.status == 1 && differs.output.isEmpty)
        #expect(
            differs.errors == "hallctl: ac.set-point is not 26 °C (it has another value; it reads back 24.5 °C): "
                + "see 'hallctl why point ac.set-point'")
        let (silent, _) = run(
            ["--lang", "zh", "write", "ac.set-point", "26", "--reason", "热"], written("unanswered", readBack: "null"))
        #expect(silent.status == 1)
        #expect(
            silent.errors
                == "hallctl: ac.set-point 未写成 26 °C（设备无应答，是否写入不明，没有读回）：用 hallctl why point ac.set-point 查看")
        let (json, _) = run(["--json", "write", "ac.set-point", "26", "--reason", "hot"], written("differs"))
        #expect(json.status == 1)
        #expect(
            json.output
                == #"{"outcome":"differs","point":"ac.set-point","readBack":24.5,"unit":"°C","value":26}"#)
        let (unknown, _) = run(["write", "ac.set-point", "26", "--reason", "x"], written("exploded"))
        #expect(unknown.status == 1 && unknown.errors.contains("outcome unknown"))
    }

    @Test func `a write without a reason is wrong usage`() {
        let run = ConsoleRun(["write", "ac.set-point", "26"])
        #expect(run.status == 64)
        #expect(run.errors.contains("--reason") && run.errors.hasSuffix("see 'hallctl write --help'"))
    }

    @Test(arguments: [
        (["alarm", "shelve", "a.b", "--for", "30m", "--reason", "r"], #""id":"a.b","#, #""seconds":1800"#, "Shelve"),
        (["alarm", "shelve", "a.b"], #""id":"a.b","#, #""seconds":3600"#, "Shelve"),
        (["alarm", "unshelve", "a.b"], #""id":"a.b","#, #""language":"en""#, "Unshelve"),
        (["alarm", "out-of-service", "a.b", "--reason", "r"], #""inService":false"#, #""reason":"r""#, "SetService"),
        (["alarm", "in-service", "a.b"], #""inService":true"#, #""id":"a.b""#, "SetService"),
        (["alarm", "ack", "a.b"], #""id":"a.b""#, #""language":"en""#, "Acknowledge"),
    ])
    func `an alarm's verbs ask for what they say`(
        _ arguments: [String], _ one: String, _ other: String, _ method: String
    ) {
        let (run, call) = run(arguments, #"{"parameters":{"id":"a.b","state":"normal","alarm":null}}"#)
        #expect(run.status == 0 && run.output == "a.b is normal.")
        #expect(call.contains(one) && call.contains(other), "\(call)")
        #expect(call.contains("org.halld.Alarms.\(method)\""), "\(call)")
    }

    @Test func `a time that is none is wrong usage`() {
        for time in ["soon", "30", "500ms", "-1m"] {
            #expect(ConsoleRun(["alarm", "shelve", "a.b", "--for=\(time)"]).status == 64, "\(time)")
        }
    }

    @Test func `points that are watched come as one line of JSON a message`() {
        let point =
            #"{"id":"a.b","value":26.5,"decimals":1,"unit":"°C","quality":"good","missing":null,"#
            + #""at":"t","ageSeconds":1,"label":"","zone":null,"meaning":"other","writable":false}"#
        let server = CannedServer([
            #"{"parameters":{"points":[\#(point)]},"continues":true}"# + "\0"
                + #"{"parameters":{"points":[\#(point)]},"continues":false}"#
        ])
        let run = ConsoleRun(["--socket", server.path, "--json", "points", "a.*", "--watch"])
        #expect(run.status == 0)
        #expect(run.output.split(separator: "\n").count == 2)
        #expect(run.output.hasPrefix(#"{"points":[{"ageSeconds":1,"at":"t""#))
        #expect(server.calls[0].contains(#""more":true"#) && server.calls[0].contains(#""pattern":"a.*""#))
    }

    @Test func `a rating names whom it is for`() {
        let (run, call) = run(["rate", "1", "5"], #"{"parameters":{"number":"A001","window":"1","level":5}}"#)
        #expect(run.output == "A001 at window 1: rated 5")
        #expect(call.contains(#""level":"5""#) && call.contains(#""window":"1""#))
    }

    @Test func `discharges are asked for with a UPS and a time`() {
        let empty = #"{"parameters":{"discharges":[]}}"#
        let (run, call) = run(["discharges", "ups", "--last", "7d"], empty)
        #expect(run.status == 0 && run.output == "No UPS ran from its battery in this time.")
        #expect(call.contains(#""method":"org.halld.Record.Discharges""#))
        #expect(call.contains(#""ups":"ups""#) && call.contains(#""from":"20"#))
        #expect(ConsoleRun(["discharges", "--last", "soon"]).status == 64)
    }

    private func reloaded(_ outcome: String, reason: String = "null", problems: String = "") -> String {
        #"{"parameters":{"outcome":"\#(outcome)","code":null,"reason":\#(reason),"problems":[\#(problems)]}}"#
    }

    @Test func `a reload succeeds when the file is in force, and its warnings are told`() {
        let warning =
            #"{"file":"/etc/halld/hall.yaml","line":3,"column":5,"severity":"warning","text":"odd","remedy":""}"#
        let (adopted, call) = run(["reload"], reloaded("adopted", problems: warning))
        #expect(adopted.status == 0 && adopted.output == "The configuration is in force.")
        #expect(adopted.errors == "/etc/halld/hall.yaml:3:5: warning: odd")
        #expect(call.contains(#""method":"org.halld.Hall.Reload""#) && call.contains(#""language":"en""#))
        let (unchanged, _) = run(["--lang", "zh", "reload"], reloaded("unchanged"))
        #expect(unchanged.status == 0 && unchanged.output == "配置没有变化。" && unchanged.errors.isEmpty)
    }

    @Test func `a reload that is refused, or whose file has errors, fails and says why`() {
        let (refused, _) = run(["reload"], reloaded("refused", reason: #""visitors wait""#))
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(refused.errors == "hallctl: the changed configuration is not in force: visitors wait")
        let error =
            #"{"file":"hall.yaml","line":9,"column":1,"severity":"error","text":"unknown key 'x'","remedy":"drop it"}"#
        let (invalid, _) = run(["reload"], reloaded("invalid", problems: error))
        #expect(invalid.status == 1 && invalid.output.isEmpty)
        #expect(
            invalid.errors == "hall.yaml:9:1: error: unknown key 'x' (drop it)\n"
                + "hallctl: the configuration has errors and nothing was changed: "
                + "mend what is listed above, then run 'hallctl reload'")
        let (json, _) = run(["--json", "reload"], reloaded("invalid", problems: error))
        #expect(json.status == 1 && json.output.hasPrefix(#"{"code":null,"outcome":"invalid","problems":[{"#))
    }
}
