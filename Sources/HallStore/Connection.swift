import CSQLite
import Glibc

/// The longest text or blob that is written or read, so that a damaged row cannot ask for gigabytes.
private let longestValue: Int32 = 64 << 20
/// How long a statement waits for a lock that another process (a technician's `sqlite3`) holds.
private let busyTimeoutMilliseconds: Int32 = 2000

/// A value bound to a statement.
enum SQLValue {
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    case null

    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
}

/// One SQLite connection with its prepared statements. Used by one thread at a time.
///
/// The database file must never be opened and closed by other means in the process that holds a connection to it: POSIX
/// drops all of a process's locks on a file when it closes any descriptor of it.
final class Connection {
    enum Access {
        /// The file must exist.
        case readWrite
        /// The file must exist; nothing can be written through this connection.
        case readOnly
    }

    /// Names the file in messages.
    let path: String
    let handle: OpaquePointer
    /// One for each SQL text of this module, so bounded by the source.
    private var statements: [String: OpaquePointer] = [:]
    /// Frames in the write-ahead file after the last commit; SQLite's hook writes it.
    private let frames: UnsafeMutablePointer<Int32>

    /// Opens a file that exists. `vfs` names another file system layer than SQLite's own.
    init(path: String, access: Access, vfs: String? = nil) throws(StoreError) {
        var opened: OpaquePointer?
        let flags =
            switch access {
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            }
        let result = sqlite3_open_v2(path, &opened, flags, vfs)
        guard let opened else {
            throw StoreError.sqlite(result, "out of memory", path: path, doing: "opening")
        }
        guard result == SQLITE_OK else {
            let error = StoreError.sqlite(
                result, String(cString: sqlite3_errmsg(opened)), path: path, doing: "opening",
                errno: sqlite3_system_errno(opened))
            sqlite3_close_v2(opened)
            throw error
        }
        self.path = path
        handle = opened
        frames = .allocate(capacity: 1)
        frames.initialize(to: 0)
        // Until the connection is known to be sound, closing it must write nothing.
        _ = csqlite_keep_wal_on_close(handle, 1)
        _ = sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, longestValue)
        _ = sqlite3_busy_timeout(handle, busyTimeoutMilliseconds)
        // Takes the place of SQLite's automatic checkpoint, which would swallow its own errors.
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                context?.assumingMemoryBound(to: Int32.self).pointee = pages
                return SQLITE_OK
            }, frames)
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
        frames.deinitialize(count: 1)
        frames.deallocate()
    }

    /// Frames in the write-ahead file that are not yet in the database.
    var writeAheadPages: Int { Int(frames.pointee) }

    /// Closing moves the write-ahead file into the database and deletes it, instead of leaving both as they are.
    func mergeOnClose() { _ = csqlite_keep_wal_on_close(handle, 0) }

    /// Runs a statement to its end.
    func run(_ sql: String, _ values: SQLValue...) throws(StoreError) {
        try query(sql, values) { _ throws(StoreError) in }
    }

    /// Runs several statements without values and without results of interest.
    func runScript(_ sql: String) throws(StoreError) {
        let result = sqlite3_exec(handle, sql, nil, nil, nil)
        guard result == SQLITE_OK else { throw failure(result, doing: "running a script") }
    }

    /// Hands over each row of a query; the row is valid only inside the closure.
    func query(
        _ sql: String, _ values: [SQLValue] = [], row: (Row) throws(StoreError) -> Void
    ) throws(StoreError) {
        let statement = try prepared(sql)
        defer {
            // Gives up the read lock, and the memory of the values.
            sqlite3_reset(statement)
            sqlite3_clear_bindings(statement)
        }
        for (index, value) in values.enumerated() {
            let result = bind(value, to: statement, at: Int32(index + 1))
            guard result == SQLITE_OK else { throw failure(result, doing: sql) }
        }
        while true {
            errno = 0
            let result = sqlite3_step(statement)
            let number = errno
            if result == SQLITE_DONE { return }
            guard result == SQLITE_ROW else { throw failure(result, doing: sql, errno: number) }
            try row(Row(statement: statement))
        }
    }

    /// The first column of the first row; nil when there is no row or it is NULL.
    func integer(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Int64? {
        var found: Int64?
        try query(sql, values) { row throws(StoreError) in
            if found == nil { found = row.integer(0) }
        }
        return found
    }

    /// The first column of the first row; nil when there is no row or it is NULL.
    func text(_ sql: String, _ values: SQLValue...) throws(StoreError) -> String? {
        var found: String?
        try query(sql, values) { row throws(StoreError) in
            if found == nil { found = row.text(0) }
        }
        return found
    }

    /// Ends an open transaction without a trace; without one it does nothing.
    func rollBack() {
        guard sqlite3_get_autocommit(handle) == 0 else { return }
        _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    }

    /// Copies what it can from the write-ahead file into the database without waiting for readers: one fsync of each
    /// file. True when nothing is left to copy; then the next commit writes the write-ahead file from its start.
    func checkpoint() throws(StoreError) -> Bool {
        var pages: Int32 = 0
        var copied: Int32 = 0
        let result = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, &pages, &copied)
        guard result == SQLITE_OK else { throw failure(result, doing: "checkpoint") }
        if pages == copied { frames.pointee = 0 }
        return pages == copied
    }

    private func prepared(_ sql: String) throws(StoreError) -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        let result = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard result == SQLITE_OK, let statement else { throw failure(result, doing: sql) }
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: SQLValue, to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch value {
        case .integer(let number):
            return sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                // An empty buffer may have no address, and a null address binds NULL.
                guard let start = bytes.baseAddress else { return csqlite_bind_text(statement, index, "", 0) }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    csqlite_bind_text(statement, index, $0, Int32(clamping: bytes.count))
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, index, 0) }
            return csqlite_bind_blob(statement, index, bytes, Int32(clamping: bytes.count))
        case .null:
            return sqlite3_bind_null(statement, index)
        }
    }

    /// SQLite keeps the system's number except for a commit; then it is what the call left in `errno`.
    private func failure(_ result: Int32, doing: String, errno left: Int32 = 0) -> StoreError {
        let kept = sqlite3_system_errno(handle)
        return .sqlite(
            result, String(cString: sqlite3_errmsg(handle)), path: path, doing: doing,
            errno: kept == 0 ? left : kept)
    }
}

/// One row of a result.
struct Row {
    fileprivate let statement: OpaquePointer

    /// nil for NULL.
    func integer(_ column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : sqlite3_column_int64(statement, column)
    }

    /// nil for NULL.
    func text(_ column: Int32) -> String? {
        guard let start = sqlite3_column_text(statement, column) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Empty for NULL.
    func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(statement, column) else { return [] }
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}
