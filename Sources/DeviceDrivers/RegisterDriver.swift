import DeviceProtocols
import HallModel

/// Reads the points of one Modbus device and judges what comes back.
///
/// ```
/// unknown (probing) ──answer──▶ online ──3 requests fail──▶ offline (noAnswer), asked after 1, 2, 4, 8, 10, 10 … s
///        ▲                        ▲ └─────── answer, full speed at once ◀──────┘
///     port opens               port lost: offline (its reason)
/// ```
///
/// A refusal (an exception) is an answer of the device; that a gateway cannot reach it (0Ah, 0Bh) is none.
///
/// Each block has two clocks. `wantedAt` is when it wants the line; the line serves the one that has waited longest, so
/// that nothing starves. `missAt` is when its points count a miss because nothing came for a whole period; while nobody
/// asks (a silent device, a lost port) each due time counts at once.
struct RegisterDriver: Sendable {
    /// Failed requests in a row after which a device is off line.
    static let offlineAfter = 3
    /// The first wait before a silent device is asked again.
    static let firstBackOff = Duration.seconds(1)
    /// The longest wait.
    static let longestBackOff = Duration.seconds(10)

    let device: DeviceID
    let map: RegisterMap
    /// Silence before a request to it: the line's, or its own if that is longer.
    let gap: Duration
    private let unit: Int

    private var plan: RegisterPlan
    private var schedule: [Clock]
    private var health: [PointHealth]
    private var level = PresenceLevel()
    private var port = Port.untried
    /// Failed requests in a row.
    private var failures = 0
    private var lastFailure = MissingReason.timeout
    /// While it is silent: when it is asked again, the wait after that, and which block is the question.
    private var askAt: MonotonicInstant
    private var backOff = Self.firstBackOff
    private var probe = 0
    /// The cycle that is not read to its end yet.
    private var cycle: Cycle?
    /// What became of the questions.
    var exchanges = ExchangeMeter()

    private enum Port: Sendable { case untried, open, lost }

    private struct Clock: Sendable, Equatable {
        var wantedAt: MonotonicInstant
        var missAt: MonotonicInstant
    }

    private struct Cycle: Sendable, Equatable {
        var block: Int
        var contents: [RegisterContents] = []
    }

    /// A device of the plan; nil if it is no Modbus device.
    init?(_ device: DevicePlan, lineGap: Duration, at now: MonotonicInstant) {
        guard case .modbusRegisters(let map) = device.profile.settings else { return nil }
        self.device = device.id
        self.map = map
        gap = max(lineGap, .milliseconds(map.gapMilliseconds))
        unit = device.address
        plan = RegisterPlan(map)
        schedule = plan.blocks.map { Clock(wantedAt: now, missAt: now + $0.period) }
        health = Array(repeating: PointHealth(), count: map.registers.count)
        askAt = now
    }

    private var isSilent: Bool { failures >= Self.offlineAfter }

    // MARK: - The line asks

    /// Since when, or from when on, it wants the line; nil if there is nothing to read.
    var wantedAt: MonotonicInstant? {
        guard port == .open, !schedule.isEmpty else { return nil }
        if cycle == nil, isSilent { return askAt }
        return cycle.map { schedule[$0.block].wantedAt } ?? schedule.map(\.wantedAt).min()
    }

    /// It has read one part of a cycle and wants the rest before anybody else is asked.
    var isInCycle: Bool { cycle != nil }

    /// When its points count their next miss.
    var missAt: MonotonicInstant? { schedule.map(\.missAt).min() }

    /// The read that is due; nil if nothing is.
    mutating func nextRead(at now: MonotonicInstant) -> ModbusRequest? {
        guard let wantedAt, wantedAt <= now else { return nil }
        if cycle == nil { cycle = Cycle(block: isSilent ? probeBlock() : longestWaiting()) }
        guard let cycle else { return nil }
        return read(plan.blocks[cycle.block].spans[cycle.contents.count])
    }

