import Foundation
import Testing

/// A visitor's whole way, with the real programs on real pseudo-terminals.
@Suite(.serialized)
struct VisitTests {
    @Test func `by pressed keys: ticket, call, recall, start, finish`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        try hall.simulate("press", "kiosk-keys", "1")
        try hall.wait("a slip is cut off") { try hall.slips().first?.isCut == true }
        let slip = try #require(try hall.slips().first)
        #expect(slip.number == "A001")
        #expect(slip.isCut)
        #expect(!slip.isReprint)
        #expect(slip.text.contains("12345"))
        try hall.wait("the print is proven") {
            try hall.ask("ticket", "show", "A001").printed.string == "proven"
        }
        #expect(try hall.ask("queue").waiting[0].number.string == "A001")

        try hall.simulate("press", "w1-caller", "call")
        try hall.wait("the display calls") { try hall.display("w1-display").contains("A001") }
        #expect(try hall.ask("queue").waiting.array.isEmpty)
        try hall.simulate("press", "w1-caller", "recall")
        try hall.simulate("press", "w1-caller", "start")
        try hall.wait("service starts") { try hall.ask("window").windows[0].state.string == "serving" }
        try hall.simulate("press", "w1-caller", "finish")
        try hall.wait("service ends") { try hall.ask("window").windows[0].serving.isNull }
        try hall.wait("the display forgets the number") { try !hall.display("w1-display").contains("A001") }

