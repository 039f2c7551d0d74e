/// A person works at a window from now on.
public struct OperatorSignedOn: FactPayload {
    /// Its name in the journal.
    public static let kind = "operator-signed-on"
    /// Where.
    public var window: WindowID
    /// Who.
    public var person: OperatorID
    /// Whose place they take; nil: nobody was there.
    public var relieves: OperatorID?
    /// The visitor at the window, whom they take over; nil: nobody.
    public var ticket: TicketID?
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String

    /// All fields.
    public init(
        window: WindowID, person: OperatorID, relieves: OperatorID? = nil, ticket: TicketID? = nil, at: WallTime,
        by: String
    ) {
        self.window = window
        self.person = person
        self.relieves = relieves
        self.ticket = ticket
        self.at = at
        self.by = by
    }
}

/// A person works at a window no more. The turn of a day signs everybody off without it.
public struct OperatorSignedOff: FactPayload {
    /// Its name in the journal.
    public static let kind = "operator-signed-off"
    /// Why.
    public enum Reason: String, Sendable, Codable, CaseIterable {
        /// They, or the desk, said so.
        case asked
        /// Somebody took their place.
        case covered
        /// They signed on at another window.
        case elsewhere
        /// The window closed.
        case windowClosed = "window-closed"
        /// They, or the window, are no longer in the configuration.
        case planChanged = "plan-changed"
    }
    /// Where.
    public var window: WindowID
    /// Who.
    public var person: OperatorID
    /// Why.
    public var reason: Reason
    /// When.
    public var at: WallTime
    /// Who said so; nil: a changed configuration.
    public var by: String?

    /// All fields.
    public init(window: WindowID, person: OperatorID, reason: Reason, at: WallTime, by: String?) {
        self.window = window
        self.person = person
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// A window serves something else until the day turns.
public struct WindowReassigned: FactPayload {
    /// Its name in the journal.
    public static let kind = "window-reassigned"
    /// Which.
    public var window: WindowID
    /// What it serves; nil: as the configuration says.
    public var services: [ServiceID]?
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String

    /// All fields.
    public init(window: WindowID, services: [ServiceID]?, reason: String, at: WallTime, by: String) {
        self.window = window
        self.services = services
        self.reason = reason
        self.at = at
        self.by = by
    }
}
