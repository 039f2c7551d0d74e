import HallModel
import OrderedCollections

/// Visitors who go and come back, and those who go elsewhere.
extension Queue {
    /// After a start nobody's time to come back is over before so long: the hall may have been down while they stood there.
    static let leastGrace = Duration.seconds(120)

    /// Where a visitor is to wait; nil: as before.
    struct Destination {
        var service: ServiceID?
        var window: WindowID?
        var person: OperatorID?
    }

    // MARK: Park and come back

    func park(_ number: TicketNumber, reason: String, by user: String, _ step: inout HallStep) -> HallReply {
        guard let ticket = step.recorded.ticket(numbered: number) else { return .refused(.noSuchTicket(number.text)) }
        switch ticket.stage {
        case .called(let window, _), .serving(let window):
            park(ticket, at: window, reason: reason, by: user, &step)
            return .ticket(step.recorded.ticket(ticket.id) ?? ticket)
        case .parked: return .ticket(ticket)
        case .waiting, .absent: return .refused(.notAtWindow(number))
        case .finished, .noShow, .cancelled, .voided, .lapsed:
            return .refused(.ticketClosed(number, ticket.stage.word))
        }
    }

    func park(_ ticket: Ticket, at window: WindowID, reason: String, by user: String, _ step: inout HallStep) {
        step.record(
            .ticketParked(
                TicketParked(ticket: ticket.id, window: window, reason: reason, at: step.now.wall, by: user)))
    }

    /// Back into the line. Who was parked keeps the place and the window; who did not come stands behind some others, or
    /// whoever comes late each time would always be first.
    func takeBack(_ number: TicketNumber, reason: String, by user: String, _ step: inout HallStep) -> HallReply {
        guard let ticket = step.recorded.ticket(numbered: number) else { return .refused(.noSuchTicket(number.text)) }
        var returned = TicketReturned(
            ticket: ticket.id, place: nil, window: ticket.boundTo, reason: reason, at: step.now.wall, by: user)
        returned.person = ticket.boundToOperator
        switch ticket.stage {
        case .waiting: return .ticket(ticket)
        case .called(let window, _), .serving(let window): return .refused(.ticketAtWindow(number, window))
        case .finished, .noShow, .cancelled, .voided, .lapsed:
            return .refused(.ticketClosed(number, ticket.stage.word))
        case .parked(let window):
            let isThere = step.recorded.window(window).map { $0.mode != .closed && step.recorded.isManned($0) } ?? false
            returned.window = isThere ? window : nil
            if isThere { returned.person = nil }
        case .absent: returned.place = step.recorded.place(of: ticket, behind: settings(step).behind)
        }
        step.record(.ticketReturned(returned))
        return .ticket(step.recorded.ticket(ticket.id) ?? ticket)
    }

    // MARK: Elsewhere

    func transfer(
        _ number: TicketNumber, _ destination: Destination, reason: String, by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let ticket = step.recorded.ticket(numbered: number) else { return .refused(.noSuchTicket(number.text)) }
        guard ticket.isOpen else { return .refused(.ticketClosed(number, ticket.stage.word)) }
        if let refusal = move(ticket, destination, reason: reason, by: user, &step) { return .refused(refusal) }
        return .ticket(step.recorded.ticket(ticket.id) ?? ticket)
    }

    func transfer(
        from id: WindowID, _ destination: Destination, reason: String, by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let window = step.recorded.window(id) else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        guard let ticket = step.recorded.ticket(at: id) else { return .refused(.nobodyServed(id)) }
        if let refusal = move(ticket, destination, reason: reason, by: user, &step) { return .refused(refusal) }
        return .window(step.recorded.window(id) ?? window)
    }

