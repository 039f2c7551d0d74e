import HallLogic
import HallModel
import Testing

@Suite("Starting and plans")
struct StartTests {
    @Test func `the first start adopts the plan, opens the day, and says so in this order`() {
        var test = TestHall()
        #expect(test.start().kinds == ["plan-adopted", "day-opened", "daemon-started"])
        #expect(test.hall.recorded.windows == [WindowState(id: "1"), WindowState(id: "2")])
        #expect(test.hall.recorded.planHash == "plan-1")
    }

    @Test func `another start with the same plan on the same day records only itself`() {
        var test = TestHall.started()
        test.take()
        #expect(test.restart().kinds == ["daemon-started"])
        #expect(test.take().id.number.text == "A002")
    }

    @Test func `the print that was under way is settled as lost and printed again, once per interruption`() {
        var test = TestHall.started()
        let first = test.press()
        let second = test.take(proven: false)
        for interruption in 1...2 {
            let decision = test.restart()
            #expect(decision.kinds == ["daemon-started", "print-settled", "print-ordered"])
            #expect(decision.prints.map(\.closesInterruptedJob) == [true])
            #expect(decision.prints.first?.sheet.texts.contains("补打 / REPRINT") == true)
            #expect(test.ticket(first)?.reprints == interruption)
        }
        // The one behind it had not been sent: it comes out as if nothing had happened.
        guard let job = test.ticket(first)?.job else { return fail("no job") }
        let decision = test.report("kiosk-1-printer", .print(job, .proven))
        #expect(decision.prints.map(\.id) == [second.job])
        #expect(decision.prints.first?.sheet.texts.contains("补打 / REPRINT") == false)
        #expect(decision.prints.map(\.closesInterruptedJob) == [false])
        let jobs = test.facts.compactMap {
            if case .printOrdered(let fact) = $0 { fact.job.number } else { nil }
        }
        #expect(jobs == Array(1...jobs.count))
    }

    @Test func `a number that is over is not printed again`() {
        var test = TestHall.started()
        let number = test.take(proven: false).id.number
        _ = test.ask(.cancelTicket(number, reason: ""))
        #expect(test.restart().kinds == ["daemon-started", "print-settled"])
    }

    @Test func `a crash voids no number, even where no printer is left`() {
        var test = TestHall.started()
        let atKiosk = test.press()
        let bare = HallPlan.standard.changed { $0.kiosks = [] }
        test.restart(bare, hash: "bare")
        #expect(test.ticket(atKiosk)?.stage == .waiting)
        test.verb(.call)
        #expect(test.ticket(atKiosk)?.stage == .called("1", times: 1))
    }

    @Test func `a changed plan keeps, adds and removes windows in its own order`() {
        var test = TestHall.started()
        test.verb(.pause, "2")
        let plan = HallPlan.standard.changed { plan in
            plan.windows = [
                WindowPlan(id: "3", name: "新窗口", serves: ["household", "tax"]), plan.windows[1],
            ]
        }
        #expect(test.send(.planOffered(plan, hash: "plan-2")).kinds == ["plan-adopted"])
        #expect(test.hall.recorded.windows == [WindowState(id: "3"), WindowState(id: "2", mode: .paused)])
    }

    @Test func `the same plan again is no news`() {
        var test = TestHall.started()
        #expect(test.send(.planOffered(.standard, hash: "plan-1")) == HallDecision())
    }

    static let harmful: [(PlanRefusal, @Sendable (inout HallPlan) -> Void)] = [
        (.serviceInUse("household"), { $0.services.removeFirst() }),
        (.prefixInUse("household"), { $0.services[0].prefix = "X" }),
        (.prefixInUse("pension"), { $0.services[1] = ServicePlan(id: "pension", prefix: "B", name: "养老") }),
        (
            .serviceUnserved("household"),
            {
                $0.windows[0].serves = ["tax"]
                $0.windows[1].serves = ["company"]
            }
        ),
        (.windowOccupied("1"), { $0.windows.removeFirst() }),
    ]

