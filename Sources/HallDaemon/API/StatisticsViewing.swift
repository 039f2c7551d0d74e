import HallAPI
import HallLogic
import HallModel
import HallStore

extension Dispatcher {
    /// What visitors met on some days; read from disk on the reader's thread.
    func statistics(_ call: PendingCall) throws(APIFault) -> Outcome {
        let parameters = try VisitStatistics.parameters(of: call.header)
        let view = view()
        let to = try Self.day(parameters.to, "to") ?? view.recorded.day
        guard let last = to, let first = try Self.day(parameters.from, "from") ?? to else { throw .noDayYet }
        // A first day without a last one may be one that has not come.
        guard first <= last || parameters.to == nil else { throw .daysReversed(first, last) }
        guard last.daysSince1970 - first.daysSince1970 < VisitStatistics.dayLimit else { throw .tooManyDays }
        let reading = DayReading(first, max(first, last), HallStatistics(clock: view.hall.at.civil))
        return .later { deliver in read(reading, for: replies.expect(deliver)) }
    }

    /// A day at a time: whoever asks for something shorter meanwhile comes in between.
    private func read(_ reading: DayReading, for ticket: UInt64) {
        let isRead = reader.run {
            var reading = reading
            switch reading.readDay(from: gateway) {
            case .success(true): read(reading, for: ticket)
            case .success(false): replies.fulfil(ticket) { [reading] in self.view().statistics(reading) }
            case .failure(let error): replies.fulfil(ticket) { Self.fault(error, .record).message }
            }
        }
        if !isRead { replies.fulfil(ticket) { APIFault.busy(.record).message } }
    }

    private static func day(_ text: String?, _ parameter: String) throws(APIFault) -> ServiceDay? {
        guard let text else { return nil }
        guard let day = ServiceDay(text) else { throw .invalidParameter(parameter) }
        return day
    }
}

/// Days being read, and what they came to so far.
private struct DayReading: Sendable {
    let first: ServiceDay
    let last: ServiceDay
    private(set) var statistics: HallStatistics
    private(set) var days: [(day: JournalDay, gaps: JournalGaps)] = []
    /// The first day there is at all, once it was looked for in vain.
    private(set) var oldest: ServiceDay?

    init(_ first: ServiceDay, _ last: ServiceDay, _ statistics: HallStatistics) {
        self.first = first
        self.last = last
        self.statistics = statistics
    }

    /// Reads the next day; false when there is none any more.
    mutating func readDay(from gateway: any HallGateway) -> Result<Bool, GatewayError> {
        let next = days.last.map { $0.day.day.next } ?? first
        do throws(GatewayError) {
            guard next <= last, let day = try gateway.serviceDay(from: next).get(), day.day <= last else {
                if days.isEmpty { oldest = try gateway.serviceDay(from: .earliest).get()?.day }
                return .success(false)
            }
            statistics.begin(day.day)
            let gaps = try gateway.facts(of: day) { statistics.apply($0) }.get()
            days.append((day, gaps))
            return .success(true)
        } catch {
            return .failure(error)
        }
    }

    /// The days in between of which there is no record; those to come are none.
    func missing(until today: ServiceDay?) -> [ServiceDay] {
        guard let end = min(last, today ?? last).nonNegative(from: first) else { return [] }
        let known = Set(days.map(\.day.day))
        return (0...end).map { CivilDate(daysSince1970: first.daysSince1970 + $0) }.filter { !known.contains($0) }
    }
}

extension ServiceDay {
    fileprivate static let earliest = CivilDate(daysSince1970: .min / 2)
    fileprivate var next: Self { CivilDate(daysSince1970: daysSince1970 + 1) }

    /// Days from another one to this, if it is not later.
    fileprivate func nonNegative(from other: Self) -> Int? {
        other <= self ? daysSince1970 - other.daysSince1970 : nil
    }
}

extension Viewing {
    fileprivate func statistics(_ reading: DayReading) -> [UInt8] {
        guard !reading.days.isEmpty else {
            return APIFault.noSuchDay(reading.first, reading.last, oldest: reading.oldest, newest: recorded.day).message
        }
        let statistics = reading.statistics
        let days = reading.days.map { day, gaps in
            DayView(
                day: day.day.description, began: time(day.began), ended: day.ended.map(time),
                missingFacts: gaps.missing, unreadableFacts: gaps.unreadable, restarts: gaps.restarts)
        }
        let services = ordered(statistics.services, like: plan?.services.map(\.id) ?? [])
        let windows = ordered(statistics.windows, like: plan?.windows.map(\.id) ?? [])
        let start = (plan?.hall.dayStartSecond ?? 0) / 3600
        // In the order in which a service day has them.
        let hours = statistics.hours.elements.sorted { ($0.member + 24 - start) % 24 < ($1.member + 24 - start) % 24 }
        return VisitStatistics.message(
            reply: .init(
                hall: plan?.hall.name.withoutControls ?? "", from: reading.first.description,
                to: reading.last.description, days: days,
                missingDays: reading.missing(until: recorded.day).map(\.description),
                openVisits: statistics.openVisits, all: FiguresView(statistics.all, of: .all),
                services: services.map { row($0.rawValue, serviceName($0), $1, .services) },
                windows: windows.map { id, figures in
                    row(id.rawValue, plan?.window(id)?.name.withoutControls, figures, .windows)
                },
                operators: statistics.operators.elements.sorted { $0.member < $1.member }.map { name, figures in
                    row(name, operatorName(OperatorID(name)), figures, .operators)
                },
                hours: hours.map { row(padded($0, 2), nil, $1, .hours) }))
    }

