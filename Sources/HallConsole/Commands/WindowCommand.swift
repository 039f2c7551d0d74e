import ArgumentParser
import HallAPI
import HallModel

/// `hallctl window [ID VERB [NUMBER|SERVICE,…] [--service ID] [--operator ID] [--to ID|PLACE] [--back MIN] [--reset]
/// [--reason TEXT]]`
struct WindowCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "window", abstract: HelpText.window.here)
    @Argument(help: ArgumentHelp(HelpText.windowID.here)) var id: String?
    @Argument(help: ArgumentHelp(HelpText.verb.here)) var verb: WindowWord?
    @Argument(help: ArgumentHelp(HelpText.callNumber.here)) var number: String?
    @Option(help: ArgumentHelp(HelpText.toService.here, valueName: "id")) var service: String?
    @Option(name: .customLong("operator"), help: ArgumentHelp(HelpText.toOperator.here, valueName: "id"))
    var person: String?
    @Option(help: ArgumentHelp(HelpText.toPlace.here, valueName: "id|place")) var to: String?
    @Option(help: ArgumentHelp(HelpText.backMinutes.here, valueName: "minutes")) var back: Int?
    @Flag(help: ArgumentHelp(HelpText.reset.here)) var reset = false
    @Option(help: ArgumentHelp(HelpText.reason.here, valueName: "text")) var reason: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard verb != nil || id == nil || id == "list" else {
            throw ValidationError("Missing expected argument '<verb>'")
        }
        guard number == nil || verb == .verb(.call) || verb == .assign else {
            throw ValidationError(HelpText.callNumber.here)
        }
        guard (verb == .assign) == ((number != nil && verb != .verb(.call)) != reset) else {
            throw ValidationError(HelpText.assignNeeds.here)
        }
        let isPause = verb == .verb(.pause)
        guard back == nil || isPause, !isPause || to.map({ Away.Place(rawValue: $0) != nil }) ?? true else {
            throw ValidationError(HelpText.pauseOnly.here)
        }
        guard (service != nil || person != nil || (to != nil && !isPause)) == (verb == .transfer) else {
            throw ValidationError(HelpText.transferNeeds.here)
        }
        guard person == nil || to == nil else { throw ValidationError(HelpText.transferOnce.here) }
    }

    func run(_ console: Console) throws(ConsoleFailure) {
        guard let id, let verb else {
            return try console.call(ListWindows.self, NoParameters()) { console.show($0.windows) }
        }
        let parameters = WindowParameters(window: id, reason: reason, idempotencyKey: freshIdempotencyKey())
        switch verb {
        case .verb(let verb): try act(verb, id, parameters, console)
        case .transfer:
            let visitor = TransferVisitor.Parameters(
                window: id, service: service, to: to, operator: person, reason: reason,
                idempotencyKey: parameters.idempotencyKey)
            try console.call(TransferVisitor.self, visitor) { console.show([$0]) }
        case .assign:
            let services = number?.split(separator: ",").map(String.init)
            let assigned = AssignWindow.Parameters(
                window: id, services: reset ? nil : services ?? [], reason: reason,
                idempotencyKey: parameters.idempotencyKey)
            try console.call(AssignWindow.self, assigned) { console.show([$0]) }
        case .assist:
            let call = CallAssist.Parameters(
                window: id, reason: reason, idempotencyKey: parameters.idempotencyKey)
            try console.call(CallAssist.self, call) { assist in
                console.print(Cell(console.say(.assistCalled(window: assist.window)), .warning))
            }
        }
    }

    private func act(
        _ verb: WindowVerb, _ id: String, _ parameters: WindowParameters, _ console: Console
    ) throws(ConsoleFailure) {
        switch verb {
        case .open: try act(OpenWindow.self, parameters, console)
        case .close: try act(CloseWindow.self, parameters, console)
        case .recall: try act(RecallTicket.self, parameters, console)
        case .putBack: try act(PutBack.self, parameters, console)
        case .park: try act(ParkVisitor.self, parameters, console)
        case .start: try act(StartService.self, parameters, console)
        case .finish: try act(FinishService.self, parameters, console)
        case .noShow: try act(NoShow.self, parameters, console)
        case .pause:
            let pause = PauseWindow.Parameters(
                window: id, to: to, backMinutes: back, reason: reason, idempotencyKey: parameters.idempotencyKey)
            try console.call(PauseWindow.self, pause) { console.show([$0]) }
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

/// What is said of a window: a clerk's verb, that its visitor goes elsewhere, what it serves, or that its clerk needs help.
enum WindowWord: ExpressibleByArgument, Equatable {
    case verb(WindowVerb)
    case transfer
    case assign
    case assist

    init?(argument: String) {
        switch argument {
        case "transfer": self = .transfer
        case "assign": self = .assign
        case "assist": self = .assist
        default:
            guard let verb = WindowVerb(rawValue: argument) else { return nil }
            self = .verb(verb)
        }
    }

    static var allValueStrings: [String] {
        WindowVerb.allCases.map(\.rawValue) + ["transfer", "assign", "assist"]
    }
}
