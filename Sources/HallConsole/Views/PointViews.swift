import HallAPI
import HallModel

extension Console {
    func show(_ points: [PointView]) {
        guard !points.isEmpty else { return print(Cell(say(.noPoints))) }
        print(
            Table(
                headings: [
                    say(.id), say(.reading), say(.quality), say(.age), say(.meaning), say(.writable), say(.zone),
                    say(.label),
                ],
                rows: points.map { point in
                    [
                        Cell(point.id), Cell(text(point)), quality(point), Cell(point.ageSeconds.map(duration) ?? "–"),
                        Cell(meaning(point.meaning)), Cell(point.writable ? CodeText.answer(true).text(language) : ""),
                        Cell(point.zoneName ?? point.zone ?? "–"), Cell(point.label),
                    ]
                }))
    }

    /// A line for each point that changed.
    func showChanges(_ points: [PointView]) {
        for point in points {
            let quality = quality(point)
            print(Cell([time(point.at), point.id, text(point), quality.text].joined(separator: "  "), quality.tone))
        }
    }

    func show(_ why: WhyPoint.Reply) {
        let point = why.point
        var rows: [(name: String, value: Cell)] = [
            (say(.id), Cell(point.id)), (say(.reading), Cell(text(point))), (say(.quality), quality(point)),
            (say(.readAt), Cell(time(point.at))), (say(.meaning), Cell(meaning(point.meaning))),
            (say(.profile), Cell(why.device.profile)), (say(.bus), Cell(why.device.bus)),
            (say(.zone), Cell(point.zoneName ?? point.zone ?? "–")), (say(.label), Cell(point.label)),
            (say(.presence), presence(why.device.presence)),
        ]
        if let allowed = why.allowed { rows.append((say(.allowed), Cell(allowed))) }
        if let period = why.periodSeconds { rows.append((say(.period), Cell(say(.seconds(period))))) }
        if let wish = why.wish {
            rows.append((say(.wish), Cell(say(.kept(value: text(wish, unit: point.unit), times: why.corrections)))))
        }
        if why.pending > 0 { rows.append((say(.pending), Cell(String(why.pending), .warning))) }
        print(Sheet(rows: rows))
        show(why.limits)
        show(why.events)
    }

    /// The limits on a point, under an empty line; nothing without any.
    func show(_ limits: [LimitView]) {
        guard !limits.isEmpty else { return }
        print("")
        print(
            Table(
                headings: [say(.limit), say(.season), say(.state), say(.compared), say(.since), say(.clause)],
                rows: limits.map { limit in
                    let state = FieldCode.LimitState(rawValue: limit.state)
                    let tone: Cell.Tone =
                        switch state {
                        case .broken: .bad
                        case .waiting, .returning: .warning
                        case .kept: .good
                        case .off, .notInSeason, .seasonUnknown, .noReading, .tooFewReadings, nil: .faint
                        }
                    return [
                        Cell(self.limit(limit)),
                        Cell(season(limit)),
                        Cell(code(state.map(FieldCode.limitState), limit.state), tone), Cell(limit.compared ?? "–"),
                        Cell(limit.since.map(time) ?? "–"), Cell(limit.clause),
                    ]
                }))
    }

    /// What happened, under an empty line; nothing without any.
    func show(_ events: [EventView]) {
        guard !events.isEmpty else { return }
        print("")
        print(
            Table(
                headings: [.time, .event, .by, .detail].map { (text: ConsoleText) in say(text) },
                rows: events.map { event in
                    [
                        Cell(time(event.at)), Cell(self.event(event.kind)), Cell(actor(event.by)), Cell(detail(event)),
                    ]
                }))
    }

    // MARK: Words

    /// A value with its unit: `26.5 °C`; a known word with what it means.
    func text(_ value: JSONValue?, unit: String, decimals: Int? = nil) -> String {
        switch value {
        case .integer(let whole): number(Double(whole), unit, decimals)
        case .number(let number): self.number(number, unit, decimals)
        case .string(let word): named(word)
        case nil, .null?: "–"
        case .some(let other): other.line
        }
    }

    private func text(_ point: PointView) -> String { text(point.value, unit: point.unit, decimals: point.decimals) }

    private func number(_ number: Double, _ unit: String, _ decimals: Int?) -> String {
        guard abs(number) < 9e15 else { return "\(number)" }
        let quantity = Quantity(thousandths: Int64((number * 1000).rounded()))
        let digits = decimals.map { quantity.text(decimals: $0) } ?? quantity.shortest
        return unit.isEmpty ? digits : "\(digits) \(unit)"
    }

    /// The word is what is written to the point, so it stands first.
    private func named(_ word: String) -> String {
        guard let known = FieldCode.ValueWord(rawValue: word), known.bilingual[language] != word else { return word }
        return say(.aside(word, known.bilingual[language]))
    }

    private func quality(_ point: PointView) -> Cell {
        let quality = Quality(rawValue: point.quality)
        let tone: Cell.Tone =
            switch quality {
            case .good: .good
            case .stale, .substituted: .warning
            case .bad, nil: .bad
            }
        let word = code(quality.map(FieldCode.quality), point.quality)
        guard let missing = point.missing else { return Cell(word, tone) }
        let reason = code(MissingReason(rawValue: missing).map(FieldCode.missing), missing)
        return Cell(say(.pair(word, reason)), tone)
    }

    /// When it is in force, and whether the hall's dates say so.
    private func season(_ limit: LimitView) -> String {
        let season = code(FieldCode.Season(rawValue: limit.season).map(FieldCode.season), limit.season)
        return limit.seasonBy == "date" ? say(.aside(season, say(.byDate))) : season
    }

    private func meaning(_ code: String) -> String {
        self.code(PointMeaning(rawValue: code).map(FieldCode.meaning), code)
    }

    /// `≥ 26 °C`, and over which mean.
    private func limit(_ limit: LimitView) -> String {
        let signs = ["notBelow": "≥", "above": ">", "notAbove": "≤", "below": "<"]
        let text = "\(signs[limit.relation] ?? limit.relation) \(limit.limit)"
        return limit.meanSeconds.map { say(.aside(text, say(.mean(minutes: $0 / 60)))) } ?? text
    }
}
