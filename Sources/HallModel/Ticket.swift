/// What a visitor reads and hears: prefix and at least three digits, `A017`. Unique per service day.
public struct TicketNumber: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// `A017`
    public let text: String

    /// Prefix and count, at least three digits.
    public init(prefix: String, count: Int) { text = prefix + padded(count, 3) }

    /// A number as somebody wrote it.
    public init(_ text: String) { self.text = text }

    /// Byte order.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    /// `A017`
    public var description: String { text }

    /// Reads a bare string.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// A ticket for all time: numbers come back each day, ids never.
public struct TicketID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    /// The service day of the number.
    public var day: ServiceDay
    /// The number.
    public var number: TicketNumber

    /// A number of one service day.
    public init(day: ServiceDay, number: TicketNumber) {
        self.day = day
        self.number = number
    }

    /// By day, then by number.
    public static func < (left: Self, right: Self) -> Bool { (left.day, left.number) < (right.day, right.number) }

    /// `2026-11-21/A017`
    public var description: String { "\(day)/\(number)" }
}

/// One visitor's turn.
public struct Ticket: Sendable, Equatable, Codable {
    /// Where the number was taken.
    public enum Source: Sendable, Equatable, Codable {
        /// A key of this kiosk: without paper nobody holds the number.
        case kiosk(KioskID)
        /// The API, by this user: the number was told to somebody.
        case api(user: String)
    }

    /// Where the visitor stands.
    public enum Stage: Sendable, Equatable, Codable {
        /// Waits to be called.
        case waiting
        /// Called to a window; `times` counts the call and the recalls.
        case called(WindowID, times: Int)
        /// Being served there.
        case serving(WindowID)
        /// Was at that window and comes back to it: to fill in a form, to fetch a paper.
        case parked(WindowID)
        /// Called and did not come; may still, for a while.
        case absent
        /// Served.
        case finished
        /// Called and did not come.
        case noShow
        /// Given up by a person.
        case cancelled
        /// Taken at a kiosk that could not print it: nobody holds it.
        case voided
        /// Still waiting when the service day turned.
        case lapsed
    }

    /// A place in the line: whoever has a smaller one comes first. A pair, since two visitors may be put behind the same third.
    public struct Place: Hashable, Comparable, Sendable, Codable {
        /// The order of a ticket.
        public var order: Int
        /// So many have been put behind that ticket; 0 is the ticket itself.
        public var step: Int

        /// Behind a ticket of that order.
        public init(order: Int, step: Int = 0) {
            self.order = order
            self.step = step
        }

        /// `17`, or `17+2` for the second that was put behind it.
        public var text: String { step == 0 ? "\(order)" : "\(order)+\(step)" }

        /// By order, then by step.
        public static func < (left: Self, right: Self) -> Bool { (left.order, left.step) < (right.order, right.step) }
    }

    /// What is known of the paper.
    public enum Printed: String, Sendable, Codable {
        /// On its way.
        case pending
        /// The printer proved it.
        case proven
        /// Sent; the printer cannot prove it.
        case unproven
        /// It was never printed.
        case failed
        /// It was never meant to be.
        case paperless
    }

    /// The visitor's class: all but the ordinary are preferred, where the hall's settings say so. Never shown or spoken.
    public enum Priority: String, Sendable, Codable, CaseIterable {
        /// No preference.
        case ordinary
        /// An elder (老年人).
        case elder
        /// A disabled person (残疾人).
        case disabled
        /// A pregnant woman (孕妇).
        case pregnant
        /// Military (军人).
        case military
    }

