import HallModel

/// What the facts of some service days come to. A visit belongs to the day on which its number was taken, also where it
/// ended after the turn; a key that gave no number to the day that was open.
///
/// ```
/// taken ──────────────▶ first call ─────▶ start ─────────────▶ finish, or transfer to another service or window
///       waiting: by service,                    service: without the time parked; by service, by the window and the
///       by the window of that call,             operator that ended it, by the hour of the start
///       by the hour of taking
/// ```
/// The service is always the one that the number was taken for.
///
/// Everything else is told in the hour, at the window and of the operator where it happened; ratings of who served. A time
/// over which the clock was seen to go back is not used and counted apart.
public struct HallStatistics: Sendable, Equatable {
    /// Facts that are this much earlier than the one before them say that the clock was set back.
    static let noticedStep = Duration.seconds(1)

    /// Everybody.
    public private(set) var all = Figures()
    /// By what visitors came for.
    public private(set) var services = Grouped<ServiceID>()
    /// By where they were served: nothing of what is not done at a window.
    public private(set) var windows = Grouped<WindowID>()
    /// By who served them: whoever had signed on at the window, else a user or `device:<caller>`; like windows, and no waiting.
    public private(set) var operators = Grouped<String>()
    /// By the hour of the hall's day, 0…23: all but what lapsed at the turn.
    public private(set) var hours = Grouped<Int>()
    /// Visits of which no end is known: of a day that goes on, those who wait or are at a window.
    public private(set) var openVisits = 0

    private let clock: CivilClock
    private var day: ServiceDay?
    /// Of the day at hand.
    private var visits: [TicketID: Visit] = [:]
    /// Who has signed on.
    private var signedOn: [WindowID: OperatorID] = [:]
    /// The time of the last fact, and how often one was earlier than the one before.
    private var newest: WallTime?
    private var clockSteps = 0

    /// What is known of one visit.
    private struct Visit: Equatable {
        var service: ServiceID?
        var taken: Moment?
        var estimate: Int?
        var isCalled = false
        /// The service that goes on, or whose visitor comes back.
        var stretch: Stretch?
        /// Who served at which window last.
        var servers: [WindowID: String] = [:]
        var isOver = false
    }

    /// A time, and how often the clock had been set back by then.
    private struct Moment: Equatable {
        var at: WallTime
        var clockSteps: Int
    }

    /// A service at one window.
    private struct Stretch: Equatable {
        var window: WindowID?
        var server: String?
        /// When it first began.
        var start: WallTime
        /// Before it was parked; nil where the clock was set back.
        var spent: Duration? = .zero
        /// Since when it goes on; nil while it is parked.
        var since: Moment?
    }

    /// Nothing yet; `clock` tells the hours.
    public init(clock: CivilClock) { self.clock = clock }

    /// From now on the facts of this day come, in their order; then those about its visits from after its end.
    public mutating func begin(_ day: ServiceDay) {
        self.day = day
        visits = [:]
        signedOn = [:]
        newest = nil
    }

    /// Takes a fact in; those about other days' visits change nothing.
    public mutating func apply(_ fact: HallFact) {
        switch fact {
        case .operatorSignedOn(let fact): signedOn[fact.window] = fact.person
        case .operatorSignedOff(let fact): signedOn[fact.window] = nil
        case .dayOpened(let opened):
            signedOn = [:]
            for ticket in opened.lapsed where ticket.day == day { lapse(ticket) }
        case .takeRefused(let refused):
            note(refused.service, at: refused.at) { $0.refusals[refused.reason] += 1 }
        case .ticketRated(let rated) where rated.ticket.day == day:
            noteRating(of: rated.ticket, rated.window, at: rated.at) { $0.ratings[rated.level] += 1 }
        case .ratingLapsed(let lapsed) where lapsed.ticket.day == day:
            noteRating(of: lapsed.ticket, lapsed.window, at: lapsed.at) { $0.unrated += 1 }
        case .ticketTaken(let taken) where taken.ticket.day == day:
            visits[taken.ticket] = Visit(service: taken.service, estimate: taken.estimatedWaitSeconds)
            note(taken.service, at: taken.at) {
                $0.sources[taken.source.kind] += 1
                $0.classes[taken.priority] += 1
            }
        default: break
        }
        if let step = fact.visitStep, step.ticket.day == day { apply(step) }
    }
}

