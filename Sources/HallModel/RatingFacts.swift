/// A visitor's judgement of a service.
public enum RatingLevel: Int, Sendable, Codable, CaseIterable {
    /// 非常不满意
    case veryBad = 1
    /// 不满意
    case bad
    /// 基本满意
    case fair
    /// 满意
    case good
    /// 非常满意
    case veryGood

    /// The lowest two are a bad rating (差评), which is followed up.
    public var isBad: Bool { rawValue <= 2 }
}

/// A service was rated: one rating a service.
public struct TicketRated: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-rated"
    /// Whose service.
    public var ticket: TicketID
    /// Where.
    public var window: WindowID
    /// The judgement.
    public var level: RatingLevel
    /// `device:<pad>`, or a user's name.
    public var by: String
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ticket: TicketID, window: WindowID, level: RatingLevel, by: String, at: WallTime) {
        self.ticket = ticket
        self.window = window
        self.level = level
        self.by = by
        self.at = at
    }
}

/// The time for a rating passed without one: not rated, never a default.
public struct RatingLapsed: FactPayload {
    /// Its name in the journal.
    public static let kind = "rating-lapsed"
    /// Whose service.
    public var ticket: TicketID
    /// Where.
    public var window: WindowID
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ticket: TicketID, window: WindowID, at: WallTime) {
        self.ticket = ticket
        self.window = window
        self.at = at
    }
}

/// Presses at a pad that were no rating; kept as evidence, a burst at a time.
public struct PressesIgnored: FactPayload {
    /// Its name in the journal.
    public static let kind = "presses-ignored"
    /// Why they count for nothing.
    public enum Reason: String, Sendable, Codable, CaseIterable {
        /// Nobody was being served, or had just been.
        case noService
        /// The service was rated already.
        case alreadyRated
        /// The same key again at once: one press.
        case bounced
        /// Different keys at once: nobody can tell which was meant.
        case mashed
    }
    /// Where.
    public var window: WindowID
    /// The pad.
    public var pad: DeviceID
    /// Why.
    public var reason: Reason
    /// The levels pressed, in order, at most 16.
    public var levels: [Int]
    /// How many presses there were.
    public var count: Int
    /// When the burst ended.
    public var at: WallTime

    /// All fields.
    public init(window: WindowID, pad: DeviceID, reason: Reason, levels: [Int], count: Int, at: WallTime) {
        self.window = window
        self.pad = pad
        self.reason = reason
        self.levels = levels
        self.count = count
        self.at = at
    }
}

/// What the journal can bring back of today's ratings.
public struct RatingState: Sendable, Equatable, Codable {
    /// The service at a window that can be rated now, or was rated.
    public struct Service: Sendable, Equatable, Codable {
        /// Where.
        public var window: WindowID
        /// Whose.
        public var ticket: TicketID
        /// When it ended; nil while it goes on.
        public var finishedAt: WallTime?
        /// It was rated; nil if not yet.
        public var level: RatingLevel?
        /// The visitor went and comes back: nobody is there to rate it; nil for no.
        public var isSuspended: Bool?

        /// A service that has begun.
        public init(window: WindowID, ticket: TicketID) {
            self.window = window
            self.ticket = ticket
        }
    }
    /// The latest service of each window that can still be rated, or was, and those of visitors who come back.
    public var services: [Service] = []

    /// No service has begun.
    public init() {}
}
