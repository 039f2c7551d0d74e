/// One thing that happened and will always have happened: the only thing the journal holds and the only thing that
/// changes the recorded hall.
///
/// A payload's `kind` and `version` name its form on disk for ever. A form that must change gets a new version with a
/// decoder of its own; the old one stays.
public protocol FactPayload: Sendable, Equatable, Codable {
    /// Its name in the journal.
    static var kind: String { get }
    /// The newest version this build writes.
    static var version: Int { get }
    /// The version of this one: an older form as long as it can hold it, so that an older build can read it, and says "too
    /// new" and never "damaged" of one that it cannot.
    var formVersion: Int { get }
}

extension FactPayload {
    /// The first form.
    public static var version: Int { 1 }
    /// The newest.
    public var formVersion: Int { Self.version }
}

/// Any fact. A `switch` over it is exhaustive: a new fact asks for its place everywhere.
public enum HallFact: Sendable, Equatable {
    /// A configuration came into force.
    case planAdopted(PlanAdopted)
    /// A service day began; with it, everything that lives on.
    case dayOpened(DayOpened)
    /// The daemon started.
    case daemonStarted(DaemonStarted)
    /// A number was given.
    case ticketTaken(TicketTaken)
    /// A visitor pressed a key and got no number.
    case takeRefused(TakeRefused)
    /// A print job was ordered.
    case printOrdered(PrintOrdered)
    /// A print job ended.
    case printSettled(PrintSettled)
    /// A number was voided.
    case ticketVoided(TicketVoided)
    /// A number was cancelled by a person.
    case ticketCancelled(TicketCancelled)
    /// A number was called.
    case ticketCalled(TicketCalled)
    /// A called number was called again.
    case ticketRecalled(TicketRecalled)
    /// A called number was put back.
    case ticketPutBack(TicketPutBack)
    /// Service began.
    case serviceStarted(ServiceStarted)
    /// Service ended.
    case serviceFinished(ServiceFinished)
    /// A called visitor did not come.
    case ticketNoShow(TicketNoShow)
    /// A visitor left a window and comes back to it.
    case ticketParked(TicketParked)
    /// A visitor is back in the line.
    case ticketReturned(TicketReturned)
    /// A visitor waits for something else.
    case ticketTransferred(TicketTransferred)
    /// A visitor is bound to no window any more.
    case ticketReleased(TicketReleased)
    /// A visitor who did not come did not come later either.
    case absenceEnded(AbsenceEnded)
    /// A window opened, paused or closed.
    case windowModeChanged(WindowModeChanged)
    /// An alarm became active.
    case alarmRaised(AlarmRaised)
    /// An alarm's cause went away.
    case alarmReturned(AlarmReturned)
    /// Somebody knows.
    case alarmAcknowledged(AlarmAcknowledged)
    /// A point shall be written.
    case pointWriteOrdered(PointWriteOrdered)
    /// An attempt to write ended.
    case pointWriteSettled(PointWriteSettled)
    /// A UPS runs from its battery.
    case dischargeBegan(DischargeBegan)
    /// A UPS no longer runs from its battery.
    case dischargeEnded(DischargeEnded)
    /// The hall gives no new numbers.
    case hallClosed(HallClosed)
    /// The hall gives numbers again.
    case hallReopened(HallReopened)
    /// A service was rated.
    case ticketRated(TicketRated)
    /// The time for a rating passed without one.
    case ratingLapsed(RatingLapsed)
    /// Presses at a pad that were no rating.
    case pressesIgnored(PressesIgnored)
    /// An alarm stands under another that is its cause.
    case alarmSuppressed(AlarmSuppressed)
    /// An alarm stands for itself again.
    case alarmReleased(AlarmReleased)
    /// An alarm was put aside for a time.
    case alarmShelved(AlarmShelved)
    /// An alarm that was put aside is back.
    case alarmUnshelved(AlarmUnshelved)
    /// An alarm was taken out of service, or put back.
    case alarmServiceChanged(AlarmServiceChanged)
    /// A backup was put in the journal's place.
    case journalRestored(JournalRestored)
    /// A person works at a window from now on.
    case operatorSignedOn(OperatorSignedOn)
    /// A person works at a window no more.
    case operatorSignedOff(OperatorSignedOff)
    /// A window serves something else.
    case windowReassigned(WindowReassigned)
    /// A clerk calls for help.
    case assistCalled(AssistCalled)
    /// Somebody went to help.
    case assistAnswered(AssistAnswered)
    /// A few words between the people of the hall.
    case messageSent(MessageSent)
    /// Appointments were taken in.
    case appointmentsImported(AppointmentsImported)
    /// An appointment was given up.
    case appointmentCancelled(AppointmentCancelled)
    /// Somebody came with an appointment.
    case appointmentCheckedIn(AppointmentCheckedIn)

    /// The payload, for coding and listing.
    public var payload: any FactPayload {
        switch self {
        case .planAdopted(let fact): fact
        case .dayOpened(let fact): fact
        case .daemonStarted(let fact): fact
        case .ticketTaken(let fact): fact
        case .takeRefused(let fact): fact
        case .printOrdered(let fact): fact
        case .printSettled(let fact): fact
        case .ticketVoided(let fact): fact
        case .ticketCancelled(let fact): fact
        case .ticketCalled(let fact): fact
        case .ticketRecalled(let fact): fact
        case .ticketPutBack(let fact): fact
        case .serviceStarted(let fact): fact
        case .serviceFinished(let fact): fact
        case .ticketNoShow(let fact): fact
        case .ticketParked(let fact): fact
        case .ticketReturned(let fact): fact
        case .ticketTransferred(let fact): fact
        case .ticketReleased(let fact): fact
        case .absenceEnded(let fact): fact
        case .windowModeChanged(let fact): fact
        case .alarmRaised(let fact): fact
        case .alarmReturned(let fact): fact
        case .alarmAcknowledged(let fact): fact
        case .pointWriteOrdered(let fact): fact
        case .pointWriteSettled(let fact): fact
        case .dischargeBegan(let fact): fact
        case .dischargeEnded(let fact): fact
        case .hallClosed(let fact): fact
        case .hallReopened(let fact): fact
        case .ticketRated(let fact): fact
        case .ratingLapsed(let fact): fact
        case .pressesIgnored(let fact): fact
        case .alarmSuppressed(let fact): fact
        case .alarmReleased(let fact): fact
        case .alarmShelved(let fact): fact
        case .alarmUnshelved(let fact): fact
        case .alarmServiceChanged(let fact): fact
        case .journalRestored(let fact): fact
        case .operatorSignedOn(let fact): fact
        case .operatorSignedOff(let fact): fact
        case .windowReassigned(let fact): fact
        case .assistCalled(let fact): fact
        case .assistAnswered(let fact): fact
        case .messageSent(let fact): fact
        case .appointmentsImported(let fact): fact
        case .appointmentCancelled(let fact): fact
        case .appointmentCheckedIn(let fact): fact
        }
    }

    /// Leaves at once, even when the commit fails, and is recorded when the store is back.
    public var isSafety: Bool {
        switch self {
        case .alarmRaised, .alarmReturned, .alarmSuppressed, .alarmReleased, .hallClosed, .hallReopened: true
        default: false
        }
    }
}

/// A value a decision was made from, kept with the fact for `why`; at most eight a fact.
public struct DecisionInput: Sendable, Equatable, Codable {
    /// What it is: `waiting`, `oldest`, `skipped`.
    public var name: String
    /// Its value, as text in the field's usual form.
    public var value: String

    /// A named value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
