import HallModel
import Testing

@testable import SimulatedHall

/// Facts made by hand: minutes after the start, at one window or another.
private enum Made {
    static let day = CivilDate(year: 2026, month: 11, day: 23)
    static let start = WallTime(seconds: 1_795_395_600)

    static func id(_ text: String) -> TicketID { TicketID(day: day, number: TicketNumber(text)) }
    static func at(_ minute: Int) -> WallTime { start + .seconds(minute * 60) }

    static func opened(_ windows: [WindowID]) -> HallFact {
        .dayOpened(
            DayOpened(
                day: day, at: start, planHash: "", alarms: [], carried: [], lapsed: [],
                windows: windows.map { WindowState(id: $0) }, lastJob: JobID(0), lastOrder: 0))
    }
    static func taken(_ number: String, _ minute: Int, service: ServiceID = "household", onPaper: Bool = false)
        -> HallFact
    {
        .ticketTaken(
            TicketTaken(
                ticket: id(number), service: service, count: 1, priority: .ordinary, at: at(minute), order: minute,
                source: .api(user: "desk"), ahead: 0, onPaper: onPaper))
    }
    static func called(_ number: String, _ minute: Int, at window: WindowID = "1") -> HallFact {
        .ticketCalled(
            TicketCalled(
                ticket: id(number), window: window, at: at(minute), by: "clerk", rule: .firstTaken, inputs: []))
    }
    static func started(_ number: String, _ minute: Int, at window: WindowID = "1") -> HallFact {
        .serviceStarted(ServiceStarted(ticket: id(number), window: window, at: at(minute), by: "clerk"))
    }
    static func finished(_ number: String, _ minute: Int, at window: WindowID = "1") -> HallFact {
        .serviceFinished(ServiceFinished(ticket: id(number), window: window, at: at(minute), by: "clerk"))
    }
    static func noShow(_ number: String, _ minute: Int, at window: WindowID = "1") -> HallFact {
        .ticketNoShow(TicketNoShow(ticket: id(number), window: window, at: at(minute), by: "clerk"))
    }
    static func putBack(_ number: String, _ minute: Int, at window: WindowID = "1") -> HallFact {
        .ticketPutBack(TicketPutBack(ticket: id(number), window: window, reason: "", at: at(minute), by: "clerk"))
    }
    static func mode(_ mode: WindowState.Mode, _ minute: Int, at window: WindowID = "1") -> HallFact {
        .windowModeChanged(WindowModeChanged(window: window, mode: mode, reason: "", at: at(minute), by: "clerk"))
    }
    static func printed(_ number: String, _ minute: Int, _ outcome: PrintOutcome = .proven) -> HallFact {
        .printSettled(PrintSettled(job: JobID(1), ticket: id(number), outcome: outcome, at: at(minute)))
    }
}

@Suite("What must hold in a simulated day")
struct DayWatchTests {
    /// The first rule that the facts break.
    private func broken(by facts: [HallFact]) -> DayViolation.Rule? {
        var watch = DayWatch()
        for fact in facts {
            do throws(DayViolation) { try watch.take(fact, at: Made.start) } catch { return error.rule }
        }
        return nil
    }

    @Test func `a visit in its order breaks nothing`() {
        #expect(
            broken(by: [
                Made.taken("A001", 0), Made.called("A001", 1), Made.putBack("A001", 1), Made.called("A001", 2),
                Made.started("A001", 3), Made.finished("A001", 4), Made.taken("A002", 4), Made.called("A002", 5),
                Made.noShow("A002", 6),
            ]) == nil)
    }

    @Test func `a number given twice is found`() {
        #expect(broken(by: [Made.taken("A001", 0), Made.taken("A001", 1)]) == .numberTwice(TicketNumber("A001")))
    }

    @Test func `a ticket at two windows is found`() {
        let rule = broken(by: [Made.taken("A001", 0), Made.called("A001", 1), Made.called("A001", 2, at: "2")])
        #expect(rule == .outOfStep(TicketNumber("A001"), fact: "ticket-called", was: "called"))
    }

    @Test func `two tickets at one window are found`() {
        let rule = broken(by: [
            Made.taken("A001", 0), Made.taken("A002", 0), Made.called("A001", 1), Made.called("A002", 2),
        ])
        #expect(rule == .windowTaken("1", by: TicketNumber("A001"), called: TicketNumber("A002")))
    }

    @Test(arguments: [
        [Made.started("A001", 1)], [Made.finished("A001", 1)], [Made.called("A009", 1)],
        [Made.called("A001", 1), Made.started("A001", 1, at: "2")],
        [Made.called("A001", 1), Made.started("A001", 1), Made.noShow("A001", 2)],
        [Made.called("A001", 1), Made.noShow("A001", 2), Made.called("A001", 3)],
    ])
    func `a step that a ticket cannot take is found`(facts: [HallFact]) {
        guard case .outOfStep = broken(by: [Made.taken("A001", 0)] + facts) else {
            Issue.record("nothing was found in \(facts)")
            return
        }
    }

    @Test func `a number on its way to paper cannot be called, and one that waits can until it is`() throws {
        var watch = DayWatch()
        try watch.take(Made.taken("A001", 0, onPaper: true), at: Made.start)
        #expect(!watch.isAnybodyCallable(for: ["household"]) && watch.isAnybodyWaiting(for: ["household"]))
        try watch.take(Made.printed("A001", 0), at: Made.start)
        #expect(watch.isAnybodyCallable(for: ["tax", "household"]) && !watch.isAnybodyCallable(for: ["tax"]))
        try watch.take(Made.called("A001", 1), at: Made.start)
        #expect(!watch.isAnybodyWaiting(for: ["household"]))
        try watch.take(Made.putBack("A001", 1), at: Made.start)
        #expect(watch.isAnybodyCallable(for: ["household"]))
    }
}

