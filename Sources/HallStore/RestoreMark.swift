import HallModel

/// What `halld restore` leaves in the backup it puts in place, until a start has recorded it: a table of one row, in the
/// journal itself, so that it can neither be lost nor taken for another journal's.
enum RestoreMark {
    /// Replaces any mark that is there.
    static func write(_ restore: JournalRestore, _ connection: Connection) throws(StoreError) {
        try connection.runScript("DROP TABLE IF EXISTS restored; CREATE TABLE restored(mark BLOB NOT NULL) STRICT")
        try connection.run("INSERT INTO restored(mark) VALUES(?1)", .blob(CanonicalJSON.bytes(restore)))
    }

    /// nil where there is none.
    static func read(_ connection: Connection) throws(StoreError) -> JournalRestore? {
        guard try isThere(connection) else { return nil }
        var bytes: [UInt8] = []
        try connection.query("SELECT mark FROM restored") { row throws(StoreError) in bytes = row.blob(0) }
        do {
            return try CanonicalJSON.value(JournalRestore.self, from: bytes)
        } catch {
            // Without it numbers could be given twice: better closed than that.
            throw .damaged(
                connection.path,
                Bilingual(zh: "恢复标记无法读取（\(error)）", en: "the mark of the restore cannot be read (\(error))"))
        }
    }

    /// Takes the mark away, in the transaction of the fact that records it.
    static func forget(_ connection: Connection) throws(StoreError) {
        if try isThere(connection) { try connection.run("DROP TABLE restored") }
    }

    private static func isThere(_ connection: Connection) throws(StoreError) -> Bool {
        try connection.integer("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'restored'") != nil
    }
}

extension Journal {
    /// The restore that this journal comes from, until a `journal-restored` is committed; nil for none.
    public func unrecordedRestore() throws(StoreError) -> JournalRestore? { try RestoreMark.read(try opened()) }
}
