import ArgumentParser
import HallAPI
import HallModel

/// `hallctl window [ID VERB [NUMBER] [--service ID] [--to ID] [--reason TEXT]]`
struct WindowCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "window", abstract: HelpText.window.here)
    @Argument(help: ArgumentHelp(HelpText.windowID.here)) var id: String?
    @Argument(help: ArgumentHelp(HelpText.verb.here)) var verb: WindowWord?
    @Argument(help: ArgumentHelp(HelpText.callNumber.here)) var number: String?
    @Option(help: ArgumentHelp(HelpText.toService.here, valueName: "id")) var service: String?
    @Option(help: ArgumentHelp(HelpText.toWindow.here, valueName: "id")) var to: String?
    @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard verb != nil || id == nil || id == "list" else {
            throw ValidationError("Missing expected argument '<verb>'")
        }
        guard number == nil || verb == .verb(.call) else {
            throw ValidationError(HelpText.callNumber.here)
        }
        guard (service != nil || to != nil) == (verb == .transfer) else {
            throw ValidationError(HelpText.transferNeeds.here)
        }
    }

    func run(_ console: Console) throws(ConsoleFailure) {
        guard let id, let verb else {
            return try console.call(ListWindows.self, NoParameters()) { console.show($0.windows) }
        }
        let parameters = WindowParameters(window: id, reason: reason, idempotencyKey: freshIdempotencyKey())
        guard case .verb(let verb) = verb else {
            let visitor = TransferVisitor.Parameters(
                window: id, service: service, to: to, reason: reason, idempotencyKey: parameters.idempotencyKey)
            return try console.call(TransferVisitor.self, visitor) { console.show([$0]) }
        }
        switch verb {
        case .open: try act(OpenWindow.self, parameters, console)
        case .close: try act(CloseWindow.self, parameters, console)
        case .recall: try act(RecallTicket.self, parameters, console)
        case .putBack: try act(PutBack.self, parameters, console)
        case .park: try act(ParkVisitor.self, parameters, console)
        case .start: try act(StartService.self, parameters, console)
        case .finish: try act(FinishService.self, parameters, console)
        case .noShow: try act(NoShow.self, parameters, console)
        case .pause: try act(PauseWindow.self, parameters, console)
        case .resume: try act(ResumeWindow.self, parameters, console)
        case .call:
            let whom = CallNext.Parameters(
                window: id, number: number, reason: reason, idempotencyKey: parameters.idempotencyKey)
            try console.call(CallNext.self, whom) { reply in
                let window = reply.window.id
                guard let ticket = reply.ticket else {
                    return console.print(Cell(console.say(.nobodyWaitsFor(window: window))))
                }
                console.print(Cell(console.say(.called(number: ticket.number, window: window)), .good))
            }
        }
    }

    private func act<Action: WindowAction>(
        _ action: Action.Type, _ parameters: WindowParameters, _ console: Console
    ) throws(ConsoleFailure) {
        try console.call(action, parameters) { console.show([$0]) }
    }
}

/// What is said of a window: a clerk's verb, or that its visitor goes elsewhere.
enum WindowWord: ExpressibleByArgument, Equatable {
    case verb(WindowVerb)
    case transfer

    init?(argument: String) {
        if argument == "transfer" {
            self = .transfer
        } else if let verb = WindowVerb(rawValue: argument) {
            self = .verb(verb)
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { WindowVerb.allCases.map(\.rawValue) + ["transfer"] }
}
