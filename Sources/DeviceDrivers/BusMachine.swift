import DeviceProtocols
import HallModel

/// All decisions of one wire: when to open it, what to send, what the bytes from it mean.
///
/// A value. The bus thread (or virtual time) feeds events and carries out the actions; it decides nothing.
///
/// ```
/// closed ──open──▶ opening ──opened──▶ open ──lost──▶ closed (back-off 0.25 → 10 s, or the path appears)
///                     └──refused──▶ closed
/// ```
public struct BusMachine: Sendable {
    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public private(set) var nextWake: MonotonicInstant?

    /// A machine for a bus of the plan and the devices on it; asks to open the port at its first `timeReached`.
    ///
    /// `text` encodes for the printers on this bus.
    public init(bus: BusPlan, devices: [DevicePlan], text: ChineseEncoder, at now: MonotonicInstant) {
        nextWake = now
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        []
    }
}
