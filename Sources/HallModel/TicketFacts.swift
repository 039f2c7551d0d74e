/// A number was given.
public struct TicketTaken: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-taken"
    /// The second knows numbers taken with an appointment.
    public static let version = 2
    /// The first without one.
    public var formVersion: Int { booking == nil ? 1 : 2 }
    /// Day and number.
    public var ticket: TicketID
    /// What for.
    public var service: ServiceID
    /// The count behind the prefix: the next one of this service is one more.
    public var count: Int
    /// The visitor's class.
    public var priority: Ticket.Priority
    /// When.
    public var at: WallTime
    /// Rises with each number given.
    public var order: Int
    /// Where from.
    public var source: Ticket.Source
    /// Waiting before it, same service.
    public var ahead: Int
    /// False for a paperless number; true is followed by `print-ordered`.
    public var onPaper: Bool
    /// How long it would wait, in seconds, as far as was known; nil where nothing was.
    public var estimatedWaitSeconds: Int?
    /// The appointment that it was taken with; nil: without.
    public var booking: Ticket.Booking?

    /// All fields.
    public init(
        ticket: TicketID, service: ServiceID, count: Int, priority: Ticket.Priority, at: WallTime, order: Int,
        source: Ticket.Source, ahead: Int, onPaper: Bool, estimatedWaitSeconds: Int? = nil,
        booking: Ticket.Booking? = nil
    ) {
        self.booking = booking
        self.estimatedWaitSeconds = estimatedWaitSeconds
        self.ticket = ticket
        self.service = service
        self.count = count
        self.priority = priority
        self.at = at
        self.order = order
        self.source = source
        self.ahead = ahead
        self.onPaper = onPaper
    }
}

/// A visitor pressed a key and got no number.
public struct TakeRefused: FactPayload {
    /// Its name in the journal.
    public static let kind = "take-refused"
    /// The second knows services that have no more numbers.
    public static let version = 2
    /// The first where the hall gives none at all.
    public var formVersion: Int { reason == .noPaper || reason == .hallClosed ? 1 : 2 }
    /// Why.
    public enum Reason: String, Sendable, Codable, CaseIterable {
        /// The kiosk's printer cannot print.
        case noPaper = "no-paper"
        /// The hall gives no numbers: its UPS has little left.
        case hallClosed = "hall-closed"
        /// The service's range of numbers is used up.
        case numbersUsedUp = "numbers-used-up"
        /// As many numbers were given for the service as it gives on a day.
        case contingentUsedUp = "contingent-used-up"
    }
    /// Where.
    public var kiosk: KioskID
    /// What for.
    public var service: ServiceID
    /// When.
    public var at: WallTime
    /// Why.
    public var reason: Reason

    /// All fields.
    public init(kiosk: KioskID, service: ServiceID, at: WallTime, reason: Reason) {
        self.kiosk = kiosk
        self.service = service
        self.at = at
        self.reason = reason
    }
}

/// A print job was ordered.
public struct PrintOrdered: FactPayload {
    /// Its name in the journal.
    public static let kind = "print-ordered"
    /// Why it is printed.
    public enum Reason: String, Sendable, Codable {
        /// The number was just given.
        case taken
        /// The former job was under way when the daemon stopped: marked 补打.
        case interrupted
        /// The former job's proof never came: marked 补打.
        case proofLost = "proof-lost"
        /// Somebody asked: marked 补打.
        case requested

        /// The paper says that it is not the first.
        public var isReprint: Bool { self != .taken }
    }
    /// The job.
    public var job: JobID
    /// Its ticket.
    public var ticket: TicketID
    /// Where.
    public var printer: DeviceID
    /// Why.
    public var reason: Reason
    /// When.
    public var at: WallTime
    /// Who asked, for `requested`.
    public var by: String?

    /// All fields.
    public init(
        job: JobID, ticket: TicketID, printer: DeviceID, reason: Reason, at: WallTime, by: String? = nil
    ) {
        self.job = job
        self.ticket = ticket
        self.printer = printer
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// A print job ended.
public struct PrintSettled: FactPayload {
    /// Its name in the journal.
    public static let kind = "print-settled"
    /// The job.
    public var job: JobID
    /// Its ticket.
    public var ticket: TicketID
    /// How it ended.
    public var outcome: PrintOutcome
    /// When the hall learned it.
    public var at: WallTime

    /// All fields.
    public init(job: JobID, ticket: TicketID, outcome: PrintOutcome, at: WallTime) {
        self.job = job
        self.ticket = ticket
        self.outcome = outcome
        self.at = at
    }
}

/// A number was voided: it will not be given again and nobody holds it.
public struct TicketVoided: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-voided"
    /// Why.
    public enum Reason: String, Sendable, Codable {
        /// The kiosk's printer refused it for two minutes.
        case notPrinted = "not-printed"
    }
    /// Which.
    public var ticket: TicketID
    /// Why.
    public var reason: Reason
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ticket: TicketID, reason: Reason, at: WallTime) {
        self.ticket = ticket
        self.reason = reason
        self.at = at
    }
}

/// A number was cancelled by a person.
public struct TicketCancelled: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-cancelled"
    /// Which.
    public var ticket: TicketID
    /// Who.
    public var by: String
    /// Why, in their words.
    public var reason: String
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ticket: TicketID, by: String, reason: String, at: WallTime) {
        self.ticket = ticket
        self.by = by
        self.reason = reason
        self.at = at
    }
}
