import HallLogic
import HallModel
import Testing

@Suite("The follow-up of bad ratings")
struct FollowUpTests {
    static let plan = HallPlan.field.changed { $0.ratings = RatingSettings(seconds: 60, followUpDays: 7) }
    static let days = Duration.seconds(7 * 86_400)

    /// A service was rated bad just now, in a hall that gives so many days.
    static func rated(_ plan: HallPlan = plan) -> (test: TestHall, rating: AlarmID, overdue: AlarmID) {
        var test = TestHall.started(plan)
        let ticket = test.serve()
        _ = test.ask(.rate("1", level: "1"))
        return (
            test, Alarm.id(.badRating, about: .ticket(ticket)), Alarm.id(.followUpOverdue, about: .ticket(ticket))
        )
    }

    @Test func `R02: a bad rating is closed with a note only`() {
        var (test, rating, _) = Self.rated()
        for note in ["", " ", "\u{3000}\n\t"] {
            #expect(test.ask(.acknowledgeAlarm(rating, reason: note)) == .refused(.noteRequired(rating.rawValue)))
        }
        #expect(test.alarm(rating) == .returnedUnacknowledged)
        #expect(test.ask(.acknowledgeAlarm(rating, reason: "已回访")) == .alarm(rating, nil))
        // What is closed, or in no state for it, is refused for that.
        #expect(test.ask(.acknowledgeAlarm(rating, reason: "")) == .refused(.noSuchAlarm(rating.rawValue)))
        // Any other alarm needs no note.
        test.report("kiosk-1-printer", .printer(PrinterCondition(coverOpen: true)))
        guard case .alarm = test.ask(.acknowledgeAlarm("kiosk-1-printer.cover-open", reason: "")) else {
            return fail("a cover needs no note")
        }
    }

    @Test func `R02: a bad rating open past its days raises an alarm about the same ticket, at that moment`() {
        var (test, rating, overdue) = Self.rated()
        test.live(Self.days + .seconds(-1))
        #expect(test.alarm(overdue) == .normal)
        #expect(test.hall.nextWake(at: test.now).map { $0 <= test.now.monotonic + .seconds(1) } == true)
        test.live(.seconds(1))
        let alarm = test.hall.recorded.alarm(overdue)
        #expect(alarm?.state == .unacknowledged && alarm?.priority == .medium && alarm?.subject == "1")
        #expect(
            alarm?.text(.en) == "Follow-up of a bad rating is overdue (ticket 2026-11-21/A001): window 1, 1 very bad")
        #expect(test.alarm(rating) == .returnedUnacknowledged)
        // Told once.
        test.live(.seconds(86_400))
        #expect(test.facts.count { if case .alarmRaised(let fact) = $0 { fact.id == overdue } else { false } } == 1)
        expectSameAfterRestore(test)
    }

    @Test func `the alarm ends when the bad rating is closed, acknowledged or not`() {
        for isKnown in [false, true] {
            var (test, rating, overdue) = Self.rated()
            test.live(Self.days)
            if isKnown { _ = test.ask(.acknowledgeAlarm(overdue, reason: "")) }
            #expect(test.ask(.acknowledgeAlarm(rating, reason: "已整改")) == .alarm(rating, nil))
            #expect(test.alarm(overdue) == (isKnown ? .normal : .returnedUnacknowledged))
            expectSameAfterRestore(test)
        }
    }

    @Test func `a rating that is closed in time raises nothing`() {
        var (test, rating, overdue) = Self.rated()
        test.live(Self.days + .seconds(-1))
        _ = test.ask(.acknowledgeAlarm(rating, reason: "已整改"))
        test.live(.seconds(86_400))
        #expect(test.alarm(overdue) == .normal)
    }

    @Test func `the days go on over restarts and the turns of days`() {
        var (test, _, overdue) = Self.rated()
        for _ in 1...6 {
            test.live(.seconds(86_400))
            test.restart(Self.plan)
        }
        #expect(test.facts.count { if case .dayOpened = $0 { true } else { false } } == 7)
        test.live(.seconds(86_399))
        #expect(test.alarm(overdue) == .normal)
        test.live(.seconds(1))
        #expect(test.alarm(overdue) == .unacknowledged)
        test.restart(Self.plan)
        #expect(test.alarm(overdue) == .unacknowledged)
    }

    @Test func `days that ended while the hall was off are told at once when it starts`() {
        var (test, _, overdue) = Self.rated()
        test.now = test.now.advanced(by: Self.days + .seconds(3600))
        test.restart(Self.plan)
        #expect(test.alarm(overdue) == .unacknowledged)
    }

    @Test func `put aside or out of service is not closed`() {
        for command: (AlarmID) -> HallCommand in [
            { .shelveAlarm($0, seconds: 604_800, reason: "later") },
            { .setAlarmService($0, inService: false, reason: "never") },
        ] {
            var (test, rating, overdue) = Self.rated()
            test.live(.seconds(3600))
            _ = test.ask(command(rating))
            test.live(Self.days + .seconds(-3600))
            #expect(test.alarm(overdue) == .unacknowledged)
        }
    }

    @Test func `a configuration that sets no days raises nothing, one that sets more ends it`() {
        var (test, _, overdue) = Self.rated(.field)
        test.live(.seconds(100 * 86_400))
        #expect(test.alarm(overdue) == .normal)
        test.send(.planOffered(Self.plan, hash: "plan-2"))
        #expect(test.alarm(overdue) == .unacknowledged)
        let longer = Self.plan.changed { $0.ratings?.followUpDays = 120 }
        // Somebody is still at the window, which the change does not touch.
        test.send(.planOffered(longer, hash: "plan-3"))
        #expect(test.alarm(overdue) == .returnedUnacknowledged)
        test.live(.seconds(20 * 86_400))
        #expect(test.alarm(overdue) == .unacknowledged)
    }

    @Test func `while the journal cannot be written nothing is raised, and afterwards it is`() {
        var (test, _, overdue) = Self.rated()
        test.live(Self.days + .seconds(-60))
        test.send(.journalFailed("disk-full"))
        test.live(.seconds(600))
        #expect(test.alarm(overdue) == .normal)
        test.send(.journalRecovered)
        #expect(test.alarm(overdue) == .unacknowledged)
    }

    @Test func `a clock that is known to be wrong makes nothing overdue`() {
        var (test, _, overdue) = Self.rated()
        test.now.wall = test.now.wall + .seconds(500 * 86_400)
        test.send(.timeReached)
        #expect(test.alarm("hall.clock-implausible") == .unacknowledged)
        #expect(test.alarm(overdue) == .normal)
        test.now.wall = test.now.wall + .seconds(-500 * 86_400)
        test.send(.timeReached)
        #expect(test.alarm(overdue) == .normal)
    }

    /// What the journal brings back goes on as the hall does.
    private func expectSameAfterRestore(_ test: TestHall, at location: SourceLocation = #_sourceLocation) {
        #expect(Hall.restored(from: test.facts).recorded == test.hall.recorded, sourceLocation: location)
    }
}
