import HallModel
import OrderedCollections

/// Since when visitors wait, by the monotonic clock.
struct WaitClock: Sendable, Equatable {
    /// Who waits for a service.
    struct Line: Sendable, Equatable {
        var count = 0
        /// Since when the longest of them waits.
        var since: MonotonicInstant
    }
    private struct Wait: Sendable, Equatable {
        var ticket: TicketID
        /// Of the ticket.
        var order: Int
        /// As the record tells it: another time is another wait.
        var recorded: WallTime
        var since: MonotonicInstant
    }
    /// In the order of taking, as the tickets are: a day's line is walked along at each change, so that nothing is searched.
    private var waits: [Wait] = []
    /// When a wait reaches what alarms.
    var wake: MonotonicInstant?

    var wakes: [MonotonicInstant] { wake.map { [$0] } ?? [] }

    func isDue(at now: MonotonicInstant) -> Bool { wake.map { $0 <= now } ?? false }

    /// Looks who waits. What began in this run is timed from there on; what a run before it left, by the wall clock once.
    mutating func look(
        _ recorded: RecordedHall, at now: HallInstant
    ) -> OrderedDictionary<ServiceID, Line> {
        var lines: [(service: ServiceID, line: Line)] = []
        var next: [Wait] = []
        next.reserveCapacity(waits.count + 1)
        var place = 0
        for index in recorded.book.waiting {
            let ticket = recorded.book[index]
            let order = ticket.order
            while place < waits.count, waits[place].order < order { place += 1 }
            let wait = known(place, ticket) ?? begin(ticket, recorded, at: now)
            next.append(wait)
            let service = ticket.service
            let row = lines.firstIndex { $0.service == service } ?? lines.endIndex
            if row == lines.endIndex { lines.append((service, Line(since: wait.since))) }
            lines[row].line.count += 1
            lines[row].line.since = min(lines[row].line.since, wait.since)
        }
        waits = next
        return OrderedDictionary(uniqueKeysWithValues: lines.map { ($0.service, $0.line) })
    }

    private func known(_ place: Int, _ ticket: Ticket) -> Wait? {
        guard place < waits.count, waits[place].ticket == ticket.id, waits[place].recorded == ticket.waitingSince
        else { return nil }
        return waits[place]
    }

    private func begin(_ ticket: Ticket, _ recorded: RecordedHall, at now: HallInstant) -> Wait {
        let isBelieved = !recorded.isActive(.clockImplausible)
        let waited = isBelieved ? max(.zero, now.wall - ticket.waitingSince) : .zero
        return Wait(
            ticket: ticket.id, order: ticket.order, recorded: ticket.waitingSince,
            since: now.monotonic + (.zero - waited))
    }
}
