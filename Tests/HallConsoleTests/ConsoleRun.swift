import HallConsole
import Synchronization

/// One run of hallctl inside the test.
struct ConsoleRun {
    var status: Int32
    var output: String
    var errors: String

    /// Runs with these arguments; nothing of the test's own environment is seen.
    init(
        _ arguments: [String], environment: [String: String] = ["LANG": "C"], terminal: Bool = false,
        patience: Duration = .seconds(5)
    ) {
        let lines = Mutex((output: [String](), errors: [String]()))
        status = Program.run(
            arguments,
            Surroundings(
                environment: environment, isTerminal: terminal,
                output: { line in lines.withLock { $0.output.append(line) } },
                errors: { line in lines.withLock { $0.errors.append(line) } }, patience: patience))
        output = lines.withLock { $0.output.joined(separator: "\n") }
        errors = lines.withLock { $0.errors.joined(separator: "\n") }
    }
}
