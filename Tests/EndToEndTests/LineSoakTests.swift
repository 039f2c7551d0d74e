import Foundation
import Testing

/// Random faults on a line of 32 slaves and on a TCP bus, for two minutes; ten in `make long-test`. The daemon neither
/// grows nor gives up, and shows nothing that is not so.
@Suite(.serialized)
struct LineSoakTests {
    static let seconds = ProcessInfo.processInfo.environment["HALLD_LONG"] == nil ? 120.0 : 600

    /// What may be more at the end than after the warm-up.
    private enum Tolerance {
        /// Anonymous memory: alarms of devices that came and went, and what the allocator keeps.
        static let kibibytes = 12_288
        /// Lines of the log a minute: each fault may tell of a device that went and of one that came back.
        static let linesPerMinute = 400
    }

    private static let kinds = [
        "silent", "late", "slow", "truncated", "crc", "wrong-address", "exception", "noise", "babble", "echo",
        "offline",
        "second-master",
    ]
    private static let targets = ["", "", #""on":"read""#, #""on":"write""#, #""on":"3:2""#]

    @Test func `under random faults nothing grows, nothing is wrong, and all come back`() async throws {
        try await withTaskExecutorPreference(OwnThreads.all) { try await soak() }
    }

    private func soak() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("soak: seed \(seed)")
        var random = SplitMix(seed: seed)
        let lines = LineHall(
            lines: [
                LineHall.Line(name: "long", slaves: 32), LineHall.Line(name: "net", slaves: 8, baud: nil),
            ], responseTimeout: "500ms", slowPeriod: 5)
        let hall = try await lines.start()
        let simulator = try hall.control()
        let daemon = try #require(hall.daemon).processIdentifier
        let values = lines.values

        var wrong: [String] = []
        // These had another master, or answered later than twice their time-out: an answer for one block fits a question for
        // the other, and nothing on the line tells.
        var mixing: Set<String> = []
        var faults = 0
        var isPlugged = true
        /// Injects faults and looks at all points, for a time.
        func disturb(for seconds: Double) async throws {
            let end = Date().addingTimeInterval(seconds)
            var nextLook = Date()
            while Date() < end {
                if let device = try disturbOnce(simulator, lines, &isPlugged, &random) {
                    mixing.insert(device)
                }
                faults += 1
                if Date() >= nextLook {
                    nextLook = Date().addingTimeInterval(2)
                    for point in try hall.points() {
                        guard let value = point.value, value != values[point.id] else { continue }
                        if mixing.contains(point.device), lines.values(of: point.device).contains(value) { continue }
                        wrong.append("\(point.id) \(value)")
                    }
                }
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...700, using: &random)))
            }
        }

        let warmUp = Self.seconds / 4
        try await disturb(for: warmUp)
        /// What the daemon takes when all wires are plugged in.
        func size() async throws -> DaemonSize {
            if !isPlugged { try simulator.ask(#"{"command":"plug","bus":"net"}"#) }
            isPlugged = true
            return try await DaemonSize(daemon)
        }
        let before = try await size()
        let logged = hall.daemonLog.utf8.count { $0 == 10 }
        try await disturb(for: Self.seconds - warmUp)
        let after = try await size()
        let lineCount = hall.daemonLog.utf8.count { $0 == 10 } - logged
        print("soak: \(faults) faults; \(before) -> \(after); \(lineCount) log lines")

        #expect(wrong == [], "seed \(seed)")
        #expect(after.descriptors == before.descriptors, "seed \(seed)")
        #expect(after.threads == before.threads, "seed \(seed)")
        #expect(after.anonymous <= before.anonymous + Tolerance.kibibytes, "seed \(seed)")
        let minutes = (Self.seconds - warmUp) / 60
        #expect(Double(lineCount) <= Double(Tolerance.linesPerMinute) * minutes, "seed \(seed)")

        for line in lines.lines {
            for slave in 1...line.slaves { try simulator.clear(LineHall.device(line.name, slave)) }
        }
        try await hall.until("every point shows its value again (seed \(seed))", atMost: 30) {
            try hall.points().allSatisfy { $0.isGood && $0.value == values[$0.id] }
        }
        #expect(hall.daemon?.isRunning == true && hall.stopDaemon() == 0)
    }

    /// One more fault; the device, if nobody can tell any more to which question it answers.
    private func disturbOnce(
        _ simulator: SimulatorSocket, _ lines: LineHall, _ isPlugged: inout Bool, _ random: inout SplitMix
    ) throws -> String? {
        if Int.random(in: 0..<30, using: &random) == 0 {
            try simulator.ask(#"{"command":"\#(isPlugged ? "unplug" : "plug")","bus":"net"}"#)
            isPlugged.toggle()
            return nil
        }
        let line = lines.lines[Int.random(in: 0..<lines.lines.count, using: &random)]
        let device = LineHall.device(line.name, Int.random(in: 1...line.slaves, using: &random))
        let kind = Self.kinds[Int.random(in: 0..<Self.kinds.count, using: &random)]
        // On TCP there is no second master, and nothing that could tell strange bytes in the stream from an answer's.
        if line.baud == nil, ["second-master", "noise", "babble", "slow", "echo", "truncated"].contains(kind) {
            return nil
        }
        var settings = [
            #""seconds":\#(Int.random(in: 1...8, using: &random))"#,
            #""probability":\#([0.1, 0.5, 1][Int.random(in: 0..<3, using: &random)])"#,
        ]
        // Half of them within twice the time-out.
        let lateness = Int.random(in: 20...([950, 3000][Int.random(in: 0..<2, using: &random)]), using: &random)
        if kind == "late" { settings.append(#""delay":\#(lateness)"#) }
        if kind == "exception" { settings.append(#""code":\#([1, 4, 6, 11][Int.random(in: 0..<4, using: &random)])"#) }
        let target = Self.targets[Int.random(in: 0..<Self.targets.count, using: &random)]
        if !target.isEmpty, !["babble", "offline", "second-master"].contains(kind) { settings.append(target) }
        try simulator.fault(device, kind, settings.joined(separator: ","))
        return kind == "second-master" || kind == "late" && lateness > 950 ? device : nil
    }
}

/// What a running daemon takes, when nobody is connected to it.
struct DaemonSize: CustomStringConvertible {
    var descriptors: Int
    var threads: Int
    /// KiB.
    var anonymous: Int

    init(_ process: Int32) async throws {
        // Connections of the programs that asked it last are closed by then, and wires are open again.
        try await Task.sleep(for: .seconds(5))
        let folder = "/proc/\(process)"
        descriptors = try FileManager.default.contentsOfDirectory(atPath: folder + "/fd").count
        threads = try FileManager.default.contentsOfDirectory(atPath: folder + "/task").count
        let rollup = try String(contentsOfFile: folder + "/smaps_rollup", encoding: .utf8)
        let line = rollup.split(separator: "\n").first { $0.hasPrefix("Anonymous:") }
        guard let number = line?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Programs.Failure(description: "no Anonymous in \(rollup)")
        }
        anonymous = number
    }

    var description: String { "\(descriptors) descriptors, \(threads) threads, \(anonymous) KiB" }
}
