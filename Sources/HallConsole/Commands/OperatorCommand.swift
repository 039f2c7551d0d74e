import ArgumentParser
import HallAPI

/// `hallctl operator …`
struct OperatorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "operator", abstract: HelpText.operators.here,
        subcommands: [SignsOn.self, SignsOff.self, List.self])

    /// `hallctl operator sign-on WINDOW [OPERATOR]`
    struct SignsOn: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "sign-on", abstract: HelpText.signOn.here)
        @Argument(help: ArgumentHelp(HelpText.storyWindow.here)) var window: String
        @Argument(help: ArgumentHelp(HelpText.ownOperator.here, valueName: "operator")) var person: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = SignOn.Parameters(
                window: window, operator: person, idempotencyKey: freshIdempotencyKey())
            try console.call(SignOn.self, parameters) { console.show([$0]) }
        }
    }

    /// `hallctl operator sign-off WINDOW [OPERATOR]`
    struct SignsOff: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "sign-off", abstract: HelpText.signOff.here)
        @Argument(help: ArgumentHelp(HelpText.storyWindow.here)) var window: String
        @Argument(help: ArgumentHelp(HelpText.thatOperator.here, valueName: "operator")) var person: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = SignOff.Parameters(
                window: window, operator: person, idempotencyKey: freshIdempotencyKey())
            try console.call(SignOff.self, parameters) { console.show([$0]) }
        }
    }

    /// `hallctl operator list`
    struct List: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: HelpText.operatorList.here)
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            try console.call(ListOperators.self, NoParameters()) { console.show($0.operators) }
        }
    }
}