    private func row(
        _ id: String, _ name: String?, _ figures: Figures, _ group: FiguresView.Group
    ) -> VisitStatistics.Row {
        VisitStatistics.Row(id: id.withoutControls, name: name, figures: FiguresView(figures, of: group))
    }

    /// In the plan's order; those that are no longer in it come last, by name.
    private func ordered<Subject>(
        _ figures: Grouped<Identifier<Subject>>, like plan: [Identifier<Subject>]
    ) -> [(Identifier<Subject>, Figures)] {
        figures.elements.map { (place: plan.firstIndex(of: $0.member) ?? plan.count, id: $0.member, $0.figures) }
            .sorted { ($0.place, $0.id) < ($1.place, $1.id) }.map { ($0.id, $0.2) }
    }
}

extension FiguresView {
    fileprivate enum Group { case all, services, windows, operators, hours }

    /// What is told of such a group.
    fileprivate init(_ figures: Figures, of group: Group) {
        let isAtWindow = group == .windows || group == .operators
        let events = VisitEvent.allCases.filter { event in
            isAtWindow ? event.isAtWindow : group != .hours || event != .lapsed
        }
        self.init(
            events: Self.map(events, figures.events),
            sources: Self.map(isAtWindow ? [] : Ticket.Source.Kind.allCases, figures.sources),
            classes: Self.map(isAtWindow ? [] : Ticket.Priority.allCases, figures.classes),
            refused: Self.map(isAtWindow ? [] : TakeRefused.Reason.allCases, figures.refusals),
            wait: group == .operators ? nil : TimesView(figures.waits),
            waitError: group == .operators ? nil : ErrorsView(figures.waitErrors), service: TimesView(figures.services),
            ratings: RatingsView(
                levels: Self.map(RatingLevel.allCases, figures.ratings), bad: figures.ratedBad,
                badPercent: figures.rated == 0
                    ? nil : Double((2000 * figures.ratedBad + figures.rated) / (2 * figures.rated)) / 10,
                unrated: figures.unrated))
    }

    private static func map<Thing: RawRepresentable & Hashable & Sendable>(
        _ things: [Thing], _ counts: Counts<Thing>
    ) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: things.map { ("\($0.rawValue)", counts[$0]) })
    }
}

extension TimesView {
    fileprivate init(_ durations: Durations) {
        let percentiles = durations.percentiles([50, 90, 95])
        self.init(
            count: durations.count, meanSeconds: durations.mean, p50Seconds: percentiles[0], p90Seconds: percentiles[1],
            p95Seconds: percentiles[2], maxSeconds: durations.longest, clockSteps: durations.clockSteps)
    }
}

extension ErrorsView {
    fileprivate init(_ errors: Durations) {
        let percentiles = errors.percentiles([50, 90])
        self.init(count: errors.count, p50Seconds: percentiles[0], p90Seconds: percentiles[1])
    }
}

extension APIFault {
    fileprivate static let noDayYet = refused(
        .record, code: "noSuchDay", message: Bilingual(zh: "还没有服务日", en: "no service day has begun"),
        remedy: Bilingual(zh: "第一次启动后再试", en: "try again after the first start"))

    fileprivate static let tooManyDays = refused(
        .record, code: "tooManyDays",
        message: Bilingual(
            zh: "一次最多统计 \(VisitStatistics.dayLimit) 天", en: "at most \(VisitStatistics.dayLimit) days at once"),
        remedy: Bilingual(zh: "分几段查询", en: "ask for them in parts"))

    fileprivate static func daysReversed(_ first: ServiceDay, _ last: ServiceDay) -> APIFault {
        refused(
            .record, code: "daysReversed",
            message: Bilingual(zh: "起始日 \(first) 晚于结束日 \(last)", en: "\(first) is after \(last)"),
            remedy: Bilingual(zh: "把较早的日期写在前面", en: "name the earlier day first"))
    }

    fileprivate static func noSuchDay(
        _ first: ServiceDay, _ last: ServiceDay, oldest: ServiceDay?, newest: ServiceDay?
    ) -> APIFault {
        let isOne = first == last
        let message = Bilingual(
            zh: isOne ? "记录中没有 \(first)" : "记录中没有 \(first) 到 \(last) 的任何一天",
            en: isOne ? "there is no record of \(first)" : "there is no record of any day from \(first) to \(last)")
        guard let oldest, let newest else {
            return refused(.record, code: "noSuchDay", message: message, remedy: Bilingual(zh: "", en: ""))
        }
        return refused(
            .record, code: "noSuchDay", message: message,
            remedy: Bilingual(
                zh: "记录从 \(oldest) 到 \(newest)；该日 halld 没有运行，或日期尚未到",
                en: "the record goes from \(oldest) to \(newest); halld did not run that day, or it has not come yet"))
    }
}
