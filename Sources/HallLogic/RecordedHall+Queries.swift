import HallModel
import OrderedCollections

extension RecordedHall {
    /// The ticket of that id, if it is today's or was carried into today.
    public func ticket(_ id: TicketID) -> Ticket? { ticketIndex(id).map { tickets[$0] } }

    /// The ticket of that number: today's, else one carried over the day's turn.
    public func ticket(numbered number: TicketNumber) -> Ticket? {
        if let day, let today = ticket(TicketID(day: day, number: number)) { return today }
        return tickets.last { $0.id.number == number }
    }

    /// The ticket whose latest print job this is.
    public func ticket(of job: JobID) -> Ticket? { tickets.last { $0.job == job } }

    /// Who waits, in the order of the line; tickets on their way to paper included.
    public var waiting: [Ticket] { inLine(tickets.filter { $0.stage == .waiting }) }

    /// Who waits for a service, in the order of the line.
    public func waiting(for service: ServiceID) -> [Ticket] {
        inLine(tickets.filter { $0.stage == .waiting && $0.service == service })
    }

    /// They stand in the order of taking, which is that of the line unless somebody was put elsewhere.
    private func inLine(_ tickets: [Ticket]) -> [Ticket] {
        tickets.contains { $0.place != nil } ? tickets.sorted { $0.isBefore($1) } : tickets
    }

    /// How many wait for a service.
    public func waitingCount(for service: ServiceID) -> Int {
        tickets.count { $0.stage == .waiting && $0.service == service }
    }

    /// How many numbers were given for a service today, also those given up or handed on; one that was void since nothing
    /// printed it was nobody's.
    public func givenCount(for service: ServiceID) -> Int {
        tickets.count { $0.id.day == day && $0.origin == service && $0.stage != .voided }
    }

    /// How many numbers of a service are left today, by its contingent and its range; nil where it has neither.
    public func numbersLeft(of service: ServicePlan) -> Int? {
        let inRange = service.range.map { max(0, $0.last - max(counts[service.id] ?? 0, $0.first - 1)) }
        let inContingent = service.contingent.map { max(0, $0 - givenCount(for: service.id)) }
        return [inRange, inContingent].compactMap { $0 }.min()
    }

    /// How many wait for the same service and stand before this ticket; 0 once it is called or over.
    public func waitingAhead(of ticket: Ticket) -> Int {
        guard ticket.stage == .waiting else { return 0 }
        return tickets.count {
            $0.stage == .waiting && $0.service == ticket.service && $0.isBefore(ticket)
        }
    }

    /// How long the longest waiting ticket of a service has waited; nil when nobody waits, never negative.
    public func oldestWait(for service: ServiceID, at now: WallTime) -> Duration? {
        let since = tickets.lazy.filter { $0.stage == .waiting && $0.service == service }.map(\.waitingSince)
        return since.min().map { max(.zero, now - $0) }
    }

    /// How many are being served.
    public var servingCount: Int {
        tickets.count {
            if case .serving = $0.stage { true } else { false }
        }
    }

    /// The state of a window.
    public func window(_ id: WindowID) -> WindowState? { windows.first { $0.id == id } }

    /// The ticket called to or served at a window.
    public func ticket(at window: WindowID) -> Ticket? {
        self.window(window)?.current.flatMap { ticket($0) }
    }

    /// The windows that serve a service, in the plan's order.
    public func windows(serving service: ServiceID) -> [WindowState] {
        windows.filter { plan?.window($0.id)?.serves.contains(service) ?? false }
    }

    /// The visitor has a paper with the number in hand, even if the same number is being printed again.
    public func isOnPaper(_ ticket: Ticket) -> Bool {
        switch ticket.printed {
        case .proven, .unproven: true
        case .pending, .failed, .paperless: heldPaper[ticket.id] != nil
        }
    }

    /// Some paper with the number may be in somebody's hand.
    public func mayBeOnPaper(_ ticket: Ticket) -> Bool { isOnPaper(ticket) || doubtfulPaper.contains(ticket.id) }

    /// Somebody who took this number still waits or is at a window.
    public func isHeld(_ number: TicketNumber) -> Bool { tickets.contains { $0.id.number == number && $0.isOpen } }

    /// Whether somebody has the number of a ticket that waits, is parked or absent, so that it may be called. A number of a kiosk is known to nobody until its paper is out; one that
    /// was told over the API may be called at once.
    public func isCallable(_ ticket: Ticket) -> Bool {
        switch ticket.stage {
        case .waiting: break
        // It was called before.
        case .parked, .absent: return true
        case .called, .serving, .finished, .noShow, .cancelled, .voided, .lapsed: return false
        }
        switch ticket.source {
        case .api: return true
        case .kiosk: return ticket.printed != .pending || mayBeOnPaper(ticket)
        }
    }

    /// The alarm of that id, unless it is normal.
    public func alarm(_ id: AlarmID) -> Alarm? { alarms.first { $0.id == id } }

    /// The cause of the alarm is there, acknowledged or not.
    public func isActive(_ kind: AlarmKind, _ device: DeviceID? = nil) -> Bool {
        alarms.contains { $0.kind == kind && $0.device == device && $0.isActive }
    }

    /// Where a ticket stands in `tickets`; from the end, since new ones are asked for most.
    func ticketIndex(_ id: TicketID) -> Int? { tickets.lastIndex { $0.id == id } }
}

extension Alarm {
    /// The cause is there, acknowledged or not.
    public var isActive: Bool {
        switch state {
        case .unacknowledged, .acknowledged: true
        case .normal, .returnedUnacknowledged, .latched: false
        case .suppressed: true
        case .shelved, .outOfService: isCauseThere ?? false
        }
    }
}