// MARK: - Visits

extension HallStatistics {
    private mutating func apply(_ step: VisitStep) {
        var step = step
        if step.by != nil, let person = step.window.flatMap({ signedOn[$0] }) { step.by = person.rawValue }
        let now = moment(step.at)
        var visit = visits[step.ticket] ?? Visit()
        note(visit.service, step.window, step.by, at: step.at) { $0.events[step.event] += 1 }
        switch step.event {
        case .taken:
            visit.taken = now
            openVisits += 1
        case .called where !visit.isCalled:
            visit.isCalled = true
            if let taken = visit.taken {
                let wait = time(from: taken, to: now)
                let error = wait.flatMap { wait in visit.estimate.map { Duration.seconds(wait.wholeSeconds - $0) } }
                note(visit.service, step.window, at: taken.at) {
                    $0.waits.add(wait)
                    if let error { $0.waitErrors.add(error) }
                }
            }
        case .started:
            // Who was parked goes on there; elsewhere it is another service. One that never ended has no length.
            if visit.stretch?.since != nil { visit.stretch = nil }
            if visit.stretch?.window != step.window { close(&visit) }
            var stretch = visit.stretch ?? Stretch(window: step.window, start: step.at)
            stretch.server = step.by
            stretch.since = now
            visit.stretch = stretch
        case .parked: suspend(&visit, at: now)
        case .served:
            suspend(&visit, at: now)
            visit.stretch?.server = step.by
            close(&visit)
        case .transferred:
            suspend(&visit, at: now)
            close(&visit)
        case .called, .recalled, .putBack, .returned, .missed, .noShow, .cancelled, .voided, .lapsed, .reprinted: break
        }
        if step.event == .started || step.event == .served, let window = step.window {
            visit.servers[window] = step.by
        }
        if step.event.endsVisit { end(&visit) }
        visits[step.ticket] = visit
    }

    /// The visitor leaves the window.
    private func suspend(_ visit: inout Visit, at now: Moment) {
        guard var stretch = visit.stretch, let since = stretch.since else { return }
        stretch.spent = stretch.spent.flatMap { spent in time(from: since, to: now).map { spent + $0 } }
        stretch.since = nil
        visit.stretch = stretch
    }

    /// The service is over, if there is one.
    private mutating func close(_ visit: inout Visit) {
        guard let stretch = visit.stretch else { return }
        note(visit.service, stretch.window, stretch.server, at: stretch.start) { $0.services.add(stretch.spent) }
        visit.stretch = nil
    }

    /// At the turn, which is in no hour of its day.
    private mutating func lapse(_ ticket: TicketID) {
        var visit = visits[ticket] ?? Visit()
        note(visit.service) { $0.events[.lapsed] += 1 }
        end(&visit)
        visits[ticket] = visit
    }

    private mutating func end(_ visit: inout Visit) {
        if visit.taken != nil, !visit.isOver { openVisits -= 1 }
        visit.isOver = true
    }

    private mutating func noteRating(
        of ticket: TicketID, _ window: WindowID, at: WallTime, _ body: (inout Figures) -> Void
    ) {
        note(visits[ticket]?.service, window, visits[ticket]?.servers[window], at: at, body)
    }

    private mutating func note(
        _ service: ServiceID?, _ window: WindowID? = nil, _ server: String? = nil, at: WallTime? = nil,
        _ body: (inout Figures) -> Void
    ) {
        body(&all)
        if let service { services.note(service, body) }
        if let window { windows.note(window, body) }
        if let server { operators.note(server, body) }
        if let at { hours.note(clock.local(at).secondOfDay / 3600, body) }
    }
}

// MARK: - Time

extension HallStatistics {
    private mutating func moment(_ at: WallTime) -> Moment {
        if let newest, at + Self.noticedStep <= newest { clockSteps += 1 }
        newest = at
        return Moment(at: at, clockSteps: clockSteps)
    }

    /// nil where the clock was set back meanwhile.
    private func time(from start: Moment, to end: Moment) -> Duration? {
        guard start.clockSteps == end.clockSteps, start.at <= end.at else { return nil }
        return end.at - start.at
    }
}
