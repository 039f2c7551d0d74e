import HallAPI
import HallModel
import HallStore
import Synchronization
import Testing

@testable import HallConsole

@Suite struct ViewTests {
    private func shown(_ language: Language, terminal: Bool = false, _ show: (Console) -> Void) -> String {
        let lines = Mutex([String]())
        let surroundings = Surroundings(
            environment: [:], isTerminal: terminal, output: { line in lines.withLock { $0.append(line) } },
            errors: { _ in })
        show(Console(language: language, json: false, socket: "", surroundings: surroundings))
        return lines.withLock { $0.joined(separator: "\n") }
    }

    private let queue = QueueView(
        services: [
            .init(
                id: "household", name: "户籍", prefix: "A", waiting: 2, oldestWaitSeconds: 754, estimatedWaitSeconds: 600),
            .init(id: "tax", name: "Tax", prefix: "C", waiting: 0, oldestWaitSeconds: nil),
        ],
        windows: [
            WindowView(id: "1", name: "综合窗口", state: "serving", serving: "A016"),
            WindowView(id: "12", name: "税务", state: "paused", serving: nil, reason: "喝水"),
            WindowView(id: "13", name: "新", state: "resting", serving: nil),
        ],
        waiting: [
            .init(
                number: "A017", service: "household", serviceName: "户籍", priority: "elder",
                since: "2026-11-21T09:05:07+08:00",
                printed: "proven"),
            .init(
                number: "A018", service: "household", priority: "ordinary", since: "2026-11-21T09:06:00+08:00",
                printed: "failed", estimatedWaitSeconds: 300),
        ])

