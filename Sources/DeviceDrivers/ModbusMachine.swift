import HallModel

/// All decisions of a Modbus line: which device is asked for what, and when.
public struct ModbusMachine: Sendable {
    private var port: PortKeeper

    /// A machine for a bus of the plan and the devices on it.
    public init(bus: BusPlan, devices: [DevicePlan], at now: MonotonicInstant) { port = PortKeeper(at: now) }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? { port.nextWake }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        port.startOpening(at: now) ? [.open] : []
    }
}
