import Foundation
import Testing

/// The people at the counters of a hall, with the real programs.
@Suite(.serialized)
struct PeopleTests {
    /// A district whose file names people.
    private func hall() throws -> HallUnderTest {
        try HallUnderTest { folder in
            let hardware = Programs.repository.appendingPathComponent("Hardware")
            let file = folder.appendingPathComponent("hall.yaml")
            var text = try String(contentsOf: hardware.appendingPathComponent("Halls/district.yaml"), encoding: .utf8)
            text += """

                operators:
                  - {id: wang, name: 王某, post: 科员, department: 户政科, phone: "8012", number: "017"}
                  - {id: li, name: 李某, skills: [household]}

                """
            try text.write(to: file, atomically: true, encoding: .utf8)
            return (file, hardware)
        }
    }

    @Test func `nobody is called before somebody signs on; a cover takes the visitor over, also over a restart`() throws
    {
        let hall = try hall()
        _ = try hall.ask("ticket", "take", "household")
        try hall.wait("the kiosk's printer is done") {
            try hall.ask("ticket", "show", "A001").printed.string != "pending"
        }
        let early = try hall.hallctl(["--lang", "zh", "window", "1", "call"], json: false)
        #expect(early.status == 1 && early.errors.contains("没有人员登录"), "\(early.errors)")
        let on = try hall.ask("operator", "sign-on", "1", "wang")
        #expect(on.operator.string == "wang" && on.operatorName.string == "王某")
        #expect(try hall.ask("window", "1", "call").ticket.number.string == "A001")
        let off = try hall.hallctl(["--lang", "en", "operator", "sign-off", "1"], json: false)
        #expect(off.status == 1 && off.errors.contains("wang still has A001 at window 1"), "\(off.errors)")
        let cover = try hall.ask("operator", "sign-on", "1", "li")
        #expect(cover.operator.string == "li" && cover.standsInFor.array.map(\.string) == ["wang"])
        #expect(cover.serving.string == "A001")
        hall.killDaemon()
        try hall.startDaemon()
        let people = try hall.ask("operator", "list").operators.array
        #expect(people.map(\.window.string) == [nil, "1"] && people[0].coveredAt.string == "1")
        #expect(people[0].phone.string == "8012" && people[0].post.string == "科员")
        let queue = try hall.ask("queue")
        #expect(queue.windows[0].operator.string == "li")
        let why = try hall.hallctl(["--lang", "en", "why", "ticket", "A001"], json: false).output
        #expect(why.contains("signed on") && why.contains("in the place of: 王某 (wang)"), "\(why)")
        _ = try hall.ask("window", "1", "start")
        _ = try hall.ask("window", "1", "finish")
        let report = try hall.hallctl(["report", "day", "--csv"], json: false).output
        #expect(report.contains("li"), "\(report)")
    }

    @Test func `services are assigned, a clerk goes away, a visitor waits for one person`() throws {
        let hall = try hall()
        for window in ["1", "2"] { _ = try hall.ask("operator", "sign-on", window, window == "1" ? "wang" : "li") }
        let assigned = try hall.ask("window", "1", "assign", "household", "--reason", "人多")
        #expect(assigned.assigned.array.map(\.string) == ["household"])
        let why = try hall.hallctl(["--lang", "zh", "why", "window", "1"], json: false).output
        #expect(why.contains("窗口改办事项") && why.contains("人多"), "\(why)")
        #expect(try hall.ask("window", "1", "assign", "--reset").assigned.isNull)
        #expect(try hall.hallctl(["window", "1", "assign"]).status == 64)

        let away = try hall.ask("window", "1", "pause", "--to", "meeting", "--back", "30").away
        #expect(away.to.string == "meeting" && away.backAt.string != nil)
        let shown = try hall.hallctl(["--lang", "zh", "queue"], json: false).output
        #expect(shown.contains("开会") && shown.contains("预计") && shown.contains("王某（wang）"), "\(shown)")
        let nowhere = try hall.hallctl(["--lang", "en", "window", "1", "pause", "--to", "moon"], json: false)
        #expect(nowhere.status == 64 && nowhere.errors.contains("meeting errand meal training other"))
        _ = try hall.ask("window", "1", "resume")

        _ = try hall.ask("ticket", "take", "household")
        try hall.wait("the kiosk's printer is done") {
            try hall.ask("ticket", "show", "A001").printed.string != "pending"
        }
        #expect(try hall.ask("ticket", "transfer", "A001", "--operator", "wang").operator.string == "wang")
        #expect(try hall.ask("window", "2", "call").ticket.isNull)
        let called = try hall.ask("window", "1", "call")
        #expect(called.ticket.number.string == "A001" && called.rule.string == "bound-here")
    }

    @Test func `a call for help alarms until it is answered, and messages reach those who watch`() throws {
        let hall = try hall()
        #expect(try hall.ask("window", "1", "assist", "--reason", "有人争吵").answeredSeconds.isNull)
        let alarm = try #require(
            try hall.ask("alarms").alarms.array.first { $0.id.string == "window.1.assist-called" })
        #expect(alarm.priority.string == "high" && alarm.text.string?.contains("有人争吵") == true)
        #expect(try hall.ask("assist", "list").assists[0].window.string == "1")
        #expect(try hall.ask("assist", "answer", "window.1.assist-called").answeredSeconds.int != nil)
        #expect(try hall.ask("assist", "list").assists.array.isEmpty)
        #expect(try !hall.ask("alarms").alarms.array.contains { $0.id.string == "window.1.assist-called" })

        let sent = try hall.ask("message", "send", "--to", "1", "请支援 2 号窗口")
        #expect(sent.from.string == "desk" && sent.to.string == "1")
        _ = try hall.ask("message", "send", "--to", "desk", "--from", "2", "好")
        #expect(try hall.ask("messages", "--window", "2").messages.array.map(\.text.string) == ["好"])
        #expect(try hall.ask("messages").messages.array.count == 2)
        let long = try hall.hallctl(
            ["--lang", "en", "message", "send", "--to", "1", String(repeating: "x", count: 201)], json: false)
        #expect(long.status == 1 && long.errors.contains("1 to 200 characters"), "\(long.errors)")
    }
}
