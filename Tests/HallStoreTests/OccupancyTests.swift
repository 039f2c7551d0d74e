import HallModel
import Testing

@testable import HallStore

/// One window for a ticket and one ticket for a window, by the database itself.
@Suite struct OccupancyTests {
    private let folder = TemporaryFolder()
    private let first = Golden.ticket("A001")
    private let second = Golden.ticket("A002")

    private func call(_ ticket: TicketID, _ window: WindowID) -> HallFact {
        .ticketCalled(
            TicketCalled(ticket: ticket, window: window, at: Golden.at(1), by: "clerk", rule: .firstTaken, inputs: []))
    }

    private func start(_ ticket: TicketID, _ window: WindowID) -> HallFact {
        .serviceStarted(ServiceStarted(ticket: ticket, window: window, at: Golden.at(2), by: "clerk"))
    }

    private func finish(_ ticket: TicketID, _ window: WindowID) -> HallFact {
        .serviceFinished(ServiceFinished(ticket: ticket, window: window, at: Golden.at(3), by: "clerk"))
    }

    /// Every fact that ends a ticket's stay at a window, as this build writes it.
    private func ends(_ ticket: TicketID, _ window: WindowID) -> [HallFact] {
        [
            finish(ticket, window),
            .ticketNoShow(TicketNoShow(ticket: ticket, window: window, at: Golden.at(3), by: "clerk")),
            .ticketPutBack(
                TicketPutBack(ticket: ticket, window: window, reason: "", at: Golden.at(3), by: "clerk")),
            .ticketCancelled(TicketCancelled(ticket: ticket, by: "clerk", reason: "", at: Golden.at(3))),
            .ticketVoided(TicketVoided(ticket: ticket, reason: .notPrinted, at: Golden.at(3))),
            .ticketParked(TicketParked(ticket: ticket, window: window, reason: "", at: Golden.at(3), by: "clerk")),
            .ticketTransferred(
                TicketTransferred(
                    ticket: ticket, from: "household", service: "tax", left: window, window: nil, reason: "",
                    at: Golden.at(3), by: "clerk")),
            .ticketReturned(
                TicketReturned(
                    ticket: ticket, place: nil, window: nil, reason: "", at: Golden.at(3), by: "clerk")),
            .absenceEnded(AbsenceEnded(ticket: ticket, at: Golden.at(3))),
        ]
    }

    private func turn(_ windows: [WindowState]) -> HallFact {
        .dayOpened(
            DayOpened(
                day: CivilDate(year: 2026, month: 11, day: 22), at: Golden.at(4), planHash: "p", alarms: [],
                carried: [],
                lapsed: [], windows: windows, lastJob: JobID(0), lastOrder: 0))
    }

    private func table(_ journal: Journal) throws -> [Occupancy] {
        var found: [Occupancy] = []
        try journal.opened().query("SELECT ticket, window FROM occupancy ORDER BY window") { row throws(StoreError) in
            found.append(Occupancy(ticket: row.text(0) ?? "", window: row.text(1) ?? ""))
        }
        return found
    }

    @Test func `a call brings a ticket to a window, and each kind of end takes it away`() throws {
        let journal = try Journal(directory: folder.state)
        let kinds = ends(first, "1").map { type(of: $0.payload).kind }
        #expect(kinds == OccupancySchema.departures, "a kind that ends a stay is missing here")
        for end in ends(first, "1") {
            try journal.commit(call(first, "1"))
            #expect(try table(journal) == [Occupancy(first, at: "1")])
            try journal.commit(end)
            #expect(try table(journal).isEmpty, "\(end)")
        }
        try journal.commit(call(first, "1"), start(first, "1"))
        #expect(try table(journal) == [Occupancy(first, at: "1")], "who is served is at the window")
        // As the hall writes it when a window calls the next one.
        try journal.commit(finish(first, "1"), call(second, "1"))
        #expect(try table(journal) == [Occupancy(second, at: "1")])
    }

