import HallModel
import OrderedCollections

/// How long those who wait have yet to wait, as far as anybody can know: the windows that are open go on calling as they
/// choose, and each visitor keeps a window as long as the newest of the same service did on average.
///
/// ```
///  windows by when they are free ─▶ the first that may call somebody calls by its rule ─▶ that is the estimate
///       ▲                                                                                    │
///       └──────────────── free again after the mean of that visitor's service ◀──────────────┘
/// ```
/// Who comes later and is preferred, breaks and windows that will open are not known, and not guessed.
public struct WaitEstimates: Sendable, Equatable {
    private var tickets: [TicketID: Int] = [:]
    private var next: [ServiceID: Int] = [:]

    /// Seconds until a ticket that waits is called; nil where nothing is known.
    public func seconds(until ticket: TicketID) -> Int? { tickets[ticket] }

    /// Seconds that an ordinary visitor who took a number of the service now would wait; nil where nothing is known.
    public func seconds(for service: ServiceID) -> Int? { next[service] }

    /// One who waits, or who would if they came now: what the choice asks of a ticket, which is large and copied often here.
    private struct Place {
        var ticket: TicketID
        var service: ServiceID
        var standing: Ticket.Place
        var order: Int
        var isPreferred: Bool
        var isBound: Bool
        var isReal: Bool

        init(_ ticket: Ticket, isReal: Bool, at now: WallTime) {
            (self.ticket, service, standing, order) = (ticket.id, ticket.service, ticket.standing, ticket.order)
            (isPreferred, isBound, self.isReal) = (ticket.isPreferred(at: now), ticket.isBound, isReal)
        }
    }

    /// Those who are called by the same windows for the same reasons, in the order of the line.
    private struct Line {
        /// The first who joined it; windows that may call them may call all of it.
        var first: Ticket
        var places: [Place]
        var begin = 0
        var head: Place? { begin < places.count ? places[begin] : nil }
    }

    private struct Kind: Hashable {
        var service: ServiceID
        var boundTo: WindowID?
        var boundToOperator: OperatorID?
        var isPreferred: Bool
    }

    private struct Counter {
        var window: WindowID
        var free: Int
        var run: Int
        /// The lines from which it may call.
        var lines: [Int]
    }

    /// Nobody's: the hall calls nobody, or nothing is known.
    init() {}

    /// All who wait, `newcomer` behind them, and who would wait if they came now; or no more than `sought` needs.
    init(_ hall: RecordedHall, newcomer: Ticket? = nil, sought: TicketID? = nil, at now: WallTime) {
        guard let plan = hall.plan, !hall.isEvacuating, let usual = hall.meanStay(of: nil) else { return }
        var known: [ServiceID: Int] = [:]
        for service in plan.services { known[service.id] = hall.meanStay(of: service.id) }
        func stay(_ service: ServiceID) -> Int { known[service] ?? usual }
        var lines: [Line] = []
        var kinds: OrderedDictionary<Kind, Int> = [:]
        func join(_ ticket: Ticket, isReal: Bool = true) {
            let place = Place(ticket, isReal: isReal, at: now)
            let kind = Kind(
                service: ticket.service, boundTo: ticket.boundTo, boundToOperator: ticket.boundToOperator,
                isPreferred: place.isPreferred)
            if let line = kinds[kind] {
                lines[line].places.append(place)
            } else {
                kinds[kind] = lines.count
                lines.append(Line(first: ticket, places: [place]))
            }
        }
        for ticket in hall.waiting { join(ticket) }
        if let newcomer { join(newcomer) }
        // They take no time, so that nobody waits for them.
        for service in plan.services where sought == nil { join(hall.visitor(for: service.id, at: now), isReal: false) }
        var counters = hall.windows.filter { $0.mode == .open && hall.isManned($0) }.map { window in
            Counter(
                window: window.id,
                free: hall.ticket(at: window.id).map { hall.rest(of: $0, stay($0.service), at: now) } ?? 0,
                run: window.preferredRun ?? 0,
                lines: lines.indices.filter { hall.mayCall(window.id, lines[$0].first) })
        }
        let preferred = plan.queue?.preferred
        while let turn = counters.indices.min(by: { (counters[$0].free, $0) < (counters[$1].free, $1) }) {
            let open = counters[turn].lines.filter { lines[$0].head != nil }
            guard let line = Self.choice(among: open, lines, run: counters[turn].run, preferred),
                let place = lines[line].head
            else {
                counters.remove(at: turn)
                continue
            }
            lines[line].begin += 1
            let isKnown = known[place.service] != nil
            guard place.isReal else {
                if isKnown { next[place.service] = counters[turn].free }
                continue
            }
            if isKnown { tickets[place.ticket] = counters[turn].free }
            // Who comes after does not matter.
            if place.ticket == sought { break }
            counters[turn].free += stay(place.service)
            if !place.isBound {
                counters[turn].run = preferred != nil && place.isPreferred ? counters[turn].run + 1 : 0
            }
        }
    }

