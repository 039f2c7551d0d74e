import HallConsole
import HallModel
import Testing

@Suite(.serialized) struct ProgramTests {
    static let status = """
        {"parameters":{"hall":"某某县政务服务中心","day":"2026-11-21","uptimeSeconds":93784,\
        "devices":{"online":3,"offline":1,"absent":0,"disabled":0,"unknown":1},\
        "alarms":{"active":2,"unacknowledged":1},"queue":{"waiting":5,"serving":2},\
        "buses":[{"id":"kiosk","wire":"serial","path":"/dev/hall/kiosk","devices":2,"offline":1}],"later":[1]}}
        """

    @Test func `help exits with 0, everywhere`() {
        for arguments in [
            ["--help"], ["-h"], ["help"], [], ["status", "--help"], ["ticket"], ["ticket", "--help"],
            ["ticket", "take", "--help"], ["window", "--help"], ["why", "call", "--help"], ["profile", "test", "-h"],
            ["--lang", "zh", "--help"], ["help", "alarm", "ack"], ["--json", "ticket"], ["--json", "--socket", "x"],
        ] {
            let run = ConsoleRun(arguments)
            #expect(run.status == 0, "\(arguments)")
            let usage = arguments.contains("zh") ? "用法： hallctl" : "USAGE: hallctl"
            #expect(run.output.contains(usage), "\(arguments): \(run.output)")
            #expect(run.errors.isEmpty)
        }
    }

    @Test func `wrong usage exits with 64 and says what to do`() {
        for arguments in [
            ["--no-such-option"], ["nothing"], ["ticket", "show"], ["window", "1"], ["window", "1", "dance"],
            ["status", "more"], ["--lang", "fr", "status"], ["ticket", "take", "a", "--class", "king"], ["device"],
        ] {
            let run = ConsoleRun(arguments)
            #expect(run.status == 64, "\(arguments)")
            #expect(run.output.isEmpty)
            #expect(run.errors.hasPrefix("hallctl: "), "\(arguments): \(run.errors)")
            #expect(run.errors.contains(": see 'hallctl ") && run.errors.hasSuffix("--help'"), "\(run.errors)")
            #expect(!run.errors.contains("\n"))
        }
    }

    @Test(
        arguments: [
            (["bogus"], "unknown command 'bogus': see 'hallctl --help'", "未知命令“bogus”：查看 hallctl --help"),
            (["--json", "bogus"], "unknown command 'bogus': see 'hallctl --help'", "未知命令“bogus”：查看 hallctl --help"),
            (
                ["ticket", "tear"], "unknown command 'tear': see 'hallctl ticket --help'",
                "未知命令“tear”：查看 hallctl ticket --help"
            ),
            (
                ["ticket", "show"], "missing argument '<number>': see 'hallctl ticket show --help'",
                "缺少参数“<number>”：查看 hallctl ticket show --help"
            ),
            (
                ["window", "1"], "missing argument '<verb>': see 'hallctl window --help'",
                "缺少参数“<verb>”：查看 hallctl window --help"
            ),
            (
                ["status", "more"], "unexpected argument 'more': see 'hallctl status --help'",
                "多余的参数“more”：查看 hallctl status --help"
            ),
            (
                ["status", "a", "b"], "unexpected argument 'a', 'b': see 'hallctl status --help'",
                "多余的参数“a”“b”：查看 hallctl status --help"
            ),
            (
                ["status", "--immediately"], "unknown option '--immediately': see 'hallctl status --help'",
                "未知选项“--immediately”：查看 hallctl status --help"
            ),
            (
                ["status", "--jsn"], "unknown option '--jsn', did you mean '--json': see 'hallctl status --help'",
                "未知选项“--jsn”，是否指“--json”：查看 hallctl status --help"
            ),
            (
                ["status", "--json=1"], "'--json' takes no value, but '1' was given: see 'hallctl status --help'",
                "“--json”不带值，却给了“1”：查看 hallctl status --help"
            ),
            (
                ["alarm", "ack", "x", "--reason"],
                "missing value for '--reason <text>': see 'hallctl alarm ack --help'",
                "“--reason <text>”缺少值：查看 hallctl alarm ack --help"
            ),
            (
                ["ticket", "take", "a", "--class", "king"],
                "'king' is no value for '--class <class>', there are ordinary, elder, disabled, pregnant, military: "
                    + "see 'hallctl ticket take --help'",
                "“--class <class>”的值“king”无效，可用的有 ordinary、elder、disabled、pregnant、military："
                    + "查看 hallctl ticket take --help"
            ),
            (
                ["window", "1", "dance"],
                "'dance' is no value for '<verb>', there are open, close, call, recall, put-back, start, finish, no-show, park, "
                    + "pause, resume, transfer, assign, assist: see 'hallctl window --help'",
                "“<verb>”的值“dance”无效，可用的有 open、close、call、recall、put-back、start、finish、no-show、park、pause、resume、transfer、assign、assist："
                    + "查看 hallctl window --help"
            ),
        ] as [([String], String, String)])
    func `what is wrong and where help is, is said in both languages`(
        _ arguments: [String], _ english: String, _ chinese: String
    ) {
        #expect(ConsoleRun(arguments).errors == "hallctl: \(english)")
        #expect(ConsoleRun(["--lang", "zh"] + arguments).errors == "hallctl: \(chinese)")
        #expect(ConsoleRun(arguments, environment: ["LANG": "zh_CN.UTF-8"]).errors == "hallctl: \(chinese)")
    }

