import HallModel

/// Reads a UPS that speaks Q1.
public struct MegatecUPSDriver: Sendable {
    private var level = PresenceLevel()

    /// A UPS alone on its line.
    public init(settings: MegatecSettings) {}

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? { nil }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] { [] }
}
