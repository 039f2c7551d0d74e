import ArgumentParser
import HallAPI

/// `hallctl status`
struct StatusCommand: ConsoleCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: HelpText.status.here)
    @OptionGroup var options: GlobalOptions

    func run(_ console: Console) throws(ConsoleFailure) {
        try console.call(HallStatus.self, NoParameters()) { console.show($0) }
    }
}
