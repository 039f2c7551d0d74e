import DeviceSimulators
import Glibc
import HallModel
import HardwareAccess

/// A bus of the running hall on its pseudo-terminal.
///
/// ```
///  host ─▶ slave ─▶ master ─▶ SimulatedBus (paced) ─▶ devices
/// ```
/// Bytes are taken from the master no faster than the line goes, so a host that writes too much fills the kernel's
/// buffer and waits, as it would with hardware.
struct SimulatedWire {
    /// Bytes taken from the master before the line has carried them.
    private static let takenAhead = 64
    /// What the kernel had passed on before an XOFF reached it arrives within this time; what comes later was sent in
    /// spite of it.
    private static let stopDelay = Duration.seconds(1)

    var bus: SimulatedBus
    private(set) var terminal: PseudoTerminal?
    private var unwritten: [UInt8] = []

    init(bus: SimulatedBus) { self.bus = bus }

    var isPlugged: Bool { terminal != nil }

    /// The descriptor to poll; nil while there is nothing to take or no room for it.
    var readable: Int32? {
        guard let terminal, bus.undelivered < SimulatedWire.takenAhead else { return nil }
        return terminal.master
    }

    /// A new pseudo-terminal, linked in the folder.
    mutating func plug(in folder: RuntimeFolder) throws(HallsimError) {
        let fresh: PseudoTerminal
        do throws(SystemFailure) {
            // With its other end kept open, an absent daemon is no error.
            fresh = try PseudoTerminal(keepsSlaveOpen: true)
        } catch {
            throw HallsimError(.systemFailed(error.description))
        }
        try folder.place(bus.plan.id, target: fresh.path)
        terminal = fresh
    }

    mutating func unplug(in folder: RuntimeFolder) {
        folder.remove(bus.plan.id)
        terminal?.close()
        terminal = nil
        unwritten = []
        bus.unplug()
    }

    /// Takes what the host has sent, as far as there is room.
    mutating func take(at now: MonotonicInstant) {
        guard let terminal else { return }
        var buffer = [UInt8](repeating: 0, count: SimulatedWire.takenAhead)
        while bus.undelivered < SimulatedWire.takenAhead {
            let room = SimulatedWire.takenAhead - bus.undelivered
            let count = read(terminal.master, &buffer, room)
            guard count > 0 else { return }
            if let heldSince = bus.heldSince, now - heldSince > SimulatedWire.stopDelay { bus.releaseSender() }
            bus.send(Array(buffer.prefix(count)), at: now)
        }
    }

    /// Goes on to this moment. What nobody takes is lost, as on a line that nobody listens to.
    mutating func advance(to now: MonotonicInstant) {
        let arrived = bus.advance(to: now)
        guard let terminal else { return }
        unwritten += arrived
        while !unwritten.isEmpty {
            let count = write(terminal.master, unwritten, unwritten.count)
            guard count > 0 else { break }
            unwritten.removeFirst(count)
        }
        unwritten = []
    }
}
