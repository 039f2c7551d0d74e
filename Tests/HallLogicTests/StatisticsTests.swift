import HallLogic
import HallModel
import Testing

/// One rule of the statistics each.
@Suite struct StatisticsTests {
    private static let day = CivilDate(year: 2026, month: 11, day: 21)
    private static let former = CivilDate(year: 2026, month: 11, day: 20)
    /// 09:00 in a hall eight hours east of Greenwich.
    private static let nine = WallTime(seconds: Int64(day.daysSince1970) * 86_400 + 3600)

    private func at(_ seconds: Int) -> WallTime { Self.nine + .seconds(seconds) }

    private func id(_ number: String, _ day: ServiceDay = Self.day) -> TicketID {
        TicketID(day: day, number: TicketNumber(number))
    }

    private func taken(
        _ number: String, _ second: Int, service: ServiceID = "household", source: Ticket.Source = .kiosk("kiosk-1"),
        priority: Ticket.Priority = .ordinary, estimate: Int? = nil
    ) -> HallFact {
        .ticketTaken(
            TicketTaken(
                ticket: id(number), service: service, count: 1, priority: priority, at: at(second), order: 1,
                source: source, ahead: 0, onPaper: true, estimatedWaitSeconds: estimate))
    }

    private func called(_ number: String, _ second: Int, _ window: WindowID = "1", by: String = "ann") -> HallFact {
        .ticketCalled(
            TicketCalled(ticket: id(number), window: window, at: at(second), by: by, rule: .firstTaken, inputs: []))
    }

    private func putBack(_ number: String, _ second: Int) -> HallFact {
        .ticketPutBack(TicketPutBack(ticket: id(number), window: "1", reason: "", at: at(second), by: "ann"))
    }

    private func started(_ number: String, _ second: Int, _ window: WindowID = "1", by: String = "ann") -> HallFact {
        .serviceStarted(ServiceStarted(ticket: id(number), window: window, at: at(second), by: by))
    }

    private func served(_ number: String, _ second: Int, _ window: WindowID = "1", by: String = "ann") -> HallFact {
        .serviceFinished(ServiceFinished(ticket: id(number), window: window, at: at(second), by: by))
    }

    private func rated(_ number: String, _ level: RatingLevel, _ second: Int) -> HallFact {
        .ticketRated(TicketRated(ticket: id(number), window: "1", level: level, by: "device:w1-pad", at: at(second)))
    }

    private func turned(lapsed: [TicketID]) -> HallFact {
        .dayOpened(
            DayOpened(
                day: CivilDate(daysSince1970: Self.day.daysSince1970 + 1), at: at(19 * 3600), planHash: "", alarms: [],
                carried: [], lapsed: lapsed, windows: [], lastJob: JobID(0), lastOrder: 0))
    }

    private func statistics(_ facts: HallFact...) -> HallStatistics {
        var statistics = HallStatistics(clock: CivilClock(fixedOffsetSeconds: 28_800))
        statistics.begin(Self.day)
        for fact in facts { statistics.apply(fact) }
        return statistics
    }

    // MARK: Time

    @Test func `an estimate's error is the wait to the first call less what was foretold`() {
        let all = statistics(
            taken("A001", 0, estimate: 300), called("A001", 360), putBack("A001", 370), called("A001", 900),
            taken("A002", 0, estimate: 600), called("A002", 480),
            // Nothing was foretold, and nobody is called yet.
            taken("A003", 0), called("A003", 100), taken("A004", 0, estimate: 60),
            taken("B001", 0, service: "tax", estimate: 0), called("B001", 7))
        #expect(all.services["household"]?.waitErrors.count == 2)
        #expect(all.services["household"]?.waitErrors.percentiles([50, 90]) == [-120, 60])
        #expect(all.services["tax"]?.waitErrors.percentiles([50]) == [7])
        #expect(all.all.waitErrors.count == 3)
    }

    @Test func `an estimate over which the clock was set back has no error`() {
        let all = statistics(taken("A001", 600, estimate: 60), taken("A002", 0), called("A001", 500))
        #expect(all.all.waitErrors.count == 0 && all.all.waits.clockSteps == 1)
    }

    @Test func `one waits from taking to the first call, and being put back begins no second wait`() {
        let all = statistics(
            taken("A001", 0), called("A001", 300, "1"), putBack("A001", 310), called("A001", 900, "2"))
        #expect(all.all.waits.count == 1 && all.all.waits.longest == 300)
        #expect(all.windows["1"]?.waits.longest == 300 && all.windows["2"]?.waits.count == 0)
        #expect(all.services["household"]?.waits.mean == 300)
        #expect(all.all.events[.called] == 2 && all.all.events[.putBack] == 1)
    }

