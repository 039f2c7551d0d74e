import DeviceProtocols
import HallModel

/// Reads the points of one Modbus device and judges what comes back.
///
/// ```
/// unknown (probing) ──answer──▶ online ──3 requests fail──▶ offline (noAnswer)
///        ▲                        ▲ └─────── answer, full speed at once ◀──────┘
///     port opens               port lost: offline (its reason)     identity differs: offline (wrongModel)
/// ```
///
/// A refusal (an exception) is an answer of the device; that a gateway cannot reach it (0Ah, 0Bh) is none.
///
/// Each block has a release, from when on it wants the line, a deadline by which it should have it, and `missAt`, when its
/// points count a miss because nothing came for a whole period. A read that fails is tried once more at once; then its
/// points count a miss and wait for the next period. While nobody asks (a silent device, a lost port) each due time counts.
struct RegisterDriver: Sendable {
    /// A device of another model is asked who it is so often.
    private static let identityPause = Duration.seconds(10)
    /// Refusals of a block in a row after which it falls apart: a device that starts up refuses for a moment.
    private static let refusalsToSplit = 2

    let device: DeviceID
    let map: RegisterMap
    let unit: Int
    /// Silence before a request to it: the line's, or its own if that is longer.
    let gap: Duration

    private let timing: LineTiming
    private var plan: RegisterPlan
    private var schedule: [Clock]
    private var health: [PointHealth]
    private var level = PresenceLevel()
    private var port = Port.untried
    private var trust: SlaveTrust
    private var lastFailure = MissingReason.timeout
    private var identity: IdentityState
    /// Which block a silent device is asked for.
    private var probe = 0
    /// The cycle that is not read to its end yet.
    private var cycle: Cycle?
    /// Questions that were given up and may still be answered.
    private var outstanding: [Outstanding] = []
    /// What became of the questions.
    private(set) var exchanges = ExchangeMeter()
    private(set) var record = DeviceRecord()

    private enum Port: Sendable { case untried, open, lost }

    private enum IdentityState: Sendable, Equatable {
        case right
        case wanted(from: MonotonicInstant, isWrong: Bool)

        var isWrong: Bool { if case .wanted(_, true) = self { true } else { false } }
    }

    private struct Clock: Sendable, Equatable {
        var wantedAt: MonotonicInstant
        var missAt: MonotonicInstant
        var readAt: MonotonicInstant?
        var refusals = 0
        /// It failed in this period already.
        var isRetried = false
    }

    private struct Cycle: Sendable, Equatable {
        var block: Int
        var contents: [RegisterContents] = []
    }

    private struct Outstanding: Sendable, Equatable {
        var operation: ModbusRequest.Operation
        var until: MonotonicInstant
        /// The device was written to since: what it answers may be from before.
        var isFromBeforeWrite = false
    }

    /// A device of the plan; nil if it is no Modbus device.
    init?(_ device: DevicePlan, timing: LineTiming, isNetwork: Bool, at now: MonotonicInstant) {
        guard case .modbusRegisters(let map) = device.profile.settings else { return nil }
        self.device = device.id
        self.map = map
        self.timing = timing
        gap = max(timing.silence, .milliseconds(map.gapMilliseconds))
        unit = device.address
        plan = RegisterPlan(map, timing: timing)
        schedule = plan.blocks.map { Clock(wantedAt: now, missAt: now + $0.period) }
        health = Array(repeating: PointHealth(), count: map.registers.count)
        trust = SlaveTrust(timeout: .milliseconds(map.responseTimeoutMilliseconds), isNetwork: isNetwork, at: now)
        identity = map.identity == nil ? .right : .wanted(from: now, isWrong: false)
    }

    private var wholeTimeout: Duration { .milliseconds(map.responseTimeoutMilliseconds) }

    // MARK: - The line asks

    /// It does not answer: it is asked when the line's allowance lets it.
    var isSilent: Bool { trust.isSilent }
    /// Its last request failed.
    var isFailing: Bool { trust.isFailing }

