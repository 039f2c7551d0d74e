import Foundation
import HallAPI

/// A hall of nothing but Modbus lines, each with slaves of one model: two blocks of three registers, far apart, the first
/// read every second, the other less often, so that an answer of one fits the question for the other. Every register has a
/// value that no other register of the hall has, whichever the unit or the address. The last of the first can be written.
struct LineHall {
    /// A line and its slaves, with addresses from 1.
    struct Line {
        var name: String
        var slaves: Int
        /// Paced serial line; nil for TCP.
        var baud: Int? = 19_200
    }

    /// Points and their addresses.
    static let registers = [("a", 0), ("b", 1), ("set", 2), ("x", 40), ("y", 41), ("z", 42)]
    /// Points of the first block.
    static let quick = ["a", "b", "set"]

    var lines: [Line]
    /// How long a slave may think, as its profile says.
    var responseTimeout = "1s"
    /// Seconds between two reads of the second block.
    var slowPeriod = 2

    /// Answers that a slave gives a second if it is asked for all in time.
    var answersPerSecond: Double { 1 + 1 / Double(slowPeriod) }

    /// The slave's name in the plan.
    static func device(_ line: String, _ slave: Int) -> String { "\(line)-\(slave)" }

    /// What stands in a register of a slave, by the register's place in `registers`.
    func value(_ line: String, _ slave: Int, _ register: Int) -> Int {
        let place = lines.firstIndex { $0.name == line } ?? 0
        return 1000 + place * 1000 + slave * 10 + register
    }

    /// All of them, by point.
    var values: [String: Double] {
        var all: [String: Double] = [:]
        for line in lines {
            for slave in 1...line.slaves {
                for (index, register) in Self.registers.enumerated() {
                    all["\(Self.device(line.name, slave)).\(register.0)"] = Double(value(line.name, slave, index))
                }
            }
        }
        return all
    }

    /// What a slave holds.
    func values(of device: String) -> [Double?] { Self.registers.map { values["\(device).\($0.0)"] } }

    /// Starts it, and waits until every point shows its value.
    func start() async throws -> HallUnderTest {
        let hall = try HallUnderTest(startDaemon: false) { try write(into: $0) }
        let scenario = hall.folder.appendingPathComponent("values.txt")
        let values = values
        try values.keys.sorted().compactMap { point in
            values[point].map { "at 0s set \(point.replacingOccurrences(of: ".", with: " ")) \(Int($0))\n" }
        }.joined().write(to: scenario, atomically: true, encoding: .utf8)
        try hall.simulate("play", scenario.path)
        try hall.startDaemon()
        try await hall.until("every point shows its value", atMost: 60) {
            try hall.points().allSatisfy { $0.isGood && $0.value == values[$0.id] }
        }
        return hall
    }

    private func write(into folder: URL) throws -> (configuration: URL, hardware: URL) {
        let hardware = folder.appendingPathComponent("Hardware")
        for kind in ["Profiles", "Limits", "Halls"] {
            try FileManager.default.createDirectory(
                at: hardware.appendingPathComponent(kind), withIntermediateDirectories: true)
        }
        let points = Self.registers.map { name, address in
            "    - {name: \(name), table: holding, address: \(address), encoding: u16, "
                + "period: \(Self.quick.contains(name) ? 1 : slowPeriod)s" + (name == "set" ? ", write: true}" : "}")
        }
        let profile = """
            vendor: bench
            model: blocks of registers
            source: this test
            trust: unconfirmed
            kind: modbus-registers
            serial: {baud: 19200, format: 8E1, flow: none}
            settings:
              responseTimeout: \(responseTimeout)
              points:
            \(points.joined(separator: "\n"))
            examples:
              - {sends: "01 03 00 00 00 03 05 CB", means: "read holding 0..2"}

            """
        try profile.write(
            to: hardware.appendingPathComponent("Profiles/bench-block.yaml"), atomically: true, encoding: .utf8)
        var text = "hall: {name: 线路, timezone: Asia/Shanghai, language: zh}\nbuses:\n"
        for line in lines {
            text +=
                line.baud.map { "  \(line.name): {serial: /dev/hall/\(line.name), baud: \($0), format: 8E1}\n" }
                ?? "  \(line.name): {tcp: \"127.0.0.1:502\"}\n"
        }
        text += "zones:\n  - {id: plant, name: 机房}\ndevices:\n"
        for line in lines {
            for slave in 1...line.slaves {
                let device = Self.device(line.name, slave)
                text +=
                    "  - {id: \(device), profile: bench-block, bus: \(line.name), address: \(slave), "
                    + "zone: plant, label: \(device)}\n"
            }
        }
        let file = hardware.appendingPathComponent("Halls/lines.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return (file, hardware)
    }
}

/// A point as `hallctl points` tells it.
struct SampledPoint {
    var id: String
    var isGood: Bool
    var value: Double?
    /// Whole seconds since it was read; nil without a value.
    var age: Int?

