import DeviceProtocols
import HallModel

/// All decisions of a Modbus line: which device is asked for what, and when.
///
/// ```
///            ┌── gap: t3.5 of the line, or longer if the next device wants ──┐
/// transaction ─▶ free ─▶ 1. a write, a technician's question              ──┴─▶ transact ─▶ replied, failed
///                        2. the rest of a cycle (a mode and its switch)                     (or lost)
///                        3. of the released reads the one with the earliest deadline
///                        4. a search of the line, in time that nobody wants
/// ```
///
/// One request is in flight; its answer goes to the one who asked, an answer without a question goes nowhere. Every
/// write and every question gets exactly one outcome, at the latest at its deadline; of several writes that wait for one
/// point the newest stands. Devices that are silent are asked in time that nobody wants, or from the line's allowance.
public struct ModbusMachine: Sendable {
    /// Writes that wait; more are rejected.
    public static let writeLimit = 64
    /// A technician's questions that wait; more are refused.
    public static let questionLimit = 16
    /// After so many commands one read that is due goes first: a flood of commands starves nobody.
    static let commandsInARow = 8
    /// The thread is given a request so long before the gap ends, and keeps the rest of it: waking takes time.
    static let lead = Duration.microseconds(150)
    /// A connection on which nothing was heard for so long, though somebody was asked, is made anew; after that twice as long
    /// passes, up to the second.
    static let deafTimes = Duration.seconds(3)...Duration.seconds(60)
    /// A unit of which no profile tells anything may answer up to twice as late, at most a second later than this.
    static let strangersTimeout = Duration.seconds(3)
    /// Time that nobody wants is given to a silent device for at most so long: a command may come.
    static let longestPatience = Duration.milliseconds(500)

    enum Asker: Sendable, Equatable {
        case reader(seat: Int)
        /// A write, unless it had its outcome before the answer came.
        case writer(seat: Int, WriteID)
        case person(BusQuestion)
        case scanner
    }

    struct Flight: Sendable {
        var asker: Asker
        var unit: Int
        var operation: ModbusRequest.Operation
        /// When its first byte leaves.
        var sentAt: MonotonicInstant
        /// If it fails it is charged, since others wait for the line.
        var isCharged = false
        /// Nobody else wants the line for as long as it takes.
        var isFree = false
    }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public private(set) var nextWake: MonotonicInstant?
    var port: PortKeeper
    var seats: [RegisterDriver]
    /// Whose request is in flight.
    var flight: Flight?
    /// When the last transaction ended.
    var lineFreeAt: MonotonicInstant
    /// Oldest first.
    var writes: [RegisterWrite] = []
    /// Oldest first.
    var questions: [BusQuestion] = []
    var scan: LineScan?
    var allowance: FailureAllowance
    var noise: LineNoise
    let timing: LineTiming
    let isNetwork: Bool
    let own: SerialSettings?
    /// Why the port is closed.
    var closedBy = DeviceDetail.probing
    /// The line is set up for the search and not for the plan.
    var isSetUpForScan = false
    /// It is being made anew, or set up anew: nothing is asked until it is.
    private var isOpening = false
    var commandsSince = 0
    /// A write or a question failed: until then the next to a silent unit waits.
    var failedCommand: MonotonicInstant?
    /// Questions to units that are not the plan's.
    var strangers: LateAnswers
    var heardAt: MonotonicInstant
    var unheard = 0
    /// One of those without an answer since something was heard had always answered.
    var hasHealthyFailed = false
    var deafTime = Self.deafTimes.lowerBound
    private var isOver = false
    /// More than half of those that answer at all failed not long ago: it is the line, and there is nobody to be kept from
    /// them.
    var isDisturbed = false
    var failingTime = Duration.zero

    /// A machine for a bus of the plan and the devices on it; asks to open the port at its first `timeReached`.
    ///
    /// Devices of other buses, and those that do not speak Modbus, are left out.
    public init(bus: BusPlan, devices: [DevicePlan], at now: MonotonicInstant) {
        port = PortKeeper(at: now)
        nextWake = now
        lineFreeAt = now
        heardAt = now
        let timing = LineTiming(bus.wire)
        self.timing = timing
        if case .serial(_, let settings) = bus.wire { own = settings } else { own = nil }
        let isNetwork = own == nil
        self.isNetwork = isNetwork
        allowance = FailureAllowance(percent: bus.silentShare ?? FailureAllowance.usualPercent, at: now)
        noise = LineNoise(at: now)
        strangers = LateAnswers(timeout: Self.strangersTimeout)
        seats = devices.filter { $0.bus == bus.id }.compactMap {
            RegisterDriver($0, timing: timing, isNetwork: isNetwork, at: now)
        }
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        switch event {
        case .opened: actions += opened(at: now)
        case .refused(let error), .lost(let error): actions += closed(error, at: now)
        case .pathAppeared: port.pathAppeared(at: now)
        case .replied(let reply): actions += returned(.success(reply), at: now)
        case .failed(let failure): actions += returned(.failure(failure), at: now)
        case .overheard(let noise): overheard(noise, at: now)
        case .write(let write): actions += accept(write, at: now)
        case .ask(let question): actions += accept(question, at: now)
        case .scan(let order): actions += accept(order, at: now)
        case .endScan(let id): actions += endScan(id, at: now)
        case .presentLevels: actions += reports(seats.flatMap(\.levels))
        case .print(let job): actions.append(.report(DeviceReport(device: job.printer, .print(job.id, .failed))))
        case .timeReached, .received, .drained, .moved, .wish, .withdraw, .linesRead, .lineChanged, .ended: break
        case .speak(let job): actions.append(.report(DeviceReport(device: job.device, .spoken(job.id, .failed))))
        case .stopping: isOver = true
        }
        if isOver { return actions + endOfThread() }
        // What is asked meanwhile would be lost.
        if actions.contains(where: \.opens) { isOpening = true }
        actions += expire(at: now)
        for index in seats.indices where seats[index].missAt.map({ $0 <= now }) ?? false {
            actions += reports(seats[index].pass(to: now))
        }
        if port.startOpening(at: now) { actions.append(.open) }
        var wake = port.nextWake
        if port.isOpen, !isOpening, flight == nil, let turn = nextTurn(at: now) {
            if turn.at <= now, let request = begin(turn, at: now), let flight {
                actions.append(.transact(request, notBefore: flight.sentAt))
            } else {
                wake = earliest(wake, turn.at)
            }
        }
        for index in seats.indices { wake = earliest(wake, seats[index].missAt) }
        for write in writes { wake = earliest(wake, write.write.deadline) }
        for question in questions { wake = earliest(wake, question.deadline) }
        nextWake = wake
        return actions
    }

