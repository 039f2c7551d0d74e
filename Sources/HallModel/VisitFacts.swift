/// A visitor left a window and comes back to it. The window is free.
public struct TicketParked: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-parked"
    /// Which.
    public var ticket: TicketID
    /// Where it was.
    public var window: WindowID
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String

    /// All fields.
    public init(ticket: TicketID, window: WindowID, reason: String, at: WallTime, by: String) {
        self.ticket = ticket
        self.window = window
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// A visitor who was parked or did not come is back in the line.
public struct TicketReturned: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-returned"
    /// Which.
    public var ticket: TicketID
    /// Its place; nil: the one it had.
    public var place: Ticket.Place?
    /// The only window that may call it; nil: any that serves it.
    public var window: WindowID?
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String
    /// The only person who may call it; nil: any.
    public var person: OperatorID?

    /// All fields but the person.
    public init(
        ticket: TicketID, place: Ticket.Place?, window: WindowID?, reason: String, at: WallTime, by: String
    ) {
        self.ticket = ticket
        self.place = place
        self.window = window
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// A visitor waits for something else, or for one window, in the same place and since the same time.
public struct TicketTransferred: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-transferred"
    /// Which.
    public var ticket: TicketID
    /// What it waited for.
    public var from: ServiceID
    /// What it waits for now.
    public var service: ServiceID
    /// The window that it left; nil: it was at none.
    public var left: WindowID?
    /// The only window that may call it; nil: any that serves it.
    public var window: WindowID?
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String
    /// The only person who may call it; nil: any.
    public var person: OperatorID?

    /// All fields but the person.
    public init(
        ticket: TicketID, from: ServiceID, service: ServiceID, left: WindowID?, window: WindowID?, reason: String,
        at: WallTime, by: String
    ) {
        self.ticket = ticket
        self.from = from
        self.service = service
        self.left = left
        self.window = window
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// The window, or the person, that alone could call a visitor cannot any more: any that serves the visitor may.
public struct TicketReleased: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-released"
    /// Which.
    public var ticket: TicketID
    /// From that window.
    public var window: WindowID
    /// When.
    public var at: WallTime
    /// From that person, who was there; nil: from the window itself.
    public var person: OperatorID?

    /// All fields.
    public init(ticket: TicketID, window: WindowID, at: WallTime, person: OperatorID? = nil) {
        self.ticket = ticket
        self.window = window
        self.at = at
        self.person = person
    }
}

/// A visitor who did not come did not come later either: the ticket is over.
public struct AbsenceEnded: FactPayload {
    /// Its name in the journal.
    public static let kind = "absence-ended"
    /// Which.
    public var ticket: TicketID
    /// When.
    public var at: WallTime

    /// All fields.
    public init(ticket: TicketID, at: WallTime) {
        self.ticket = ticket
        self.at = at
    }
}
