import DeviceProtocols
import HallModel

/// What a request brought, and what else was heard.
extension ModbusMachine {
    mutating func returned(_ outcome: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant)
        -> [BusAction]
    {
        guard let flight else { return [] }
        self.flight = nil
        lineFreeAt = now
        let isFailure: Bool
        if case .failure(let failure) = outcome { isFailure = !failure.isAnswer } else { isFailure = false }
        let cost = now - flight.sentAt
        if isFailure || flight.asker == .scanner, flight.isCharged {
            // On a serial line more than this is given to somebody who was heard too late, or once in a long while.
            allowance.charge(isNetwork ? cost : min(cost, Self.longestPatience), at: now)
        }
        if isFailure, flight.asker != .scanner, !flight.isFree { failingTime += cost }
        if case .failure(.timeout) = outcome {
            unheard += 1
            if let seat = seat(of: flight.asker), seats[seat].isHealthy { hasHealthyFailed = true }
        } else {
            heardAt = now
            unheard = 0
            hasHealthyFailed = false
            deafTime = Self.deafTimes.lowerBound
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
            failedCommand = isFailure ? now + cost * 4 : nil
            actions += reports(judged(seat, outcome, flight.operation, thought: thought, at: now))
            actions += advance(id, outcome, at: now)
        case .person(let question):
            failedCommand = isFailure ? now + cost * 4 : nil
            if let seat = seat(of: flight.asker) {
                actions += reports(judged(seat, outcome, flight.operation, thought: thought, at: now))
            } else if isFailure, !isNetwork {
                strangers.keep(flight.operation, sentAt: now)
            }
            actions.append(.answer(question.id, BusAnswer(outcome)))
        case .scanner:
            if case .failure(.timeout) = outcome, !isNetwork,
                let seat = seats.firstIndex(where: { $0.unit == flight.unit })
            {
                seats[seat].late.keep(flight.operation, sentAt: now)
            }
            actions += scanReturned(outcome, at: now)
        }
        noteDisturbance()
        if isNetwork, unheard >= 2, now - heardAt >= deafTime,
            hasHealthyFailed || seats.allSatisfy(\.isFailing)
        {
            // The other end may be gone without a word.
            heardAt = now
            unheard = 0
            hasHealthyFailed = false
            deafTime = min(deafTime * 2, Self.deafTimes.upperBound)
            actions.append(.open)
        }
        return actions
    }

    private mutating func noteDisturbance() {
        var majority = 0
        for index in seats.indices where !seats[index].isSilent { majority += seats[index].hasFailedLately ? 1 : -1 }
        isDisturbed = majority > 0
    }

    /// What an answer or a failure says of a device, whatever it was asked.
    private mutating func judged(
        _ seat: Int, _ outcome: Result<ModbusReply, ModbusFailure>, _ operation: ModbusRequest.Operation,
        thought: Duration?, at now: MonotonicInstant
    ) -> [DeviceReport] {
        switch outcome {
        case .success: return seats[seat].answered(operation, after: thought, at: now)
        case .failure(let failure) where failure.isAnswer:
            return seats[seat].answered(operation, after: thought, refusing: true, at: now)
        case .failure(let failure):
            if outcome.isGarbled, blameLateness(but: seat, at: now) { return [] }
            return seats[seat].failed(failure, operation, at: now)
        }
    }

    /// A damaged answer while another device may still answer a question that was given up: likely both spoke at once. That
    /// one is waited for next time; who was asked is asked again and has done nothing wrong.
    private mutating func blameLateness(but asked: Int, at now: MonotonicInstant) -> Bool {
        guard let late = seats.indices.first(where: { $0 != asked && seats[$0].mayDisturb(at: now) }) else {
            return false
        }
        seats[late].disturbed(at: now)
        return true
    }

    mutating func overheard(_ heard: BusNoise, at now: MonotonicInstant) {
        if case .frame(let unit) = heard, let seat = seats.firstIndex(where: { $0.unit == unit }),
            seats[seat].mayDisturb(at: now)
        {
            seats[seat].wasHeardLate(at: now)
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