    var line: String { String(id.prefix { $0 != "-" }) }
    var device: String { String(id.prefix { $0 != "." }) }
    var name: String { String(id.drop { $0 != "." }.dropFirst()) }
}

extension HallUnderTest {
    /// The points now.
    func points(_ glob: String = "*") throws -> [SampledPoint] {
        try ask("points", glob).points.array.map { point in
            SampledPoint(
                id: point.id.string ?? "", isGood: point.quality.string == "good",
                value: point[dynamicMember: "value"].double, age: point.ageSeconds.int)
        }
    }

    /// What the simulated hall tells of its devices, over one connection.
    func control() throws -> SimulatorSocket {
        try SimulatorSocket(runtime.appendingPathComponent("control.sock").path)
    }

}

/// A technician's program that stays connected, so that a call takes no longer than the daemon does.
struct HallCaller: Sendable {
    let socket: String

    /// Writes a point, without holding a thread of the tests; the outcome (or the error) and how long it took, in seconds.
    func write(_ point: String, _ value: Int) async -> (outcome: String, seconds: Double) {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let begun = Date()
                let outcome: String
                do throws(APIError) {
                    let order = WritePoint.Parameters(point: point, value: "\(value)", reason: "test")
                    outcome = try APIClient(path: socket).call(WritePoint.self, order).value.outcome
                } catch {
                    outcome = "\(error)"
                }
                continuation.resume(returning: (outcome, Date().timeIntervalSince(begun)))
            }
        }
    }
}

/// A client of the simulator's control socket: one line of JSON each way.
final class SimulatorSocket {
    private let descriptor: Int32

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Programs.Failure(description: "connect to \(path): \(errno)") }
    }

    deinit { close(descriptor) }

    /// Asks; throws what was refused.
    @discardableResult
    func ask(_ request: String) throws -> JSON {
        let line = Array((request + "\n").utf8)
        _ = send(descriptor, line, line.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while answer.last != 10 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { throw Programs.Failure(description: "hallsim closed: \(request)") }
            answer += buffer.prefix(count)
        }
        let reply = try JSON(String(decoding: answer, as: UTF8.self))
        guard reply.ok.bool == true else {
            throw Programs.Failure(description: "hallsim: \(request): \(reply.error.string ?? "")")
        }
        return reply
    }

    /// A device's points and counts.
    func state(_ device: String) throws -> JSON {
        try ask(#"{"command":"show","device":"\#(device)"}"#).view.state
    }

    /// Puts a fault in force; `more` are further fields: `"on":"write"`.
    func fault(_ device: String, _ kind: String, _ more: String = "") throws {
        try ask(#"{"command":"fault","device":"\#(device)","kind":"\#(kind)"\#(more.isEmpty ? "" : ",")\#(more)}"#)
    }

    func clear(_ device: String) throws { try ask(#"{"command":"clear","device":"\#(device)"}"#) }
}

/// Threads of its own for a test that looks at the clock: the pool's are taken by tests that wait for their programs.
final class OwnThreads: TaskExecutor {
    static let all = OwnThreads()
    private let queue = DispatchQueue(label: "own-threads", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
