import FailingDisk
import FoundationEssentials
import HallModel
import Testing

@testable import HallStore

/// Samples of points on disk: kept, rolled up, purged, and never a danger to anything else.
@Suite struct HistoryStoreTests {
    private let folder = TemporaryFolder()
    private let point: PointID = "waiting-climate.temperature"
    /// 2026-11-21T00:00:00Z, the start of a slot of every kind.
    private let midnight: Int64 = 1_795_219_200_000

    private func open(byteCap: Int64 = HistoryStore.defaultByteCap, vfs: String? = nil) throws -> HistoryStore {
        try FileManager.default.createDirectory(atPath: folder.state, withIntermediateDirectories: true)
        return try HistoryStore(directory: folder.state, byteCap: byteCap, vfs: vfs)
    }

    private func sample(_ milliseconds: Int64, _ thousandths: Int64?) -> HistorySample {
        HistorySample(
            milliseconds: midnight + milliseconds, value: thousandths.map { .number(Quantity(thousandths: $0)) },
            quality: thousandths == nil ? .bad : .good, missing: thousandths == nil ? .timeout : nil)
    }

    private func entries(_ samples: [HistorySample], of point: PointID? = nil) -> [HistoryIntake.Entry] {
        samples.map { HistoryIntake.Entry(point: point ?? self.point, sample: $0) }
    }

    private func wall(_ milliseconds: Int64) -> WallTime { WallTime(milliseconds: midnight + milliseconds) }

    private func everything(_ reader: HistoryReader, of point: PointID? = nil) throws -> [HistorySample] {
        try reader.samples(of: point ?? self.point, in: 0..<4_000_000_000_000, limit: .max).entries
    }

    @Test func `a minute's numbers are worked out over the time they were in force`() throws {
        let store = try open()
        // 20 s at 20, 30 s at 26, 10 s of silence; then 26.5 for the first 30 s of the next minute.
        try store.flush(
            entries([
                sample(0, 20_000), sample(20_000, 26_000), sample(50_000, nil), sample(60_000, 26_500),
                sample(90_000, nil),
            ]), at: wall(90_000))
        let reader = try HistoryReader(directory: folder.state)
        let minutes = try reader.rollups(of: point, .minute, in: midnight..<midnight + 3_600_000, limit: 100).entries
        #expect(minutes.map(\.start) == [midnight, midnight + 60_000])
        #expect(minutes.map(\.min) == [Quantity(20), Quantity(thousandths: 26_500)])
        #expect(minutes.map(\.max) == [Quantity(26), Quantity(thousandths: 26_500)])
        // (20 × 20 + 30 × 26) ÷ 50
        #expect(minutes.map(\.mean) == [Quantity(thousandths: 23_600), Quantity(thousandths: 26_500)])
        #expect(minutes.map(\.coverage) == [50_000, 30_000])
        let quarters = try reader.rollups(of: point, .quarter, in: midnight..<midnight + 86_400_000, limit: 9).entries
        #expect(quarters.count == 1)
        #expect(quarters.first?.coverage == 80_000)
        // (1180 + 30 × 26.5) ÷ 80 = 24.6875
        #expect(quarters.first?.mean == Quantity(thousandths: 24_688))
        #expect(quarters.first?.last == Quantity(thousandths: 26_500))
    }

    @Test func `a sample speaks until the next one, and for no time when that comes after more than 90 seconds`() throws
    {
        let samples = [sample(0, 1000), sample(90_000, 1000), sample(180_001, 1000)]
        let minutes = HistoryRollup.minutes(of: samples, in: .min..<Int64.max)
        #expect(minutes.map(\.start) == [midnight, midnight + 60_000, midnight + 180_000])
        #expect(minutes.map(\.coverage) == [60_000, 30_000, 0])
        #expect(minutes.map(\.count) == [1, 1, 1])
    }

