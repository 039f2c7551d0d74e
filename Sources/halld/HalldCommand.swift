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
        usage: "halld [<options>]\nhalld check <file> [--hardware <hardware>] [--lang <lang>]",
        discussion:
            "Without a subcommand it runs in the foreground until SIGTERM or SIGINT; SIGHUP reloads the configuration.",
        version: "halld \(ProductVersion.current)", subcommands: [Check.self])

    @Option(help: "The hall's configuration.")
    var config = "/etc/halld/hall.yaml"
    @Option(help: "The Unix socket to listen on.")
    var socket = "/run/halld/halld.sock"
    @Option(help: "The folder of the journal; made if missing.")
    var state = "/var/lib/halld"
    @Option(help: hardwareHelp)
    var hardware: String?
    @Option(help: "Use the buses that hallsim made in this folder.")
    var simulated: String?
    @Option(help: "The least serious messages to log.")
    var log = LogLevel.notice

    func run() throws {
        let options = DaemonOptions(
            configuration: config, socket: socket, state: state, hardware: hardware, simulated: simulated)
        try Daemon(options, logger: log.logger).run()
    }

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as DaemonError {
            complain(error.description)
            exit(withError: ExitCode.failure)
        } catch {
            let code = exitCode(for: error)
            // Help and the version end as errors too, and an exit code has nothing to add.
            if code.isSuccess || error is ExitCode { exit(withError: error) }
            complain(usageLine(message(for: error)))
            exit(withError: code)
        }
    }

    /// `what happened: what to do`; the parser's own text can have several lines.
    private static func usageLine(_ message: String) -> String {
        let words = message.split { $0 == " " || $0.isNewline }.joined(separator: " ").withoutControls
        let plain = words.hasSuffix(".") ? String(words.dropLast()) : words
        return plain + Bilingual(zh: "：请看 'halld --help'", en: ": see 'halld --help'")[.ofEnvironment]
    }
}

private let hardwareHelp: ArgumentHelp =
    "The folder with Profiles; without it: two levels above the configuration, ./Hardware, /usr/share/halld."

/// Validates everything without touching hardware.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate a configuration and its profiles without touching hardware.")

    // The parser gives --hardware to halld itself on either side of the subcommand's name.
    @ParentCommand var parent: HalldCommand
    @Argument(help: "The hall's configuration.")
    var file: String
    @Option(help: hardwareHelp)
    var hardware: String?
    @Option(help: "The language of the problems; from LC_ALL, LC_MESSAGES or LANG by default.")
    var lang: Language?

    func run() throws {
        var loader = ConfigurationLoader(hardware: hardware ?? parent.hardware, for: file)
        loader.language = lang ?? .ofEnvironment
        let report = loader.check(file)
        for line in report.lines { print(line) }
        guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
    }
}

extension LogLevel: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}

extension Language {
    /// Chinese where the locale of this process is, English elsewhere. An empty variable counts as unset (POSIX).
    fileprivate static var ofEnvironment: Language {
        let names: [String] = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let values = names.compactMap { name in getenv(name).map { String(cString: $0) } }
        return values.first { !$0.isEmpty }?.hasPrefix("zh") == true ? .zh : .en
    }
}

/// One line on standard error, whatever else is going on.
private func complain(_ text: String) {
    let line = Array("halld: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
}
