import HallModel
import OrderedCollections

extension RecordedHall {
    /// The ticket of that id, if it is today's or was carried into today.
    public func ticket(_ id: TicketID) -> Ticket? { book.place(of: id).map { book[$0] } }

    /// The ticket of that number: today's, else one carried over the day's turn.
    public func ticket(numbered number: TicketNumber) -> Ticket? {
        if let day, let today = ticket(TicketID(day: day, number: number)) { return today }
        return tickets.last { $0.id.number == number }
    }

    /// The ticket whose latest print job this is.
    public func ticket(of job: JobID) -> Ticket? {
        (0..<book.count).last { book[$0].job == job }.map { book[$0] }
    }

    /// Whose visit is not over, in the order of taking.
    var openTickets: [Ticket] { book.open.map { book[$0] } }

    /// Who waits, in the order of the line; tickets on their way to paper included.
    public var waiting: [Ticket] { inLine(book.waiting) }

    /// Who waits for a service, in the order of the line.
    public func waiting(for service: ServiceID) -> [Ticket] {
        inLine(book.waiting(for: service))
    }

    /// They stand in the order of taking, which is that of the line unless somebody was put elsewhere.
    private func inLine(_ places: [Int]) -> [Ticket] {
        let tickets = places.map { book[$0] }
        return book.isInOrder ? tickets : tickets.sorted { $0.isBefore($1) }
    }

    /// How many wait.
    public var waitingCount: Int { book.waiting.count }

    /// How many wait for a service.
    public func waitingCount(for service: ServiceID) -> Int {
        book.waiting(for: service).count
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
        let line = book.waiting(for: ticket.service)
        if book.isInOrder, let place = book.place(of: ticket.id) { return line.firstPlace(from: place) }
        return line.count { book[$0].isBefore(ticket) }
    }

    /// How long the longest waiting ticket of a service has waited; nil when nobody waits, never negative.
    public func oldestWait(for service: ServiceID, at now: WallTime) -> Duration? {
        let since = book.waiting(for: service).lazy.map { book[$0].waitingSince }
        return since.min().map { max(.zero, now - $0) }
    }

    /// How many are being served.
    public var servingCount: Int {
        book.open.count {
            if case .serving = book[$0].stage { true } else { false }
        }
    }

    /// The state of a window.
    public func window(_ id: WindowID) -> WindowState? { windows.first { $0.id == id } }

    /// The ticket called to or served at a window.
    public func ticket(at window: WindowID) -> Ticket? {
        self.window(window)?.current.flatMap { ticket($0) }
    }

    /// The windows that serve a service, in the plan's order; one at which somebody must sign on first included.
    public func windows(serving service: ServiceID) -> [WindowState] {
        windows.filter { serves($0).contains(service) }
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
    public func isHeld(_ number: TicketNumber) -> Bool { book.open.contains { book[$0].id.number == number } }

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
    public func alarm(_ id: AlarmID) -> Alarm? { alarms.indices.first { alarms[$0].id == id }.map { alarms[$0] } }

    /// Some alarm about this is not normal. By place, here and below: an element looked at in a loop is copied.
    func hasAlarm(about source: AlarmSource) -> Bool { alarms.indices.contains { alarms[$0].source == source } }

    /// The cause of the alarm is there, acknowledged or not.
    public func isActive(_ kind: AlarmKind, _ device: DeviceID? = nil) -> Bool {
        alarms.indices.contains {
            alarms[$0].kind == kind && alarms[$0].device == device && alarms[$0].isActive
        }
    }

    /// Where a ticket stands in `tickets`.
    func ticketIndex(_ id: TicketID) -> Int? { book.place(of: id) }
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
