import ArgumentParser
import HallModel

/// `hallctl`
struct HallctlCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hallctl", abstract: HelpText.hallctl.here, discussion: HelpText.globalOptions.here,
        version: "hallctl \(ProductVersion.current)",
        subcommands: [
            StatusCommand.self, DevicesCommand.self, DeviceCommand.self, PointsCommand.self, WriteCommand.self,
            AlarmsCommand.self, AlarmCommand.self, TicketCommand.self, AppointmentCommand.self,
            QueueCommand.self, WindowCommand.self,
            RateCommand.self, BusCommand.self, WhyCommand.self, PlotCommand.self, DischargesCommand.self,
            ReportCommand.self, WatchCommand.self, ProfileCommand.self, ReloadCommand.self, DoctorCommand.self,
            WhoAmICommand.self, VersionCommand.self, OperatorCommand.self, AssistCommand.self, MessageCommand.self,
            MessagesCommand.self,
        ])

    /// What the words of a command line name: `ticket take`, that command, and the word behind it.
    static func named(
        by words: some Sequence<String>
    ) -> (path: [String], command: any ParsableCommand.Type, next: String?) {
        var command: any ParsableCommand.Type = Self.self
        var path: [String] = []
        for word in words where !word.hasPrefix("-") {
            guard let next = command.configuration.subcommands.first(where: { $0.configuration.commandName == word })
            else { return (path, command, word) }
            path.append(word)
            command = next
        }
        return (path, command, nil)
    }
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

    static let processLanguage: Language = {
        Language(askedIn: CommandLine.arguments) ?? Language(environment: Surroundings.process.environment)
    }()
}
