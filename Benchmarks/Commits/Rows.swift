import CSQLite
import Glibc

/// A row of the journal as it stands on disk, and what it does to the table of windows.
struct FactRow {
    var at: Int64
    var kind: String
    var version: Int64
    var ticket: String?
    var window: String?
    var plan: String?
    var bytes: [UInt8]

    static func all(in path: String) -> [FactRow] {
        let database = RawDatabase(path, flags: SQLITE_OPEN_READONLY)
        let statement = database.prepare(
            "SELECT at, kind, version, ticket, window, plan, bytes FROM facts ORDER BY seq")
        defer { sqlite3_finalize(statement) }
        var rows: [FactRow] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            func text(_ column: Int32) -> String? { sqlite3_column_text(statement, column).map { String(cString: $0) } }
            let bytes = UnsafeRawBufferPointer(
                start: sqlite3_column_blob(statement, 6), count: Int(sqlite3_column_bytes(statement, 6)))
            rows.append(
                FactRow(
                    at: sqlite3_column_int64(statement, 0), kind: text(1) ?? "",
                    version: sqlite3_column_int64(statement, 2), ticket: text(3), window: text(4), plan: text(5),
                    bytes: [UInt8](bytes)))
        }
        return rows
    }
}

/// SQLite with nothing around it: the same tables and indexes, the same settings, prepared statements, and a transaction for
/// each row. Who is at a window is written by plain statements, where the journal has triggers.
final class RawDatabase {
    private var handle: OpaquePointer?
    private var begin, commit, insert, occupy, leave: OpaquePointer?
    private var sequence: Int64 = 0

    init(_ path: String, flags: Int32) {
        check(sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil))
    }

    /// A new database with the tables of the journal at `model`.
    init(new path: String, like model: String) {
        check(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nil))
        run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000")
        let source = RawDatabase(model, flags: SQLITE_OPEN_READONLY)
        for statement in source.tables() { run(statement) }
        begin = prepare("BEGIN IMMEDIATE")
        commit = prepare("COMMIT")
        insert = prepare(
            "INSERT INTO facts(seq, at, kind, version, ticket, window, plan, bytes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
        )
        occupy = prepare("INSERT INTO occupancy(ticket, window) VALUES(?1, ?2)")
        leave = prepare("DELETE FROM occupancy WHERE ticket = ?1")
    }

    deinit {
        for statement in [begin, commit, insert, occupy, leave] { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// One transaction, one fsync.
    func write(_ row: FactRow) {
        sequence += 1
        step(begin)
        check(sqlite3_bind_int64(insert, 1, sequence))
        check(sqlite3_bind_int64(insert, 2, row.at))
        bind(row.kind, insert, 3)
        check(sqlite3_bind_int64(insert, 4, row.version))
        bind(row.ticket, insert, 5)
        bind(row.window, insert, 6)
        bind(row.plan, insert, 7)
        check(csqlite_bind_blob(insert, 8, row.bytes, Int32(row.bytes.count)))
        step(insert)
        switch row.kind {
        case "ticket-called":
            bind(row.ticket, occupy, 1)
            bind(row.window, occupy, 2)
            step(occupy)
        case "service-finished", "ticket-no-show":
            bind(row.ticket, leave, 1)
            step(leave)
        default: break
        }
        step(commit)
    }

    func prepare(_ sql: String) -> OpaquePointer? {
        var statement: OpaquePointer?
        check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        return statement
    }

    private func tables() -> [String] {
        let statement = prepare(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index') AND name NOT LIKE 'sqlite_%'"
        )
        defer { sqlite3_finalize(statement) }
        var found: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW { found.append(String(cString: sqlite3_column_text(statement, 0))) }
        return found
    }

    private func run(_ script: String) { check(sqlite3_exec(handle, script, nil, nil, nil)) }

    private func step(_ statement: OpaquePointer?) {
        let result = sqlite3_step(statement)
        guard result == SQLITE_DONE || result == SQLITE_ROW else { return check(result) }
        sqlite3_reset(statement)
    }

    private func bind(_ text: String?, _ statement: OpaquePointer?, _ index: Int32) {
        guard let text else { return check(sqlite3_bind_null(statement, index)) }
        check(csqlite_bind_text(statement, index, text, Int32(text.utf8.count)))
    }

    private func check(_ result: Int32) {
        guard result != SQLITE_OK else { return }
        fail("SQLite \(result): \(handle.map { String(cString: sqlite3_errmsg($0)) } ?? "")")
    }
}

/// Nothing can be measured.
func fail(_ why: String) -> Never {
    let line = "commits: \(why)\n"
    _ = write(STDERR_FILENO, line, line.utf8.count)
    exit(1)
}
