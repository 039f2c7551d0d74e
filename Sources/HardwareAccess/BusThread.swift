import CGPIO
import CLinux
import DeviceDrivers
import HallModel
import Synchronization

/// A plain thread that is one wire: it listens, feeds the machine with what happens, and does what the machine says.
///
/// ```
///  any thread ──post──▶ mailbox ─┐                       ┌─▶ open, write, discard: the port
///                 port ──bytes──▶├─▶ machine ──actions──▶┤
///    directory of path ──name───▶│   (decides all)       └─▶ report: the hall
///                clock ──wake───▶┘
/// ```
///
/// In a debugger and in `ps -T` it is called `bus-<id>`.
public final class BusThread<Machine: WireMachine>: Sendable {
    /// The numbers of a bus.
    public typealias Statistics = BusStatistics

    private let shared: BusShared
    private let thread: PlainThread

    /// Starts the thread; the machine's first wake opens the port.
    ///
    /// `transport` is what the devices on the bus speak: it decides with the wire how the thread uses it. `simulated` is
    /// where a simulated hall has this bus, in place of what the plan says: the link to a pseudo-terminal, a file with
    /// the address of a TCP device, the socket of a chip. `recorder` keeps its last minutes, and those of the thread before it. `report` is called on
    /// the bus thread: it must hand over and return.
    ///
    /// - Throws: `SystemFailure` when the system has no room for a thread or descriptor.
    public convenience init(
        bus: BusPlan, transport: Profile.Transport = .stream, simulated: String? = nil,
        recorder: FlightRecorder = FlightRecorder(),
        machine: Machine, report: @escaping @Sendable ([DeviceReport]) -> Void
    ) throws(SystemFailure) {
        try self.init(bus: bus.id, recorder: recorder) { shared in
            switch (transport, bus.wire) {
            case (.stream, let wire):
                let wire = StreamWire(place: PortPlace(wire, simulated: simulated), shared: shared)
                var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                loop.run()
            case (.modbus, let wire):
                let wire = ModbusWire(place: PortPlace(wire, simulated: simulated), shared: shared)
                var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                loop.run()
            case (.gpio, .gpio(let label)):
                if let simulated {
                    let wire = SimulatedChipWire(path: simulated, shared: shared)
                    var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                    loop.run()
                } else {
                    let wire = ChipWire(label: label, driver: cgpio_libgpiod(), shared: shared)
                    var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                    loop.run()
                }
            case (.program, .program(let path, let arguments)):
                let wire = ProgramWire(path: path, arguments: arguments)
                var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                loop.run()
            case (.program, _):
                let place = PortPlace.unsuitable("\(bus.wire.place): this device needs a program")
                let wire = StreamWire(place: place, shared: shared)
                var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                loop.run()
            case (.gpio, _):
                let place = PortPlace.unsuitable("\(bus.wire.place): contacts need a GPIO chip")
                let wire = StreamWire(place: place, shared: shared)
                var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                loop.run()
            }
        }
    }

    /// Starts a thread that does `body` until its owner stops it.
    init(
        bus: BusID, recorder: FlightRecorder = FlightRecorder(), _ body: @escaping @Sendable (BusShared) -> Void
    ) throws(SystemFailure) {
        let shared = BusShared(mailbox: try BusMailbox(), bus: bus, recorder: recorder)
        self.shared = shared
        thread = try PlainThread(name: "bus-" + bus.rawValue) {
            clinux_wake_precisely()
            body(shared)
            shared.questions.close()
        }
    }

    deinit { stop() }

    /// Hands an event to the machine, from any thread, without waiting; false when 10 000 are waiting already.
    ///
    /// A wish takes the place of an older one that still waits for the same device.
    public func post(_ event: BusEvent) -> Bool { shared.mailbox.post(event) }

    /// Ends the thread within a second and closes the port.
    ///
    /// The machine gets no more events; what it has already given to the wire is sent if that takes at most half a second.
    /// Again is nothing.
    public func stop() {
        shared.isStopping.store(true, ordering: .releasing)
        shared.mailbox.wake()
        thread.join()
    }

    /// The numbers at this moment.
    public var statistics: BusStatistics {
        var statistics = shared.statistics.withLock { $0 }
        statistics.overflows = shared.mailbox.refused
        return statistics
    }

    /// What the line did and how old its points become, at most a second old; nil where no requests are made, and before
    /// the first second.
    public var figures: LineFigures? { shared.figures.withLock { $0 } }

    /// The last minutes of the wire.
    public var recorder: FlightRecorder { shared.recorder }

    /// Asks a device; `completion` is told once, at the latest when the thread ends, from any thread: it must hand over
    /// and return.
    public func ask(
        unit: Int, _ operation: ModbusRequest.Operation, timeout: Duration, deadline: MonotonicInstant,
        completion: @escaping @Sendable (Result<BusAnswer, BusQuestionFailure>) -> Void
    ) {
        guard let id = shared.questions.expect(completion) else { return completion(.failure(.stopped)) }
        let question = BusQuestion(id: id, unit: unit, operation: operation, timeout: timeout, deadline: deadline)
        if !shared.mailbox.post(.ask(question)) { shared.questions.refuse(id) }
    }

    /// Searches the line; `news` is told of everything and last, once, of the end, from any thread: it must hand over and
    /// return. Nil, and nothing is told, when it was not begun.
    public func scan(
        units: ClosedRange<Int>, models: [BusScan.Model], settings: [SerialSettings],
        news: @escaping @Sendable (BusScanNews) -> Void
    ) -> BusQuestionID? {
        guard let id = shared.questions.follow(news) else { return nil }
        let scan = BusScan(id: id, units: units, models: models, settings: settings)
        if shared.mailbox.post(.scan(scan)) { return id }
        shared.questions.forget(id)
        return nil
    }

    /// Ends a search; its end is told. Again is nothing.
    public func endScan(_ id: BusQuestionID) { _ = shared.mailbox.post(.endScan(id)) }

    /// The last bytes and events of the wire, oldest first.
    public var recent: [FlightRecord] { shared.recorder.records }

    /// When the loop last came round: at least once a second while the thread is well.
    public var lastTurn: MonotonicInstant { shared.pulse.lastBeat }

    /// Its life, for whoever watches it.
    public var pulse: Pulse { shared.pulse }
}
