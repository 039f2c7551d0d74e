import DeviceProtocols
import HallModel

/// All decisions of a Modbus line: which device is asked for what, and when.
///
/// ```
///            ┌── gap: t3.5 of the line, or longer if the next device wants ──┐
/// transaction ─▶ free ─▶ 1. the write under way, then the oldest that waits ──┴─▶ transact ─▶ replied, failed
///                        2. the rest of a cycle (a mode and its switch)                       (or lost)
///                        3. the read that has waited longest
/// ```
///
/// One request is in flight; its answer goes to the one who asked, an answer without a question goes nowhere. Every
/// write gets exactly one outcome, at the latest at its deadline; of several that wait for one point the newest stands.
public struct ModbusMachine: Sendable {
    /// Writes that wait; more are rejected.
    public static let writeLimit = 64

    private enum Asker: Sendable, Equatable {
        case reader(seat: Int)
        /// A write, unless it had its outcome before the answer came.
        case writer(seat: Int, WriteID)
    }

    private var port: PortKeeper
    private var seats: [RegisterDriver]
    /// Whose request is in flight.
    private var asker: Asker?
    /// When the last transaction ended.
    private var lineFreeAt: MonotonicInstant
    /// Oldest first; the first may be under way.
    private var writes: [RegisterWrite] = []

    /// A machine for a bus of the plan and the devices on it; asks to open the port at its first `timeReached`.
    ///
    /// Devices of other buses, and those that do not speak Modbus, are left out.
    public init(bus: BusPlan, devices: [DevicePlan], at now: MonotonicInstant) {
        port = PortKeeper(at: now)
        lineFreeAt = now
        let gap =
            switch bus.wire {
            case .serial(_, let settings): Self.frameSilence(baud: settings.baud)
            case .tcp, .nut, .gpio: Duration.zero
            }
        seats = devices.filter { $0.bus == bus.id }.compactMap { RegisterDriver($0, lineGap: gap, at: now) }
    }

    /// t3.5, the silence between frames: 3.5 characters of 11 bits, fixed above 19 200 baud (Modbus over serial line
    /// 1.02, 2.5.1.1).
    static func frameSilence(baud: Int) -> Duration {
        baud > 19_200 ? .microseconds(1750) : .nanoseconds(38_500_000_000 / Int64(max(1, baud)))
    }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? {
        let line = port.isOpen && asker == nil ? nextTurn?.at : nil
        var wake = earliest(port.nextWake, line)
        for seat in seats { wake = earliest(wake, seat.missAt) }
        for write in writes { wake = earliest(wake, write.write.deadline) }
        return wake
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        var reports: [DeviceReport] = []
        switch event {
        case .opened:
            port.opened(at: now)
            asker = nil
            lineFreeAt = now
            // Open already: the thread opened it anew, and what was in flight has no answer.
            reports += abandonWrite()
            for index in seats.indices { reports += seats[index].opened(at: now) }
        case .refused(let error), .lost(let error):
            port.closed(error, at: now)
            asker = nil
            reports += abandonWrite()
            for index in seats.indices { reports += seats[index].closed(error, at: now) }
        case .pathAppeared: port.pathAppeared(at: now)
        case .replied(let reply): reports += returned(.success(reply), at: now)
        case .failed(let failure): reports += returned(.failure(failure), at: now)
        case .write(let write): reports += accept(write, at: now)
        case .presentLevels: for seat in seats { reports += seat.levels }
        case .print(let job): reports.append(DeviceReport(device: job.printer, .print(job.id, .failed)))
        case .ask(let question): return [.answer(question.id, .refused)]
        case .scan(let scan): return [.scanned(scan.id, .ended(.refused))]
        case .timeReached, .received, .drained, .moved, .wish, .withdraw, .endScan, .linesRead, .lineChanged: break
        case .stopping: return []
        }
        reports += expireWrites(at: now)
        for index in seats.indices { reports += seats[index].pass(to: now) }
        var actions = reports.map { BusAction.report($0) }
        if port.startOpening(at: now) { actions.append(.open) }
        if let request = nextRequest(at: now) { actions.append(.transact(request)) }
        return actions
    }

    /// What became of questions since it was last told: for each device at most once a second.
    mutating func exchanges(at now: MonotonicInstant) -> [DeviceReport] {
        seats.indices.compactMap { index in
            seats[index].exchanges.take(at: now).map { DeviceReport(device: seats[index].device, $0) }
        }
    }

    // MARK: - Whose turn it is

