import HallLogic
import HallModel
import Testing

@Suite("Paper")
struct PrintTests {
    @Test func `proof and its lack are told apart`() {
        var test = TestHall.started()
        let proven = test.take(proven: false)
        let unproven = test.take(proven: false)
        test.prove(proven.id)
        test.prove(unproven.id, .unproven)
        #expect(test.ticket(proven.id)?.printed == .proven)
        #expect(test.ticket(unproven.id)?.printed == .unproven)
    }

    @Test func `after a lost proof the same number is printed again, marked and behind a cut`() {
        var test = TestHall.started()
        let ticket = test.take(proven: false)
        let decision = test.report("kiosk-1-printer", .print(JobID(1), .lost))
        #expect(decision.kinds == ["print-settled", "print-ordered"])
        #expect(decision.prints.map(\.id) == [JobID(2)])
        #expect(decision.prints.map(\.closesInterruptedJob) == [true])
        #expect(decision.prints.allSatisfy { $0.sheet.texts.contains("补打 / REPRINT") })
        #expect(test.ticket(ticket.id)?.printed == .pending)
        #expect(test.ticket(ticket.id)?.reprints == 1)
    }

    @Test func `a printer whose proofs never come does not print one number for ever`() {
        var test = TestHall.started()
        let id = test.press()
        var prints = 0
        for job in 1...10 { prints += test.report("kiosk-1-printer", .print(JobID(job), .lost)).prints.count }
        #expect(prints == 3)
        #expect(test.ticket(id)?.printed == .unproven)
        #expect(test.ticket(id)?.stage == .waiting)
    }

