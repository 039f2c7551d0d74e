import DeviceDrivers
import DeviceProtocols
import DeviceSimulators
import HallLogic
import HallModel
import HallStore

/// The shipped hall, its buses' machines and the simulated devices in one process: a clock that is only a number, no
/// thread, no wire, no file. Bytes take the time of their lines; the same inputs give the same facts and the same paper
/// in every process.
///
/// ```
///  hands ─▶ devices ─▶ SimulatedBus ═paced═▶ BusMachine ─▶ Hall ─▶ facts
///                 ◀═══════════════ writes ◀─ jobs, wishes ◀─┘
/// ```
public struct VirtualHall: Sendable {
    /// A fact and when it happened.
    public struct Record: Sendable, Equatable {
        /// Virtual time.
        public var at: WallTime
        /// What.
        public var fact: HallFact
    }

    /// A bus whose events beget events at one instant for so many rounds is taken on by a millisecond.
    private static let roundLimit = 1000
    /// A machine hears at most so often that bytes move.
    private static let movedInterval = Duration.seconds(1)

    private struct Wire: Sendable {
        var machine: BusMachine
        var bus: SimulatedBus
        var isPlugged = true
        var isOpen = false
        var awaitsDrain = false
        /// What the line had to carry when `moved` was last said or worth a look, and when it was.
        var undelivered = 0
        var movedToldAt: MonotonicInstant?
        /// Asks the slaves of a Modbus wire; nil for other wires.
        var master: ModbusMaster?
        /// What a GPIO chip has said and is not a whole line yet.
        var chipText: [UInt8] = []
        /// When the program under way ends.
        var runEnds: MonotonicInstant?

        /// When something happens on it by itself; looked up again once something was done to it.
        var due: MonotonicInstant?
        var isTouched = true

        let isChip: Bool

        init(_ machine: BusMachine, _ bus: SimulatedBus) {
            self.machine = machine
            self.bus = bus
            isChip = if case .gpio = bus.plan.wire { true } else { false }
            if case .modbus = machine { master = ModbusMaster(wire: bus.plan.wire) }
        }

        /// Something may happen on it by now.
        func isDue(at moment: MonotonicInstant) -> Bool { isTouched || due.map { $0 <= moment } ?? false }

        // Changed in place: a bus is large, and to look at it from outside would copy it.

        /// What the devices say by now.
        mutating func advance(to moment: MonotonicInstant) -> [UInt8] {
            isTouched = true
            return bus.advance(to: moment)
        }

        /// The other end closed it.
        mutating func hasEnded() -> Bool { isOpen && bus.isFinished }

        /// Everything that was given went down the line, which was not so before.
        mutating func hasDrained() -> Bool {
            guard isOpen, awaitsDrain, master == nil, bus.undelivered == 0 else { return false }
            awaitsDrain = false
            return true
        }

        /// Bytes moved, and that is worth saying.
        mutating func hasMoved(at moment: MonotonicInstant) -> Bool {
            let before = undelivered
            undelivered = bus.undelivered
            guard isOpen, awaitsDrain, undelivered < before else { return false }
            if let movedToldAt, moment - movedToldAt < VirtualHall.movedInterval { return false }
            movedToldAt = moment
            return true
        }

        /// Whether its machine wants to be woken by now.
        mutating func wantsWake(at moment: MonotonicInstant) -> Bool { machine.nextWake.map { $0 <= moment } ?? false }

        /// The master's turn; what became of its question.
        mutating func turnMaster(at moment: MonotonicInstant) -> BusEvent? {
            guard isOpen, master != nil else { return nil }
            if let bytes = master?.takeUnsent(at: moment), !bytes.isEmpty { bus.send(bytes, at: moment) }
            if bus.undelivered == 0 { master?.sent(at: moment) }
            return master?.timeReached(at: moment)
        }

        /// Looks again at when something happens on it.
        mutating func lookAhead(from now: MonotonicInstant) {
            isTouched = false
            due = machine.nextWake
            for wake in [bus.nextWake(after: now), master?.nextWake, runEnds] {
                if let wake { due = due.map { min($0, wake) } ?? wake }
            }
        }
    }

