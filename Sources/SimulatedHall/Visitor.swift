import DeviceSimulators
import Glibc
import HallModel

/// A time that differs from one visitor to the next: log-normal with this mean.
struct Spread: Sendable, Equatable {
    var mean: Duration
    /// The standard deviation as a part of the mean; 0 for the same each time.
    var deviation: Double

    /// The time at a draw from the standard normal distribution, to the millisecond.
    func time(at draw: Double) -> Duration {
        let variance = log(1 + deviation * deviation)
        let factor = exp(variance.squareRoot() * draw - variance / 2)
        let milliseconds = Double(mean.wholeNanoseconds) / 1e6 * factor
        return .milliseconds(Int64(min(milliseconds.rounded(), 86_400_000)))
    }
}

/// One visitor, all of whose chances are drawn beforehand from the day's seed and the visitor's place: so the same people
/// come whatever the hall is like, and two halls are compared by the same day.
public struct Visitor: Sendable, Equatable {
    /// When they enter, after the start of the day.
    public let arrives: Duration
    /// What for.
    public let service: ServiceID
    /// Which of the kiosks that give numbers for it, 0 to 1.
    let choice: Double
    /// They are there when they are called.
    public let comes: Bool
    /// They leave unseen when they have waited for longer; nil for a visitor who waits on.
    public let patience: Duration?
    /// The clerk takes their first call back.
    let isMistaken: Bool
    /// From the call to the window.
    public let walk: Duration
    /// What their matter takes.
    public let serviceTime: Duration
    /// Before the clerk calls the next.
    let tidy: Duration

    /// A place's visitor. A draw that nobody asks for is made all the same, so that one assumption changed changes nothing
    /// else.
    init(_ place: Int, seed: UInt64, doors: Doors, services: [ServiceID], _ assumptions: DayAssumptions) {
        // The generator's own mixing keeps the streams of neighbours apart.
        var seeds = SeededGenerator(seed: seed ^ 0x7669_7369_746F_7273)
        var mixed = SeededGenerator(seed: seeds.next() &+ UInt64(place))
        var generator = SeededGenerator(seed: mixed.next())
        arrives = doors.time(at: generator.share())
        service = Self.pick(generator.share(), services, assumptions)
        choice = generator.share()
        comes = generator.share() >= assumptions.noShow
        isMistaken = generator.share() < assumptions.putBack
        walk = assumptions.walk.time(at: generator.normal())
        serviceTime = assumptions.serviceTime(of: service).time(at: generator.normal())
        tidy = assumptions.tidy.time(at: generator.normal())
        let draw = generator.normal()
        patience = assumptions.patience.map { $0.time(at: draw) }
    }

    private static func pick(_ share: Double, _ services: [ServiceID], _ assumptions: DayAssumptions) -> ServiceID {
        var left = share * services.reduce(0) { $0 + assumptions.weight(of: $1) }
        for service in services.dropLast() {
            left -= assumptions.weight(of: service)
            if left < 0 { return service }
        }
        return services[services.count - 1]
    }
}

/// When visitors can enter, and how many do so when.
struct Doors: Sendable, Equatable {
    /// Ends of stretches after the start, and the share of all visitors who have come by then.
    private var steps: [(end: Duration, share: Double)] = []

    /// The doors are open for so long from a time of the day (in seconds); nil where nobody comes then.
    init?(from opens: Int, for length: Duration, _ curve: [DayAssumptions.Stretch]) {
        let span = opens..<(opens + length.wholeSeconds)
        // A day that runs past midnight meets the curve of the next one.
        let days = curve + curve.map { .init(hours: $0.hours.shifted(by: 86_400), weight: $0.weight) }
        var edges = Set([span.lowerBound, span.upperBound])
        for stretch in days { edges.formUnion([stretch.hours.lowerBound, stretch.hours.upperBound]) }
        let inside = edges.filter { span.contains($0) || $0 == span.upperBound }.sorted()
        var total = 0.0
        for (begin, end) in zip(inside, inside.dropFirst()) {
            for stretch in days where stretch.hours.contains(begin) {
                total += stretch.weight * Double(end - begin) / Double(stretch.hours.count)
            }
            steps.append((.seconds(end - opens), total))
        }
        guard total > 0 else { return nil }
        for index in steps.indices { steps[index].share /= total }
    }

    static func == (left: Self, right: Self) -> Bool {
        left.steps.elementsEqual(right.steps) { $0.end == $1.end && $0.share == $1.share }
    }

    /// By when this share of all visitors has come, to the millisecond.
    func time(at share: Double) -> Duration {
        var begin = (end: Duration.zero, share: 0.0)
        for step in steps {
            if share < step.share {
                let part = (share - begin.share) / (step.share - begin.share)
                let milliseconds = Double((step.end - begin.end).wholeNanoseconds) / 1e6 * part
                return begin.end + .milliseconds(Int64(milliseconds))
            }
            begin = step
        }
        return begin.end
    }
}

extension Range<Int> {
    fileprivate func shifted(by distance: Int) -> Self { lowerBound + distance..<upperBound + distance }
}

extension SeededGenerator {
    /// 0 to 1, below 1.
    fileprivate mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// From the standard normal distribution, by Box and Muller; always two draws.
    fileprivate mutating func normal() -> Double {
        let (first, second) = (share(), share())
        return (-2 * log(1 - first)).squareRoot() * cos(2 * .pi * second)
    }
}
