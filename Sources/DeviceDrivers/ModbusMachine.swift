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
    static let lead = Duration.microseconds(300)
    /// A connection on which nothing was heard for so long, though somebody was asked, is made anew.
    static let deafTime = Duration.seconds(3)

    enum Asker: Sendable, Equatable {
        case reader(seat: Int)
        /// A write, unless it had its outcome before the answer came.
        case writer(seat: Int, WriteID)
        case person(BusQuestion)
        case scanner
    }

    struct Flight: Sendable {
        var asker: Asker
        var operation: ModbusRequest.Operation
        /// When its first byte leaves.
        var sentAt: MonotonicInstant
        /// Who is silent was asked, or a search asks, while others wait for the line: it is charged.
        var isCharged = false
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
    var commandsSince = 0
    /// A write or a question failed: the next to a silent unit waits a little.
    var failedCommandAt: MonotonicInstant?
    private var heardAt: MonotonicInstant
    private var unheard = 0
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
        case .timeReached, .received, .drained, .moved, .wish, .withdraw, .linesRead, .lineChanged: break
        case .stopping: return endOfThread()
        }
        actions += expire(at: now)
        for index in seats.indices where seats[index].missAt.map({ $0 <= now }) ?? false {
            actions += reports(seats[index].pass(to: now))
        }
        if port.startOpening(at: now) { actions.append(.open) }
        var wake = port.nextWake
        if port.isOpen, flight == nil, let turn = nextTurn(at: now) {
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
            isCharged = seats[seat].isSilent && !turn.isFree
            // In time that nobody wants it has as much of it as it could use.
            let patience: Duration? = seats[seat].isSilent && turn.isFree ? turn.room ?? .seconds(3600) : nil
            request = seats[seat].nextRead(at: now, patience: patience)
            gap = seats[seat].gap
        case .writer(let seat, let id):
            // What was read of a cycle is from before the write.
            seats[seat].breakCycle()
            commandsSince += 1
            gap = seats[seat].gap
            isCharged = seats[seat].isSilent
            if let index = writes.firstIndex(where: { $0.write.id == id }) {
                writes[index].begin()
                request = seats[seat].request(writes[index].step.operation)
            }
        case .person(let question):
            commandsSince += 1
            questions.removeAll { $0.id == question.id }
            request = ModbusRequest(unit: question.unit, question.operation, timeout: question.timeout)
            isCharged = true
        case .scanner:
            request = scan?.request
            isCharged = !turn.isFree
        }
        guard let request else { return nil }
        let notBefore = max(now, lineFreeAt + gap)
        if let seat = seat(of: turn.asker) { seats[seat].sent(request.operation, at: now) }
        flight = Flight(asker: turn.asker, operation: request.operation, sentAt: notBefore, isCharged: isCharged)
        return request
    }

    private func seat(of asker: Asker) -> Int? {
        switch asker {
        case .reader(let seat), .writer(let seat, _): seat
        case .person(let question): seats.firstIndex { $0.unit == question.unit }
        case .scanner: nil
        }
    }

    // MARK: - What it brought

    private mutating func returned(_ outcome: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant)
        -> [BusAction]
    {
        guard let flight else { return [] }
        self.flight = nil
        lineFreeAt = now
        let isFailure: Bool
        if case .failure(let failure) = outcome { isFailure = !failure.isAnswer } else { isFailure = false }
        let cost = now - flight.sentAt
        if isFailure || flight.asker == .scanner, flight.isCharged { allowance.charge(cost, at: now) }
        if isFailure {
            unheard += 1
            if flight.asker != .scanner { failingTime += cost }
        } else {
            heardAt = now
            unheard = 0
        }
        let thought: Duration? =
            if case .failure(.timeout) = outcome { nil } else {
                max(.zero, now - flight.sentAt - timing.frames(flight.operation))
            }
        var actions: [BusAction] = []
        switch flight.asker {
        case .reader(let seat):
            if outcome.isGarbled, blameLateness(but: seat, at: now) {
                seats[seat].breakCycle()
            } else {
                actions += reports(seats[seat].readReturned(outcome, flight.operation, thought: thought, at: now))
            }
        case .writer(let seat, let id):
            failedCommandAt = isFailure ? now : nil
            actions += reports(judged(seat, outcome, flight.operation, thought: thought, at: now))
            actions += advance(id, outcome, at: now)
        case .person(let question):
            failedCommandAt = isFailure ? now : nil
            if let seat = seat(of: flight.asker) {
                actions += reports(judged(seat, outcome, flight.operation, thought: thought, at: now))
            }
            actions.append(.answer(question.id, BusAnswer(outcome)))
        case .scanner: actions += scanReturned(outcome, at: now)
        }
        if isNetwork, unheard >= 2, now - heardAt >= Self.deafTime {
            // The other end may be gone without a word.
            heardAt = now
            unheard = 0
            actions.append(.open)
        }
        return actions
    }

    /// What an answer or a failure says of a device, whatever it was asked.
    private mutating func judged(
        _ seat: Int, _ outcome: Result<ModbusReply, ModbusFailure>, _ operation: ModbusRequest.Operation,
        thought: Duration?, at now: MonotonicInstant
    ) -> [DeviceReport] {
        switch outcome {
        case .success: return seats[seat].answered(after: thought, at: now)
        case .failure(let failure) where failure.isAnswer:
            return seats[seat].answered(after: thought, refusing: true, at: now)
        case .failure(let failure):
            if outcome.isGarbled, blameLateness(but: seat, at: now) { return [] }
            return seats[seat].failed(failure, operation, at: now)
        }
    }

    /// A damaged answer while another device may still answer a question that was given up: likely both spoke at once. That
    /// one is waited for next time; who was asked is asked again and has done nothing wrong.
    private mutating func blameLateness(but asked: Int, at now: MonotonicInstant) -> Bool {
        guard let late = seats.indices.first(where: { $0 != asked && seats[$0].mayAnswer(at: now) }) else {
            return false
        }
        seats[late].wasLate(at: now)
        return true
    }

    private mutating func overheard(_ heard: BusNoise, at now: MonotonicInstant) {
        if case .frame(let unit) = heard, let seat = seats.firstIndex(where: { $0.unit == unit }),
            seats[seat].mayAnswer(at: now)
        {
            seats[seat].wasLate(at: now)
            return
        }
        noise.heard(heard, at: now)
    }
}

extension Result<ModbusReply, ModbusFailure> {
    fileprivate var isGarbled: Bool { if case .failure(.garbled) = self { true } else { false } }
}

/// No method of the machine: it would hold a copy of it while its argument changes a seat, and all seats would be copied.
func reports(_ reports: [DeviceReport]) -> [BusAction] { reports.map { .report($0) } }
