import HallLogic
import HallModel
import Testing

@Suite("Taking and cancelling numbers")
struct TakeTests {
    @Test func `numbers of a service follow each other, each service has its own`() {
        var test = TestHall.started()
        #expect(test.take("household").id.number.text == "A001")
        #expect(test.take("tax").id.number.text == "B001")
        let third = test.take("household")
        #expect(third.id.number.text == "A002")
        #expect(third.order == 3)
        #expect(third.ahead == 1)
        #expect(third.source == .api(user: "desk"))
    }

    @Test func `a number is printed at the first kiosk that is able, and is pending until proof`() {
        var test = TestHall.started()
        let decision = test.send(
            .command(
                .takeTicket(service: "household", kiosk: nil, priority: .elder), by: "desk", token: ReplyToken(9)))
        #expect(decision.kinds == ["ticket-taken", "print-ordered"])
        #expect(decision.prints.map(\.printer) == ["kiosk-1-printer"])
        #expect(decision.prints.map(\.closesInterruptedJob) == [false])
        #expect(test.ticket("A001")?.printed == .pending)
        #expect(test.ticket("A001")?.priority == .elder)
        test.report("kiosk-1-printer", .printer(PrinterCondition(paper: .out)))
        #expect(test.take("household", proven: false).printer == "kiosk-2-printer")
    }

    @Test func `over the API a number is paperless where no kiosk, or not the named one, can print`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", .presence(.offline, detail: .portLost))
        guard case .ticket(let named) = test.ask(.takeTicket(service: "tax", kiosk: "kiosk-1", priority: .ordinary))
        else { return fail("refused") }
        #expect(named.printed == .paperless)
        #expect(named.job == nil)
        test.report("kiosk-2-printer", .printer(PrinterCondition(coverOpen: true)))
        #expect(test.take("tax", proven: false).printed == .paperless)
    }

    @Test func `a printer of which nothing is known, or which cannot answer, counts as able`() {
        var test = TestHall.started()
        #expect(test.hall.canPrint(at: "kiosk-1"))
        test.report("kiosk-1-printer", .presence(.unknown, detail: .oneWay))
        #expect(test.hall.canPrint(at: "kiosk-1"))
        for presence in [Presence.offline, .absent, .disabled] {
            test.report("kiosk-1-printer", .presence(presence, detail: .none))
            #expect(!test.hall.canPrint(at: "kiosk-1"))
        }
    }

    @Test func `a kiosk's key gives a number on paper or none at all`() {
        var test = TestHall.started()
        let taken = test.press("2")
        #expect(taken.number.text == "B001")
        #expect(test.ticket(taken)?.source == .kiosk("kiosk-1"))
        test.report("kiosk-1-printer", .printer(PrinterCondition(paper: .out)))
        let refused = test.report("kiosk-1-keys", .key("1"))
        #expect(refused.kinds == ["take-refused"])
        #expect(refused.jobs.isEmpty)
        #expect(test.hall.recorded.tickets.count == 1)
    }

    @Test func `a key at a kiosk without a printer gives no number`() {
        var test = TestHall.started(.standard.changed { $0.kiosks[0].printer = nil })
        #expect(test.report("kiosk-1-keys", .key("1")).kinds == ["take-refused"])
    }

    @Test func `keys that mean nothing do nothing`() {
        var test = TestHall.started()
        #expect(test.report("kiosk-1-keys", .key("9")) == HallDecision())
        #expect(test.report("w1-caller", .key("dance")) == HallDecision())
        #expect(test.report("w1-display", .key("call")) == HallDecision())
        #expect(test.report("stranger", .key("1")) == HallDecision())
        #expect(test.report("kiosk-1-keys", .noise(count: 40)) == HallDecision())
    }

    @Test func `names that do not exist are refused with those that do`() {
        var test = TestHall.started()
        #expect(
            test.ask(.takeTicket(service: "dogs", kiosk: nil, priority: .ordinary))
                == .refused(.noSuchService("dogs", known: ["household", "tax", "company"])))
        #expect(
            test.ask(.takeTicket(service: "tax", kiosk: "k9", priority: .ordinary))
                == .refused(.noSuchKiosk("k9", known: ["kiosk-1", "kiosk-2"])))
        #expect(
            test.ask(.window("7", .call, reason: "")) == .refused(.noSuchWindow("7", known: ["1", "2"])))
        #expect(test.ask(.cancelTicket(TicketNumber("A001"), reason: "")) == .refused(.noSuchTicket("A001")))
        #expect(test.ask(.reprintTicket(TicketNumber("A001"), kiosk: nil)) == .refused(.noSuchTicket("A001")))
    }

    @Test func `a waiting number can be cancelled, and its print is asked back`() {
        var test = TestHall.started()
        let ticket = test.take(proven: false)
        let decision = test.send(
            .command(.cancelTicket(ticket.id.number, reason: "left"), by: "desk", token: ReplyToken(1)))
        #expect(decision.kinds == ["ticket-cancelled"])
        #expect(decision.withdrawals == [ticket.job].compactMap { $0 })
        #expect(test.ticket(ticket.id)?.stage == .cancelled)
        #expect(
            test.ask(.cancelTicket(ticket.id.number, reason: ""))
                == .refused(.ticketClosed(ticket.id.number, "cancelled")))
        test.prove(ticket.id)
        #expect(test.ticket(ticket.id)?.stage == .cancelled)
        #expect(test.ticket(ticket.id)?.printed == .proven)
    }

    @Test func `a number at a window cannot be cancelled`() {
        var test = TestHall.started()
        let number = test.take().id.number
        test.verb(.call)
        #expect(test.ask(.cancelTicket(number, reason: "")) == .refused(.ticketAtWindow(number, "1")))
        test.verb(.start)
        #expect(test.ask(.cancelTicket(number, reason: "")) == .refused(.ticketAtWindow(number, "1")))
    }
}

