import ArgumentParser
import HallAPI

/// `hallctl message …`
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message", abstract: HelpText.message.here, subcommands: [Send.self])

    /// `hallctl message send --to WINDOW|desk [--from WINDOW] TEXT`
    struct Send: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "send", abstract: HelpText.messageSend.here)
        @Argument(help: ArgumentHelp(HelpText.messageText.here)) var text: String
        @Option(help: ArgumentHelp(HelpText.messageTo.here, valueName: "window|desk")) var to: String
        @Option(help: ArgumentHelp(HelpText.messageFrom.here, valueName: "window|desk")) var from: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = SendMessage.Parameters(
                to: to, text: text, from: from, idempotencyKey: freshIdempotencyKey())
            try console.call(SendMessage.self, parameters) { sent in
                console.print(Cell(console.say(.messageSent(to: console.post(sent.to))), .good))
            }
        }
    }
}

/// `hallctl messages [--window ID]`
struct MessagesCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "messages", abstract: HelpText.messages.here)
    @Option(help: ArgumentHelp(HelpText.messagesOf.here, valueName: "id")) var window: String?
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        try console.call(ListMessages.self, .init(place: window)) { console.show($0.messages) }
    }
}