    /// Day and number.
    public var id: TicketID
    /// What the visitor waits for now.
    public var service: ServiceID
    /// What the number was taken for, by which it has its letters; nil while that is the same.
    public var takenFor: ServiceID?
    /// The visitor's class.
    public var priority: Priority
    /// When the number was given.
    public var takenAt: WallTime
    /// Rises with each number given, over all services: the order of taking even when the clock steps.
    public var order: Int
    /// Where it was taken.
    public var source: Source
    /// Waiting tickets of the same service at that moment.
    public var ahead: Int
    /// How long it would wait, in seconds, as far as was known at that moment; nil where nothing was.
    public var estimatedWaitSeconds: Int?
    /// The appointment that it was taken with; nil: without.
    public var booking: Booking?
    /// Where the visitor stands.
    public var stage: Stage
    /// What is known of the paper.
    public var printed: Printed
    /// The latest print job, if any was ordered.
    public var job: JobID?
    /// The printer of the latest job.
    public var printer: DeviceID?
    /// How often the number was printed again after the first job.
    public var reprints: Int
    /// The last call.
    public var calledAt: WallTime?
    /// The start of service.
    public var startedAt: WallTime?
    /// The window that called it by mistake and put it back: it calls others first.
    public var putBackAt: WindowID?
    /// Its place in the line; nil for that of its taking.
    public var place: Place?
    /// The only window that may call it; nil: any that serves it.
    public var boundTo: WindowID?
    /// The only person who may call it, or whoever takes their place; nil: any.
    public var boundToOperator: OperatorID?
    /// How often it was called in vain; nil for never.
    public var noShows: Int?
    /// Since when it waits, where that is not since it was taken: it went and came back.
    public var waitsSince: WallTime?
    /// Since when it is `absent`, and for how many seconds it may be.
    public var absence: Absence?

    /// A visitor who did not come may still come for so long.
    public struct Absence: Sendable, Equatable, Codable {
        /// From then on, by the wall clock.
        public var since: WallTime
        /// For so long.
        public var seconds: Int

        /// From then on for so many seconds.
        public init(since: WallTime, seconds: Int) {
            self.since = since
            self.seconds = seconds
        }
    }

    /// A ticket as it is given: waiting, nothing printed yet.
    public init(
        id: TicketID, service: ServiceID, priority: Priority, takenAt: WallTime, order: Int, source: Source, ahead: Int,
        printed: Printed
    ) {
        self.id = id
        self.service = service
        self.priority = priority
        self.takenAt = takenAt
        self.order = order
        self.source = source
        self.ahead = ahead
        self.stage = .waiting
        self.printed = printed
        self.reprints = 0
    }

    /// Since when it waits, if it does.
    public var waitingSince: WallTime { waitsSince ?? takenAt }

    /// Its place in the line, whether it is in it or not.
    public var standing: Place { place ?? Place(order: order) }

    /// The service by which it has its number.
    public var origin: ServiceID { takenFor ?? service }

    /// It stands before the other in the line.
    public func isBefore(_ other: Self) -> Bool { (standing, order) < (other.standing, other.order) }

    /// The visitor still waits, is at a window, or comes back.
    public var isOpen: Bool {
        switch stage {
        case .waiting, .called, .serving, .parked, .absent: true
        case .finished, .noShow, .cancelled, .voided, .lapsed: false
        }
    }
}

/// A counter as the queue sees it.
public struct WindowState: Sendable, Equatable, Codable {
    /// Whether it takes part in calling.
    public enum Mode: String, Sendable, Codable { case open, paused, closed }

    /// Its id.
    public var id: WindowID
    /// Whether it takes part in calling.
    public var mode: Mode
    /// The ticket called or served here.
    public var current: TicketID?
    /// Why it is paused, as its clerk said.
    public var pausedReason: String?
    /// So many preferred visitors it has called in a row; nil: none.
    public var preferredRun: Int?
    /// Where its clerk is while it is paused; nil: it is not, or nothing was said.
    public var away: Away?
    /// Who has signed on here.
    public var `operator`: OperatorID?
    /// Whose place that person takes, and whose visitors may be called here: in the order of taking over.
    public var standsInFor: [OperatorID]?
    /// What it serves until the day turns; nil: as the configuration says.
    public var assigned: [ServiceID]?

    /// An open window with nobody at it.
    public init(id: WindowID, mode: Mode = .open, current: TicketID? = nil, pausedReason: String? = nil) {
        self.id = id
        self.mode = mode
        self.current = current
        self.pausedReason = pausedReason
    }
}
