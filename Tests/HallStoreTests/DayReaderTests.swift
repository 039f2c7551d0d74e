import HallModel
import Testing

@testable import HallStore

/// The days of a journal, found without reading it whole.
@Suite struct DayReaderTests {
    private let folder = TemporaryFolder()

    private func day(_ offset: Int) -> ServiceDay { CivilDate(daysSince1970: Golden.day.daysSince1970 + offset) }

    private func opened(
        _ offset: Int, carried: [TicketID] = [], lapsed: [TicketID] = [], rateable: [TicketID] = []
    ) -> HallFact {
        var opened = DayOpened(
            day: day(offset), at: Golden.at(Int64(offset) * 86_400), planHash: Golden.planHash, alarms: [],
            carried: carried.map { id in
                Ticket(
                    id: id, service: "household", priority: .ordinary, takenAt: Golden.at(0), order: 1,
                    source: .kiosk("kiosk-1"), ahead: 0, printed: .proven)
            }, lapsed: lapsed, windows: [], lastJob: JobID(0), lastOrder: 0)
        if !rateable.isEmpty {
            var ratings = RatingState()
            ratings.services = rateable.map { RatingState.Service(window: "1", ticket: $0) }
            opened.ratings = ratings
        }
        return .dayOpened(opened)
    }

    private func recalled(_ ticket: TicketID, _ second: Int) -> HallFact {
        .ticketRecalled(TicketRecalled(ticket: ticket, window: "1", at: Golden.at(Int64(second)), by: "clerk"))
    }

    private func id(_ number: String, _ offset: Int = 0) -> TicketID {
        TicketID(day: day(offset), number: TicketNumber(number))
    }

    private func read(_ offset: Int) throws -> (facts: [HallFact], gaps: JournalGaps) {
        let reader = try JournalReader(directory: folder.state)
        let found = try #require(try reader.serviceDay(from: day(offset)))
        var facts: [HallFact] = []
        let gaps = try reader.facts(of: found) { facts.append($0) }
        return (facts, gaps)
    }

    @Test func `a day is found among many, and where it is not, the next one there is`() throws {
        let journal = try Journal(directory: folder.state)
        let reader = try JournalReader(directory: folder.state)
        #expect(try reader.serviceDay(from: day(0)) == nil)
        // Every other day of a year and a half, with more facts on some.
        for offset in stride(from: 0, to: 500, by: 2) {
            try journal.commit(opened(offset), started(offset))
            for _ in 0..<(offset % 7) { try journal.commit(started(offset)) }
        }
        for offset in [0, 2, 144, 496] {
            let found = try #require(try reader.serviceDay(from: day(offset)))
            #expect(found.day == day(offset) && found.began == Golden.at(Int64(offset) * 86_400))
            #expect(found.ended == Golden.at(Int64(offset + 2) * 86_400))
        }
        #expect(try reader.serviceDay(from: day(-400))?.day == day(0))
        #expect(try reader.serviceDay(from: day(145))?.day == day(146))
        let last = try #require(try reader.serviceDay(from: day(497)))
        #expect(last.day == day(498) && last.ended == nil)
        #expect(try reader.serviceDay(from: day(499)) == nil)
    }

    @Test func `a day's facts are those between its opening and the next, with that one`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(started(1), opened(0), recalled(id("A001"), 5), opened(1), recalled(id("A002", 1), 6))
        #expect(try read(0).facts == [recalled(id("A001"), 5), opened(1)])
        #expect(try read(1).facts == [recalled(id("A002", 1), 6)])
    }

    @Test func `a long day comes whole, in order`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(opened(0))
        let calls = (0..<4001).map { recalled(id("A001"), $0) }
        var batch = Journal.Batch()
        batch.facts = calls
        try journal.commit(batch)
        #expect(try read(0).facts == calls)
        try journal.commit(opened(1))
        #expect(try read(0).facts == calls + [opened(1)])
    }

    @Test func `what became of carried and rateable tickets after the turn follows`() throws {
        let journal = try Journal(directory: folder.state)
        let (carried, rateable, lapsed) = (id("A001"), id("A002"), id("A003"))
        let rated = HallFact.ticketRated(
            TicketRated(ticket: rateable, window: "1", level: .good, by: "pad", at: Golden.at(90_000)))
        try journal.commit(
            opened(0), recalled(carried, 5), opened(1, carried: [carried], lapsed: [lapsed], rateable: [rateable]),
            recalled(id("A001", 1), 86_500), rated, recalled(carried, 86_700), recalled(lapsed, 86_800))
        try journal.commit(opened(2, lapsed: [carried]), opened(3))
        let (facts, gaps) = try read(0)
        #expect(
            facts == [
                recalled(carried, 5), opened(1, carried: [carried], lapsed: [lapsed], rateable: [rateable]), rated,
                recalled(carried, 86_700), opened(2, lapsed: [carried]),
            ])
        #expect(gaps == JournalGaps())
    }

    @Test(arguments: [
        ("DELETE FROM facts WHERE seq IN (4, 5)", 2, 0), ("DELETE FROM facts WHERE seq = 7", 1, 0),
        ("UPDATE facts SET bytes = CAST('{}' AS BLOB) WHERE seq = 4", 0, 1),
        ("UPDATE facts SET kind = 'ticket-flew' WHERE seq IN (3, 6)", 0, 2),
        ("DELETE FROM facts WHERE seq = 1", 0, 0),
    ])
    func `a day with gaps says so, and the rest of it comes`(_ damage: String, _ missing: Int, _ unreadable: Int) throws
    {
        let journal = try Journal(directory: folder.state)
        try journal.commit(started(0), opened(0))
        for second in 3...7 { try journal.commit(recalled(id("A001"), second)) }
        try journal.commit(opened(1))
        try journal.opened().runScript(damage)
        let (facts, gaps) = try read(0)
        #expect(gaps.missing == missing && gaps.unreadable == unreadable)
        #expect(facts.count == 6 - missing - unreadable)
    }

    @Test func `a start within a day is told, the one that opened it is not`() throws {
        let journal = try Journal(directory: folder.state)
        // The first start of all: the day is opened before it, in the same moment.
        try journal.commit(opened(0), started(0), recalled(id("A001"), 5), started(6), started(7))
        #expect(try read(0).gaps.restarts == 2)
    }
}