    /// A request to it that reads a span.
    func read(_ span: RegisterSpan) -> ModbusRequest {
        let operation: ModbusRequest.Operation =
            switch span.table {
            case .coils: .readCoils(address: span.address, count: span.count)
            case .discreteInputs: .readDiscreteInputs(address: span.address, count: span.count)
            case .holding: .readHolding(address: span.address, count: span.count)
            case .input: .readInput(address: span.address, count: span.count)
            }
        return request(operation)
    }

    /// A request to it.
    func request(_ operation: ModbusRequest.Operation) -> ModbusRequest {
        ModbusRequest(unit: unit, operation, timeout: .milliseconds(map.responseTimeoutMilliseconds))
    }

    private func longestWaiting() -> Int {
        schedule.indices.min { schedule[$0].wantedAt < schedule[$1].wantedAt } ?? 0
    }

    /// The blocks in turn, the smallest first: one that the device never answers must not hide the others.
    private mutating func probeBlock() -> Int {
        let bySize = plan.blocks.indices.sorted { (plan.blocks[$0].size, $0) < (plan.blocks[$1].size, $1) }
        defer { probe += 1 }
        return bySize[probe % bySize.count]
    }

    // MARK: - The line answers

    /// The read under way brought this.
    mutating func readReturned(_ outcome: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant)
        -> [DeviceReport]
    {
        guard var cycle else { return [] }
        self.cycle = nil
        let block = plan.blocks[cycle.block]
        switch outcome.contents(block.spans[cycle.contents.count]) {
        case .success(let contents):
            var reports = answered(at: now)
            cycle.contents.append(contents)
            if cycle.contents.count < block.spans.count {
                self.cycle = cycle
                return reports
            }
            settle(cycle.block, at: now)
            for index in block.points { reports += take(index, cycle.contents, at: now) }
            return reports
        case .failure(.exception(let code)) where ModbusFailure.exception(code).isAnswer:
            let reports = answered(at: now, refusing: true)
            if [2, 3].contains(code), block.points.count > 1 {
                // One register that does not exist takes the others with it: from now on each by itself.
                let clock = schedule[cycle.block]
                plan.split(cycle.block, of: map)
                schedule.replaceSubrange(cycle.block...cycle.block, with: block.points.map { _ in clock })
                return reports
            }
            settle(cycle.block, at: now)
            return reports + miss(block.points, .exception)
        case .failure(let failure):
            // The due times of a silent device count by themselves.
            if isSilent { return failed(failure, at: now) }
            settle(cycle.block, at: now)
            let reports = failed(failure, at: now)
            return reports + miss(block.points, lastFailure)
        }
    }

    /// Forgets what was read of a cycle: the device was written to in between.
    mutating func breakCycle() { cycle = nil }

    /// It answered, with whatever; a refusal is an answer, and a failure of what was asked.
    mutating func answered(at now: MonotonicInstant, refusing: Bool = false) -> [DeviceReport] {
        exchanges.answer()
        if refusing { exchanges.failure() }
        if isSilent { startAnew(at: now) }
        failures = 0
        lastFailure = .timeout
        backOff = Self.firstBackOff
        return reports(level.become(.online, .none))
    }

    /// A request to it failed.
    mutating func failed(_ failure: ModbusFailure, at now: MonotonicInstant) -> [DeviceReport] {
        exchanges.failure()
        lastFailure = failure == .garbled ? .crc : .timeout
        let wasSilent = isSilent
        failures = min(failures + 1, Self.offlineAfter)
        guard isSilent else { return [] }
        askAt = now + backOff
        backOff = min(backOff * 2, Self.longestBackOff)
        if !wasSilent {
            for index in schedule.indices { schedule[index].missAt = max(now, schedule[index].wantedAt) }
        }
        return reports(level.become(.offline, .noAnswer))
    }

    /// What was read says about a point, also when it was read back after a write.
    mutating func take(_ index: Int, _ contents: [RegisterContents], at now: MonotonicInstant) -> [DeviceReport] {
        guard let meaning = map.registers[index].meaning(of: contents) else { return [] }
        switch meaning {
        case .value(let value):
            health[index].read(value, at: now)
            return [report(index)]
        case .nonsense(let reason):
            return change(index) { $0.readNonsense(reason) }
        }
    }

    /// Everything is wanted now.
    private mutating func startAnew(at now: MonotonicInstant) {
        for index in schedule.indices {
            schedule[index] = Clock(wantedAt: now, missAt: now + plan.blocks[index].period)
        }
    }

