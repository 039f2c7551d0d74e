import HallModel

/// A day's figures for people: at most 80 columns.
struct DayTable {
    private static let nameLimit = 16
    private static let alarmLimit = 40
    private static let gap = "  "

    let figures: DayFigures
    let language: Language

    var lines: [String] {
        var lines = [figures.hall, heading, ""]
        lines += table(standing) + [""] + table(paper)
        lines += ["", queue, ""]
        lines += table([serviceHeadings] + figures.services.map(row))
        lines.append("")
        lines += table([windowHeadings] + figures.windows.map(row))
        lines.append("")
        lines += figures.alarms.isEmpty ? [say(.noAlarms)] : table([alarmHeadings] + figures.alarms.map(row))
        return lines + ["", say(.waitsNote), say(.assumed)]
    }

    private func say(_ text: DayText) -> String { text.text(language) }

    private var heading: String {
        let hours = "\(figures.from.prefix(10)) \(clock(figures.from))–\(clock(figures.until))"
        return say(.heading(hours: hours, visitors: figures.visitors.came, seed: figures.seed))
    }

    private var queue: String { say(.longestQueue(figures.queue.longest, at: figures.queue.at.map(clock) ?? "–")) }

    private var standing: [[String]] {
        let visitors = figures.visitors
        return upright([
            (.visitors, visitors.came), (.served, visitors.served), (.noShow, visitors.noShow),
            (.waiting, visitors.waiting), (.atWindow, visitors.atWindow), (.lapsed, visitors.lapsed),
            (.withoutNumber, visitors.withoutNumber), (.atEntrance, visitors.atEntrance),
        ])
    }

    private var paper: [[String]] {
        let numbers = figures.numbers
        return upright([
            (.numbers, numbers.given), (.printed, numbers.printed), (.reprints, numbers.reprints),
            (.voided, numbers.voided), (.refused, numbers.refused),
        ])
    }

    /// Numbers below their names.
    private func upright(_ all: [(name: DayText, count: Int)]) -> [[String]] {
        [all.map { say($0.name) }, all.map { String($0.count) }]
    }

    private var serviceHeadings: [String] {
        [.service, .taken, .served, .waiting].map { (text: DayText) in say(text) } + ["P50", "P90", "P95"]
            + [say(.longest), say(.oldest)]
    }

    private func row(_ service: DayFigures.Service) -> [String] {
        let wait = service.wait
        return [
            clipped(service.name, to: Self.nameLimit), String(service.taken), String(service.served),
            String(service.waiting), time(wait?.p50Seconds), time(wait?.p90Seconds),
            time(wait?.p95Seconds),
            time(wait?.maxSeconds), time(service.oldestWaitSeconds),
        ]
    }

    private var windowHeadings: [String] {
        [.window, .served, .noShow, .meanService, .open, .utilisation].map { (text: DayText) in say(text) }
    }

    private func row(_ window: DayFigures.Window) -> [String] {
        [
            clipped("\(window.id) \(window.name)", to: Self.nameLimit * 2), String(window.served),
            String(window.noShow), time(window.meanServiceSeconds), time(window.openSeconds),
            window.utilisationPercent.map { "\($0) %" } ?? "–",
        ]
    }

    private var alarmHeadings: [String] {
        [.alarm, .times, .first, .lasted, .goesOn].map { (text: DayText) in say(text) }
    }

    private func row(_ alarm: DayFigures.Alarm) -> [String] {
        let title = AlarmKind(rawValue: alarm.kind)?.text.text[language] ?? alarm.kind
        let device = alarm.id.hasSuffix(".\(alarm.kind)") ? String(alarm.id.dropLast(alarm.kind.count + 1)) : alarm.id
        return [
            clipped("\(title) (\(device))", to: Self.alarmLimit), String(alarm.count), clock(alarm.first),
            time(alarm.activeSeconds), alarm.isActive ? "*" : "",
        ]
    }

    // MARK: Cells

    /// The first column to the left, all others to the right.
    private func table(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { column < $0.count ? SlipDrawing.columns($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - SlipDrawing.columns(cell))
                return column == 0 ? cell + space : space + cell
            }
            let line = cells.joined(separator: Self.gap)
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    private func clipped(_ text: String, to width: Int) -> String {
        guard SlipDrawing.columns(text) > width else { return text }
        var kept = ""
        for character in text where SlipDrawing.columns(kept + String(character)) < width { kept.append(character) }
        return kept + "…"
    }

    /// `10:05` of RFC 3339.
    private func clock(_ time: String) -> String { String(time.dropFirst(11).prefix(5)) }

    /// `4:05`, from an hour on `1h04`; a dash where nothing was measured.
    private func time(_ seconds: Int?) -> String {
        guard let seconds else { return "–" }
        guard seconds >= 3600 else { return "\(seconds / 60):\(padded(seconds % 60, 2))" }
        return "\(seconds / 3600)h\(padded(seconds / 60 % 60, 2))"
    }
}
