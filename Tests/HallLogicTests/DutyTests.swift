import HallLogic
import HallModel
import Testing

@Suite("What the hall owes those who wait")
struct DutyTests {
    private static let plan = HallPlan.standard.changed {
        $0.zones = [ZonePlan(id: "hall", name: "等候区", seats: 10)]
        for index in $0.services.indices { $0.services[index].waitingZone = "hall" }
        $0.services[0].waitLimitSeconds = 1800
        $0.queue = QueueSettings(awaySeconds: 900)
    }

    private static let long: AlarmID = "service.household.wait-long"
    private static let over: AlarmID = "service.household.wait-over-limit"
    private static let unattended: AlarmID = "service.household.service-unattended"
    private static let full: AlarmID = "zone.hall.waiting-area-full"
    private static let away: AlarmID = "window.1.window-away"

    private func isActive(_ alarm: AlarmID, _ test: TestHall) -> Bool {
        test.hall.recorded.alarm(alarm)?.isActive ?? false
    }

    /// Goes on as a daemon does: wakes when the hall wants it, at most until then.
    private func pass(_ seconds: Int64, _ test: inout TestHall) {
        let end = test.now.monotonic + .seconds(seconds)
        while let wake = test.hall.nextWake(at: test.now), wake < end { test.wait(wake - test.now.monotonic) }
        test.wait(end - test.now.monotonic)
    }

    @Test func `at three quarters of the limit a wait is told, at the limit it alarms, and a call ends both`() {
        var test = TestHall.started(Self.plan)
        test.take("household")
        pass(1349, &test)
        #expect(!isActive(Self.long, test))
        pass(1, &test)
        #expect(isActive(Self.long, test))
        #expect(test.hall.recorded.alarm(Self.long)?.value == "22 min")
        pass(449, &test)
        #expect(!isActive(Self.over, test))
        pass(1, &test)
        #expect(isActive(Self.over, test) && !isActive(Self.long, test), "one alarm at a time")
        test.verb(.call)
        #expect(!isActive(Self.over, test))
    }

    @Test func `a service without a limit alarms nobody, however long somebody waits`() {
        var test = TestHall.started(Self.plan)
        test.take("company")
        pass(6 * 3600, &test)
        #expect(!test.hall.recorded.alarms.contains { [.waitLong, .waitOverLimit].contains($0.kind) })
    }

    @Test(arguments: [3600, -3600] as [Int64])
    func `a clock that is set makes nobody's wait longer or shorter`(_ step: Int64) {
        var test = TestHall.started(Self.plan)
        test.take("household")
        test.now.wall = test.now.wall + .seconds(step)
        pass(1799, &test)
        #expect(!isActive(Self.over, test))
        pass(1, &test)
        #expect(isActive(Self.over, test))
    }

    @Test func `a restart knows how long somebody has waited`() {
        var test = TestHall.started(Self.plan)
        test.take("household")
        pass(1000, &test)
        test.now = test.now.advanced(by: .seconds(799))
        test.restart(Self.plan)
        #expect(isActive(Self.long, test) && !isActive(Self.over, test))
        pass(1, &test)
        #expect(isActive(Self.over, test))
    }

    @Test func `who went and came back waits from then on`() {
        var test = TestHall.started(Self.plan)
        test.take("household")
        test.verb(.call)
        test.verb(.park)
        pass(1799, &test)
        _ = test.ask(.returnTicket(TicketNumber("A001"), reason: ""))
        pass(1000, &test)
        #expect(!isActive(Self.long, test) && !isActive(Self.over, test))
        #expect(test.hall.recorded.oldestWait(for: "household", at: test.now.wall) == .seconds(1000))
    }

    @Test func `somebody who waits with no window open alarms after five minutes, until one opens`() {
        var test = TestHall.started(Self.plan)
        test.verb(.close, "1")
        test.verb(.pause, "2")
        pass(3600, &test)
        #expect(!isActive(Self.unattended, test), "nobody waits")
        test.take("household")
        pass(299, &test)
        #expect(!isActive(Self.unattended, test))
        pass(1, &test)
        #expect(isActive(Self.unattended, test))
        #expect(test.hall.recorded.alarm(Self.unattended)?.priority == .high)
        test.verb(.resume, "2")
        #expect(!isActive(Self.unattended, test))
    }

    @Test func `a pause of a moment is no alarm`() {
        var test = TestHall.started(Self.plan)
        test.verb(.close, "1")
        test.take("household")
        for _ in 1...5 {
            test.verb(.pause, "2")
            pass(200, &test)
            test.verb(.resume, "2")
        }
        #expect(!isActive(Self.unattended, test))
    }

    @Test func `more waiting than seats alarms, and stays until a tenth of the seats is free`() {
        var test = TestHall.started(Self.plan)
        for _ in 1...10 { test.take("tax") }
        pass(200, &test)
        #expect(!isActive(Self.full, test), "ten have seats")
        test.take("company")
        pass(119, &test)
        #expect(!isActive(Self.full, test))
        pass(1, &test)
        #expect(isActive(Self.full, test))
        #expect(test.hall.recorded.alarm(Self.full)?.value == "11 / 10")
        test.verb(.call)
        test.verb(.start)
        #expect(isActive(Self.full, test), "ten wait: between nine and ten it stays")
        test.verb(.call)
        #expect(!isActive(Self.full, test))
    }

    @Test func `a window that is paused too long alarms, and only where the file says how long`() {
        var test = TestHall.started(Self.plan)
        test.verb(.pause)
        pass(899, &test)
        #expect(!isActive(Self.away, test))
        pass(1, &test)
        #expect(isActive(Self.away, test))
        test.verb(.resume)
        #expect(!isActive(Self.away, test))
        var silent = TestHall.started()
        silent.verb(.pause)
        pass(6 * 3600, &silent)
        #expect(!isActive(Self.away, silent))
    }

    @Test func `what is taken out of the plan, or loses its limit, alarms no longer`() {
        var test = TestHall.started(Self.plan)
        test.take("household")
        pass(1800, &test)
        #expect(isActive(Self.over, test))
        test.send(.planOffered(Self.plan.changed { $0.services[0].waitLimitSeconds = nil }, hash: "no limit"))
        #expect(!isActive(Self.over, test))
    }
}
