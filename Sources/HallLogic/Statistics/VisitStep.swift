import HallModel

/// A fact about one visit, as statistics see it.
struct VisitStep {
    var event: VisitEvent
    var ticket: TicketID
    /// Wall clock.
    var at: WallTime
    /// Where, and whose doing; nil for what is not done at a window.
    var window: WindowID?
    var by: String?

    init(_ event: VisitEvent, _ ticket: TicketID, _ at: WallTime, _ window: WindowID? = nil, by: String? = nil) {
        self.event = event
        self.ticket = ticket
        self.at = at
        self.window = window
        self.by = by
    }
}

extension HallFact {
    /// What it is to the visit it is about. Exhaustive: a new fact says here, in a line, whether and as what it counts.
    var visitStep: VisitStep? {
        switch self {
        case .ticketTaken(let fact): VisitStep(.taken, fact.ticket, fact.at)
        case .printOrdered(let fact): fact.reason.isReprint ? VisitStep(.reprinted, fact.ticket, fact.at) : nil
        case .ticketVoided(let fact): VisitStep(.voided, fact.ticket, fact.at)
        case .ticketCancelled(let fact): VisitStep(.cancelled, fact.ticket, fact.at)
        case .ticketCalled(let fact): VisitStep(.called, fact.ticket, fact.at, fact.window, by: fact.by)
        case .ticketRecalled(let fact): VisitStep(.recalled, fact.ticket, fact.at, fact.window, by: fact.by)
        case .ticketPutBack(let fact): VisitStep(.putBack, fact.ticket, fact.at, fact.window, by: fact.by)
        case .serviceStarted(let fact): VisitStep(.started, fact.ticket, fact.at, fact.window, by: fact.by)
        case .serviceFinished(let fact): VisitStep(.served, fact.ticket, fact.at, fact.window, by: fact.by)
        case .ticketParked(let fact): VisitStep(.parked, fact.ticket, fact.at, fact.window, by: fact.by)
        case .ticketReturned(let fact): VisitStep(.returned, fact.ticket, fact.at)
        case .ticketTransferred(let fact):
            VisitStep(.transferred, fact.ticket, fact.at, fact.left, by: fact.left == nil ? nil : fact.by)
        case .ticketNoShow(let fact):
            VisitStep(fact.next == nil ? .noShow : .missed, fact.ticket, fact.at, fact.window, by: fact.by)
        case .absenceEnded(let fact): VisitStep(.noShow, fact.ticket, fact.at)
        case .planAdopted, .dayOpened, .daemonStarted, .takeRefused, .printSettled, .windowModeChanged, .alarmRaised,
            .alarmReturned, .alarmAcknowledged, .pointWriteOrdered, .pointWriteSettled, .dischargeBegan,
            .dischargeEnded, .hallClosed, .hallReopened, .ticketRated, .ratingLapsed, .pressesIgnored,
            .alarmSuppressed, .alarmReleased, .alarmShelved, .alarmUnshelved, .alarmServiceChanged, .ticketReleased,
            .journalRestored, .operatorSignedOn, .operatorSignedOff, .windowReassigned,
            .assistCalled, .assistAnswered, .messageSent,
            .appointmentsImported, .appointmentCancelled, .appointmentCheckedIn:
            nil
        }
    }
}