    @Test func `a refused print voids a kiosk's number, and leaves one told over the API waiting`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        let told = test.take(proven: false)
        test.prove(atKiosk, .failed)
        test.prove(told.id, .failed)
        #expect(test.ticket(atKiosk)?.stage == .voided)
        #expect(test.alarm("kiosk-1-printer.ticket-not-printed") == .unacknowledged)
        #expect(test.ticket(told.id)?.stage == .waiting)
        #expect(test.ticket(told.id)?.printed == .failed)
        test.verb(.call)
        #expect(test.ticket(told.id)?.stage == .called("1", times: 1))
    }

    @Test func `the alarm about an unprinted number ends with the next paper from that printer`() throws {
        var test = TestHall.started()
        test.prove(test.press(), .failed)
        test.take()
        #expect(test.alarm("kiosk-1-printer.ticket-not-printed") == .returnedUnacknowledged)
    }

    @Test func `a job is asked back once after two minutes, and the hall wakes for it`() {
        var test = TestHall.started()
        let start = test.now
        test.take(proven: false)
        #expect(test.hall.nextWake(at: test.now) == start.monotonic + .seconds(120))
        test.now = start.advanced(by: .milliseconds(119_999))
        #expect(test.send(.timeReached) == HallDecision())
        test.now = start.advanced(by: .seconds(120))
        let decision = test.send(.timeReached)
        #expect(decision.jobs == [.withdraw(JobID(1), printer: "kiosk-1-printer")])
        #expect(decision.facts.isEmpty)
        #expect(test.send(.timeReached) == HallDecision())
    }

    @Test func `a printer gets its next job when the outcome of the one before is recorded`() {
        var test = TestHall.started()
        #expect(test.send(.report(DeviceReport(device: "kiosk-1-keys", .key("1")))).prints.map(\.id) == [JobID(1)])
        #expect(test.send(.report(DeviceReport(device: "kiosk-1-keys", .key("1")))).prints.isEmpty)
        #expect(test.report("kiosk-1-printer", .print(JobID(2), .proven)) == HallDecision(), "it never got that one")
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .proven)).prints.map(\.id) == [JobID(2)])
    }

    @Test func `a number that is over before its print was sent is not printed`() {
        var test = TestHall.started()
        test.take(proven: false)
        let second = test.take(proven: false)
        _ = test.ask(.cancelTicket(second.id.number, reason: ""))
        #expect(test.ticket(second.id)?.printed == .failed)
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .proven)).prints.isEmpty)
    }

    @Test func `a job that waits behind others is not refused while the printer prints`() {
        var test = TestHall.started()
        let first = test.take(proven: false)
        let second = test.take(proven: false)
        test.wait(.seconds(100))
        test.prove(first.id)
        #expect(test.wait(.seconds(100)).withdrawals.isEmpty)
        #expect(test.wait(.seconds(20)).withdrawals == [second.job])
    }

    @Test(arguments: [PrintOutcome.withdrawn, .failed])
    func `after a withdrawal a kiosk's number is void and one told over the API stays`(_ outcome: PrintOutcome) throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        let told = test.take(proven: false)
        let decision = test.wait(.seconds(120))
        #expect(decision.withdrawals == [JobID(1)])
        #expect(decision.kinds == ["print-settled"], "the second was never sent and is back at once")
        #expect(
            test.report("kiosk-1-printer", .print(JobID(1), outcome)).kinds
                == ["print-settled", "ticket-voided", "alarm-raised"])
        #expect(test.ticket(atKiosk)?.stage == .voided)
        #expect(test.ticket(told.id)?.printed == .failed)
        #expect(test.ticket(told.id)?.stage == .waiting)
    }

    @Test func `a number that may be on paper is never voided`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.wait(.seconds(120))
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .lost)).kinds == ["print-settled"])
        #expect(test.ticket(atKiosk)?.stage == .waiting)
        #expect(test.ticket(atKiosk)?.printed == .failed)
        #expect(test.verb(.call) != .nobodyWaiting(WindowState(id: "1")), "and it is called")
    }

    @Test func `a number whose print was interrupted by a stop is not voided when the reprint is refused`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.restart()
        #expect(test.ticket(atKiosk)?.job == JobID(2))
        #expect(test.wait(.seconds(120)).withdrawals == [JobID(2)])
        test.report("kiosk-1-printer", .print(JobID(2), .withdrawn))
        #expect(test.ticket(atKiosk)?.stage == .waiting)
    }

    @Test func `the late proof of an interrupted job counts, also while the reprint is under way`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.restart()
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .proven)).kinds == ["print-settled"])
        test.wait(.seconds(120))
        test.report("kiosk-1-printer", .print(JobID(2), .withdrawn))
        #expect(test.ticket(atKiosk)?.printed == .proven)
    }

    @Test func `paper that comes after the withdrawal was asked counts`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.wait(.seconds(120))
        test.prove(atKiosk)
        #expect(test.ticket(atKiosk)?.stage == .waiting)
        #expect(test.ticket(atKiosk)?.printed == .proven)
    }

    @Test func `a wire that never answers the withdrawal does not keep a number pending for ever`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.wait(.seconds(120))
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(60))
        #expect(test.wait(.seconds(60)).kinds == ["print-settled"])
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .withdrawn)) == HallDecision())
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .proven)).kinds == ["print-settled"])
        #expect(test.ticket(atKiosk)?.stage == .waiting)
        #expect(test.ticket(atKiosk)?.printed == .proven)
    }

    @Test func `outcomes of unknown or former jobs, and from another printer, mean nothing`() {
        var test = TestHall.started()
        test.take(proven: false)
        #expect(test.report("kiosk-1-printer", .print(JobID(99), .proven)) == HallDecision())
        #expect(test.report("kiosk-2-printer", .print(JobID(1), .failed)) == HallDecision())
        test.report("kiosk-1-printer", .print(JobID(1), .lost))
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .failed)) == HallDecision())
        test.report("kiosk-1-printer", .print(JobID(2), .proven))
        #expect(test.report("kiosk-1-printer", .print(JobID(2), .proven)) == HallDecision())
    }

    @Test func `a number at a window or served is never voided`() {
        var test = TestHall.started()
        let ticket = test.take(proven: false)
        test.verb(.call)
        test.prove(ticket.id, .failed)
        #expect(test.ticket(ticket.id)?.stage == .called("1", times: 1))
        #expect(test.ticket(ticket.id)?.printed == .failed)
    }

    @Test func `a reprint is marked, counted, and told who asked`() {
        var test = TestHall.started()
        let ticket = test.take()
        test.report("kiosk-1-printer", .printer(PrinterCondition(paper: .out)))
        let decision = test.send(
            .command(.reprintTicket(ticket.id.number, kiosk: nil), by: "desk", token: ReplyToken(1)))
        #expect(decision.prints.map(\.printer) == ["kiosk-2-printer"])
        #expect(decision.prints.map(\.closesInterruptedJob) == [false])
        #expect(decision.prints.allSatisfy { $0.sheet.texts.contains("补打 / REPRINT") })
        #expect(test.ticket(ticket.id)?.reprints == 1)
        guard case .printOrdered(let fact)? = decision.facts.first else {
            Issue.record("no fact")
            return
        }
        #expect(fact.by == "desk" && fact.reason == .requested)
    }

    @Test func `a reprint is refused while one is pending, without a printer, and after the end`() {
        var test = TestHall.started()
        let number = test.take(proven: false).id.number
        #expect(test.ask(.reprintTicket(number, kiosk: nil)) == .refused(.printPending(number)))
        test.report("kiosk-1-printer", .print(JobID(1), .proven))
        #expect(
            test.ask(.reprintTicket(number, kiosk: "k9"))
                == .refused(.noSuchKiosk("k9", known: ["kiosk-1", "kiosk-2"])))
        for printer in ["kiosk-1-printer", "kiosk-2-printer"] as [DeviceID] {
            test.report(printer, .printer(PrinterCondition(paper: .out)))
        }
        #expect(test.ask(.reprintTicket(number, kiosk: nil)) == .refused(.noPrinter))
        #expect(test.ask(.reprintTicket(number, kiosk: "kiosk-2")) == .refused(.noPrinter))
        _ = test.ask(.cancelTicket(number, reason: ""))
        #expect(test.ask(.reprintTicket(number, kiosk: nil)) == .refused(.ticketClosed(number, "cancelled")))
    }

    @Test func `a failed reprint takes nothing from whoever holds the first paper`() throws {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.prove(atKiosk)
        _ = test.ask(.reprintTicket(atKiosk.number, kiosk: nil))
        let pending = try #require(test.ticket(atKiosk))
        #expect(test.hall.recorded.isCallable(pending))
        test.prove(atKiosk, .failed)
        #expect(test.ticket(atKiosk)?.stage == .waiting)
        #expect(test.ticket(atKiosk)?.printed == .proven)
    }
}

