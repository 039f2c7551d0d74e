import ArgumentParser
import Glibc
import HallConfiguration
import HallDaemon
import HallModel

/// `halld`: runs the hall in the foreground until SIGTERM or SIGINT, or checks a configuration.
@main
struct HalldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "halld", abstract: "The controller of a service hall. 政务服务大厅控制器。",
        usage: """
            halld [<options>]
            halld check <file> [--hardware <hardware>] [--lang <lang>]
            halld restore <backup> [--state <state>] [--lang <lang>]
            halld rules|units [--config <config>] [--hardware <hardware>] [--lang <lang>]
            """,
        discussion:
            "Without a subcommand it runs in the foreground until SIGTERM or SIGINT; SIGHUP reloads the configuration.",
        version: "halld \(ProductVersion.current)", subcommands: [Check.self, Restore.self, Rules.self, Units.self])

    /// Where an installed hall has its configuration.
    static let usualConfiguration = "/etc/halld/hall.yaml"
    /// Where it keeps its journal.
    static let usualState = "/var/lib/halld"

    // Optional without defaults: `check` sees which of them were given.
    @Option(help: "The hall's configuration; /etc/halld/hall.yaml by default.")
    var config: String?
    @Option(help: "The Unix socket to listen on; /run/halld/halld.sock by default.")
    var socket: String?
    @Option(help: "The folder of the journal, made if missing; /var/lib/halld by default.")
    var state: String?
    @Option(help: hardwareHelp)
    var hardware: String?
    @Option(help: "Use the buses that hallsim made in this folder.")
    var simulated: String?
    @Option(
        name: .customLong("safe-mode-after"),
        help: "After so many starts of one boot that died within a minute, touch no device; never by default.")
    var safeModeAfter: Int?
    @Option(help: "The least serious messages to log; notice by default.")
    var log: LogLevel?
    @Option(help: "The language of help and errors; from LC_ALL, LC_MESSAGES or LANG by default.")
    var lang: Language?

    func validate() throws {
        if let safeModeAfter, !(1...100).contains(safeModeAfter) {
            throw ValidationError(
                Bilingual(zh: "--safe-mode-after 须为 1…100", en: "--safe-mode-after takes 1…100")[.ofProcess])
        }
    }

    func run() throws {
        let options = DaemonOptions(
            configuration: config ?? Self.usualConfiguration, socket: socket ?? "/run/halld/halld.sock",
            state: state ?? Self.usualState, hardware: hardware, simulated: simulated,
            safeModeAfter: safeModeAfter, language: .ofProcess)
        try Daemon(options, logger: (log ?? .notice).logger).run()
    }

    /// The options given that only a running daemon has a use for.
    var daemonOnly: [String] {
        let given = [
            ("--config", config != nil), ("--socket", socket != nil), ("--state", state != nil),
            ("--simulated", simulated != nil), ("--log", log != nil), ("--safe-mode-after", safeModeAfter != nil),
        ]
        return given.filter(\.1).map(\.0)
    }

    /// Throws if an option was given that a command has no use for.
    func refuse(_ strays: [String], for command: String) throws {
        guard !strays.isEmpty else { return }
        let names = strays.joined(separator: " ")
        let text = Bilingual(
            zh: "\(command) 只读取配置，不接受 \(names)", en: "'\(command)' only reads the configuration and takes no \(names)")
        throw ValidationError(text[.ofProcess])
    }

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as DaemonError {
            for problem in error.problems { writeLine(problem.description) }
            complain(error.text(.ofProcess))
            exit(withError: ExitCode.failure)
        } catch {
            let code = exitCode(for: error)
            // Help and the version end as errors too, and an exit code has nothing to add.
            if error is ExitCode { exit(withError: error) }
            if code.isSuccess {
                print(Language.ofProcess.help(fullMessage(for: error)))
            } else {
                complain(usageLine(message(for: error)))
            }
            exit(withError: code)
        }
    }

    /// `what is wrong: where help is`
    private static func usageLine(_ message: String) -> String {
        let text = UsageText(parser: message).bilingual
        return Bilingual(zh: "\(text.zh)：请看 'halld --help'", en: "\(text.en): see 'halld --help'")[.ofProcess]
    }
}

let hardwareHelp: ArgumentHelp =
    "The folder with Profiles; without it: two levels above the configuration, ./Hardware, /usr/share/halld."

/// Validates everything without touching hardware.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate a configuration and its profiles without touching hardware.")

    // The parser gives halld's own options to halld itself on either side of the subcommand's name.
    @ParentCommand var parent: HalldCommand
    @Argument(help: "The hall's configuration.")
    var file: String
    @Option(help: hardwareHelp)
    var hardware: String?
    @Option(help: "The language of the problems; from LC_ALL, LC_MESSAGES or LANG by default.")
    var lang: Language?

    func run() throws {
        let strays = parent.daemonOnly
        guard strays.isEmpty else { throw ValidationError(Self.refusal(of: strays)[.ofProcess]) }
        var loader = ConfigurationLoader(hardware: hardware ?? parent.hardware, for: file)
        loader.language = .ofProcess
        let report = loader.check(file)
        for line in report.lines { print(line) }
        guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
    }

    private static func refusal(of strays: [String]) -> Bilingual {
        let names = strays.joined(separator: " ")
        return Bilingual(
            zh: "check 只检查所给的文件，不接受 \(names)", en: "'check' judges the file it is given and takes no \(names)")
    }
}

extension LogLevel: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}

/// One line on standard error, whatever else is going on.
private func complain(_ text: String) { writeLine("halld: \(text)") }

func writeLine(_ text: String) {
    let line = Array((text.withoutControls + "\n").utf8)
    _ = write(STDERR_FILENO, line, line.count)
}
