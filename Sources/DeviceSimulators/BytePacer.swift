import HallModel

/// How many bytes a serial line has had time for: never faster than its baud.
///
/// In any span of time at most `span / byteTime` bytes pass, plus what the line gathered while it was not looked at,
/// which is at most `slack`.
public struct BytePacer: Sendable, Equatable {
    /// The time one byte takes; zero lets everything pass at once.
    public let byteTime: Duration
    /// The time that may be made up for when the caller comes late.
    public let slack: Duration
    /// Bytes that pass in this time are looked at together.
    private let look: Duration
    private var passedUpTo: MonotonicInstant?

    /// A line with this time for a byte.
    public init(byteTime: Duration, slack: Duration = .milliseconds(5), look: Duration = .milliseconds(2)) {
        self.byteTime = byteTime
        self.slack = max(slack, look)
        self.look = look
    }

    /// How many of `waiting` bytes pass now; they count as passed.
    public mutating func take(waiting: Int, at now: MonotonicInstant) -> Int {
        let step = byteTime.wholeNanoseconds
        guard waiting > 0, step > 0 else { return max(0, waiting) }
        let earliest = now.nanoseconds - slack.wholeNanoseconds - step
        let begun = max(passedUpTo?.nanoseconds ?? now.nanoseconds, earliest)
        let count = min(waiting, Int(max(0, now.nanoseconds - begun) / step))
        passedUpTo = MonotonicInstant(nanoseconds: begun + Int64(count) * step)
        return count
    }

    /// The first byte starts now, if the line was quiet.
    public mutating func begin(at now: MonotonicInstant) { passedUpTo = passedUpTo ?? now }

    /// The line is quiet: the next byte begins when it comes, not before.
    public mutating func idle() { passedUpTo = nil }

    /// When the next of `waiting` bytes are worth a look: together, as many as pass in the time of a look.
    public func nextLook(waiting: Int, after now: MonotonicInstant) -> MonotonicInstant {
        let step = byteTime.wholeNanoseconds
        guard step > 0 else { return now }
        let together = max(1, min(Int64(waiting), look.wholeNanoseconds / step))
        return max(now, MonotonicInstant(nanoseconds: (passedUpTo ?? now).nanoseconds + together * step))
    }
}
