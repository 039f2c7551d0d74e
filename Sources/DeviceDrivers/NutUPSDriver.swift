import HallModel

/// Reads a UPS through a NUT server.
public struct NutUPSDriver: Sendable {
    private var level = PresenceLevel()

    /// The UPS that the server calls `unit`; nil for its only one.
    public init(settings: NutSettings, unit: String?) {}

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? { nil }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] { [] }
}
