import HallModel
import Synchronization

/// Facts that one call hands out at most: a reader must not hold back checkpoints for long.
private let factsAtOnce = 10_000
/// How far back the facts about an alarm or a point are looked for: weeks of a district hall.
private let factsLookedThrough: Int64 = 50_000
/// Of those found, the newest that are told.
private let factsTold = 500

/// A read-only connection to the journal beside the writing one, for listings, `why` and verification. Safe to use from
/// any thread; calls wait for each other, so a long one deserves a reader of its own.
public final class JournalReader: Sendable {
    private let connection: Mutex<Connection>
    /// Names the file in messages.
    private let path: String

    /// Opens the journal in `directory`, which must hold one. Takes no lock: works beside a running halld.
    public init(directory: String) throws(StoreError) {
        let path = JournalFolder(directory: directory).journal
        let opened = try Connection(path: path, access: .readOnly)
        try opened.run("PRAGMA query_only = ON")
        try JournalSchema.configure(opened)
        try JournalSchema.check(opened)
        self.path = path
        connection = Mutex(opened)
    }

    /// All that happened to a ticket, in order: the facts about it, the presses that counted for nothing at its window from
    /// the start of its service to the start of the next one there, and the turns of the day that carried it over or let
    /// it lapse. Empty for a ticket that never was.
    public func facts(about ticket: TicketID) throws(StoreError) -> [HallFact] {
        try connection.withLock { connection throws(StoreError) in
            var found: [(sequence: Int64, fact: HallFact)] = []
            try connection.query(FactSQL.aboutTicket, [.text(ticket.description)]) { row throws(StoreError) in
                found.append(try row.fact(in: path))
            }
            guard let first = found.first?.sequence else { return [] }
            found += try evidence(of: found, connection)
            var mentioned = true
            try connection.query(FactSQL.daysAfter, [.integer(first)]) { row throws(StoreError) in
                // A ticket that one turn does not mention is over, and no later turn mentions it.
                guard mentioned, case (let sequence, .dayOpened(let day)) = try row.fact(in: path) else { return }
                mentioned = day.mentions(ticket)
                if mentioned { found.append((sequence, .dayOpened(day))) }
            }
            return found.sorted { $0.sequence < $1.sequence }.map(\.fact)
        }
    }

    /// What happened to an alarm among the newest 50 000 facts, in order; at most the newest 500.
    public func facts(about alarm: AlarmID) throws(StoreError) -> [HallFact] {
        try recent(FactSQL.aboutAlarms) { $0.alarm == alarm }
    }

    /// What happened to a point among the newest 50 000 facts, in order: attempts to write it, and its alarms; at most
    /// the newest 500.
    public func facts(about point: PointID) throws(StoreError) -> [HallFact] {
        try recent(FactSQL.aboutPoints) { $0.isAbout(point) }
    }

    /// One read, while no other call reads; the path names the file in messages.
    func reading<Answer: Sendable>(
        _ body: @Sendable (Connection, String) throws(StoreError) -> Answer
    ) throws(StoreError) -> Answer {
        try connection.withLock { connection throws(StoreError) in try body(connection, path) }
    }

    /// Looks back a bounded way without an index: a column more would shut out the builds that wrote this journal.
    private func recent(
        _ sql: String, _ values: SQLValue..., where isAbout: @Sendable (HallFact) -> Bool
    ) throws(StoreError) -> [HallFact] {
        try connection.withLock { connection throws(StoreError) in
            let newest = try connection.integer(FactSQL.newest) ?? 0
            var found: [HallFact] = []
            try connection.query(sql, [.integer(newest - factsLookedThrough)] + values) { row throws(StoreError) in
                let fact = try row.fact(in: path).fact
                if isAbout(fact) { found.append(fact) }
            }
            return Array(found.suffix(factsTold))
        }
    }

    /// What happened at a window among the newest 50 000 facts, in order; at most the newest 500.
    public func facts(about window: WindowID) throws(StoreError) -> [HallFact] {
        try recent(FactSQL.aboutWindow, .text(window.rawValue)) { _ in true }
    }

    /// Presses leave their facts a little later, also behind the next start: what counts is when they were.
    private func evidence(
        of story: [(sequence: Int64, fact: HallFact)], _ connection: Connection
    ) throws(StoreError) -> [(sequence: Int64, fact: HallFact)] {
        let starts = story.compactMap { entry -> (sequence: Int64, fact: ServiceStarted)? in
            if case .serviceStarted(let started) = entry.fact { (entry.sequence, started) } else { nil }
        }
        guard let (sequence, start) = starts.last else { return [] }
        let window = SQLValue.text(start.window.rawValue)
        let end = SQLValue.integer(sequence + factsLookedThrough)
        var next: WallTime?
        try connection.query(
            FactSQL.nextService, [.integer(sequence), end, window]
        ) { row throws(StoreError) in
            if case .serviceStarted(let started) = try row.fact(in: path).fact { next = started.at }
        }
        var found: [(sequence: Int64, fact: HallFact)] = []
        try connection.query(
            FactSQL.presses, [.integer(sequence), end, window]
        ) { row throws(StoreError) in
            let press = try row.fact(in: path)
            guard case .pressesIgnored(let ignored) = press.fact, ignored.at >= start.at,
                next.map({ ignored.at < $0 }) ?? true, found.count < factsTold
            else { return }
            found.append(press)
        }
        return found
    }

    /// The plan that came into force last; nil before the first.
    public func newestPlan() throws(StoreError) -> HallPlan? {
        try connection.withLock { connection throws(StoreError) in
            var plan: HallPlan?
            try connection.query(FactSQL.newestPlan, []) { row throws(StoreError) in
                if case .planAdopted(let adopted) = try row.fact(in: path).fact { plan = adopted.plan }
            }
            return plan
        }
    }

    /// The facts numbered `sequence` and above, in order, at most `limit` and never more than 10 000.
    public func facts(
        from sequence: Int64, limit: Int
    ) throws(StoreError) -> [(sequence: Int64, fact: HallFact)] {
        let bounded = min(max(limit, 0), factsAtOnce)
        return try connection.withLock { connection throws(StoreError) in
            var found: [(sequence: Int64, fact: HallFact)] = []
            try connection.query(
                FactSQL.page, [.integer(sequence), .integer(Int64(bounded))]
            ) { row throws(StoreError) in
                found.append(try row.fact(in: path))
            }
            return found
        }
    }

    /// Reads the whole journal and says all that is wrong with it: SQLite's own check of every page and index, every
    /// fact's form, columns and number. A million facts take some ten seconds; a running halld goes on meanwhile.
    public func verify() throws(StoreError) -> JournalReport {
        try connection.withLock { connection throws(StoreError) in
            var verification = JournalVerification(path: path)
            try verification.checkPages(connection)
            try verification.checkFacts(connection, atOnce: factsAtOnce)
            return verification.report
        }
    }
}
