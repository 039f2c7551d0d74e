import HallAPI
import HallModel

/// A terminal's width.
private let reportWidth = 80

extension Console {
    /// A report as a person reads it, in 80 columns.
    func show(_ report: VisitStatistics.Reply) {
        let period = report.from == report.to ? report.from : "\(report.from) – \(report.to)"
        print(Cell("\(report.hall)  \(period)"))
        for note in notes(report) { print(Cell(note, .warning)) }
        print("")
        show(report.all, open: report.openVisits)
        let groups: [(ReportText, [VisitStatistics.Row], [ReportColumn])] = [
            (.service, report.services, [.taken, .served, .noShow, .wait, .waitP90, .time, .timeP90, .bad]),
            (.window, report.windows, [.called, .served, .noShow, .wait, .waitP90, .time, .timeP90, .bad]),
            (.operator, report.operators, [.called, .served, .noShow, .time, .timeP90, .bad]),
            (.hour, report.hours, [.taken, .called, .served, .noShow, .wait, .waitP90, .time, .timeP90]),
        ]
        for (heading, rows, columns) in groups where !rows.isEmpty {
            print("")
            show(rows, word(heading), columns, naming: heading)
            if heading == .service { showErrors(rows) }
        }
    }

    /// How good the estimates were, where any was made.
    private func showErrors(_ rows: [VisitStatistics.Row]) {
        let told = rows.compactMap { row in row.figures.waitError.map { (row, $0) } }.filter { $0.1.count > 0 }
        guard !told.isEmpty else { return }
        print("")
        let cells = told.map { row, error in
            [name(row, of: .service), String(error.count), signed(error.p50Seconds), signed(error.p90Seconds)]
        }
        print(aligned([word(.estimates), word(.measured), "P50", "P90"], cells))
    }

    /// `+4:07`, `-0:30`
    private func signed(_ seconds: Int?) -> String {
        guard let seconds else { return "—" }
        return (seconds < 0 ? "-" : "+") + clock(abs(seconds))
    }

    /// What must be known before the figures are believed.
    func notes(_ report: VisitStatistics.Reply) -> [String] {
        var notes: [ReportText] = []
        if !report.missingDays.isEmpty { notes.append(.missingDays(report.missingDays)) }
        for day in report.days {
            if day.missingFacts > 0 || day.unreadableFacts > 0 {
                notes.append(.gaps(day.day, missing: day.missingFacts, unreadable: day.unreadableFacts))
            }
            if day.restarts > 0 { notes.append(.restarts(day.day, day.restarts)) }
            if day.ended == nil { notes.append(.goesOn(day.day)) }
        }
        let steps = (report.all.wait?.clockSteps ?? 0) + report.all.service.clockSteps
        if steps > 0 { notes.append(.clockSteps(steps)) }
        return notes.map(word)
    }

    /// In a report's words.
    private func word(_ text: ReportText) -> String { text.text(language) }

    private func show(_ all: FiguresView, open: Int) {
        var rows = VisitEvent.allCases.compactMap { event -> (name: String, value: Cell)? in
            guard let count = all.events[event.rawValue] else { return nil }
            return (word(.event(event)), Cell(String(count)))
        }
        rows.append((word(.stillHere), Cell(String(open))))
        func add(_ heading: ReportText, _ parts: [(String, Int?)]) {
            let told = parts.filter { ($0.1 ?? 0) > 0 }.map { say(.pair($0.0, String($0.1 ?? 0))) }
            rows.append((word(heading), Cell(told.isEmpty ? "0" : say(.list(told)))))
        }
        add(.sources, Ticket.Source.Kind.allCases.map { (word(.source($0)), all.sources[$0.rawValue]) })
        add(.classes, Ticket.Priority.allCases.map { (priority($0.rawValue).text, all.classes[$0.rawValue]) })
        add(.refused, TakeRefused.Reason.allCases.map { (word(.refusal($0)), all.refused[$0.rawValue]) })
        // The names of the levels are long: two lines.
        for (heading, levels) in [(word(.rated), [5, 4, 3]), ("", [2, 1])] {
            let told = levels.compactMap { level in
                RatingLevel(rawValue: level).map { say(.pair($0.text(language), count(all, at: $0))) }
            }
            rows.append((heading, Cell(say(.list(told)))))
        }
        rows.append((word(.ratedBad), Cell(word(.share(all.ratings.bad, percent(all.ratings.badPercent))))))
        rows.append((word(.unrated), Cell(String(all.ratings.unrated))))
        print(Sheet(rows: rows))
        print("")
        let headings = ["", word(.measured), word(.mean), "P50", "P90", "P95", word(.maximum)]
        let times = [(ReportText.waiting, all.wait), (.serving, all.service)].map { name, times in
            [
                word(name), times.map { String($0.count) } ?? "—", clock(times?.meanSeconds), clock(times?.p50Seconds),
                clock(times?.p90Seconds), clock(times?.p95Seconds), clock(times?.maxSeconds),
            ]
        }
        print(aligned(headings, times))
    }