    @Test func `who was never called waited for no known time`() {
        let all = statistics(taken("A001", 0))
        #expect(all.all.waits.count == 0 && all.all.waits.mean == nil && all.all.waits.longest == nil)
        #expect(all.all.waits.percentiles([50, 90]) == [nil, nil])
    }

    @Test func `service is from start to finish, and belongs to the window and the person that ended it`() {
        let all = statistics(
            taken("A001", 0), called("A001", 60), started("A001", 100, by: "ann"), served("A001", 400, by: "bob"),
            taken("A002", 0), called("A002", 410), started("A002", 420))
        #expect(all.all.services.count == 1 && all.windows["1"]?.services.longest == 300)
        #expect(all.operators["bob"]?.services.longest == 300 && all.operators["ann"]?.services.count == 0)
        #expect(all.operators["ann"]?.events[.started] == 2 && all.operators["bob"]?.events[.served] == 1)
        #expect(all.operators["ann"]?.waits.count == 0)
    }

    private func parked(_ number: String, _ second: Int, _ window: WindowID = "1") -> HallFact {
        .ticketParked(TicketParked(ticket: id(number), window: window, reason: "", at: at(second), by: "ann"))
    }

    private func transferred(_ number: String, _ second: Int, left: WindowID?) -> HallFact {
        .ticketTransferred(
            TicketTransferred(
                ticket: id(number), from: "household", service: "tax", left: left, window: nil, reason: "",
                at: at(second), by: "cid"))
    }

    @Test func `who was parked goes on with the same service, without the time in between`() {
        let all = statistics(
            taken("A001", 0), called("A001", 10), started("A001", 20), parked("A001", 50), called("A001", 900),
            started("A001", 910, by: "bob"), served("A001", 940, by: "bob"))
        #expect(all.all.services.count == 1 && all.operators["bob"]?.services.longest == 60)
        #expect(all.windows["1"]?.events[.parked] == 1 && all.all.waits.count == 1)
    }

    @Test func `who was parked and is served elsewhere had two services, who never came back none`() {
        let all = statistics(
            taken("A001", 0), called("A001", 10), started("A001", 20), parked("A001", 50),
            called("A001", 900, "2"), started("A001", 910, "2", by: "bob"), served("A001", 920, "2", by: "bob"),
            taken("A002", 0), called("A002", 950), started("A002", 960), parked("A002", 970))
        #expect(all.all.services.count == 2)
        #expect(all.windows["1"]?.services.longest == 30 && all.operators["ann"]?.services.count == 1)
        #expect(all.windows["2"]?.services.longest == 10)
    }

    @Test func `a transfer ends a service, and the visit goes on under what the number was taken for`() {
        let all = statistics(
            taken("A001", 0), called("A001", 10), started("A001", 20), transferred("A001", 80, left: "1"),
            called("A001", 200, "2", by: "bob"), started("A001", 210, "2", by: "bob"),
            served("A001", 215, "2", by: "bob"), taken("A002", 0), transferred("A002", 300, left: nil))
        #expect(all.operators["ann"]?.services.longest == 60 && all.operators["bob"]?.services.longest == 5)
        #expect(all.services.elements.map(\.member) == ["household"])
        #expect(all.services["household"]?.services.count == 2 && all.services["household"]?.waits.longest == 10)
        #expect(all.all.events[.transferred] == 2 && all.windows["1"]?.events[.transferred] == 1)
        #expect(all.operators["cid"]?.events[.transferred] == 1 && all.openVisits == 1)
    }

    @Test func `who does not come and has another chance has missed a call, and is a no-show when that is over`() {
        func none(_ second: Int, _ next: TicketNoShow.Next?) -> HallFact {
            .ticketNoShow(TicketNoShow(ticket: id("A001"), window: "1", at: at(second), by: "ann", next: next))
        }
        let absent = statistics(
            taken("A001", 0), called("A001", 10), none(20, .waiting(Ticket.Place(order: 4))), called("A001", 90),
            none(100, .absent(seconds: 60)))
        #expect(absent.all.events[.missed] == 2 && absent.all.events[.noShow] == 0 && absent.openVisits == 1)
        let over = statistics(
            taken("A001", 0), called("A001", 10), none(20, .absent(seconds: 60)),
            .absenceEnded(AbsenceEnded(ticket: id("A001"), at: at(80))))
        #expect(over.all.events[.noShow] == 1 && over.openVisits == 0)
        #expect(over.windows["1"]?.events[.missed] == 1 && over.windows["1"]?.events[.noShow] == 0)
        let atOnce = statistics(taken("A001", 0), called("A001", 10), none(20, nil))
        #expect(atOnce.all.events[.missed] == 0 && atOnce.windows["1"]?.events[.noShow] == 1)
    }

