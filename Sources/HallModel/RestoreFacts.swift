/// A backup that was put in the journal's place, as the command that did it knew it.
public struct JournalRestore: Sendable, Equatable, Codable {
    /// The count of the last number that a service gave.
    public struct Count: Sendable, Equatable, Codable {
        /// Which.
        public var service: ServiceID
        /// The count behind the prefix.
        public var count: Int

        /// A service and its last count.
        public init(service: ServiceID, count: Int) {
            self.service = service
            self.count = count
        }
    }
    /// The numbers given on one service day, as far as they are known.
    public struct Given: Sendable, Equatable, Codable {
        /// Which day.
        public var day: ServiceDay
        /// The services that gave some.
        public var counts: [Count]

        /// A day and its counts.
        public init(day: ServiceDay, counts: [Count]) {
            self.day = day
            self.counts = counts
        }
    }

    /// The file, as it was named.
    public var backup: String
    /// When it was put in place.
    public var at: WallTime
    /// The number of the newest fact in it; 0 for an empty one.
    public var newest: Int64
    /// When that was; nil for an empty one.
    public var newestAt: WallTime?
    /// What the journal that was there before is called now; nil where there was none.
    public var setAside: String?
    /// What could still be read of that one's last day; nil for nothing.
    public var given: Given?

    /// A backup put in place.
    public init(backup: String, at: WallTime, newest: Int64, newestAt: WallTime?) {
        self.backup = backup
        self.at = at
        self.newest = newest
        self.newestAt = newestAt
    }
}

/// The journal was a backup at this start: what happened after it is not on record.
public struct JournalRestored: FactPayload {
    /// Its name in the journal.
    public static let kind = "journal-restored"

    /// Which backup, and what is known of it.
    public var restore: JournalRestore
    /// Numbering goes on above these, so that no number is given twice.
    public var resumes: [JournalRestore.Count]
    /// When the hall took note.
    public var at: WallTime

    /// All fields.
    public init(restore: JournalRestore, resumes: [JournalRestore.Count], at: WallTime) {
        self.restore = restore
        self.resumes = resumes
        self.at = at
    }
}
