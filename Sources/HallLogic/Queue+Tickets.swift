import HallModel
import OrderedCollections

/// Giving, cancelling and reprinting numbers.
extension Queue {
    /// A number was told to whoever asked, so it is given even where nothing can print it.
    func take(
        _ service: ServiceID, _ kiosk: KioskID?, _ priority: Ticket.Priority, booking: Ticket.Booking? = nil,
        by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let plan = step.recorded.plan, let day = step.recorded.day else { return .refused(.storeUnavailable) }
        guard let wanted = plan.service(service) else {
            return .refused(.noSuchService(service.rawValue, known: plan.services.map(\.id.rawValue)))
        }
        if let reason = step.recorded.closureReason { return .refused(.hallClosed(reason)) }
        var printer: DeviceID?
        if let kiosk {
            guard let named = plan.kiosk(kiosk) else { return .refused(noSuchKiosk(kiosk, plan)) }
            printer = step.live.canPrint(at: named) ? named.printer : nil
        } else {
            printer = ablePrinter(plan, step)
        }
        let count: Int
        do throws(Refusal) {
            // A place that was promised is not refused, and counts.
            count = try nextNumber(of: wanted, isPromised: booking != nil, step)
        } catch {
            return .refused(error)
        }
        let id = give(wanted, count, day, priority, .api(user: user), booking, printer, &step)
        guard let ticket = step.recorded.ticket(id) else { return .refused(.noSuchTicket(id.number.text)) }
        return .ticket(ticket)
    }

    /// A number without paper would be known to nobody, so a key gives none where nothing can print it.
    func takeAtKey(_ key: KioskPlan.Key, _ kiosk: KioskPlan, _ step: inout HallStep) {
        guard let plan = step.recorded.plan, let day = step.recorded.day, let wanted = plan.service(key.service)
        else { return }
        func refuse(_ reason: TakeRefused.Reason) {
            let refused = TakeRefused(kiosk: kiosk.id, service: key.service, at: step.now.wall, reason: reason)
            step.record(.takeRefused(refused))
        }
        guard step.recorded.closureReason == nil else { return refuse(.hallClosed) }
        guard let printer = kiosk.printer, step.live.canPrint(at: kiosk) else { return refuse(.noPaper) }
        let count: Int
        do throws(Refusal) { count = try nextNumber(of: wanted, step) } catch {
            if case .contingentUsedUp = error { return refuse(.contingentUsedUp) }
            return refuse(.numbersUsedUp)
        }
        _ = give(wanted, count, day, key.priority ?? .ordinary, .kiosk(kiosk.id), nil, printer, &step)
    }

    /// The count of the next number. One that was given is never given again, so a service can have none left.
    private func nextNumber(
        of service: ServicePlan, isPromised: Bool = false, _ step: HallStep
    ) throws(Refusal) -> Int {
        if let contingent = service.contingent, !isPromised, step.recorded.givenCount(for: service.id) >= contingent {
            throw .contingentUsedUp(service.id, contingent)
        }
        let numbers = service.numbers
        var count = max(step.recorded.counts[service.id] ?? 0, numbers.first - 1) + 1
        // A number that somebody still holds from before the turn of the day is left out.
        while step.recorded.isHeld(TicketNumber(prefix: service.prefix, count: count)) { count += 1 }
        guard count <= numbers.last else { throw .numbersUsedUp(service.id, last: numbers.last) }
        return count
    }

    private func give(
        _ service: ServicePlan, _ count: Int, _ day: ServiceDay, _ priority: Ticket.Priority, _ source: Ticket.Source,
        _ booking: Ticket.Booking?, _ printer: DeviceID?, _ step: inout HallStep
    ) -> TicketID {
        let id = TicketID(day: day, number: TicketNumber(prefix: service.prefix, count: count))
        let taken = TicketTaken(
            ticket: id, service: service.id, count: count, priority: priority, at: step.now.wall,
            order: step.recorded.lastOrder + 1, source: source,
            ahead: step.recorded.waitingCount(for: service.id), onPaper: printer != nil,
            estimatedWaitSeconds: step.recorded.estimatedWait(
                for: service.id, priority, booking, at: step.now.wall), booking: booking)
        step.record(.ticketTaken(taken))
        if let printer { order(id, printer, .taken, &step) }
        return id
    }

    /// The ticket of that number, if it waits or comes back and is at no window.
    func waiting(_ number: TicketNumber, _ step: HallStep) throws(Refusal) -> Ticket {
        guard let ticket = step.recorded.ticket(numbered: number) else { throw .noSuchTicket(number.text) }
        switch ticket.stage {
        case .waiting, .parked, .absent: return ticket
        case .called(let window, _), .serving(let window): throw .ticketAtWindow(number, window)
        case .finished, .noShow, .cancelled, .voided, .lapsed: throw .ticketClosed(number, ticket.stage.word)
        }
    }

    func cancel(_ number: TicketNumber, reason: String, by user: String, _ step: inout HallStep) -> HallReply {
        let ticket: Ticket
        do throws(Refusal) { ticket = try waiting(number, step) } catch { return .refused(error) }
        step.record(
            .ticketCancelled(TicketCancelled(ticket: ticket.id, by: user, reason: reason, at: step.now.wall)))
        if let job = ticket.job, ticket.printed == .pending { withdraw(job, &step) }
        return .ticket(step.recorded.ticket(ticket.id) ?? ticket)
    }

    func reprint(_ number: TicketNumber, _ kiosk: KioskID?, by user: String, _ step: inout HallStep) -> HallReply {
        guard let plan = step.recorded.plan else { return .refused(.storeUnavailable) }
        guard let ticket = step.recorded.ticket(numbered: number) else { return .refused(.noSuchTicket(number.text)) }
        guard ticket.isOpen else { return .refused(.ticketClosed(number, ticket.stage.word)) }
        guard ticket.printed != .pending else { return .refused(.printPending(number)) }
        var printer: DeviceID?
        if let kiosk {
            guard let named = plan.kiosk(kiosk) else { return .refused(noSuchKiosk(kiosk, plan)) }
            printer = step.live.canPrint(at: named) ? named.printer : nil
        } else {
            printer = ablePrinter(plan, step)
        }
        guard let printer else { return .refused(.noPrinter) }
        order(ticket.id, printer, .requested, by: user, &step)
        return .ticket(step.recorded.ticket(ticket.id) ?? ticket)
    }

    private func noSuchKiosk(_ kiosk: KioskID, _ plan: HallPlan) -> Refusal {
        .noSuchKiosk(kiosk.rawValue, known: plan.kiosks.map(\.id.rawValue))
    }

    /// The printer of the first kiosk in the plan that can print.
    func ablePrinter(_ plan: HallPlan, _ step: HallStep) -> DeviceID? {
        plan.kiosks.first { step.live.canPrint(at: $0) }?.printer
    }
}
