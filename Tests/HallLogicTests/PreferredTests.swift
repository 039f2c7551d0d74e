import HallLogic
import HallModel
import Testing

@Suite("Preferred visitors")
struct PreferredTests {
    private static let plan = HallPlan.standard.changed { $0.queue = QueueSettings(preferred: 2) }

    private func take(_ classes: [Ticket.Priority], _ plan: HallPlan) throws -> TestHall {
        var test = TestHall.started(plan)
        for priority in classes {
            let reply = test.ask(.takeTicket(service: "household", kiosk: nil, priority: priority))
            let taken: Ticket? = if case .ticket(let ticket) = reply { ticket } else { nil }
            let ticket = try #require(taken, "\(reply)")
            if let job = ticket.job { test.report("kiosk-1-printer", .print(job, .proven)) }
        }
        return test
    }

    /// The numbers that a window calls one after another, and the rules.
    private func calls(_ test: inout TestHall, _ window: WindowID = "1") -> [String] {
        var told: [String] = []
        while case .called(let ticket, _, let rule) = test.verb(.call, window) {
            told.append("\(ticket.id.number) \(rule.rawValue)")
            test.verb(.start, window)
        }
        return told
    }

    @Test func `two in a row are called before others, then one of the others`() throws {
        var test = try take([.ordinary, .ordinary, .ordinary, .elder, .disabled, .pregnant, .military], Self.plan)
        #expect(
            calls(&test) == [
                "A004 preferred", "A005 preferred", "A001 ordinary-turn", "A006 preferred", "A007 preferred",
                "A002 first-taken", "A003 first-taken",
            ])
    }

    @Test func `where nobody else waits the count stops nobody`() throws {
        var test = try take([.elder, .elder, .elder, .elder], Self.plan)
        #expect(calls(&test).map { $0.prefix(4) } == ["A001", "A002", "A003", "A004"])
    }

    @Test func `each window keeps its own count, which a restart brings back`() throws {
        var test = try take([.ordinary, .ordinary, .elder, .elder, .elder, .elder], Self.plan)
        test.verb(.call)
        test.verb(.start)
        test.verb(.call)
        #expect(test.state()?.preferredRun == 2)
        test.restart(Self.plan)
        test.verb(.start)
        test.verb(.call, "2")
        #expect(test.hall.recorded.ticket(at: "2")?.id.number.text == "A005", "window 2 has called none yet")
        test.verb(.call)
        #expect(test.hall.recorded.ticket(at: "1")?.id.number.text == "A001")
    }

    @Test func `a number that a clerk names, or that is bound to the window, is nobody's turn`() throws {
        var test = try take([.ordinary, .elder, .elder, .elder], Self.plan)
        test.callNumber("A002")
        #expect(test.state()?.preferredRun == nil)
        test.verb(.start)
        _ = test.ask(.transferTicket(TicketNumber("A003"), service: nil, window: "1", reason: ""))
        guard case .called(_, _, .boundHere) = test.verb(.call) else { return fail("nobody") }
        #expect(test.state()?.preferredRun == nil)
    }

    @Test func `where the file is silent all are called alike`() throws {
        var test = try take([.ordinary, .elder], .standard)
        #expect(calls(&test) == ["A001 first-taken", "A002 first-taken"])
    }

    @Test func `why tells whose turn it was and how many had been called in a row`() throws {
        var test = try take([.ordinary, .elder, .elder, .elder], Self.plan)
        _ = calls(&test)
        let turns = test.facts.compactMap { fact -> String? in
            guard case .ticketCalled(let call) = fact else { return nil }
            return call.inputs.first { $0.name == "turn" }?.value
        }
        #expect(turns == ["0/2", "1/2", "2/2", "0/2"])
    }

    @Test func `a key can give numbers of a class`() {
        var test = TestHall.started(
            Self.plan.changed { $0.kiosks[0].services[1].priority = .elder })
        let (first, second) = (test.press("1"), test.press("2"))
        #expect(test.ticket(first)?.priority == .ordinary)
        #expect(test.ticket(second)?.priority == .elder)
    }
}
