import DeviceProtocols
import HallModel

/// What answers, refusals and silence say of a device and its points.
extension RegisterDriver {
    /// A device of another model is asked who it is so often.
    private static let identityPause = Duration.seconds(10)
    /// Refusals of a block in a row after which it falls apart: a device that starts up refuses for a moment.
    private static let refusalsToSplit = 2
    /// It is given so long to have started, or its period if that is shorter.
    private static let refusalPause = Duration.seconds(2)

    /// A request to it leaves.
    mutating func sent(_ operation: ModbusRequest.Operation, at now: MonotonicInstant) {
        record.asked += 1
        askedAt = now + timing.frames(operation)
        late.sent(operation, at: now)
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
            var reports = answered(operation, after: thought, at: now)
            // It came back as a stranger, perhaps.
            if case .wanted = identity { return reports }
            cycle.contents.append(contents)
            if cycle.contents.count < block.spans.count {
                self.cycle = cycle
                return reports
            }
            note(cycle.block, at: now)
            settle(cycle.block, at: now)
            for index in block.points {
                if let report = take(index, cycle.contents, at: now) { reports.append(report) }
            }
            return reports
        case .failure(.exception(let code)) where ModbusFailure.exception(code).isAnswer:
            let reports = answered(operation, after: thought, refusing: true, at: now)
            schedule[cycle.block].refusals += 1
            if [2, 3].contains(code), block.points.count > 1 {
                // One register that does not exist takes the others with it.
                guard schedule[cycle.block].refusals >= Self.refusalsToSplit else {
                    settle(cycle.block, at: now)
                    schedule[cycle.block].wantedAt = min(schedule[cycle.block].wantedAt, now + Self.refusalPause)
                    return reports + miss(block.points, .exception)
                }
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

    mutating func identityReturned(
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
        var reports = answered(operation, after: thought, at: now)
        if isRight, wasWrong { startAnew(at: now) }
        if !isRight { lastFailure = .exception }
        // What another model has in these registers is not what the points mean.
        if !isRight, !wasWrong {
            reports += health.indices.compactMap { index in change(index) { $0.readNonsense(.exception) } }
        }
        return reports
    }

    /// Forgets what was read of a cycle: the device was written to in between.
    mutating func breakCycle() { cycle = nil }

    /// It answered, with whatever; a refusal is an answer, and a failure of what was asked.
    mutating func answered(
        _ operation: ModbusRequest.Operation, after thought: Duration?, refusing: Bool = false, at now: MonotonicInstant
    ) -> [DeviceReport] {
        late.answered(operation, sentAt: askedAt, at: now)
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
        let changes = identity.isWrong ? level.become(.offline, .wrongModel) : level.become(.online, .none)
        return reports(changes)
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
        // Another's refusal (0Ah, 0Bh) is an answer, and on a network a number ties answers to their questions.
        if timing.silence > .zero, !failure.isHeard { late.keep(operation, sentAt: askedAt) }
        let wasSilent = trust.isSilent
        trust.failed(isDamaged: failure == .garbled, at: now)
        if case .wanted(_, let isWrong) = identity { identity = .wanted(from: now, isWrong: isWrong) }
        guard trust.isSilent else { return [] }
        if !wasSilent {
            for index in schedule.indices { schedule[index].missAt = max(now, schedule[index].wantedAt) }
        }
        return reports(level.become(.offline, .noAnswer))
    }

    /// A damaged answer to somebody else may be its own, too late.
    func mayDisturb(at now: MonotonicInstant) -> Bool { late.mayDisturb(at: now) }

    /// Likely it answered too late, into somebody else's answer.
    mutating func disturbed(at now: MonotonicInstant) {
        late.blame()
        trust.wasLate(at: now)
    }

    /// An answer of it was heard while somebody else was asked.
    mutating func wasHeardLate(at now: MonotonicInstant) {
        late.heard()
        trust.wasLate(at: now)
    }

    /// What was read says about a point, also when it was read back after a write.
    mutating func take(_ index: Int, _ contents: [RegisterContents], at now: MonotonicInstant) -> DeviceReport? {
        guard let meaning = map.registers[index].meaning(of: contents) else { return nil }
        switch meaning {
        case .value(let value):
            health[index].read(value, at: now)
            return report(index)
        case .nonsense(let reason):
            return change(index) { $0.readNonsense(reason) }
        }
    }

    /// Everything is wanted now.
    mutating func startAnew(at now: MonotonicInstant) {
        for index in schedule.indices {
            schedule[index].wantedAt = now
            schedule[index].missAt = now + plan.blocks[index].period
        }
    }

    /// The present period has its outcome; the next one begins on the block's own grid.
    mutating func settle(_ block: Int, at now: MonotonicInstant) {
        let period = plan.blocks[block].period
        schedule[block].wantedAt = schedule[block].wantedAt.next(every: period, after: now)
        schedule[block].missAt = schedule[block].wantedAt + period
        schedule[block].isRetried = false
    }

    /// A block was read to its end.
    mutating func note(_ block: Int, at now: MonotonicInstant) {
        if let readAt = schedule[block].readAt { record.ages.note(now - readAt) }
        schedule[block].readAt = now
        schedule[block].refusals = 0
        record.savedRequests += plan.blocks[block].savedRequests
        record.savedTime += plan.blocks[block].savedTime
    }
}

extension ModbusFailure {
    /// Something that can be read was heard, of it or of a gateway.
    var isHeard: Bool { if case .exception = self { true } else { false } }

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
