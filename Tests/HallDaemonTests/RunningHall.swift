import DeviceDrivers
import FailingDisk
import Foundation
import HallDaemon
import HallLogic
import HallModel
import HardwareAccess
import Logging
import Synchronization

/// The real hall thread on a real journal; the test is its wires.
final class RunningHall: Sendable {
    private let posted = Mutex<[PointWrite]>([])
    private let shown = Mutex<[DeviceID: DesiredState]>([:])
    private let thread = Mutex<HallThread?>(nil)
    private let presented = Atomic<Int>(0)
    private let gate = DispatchSemaphore(value: 1)
    let folder: String

    /// What the journal is written to, for a test that lets it fail.
    let disk: FailingDisk?

    init(plan: HallPlan = FieldPlan.plan, failing: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.path + "/hall-thread-\(UUID().uuidString.prefix(8))"
        disk = failing ? FailingDisk(below: folder) : nil
        try start(plan)
    }

    deinit {
        thread.withLock { $0 }?.stop()
        try? FileManager.default.removeItem(atPath: folder)
    }

    var hall: HallThread {
        guard let hall = thread.withLock({ $0 }) else { fatalError("the hall is not running") }
        return hall
    }

    private func start(_ plan: HallPlan) throws {
        let civil = CivilClock(fixedOffsetSeconds: 28_800)
        var surroundings = HallThread.Surroundings(
            directory: folder, now: { HallInstant(monotonic: .now, wall: .now, civil: civil) },
            post: { [weak self] _, event in
                if case .wish(let device, let wish) = event { self?.shown.withLock { $0[device] = wish } }
                guard let self, case .write(let write) = event else { return true }
                posted.withLock { $0.append(write) }
                gate.wait()
                gate.signal()
                return true
            }, presentLevels: { [weak self] in self?.presented.add(1, ordering: .relaxed) }, keepTime: { _ in },
            planAdopted: { _ in }, logger: .silent)
        surroundings.fileLayer = disk.map { _ in FailingDisk.name }
        let hall = try HallThread(surroundings)
        try hall.start(
            HallStart(
                plan: plan, planHash: "hash", version: "0.2.0", builtAt: WallTime(seconds: 1_700_000_000),
                epoch: UUID().uuidString))
        thread.withLock { $0 = hall }
    }

    /// Stops the hall in order and starts it again on the same journal.
    func restart(_ plan: HallPlan = FieldPlan.plan) throws {
        hall.stop()
        try start(plan)
    }

    /// What a device was last told to show.
    func wish(_ device: DeviceID) -> DesiredState? { shown.withLock { $0[device] } }

    /// What a window's display was last told to show.
    func display(_ device: DeviceID) -> WindowDisplay.Activity? {
        if case .window(let display) = wish(device) { display.activity } else { nil }
    }

    /// Attempts to write that were handed to a wire, in order.
    var writes: [PointWrite] { posted.withLock { $0 } }

    /// How often the wires were asked for all levels.
    var presentations: Int { presented.load(ordering: .relaxed) }

    /// The hall thread waits at the wire of a write, and does nothing else meanwhile.
    func whileBusy(_ body: () throws -> Void) throws {
        gate.wait()
        defer { gate.signal() }
        let before = writes.count
        _ = ask(.writePoint(FieldPlan.lamp, value: before % 2 == 0 ? "on" : "off", reason: "to be busy"))
        try wait("the hall waits at the wire") { writes.count > before }
        try body()
    }

    /// The device tells how an attempt ended.
    func tell(_ write: PointWrite, _ outcome: WriteOutcome, readBack: PointValue?) {
        hall.report([DeviceReport(device: write.point.device, .written(write.id, outcome, readBack: readBack))])
    }

    /// A point is read.
    func read(_ point: PointID, _ value: PointValue) {
        hall.report([DeviceReport(device: point.device, .reading(point.name, .good(value, at: .now)))])
    }

    /// Asks, and listens for the answer.
    func ask(_ command: HallCommand, key: String? = nil) -> Answer {
        let answer = Answer()
        hall.submit(CommandRequest(command: command, user: "clerk", key: key) { answer.tell($0) })
        return answer
    }

    /// Waits for a condition, at most 20 s; the machine may be slow.
    func wait(_ what: String, for condition: () -> Bool) throws {
        let end = MonotonicInstant.now + .seconds(20)
        while !condition() {
            guard MonotonicInstant.now < end else { throw Vain(what: what) }
            usleep(2000)
        }
    }

    struct Vain: Error { var what: String }
}

/// What one asker is told.
final class Answer: Sendable {
    private let told = Mutex<[Result<HallReply, GatewayError>]>([])

    func tell(_ result: Result<HallReply, GatewayError>) { told.withLock { $0.append(result) } }

    /// Everything told by now; more than one is an error of the hall.
    var all: [Result<HallReply, GatewayError>] { told.withLock { $0 } }
}

/// Another process that holds the journal's write lock: no batch can be committed meanwhile.
final class JournalHolder {
    private let process = Process()
    private let input = Pipe()

    init(_ folder: String) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
            c.execute("BEGIN IMMEDIATE")
            print("held", flush=True)
            sys.stdin.readline()
            c.execute("ROLLBACK")
            """, folder + "/journal.sqlite",
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        _ = output.fileHandleForReading.availableData
    }

    /// Lets go; returns when it has.
    func release() {
        try? input.fileHandleForWriting.write(contentsOf: Data("\n".utf8))
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    deinit { if process.isRunning { release() } }
}

/// Somebody with `sqlite3` on the journal of a running hall.
enum JournalHand {
    /// Runs statements in one transaction of another process.
    static func change(_ folder: String, _ sql: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            "-c",
            """
            import sqlite3, sys
            c = sqlite3.connect(sys.argv[1], timeout=30)
            c.executescript("BEGIN;" + sys.argv[2] + ";COMMIT")
            """, folder + "/journal.sqlite", sql,
        ]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw RunningHall.Vain(what: sql) }
    }
}
