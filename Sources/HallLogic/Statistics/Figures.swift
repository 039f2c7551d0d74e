import HallModel
import OrderedCollections

/// How often each of some things was so.
public struct Counts<Thing: Hashable & Sendable>: Sendable, Equatable {
    private var counts: [Thing: Int] = [:]

    /// 0 for what never was.
    public internal(set) subscript(thing: Thing) -> Int {
        get { counts[thing] ?? 0 }
        set { counts[thing] = newValue }
    }
}

/// Lengths of time in whole seconds, each rounded down. Kept as how often each length was there: exact, and no more than
/// the seconds of a day however many visitors came.
public struct Durations: Sendable, Equatable {
    private var times: OrderedDictionary<Int, Int> = [:]
    /// How many there are.
    public private(set) var count = 0
    /// How many more there were over which the clock was set back, so that nobody knows how long they were.
    public private(set) var clockSteps = 0
    private var sum = 0

    /// None yet.
    public init() {}

    /// Takes one in; nil for one over which the clock was set back.
    public mutating func add(_ duration: Duration?) {
        guard let duration else { return clockSteps += 1 }
        times[duration.wholeSeconds, default: 0] += 1
        count += 1
        sum += duration.wholeSeconds
    }

    /// The arithmetic mean, rounded to the nearest second (a half upwards); nil of nothing.
    public var mean: Int? { count == 0 ? nil : (2 * sum + count) / (2 * count) }

    /// The longest; nil of nothing.
    public var longest: Int? { times.keys.max() }

    /// Percentiles by the nearest rank: of n lengths in order, the one numbered p·n/100, rounded up. It is always one
    /// that was measured; nil of nothing.
    public func percentiles(_ percents: [Int]) -> [Int?] {
        guard count > 0 else { return percents.map { _ in nil } }
        let ordered = times.elements.sorted { $0.key < $1.key }
        return percents.map { percent in
            var rank = (percent * count + 99) / 100
            return ordered.first { length in
                rank -= length.value
                return rank <= 0
            }?.key
        }
    }
}

/// What is told of each service, window, operator or hour that the facts mention, in the order of coming up.
public struct Grouped<Member: Hashable & Sendable>: Sendable, Equatable {
    private var members: OrderedDictionary<Member, Figures> = [:]

    /// Who is told of, and what.
    public var elements: [(member: Member, figures: Figures)] { members.elements.map { ($0.key, $0.value) } }

    /// nil where the facts do not mention it.
    public subscript(member: Member) -> Figures? { members[member] }

    mutating func note(_ member: Member, _ body: (inout Figures) -> Void) {
        body(&members[member, default: Figures()])
    }
}

/// What is told of all visitors, of a service, a window, an operator or an hour.
public struct Figures: Sendable, Equatable {
    /// What happened, and how often.
    public internal(set) var events = Counts<VisitEvent>()
    /// Numbers by where they were taken.
    public internal(set) var sources = Counts<Ticket.Source.Kind>()
    /// Numbers by the visitor's class.
    public internal(set) var classes = Counts<Ticket.Priority>()
    /// Keys pressed at kiosks that gave no number, by the reason.
    public internal(set) var refusals = Counts<TakeRefused.Reason>()
    /// Services by how they were rated.
    public internal(set) var ratings = Counts<RatingLevel>()
    /// Services that nobody rated in time.
    public internal(set) var unrated = 0
    /// From the taking of a number to its first call.
    public internal(set) var waits = Durations()
    /// By how much these were longer than the estimate at the taking said; shorter ones are negative.
    public internal(set) var waitErrors = Durations()
    /// From the start of a service to its end.
    public internal(set) var services = Durations()

    /// Services that were rated.
    public var rated: Int { RatingLevel.allCases.map { ratings[$0] }.reduce(0, +) }

    /// Of these the bad ones.
    public var ratedBad: Int { RatingLevel.allCases.filter(\.isBad).map { ratings[$0] }.reduce(0, +) }
}
