import HallModel

/// Facts handed out in one read: a longer one would hold back checkpoints.
private let factsInOneRead: Int64 = 2000

/// A service day, and where the journal holds it.
public struct JournalDay: Sendable, Equatable {
    /// Which.
    public var day: ServiceDay
    /// When it began for the hall: later than its hour where halld was started later; wall clock.
    public var began: WallTime
    /// When the next one began; nil while it goes on.
    public var ended: WallTime?
    /// The number of its `day-opened`, and of the next.
    var first: Int64
    var next: Int64?

    /// All that is known outside the journal.
    public init(day: ServiceDay, began: WallTime, ended: WallTime? = nil) {
        self.init(day: day, began: began, ended: ended, first: 0, next: nil)
    }

    init(day: ServiceDay, began: WallTime, ended: WallTime?, first: Int64, next: Int64?) {
        self.day = day
        self.began = began
        self.ended = ended
        self.first = first
        self.next = next
    }
}

/// What is not in the record of a day.
public struct JournalGaps: Sendable, Equatable {
    /// Facts that were removed.
    public var missing = 0
    /// Facts that cannot be read.
    public var unreadable = 0
    /// How often halld was started after the day had begun: what happened while it was down nobody wrote.
    public var restarts = 0

    /// Nothing is missing.
    public init() {}
}

extension JournalReader {
    /// The first service day from this one on; nil when there is none. Days only go forward, so it is found by halving.
    public func serviceDay(from day: ServiceDay) throws(StoreError) -> JournalDay? {
        var low: Int64 = 1
        var high = try reading { connection, _ throws(StoreError) in try connection.integer(FactSQL.newest) ?? 0 } + 1
        while low < high {
            let middle = low + (high - low) / 2
            if let found = try opening(from: middle), found.day < day {
                low = found.first + 1
            } else {
                high = middle
            }
        }
        guard var found = try opening(from: low), found.day >= day else { return nil }
        let next = try opening(from: found.first + 1)
        found.ended = next?.began
        found.next = next?.first
        return found
    }

    /// Hands over the facts of a day in their order, with the `day-opened` that ended it; then those about its tickets
    /// from after its end. What cannot be read is left out and counted.
    public func facts(of day: JournalDay, each body: (HallFact) -> Void) throws(StoreError) -> JournalGaps {
        var gaps = JournalGaps()
        var expected = day.first + 1
        var turn: DayOpened?
        while true {
            let page = try page(from: expected, upTo: day.next ?? .max)
            for (sequence, fact) in page {
                gaps.missing += Int(sequence - expected)
                expected = sequence + 1
                guard let fact else {
                    gaps.unreadable += 1
                    continue
                }
                // The start that opened the day is none within it; both have the time of that moment.
                if case .daemonStarted(let started) = fact, started.at != day.began { gaps.restarts += 1 }
                if case .dayOpened(let opened) = fact { turn = opened }
                body(fact)
            }
            guard page.count == factsInOneRead else { break }
        }
        guard let turn, let next = day.next else { return gaps }
        for (_, fact) in try sequel(to: day.day, turn, after: next) {
            if let fact { body(fact) } else { gaps.unreadable += 1 }
        }
        return gaps
    }

    /// The first `day-opened` from there on, of whose end nothing is known yet.
    private func opening(from sequence: Int64) throws(StoreError) -> JournalDay? {
        try reading { connection, path throws(StoreError) in
            var found: JournalDay?
            try connection.query(FactSQL.dayFrom, [.integer(sequence)]) { row throws(StoreError) in
                guard case (let first, .dayOpened(let opened)) = try row.fact(in: path) else { return }
                found = JournalDay(day: opened.day, began: opened.at, ended: nil, first: first, next: nil)
            }
            return found
        }
    }

    private func page(from low: Int64, upTo high: Int64) throws(StoreError) -> [(sequence: Int64, fact: HallFact?)] {
        try reading { connection, path throws(StoreError) in
            var page: [(sequence: Int64, fact: HallFact?)] = []
            try connection.query(
                FactSQL.stretch, [.integer(low), .integer(high), .integer(factsInOneRead)]
            ) { row throws(StoreError) in page.append(row.readableFact(in: path)) }
            return page
        }
    }

    /// What became of the tickets of a day that somebody was with, or could still rate, when it turned.
    private func sequel(
        to day: ServiceDay, _ turn: DayOpened, after next: Int64
    ) throws(StoreError) -> [(sequence: Int64, fact: HallFact?)] {
        let carried = turn.carried.map(\.id).filter { $0.day == day }
        let rateable = (turn.ratings?.services ?? []).map(\.ticket).filter { $0.day == day && !carried.contains($0) }
        return try reading { connection, path throws(StoreError) in
            var found: [(sequence: Int64, fact: HallFact?)] = []
            for ticket in carried + rateable {
                try connection.query(
                    FactSQL.aboutTicketAfter, [.text(ticket.description), .integer(next)]
                ) { row throws(StoreError) in found.append(row.readableFact(in: path)) }
            }
            // One that was put back after the turn can lapse at a later one.
            var mentioned = !carried.isEmpty
            try connection.query(FactSQL.daysAfter, [.integer(next)]) { row throws(StoreError) in
                guard mentioned, case (let sequence, .dayOpened(let opened)) = try row.fact(in: path) else { return }
                mentioned = carried.contains { opened.mentions($0) }
                if mentioned { found.append((sequence, .dayOpened(opened))) }
            }
            return found.sorted { $0.sequence < $1.sequence }
        }
    }
}

extension Row {
    /// The fact of a row that is there, so that the file is well; nil where its bytes are not.
    fileprivate func readableFact(in path: String) -> (sequence: Int64, fact: HallFact?) {
        do throws(StoreError) {
            return try fact(in: path)
        } catch {
            return (integer(0) ?? 0, nil)
        }
    }
}
