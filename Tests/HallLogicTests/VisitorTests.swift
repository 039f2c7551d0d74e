import HallLogic
import HallModel
import Testing

@Suite("Visitors who go and come back")
struct ParkTests {
    @Test func `a parked visitor leaves the window free, and comes back to it before those who wait`() {
        var test = TestHall.started()
        let parked = test.take().id
        test.take()
        test.verb(.call)
        test.verb(.start)
        test.verb(.park)
        #expect(test.ticket(parked)?.stage == .parked("1"))
        #expect(test.state()?.current == nil)
        #expect(test.hall.recorded.waiting.map(\.id.number.text) == ["A002"], "who is parked waits for nobody")
        _ = test.ask(.returnTicket(TicketNumber("A001"), reason: ""))
        #expect(test.ticket(parked)?.boundTo == "1")
        test.verb(.call, "2")
        #expect(
            test.hall.recorded.ticket(at: "2")?.id.number.text == "A002", "window 2 may not call who comes back to 1")
        guard case .called(let next, _, .boundHere) = test.verb(.call) else { return fail("nobody is called") }
        #expect(next.id == parked)
    }

    @Test func `who was parked at a window that has closed may be called by all that serve`() {
        var test = TestHall.started()
        let parked = test.take().id
        test.verb(.call)
        test.verb(.park)
        test.verb(.close)
        _ = test.ask(.returnTicket(TicketNumber("A001"), reason: ""))
        #expect(test.ticket(parked)?.boundTo == nil)
        guard case .called(let next, _, .firstTaken) = test.verb(.call, "2") else { return fail("nobody is called") }
        #expect(next.id == parked)
    }

    @Test func `a clerk calls a parked visitor by the number, without anybody at the desk`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call)
        test.verb(.start)
        test.verb(.park)
        guard case .called(let ticket, _, .byNumber) = test.callNumber("A001") else { return fail("refused") }
        #expect(ticket.stage == .called("1", times: 1))
    }

    @Test func `only who is at a window can be parked, only who went can come back`() {
        var test = TestHall.started()
        let number = test.take().id.number
        #expect(test.ask(.parkTicket(number, reason: "")) == .refused(.notAtWindow(number)))
        #expect(test.ask(.parkTicket(TicketNumber("A009"), reason: "")) == .refused(.noSuchTicket("A009")))
        guard case .ticket(let waiting) = test.ask(.returnTicket(number, reason: "")) else { return fail("refused") }
        #expect(waiting.stage == .waiting, "true already")
        test.verb(.call)
        #expect(test.ask(.returnTicket(number, reason: "")) == .refused(.ticketAtWindow(number, "1")))
        test.verb(.start)
        test.verb(.finish)
        #expect(test.ask(.returnTicket(number, reason: "")) == .refused(.ticketClosed(number, "finished")))
        #expect(test.ask(.parkTicket(number, reason: "")) == .refused(.ticketClosed(number, "finished")))
    }

    @Test func `a parked visitor can give up, and lapses with the day like who waits`() {
        var test = TestHall.started()
        test.take()
        test.take()
        for _ in 0..<2 {
            test.verb(.call)
            test.verb(.park)
        }
        _ = test.ask(.cancelTicket(TicketNumber("A001"), reason: "left"))
        #expect(test.ticket("A001")?.stage == .cancelled)
        test.wait(.seconds(24 * 3600))
        guard case .dayOpened(let opened)? = test.facts.last else { return fail("no day") }
        #expect(opened.lapsed.map(\.number.text) == ["A002"] && opened.carried.isEmpty)
    }

    @Test func `a service that is parked is not rated until it goes on, and is one service`() {
        var test = TestHall.started()
        test.take()
        test.take()
        test.verb(.call)
        test.verb(.start)
        test.verb(.park)
        #expect(test.ask(.rate("1", level: "5")) == .refused(.nothingToRate("1")), "nobody is there")
        test.verb(.call)
        test.verb(.start)
        test.verb(.finish)
        _ = test.ask(.rate("1", level: "4"))
        test.wait(.seconds(120))
        #expect(!test.facts.contains { if case .ratingLapsed = $0 { true } else { false } })
        test.callNumber("A001")
        test.verb(.start)
        test.verb(.finish)
        guard case .rated(let number, _, .veryGood) = test.ask(.rate("1", level: "5")) else { return fail("refused") }
        #expect(number.text == "A001")
    }
}

