import ArgumentParser
import HallAPI
import HallModel

/// `hallctl alarm …`
struct AlarmCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm", abstract: HelpText.alarm.here, subcommands: [Acknowledge.self])

    /// `hallctl alarm ack ID [--reason TEXT]`
    struct Acknowledge: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "ack", abstract: HelpText.acknowledge.here)
        @Argument(help: ArgumentHelp(HelpText.alarmID.here)) var id: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = AcknowledgeAlarm.Parameters(
                id: id, reason: reason, language: console.language.rawValue, idempotencyKey: freshIdempotencyKey())
            try console.call(AcknowledgeAlarm.self, parameters) { reply in
                if let alarm = reply.alarm {
                    console.show(alarm)
                } else {
                    console.print(Cell(console.say(.alarmNormal(reply.id)), .good))
                }
            }
        }
    }
}
