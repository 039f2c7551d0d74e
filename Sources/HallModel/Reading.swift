/// How far a reading can be relied on.
public enum Quality: String, Sendable, Codable, CaseIterable {
    /// Read in time, plausible.
    case good
    /// The last good value, older than three periods.
    case stale
    /// There is no value; the reason says why.
    case bad
    /// Put in place of the device's by a person.
    case substituted
}

/// Why there is no value. Silence is never a zero.
public enum MissingReason: String, Sendable, Codable, CaseIterable {
    /// Not read since the start.
    case neverRead
    /// No answer in time.
    case timeout
    /// An answer that was damaged on the wire.
    case crc
    /// The device answered that it will not or cannot.
    case exception
    /// The port is gone or cannot be opened.
    case portLost
    /// A person took the device out of service.
    case disabled
    /// Beyond what the point can truly have, as the profile says.
    case outOfRange
    /// The device says that its sensor is broken, or answers nonsense.
    case sensorFault
    /// The line is being searched for devices.
    case scan
}

/// What is known of a point.
public struct Reading: Sendable, Equatable {
    /// The value; nil exactly when the quality is `bad`.
    public let value: PointValue?
    /// How far it can be relied on.
    public let quality: Quality
    /// Why there is no value, or why it is not renewed; nil when it is good.
    public let missing: MissingReason?
    /// When the value was read off the wire; nil without a value.
    public let readAt: MonotonicInstant?

    private init(_ value: PointValue?, _ quality: Quality, _ missing: MissingReason?, _ readAt: MonotonicInstant?) {
        self.value = value
        self.quality = quality
        self.missing = missing
        self.readAt = readAt
    }

    /// Read just now and plausible.
    public static func good(_ value: PointValue, at moment: MonotonicInstant) -> Self {
        Self(value, .good, nil, moment)
    }
    /// Read then, and not renewed since, for this reason.
    public static func stale(_ value: PointValue, at moment: MonotonicInstant, _ reason: MissingReason) -> Self {
        Self(value, .stale, reason, moment)
    }
    /// No value, for this reason.
    public static func missing(_ reason: MissingReason) -> Self { Self(nil, .bad, reason, nil) }
}

/// Follows one point over its polls: when a value is stale and when it is missing.
///
/// ```
///            read                3 missed            10 missed
/// neverRead ──────▶ good ────────────────▶ stale ────────────────▶ missing (with the last reason)
///     │               ▲  nonsense: missing at once  │ read              │ read
///     └ 10 missed     └─────────────────────────────┴───────────────────┘
/// ```
public struct PointHealth: Sendable, Equatable {
    /// Missed polls after which a value is stale.
    public static let staleAfter = 3
    /// Missed polls after which it is missing.
    public static let missingAfter = 10

    /// What is known now.
    public private(set) var reading = Reading.missing(.neverRead)
    private var missed = 0

    /// Nothing was read yet.
    public init() {}

    /// A poll brought a value.
    public mutating func read(_ value: PointValue, at moment: MonotonicInstant) {
        missed = 0
        reading = .good(value, at: moment)
    }

    /// The device answered what cannot be (`outOfRange`, `sensorFault`): missing at once.
    public mutating func readNonsense(_ reason: MissingReason) {
        missed = 0
        reading = .missing(reason)
    }

    /// A poll brought nothing.
    public mutating func miss(_ reason: MissingReason) {
        missed = min(missed + 1, Self.missingAfter)
        if missed >= Self.missingAfter {
            reading = .missing(reason)
        } else if missed >= Self.staleAfter, let value = reading.value, let readAt = reading.readAt {
            reading = .stale(value, at: readAt, reason)
        }
    }

    /// The port is gone: what was read is stale at once, and missing if it stays away for as long as ten polls.
    public mutating func losePort() {
        missed = max(missed, Self.staleAfter - 1)
        miss(.portLost)
    }

    /// Nothing is read for a while, since the line is searched: what was read is stale at once.
    public mutating func standStill() {
        missed = max(missed, Self.staleAfter - 1)
        miss(.scan)
    }
}
