import DeviceProtocols
import HallModel

/// Whose turn it is on the line.
extension ModbusMachine {
    /// When the thread is given the next request, if the silence before it is this.
    private func freeAt(_ gap: Duration) -> MonotonicInstant { lineFreeAt + (gap - Self.lead) }

    /// Somebody who wants the line.
    struct Candidate {
        var asker: Asker
        /// From when on it may have it.
        var at: MonotonicInstant
        /// Nobody else wants it for so long.
        var isFree = false
        /// The time until somebody else does; nil: nobody does.
        var room: Duration?
        /// It waits for nothing but the silence between frames.
        var isReady = false
    }

    /// Who has the line next. Changes nothing, as all that it asks.
    mutating func nextTurn(at now: MonotonicInstant) -> Candidate? {
        if let scan, scan.interrupts {
            return isSetUpForScan ? Candidate(asker: .scanner, at: freeAt(timing.silence), isFree: true) : nil
        }
        let read = nextReader(at: now)
        var best = read
        if let command = nextCommand(at: now) {
            let isReadOverdue = commandsSince >= Self.commandsInARow && read.map { $0.at <= now && !$0.isFree } ?? false
            if command.isReady, !isReadOverdue { return command }
            if !command.isReady, best.map({ command.at < $0.at }) ?? true { best = command }
        }
        // A device that answered until now may suffer from the search.
        if let scan, !seats.contains(where: \.isMissed) {
            best = turn(of: scan, beside: best, wanted: read?.at, at: now)
        }
        return best
    }

    /// The first write of each device, in the order they came; then the questions.
    private func nextCommand(at now: MonotonicInstant) -> Candidate? {
        var best: Candidate?
        var seen: [Int] = []
        for write in writes where !seen.contains(write.seat) {
            seen.append(write.seat)
            let seat = seats[write.seat]
            let free = max(now, freeAt(seat.gap))
            var at = max(free, write.notBefore ?? free)
            if let clear = seat.notBefore(write.step.operation) { at = max(at, clear) }
            if seat.isFailing { at = max(at, commandGate) }
            let candidate = Candidate(asker: .writer(seat: write.seat, write.write.id), at: at, isReady: at == free)
            if candidate.isReady { return candidate }
            if best.map({ at < $0.at }) ?? true { best = candidate }
        }
        if let question = questions.first {
            let free = max(now, freeAt(gap(of: question.unit)))
            var at = max(free, commandGate)
            if let seat = seats.first(where: { $0.unit == question.unit }),
                let clear = seat.notBefore(question.operation)
            {
                at = max(at, clear)
            } else if let clear = strangers.notBefore(question.operation) {
                at = max(at, clear)
            }
            if best.map({ at < $0.at }) ?? true {
                best = Candidate(asker: .person(question), at: at, isReady: at == free)
            }
        }
        return best
    }

    /// A command that failed lets four times as long pass, or as long as the allowance wants if that is less.
    private var commandGate: MonotonicInstant {
        failedCommand.map { min(allowance.opensAt, $0) } ?? lineFreeAt
    }

    /// Devices for which a command waits until late answers can be told from its own: a read would put that off.
    private var held: [Int] {
        guard !writes.isEmpty || !questions.isEmpty else { return [] }
        return writes.filter { seats[$0.seat].notBefore($0.step.operation) != nil }.map(\.seat)
            + questions.compactMap { question in
                seats.firstIndex { $0.unit == question.unit && $0.notBefore(question.operation) != nil }
            }
    }

    /// It is asked in time that nobody wants, or when the line's allowance lets it.
    func isOnAllowance(_ seat: Int) -> Bool {
        seats[seat].isSilent || seats[seat].isDoubtful && !isDisturbed
    }

    /// If its request fails, that is charged to the line's allowance.
    func isCharged(_ seat: Int) -> Bool {
        isOnAllowance(seat) || seats[seat].isUnreliable && !isDisturbed
    }

    /// The silence that a unit wants before a request.
    func gap(of unit: Int) -> Duration { seats.first { $0.unit == unit }?.gap ?? timing.silence }

    /// The rest of a cycle, the most urgent read, or a silent device whose time it is.
    private mutating func nextReader(at now: MonotonicInstant) -> Candidate? {
        let held = held
        var first: (seat: Int, turn: LineTurn)?
        var quiet: (seat: Int, turn: LineTurn)?
        for index in seats.indices {
            guard !held.contains(index), let turn = seats[index].turn(at: now) else { continue }
            if seats[index].isInCycle, turn.startAt <= now {
                return Candidate(asker: .reader(seat: index), at: max(turn.startAt, freeAt(seats[index].gap)))
            }
            if isOnAllowance(index) {
                if quiet.map({ turn.isBefore($0.turn, at: now) }) ?? true { quiet = (index, turn) }
            } else if first.map({ turn.isBefore($0.turn, at: now) }) ?? true {
                first = (index, turn)
            }
        }
        let reader = first.map { first in
            Candidate(asker: .reader(seat: first.seat), at: max(first.turn.startAt, freeAt(seats[first.seat].gap)))
        }
        guard let quiet else { return reader }
        let seat = seats[quiet.seat]
        let cost = timing.transaction(seat.nextOperation(at: now), thought: seat.shortTimeout, gap: seat.gap)
        let idle = idleTurn(cost: cost, since: quiet.turn.startAt, wanted: reader?.at, at: now)
        var probe = Candidate(
            asker: .reader(seat: quiet.seat), at: max(idle.at, freeAt(seat.gap)), isFree: idle.isFree)
        probe.room = reader.map { $0.at - max(now, probe.at) - (cost - seat.shortTimeout) }
        guard let first, let reader else { return probe }
        // Paid for, it stands among the others by its deadline: the moment from which it could go.
        let paid = LineTurn(startAt: idle.at, deadline: idle.at)
        let isProbeFirst = idle.isFree ? probe.at < reader.at : paid.isBefore(first.turn, at: now)
        return isProbeFirst ? probe : reader
    }

    /// Before this a late answer could be taken for the one to the search's next question.
    private var scanNotBefore: MonotonicInstant? {
        guard let request = scan?.request else { return nil }
        return seats.first { $0.unit == request.unit }?.notBefore(request.operation)
    }

    /// The search, if it may go before the best of the others.
    private func turn(
        of scan: LineScan, beside best: Candidate?, wanted: MonotonicInstant?, at now: MonotonicInstant
    ) -> Candidate {
        let gap = scan.request.map { self.gap(of: $0.unit) } ?? timing.silence
        let since = max(freeAt(gap), scanNotBefore ?? now)
        let idle = idleTurn(cost: scan.cost(timing, gap: gap), since: since, wanted: wanted, at: now)
        let search = Candidate(asker: .scanner, at: idle.at, isFree: idle.isFree)
        guard let best else { return search }
        if best.at > now { return search.at < best.at ? search : best }
        // A silent device of the plan has the allowance first.
        if case .reader(let seat) = best.asker, !isOnAllowance(seat), search.at <= now { return search }
        return best
    }

    /// From when on something may go that nobody waits for: at once if the line is not wanted for as long as it takes, else
    /// when the allowance lets it.
    private func idleTurn(
        cost: Duration, since: MonotonicInstant, wanted: MonotonicInstant?, at now: MonotonicInstant
    ) -> (at: MonotonicInstant, isFree: Bool) {
        let begin = max(since, now, lineFreeAt)
        if wanted.map({ begin + cost <= $0 }) ?? true { return (since, true) }
        return (max(since, allowance.opensAt), false)
    }
}
