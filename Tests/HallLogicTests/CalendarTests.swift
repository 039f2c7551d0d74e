import HallLogic
import HallModel
import Testing

@Suite("The service day")
struct CalendarTests {
    static func day(_ text: String) -> ServiceDay? { CivilDate(text) }

    /// A moment of the hall, by its wall clock in UTC.
    static func moment(_ date: String, _ hour: Int, _ minute: Int, _ civil: CivilClock) -> HallInstant {
        let seconds = Int64(CivilDate(date)?.daysSince1970 ?? 0) * 86_400 + Int64(hour * 3600 + minute * 60)
        return HallInstant(
            monotonic: MonotonicInstant(nanoseconds: seconds * 1_000_000_000), wall: WallTime(seconds: seconds),
            civil: civil)
    }

    @Test func `before dayStart the hall is still in yesterday`() {
        var test = TestHall()
        test.now = Self.moment("2026-11-20", 19, 59, CivilClock(fixedOffsetSeconds: 28_800))
        test.start()
        #expect(test.hall.recorded.day == Self.day("2026-11-20"))
        test.wait(.seconds(60))
        #expect(test.hall.recorded.day == Self.day("2026-11-21"))
    }

    @Test func `numbers begin at 1, jobs and orders go on`() {
        var test = TestHall.started()
        test.take()
        test.take()
        test.wait(.seconds(86_400))
        let ticket = test.take(proven: false)
        #expect(ticket.id.description == "2026-11-22/A001")
        #expect(ticket.order == 3)
        #expect(ticket.job == JobID(3))
        #expect(ticket.ahead == 0)
    }

    @Test func `who waits lapses, who is at a window stays there under the old number`() {
        var test = TestHall.started()
        for _ in 0..<3 { test.take() }
        test.verb(.call, "1")
        test.verb(.call, "2")
        test.verb(.start, "2")
        let decision = test.wait(.seconds(86_400))
        guard case .dayOpened(let opened)? = decision.facts.first else { return fail("no day") }
        #expect(opened.lapsed.map(\.number.text) == ["A003"])
        #expect(opened.carried.map(\.id.number.text) == ["A001", "A002"])
        #expect(test.hall.recorded.tickets.map(\.id.number.text) == ["A001", "A002"])
        #expect(test.state("2")?.current?.description == "2026-11-21/A002")
        #expect(test.verb(.recall) == .window(WindowState(id: "1", current: opened.carried.first?.id)))
        test.verb(.finish, "2")
        #expect(test.ticket("A002")?.stage == .finished)
    }

