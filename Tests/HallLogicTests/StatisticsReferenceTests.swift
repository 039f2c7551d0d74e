import HallLogic
import HallModel
import Testing

/// The definitions of the statistics once more, as plainly as they can be said: every figure is found by going through all
/// facts of the day. It shares no code with the statistics.
private struct ReferenceStatistics {
    struct Row {
        var kind: String
        var ticket: String
        var service = ""
        var window = ""
        var by = ""
        var at: Int64
    }
    /// Facts about visits of the day, in order.
    var rows: [Row] = []
    /// Name and value of every figure that is not nothing.
    var figures: [String: Int] = [:]
    /// Who has signed on, by window.
    var who: [String: String] = [:]

    static let offset: Int64 = 28_800

    /// `facts` are those after the day's opening and, from the turn on, those about its tickets.
    init(_ day: ServiceDay, _ facts: [HallFact]) {
        for fact in facts { add(fact, day) }
        for ticket in Set(rows.map(\.ticket)).sorted() where !ticket.isEmpty { follow(ticket) }
    }

    private mutating func add(_ fact: HallFact, _ day: ServiceDay) {
        func row(
            _ kind: String, _ ticket: TicketID, _ at: WallTime, _ window: WindowID? = nil, _ by: String = ""
        ) -> Row? {
            guard ticket.day == day else { return nil }
            let service = rows.last { $0.ticket == ticket.description && $0.service != "" }?.service ?? ""
            let person = by == "" ? nil : who[window?.rawValue ?? ""]
            return Row(
                kind: kind, ticket: ticket.description, service: service, window: window?.rawValue ?? "",
                by: person ?? by,
                at: at.microseconds)
        }
        switch fact {
        case .ticketTaken(let fact):
            guard var taken = row("taken", fact.ticket, fact.at) else { return }
            taken.service = fact.service.rawValue
            let isKiosk = if case .kiosk = fact.source { true } else { false }
            rows.append(taken)
            count("source \(isKiosk ? "kiosk" : "api")", taken)
            count("class \(fact.priority.rawValue)", taken)
        case .printOrdered(let fact):
            if fact.reason != .taken, let row = row("reprinted", fact.ticket, fact.at) { rows.append(row) }
        case .ticketVoided(let fact): rows += row("voided", fact.ticket, fact.at).map { [$0] } ?? []
        case .ticketCancelled(let fact): rows += row("cancelled", fact.ticket, fact.at).map { [$0] } ?? []
        case .ticketCalled(let fact):
            rows += row("called", fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .ticketRecalled(let fact):
            rows += row("recalled", fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .ticketPutBack(let fact):
            rows += row("putBack", fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .serviceStarted(let fact):
            rows += row("started", fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .serviceFinished(let fact):
            rows += row("served", fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .ticketNoShow(let fact):
            let kind = fact.next == nil ? "noShow" : "missed"
            rows += row(kind, fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .absenceEnded(let fact): rows += row("noShow", fact.ticket, fact.at).map { [$0] } ?? []
        case .ticketParked(let fact):
            rows += row("parked", fact.ticket, fact.at, fact.window, fact.by).map { [$0] } ?? []
        case .ticketReturned(let fact): rows += row("returned", fact.ticket, fact.at).map { [$0] } ?? []
        case .ticketTransferred(let fact):
            let by = fact.left == nil ? "" : fact.by
            rows += row("transferred", fact.ticket, fact.at, fact.left, by).map { [$0] } ?? []
        case .takeRefused(let fact):
            let refused = Row(kind: "", ticket: "", service: fact.service.rawValue, at: fact.at.microseconds)
            count("refused \(fact.reason.rawValue)", refused)
        case .ticketRated(let fact):
            guard var rating = row("", fact.ticket, fact.at, fact.window) else { return }
            rating.by = server(fact.ticket, fact.window)
            count("rated \(fact.level.rawValue)", rating)
        case .ratingLapsed(let fact):
            guard var rating = row("", fact.ticket, fact.at, fact.window) else { return }
            rating.by = server(fact.ticket, fact.window)
            count("unrated", rating)
        case .operatorSignedOn(let fact): who[fact.window.rawValue] = fact.person.rawValue
        case .operatorSignedOff(let fact): who[fact.window.rawValue] = nil
        case .dayOpened(let fact):
            who = [:]
            for ticket in fact.lapsed {
                guard var lapsed = row("", ticket, fact.at) else { continue }
                lapsed.at = .min
                count("lapsed", lapsed)
            }
        default: break
        }
    }

    private func server(_ ticket: TicketID, _ window: WindowID) -> String {
        rows.last { row in
            row.ticket == ticket.description && row.window == window.rawValue
                && ["started", "served"].contains(row.kind)
        }?.by ?? ""
    }

    /// Adds one in every place that the row names.
    private mutating func count(_ what: String, _ row: Row, seconds: Int = 1, hour at: Int64? = nil) {
        var places = ["all"]
        if !row.service.isEmpty { places.append("service \(row.service)") }
        if !row.window.isEmpty { places.append("window \(row.window)") }
        if !row.by.isEmpty { places.append("operator \(row.by)") }
        let time = at ?? row.at
        if time != .min {
            let second = (time - (time % 1_000_000 + 1_000_000) % 1_000_000) / 1_000_000 + Self.offset
            places.append("hour \((second % 86_400 + 86_400) % 86_400 / 3600)")
        }
        for place in places { figures["\(place): \(what)", default: 0] += seconds }
    }

    /// The events and times of one ticket. Times are kept as one figure for each length.
    private mutating func follow(_ ticket: String) {
        let own = rows.indices.filter { rows[$0].ticket == ticket }
        for index in own { count(rows[index].kind, rows[index]) }
        if let taken = own.first(where: { rows[$0].kind == "taken" }),
            let call = own.first(where: { rows[$0].kind == "called" }), taken < call
        {
            var place = rows[call]
            place.by = ""
            count("wait \(length(taken, call))", place, hour: rows[taken].at)
        }
        // A service is a row of starts at one window, each with what ended it for the time being.
        var parts: [(start: Int, end: Int?)] = []
        func tell(_ by: String?) {
            guard let first = parts.first, let last = parts.last else { return }
            var place = rows[first.start]
            place.by = by ?? rows[last.start].by
            let lengths = parts.compactMap { part in part.end.map { length(part.start, $0, microseconds: true) } }
            let whole =
                lengths.contains("unknown")
                ? "unknown" : String(lengths.compactMap { Int64($0) }.reduce(0, +) / 1_000_000)
            count("service \(whole)", place, hour: rows[first.start].at)
            parts = []
        }
        for index in own {
            switch rows[index].kind {
            case "started":
                if let last = parts.last, last.end == nil { parts = [] }
                if let first = parts.first, rows[first.start].window != rows[index].window { tell(nil) }
                parts.append((index, nil))
            case "parked", "served", "transferred":
                if let last = parts.indices.last, parts[last].end == nil { parts[last].end = index }
                if rows[index].kind == "served" { tell(rows[index].by) }
                if rows[index].kind == "transferred" { tell(nil) }
            default: break
            }
        }
    }

    /// Whole seconds, or `unknown` when somewhere on the way a row is a second or more earlier than the one before it.
    private func length(_ from: Int, _ to: Int, microseconds: Bool = false) -> String {
        for index in stride(from: from + 1, through: to, by: 1)
        where rows[index].at <= rows[index - 1].at - 1_000_000 { return "unknown" }
        let length = rows[to].at - rows[from].at
        return length < 0 ? "unknown" : String(microseconds ? length : length / 1_000_000)
    }
}

extension HallStatistics {
    /// Name and value of every figure that is not nothing, as the reference names them. Times come as their summary.
    fileprivate func figures(_ lengths: [String: [Int]]) -> [String: Int] {
        var all: [String: Int] = [:]
        func add(_ place: String, _ figures: Figures) {
            for event in VisitEvent.allCases { all["\(place): \(event.rawValue)"] = figures.events[event] }
            for kind in Ticket.Source.Kind.allCases { all["\(place): source \(kind)"] = figures.sources[kind] }
            for priority in Ticket.Priority.allCases { all["\(place): class \(priority)"] = figures.classes[priority] }
            for reason in TakeRefused.Reason.allCases {
                all["\(place): refused \(reason.rawValue)"] = figures.refusals[reason]
            }
            for level in RatingLevel.allCases { all["\(place): rated \(level.rawValue)"] = figures.ratings[level] }
            all["\(place): unrated"] = figures.unrated
            for (name, durations) in [("wait", figures.waits), ("service", figures.services)] {
                all["\(place): \(name) unknown"] = durations.clockSteps
                all["\(place): \(name) count"] = durations.count
                all["\(place): \(name) mean"] = durations.mean
                all["\(place): \(name) longest"] = durations.longest
                let percents = [1, 50, 90, 95, 99, 100]
                for (percent, value) in zip(percents, durations.percentiles(percents)) {
                    all["\(place): \(name) p\(percent)"] = value
                }
            }
        }
        add("all", self.all)
        for (id, figures) in services.elements { add("service \(id)", figures) }
        for (id, figures) in windows.elements { add("window \(id)", figures) }
        for (name, figures) in operators.elements { add("operator \(name)", figures) }
        for (hour, figures) in hours.elements { add("hour \(hour)", figures) }
        // No time at all is a length too.
        return all.filter { name, value in
            value != 0 || (lengths[name.summarised] != nil && !name.hasSuffix("unknown"))
        }
    }
}

extension String {
    /// `all: wait` of `all: wait p50`.
    fileprivate var summarised: String { split(separator: " ").dropLast().joined(separator: " ") }
}

extension [String: Int] {
    /// The lengths of `all: wait 12` by `all: wait`.
    fileprivate var lengths: [String: [Int]] {
        var found: [String: [Int]] = [:]
        for (name, count) in self {
            guard let length = Int(name.split(separator: " ").last ?? ""), ["wait", "service"].contains(name.measure)
            else { continue }
            found[name.summarised, default: []] += [Int](repeating: length, count: count)
        }
        return found.mapValues { $0.sorted() }
    }

    /// Each length is replaced by what a summary says of them all.
    fileprivate var summarised: [String: Int] {
        let lengths = lengths
        var summary = filter { name, _ in
            Int(name.split(separator: " ").last ?? "") == nil || !["wait", "service"].contains(name.measure)
        }
        for (name, values) in lengths {
            summary["\(name) count"] = values.count
            summary["\(name) longest"] = values.last
            summary["\(name) mean"] = Int((Double(values.reduce(0, +)) / Double(values.count)).rounded())
            for percent in [1, 50, 90, 95, 99, 100] {
                let rank = Int((Double(percent * values.count) / 100).rounded(.up))
                summary["\(name) p\(percent)"] = values[Swift.max(rank, 1) - 1]
            }
        }
        return summary
    }
}

extension String {
    /// `wait` of `all: wait 12`.
    fileprivate var measure: String { split(separator: " ").dropLast().last.map(String.init) ?? "" }
}

@Suite struct StatisticsReferenceTests {
    private static let seeds: ClosedRange<UInt64> = 1...100

    /// Days of a hall under any input, with ratings, and now and then a fact gone.
    private func facts(seed: UInt64) -> [HallFact] {
        var random = RandomHall(seed: seed)
        for _ in 0..<300 { random.step() }
        var generator = SeededGenerator(seed: seed)
        var facts: [HallFact] = []
        for fact in random.test.facts {
            if case .dayOpened = fact {
                facts.append(fact)
            } else if Int.random(in: 0..<50, using: &generator) > 0 {
                facts.append(fact)
            }
            guard case .serviceFinished(let served) = fact else { continue }
            switch Int.random(in: 0..<7, using: &generator) {
            case 0:
                facts.append(
                    .ratingLapsed(RatingLapsed(ticket: served.ticket, window: served.window, at: served.at)))
            case 1...5:
                let level = RatingLevel.allCases[Int.random(in: 0..<5, using: &generator)]
                facts.append(
                    .ticketRated(
                        TicketRated(
                            ticket: served.ticket, window: served.window, level: level, by: "pad", at: served.at)))
            default: break
            }
        }
        return facts
    }

    @Test func `any day comes to what the plain reference says`() {
        var measured = 0
        for seed in Self.seeds {
            let facts = facts(seed: seed)
            let openings = facts.indices.filter { if case .dayOpened = facts[$0] { true } else { false } }
            for (number, opening) in openings.enumerated() {
                guard case .dayOpened(let opened) = facts[opening] else { continue }
                let turn = number + 1 < openings.count ? openings[number + 1] : facts.endIndex - 1
                let later = facts[min(turn + 1, facts.endIndex)...].filter { fact in
                    if case .takeRefused = fact { false } else { true }
                }
                let own = Array(facts[(opening + 1)..<max(opening + 1, turn + 1)]) + later
                var statistics = HallStatistics(clock: CivilClock(fixedOffsetSeconds: 28_800))
                statistics.begin(opened.day)
                for fact in own { statistics.apply(fact) }
                let reference = ReferenceStatistics(opened.day, own).figures
                let wanted = reference.summarised
                let found = statistics.figures(reference.lengths)
                measured += found["all: wait count"] ?? 0
                guard found == wanted else {
                    let names = Set(found.keys).union(wanted.keys).filter { found[$0] != wanted[$0] }.sorted()
                    let lines = names.map { "\($0): \(found[$0] ?? 0), not \(wanted[$0] ?? 0)" }
                    Issue.record("seed \(seed), \(opened.day):\n\(lines.joined(separator: "\n"))")
                    return
                }
            }
        }
        // The days were not empty.
        #expect(measured > 100)
    }
}