@Suite("The ticket's sheet")
struct TicketSheetTests {
    @Test func `it says hall, service, number, where to wait, how many, when, and whom to call`() {
        var test = TestHall.started()
        test.take()
        test.now = test.now.advanced(by: .seconds(330))
        let sheet = test.send(
            .command(
                .takeTicket(service: "household", kiosk: nil, priority: .ordinary), by: "desk", token: ReplyToken(1))
        ).prints.first?.sheet
        #expect(
            sheet?.texts == [
                "某某县政务服务中心", "户籍", "A002", "等候区：休息等候区", "前面等候：1 人", "取号时间：2026-11-21 09:05",
                "请留意叫号显示屏", "投诉监督电话：12345",
            ])
        #expect(sheet?.elements.contains(.qr("HALLD1:2026-11-21/A002")) == true)
        #expect(sheet?.elements.contains(.text("A002", size: 4, bold: true, alignment: .center)) == true)
    }

    @Test func `it is written in the hall's language, without a hotline if there is none`() {
        let plan = HallPlan.standard.changed {
            $0.hall.language = .en
            $0.hall.hotline = ""
        }
        var test = TestHall.started(plan)
        let texts = test.send(
            .command(.takeTicket(service: "tax", kiosk: nil, priority: .ordinary), by: "desk", token: ReplyToken(1))
        ).prints.first?.sheet.texts
        #expect(
            texts == [
                "某某县政务服务中心", "税务", "B001", "Nobody waits before you", "Taken: 2026-11-21 09:00",
                "Please watch the call displays",
            ])
    }

    @Test func `control characters in names never reach the paper`() {
        let plan = HallPlan.standard.changed {
            $0.hall.name = "Hall\u{1B}@\u{202E}"
            $0.services[0].name = "a\nb"
            $0.zones[0].name = "z\u{9B}"
        }
        var test = TestHall.started(plan)
        let texts = test.send(
            .command(
                .takeTicket(service: "household", kiosk: nil, priority: .ordinary), by: "d", token: ReplyToken(1))
        ).prints.flatMap(\.sheet.texts)
        #expect(texts.allSatisfy { $0.unicodeScalars.allSatisfy { !$0.isControl } })
        #expect(texts.first == "Hall @ ")
    }
}

extension PrintSheet {
    var texts: [String] {
        elements.compactMap {
            if case .text(let text, _, _, _) = $0 { text } else { nil }
        }
    }
}