    /// A hall in which somebody waits for `household`, somebody was served for `tax`, and window 1 serves somebody.
    static func busyHall() -> TestHall {
        var test = TestHall.started()
        test.take("tax")
        test.verb(.call)
        test.verb(.finish)
        test.verb(.noShow)
        test.take("household")
        test.verb(.call)
        test.verb(.start)
        test.take("household")
        return test
    }

    @Test func `a plan that takes something from under a visitor is refused with the reason`() {
        for (refusal, change) in Self.harmful {
            var test = Self.busyHall()
            let decision = test.send(.planOffered(HallPlan.standard.changed(change), hash: "bad"))
            #expect(decision.kinds == ["alarm-raised"])
            #expect(test.hall.recorded.alarm("hall.plan-refused")?.subject == refusal.code)
            #expect(test.hall.recorded.planHash == "plan-1")
            #expect(test.restart(HallPlan.standard.changed(change), hash: "bad").kinds == ["daemon-started"])
            #expect(test.hall.recorded.plan == .standard)
        }
    }

    @Test func `a plan accepted later, or the former one put back, ends the alarm`() {
        for (hash, kinds) in [("plan-1", ["alarm-returned"]), ("plan-3", ["plan-adopted", "alarm-returned"])] {
            var test = Self.busyHall()
            test.send(.planOffered(HallPlan.standard.changed { $0.services.removeFirst() }, hash: "bad"))
            #expect(test.send(.planOffered(.standard, hash: hash)).kinds == kinds)
        }
    }

    @Test func `another reason is another alarm to acknowledge`() {
        var test = Self.busyHall()
        test.send(.planOffered(HallPlan.standard.changed { $0.windows.removeFirst() }, hash: "bad"))
        _ = test.ask(.acknowledgeAlarm("hall.plan-refused", reason: ""))
        test.send(.planOffered(HallPlan.standard.changed { $0.windows.removeFirst() }, hash: "bad"))
        #expect(test.alarm("hall.plan-refused") == .acknowledged)
        test.send(.planOffered(HallPlan.standard.changed { $0.services.removeFirst() }, hash: "worse"))
        #expect(test.alarm("hall.plan-refused") == .unacknowledged)
        #expect(test.hall.recorded.alarm("hall.plan-refused")?.subject == "service-in-use household")
    }

    @Test func `what waited yesterday does not stand in the way of this morning's plan`() {
        var test = TestHall.started()
        test.take("household")
        test.now = test.now.advanced(by: .seconds(86_400))
        let plan = HallPlan.standard.changed { $0.services[0].prefix = "X" }
        #expect(test.restart(plan, hash: "plan-2").kinds == ["plan-adopted", "day-opened", "daemon-started"])
        #expect(test.take("household").id.number.text == "X001")
    }

    @Test func `a refused plan comes into force by itself when the day turns and nobody waits any more`() {
        let without = HallPlan.standard.changed { $0.services.removeFirst() }
        for isBoot in [false, true] {
            var test = TestHall.started()
            test.take("household")
            if isBoot {
                test.restart(without, hash: "without")
            } else {
                test.send(.planOffered(without, hash: "without"))
            }
            test.wait(.seconds(3600))
            #expect(test.hall.recorded.planHash == "plan-1", "not before the turn")
            let turn = test.wait(.seconds(86_400))
            #expect(turn.kinds == ["plan-adopted", "day-opened", "alarm-returned"])
            #expect(test.hall.recorded.plan == without)
            #expect(test.hall.nextWake(at: test.now) == test.now.monotonic, "a look whether it is in force")
            #expect(test.send(.timeReached) == HallDecision())
            #expect(test.hall.nextWake(at: test.now).map { $0 > test.now.monotonic } == true)
        }
    }

    @Test func `only the plan offered last is tried again`() {
        let without = HallPlan.standard.changed { $0.services.removeFirst() }
        let renamed = HallPlan.standard.changed { $0.services[0].prefix = "X" }
        var test = TestHall.started()
        test.take("household")
        test.send(.planOffered(without, hash: "without"))
        test.send(.planOffered(renamed, hash: "renamed"))
        test.wait(.seconds(86_400))
        #expect(test.hall.recorded.planHash == "renamed")

        var former = TestHall.started()
        former.take("household")
        former.send(.planOffered(without, hash: "without"))
        former.send(.planOffered(.standard, hash: "plan-1"))
        #expect(former.wait(.seconds(86_400)).kinds == ["day-opened"])
        #expect(former.hall.recorded.planHash == "plan-1")
    }