@Suite("Visitors who do not come")
struct AbsenceTests {
    static let plan = HallPlan.standard.changed { $0.queue = QueueSettings(again: 1, behind: 2, graceSeconds: 600) }

    /// Numbers A001…; the first was called in vain so often.
    static func missed(_ times: Int, of count: Int = 4) -> TestHall {
        var test = TestHall.started(plan)
        for _ in 1...count { test.take() }
        for _ in 0..<times {
            test.callNumber("A001")
            test.verb(.noShow)
        }
        return test
    }

    private func line(_ test: TestHall) -> [String] { test.hall.recorded.waiting.map(\.id.number.text) }

    @Test func `where the file is silent, a number that is not heeded is over`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call)
        test.verb(.noShow)
        #expect(test.ticket("A001")?.stage == .noShow)
    }

    @Test func `the first time one waits again behind two others, the second time one may come back`() {
        var test = Self.missed(1)
        #expect(line(test) == ["A002", "A003", "A001", "A004"])
        #expect(test.hall.recorded.waitingAhead(of: test.ticket("A001")!) == 2)
        test.take()
        test.callNumber("A001")
        test.verb(.noShow)
        #expect(test.ticket("A001")?.stage == .absent)
        #expect(line(test) == ["A002", "A003", "A004", "A005"])
        _ = test.ask(.returnTicket(TicketNumber("A001"), reason: ""))
        #expect(line(test) == ["A002", "A003", "A004", "A005", "A001"], "behind two of those behind its place")
    }

    @Test func `two who were put behind the same visitor keep their order`() {
        var test = TestHall.started(Self.plan)
        for _ in 1...5 { test.take() }
        for _ in 0..<2 {
            test.verb(.call)
            test.verb(.noShow)
        }
        // A001 went behind A003, then A002 behind A003 and A001's place: A003, A001 are the two.
        #expect(line(test) == ["A003", "A001", "A002", "A004", "A005"])
    }

    @Test func `where nobody waits behind, the place stays`() {
        let test = Self.missed(1, of: 1)
        #expect(line(test) == ["A001"])
        #expect(test.ticket("A001")?.standing == Ticket.Place(order: 1))
    }

    @Test func `after the time to come back the ticket is over`() {
        var test = Self.missed(2)
        test.wait(.seconds(599))
        #expect(test.ticket("A001")?.stage == .absent)
        test.wait(.seconds(1))
        #expect(test.ticket("A001")?.stage == .noShow)
        #expect(
            test.ask(.returnTicket(TicketNumber("A001"), reason: ""))
                == .refused(.ticketClosed(TicketNumber("A001"), "no-show")))
    }

    @Test func `the hall wakes when that time is over, and not before`() {
        let test = Self.missed(2)
        #expect(test.hall.nextWake(at: test.now).map { $0 <= test.now.monotonic + .seconds(600) } == true)
    }

    @Test(arguments: [3600, -3600] as [Int64])
    func `a clock that is set ends nobody's time`(_ step: Int64) {
        var test = Self.missed(2)
        test.now.wall = test.now.wall + .seconds(step)
        test.wait(.seconds(599))
        #expect(test.ticket("A001")?.stage == .absent)
        test.wait(.seconds(1))
        #expect(test.ticket("A001")?.stage == .noShow)
    }

    @Test func `after a start nobody's time is over before two minutes`() {
        var test = Self.missed(2)
        test.now = test.now.advanced(by: .seconds(3600))
        test.restart(Self.plan)
        #expect(test.ticket("A001")?.stage == .absent)
        test.wait(.seconds(119))
        #expect(test.ticket("A001")?.stage == .absent)
        test.wait(.seconds(1))
        #expect(test.ticket("A001")?.stage == .noShow)
    }

    @Test func `who comes back in time is called by the number at once`() {
        var test = Self.missed(2)
        guard case .called(let ticket, _, .byNumber) = test.callNumber("A001") else { return fail("refused") }
        #expect(ticket.absence == nil)
        test.wait(.seconds(3600))
        #expect(test.ticket("A001")?.stage == .called("1", times: 1))
    }
}

