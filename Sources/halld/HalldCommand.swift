import ArgumentParser
import Glibc
import HallConfiguration
import HallDaemon
import HallModel

/// `halld`: runs the hall, or checks a configuration.
@main
struct HalldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "halld", abstract: "The controller of a service hall. 政务服务大厅控制器。",
        version: "halld \(ProductVersion.current)", subcommands: [Run.self, Check.self], defaultSubcommand: Run.self)
}

extension HalldCommand {
    /// Runs in the foreground until SIGTERM or SIGINT.
    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Run in the foreground until SIGTERM or SIGINT.")

        @Option(help: "The hall's configuration.")
        var config = "/etc/halld/hall.yaml"
        @Option(help: "The Unix socket to listen on.")
        var socket = "/run/halld/halld.sock"
        @Option(help: "The folder of the journal; made if missing.")
        var state = "/var/lib/halld"
        @Option(help: "The folder with Profiles; without it: beside the configuration, ./Hardware, /usr/share/halld.")
        var hardware: String?
        @Option(help: "Use the buses that hallsim made in this folder.")
        var simulated: String?
        @Option(help: "The least serious messages to log: debug, info, notice, warning, error.")
        var log = LogLevel.notice

        func run() async throws {
            let options = DaemonOptions(
                configuration: config, socket: socket, state: state, hardware: hardware, simulated: simulated)
            do {
                try await Daemon(options, logger: log.logger).run()
            } catch let error as DaemonError {
                complain(error.description)
                throw ExitCode.failure
            }
        }
    }

    /// Validates everything without touching hardware.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Validate a configuration and its profiles without touching hardware.")

        @Argument(help: "The hall's configuration.")
        var file: String
        @Option(help: "The folder with Profiles; without it: beside the configuration, ./Hardware, /usr/share/halld.")
        var hardware: String?

        func run() throws {
            let report = ConfigurationLoader(hardware: hardware, for: file).check(file)
            for line in report.lines { print(line) }
            guard report.exitCode == 0 else { throw ExitCode(report.exitCode) }
        }
    }
}

extension LogLevel: ExpressibleByArgument {}

/// One line on standard error, whatever else is going on.
private func complain(_ text: String) {
    let line = Array("halld: \(text)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
}