        let why = try hall.hallctl(["why", "ticket", "A001"], json: false)
        #expect(why.status == 0)
        #expect(why.output.contains("A001"))
    }

    @Test func `by the API: take, call, no-show, pause, resume`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        let first = try hall.ask("ticket", "take", "household")
        #expect(first.number.string == "A001")
        #expect(first.ahead.int == 0)
        let second = try hall.ask("ticket", "take", "household")
        #expect(second.number.string == "A002")
        #expect(second.ahead.int == 1)
        try hall.wait("both are on paper") {
            try hall.slips().filter(\.isCut).compactMap(\.number) == ["A001", "A002"]
        }
        let called = try hall.ask("window", "1", "call")
        #expect(called.ticket.number.string == "A001")
        #expect(called.rule.string == "first-taken")
        #expect(try hall.ask("window", "1", "no-show").state.string == "open")
        #expect(try hall.ask("window", "1", "pause").state.string == "paused")
        try hall.wait("the display says paused") { try hall.display("w1-display").uppercased().contains("PAUSED") }
        let refused = try hall.hallctl(["window", "1", "call"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("hallctl: "))
        _ = try hall.ask("window", "1", "resume")
        #expect(try hall.ask("window", "1", "call").ticket.number.string == "A002")
        _ = try hall.ask("window", "1", "start")
        _ = try hall.ask("window", "1", "finish")
        #expect(hall.stopDaemon() == 0)
    }

    @Test func `a clerk calls a number out of its turn; the display shows it, and why is told`() throws {
        let hall = try HallUnderTest("township")
        for _ in 0..<3 { _ = try hall.ask("ticket", "take", "household") }
        try hall.wait("the kiosk's printer is done") {
            try hall.ask("ticket", "show", "A003").printed.string != "pending"
        }
        let called = try hall.ask("window", "1", "call", "A003")
        #expect(called.ticket.number.string == "A003" && called.rule.string == "by-number")
        try hall.wait("the display shows it") { try hall.display("w1-display").contains("A003") }
        let why = try hall.hallctl(["--lang", "zh", "why", "call", "A003"], json: false).output
        #expect(why.contains("指定号码") && why.contains("A001") && why.contains("A002"), "\(why)")
        _ = try hall.ask("window", "1", "start")
        let mistyped = try hall.hallctl(["--lang", "en", "window", "1", "call", "A001"], json: false)
        #expect(mistyped.status == 1 && mistyped.errors.contains("A003 is still at window 1"), "\(mistyped.errors)")
        #expect(try hall.ask("window").windows[0].serving.string == "A003")
        let misused = try hall.hallctl(["window", "1", "start", "A001"])
        #expect(misused.status == 64)
    }

    @Test func `a visitor goes for a form and comes back, another is sent on, a third comes late`() throws {
        let hall = try HallUnderTest("district")
        for service in ["household", "household", "tax"] { _ = try hall.ask("ticket", "take", service) }
        try hall.wait("the kiosk's printer is done") {
            try hall.ask("ticket", "show", "C001").printed.string != "pending"
        }
        _ = try hall.ask("window", "1", "call")
        _ = try hall.ask("window", "1", "start")
        #expect(try hall.ask("window", "1", "park", "--reason", "填表").serving.isNull)
        #expect(try hall.ask("ticket", "show", "A001").stage.string == "parked")
        _ = try hall.ask("window", "1", "call", "A002")
        _ = try hall.ask("ticket", "return", "A001")
        let moved = try hall.ask("window", "1", "transfer", "--service", "tax", "--reason", "税务")
        #expect(moved.serving.isNull)
        let ticket = try hall.ask("ticket", "show", "A002")
        #expect(ticket.service.string == "tax" && ticket.stage.string == "waiting" && ticket.ahead.int == 0)
        let back = try hall.ask("window", "1", "call")
        #expect(back.ticket.number.string == "A001" && back.rule.string == "bound-here")
        try hall.wait("the display shows it") { try hall.display("w1-display").contains("A001") }

        #expect(try hall.ask("window", "1", "no-show").serving.isNull)
        #expect(try hall.ask("ticket", "show", "A001").stage.string == "waiting", "the first time")
        _ = try hall.ask("window", "1", "call", "A001")
        _ = try hall.ask("window", "1", "no-show")
        #expect(try hall.ask("ticket", "show", "A001").stage.string == "absent", "the second time")
        hall.killDaemon()
        try hall.startDaemon()
        #expect(try hall.ask("ticket", "show", "A001").stage.string == "absent")
        #expect(try hall.ask("ticket", "transfer", "A001", "--window", "2").window.string == "2")
        #expect(try hall.ask("window", "2", "call").ticket.number.string == "A001")
        let why = try hall.hallctl(["--lang", "zh", "why", "ticket", "A001"], json: false).output
        for word in ["暂离窗口", "回来排队", "过号", "转办"] { #expect(why.contains(word), "\(why)") }
        let nowhere = try hall.hallctl(["--lang", "en", "ticket", "transfer", "A001"], json: false)
        #expect(nowhere.status == 64 && nowhere.errors.contains("--service"))
        let unknown = try hall.hallctl(["--lang", "en", "ticket", "park", "C001"], json: false)
        #expect(unknown.status == 1 && unknown.errors.contains("C001 is at no window"), "\(unknown.errors)")
    }

    @Test func `the kiosk stops without paper and goes on with it`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        // The paper ends while the first ticket is on its way out.
        try hall.simulate("set", "kiosk-printer", "roll", "20")
        try hall.simulate("press", "kiosk-keys", "1")
        try hall.wait("an alarm") {
            try hall.ask("alarms").alarms.array.contains { $0.id.string == "kiosk-printer.paper-out" }
        }
        let alarm = try #require(
            try hall.ask("alarms").alarms.array.first { $0.id.string == "kiosk-printer.paper-out" })
        #expect(alarm.state.string == "unacknowledged")
        #expect(alarm.response.string?.isEmpty == false)
        try hall.wait("the kiosk says so") { try hall.show("kiosk-keys").state.lamp.string == "noPaper" }
        try hall.simulate("press", "kiosk-keys", "1")
        let paperless = try hall.ask("ticket", "take", "household")
        #expect(paperless.printed.string == "paperless")
        #expect(paperless.number.string == "A002", "the press without paper took no number")
        _ = try hall.ask("alarm", "ack", "kiosk-printer.paper-out", "--reason", "paper is coming")

        try hall.simulate("set", "kiosk-printer", "paper", "ok")
        try hall.wait("the first ticket is proven") {
            try hall.ask("ticket", "show", "A001").printed.string == "proven"
        }
        try hall.wait("the alarm is over") {
            try !hall.ask("alarms").alarms.array.contains { $0.id.string == "kiosk-printer.paper-out" }
        }
        try hall.simulate("press", "kiosk-keys", "1")
        try hall.wait("the kiosk works again") { try hall.slips().contains { $0.number == "A003" } }
    }

    @Test func `a printer that is unplugged and back prints what it owes`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        try hall.simulate("press", "kiosk-keys", "1")
        try hall.wait("bytes are on their way") { try hall.ask("queue").waiting.array.count == 1 }
        try hall.simulate("unplug", "kiosk-printer")
        try hall.wait("it is missed") { try hall.presence("kiosk-printer") == "offline" }
        try hall.simulate("plug", "kiosk-printer")
        try hall.wait("it is back") { try hall.presence("kiosk-printer") == "online" }
        try hall.wait("the ticket is settled") {
            ["proven", "unproven"].contains(try hall.ask("ticket", "show", "A001").printed.string ?? "")
        }
        let slips = try hall.slips().filter { $0.number == "A001" && $0.isCut }
        #expect(slips.filter { !$0.isReprint }.count <= 1)
        #expect(!slips.isEmpty)
    }
}
