import Foundation
import Testing

/// Every fault of a Modbus slave on paced RS-485 lines: what becomes of its neighbours, of writes, and of itself after it.
///
/// One hall with a line for each fault, at 19200 8E1, all at once; each line has nine slaves, and the fault has three of
/// them, or one where it disturbs the whole line. A slave has a second to answer, so that three silent ones alone would
/// make a round last three seconds. One line more has no fault: what it loses, the machine took, and the others are
/// measured by it.
@Suite(.serialized)
struct LineFaultTests {
    /// A fault as the catalogue names it.
    struct Case: Sendable, CustomTestStringConvertible {
        var kind: String
        /// Where a kind stands in several cases.
        var name: String?
        /// Further settings, as the control socket takes them.
        var settings = ""
        var faulty: Set<Int> = [2, 5, 8]
        /// What of the neighbours' rounds is left at least.
        var share = 0.85
        /// Seconds that a write to a neighbour takes at most: a few transactions, on a busy machine.
        var writeLimit = 1.5
        /// What it may come to.
        var writeOutcomes: Set<String> = ["confirmed"]
        /// It may show of itself what stands in its other block: it answers another master, or later than twice its time-out,
        /// and nothing on the line tells to which question an answer belongs.
        var mixesItsBlocks = false
        /// Seconds until all is good again: ten, a round, and up to two more because ages are whole seconds and somebody has to
        /// look. Who failed every now and then is trusted with the line again only when it has answered for a while.
        var recoveryLimit = 14.0
        /// What a write to the faulty one may come to; it is held against what the slave then holds.
        var outcomes: Set<String>

        var line: String { testDescription.filter { $0 != "-" } }
        var healthy: [Int] { (1...9).filter { !faulty.contains($0) } }
        var testDescription: String { name ?? kind }
    }

    /// The line that nothing is done to.
    static let sound = Case(kind: "none", faulty: [], outcomes: [])

    private static let unknown: Set<String> = ["unanswered", "expired"]