@Suite("The figures of a simulated day")
struct DayMeterTests {
    private func figures(_ facts: [HallFact], until minute: Int) throws -> DayFigures {
        var plan = try township()
        plan.windows.append(WindowPlan(id: "2", name: "", serves: ["household"]))
        var meter = DayMeter(plan: plan, from: Made.start)
        for fact in [Made.opened(["1", "2"])] + facts { meter.take(fact) }
        let now = HallInstant(
            monotonic: MonotonicInstant(nanoseconds: 0), wall: Made.at(minute),
            civil: CivilClock(fixedOffsetSeconds: 8 * 3600))
        return meter.figures(until: now, plan: plan)
    }

    @Test func `waits run from the number to the first call, by the nearest rank, of who was called`() throws {
        let numbers = (1...20).map { "A" + padded($0, 3) }
        var facts = numbers.map { Made.taken($0, 0) } + [Made.taken("A021", 0)]
        for (place, number) in numbers.enumerated() {
            facts += [Made.called(number, place + 1), Made.noShow(number, place + 1)]
        }
        let wait = try #require(try figures(facts, until: 60).services[0].wait)
        #expect(wait.count == 20)
        #expect([wait.p50Seconds, wait.p90Seconds, wait.p95Seconds, wait.maxSeconds] == [600, 1080, 1140, 1200])
    }

    @Test func `a number that was put back waits again, and its wait is that of its first call`() throws {
        let facts = [
            Made.taken("A001", 0), Made.called("A001", 2), Made.putBack("A001", 3), Made.called("A001", 9),
            Made.started("A001", 10), Made.finished("A001", 15),
        ]
        let figures = try figures(facts, until: 20)
        #expect(figures.services[0].wait?.maxSeconds == 120)
        #expect(figures.services[0].served == 1 && figures.services[0].waiting == 0)
        #expect(figures.windows[0].busySeconds == 60 + 360)
        #expect(figures.windows[0].meanServiceSeconds == 300)
    }

    @Test func `the use of a window is of the time in which it was open`() throws {
        let facts = [
            Made.taken("A001", 0), Made.called("A001", 0), Made.started("A001", 1), Made.finished("A001", 10),
            Made.mode(.paused, 20), Made.mode(.open, 30), Made.mode(.closed, 50), Made.mode(.closed, 0, at: "2"),
        ]
        let figures = try figures(facts, until: 60)
        #expect(figures.windows[0].openSeconds == 40 * 60)
        #expect(figures.windows[0].utilisationPercent == 25)
        #expect(figures.windows[1].utilisationPercent == nil, "never open is not zero per cent")
        #expect(figures.windows[1].meanServiceSeconds == nil)
    }

    @Test func `the longest queue is of all services, at its first moment`() throws {
        let facts = [
            Made.taken("A001", 1), Made.taken("B001", 2, service: "social-security"), Made.called("A001", 3),
            Made.noShow("A001", 4), Made.taken("A002", 5),
        ]
        let figures = try figures(facts, until: 8)
        #expect(figures.queue == DayFigures.Queue(longest: 2, at: Made.told(2)))
        #expect(figures.services.map(\.waiting) == [1, 1])
        #expect(figures.services.map(\.oldestWaitSeconds) == [180, 360])
    }

    @Test func `a number is printed once however often its paper is proven; refusals and voids are counted`() throws {
        let facts = [
            Made.taken("A001", 0, onPaper: true), Made.printed("A001", 0), Made.printed("A001", 1),
            Made.taken("A002", 2, onPaper: true), Made.printed("A002", 4, .failed),
            .ticketVoided(TicketVoided(ticket: Made.id("A002"), reason: .notPrinted, at: Made.at(4))),
            .takeRefused(TakeRefused(kiosk: "kiosk-1", service: "household", at: Made.at(5), reason: .noPaper)),
        ]
        let figures = try figures(facts, until: 8)
        #expect(figures.numbers.given == 2 && figures.numbers.printed == 1)
        #expect(figures.numbers.voided == 1 && figures.numbers.refused == 1)
        #expect(figures.services[0].waiting == 1)
    }

    @Test func `an alarm is told with how often and how long; one that goes on lasts to the end`() throws {
        func raised(_ minute: Int) -> HallFact {
            .alarmRaised(
                AlarmRaised(alarm: .paperOut, device: "kiosk-printer", priority: .high, at: Made.at(minute)))
        }
        let returned = HallFact.alarmReturned(
            AlarmReturned(alarm: "kiosk-printer.paper-out", at: Made.at(15)))
        let alarm = try #require(try figures([raised(10), returned, raised(20)], until: 27).alarms.first)
        #expect(alarm.count == 2 && alarm.activeSeconds == 12 * 60 && alarm.isActive)
        #expect(alarm.first == Made.told(10))
    }
}

extension Made {
    /// As figures tell a time.
    fileprivate static func told(_ minute: Int) -> String {
        CivilClock(fixedOffsetSeconds: 8 * 3600).local(at(minute)).rfc3339
    }
}
