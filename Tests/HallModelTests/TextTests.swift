import HallModel
import Testing

@Suite("Texts")
struct TextTests {
    static let refusals: [Refusal] = [
        .noSuchService("dogs", known: ["household", "tax"]), .noSuchWindow("9", known: ["1", "2"]),
        .noSuchKiosk("k", known: []), .noSuchTicket("A001"), .noSuchAlarm("hall.paper-out"),
        .windowNotOpen("1", .paused), .windowNotOpen("1", .closed), .calledTicketPending("1", TicketNumber("A001")),
        .nobodyCalled("1"), .nobodyServed("1"), .windowBusy("1", TicketNumber("A001")),
        .ticketClosed(TicketNumber("A001"), "finished"), .ticketAtWindow(TicketNumber("A001"), "1"), .noPrinter,
        .printPending(TicketNumber("A001")), .storeUnavailable, .busy, .alreadyAcknowledged("hall.plan-refused"),
        .noSuchPoint("a.b", known: ["a.c"]), .notWritable("a.b"), .badValue("x", point: "a.b", allowed: "on, off"),
        .limitForbids("a.b", citation), .seasonUnknown("a.b", mode: "a.mode"), .seasonUnknown("a.b", mode: nil),
        .hallClosed(.lowBattery), .nothingToRate("1"),
        .alreadyRated(TicketNumber("A001")), .noSuchLevel("9"), .alarmState("hall.plan-refused", .shelved),
        .badDuration(seconds: 1, allowed: "60 s"), .noteRequired("ticket.2026-11-21.A001.bad-rating"),
        .recordContradicts(TicketNumber("A001"), "1"),
        .noSuchOperator("x", known: ["wang"]), .nobodyHasUser("clerk"), .nobodySignedOn("1"),
        .notSignedOn("wang", "1"), .mayNotCover("li", "1"), .visitorAtWindow("wang", "1", TicketNumber("A001")),
        .noAssist("1"), .badMessage, .tooManyMessages(perMinute: 6),
        .numbersUsedUp("tax", last: 499), .contingentUsedUp("tax", 120), .noSuchAppointment("W-1"),
        .appointmentUsed("W-1", TicketNumber("A001")), .appointmentForOther("W-1", "tax"),
        .appointmentTooEarly("W-1", from: "2026-11-21 09:45"), .appointmentTooLate("W-1", until: "2026-11-21 10:15"),
    ]

    @Test func `every refusal says what to do, in both languages, after a colon`() {
        for refusal in Self.refusals {
            #expect(refusal.text(.en).contains(": "), "\(refusal.code)")
            #expect(refusal.text(.zh).contains("："), "\(refusal.code)")
        }
        #expect(Set(Self.refusals.map(\.code)).count == Self.refusals.count - 2)
    }

    @Test func `an unknown name is answered with the known ones, not with all of a thousand`() {
        #expect(Self.refusals[0].text(.en) == "no service dogs: there are household, tax")
        #expect(Self.refusals[0].text(.zh) == "没有事项 dogs：可用的有 household、tax")
        let many = Refusal.noSuchWindow("x", known: (1...1000).map(String.init)).text(.en)
        #expect(many.hasSuffix("19, 20, …"))
    }

    @Test func `a ticket that is over is refused with how it ended, in the reader's language`() {
        let refusal = Refusal.ticketClosed(TicketNumber("A001"), "no-show")
        #expect(refusal.text(.zh).contains("过号"))
        #expect(refusal.text(.en).contains("did not come"))
    }

    @Test func `control characters of a name never come back to a terminal`() {
        let told = Refusal.noSuchService("x\u{1B}[31m", known: ["a\u{7}"]).bilingual
        let raised = Alarm(
            id: "hall.plan-refused", kind: .planRefused, device: "d\u{9B}", priority: .low,
            since: WallTime(seconds: 0), subject: "why\n\u{202E}"
        ).bilingual
        for text in [told.zh, told.en, raised.zh, raised.en] {
            #expect(text.unicodeScalars.allSatisfy { !$0.isControl })
        }
    }