    /// Since when, or from when on, it wants the line, and by when it should have it; nil if there is nothing to read. Of a
    /// silent device it says when its back-off ends.
    func turn(at now: MonotonicInstant) -> LineTurn? {
        guard port == .open, !schedule.isEmpty else { return nil }
        if let cycle {
            let operation = ModbusRequest.Operation(reading: plan.blocks[cycle.block].spans[cycle.contents.count])
            let startAt = notBefore(operation) ?? schedule[cycle.block].wantedAt
            return LineTurn(startAt: startAt, deadline: schedule[cycle.block].wantedAt)
        }
        if trust.isSilent {
            let startAt = max(trust.askAt, notBefore(probeOperation) ?? trust.askAt)
            return LineTurn(startAt: startAt, deadline: startAt)
        }
        if case .wanted(let from, _) = identity, let place = map.identity?.place {
            let startAt = max(from, notBefore(ModbusRequest.Operation(reading: RegisterSpan(place))) ?? from)
            return LineTurn(startAt: startAt, deadline: startAt + RegisterPlan.fast)
        }
        return bestBlock(at: now)?.turn
    }

    /// It has read one part of a cycle and wants the rest before anybody else is asked.
    var isInCycle: Bool { cycle != nil }

    /// When its points count their next miss.
    var missAt: MonotonicInstant? {
        var earliest = schedule.first?.missAt
        for clock in schedule.dropFirst() where clock.missAt < earliest ?? clock.missAt { earliest = clock.missAt }
        return earliest
    }

    /// The released block with the earliest deadline, or the one that is released first.
    private func bestBlock(at now: MonotonicInstant) -> (block: Int, turn: LineTurn)? {
        var best: (block: Int, turn: LineTurn)?
        for index in schedule.indices {
            let wantedAt = schedule[index].wantedAt
            let startAt =
                outstanding.isEmpty
                ? wantedAt
                : max(wantedAt, notBefore(ModbusRequest.Operation(reading: plan.blocks[index].spans[0])) ?? wantedAt)
            let turn = LineTurn(startAt: startAt, deadline: wantedAt + plan.blocks[index].patience)
            if best.map({ turn.isBefore($0.turn, at: now) }) ?? true { best = (index, turn) }
        }
        return best
    }

    /// The read that is due; nil if nothing is. `patience` is time that nobody else wants.
    mutating func nextRead(at now: MonotonicInstant, patience: Duration? = nil) -> ModbusRequest? {
        guard let turn = turn(at: now), turn.startAt <= now else { return nil }
        if cycle == nil {
            if !trust.isSilent, case .wanted = identity, let place = map.identity?.place {
                return read(RegisterSpan(place), patience: patience)
            }
            guard let block = trust.isSilent ? probeBlock() : bestBlock(at: now)?.block else { return nil }
            cycle = Cycle(block: block)
        }
        guard let cycle else { return nil }
        return read(plan.blocks[cycle.block].spans[cycle.contents.count], patience: patience)
    }

    /// The request that a silent device is asked with next, to know its cost.
    var probeOperation: ModbusRequest.Operation {
        let probes = probes
        return ModbusRequest.Operation(reading: plan.blocks[probes[probe % probes.count]].spans[0])
    }

    /// A request to it that reads a span.
    func read(_ span: RegisterSpan, patience: Duration? = nil) -> ModbusRequest {
        request(ModbusRequest.Operation(reading: span), patience: patience)
    }

    /// A request to it.
    func request(_ operation: ModbusRequest.Operation, patience: Duration? = nil) -> ModbusRequest {
        ModbusRequest(
            unit: unit, operation, timeout: max(trust.timeout, patience.map { min($0, wholeTimeout) } ?? .zero))
    }

    /// What it gets at least.
    var shortTimeout: Duration { trust.timeout }

    /// Before this an answer to a question that was given up could be taken for the answer to this one; nil when none can.
    /// An answer says only its function; the same read asked again has the same answer, unless the device was written to.
    func notBefore(_ operation: ModbusRequest.Operation) -> MonotonicInstant? {
        outstanding.filter {
            $0.operation.function == operation.function && ($0.operation != operation || $0.isFromBeforeWrite)
        }.map(\.until).max()
    }

    /// Blocks by which a silent device is looked for, the smallest first; what latches only if there is nothing else.
    private var probes: [Int] {
        let bySize = plan.blocks.indices.sorted { (plan.blocks[$0].size, $0) < (plan.blocks[$1].size, $1) }
        let harmless = bySize.filter { !plan.blocks[$0].isLatching }
        return harmless.isEmpty ? bySize : harmless
    }

    /// In turn: one block that the device never answers must not hide the others.
    private mutating func probeBlock() -> Int {
        let probes = probes
        defer { probe += 1 }
        return probes[probe % probes.count]
    }

    // MARK: - The line answers

