import HallModel
import OrderedCollections

/// A cause of an alarm.
struct AlarmCause: Hashable, Sendable {
    var kind: AlarmKind
    var source: AlarmSource
}

/// What a level says about the cause of an alarm, and what the alarm tells.
struct AlarmLevel: Sendable, Equatable {
    var cause: AlarmCause
    /// Nil when nothing is known: an alarm stays as it is, and what has not lasted long enough begins anew. A cause that
    /// is left out altogether goes on being timed.
    var isThere: Bool?
    /// How long the cause must last before it alarms.
    var onDelay: Duration
    var subject: String?
    var value: String?
    var limit: LimitCitation?
    var latches = false

    init(
        _ kind: AlarmKind, about source: AlarmSource, isThere: Bool?, onDelay: Duration? = nil, subject: String? = nil
    ) {
        cause = AlarmCause(kind: kind, source: source)
        self.isThere = isThere
        self.onDelay = onDelay ?? kind.onDelay
        self.subject = subject
    }

    var id: AlarmID { Alarm.id(cause.kind, about: cause.source) }
}

/// A cause that is there and has not lasted long enough.
struct RisingAlarm: Sendable, Equatable {
    /// The moment at which it has.
    var due: MonotonicInstant
    var level: AlarmLevel
}

extension HallStep {
    /// Compares what a level says with its alarm.
    mutating func compare(_ level: AlarmLevel) {
        switch level.isThere {
        case false?:
            live.rising[level.cause] = nil
            clear(level.cause.kind, about: level.cause.source)
        case nil: live.rising[level.cause] = nil
        case true?:
            guard let alarm = recorded.alarm(level.id), alarm.isActive else {
                let due = live.rising[level.cause]?.due ?? now.monotonic + level.onDelay
                live.rising[level.cause] = RisingAlarm(due: due, level: level)
                return
            }
            // Another reason is another cause: who knew of the former one does not know of this one.
            guard !alarm.tells(level.subject) else { return }
            clear(level.cause.kind, about: level.cause.source)
            raise(level)
        }
    }

    mutating func raise(_ level: AlarmLevel) {
        raise(
            level.cause.kind, about: level.cause.source, subject: level.subject, limit: level.limit,
            value: level.value, latches: level.latches)
    }

    /// Alarms whose cause has lasted long enough: buses first, since devices stand under them.
    mutating func raiseRisen() {
        holdDevicesOfRisingBuses()
        let risen = live.rising.elements.filter { $0.value.due <= now.monotonic }
        for (cause, rising) in risen.filter(\.key.source.isBus) + risen.filter({ !$0.key.source.isBus }) {
            live.rising[cause] = nil
            raise(rising.level)
        }
    }
}

extension AlarmSource {
    var isBus: Bool { if case .bus = self { true } else { false } }
}

extension Alarm {
    /// Its subject names every word of another.
    fileprivate func tells(_ other: String?) -> Bool {
        let known = (subject ?? "").split(separator: " ")
        return (other ?? "").split(separator: " ").allSatisfy(known.contains)
    }
}
