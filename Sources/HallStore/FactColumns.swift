import HallModel

/// What a fact is found by, beside its number. Columns repeat what the bytes say; the bytes are the truth.
struct FactColumns: Equatable {
    /// The wall clock of the decision.
    var at: WallTime
    /// The ticket it is about.
    var ticket: TicketID?
    /// The window it happened at.
    var window: WindowID?
    /// The hash of the plan that it adopts, or that a day opened with.
    var plan: String?

    init(_ at: WallTime, ticket: TicketID? = nil, window: WindowID? = nil, plan: String? = nil) {
        self.at = at
        self.ticket = ticket
        self.window = window
        self.plan = plan
    }
}

extension HallFact {
    /// Exhaustive: a new fact must say what it is found by.
    var columns: FactColumns {
        switch self {
        case .planAdopted(let fact): FactColumns(fact.at, plan: fact.hash)
        case .dayOpened(let fact): FactColumns(fact.at, plan: fact.planHash)
        case .daemonStarted(let fact): FactColumns(fact.at)
        case .ticketTaken(let fact): FactColumns(fact.at, ticket: fact.ticket)
        case .takeRefused(let fact): FactColumns(fact.at)
        case .printOrdered(let fact): FactColumns(fact.at, ticket: fact.ticket)
        case .printSettled(let fact): FactColumns(fact.at, ticket: fact.ticket)
        case .ticketVoided(let fact): FactColumns(fact.at, ticket: fact.ticket)
        case .ticketCancelled(let fact): FactColumns(fact.at, ticket: fact.ticket)
        case .ticketCalled(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ticketRecalled(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ticketPutBack(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ticketParked(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ticketReturned(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ticketTransferred(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.left ?? fact.window)
        case .ticketReleased(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .absenceEnded(let fact): FactColumns(fact.at, ticket: fact.ticket)
        case .serviceStarted(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .serviceFinished(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ticketNoShow(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .windowModeChanged(let fact): FactColumns(fact.at, window: fact.window)
        case .alarmRaised(let fact): FactColumns(fact.at)
        case .alarmReturned(let fact): FactColumns(fact.at)
        case .alarmAcknowledged(let fact): FactColumns(fact.at)
        case .pointWriteOrdered(let fact): FactColumns(fact.at)
        case .pointWriteSettled(let fact): FactColumns(fact.at)
        case .dischargeBegan(let fact): FactColumns(fact.at)
        case .dischargeEnded(let fact): FactColumns(fact.at)
        case .hallClosed(let fact): FactColumns(fact.at)
        case .hallReopened(let fact): FactColumns(fact.at)
        case .ticketRated(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .ratingLapsed(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .pressesIgnored(let fact): FactColumns(fact.at, window: fact.window)
        case .alarmSuppressed(let fact): FactColumns(fact.at)
        case .alarmReleased(let fact): FactColumns(fact.at)
        case .alarmShelved(let fact): FactColumns(fact.at)
        case .alarmUnshelved(let fact): FactColumns(fact.at)
        case .alarmServiceChanged(let fact): FactColumns(fact.at)
        case .journalRestored(let fact): FactColumns(fact.at)
        case .operatorSignedOn(let fact): FactColumns(fact.at, ticket: fact.ticket, window: fact.window)
        case .operatorSignedOff(let fact): FactColumns(fact.at, window: fact.window)
        case .windowReassigned(let fact): FactColumns(fact.at, window: fact.window)
        case .assistCalled(let fact): FactColumns(fact.at, window: fact.window)
        case .assistAnswered(let fact): FactColumns(fact.at, window: fact.window)
        case .messageSent(let fact): FactColumns(fact.at)
        case .appointmentsImported(let fact): FactColumns(fact.at)
        case .appointmentCancelled(let fact): FactColumns(fact.at)
        case .appointmentCheckedIn(let fact): FactColumns(fact.at, ticket: fact.ticket)
        }
    }
}

extension DayOpened {
    /// The day's turn says something of this ticket: it was carried over, or it lapsed.
    func mentions(_ ticket: TicketID) -> Bool { lapsed.contains(ticket) || carried.contains { $0.id == ticket } }
}
