import ArgumentParser
import HallAPI
import HallModel

/// `hallctl reload`: succeeds when the file is in force.
struct ReloadCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "reload", abstract: HelpText.reload.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        let reply = try console.ask(ReloadHall.self, .init(language: console.language.rawValue))
        if console.json { console.print(reply.json) }
        let end = reply.value
        for problem in end.problems { console.surroundings.errors(problem.told) }
        switch ReloadHall.Reply.Outcome(rawValue: end.outcome) {
        case .adopted: if !console.json { console.print(Cell(console.say(FieldText.adopted), .good)) }
        case .unchanged: if !console.json { console.print(Cell(console.say(FieldText.unchanged))) }
        case .refused: throw ConsoleFailure(.reloadRefused, FieldText.told(end.reason ?? end.code ?? ""))
        case .invalid: throw ConsoleFailure(.reloadInvalid, .mendAndReload)
        case nil: throw ConsoleFailure(FieldText.told(end.outcome), .told(""))
        }
    }
}

extension ProblemView {
    /// `FILE:LINE:COLUMN: error: text (remedy)`, as `halld check` prints it.
    fileprivate var told: String {
        let line = "\(file):\(place): \(severity): \(text)" + (remedy.isEmpty ? "" : " (\(remedy))")
        return line.withoutControls
    }

    private var place: String { "\(line):\(column)" }
}
