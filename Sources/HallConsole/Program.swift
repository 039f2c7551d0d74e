import ArgumentParser
import Glibc
import HallAPI
import HallModel

/// hallctl, from its arguments to its exit status.
public enum Program {
    /// The operation failed.
    public static let failure: Int32 = 1
    /// Wrong usage.
    public static let usage: Int32 = 64

    /// Runs with the arguments and streams of this process.
    public static func main() -> Int32 {
        run(Array(CommandLine.arguments.dropFirst()), .process)
    }

    /// Runs a command line (without the program's name) and returns the exit status.
    public static func run(_ arguments: [String], _ surroundings: Surroundings) -> Int32 {
        let parsed: any ParsableCommand
        do {
            parsed = try HallctlCommand.parseAsRoot(globalOptionsLast(arguments))
        } catch {
            return report(error, surroundings)
        }
        guard let command = parsed as? any ConsoleCommand else {
            // Asked for help, or a group without a command: both end in a help text.
            do {
                var helping = parsed
                try helping.run()
                return 0
            } catch {
                return report(error, surroundings)
            }
        }
        let console = Console(command.options, surroundings)
        do throws(ConsoleFailure) {
            try command.run(console)
            return 0
        } catch {
            if let line = error.line(console.language) { surroundings.errors(line) }
            return failure
        }
    }

    private static func report(_ error: any Error, _ surroundings: Surroundings) -> Int32 {
        guard HallctlCommand.exitCode(for: error).isSuccess else {
            let language = Language(environment: surroundings.environment)
            let words = HallctlCommand.message(for: error).split { $0 == " " || $0.isNewline }.joined(separator: " ")
            let message = words.hasSuffix(".") ? String(words.dropLast()) : words
            surroundings.errors("hallctl: \(message.withoutControls): \(ConsoleText.seeHelp.text(language))")
            return usage
        }
        surroundings.output(HallctlCommand.fullMessage(for: error))
        return 0
    }

    /// Global options may stand before the command and behind it: those in front go to the end, where every command
    /// takes them.
    static func globalOptionsLast(_ arguments: [String]) -> [String] {
        var moved: [String] = []
        var rest = arguments[...]
        while let first = rest.first {
            if first == "--json" || first.hasPrefix("--socket=") || first.hasPrefix("--lang=") {
                moved.append(first)
                rest = rest.dropFirst()
            } else if first == "--socket" || first == "--lang" {
                moved += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        // Without a command there is nothing that takes them.
        guard !rest.isEmpty, rest.first != "--help", rest.first != "-h", rest.first != "help" else {
            return Array(rest)
        }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return rest[..<end] + moved + rest[end...]
    }
}

extension Surroundings {
    /// This process: its environment, its terminal, its streams.
    static var process: Surroundings {
        var environment: [String: String] = [:]
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "HALLD_SOCKET", "NO_COLOR"] {
            environment[name] = getenv(name).map { String(cString: $0) }
        }
        return Surroundings(
            environment: environment, isTerminal: isatty(STDOUT_FILENO) == 1,
            output: { writeLine($0, STDOUT_FILENO) }, errors: { writeLine($0, STDERR_FILENO) })
    }
}

private func writeLine(_ line: String, _ descriptor: Int32) {
    let bytes = Array((line.hasSuffix("\n") ? line : line + "\n").utf8)
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return }
        sent += max(0, count)
    }
}
