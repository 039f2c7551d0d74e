import ArgumentParser
import HallAPI

/// `hallctl queue`
struct QueueCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "queue", abstract: HelpText.queue.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        try console.call(QueueState.self, NoParameters()) { console.show($0) }
    }
}
