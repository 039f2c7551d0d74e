import DeviceDrivers
import HallModel
import HardwareAccess

/// Opens its port, writes down what it is told, and answers as a test says.
struct ProbeMachine: WireMachine {
    var nextWake: MonotonicInstant? = .now
    /// Time until the next attempt after a refusal or loss; nil makes none, so that only the path's appearing helps.
    var backOff: Duration?
    let log: Shared<[BusEvent]>
    /// Told at the next turn of the thread.
    var exchanges = Shared<[DeviceReport]>([])
    var figures = Shared<LineFigures?>(nil)
    let answer: @Sendable (BusEvent) -> [BusAction]

    mutating func exchanges(at now: MonotonicInstant) -> [DeviceReport] {
        var taken: [DeviceReport] = []
        exchanges.change { swap(&$0, &taken) }
        return taken
    }

    func figures(at now: MonotonicInstant) -> LineFigures? { figures.value }

    mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        log.change { $0.append(event) }
        switch event {
        case .timeReached:
            nextWake = nil
            return [.open]
        case .pathAppeared:
            return [.open]
        case .refused, .lost:
            nextWake = backOff.map { now + $0 }
        default: break
        }
        return answer(event)
    }
}

/// A bus thread with a probe on it.
final class ProbedBus: Sendable {
    let log = Shared<[BusEvent]>([])
    let reports = Shared<[DeviceReport]>([])
    /// What the machine tells of questions when it is asked.
    let exchanges = Shared<[DeviceReport]>([])
    /// What the machine says of its line when it is asked.
    let figures = Shared<LineFigures?>(nil)
    let thread: BusThread<ProbeMachine>

    convenience init(
        path: String, flow: SerialSettings.FlowControl = .none, backOff: Duration? = nil,
        answer: @escaping @Sendable (BusEvent) -> [BusAction] = { _ in [] }
    ) throws {
        try self.init(
            wire: .serial(path: path, SerialSettings(baud: 115_200, flow: flow)), backOff: backOff, answer: answer)
    }

    init(
        wire: BusPlan.Wire, transport: Profile.Transport = .stream, simulated: String? = nil, backOff: Duration? = nil,
        answer: @escaping @Sendable (BusEvent) -> [BusAction] = { _ in [] }
    ) throws {
        let reports = reports
        thread = try BusThread(
            bus: BusPlan(id: "probe", wire: wire), transport: transport, simulated: simulated,
            machine: ProbeMachine(backOff: backOff, log: log, exchanges: exchanges, figures: figures, answer: answer)
        ) { told in
            reports.change { $0 += told }
        }
    }

    deinit { thread.stop() }

    func count(_ event: BusEvent) -> Int { log.value.filter { $0 == event }.count }

    /// All bytes it was told of.
    var received: [UInt8] {
        log.value.flatMap { event -> [UInt8] in
            if case .received(let bytes) = event { bytes } else { [] }
        }
    }

    var losses: [TransportError] {
        log.value.compactMap { event -> TransportError? in
            if case .lost(let error) = event { error } else { nil }
        }
    }

    var refusals: [TransportError] {
        log.value.compactMap { event -> TransportError? in
            if case .refused(let error) = event { error } else { nil }
        }
    }

    /// Waits until the port was opened `times` times.
    func isOpened(times: Int = 1) -> Bool { Wire.wait { count(.opened) >= times } }
}
