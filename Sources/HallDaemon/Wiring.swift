import DeviceDrivers
import DeviceProtocols
import Glibc
import HallModel
import HardwareAccess
import Logging
import Synchronization

/// The bus threads of the plan in force: starts, replaces and stops them, and knows which device is on which wire.
public final class Wiring: BusGateway {
    private struct Line {
        var bus: BusPlan
        var devices: [DevicePlan]
        var thread: BusThread<BusMachine>
    }
    private struct State {
        var lines: [BusID: Line] = [:]
        /// Of the wires in use; they outlive their threads.
        var recorders: [BusID: FlightRecorder] = [:]
        var busOf: [DeviceID: BusID] = [:]
        var stopped = false
    }

    private let state = Mutex(State())
    private let simulated: String?
    private let text: ChineseEncoder
    private let logger: Logger
    private let profiles: @Sendable () -> [Profile]
    private let report: @Sendable ([DeviceReport]) -> Void

    /// Wires that report through `report`. With `simulated`, ports are taken from that folder (`bus/<bus-id>`) in place
    /// of the paths in the plan. `profiles` reads those that a search compares with what it finds.
    public init(
        simulated: String?, text: ChineseEncoder, logger: Logger,
        profiles: @escaping @Sendable () -> [Profile] = { [] }, report: @escaping @Sendable ([DeviceReport]) -> Void
    ) {
        self.profiles = profiles
        self.simulated = simulated
        self.text = text
        self.logger = logger
        self.report = report
    }

    /// Makes the threads those of the plan. A bus that is the same, with the same devices, is not disturbed; stopping one
    /// takes at most a second.
    public func follow(_ plan: HallPlan) {
        var leaving: [BusThread<BusMachine>] = []
        state.withLock { state in
            guard !state.stopped else { return }
            var lines: [BusID: Line] = [:]
            state.busOf = [:]
            for bus in plan.buses {
                let devices = plan.devices.filter { $0.bus == bus.id }
                for device in devices { state.busOf[device.id] = bus.id }
                guard !devices.isEmpty else { continue }
                if let former = state.lines[bus.id], former.bus == bus, former.devices == devices {
                    lines[bus.id] = former
                    state.lines[bus.id] = nil
                }
            }
            leaving = state.lines.values.map(\.thread)
            state.lines = lines
            let used = Set(state.busOf.values)
            state.recorders = state.recorders.filter { used.contains($0.key) }
            let limit = FlightRecorder.limit(among: used.count)
            for bus in used {
                if let recorder = state.recorders[bus] {
                    recorder.setLimit(limit)
                } else {
                    state.recorders[bus] = FlightRecorder(limit: limit)
                }
            }
        }
        // A port is exclusive: the former thread lets go of it before the new one asks.
        for thread in leaving { thread.stop() }
        state.withLock { state in
            guard !state.stopped else { return }
            for bus in plan.buses where state.lines[bus.id] == nil {
                let devices = plan.devices.filter { $0.bus == bus.id }
                guard !devices.isEmpty else { continue }
                let recorder = state.recorders[bus.id] ?? FlightRecorder()
                guard let thread = start(bus, devices, recorder) else { continue }
                state.lines[bus.id] = Line(bus: bus, devices: devices, thread: thread)
            }
        }
    }

    /// Hands an event to a device's wire; false when there is none or it is full.
    public func post(_ device: DeviceID, _ event: BusEvent) -> Bool {
        let thread = state.withLock { state in state.busOf[device].flatMap { state.lines[$0]?.thread } }
        return thread?.post(event) ?? false
    }

    /// Asks every wire to report its levels again.
    public func presentLevels() {
        for thread in state.withLock({ $0.lines.values.map(\.thread) }) { _ = thread.post(.presentLevels) }
    }

    /// What the wires in use did since their threads started.
    public var figures: [BusID: BusFigures] {
        state.withLock { $0.lines }.mapValues { line in
            BusFigures(
                line.thread.statistics, line.thread.figures, asks: line.devices.first?.profile.transport == .modbus)
        }
    }

