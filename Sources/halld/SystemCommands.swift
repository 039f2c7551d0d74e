import ArgumentParser
import HallConfiguration
import HallModel

/// What the commands that write for systemd and udev have in common: they read the hall and touch nothing.
struct HallFileOptions: ParsableArguments {
    @Option(help: "The hall's configuration; /etc/halld/hall.yaml by default.")
    var config: String?
    @Option(help: hardwareHelp)
    var hardware: String?
    @Option(help: "The language of the problems; from LC_ALL, LC_MESSAGES or LANG by default.")
    var lang: Language?

    /// The hall's file, read; its problems go to standard error.
    ///
    /// Throws when the file has errors, after telling them.
    func load(_ parent: HalldCommand) throws -> ConfigurationLoader.Result {
        let file = config ?? parent.config ?? HalldCommand.usualConfiguration
        var loader = loader(parent, for: file)
        loader.language = .ofProcess
        let result = loader.load(file)
        for problem in result.problems { writeLine(problem.description) }
        guard result.plan != nil else { throw ExitCode.failure }
        return result
    }

    /// Reads the profiles from where the command line says.
    func loader(_ parent: HalldCommand, for file: String) -> ConfigurationLoader {
        ConfigurationLoader(hardware: hardware ?? parent.hardware, for: file)
    }
}

/// Prints the rules that give a hall's serial ports their names.
struct Rules: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the udev rules that name the hall's serial ports.",
        discussion: """
            For the buses that say which USB adapter they are: \
            halld rules >/etc/udev/rules.d/61-halld.rules && udevadm control --reload && udevadm trigger.
            """)

    @ParentCommand var parent: HalldCommand
    @OptionGroup var options: HallFileOptions
    @Flag(help: "Print the rules that come with the profiles instead; a hall has them already.")
    var models = false

    func run() throws {
        try parent.refuse(parent.daemonOnly.filter { $0 != "--config" }, for: "rules")
        guard models else { return show(UdevRules.text(of: try options.load(parent).ports)) }
        let (profiles, problems) = options.loader(parent, for: HalldCommand.usualConfiguration).profiles()
        for problem in problems { writeLine(problem.description) }
        guard !problems.contains(where: { $0.severity == .error }) else { throw ExitCode.failure }
        show(UdevRules.text(of: profiles))
    }
}

/// Prints what the service must be allowed.
struct Units: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the systemd settings that allow the addresses of the hall's buses.",
        discussion: """
            The service allows none by itself: halld units >/etc/systemd/system/halld.service.d/addresses.conf && \
            systemctl daemon-reload && systemctl restart halld.
            """)

    @ParentCommand var parent: HalldCommand
    @OptionGroup var options: HallFileOptions

    func run() throws {
        try parent.refuse(parent.daemonOnly.filter { $0 != "--config" }, for: "units")
        guard let plan = try options.load(parent).plan else { return }
        show(ServiceSettings.text(of: plan))
    }
}

/// Whole lines, or nothing at all.
private func show(_ text: String) { print(text, terminator: "") }
