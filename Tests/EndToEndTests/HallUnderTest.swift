import Foundation
import Testing

/// A simulated hall and a daemon on it, in a folder of their own: everything real but the hardware.
final class HallUnderTest {
    let folder: URL
    /// What the daemon is started with.
    var configuration: URL
    /// The folder with profiles and limits.
    let hardware: URL
    private(set) var daemon: Process?
    private(set) var simulator: Process?
    /// One log per start, kept for the report of a failure.
    private var starts = 0

    var socket: String { folder.appendingPathComponent("halld.sock").path }
    var state: URL { folder.appendingPathComponent("state") }
    var runtime: URL { folder.appendingPathComponent("sim") }

    /// Starts the simulator of a hall in `Hardware/Halls`, and the daemon unless told not to.
    convenience init(_ hall: String, unpaced: Bool = false, startDaemon: Bool = true) throws {
        let hardware = Programs.repository.appendingPathComponent("Hardware")
        try self.init(unpaced: unpaced, startDaemon: startDaemon) { _ in
            (hardware.appendingPathComponent("Halls/\(hall).yaml"), hardware)
        }
    }

    /// Starts the simulator of a hall that is first written into the folder.
    init(
        unpaced: Bool = false, startDaemon: Bool = true,
        prepare: (URL) throws -> (configuration: URL, hardware: URL)
    ) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("hall-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        (configuration, hardware) = try prepare(folder)
        let log = folder.appendingPathComponent("hallsim.log")
        simulator = try Programs.start(
            "hallsim",
            ["run", "--config", configuration.path, "--hardware", hardware.path, "--runtime", runtime.path]
                + (unpaced ? ["--unpaced"] : []),
            log: log)
        try wait("hallsim says ready") { try String(contentsOf: log, encoding: .utf8).contains("ready") }
        if startDaemon { try self.startDaemon() }
    }

    deinit {
        daemon?.terminate()
        daemon?.waitUntilExit()
        simulator?.terminate()
        simulator?.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Starts the daemon and waits until it answers.
    func startDaemon() throws {
        try launchDaemon()
        try wait("halld answers") { (try? hallctl(["status"]))?.status == 0 }
    }

    /// Starts the daemon and does not wait.
    func launchDaemon() throws {
        starts += 1
        daemon = try Programs.start(
            "halld",
            [
                "--config", configuration.path, "--hardware", hardware.path,
                "--simulated", runtime.path, "--state", state.path, "--socket", socket,
                "--log", "info",
            ],
            log: folder.appendingPathComponent("halld-\(starts).log"))
    }

    /// `kill -9`
    func killDaemon() {
        guard let daemon else { return }
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
    }

    /// SIGTERM and the end; the exit status.
    func stopDaemon() -> Int32 {
        guard let daemon else { return -1 }
        daemon.terminate()
        daemon.waitUntilExit()
        return daemon.terminationStatus
    }

    /// The log of the last start.
    var daemonLog: String {
        (try? String(contentsOf: folder.appendingPathComponent("halld-\(starts).log"), encoding: .utf8)) ?? ""
    }

    // MARK: As a user types it

    func hallctl(_ arguments: [String], json: Bool = true) throws -> Programs.Outcome {
        try Programs.run("hallctl", ["--socket", socket] + (json ? ["--json"] : []) + arguments)
    }

    /// A command that must succeed, and its JSON.
    func ask(_ arguments: String...) throws -> JSON {
        let outcome = try hallctl(arguments)
        guard outcome.status == 0 else {
            throw Programs.Failure(description: "hallctl \(arguments): \(outcome.status) \(outcome.errors)")
        }
        return try JSON(outcome.output)
    }

    func simulate(_ arguments: String...) throws {
        let outcome = try Programs.run("hallsim", ["--runtime", runtime.path] + arguments)
        guard outcome.status == 0 else {
            throw Programs.Failure(description: "hallsim \(arguments): \(outcome.status) \(outcome.errors)")
        }
    }

    func show(_ device: String) throws -> JSON {
        let outcome = try Programs.run("hallsim", ["--runtime", runtime.path, "show", device, "--json"])
        guard outcome.status == 0 else {
            throw Programs.Failure(description: "hallsim show \(device): \(outcome.errors)")
        }
        return try JSON(outcome.output)
    }

    // MARK: What is there to see

    /// A device's presence, as hallctl tells it.
    func presence(_ device: String) throws -> String? { try ask("device", device).devices[0].presence.string }

    /// The slips that came out of a printer.
    func slips(_ printer: String = "kiosk-printer") throws -> [Slip] {
        try show(printer).slips.array.map {
            Slip(
                number: $0.number.string, text: $0.text.array.compactMap(\.string).joined(separator: "\n"),
                isReprint: $0.reprint.bool ?? false, isCut: $0.cut.bool ?? false)
        }
    }

    /// The text of a window's display.
    func display(_ device: String) throws -> String {
        try show(device).text.array.compactMap(\.string).joined(separator: "\n")
    }

    /// Waits for a condition, at most 20 s; the machine may be slow.
    func wait(_ what: String, atMost seconds: Double = 20, for condition: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            if try condition() { return }
            usleep(20_000)
        }
        throw Programs.Failure(description: "waited \(seconds) s in vain: \(what)\n\(daemonLog.suffix(2000))")
    }
}

/// One piece of paper.
struct Slip: Sendable {
    var number: String?
    var text: String
    var isReprint: Bool
    var isCut: Bool
}
