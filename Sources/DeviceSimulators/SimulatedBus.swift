import HallModel

/// A wire with its devices: bytes take the time that the baud and the format say, in both directions.
///
/// ```
///  host ─▶ inbound ─(pacer)─▶ every device on the wire
///  host ◀─ outbound ◀(pacer)─ their answers, one after the other
///
///  host ◀═ TwoWireLine ═▶ Modbus slaves: see SimulatedBus+TwoWires
/// ```
public struct SimulatedBus: Sendable {
    /// Devices see at most so many bytes before they can say that they are full.
    private static let portion = 64
    /// What devices said and the line has not carried yet; a babbling device's surplus is lost.
    private static let outboundLimit = 65_536

    /// Its place in the plan.
    public let plan: BusPlan
    /// The devices, in the plan's order.
    public internal(set) var devices: [SimulatedDevice]
    private var inbound: [UInt8] = []
    private var outbound: [UInt8] = []
    private var toDevices: BytePacer
    private var toHost: BytePacer
    private let look: Duration
    private let flow: SerialSettings.FlowControl
    /// Finds the questions to Modbus slaves; nil where there are none.
    var questions: ModbusLine?
    /// The line that Modbus slaves share; nil for all other wires.
    var wires: TwoWireLine?
    /// When a device on two wires does something by itself.
    var deviceWake: MonotonicInstant?
    private var server: NutServerSimulator?
    private var chip: GPIOChipSimulator?
    /// An XOFF that no device stands by reached the sender: a byte of noise.
    private var isStrayStopped = false
    /// The sender goes on although a device stopped it and still would.
    private var isReleased = false
    /// When the sender was stopped; nil while it may send.
    public private(set) var heldSince: MonotonicInstant?

    /// The devices of the plan that hang on this bus. `paced: false` gives the line endless speed; bytes that pass in the
    /// time of a `look` arrive together.
    public init(
        _ bus: BusPlan, of hall: HallPlan, decoder: CharacterDecoder, seed: UInt64, paced: Bool = true,
        look: Duration = .milliseconds(2)
    ) {
        plan = bus
        let serial: SerialSettings? = if case .serial(_, let settings) = bus.wire { settings } else { nil }
        toDevices = BytePacer(byteTime: paced ? serial?.byteTime ?? .zero : .zero, look: look)
        toHost = toDevices
        self.look = look
        flow = serial?.flow ?? .none
        if case .nut = bus.wire { server = NutServerSimulator() }
        if case .gpio = bus.wire { chip = GPIOChipSimulator() }
        let isAlone = hall.devices.count { $0.bus == bus.id } == 1
        devices = []
        for (place, device) in hall.devices.enumerated() where device.bus == bus.id {
            devices.append(
                SimulatedDevice(
                    plan: device, serial: serial, isAlone: isAlone, decoder: decoder, seed: seed &+ UInt64(place)))
        }
        guard devices.contains(where: { if case .modbus = $0.unit { true } else { false } }) else { return }
        questions = ModbusLine(serial: serial)
        guard serial != nil else { return }
        wires = TwoWireLine(byteTime: toHost.byteTime, seed: seed &+ UInt64(hall.devices.count))
    }

    /// Its devices share two wires, without flow control: what the host sends goes out at once.
    public var isTwoWire: Bool { wires != nil }

    /// Bytes the host has sent and the line has not carried yet.
    public var undelivered: Int { wires?.undelivered ?? inbound.count }
    /// A device has stopped the sender: a UART that keeps to the flow control sends nothing now.
    public var isHeld: Bool { isStrayStopped || !isReleased && isStopped }

    /// A device says that the sender must wait. By place: an element looked at in a loop is copied.
    private var isStopped: Bool { flow != .none && devices.indices.contains { devices[$0].holds(flow) } }

