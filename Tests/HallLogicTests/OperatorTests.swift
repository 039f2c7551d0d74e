import HallLogic
import HallModel
import Testing

extension HallPlan {
    /// The standard hall with people: wang may do everything, li the household register alone, zhao covers window 2 alone.
    static let staffed = HallPlan.standard.changed {
        $0.operators = [
            OperatorPlan(id: "wang", name: "王丽"), OperatorPlan(id: "li", skills: ["household"]),
            OperatorPlan(id: "zhao", covers: ["2"]),
        ]
        $0.operators[0].user = "clerk-1"
    }
}

extension TestHall {
    /// A hall whose plan has people, with some of them at their windows.
    static func staffed(_ signedOn: [(WindowID, OperatorID)] = []) -> TestHall {
        var test = TestHall.started(.staffed)
        for (window, person) in signedOn { test.signOn(person, at: window) }
        return test
    }

    @discardableResult
    mutating func signOn(_ person: OperatorID?, at window: WindowID, by user: String = "desk") -> HallReply {
        ask(.signOn(window, person), by: user)
    }

    @discardableResult
    mutating func signOff(_ window: WindowID, _ person: OperatorID? = nil) -> HallReply {
        ask(.signOff(window, person))
    }
}

@Suite("People at windows")
struct OperatorTests {
    @Test func `with people in the plan a window calls nobody before one has signed on`() {
        var test = TestHall.staffed()
        test.take()
        #expect(test.verb(.call) == .refused(.nobodySignedOn("1")))
        #expect(test.callNumber("A001") == .refused(.nobodySignedOn("1")))
        guard case .window(let window) = test.signOn("wang", at: "1") else { return fail("refused") }
        #expect(window.operator == "wang")
        guard case .called = test.verb(.call) else { return fail("nobody is called") }
        guard case .ticketCalled(let called)? = test.facts.last else { return fail("no call") }
        #expect(called.person == "wang", "who called stands in the record")
    }

    @Test func `without people in the plan nobody needs to sign on, and nobody can`() {
        var test = TestHall.started()
        test.take()
        guard case .called = test.verb(.call) else { return fail("nobody is called") }
        #expect(test.signOn("wang", at: "1") == .refused(.noSuchOperator("wang", known: [])))
        #expect(test.signOn(nil, at: "1") == .refused(.noSuchOperator("desk", known: [])))
    }

