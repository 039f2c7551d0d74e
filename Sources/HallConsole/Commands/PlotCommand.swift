import ArgumentParser
import HallAPI
import HallModel
import HardwareAccess

/// `hallctl plot POINT [--last 24h] [--width N] [--height N]`
struct PlotCommand: ConsoleCommand {
    /// Replies that one picture is drawn from at most: 5 years of quarters are 88.
    private static let pages = 100

    static let configuration = CommandConfiguration(commandName: "plot", abstract: PlotText.plot.here)
    @Argument(help: ArgumentHelp(PlotText.point.here)) var point: String
    @Option(help: ArgumentHelp(PlotText.last.here, valueName: "24h")) var last = PlotSpan(seconds: 86_400)
    @Option(help: ArgumentHelp(PlotText.width.here, valueName: "columns")) var width = 80
    @Option(help: ArgumentHelp(PlotText.height.here, valueName: "lines")) var height = 24
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (40...400).contains(width) else { throw ValidationError("--width: 40…400") }
        guard (12...200).contains(height) else { throw ValidationError("--height: 12…200") }
    }

    func run(_ console: Console) throws(ConsoleFailure) {
        let clock = CivilClock(fixedOffsetSeconds: 0)
        let from = clock.local(WallTime.now + .seconds(-last.seconds)).rfc3339
        var query = PointHistory.Parameters(point: point, from: from)
        var whole: HistoryView?
        for _ in 0..<Self.pages {
            var next: String?
            try console.call(PointHistory.self, query) { page in
                next = page.next
                (query.to, query.resolution) = (page.to, page.resolution)
                if whole == nil { whole = page } else { whole?.rows += page.rows }
            }
            guard !console.json, let next else { break }
            query.from = next
        }
        guard let whole, !console.json else { return }
        console.show(whole, width: width, height: height)
    }
}

/// A length of time as people write it: `90m`, `24h`, `7d`.
struct PlotSpan: ExpressibleByArgument, Equatable {
    var seconds: Int

    init(seconds: Int) { self.seconds = seconds }

    init?(argument: String) {
        let units: [Character: Int] = ["m": 60, "h": 3600, "d": 86_400]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (1...100_000).contains(count), count * unit <= 5 * 366 * 86_400
        else { return nil }
        seconds = count * unit
    }

    var defaultValueDescription: String { seconds.isMultiple(of: 3600) ? "\(seconds / 3600)h" : "\(seconds / 60)m" }
}

extension PlotText {
    /// In the language of this process, like all help.
    fileprivate var here: String { text(HelpText.processLanguage) }
}
