import HallAPI
import HallModel

/// A report as comma-separated values (RFC 4180): one row for everybody, each service, window, operator and hour. The
/// names of the columns stay, not their places; what is not told or not known is empty and never 0.
struct ReportTable {
    private let rows: [[String]]

    init(_ report: VisitStatistics.Reply) {
        func sum(_ part: (DayView) -> Int) -> Int { report.days.reduce(0) { $0 + part($1) } }
        let counts: [Int] = [
            report.days.count, report.missingDays.count, sum(\.missingFacts), sum(\.unreadableFacts), sum(\.restarts),
        ]
        let gaps = counts.map { String($0) }
        func row(_ group: String, _ id: String, _ name: String?, _ figures: FiguresView) -> [String] {
            [report.from, report.to, group, id, name ?? ""] + Self.cells(figures) + gaps
        }
        var rows = [Self.header, row("all", "", report.hall, report.all)]
        let groups = [
            ("service", report.services), ("window", report.windows), ("operator", report.operators),
            ("hour", report.hours),
        ]
        for (group, members) in groups { rows += members.map { row(group, $0.id, $0.name, $0.figures) } }
        self.rows = rows
    }

    /// Without the line feed, which whoever writes lines adds.
    var lines: [String] { rows.map { $0.map(Self.quoted).joined(separator: ",") + "\r" } }

    private static let header: [String] = {
        let times = [
            "count", "mean_seconds", "p50_seconds", "p90_seconds", "p95_seconds", "max_seconds", "clock_steps",
        ]
        var names = ["from", "to", "group", "id", "name"]
        names += VisitEvent.allCases.map { snake($0.rawValue) }
        names += Ticket.Source.Kind.allCases.map { "taken_\($0.rawValue)" }
        names += Ticket.Priority.allCases.map { "taken_\($0.rawValue)" }
        names += TakeRefused.Reason.allCases.map { "refused_" + snake($0.rawValue) }
        names += times.map { "wait_\($0)" }
        names +=
            ["wait_error_count", "wait_error_p50_seconds", "wait_error_p90_seconds"] + times.map { "service_\($0)" }
        names += RatingLevel.allCases.map { "rated_\($0.rawValue)" }
        names += ["rated_bad", "rated_bad_percent", "not_rated"]
        return names + ["days", "missing_days", "missing_facts", "unreadable_facts", "restarts"]
    }()

    private static func cells(_ figures: FiguresView) -> [String] {
        var cells = VisitEvent.allCases.map { number(figures.events[$0.rawValue]) }
        cells += Ticket.Source.Kind.allCases.map { number(figures.sources[$0.rawValue]) }
        cells += Ticket.Priority.allCases.map { number(figures.classes[$0.rawValue]) }
        cells += TakeRefused.Reason.allCases.map { number(figures.refused[$0.rawValue]) }
        cells += Self.cells(figures.wait)
        let error = figures.waitError
        cells += [error?.count, error?.p50Seconds, error?.p90Seconds].map(number)
        cells += Self.cells(figures.service)
        cells += RatingLevel.allCases.map { number(figures.ratings.levels[String($0.rawValue)]) }
        let percent = figures.ratings.badPercent.map { "\($0)" } ?? ""
        return cells + [number(figures.ratings.bad), percent, number(figures.ratings.unrated)]
    }

    private static func cells(_ times: TimesView?) -> [String] {
        let parts: [Int?] = [
            times?.count, times?.meanSeconds, times?.p50Seconds, times?.p90Seconds, times?.p95Seconds,
            times?.maxSeconds, times?.clockSteps,
        ]
        return parts.map(number)
    }

    private static func number(_ number: Int?) -> String { number.map(String.init) ?? "" }

    /// `putBack` and `no-paper` as columns are named.
    private static func snake(_ name: String) -> String {
        name.map { $0.isUppercase ? "_" + $0.lowercased() : $0 == "-" ? "_" : String($0) }.joined()
    }

    private static func quoted(_ text: String) -> String {
        let text = text.withoutControls
        guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
