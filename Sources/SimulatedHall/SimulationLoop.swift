import CLinux
import DeviceSimulators
import Glibc
import HallModel
import HardwareAccess

/// The loop of a running hall.
final class SimulationLoop: @unchecked Sendable {
    // Unchecked: made on the starting thread, handed to the loop's thread, used by nobody else.

    /// Clients at a time; further ones wait to be accepted.
    private static let clientLimit = 16

    private static let niceness: Int32 = -10

    private struct Client {
        var descriptor: Int32
        var incoming: [UInt8] = []
        var outgoing: [UInt8] = []
    }

    private var wires: [SimulatedWire]
    private let folder: RuntimeFolder
    private let listener: Int32
    private let stop: Int32
    private let socketPath: String
    private var clients: [Client] = []

    init(wires: [SimulatedWire], folder: RuntimeFolder, listener: Int32, stop: Int32, socketPath: String) {
        self.wires = wires
        self.folder = folder
        self.listener = listener
        self.stop = stop
        self.socketPath = socketPath
    }

    /// Runs until the stop descriptor is written, and leaves nothing behind.
    func run() {
        // Hardware does not wait until a processor is free: where it is allowed, neither does this thread.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
        while true {
            let now = RunningHall.now
            for place in wires.indices { wires[place].advance(to: now) }
            let wake = wires.compactMap { $0.bus.nextWake(after: now) }.min()
            guard poll(until: wake) else { break }
        }
        tidy()
    }

    /// Removes links and socket, and closes everything.
    func tidy() {
        for place in wires.indices { wires[place].unplug(in: folder) }
        for client in clients { close(client.descriptor) }
        close(listener)
        unlink(socketPath)
    }

    /// Waits for something and does it; false when the hall is to end.
    private func poll(until wake: MonotonicInstant?) -> Bool {
        var watched = [pollfd(fd: stop, events: Int16(POLLIN), revents: 0)]
        watched.append(pollfd(fd: clients.count < Self.clientLimit ? listener : -1, events: Int16(POLLIN), revents: 0))
        for client in clients {
            let events = client.outgoing.isEmpty ? POLLIN : POLLOUT
            watched.append(pollfd(fd: client.descriptor, events: Int16(events), revents: 0))
        }
        let firstWire = watched.count
        var owners: [Int] = []
        for (place, wire) in wires.enumerated() {
            let own = wire.watched
            watched += own
            owners += own.map { _ in place }
        }
        let timeout = wake.map { max(0, ($0 - RunningHall.now).wholeNanoseconds) } ?? -1
        _ = clinux_ppoll(&watched, UInt(watched.count), timeout)
        if watched[0].revents != 0 { return false }
        let now = RunningHall.now
        for (place, entry) in zip(owners, watched[firstWire...]) where entry.revents != 0 {
            wires[place].take(at: now)
        }
        for (place, entry) in watched[2..<firstWire].enumerated() where entry.revents != 0 {
            serve(place, at: now)
        }
        if watched[1].revents != 0 {
            let descriptor = clinux_accept(listener)
            if descriptor >= 0 { clients.append(Client(descriptor: descriptor)) }
        }
        clients.removeAll { $0.descriptor < 0 }
        return true
    }

    // MARK: The control socket

    private func serve(_ place: Int, at now: MonotonicInstant) {
        if clients[place].outgoing.isEmpty {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(clients[place].descriptor, &buffer, buffer.count)
            guard count > 0 else {
                if count < 0, errno == EAGAIN || errno == EINTR { return }
                return drop(place)
            }
            clients[place].incoming += buffer.prefix(count)
            guard clients[place].incoming.count <= ControlCoding.requestLimit else { return drop(place) }
            while let end = clients[place].incoming.firstIndex(of: 0x0A) {
                let line = Array(clients[place].incoming[..<end])
                clients[place].incoming.removeFirst(end + 1)
                clients[place].outgoing += answer(line, at: now)
            }
        }
        flush(place)
    }