    /// A request to it left.
    mutating func sent(_ operation: ModbusRequest.Operation, at now: MonotonicInstant) {
        record.asked += 1
        if !outstanding.isEmpty { outstanding.removeAll { $0.until <= now } }
        if !operation.isRead {
            for index in outstanding.indices { outstanding[index].isFromBeforeWrite = true }
        }
    }

    /// The read under way brought this.
    mutating func readReturned(
        _ outcome: Result<ModbusReply, ModbusFailure>, _ operation: ModbusRequest.Operation, thought: Duration?,
        at now: MonotonicInstant
    ) -> [DeviceReport] {
        guard var cycle else { return identityReturned(outcome, operation, thought: thought, at: now) }
        self.cycle = nil
        let block = plan.blocks[cycle.block]
        switch outcome.contents(block.spans[cycle.contents.count]) {
        case .success(let contents):
            var reports = answered(after: thought, at: now)
            // It came back as a stranger, perhaps.
            if case .wanted = identity { return reports }
            cycle.contents.append(contents)
            if cycle.contents.count < block.spans.count {
                self.cycle = cycle
                return reports
            }
            note(cycle.block, at: now)
            settle(cycle.block, at: now)
            for index in block.points { reports += take(index, cycle.contents, at: now) }
            return reports
        case .failure(.exception(let code)) where ModbusFailure.exception(code).isAnswer:
            let reports = answered(after: thought, refusing: true, at: now)
            schedule[cycle.block].refusals += 1
            if [2, 3].contains(code), block.points.count > 1 {
                // One register that does not exist takes the others with it.
                guard schedule[cycle.block].refusals >= Self.refusalsToSplit else { return reports }
                let clock = schedule[cycle.block]
                let parts = plan.split(cycle.block)
                let fresh = Clock(wantedAt: clock.wantedAt, missAt: clock.missAt, readAt: clock.readAt)
                schedule.replaceSubrange(cycle.block...cycle.block, with: Array(repeating: fresh, count: parts))
                return reports
            }
            settle(cycle.block, at: now)
            return reports + miss(block.points, .exception)
        case .failure(let failure):
            // The due times of a silent device count by themselves.
            if trust.isSilent || !schedule[cycle.block].isRetried {
                schedule[cycle.block].isRetried = true
                return failed(failure, operation, at: now)
            }
            settle(cycle.block, at: now)
            let reports = failed(failure, operation, at: now)
            return reports + miss(block.points, lastFailure)
        }
    }

    private mutating func identityReturned(
        _ outcome: Result<ModbusReply, ModbusFailure>, _ operation: ModbusRequest.Operation, thought: Duration?,
        at now: MonotonicInstant
    ) -> [DeviceReport] {
        guard case .wanted = identity, let expected = map.identity else { return [] }
        let isRight: Bool
        switch outcome.contents(RegisterSpan(expected.place)) {
        case .success(let contents):
            isRight = contents.registers.first.map { expected.values.contains(Int($0)) } ?? false
        case .failure(let failure) where failure.isAnswer: isRight = false
        case .failure(let failure): return failed(failure, operation, at: now)
        }
        let wasWrong = identity.isWrong
        identity = isRight ? .right : .wanted(from: now + Self.identityPause, isWrong: true)
        var reports = answered(after: thought, at: now)
        if isRight, wasWrong { startAnew(at: now) }
        if !isRight { lastFailure = .exception }
        // What another model has in these registers is not what the points mean.
        if !isRight, !wasWrong {
            for index in health.indices { reports += change(index) { $0.readNonsense(.exception) } }
        }
        return reports
    }

    /// Forgets what was read of a cycle: the device was written to in between.
    mutating func breakCycle() { cycle = nil }

    /// It answered, with whatever; a refusal is an answer, and a failure of what was asked.
    mutating func answered(after thought: Duration?, refusing: Bool = false, at now: MonotonicInstant) -> [DeviceReport]
    {
        exchanges.answer()
        if refusing {
            exchanges.failure()
            record.exceptions += 1
        } else {
            record.answered += 1
        }
        if trust.isSilent {
            startAnew(at: now)
            if map.identity != nil { identity = .wanted(from: now, isWrong: identity.isWrong) }
        }
        trust.answered(after: thought)
        lastFailure = .timeout
        return reports(identity.isWrong ? level.become(.offline, .wrongModel) : level.become(.online, .none))
    }

