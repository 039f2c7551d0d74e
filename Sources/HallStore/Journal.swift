import HallModel

/// The writing connection to the journal (`journal.sqlite` in the state folder): WAL, `synchronous=FULL`, one
/// transaction and one fsync a batch. Used by one thread.
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

    /// Opens or makes the journal in `directory`, which is made if missing; holds a lock until closed.
    public init(directory: String) throws(StoreError) {}

    /// The facts that bring the hall back: the plan in force, the newest `day-opened`, and all that follow.
    public func restore() throws(StoreError) -> [HallFact] { [] }

    /// Makes a batch durable. After an error nothing of it is on disk and this connection must be closed.
    public func commit(_ batch: Batch) throws(StoreError) {}

    /// The reply once given for a key, if it is still kept (24 h, the newest 10 000 of a user).
    public func reply(user: String, key: String) throws(StoreError) -> KeyedReply? { nil }

    /// Closes the connection and releases the lock.
    public func close() {}
}
