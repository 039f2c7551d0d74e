import HallModel

/// The tables of the journal, and the marks by which the file is known.
enum JournalSchema {
    /// `HALL`, in SQLite's application id: this file is a journal.
    static let applicationID: Int64 = 0x4841_4C4C
    /// The version of the tables, in SQLite's user version. A newer one is not touched.
    static let version: Int64 = 1

    /// Facts are numbered from 1 without gaps. `plan` is set for `plan-adopted` and `day-opened` only, so that the
    /// indexes which restoring uses hold a handful of rows in a journal of millions.
    ///
    /// Replies are bounded by `ordinal`, which rises by one for each reply of a user.
    static let tables = """
        CREATE TABLE facts(
          seq INTEGER PRIMARY KEY,
          at INTEGER NOT NULL,
          kind TEXT NOT NULL,
          version INTEGER NOT NULL,
          ticket TEXT,
          window TEXT,
          plan TEXT,
          bytes BLOB NOT NULL
        ) STRICT;
        CREATE INDEX facts_by_ticket ON facts(ticket, seq) WHERE ticket IS NOT NULL;
        CREATE INDEX facts_by_start ON facts(kind, seq) WHERE plan IS NOT NULL;
        CREATE INDEX facts_by_plan ON facts(kind, plan, seq) WHERE plan IS NOT NULL;
        CREATE TABLE replies(
          user TEXT NOT NULL,
          key TEXT NOT NULL,
          ordinal INTEGER NOT NULL,
          command_hash TEXT NOT NULL,
          version INTEGER NOT NULL,
          reply BLOB NOT NULL,
          at INTEGER NOT NULL,
          UNIQUE(user, key),
          UNIQUE(user, ordinal)
        ) STRICT;
        CREATE INDEX replies_by_age ON replies(at);
        """

    /// Makes the tables in an empty database and marks it.
    static func create(in connection: Connection) throws(StoreError) {
        try connection.runScript(
            """
            BEGIN;
            PRAGMA application_id = \(applicationID);
            PRAGMA user_version = \(version);
            \(tables)
            \(OccupancySchema.script)
            COMMIT;
            """)
        guard try connection.text("PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreError(
                .cannotOpen,
                Bilingual(
                    zh: "该文件系统不支持预写文件：请使用本机磁盘",
                    en: "the file system cannot hold a write-ahead file: use a local disk"
                ).behind(connection.path))
        }
    }

    /// Refuses a file that is not a journal, or that a newer build wrote. Reads only.
    static func check(_ connection: Connection) throws(StoreError) {
        let path = connection.path
        guard try connection.integer("PRAGMA application_id") == applicationID else {
            throw StoreError(
                .damaged,
                Bilingual(
                    zh: "这是其他程序的数据库，不是日志；文件保持原样：请移走它，或恢复状态目录的最新备份",
                    en: "this is a database of another program, not a journal; it was left as it is: move it away, or "
                        + "put back the newest backup of the folder"
                ).behind(path))
        }
        let found = try connection.integer("PRAGMA user_version") ?? 0
        guard found <= version else {
            throw StoreError(
                .tooNew,
                Bilingual(
                    zh: "日志的表为第 \(found) 版，本程序只认识到第 \(version) 版：请安装写入它的 halld 或更新的版本",
                    en: "the journal has tables of version \(found) and this build knows up to \(version): install the "
                        + "halld that wrote it, or a later one"
                ).behind(path))
        }
        guard found == version else {
            throw .damaged(
                path, Bilingual(zh: "没有哪个 halld 会写第 \(found) 版的表", en: "no halld wrote tables of version \(found)"))
        }
    }

    /// The settings of every connection; none of them writes.
    static func configure(_ connection: Connection) throws(StoreError) {
        try connection.run("PRAGMA trusted_schema = OFF")
        try connection.run("PRAGMA cell_size_check = ON")
        try connection.run("PRAGMA temp_store = MEMORY")
    }
}

/// The statements over `facts`. Each finds its rows by an index.
enum FactSQL {
    private static let columns = "seq, kind, version, bytes"

