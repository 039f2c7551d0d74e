/// `org.halld.Record.History`
public enum PointHistory: APICall {
    /// Its name.
    public static let method = APIMethod.pointHistory
    /// The most rows in one reply.
    public static let rowLimit = 2000

    /// Which point, when and how fine.
    public struct Parameters: CallParameters {
        /// `<device>.<point>`
        public var point: String
        /// RFC 3339, wall clock; absent for a day before `to`.
        public var from: String?
        /// RFC 3339, wall clock; absent for now.
        public var to: String?
        /// `raw` `minute` `quarter` `auto`; absent for `auto`.
        public var resolution: String?
        /// 1…2000 rows; absent for 2000.
        public var limit: Int?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case point, from, to, resolution, limit }
        /// All fields.
        public init(
            point: String, from: String? = nil, to: String? = nil, resolution: String? = nil, limit: Int? = nil
        ) {
            self.point = point
            self.from = from
            self.to = to
            self.resolution = resolution
            self.limit = limit
        }
    }

    /// What the point was.
    public typealias Reply = HistoryView
}

/// What a point was over a time.
public struct HistoryView: Codable, Sendable, Equatable {
    /// `<device>.<point>`
    public var point: String
    /// Of its numbers; empty for words and bare numbers.
    public var unit: String
    /// How its numbers are usually shown: digits behind the point, 0…3; null for words.
    @Nullable public var decimals: Int?
    /// `raw` `minute` `quarter`
    public var resolution: String
    /// RFC 3339, wall clock, the hall's zone.
    public var from: String
    /// RFC 3339, wall clock, the hall's zone.
    public var to: String
    /// In the order of time. What no row covers is not known.
    public var rows: [Row]
    /// Limits on such values that are switched on.
    public var limits: [Limit]
    /// From where to ask for the rest, RFC 3339, wall clock, the hall's zone; null when this is all.
    @Nullable public var next: String?

    /// One sample, or the numbers of one minute or quarter.
    public struct Row: Codable, Sendable, Equatable {
        /// Where it begins: RFC 3339, wall clock, the hall's zone.
        public var at: String
        /// The smallest number in force; null without one.
        @Nullable public var min: Double?
        /// The greatest; null without one.
        @Nullable public var max: Double?
        /// The mean over the time in force; null without one.
        @Nullable public var mean: Double?
        /// For `raw`: the number or word; null without one, and for rollups.
        @Nullable public var value: JSONValue?
        /// `good` `stale` `bad` `substituted`
        public var quality: String
        /// For how many seconds the value was known to be so; 0…900 for rollups.
        public var coverage: Int

        /// All fields.
        public init(
            at: String, min: Double?, max: Double?, mean: Double?, value: JSONValue?, quality: String, coverage: Int
        ) {
            self.at = at
            self.min = min
            self.max = max
            self.mean = mean
            self.value = value
            self.quality = quality
            self.coverage = coverage
        }
    }

    /// A limit on such values.
    public struct Limit: Codable, Sendable, Equatable {
        /// Its name in its set.
        public var id: String
        /// The number.
        public var value: Double
        /// `not-below` `above` `not-above` `below`: what a value must be.
        public var relation: String
        /// `always` `cooling` `heating` `open-hours`: when it holds.
        public var season: String

        /// All fields.
        public init(id: String, value: Double, relation: String, season: String) {
            self.id = id
            self.value = value
            self.relation = relation
            self.season = season
        }
    }

    /// All fields.
    public init(
        point: String, unit: String, decimals: Int?, resolution: String, from: String, to: String, rows: [Row],
        limits: [Limit] = [], next: String? = nil
    ) {
        self.point = point
        self.unit = unit
        self.decimals = decimals
        self.resolution = resolution
        self.from = from
        self.to = to
        self.rows = rows
        self.limits = limits
        self.next = next
    }
}

/// `org.halld.Record.Discharges`: what UPSs carried.
public enum ListDischarges: APICall {
    /// Its name.
    public static let method = APIMethod.discharges
    /// The most in one reply: the newest.
    public static let limit = 1000
    /// How far back unless told otherwise, in days.
    public static let usualDays = 90

    /// Which, and since when.
    public struct Parameters: CallParameters {
        /// A UPS's id; absent for all.
        public var ups: String?
        /// RFC 3339, wall clock; absent for 90 days ago.
        public var from: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case ups, from }
        /// All fields.
        public init(ups: String? = nil, from: String? = nil) {
            self.ups = ups
            self.from = from
        }
    }
    /// The discharges.
    public struct Reply: Codable, Sendable, Equatable {
        /// Oldest first.
        public var discharges: [DischargeView]
        /// All fields.
        public init(discharges: [DischargeView]) { self.discharges = discharges }
    }
}

/// A time in which a UPS ran from its battery.
public struct DischargeView: Codable, Sendable, Equatable {
    /// The UPS's id.
    public var ups: String
    /// RFC 3339, wall clock, the hall's zone.
    public var began: String
    /// RFC 3339, wall clock, the hall's zone; null while it goes on.
    @Nullable public var ended: String?
    /// On battery, as far as it was observed; monotonic clock.
    public var seconds: Int
    /// Seconds after which it said that its battery is low, monotonic clock; null if it did not.
    @Nullable public var lowAfterSeconds: Int?
    /// False when it was lost meanwhile, so that it may have carried longer; null while it goes on.
    @Nullable public var mainsReturned: Bool?

    /// All fields.
    public init(
        ups: String, began: String, ended: String?, seconds: Int, lowAfterSeconds: Int?, mainsReturned: Bool?
    ) {
        self.ups = ups
        self.began = began
        self.ended = ended
        self.seconds = seconds
        self.lowAfterSeconds = lowAfterSeconds
        self.mainsReturned = mainsReturned
    }
}