    @Test func `who is not named is the one whose user asks`() {
        var test = TestHall.staffed()
        test.signOn(nil, at: "1", by: "clerk-1")
        #expect(test.state()?.operator == "wang")
        #expect(test.signOn(nil, at: "2", by: "clerk-9") == .refused(.nobodyHasUser("clerk-9")))
        #expect(
            test.signOn("sun", at: "2") == .refused(.noSuchOperator("sun", known: ["wang", "li", "zhao"])))
        #expect(test.signOn("li", at: "9") == .refused(.noSuchWindow("9", known: ["1", "2"])))
    }

    @Test func `a person works at one window: signing on at another leaves the first`() {
        var test = TestHall.staffed([("1", "wang")])
        let before = test.facts.count
        test.signOn("wang", at: "2")
        #expect(test.facts.dropFirst(before).map(\.kind) == ["operator-signed-off", "operator-signed-on"])
        guard case .operatorSignedOff(let left) = test.facts[before] else { return fail("no fact") }
        #expect(left.window == "1" && left.reason == .elsewhere)
        #expect(test.state("1")?.operator == nil && test.state("2")?.operator == "wang")
    }

    @Test func `nobody goes away from a visitor, neither home nor to another window`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take()
        test.verb(.call)
        let refused = HallReply.refused(.visitorAtWindow("wang", "1", TicketNumber("A001")))
        #expect(test.signOff("1") == refused)
        #expect(test.signOn("wang", at: "2") == refused)
        test.verb(.start)
        #expect(test.signOff("1", "wang") == refused)
        test.verb(.park)
        guard case .window(let window) = test.signOff("1", "wang") else { return fail("refused") }
        #expect(window.operator == nil)
    }

    @Test func `whoever covers takes over the visitor, and both stand in the record`() {
        var test = TestHall.staffed([("1", "wang")])
        let visitor = test.take().id
        test.verb(.call)
        test.verb(.start)
        let before = test.facts.count
        test.signOn("li", at: "1")
        #expect(test.state()?.operator == "li" && test.state()?.standsInFor == ["wang"])
        #expect(test.ticket(visitor)?.stage == .serving("1"), "the visitor stays")
        guard case .operatorSignedOff(let gone) = test.facts[before],
            case .operatorSignedOn(let come) = test.facts[before + 1]
        else { return fail("no facts") }
        #expect(gone.person == "wang" && gone.reason == .covered)
        #expect(come.person == "li" && come.relieves == "wang" && come.ticket == visitor)
        // The one who is covered is free to work elsewhere, and then nobody stands in for them.
        test.signOn("wang", at: "2")
        #expect(test.state()?.standsInFor == nil)
    }

    @Test func `only those who may cover a window take somebody's place there`() {
        var test = TestHall.staffed([("1", "wang")])
        #expect(test.signOn("zhao", at: "1") == .refused(.mayNotCover("zhao", "1")))
        test.signOff("1")
        guard case .window = test.signOn("zhao", at: "1") else { return fail("an empty window is no cover") }
        test.signOn("wang", at: "2")
        test.signOff("1")
        guard case .window(let two) = test.signOn("zhao", at: "2") else { return fail("may cover 2") }
        #expect(two.operator == "zhao")
    }

    @Test func `skills restrict what a window calls while that person is there`() {
        var test = TestHall.staffed([("1", "li")])
        test.take("tax")
        guard case .nobodyWaiting = test.verb(.call) else { return fail("li serves no tax") }
        #expect(test.callNumber("B001") == .refused(.notServedHere(TicketNumber("B001"), "1")))
        test.take("household")
        guard case .called(let ticket, _, _) = test.verb(.call) else { return fail("nobody is called") }
        #expect(ticket.id.number.text == "A001", "B001 was first, and is not for li")
        test.verb(.noShow)
        test.signOn("wang", at: "1")
        guard case .called(let tax, _, _) = test.verb(.call) else { return fail("nobody is called") }
        #expect(tax.id.number.text == "B001")
    }

    @Test func `a window that closes has nobody, and nobody signs on before it is open`() {
        var test = TestHall.staffed([("1", "wang")])
        test.verb(.close)
        #expect(test.state()?.operator == nil)
        #expect(
            test.facts.contains {
                if case .operatorSignedOff(let off) = $0 { off.reason == .windowClosed } else { false }
            })
        #expect(test.signOn("wang", at: "1") == .refused(.windowNotOpen("1", .closed)))
        test.verb(.open)
        guard case .window = test.signOn("wang", at: "1") else { return fail("refused") }
    }

    @Test func `what is true already changes nothing, and somebody else's sign-off is refused`() {
        var test = TestHall.staffed([("1", "wang")])
        let before = test.facts.count
        test.signOn("wang", at: "1")
        test.signOff("2")
        #expect(test.signOff("1", "li") == .refused(.notSignedOn("li", "1")))
        #expect(test.facts.count == before)
    }

    @Test func `the turn of the day signs everybody off, by the day's own fact`() {
        var test = TestHall.staffed([("1", "wang"), ("2", "li")])
        test.take()
        test.verb(.call)
        test.wait(.seconds(24 * 3600))
        guard case .dayOpened(let opened)? = test.facts.last(where: { $0.kind == "day-opened" }) else {
            return fail("no day")
        }
        #expect(opened.windows.map(\.operator) == [nil, nil])
        #expect(opened.windows[0].current?.number.text == "A001", "who is at a window stays there")
        #expect(!test.facts.contains { $0.kind == "operator-signed-off" })
        test.verb(.start)
        test.verb(.finish)
        #expect(test.ticket("A001")?.stage == .finished, "a service that goes on can end without signing on")
        #expect(test.verb(.call) == .refused(.nobodySignedOn("1")))
    }

    @Test func `a restart knows who is where`() {
        var test = TestHall.staffed([("1", "wang")])
        test.signOn("li", at: "1")
        test.restart(.staffed)
        #expect(test.state()?.operator == "li" && test.state()?.standsInFor == ["wang"])
    }

    @Test func `a window without anybody counts as none for those who wait`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take("company")
        let alarm: AlarmID = "service.company.service-unattended"
        test.wait(.seconds(301))
        #expect(test.alarm(alarm) == .unacknowledged, "window 2 is open, and nobody is there")
        test.signOn("li", at: "2")
        #expect(test.hall.recorded.alarm(alarm)?.isActive == true, "li serves no companies")
        test.signOn("zhao", at: "2")
        #expect(test.hall.recorded.alarm(alarm)?.isActive != true)
    }
}

