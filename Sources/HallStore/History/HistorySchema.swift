import Glibc
import HallModel

/// What a row of `blocks` holds. The numbers are the form on disk.
enum BlockKind: Int64, CaseIterable {
    /// Samples, one slot of 10 minutes.
    case samples = 0
    /// Rollups of a minute, one slot of an hour.
    case minutes = 1
    /// Rollups of a quarter of an hour, one slot of a day.
    case quarters = 2

    /// Of a slot, in milliseconds; slots are numbered from 1970.
    var slotLength: Int64 {
        switch self {
        case .samples: 600_000
        case .minutes: 3_600_000
        case .quarters: 86_400_000
        }
    }

    /// How long they are kept, in milliseconds.
    var retention: Int64 {
        let day: Int64 = 86_400_000
        return switch self {
        case .samples: 14 * day
        case .minutes: 90 * day
        case .quarters: 5 * 365 * day
        }
    }

    func slot(of milliseconds: Int64) -> Int64 { milliseconds.flooredDivision(by: slotLength) }
}

/// `history.sqlite` in the state folder: its tables, marks and settings.
///
/// A block that is damaged is never written over: what comes after it goes into another part of the same slot.
enum HistorySchema {
    /// `HALH`, in SQLite's application id.
    static let applicationID: Int64 = 0x4841_4C48
    /// Of the tables, in SQLite's user version. A newer one is not touched.
    static let version: Int64 = 1

    private static let tables = """
        CREATE TABLE points(
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE blocks(
          kind INTEGER NOT NULL,
          point INTEGER NOT NULL,
          slot INTEGER NOT NULL,
          part INTEGER NOT NULL,
          bytes BLOB NOT NULL,
          UNIQUE(kind, point, slot, part)
        ) STRICT;
        CREATE INDEX blocks_by_age ON blocks(kind, slot);
        """

    static func path(in directory: String) -> String { directory + "/history.sqlite" }

    /// Opens the file, and makes it if there is none.
    static func open(in directory: String, vfs: String?) throws(StoreError) -> Connection {
        let path = path(in: directory)
        // Only ever closed again before SQLite knows the file: see `Connection`.
        let made = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o640)
        if made >= 0 {
            close(made)
        } else if errno != EEXIST {
            throw .system(errno, path, doing: "making the history", remedy: StoreTrouble.permission.remedy)
        }
        let connection = try Connection(path: path, access: .readWrite, vfs: vfs)
        try JournalSchema.configure(connection)
        if try connection.integer("SELECT count(*) FROM sqlite_schema") == 0,
            try connection.integer("PRAGMA application_id") == 0
        {
            try connection.runScript(
                """
                PRAGMA journal_mode = WAL;
                BEGIN;
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(version);
                \(tables)
                COMMIT;
                """)
        }
        try check(connection)
        // A power cut may cost the last minutes of samples, never the file: they are not worth an fsync each.
        try connection.run("PRAGMA synchronous = NORMAL")
        try connection.run("PRAGMA cache_size = -256")
        try connection.run("PRAGMA journal_size_limit = 1048576")
        connection.mergeOnClose()
        return connection
    }

    /// Refuses a file that is no history, or that a newer build wrote. Reads only.
    static func check(_ connection: Connection) throws(StoreError) {
        let path = connection.path
        guard try connection.integer("PRAGMA application_id") == applicationID else {
            throw StoreError(
                .damaged,
                Bilingual(
                    zh: "这不是 halld 的历史数据；文件保持原样：请移走它，halld 会重新开始记录",
                    en: "this is no history of halld; it was left as it is: move it away, and halld begins anew"
                ).behind(path))
        }
        let found = try connection.integer("PRAGMA user_version") ?? 0
        guard found == version else {
            throw StoreError(
                .tooNew,
                Bilingual(
                    zh: "历史数据的表为第 \(found) 版，本程序只认识第 \(version) 版：请安装写入它的 halld",
                    en: "the history has tables of version \(found) and this build knows \(version): install the halld "
                        + "that wrote it"
                ).behind(path))
        }
    }
}

/// The statements over points and blocks. Each finds its rows by an index.
enum HistorySQL {
    static let point = "SELECT id FROM points WHERE name = ?1"
    static let addPoint = "INSERT INTO points(name) VALUES(?1)"
    static let points = "SELECT name FROM points ORDER BY name"
    static let newestPart = """
        SELECT part, bytes FROM blocks WHERE kind = ?1 AND point = ?2 AND slot = ?3 ORDER BY part DESC LIMIT 1
        """
    static let slots = """
        SELECT slot, bytes FROM blocks WHERE kind = ?1 AND point = ?2 AND slot >= ?3 AND slot <= ?4
        ORDER BY slot, part LIMIT ?5
        """
    static let put = """
        INSERT INTO blocks(kind, point, slot, part, bytes) VALUES(?1, ?2, ?3, ?4, ?5)
        ON CONFLICT(kind, point, slot, part) DO UPDATE SET bytes = excluded.bytes
        """
    static let purge = """
        DELETE FROM blocks WHERE rowid IN
        (SELECT rowid FROM blocks WHERE kind = ?1 AND slot < ?2 ORDER BY slot LIMIT ?3)
        """
    static let changes = "SELECT changes()"
    static let bytes = """
        SELECT (page_count - freelist_count) * page_size FROM pragma_page_count(), pragma_freelist_count(),
        pragma_page_size()
        """
}
