import HallModel

/// Frames of 4 KiB after which a commit moves the write-ahead file into the database itself: the file stays below
/// 4 MiB, and a restart replays no more than that.
private let pagesBeforeCheckpoint = 1000
/// Frames that make a checkpoint worth its fsyncs when the hall has nothing else to do.
private let pagesWorthAnIdleCheckpoint = 100
/// What a write-ahead file that grew beyond its bound under a long reader shrinks back to.
private let writeAheadBytes = 4 << 20

/// The writing connection to the journal (`journal.sqlite` in the state folder): WAL, `synchronous=FULL`, one
/// transaction and one fsync a batch. Used by one thread.
///
/// The fsync is that of the write-ahead file. Two more come with a checkpoint, which moves that file's content into the
/// database and lets the next commit begin it anew (that commit's fsync is two). `checkpointIfIdle` does this while
/// nobody waits; only when the hall was never idle for some 250 batches does a commit do it itself.
///
/// No part of a process that holds a `Journal` or `JournalReader` may open the journal's files by other means: closing
/// them would drop SQLite's locks (POSIX).
public final class Journal {
    /// What goes to disk together.
    public struct Batch: Sendable {
        /// The facts, in the order they happened.
        public var facts: [HallFact] = []
        /// Replies to commands that carried an idempotency key.
        public var replies: [KeyedReply] = []
        /// An empty batch.
        public init() {}
    }

    /// A reply and the key it answers.
    public struct KeyedReply: Sendable, Equatable {
        /// Who asked.
        public var user: String
        /// Their key, at most 128 bytes.
        public var key: String
        /// SHA-256 of the command, so that a key used for another command is refused.
        public var commandHash: String
        /// What they were told.
        public var reply: HallReply
        /// When.
        public var at: WallTime

        /// All fields.
        public init(user: String, key: String, commandHash: String, reply: HallReply, at: WallTime) {
            self.user = user
            self.key = key
            self.commandHash = commandHash
            self.reply = reply
            self.at = at
        }
    }

    /// The number of the newest fact on disk; 0 when there is none.
    public private(set) var lastSequence: Int64 = 0

    /// What this connection did so far.
    public private(set) var statistics = StoreStatistics()

    let folder: JournalFolder
    /// nil once closed.
    private(set) var connection: Connection?
    private var lock: JournalLock?
    /// Why no batch is taken any more.
    private var refusal: StoreError?
    private var checkpointDue = pagesBeforeCheckpoint

    /// Opens or makes the journal in `directory`, which is made if missing; holds a lock until closed.
    public convenience init(directory: String) throws(StoreError) { try self.init(directory: directory, vfs: nil) }

    /// Opens through another file system layer of SQLite; nil: its own.
    package init(directory: String, vfs: String?) throws(StoreError) {
        folder = JournalFolder(directory: directory)
        try folder.make()
        lock = try folder.lock()
        try folder.createJournal(vfs: vfs)
        let connection = try Connection(path: folder.journal, access: .readWrite, vfs: vfs)
        try JournalSchema.configure(connection)
        try JournalSchema.check(connection)
        try folder.checkWhole(pageSize: Int(connection.integer("PRAGMA page_size") ?? 4096))
        try Self.makeDurable(connection)
        lastSequence = try connection.integer(FactSQL.newest) ?? 0
        self.connection = connection
    }

    deinit { close() }

    /// The facts that bring the hall back: the plan in force, the newest `day-opened`, and all that follow. They are
    /// found by index, however long the journal is.
    ///
    /// `.damaged` if one of them is missing or cannot be read, `.tooNew` if a newer build wrote one. After an error this
    /// connection takes no batch and leaves the file as it is.
    public func restore() throws(StoreError) -> [HallFact] {
        let connection = try opened()
        do throws(StoreError) {
            return try Self.restore(from: connection)
        } catch {
            // A journal that cannot be read whole is left exactly as it is, by commits and by closing.
            refusal = error
            throw error
        }
    }

    /// The same of any connection to a journal.
    static func restore(from connection: Connection) throws(StoreError) -> [HallFact] {
        var start: (sequence: Int64, plan: String)?
        try connection.query(FactSQL.newestDay) { row throws(StoreError) in
            start = (row.integer(0) ?? 0, row.text(1) ?? "")
        }
        var facts: [HallFact] = []
        if let start { facts += try plan(start.plan, before: start.sequence, connection) }
        var expected = start?.sequence ?? 1
        try connection.query(FactSQL.from, [.integer(expected)]) { row throws(StoreError) in
            let (sequence, fact) = try row.fact(in: connection.path)
            guard sequence == expected else {
                throw .damaged(
                    connection.path, Bilingual(zh: "缺少第 \(expected) 条记录", en: "fact \(expected) is missing"))
            }
            facts.append(fact)
            expected += 1
        }
        return facts
    }

