import HallLogic
import HallModel
import Testing

@Suite("Expected waits")
struct WaitEstimateTests {
    /// Serves one visitor of a service at a window, from the call to the end in so many seconds.
    private func serve(_ service: ServiceID, _ seconds: Int, at window: WindowID = "1", _ test: inout TestHall) {
        test.take(service)
        test.verb(.call, window)
        test.verb(.start, window)
        test.wait(.seconds(seconds))
        test.verb(.finish, window)
    }

    private func estimate(_ number: String, _ test: TestHall) -> Int? {
        test.ticket(number).flatMap { test.hall.recorded.estimatedWaits(at: test.now.wall).seconds(until: $0.id) }
    }

    private func next(_ service: ServiceID, _ test: TestHall) -> Int? {
        test.hall.recorded.estimatedWaits(at: test.now.wall).seconds(for: service)
    }

    @Test func `nothing is known before anybody was served: no estimate, and never a zero`() {
        var test = TestHall.started()
        #expect(test.take("tax").estimatedWaitSeconds == nil)
        #expect(estimate("B001", test) == nil && next("tax", test) == nil)
        serve("household", 300, at: "2", &test)
        #expect(next("tax", test) == nil, "of another service nothing is known still")
        #expect(next("household", test) != nil)
    }

    @Test func `one after another at one window: each waits for the means of all before`() {
        var test = TestHall.started()
        serve("tax", 200, &test)
        serve("tax", 400, &test)
        for _ in 1...3 { test.take("tax") }
        #expect(["B003", "B004", "B005"].map { estimate($0, test) } == [0, 300, 600])
        #expect(next("tax", test) == 900)
        #expect(test.take("tax").estimatedWaitSeconds == 900, "as told before it was taken")
        guard case .ticketTaken(let taken)? = test.facts.last(where: { $0.kind == "ticket-taken" }) else {
            return fail("no fact")
        }
        #expect(taken.estimatedWaitSeconds == 900)
    }

    @Test func `whoever is at the window is expected to stay for the rest of a usual time`() {
        var test = TestHall.started()
        serve("tax", 300, &test)
        test.take("tax")
        test.verb(.call)
        test.verb(.start)
        test.take("tax")
        test.wait(.seconds(100))
        #expect(estimate("B003", test) == 200)
        test.wait(.seconds(500))
        #expect(estimate("B003", test) == 75, "longer than usual: nobody knows, but not at once")
    }

    @Test func `only the newest twenty count`() {
        var test = TestHall.started()
        for _ in 1...20 { serve("tax", 900, &test) }
        for _ in 1...20 { serve("tax", 100, &test) }
        test.take("tax")
        test.take("tax")
        #expect(estimate("B042", test) == 100)
    }

    @Test func `windows that serve it share the line; paused and closed ones do not`() {
        var test = TestHall.started()
        serve("household", 300, &test)
        for _ in 1...4 { test.take("household") }
        #expect(next("household", test) == 600, "two windows")
        test.verb(.pause, "2")
        #expect(next("household", test) == 1200)
        test.verb(.close, "1")
        #expect(next("household", test) == nil && estimate("A002", test) == nil, "nobody calls it")
    }

    @Test func `who is called before others by class is expected before them`() {
        var test = TestHall.started(.standard.changed { $0.queue = QueueSettings(preferred: 2) })
        serve("tax", 300, &test)
        test.take("tax")
        test.take("tax")
        guard case .ticket(let elder) = test.ask(.takeTicket(service: "tax", kiosk: nil, priority: .elder)) else {
            return fail("no ticket")
        }
        #expect(elder.estimatedWaitSeconds == 0)
        #expect(estimate("B002", test) == 300 && estimate("B003", test) == 600)
    }

    @Test func `a fire stops every estimate, since nobody is called`() {
        var test = TestHall.started()
        serve("tax", 300, &test)
        test.take("tax")
        #expect(estimate("B002", test) != nil)
        test.hall.apply(.alarmRaised(AlarmRaised(alarm: .fire, device: nil, priority: .high, at: test.now.wall)))
        #expect(estimate("B002", test) == nil && next("tax", test) == nil)
    }

