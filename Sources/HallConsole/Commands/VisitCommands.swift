import ArgumentParser
import HallAPI
import HallModel

/// Visitors who go and come back, and those who go elsewhere.
extension TicketCommand {
    /// `hallctl ticket park NUMBER [--reason TEXT]`
    struct Park: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "park", abstract: HelpText.park.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = TicketReason(number: number, reason: reason, idempotencyKey: freshIdempotencyKey())
            try console.call(ParkTicket.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl ticket return NUMBER [--reason TEXT]`
    struct Return: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "return", abstract: HelpText.returned.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = TicketReason(number: number, reason: reason, idempotencyKey: freshIdempotencyKey())
            try console.call(ReturnTicket.self, parameters) { console.show($0) }
        }
    }

    /// `hallctl ticket transfer NUMBER [--service ID] [--window ID|--operator ID] [--reason TEXT]`
    struct Transfer: ConsoleCommand {
        static let configuration = CommandConfiguration(commandName: "transfer", abstract: HelpText.transfer.here)
        @Argument(help: ArgumentHelp(HelpText.number.here)) var number: String
        @Option(help: ArgumentHelp(HelpText.toService.here, valueName: "id")) var service: String?
        @Option(help: ArgumentHelp(HelpText.toWindow.here, valueName: "id")) var window: String?
        @Option(name: .customLong("operator"), help: ArgumentHelp(HelpText.toOperator.here, valueName: "id"))
        var person: String?
        @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard service != nil || window != nil || person != nil else {
                throw ValidationError(HelpText.transferNeeds.here)
            }
            guard window == nil || person == nil else { throw ValidationError(HelpText.transferOnce.here) }
        }

        func run(_ console: Console) throws(ConsoleFailure) {
            let parameters = TransferTicket.Parameters(
                number: number, service: service, window: window, operator: person, reason: reason,
                idempotencyKey: freshIdempotencyKey())
            try console.call(TransferTicket.self, parameters) { console.show($0) }
        }
    }
}
