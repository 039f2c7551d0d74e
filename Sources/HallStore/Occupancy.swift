import CSQLite
import HallModel

/// A ticket and the window it was called to and has not left, as the database writes them.
public struct Occupancy: Hashable, Sendable, CustomStringConvertible {
    /// `2026-11-21/A017`
    public var ticket: String
    /// The window's id.
    public var window: String

    /// A ticket at a window.
    public init(_ ticket: TicketID, at window: WindowID) {
        self.init(ticket: ticket.description, window: window.rawValue)
    }

    init(ticket: String, window: String) {
        self.ticket = ticket
        self.window = window
    }

    /// `2026-11-21/A017 at window 3`
    public var description: String { "\(ticket.withoutControls) at window \(window.withoutControls)" }
}

/// Where the table and the facts differ.
public struct OccupancyDifference: Sendable, Equatable, CustomStringConvertible {
    /// The facts say so and the table does not.
    public var inFacts: [Occupancy] = []
    /// The table says so and the facts do not.
    public var inTable: [Occupancy] = []

    /// They agree.
    public var isEmpty: Bool { inFacts.isEmpty && inTable.isEmpty }

    /// The windows concerned, sorted.
    public var windows: [String] { Set((inFacts + inTable).map(\.window)).sorted() }

    /// One line for the log.
    public var description: String {
        "who is at which window: by the facts alone \(Self.list(inFacts)); by the table alone \(Self.list(inTable))"
    }

    private static func list(_ places: [Occupancy]) -> String {
        places.isEmpty ? "nobody" : places.map(\.description).joined(separator: ", ")
    }
}

/// Who is at which window, kept by the database itself: one window for a ticket, one ticket for a window, whatever the
/// program believes (docs/decisions/0022).
///
///     facts ◀─ a call    inserts; aborts where the ticket is at a window, or somebody is at that window
///           ◀─ a start   aborts where the ticket was not called to that window
///           ◀─ an end    deletes
///           ◀─ a turn    deletes whom the new day does not carry
///
/// Triggers do it, so whoever inserts a fact keeps the table: a build that does not know of it, a technician's `sqlite3`.
/// The checks are of their own beside the unique columns, since `INSERT OR REPLACE` would bend those. The JSON is read by
/// `json_each` alone: SQLite 3.40 takes `json_extract` in a trigger for unsafe where the schema is not trusted.
enum OccupancySchema {
    /// These end a ticket's stay at a window; of a ticket that is at none they change nothing.
    static let departures = [
        ServiceFinished.kind,
        TicketNoShow.kind,
        TicketPutBack.kind,
        TicketCancelled.kind,
        TicketVoided.kind,
        TicketParked.kind,
        TicketTransferred.kind,
        TicketReturned.kind,
        AbsenceEnded.kind,
    ]

    struct Trigger {
        var name: String
        var sql: String

        init(_ name: String, on kinds: [String], _ body: String) {
            let list = kinds.map { "'\($0)'" }.joined(separator: ", ")
            self.name = name
            sql = "CREATE TRIGGER \(name) AFTER INSERT ON facts WHEN NEW.kind IN (\(list)) BEGIN\n\(body)\nEND"
        }
    }

    static let triggers = [
        Trigger(
            "occupancy_call", on: [TicketCalled.kind],
            """
              SELECT RAISE(ABORT, '\(Contradiction.Reason.ticketAtWindow.rawValue)')
                FROM occupancy WHERE ticket = NEW.ticket;
              SELECT RAISE(ABORT, '\(Contradiction.Reason.windowOccupied.rawValue)')
                FROM occupancy WHERE window = NEW.window;
              INSERT INTO occupancy(ticket, window) VALUES(NEW.ticket, NEW.window);
            """),
        Trigger(
            "occupancy_start", on: [ServiceStarted.kind],
            """
              SELECT RAISE(ABORT, '\(Contradiction.Reason.notCalled.rawValue)')
                WHERE NOT EXISTS (SELECT 1 FROM occupancy WHERE ticket = NEW.ticket AND window = NEW.window);
            """),
        Trigger(
            "occupancy_end", on: departures,
            """
              DELETE FROM occupancy WHERE ticket = NEW.ticket;
            """),
        Trigger(
            "occupancy_turn", on: [DayOpened.kind],
            """
              DELETE FROM occupancy WHERE NOT EXISTS (
                SELECT 1 FROM json_each(CAST(NEW.bytes AS TEXT), '$.windows') AS state, json_each(state.value) AS id,
                  json_each(state.value, '$.current') AS day, json_each(state.value, '$.current') AS number
                WHERE id.key = 'id' AND id.value = occupancy.window AND day.key = 'day' AND number.key = 'number'
                  AND day.value || '/' || number.value = occupancy.ticket);
            """),
    ]

    /// In a new journal, and in one that an older build made.
    static let table = """
        CREATE TABLE occupancy(
          ticket TEXT NOT NULL PRIMARY KEY,
          window TEXT NOT NULL UNIQUE
        ) STRICT, WITHOUT ROWID;
        """

