import DeviceDrivers
import Foundation
import HallModel
import HardwareAccess
import Testing

/// Our client and pymodbus, where `HALLD_PEERS` names a Python that has it.
@Suite(.serialized)
struct ModbusPeerTests {
    static let python = ProcessInfo.processInfo.environment["HALLD_PEERS"]

    @Test(.enabled(if: python != nil, "HALLD_PEERS names no Python with pymodbus"))
    func `pymodbus answers over TCP`() throws {
        let server = try Peer(["tcp"])
        let port = try #require(Int(server.greeting))
        try converse(ModbusBench(wire: .tcp(host: "127.0.0.1", port: port)))
        server.end()
    }

    @Test(.enabled(if: python != nil, "HALLD_PEERS names no Python with pymodbus"))
    func `pymodbus answers over a serial line`() throws {
        // A pseudo-terminal has one end with a path: two of them, joined, have two.
        let (ours, theirs) = (try PseudoTerminal(keepsSlaveOpen: true), try PseudoTerminal(keepsSlaveOpen: true))
        let isOver = Shared(false)
        let joint = try PlainThread(name: "joint") {
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
        let server = try Peer(["serial", theirs.path])
        #expect(server.greeting == "ready")
        try converse(ModbusBench(wire: .serial(path: ours.path, SerialSettings(baud: 9600))))
        server.end()
        isOver.value = true
        joint.join()
    }

    private func converse(_ bench: ModbusBench) throws {
        func ask(_ operation: ModbusRequest.Operation) -> BusEvent? { bench.ask(operation, timeout: .seconds(5)) }
        #expect(ask(.readHolding(address: 0, count: 3)) == .replied(.registers([1000, 1001, 1002])))
        #expect(ask(.readInput(address: 99, count: 1)) == .replied(.registers([2099])))
        #expect(ask(.readCoils(address: 0, count: 10)) == .replied(.bits((0..<10).map { $0 % 3 == 0 })))
        #expect(ask(.readDiscreteInputs(address: 0, count: 9)) == .replied(.bits((0..<9).map { $0 % 2 == 0 })))
        #expect(ask(.writeRegister(address: 10, 0xBEEF)) == .replied(.written))
        #expect(ask(.writeRegisters(address: 11, [1, 0xFFFF])) == .replied(.written))
        #expect(ask(.readHolding(address: 9, count: 5)) == .replied(.registers([1009, 0xBEEF, 1, 0xFFFF, 1013])))
        #expect(ask(.writeCoil(address: 1, true)) == .replied(.written))
        #expect(ask(.writeCoil(address: 0, false)) == .replied(.written))
        #expect(ask(.readCoils(address: 0, count: 3)) == .replied(.bits([false, true, false])))
        #expect(ask(.readHolding(address: 99, count: 2)) == .failed(.exception(2)))
        bench.bus.thread.stop()
    }

    /// The program `Tests/Modbus/server.py` and the first line that it said.
    private final class Peer {
        let greeting: String
        private let process = Process()
        private let input = Pipe()

        init(_ arguments: [String]) throws {
            let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent("Modbus/server.py").path
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: try #require(ModbusPeerTests.python))
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
}