    /// The host sends.
    public mutating func send(_ bytes: [UInt8], at now: MonotonicInstant) {
        guard wires == nil else { return sendOnTwoWires(bytes, at: now) }
        toDevices.begin(at: now)
        inbound += bytes
    }

    /// Bytes that no device said reach the host: the line picked them up.
    public mutating func pickUp(_ noise: [UInt8], at now: MonotonicInstant) {
        if wires != nil {
            wires?.speak(noise, by: .stranger, at: now)
            return
        }
        toHost.begin(at: now)
        outbound += noise.prefix(SimulatedBus.outboundLimit)
    }

    /// The plug is pulled: what is on the line is gone; the devices stay as they are.
    public mutating func unplug() {
        inbound = []
        outbound = []
        // Whoever plugs it in again opens the port anew.
        isStrayStopped = false
        toDevices.idle()
        toHost.idle()
        hangUp()
    }

    /// The other end of a connection is another one, or none: nothing of the old one is left.
    public mutating func hangUp() {
        inbound = []
        outbound = []
        questions?.reset()
        wires?.clear()
        for place in devices.indices { devices[place].disconnect() }
        lookAtDevices()
        server?.disconnect()
        if let held = chip?.held {
            // The kernel lets go of lines whose holder is gone.
            for line in held { drive(line.offset, to: nil) }
            chip = GPIOChipSimulator()
        }
    }

    /// What was asked for is said, and the connection is to be closed.
    public var isFinished: Bool {
        outbound.isEmpty && (server?.isFinished ?? false || chip?.isFinished ?? false)
    }

    /// What the host has sent and the line has not carried is dropped (the sender's output was discarded), and an XOFF
    /// lifted.
    public mutating func discardUndelivered() {
        inbound = []
        wires?.discardHost()
        toDevices.idle()
        releaseSender()
    }

    /// The host lifts an XOFF by itself. CTS it cannot lift.
    public mutating func releaseSender() {
        guard flow == .xonxoff else { return }
        isStrayStopped = false
        isReleased = true
        heldSince = nil
    }

    private mutating func watchFlow(_ arrived: [UInt8], at now: MonotonicInstant) {
        guard flow != .none else { return }
        let isStopped = isStopped
        if !isStopped { isReleased = false }
        if flow == .xonxoff, let last = arrived.last(where: { $0 == 0x11 || $0 == 0x13 }) {
            isStrayStopped = last == 0x13 && !isStopped
        }
        heldSince = isHeld ? heldSince ?? now : nil
    }

    /// Goes on to this moment; gives the bytes that have reached the host.
    public mutating func advance(to now: MonotonicInstant) -> [UInt8] {
        guard wires == nil else { return advanceTwoWires(to: now) }
        // Most looks at a quiet wire find nothing.
        if flow == .none, inbound.isEmpty, outbound.isEmpty, nextWake(after: now).map({ $0 > now }) ?? true {
            return []
        }
        var passed = isHeld ? 0 : toDevices.take(waiting: inbound.count, at: now)
        var delivered = 0
        while passed > 0, !isHeld {
            let portion = Array(inbound[delivered...].prefix(min(passed, SimulatedBus.portion)))
            deliver(portion, at: now)
            delivered += portion.count
            passed -= portion.count
        }
        inbound.removeFirst(delivered)
        for place in devices.indices { outbound += devices[place].advance(to: now) }
        tellEdges()
        if outbound.count > SimulatedBus.outboundLimit {
            outbound.removeFirst(outbound.count - SimulatedBus.outboundLimit)
        }
        let count = toHost.take(waiting: outbound.count, at: now)
        let arrived = Array(outbound.prefix(count))
        outbound.removeFirst(count)
        watchFlow(arrived, at: now)
        if inbound.isEmpty { toDevices.idle() }
        if outbound.isEmpty { toHost.idle() }
        return arrived
    }

