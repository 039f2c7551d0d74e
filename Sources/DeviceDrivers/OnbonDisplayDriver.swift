import DeviceProtocols
import HallModel

/// Keeps a display with an Onbon BX card at what it should show.
public struct OnbonDisplayDriver: Sendable {
    private var level = PresenceLevel()

    /// A card at an address of its bus.
    public init(settings: OnbonSettings, address: Int, text: ChineseEncoder) {}

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? { nil }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] { [] }
}
