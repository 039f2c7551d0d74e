import HallModel
import Testing

@testable import HallStore

@Suite struct RestoreTests {
    private let folder = TemporaryFolder()

    private func plan(_ hash: String, _ second: Int64) -> HallFact {
        .planAdopted(PlanAdopted(hash: hash, plan: HallPlan(hall: HallSettings(name: hash)), at: Golden.at(second)))
    }

    private func day(_ number: Int, plan hash: String) -> HallFact {
        .dayOpened(
            DayOpened(
                day: CivilDate(daysSince1970: number), at: Golden.at(0), planHash: hash, alarms: [], carried: [],
                lapsed: [], windows: [], lastJob: JobID(0), lastOrder: 0))
    }

    @Test func `without a day, everything comes back`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(plan("p1", 1), started(1), started(2))
        #expect(try journal.restore() == [plan("p1", 1), started(1), started(2)])
    }

    @Test func `the newest day comes back with its plan before it and all that follows`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(plan("p1", 1), day(1, plan: "p1"), started(1))
        try journal.commit(plan("p2", 2), started(2))
        try journal.commit(day(2, plan: "p2"), started(3))
        try journal.commit(plan("p3", 3), started(4))
        #expect(try journal.restore() == [plan("p2", 2), day(2, plan: "p2"), started(3), plan("p3", 3), started(4)])
    }

    @Test func `a plan may be as old as it likes, and of two with one hash the newer is taken`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(plan("p1", 1), plan("p1", 2))
        for number in 1...50 { try journal.commit(day(number, plan: "p1"), started(number)) }
        #expect(try journal.restore() == [plan("p1", 2), day(50, plan: "p1"), started(50)])
    }

    @Test func `a plan adopted right behind its day is enough`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(day(1, plan: "p1"), plan("p1", 1), started(1))
        #expect(try journal.restore() == [day(1, plan: "p1"), plan("p1", 1), started(1)])
    }

    @Test func `a day whose plan is nowhere is damage`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(plan("p1", 1), day(1, plan: "p2"))
        let error = #expect(throws: StoreError.self) { try journal.restore() }
        #expect(error?.code == .damaged)
    }

    @Test func `no statement that starts the daemon or answers a person reads a whole table`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(HallHistory(seed: 3, batches: 300, batchesADay: 50))
        for statistics in [false, true] {
            if statistics { try journal.opened().runScript("ANALYZE") }
            for sql in FactSQL.reads + ReplySQL.searches {
                try journal.opened().query("EXPLAIN QUERY PLAN " + sql) { row throws(StoreError) in
                    let step = row.text(3) ?? ""
                    #expect(!step.contains("SCAN") && !step.contains("TEMP B-TREE"), "\(sql): \(step)")
                }
            }
        }
    }

    @Test func `statistics find a day by its opening, read that stretch alone, and follow tickets by their index`()
        throws
    {
        let journal = try Journal(directory: folder.state)
        try journal.commit(HallHistory(seed: 3, batches: 300, batchesADay: 50))
        for statistics in [false, true] {
            if statistics { try journal.opened().runScript("ANALYZE") }
            for (sql, way) in [
                (FactSQL.dayFrom, "facts_by_start (kind=? AND seq>?)"), (FactSQL.stretch, "(rowid>? AND rowid<?)"),
                (FactSQL.aboutTicketAfter, "facts_by_ticket (ticket=? AND seq>?)"),
            ] {
                var steps: [String] = []
                try journal.opened().query("EXPLAIN QUERY PLAN " + sql) { row throws(StoreError) in
                    steps.append(row.text(3) ?? "")
                }
                #expect(steps.count == 1 && steps[0].contains(way), "\(sql): \(steps)")
            }
        }
    }
}
