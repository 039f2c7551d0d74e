import HallLogic
import HallModel

/// What a day of a hall came to. Times are whole seconds, rounded down; what nobody measured is left out, and never a zero.
public struct DayFigures: Sendable, Equatable, Codable {
    /// Each visitor is in exactly one of the others.
    public struct Visitors: Sendable, Equatable, Codable {
        /// All.
        public var came: Int
        /// Served to the end.
        public internal(set) var served = 0
        /// Called, and gone.
        public internal(set) var noShow = 0
        /// With a number, at the end.
        public internal(set) var waiting = 0
        /// Called or served, at the end.
        public internal(set) var atWindow = 0
        /// Left, since nothing gave them a number, or theirs was void.
        public internal(set) var withoutNumber = 0
        /// With a number, at the turn of the service day.
        public internal(set) var lapsed = 0
        /// Before a kiosk or on the way back to it, at the end.
        public internal(set) var atEntrance = 0

        init(came: Int) { self.came = came }
    }

    /// Numbers and their paper.
    public struct Numbers: Sendable, Equatable, Codable {
        /// Given.
        public internal(set) var given = 0
        /// On paper: proven, or sent to a printer that cannot prove it. A number printed twice is one.
        public internal(set) var printed = 0
        /// Printed again, marked 补打.
        public internal(set) var reprints = 0
        /// Void: the printer did not print it.
        public internal(set) var voided = 0
        /// Keys pressed that gave none.
        public internal(set) var refused = 0
    }

    /// Times from the number to the first call, of those who were called; percentiles by the nearest rank.
    public struct Waits: Sendable, Equatable, Codable {
        /// How many were called.
        public let count: Int
        /// Half waited no longer.
        public let p50Seconds: Int
        /// Nine of ten waited no longer.
        public let p90Seconds: Int
        /// Nineteen of twenty waited no longer.
        public let p95Seconds: Int
        /// The longest.
        public let maxSeconds: Int

        /// Nil of nothing.
        init?(_ seconds: [Int]) {
            var waits = Durations()
            for wait in seconds { waits.add(.seconds(wait)) }
            let ranks = waits.percentiles([50, 90, 95, 100]).compactMap { $0 }
            guard ranks.count == 4 else { return nil }
            (count, p50Seconds, p90Seconds) = (waits.count, ranks[0], ranks[1])
            (p95Seconds, maxSeconds) = (ranks[2], ranks[3])
        }
    }

    /// By how much waits were longer than estimated at the taking; negative: shorter. Percentiles by the nearest rank.
    public struct WaitErrors: Sendable, Equatable, Codable {
        /// How many were estimated and called.
        public let count: Int
        /// Half were no greater.
        public let p50Seconds: Int
        /// Nine of ten were no greater.
        public let p90Seconds: Int
        /// Half were no farther from the estimate, to either side.
        public let p50Off: Int
        /// Nine of ten were no farther from it.
        public let p90Off: Int

        /// Nil of nothing.
        init?(_ seconds: [Int]) {
            var (errors, distances) = (Durations(), Durations())
            for error in seconds {
                errors.add(.seconds(error))
                distances.add(.seconds(abs(error)))
            }
            let ranks = (errors.percentiles([50, 90]) + distances.percentiles([50, 90])).compactMap { $0 }
            guard ranks.count == 4 else { return nil }
            (count, p50Seconds, p90Seconds) = (errors.count, ranks[0], ranks[1])
            (p50Off, p90Off) = (ranks[2], ranks[3])
        }
    }

    /// What visitors came for.
    public struct Service: Sendable, Equatable, Codable {
        /// In the plan.
        public var id: String
        /// In the plan.
        public var name: String
        /// Numbers given.
        public internal(set) var taken = 0
        /// Served to the end.
        public internal(set) var served = 0
        /// Called, and gone.
        public internal(set) var noShow = 0
        /// Waiting at the end.
        public internal(set) var waiting = 0
        /// Nil where nobody was called.
        public internal(set) var wait: Waits?
        /// Nil where nothing was estimated.
        public internal(set) var waitError: WaitErrors?
        /// How long the one who waits longest at the end has waited; nil where nobody waits.
        public internal(set) var oldestWaitSeconds: Int?
    }

    /// A window's day.
    public struct Window: Sendable, Equatable, Codable {
        /// In the plan.
        public var id: String
        /// In the plan.
        public var name: String
        /// Served to the end.
        public internal(set) var served = 0
        /// Called, and gone.
        public internal(set) var noShow = 0
        /// From start to end, the mean; nil where nobody was served.
        public internal(set) var meanServiceSeconds: Int?
        /// How long it was open.
        public internal(set) var openSeconds = 0
        /// How long somebody was called to it or served.
        public internal(set) var busySeconds = 0
        /// Of the time in which it was open, in per cent; nil where it never was.
        public internal(set) var utilisationPercent: Int?
    }

    /// The most that waited at one time.
    public struct Queue: Sendable, Equatable, Codable {
        /// How many, all services together.
        public internal(set) var longest = 0
        /// When that was first so: RFC 3339.
        public internal(set) var at: String?
    }

    /// An alarm, as often as it came.
    public struct Alarm: Sendable, Equatable, Codable {
        /// `kiosk-printer.paper-out`
        public var id: String
        /// Its kind: `paper-out`.
        public var kind: String
        /// How often it was raised.
        public internal(set) var count = 0
        /// When first: RFC 3339.
        public internal(set) var first: String
        /// How long its cause was there, in all.
        public internal(set) var activeSeconds = 0
        /// Its cause is there at the end.
        public internal(set) var isActive = false
    }

    /// The hall's name.
    public var hall: String
    /// The beginning: RFC 3339.
    public var from: String
    /// The end.
    public var until: String
    /// The seed of the day.
    public internal(set) var seed: UInt64 = 0
    /// Where everybody is.
    public internal(set) var visitors = Visitors(came: 0)
    /// Numbers and their paper.
    public internal(set) var numbers = Numbers()
    /// The most that waited.
    public internal(set) var queue = Queue()
    /// In the plan's order.
    public internal(set) var services: [Service] = []
    /// In the plan's order.
    public internal(set) var windows: [Window] = []
    /// In the order of coming up.
    public internal(set) var alarms: [Alarm] = []
    /// How many facts the journal holds.
    public internal(set) var facts = 0
}

extension DayFigures {
    /// One line of JSON.
    var json: String {
        // Words and numbers always have a JSON form.
        (try? ControlCoding.line(self)).map { String(decoding: $0.dropLast(), as: UTF8.self) } ?? "{}"
    }
}