    /// The plan it was made from.
    public let plan: HallPlan
    /// The moment it has come to.
    public private(set) var now: HallInstant
    /// Everything that happened, in order.
    public private(set) var records: [Record] = []
    /// The hall.
    public private(set) var hall = Hall()
    private let start: HallInstant
    private var wires: [Wire] = []
    private var places: [DeviceID: Int] = [:]
    private var wishes: [DeviceID: DesiredState] = [:]
    /// What the hall had come to when the devices were last told what to show.
    private var converged: UInt64?
    private var commands: UInt64 = 0
    private var surroundings: (any HallSurroundings)?
    private var nextMinute: MonotonicInstant?
    /// When something falls due in the hall, as long as nothing changes there: its wall clock is never set.
    private var hallWake: (changes: UInt64, due: MonotonicInstant?) = (.max, nil)

    /// A hall that starts at this moment with nothing behind it. Equal seeds give equal faults.
    public init(
        plan: HallPlan, at start: HallInstant, text: ChineseEncoder, decoder: CharacterDecoder, seed: UInt64
    ) {
        self.plan = plan
        now = start
        self.start = start
        for (place, bus) in plan.buses.enumerated() {
            let devices = plan.devices.filter { $0.bus == bus.id }
            wires.append(
                Wire(
                    BusMachine(bus: bus, devices: devices, text: text, at: start.monotonic),
                    SimulatedBus(
                        bus, of: plan, decoder: decoder, seed: seed &+ UInt64(place) << 32,
                        look: Self.look(at: devices))))
            for device in devices { places[device.id] = place }
        }
        decide(
            .started(
                HallStart(
                    plan: plan, planHash: PlanCoding.hash(plan), version: "virtual", builtAt: start.wall,
                    epoch: "virtual")))
    }

    /// Printers hear questions in the middle of a job; all others answer whole frames.
    private static func look(at devices: [DevicePlan]) -> Duration {
        let prints = devices.contains { if case .escposPrinter = $0.profile.settings { true } else { false } }
        return prints ? .milliseconds(2) : .milliseconds(200)
    }

    /// The devices, in the order of their buses.
    public var devices: [SimulatedDevice] { wires.flatMap(\.bus.devices) }

    /// A simulated device.
    public func device(_ id: DeviceID) -> SimulatedDevice? { devices.first { $0.plan.id == id } }

    /// What acts on the devices from now on: at once and then each minute.
    public mutating func surround(with surroundings: any HallSurroundings) {
        self.surroundings = surroundings
        nextMinute = now.monotonic
    }

    /// Lets a hand do something now.
    public mutating func perform(_ action: SimulatedAction) throws(SimulatorError) {
        let moment = now.monotonic
        switch action {
        case .press(let device, let key):
            try with(device) { (unit) throws(SimulatorError) in try unit.press(key, at: moment) }
        case .set(let device, let point, let value):
            try with(device) { (unit) throws(SimulatorError) in try unit.set(point, to: value, at: moment) }
        case .fault(let device, let order):
            try with(device) { (unit) throws(SimulatorError) in try unit.fault(order, at: moment) }
        case .clear(let device): try with(device) { (unit) throws(SimulatorError) in unit.clear(at: moment) }
        case .unplug(let bus): unplug(try place(of: bus))
        case .plug(let bus): plug(try place(of: bus))
        }
    }

    /// Asks the hall for something, as a user would through the API.
    public mutating func command(_ command: HallCommand, by user: String) -> HallReply? {
        commands += 1
        let token = ReplyToken(commands)
        return decide(.command(command, by: user, token: token)).answers.first { $0.token == token }?.reply
    }

    /// Goes on to this moment of the monotonic clock.
    public mutating func run(until end: MonotonicInstant) { while runToFact(until: end) {} }

    /// Goes on to this moment, or to the next at which facts are left, and then says true.
    public mutating func runToFact(until end: MonotonicInstant) -> Bool {
        let known = records.count
        var rounds = 0
        while true {
            turn()
            guard records.count == known else { return true }
            guard let wake = nextWake, wake <= end else { break }
            if wake > now.monotonic {
                rounds = 0
                advance(to: wake)
            } else {
                rounds += 1
                if rounds > Self.roundLimit {
                    rounds = 0
                    advance(to: now.monotonic + .milliseconds(1))
                }
            }
        }
        if end > now.monotonic { advance(to: end) }
        turn()
        return records.count > known
    }