    @Test func `every alarm has a cause, a consequence and a response in both languages`() {
        for kind in AlarmKind.allCases {
            let text = kind.text
            for part in [text.text, text.cause, text.consequence, text.response] {
                for language in Language.allCases { #expect(part[language].count >= 4, "\(kind) \(part)") }
                #expect(part.en.unicodeScalars.allSatisfy { $0.isASCII }, "\(kind) \(part.en)")
                #expect(part.zh.unicodeScalars.contains { $0.value > 0x4E00 }, "\(kind) \(part.zh)")
            }
        }
    }

    @Test func `what was changed at a unit may be a person's doing, or an attempt that took effect unanswered`() {
        let text = AlarmKind.changedAtUnit.text
        for (language, words) in [(Language.zh, ["有人", "没有得到应答"]), (.en, ["Somebody", "not answered"])] {
            for word in words { #expect(text.cause[language].contains(word)) }
            #expect(text.response[language].contains("hallctl why point"))
        }
    }

    @Test func `an alarm says where, and a refused plan says why`() {
        let paper = Alarm(
            id: "kiosk-1-printer.paper-out", kind: .paperOut, device: "kiosk-1-printer", priority: .high,
            since: WallTime(seconds: 0))
        #expect(paper.text(.zh) == "打印机缺纸 (kiosk-1-printer)")
        let plan = Alarm(
            id: "hall.plan-refused", kind: .planRefused, device: nil, priority: .low, since: WallTime(seconds: 0),
            subject: PlanRefusal.windowOccupied("3").code)
        #expect(plan.text(.en).contains("window 3 is removed while somebody is at it"))
    }

    static func raised(
        _ kind: AlarmKind, about: AlarmSource, subject: String? = nil, value: String? = nil, limit: LimitCitation? = nil
    ) -> Alarm {
        var alarm = Alarm(
            id: Alarm.id(kind, about: about), kind: kind, device: about.device, priority: .high,
            since: WallTime(seconds: 0), subject: subject)
        alarm.about = about
        alarm.value = value
        alarm.limit = limit
        return alarm
    }

    static let citation: LimitCitation = {
        let limit = Limit(
            id: "cooling", meaning: .roomTemperature, relation: .notBelow, value: Quantity(26), unit: .celsius,
            season: .cooling, verb: .shall, clauseZh: "夏季不低于 26 ℃", clauseEn: "26 or more in summer",
            confidence: .high, alarm: .roomOvercooled, onDelaySeconds: 600, deadBand: Quantity(0))
        let set = LimitSet(id: "site", nameZh: "规范", nameEn: "Standard", source: "x", limits: [limit])
        return LimitCitation(of: limit, in: set)
    }()

    static let lines: [(Alarm, String, String)] = [
        (
            raised(.roomOvercooled, about: .point("hall-air.temperature"), value: "24.8 °C", limit: citation),
            "制冷时室温过低 (hall-air.temperature)：24.8 °C，限值 26 °C（规范：夏季不低于 26 ℃）",
            "Room is too cold while it is cooled (hall-air.temperature): 24.8 °C, "
                + "limit 26 °C (Standard: 26 or more in summer)"
        ),
        (raised(.onBattery, about: .device("ups")), "不间断电源正在用电池供电 (ups)", "UPS runs from its battery (ups)"),
        (
            raised(.upsFault, about: .device("ups"), subject: "RB OVER NEW"), "不间断电源故障 (ups)：电池需更换、过载、NEW",
            "UPS has a fault (ups): battery must be replaced, overload, NEW"
        ),
        (
            raised(.onBattery, about: .device("ups"), value: "OB DISCHRG"),
            "不间断电源正在用电池供电 (ups)：OB DISCHRG", "UPS runs from its battery (ups): OB DISCHRG"
        ),
        (
            raised(.autonomyShort, about: .device("ups"), value: "OL LB"),
            "不间断电源可供电时间不足 (ups)：电池电量低（OL LB）",
            "UPS could not carry the load for long enough (ups): battery is low (OL LB)"
        ),
        (
            raised(.autonomyShort, about: .device("ups"), value: "600 s"), "不间断电源可供电时间不足 (ups)：600 s",
            "UPS could not carry the load for long enough (ups): 600 s"
        ),
        (
            raised(.doorOpen, about: .point("panel.door"), subject: "open"), "门没有关好 (panel.door)：断开",
            "Door is open (panel.door): open"
        ),
        (
            raised(.busDown, about: .bus("rs485-1"), subject: "port"), "总线不可用 (总线 rs485-1)：端口不可用",
            "Bus is down (bus rs485-1): its port cannot be used"
        ),
        (
            raised(.contact, about: .point("panel.help"), subject: "closed"), "触点报警 (panel.help)：闭合",
            "Contact is in its alarm state (panel.help): closed"
        ),
        (
            raised(.sensorFault, about: .point("air.co2"), subject: "outOfRange"),
            "传感器读数不可能 (air.co2)：超出可能的范围", "Sensor gives values that cannot be (air.co2): beyond what can be"
        ),
        (
            raised(
                .badRating,
                about: .ticket(
                    TicketID(day: CivilDate(year: 2026, month: 11, day: 21), number: TicketNumber("A017"))),
                subject: "3", value: "1"),
            "差评待回访 (号码 2026-11-21/A017)：窗口 3，1 非常不满意",
            "Bad rating to be followed up (ticket 2026-11-21/A017): window 3, 1 very bad"
        ),
    ]

    @Test func `A19: an alarm's line names its source, the value, and the limit with its clause`() {
        for (alarm, zh, en) in Self.lines {
            #expect(alarm.text(.zh) == zh)
            #expect(alarm.text(.en) == en)
        }
    }

    @Test func `nothing from outside steers a terminal through an alarm's line, whatever it is about`() {
        let evil = "x\u{1B}[31m\u{202E}\n"
        var cited = Self.citation
        cited.value = evil
        cited.clauseZh = evil
        cited.clauseEn = evil
        for kind in AlarmKind.allCases {
            for source: AlarmSource in [
                .hall, .device(DeviceID(evil)), .point(PointID(evil)), .bus(BusID(evil)), .window(WindowID(evil)),
                .ticket(TicketID(day: CivilDate(daysSince1970: 0), number: TicketNumber(evil))),
            ] {
                let alarm = Self.raised(kind, about: source, subject: evil, value: evil, limit: cited)
                for language in Language.allCases {
                    #expect(alarm.text(language).unicodeScalars.allSatisfy { !$0.isControl }, "\(kind)")
                }
            }
        }
    }

    @Test func `no two kinds of alarm are called the same`() {
        for language in Language.allCases {
            #expect(Set(AlarmKind.allCases.map { $0.text.text[language] }).count == AlarmKind.allCases.count)
        }
    }

    /// Every command that a text may send a person to.
    static let commands = [
        "hallctl status", "hallctl devices", "hallctl device", "hallctl alarms", "hallctl alarm ack",
        "hallctl points", "hallctl write", "hallctl bus stats",
        "hallctl ticket take", "hallctl ticket show", "hallctl ticket cancel", "hallctl ticket park",
        "hallctl ticket return", "hallctl ticket transfer", "hallctl ticket reprint", "hallctl appointment cancel",
        "hallctl queue", "hallctl window", "hallctl why ticket", "hallctl why call", "hallctl why point",
        "hallctl watch",
        "hallctl profile list", "hallctl profile show", "hallctl profile check", "hallctl profile test",
        "hallctl version", "hallctl reload", "halld check", "halld restore", "systemctl restart halld",
        "journalctl -u halld", "hallctl operator sign-on", "hallctl operator list", "hallctl assist answer",
        "hallctl assist list",
    ]

    @Test func `no alarm and no refusal sends a person to a command that does not exist`() {
        var texts = Self.refusals.map(\.bilingual)
        texts += Self.planRefusals.map(\.bilingual)
        for kind in AlarmKind.allCases {
            texts += [kind.text.text, kind.text.cause, kind.text.consequence, kind.text.response]
        }
        for text in texts.flatMap({ [$0.zh, $0.en] }) {
            var rest = text
            // The longest first, so that "hallctl device" leaves nothing of "hallctl devices".
            for command in Self.commands.sorted(by: { $0.count > $1.count }) {
                rest = rest.split(separator: command, omittingEmptySubsequences: false).joined()
            }
            #expect(!rest.contains("hallctl") && !rest.contains("halld") && !rest.contains("systemctl"), "\(text)")
        }
    }

    @Test func `every refused plan says how the mended one comes into force`() {
        for refusal in Self.planRefusals {
            for language in Language.allCases {
                #expect(refusal.text(language).contains("hallctl reload"), "\(refusal.code)")
            }
        }
        #expect(PlanRefusal.unreadable("/etc/x.yaml").text(.en).contains("halld check /etc/x.yaml"))
    }

    static let troubles: [StoreTrouble] = [
        .diskFull, .fileTooLarge, .readOnly, .ioError, .permission, .locked, .damaged, .other("SQLite 14"),
    ]

    @Test func `an alarm of the journal says why in the reader's language`() {
        func alarm(_ subject: String) -> Alarm {
            Alarm(
                id: "hall.journal-unavailable", kind: .journalUnavailable, device: nil, priority: .high,
                since: WallTime(seconds: 0), subject: subject)
        }
        #expect(alarm("disk-full").text(.zh) == "日志无法写入：磁盘空间已用完；请释放磁盘空间")
        #expect(
            alarm("disk-full").text(.en)
                == "The journal cannot be written: no space is left on the disk; free space on the disk")
        #expect(alarm("file-too-large").text(.en).contains("LimitFSIZE="))
        #expect(alarm("other SQLite 14").text(.zh).hasPrefix("日志无法写入：其他原因（SQLite 14）；"))
        #expect(alarm("something unheard of").text(.zh) == "日志无法写入：something unheard of")
        #expect(alarm("other \u{1B}[31m").text(.zh).hasPrefix("日志无法写入：其他原因（ [31m）；"))
        for trouble in Self.troubles {
            #expect(!alarm(trouble.code).text(.zh).contains(":"), "\(trouble.code)")
            #expect(alarm(trouble.code).text(.en).unicodeScalars.allSatisfy { $0.isASCII }, "\(trouble.code)")
        }
    }

    @Test func `the code of a store's trouble reads back`() {
        for trouble in Self.troubles { #expect(StoreTrouble(code: trouble.code) == trouble) }
        #expect(Set(Self.troubles.map(\.code)).count == Self.troubles.count)
        for code in ["", "other", "other ", "disk-fuller"] { #expect(StoreTrouble(code: code) == nil) }
    }

    static let planRefusals: [PlanRefusal] = [
        .serviceInUse("a"), .serviceUnserved("b"), .prefixInUse("c"), .windowOccupied("4"), .unreadable("/etc/x.yaml"),
        .operatorOccupied("wang"),
    ]

    @Test func `the code of a plan's refusal reads back`() {
        for refusal in Self.planRefusals { #expect(PlanRefusal(code: refusal.code) == refusal) }
        #expect(PlanRefusal(code: "") == nil)
        #expect(PlanRefusal(code: "service-in-use") == nil)
        #expect(PlanRefusal(code: "something-else x") == nil)
    }

    @Test func `a stage's word reads back, unless a window belongs to it`() {
        for stage in [Ticket.Stage.waiting, .finished, .noShow, .cancelled, .voided, .lapsed] {
            #expect(Ticket.Stage(word: stage.word) == stage)
        }
        #expect(Ticket.Stage(word: Ticket.Stage.serving("1").word) == nil)
    }

    @Test func `the parser's own words in a help text are Chinese where the rest is`() {
        let help = """
            OVERVIEW: 取一个号。OPTIONS: 不是标题

            USAGE: hallctl ticket take <service>
                   hallctl ticket take --help

            ARGUMENTS:
              <service>               事项编号。

            OPTIONS:
              --lang <zh|en>          输出语言。 (values: zh, en; default: zh)
              --version               Show the version.
              -h, --help              Show help information.

            SUBCOMMANDS:
              take                    取一个号。

              See 'hallctl help <subcommand>' for detailed help.
            """
        #expect(
            Language.zh.help(help) == """
                概述：取一个号。OPTIONS: 不是标题

                用法： hallctl ticket take <service>
                       hallctl ticket take --help

                参数：
                  <service>               事项编号。

                选项：
                  --lang <zh|en>          输出语言。 (可用：zh, en；缺省：zh)
                  --version               显示版本。
                  -h, --help              显示帮助。

                子命令：
                  take                    取一个号。

                  详细说明见 'hallctl help <subcommand>'。
                """)
        #expect(Language.en.help(help) == help)
    }
}
