import Foundation

/// The built programs and how to run them as a user would.
enum Programs {
    /// Where `swift build` left the programs: beside the test bundle, or `HALLD_PROGRAMS`.
    static let directory: URL = {
        if let path = ProcessInfo.processInfo.environment["HALLD_PROGRAMS"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    }()

    /// The repository: the tests read halls and profiles from it.
    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A Python with the peers (`varlink`, `python-escpos`); `make test` sets it up.
    static let peerPython: String? = ProcessInfo.processInfo.environment["HALLD_PEERS"]

    /// What a finished program left.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var errors: String
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// Starts a program and leaves it running; its standard error goes to `log`.
    static func start(_ name: String, _ arguments: [String], log: URL) throws -> Process {
        let process = Process()
        process.executableURL = directory.appendingPathComponent(name)
        process.arguments = arguments
        try Data().write(to: log)
        let handle = try FileHandle(forWritingTo: log)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs a program to its end.
    static func run(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:], input: Data? = nil
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Both pipes are read side by side, so that neither can fill up and stop the program.
        nonisolated(unsafe) var errorData = Data()
        let reading = DispatchGroup()
        DispatchQueue.global().async(group: reading) {
            errorData = errors.fileHandleForReading.readDataToEndOfFile()
        }
        let outputData = output.fileHandleForReading.readDataToEndOfFile()
        reading.wait()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: outputData, as: UTF8.self),
            errors: String(decoding: errorData, as: UTF8.self))
    }

    static func run(_ name: String, _ arguments: [String], environment: [String: String] = [:]) throws -> Outcome {
        try run(directory.appendingPathComponent(name), arguments, environment: environment)
    }
}

/// Any JSON, read the way a script would.
@dynamicMemberLookup
struct JSON: @unchecked Sendable, CustomStringConvertible {
    // Unchecked: Foundation's JSON values are immutable.
    let value: Any?

    init(_ text: String) throws {
        value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
    }
    init(value: Any?) { self.value = value }

    subscript(dynamicMember key: String) -> JSON { JSON(value: (value as? [String: Any])?[key]) }
    subscript(index: Int) -> JSON {
        guard let array = value as? [Any], array.indices.contains(index) else { return JSON(value: nil) }
        return JSON(value: array[index])
    }
    var array: [JSON] { (value as? [Any] ?? []).map { JSON(value: $0) } }
    var string: String? { value as? String }
    var int: Int? { (value as? NSNumber)?.intValue }
    var bool: Bool? { (value as? NSNumber)?.boolValue }
    var isNull: Bool { value == nil || value is NSNull }
    var description: String { value.map { "\($0)" } ?? "missing" }
}

extension Process {
    /// Ends it at once. Not by SIGTERM: what is started by a thread of Dispatch's begins with that blocked, and a helper that
    /// does not know of it would go on, and hold the output of the tests open.
    func end() {
        kill(processIdentifier, SIGKILL)
        waitUntilExit()
    }
}