    @Test func `a ticket at a window cannot be called again, nor can another be called to that window`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(call(first, "1"))
        for (fact, reason) in [
            (call(first, "1"), Contradiction.Reason.ticketAtWindow), (call(first, "2"), .ticketAtWindow),
            (call(second, "1"), .windowOccupied), (start(second, "1"), .notCalled), (start(first, "2"), .notCalled),
        ] {
            let before = journal.statistics
            let error = #expect(throws: StoreError.self) { try journal.commit(started(1), fact, started(2)) }
            #expect(error?.code == .contradiction)
            #expect(error?.contradiction?.reason == reason)
            #expect(error?.contradiction?.ticket == fact.columns.ticket)
            #expect(error?.contradiction?.window == fact.columns.window)
            #expect(error?.bilingual.en.contains(folder.journal) == true)
            #expect(journal.statistics == before)
            #expect(journal.lastSequence == 1)
        }
        // Nothing of those batches is there, and the journal goes on.
        try journal.commit(start(first, "1"), finish(first, "1"))
        #expect(try journal.restore() == [call(first, "1"), start(first, "1"), finish(first, "1")])
        #expect(try JournalReader(directory: folder.state).verify().isSound)
        journal.close()
        #expect(try Journal(directory: folder.state).restore().count == 3)
    }

    @Test func `the turn of the day takes away whom it does not carry, and nobody else`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(call(first, "1"), call(second, "2"))
        try journal.commit(turn([WindowState(id: "1", current: first), WindowState(id: "2"), WindowState(id: "3")]))
        #expect(try table(journal) == [Occupancy(first, at: "1")])
        // At another window than the table has it: a contradiction, which the turn does not make up.
        try journal.commit(turn([WindowState(id: "2", current: first)]))
        #expect(try table(journal).isEmpty)
        try journal.commit(call(second, "2"), turn([]))
        #expect(try table(journal).isEmpty)
    }

    /// What `sqlite3 journal.sqlite` would do: another connection that knows nothing of halld.
    @Test(arguments: ["INSERT", "INSERT OR REPLACE", "INSERT OR ROLLBACK", "INSERT OR FAIL"])
    func `whoever inserts a fact by hand keeps the table and is held to it`(verb: String) throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(call(first, "1"))
        let other = try Connection(path: folder.journal, access: .readWrite)
        func insert(_ sequence: Int, _ kind: String, _ ticket: String, _ window: String) throws(StoreError) {
            try other.runScript(
                """
                \(verb) INTO facts VALUES(\(sequence), 0, '\(kind)', 1, '\(ticket)', '\(window)', NULL,
                  CAST('{}' AS BLOB))
                """)
        }
        for (kind, ticket, window) in [
            ("ticket-called", "2026-11-21/A002", "1"), ("ticket-called", "2026-11-21/A001", "2"),
            ("service-started", "2026-11-21/A002", "2"),
        ] {
            let error = #expect(throws: StoreError.self) { try insert(2, kind, ticket, window) }
            #expect(error?.message.contains("occupancy: ") == true, "\(error?.message ?? "")")
        }
        #expect(try other.integer("SELECT count(*) FROM facts") == 1)
        try insert(2, "ticket-no-show", "2026-11-21/A001", "1")
        try insert(3, "ticket-called", "2026-11-21/A002", "1")
        #expect(try table(journal) == [Occupancy(second, at: "1")])
    }

    @Test func `the columns are unique beside the triggers`() throws {
        let connection = try Journal(directory: folder.state).opened()
        try connection.runScript("INSERT INTO occupancy VALUES('A', '1')")
        for row in ["('A', '2')", "('B', '1')", "(NULL, '2')", "('B', NULL)"] {
            #expect(throws: StoreError.self, "\(row)") {
                try connection.runScript("INSERT INTO occupancy VALUES\(row)")
            }
        }
    }

    @Test func `a difference is told and not mended`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(call(first, "1"), call(second, "2"))
        let present = [Occupancy(first, at: "1"), Occupancy(second, at: "2")]
        #expect(try journal.compareOccupancy(with: present).isEmpty)
        try journal.opened().runScript(
            "DELETE FROM occupancy WHERE window = '1'; INSERT INTO occupancy VALUES('x', '3')")
        for _ in 0..<2 {
            let difference = try journal.compareOccupancy(with: present)
            #expect(difference.inFacts == [Occupancy(first, at: "1")])
            #expect(difference.inTable == [Occupancy(ticket: "x", window: "3")])
            #expect(difference.windows == ["1", "3"])
        }
    }

    /// Version 0.2 wrote journals without the table; its tables have the same version, so it can open them again.
    @Test func `a journal of an older build gets the table as its facts have it, and stays one of that build`() throws {
        try old()
        let journal = try Journal(directory: folder.state)
        try journal.commit(call(first, "1"))
        #expect(try journal.compareOccupancy(with: [Occupancy(first, at: "1")]).isEmpty)
        #expect(try table(journal) == [Occupancy(first, at: "1")])
        #expect(throws: StoreError.self) { try journal.commit(call(second, "1")) }
        #expect(try journal.opened().integer("PRAGMA user_version") == 1)
    }

    @Test func `an older journal that contradicts itself opens, and is told`() throws {
        try old()
        let journal = try Journal(directory: folder.state)
        let present = [Occupancy(first, at: "1"), Occupancy(first, at: "2")]
        #expect(try journal.compareOccupancy(with: present).inFacts == [Occupancy(first, at: "2")])
    }

    @Test func `the triggers of another build give way to those of the one that writes`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(call(first, "1"))
        try journal.opened().runScript(
            """
            DROP TRIGGER occupancy_end;
            CREATE TRIGGER occupancy_end AFTER INSERT ON facts WHEN NEW.kind IN ('ticket-sung') BEGIN
              DELETE FROM occupancy WHERE ticket = NEW.ticket;
            END
            """)
        #expect(try journal.compareOccupancy(with: [Occupancy(first, at: "1")]).isEmpty)
        try journal.commit(finish(first, "1"))
        #expect(try table(journal).isEmpty)
    }

    @Test func `days of a small hall keep the table right at every batch`() throws {
        let journal = try Journal(directory: folder.state)
        for batch in HallHistory(seed: 41, batches: 400, batchesADay: 90).batches {
            try journal.commit(batch)
            let isCalled = batch.facts.contains { if case .ticketCalled = $0 { true } else { false } }
            #expect(try table(journal).count == (isCalled ? 1 : 0))
        }
    }

    /// A journal as it was before there was the table.
    private func old() throws {
        let journal = try Journal(directory: folder.state)
        let names = OccupancySchema.triggers.map { "DROP TRIGGER \($0.name);" }.joined(separator: "\n")
        try journal.opened().runScript("\(names) DROP TABLE occupancy")
        journal.close()
    }
}