@Suite("Visitors who go elsewhere")
struct TransferTests {
    @Test func `a transfer keeps the number, the place and the time of taking`() {
        var test = TestHall.started()
        let first = test.take("household")
        test.take("tax")
        test.verb(.call)
        test.verb(.start)
        guard case .window(let left) = test.ask(.transferFrom("1", service: "tax", window: nil, reason: "税务"))
        else { return fail("refused") }
        #expect(left.current == nil)
        let moved = test.ticket(first.id)
        #expect(moved?.stage == .waiting && moved?.service == "tax" && moved?.origin == "household")
        #expect(moved?.takenAt == first.takenAt && moved?.standing == first.standing)
        #expect(test.hall.recorded.waiting(for: "tax").map(\.id.number.text) == ["A001", "B001"])
        #expect(test.hall.recorded.waitingAhead(of: test.ticket("B001")!) == 1)
        // The letters stay taken by what they were given for.
        #expect(test.take("household").id.number.text == "A002")
    }

    @Test func `who waits for one window is called there first, and nowhere else`() {
        var test = TestHall.started()
        test.take("household")
        let company = test.take("company")
        _ = test.ask(.transferTicket(company.id.number, service: nil, window: "1", reason: ""))
        let number = company.id.number
        #expect(test.callNumber(number.text, at: "2") == .refused(.notServedHere(number, "2")))
        #expect(test.verb(.call, "2") == .called(test.ticket("A001")!, test.state("2")!, rule: .firstTaken))
        guard case .called(let ticket, _, .boundHere) = test.verb(.call, "1") else { return fail("nobody") }
        #expect(ticket.id == company.id, "window 1 does not serve it otherwise")
    }

    @Test func `a window that closes lets go who waits for it alone, in the same place`() {
        var test = TestHall.started()
        let ticket = test.take("household")
        test.take("household")
        _ = test.ask(.transferTicket(ticket.id.number, service: nil, window: "1", reason: ""))
        test.verb(.call, "2")
        #expect(test.hall.recorded.ticket(at: "2")?.id.number.text == "A002")
        test.verb(.close, "1")
        #expect(test.ticket(ticket.id)?.boundTo == nil)
        test.verb(.start, "2")
        test.verb(.call, "2")
        #expect(test.hall.recorded.ticket(at: "2")?.id == ticket.id)
    }

    @Test func `a window that leaves the plan lets them go too, and what somebody comes back for must stay`() {
        var test = TestHall.started()
        let bound = test.take("household")
        _ = test.ask(.transferTicket(bound.id.number, service: nil, window: "1", reason: ""))
        let without = HallPlan.standard.changed { $0.windows.removeAll { $0.id == "1" } }
        test.take("tax")
        test.verb(.call, "1")
        #expect(test.hall.recorded.ticket(at: "1")?.id == bound.id)
        test.verb(.park, "1")
        test.verb(.call, "1")
        test.verb(.park, "1")
        _ = test.ask(.returnTicket(TicketNumber("A001"), reason: ""))
        test.send(.planOffered(without, hash: "without"))
        #expect(test.hall.recorded.planHash == "plan-1", "B001 comes back for what nobody would serve")
        _ = test.ask(.cancelTicket(TicketNumber("B001"), reason: ""))
        test.send(.planOffered(without, hash: "without-2"))
        #expect(test.hall.recorded.planHash == "without-2")
        #expect(test.ticket(bound.id)?.boundTo == nil)
    }

    @Test func `a transfer to what is not there, or to nobody, is refused`() {
        var test = TestHall.started()
        let number = test.take().id.number
        #expect(
            test.ask(.transferTicket(number, service: "none", window: nil, reason: ""))
                == .refused(.noSuchService("none", known: ["household", "tax", "company"])))
        #expect(
            test.ask(.transferTicket(number, service: nil, window: "9", reason: ""))
                == .refused(.noSuchWindow("9", known: ["1", "2"])))
        test.verb(.close, "2")
        #expect(
            test.ask(.transferTicket(number, service: nil, window: "2", reason: ""))
                == .refused(.windowNotOpen("2", .closed)))
        #expect(test.ask(.transferFrom("1", service: "tax", window: nil, reason: "")) == .refused(.nobodyServed("1")))
        #expect(test.ticket(number.text)?.service == "household")
    }

    @Test func `a transfer ends the service at that window, which can still be rated, and the next one is another`() {
        var test = TestHall.started()
        test.take("household")
        test.verb(.call)
        test.verb(.start)
        _ = test.ask(.transferFrom("1", service: "company", window: nil, reason: ""))
        test.verb(.call, "2")
        test.verb(.start, "2")
        guard case .rated(_, "1", .good) = test.ask(.rate("1", level: "4")) else { return fail("1 is not rated") }
        guard case .rated(_, "2", .bad) = test.ask(.rate("2", level: "2")) else { return fail("2 is not rated") }
    }
}
