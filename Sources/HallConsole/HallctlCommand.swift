import ArgumentParser
import HallModel

/// `hallctl`
struct HallctlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hallctl", abstract: HelpText.hallctl.here, discussion: HelpText.globalOptions.here,
        subcommands: [
            StatusCommand.self, DevicesCommand.self, DeviceCommand.self, AlarmsCommand.self, AlarmCommand.self,
            TicketCommand.self, QueueCommand.self, WindowCommand.self, WhyCommand.self, WatchCommand.self,
            ProfileCommand.self, VersionCommand.self,
        ])
}

/// A command that does something.
protocol ConsoleCommand: ParsableCommand {
    var options: GlobalOptions { get }
    func run(_ console: Console) throws(ConsoleFailure)
}

/// Accepted by every command, before it or behind it.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp(HelpText.socket.here, valueName: "path"))
    var socket: String?
    @Flag(help: ArgumentHelp(HelpText.json.here))
    var json = false
    @Option(help: ArgumentHelp(HelpText.lang.here, valueName: "zh|en"))
    var lang: Language?
}

extension Language: ExpressibleByArgument {}

extension HelpText {
    /// In the language of this process: help is made before options are understood.
    var here: String { text(Self.processLanguage) }

    private static let processLanguage: Language = {
        let arguments = CommandLine.arguments
        for (index, argument) in arguments.enumerated() {
            if argument == "--lang", index + 1 < arguments.count {
                return Language(rawValue: arguments[index + 1]) ?? .en
            }
            if argument.hasPrefix("--lang=") { return Language(rawValue: String(argument.dropFirst(7))) ?? .en }
        }
        return Language(environment: Surroundings.process.environment)
    }()
}