    /// The same numbers, millisecond by millisecond.
    private func naive(_ samples: [HistorySample], length: Int64) -> [Int64: (coverage: Int64, sum: Int64)] {
        var rollups: [Int64: (coverage: Int64, sum: Int64)] = [:]
        for (index, sample) in samples.enumerated() {
            guard sample.quality == .good, let value = sample.value?.number?.thousandths else { continue }
            var time = sample.milliseconds
            let next = index + 1 < samples.count ? samples[index + 1].milliseconds : time
            let end = next - time > 90_000 ? time : next
            if rollups[time - time % length] == nil { rollups[time - time % length] = (0, 0) }
            while time < end {
                let start = time - time % length
                let former = rollups[start] ?? (0, 0)
                rollups[start] = (former.coverage + 1, former.sum + value)
                time += 1
            }
        }
        return rollups
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `rollups are those of a naive computation, however the samples came to disk`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let store = try open()
        let samples = Series.any(count: 120, &generator)
        var rest = samples[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...30, using: &generator)
            try store.flush(entries(Array(rest.prefix(count))), at: WallTime(milliseconds: samples[0].milliseconds))
            rest = rest.dropFirst(count)
        }
        let reader = try HistoryReader(directory: folder.state)
        let sorted = samples.sorted { $0.milliseconds < $1.milliseconds }
        #expect(try everything(reader) == sorted, "seed \(seed)")
        for (length, milliseconds) in [(RollupLength.minute, Int64(60_000)), (.quarter, 900_000)] {
            let found = try reader.rollups(of: point, length, in: 0..<4_000_000_000_000, limit: .max).entries
            let expected = naive(sorted, length: milliseconds)
            #expect(found.map(\.start) == expected.keys.sorted(), "seed \(seed)")
            for rollup in found {
                #expect(rollup.coverage == expected[rollup.start]?.coverage, "seed \(seed), \(rollup.start)")
                #expect(rollup.sum == expected[rollup.start]?.sum, "seed \(seed), \(rollup.start)")
            }
        }
    }

    @Test func `a damaged block is reported and skipped, and stays as it is`() throws {
        let store = try open()
        try store.flush(entries([sample(0, 1000), sample(15_000, 1100)]), at: wall(15_000))
        try store.flush(entries([sample(600_000, 2000)]), at: wall(600_000))
        let outside = try Connection(path: folder.state + "/history.sqlite", access: .readWrite)
        try outside.run(
            "UPDATE blocks SET bytes = x'530101' WHERE kind = 0 AND slot = ?1", .integer(midnight / 600_000))
        let reader = try HistoryReader(directory: folder.state)
        let found = try reader.samples(of: point, in: midnight..<midnight + 3_600_000, limit: 10)
        #expect(found.entries == [sample(600_000, 2000)])
        #expect(found.damage.count == 1)
        // What comes into the same slot stands beside it.
        try store.flush(entries([sample(30_000, 1200)]), at: wall(30_000))
        #expect(!store.damage.isEmpty)
        #expect(try everything(reader) == [sample(30_000, 1200), sample(600_000, 2000)])
        #expect(try outside.integer("SELECT count(*) FROM blocks WHERE bytes = x'530101'") == 1)
    }

    @Test func `what is too old goes in small steps, the samples before their rollups`() throws {
        let store = try open()
        let day: Int64 = 86_400_000
        // One sample in each of 150 slots of 10 minutes.
        try store.flush(entries((0..<150).map { sample($0 * 600_000, 1000) }), at: wall(0))
        let reader = try HistoryReader(directory: folder.state)
        try store.flush([], at: wall(16 * day))
        #expect(try everything(reader).count == 150 - HistoryStore.purgedAtOnce)
        try store.flush([], at: wall(16 * day))
        #expect(try everything(reader).isEmpty)
        func rollups(_ length: RollupLength) throws -> Int {
            try reader.rollups(of: point, length, in: midnight..<midnight + 2 * day, limit: .max).entries.count
        }
        #expect(try rollups(.minute) == 150)
        try store.flush([], at: wall(92 * day))
        #expect(try rollups(.minute) == 0)
        #expect(try rollups(.quarter) == 100)
        try store.flush([], at: wall(1828 * day))
        #expect(try rollups(.quarter) == 0)
    }

    @Test func `beyond the byte cap the oldest samples go first`() throws {
        let store = try open(byteCap: 1)
        try store.flush(entries((0..<150).map { sample($0 * 600_000, 1000) }), at: wall(90_000_000))
        let reader = try HistoryReader(directory: folder.state)
        #expect(try everything(reader).first?.milliseconds == midnight + Int64(HistoryStore.purgedAtOnce) * 600_000)
        #expect(
            try reader.rollups(of: point, .minute, in: midnight..<midnight + 90_000_000, limit: 999).entries.count
                == 150)
    }

    @Test func `a full disk costs the flush and nothing else`() throws {
        let disk = FailingDisk(below: folder.path)
        let store = try open(vfs: FailingDisk.name)
        try store.flush(entries([sample(0, 1000)]), at: wall(0))
        disk.set(.full(afterWrites: 0))
        let error = #expect(throws: StoreError.self) {
            try store.flush(entries([sample(15_000, 2000)]), at: wall(15_000))
        }
        #expect(error?.trouble == .diskFull)
        disk.set(.none)
        try store.flush(entries([sample(30_000, 3000)]), at: wall(30_000))
        let reader = try HistoryReader(directory: folder.state)
        #expect(try everything(reader) == [sample(0, 1000), sample(30_000, 3000)])
    }

    @Test func `a file of another program is left as it is`() throws {
        try FileManager.default.createDirectory(atPath: folder.state, withIntermediateDirectories: true)
        let file = folder.state + "/history.sqlite"
        try folder.write([UInt8](repeating: UInt8(ascii: "x"), count: 4096), to: file)
        let before = try folder.bytes(file)
        #expect(throws: StoreError.self) { try HistoryStore(directory: folder.state) }
        #expect(try folder.bytes(file) == before)
    }

    @Test func `a long stretch comes in pages`() throws {
        let store = try open()
        let samples = (0..<1000).map { sample($0 * 60_000, $0) }
        try store.flush(entries(samples), at: wall(60_000_000))
        let reader = try HistoryReader(directory: folder.state)
        var found: [HistorySample] = []
        var from: Int64? = midnight
        while let start = from {
            let page = try reader.samples(of: point, in: start..<midnight + 86_400_000, limit: 300)
            #expect(page.entries.count <= 300)
            found += page.entries
            from = page.next
        }
        #expect(found == samples)
        #expect(try reader.points() == [point])
        #expect(try reader.samples(of: "no.point", in: 0..<1, limit: 1).entries.isEmpty)
    }

    /// A district hall's sensor: read every 15 s, steps of 0.1, a slow wave and a little noise.
    @Test func `a day of a sensor takes a few bytes a sample`() throws {
        var generator = SeededGenerator(seed: 26)
        let store = try open()
        var intake = HistoryIntake()
        var kept = 0
        let points = (0..<3).map { PointID("sensor-\($0).temperature") }
        for poll in 0..<5760 {
            let second = Int64(poll) * 15
            let now = MonotonicInstant(nanoseconds: second * 1_000_000_000)
            let late = Int64.random(in: 0...40, using: &generator)
            for (index, point) in points.enumerated() {
                let phase = (poll + index * 300) % 2880
                let wave = Int64(phase < 1440 ? phase : 2880 - phase) * 4
                let noise = Int64.random(in: 0...99, using: &generator)
                let value = (22_000 + wave + noise) / 100 * 100
                intake.take(
                    .good(.number(Quantity(thousandths: value)), at: now), of: point,
                    at: WallTime(milliseconds: midnight + second * 1000 + late), now)
            }
            guard poll % 4 == 3 else { continue }
            let batch = intake.takeAll().entries
            kept += batch.count
            try store.flush(batch, at: wall(second * 1000))
        }
        let outside = try Connection(path: folder.state + "/history.sqlite", access: .readOnly)
        func bytes(_ kind: BlockKind) throws -> Int64 {
            try outside.integer("SELECT sum(length(bytes)) FROM blocks WHERE kind = ?1", .integer(kind.rawValue)) ?? 0
        }
        let perSample = Double(try bytes(.samples)) / Double(kept)
        print(
            """
            history of \(points.count) points over a day: \(kept) of \(5760 * points.count) readings kept, \
            \(try bytes(.samples)) bytes of samples (\(perSample) a sample), \(try bytes(.minutes)) of minutes, \
            \(try bytes(.quarters)) of quarters, \(try store.usedBytes()) in the file
            """)
        #expect(perSample < 6)
        #expect(try store.usedBytes() < 3 * 200_000)
    }
}

