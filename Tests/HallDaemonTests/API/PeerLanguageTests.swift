import Foundation
import HallDaemon
import HallModel
import Synchronization
import Testing

/// The varlink package of PyPI against the server, where `HALLD_PEERS` names a Python that has it.
@Suite struct PeerLanguageTests {
    static let python = ProcessInfo.processInfo.environment["HALLD_PEERS"]

    @Test(.enabled(if: python != nil, "HALLD_PEERS names no Python with the varlink package"))
    func `a foreign client introspects, calls, streams and meets errors`() throws {
        let test = try ServerUnderTest()
        test.hall.state.withLock { $0.buses["kiosk"] = BusFigures() }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Varlink/client.py").path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.python))
        process.arguments = [script, test.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }
}