    /// When `advance` is worth calling next without a new byte or hand.
    public func nextWake(after now: MonotonicInstant) -> MonotonicInstant? {
        if wires != nil { return nextWakeOfTwoWires(look) }
        var wake: MonotonicInstant?
        for place in devices.indices {
            guard devices[place].edges.isEmpty else { return now }
            guard let own = devices[place].nextWake else { continue }
            wake = wake.map { min($0, own) } ?? own
        }
        if !inbound.isEmpty, !isHeld {
            let look = toDevices.nextLook(waiting: inbound.count, after: now)
            wake = wake.map { min($0, look) } ?? look
        }
        if !outbound.isEmpty {
            let look = toHost.nextLook(waiting: outbound.count, after: now)
            wake = wake.map { min($0, look) } ?? look
        }
        return wake
    }

    /// Lets a hand do something to a device; nil when it is not on this bus.
    public mutating func withDevice<Result>(
        _ id: DeviceID, _ body: (inout SimulatedDevice) throws(SimulatorError) -> Result
    ) throws(SimulatorError) -> Result? {
        guard let place = devices.firstIndex(where: { $0.plan.id == id }) else { return nil }
        defer { lookAtDevices() }
        return try body(&devices[place])
    }

    // MARK: Servers of a whole bus

    private mutating func deliver(_ portion: [UInt8], at now: MonotonicInstant) {
        for place in devices.indices { devices[place].receive(portion, at: now) }
        for question in questions?.receive(portion, at: now) ?? [] {
            for place in devices.indices { _ = devices[place].hear(question, at: now) }
        }
        let upses = nutNames
        for question in server?.receive(portion, upses: upses) ?? [] {
            switch question {
            case .server(let text): outbound += Array(text.utf8) + [0x0A]
            case .ups(let name, let words):
                guard let place = upses.firstIndex(of: name) else { continue }
                devices[place].answer(words, at: now)
                outbound += devices[place].advance(to: now)
            }
        }
        for order in chip?.receive(portion) ?? [] { outbound += Array(obey(order).utf8) }
    }

    private var nutNames: [String] {
        devices.map { if case .nut(let ups) = $0.unit { ups.name } else { "" } }
    }

    private mutating func obey(_ order: GPIOChipSimulator.Order) -> String {
        switch order {
        case .refused(let why): return "error \(why)\n"
        case .hold(let lines):
            if let stranger = lines.first(where: { level(of: $0.offset) == nil }) {
                return "error there is no line \(stranger.offset)\n"
            }
            for line in chip?.held ?? [] where !lines.contains(where: { $0.offset == line.offset }) {
                drive(line.offset, to: nil)
            }
            for line in lines { if case .output(let isHigh) = line.hold { drive(line.offset, to: isHigh) } }
            for place in devices.indices { devices[place].edges = [] }
            chip?.hold(lines)
            let levels = lines.map { " \($0.offset)=\(level(of: $0.offset) ?? false ? 1 : 0)" }
            return "levels" + levels.joined() + "\n"
        case .set(let offset, let isHigh):
            guard chip?.holds(offset, asInput: false) ?? false else {
                return "error line \(offset) is not held as an output\n"
            }
            drive(offset, to: isHigh)
            return ""
        }
    }

    private func level(of offset: Int) -> Bool? {
        for device in devices {
            if case .contacts(let panel) = device.unit, let level = panel.isHigh(offset) { return level }
        }
        return nil
    }

    private mutating func drive(_ offset: Int, to level: Bool?) {
        for place in devices.indices {
            guard case .contacts(var panel) = devices[place].unit, panel.drive(offset, to: level) else { continue }
            devices[place].unit = .contacts(panel)
            return
        }
    }

    private mutating func tellEdges() {
        for place in devices.indices where !devices[place].edges.isEmpty {
            for edge in devices[place].edges where chip?.holds(edge.offset, asInput: true) ?? false {
                outbound += Array("edge \(edge.offset) \(edge.isHigh ? 1 : 0)\n".utf8)
            }
            devices[place].edges = []
        }
    }
}
