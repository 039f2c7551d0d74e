/// Appointments were taken in: new ones, and known ones in a new form.
public struct AppointmentsImported: FactPayload {
    /// Its name in the journal.
    public static let kind = "appointments-imported"
    /// At most 200; an import of more is several facts.
    public var appointments: [Appointment]
    /// When.
    public var at: WallTime
    /// Who.
    public var by: String

    /// All fields.
    public init(appointments: [Appointment], at: WallTime, by: String) {
        self.appointments = appointments
        self.at = at
        self.by = by
    }
}

/// An appointment was given up.
public struct AppointmentCancelled: FactPayload {
    /// Its name in the journal.
    public static let kind = "appointment-cancelled"
    /// Which.
    public var code: String
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who.
    public var by: String

    /// All fields.
    public init(code: String, reason: String, at: WallTime, by: String) {
        self.code = code
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// Somebody came with an appointment and has a number: the code is used.
public struct AppointmentCheckedIn: FactPayload {
    /// Its name in the journal.
    public static let kind = "appointment-checked-in"
    /// Which.
    public var code: String
    /// The number.
    public var ticket: TicketID
    /// When.
    public var at: WallTime
    /// Who asked.
    public var by: String

    /// All fields.
    public init(code: String, ticket: TicketID, at: WallTime, by: String) {
        self.code = code
        self.ticket = ticket
        self.at = at
        self.by = by
    }
}