    static var script: String { ([table] + triggers.map { $0.sql + ";" }).joined(separator: "\n") }

    /// The version of the tables is not raised: an older build keeps the table without knowing, and must go on opening it.
    static func isThere(_ connection: Connection) throws(StoreError) -> Bool {
        try connection.integer("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'occupancy'") != nil
    }

    /// Makes the table in a journal that has none, as the facts have it, in one transaction.
    static func begin(_ connection: Connection, _ present: [Occupancy]) throws(StoreError) {
        try inTransaction(connection) { () throws(StoreError) in
            for trigger in triggers { try connection.run("DROP TRIGGER IF EXISTS \(trigger.name)") }
            try connection.runScript(script)
            for place in present {
                // Two that contradict each other are not to keep the hall closed: the comparison will tell.
                try connection.run(
                    "INSERT OR IGNORE INTO occupancy(ticket, window) VALUES(?1, ?2)", .text(place.ticket),
                    .text(place.window))
            }
        }
    }

    /// Another build may know other kinds: the triggers are those of the build that writes.
    static func renewTriggers(_ connection: Connection) throws(StoreError) {
        var stale: [Trigger] = []
        for trigger in triggers {
            let kept = try connection.text(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?1", .text(trigger.name))
            if kept != trigger.sql { stale.append(trigger) }
        }
        guard !stale.isEmpty else { return }
        try inTransaction(connection) { () throws(StoreError) in
            for trigger in stale {
                try connection.run("DROP TRIGGER IF EXISTS \(trigger.name)")
                try connection.runScript(trigger.sql)
            }
        }
    }

    private static func inTransaction(
        _ connection: Connection, _ body: () throws(StoreError) -> Void
    ) throws(StoreError) {
        try connection.run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try connection.run("COMMIT")
        } catch {
            connection.rollBack()
            throw error
        }
    }
}

extension Journal {
    /// Compares who is at which window by the facts with the table that the database keeps. A journal of an older build
    /// gets the table here, as the facts have it; one that has it is never mended, since that would hide what it is there
    /// to find. To be called once the facts were restored.
    public func compareOccupancy(with present: [Occupancy]) throws(StoreError) -> OccupancyDifference {
        let connection = try opened()
        if try OccupancySchema.isThere(connection) {
            try OccupancySchema.renewTriggers(connection)
        } else {
            try OccupancySchema.begin(connection, present)
        }
        var table: [Occupancy] = []
        try connection.query("SELECT ticket, window FROM occupancy ORDER BY window") { row throws(StoreError) in
            table.append(Occupancy(ticket: row.text(0) ?? "", window: row.text(1) ?? ""))
        }
        return OccupancyDifference(
            inFacts: present.filter { !table.contains($0) }, inTable: table.filter { !present.contains($0) })
    }
}

/// A fact that the database refused: it contradicts who is at which window.
public struct Contradiction: Sendable, Equatable {
    /// Why, in the words of the trigger.
    public enum Reason: String, Sendable, CaseIterable {
        /// The called ticket is at a window already.
        case ticketAtWindow = "occupancy: the ticket is at a window already"
        /// Somebody is at the window already.
        case windowOccupied = "occupancy: somebody is at the window already"
        /// Service starts for a ticket that was not called there.
        case notCalled = "occupancy: the ticket was not called to this window"
    }
    /// Whose fact.
    public var ticket: TicketID
    /// The window it names.
    public var window: WindowID
    /// Why.
    public var reason: Reason
}

extension Contradiction {
    /// From what SQLite said of the fact; nil for any other error.
    init?(_ error: StoreError, of fact: HallFact) {
        let columns = fact.columns
        guard error.extendedCode == SQLITE_CONSTRAINT | (7 << 8),
            let reason = Reason.allCases.first(where: { error.message.contains($0.rawValue) }),
            let ticket = columns.ticket, let window = columns.window
        else { return nil }
        self.init(ticket: ticket, window: window, reason: reason)
    }
}

extension StoreError {
    /// Nothing of the batch was written, and the journal goes on.
    static func contradiction(_ contradiction: Contradiction, in path: String) -> StoreError {
        let place = Occupancy(contradiction.ticket, at: contradiction.window)
        let why =
            switch contradiction.reason {
            case .ticketAtWindow: "该号码已在窗口"
            case .windowOccupied: "该窗口已有号码"
            case .notCalled: "该号码没有被叫到该窗口"
            }
        var error = StoreError(
            .contradiction,
            Bilingual(
                zh: "窗口 \(place.window.withoutControls) 的号码 \(place.ticket.withoutControls) 与占用表矛盾（\(why)），"
                    + "这一批没有写入任何内容：请查明是谁改过数据库，或报告程序缺陷",
                en:
                    "\(place) contradicts the table of windows (\(contradiction.reason.rawValue)); nothing of the batch "
                    + "was written: find out who changed the database, or report a fault of the program"
            ).behind(path),
            extendedCode: SQLITE_CONSTRAINT | (7 << 8), trouble: .other("SQLite 1811"))
        error.contradiction = contradiction
        return error
    }
}