    /// The lives of the threads in use.
    public var pulses: [Pulse] { state.withLock { $0.lines.values.map(\.thread.pulse) } }

    /// Waits until every port was opened or refused once, at most so long: nobody is asked anything yet.
    public func awaitPorts(atMost patience: Duration) {
        let end = MonotonicInstant.now + patience
        while MonotonicInstant.now < end {
            let isPending = state.withLock { state in
                state.lines.values.contains { line in
                    let statistics = line.thread.statistics
                    return statistics.opens + statistics.refusals == 0
                }
            }
            guard isPending else { return }
            usleep(Self.portPause)
        }
    }

    /// Microseconds between two looks at ports that are being opened.
    private static let portPause: UInt32 = 500

    /// Ends all threads.
    public func stop() {
        let threads = state.withLock { state in
            state.stopped = true
            defer { state.lines = [:] }
            return state.lines.values.map(\.thread)
        }
        for thread in threads { thread.stop() }
    }

    /// A system without room for another thread costs this bus, not the hall.
    private func start(
        _ bus: BusPlan, _ devices: [DevicePlan], _ recorder: FlightRecorder
    ) -> BusThread<BusMachine>? {
        logger.info("bus \(bus.id): \(devices.count) device(s)", metadata: ["BUS": "\(bus.id)"])
        let machine = BusMachine(bus: bus, devices: devices, text: text, at: .now)
        do throws(SystemFailure) {
            return try BusThread(
                bus: bus, transport: devices.first?.profile.transport ?? .stream,
                simulated: simulated.map { "\($0)/bus/\(bus.id)" }, recorder: recorder, machine: machine,
                report: report)
        } catch {
            logger.error("bus \(bus.id): \(error)", metadata: ["BUS": "\(bus.id)"])
            report(devices.map { DeviceReport(device: $0.id, .presence(.offline, detail: .portLost)) })
            return nil
        }
    }
}

// MARK: What people ask

extension Wiring {
    /// The last minutes of a wire; nil when nobody uses it.
    public func recorder(of bus: BusID) -> FlightRecorder? { state.withLock { $0.recorders[bus] } }

    /// Asks a device; a wire without a thread has stopped.
    public func ask(
        _ bus: BusID, unit: Int, _ operation: ModbusRequest.Operation, timeout: Duration, deadline: MonotonicInstant,
        completion: @escaping @Sendable (Result<BusAnswer, BusQuestionFailure>) -> Void
    ) {
        guard let thread = thread(bus) else { return completion(.failure(.stopped)) }
        thread.ask(unit: unit, operation, timeout: timeout, deadline: deadline, completion: completion)
    }

    /// Searches a wire.
    public func scan(
        _ bus: BusID, units: ClosedRange<Int>, models: [BusScan.Model], settings: [SerialSettings],
        news: @escaping @Sendable (BusScanNews) -> Void
    ) -> BusQuestionID? {
        thread(bus)?.scan(units: units, models: models, settings: settings, news: news)
    }

    /// Ends a search; that of a thread which was replaced has ended by itself.
    public func endScan(_ bus: BusID, _ id: BusQuestionID) { thread(bus)?.endScan(id) }

    /// The profiles on disk, then those of the plan that are not there any more.
    public func models() -> [BusScan.Model] {
        let used = state.withLock { state in state.lines.values.flatMap { $0.devices.map(\.profile) } }
        var known: Set<ProfileID> = []
        return (profiles() + used.sorted { $0.id.rawValue < $1.id.rawValue }).compactMap { profile in
            guard case .modbusRegisters(let map) = profile.settings, known.insert(profile.id).inserted else {
                return nil
            }
            return BusScan.Model(profile: profile.id.rawValue, map: map)
        }
    }

    private func thread(_ bus: BusID) -> BusThread<BusMachine>? { state.withLock { $0.lines[bus]?.thread } }
}
