import ArgumentParser
import HallAPI
import HallModel

/// `hallctl report`
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: ReportText.report.here, subcommands: [Day.self])

    /// `hallctl report day [DATE] [--from DATE] [--to DATE] [--csv]`
    struct Day: ConsoleCommand {
        static let configuration = CommandConfiguration(
            commandName: "day", abstract: ReportText.reportDay.here, discussion: ReportText.definitions.here)
        @Argument(help: ArgumentHelp(ReportText.date.here)) var date: String?
        @Option(help: ArgumentHelp(ReportText.from.here, valueName: "date")) var from: String?
        @Option(help: ArgumentHelp(ReportText.to.here, valueName: "date")) var to: String?
        @Flag(help: ArgumentHelp(ReportText.csv.here)) var csv = false
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            let days = try [date, from, to].map { text in
                try text.map { text in
                    guard let day = CivilDate(text) else { throw ValidationError(ReportText.noDate(text).here) }
                    return day
                }
            }
            guard date == nil || (from == nil && to == nil) else {
                throw ValidationError(ReportText.dateOrRange.here)
            }
            if let from = days[1], let to = days[2], from > to {
                throw ValidationError(ReportText.reversed(from.description, to.description).here)
            }
            guard !csv || !options.json else { throw ValidationError(ReportText.oneForm.here) }
        }

        func run(_ console: Console) throws(ConsoleFailure) {
            let days = VisitStatistics.Parameters(from: date ?? from, to: date ?? to)
            try console.call(VisitStatistics.self, days) { report in
                guard csv else { return console.show(report) }
                for line in ReportTable(report).lines { console.surroundings.output(line) }
                for note in console.notes(report) { console.surroundings.errors("hallctl: \(note)") }
            }
        }
    }
}

extension ReportText {
    /// In the language of this process, like all help.
    fileprivate var here: String { text(HelpText.processLanguage) }
}
