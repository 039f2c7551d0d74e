/// A point on the machine's monotonic clock: for intervals only, never stored, meaningless in another boot.
public struct MonotonicInstant: Hashable, Comparable, Sendable {
    /// Nanoseconds of CLOCK_MONOTONIC (or of virtual time).
    public var nanoseconds: Int64

    /// Nanoseconds since an origin that is the same for the whole process.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Earlier is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The instant `duration` later; sub-nanosecond parts are dropped.
    public static func + (left: Self, duration: Duration) -> Self {
        Self(nanoseconds: left.nanoseconds + duration.wholeNanoseconds)
    }

    /// The time from `right` to `left`; negative when `left` is earlier.
    public static func - (left: Self, right: Self) -> Duration {
        Duration(attoseconds: Int128(left.nanoseconds - right.nanoseconds) * 1_000_000_000)
    }
}

extension Duration {
    /// The duration in nanoseconds, towards zero.
    public var wholeNanoseconds: Int64 {
        // Up to nine seconds without a division of 128 bits.
        if let attoseconds = Int64(exactly: attoseconds) { return attoseconds / 1_000_000_000 }
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// So many times the duration. The standard library's takes any integer and costs many times as much; durations are
    /// computed thousands of times a second.
    public static func * (duration: Duration, count: Int) -> Duration {
        Duration(attoseconds: duration.attoseconds * Int128(count))
    }

    /// A part of the duration, towards zero.
    public static func / (duration: Duration, count: Int) -> Duration {
        Duration(attoseconds: duration.attoseconds / Int128(count))
    }

    /// The duration in seconds, towards zero.
    public var wholeSeconds: Int { Int(components.seconds) }
}

/// A point in civil history: for records. It can step in either direction when the clock is set.
public struct WallTime: Hashable, Comparable, Sendable, Codable {
    /// Microseconds since 1970-01-01T00:00:00Z, without leap seconds.
    public var microseconds: Int64

    /// Microseconds since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Seconds since 1970-01-01T00:00:00Z.
    public init(seconds: Int64) { self.microseconds = seconds * 1_000_000 }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { microseconds.flooredDivision(by: 1_000_000) }

    /// Earlier is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// The wall time `duration` later.
    public static func + (left: Self, duration: Duration) -> Self {
        Self(microseconds: left.microseconds + duration.wholeNanoseconds / 1000)
    }

    /// The time from `right` to `left`; negative when `left` is earlier.
    public static func - (left: Self, right: Self) -> Duration {
        .microseconds(left.microseconds - right.microseconds)
    }

    /// Reads a bare integer.
    public init(from decoder: any Decoder) throws {
        self.init(microseconds: try decoder.singleValueContainer().decode(Int64.self))
    }

    /// Writes a bare integer.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}

extension WallTime {
    /// Milliseconds since 1970, rounded down.
    public var milliseconds: Int64 { microseconds.flooredDivision(by: 1000) }

    /// Milliseconds since 1970; a time that no clock shows is the farthest that one can.
    public init(milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
        self.init(microseconds: overflow ? (milliseconds < 0 ? .min : .max) : product)
    }
}

/// The moment of a decision: monotonic for intervals, wall for records, and the hall's civil clock.
public struct HallInstant: Sendable, Equatable {
    /// For intervals.
    public var monotonic: MonotonicInstant
    /// For records.
    public var wall: WallTime
    /// For service days and printed times.
    public var civil: CivilClock

    /// All three clocks read at one moment.
    public init(monotonic: MonotonicInstant, wall: WallTime, civil: CivilClock) {
        self.monotonic = monotonic
        self.wall = wall
        self.civil = civil
    }

    /// Date and time of day in the hall.
    public var local: CivilTime { civil.local(wall) }

    /// The same clocks `duration` later.
    public func advanced(by duration: Duration) -> Self {
        Self(monotonic: monotonic + duration, wall: wall + duration, civil: civil)
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity.
    public func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return (remainder != 0 && (remainder < 0) != (divisor < 0)) ? quotient - 1 : quotient
    }
}
