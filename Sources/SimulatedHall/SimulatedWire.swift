import DeviceSimulators
import Glibc
import HallModel
import HardwareAccess

/// A bus of the running hall on its pseudo-terminal or socket.
///
/// ```
///  host ─▶ slave ─▶ master ─▶ SimulatedBus (paced) ─▶ devices
///  host ─▶ socket ──────────▶ SimulatedBus ─▶ devices
///  host ─▶ upsd ─▶ dummy-ups ─▶ files written from the devices
/// ```
/// Bytes are taken from the master no faster than the line goes, so a host that writes too much fills the kernel's
/// buffer and waits, as it would with hardware.
struct SimulatedWire {
    /// Bytes taken from the master before the line has carried them: few where a device can stop the sender.
    private static let takenAhead = 64
    /// On two wires nobody can, and a frame comes in one piece.
    private static let takenAheadOfTwoWires = 512
    /// Bytes taken from a socket at a time.
    private static let takenAtOnce = 4096
    /// What the kernel had passed on before an XOFF reached it arrives within this time; what comes later was sent in
    /// spite of it.
    private static let stopDelay = Duration.seconds(1)

    private enum End {
        case unplugged
        case terminal(PseudoTerminal)
        case socket(ListeningEnd)
        case server(NutService)
    }

    var bus: SimulatedBus
    private var end = End.unplugged
    /// The TCP port it had last, to have it again.
    private var port: UInt16 = 0
    /// Use the real NUT server where it is installed.
    private let usesNut: Bool

    init(bus: SimulatedBus, usesNut: Bool = true) {
        self.bus = bus
        self.usesNut = usesNut
    }

    private var takenAhead: Int {
        bus.isTwoWire ? SimulatedWire.takenAheadOfTwoWires : SimulatedWire.takenAhead
    }

    var isPlugged: Bool { if case .unplugged = end { false } else { true } }

    /// What a NUT server that is not ours can be made to do; nil where every fault can be shown.
    var possibleFaults: [FaultKind]? {
        if case .server = end { [.silent, .late, .exception, .offline] } else { nil }
    }

    /// What to poll: nothing while there is nothing to take or no room for it.
    var watched: [pollfd] {
        switch end {
        case .unplugged, .server: return []
        case .terminal(let terminal):
            guard bus.undelivered < takenAhead else { return [] }
            return [pollfd(fd: terminal.master, events: Int16(POLLIN), revents: 0)]
        case .socket(let socket):
            let events = socket.isBlocked ? POLLIN | POLLOUT : POLLIN
            return [
                pollfd(fd: socket.listener, events: Int16(POLLIN), revents: 0),
                pollfd(fd: socket.client, events: Int16(events), revents: 0),
            ]
        }
    }

    /// A new pseudo-terminal, socket or server, to be found in the folder.
    mutating func plug(in folder: RuntimeFolder) throws(HallsimError) {
        let bus = bus.plan.id
        switch self.bus.plan.wire {
        case .serial:
            let fresh: PseudoTerminal
            do throws(SystemFailure) {
                // With its other end kept open, an absent daemon is no error.
                fresh = try PseudoTerminal(keepsSlaveOpen: true)
            } catch {
                throw HallsimError(.systemFailed(error.description))
            }
            try folder.place(bus, target: fresh.path)
            end = .terminal(fresh)
        // The daemon starts the real program.
        case .program: end = .unplugged
        case .gpio: end = .socket(try ListeningEnd(unix: folder.link(bus)))
        case .tcp: try listen(in: folder)
        case .nut:
            guard usesNut, NutService.isInstalled else { return try listen(in: folder) }
            let upses = self.bus.devices.compactMap { if case .nut(let ups) = $0.unit { ups } else { nil } }
            var service = try NutService(bus: bus, upses: upses, directory: folder.path)
            do throws(HallsimError) { try folder.place(bus, address: "127.0.0.1:\(service.port)") } catch {
                service.end()
                throw error
            }
            end = .server(service)
            try follow()
        }
    }

    private mutating func listen(in folder: RuntimeFolder) throws(HallsimError) {
        var socket = try ListeningEnd(tcp: port)
        do throws(HallsimError) { try folder.place(bus.plan.id, address: "127.0.0.1:\(socket.port)") } catch {
            socket.close()
            throw error
        }
        port = socket.port
        end = .socket(socket)
    }

    mutating func unplug(in folder: RuntimeFolder) {
        folder.remove(bus.plan.id)
        switch end {
        case .unplugged: break
        case .terminal(let terminal): terminal.close()
        case .socket(var socket): socket.close()
        case .server(var service): service.end()
        }
        end = .unplugged
        bus.unplug()
    }

    /// Takes what the host has sent, as far as there is room.
    mutating func take(at now: MonotonicInstant) {
        switch end {
        case .unplugged, .server: break
        case .terminal(let terminal): take(from: terminal, at: now)
        case .socket(var socket):
            if socket.accept() { bus.hangUp() }
            if let bytes = socket.read(upTo: SimulatedWire.takenAtOnce) {
                if !bytes.isEmpty { bus.send(bytes, at: now) }
            } else {
                bus.hangUp()
            }
            end = .socket(socket)
        }
    }

    private mutating func take(from terminal: PseudoTerminal, at now: MonotonicInstant) {
        var buffer = [UInt8](repeating: 0, count: takenAhead)
        while bus.undelivered < takenAhead {
            let room = takenAhead - bus.undelivered
            let count = read(terminal.master, &buffer, room)
            guard count > 0 else { return }
            if let heldSince = bus.heldSince, now - heldSince > SimulatedWire.stopDelay { bus.releaseSender() }
            bus.send(Array(buffer.prefix(count)), at: now)
        }
    }

    /// Goes on to this moment. What nobody takes is lost, as on a line that nobody listens to.
    mutating func advance(to now: MonotonicInstant) {
        var unwritten = bus.advance(to: now)
        switch end {
        case .unplugged: break
        case .terminal(let terminal):
            while !unwritten.isEmpty {
                let count = write(terminal.master, unwritten, unwritten.count)
                guard count > 0 else { break }
                unwritten.removeFirst(count)
            }
        case .socket(var socket):
            if !unwritten.isEmpty || socket.isBlocked, !socket.send(unwritten) { bus.hangUp() }
            if bus.isFinished, !socket.isBlocked {
                socket.hangUp()
                bus.hangUp()
            }
            end = .socket(socket)
        case .server:
            // Faults end by themselves; files that cannot be written now are tried again at the next hand.
            do throws(HallsimError) { try follow() } catch {}
        }
    }

    /// Brings a real NUT server to what the devices are.
    mutating func follow() throws(HallsimError) {
        guard case .server(var service) = end else { return }
        defer { end = .server(service) }
        try service.follow(bus.devices)
    }
}