/// What is kept of the readings, and what gives way.
@Suite struct HistoryIntakeTests {
    private let point: PointID = "w1-panel.door"

    private func at(_ seconds: Int64) -> (WallTime, MonotonicInstant) {
        (WallTime(seconds: 1_795_219_200 + seconds), MonotonicInstant(nanoseconds: seconds * 1_000_000_000))
    }

    private func take(_ intake: inout HistoryIntake, _ word: String, _ seconds: Int64) {
        let (wall, now) = at(seconds)
        intake.take(.good(.word(word), at: now), of: point, at: wall, now)
    }

    @Test func `a reading is kept when it changes and once a minute`() {
        var intake = HistoryIntake()
        for second in 0..<150 as Range<Int64> { take(&intake, second < 100 ? "open" : "closed", second) }
        let seconds = intake.waiting.map { $0.sample.milliseconds / 1000 - 1_795_219_200 }
        #expect(seconds == [0, 60, 100])
    }

    @Test func `a point that speaks only on a change is written down once a minute, and not when it is forgotten`() {
        var intake = HistoryIntake()
        take(&intake, "open", 0)
        let beats = [30, 60, 100, 120] as [Int64]
        for second in beats {
            let (wall, now) = at(second)
            intake.beat(at: wall, now)
        }
        #expect(intake.waiting.map { $0.sample.milliseconds / 1000 - 1_795_219_200 } == [0, 60, 120])
        intake.forget { $0 == point }
        let (wall, now) = at(600)
        intake.beat(at: wall, now)
        #expect(intake.waiting.count == 3)
        take(&intake, "open", 700)
        let end = at(710)
        intake.beat(at: end.0, end.1, all: true)
        #expect(intake.waiting.count == 5, "at the end the latest state is written down at once")
    }

    @Test func `silence is kept with its reason`() {
        var intake = HistoryIntake()
        let (wall, now) = at(0)
        intake.take(.missing(.timeout), of: point, at: wall, now)
        #expect(intake.waiting.first?.sample.value == nil)
        #expect(intake.waiting.first?.sample.missing == .timeout)
    }

    @Test func `when nothing can be written the oldest gives way and is counted`() {
        var intake = HistoryIntake()
        for index in 0..<HistoryIntake.capacity + 500 { take(&intake, "\(index)", Int64(index)) }
        #expect(intake.waiting.count + intake.dropped == HistoryIntake.capacity + 500)
        #expect(intake.waiting.count <= HistoryIntake.capacity)
        let (entries, dropped) = intake.takeAll()
        #expect(entries.last?.sample.value == .word("\(HistoryIntake.capacity + 499)"))
        take(&intake, "new", 100_000)
        intake.putBack(entries)
        #expect(intake.waiting.last?.sample.value == .word("new"))
        #expect(intake.waiting.count + dropped + intake.dropped == HistoryIntake.capacity + 501)
    }
}