    /// A request to it failed.
    mutating func failed(
        _ failure: ModbusFailure, _ operation: ModbusRequest.Operation, at now: MonotonicInstant
    ) -> [DeviceReport] {
        exchanges.failure()
        switch failure {
        case .timeout: record.timeouts += 1
        case .garbled: record.garbled += 1
        case .exception: record.exceptions += 1
        }
        lastFailure = failure == .garbled ? .crc : .timeout
        keepOutstanding(operation, at: now)
        let wasSilent = trust.isSilent
        trust.failed(isDamaged: failure == .garbled, at: now)
        if case .wanted(_, let isWrong) = identity { identity = .wanted(from: now, isWrong: isWrong) }
        guard trust.isSilent else { return [] }
        if !wasSilent {
            for index in schedule.indices { schedule[index].missAt = max(now, schedule[index].wantedAt) }
        }
        return reports(level.become(.offline, .noAnswer))
    }

    /// On a line nothing ties an answer to its question: it may come until twice the profile's time-out.
    private mutating func keepOutstanding(_ operation: ModbusRequest.Operation, at now: MonotonicInstant) {
        guard timing.silence > .zero else { return }
        let until = now + wholeTimeout + min(wholeTimeout, .seconds(1))
        outstanding.removeAll { $0.operation == operation && !$0.isFromBeforeWrite }
        outstanding.append(Outstanding(operation: operation, until: until))
        // Each function has one, and a few more.
        if outstanding.count > 8 { outstanding.removeFirst() }
    }

    /// It may still answer what it was asked.
    func mayAnswer(at now: MonotonicInstant) -> Bool { outstanding.contains { $0.until > now } }

    /// An answer of it was heard too late, or fell into somebody else's.
    mutating func wasLate(at now: MonotonicInstant) {
        outstanding = []
        trust.wasLate(at: now)
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
            schedule[index].wantedAt = now
            schedule[index].missAt = now + plan.blocks[index].period
        }
    }

    /// The present period has its outcome; the next one begins on the block's own grid.
    private mutating func settle(_ block: Int, at now: MonotonicInstant) {
        let period = plan.blocks[block].period
        schedule[block].wantedAt = schedule[block].wantedAt.next(every: period, after: now)
        schedule[block].missAt = schedule[block].wantedAt + period
        schedule[block].isRetried = false
    }

    /// A block was read to its end.
    private mutating func note(_ block: Int, at now: MonotonicInstant) {
        if let readAt = schedule[block].readAt { record.ages.note(now - readAt) }
        schedule[block].readAt = now
        schedule[block].refusals = 0
        record.savedRequests += plan.blocks[block].savedRequests
        record.savedTime += plan.blocks[block].savedTime
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
        reopened(at: now)
        plan = RegisterPlan(map, timing: timing)
        schedule = plan.blocks.map { Clock(wantedAt: now, missAt: now + $0.period) }
        if map.identity != nil { identity = .wanted(from: now, isWrong: false) }
        return reports(level.become(.unknown, .probing))
    }

    /// The connection was made anew while it was open: whoever was there is there.
    mutating func reopened(at now: MonotonicInstant) {
        cycle = nil
        outstanding = []
        lastFailure = .timeout
        trust.startAnew(at: now)
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

    /// The plan stands still while the line is searched: what was read is not renewed.
    mutating func standStill(at now: MonotonicInstant) -> [DeviceReport] {
        cycle = nil
        outstanding = []
        lastFailure = .scan
        return health.indices.flatMap { index in change(index) { $0.standStill() } }
    }

    /// The search is over.
    mutating func goOn(at now: MonotonicInstant) {
        reopened(at: now)
        startAnew(at: now)
    }

    /// Presence and all readings.
    var levels: [DeviceReport] { reports([level.report]) + health.indices.map { report($0) } }

    /// What became of questions since it was last told.
    mutating func takeExchanges(at now: MonotonicInstant) -> DeviceReport? {
        exchanges.take(at: now).map { DeviceReport(device: device, $0) }
    }

    /// Its figures.
    var figures: LineFigures.Device {
        var figures = LineFigures.Device(id: device, unit: unit)
        figures.asked = record.asked
        figures.answered = record.answered
        figures.timeouts = record.timeouts
        figures.garbled = record.garbled
        figures.exceptions = record.exceptions
        figures.ages = record.ages
        figures.longestThought = trust.longestThought
        figures.isFailing = trust.isFailing
        return figures
    }

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