    private func count(_ figures: FiguresView, at level: RatingLevel) -> String {
        figures.ratings.levels[String(level.rawValue)].map(String.init) ?? "—"
    }

    private func show(
        _ rows: [VisitStatistics.Row], _ heading: String, _ columns: [ReportColumn], naming group: ReportText
    ) {
        let cells = rows.map { row in
            [name(row, of: group)] + columns.map { column in cell(column, row.figures) }
        }
        print(aligned([heading] + columns.map { word(.column($0)) }, cells))
    }

    private func name(_ row: VisitStatistics.Row, of group: ReportText) -> String {
        switch group {
        case .hour: "\(row.id):00"
        case .operator: actor(row.id)
        case .window: row.name.map { "\(row.id) \($0)" } ?? row.id
        default: row.name ?? row.id
        }
    }

    private func cell(_ column: ReportColumn, _ figures: FiguresView) -> String {
        func count(_ event: VisitEvent) -> String { figures.events[event.rawValue].map(String.init) ?? "—" }
        return switch column {
        case .taken: count(.taken)
        case .called: count(.called)
        case .served: count(.served)
        case .noShow: count(.noShow)
        case .wait: clock(figures.wait?.meanSeconds)
        case .waitP90: clock(figures.wait?.p90Seconds)
        case .time: clock(figures.service.meanSeconds)
        case .timeP90: clock(figures.service.p90Seconds)
        case .bad: percent(figures.ratings.badPercent)
        }
    }

    /// `4:07`, `1:02:03`
    private func clock(_ seconds: Int?) -> String {
        guard let seconds else { return "—" }
        let rest = "\(seconds >= 3600 ? padded(seconds / 60 % 60, 2) : String(seconds / 60)):\(padded(seconds % 60, 2))"
        return seconds >= 3600 ? "\(seconds / 3600):\(rest)" : rest
    }

    private func percent(_ percent: Double?) -> String { percent.map { "\($0)%" } ?? "—" }

    /// Numbers end at the right; the first column has what is left of the line.
    private func aligned(_ headings: [String], _ rows: [[String]]) -> Table {
        let widths = headings.indices.map { column in
            ([headings] + rows).map { $0[column].columns }.max() ?? 0
        }
        let left = max(8, reportWidth - widths.dropFirst().reduce(0) { $0 + $1 + 2 })
        func line(_ cells: [String]) -> [String] {
            cells.indices.map { column in
                column == 0 ? cells[0].cut(to: left) : cells[column].ending(at: widths[column])
            }
        }
        return Table(headings: line(headings), rows: rows.map { line($0).map { Cell($0) } })
    }
}

extension String {
    /// With spaces before it up to a width in columns.
    fileprivate func ending(at width: Int) -> String { String(repeating: " ", count: max(0, width - columns)) + self }

    /// As much of its beginning as fits.
    fileprivate func cut(to width: Int) -> String {
        guard columns > width else { return self }
        var kept = ""
        for character in self where (kept + String(character)).columns < width {
            kept.append(character)
        }
        return kept + "…"
    }
}
