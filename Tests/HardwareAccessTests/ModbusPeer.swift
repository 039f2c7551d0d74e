import Foundation
import HardwareAccess
import Testing

/// A program of `Tests/Modbus`, run by the Python that `HALLD_PEERS` names, and the first line that it said.
final class ModbusPeer {
    static let python = ProcessInfo.processInfo.environment["HALLD_PEERS"]

    let greeting: String
    private let process = Process()
    private let input = Pipe()

    init(_ program: String, _ arguments: [String]) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Modbus/\(program)").path
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(ModbusPeer.python))
        process.arguments = [script] + arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 { line.append(byte) }
        greeting = String(decoding: line, as: UTF8.self)
    }

    deinit { end() }

    func end() {
        try? input.fileHandleForWriting.close()
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }
}

/// A pseudo-terminal has one end with a path: two of them, joined, have two.
final class JoinedTerminals {
    let ours: String
    let theirs: String
    private let isOver = Shared(false)
    private let joint: PlainThread

    init() throws {
        let (ours, theirs) = (try PseudoTerminal(keepsSlaveOpen: true), try PseudoTerminal(keepsSlaveOpen: true))
        (self.ours, self.theirs) = (ours.path, theirs.path)
        let isOver = isOver
        joint = try PlainThread(name: "joint") {
            let ends = [ours.master, theirs.master]
            while !isOver.value {
                var polled = ends.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                guard poll(&polled, 2, 20) > 0 else { continue }
                for (end, other) in [(0, 1), (1, 0)] where polled[end].revents != 0 {
                    var buffer = [UInt8](repeating: 0, count: 512)
                    let count = read(ends[end], &buffer, buffer.count)
                    if count > 0 { Wire.write(ends[other], Array(buffer.prefix(count))) }
                }
            }
        }
    }

    deinit {
        isOver.value = true
        joint.join()
    }
}
