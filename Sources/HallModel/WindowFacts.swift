/// A number was called.
public struct TicketCalled: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-called"
    /// The second knows further rules.
    public static let version = 2
    /// The first as long as it was called by the rule that was the first.
    public var formVersion: Int { rule == .firstTaken ? 1 : 2 }
    /// The rules that choose a ticket.
    public enum Rule: String, Sendable, Codable {
        /// The first in the line among the services of the window.
        case firstTaken = "first-taken"
        /// The first in the line of those whose class is preferred.
        case preferred
        /// The first in the line of all others, since enough of those preferred were called in a row.
        case ordinaryTurn = "ordinary-turn"
        /// The first in the line of those who wait for this window and no other.
        case boundHere = "bound-here"
        /// The one that the clerk named.
        case byNumber = "by-number"
    }
    /// Which.
    public var ticket: TicketID
    /// Where to.
    public var window: WindowID
    /// When.
    public var at: WallTime
    /// Who asked: a user, or the caller's device.
    public var by: String
    /// The rule that chose it.
    public var rule: Rule
    /// What the rule looked at; at most eight.
    public var inputs: [DecisionInput]
    /// Who had signed on there; nil: nobody, and nobody needed to.
    public var person: OperatorID?

    /// All fields but the person.
    public init(ticket: TicketID, window: WindowID, at: WallTime, by: String, rule: Rule, inputs: [DecisionInput]) {
        self.ticket = ticket
        self.window = window
        self.at = at
        self.by = by
        self.rule = rule
        self.inputs = inputs
    }
}

/// A called number was called again.
public struct TicketRecalled: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-recalled"
    /// Which.
    public var ticket: TicketID
    /// Where to.
    public var window: WindowID
    /// When.
    public var at: WallTime
    /// Who asked.
    public var by: String

    /// All fields.
    public init(ticket: TicketID, window: WindowID, at: WallTime, by: String) {
        self.ticket = ticket
        self.window = window
        self.at = at
        self.by = by
    }
}

/// A called number was put back: it was the wrong one. It waits again, in its place.
public struct TicketPutBack: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-put-back"
    /// Which.
    public var ticket: TicketID
    /// Where it had been called to.
    public var window: WindowID
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who asked.
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

/// Service began.
public struct ServiceStarted: FactPayload {
    /// Its name in the journal.
    public static let kind = "service-started"
    /// Whose.
    public var ticket: TicketID
    /// Where.
    public var window: WindowID
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String

    /// All fields.
    public init(ticket: TicketID, window: WindowID, at: WallTime, by: String) {
        self.ticket = ticket
        self.window = window
        self.at = at
        self.by = by
    }
}

/// Service ended.
public struct ServiceFinished: FactPayload {
    /// Its name in the journal.
    public static let kind = "service-finished"
    /// Whose.
    public var ticket: TicketID
    /// Where.
    public var window: WindowID
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String

    /// All fields.
    public init(ticket: TicketID, window: WindowID, at: WallTime, by: String) {
        self.ticket = ticket
        self.window = window
        self.at = at
        self.by = by
    }
}

/// A called visitor did not come.
public struct TicketNoShow: FactPayload {
    /// Its name in the journal.
    public static let kind = "ticket-no-show"
    /// The second knows visitors who get another chance.
    public static let version = 2
    /// The first where the ticket is over.
    public var formVersion: Int { next == nil ? 1 : 2 }
    /// Another chance.
    public enum Next: Sendable, Equatable, Codable {
        /// Waits again, in this place.
        case waiting(Ticket.Place)
        /// May come back for so many seconds.
        case absent(seconds: Int)
    }
    /// Which.
    public var ticket: TicketID
    /// Where.
    public var window: WindowID
    /// When.
    public var at: WallTime
    /// Who said so.
    public var by: String
    /// What becomes of the visitor; nil: the ticket is over.
    public var next: Next?

    /// All fields.
    public init(ticket: TicketID, window: WindowID, at: WallTime, by: String, next: Next? = nil) {
        self.ticket = ticket
        self.window = window
        self.at = at
        self.by = by
        self.next = next
    }
}

/// A window opened, paused or closed.
public struct WindowModeChanged: FactPayload {
    /// Its name in the journal.
    public static let kind = "window-mode-changed"
    /// Which.
    public var window: WindowID
    /// To what.
    public var mode: WindowState.Mode
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who.
    public var by: String
    /// Where its clerk goes, of a pause; nil: not said.
    public var to: Away.Place?
    /// Back after so many minutes, of a pause; nil: not said.
    public var backMinutes: Int?

    /// Where the clerk is from then on; nil: nothing was said.
    public var away: Away? {
        guard mode == .paused, to != nil || backMinutes != nil else { return nil }
        return Away(since: at, to: to, backMinutes: backMinutes)
    }

    /// All fields but what is said of a pause.
    public init(window: WindowID, mode: WindowState.Mode, reason: String, at: WallTime, by: String) {
        self.window = window
        self.mode = mode
        self.reason = reason
        self.at = at
        self.by = by
    }
}
