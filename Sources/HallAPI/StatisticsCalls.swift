/// `org.halld.Record.Statistics`: what visitors met on some service days.
public enum VisitStatistics: APICall {
    /// Its name.
    public static let method = APIMethod.statistics
    /// The most days in one reply: a quarter of a year.
    public static let dayLimit = 92

    /// Which days.
    public struct Parameters: CallParameters {
        /// `2026-11-21`; absent for the same as `to`.
        public var from: String?
        /// The last one, `2026-11-21`; absent for the day that goes on.
        public var to: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case from, to }
        /// All fields.
        public init(from: String? = nil, to: String? = nil) {
            self.from = from
            self.to = to
        }
    }

    /// What they came to.
    public struct Reply: Codable, Sendable, Equatable {
        /// The hall's name.
        public var hall: String
        /// The first day asked for.
        public var from: String
        /// The last day asked for.
        public var to: String
        /// Those of which there is a record, in order.
        public var days: [DayView]
        /// Those of which there is none.
        public var missingDays: [String]
        /// Visits of which no end is known.
        public var openVisits: Int
        /// Everybody.
        public var all: FiguresView
        /// By service.
        public var services: [Row]
        /// By window.
        public var windows: [Row]
        /// By who served.
        public var operators: [Row]
        /// By hour.
        public var hours: [Row]

        /// All fields.
        public init(
            hall: String, from: String, to: String, days: [DayView], missingDays: [String], openVisits: Int,
            all: FiguresView, services: [Row], windows: [Row], operators: [Row], hours: [Row]
        ) {
            self.hall = hall
            self.from = from
            self.to = to
            self.days = days
            self.missingDays = missingDays
            self.openVisits = openVisits
            self.all = all
            self.services = services
            self.windows = windows
            self.operators = operators
            self.hours = hours
        }
    }

    /// A service, a window, an operator or an hour.
    public struct Row: Codable, Sendable, Equatable {
        /// A service's or window's id, a user or `device:<caller>`, `00`…`23`.
        public var id: String
        /// Its name; null where it has none, or is no longer configured.
        @Nullable public var name: String?
        /// What it came to.
        public var figures: FiguresView
        /// All fields.
        public init(id: String, name: String?, figures: FiguresView) {
            self.id = id
            self.name = name
            self.figures = figures
        }
    }
}

/// A service day, and what is not in its record.
public struct DayView: Codable, Sendable, Equatable {
    /// `2026-11-21`
    public var day: String
    /// RFC 3339, wall clock, the hall's zone.
    public var began: String
    /// RFC 3339, wall clock, the hall's zone; null while it goes on.
    @Nullable public var ended: String?
    /// Facts that were removed.
    public var missingFacts: Int
    /// Facts that cannot be read.
    public var unreadableFacts: Int
    /// How often halld was started after the day had begun.
    public var restarts: Int
    /// All fields.
    public init(
        day: String, began: String, ended: String?, missingFacts: Int, unreadableFacts: Int, restarts: Int
    ) {
        self.day = day
        self.began = began
        self.ended = ended
        self.missingFacts = missingFacts
        self.unreadableFacts = unreadableFacts
        self.restarts = restarts
    }
}

/// What is told of all visitors or of some. Of what is not told here a map has no member.
public struct FiguresView: Codable, Sendable, Equatable {
    /// How often what happened, by the names of `VisitEvent`.
    public var events: [String: Int]
    /// Numbers by where they were taken: `kiosk`, `api`.
    public var sources: [String: Int]
    /// Numbers by class: `ordinary`, `elder` and so on.
    public var classes: [String: Int]
    /// Keys that gave no number, by the reason: `no-paper`, `hall-closed`, `numbers-used-up`,
    /// `contingent-used-up`.
    public var refused: [String: Int]
    /// From taking to the first call; null of operators.
    @Nullable public var wait: TimesView?
    /// By how much the wait was longer than estimated at the taking; null of operators.
    @Nullable public var waitError: ErrorsView?
    /// From start to finish.
    public var service: TimesView
    /// How services were rated.
    public var ratings: RatingsView

    /// All fields.
    public init(
        events: [String: Int], sources: [String: Int], classes: [String: Int], refused: [String: Int],
        wait: TimesView?, waitError: ErrorsView? = nil, service: TimesView, ratings: RatingsView
    ) {
        self.waitError = waitError
        self.events = events
        self.sources = sources
        self.classes = classes
        self.refused = refused
        self.wait = wait
        self.service = service
        self.ratings = ratings
    }
}

/// Lengths of time in whole seconds, each rounded down; percentiles by the nearest rank. Null: of nothing.
public struct TimesView: Codable, Sendable, Equatable {
    /// How many were measured.
    public var count: Int
    /// The arithmetic mean, rounded to the nearest second.
    @Nullable public var meanSeconds: Int?
    /// Half of them were no longer.
    @Nullable public var p50Seconds: Int?
    /// Nine in ten were no longer.
    @Nullable public var p90Seconds: Int?
    /// Nineteen in twenty were no longer.
    @Nullable public var p95Seconds: Int?
    /// The longest.
    @Nullable public var maxSeconds: Int?
    /// How many more the clock was set back over.
    public var clockSteps: Int

    /// All fields.
    public init(
        count: Int, meanSeconds: Int?, p50Seconds: Int?, p90Seconds: Int?, p95Seconds: Int?, maxSeconds: Int?,
        clockSteps: Int
    ) {
        self.count = count
        self.meanSeconds = meanSeconds
        self.p50Seconds = p50Seconds
        self.p90Seconds = p90Seconds
        self.p95Seconds = p95Seconds
        self.maxSeconds = maxSeconds
        self.clockSteps = clockSteps
    }
}

/// By how much something took longer than estimated, in whole seconds; negative: shorter. Percentiles by the nearest rank.
public struct ErrorsView: Codable, Sendable, Equatable {
    /// How many were estimated and measured.
    public var count: Int
    /// Half of them were no greater.
    @Nullable public var p50Seconds: Int?
    /// Nine in ten were no greater.
    @Nullable public var p90Seconds: Int?

    /// All fields.
    public init(count: Int, p50Seconds: Int?, p90Seconds: Int?) {
        self.count = count
        self.p50Seconds = p50Seconds
        self.p90Seconds = p90Seconds
    }
}

/// How services were rated.
public struct RatingsView: Codable, Sendable, Equatable {
    /// How many at each level, `1` (very bad) to `5` (very good).
    public var levels: [String: Int]
    /// Levels 1 and 2.
    public var bad: Int
    /// Of all that were rated, to a tenth; null when none was.
    @Nullable public var badPercent: Double?
    /// Services that nobody rated in time.
    public var unrated: Int

    /// All fields.
    public init(levels: [String: Int], bad: Int, badPercent: Double?, unrated: Int) {
        self.levels = levels
        self.bad = bad
        self.badPercent = badPercent
        self.unrated = unrated
    }
}
