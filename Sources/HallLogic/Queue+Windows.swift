import HallModel

/// A clerk's verbs. One that is true already changes nothing and answers with the window as it is.
extension Queue {
    func perform(
        _ verb: WindowVerb, at id: WindowID, reason: String, by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let plan = step.recorded.plan, let window = step.recorded.window(id) else {
            let known = step.recorded.windows.map(\.id.rawValue)
            return .refused(.noSuchWindow(id.rawValue, known: known))
        }
        let ticket = step.recorded.ticket(at: id)
        let at = step.now.wall
        switch verb {
        case .open: return change(window, to: .open, reason, user, &step)
        case .resume:
            guard window.mode != .closed else { return .refused(.windowNotOpen(id, .closed)) }
            return change(window, to: .open, reason, user, &step)
        case .pause:
            guard window.mode != .closed else { return .refused(.windowNotOpen(id, .closed)) }
            return change(window, to: .paused, reason, user, &step)
        case .close:
            if let ticket { return .refused(.windowBusy(id, ticket.id.number)) }
            release(from: id, &step)
            leave(window, for: .windowClosed, by: user, &step)
            return change(window, to: .closed, reason, user, &step)
        case .call: return call(window, plan, ticket, user, &step)
        case .recall:
            guard !step.recorded.isEvacuating else { return .refused(.hallClosed(.fire)) }
            guard let ticket, ticket.isCalled else { return .refused(.nobodyCalled(id)) }
            step.record(.ticketRecalled(TicketRecalled(ticket: ticket.id, window: id, at: at, by: user)))
        case .putBack:
            guard let ticket, ticket.isCalled else { return .refused(.nobodyCalled(id)) }
            step.record(
                .ticketPutBack(TicketPutBack(ticket: ticket.id, window: id, reason: reason, at: at, by: user)))
        case .park:
            guard let ticket else { return .refused(.nobodyServed(id)) }
            park(ticket, at: id, reason: reason, by: user, &step)
        case .start:
            guard let ticket else { return .refused(.nobodyCalled(id)) }
            guard ticket.isCalled else { return .window(window) }
            step.record(.serviceStarted(ServiceStarted(ticket: ticket.id, window: id, at: at, by: user)))
        case .finish:
            guard let ticket, !ticket.isCalled else { return .refused(.nobodyServed(id)) }
            step.record(.serviceFinished(ServiceFinished(ticket: ticket.id, window: id, at: at, by: user)))
        case .noShow:
            guard let ticket, ticket.isCalled else { return .refused(.nobodyCalled(id)) }
            step.record(
                .ticketNoShow(
                    TicketNoShow(ticket: ticket.id, window: id, at: at, by: user, next: chance(of: ticket, step))))
        }
        return .window(step.recorded.window(id) ?? window)
    }

    private func change(
        _ window: WindowState, to mode: WindowState.Mode, _ reason: String, _ user: String, _ step: inout HallStep
    ) -> HallReply {
        guard window.mode != mode else { return .window(window) }
        step.record(
            .windowModeChanged(
                WindowModeChanged(window: window.id, mode: mode, reason: reason, at: step.now.wall, by: user)))
        return .window(step.recorded.window(window.id) ?? window)
    }

    private func call(
        _ window: WindowState, _ plan: HallPlan, _ current: Ticket?, _ user: String, _ step: inout HallStep
    ) -> HallReply {
        guard !step.recorded.isEvacuating else { return .refused(.hallClosed(.fire)) }
        guard window.mode == .open else { return .refused(.windowNotOpen(window.id, window.mode)) }
        guard step.recorded.isManned(window) else { return .refused(.nobodySignedOn(window.id)) }
        if let current, current.isCalled { return .refused(.calledTicketPending(window.id, current.id.number)) }
        guard let choice = choose(for: window, plan, step) else { return .nobodyWaiting(window) }
        let next = choice.ticket
        if let current {
            step.record(
                .serviceFinished(
                    ServiceFinished(ticket: current.id, window: window.id, at: step.now.wall, by: user)))
        }
        var called = TicketCalled(
            ticket: next.id, window: window.id, at: step.now.wall, by: user, rule: choice.rule, inputs: choice.inputs)
        called.person = window.operator
        step.record(.ticketCalled(called))
        return .called(
            step.recorded.ticket(next.id) ?? next, step.recorded.window(window.id) ?? window, rule: choice.rule)
    }

    /// Calls a number that the clerk names, out of its turn. A slip of the keyboard must not end anybody's service.
    func call(_ number: TicketNumber, to id: WindowID, by user: String, _ step: inout HallStep) -> HallReply {
        guard let window = step.recorded.window(id) else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        guard !step.recorded.isEvacuating else { return .refused(.hallClosed(.fire)) }
        guard window.mode == .open else { return .refused(.windowNotOpen(id, window.mode)) }
        guard step.recorded.isManned(window) else { return .refused(.nobodySignedOn(id)) }
        if let current = step.recorded.ticket(at: id) {
            let there = current.id.number
            return .refused(current.isCalled ? .calledTicketPending(id, there) : .windowBusy(id, there))
        }
        let ticket: Ticket
        do throws(Refusal) { ticket = try waiting(number, step) } catch { return .refused(error) }
        let serves = step.recorded.serves(window)
        guard step.recorded.mayCall(id, ticket) else { return .refused(.notServedHere(number, id)) }
        guard step.recorded.isCallable(ticket) else { return .refused(.printPending(number)) }
        let passed = step.recorded.book.waiting.map { step.recorded.book[$0] }.filter {
            $0.isBefore(ticket) && RecordedHall.mayCall(window, serves: serves, $0) && step.recorded.isCallable($0)
        }
        var inputs = [
            DecisionInput("serves", serves.map(\.rawValue).joined(separator: ",")),
            DecisionInput("order", String(ticket.order)),
            DecisionInput("taken", step.now.civil.local(ticket.takenAt).rfc3339),
        ]
        if ticket.stage != .waiting { inputs.append(DecisionInput("stage", ticket.stage.word)) }
        if !passed.isEmpty { inputs.append(DecisionInput("passed", named(passed))) }
        var called = TicketCalled(
            ticket: ticket.id, window: id, at: step.now.wall, by: user, rule: .byNumber, inputs: inputs)
        called.person = window.operator
        step.record(.ticketCalled(called))
        return .called(step.recorded.ticket(ticket.id) ?? ticket, step.recorded.window(id) ?? window, rule: .byNumber)
    }
}

extension Ticket {
    /// Called to a window, and neither there nor given up.
    var isCalled: Bool {
        if case .called = stage { true } else { false }
    }
}
