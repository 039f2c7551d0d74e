import DeviceProtocols
import HallModel

/// What people and the hall want of a line: writes, questions, searches.
extension ModbusMachine {
    // MARK: - Writes

    mutating func accept(_ write: PointWrite, at now: MonotonicInstant) -> [BusAction] {
        guard let seat = seats.firstIndex(where: { $0.device == write.point.device }),
            let register = seats[seat].map.registers.firstIndex(where: { $0.point.name == write.point.name }),
            let attempt = RegisterWrite(write, seat: seat, register: register, of: seats[seat].map)
        else { return [outcome(of: write, .rejected)] }
        var actions: [BusAction] = []
        if let index = writes.firstIndex(where: { $0.write.point == write.point && !$0.isBegun }) {
            actions.append(outcome(of: writes.remove(at: index).write, .superseded))
        }
        guard writes.count < Self.writeLimit else { return actions + [outcome(of: write, .rejected)] }
        writes.append(attempt)
        return actions
    }

    mutating func advance(
        _ id: WriteID, _ result: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant
    ) -> [BusAction] {
        guard let index = writes.firstIndex(where: { $0.write.id == id && $0.isBegun }) else { return [] }
        switch writes[index].returned(result, at: now) {
        case .goesOn: return []
        case .ended(let outcome): return [self.outcome(of: writes.remove(at: index).write, outcome)]
        case .readBack(let contents):
            let ended = writes.remove(at: index)
            let report = seats[ended.seat].take(ended.register, contents, at: now)
            var value: PointValue?
            if case .value(let read) = seats[ended.seat].map.registers[ended.register].meaning(of: contents) {
                value = read
            }
            let outcome: WriteOutcome = value == ended.write.value ? .confirmed : .differs
            let told = self.outcome(of: ended.write, outcome, readBack: value)
            return report.map { [.report($0), told] } ?? [told]
        }
    }

    /// Those under way have no answer to wait for any more; those that wait can still be sent.
    mutating func abandon() -> [BusAction] {
        let begun = writes.filter(\.isBegun)
        writes.removeAll(where: \.isBegun)
        return begun.map { outcome(of: $0.write, .unanswered) }
    }

    /// Ends what has reached its deadline.
    mutating func expire(at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        if writes.contains(where: { $0.write.deadline <= now }) {
            let ended = writes.filter { $0.write.deadline <= now }
            writes.removeAll { $0.write.deadline <= now }
            actions += ended.map { outcome(of: $0.write, $0.isBegun ? .unanswered : .expired) }
        }
        if questions.contains(where: { $0.deadline <= now }) {
            actions += questions.filter { $0.deadline <= now }.map { .answer($0.id, .expired) }
            questions.removeAll { $0.deadline <= now }
        }
        return actions
    }

    private func outcome(of write: PointWrite, _ outcome: WriteOutcome, readBack: PointValue? = nil) -> BusAction {
        .report(DeviceReport(device: write.point.device, .written(write.id, outcome, readBack: readBack)))
    }

    // MARK: - Questions

    mutating func accept(_ question: BusQuestion, at now: MonotonicInstant) -> [BusAction] {
        guard question.operation.isRead, 1...(isNetwork ? 255 : 247) ~= question.unit,
            questions.count < Self.questionLimit
        else { return [.answer(question.id, .refused)] }
        guard port.isOpen else { return [.answer(question.id, .portClosed(closedBy))] }
        questions.append(question)
        return []
    }

    // MARK: - Searches

    mutating func accept(_ order: BusScan, at now: MonotonicInstant) -> [BusAction] {
        // Other settings make no sense on a network.
        guard scan == nil, order.settings.isEmpty || !isNetwork, 1...247 ~= order.units.lowerBound,
            order.units.upperBound <= 247
        else { return [.scanned(order.id, .ended(.refused))] }
        guard port.isOpen else { return [.scanned(order.id, .ended(.portClosed(closedBy)))] }
        let started = LineScan(order, own: own, beside: seats)
        scan = started
        guard started.interrupts else { return [] }
        // The request in flight, if any, ends first.
        isSetUpForScan = true
        var actions = abandon()
        for index in seats.indices { actions += reports(seats[index].standStill(at: now)) }
        return actions
    }

    mutating func scanReturned(_ outcome: Result<ModbusReply, ModbusFailure>, at now: MonotonicInstant) -> [BusAction] {
        guard var scan else { return [] }
        let (news, isNewSetting) = scan.returned(outcome)
        var actions: [BusAction] = news.map { .scanned(scan.order.id, $0) }
        self.scan = scan
        if isNewSetting, let settings = scan.settings {
            isSetUpForScan = false
            actions.append(.configure(settings))
        }
        if scan.request == nil { actions += finish(scan, at: now) }
        return actions
    }

    mutating func endScan(_ id: BusQuestionID, at now: MonotonicInstant) -> [BusAction] {
        guard let scan, scan.order.id == id else { return [] }
        if flight?.asker == .scanner { flight = nil }
        return [.scanned(id, .ended(.stopped))] + finish(scan, at: now)
    }

    /// The line is the plan's again.
    private mutating func finish(_ scan: LineScan, at now: MonotonicInstant) -> [BusAction] {
        self.scan = nil
        isSetUpForScan = false
        guard scan.interrupts else { return [] }
        for index in seats.indices { seats[index].goOn(at: now) }
        return scan.settings == nil ? [] : own.map { [.configure($0)] } ?? []
    }

    /// Nobody is told anything any more but those who wait, and those who come too late.
    mutating func endOfThread() -> [BusAction] {
        var asked = questions.map { BusAction.answer($0.id, .expired) }
        questions = []
        asked += writes.map { outcome(of: $0.write, $0.isBegun ? .unanswered : .expired) }
        writes = []
        guard let scan else { return asked }
        self.scan = nil
        return asked + [.scanned(scan.order.id, .ended(.stopped))]
    }
}

extension BusAnswer {
    init(_ outcome: Result<ModbusReply, ModbusFailure>) {
        self =
            switch outcome {
            case .success(let reply): .replied(reply)
            case .failure(let failure): .failed(failure)
            }
    }
}