    /// As a window chooses; see `Queue.choose`.
    private static func choice(among open: [Int], _ lines: [Line], run: Int, _ preferred: Int?)
        -> Int?
    {
        func first(where isMeant: (Place) -> Bool) -> Int? {
            var best: (line: Int, place: Place)?
            for line in open {
                guard let head = lines[line].head, isMeant(head) else { continue }
                if best.map({ (head.standing, head.order) < ($0.place.standing, $0.place.order) }) ?? true {
                    best = (line, head)
                }
            }
            return best?.line
        }
        if let bound = first(where: { $0.isBound }) { return bound }
        guard let preferred else { return first { _ in true } }
        let isPreferredsTurn = run < preferred
        return first { $0.isPreferred == isPreferredsTurn } ?? first { _ in true }
    }
}

extension RecordedHall {
    /// How many of the newest stays at windows are kept of each service.
    static let staysKept = 20
    /// A window that calls later than that after the last visitor left was not at work meanwhile.
    static let shortBreak = Duration.seconds(180)
    /// A stay longer than that is a clock that was set, or a service that nobody ended.
    static let longestStay = Duration.seconds(14_400)

    /// How long those who wait have yet to wait.
    public func estimatedWaits(at now: WallTime) -> WaitEstimates { WaitEstimates(self, at: now) }

    /// How long somebody who takes a number now will wait, in seconds; nil where nothing is known.
    func estimatedWait(
        for service: ServiceID, _ priority: Ticket.Priority, _ booking: Ticket.Booking? = nil, at now: WallTime
    ) -> Int? {
        var newcomer = visitor(for: service, at: now)
        (newcomer.priority, newcomer.booking) = (priority, booking)
        return WaitEstimates(self, newcomer: newcomer, sought: newcomer.id, at: now).seconds(until: newcomer.id)
    }

    /// How long one ticket has yet to wait, in seconds; nil where nothing is known, or where it does not wait.
    public func estimatedWait(until ticket: Ticket, at now: WallTime) -> Int? {
        guard ticket.stage == .waiting else { return nil }
        return WaitEstimates(self, sought: ticket.id, at: now).seconds(until: ticket.id)
    }

    /// Somebody behind all who wait.
    fileprivate func visitor(for service: ServiceID, at now: WallTime) -> Ticket {
        Ticket(
            id: TicketID(day: day ?? CivilDate(daysSince1970: 0), number: TicketNumber("")), service: service,
            priority: .ordinary, takenAt: now, order: lastOrder + 1, source: .api(user: ""), ahead: 0,
            printed: .paperless)
    }

    /// The mean of the newest stays, in seconds; of all services where none is named. Nil where there was none.
    func meanStay(of service: ServiceID?) -> Int? {
        let kept = stays.filter { service == nil || $0.service == service }.flatMap(\.seconds)
        return kept.isEmpty ? nil : max(1, kept.reduce(0, +) / kept.count)
    }

    /// Of one who is at a window: what is left of a usual stay, and a part of it where that is over.
    fileprivate func rest(of ticket: Ticket, _ stay: Int, at now: WallTime) -> Int {
        guard let window = ticket.window, let since = turns[window]?.since ?? ticket.calledAt else { return stay }
        return max(stay - max(0, (now - since).wholeSeconds), stay / 4)
    }

    // MARK: Stays

    /// A window is at work for its next visitor from the end of the one before, if it calls soon: who clears the desk,
    /// or waits in vain for one who does not come, serves nobody else meanwhile.
    mutating func noteTurn(_ fact: TicketCalled) {
        let former = turns[fact.window]
        let goesOn = former?.left.map { $0 <= fact.at && fact.at - $0 <= Self.shortBreak } ?? false
        turns[fact.window] = WindowTurn(since: goesOn ? former?.since ?? fact.at : fact.at, left: former?.left)
    }

    /// Nobody is at the window any more; one who was served has kept it for so long.
    mutating func noteEnd(of ticket: TicketID, isServed: Bool, at now: WallTime) {
        guard let ticket = self.ticket(ticket), let window = ticket.window, let since = turns[window]?.since else {
            return
        }
        turns[window] = WindowTurn(since: isServed ? now : since, left: now)
        let stay = now - since
        guard isServed, stay >= .zero, stay <= Self.longestStay else { return }
        if let row = stays.firstIndex(where: { $0.service == ticket.service }) {
            stays[row].seconds = Array((stays[row].seconds + [stay.wholeSeconds]).suffix(Self.staysKept))
        } else {
            stays.append(ServiceStays(service: ticket.service, seconds: [stay.wholeSeconds]))
        }
    }
}

/// Since when a window is at work for a visitor.
struct WindowTurn: Sendable, Equatable {
    /// The end of the visitor before, or the call.
    var since: WallTime
    /// When the last one left it.
    var left: WallTime?
}