    /// The wall clock is counted from the start, so that it does not lose what is shorter than a microsecond.
    private mutating func advance(to moment: MonotonicInstant) {
        now = start.advanced(by: moment - start.monotonic)
    }

    private mutating func lookAtHall() {
        guard hallWake.changes != hall.changes else { return }
        hallWake = (hall.changes, hall.nextWake(at: now))
    }

    private var nextWake: MonotonicInstant? {
        var wake = hallWake.due
        if let nextMinute { wake = wake.map { min($0, nextMinute) } ?? nextMinute }
        for wire in wires { if let due = wire.due { wake = wake.map { min($0, due) } ?? due } }
        return wake
    }

    /// Everything that is due now, once.
    private mutating func turn() {
        let moment = now.monotonic
        turnSurroundings()
        for place in wires.indices where wires[place].isDue(at: moment) {
            let arrived = wires[place].advance(to: moment)
            if wires[place].isOpen, !arrived.isEmpty { hear(arrived, place) }
            if let event = wires[place].turnMaster(at: moment) { tell(place, event) }
            if wires[place].hasEnded() { hangUp(place) }
            if let end = wires[place].runEnds, end <= moment {
                wires[place].runEnds = nil
                tell(place, .ended(status: 0))
            }
            if wires[place].hasDrained() { tell(place, .drained) }
            if wires[place].hasMoved(at: moment) { tell(place, .moved) }
            if wires[place].wantsWake(at: moment) { tell(place, .timeReached) }
        }
        lookAtHall()
        if let wake = hallWake.due, wake <= moment { decide(.timeReached) }
        lookAtHall()
        for place in wires.indices where wires[place].isTouched { wires[place].lookAhead(from: moment) }
    }

    /// What the devices said, told in the form of the wire.
    private mutating func hear(_ arrived: [UInt8], _ place: Int) {
        let moment = now.monotonic
        if wires[place].master != nil {
            if let event = wires[place].master?.receive(arrived, at: moment) { tell(place, event) }
        } else if wires[place].isChip {
            wires[place].chipText += arrived
            while let end = wires[place].chipText.firstIndex(of: 0x0A) {
                let line = Array(wires[place].chipText[..<end])
                wires[place].chipText.removeFirst(end + 1)
                if let event = ChipText.event(line, at: moment) { tell(place, event) }
            }
        } else {
            let bytes = withoutFlowControl(arrived, place)
            if !bytes.isEmpty { tell(place, .received(bytes)) }
        }
    }

    private mutating func turnSurroundings() {
        guard let due = nextMinute, due <= now.monotonic, var present = surroundings else { return }
        nextMinute = due + .seconds(60)
        for (device, point, value) in present.minutePassed(at: now, devices: devices) {
            // A model that names what the hall has not got changes nothing.
            do throws(SimulatorError) { try perform(.set(device, point: point, value: value)) } catch {}
        }
        surroundings = present
    }

    /// XON and XOFF end in the host's serial driver.
    private func withoutFlowControl(_ bytes: [UInt8], _ place: Int) -> [UInt8] {
        guard case .serial(_, let settings) = wires[place].bus.plan.wire, settings.flow == .xonxoff else {
            return bytes
        }
        return bytes.filter { $0 != 0x11 && $0 != 0x13 }
    }

    // MARK: The wires