    @Test func `what is known outlives the night and a restart`() {
        var test = TestHall.started()
        serve("tax", 300, &test)
        test.wait(.seconds(24 * 3600))
        test.restart()
        test.take("tax")
        #expect(estimate("B001", test) == 0)
        #expect(test.take("tax").estimatedWaitSeconds == 300)
    }

    @Test func `a clock that was set back is no service time`() {
        var test = TestHall.started()
        test.take("tax")
        test.verb(.call)
        test.verb(.start)
        test.now.wall = test.now.wall + .seconds(-3600)
        test.verb(.finish)
        #expect(next("tax", test) == nil)
    }

    @Test func `the paper tells it in steps of five minutes where somebody waits before`() {
        var test = TestHall.started()
        serve("tax", 250, &test)
        test.take("tax")
        test.take("tax")
        let words = printed(test.take("tax", proven: false), test)
        #expect(words.contains("预计等候：约 10 分钟"), "\(words)")
        var first = TestHall.started()
        #expect(!printed(first.take("tax", proven: false), first).contains { $0.contains("预计") })
    }

    private func printed(_ ticket: Ticket, _ test: TestHall) -> [String] {
        var copy = Hall.restored(from: test.facts)
        let start = HallStart(
            plan: .standard, planHash: "plan-1", version: "1", builtAt: TestHall.builtAt, epoch: "again")
        let jobs = copy.handle(.started(start), at: test.now).prints
        return jobs.flatMap(\.sheet.elements).compactMap { if case .text(let text, _, _, _) = $0 { text } else { nil } }
    }

    // MARK: Against the hall itself

    /// Where every visitor stays for exactly as long as is expected, and nobody else comes, everybody is called in the
    /// second that was foretold: the hall itself is the judge, for any classes, services, bindings and places.
    @Test func `if all stay as long as usual everybody is called when foretold`() {
        for seed in 1...300 {
            var generator = SeededGenerator(seed: UInt64(seed))
            func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
            let plan = HallPlan.standard.changed {
                $0.queue = QueueSettings(again: 1, behind: 2, preferred: below(3) == 0 ? nil : 1 + below(3))
            }
            var test = TestHall.started(plan)
            let services: [ServiceID] = ["household", "tax", "company"]
            let usual = services.map { _ in 60 * (1 + below(6)) }
            for (service, seconds) in zip(services, usual) {
                serve(service, seconds, at: service == "company" ? "2" : "1", &test)
            }
            for _ in 0..<(2 + below(20)) {
                let classes: [Ticket.Priority] = [.ordinary, .ordinary, .elder]
                _ = test.ask(
                    .takeTicket(service: services[below(3)], kiosk: nil, priority: classes[below(3)]), by: "desk")
            }
            for job in test.hall.recorded.tickets.compactMap(\.job) {
                test.report("kiosk-1-printer", .print(job, .proven))
            }
            if below(2) == 0, let ticket = test.hall.recorded.waiting.randomElement(using: &generator) {
                _ = test.ask(
                    .transferTicket(ticket.id.number, service: nil, window: below(2) == 0 ? "1" : "2", reason: ""))
            }
            if below(2) == 0 {
                test.verb(.call)
                test.verb(.noShow)
            }
            let start = test.now.wall
            let foretold = test.hall.recorded.estimatedWaits(at: start)
            var free: [WindowID: Int] = ["1": 0, "2": 0]
            var time = 0
            while test.hall.recorded.waiting.count > 0, time < 100_000 {
                for window in ["1", "2"] as [WindowID] where free[window] == time {
                    if test.hall.recorded.ticket(at: window) != nil { test.verb(.finish, window) }
                    guard case .called(let ticket, _, _) = test.verb(.call, window) else {
                        free[window] = time + 60
                        continue
                    }
                    test.verb(.start, window)
                    guard foretold.seconds(until: ticket.id) == time else {
                        return fail(
                            "seed \(seed): \(ticket.id.number) after \(time) s, not \(foretold.seconds(until: ticket.id) ?? -1)"
                        )
                    }
                    let place = services.firstIndex(of: ticket.service) ?? 0
                    free[window] = time + usual[place]
                }
                let next = free.values.min() ?? time
                test.wait(.seconds(next - time))
                time = next
            }
            guard test.hall.recorded.waiting.isEmpty else { return fail("seed \(seed): somebody was never called") }
        }
    }
}
