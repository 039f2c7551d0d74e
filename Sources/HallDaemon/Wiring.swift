import DeviceDrivers
import DeviceProtocols
import Glibc
import HallModel
import HardwareAccess
import Logging
import Synchronization

/// The bus threads of the plan in force: starts, replaces and stops them, and knows which device is on which wire.
public final class Wiring: Sendable {
    private struct Line {
        var bus: BusPlan
        var devices: [DevicePlan]
        var thread: BusThread<BusMachine>
    }
    private struct State {
        var lines: [BusID: Line] = [:]
        var busOf: [DeviceID: BusID] = [:]
        var stopped = false
    }

    private let state = Mutex(State())
    private let simulated: String?
    private let text: ChineseEncoder
    private let logger: Logger
    private let report: @Sendable (DeviceReport) -> Void

    /// Wires that report through `report`. With `simulated`, ports are taken from that folder (`bus/<bus-id>`) in place
    /// of the paths in the plan.
    public init(
        simulated: String?, text: ChineseEncoder, logger: Logger, report: @escaping @Sendable (DeviceReport) -> Void
    ) {
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
        }
        // A port is exclusive: the former thread lets go of it before the new one asks.
        for thread in leaving { thread.stop() }
        state.withLock { state in
            guard !state.stopped else { return }
            for bus in plan.buses where state.lines[bus.id] == nil {
                let devices = plan.devices.filter { $0.bus == bus.id }
                guard !devices.isEmpty else { continue }
                guard let thread = start(bus, devices) else { continue }
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
            BusFigures(line.thread.statistics, asks: line.devices.first?.profile.transport == .modbus)
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
    private func start(_ bus: BusPlan, _ devices: [DevicePlan]) -> BusThread<BusMachine>? {
        logger.info("bus \(bus.id): \(devices.count) device(s)", metadata: ["BUS": "\(bus.id)"])
        let machine = BusMachine(bus: bus, devices: devices, text: text, at: .now)
        do throws(SystemFailure) {
            return try BusThread(
                bus: bus, transport: devices.first?.profile.transport ?? .stream,
                simulated: simulated.map { "\($0)/bus/\(bus.id)" }, machine: machine, report: report)
        } catch {
            logger.error("bus \(bus.id): \(error)", metadata: ["BUS": "\(bus.id)"])
            for device in devices { report(DeviceReport(device: device.id, .presence(.offline, detail: .portLost))) }
            return nil
        }
    }
}