    static let insert = """
        INSERT INTO facts(seq, at, kind, version, ticket, window, plan, bytes) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """
    static let newest = "SELECT max(seq) FROM facts"
    static let oldest = "SELECT min(seq) FROM facts"
    static let newestDay = """
        SELECT seq, plan FROM facts WHERE kind = 'day-opened' AND plan IS NOT NULL ORDER BY seq DESC LIMIT 1
        """
    static let planBefore = """
        SELECT \(columns) FROM facts WHERE kind = 'plan-adopted' AND plan = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1
        """
    /// Once at a start whose configuration has errors: the few plans are found by their index.
    static let newestPlan = """
        SELECT \(columns) FROM facts WHERE kind = 'plan-adopted' AND plan IS NOT NULL ORDER BY seq DESC LIMIT 1
        """
    static let planFrom = """
        SELECT seq FROM facts WHERE kind = 'plan-adopted' AND plan = ?1 AND seq >= ?2 LIMIT 1
        """
    static let from = "SELECT \(columns) FROM facts WHERE seq >= ?1 ORDER BY seq"
    static let page = "SELECT \(columns) FROM facts WHERE seq >= ?1 ORDER BY seq LIMIT ?2"
    static let pageWithColumns = """
        SELECT \(columns), at, ticket, window, plan FROM facts WHERE seq >= ?1 ORDER BY seq LIMIT ?2
        """
    static let aboutTicket = "SELECT \(columns) FROM facts WHERE ticket = ?1 ORDER BY seq"
    static let daysAfter = """
        SELECT \(columns) FROM facts WHERE kind = 'day-opened' AND plan IS NOT NULL AND seq > ?1 ORDER BY seq
        """

    /// Of the newest facts only.
    static let aboutAlarms = after(HallFact.kindsAboutAlarms)
    static let aboutPoints = after(HallFact.kindsAboutPoints + HallFact.kindsAboutAlarms)
    static let aboutWindow = "SELECT \(columns) FROM facts WHERE seq > ?1 AND window = ?2 ORDER BY seq"
    /// Of a stretch of facts only.
    static let nextService = """
        SELECT \(columns) FROM facts
        WHERE seq > ?1 AND seq <= ?2 AND window = ?3 AND kind = '\(ServiceStarted.kind)' ORDER BY seq LIMIT 1
        """
    static let presses = """
        SELECT \(columns) FROM facts
        WHERE seq > ?1 AND seq <= ?2 AND window = ?3 AND kind = '\(PressesIgnored.kind)' ORDER BY seq
        """
    static let discharges = """
        SELECT \(columns) FROM facts WHERE seq > ?1 AND seq <= ?2
        AND kind IN ('\(DischargeBegan.kind)', '\(DischargeEnded.kind)') ORDER BY seq DESC
        """
    static let newestTime = "SELECT at FROM facts ORDER BY seq DESC LIMIT 1"
    /// Once at a restore: from the end to the newest turn of the day.
    static let numbersOfLastDay = """
        SELECT \(columns) FROM facts WHERE kind = '\(TicketTaken.kind)' AND seq > coalesce(
          (SELECT max(seq) FROM facts WHERE kind = 'day-opened' AND plan IS NOT NULL), 0)
        ORDER BY seq DESC
        """
    static let timeFrom = "SELECT at FROM facts WHERE seq >= ?1 ORDER BY seq LIMIT 1"
    /// For statistics: days, and what they hold.
    static let dayFrom = """
        SELECT \(columns) FROM facts WHERE kind = 'day-opened' AND plan IS NOT NULL AND seq >= ?1 ORDER BY seq LIMIT 1
        """
    static let stretch = "SELECT \(columns) FROM facts WHERE seq >= ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3"
    static let aboutTicketAfter = "SELECT \(columns) FROM facts WHERE ticket = ?1 AND seq > ?2 ORDER BY seq"

    private static func after(_ kinds: [String]) -> String {
        let list = kinds.map { "'\($0)'" }.joined(separator: ", ")
        return "SELECT \(columns) FROM facts WHERE seq > ?1 AND kind IN (\(list)) ORDER BY seq"
    }

    /// Those that start and end with the daemon or answer a person: none of them may read a whole table.
    static let reads = [
        newest, oldest, newestDay, planBefore, planFrom, from, page, aboutTicket, daysAfter, aboutAlarms, aboutPoints,
        aboutWindow, nextService, presses, discharges, timeFrom, dayFrom, stretch, aboutTicketAfter,
    ]
}

extension Row {
    /// The fact of a row that begins with `seq, kind, version, bytes`, and its number.
    func fact(in path: String) throws(StoreError) -> (sequence: Int64, fact: HallFact) {
        let sequence = integer(0) ?? 0
        do throws(StoreError) {
            return (sequence, try FactCoding.decode(encoded))
        } catch {
            let text = Bilingual(
                zh: "第 \(sequence) 条记录：\(error.bilingual.zh)", en: "fact \(sequence): \(error.bilingual.en)")
            throw StoreError(error.code, text.behind(path), extendedCode: error.extendedCode)
        }
    }

    /// The same row, undecoded.
    var encoded: FactCoding.Encoded {
        let form = FactCoding.Form(kind: text(1) ?? "", version: Int(integer(2) ?? 0))
        return FactCoding.Encoded(form: form, bytes: blob(3))
    }
}
