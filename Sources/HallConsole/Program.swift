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
        let (globals, rest) = globalOptionsFirst(arguments)
        let language = Language(askedIn: arguments) ?? Language(environment: surroundings.environment)
        let named = HallctlCommand.named(by: rest)
        let usage = Usage(path: named.path, language: language, surroundings: surroundings)
        let takesGlobals = named.command is any ConsoleCommand.Type
        if !takesGlobals, let next = named.next, rest.first?.hasPrefix("-") == false, next != "help" {
            return usage.wrong(.unknownCommand(next))
        }
        let parsed: any ParsableCommand
        do {
            parsed = try HallctlCommand.parseAsRoot(takesGlobals ? behind(rest, globals) : Array(rest))
        } catch {
            return usage.report(error)
        }
        guard let command = parsed as? any ConsoleCommand else {
            // Asked for help, or a group without a command: both end in a help text.
            do {
                var helping = parsed
                try helping.run()
                return 0
            } catch {
                return usage.report(error)
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

    /// Global options may stand before the command and behind it: here those in front and the rest.
    private static func globalOptionsFirst(_ arguments: [String]) -> (globals: [String], rest: ArraySlice<String>) {
        var globals: [String] = []
        var rest = arguments[...]
        while let first = rest.first {
            if first == "--json" || first.hasPrefix("--socket=") || first.hasPrefix("--lang=") {
                globals.append(first)
                rest = rest.dropFirst()
            } else if first == "--socket" || first == "--lang" {
                globals += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        return (globals, rest)
    }

    /// The command line with its global options at the end, where every command takes them.
    private static func behind(_ rest: ArraySlice<String>, _ globals: [String]) -> [String] {
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return rest[..<end] + globals + rest[end...]
    }
}

/// A command line that runs no command, and why.
private struct Usage {
    /// The commands it names.
    var path: [String]
    var language: Language
    var surroundings: Surroundings

    /// Shows what ended the parser: a help text, or an error.
    func report(_ error: any Error) -> Int32 {
        guard HallctlCommand.exitCode(for: error).isSuccess else {
            return wrong(UsageText(parser: HallctlCommand.message(for: error)))
        }
        surroundings.output(language.help(HallctlCommand.fullMessage(for: error)))
        return 0
    }

    /// `hallctl: what is wrong: where help is`
    func wrong(_ text: UsageText) -> Int32 {
        let command = (["hallctl"] + path).joined(separator: " ")
        let line = ConsoleText.pair(text.text(language), ConsoleText.seeHelp(command: command).text(language))
        surroundings.errors("hallctl: \(line.text(language).withoutControls)")
        return Program.usage
    }
}

extension Surroundings {
    /// This process: its environment, its terminal, its streams.
    static var process: Surroundings {
        var environment: [String: String] = [:]
        for name in Language.localeVariables + ["HALLD_SOCKET", "NO_COLOR"] {
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