    @Test func `a number that is held across the turn of the day is left out`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call)
        test.wait(.seconds(86_400))
        #expect(test.ticket("A001")?.id.day == Self.day("2026-11-21"))
        #expect(test.take().id.number.text == "A002")
        #expect(test.ticket("A001")?.id.day == Self.day("2026-11-21"))
    }

    @Test func `windows begin the day open, except where somebody still is`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call, "1")
        test.verb(.pause, "1")
        test.verb(.close, "2")
        test.wait(.seconds(86_400))
        #expect(test.state("1")?.mode == .paused)
        #expect(test.state("2")?.mode == .open)
    }

    @Test func `alarms are carried`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", .printer(PrinterCondition(paper: .out)))
        test.wait(.seconds(86_400))
        #expect(test.alarm("kiosk-1-printer.paper-out") == .unacknowledged)
    }

    @Test func `the paper of a lapsed number is asked back`() {
        var test = TestHall()
        test.now = Self.moment("2026-11-20", 19, 59, CivilClock(fixedOffsetSeconds: 28_800))
        test.start()
        test.take(proven: false)
        let decision = test.wait(.seconds(60))
        #expect(decision.withdrawals == [JobID(1)])
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .withdrawn)) == HallDecision())
    }

    @Test func `a clock set back turns no day back`() {
        var test = TestHall.started()
        test.take()
        test.now.wall = test.now.wall + .seconds(-3 * 86_400)
        #expect(test.send(.timeReached).facts.isEmpty)
        #expect(test.take().id.description == "2026-11-21/A002")
    }

    @Test func `days that were slept through are skipped`() {
        var test = TestHall.started()
        test.wait(.seconds(9 * 86_400))
        #expect(test.hall.recorded.day == Self.day("2026-11-30"))
        #expect(test.facts.filter { $0.kind == "day-opened" }.count == 2)
    }

    @Test func `the hall wakes for the turn, and looks at the clock before, since it may be set`() {
        var test = TestHall()
        let civil = CivilClock(fixedOffsetSeconds: 28_800)
        test.now = Self.moment("2026-11-20", 19, 50, civil)
        test.start()
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(600))
        test.now = Self.moment("2026-11-20", 18, 0, civil)
        let wake = test.hall.nextWake(at: test.now)
        #expect(wake == test.now.monotonic + .seconds(900))
        test.now = Self.moment("2026-11-20", 20, 0, civil)
        #expect(test.send(.timeReached).kinds == ["day-opened"])
        #expect(test.hall.nextWake(at: test.now).map { $0 > test.now.monotonic } == true)
    }

    /// Berlin's changes of 2026, at 01:00 UTC.
    static let berlin = CivilClock(changes: [
        CivilClock.Change(from: WallTime(seconds: 0), offsetSeconds: 3600),
        CivilClock.Change(from: moment("2026-03-29", 1, 0, .init(changes: [])).wall, offsetSeconds: 7200),
        CivilClock.Change(from: moment("2026-10-25", 1, 0, .init(changes: [])).wall, offsetSeconds: 3600),
    ])

    /// Days turn once a day even where dayStart is skipped or comes twice.
    @Test(arguments: [("2026-03-28", 4), ("2026-10-24", 4)])
    func `a change of the offset neither loses nor doubles a day`(_ first: String, _ days: Int) {
        let plan = HallPlan.standard.changed { $0.hall.dayStartSecond = 9000 }
        var test = TestHall()
        test.now = Self.moment(first, 12, 0, Self.berlin)
        test.send(
            .started(
                HallStart(
                    plan: plan, planHash: "p", version: "1", builtAt: WallTime(seconds: 0), epoch: "e")))
        var opened: [(Int, Int)] = []
        for _ in 0..<(days * 96) {
            for case .dayOpened(let fact) in test.wait(.seconds(900)).facts {
                opened.append((fact.day.daysSince1970, Self.berlin.local(fact.at).secondOfDay))
            }
        }
        let begin = CivilDate(first)?.daysSince1970 ?? 0
        #expect(opened.map(\.0) == (1...days).map { begin + $0 })
        // At 02:30, or at 03:00 where 02:30 was skipped.
        #expect(opened.map(\.1).allSatisfy { $0 == 9000 || $0 == 10_800 })
        #expect(opened.filter { $0.1 == 10_800 }.count == (first == "2026-03-28" ? 1 : 0))
    }

    @Test func `a clock before the build raises an alarm and turns no day`() {
        var test = TestHall.started()
        let right = test.now.wall
        test.now.wall = WallTime(seconds: 0)
        #expect(test.send(.timeReached).kinds == ["alarm-raised"])
        #expect(test.alarm("hall.clock-implausible") == .unacknowledged)
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(60))
        #expect(test.take().id.description == "2026-11-21/A001")
        test.now.wall = right + .seconds(86_400)
        #expect(test.send(.timeReached).kinds == ["alarm-returned", "day-opened"])
    }

    @Test func `a clock far beyond the last record turns no day, however often it is used`() {
        var test = TestHall.started()
        let right = test.now.wall
        test.now.wall = right + .seconds(401 * 86_400)
        #expect(test.send(.timeReached).kinds == ["alarm-raised"])
        test.take()
        test.wait(.seconds(3600))
        #expect(test.hall.recorded.day == Self.day("2026-11-21"))
        #expect(test.alarm("hall.clock-implausible") == .unacknowledged)
        test.now.wall = right + .seconds(7200)
        #expect(test.send(.timeReached).kinds == ["alarm-returned"])
        test.restart()
        #expect(test.take().id.description == "2026-11-21/A002")
    }

    @Test func `within 400 days a hall that was off goes on`() {
        var test = TestHall.started()
        test.now.wall = test.now.wall + .seconds(399 * 86_400)
        #expect(test.restart().kinds == ["day-opened", "daemon-started"])
    }

    @Test func `the first day is opened by whatever clock there is, and the right one takes over`() {
        var test = TestHall()
        let right = test.now.wall
        test.now.wall = WallTime(seconds: 86_400)
        #expect(test.start().kinds == ["alarm-raised", "plan-adopted", "day-opened", "daemon-started"])
        #expect(test.take().id.description == "1970-01-02/A001")
        test.now.wall = right
        #expect(test.send(.timeReached).kinds == ["alarm-returned", "day-opened"])
        #expect(test.hall.recorded.day == Self.day("2026-11-21"))
    }
}
