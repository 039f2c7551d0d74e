import DeviceDrivers
import HallModel
import HardwareAccess

/// What the API server needs of the wires. `Wiring` has the real ones; tests bring their own. Nothing here waits.
public protocol BusGateway: Sendable {
    /// The last minutes of a wire; nil when nobody uses it.
    func recorder(of bus: BusID) -> FlightRecorder?

    /// Asks a device; `completion` is told once, from any thread.
    func ask(
        _ bus: BusID, unit: Int, _ operation: ModbusRequest.Operation, timeout: Duration, deadline: MonotonicInstant,
        completion: @escaping @Sendable (Result<BusAnswer, BusQuestionFailure>) -> Void)

    /// Searches a wire; `news` is told of everything and last, once, of the end, from any thread. Nil, and nothing is told,
    /// when it was not begun. What found devices may be is `models`.
    func scan(
        _ bus: BusID, units: ClosedRange<Int>, models: [BusScan.Model], settings: [SerialSettings],
        news: @escaping @Sendable (BusScanNews) -> Void
    ) -> BusQuestionID?

    /// Ends a search.
    func endScan(_ bus: BusID, _ id: BusQuestionID)

    /// Every model with registers that is known here. Read from disk: not for a thread that must not wait.
    func models() -> [BusScan.Model]
}