    private mutating func tell(_ place: Int, _ event: BusEvent) {
        wires[place].isTouched = true
        for action in wires[place].machine.handle(event, at: now.monotonic) {
            switch action {
            case .open: open(place)
            case .write(let bytes):
                guard wires[place].isOpen else { continue }
                wires[place].bus.send(bytes, at: now.monotonic)
                wires[place].awaitsDrain = true
            case .discardOutput:
                wires[place].bus.discardUndelivered()
                wires[place].awaitsDrain = false
            case .releaseOutput:
                wires[place].bus.releaseSender()
            case .report(let report):
                // Figures of a bus decide nothing.
                if case .exchanges = report.content { continue }
                decide(.report(report))
            case .transact(let request, _): wires[place].master?.ask(request, at: now.monotonic)
            // Nobody asks for these in a simulated day.
            case .answer, .scanned, .configure: break
            case .run(let run): wires[place].runEnds = now.monotonic + .milliseconds(100) * run.input.count
            case .endRun: wires[place].runEnds = nil
            case .holdLines(let lines):
                let words = lines.map { line in
                    " \(line.offset)=" + (line.output.map { "out:\($0 ? 1 : 0)" } ?? "in")
                }
                wires[place].bus.send(Array("hold\(words.joined())\n".utf8), at: now.monotonic)
            case .setLine(let line):
                wires[place].bus.send(
                    Array("set \(line.offset) \(line.isHigh ? 1 : 0)\n".utf8), at: now.monotonic)
            }
        }
    }

    private mutating func open(_ place: Int) {
        guard wires[place].isPlugged else {
            return tell(place, .refused(failure(.missing, place)))
        }
        wires[place].isOpen = true
        if !wires[place].bus.plan.isTerminal { wires[place].bus.hangUp() }
        tell(place, .opened)
    }

    private mutating func unplug(_ place: Int) {
        wires[place].isTouched = true
        wires[place].isPlugged = false
        wires[place].bus.unplug()
        hangUp(place)
    }

    /// The wire fails, or its other end closes it.
    private mutating func hangUp(_ place: Int) {
        wires[place].awaitsDrain = false
        wires[place].master?.reset()
        wires[place].chipText = []
        guard wires[place].isOpen else { return }
        wires[place].isOpen = false
        tell(place, .lost(failure(.hungUp, place)))
    }

    private mutating func plug(_ place: Int) {
        guard !wires[place].isPlugged else { return }
        wires[place].isPlugged = true
        tell(place, .pathAppeared)
    }

    private func failure(_ code: TransportError.Code, _ place: Int) -> TransportError {
        TransportError(code, disposition: .portLost, errno: 0, message: "virtual bus \(wires[place].bus.plan.id)")
    }

    // MARK: The hall

    /// Feeds the hall, keeps its facts, and sends out what follows, as the daemon does after its commit.
    @discardableResult
    private mutating func decide(_ input: HallInput) -> HallDecision {
        let decision = hall.handle(input, at: now)
        for fact in decision.facts { records.append(Record(at: now.wall, fact: fact)) }
        for job in decision.jobs {
            switch job {
            case .print(let job): if let place = places[job.printer] { tell(place, .print(job)) }
            case .withdraw(let id, let printer): if let place = places[printer] { tell(place, .withdraw(id)) }
            case .speak(let job): if let place = places[job.device] { tell(place, .speak(job)) }
            case .write(let write): if let place = places[write.point.device] { tell(place, .write(write)) }
            }
        }
        // A reading that leaves no fact changes nothing that is shown.
        if decision.facts.isEmpty, case .report(let report) = input, case .reading = report.content { return decision }
        converge()
        return decision
    }

    private mutating func converge() {
        guard converged != hall.changes else { return }
        converged = hall.changes
        for device in plan.devices {
            guard let wish = hall.desired(device.id), wishes[device.id] != wish, let place = places[device.id] else {
                continue
            }
            wishes[device.id] = wish
            tell(place, .wish(device.id, wish))
        }
    }

    private func place(of bus: BusID) throws(SimulatorError) -> Int {
        guard let place = wires.firstIndex(where: { $0.bus.plan.id == bus }) else {
            throw .noSuchBus(bus.rawValue, known: wires.map(\.bus.plan.id.rawValue))
        }
        return place
    }

    private mutating func with(
        _ device: DeviceID, _ body: (inout SimulatedDevice) throws(SimulatorError) -> Void
    ) throws(SimulatorError) {
        if let place = places[device] {
            wires[place].isTouched = true
            if try wires[place].bus.withDevice(device, body) != nil { return }
        }
        throw .noSuchDevice(device.rawValue, known: devices.map(\.plan.id.rawValue))
    }
}
