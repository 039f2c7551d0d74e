import HallModel
import OrderedCollections

/// What is being averaged and timed about readings, in this run only.
struct LiveClimate: Sendable, Equatable {
    /// One limit on one point.
    struct LimitKey: Hashable, Sendable {
        var point: PointID
        var set: String
        var limit: String
    }
    /// A point that cannot be read and has not been so for long enough.
    struct Trouble: Sendable, Equatable {
        var kind: AlarmKind
        var reason: MissingReason
        var due: MonotonicInstant
    }

    /// The limits of the plan in force.
    var book: LimitBook?
    var watches: OrderedDictionary<LimitKey, LimitWatch> = [:]
    /// The means of each point, by their window in seconds.
    var means: OrderedDictionary<PointID, OrderedDictionary<Int, MeanWindow>> = [:]
    var troubles: OrderedDictionary<PointID, Trouble> = [:]
    /// What date and time of day said when limits were last judged by them.
    var clock: LimitClock?

    /// Another plan: what it does not know is forgotten.
    mutating func take(_ next: LimitBook) {
        book = next
        for point in means.keys { means[point]?.removeAll { next.entries[point]?.windows.contains($0.key) != true } }
        means.removeAll { $0.value.isEmpty }
        watches.removeAll { watch in
            next.entries[watch.key.point]?.judged.contains { $0.key(watch.key.point) == watch.key } != true
        }
        troubles.removeAll { next.entries[$0.key] == nil }
    }

    /// When a limit has been broken for long enough, or a point was unreadable for long enough.
    var wakes: [MonotonicInstant] { limitsDue.map(\.due) + troubles.values.map(\.due) }

    /// The limits that wait, and for when.
    var limitsDue: [(point: PointID, due: MonotonicInstant)] {
        watches.elements.compactMap { key, watch in
            guard watch.brokenSince != nil, !watch.isTripped,
                let cited = book?.entries[key.point]?.limits.first(where: { $0.key(key.point) == key }),
                let due = watch.due(cited.delay)
            else { return nil }
            return (key.point, due)
        }
    }

    /// What a limit and a point give now.
    func evaluate(
        _ cited: LimitBook.CitedLimit, _ point: PointID, _ entry: LimitBook.Entry, clock: LimitClock,
        readings: OrderedDictionary<PointID, Reading>, at now: MonotonicInstant
    ) -> LimitEvaluation {
        let limit = cited.limit
        let running = LimitBook.running(entry.plants, readings, clock)?.running
        switch LimitBook.force(limit.season, running, clock) {
        case .notInSeason: return .notInSeason
        case .unknown: return .held(.seasonUnknown)
        case .inForce: break
        }
        let reading = readings[point] ?? .missing(.neverRead)
        guard reading.quality == .good, let value = reading.value?.number else {
            return .held(.noReading(reading.missing ?? .neverRead))
        }
        guard let seconds = limit.meanSeconds else { return LimitEvaluation(value, limit) }
        let window = means[point]?[seconds] ?? MeanWindow(seconds: seconds)
        guard let mean = window.mean(at: now) else {
            return .held(.tooFewReadings(percent: window.coverage(at: now)))
        }
        return LimitEvaluation(mean, limit)
    }
}

extension LimitEvaluation {
    init(_ value: Quantity, _ limit: Limit) {
        self = limit.relation.keeps(value, limit.value) ? .kept(value) : .broken(value)
    }
}

extension LimitBook.CitedLimit {
    func key(_ point: PointID) -> LiveClimate.LimitKey {
        LiveClimate.LimitKey(point: point, set: citation.set, limit: citation.limit)
    }
}