    static let cases = [
        Case(kind: "silent", outcomes: unknown),
        // What comes three seconds late falls into others' answers, as on the real line, and nobody knows for how long such a
        // slave must be left alone. A read-back that is asked twice can meet the answer to its first asking: then it is
        // confirmed, and truly.
        Case(kind: "late", share: 0.8, mixesItsBlocks: true, outcomes: unknown.union(["confirmed"])),
        // Some answers come after the slave was given up, when its other block is due: it must not be asked for that yet.
        Case(
            kind: "late", name: "behind", settings: #""delay":1300,"probability":0.3"#, faulty: [2, 4, 6, 8],
            share: 0.45,
            recoveryLimit: 25,
            outcomes: unknown.union(["confirmed"])),
        // With the usual 50 ms between its bytes one answer would take the line for most of its period.
        Case(kind: "slow", settings: #""delay":10"#, outcomes: unknown.union(["confirmed"])),
        Case(kind: "truncated", outcomes: unknown),
        Case(kind: "crc", outcomes: unknown),
        Case(kind: "wrong-address", outcomes: unknown),
        Case(kind: "exception", outcomes: unknown.union(["rejected"])),
        Case(kind: "noise", outcomes: unknown.union(["confirmed"])),
        Case(kind: "offline", outcomes: unknown),
        Case(kind: "echo", faulty: [5], outcomes: ["confirmed"]),
        // A write that was damaged on its way is not carried out, and that is said.
        Case(
            kind: "babble", faulty: [5], share: 0.5, writeLimit: 5, writeOutcomes: ["confirmed", "differs"],
            outcomes: unknown.union(["confirmed", "differs"])),
        // Two masters talk into each other's answers: a read-back may be lost, or be of what the other one asked.
        Case(
            kind: "second-master", faulty: [5], share: 0.5, writeLimit: 11,
            writeOutcomes: unknown.union(["confirmed", "differs"]), mixesItsBlocks: true,
            outcomes: unknown.union(["confirmed", "differs"])),
    ]

    /// What was seen of one line.
    struct Seen: Sendable, CustomStringConvertible {
        /// Rounds a second of each neighbour, by phase.
        var rates: [String: [Double]] = [:]
        /// Points that showed a value that is not theirs.
        var wrong: [String] = []
        /// Ages of the neighbours' points in seconds, whenever somebody looked.
        var ages: [String: [Int]] = [:]
        var neighbourWrite: (outcome: String, seconds: Double)?
        var faultyWrite: (outcome: String, seconds: Double, held: Int)?
        /// Seconds after the fault was cleared until all points were good; nil: longer than anybody waited.
        var recovery: Double?
        /// A search of the line told how far it was.
        var scanned = false

        var description: String {
            func short(_ number: Double?) -> String { number.map { String(format: "%.2f", $0) } ?? "-" }
            let phases = rates.keys.sorted().map { phase in
                let ages = ages[phase] ?? []
                return
                    "\(phase): \(short(rates[phase]?.min()))/s, \(ages.count { $0 > 1 })+\(ages.count { $0 > 2 }) of "
                    + "\(ages.count) over 1 and 2 s"
            }
            return phases.joined(separator: "; ")
                + "; neighbour \(neighbourWrite?.outcome ?? "-") \(short(neighbourWrite?.seconds)) s"
                + "; faulty \(faultyWrite?.outcome ?? "-") \(short(faultyWrite?.seconds)) s"
                + "; back after \(short(recovery)) s"
        }
    }

    /// All lines go through it together, once.
    static let experiment = Task(executorPreference: OwnThreads.all) { try await LineExperiment(cases + [sound]).run() }

    private func seen(_ one: Case) async throws -> Seen {
        try #require(try await Self.experiment.value[one.line])
    }

    @Test(arguments: cases) func `its neighbours keep their period`(one: Case) async throws {
        let seen = try await seen(one)
        let sound = try await self.seen(Self.sound)
        for (phase, rates) in seen.rates {
            let possible = min(1, try #require(sound.rates[phase]?.min()))
            #expect(rates.count == one.healthy.count)
            #expect(rates.min() ?? 0 >= one.share * possible, "\(phase): rounds a second: \(rates) of \(possible)")
        }
        for (phase, ages) in seen.ages {
            let old = ages.count { $0 > 2 }
            let unavoidable = sound.ages[phase, default: []].count { $0 > 2 }
            #expect(
                one.share < 0.8 || (old - unavoidable) * 100 <= ages.count,
                "\(phase): \(old) of \(ages.count) older than 2 s, \(unavoidable) without a fault")
        }
    }

    @Test(arguments: cases) func `no point ever shows what it does not hold`(one: Case) async throws {
        let seen = try await seen(one)
        #expect(seen.wrong == [])
        #expect(seen.scanned && seen.rates["scan"] != nil, "also while the line was searched")
    }

    @Test(arguments: cases) func `a write to a neighbour goes through, though one to it is pending`(one: Case)
        async throws
    {
        let write = try #require(try await seen(one).neighbourWrite)
        #expect(one.writeOutcomes.contains(write.outcome) && write.seconds <= one.writeLimit, "\(write)")
    }

    @Test(arguments: cases) func `a write to it ends by its deadline, and says no more than is known`(one: Case)
        async throws
    {
        let write = try #require(try await seen(one).faultyWrite)
        // The deadline is ten seconds.
        #expect(one.outcomes.contains(write.outcome) && write.seconds <= 11, "\(write)")
        let written = LineExperiment.written(to: LineHall.device(one.line, one.faulty.min() ?? 0))
        if write.outcome == "confirmed" { #expect(write.held == written, "\(write)") }
        if ["rejected", "differs"].contains(write.outcome) { #expect(write.held != written, "\(write)") }
    }

    @Test(arguments: cases) func `it is back within one step of its back-off`(one: Case) async throws {
        let recovery = try await seen(one).recovery
        #expect(
            recovery.map { $0 <= one.recoveryLimit } ?? false,
            "\(recovery.map(String.init(describing:)) ?? "not at all")")
    }
}

/// The hall of `LineFaultTests` and what is done to it.
struct LineExperiment {
    /// What is written to a slave: no other has it.
    static func written(to device: String) -> Int { 70 + (device.split(separator: "-").last.flatMap { Int($0) } ?? 0) }

    private let cases: [LineFaultTests.Case]
    private let lines: LineHall

    init(_ cases: [LineFaultTests.Case]) {
        self.cases = cases
        lines = LineHall(lines: cases.map { LineHall.Line(name: $0.line, slaves: 9) })
    }

    func run() async throws -> [String: LineFaultTests.Seen] {
        let hall = try await lines.start()
        let simulator = try hall.control()
        var seen = Dictionary(uniqueKeysWithValues: cases.map { ($0.line, LineFaultTests.Seen()) })
        for one in cases {
            for slave in one.faulty {
                try simulator.fault(LineHall.device(one.line, slave), one.kind, one.settings)
            }
        }
        // Each faulty one is trusted until it has failed.
        let begun = Date()
        while Date().timeIntervalSince(begun) < 8 {
            try look(hall, "onset", &seen)
            try await Task.sleep(for: .milliseconds(700))
        }
        try await watch("fault", hall, simulator, &seen, seconds: 12)

        let caller = HallCaller(socket: hall.socket)
        async let pending = writes(caller) { $0.faulty.min() }
        try await Task.sleep(for: .milliseconds(500))
        async let neighbours = writes(caller) { $0.healthy.max() }
        try await watch("write pending", hall, simulator, &seen, seconds: 10)
        for (line, write) in await neighbours { seen[line]?.neighbourWrite = write }
        for (line, write) in await pending {
            let slave = LineHall.device(line, cases.first { $0.line == line }?.faulty.min() ?? 0)
            let held = try simulator.state(slave).set.int ?? -1
            seen[line]?.faultyWrite = (write.outcome, write.seconds, held)
        }

        let logs = cases.map { hall.folder.appendingPathComponent("scan-\($0.line).log") }
        let scans = try zip(cases, logs).map { one, log in
            try Programs.start("hallctl", ["--socket", hall.socket, "--json", "bus", "scan", one.line], log: log)
        }
        try await watch("scan", hall, simulator, &seen, seconds: 10)
        // Whether it comes to its end is not the matter here.
        for scan in scans { scan.end() }
        for (one, log) in zip(cases, logs) {
            seen[one.line]?.scanned = try String(contentsOf: log, encoding: .utf8).contains("\"done\":")
        }

        for one in cases { for slave in one.faulty { try simulator.clear(LineHall.device(one.line, slave)) } }
        try await recover(hall, &seen)
        for one in cases { print("\(one.kind): \(seen[one.line].map(String.init(describing:)) ?? "")") }
        guard hall.stopDaemon() == 0 else { throw Programs.Failure(description: "halld: \(hall.daemonLog)") }
        return seen
    }

    /// Counts the neighbours' rounds, and looks at all points meanwhile.
    private func watch(
        _ phase: String, _ hall: HallUnderTest, _ simulator: SimulatorSocket,
        _ seen: inout [String: LineFaultTests.Seen], seconds: Double
    ) async throws {
        func answered() throws -> [String: [Int]] {
            var counts: [String: [Int]] = [:]
            for one in cases {
                counts[one.line] = try one.healthy.map {
                    try simulator.state(LineHall.device(one.line, $0)).answered.int ?? 0
                }
            }
            return counts
        }
        let before = try answered()
        let begun = Date()
        while Date().timeIntervalSince(begun) < seconds {
            try look(hall, phase, &seen)
            try await Task.sleep(for: .milliseconds(700))
        }
        let taken = Date().timeIntervalSince(begun)
        let after = try answered()
        for one in cases {
            let pairs = zip(before[one.line] ?? [], after[one.line] ?? [])
            seen[one.line]?.rates[phase] = pairs.map { Double($1 - $0) / taken / lines.answersPerSecond }
        }
    }

    private func look(_ hall: HallUnderTest, _ phase: String, _ seen: inout [String: LineFaultTests.Seen]) throws {
        for point in try hall.points() {
            guard let one = cases.first(where: { $0.line == point.line }) else { continue }
            let isMixed =
                one.mixesItsBlocks && one.faulty.contains { LineHall.device(one.line, $0) == point.device }
                && (lines.values(of: point.device) + [Double(Self.written(to: point.device))]).contains(point.value)
            if let value = point.value, !isKnown(value, of: point), !isMixed {
                seen[one.line]?.wrong.append("\(phase): \(point.id) \(value)")
            }
            guard phase != "onset", LineHall.quick.contains(point.name),
                one.healthy.contains(where: { LineHall.device(one.line, $0) == point.device })
            else { continue }
            seen[one.line]?.ages[phase, default: []].append(point.age ?? 99)
        }
    }

    private func isKnown(_ value: Double, of point: SampledPoint) -> Bool {
        value == lines.values[point.id] || point.name == "set" && value == Double(Self.written(to: point.device))
    }

    private typealias Write = (outcome: String, seconds: Double)

    /// One write on each line, all at once.
    private func writes(
        _ caller: HallCaller, _ slave: @Sendable (LineFaultTests.Case) -> Int?
    ) async -> [String: Write] {
        let tasks = cases.compactMap { one -> (String, Task<Write, Never>)? in
            guard let slave = slave(one) else { return nil }
            let device = LineHall.device(one.line, slave)
            return (one.line, Task { await caller.write("\(device).set", Self.written(to: device)) })
        }
        var written: [String: Write] = [:]
        for (line, task) in tasks { written[line] = await task.value }
        return written
    }

    private func recover(_ hall: HallUnderTest, _ seen: inout [String: LineFaultTests.Seen]) async throws {
        let begun = Date()
        while Date().timeIntervalSince(begun) < 30, seen.values.contains(where: { $0.recovery == nil }) {
            let points = try hall.points()
            for one in cases where seen[one.line]?.recovery == nil {
                let own = points.filter { $0.line == one.line }
                // Renewed since then, each of them.
                if own.allSatisfy({ $0.isGood && Double($0.age ?? 99) + 1 <= Date().timeIntervalSince(begun) }) {
                    seen[one.line]?.recovery = Date().timeIntervalSince(begun)
                }
            }
            try await Task.sleep(for: .milliseconds(300))
        }
    }
}