@Suite("Calling and serving")
struct CallTests {
    @Test func `the one taken first among the window's services is called, with the reasons kept`() {
        var test = TestHall.started()
        test.take("company")
        test.take("tax")
        test.take("household")
        test.now = test.now.advanced(by: .seconds(60))
        guard case .called(let ticket, let window, let rule) = test.verb(.call) else { return fail("refused") }
        #expect(ticket.id.number.text == "B001")
        #expect(ticket.stage == .called("1", times: 1))
        #expect(window.current == ticket.id)
        #expect(rule == .firstTaken)
        guard case .ticketCalled(let fact)? = test.facts.last else { return fail("no fact") }
        #expect(fact.inputs.contains(DecisionInput("waiting", "2")))
        #expect(fact.inputs.contains(DecisionInput("oldest", "B001")))
        #expect(fact.inputs.contains(DecisionInput("taken", "2026-11-21T09:00:00+08:00")))
        #expect(fact.inputs.count <= 8)
        #expect(fact.by == "clerk")
    }

    @Test func `the order of taking rules even when the clock was set back`() {
        var test = TestHall.started()
        test.take("tax")
        test.now.wall = test.now.wall + .seconds(-600)
        test.take("household")
        test.verb(.call)
        #expect(test.ticket("B001")?.stage == .called("1", times: 1))
    }

    @Test func `a kiosk's number is not called before its paper is out, and named as skipped`() {
        var test = TestHall.started()
        let atKiosk = test.press("1")
        #expect(test.verb(.call) == .nobodyWaiting(WindowState(id: "1")))
        test.take("household", proven: false)
        test.verb(.call)
        #expect(test.ticket("A002")?.stage == .called("1", times: 1))
        guard case .ticketCalled(let fact)? = test.facts.last else { return fail("no fact") }
        #expect(fact.inputs.contains(DecisionInput("skipped", "A001")))
        test.prove(atKiosk, .unproven)
        test.verb(.noShow)
        test.verb(.call)
        #expect(test.ticket("A001")?.stage == .called("1", times: 1))
    }

