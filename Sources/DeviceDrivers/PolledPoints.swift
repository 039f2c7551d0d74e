import HallModel

/// The points of a device that is asked at intervals, and what is known of each.
struct PolledPoints: Sendable, Equatable {
    /// What a poll brought for a point.
    enum Outcome: Sendable, Equatable {
        /// This value, if the point can have it.
        case value(PointValue)
        /// What cannot be.
        case nonsense
        /// Nothing, for this reason.
        case missed(MissingReason)
    }

    private struct Entry: Sendable, Equatable {
        let point: PointDefinition
        var health = PointHealth()
    }
    private var entries: [Entry]

    /// Nothing is known yet.
    init(_ points: [PointDefinition]) { entries = points.map { Entry(point: $0) } }

    /// Takes what a poll brought, in the points' order; reports all.
    mutating func take(_ outcomes: [Outcome], at now: MonotonicInstant) -> [DriverAction] {
        for (index, outcome) in zip(entries.indices, outcomes) {
            switch outcome {
            case .value(.number(let number)) where !(entries[index].point.range?.contains(number) ?? true):
                entries[index].health.readNonsense(.outOfRange)
            case .value(let value): entries[index].health.read(value, at: now)
            case .nonsense: entries[index].health.readNonsense(.sensorFault)
            case .missed(let reason): entries[index].health.miss(reason)
            }
        }
        return reports
    }

    /// A poll brought nothing for any point; reports all.
    mutating func miss(_ reason: MissingReason) -> [DriverAction] {
        for index in entries.indices {
            if reason == .portLost { entries[index].health.losePort() } else { entries[index].health.miss(reason) }
        }
        return reports
    }

    /// What is known of each point.
    var reports: [DriverAction] { entries.map { .report(.reading($0.point.name, $0.health.reading)) } }
}
