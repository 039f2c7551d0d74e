import HallModel
import OrderedCollections

/// What is timed at rating pads: lost at a restart, so that nothing is ever taken for a rating that was not one.
struct LiveRatings: Sendable, Equatable {
    /// Levels kept as evidence of one burst.
    static let keptLevels = 16
    /// Evidence leaves a fact for a window at most so often.
    static let evidenceInterval = Duration.seconds(10)

    /// Presses at one pad, each within a second of the one before.
    struct Burst: Sendable, Equatable {
        /// What the presses are so far.
        enum Kind: Sendable, Equatable {
            /// One level, held until it is sure that no other follows; same again is one press.
            case held(RatingLevel, TicketID)
            /// For nothing.
            case ignored(PressesIgnored.Reason)
        }
        var kind: Kind
        var pad: DeviceID
        var levels: [Int]
        var count: Int
        /// When it is over.
        var due: MonotonicInstant

        /// One press.
        init(_ kind: Kind, pad: DeviceID, _ level: RatingLevel, due: MonotonicInstant) {
            self.kind = kind
            self.pad = pad
            levels = [level.rawValue]
            count = 1
            self.due = due
        }

        mutating func add(_ level: RatingLevel) {
            count += 1
            if levels.count < LiveRatings.keptLevels { levels.append(level.rawValue) }
        }
    }

    /// A visitor's service at a window.
    struct Stretch: Sendable, Hashable {
        var ticket: TicketID
        var window: WindowID

        init(_ service: RatingState.Service) {
            ticket = service.ticket
            window = service.window
        }
    }

    /// Evidence that has not left a fact yet.
    struct Evidence: Sendable, Equatable {
        var pending: OrderedDictionary<PressesIgnored.Reason, PressesIgnored> = [:]
        /// When the next fact may be left.
        var due: MonotonicInstant
    }

    /// The burst under way at each window.
    var bursts: OrderedDictionary<WindowID, Burst> = [:]
    /// Evidence of each window, and when its last fact was left.
    private(set) var evidence: OrderedDictionary<WindowID, Evidence> = [:]
    /// When the time to rate a finished service is over.
    var lapses: OrderedDictionary<Stretch, MonotonicInstant> = [:]
    /// Until when a pad gives thanks.
    var thanks: OrderedDictionary<WindowID, MonotonicInstant> = [:]

    /// A press about this service is being held.
    func heldUntil(_ service: RatingState.Service) -> MonotonicInstant? {
        guard let burst = bursts[service.window], case .held(_, service.ticket) = burst.kind else { return nil }
        return burst.due
    }

    /// Keeps evidence until its fact may be left; bursts of one kind become one.
    mutating func keep(_ ignored: PressesIgnored, at now: MonotonicInstant) {
        var kept = evidence[ignored.window] ?? Evidence(due: now)
        if var former = kept.pending[ignored.reason] {
            former.levels = Array((former.levels + ignored.levels).prefix(Self.keptLevels))
            former.count += ignored.count
            former.at = ignored.at
            kept.pending[ignored.reason] = former
        } else {
            kept.pending[ignored.reason] = ignored
        }
        evidence[ignored.window] = kept
    }

    /// Evidence whose fact may be left now: one a window.
    mutating func takeEvidence(at now: MonotonicInstant) -> [PressesIgnored] {
        var taken: [PressesIgnored] = []
        for (window, kept) in evidence.elements where kept.due <= now {
            guard !kept.pending.isEmpty else {
                evidence[window] = nil
                continue
            }
            taken.append(kept.pending.elements[0].value)
            evidence[window]?.pending.removeFirst()
            evidence[window]?.due = now + Self.evidenceInterval
        }
        return taken
    }

    /// When something falls due.
    var wakes: [MonotonicInstant] {
        bursts.values.map(\.due) + lapses.values + thanks.values
            + evidence.values.filter { !$0.pending.isEmpty }.map(\.due)
    }
}
