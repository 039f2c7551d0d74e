/// `org.halld.Devices.ListPoints`
public enum ListPoints: APICall {
    /// Its name.
    public static let method = APIMethod.listPoints
    /// Which.
    public typealias Parameters = PointQuery
    /// The points.
    public typealias Reply = PointsView
}

/// `org.halld.Devices.WatchPoints`: all of them, then those that changed, at most once a second.
public enum WatchPoints: APICall {
    /// Its name.
    public static let method = APIMethod.watchPoints
    /// Which.
    public typealias Parameters = PointQuery
    /// All at first, then those whose value, quality or reason changed.
    public typealias Reply = PointsView
}

/// Which points.
public struct PointQuery: CallParameters {
    /// Only ids that match; `*` is any text, `?` one character. Absent for all.
    public var pattern: String?
    /// The names.
    public enum CodingKeys: String, CodingKey, CaseIterable { case pattern }
    /// All fields.
    public init(pattern: String? = nil) { self.pattern = pattern }
}

/// Points.
public struct PointsView: Codable, Sendable, Equatable {
    /// In the plan's order, also those never read.
    public var points: [PointView]
    /// All fields.
    public init(points: [PointView]) { self.points = points }
}

/// A point and what is known of it.
public struct PointView: Codable, Sendable, Equatable {
    /// `<device>.<point>`
    public var id: String
    /// A number in its unit, or a word; null when it is missing.
    @Nullable public var value: JSONValue?
    /// How its numbers are usually shown: digits behind the point, 0…3; null for words.
    @Nullable public var decimals: Int?
    /// Of its numbers; empty for words and bare numbers.
    public var unit: String
    /// `good` `stale` `bad` `substituted`
    public var quality: String
    /// Why there is no value, or why it is not renewed: `neverRead` `timeout` …; null when it is good.
    @Nullable public var missing: String?
    /// When the value was read: RFC 3339, wall clock, the hall's zone; null without a value.
    @Nullable public var at: String?
    /// Whole seconds since it was read, monotonic clock; null without a value.
    @Nullable public var ageSeconds: Int?
    /// What is printed on its device's box.
    public var label: String
    /// Where its device stands; null where the plan is silent.
    @Nullable public var zone: String?
    /// Its name; null where there is no zone.
    @Nullable public var zoneName: String?
    /// What it means to the hall: `room-temperature` …
    public var meaning: String
    /// It can be written.
    public var writable: Bool

    /// All fields.
    public init(
        id: String, value: JSONValue?, decimals: Int?, unit: String, quality: String, missing: String?, at: String?,
        ageSeconds: Int?, label: String, zone: String?, zoneName: String? = nil, meaning: String, writable: Bool
    ) {
        self.id = id
        self.value = value
        self.decimals = decimals
        self.unit = unit
        self.quality = quality
        self.missing = missing
        self.at = at
        self.ageSeconds = ageSeconds
        self.label = label
        self.zone = zone
        self.zoneName = zoneName
        self.meaning = meaning
        self.writable = writable
    }
}

