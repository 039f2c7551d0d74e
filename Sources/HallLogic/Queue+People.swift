import HallModel

/// Who works at which window.
///
/// ```
///             sign-on                        sign-on of another: covers, the visitor stays
///  nobody ───────────────▶ somebody there ──────────────────────────────────────────────────▶ the other there
///     ▲                        │
///     └────────────────────────┘ sign-off, sign-on elsewhere: not with a visitor there
///                                close, another configuration, the turn of the day
/// ```
extension Queue {
    func signOn(_ named: OperatorID?, at id: WindowID, by user: String, _ step: inout HallStep) -> HallReply {
        guard let plan = step.recorded.plan, let window = step.recorded.window(id) else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        let known = plan.operators.map(\.id.rawValue)
        guard let person = named ?? plan.operators.first(where: { $0.user == user })?.id else {
            return .refused(known.isEmpty ? .noSuchOperator(user, known: []) : .nobodyHasUser(user))
        }
        guard let wanted = plan.operator(person) else {
            return .refused(.noSuchOperator(person.rawValue, known: known))
        }
        guard window.mode != .closed else { return .refused(.windowNotOpen(id, .closed)) }
        guard window.operator != person else { return .window(window) }
        if window.operator != nil, !window.isOf(person), !wanted.covers.isEmpty, !wanted.covers.contains(id) {
            return .refused(.mayNotCover(person, id))
        }
        if let other = step.recorded.windows.first(where: { $0.operator == person }) {
            if let current = other.current { return .refused(.visitorAtWindow(person, other.id, current.number)) }
            leave(other, for: .elsewhere, by: user, &step)
        }
        if let former = window.operator {
            step.record(
                .operatorSignedOff(
                    OperatorSignedOff(window: id, person: former, reason: .covered, at: step.now.wall, by: user)))
        }
        step.record(
            .operatorSignedOn(
                OperatorSignedOn(
                    window: id, person: person, relieves: window.operator,
                    ticket: window.operator == nil ? nil : window.current, at: step.now.wall, by: user)))
        return .window(step.recorded.window(id) ?? window)
    }

    func signOff(_ named: OperatorID?, at id: WindowID, by user: String, _ step: inout HallStep) -> HallReply {
        guard let window = step.recorded.window(id) else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        if let named, named != window.operator { return .refused(.notSignedOn(named, id)) }
        guard let person = window.operator else { return .window(window) }
        if let current = window.current { return .refused(.visitorAtWindow(person, id, current.number)) }
        leave(window, for: .asked, by: user, &step)
        return .window(step.recorded.window(id) ?? window)
    }

    /// Whoever is at a window leaves it without anybody taking their place: who waits for them alone, or for those whose place
    /// they took, waits for all that serve them. Who goes to another window takes their own along.
    func leave(
        _ window: WindowState, for reason: OperatorSignedOff.Reason, by user: String?, _ step: inout HallStep
    ) {
        guard let person = window.operator else { return }
        step.record(
            .operatorSignedOff(
                OperatorSignedOff(window: window.id, person: person, reason: reason, at: step.now.wall, by: user)))
        let gone = (window.standsInFor ?? []) + (reason == .elsewhere ? [] : [person])
        for ticket in step.recorded.openTickets {
            guard let bound = ticket.boundToOperator, gone.contains(bound) else { continue }
            step.record(
                .ticketReleased(
                    TicketReleased(ticket: ticket.id, window: window.id, at: step.now.wall, person: bound)))
        }
        // Nobody is left there who could call them.
        release(from: window.id, &step)
    }

    /// Lets a window serve something else. Who waits for this window alone and would not be served here any more waits for all
    /// that serve them; one that was sent here although it never served them stays.
    func assign(
        _ services: [ServiceID]?, to id: WindowID, reason: String, by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let plan = step.recorded.plan, let window = step.recorded.window(id) else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        var wanted: [ServiceID]?
        for service in services ?? [] where wanted?.contains(service) != true {
            guard plan.service(service) != nil else {
                return .refused(.noSuchService(service.rawValue, known: plan.services.map(\.id.rawValue)))
            }
            wanted = (wanted ?? []) + [service]
        }
        guard wanted != window.assigned else { return .window(window) }
        let before = window.assigned ?? plan.window(id)?.serves ?? []
        let after = wanted ?? plan.window(id)?.serves ?? []
        step.record(
            .windowReassigned(
                WindowReassigned(window: id, services: wanted, reason: reason, at: step.now.wall, by: user)))
        for ticket in step.recorded.openTickets where ticket.boundTo == id {
            guard before.contains(ticket.service), !after.contains(ticket.service) else { continue }
            step.record(.ticketReleased(TicketReleased(ticket: ticket.id, window: id, at: step.now.wall)))
        }
        return .window(step.recorded.window(id) ?? window)
    }

    /// A pause of which it is said where the clerk goes; said anew of a window that is paused already, it counts from now.
    func pause(
        _ id: WindowID, to place: Away.Place?, backMinutes: Int?, reason: String, by user: String,
        _ step: inout HallStep
    ) -> HallReply {
        guard let window = step.recorded.window(id) else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        guard window.mode != .closed else { return .refused(.windowNotOpen(id, .closed)) }
        if let backMinutes, !Away.minutes.contains(backMinutes) {
            let (least, most) = (Away.minutes.lowerBound, Away.minutes.upperBound)
            return .refused(.badDuration(seconds: backMinutes &* 60, allowed: "\(least) … \(most) min"))
        }
        var paused = WindowModeChanged(window: id, mode: .paused, reason: reason, at: step.now.wall, by: user)
        (paused.to, paused.backMinutes) = (place, backMinutes)
        guard window.mode != .paused || paused.away != nil else { return .window(window) }
        step.record(.windowModeChanged(paused))
        return .window(step.recorded.window(id) ?? window)
    }
}