    /// The present period has its outcome; the next one begins on the block's own grid.
    private mutating func settle(_ block: Int, at now: MonotonicInstant) {
        let period = plan.blocks[block].period
        let wantedAt = schedule[block].wantedAt.next(every: period, after: now)
        schedule[block] = Clock(wantedAt: wantedAt, missAt: wantedAt + period)
    }

    // MARK: - Time and the port

    /// Counts the misses that are due.
    mutating func pass(to now: MonotonicInstant) -> [DeviceReport] {
        var reports: [DeviceReport] = []
        for block in schedule.indices where schedule[block].missAt <= now {
            let period = plan.blocks[block].period
            let missAt = schedule[block].missAt
            schedule[block].missAt = missAt.next(every: period, after: now)
            let passed = (now - missAt).wholeNanoseconds / period.wholeNanoseconds
            // More than it takes changes nothing more.
            for _ in 0...min(passed, Int64(PointHealth.missingAfter)) {
                reports += miss(plan.blocks[block].points, port == .open ? lastFailure : .portLost)
            }
        }
        return reports
    }

    /// The port is open.
    mutating func opened(at now: MonotonicInstant) -> [DeviceReport] {
        port = .open
        cycle = nil
        failures = 0
        lastFailure = .timeout
        backOff = Self.firstBackOff
        startAnew(at: now)
        return reports(level.become(.unknown, .probing))
    }

    /// The port is gone or could not be opened.
    mutating func closed(_ error: TransportError, at now: MonotonicInstant) -> [DeviceReport] {
        var reports = reports(level.become(.offline, error.detail))
        cycle = nil
        if port != .lost {
            for block in schedule.indices { schedule[block].missAt = now + plan.blocks[block].period }
            for index in health.indices { reports += change(index) { $0.losePort() } }
        }
        port = .lost
        return reports
    }

    /// Presence and all readings.
    var levels: [DeviceReport] { reports([level.report]) + health.indices.map { report($0) } }

    private mutating func miss(_ points: [Int], _ reason: MissingReason) -> [DeviceReport] {
        points.flatMap { index in change(index) { $0.miss(reason) } }
    }

    private mutating func change(_ index: Int, _ update: (inout PointHealth) -> Void) -> [DeviceReport] {
        let before = health[index].reading
        update(&health[index])
        return health[index].reading == before ? [] : [report(index)]
    }

    private func report(_ index: Int) -> DeviceReport {
        DeviceReport(device: device, .reading(map.registers[index].point.name, health[index].reading))
    }

    private func reports(_ actions: [DriverAction]) -> [DeviceReport] {
        actions.compactMap { if case .report(let content) = $0 { DeviceReport(device: device, content) } else { nil } }
    }
}

extension ModbusFailure {
    /// The device itself said so; a gateway that cannot reach it says 0Ah or 0Bh.
    var isAnswer: Bool {
        switch self {
        case .timeout, .garbled: false
        case .exception(let code): ![0x0A, 0x0B].contains(code)
        }
    }
}

extension Result<ModbusReply, ModbusFailure> {
    /// What was read of a span; an answer of another form or length is garbled.
    func contents(_ span: RegisterSpan) -> Result<RegisterContents, ModbusFailure> {
        flatMap { reply in
            let registers: [UInt16]
            switch reply {
            case .bits(let bits) where span.table.isBits: registers = bits.map { $0 ? 1 : 0 }
            case .registers(let words) where !span.table.isBits: registers = words
            case .bits, .registers, .written: return .failure(.garbled)
            }
            guard registers.count == span.count else { return .failure(.garbled) }
            return .success(RegisterContents(table: span.table, address: span.address, registers: registers))
        }
    }
}

extension MonotonicInstant {
    /// The first moment of a grid that goes through this one, after `now`.
    fileprivate func next(every period: Duration, after now: Self) -> Self {
        guard self <= now else { return self }
        let step = max(1, period.wholeNanoseconds)
        return Self(nanoseconds: nanoseconds + ((now.nanoseconds - nanoseconds) / step + 1) * step)
    }
}
