import HallModel

/// A clerk's verbs. One that is true already changes nothing and answers with the window as it is.
extension Queue {
    /// How many skipped numbers a fact names.
    private static let namedSkips = 8

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
            return change(window, to: .closed, reason, user, &step)
        case .call: return call(window, plan, ticket, user, &step)
        case .recall:
            guard !step.recorded.isEvacuating else { return .refused(.hallClosed(.fire)) }
            guard let ticket, ticket.isCalled else { return .refused(.nobodyCalled(id)) }
            step.record(.ticketRecalled(TicketRecalled(ticket: ticket.id, window: id, at: at, by: user)))
        case .start:
            guard let ticket else { return .refused(.nobodyCalled(id)) }
            guard ticket.isCalled else { return .window(window) }
            step.record(.serviceStarted(ServiceStarted(ticket: ticket.id, window: id, at: at, by: user)))
        case .finish:
            guard let ticket, !ticket.isCalled else { return .refused(.nobodyServed(id)) }
            step.record(.serviceFinished(ServiceFinished(ticket: ticket.id, window: id, at: at, by: user)))
        case .noShow:
            guard let ticket, ticket.isCalled else { return .refused(.nobodyCalled(id)) }
            step.record(.ticketNoShow(TicketNoShow(ticket: ticket.id, window: id, at: at, by: user)))
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
        if let current, current.isCalled { return .refused(.calledTicketPending(window.id, current.id.number)) }
        let choice = choose(for: window.id, plan, step)
        guard let next = choice.ticket else { return .nobodyWaiting(window) }
        if let current {
            step.record(
                .serviceFinished(
                    ServiceFinished(ticket: current.id, window: window.id, at: step.now.wall, by: user)))
        }
        step.record(
            .ticketCalled(
                TicketCalled(
                    ticket: next.id, window: window.id, at: step.now.wall, by: user, rule: .firstTaken,
                    inputs: choice.inputs)))
        return .called(
            step.recorded.ticket(next.id) ?? next, step.recorded.window(window.id) ?? window, rule: .firstTaken)
    }

    /// First taken: the smallest order among those who wait for a service of this window and hold their number.
    private func choose(
        for window: WindowID, _ plan: HallPlan, _ step: HallStep
    ) -> (ticket: Ticket?, inputs: [DecisionInput]) {
        let serves = plan.window(window)?.serves ?? []
        var waiting = 0
        var first: Ticket?
        var skipped: [Ticket] = []
        for ticket in step.recorded.tickets where ticket.stage == .waiting && serves.contains(ticket.service) {
            if step.recorded.isCallable(ticket) {
                waiting += 1
                if ticket.order < first?.order ?? .max { first = ticket }
            } else {
                skipped.append(ticket)
            }
        }
        guard let first else { return (nil, []) }
        var inputs = [
            DecisionInput("serves", serves.map(\.rawValue).joined(separator: ",")),
            DecisionInput("waiting", String(waiting)),
            DecisionInput("oldest", first.id.number.text),
            DecisionInput("order", String(first.order)),
            DecisionInput("taken", step.now.civil.local(first.takenAt).rfc3339),
        ]
        if !skipped.isEmpty {
            var names = skipped.prefix(Self.namedSkips).map(\.id.number.text)
            if skipped.count > names.count { names.append("+\(skipped.count - names.count)") }
            inputs.append(DecisionInput("skipped", names.joined(separator: ",")))
        }
        return (first, inputs)
    }
}

extension Ticket {
    /// Called to a window, and neither there nor given up.
    var isCalled: Bool {
        if case .called = stage { true } else { false }
    }
}