    @Test func `an unknown language is told, not dropped`() {
        #expect(
            ConsoleRun(["--lang", "fr", "status"]).errors
                == "hallctl: 'fr' is no value for '--lang <zh|en>', there are zh, en: see 'hallctl status --help'")
    }

    @Test func `the version needs no daemon`() {
        for arguments in [["--version"], ["--lang", "zh", "--version"], ["--json", "--version"]] {
            let run = ConsoleRun(arguments)
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output == "hallctl \(ProductVersion.current)")
        }
    }

    @Test func `without a daemon it fails with one line in the language of the user`() {
        let english = ConsoleRun(["--socket", "/nowhere/halld.sock", "status"], patience: .zero)
        #expect(english.status == 1)
        #expect(english.errors.hasPrefix("hallctl: nobody answers at /nowhere/halld.sock: "))
        let chinese = ConsoleRun(
            ["status"], environment: ["LANG": "zh_CN.UTF-8", "HALLD_SOCKET": "/nowhere/other.sock"], patience: .zero)
        #expect(chinese.errors.hasPrefix("hallctl: /nowhere/other.sock 无人应答"))
    }

    @Test func `global options may stand before and behind the command`() {
        let forms = [
            ["--socket", "S", "--json", "status"], ["status", "--json", "--socket", "S"],
            ["--json", "status", "--socket=S"], ["--socket=S", "status", "--json"],
        ]
        for form in forms {
            let server = CannedServer([Self.status])
            let run = ConsoleRun(form.map { $0.replacing("S", with: server.path) })
            #expect(run.status == 0, "\(form): \(run.errors)")
            #expect(run.output.contains(#""waiting":5"#))
        }
    }

    @Test func `JSON is one line with every field of the reply, also those of a newer daemon`() {
        let server = CannedServer([Self.status])
        let run = ConsoleRun(["--socket", server.path, "--json", "status"])
        #expect(!run.output.contains("\n"))
        #expect(run.output.contains(#""later":[1]"#))
        #expect(run.output.contains(#""hall":"某某县政务服务中心""#))
        #expect(server.calls == [#"{"method":"org.halld.Hall.Status","parameters":{}}"#])
    }

    @Test func `status at a glance, in both languages`() {
        let english = CannedServer([Self.status])
        #expect(
            ConsoleRun(["--socket", english.path, "status"]).output == """
                HALL       某某县政务服务中心
                DAY        2026-11-21
                UP         1 d 02:03:04
                DEVICES    3 online, 1 offline, 1 unknown
                ALARMS     2 active, 1 unacknowledged
                QUEUE      5 waiting, 2 at windows
                BUS kiosk  /dev/hall/kiosk  2 devices, 1 offline
                """)
        let chinese = CannedServer([Self.status])
        #expect(
            ConsoleRun(["--socket", chinese.path, "--lang", "zh", "status"]).output == """
                大厅        某某县政务服务中心
                服务日      2026-11-21
                已运行      1 天 02:03:04
                设备        3 在线，1 离线，1 未知
                报警        2 条活动，1 条未确认
                排队        5 人等候，2 人在窗口
                总线 kiosk  /dev/hall/kiosk  2 台设备，1 台离线
                """)
    }

    @Test func `a command that loses its connection is repeated with the same key`() throws {
        let ticket = """
            {"parameters":{"id":"2026-11-21/A017","number":"A017","service":"household","class":"ordinary",\
            "stage":"waiting","window":null,"ahead":3,"estimatedWaitSeconds":null,"printed":"pending","reprints":0,\
            "since":"2026-11-21T09:05:07+08:00","calledAt":null,"startedAt":null,"takenBy":"root"}}
            """
        let busy =
            #"{"error":"org.halld.Queue.Busy","parameters":{"message":{"zh":"忙","en":"busy"},"remedy":{"zh":"等","en":"wait"}}}"#
        let server = CannedServer([nil, busy, ticket])
        let run = ConsoleRun(["--socket", server.path, "ticket", "take", "household", "--class", "elder"])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output == "A017: 3 wait before it, its ticket is being printed")
        #expect(server.calls.count == 3)
        #expect(Set(server.calls).count == 1)
        #expect(try #require(server.calls.first).contains("idempotencyKey"))
        let other = CannedServer([ticket])
        _ = ConsoleRun(["--socket", other.path, "ticket", "take", "household", "--class", "elder"])
        #expect(other.calls.first != server.calls.first, "another invocation is another key")
    }

    @Test func `a refusal is one line on standard error and exit status 1`() {
        let refused = """
            {"error":"org.halld.Windows.Refused","parameters":{"code":"nobodyCalled",\
            "message":{"zh":"窗口 1 没有已叫的号码","en":"nobody is called at window 1\\u001b[2J"},\
            "remedy":{"zh":"请先叫号","en":"call first"}}}
            """
        let english = CannedServer([refused])
        let run = ConsoleRun(["--socket", english.path, "window", "1", "recall"])
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        #expect(run.errors == "hallctl: nobody is called at window 1 [2J: call first")
        let chinese = CannedServer([refused])
        #expect(
            ConsoleRun(["--socket", chinese.path, "--lang=zh", "window", "1", "recall"]).errors
                == "hallctl: 窗口 1 没有已叫的号码：请先叫号")
    }

    @Test func `a watch goes on behind the last change it showed`() {
        func change(_ sequence: Int) -> String {
            """
            {"continues":true,"parameters":{"position":{"epoch":"e","sequence":\(sequence)},"resumed":null,\
            "snapshot":null,"change":{"kind":"device-changed","at":"2026-11-21T09:05:07+08:00","subject":"p",\
            "by":null,"reason":null,"ticket":null,"window":null,"alarm":null,"device":null}}}
            """
        }
        let server = CannedServer([
            change(1) + "\0" + change(2) + CannedServer.closing, nil, change(3) + CannedServer.closing,
        ])
        let run = ConsoleRun(["--socket", server.path, "watch"], patience: .milliseconds(300))
        #expect(run.status == 1, "the server went away for good")
        #expect(run.output == Array(repeating: "11-21 09:05:07  device changed  p", count: 3).joined(separator: "\n"))
        #expect(server.calls.count == 3)
        #expect(server.calls.first?.contains("position") == false)
        for call in server.calls.dropFirst() {
            #expect(call.contains(#""position":{"epoch":"e","sequence":2}"#))
        }
        #expect(server.calls.allSatisfy { $0.contains(#""more":true"#) })
    }

    @Test func `a reply that is none of ours fails and does not trap`() {
        for nonsense in ["{}", "[]", "nonsense", #"{"parameters":{"hall":7}}"#, #"{"error":"X"}"#] {
            let server = CannedServer([nonsense])
            let run = ConsoleRun(["--socket", server.path, "status"], patience: .zero)
            #expect(run.status == 1, "\(nonsense)")
            #expect(run.errors.hasPrefix("hallctl: "))
        }
    }

    @Test func `profiles are listed, checked and tested without a daemon`() {
        let hardware = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/Hardware"
        for command in ["list", "check", "test"] {
            let run = ConsoleRun(["profile", command, "--hardware", hardware])
            #expect(run.status == 0, "\(command): \(run.output) \(run.errors)")
            #expect(!run.output.isEmpty)
            let json = ConsoleRun(["--json", "profile", command, "--hardware", hardware])
            #expect(json.status == 0)
            #expect(json.output.hasPrefix("{") && !json.output.contains("\n"))
        }
        let missing = ConsoleRun(["profile", "show", "no-such", "--hardware", hardware])
        #expect(missing.status == 1)
        #expect(missing.errors.hasPrefix("hallctl: there is no profile 'no-such': "))
        #expect(ConsoleRun(["profile", "list", "--hardware", "/nowhere"]).status == 1)
    }
}
