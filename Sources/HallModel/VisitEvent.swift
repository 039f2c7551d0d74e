/// What happens on a visit, as statistics count it.
public enum VisitEvent: String, Sendable, CaseIterable {
    /// A number was given.
    case taken
    /// It was called to a window; one that was put back is called again.
    case called
    /// It was called once more to the same window.
    case recalled
    /// It had been called by mistake and waits again.
    case putBack
    /// Service began.
    case started
    /// Service ended.
    case served
    /// Left a window and comes back to it.
    case parked
    /// Is back in the line.
    case returned
    /// Waits for something else, or elsewhere.
    case transferred
    /// The visitor did not come and has another chance.
    case missed
    /// The visitor did not come, or not in time.
    case noShow
    /// Given up by a person.
    case cancelled
    /// Nobody ever held the number.
    case voided
    /// Still waiting at the turn of the day.
    case lapsed
    /// Printed again, marked 补打.
    case reprinted

    /// It happens at a window and is somebody's doing there. A transfer and a no-show can also be none of a window's: then no
    /// window has them.
    public var isAtWindow: Bool {
        switch self {
        case .called, .recalled, .putBack, .started, .served, .parked, .transferred, .missed, .noShow: true
        case .taken, .returned, .cancelled, .voided, .lapsed, .reprinted: false
        }
    }

    /// The visit is over with it.
    public var endsVisit: Bool {
        switch self {
        case .served, .noShow, .cancelled, .voided, .lapsed: true
        case .taken, .called, .recalled, .putBack, .started, .parked, .returned, .transferred, .missed, .reprinted:
            false
        }
    }
}

extension Ticket.Source {
    /// The kinds of place where numbers are taken.
    public enum Kind: String, Sendable, CaseIterable { case kiosk, api }

    /// Which of them it is.
    public var kind: Kind {
        switch self {
        case .kiosk: .kiosk
        case .api: .api
        }
    }
}