    private func flush(_ place: Int) {
        while !clients[place].outgoing.isEmpty {
            let client = clients[place]
            let count = client.outgoing.withUnsafeBytes {
                send(client.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EAGAIN || errno == EINTR { return }
            guard count > 0 else { return drop(place) }
            clients[place].outgoing.removeFirst(count)
        }
    }

    private func drop(_ place: Int) {
        close(clients[place].descriptor)
        clients[place] = Client(descriptor: -1)
    }

    private func answer(_ line: [UInt8], at now: MonotonicInstant) -> [UInt8] {
        var language = Language.en
        var reply: ControlReply
        do {
            let request: ControlRequest
            do {
                request = try ControlCoding.read(line)
            } catch {
                throw HallsimError(.badRequest("not JSON of the protocol"))
            }
            language = request.language ?? .en
            if let action = try request.action() {
                try perform(action, at: now)
                for place in wires.indices { try wires[place].follow() }
                reply = ControlReply(ok: true)
            } else {
                reply = ControlReply(ok: true, view: try view(request.device ?? "", language))
            }
        } catch let error as HallsimError {
            reply = ControlReply(ok: false, error: error.text(language))
        } catch {
            reply = ControlReply(ok: false, error: "\(error)")
        }
        return (try? ControlCoding.line(reply)) ?? Array(#"{"ok":false}"#.utf8) + [0x0A]
    }

    private func view(_ device: String, _ language: Language) throws(HallsimError) -> DeviceView {
        for wire in wires {
            for candidate in wire.bus.devices where candidate.plan.id.rawValue == device {
                return DeviceView(candidate, language: language)
            }
        }
        throw HallsimError(refused: .noSuchDevice(device, known: deviceNames))
    }

    private var deviceNames: [String] { wires.flatMap { $0.bus.devices.map(\.plan.id.rawValue) } }

    private func perform(_ action: SimulatedAction, at now: MonotonicInstant) throws(HallsimError) {
        switch action {
        case .press(let device, let key):
            try with(device) { (unit) throws(SimulatorError) in try unit.press(key, at: now) }
        case .set(let device, let point, let value):
            try with(device) { (unit) throws(SimulatorError) in try unit.set(point, to: value, at: now) }
        case .fault(let device, let order):
            let wire = wires.first { $0.bus.devices.contains { $0.plan.id == device } }
            if let possible = wire?.possibleFaults, !possible.contains(order.kind) {
                throw HallsimError(
                    refused: .faultDoesNotApply(order.kind, kind: "nut-ups (upsd)", applicable: possible))
            }
            try with(device) { (unit) throws(SimulatorError) in try unit.fault(order, at: now) }
        case .clear(let device): try with(device) { (unit) throws(SimulatorError) in unit.clear(at: now) }
        case .unplug(let bus):
            let place = try index(of: bus)
            guard wires[place].isPlugged else { throw HallsimError(refused: .alreadyUnplugged(bus)) }
            wires[place].unplug(in: folder)
        case .plug(let bus):
            let place = try index(of: bus)
            guard !wires[place].isPlugged else { throw HallsimError(refused: .alreadyPlugged(bus)) }
            try wires[place].plug(in: folder)
        }
    }

    private func with(
        _ device: DeviceID, _ body: (inout SimulatedDevice) throws(SimulatorError) -> Void
    ) throws(HallsimError) {
        do throws(SimulatorError) {
            for place in wires.indices {
                if try wires[place].bus.withDevice(device, body) != nil { return }
            }
        } catch {
            throw HallsimError(refused: error)
        }
        throw HallsimError(refused: .noSuchDevice(device.rawValue, known: deviceNames))
    }

    private func index(of bus: BusID) throws(HallsimError) -> Int {
        guard let place = wires.firstIndex(where: { $0.bus.plan.id == bus }) else {
            throw HallsimError(refused: .noSuchBus(bus.rawValue, known: wires.map(\.bus.plan.id.rawValue)))
        }
        return place
    }
}