    @Test func `a refused plan that turns the day later is tried again behind the turn of the one in force`() {
        let later = HallPlan.standard.changed { plan in
            plan.services.removeFirst()
            plan.hall.dayStartSecond = 43_200
        }
        var test = TestHall.started()
        test.take("household")
        test.send(.planOffered(later, hash: "later"))
        // Half past four: the day has turned by the plan in force, and not yet by the other.
        #expect(test.wait(.seconds(70_200)).kinds == ["day-opened"])
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic)
        #expect(test.send(.timeReached).kinds == ["plan-adopted", "alarm-returned"])
        #expect(test.hall.recorded.planHash == "later")
    }

    @Test func `a refused plan whose adoption was not committed is tried again`() {
        let without = HallPlan.standard.changed { $0.services.removeFirst() }
        var test = TestHall.started()
        test.take("household")
        test.send(.planOffered(without, hash: "without"))
        let committed = test.hall
        test.wait(.seconds(86_400))
        test.hall.rollBack(to: committed)
        test.send(.journalFailed("disk-full"))
        test.send(.journalRecovered)
        #expect(test.hall.recorded.planHash == "without")
    }

    private func taken(_ number: Int) -> HallFact {
        let id = TicketID(
            day: CivilDate(year: 2026, month: 11, day: 21), number: TicketNumber(prefix: "A", count: number))
        return .ticketTaken(
            TicketTaken(
                ticket: id, service: "household", count: number, priority: .ordinary,
                at: TestHall.morning.wall, order: number, source: .api(user: "desk"), ahead: 0, onPaper: false))
    }

    /// Comparing each of 20 000 numbers with all before it would take minutes.
    @Test(.timeLimit(.minutes(1)))
    func `the time to restore grows with the numbers taken, not with their square`() {
        let facts = (1...20_000).map { taken($0) }
        let time = ContinuousClock().measure {
            #expect(Hall.restored(from: facts).recorded.tickets.count == 20_000)
        }
        #expect(time < .seconds(10))
    }

    @Test func `a number taken twice in the journal is one number`() {
        let hall = Hall.restored(from: [taken(1), taken(2), taken(1), taken(2)])
        #expect(hall.recorded.tickets.map(\.id.number.text) == ["A001", "A002"])
    }

    @Test func `a service may go when nobody waits, and its numbers go on when it comes back`() {
        var test = TestHall.started()
        test.take("household")
        test.verb(.call)
        test.verb(.noShow)
        let without = HallPlan.standard.changed { $0.services.removeFirst() }
        #expect(test.send(.planOffered(without, hash: "without")).kinds == ["plan-adopted"])
        #expect(test.send(.planOffered(.standard, hash: "plan-1")).kinds == ["plan-adopted"])
        #expect(test.take("household").id.number.text == "A002")
    }

    @Test func `alarms of devices that are gone from the plan end`() {
        var test = TestHall.started()
        test.report("kiosk-2-printer", .printer(PrinterCondition(paper: .out)))
        let plan = HallPlan.standard.changed { plan in
            plan.kiosks.removeLast()
            plan.devices.removeAll { $0.id == "kiosk-2-printer" || $0.id == "kiosk-2-keys" }
        }
        #expect(test.send(.planOffered(plan, hash: "less")).kinds == ["plan-adopted", "alarm-returned"])
    }

    @Test func `before any start the hall promises nothing`() {
        var test = TestHall()
        #expect(test.ask(.takeTicket(service: "tax", kiosk: nil, priority: .ordinary)) == .refused(.storeUnavailable))
        #expect(test.ask(.window("1", .call, reason: "")) == .refused(.noSuchWindow("1", known: [])))
        #expect(test.send(.timeReached) == HallDecision())
        #expect(test.hall.nextWake(at: test.now) == nil)
        #expect(test.hall.desired("w1-display") == nil)
    }
}