@Suite("People and another configuration")
struct OperatorReloadTests {
    private func offer(_ test: inout TestHall, _ body: (inout HallPlan) -> Void) {
        test.send(.planOffered(HallPlan.staffed.changed(body), hash: "plan-2"))
    }

    @Test func `a person with a visitor is not taken out of the plan before somebody covers`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take()
        test.verb(.call)
        offer(&test) { $0.operators.remove(at: 0) }
        #expect(test.hall.recorded.planHash == "plan-1")
        #expect(test.hall.recorded.alarm("hall.plan-refused")?.subject == "operator-occupied wang")
        test.signOn("li", at: "1")
        offer(&test) { $0.operators.remove(at: 0) }
        #expect(test.hall.recorded.planHash == "plan-2")
    }

    @Test func `a person without a visitor is signed off by the plan that has them no more`() {
        var test = TestHall.staffed([("1", "wang")])
        offer(&test) { $0.operators.remove(at: 0) }
        #expect(test.hall.recorded.planHash == "plan-2" && test.state()?.operator == nil)
        guard case .operatorSignedOff(let off)? = test.facts.first(where: { $0.kind == "operator-signed-off" })
        else { return fail("no fact") }
        #expect(off.reason == .planChanged && off.by == nil)
    }

    @Test func `whoever waits for a person that is gone waits for all, covered or not`() {
        var test = TestHall.staffed([("1", "wang"), ("2", "li")])
        test.take()
        _ = test.ask(.transferTicket(TicketNumber("A001"), service: nil, window: nil, person: "wang", reason: ""))
        test.signOn("zhao", at: "2")
        test.signOff("2")
        test.signOff("1")
        #expect(test.ticket("A001")?.boundToOperator == nil)
        test.signOn("wang", at: "1")
        _ = test.ask(.transferTicket(TicketNumber("A001"), service: nil, window: nil, person: "wang", reason: ""))
        test.signOn("li", at: "1")
        #expect(test.ticket("A001")?.boundToOperator == "wang")
        offer(&test) { $0.operators.remove(at: 0) }
        #expect(test.ticket("A001")?.boundToOperator == nil, "covered, and gone")
    }

    @Test func `without anybody in the plan nobody is signed on, and windows call as ever`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take()
        test.take()
        test.verb(.call)
        offer(&test) { $0.operators = [] }
        #expect(test.hall.recorded.planHash == "plan-2" && test.state()?.operator == nil)
        test.verb(.start)
        guard case .called = test.verb(.call) else { return fail("nobody is called") }
    }
}

@Suite("Visitors for one person")
struct BoundToPersonTests {
    private func bind(_ test: inout TestHall, _ number: String, to person: OperatorID) -> HallReply {
        test.ask(.transferTicket(TicketNumber(number), service: nil, window: nil, person: person, reason: ""))
    }

    @Test func `is called at that person's window, first, wherever that is`() {
        var test = TestHall.staffed([("1", "wang"), ("2", "li")])
        test.take()
        test.take()
        test.take()
        _ = bind(&test, "A003", to: "wang")
        guard case .called(let other, _, _) = test.verb(.call, "2") else { return fail("nobody is called") }
        #expect(other.id.number.text == "A001")
        test.verb(.noShow, "2")
        #expect(test.callNumber("A003", at: "2") == .refused(.notServedHere(TicketNumber("A003"), "2")))
        test.signOff("2")
        test.signOn("wang", at: "2")
        guard case .called(let own, _, let rule) = test.verb(.call, "2") else { return fail("nobody is called") }
        #expect(own.id.number.text == "A003" && rule == .boundHere, "they go along to window 2")
    }

    @Test func `the binding goes before what the window serves`() {
        var test = TestHall.staffed([("2", "wang")])
        test.take("tax")
        _ = bind(&test, "B001", to: "wang")
        guard case .called(let ticket, _, .boundHere) = test.verb(.call, "2") else { return fail("nobody is called") }
        #expect(ticket.id.number.text == "B001", "window 2 serves no tax")
    }

