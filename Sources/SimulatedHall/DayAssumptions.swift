import DeviceSimulators
import HallModel

/// What a simulated day takes for granted about visitors and clerks. None of it was measured in a hall: put a hall's own
/// figures in its place.
///
/// ```
/// arrivals 09:00-10:00 14      weight of these hours; the first such line replaces the whole curve
/// weight tax 2                 visitors for a service beside those for the others (1)
/// service-time * 5m 0.7        mean, and standard deviation as a part of it; * for all services
/// service-time tax 8m
/// walk 25s 0.4                 from the call to the window
/// tidy 10s 0.5                 from one visitor to the next call
/// no-show 0.05                 visitors who are gone when they are called
/// grace 60s                    how long a clerk waits for who was called; a recall after half of it
/// patience 50m 0.5             who waits longer is gone when called; none: all wait
/// put-back 0.005               calls that a clerk takes back at once
/// lunch 12:00 45m 2            when, how long, in so many shifts of windows; none: no break
/// mend 8m                      from an alarm to the person who sees to it
/// ```
/// Visitors come by an inhomogeneous Poisson process and stay for a log-normal time, as in L. Brown et al., "Statistical
/// Analysis of a Telephone Call Center", J. Am. Stat. Assoc. 100 (2005); that these hold at a counter, and every number
/// here, is assumed.
public struct DayAssumptions: Sendable, Equatable {
    /// Hours of the day and how many come in them, beside others.
    struct Stretch: Sendable, Equatable {
        /// Seconds since midnight.
        var hours: Range<Int>
        /// In all of it.
        var weight: Double
    }

    /// Who eats when.
    struct Lunch: Sendable, Equatable {
        /// Seconds since midnight.
        var begins: Int
        /// Of one shift.
        var length: Duration
        /// Every window belongs to one, in turn.
        var shifts: Int
    }

    /// A morning's and an afternoon's peak.
    private static let usualCurve: [Stretch] = {
        let weights = [8: 6.0, 9: 14, 10: 16, 11: 10, 12: 4, 13: 7, 14: 14, 15: 12, 16: 7, 17: 2]
        return (0..<24).map { Stretch(hours: $0 * 3600..<($0 + 1) * 3600, weight: weights[$0] ?? 0.1) }
    }()

    private(set) var curve = usualCurve
    private var isOwnCurve = false
    private(set) var weights: [ServiceID: Double] = [:]
    private(set) var usualServiceTime = Spread(mean: .seconds(300), deviation: 0.7)
    private(set) var serviceTimes: [ServiceID: Spread] = [:]
    private(set) var walk = Spread(mean: .seconds(25), deviation: 0.4)
    private(set) var tidy = Spread(mean: .seconds(10), deviation: 0.5)
    private(set) var noShow = 0.05
    private(set) var grace = Duration.seconds(60)
    private(set) var patience: Spread?
    private(set) var putBack = 0.005
    private(set) var lunch: Lunch? = Lunch(begins: 12 * 3600, length: .seconds(45 * 60), shifts: 2)
    private(set) var mend = Duration.seconds(8 * 60)

    /// The usual ones.
    public init() {}

    /// The services that are named.
    var services: [ServiceID] { Set(weights.keys).union(serviceTimes.keys).sorted() }

    /// How long a visit for this service takes.
    func serviceTime(of service: ServiceID) -> Spread { serviceTimes[service] ?? usualServiceTime }

    /// How many come for a service, beside others.
    func weight(of service: ServiceID) -> Double { weights[service] ?? 1 }

    // MARK: Reading

    /// Takes in lines; `#` begins a comment.
    ///
    /// - Throws: `HallsimError` with the place of the first line that cannot be read.
    public mutating func read(_ text: String, named name: String) throws(HallsimError) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else { continue }
            guard take(words) else {
                throw HallsimError(.badAssumption(place: "\(name):\(index + 1)", line: String(line).withoutControls))
            }
        }
    }

    private mutating func take(_ words: [String]) -> Bool {
        let rest = Array(words.dropFirst())
        switch (words[0], rest.count) {
        case ("arrivals", 2): return takeArrivals(rest[0], rest[1])
        case ("weight", 2):
            guard let weight = Self.number(rest[1], in: 0...1000) else { return false }
            weights[ServiceID(rest[0])] = weight
        case ("service-time", 2...3):
            guard let time = Self.spread(Array(rest.dropFirst())) else { return false }
            if rest[0] == "*" { usualServiceTime = time } else { serviceTimes[ServiceID(rest[0])] = time }
        case ("walk", 1...2): return Self.set(&walk, Self.spread(rest))
        case ("tidy", 1...2): return Self.set(&tidy, Self.spread(rest))
        case ("no-show", 1): return Self.set(&noShow, Self.number(rest[0], in: 0...1))
        case ("put-back", 1): return Self.set(&putBack, Self.number(rest[0], in: 0...1))
        case ("grace", 1): return Self.set(&grace, Self.time(rest[0]))
        case ("mend", 1): return Self.set(&mend, Self.time(rest[0]))
        case ("patience", 1) where rest[0] == "none": patience = nil
        case ("patience", 1...2): return Self.set(&patience, Self.spread(rest).map { .some($0) })
        case ("lunch", 1) where rest[0] == "none": lunch = nil
        case ("lunch", 2...3): return takeLunch(rest)
        default: return false
        }
        return true
    }

    private static func set<Value>(_ place: inout Value, _ value: Value?) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private mutating func takeArrivals(_ hours: String, _ weight: String) -> Bool {
        let ends = hours.split(separator: "-", omittingEmptySubsequences: false).map { Self.clock(String($0)) }
        guard ends.count == 2, let begin = ends[0], let end = ends[1], begin < end,
            let weight = Self.number(weight, in: 0...1_000_000)
        else { return false }
        if !isOwnCurve { curve = [] }
        isOwnCurve = true
        curve.append(Stretch(hours: begin..<end, weight: weight))
        return true
    }

    private mutating func takeLunch(_ words: [String]) -> Bool {
        guard let begins = Self.clock(words[0]), let length = Self.time(words[1]),
            let shifts = words.count == 3 ? Int(words[2]) : 1, (1...10).contains(shifts)
        else { return false }
        lunch = Lunch(begins: begins, length: length, shifts: shifts)
        return true
    }

    private static func number(_ text: String, in range: ClosedRange<Double>) -> Double? {
        Double(text).flatMap { range.contains($0) ? $0 : nil }
    }

    /// One second to a day.
    private static func time(_ text: String) -> Duration? {
        Scenario.time(text).flatMap { $0 >= .seconds(1) && $0 <= .seconds(86_400) ? $0 : nil }
    }

    private static func spread(_ words: [String]) -> Spread? {
        guard let mean = time(words[0]) else { return nil }
        guard words.count == 2 else { return Spread(mean: mean, deviation: 0) }
        return number(words[1], in: 0...3).map { Spread(mean: mean, deviation: $0) }
    }

    /// `09:30` in seconds since midnight; `24:00` is the end of the day.
    private static func clock(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return (hour * 60 + minute) * 60
    }
}
