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
    let device: DeviceID
    let map: RegisterMap
    let unit: Int
    /// Silence before a request to it: the line's, or its own if that is longer.
    let gap: Duration

    let timing: LineTiming
    var plan: RegisterPlan
    var schedule: [Clock]
    var health: [PointHealth]
    var level = PresenceLevel()
    var port = Port.untried
    var trust: SlaveTrust
    var lastFailure = MissingReason.timeout
    var identity: IdentityState
    /// Which block a silent device is asked for.
    private var probe = 0
    /// The cycle that is not read to its end yet.
    var cycle: Cycle?
    /// Questions that were given up and may still be answered.
    var late: LateAnswers
    /// When the last request to it and its answer's bytes are over, without its thought.
    var askedAt: MonotonicInstant
    /// What became of the questions.
    var exchanges = ExchangeMeter()
    var record = DeviceRecord()

    enum Port: Sendable { case untried, open, lost }

    enum IdentityState: Sendable, Equatable {
        case right
        case wanted(from: MonotonicInstant, isWrong: Bool)

        var isWrong: Bool { if case .wanted(_, true) = self { true } else { false } }
    }

    struct Clock: Sendable, Equatable {
        var wantedAt: MonotonicInstant
        var missAt: MonotonicInstant
        var readAt: MonotonicInstant?
        var refusals = 0
        /// It failed in this period already.
        var isRetried = false
    }

    struct Cycle: Sendable, Equatable {
        var block: Int
        var contents: [RegisterContents] = []
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
        late = LateAnswers(timeout: .milliseconds(map.responseTimeoutMilliseconds))
        askedAt = now
        trust = SlaveTrust(timeout: .milliseconds(map.responseTimeoutMilliseconds), isNetwork: isNetwork, at: now)
        identity = map.identity == nil ? .right : .wanted(from: now, isWrong: false)
    }

    var wholeTimeout: Duration { .milliseconds(map.responseTimeoutMilliseconds) }

    // MARK: - The line asks

    /// It does not answer.
    var isSilent: Bool { trust.isSilent }
    /// Its last request failed, and it never answered or too rarely.
    var isDoubtful: Bool { trust.isDoubtful }
    /// Too many of its newest requests failed.
    var isUnreliable: Bool { trust.isUnreliable }
    /// One of its newest requests failed.
    var hasFailedLately: Bool { trust.hasFailedLately }
    /// Its last request failed.
    var isFailing: Bool { trust.isFailing }

    /// It answered whatever it was asked last.
    var isHealthy: Bool { trust.longestThought != nil && !trust.isFailing }

    /// Since when, or from when on, it wants the line, and by when it should have it; nil if there is nothing to read. Of a
    /// silent device it says when its back-off ends. Mutating, so that the element of an array is asked in its place: it
    /// changes nothing, but to ask a copy of each device of a line costs more than all that is asked.
    mutating func turn(at now: MonotonicInstant) -> LineTurn? {
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
            let turn = late.isEmpty ? wish(of: index) : permitted(index, at: now)
            if best.map({ turn.isBefore($0.turn, at: now) }) ?? true { best = (index, turn) }
        }
        return best
    }

    private func wish(of block: Int) -> LineTurn {
        let wantedAt = schedule[block].wantedAt
        return LineTurn(startAt: wantedAt, deadline: wantedAt + plan.blocks[block].patience)
    }

    /// The same while late answers are possible: a block goes when all its parts may. One that would keep another waiting
    /// lets it go first if its deadline is earlier.
    private func permitted(_ block: Int, at now: MonotonicInstant) -> LineTurn {
        var turn = wish(of: block)
        turn.startAt = max(turn.startAt, notBefore(block) ?? turn.startAt)
        guard turn.startAt <= now, plan.blocks[block].operations.contains(where: late.isOwed) else { return turn }
        for other in schedule.indices where other != block {
            let wish = wish(of: other)
            guard wish.startAt <= now, wish.deadline < turn.deadline, let clear = notBefore(other) else { continue }
            turn.startAt = max(turn.startAt, clear)
        }
        return turn
    }

    private func notBefore(_ block: Int) -> MonotonicInstant? {
        plan.blocks[block].operations.compactMap { late.notBefore($0) }.max()
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

    /// What it is asked next; of one that is not silent what it wants most.
    func nextOperation(at now: MonotonicInstant) -> ModbusRequest.Operation {
        if let cycle { return ModbusRequest.Operation(reading: plan.blocks[cycle.block].spans[cycle.contents.count]) }
        guard !trust.isSilent, let block = bestBlock(at: now)?.block else { return probeOperation }
        return ModbusRequest.Operation(reading: plan.blocks[block].spans[0])
    }

    /// The request that a silent device is asked with next.
    var probeOperation: ModbusRequest.Operation {
        ModbusRequest.Operation(reading: plan.blocks[plan.probes[probe % plan.probes.count]].spans[0])
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
    func notBefore(_ operation: ModbusRequest.Operation) -> MonotonicInstant? { late.notBefore(operation) }

    /// In turn: one block that the device never answers must not hide the others.
    private mutating func probeBlock() -> Int {
        defer { probe += 1 }
        return plan.probes[probe % plan.probes.count]
    }
}