    @Test func `whoever covers may call them, and a sign-off without a cover lets all call them`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take()
        _ = bind(&test, "A001", to: "wang")
        test.signOn("li", at: "1")
        #expect(test.ticket("A001")?.boundToOperator == "wang")
        test.signOff("1")
        #expect(test.ticket("A001")?.boundToOperator == nil)
        guard case .ticketReleased(let released)? = test.facts.last else { return fail("no fact") }
        #expect(released.person == "wang" && released.window == "1")
        test.signOn("zhao", at: "1")
        guard case .called(_, _, .firstTaken) = test.verb(.call) else { return fail("nobody is called") }
    }

    @Test func `only somebody who is there can be waited for`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take()
        #expect(bind(&test, "A001", to: "li") == .refused(.notSignedOn("li", nil)))
        #expect(
            bind(&test, "A001", to: "sun") == .refused(.noSuchOperator("sun", known: ["wang", "li", "zhao"])))
        test.signOn("zhao", at: "2")
        test.verb(.call)
        guard
            case .window = test.ask(.transferFrom("1", service: nil, window: nil, person: "zhao", reason: ""))
        else { return fail("refused") }
        #expect(test.ticket("A001")?.boundToOperator == "zhao" && test.ticket("A001")?.stage == .waiting)
    }

    @Test func `does not wait for anybody on the next day`() {
        var test = TestHall.staffed([("1", "wang")])
        test.take()
        _ = bind(&test, "A001", to: "wang")
        test.verb(.call)
        test.wait(.seconds(24 * 3600))
        test.verb(.putBack)
        #expect(test.ticket("A001")?.boundToOperator == nil)
    }
}

@Suite("What a window serves today")
struct AssignmentTests {
    private func assign(_ test: inout TestHall, _ services: [ServiceID]?, _ window: WindowID = "1") -> HallReply {
        test.ask(.assign(window, services, reason: "人多"))
    }

    @Test func `it calls what it was assigned, until it is reset`() {
        var test = TestHall.started()
        test.take("company")
        guard case .nobodyWaiting = test.verb(.call) else { return fail("window 1 serves no companies") }
        _ = assign(&test, ["company", "company"])
        #expect(test.state()?.assigned == ["company"])
        guard case .called(let ticket, _, _) = test.verb(.call) else { return fail("nobody is called") }
        #expect(ticket.id.number.text == "C001")
        test.take("household")
        test.verb(.start)
        guard case .nobodyWaiting = test.verb(.call) else { return fail("household is another window's now") }
        _ = assign(&test, nil)
        #expect(test.state()?.assigned == nil)
        guard case .called = test.verb(.call) else { return fail("nobody is called") }
    }

    @Test func `a service that does not exist is refused, and what is so already is no fact`() {
        var test = TestHall.started()
        #expect(
            assign(&test, ["dogs"]) == .refused(.noSuchService("dogs", known: ["household", "tax", "company"])))
        _ = assign(&test, ["tax"])
        let before = test.facts.count
        _ = assign(&test, ["tax"])
        #expect(test.facts.count == before)
    }

    @Test func `who waits for this window alone, and would not be served here any more, waits for all`() {
        var test = TestHall.started()
        test.take("household")
        test.take("company")
        for number in ["A001", "C001"] {
            _ = test.ask(.transferTicket(TicketNumber(number), service: nil, window: "1", reason: ""))
        }
        _ = assign(&test, ["tax"])
        #expect(test.ticket("A001")?.boundTo == nil)
        #expect(test.ticket("C001")?.boundTo == "1", "was sent here although it was never served here")
    }

    @Test func `the day ends it, and a plan without the service too`() {
        var test = TestHall.started()
        _ = assign(&test, ["company"])
        test.take("tax")
        _ = assign(&test, ["tax"], "2")
        test.verb(.call, "2")
        test.wait(.seconds(24 * 3600))
        #expect(test.hall.recorded.windows.map(\.assigned) == [nil, nil], "also where a visitor is")
        _ = assign(&test, ["company"])
        test.send(
            .planOffered(
                HallPlan.standard.changed {
                    $0.services.removeLast()
                    $0.windows[1].serves = ["household"]
                }, hash: "plan-2"))
        #expect(test.hall.recorded.planHash == "plan-2" && test.state()?.assigned == nil)
    }

    @Test func `a service that no window serves any more is watched`() {
        var test = TestHall.started()
        test.take("company")
        _ = assign(&test, ["tax"], "2")
        test.wait(.seconds(301))
        #expect(test.alarm("service.company.service-unattended") == .unacknowledged)
    }
}