    @Test func `the queue in Chinese stands in columns`() throws {
        let text = shown(.zh) { $0.show(queue) }
        #expect(
            text == """
                前缀  事项  编号       等候  最长等候  预计等候
                A     户籍  household  2     00:12:34  00:10:00
                C     Tax   tax        0     –         –

                窗口  名称      状态      当前号码  原因
                1     综合窗口  办理中    A016
                12    税务      暂停服务  –         喝水
                13    新        resting   –

                号码  事项  人群    时间            预计等候  打印
                A017  户籍  老年人  11-21 09:05:07  –         已打印
                A018  户籍  普通    11-21 09:06:00  00:05:00  未打印
                """)
    }

    @Test func `the queue in English stands in columns`() throws {
        let text = shown(.en) { $0.show(queue) }
        #expect(
            text.hasPrefix(
                """
                PREFIX  SERVICE  ID         WAITING  OLDEST WAIT  EXPECTED WAIT
                A       户籍     household  2        00:12:34     00:10:00
                C       Tax      tax        0        –            –

                WINDOW  NAME      STATE    SERVING  REASON
                1       综合窗口  serving  A016
                """))
        #expect(text.contains("A018    户籍     ordinary  11-21 09:06:00  00:05:00       failed"))
    }

    @Test func `kinds of windows and numbers that are left stand where the hall has them`() {
        var limited = queue
        limited.services[0].numbersLeft = 7
        limited.windows[0].kind = "professional"
        limited.windows[0].area = "不动产"
        limited.windows[1].kind = "fee"
        let text = shown(.zh) { $0.show(limited) }
        for line in [
            "前缀  事项  编号       等候  最长等候  预计等候  余号", "A     户籍  household  2     00:12:34  00:10:00  7",
            "C     Tax   tax        0     –         –         –", "1     综合窗口  专业（不动产）  办理中    A016",
            "12    税务      收费            暂停服务  –         喝水",
        ] { #expect(text.contains(line), "\(text)") }
        #expect(shown(.en) { $0.show(limited) }.contains("professional (不动产)"))
    }

    @Test func `a device without an answer says so`() throws {
        let device = DeviceView(
            id: "kiosk-printer", kind: "escpos-printer", profile: "generic-escpos-80", bus: "kiosk", zone: "waiting",
            label: "PR-01", presence: "offline", lastSeen: nil, errors: 2, detail: "portMissing",
            printer: PrinterView(
                paper: "out", coverOpen: true, cutterError: false, unrecoverableError: false, offline: true))
        #expect(
            shown(.zh) { $0.show([device]) } == """
                编号           状态  类型        总线   区域     标签   最近应答  错误  说明
                kiosk-printer  离线  号票打印机  kiosk  waiting  PR-01  从未      2     端口不存在
                """)
        let sheet = shown(.en) { $0.show(device) }
        #expect(sheet.contains("LAST SEEN  never"))
        #expect(sheet.contains("PRINTER    out of paper, cover open, off line"))
        #expect(shown(.en) { $0.show([DeviceView]()) } == "No device matches.")
    }

    @Test func `an alarm says what to do`() throws {
        let alarm = AlarmView(
            id: "kiosk-printer.paper-out", name: "paper-out", state: "unacknowledged", priority: "high",
            since: "2026-11-21T09:05:07+08:00", device: "kiosk-printer", zone: nil, text: "打印机缺纸", cause: "纸卷用完。",
            consequence: "不能取号。", response: "装入新纸卷。", acknowledgedBy: "clerk\u{1B}[31m")
        #expect(
            shown(.zh) { $0.show([alarm]) } == """
                高  未确认  11-21 09:05:07  kiosk-printer.paper-out  打印机缺纸
                    原因    纸卷用完。
                    影响    不能取号。
                    处理    装入新纸卷。
                    确认人  clerk [31m
                """)
        #expect(shown(.zh) { $0.show([AlarmView]()) } == "没有报警。")
    }

    @Test func `a ticket's story names the rule and what it looked at`() throws {
        let story = WhyTicket.Reply(
            id: "2026-11-21/A017", ticket: nil,
            events: [
                EventView(kind: "ticket-taken", at: "2026-11-21T09:05:07+08:00", by: "kiosk-1"),
                EventView(
                    kind: "print-settled", at: "2026-11-21T09:05:09+08:00", outcome: "proven"),
                EventView(
                    kind: "ticket-called", at: "2026-11-21T09:15:00+08:00", by: "device:w1-caller", window: "1",
                    rule: "first-taken",
                    inputs: [
                        .init(name: "serves", value: "household,tax", names: "户籍,税务"),
                        .init(name: "waiting", value: "3"), .init(name: "skipped", value: "A003,A004"),
                        .init(name: "moon", value: "full"),
                    ]),
                EventView(kind: "some-new-fact", at: "never", reason: "gone \u{7}home"),
            ])
        #expect(
            shown(.en) { $0.show(story) } == """
                2026-11-21/A017
                TIME            EVENT          BY                WINDOW  DETAIL
                11-21 09:05:07  taken          kiosk-1           –
                11-21 09:05:09  print ended    –                 –       proven by the printer
                11-21 09:15:00  called         caller w1-caller  1       rule: first taken, first called; \
                the window serves: 户籍, 税务; waiting: 3; passed over, not on paper yet: A003, A004; moon: full
                never           some-new-fact  –                 –       gone  home
                """)
        let chinese = shown(.zh) { $0.show(story) }
        #expect(
            chinese.contains(
                "呼叫器 w1-caller  1     规则：先取号者先叫；窗口办理：户籍，税务；等候：3；跳过（尚未出票）：A003，A004；moon：full"))
    }

    @Test func `why a number still waits is said in words`() {
        let call = WhyCall.Reply(
            verdict: "waiting", ticket: "A017",
            inputs: [
                .init(name: "ahead", value: "2"), .init(name: "printed", value: "pending"),
                .init(name: "callable", value: "no"), .init(name: "windows", value: "1 serving, 12 paused"),
            ])
        #expect(
            shown(.en) { $0.show(call) } == """
                A017 still waits.
                waiting before it      2
                print                  pending
                may be called          no
                windows that serve it  1 serving, 12 paused
                """)
        #expect(
            shown(.zh) { $0.show(call) } == """
                A017 仍在等候。
                前面等候  2
                打印      打印中
                可以叫号  否
                办理窗口  1 办理中，12 暂停服务
                """)
    }

    @Test func `why a number was called says the rule and the time in words`() {
        let call = WhyCall.Reply(
            verdict: "called", ticket: "A017", window: "1", at: "2026-11-21T09:05:07+08:00", by: "device:w1-caller",
            rule: "first-taken", inputs: [.init(name: "taken", value: "2026-11-21T08:05:07+08:00")])
        #expect(
            shown(.zh) { $0.show(call) } == """
                A017 已叫到 1 号窗口。
                时间      11-21 09:05:07
                操作者    呼叫器 w1-caller
                规则      先取号者先叫
                取号时间  11-21 08:05:07
                """)
    }

    @Test func `a newer daemon's codes are shown as they came`() {
        let call = WhyCall.Reply(
            verdict: "called", ticket: "A017", window: "1", at: "t", by: "root", rule: "last-taken",
            inputs: [.init(name: "printed", value: "smudged"), .init(name: "windows", value: "1")])
        let text = shown(.en) { $0.show(call) }
        #expect(text.contains("last-taken") && text.contains("smudged"))
    }

    @Test func `every input that the hall gives has a name`() {
        #expect(
            Set(InputWord.allCases.map(\.rawValue)).isSuperset(of: [
                "serves", "waiting", "oldest", "order", "taken", "skipped", "ahead", "printed", "callable", "windows",
            ]))
        let serial = SerialSettings(baud: 9600)
        let kinds: [Profile.Settings] = [
            .escposPrinter(.init(dotsAcross: 576, charset: .gb18030, proof: .auto, cut: .full, qr: true)),
            .alphaDisplay(.init(checksum: true, assertEverySeconds: 60)),
            .modbusRegisters(RegisterMap(registers: [])),
        ]
        for settings in kinds {
            let profile = Profile(
                id: "x", vendor: "V", model: "M", source: "none", trust: .unconfirmed, serial: serial,
                settings: settings, examples: [])
            #expect(DeviceKindWord(rawValue: profile.kind) != nil)
        }
    }

    @Test func `one of a thing is one, and a number nobody is before says so`() {
        #expect(ConsoleText.busLine(devices: 1, offline: 0).bilingual.en == "1 device, 0 offline")
        let paperless = CodeText.slip(.paperless)
        func taken(_ ahead: Int, _ language: Language, wait: String? = nil) -> String {
            ConsoleText.taken(number: "A002", ahead: ahead, wait: wait, slip: paperless.text(language))
                .text(language)
        }
        #expect(taken(0, .en) == "A002: nobody waits before it, no paper (paperless)")
        #expect(taken(1, .en) == "A002: 1 waits before it, no paper (paperless)")
        #expect(taken(0, .zh) == "A002：前面无人等候，无纸质号票")
        #expect(
            taken(2, .en, wait: "00:05:00") == "A002: 2 wait before it, expected wait 00:05:00, no paper (paperless)")
        #expect(taken(2, .zh, wait: "00:05:00") == "A002：前面等候 2 人，预计等候 00:05:00，无纸质号票")
        #expect(taken(0, .en, wait: "00:00:00") == "A002: nobody waits before it, no paper (paperless)")
    }

    @Test func `the hall's reasons are said in words, a person's as they are`() {
        let story = WhyTicket.Reply(
            id: "2026-11-21/A017", ticket: nil,
            events: [
                EventView(kind: "print-ordered", at: "x", device: "p", reason: PrintOrdered.Reason.proofLost.rawValue),
                EventView(kind: "ticket-cancelled", at: "x", by: "root", reason: "taken"),
            ])
        let text = shown(.zh) { $0.show(story) }
        #expect(text.contains("p；补打：上次打印未得到证实"))
        #expect(text.hasSuffix("taken"))
    }

    @Test func `colour is for terminals only, and nothing else steers them`() throws {
        let window = WindowView(id: "1\u{1B}]0;x\u{7}", name: "a\u{9B}31m\nb", state: "paused", serving: nil)
        let plain = shown(.en) { $0.show([window]) }
        #expect(!plain.unicodeScalars.contains { $0.isControl && $0 != "\n" })
        #expect(plain.split(separator: "\n").count == 2)
        let coloured = shown(.en, terminal: true) { $0.show([window]) }
        let escapes = coloured.replacing(try Regex("\u{1B}\\[[0-9]+m"), with: "")
        #expect(coloured.contains("\u{1B}[33mpaused"))
        #expect(!escapes.unicodeScalars.contains { $0.isControl && $0 != "\n" })
    }

    @Test(arguments: [
        ("A017", 4), ("户籍", 4), ("综合A1", 6), ("ｆｕｌｌ", 8), ("e\u{301}", 1), ("。，", 4), ("–", 1), ("𠀀", 2), ("", 0),
        ("한국", 4), ("🎫", 2),
    ])
    func `width is counted in columns of a terminal`(_ text: String, _ columns: Int) {
        #expect(text.columns == columns)
        #expect(text.padded(to: 10).columns == 10)
    }

    @Test func `every fact has a word, and every code its text`() {
        let kinds = FactCoding.forms.map(\.kind)
        #expect(kinds.count > 30)
        #expect(Set(kinds + ["device-changed"]) == Set(EventWord.allCases.map(\.rawValue)))
    }
}
