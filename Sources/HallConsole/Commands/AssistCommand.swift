import ArgumentParser
import HallAPI

/// `hallctl assist …`; the call itself is `hallctl window ID assist`.
struct AssistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assist", abstract: HelpText.assist.here, subcommands: [Answer.self, List.self])

    /// `hallctl assist answer ID|WINDOW [--reason TEXT]`
    struct Answer: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "answer", abstract: HelpText.assistAnswer.here)
        @Argument(help: ArgumentHelp(HelpText.assistID.here)) var id: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = AnswerAssist.Parameters(
                window: id, reason: reason, idempotencyKey: freshIdempotencyKey())
            try console.call(AnswerAssist.self, parameters) { assist in
                let seconds = assist.answeredSeconds ?? 0
                console.print(Cell(console.say(.assistAnswered(window: assist.window, seconds: seconds)), .good))
            }
        }
    }

    /// `hallctl assist list`
    struct List: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: HelpText.assistList.here)
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(ListAssists.self, NoParameters()) { console.show($0.assists) }
        }
    }
}
