import HallModel

/// Problems that a report lists; more are only counted.
private let problemsListed = 100

/// What verifying a journal found.
public struct JournalReport: Sendable, Equatable {
    /// Facts read.
    public internal(set) var facts: Int64 = 0
    /// The number of the oldest fact; 0 when there is none.
    public internal(set) var firstSequence: Int64 = 0
    /// The number of the newest fact; 0 when there is none.
    public internal(set) var lastSequence: Int64 = 0
    /// How many problems there are.
    public internal(set) var problemCount = 0
    /// The first 100 of them, in words.
    public internal(set) var problems: [String] = []

    /// Nothing is wrong.
    public var isSound: Bool { problemCount == 0 }
}

/// A verification under way.
struct JournalVerification {
    private(set) var report = JournalReport()
    private let path: String

    init(path: String) { self.path = path }

    /// SQLite's check of pages, cells, indexes and types.
    mutating func checkPages(_ connection: Connection) throws(StoreError) {
        var lines: [String] = []
        do throws(StoreError) {
            try connection.query("PRAGMA integrity_check(\(problemsListed))") { row throws(StoreError) in
                lines.append(row.text(0) ?? "")
            }
        } catch {
            guard error.code == .damaged else { throw error }
            lines.append(error.message)
        }
        for line in lines where line != "ok" { note(line) }
    }

    /// Every fact decodes, is what its columns say, and follows the one before it.
    mutating func checkFacts(_ connection: Connection, atOnce: Int) throws(StoreError) {
        do throws(StoreError) {
            report.firstSequence = try connection.integer(FactSQL.oldest) ?? 0
            if report.firstSequence > 1 { note("facts 1…\(report.firstSequence - 1) are missing") }
            var next = report.firstSequence
            while try checkPage(connection, from: &next, atOnce: atOnce) {}
        } catch {
            guard error.code == .damaged else { throw error }
            note(error.message)
        }
    }

    /// False at the end. Pages keep each read short, so that a running halld can begin its write-ahead file anew.
    private mutating func checkPage(
        _ connection: Connection, from next: inout Int64, atOnce: Int
    ) throws(StoreError) -> Bool {
        var rows: [StoredFact] = []
        try connection.query(
            FactSQL.pageWithColumns, [.integer(next), .integer(Int64(atOnce))]
        ) { row throws(StoreError) in rows.append(StoredFact(row)) }
        for row in rows {
            if row.sequence != next { note("facts \(next)…\(row.sequence - 1) are missing") }
            check(row)
            next = row.sequence + 1
            report.facts += 1
            report.lastSequence = row.sequence
        }
        return rows.count == atOnce
    }

    private mutating func check(_ row: StoredFact) {
        let fact: HallFact
        do throws(StoreError) {
            fact = try FactCoding.decode(row.encoded)
        } catch {
            return note("fact \(row.sequence): \(error.message)")
        }
        let columns = fact.columns
        if row.at != columns.at.microseconds || row.ticket != columns.ticket?.description
            || row.window != columns.window?.rawValue || row.plan != columns.plan
        {
            note("fact \(row.sequence): its columns do not agree with its bytes")
        }
        let written = FactCoding.encode(fact)
        if written.form == row.encoded.form && written.bytes != row.encoded.bytes {
            note("fact \(row.sequence): its bytes say more than its form can hold")
        }
    }

    private mutating func note(_ problem: String) {
        report.problemCount += 1
        if report.problems.count < problemsListed { report.problems.append("\(path): \(problem.withoutControls)") }
    }
}

/// A row of `facts`, as it stands.
private struct StoredFact {
    let sequence: Int64
    let encoded: FactCoding.Encoded
    let at: Int64?
    let ticket: String?
    let window: String?
    let plan: String?

    init(_ row: Row) {
        sequence = row.integer(0) ?? 0
        encoded = row.encoded
        at = row.integer(4)
        ticket = row.text(5)
        window = row.text(6)
        plan = row.text(7)
    }
}
