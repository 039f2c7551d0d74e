import HallModel

extension Golden02 {
    private static func at(_ seconds: Int64) -> WallTime { Golden.at(100_200 + seconds) }

    /// Who works where, what windows serve, and who helps.
    static let people: [HallFact] =
        [
            .operatorSignedOn(OperatorSignedOn(window: "1", person: "wang", at: at(0), by: "clerk-1")),
            .operatorSignedOn(
                OperatorSignedOn(
                    window: "1", person: "li", relieves: "wang", ticket: Golden.ticket("A004"), at: at(1), by: "desk")),
        ]
        + OperatorSignedOff.Reason.allCases.enumerated().map { index, reason in
            .operatorSignedOff(
                OperatorSignedOff(
                    window: "1", person: "wang", reason: reason, at: at(2 + Int64(index)),
                    by: reason == .planChanged ? nil : "desk"))
        }
        + [
            .windowReassigned(
                WindowReassigned(window: "2", services: ["tax", "household"], reason: "人多", at: at(10), by: "desk")),
            .windowReassigned(WindowReassigned(window: "2", services: nil, reason: "", at: at(11), by: "desk")),
            .ticketCalled(calledByPerson), .ticketTransferred(toPerson), .ticketReturned(backToPerson),
            .ticketReleased(
                TicketReleased(ticket: Golden.ticket("A004"), window: "1", at: at(15), person: "wang")),
        ]
        + Away.Place.allCases.enumerated().map { index, place in
            var paused = WindowModeChanged(
                window: "1", mode: .paused, reason: "", at: at(20 + Int64(index)), by: "clerk-1")
            paused.to = place
            paused.backMinutes = index.isMultiple(of: 2) ? 15 + index : nil
            return .windowModeChanged(paused)
        }
        + [
            .assistCalled(AssistCalled(window: "1", reason: "有人争吵", at: at(30), by: "clerk-1")),
            .assistAnswered(AssistAnswered(window: "1", seconds: 75, reason: "", at: at(105), by: "desk")),
            .messageSent(
                MessageSent(from: .desk, to: .window("1"), text: "请支援 3 号窗口", at: at(106), by: "desk")),
            .messageSent(MessageSent(from: .window("1"), to: .desk, text: "ok", at: at(107), by: "clerk-1")),
        ]

    private static let calledByPerson: TicketCalled = {
        var called = TicketCalled(
            ticket: Golden.ticket("A004"), window: "1", at: at(12), by: "clerk-1", rule: .firstTaken, inputs: [])
        called.person = "wang"
        return called
    }()

    private static let toPerson: TicketTransferred = {
        var sent = TicketTransferred(
            ticket: Golden.ticket("A004"), from: "tax", service: "tax", left: "1", window: nil, reason: "",
            at: at(13), by: "clerk-1")
        sent.person = "wang"
        return sent
    }()

    private static let backToPerson: TicketReturned = {
        var back = TicketReturned(
            ticket: Golden.ticket("A004"), place: nil, window: nil, reason: "", at: at(14), by: "desk")
        back.person = "wang"
        return back
    }()

    /// A window and a ticket with everything that people make of them.
    static let peopleReplies: [HallReply] = {
        var window = WindowState(id: "1", mode: .paused)
        window.away = Away(since: at(20), to: .meal, backMinutes: 30)
        (window.operator, window.standsInFor, window.assigned) = ("li", ["wang"], ["tax"])
        var ticket = Golden02.moved
        (ticket.boundTo, ticket.boundToOperator) = (nil, "wang")
        let call = AssistCalled(window: "1", reason: "", at: at(30), by: "clerk-1")
        let refusals: [Refusal] = [
            .noSuchOperator("x", known: ["wang"]), .nobodyHasUser("clerk-1"), .nobodySignedOn("1"),
            .notSignedOn("wang", "1"), .notSignedOn("wang", nil), .mayNotCover("li", "1"),
            .visitorAtWindow("wang", "1", TicketNumber("A003")), .noAssist("1"), .badMessage,
            .tooManyMessages(perMinute: 6),
        ]
        return [
            .window(window), .ticket(ticket), .assist(call, answeredAfter: nil), .assist(call, answeredAfter: 75),
            .message(MessageSent(from: .desk, to: .window("1"), text: "好", at: at(31), by: "desk")),
        ] + refusals.map { .refused($0) }
    }()

    static let peopleCommands: [HallCommand] = [
        .pause("1", to: .meeting, backMinutes: 30, reason: ""), .pause("1", to: nil, backMinutes: 5, reason: "茶"),
        .signOn("1", "wang"), .signOn("1", nil), .signOff("1", "wang"), .signOff("1", nil),
        .assign("1", ["tax"], reason: ""), .assign("1", nil, reason: "人少了"), .callAssist("1", reason: ""),
        .answerAssist("1", reason: ""), .sendMessage(from: .desk, to: .window("1"), text: "好"),
        .transferTicket(TicketNumber("A003"), service: nil, window: nil, person: "wang", reason: ""),
        .transferFrom("1", service: nil, window: nil, person: "wang", reason: ""),
    ]

    /// One with everything that can be said of a person, one with as little as there must be.
    static let operators: [OperatorPlan] = {
        var full = OperatorPlan(id: "wang", name: "W", skills: ["tax"], covers: ["1"])
        (full.post, full.department, full.phone) = ("职务", "部门", "0791-1")
        (full.number, full.user) = ("001", "clerk-1")
        return [full, OperatorPlan(id: "li")]
    }()
}