    @Test func `a fact names at most eight of many skipped numbers`() {
        var test = TestHall.started()
        for _ in 0..<11 { test.press("1") }
        test.take("household")
        test.verb(.call)
        guard case .ticketCalled(let fact)? = test.facts.last else { return fail("no fact") }
        #expect(
            fact.inputs.last == DecisionInput("skipped", "A001,A002,A003,A004,A005,A006,A007,A008,+3"))
    }

    @Test func `a number that the clerk names is called out of its turn, and who was passed over is kept`() {
        var test = TestHall.started()
        for _ in 0..<3 { test.take("household") }
        guard case .called(let ticket, let window, let rule) = test.callNumber("A003") else { return fail("refused") }
        #expect(ticket.stage == .called("1", times: 1) && window.current == ticket.id && rule == .byNumber)
        guard case .ticketCalled(let fact)? = test.facts.last else { return fail("no fact") }
        #expect(fact.inputs.contains(DecisionInput("passed", "A001,A002")))
        #expect(fact.formVersion == 2)
        test.verb(.noShow)
        test.verb(.call)
        #expect(test.ticket("A001")?.stage == .called("1", times: 1), "the others keep their turn")
        guard case .ticketCalled(let next)? = test.facts.last else { return fail("no fact") }
        #expect(next.formVersion == 1, "what an older build can read it is given")
    }

    @Test func `a number that was called by mistake waits again in its place, and the window calls others first`() {
        var test = TestHall.started()
        for _ in 0..<3 { test.take("household") }
        #expect(test.verb(.putBack) == .refused(.nobodyCalled("1")))
        test.verb(.call)
        #expect(test.verb(.putBack) == .window(WindowState(id: "1")))
        #expect(test.ticket("A001")?.stage == .waiting && test.ticket("A001")?.calledAt == nil)
        #expect(test.hall.recorded.waitingAhead(of: test.hall.recorded.tickets[0]) == 0)
        test.verb(.call)
        #expect(test.ticket("A002")?.stage == .called("1", times: 1), "not the same one again")
        test.verb(.call, "2")
        #expect(test.ticket("A001")?.stage == .called("2", times: 1), "elsewhere it is its turn")
        test.verb(.start, "2")
        #expect(test.verb(.putBack, "2") == .refused(.nobodyCalled("2")), "whoever is served is no mistake")
    }

    @Test func `where nobody else waits, the number that was put back is called again`() {
        var test = TestHall.started()
        test.take("household")
        test.verb(.call)
        test.verb(.putBack)
        test.verb(.call)
        #expect(test.ticket("A001")?.stage == .called("1", times: 1) && test.ticket("A001")?.putBackAt == nil)
        #expect(test.hall.recorded == Hall.restored(from: test.facts).recorded)
    }

    @Test func `a number that cannot be called is refused, and nothing changes`() {
        var test = TestHall.started()
        test.take("tax")
        test.take("household")
        test.take("household")
        test.press("1")
        #expect(test.callNumber("A009") == .refused(.noSuchTicket("A009")))
        #expect(test.callNumber("A001", at: "9") == .refused(.noSuchWindow("9", known: ["1", "2"])))
        // Its paper is still on the way.
        #expect(test.callNumber("A003") == .refused(.printPending(TicketNumber("A003"))))
        let elsewhere = test.hall.recorded.plan?.windows.first { !$0.serves.contains("tax") }
        if let elsewhere {
            let number = test.hall.recorded.tickets[0].id.number
            #expect(test.callNumber(number.text, at: elsewhere.id) == .refused(.notServedHere(number, elsewhere.id)))
        }
        test.callNumber("A001")
        #expect(test.callNumber("A002") == .refused(.calledTicketPending("1", TicketNumber("A001"))))
        #expect(test.callNumber("A001", at: "2") == .refused(.ticketAtWindow(TicketNumber("A001"), "1")))
        test.verb(.start)
        // `call` ends a service; a number that was mistyped must not.
        #expect(test.callNumber("A002") == .refused(.windowBusy("1", TicketNumber("A001"))))
        test.verb(.finish)
        #expect(test.callNumber("A001") == .refused(.ticketClosed(TicketNumber("A001"), "finished")))
        test.verb(.pause)
        #expect(test.callNumber("A002") == .refused(.windowNotOpen("1", .paused)))
        #expect(test.ticket("A002")?.stage == .waiting)
    }

    @Test func `call while serving ends that service first, unless nobody waits`() {
        var test = TestHall.started()
        test.take("household")
        test.verb(.call)
        test.verb(.start)
        let before = test.facts.count
        #expect(test.verb(.call) == .nobodyWaiting(WindowState(id: "1", current: test.ticket("A001")?.id)))
        #expect(test.facts.count == before)
        #expect(test.ticket("A001")?.stage == .serving("1"))
        test.take("household")
        let decision = test.send(.command(.window("1", .call, reason: ""), by: "clerk", token: ReplyToken(1)))
        #expect(decision.kinds == ["service-finished", "ticket-called"])
        #expect(test.ticket("A001")?.stage == .finished)
        #expect(test.state()?.current?.number.text == "A002")
    }

    @Test func `a called number must be settled before the next`() {
        var test = TestHall.started()
        test.take()
        test.take()
        test.verb(.call)
        #expect(test.verb(.call) == .refused(.calledTicketPending("1", TicketNumber("A001"))))
    }

    @Test func `one number goes to one window`() {
        var test = TestHall.started()
        test.take("household")
        test.verb(.call, "2")
        #expect(test.verb(.call, "1") == .nobodyWaiting(WindowState(id: "1")))
    }

    @Test func `the clerk's keys do what the verbs do, and refused ones nothing`() {
        var test = TestHall.started()
        #expect(test.report("w1-caller", .key("call")) == HallDecision())
        test.take()
        #expect(test.report("w1-caller", .key("call")).kinds == ["ticket-called"])
        #expect(test.report("w1-caller", .key("call")) == HallDecision())
        #expect(test.report("w1-caller", .key("recall")).kinds == ["ticket-recalled"])
        #expect(test.ticket("A001")?.stage == .called("1", times: 2))
        #expect(test.report("w1-caller", .key("start")).kinds == ["service-started"])
        #expect(test.report("w1-caller", .key("finish")).kinds == ["service-finished"])
        guard case .serviceFinished(let fact)? = test.facts.last else { return fail("no fact") }
        #expect(fact.by == "device:w1-caller")
    }

    /// Where a window can stand, with what each verb does there: the facts, or the refusal.
    enum Standing: String, CaseIterable {
        case openEmpty, openCalled, openServing, pausedEmpty, pausedCalled, pausedServing, closed

        func prepare(_ test: inout TestHall) {
            test.take()
            test.take()
            switch self {
            case .openEmpty: break
            case .openCalled: test.verb(.call)
            case .openServing:
                test.verb(.call)
                test.verb(.start)
            case .pausedEmpty: test.verb(.pause)
            case .pausedCalled:
                test.verb(.call)
                test.verb(.pause)
            case .pausedServing:
                test.verb(.call)
                test.verb(.start)
                test.verb(.pause)
            case .closed: test.verb(.close)
            }
        }
    }

    static let first = TicketNumber("A001")
    static let table: [(Standing, WindowVerb, [String], Refusal?)] = [
        (.openEmpty, .open, [], nil),
        (.openEmpty, .close, ["window-mode-changed"], nil),
        (.openEmpty, .call, ["ticket-called"], nil),
        (.openEmpty, .recall, [], .nobodyCalled("1")),
        (.openEmpty, .putBack, [], .nobodyCalled("1")),
        (.openEmpty, .start, [], .nobodyCalled("1")),
        (.openEmpty, .finish, [], .nobodyServed("1")),
        (.openEmpty, .park, [], .nobodyServed("1")),
        (.openEmpty, .noShow, [], .nobodyCalled("1")),
        (.openEmpty, .pause, ["window-mode-changed"], nil),
        (.openEmpty, .resume, [], nil),

        (.openCalled, .open, [], nil),
        (.openCalled, .close, [], .windowBusy("1", first)),
        (.openCalled, .call, [], .calledTicketPending("1", first)),
        (.openCalled, .recall, ["ticket-recalled"], nil),
        (.openCalled, .putBack, ["ticket-put-back"], nil),
        (.openCalled, .start, ["service-started"], nil),
        (.openCalled, .finish, [], .nobodyServed("1")),
        (.openCalled, .park, ["ticket-parked"], nil),
        (.openCalled, .noShow, ["ticket-no-show"], nil),
        (.openCalled, .pause, ["window-mode-changed"], nil),
        (.openCalled, .resume, [], nil),

        (.openServing, .open, [], nil),
        (.openServing, .close, [], .windowBusy("1", first)),
        (.openServing, .call, ["service-finished", "ticket-called"], nil),
        (.openServing, .recall, [], .nobodyCalled("1")),
        (.openServing, .putBack, [], .nobodyCalled("1")),
        (.openServing, .start, [], nil),
        (.openServing, .finish, ["service-finished"], nil),
        (.openServing, .park, ["ticket-parked"], nil),
        (.openServing, .noShow, [], .nobodyCalled("1")),
        (.openServing, .pause, ["window-mode-changed"], nil),
        (.openServing, .resume, [], nil),

        (.pausedEmpty, .open, ["window-mode-changed"], nil),
        (.pausedEmpty, .close, ["window-mode-changed"], nil),
        (.pausedEmpty, .call, [], .windowNotOpen("1", .paused)),
        (.pausedEmpty, .recall, [], .nobodyCalled("1")),
        (.pausedEmpty, .putBack, [], .nobodyCalled("1")),
        (.pausedEmpty, .start, [], .nobodyCalled("1")),
        (.pausedEmpty, .finish, [], .nobodyServed("1")),
        (.pausedEmpty, .park, [], .nobodyServed("1")),
        (.pausedEmpty, .noShow, [], .nobodyCalled("1")),
        (.pausedEmpty, .pause, [], nil),
        (.pausedEmpty, .resume, ["window-mode-changed"], nil),

        (.pausedCalled, .open, ["window-mode-changed"], nil),
        (.pausedCalled, .close, [], .windowBusy("1", first)),
        (.pausedCalled, .call, [], .windowNotOpen("1", .paused)),
        (.pausedCalled, .recall, ["ticket-recalled"], nil),
        (.pausedCalled, .putBack, ["ticket-put-back"], nil),
        (.pausedCalled, .start, ["service-started"], nil),
        (.pausedCalled, .finish, [], .nobodyServed("1")),
        (.pausedCalled, .park, ["ticket-parked"], nil),
        (.pausedCalled, .noShow, ["ticket-no-show"], nil),
        (.pausedCalled, .pause, [], nil),
        (.pausedCalled, .resume, ["window-mode-changed"], nil),

        (.pausedServing, .open, ["window-mode-changed"], nil),
        (.pausedServing, .close, [], .windowBusy("1", first)),
        (.pausedServing, .call, [], .windowNotOpen("1", .paused)),
        (.pausedServing, .recall, [], .nobodyCalled("1")),
        (.pausedServing, .putBack, [], .nobodyCalled("1")),
        (.pausedServing, .start, [], nil),
        (.pausedServing, .finish, ["service-finished"], nil),
        (.pausedServing, .park, ["ticket-parked"], nil),
        (.pausedServing, .noShow, [], .nobodyCalled("1")),
        (.pausedServing, .pause, [], nil),
        (.pausedServing, .resume, ["window-mode-changed"], nil),

        (.closed, .open, ["window-mode-changed"], nil),
        (.closed, .close, [], nil),
        (.closed, .call, [], .windowNotOpen("1", .closed)),
        (.closed, .recall, [], .nobodyCalled("1")),
        (.closed, .putBack, [], .nobodyCalled("1")),
        (.closed, .start, [], .nobodyCalled("1")),
        (.closed, .finish, [], .nobodyServed("1")),
        (.closed, .park, [], .nobodyServed("1")),
        (.closed, .noShow, [], .nobodyCalled("1")),
        (.closed, .pause, [], .windowNotOpen("1", .closed)),
        (.closed, .resume, [], .windowNotOpen("1", .closed)),
    ]

    @Test func `each verb does in each standing of a window what the table says`() {
        #expect(Self.table.count == Standing.allCases.count * WindowVerb.allCases.count)
        for (standing, verb, kinds, refusal) in Self.table {
            var test = TestHall.started()
            standing.prepare(&test)
            let decision = test.send(.command(.window("1", verb, reason: ""), by: "clerk", token: ReplyToken(1)))
            #expect(decision.kinds == kinds, "\(standing) \(verb)")
            switch decision.answers.first?.reply {
            case .refused(let told)?: #expect(told == refusal, "\(standing) \(verb)")
            case .window(let window)?:
                #expect(refusal == nil && window == test.state(), "\(standing) \(verb)")
            case .called(_, let window, _)?:
                #expect(refusal == nil && window == test.state(), "\(standing) \(verb)")
            default: Issue.record("\(standing) \(verb): \(decision.answers)")
            }
        }
    }

    @Test func `a pause keeps its reason until it ends`() {
        var test = TestHall.started()
        _ = test.ask(.window("1", .pause, reason: "午休"))
        #expect(test.state()?.pausedReason == "午休")
        test.verb(.resume)
        #expect(test.state()?.pausedReason == nil)
    }

    @Test func `the queue can be asked who waits, for how long, and who is served`() {
        var test = TestHall.started()
        test.take("household")
        test.now = test.now.advanced(by: .seconds(90))
        let second = test.take("household")
        let recorded = test.hall.recorded
        #expect(recorded.waiting(for: "household").map(\.id.number.text) == ["A001", "A002"])
        #expect(recorded.waitingCount(for: "tax") == 0)
        #expect(recorded.oldestWait(for: "household", at: test.now.wall) == .seconds(90))
        #expect(recorded.oldestWait(for: "household", at: WallTime(seconds: 0)) == .zero)
        #expect(recorded.oldestWait(for: "tax", at: test.now.wall) == nil)
        #expect(test.ticket(second.id).map { recorded.waitingAhead(of: $0) } == 1)
        #expect(recorded.windows(serving: "household").map(\.id) == ["1", "2"])
        test.verb(.call)
        test.verb(.start)
        #expect(test.hall.recorded.servingCount == 1)
        #expect(test.hall.recorded.ticket(at: "1")?.id.number.text == "A001")
    }
}
