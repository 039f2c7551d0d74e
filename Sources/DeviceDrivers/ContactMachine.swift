import HallModel

/// All decisions of a GPIO chip: which lines are held, what a change of level means, what is driven.
public struct ContactMachine: Sendable {
    private var port: PortKeeper

    /// A machine for a bus of the plan and the panels on it.
    public init(bus: BusPlan, devices: [DevicePlan], at now: MonotonicInstant) { port = PortKeeper(at: now) }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? { port.nextWake }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        port.startOpening(at: now) ? [.open] : []
    }
}