    /// Makes a batch durable. After an error its outcome is unknown – all of it is on disk or nothing – and this connection
    /// must be closed: it takes no further batch. An empty batch touches no disk.
    ///
    /// `.contradiction` is no such error: nothing was written, and the next batch is welcome.
    public func commit(_ batch: Batch) throws(StoreError) {
        if let refusal { throw refusal }
        let connection = try opened()
        guard !batch.facts.isEmpty || !batch.replies.isEmpty else { return }
        let began = ContinuousClock.now
        do throws(StoreError) {
            try connection.run("BEGIN IMMEDIATE")
            try insert(batch.facts, connection)
            try keep(batch.replies, connection)
            try connection.run("COMMIT")
        } catch {
            if error.code == .contradiction {
                connection.rollBack()
                throw error
            }
            let failure = error.whileCommitting
            refusal = failure
            connection.rollBack()
            WriteAheadTail.cut(folder.writeAhead, of: connection)
            throw failure
        }
        lastSequence += Int64(batch.facts.count)
        statistics.count(batch, taking: ContinuousClock.now - began, pages: connection.writeAheadPages)
        if connection.writeAheadPages >= checkpointDue { checkpoint(connection) }
    }

    /// Writes and syncs again what a failed sync may have left in memory only: the first thing to do on the connection that
    /// follows a failed one.
    public func settle() throws(StoreError) { _ = try opened().checkpoint() }

    /// Moves the write-ahead file into the database if there is enough of it to be worth two fsyncs and the writing of
    /// its pages. For the moments when nobody waits: an empty mailbox, the night. Its failure loses nothing and is
    /// counted in `statistics`: everything stays in the write-ahead file.
    public func checkpointIfIdle() {
        guard refusal == nil, let connection, connection.writeAheadPages >= pagesWorthAnIdleCheckpoint else { return }
        checkpoint(connection)
    }

    /// Closes the connection and releases the lock. After a failed commit it writes nothing more.
    public func close() {
        if refusal == nil { connection?.mergeOnClose() }
        connection = nil
        lock = nil
    }

    /// The connection while it is open.
    func opened() throws(StoreError) -> Connection {
        guard let connection else {
            throw StoreError(
                .cannotOpen,
                Bilingual(zh: "日志已关闭：请重新打开", en: "the journal is closed: open it again").behind(folder.journal))
        }
        return connection
    }

    private static func makeDurable(_ connection: Connection) throws(StoreError) {
        let mode = try connection.text("PRAGMA journal_mode = WAL")
        try connection.run("PRAGMA synchronous = FULL")
        try connection.run("PRAGMA journal_size_limit = \(writeAheadBytes)")
        guard mode == "wal", try connection.integer("PRAGMA synchronous") == 2 else {
            throw StoreError(
                .cannotOpen,
                Bilingual(
                    zh: "SQLite 在这里无法保证写入落盘（日志模式 \(mode ?? "未知")）：请使用本机磁盘和 Debian 的 libsqlite3",
                    en:
                        "SQLite cannot make commits durable here (journal mode \(mode ?? "unknown")): use a local disk, "
                        + "and Debian's libsqlite3"
                ).behind(connection.path))
        }
    }

    private static func plan(_ hash: String, before day: Int64, _ connection: Connection) throws(StoreError)
        -> [HallFact]
    {
        var found: [HallFact] = []
        try connection.query(FactSQL.planBefore, [.text(hash), .integer(day)]) { row throws(StoreError) in
            found.append(try row.fact(in: connection.path).fact)
        }
        if !found.isEmpty { return found }
        guard try connection.integer(FactSQL.planFrom, .text(hash), .integer(day)) != nil else {
            let plan = hash.withoutControls
            throw .damaged(
                connection.path,
                Bilingual(
                    zh: "第 \(day) 条记录开始的服务日引用了不存在的配置 \(plan)",
                    en: "the day opened by fact \(day) names the plan \(plan), which is not there"))
        }
        return []
    }

    private func insert(_ facts: [HallFact], _ connection: Connection) throws(StoreError) {
        for (offset, fact) in facts.enumerated() {
            let columns = fact.columns
            let encoded = FactCoding.encode(fact)
            do throws(StoreError) {
                try connection.run(
                    FactSQL.insert, .integer(lastSequence + 1 + Int64(offset)), .integer(columns.at.microseconds),
                    .text(encoded.form.kind), .integer(Int64(encoded.form.version)),
                    SQLValue(columns.ticket?.description), SQLValue(columns.window?.rawValue), SQLValue(columns.plan),
                    .blob(encoded.bytes))
            } catch {
                guard let contradiction = Contradiction(error, of: fact) else { throw error }
                throw .contradiction(contradiction, in: folder.journal)
            }
            if case .journalRestored = fact { try RestoreMark.forget(connection) }
        }
    }

    private func checkpoint(_ connection: Connection) {
        do throws(StoreError) {
            let complete = try connection.checkpoint()
            statistics.checkpoints += 1
            // Under a long reader nothing can be gained by trying again at once.
            checkpointDue = (complete ? 0 : connection.writeAheadPages) + pagesBeforeCheckpoint
        } catch {
            statistics.failedCheckpoints += 1
            checkpointDue = connection.writeAheadPages + pagesBeforeCheckpoint
        }
        statistics.writeAheadPages = connection.writeAheadPages
    }
}
