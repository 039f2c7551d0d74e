import ArgumentParser
import HallAPI
import HallModel

/// `hallctl alarms [--all] [--watch]`
struct AlarmsCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "alarms", abstract: HelpText.alarms.here)
    @Flag(help: ArgumentHelp(HelpText.allAlarms.here)) var all = false
    @Flag(help: ArgumentHelp(HelpText.follow.here)) var watch = false
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let query = AlarmQuery(all: all, language: console.language.rawValue)
        guard watch else { return try console.call(ListAlarms.self, query) { console.show($0.alarms) } }
        try console.stream(WatchAlarms.self) { _ in
            query
        } show: { reply in
            console.show(reply.alarms)
            console.print("")
        }
    }
}