    @Test(arguments: [
        ([15, 20, 35, 40, 50], [5, 30, 40, 50, 100], [15, 20, 20, 35, 50]),
        (Array(1...100), [50, 90, 95, 100], [50, 90, 95, 100]),
        ([7], [1, 50, 90, 95], [7, 7, 7, 7]),
        ([10, 20], [50, 51, 90], [10, 20, 20]),
        ([3, 3, 3, 9], [50, 75, 76], [3, 3, 9]),
    ])
    func `percentiles are measured lengths, by the nearest rank`(
        _ seconds: [Int], _ percents: [Int], _ wanted: [Int]
    ) {
        var statistics = HallStatistics(clock: CivilClock(fixedOffsetSeconds: 0))
        statistics.begin(Self.day)
        // In another order than that of their lengths.
        for (index, second) in seconds.enumerated().reversed() {
            let start = index * 1000
            for fact in [taken("A\(index)", 0), called("A\(index)", start), started("A\(index)", start)] {
                statistics.apply(fact)
            }
            statistics.apply(served("A\(index)", start + second))
            statistics.begin(Self.day)
        }
        #expect(statistics.all.services.percentiles(percents) == wanted)
    }

    @Test func `seconds are rounded down, a mean to the nearest`() {
        var facts: [HallFact] = []
        for (number, microseconds) in [("A1", 1_999_999), ("A2", 2_000_000)] {
            facts.append(taken(number, 0))
            facts.append(
                .ticketCalled(
                    TicketCalled(
                        ticket: id(number), window: "1", at: at(0) + .microseconds(microseconds), by: "ann",
                        rule: .firstTaken, inputs: [])))
        }
        var statistics = HallStatistics(clock: CivilClock(fixedOffsetSeconds: 0))
        statistics.begin(Self.day)
        statistics.apply(facts[0])
        statistics.apply(facts[1])
        statistics.begin(Self.day)
        statistics.apply(facts[2])
        statistics.apply(facts[3])
        #expect(statistics.all.waits.percentiles([50, 100]) == [1, 2])
        #expect(statistics.all.waits.mean == 2)
    }

    @Test func `a wait over which the clock went back is not used, though it looks positive`() {
        let all = statistics(
            taken("A001", 0), taken("A002", 600), taken("A003", 300), called("A001", 400), called("A002", 500),
            called("A003", 900))
        // A001 looks like 400 s and A002 like less than nothing; A003 was taken after the step.
        #expect(all.all.waits.count == 1 && all.all.waits.longest == 600)
        #expect(all.all.waits.clockSteps == 2 && all.services["household"]?.waits.clockSteps == 2)
    }

    @Test func `a clock that is trimmed by less than a second has not been set back`() {
        let trimmed = WallTime(microseconds: at(100).microseconds - 900_000)
        let call = TicketCalled(
            ticket: id("A002"), window: "1", at: trimmed, by: "ann", rule: .firstTaken, inputs: [])
        let all = statistics(taken("A001", 0), taken("A002", 50), called("A001", 100), .ticketCalled(call))
        #expect(all.all.waits.count == 2 && all.all.waits.clockSteps == 0)
    }

    // MARK: Places

    @Test func `an hour has the waits of who took a number in it, and what happened in it`() {
        let all = statistics(
            taken("A001", 3500), called("A001", 3700), started("A001", 3710), served("A001", 7300))
        #expect(all.hours.elements.map(\.member) == [9, 10, 11])
        #expect(all.hours[9]?.events[.taken] == 1 && all.hours[9]?.waits.longest == 200)
        #expect(all.hours[10]?.events[.called] == 1 && all.hours[10]?.waits.count == 0)
        #expect(all.hours[10]?.services.longest == 3590 && all.hours[11]?.services.count == 0)
        #expect(all.hours[11]?.events[.served] == 1)
    }

    @Test func `numbers are told by where they were taken and by class, and not of windows`() {
        let all = statistics(
            taken("A001", 0), taken("B001", 1, service: "tax", source: .api(user: "desk"), priority: .elder),
            called("A001", 5))
        #expect(all.all.sources[.kiosk] == 1 && all.all.sources[.api] == 1)
        #expect(all.services["tax"]?.sources[.kiosk] == 0 && all.services["tax"]?.classes[.elder] == 1)
        #expect(all.windows["1"]?.events[.taken] == 0 && all.windows.elements.count == 1)
    }

    @Test func `a number whose taking is not in the record counts for everybody and no service`() {
        let all = statistics(called("A001", 5), started("A001", 6), served("A001", 10))
        #expect(all.all.events[.served] == 1 && all.services.elements.isEmpty && all.openVisits == 0)
        #expect(all.all.waits.count == 0 && all.all.waits.clockSteps == 0)
        #expect(all.all.services.longest == 4)
    }

    // MARK: Days

