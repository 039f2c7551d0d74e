import ArgumentParser
import HallAPI

/// `hallctl points [GLOB] [--watch]`
struct PointsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "points", abstract: HelpText.points.here)
    @Argument(help: ArgumentHelp(HelpText.pattern.here)) var pattern: String?
    @Flag(help: ArgumentHelp(HelpText.followPoints.here)) var watch = false
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let query = PointQuery(pattern: pattern)
        guard watch else { return try console.call(ListPoints.self, query) { console.show($0.points) } }
        var hasBegun = false
        try console.stream(WatchPoints.self) { _ in
            // Asked for again after a lost connection, it begins with all of them again.
            hasBegun = false
            return query
        } show: { reply in
            if hasBegun { console.showChanges(reply.points) } else { console.show(reply.points) }
            hasBegun = true
        }
    }
}
