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
    /// the address of a TCP device, the socket of a chip. `report` is called on the bus thread: it must hand over and
    /// return.
    ///
    /// - Throws: `SystemFailure` when the system has no room for a thread or descriptor.
    public convenience init(
        bus: BusPlan, transport: Profile.Transport = .stream, simulated: String? = nil, machine: Machine,
        report: @escaping @Sendable (DeviceReport) -> Void
    ) throws(SystemFailure) {
        try self.init(bus: bus.id) { shared in
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
            case (.gpio, _):
                let place = PortPlace.unsuitable("\(bus.wire.place): contacts need a GPIO chip")
                let wire = StreamWire(place: place, shared: shared)
                var loop = BusLoop(wire: wire, machine: machine, shared: shared, report: report)
                loop.run()
            }
        }
    }

    /// Starts a thread that does `body` until its owner stops it.
    init(bus: BusID, _ body: @escaping @Sendable (BusShared) -> Void) throws(SystemFailure) {
        let shared = BusShared(mailbox: try BusMailbox(), bus: bus)
        self.shared = shared
        thread = try PlainThread(name: "bus-" + bus.rawValue) {
            clinux_wake_precisely()
            body(shared)
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

    /// The last bytes and events of the wire, oldest first: at most 512 records with 16 KiB of bytes.
    public var recent: [FlightRecord] { shared.recorder.records }

    /// When the loop last came round: at least once a second while the thread is well.
    public var lastTurn: MonotonicInstant { shared.pulse.lastBeat }

    /// Its life, for whoever watches it.
    public var pulse: Pulse { shared.pulse }
}