    @Test func `a visit belongs to the day of its number, also when it ends after the turn`() {
        let other = TicketCalled(
            ticket: id("A001", Self.former), window: "1", at: at(1), by: "ann", rule: .firstTaken, inputs: [])
        let all = statistics(
            .ticketCalled(other), taken("A001", 10), called("A001", 20), started("A001", 30),
            turned(lapsed: []), served("A001", 20 * 3600))
        #expect(all.all.events[.called] == 1 && all.all.events[.served] == 1)
        #expect(all.all.services.longest == 20 * 3600 - 30)
    }

    @Test func `who still waited at the turn has lapsed, in no hour`() {
        let all = statistics(
            taken("A001", 10), taken("A002", 11), turned(lapsed: [id("A002"), id("A001", Self.former)]))
        #expect(all.all.events[.lapsed] == 1 && all.services["household"]?.events[.lapsed] == 1)
        #expect(all.hours.elements.map(\.member) == [9] && all.hours[9]?.events[.lapsed] == 0)
        #expect(all.openVisits == 1)
    }

    @Test func `days add up`() {
        var all = statistics(taken("A001", 0), called("A001", 60))
        all.begin(Self.former)
        let early = TicketTaken(
            ticket: id("A001", Self.former), service: "tax", count: 1, priority: .ordinary, at: at(-86_400), order: 1,
            source: .kiosk("kiosk-1"), ahead: 0, onPaper: true)
        all.apply(.ticketTaken(early))
        #expect(all.all.events[.taken] == 2 && all.services.elements.count == 2)
        // That this day is earlier is no clock that went back.
        #expect(all.all.waits.clockSteps == 0 && all.all.waits.longest == 60)
    }

    @Test func `a visit that has no end yet is open`() {
        let none = TicketNoShow(ticket: id("A003"), window: "1", at: at(7), by: "ann")
        let all = statistics(
            taken("A001", 0), taken("A002", 1), taken("A003", 2), called("A003", 5), .ticketNoShow(none),
            .ticketCancelled(TicketCancelled(ticket: id("A002"), by: "desk", reason: "", at: at(9))))
        #expect(all.openVisits == 1)
        #expect(all.all.events[.noShow] == 1 && all.all.events[.cancelled] == 1)
    }

    // MARK: Ratings, kiosks, paper

    @Test func `a rating is of who served, and silence is no rating`() {
        let all = statistics(
            taken("A001", 0), called("A001", 1), started("A001", 2, by: "ann"), served("A001", 9, by: "bob"),
            rated("A001", .bad, 20), taken("A002", 0), called("A002", 30), started("A002", 31, by: "ann"),
            rated("A002", .veryGood, 40), taken("A003", 41), called("A003", 42), started("A003", 43),
            .ratingLapsed(RatingLapsed(ticket: id("A003"), window: "1", at: at(99))))
        #expect(all.all.rated == 2 && all.all.ratedBad == 1 && all.all.unrated == 1)
        #expect(all.operators["bob"]?.ratedBad == 1 && all.operators["ann"]?.ratedBad == 0)
        #expect(all.operators["ann"]?.ratings[.veryGood] == 1 && all.operators["ann"]?.unrated == 1)
        #expect(all.windows["1"]?.rated == 2 && all.services["household"]?.ratedBad == 1)
    }

    @Test func `a key that gave no number counts by its reason, and is no number`() {
        let all = statistics(
            .takeRefused(TakeRefused(kiosk: "kiosk-1", service: "tax", at: at(5), reason: .noPaper)),
            .takeRefused(TakeRefused(kiosk: "kiosk-1", service: "tax", at: at(6), reason: .noPaper)),
            .takeRefused(TakeRefused(kiosk: "kiosk-2", service: "household", at: at(7), reason: .hallClosed)))
        #expect(all.all.refusals[.noPaper] == 2 && all.all.refusals[.hallClosed] == 1)
        #expect(all.services["tax"]?.refusals[.noPaper] == 2 && all.hours[9]?.refusals[.noPaper] == 2)
        #expect(all.all.events[.taken] == 0 && all.openVisits == 0)
    }

    @Test func `paper that is printed again counts, the first does not`() {
        func printed(_ reason: PrintOrdered.Reason) -> HallFact {
            .printOrdered(
                PrintOrdered(job: JobID(1), ticket: id("A001"), printer: "printer", reason: reason, at: at(1)))
        }
        let all = statistics(
            taken("A001", 0), printed(.taken), printed(.interrupted), printed(.requested), printed(.proofLost),
            .ticketVoided(TicketVoided(ticket: id("A001"), reason: .notPrinted, at: at(200))))
        #expect(all.all.events[.reprinted] == 3 && all.services["household"]?.events[.reprinted] == 3)
        #expect(all.all.events[.voided] == 1 && all.openVisits == 0)
    }
}