    /// The place and the time of taking stay. Nil if it is done.
    private func move(
        _ ticket: Ticket, _ destination: Destination, reason: String, by user: String, _ step: inout HallStep
    ) -> Refusal? {
        guard let plan = step.recorded.plan else { return .storeUnavailable }
        let service = destination.service ?? ticket.service
        guard plan.service(service) != nil else {
            return .noSuchService(service.rawValue, known: plan.services.map(\.id.rawValue))
        }
        if let window = destination.window {
            guard let state = step.recorded.window(window) else {
                return .noSuchWindow(window.rawValue, known: step.recorded.windows.map(\.id.rawValue))
            }
            // Nobody would ever be called to it.
            guard state.mode != .closed else { return .windowNotOpen(window, .closed) }
            guard step.recorded.isManned(state) else { return .nobodySignedOn(window) }
        }
        if let person = destination.person {
            guard plan.operator(person) != nil else {
                return .noSuchOperator(person.rawValue, known: plan.operators.map(\.id.rawValue))
            }
            guard step.recorded.window(of: person) != nil else { return .notSignedOn(person, nil) }
        }
        let isThere =
            ticket.stage == .waiting && ticket.service == service && ticket.boundTo == destination.window
            && ticket.boundToOperator == destination.person
        guard !isThere else { return nil }
        var transferred = TicketTransferred(
            ticket: ticket.id, from: ticket.service, service: service, left: ticket.window,
            window: destination.window, reason: reason, at: step.now.wall, by: user)
        transferred.person = destination.person
        step.record(.ticketTransferred(transferred))
        return nil
    }

    /// Whoever waits for that window alone waits for all that serve them.
    func release(from window: WindowID, _ step: inout HallStep) {
        for ticket in step.recorded.openTickets where ticket.boundTo == window {
            step.record(.ticketReleased(TicketReleased(ticket: ticket.id, window: window, at: step.now.wall)))
        }
    }

    // MARK: Who does not come

    /// What becomes of one who did not come: first in line again behind some others, then a time to come back.
    func chance(of ticket: Ticket, _ step: HallStep) -> TicketNoShow.Next? {
        let settings = settings(step)
        if (ticket.noShows ?? 0) < settings.again {
            return .waiting(step.recorded.place(of: ticket, behind: settings.behind))
        }
        return settings.graceSeconds > 0 ? .absent(seconds: settings.graceSeconds) : nil
    }

    /// Times to come back fall due on the monotonic clock: one that is set ends nobody's turn.
    func watchAbsences(_ step: inout HallStep) {
        if mayHaveChanged(step) {
            var due: OrderedDictionary<TicketID, MonotonicInstant> = [:]
            for place in step.recorded.book.absent {
                let ticket = step.recorded.book[place]
                guard let absence = ticket.absence else { continue }
                due[ticket.id] = step.live.absences[ticket.id] ?? step.now.monotonic + left(of: absence, step)
            }
            step.live.absences = due
        }
        for (ticket, end) in step.live.absences.elements where end <= step.now.monotonic {
            guard step.recorded.ticket(ticket)?.stage == .absent else { continue }
            step.record(.absenceEnded(AbsenceEnded(ticket: ticket, at: step.now.wall)))
            step.live.absences[ticket] = nil
        }
    }

    /// Nobody goes away or comes back without a fact. Readings come hundreds of times a second, and a day has thousands of
    /// tickets.
    private func mayHaveChanged(_ step: HallStep) -> Bool {
        switch step.input {
        case .report, .timeReached: !step.decision.facts.isEmpty
        case .started, .planOffered, .command, .journalFailed, .journalRecovered, .historyFailed, .historyRecovered,
            .recordCompared, .inputDropped:
            true
        }
    }

    private func left(of absence: Ticket.Absence, _ step: HallStep) -> Duration {
        let all = Duration.seconds(absence.seconds)
        guard !step.recorded.isActive(.clockImplausible) else { return all }
        return min(max(absence.since + all - step.now.wall, min(all, Self.leastGrace)), all)
    }

    private func settings(_ step: HallStep) -> QueueSettings { step.recorded.plan?.queue ?? QueueSettings() }
}

extension Ticket {
    /// Where it is called or served.
    public var window: WindowID? {
        switch stage {
        case .called(let window, _), .serving(let window): window
        case .waiting, .parked, .absent, .finished, .noShow, .cancelled, .voided, .lapsed: nil
        }
    }
}