    /// Who has the line next, and from when on.
    private var nextTurn: (asker: Asker, at: MonotonicInstant)? {
        if let write = writes.first {
            return (.writer(seat: write.seat, write.write.id), lineFreeAt + seats[write.seat].gap)
        }
        let reading = seats.indices.first { seats[$0].isInCycle } ?? longestWaiting
        guard let reading, let wantedAt = seats[reading].wantedAt else { return nil }
        return (.reader(seat: reading), max(wantedAt, lineFreeAt + seats[reading].gap))
    }

    private var longestWaiting: Int? {
        var best: (seat: Int, at: MonotonicInstant)?
        for (index, seat) in seats.enumerated() {
            guard let wantedAt = seat.wantedAt else { continue }
            if best.map({ wantedAt < $0.at }) ?? true { best = (index, wantedAt) }
        }
        return best?.seat
    }

    private mutating func nextRequest(at now: MonotonicInstant) -> ModbusRequest? {
        guard port.isOpen, asker == nil, let turn = nextTurn, turn.at <= now else { return nil }
        let request: ModbusRequest?
        switch turn.asker {
        case .reader(let seat): request = seats[seat].nextRead(at: now)
        case .writer(let seat, _):
            // What was read of a cycle is from before the write.
            seats[seat].breakCycle()
            writes[0].begin()
            switch writes[0].step {
            case .write(let contents): request = seats[seat].request(contents.operation)
            case .read(let span): request = seats[seat].read(span)
            }
        }
        if request != nil { asker = turn.asker }
        return request
    }

    private mutating func returned(_ outcome: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant)
        -> [DeviceReport]
    {
        guard let asker else { return [] }
        self.asker = nil
        lineFreeAt = now
        switch asker {
        case .reader(let seat): return seats[seat].readReturned(outcome, at: now)
        case .writer(let seat, let id):
            let reports =
                switch outcome {
                case .success: seats[seat].answered(at: now)
                case .failure(let failure):
                    failure.isAnswer
                        ? seats[seat].answered(at: now, refusing: true) : seats[seat].failed(failure, at: now)
                }
            guard writes.first?.write.id == id, writes[0].isBegun else { return reports }
            return reports + advance(outcome, at: now)
        }
    }

    // MARK: - Writes

    private mutating func accept(_ write: PointWrite, at now: MonotonicInstant) -> [DeviceReport] {
        guard let seat = seats.firstIndex(where: { $0.device == write.point.device }),
            let register = seats[seat].map.registers.firstIndex(where: { $0.point.name == write.point.name }),
            let attempt = RegisterWrite(write, seat: seat, register: register, of: seats[seat].map)
        else { return [outcome(of: write, .rejected)] }
        var reports: [DeviceReport] = []
        if let index = writes.firstIndex(where: { $0.write.point == write.point && !$0.isBegun }) {
            reports.append(outcome(of: writes.remove(at: index).write, .expired))
        }
        guard writes.count < Self.writeLimit else { return reports + [outcome(of: write, .rejected)] }
        writes.append(attempt)
        return reports
    }

    private mutating func advance(_ result: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant)
        -> [DeviceReport]
    {
        switch writes[0].returned(result) {
        case .goesOn: return []
        case .ended(let outcome): return [self.outcome(of: writes.removeFirst().write, outcome)]
        case .readBack(let contents):
            let ended = writes.removeFirst()
            let reports = seats[ended.seat].take(ended.register, contents, at: now)
            var value: PointValue?
            if case .value(let read) = seats[ended.seat].map.registers[ended.register].meaning(of: contents) {
                value = read
            }
            let outcome: WriteOutcome = value == ended.write.value ? .confirmed : .differs
            return reports + [self.outcome(of: ended.write, outcome, readBack: value)]
        }
    }

    /// The one under way has no answer to wait for any more; those that wait can still be sent.
    private mutating func abandonWrite() -> [DeviceReport] {
        guard let first = writes.first, first.isBegun else { return [] }
        return [outcome(of: writes.removeFirst().write, .unanswered)]
    }

    private mutating func expireWrites(at now: MonotonicInstant) -> [DeviceReport] {
        let ended = writes.filter { $0.write.deadline <= now }
        writes.removeAll { $0.write.deadline <= now }
        return ended.map { outcome(of: $0.write, $0.isBegun ? .unanswered : .expired) }
    }

    private func outcome(of write: PointWrite, _ outcome: WriteOutcome, readBack: PointValue? = nil) -> DeviceReport {
        DeviceReport(device: write.point.device, .written(write.id, outcome, readBack: readBack))
    }
}
