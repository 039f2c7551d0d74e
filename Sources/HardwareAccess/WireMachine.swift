import DeviceDrivers
import HallModel

/// What a bus thread needs of the value that decides: events in, actions out, the next wake.
public protocol WireMachine: Sendable {
    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    var nextWake: MonotonicInstant? { get }

    /// Takes an event and says what to do about it, in order.
    mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction]

    /// What became of questions to devices since it was last told.
    mutating func exchanges(at now: MonotonicInstant) -> [DeviceReport]

    /// What the line did so far, asked for once a second; nil where no requests are made.
    func figures(at now: MonotonicInstant) -> LineFigures?
}

extension BusMachine: WireMachine {}