/// `org.halld.Devices.Write`
public enum WritePoint: APICall {
    /// Its name.
    public static let method = APIMethod.writePoint
    /// What, where and why.
    public struct Parameters: CommandParameters {
        /// The point's id.
        public var point: String
        /// As a person writes it: `26.5`, `cooling`.
        public var value: String
        /// Kept with the record; may not be empty.
        public var reason: String
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case point, value, reason, idempotencyKey }
        /// All fields.
        public init(point: String, value: String, reason: String, idempotencyKey: String? = nil) {
            self.point = point
            self.value = value
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// How the attempt ended.
    public struct Reply: Codable, Sendable, Equatable {
        /// The point's id.
        public var point: String
        /// What it was to have: a number in its unit, or a word.
        @Nullable public var value: JSONValue?
        /// Of its numbers; empty for words and bare numbers.
        public var unit: String
        /// `confirmed` `differs` `rejected` `unanswered` `expired` `superseded` `interrupted`
        public var outcome: String
        /// What was read back: a number in its unit, or a word; null if nothing was.
        @Nullable public var readBack: JSONValue?
        /// All fields.
        public init(point: String, value: JSONValue?, unit: String, outcome: String, readBack: JSONValue?) {
            self.point = point
            self.value = value
            self.unit = unit
            self.outcome = outcome
            self.readBack = readBack
        }
    }
}

/// `org.halld.Devices.WhyPoint`: why a point is as it is.
public enum WhyPoint: APICall {
    /// Its name.
    public static let method = APIMethod.whyPoint
    /// Which.
    public struct Parameters: CallParameters {
        /// The point's id.
        public var point: String
        /// `zh` or `en`, for the clauses; absent for the hall's language.
        public var language: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case point, language }
        /// All fields.
        public init(point: String, language: String? = nil) {
            self.point = point
            self.language = language
        }
    }
    /// All that is known of it.
    public struct Reply: Codable, Sendable, Equatable {
        /// What is known of it now.
        public var point: PointView
        /// Its device.
        public var device: DeviceView
        /// The values that its device can truly have; null if its maker names none.
        @Nullable public var allowed: String?
        /// Seconds between two reads; null where the device speaks by itself.
        @Nullable public var periodSeconds: Int?
        /// The limits that judge it, in the plan's order.
        public var limits: [LimitView]
        /// What it shall keep: a number in its unit, or a word; null if nobody chose.
        @Nullable public var wish: JSONValue?
        /// How often the hall wrote that again.
        public var corrections: Int
        /// Attempts to write that have not ended.
        public var pending: Int
        /// Attempts to write it, and its alarms, oldest first.
        public var events: [EventView]
        /// All fields.
        public init(
            point: PointView, device: DeviceView, allowed: String?, periodSeconds: Int?, limits: [LimitView],
            wish: JSONValue?, corrections: Int, pending: Int, events: [EventView]
        ) {
            self.point = point
            self.device = device
            self.allowed = allowed
            self.periodSeconds = periodSeconds
            self.limits = limits
            self.wish = wish
            self.corrections = corrections
            self.pending = pending
            self.events = events
        }
    }
}

/// A limit on a point, and how it stands.
public struct LimitView: Codable, Sendable, Equatable {
    /// The set's name and the limit's: `jiangxi-db36/cooling-floor`.
    public var id: String
    /// `notBelow` `above` `notAbove` `below`: what the value must be to keep it.
    public var relation: String
    /// The number with its unit: `26 °C`.
    public var limit: String
    /// When it is in force: `always` `cooling` `heating` `openHours`
    public var season: String
    /// Who says whether that is now: `plant` (its mode), `date` (the hall's `seasons`, since no plant tells its mode); null
    /// where no plant is asked, or nobody knows.
    @Nullable public var seasonBy: String?
    /// Judged by the mean over so many seconds; null for the value as read.
    @Nullable public var meanSeconds: Int?
    /// How long it must be broken before it alarms, in seconds.
    public var delaySeconds: Int
    /// How far the value must come back beyond it, in the point's unit.
    public var deadBand: String
    /// Standard and clause, in the language asked for.
    public var clause: String
    /// The alarm it raises.
    public var alarm: String
    /// `off` `notInSeason` `seasonUnknown` `noReading` `tooFewReadings` `kept` `returning` `waiting` `broken`
    public var state: String
    /// What was compared with it: the value or its mean, with its unit; null where nothing was.
    @Nullable public var compared: String?
    /// Broken since: RFC 3339, wall clock, the hall's zone; null if it is not, or was before the start.
    @Nullable public var since: String?

    /// All fields.
    public init(
        id: String, relation: String, limit: String, season: String, seasonBy: String? = nil, meanSeconds: Int?,
        delaySeconds: Int, deadBand: String, clause: String, alarm: String, state: String, compared: String? = nil,
        since: String? = nil
    ) {
        self.id = id
        self.relation = relation
        self.limit = limit
        self.season = season
        self.seasonBy = seasonBy
        self.meanSeconds = meanSeconds
        self.delaySeconds = delaySeconds
        self.deadBand = deadBand
        self.clause = clause
        self.alarm = alarm
        self.state = state
        self.compared = compared
        self.since = since
    }
}
