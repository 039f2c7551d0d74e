import Glibc
import HallModel
import HardwareAccess
import Logging
import Synchronization
import Testing

@testable import HallDaemon

/// Readings on their way from the wires to the disk, and back in answers.
@Suite struct HistoryThreadTests {
    /// A folder that is removed with the value.
    private final class Folder: Sendable {
        let path: String
        init() {
            var template = Array("/tmp/halld-history-XXXXXX".utf8CString)
            path = template.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nowhere"
            }
        }
        deinit {
            for file in ["", "-wal", "-shm"] { unlink("\(path)/history.sqlite\(file)") }
            rmdir(path)
        }
    }

    private let start = WallTime(seconds: 1_795_219_200)

    /// A clock that the test moves.
    private final class TestClock: Sendable {
        let seconds = Mutex<Int64>(0)
        let start: WallTime
        init(_ start: WallTime) { self.start = start }
        var now: HallInstant {
            let seconds = seconds.withLock { $0 }
            return HallInstant(
                monotonic: MonotonicInstant(nanoseconds: seconds * 1_000_000_000), wall: start + .seconds(seconds),
                civil: CivilClock(fixedOffsetSeconds: 28_800))
        }
        func advance(to second: Int64) { seconds.withLock { $0 = second } }
    }

    private func history(
        in directory: String, _ clock: TestClock
    ) throws -> HistoryThread {
        try HistoryThread(directory: directory, logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() }) {
            clock.now
        }
    }

    private func query(
        _ point: PointID, _ seconds: Range<Int64>, _ resolution: HistoryQuery.Resolution = .raw, limit: Int = 100
    ) -> HistoryQuery {
        HistoryQuery(
            point: point,
            range: start.milliseconds + seconds.lowerBound * 1000..<start.milliseconds + seconds.upperBound * 1000,
            resolution: resolution, limit: limit)
    }

    private func desk(_ directory: String) -> HistoryDesk {
        HistoryDesk(directory: directory, logger: Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() })
    }

    private func number(_ whole: Int, _ clock: TestClock) -> Reading {
        .good(.number(Quantity(whole)), at: clock.now.monotonic)
    }

    @Test func `what was read before the end is on disk after it, and silence is a gap`() throws {
        let folder = Folder()
        let clock = TestClock(start)
        let history = try history(in: folder.path, clock)
        let told = Mutex([StoreTrouble?]())
        try history.start { trouble in told.withLock { $0.append(trouble) } }
        for second in stride(from: Int64(0), through: 120, by: 15) {
            clock.advance(to: second)
            let reading: Reading = second < 75 ? number(20, clock) : .missing(.timeout)
            history.hear([DeviceReport(device: "sensor", .reading("temperature", reading))])
            history.hear([DeviceReport(device: "sensor", .presence(.online, detail: .none))])
        }
        history.stop()
        #expect(told.withLock { $0 } == [nil])
        let desk = desk(folder.path)
        let rows = try #require(desk.answer(query("sensor.temperature", 0..<600))).rows
        #expect(rows.map(\.value) == [.number(Quantity(20)), nil, nil])
        #expect(rows.map(\.coverage) == [75_000, 45_000, 0], "no sample after 120 s: from there on nothing is known")
        #expect(rows.map(\.start) == [0, 75_000, 120_000].map { start.milliseconds + $0 })
        let minutes = try #require(desk.answer(query("sensor.temperature", 0..<600, .minute))).rows
        #expect(minutes.map(\.mean) == [Quantity(20), Quantity(20)])
        #expect(minutes.map(\.coverage) == [60_000, 15_000])
        #expect(try #require(desk.answer(query("sensor.none", 0..<600))).rows.isEmpty)
    }

    @Test func `a folder that cannot be written is told once, and readings wait`() throws {
        let folder = Folder()
        let missing = folder.path + "/not-there"
        let clock = TestClock(start)
        let history = try history(in: missing, clock)
        let told = Mutex([StoreTrouble?]())
        history.hear([DeviceReport(device: "sensor", .reading("temperature", number(20, clock)))])
        try history.start { trouble in told.withLock { $0.append(trouble) } }
        let end = MonotonicInstant.now + .seconds(20)
        while told.withLock({ $0.isEmpty }), MonotonicInstant.now < end { sched_yield() }
        #expect(told.withLock { $0.count } == 1)
        #expect(told.withLock { $0.first ?? nil } != nil)
        #expect(desk(missing).answer(query("sensor.temperature", 0..<600)) == nil)
        // Somebody mends it; the next attempt, here the last one, writes what waited.
        mkdir(missing, 0o755)
        history.stop()
        #expect(told.withLock { $0.last } == .some(nil))
        let rows = try #require(desk(missing).answer(query("sensor.temperature", 0..<600))).rows
        #expect(rows.first?.value == .number(Quantity(20)))
        for file in ["", "-wal", "-shm"] { unlink("\(missing)/history.sqlite\(file)") }
        rmdir(missing)
    }

    @Test func `rows of samples come in pages without a loss`() throws {
        let folder = Folder()
        let clock = TestClock(start)
        let history = try history(in: folder.path, clock)
        for second in 0..<200 as Range<Int64> {
            clock.advance(to: second)
            history.hear(
                [DeviceReport(device: "door", .reading("contact", .good(.word("w\(second)"), at: clock.now.monotonic)))]
            )
        }
        try history.start { _ in }
        history.stop()
        let desk = desk(folder.path)
        var words: [String] = []
        var from: Int64? = 0
        while let begin = from {
            let answer = try #require(desk.answer(query("door.contact", begin..<200, limit: 30)))
            words += answer.rows.compactMap { $0.value?.word }
            from = answer.next.map { ($0 - start.milliseconds) / 1000 }
        }
        #expect(words == (0..<200).map { "w\($0)" })
    }
}