    /// What became of questions since it was last told: for each device at most once a second.
    mutating func exchanges(at now: MonotonicInstant) -> [DeviceReport] {
        var told: [DeviceReport] = []
        for index in seats.indices {
            if let report = seats[index].takeExchanges(at: now) { told.append(report) }
        }
        return told
    }

    // MARK: - The port

    private mutating func opened(at now: MonotonicInstant) -> [BusAction] {
        let wasOpen = port.isOpen
        isOpening = false
        if scan?.interrupts == true, wasOpen {
            // Set up anew for the search.
            lineFreeAt = now
            isSetUpForScan = true
            return []
        }
        port.opened(at: now)
        flight = nil
        lineFreeAt = now
        heardAt = now
        unheard = 0
        // Open already: what was in flight has no answer.
        var actions = abandon()
        for index in seats.indices {
            if wasOpen {
                seats[index].reopened(at: now)
            } else {
                actions += reports(seats[index].opened(at: now))
            }
        }
        return actions
    }

    private mutating func closed(_ error: TransportError, at now: MonotonicInstant) -> [BusAction] {
        port.closed(error, at: now)
        isOpening = false
        closedBy = error.detail
        flight = nil
        var actions = abandon()
        actions += questions.map { .answer($0.id, .portClosed(closedBy)) }
        questions = []
        if let scan { actions.append(.scanned(scan.order.id, .ended(.portClosed(closedBy)))) }
        scan = nil
        isSetUpForScan = false
        for index in seats.indices { actions += reports(seats[index].closed(error, at: now)) }
        return actions
    }

    // MARK: - What is asked

    /// The request of whoever has the line now; nil if they want nothing after all.
    private mutating func begin(_ turn: Candidate, at now: MonotonicInstant) -> ModbusRequest? {
        var request: ModbusRequest?
        var isCharged = false
        var gap = timing.silence
        switch turn.asker {
        case .reader(let seat):
            commandsSince = 0
            isCharged = self.isCharged(seat) && !turn.isFree
            // In time that nobody wants it has as much of it as it could use.
            let patience: Duration? =
                isOnAllowance(seat) && turn.isFree
                ? min(turn.room ?? Self.longestPatience, Self.longestPatience) : nil
            request = seats[seat].nextRead(at: now, patience: patience)
            gap = seats[seat].gap
        case .writer(let seat, let id):
            // What was read of a cycle is from before the write.
            seats[seat].breakCycle()
            commandsSince += 1
            gap = seats[seat].gap
            isCharged = self.isCharged(seat)
            if let index = writes.firstIndex(where: { $0.write.id == id }) {
                writes[index].begin()
                request = seats[seat].request(writes[index].step.operation)
            }
        case .person(let question):
            commandsSince += 1
            questions.removeAll { $0.id == question.id }
            request = ModbusRequest(unit: question.unit, question.operation, timeout: question.timeout)
            isCharged = true
            gap = self.gap(of: question.unit)
        case .scanner:
            request = scan?.request
            isCharged = !turn.isFree
            gap = request.map { self.gap(of: $0.unit) } ?? gap
        }
        guard let request else { return nil }
        let notBefore = max(now, lineFreeAt + gap)
        if let seat = seat(of: turn.asker) { seats[seat].sent(request.operation, at: notBefore) }
        flight = Flight(
            asker: turn.asker, unit: request.unit, operation: request.operation, sentAt: notBefore,
            isCharged: isCharged,
            isFree: turn.isFree)
        return request
    }

    func seat(of asker: Asker) -> Int? {
        switch asker {
        case .reader(let seat), .writer(let seat, _): seat
        case .person(let question): seats.firstIndex { $0.unit == question.unit }
        case .scanner: nil
        }
    }
}

extension BusAction {
    /// The port is made or set up anew.
    fileprivate var opens: Bool {
        switch self {
        case .open, .configure: true
        default: false
        }
    }
}
