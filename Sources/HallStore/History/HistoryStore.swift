import HallModel

/// The writing connection to the history of points (`history.sqlite` beside the journal). Used by one thread, which is
/// not the hall's: nothing that happens here touches a ticket.
///
/// ```
/// samples ─▶ blocks of 10 minutes ─▶ rollups of a minute ─▶ rollups of a quarter of an hour
/// 14 days                            90 days                5 years
/// ```
/// A flush is one transaction. It takes what is known of a slot from disk, adds to it and writes it again, so that no
/// order of times, no restart and no step of the clock needs a case of its own. `synchronous` is NORMAL: a power cut may
/// cost the samples of the last minutes.
public final class HistoryStore {
    /// Bytes that the file may use unless told otherwise; beyond it the oldest samples go, then the oldest rollups.
    public static let defaultByteCap: Int64 = 512 << 20
    /// Samples in one block; a point that brings more in 10 minutes fills further parts.
    static let samplesPerBlock = 4096
    /// Blocks of each kind that one flush purges at most: some ten times as many as a hall of a hundred points makes in a
    /// minute. A clock that is wrong for a while therefore costs little.
    static let purgedAtOnce = 100
    /// Pages of the write-ahead file that are worth moving into the database.
    private static let pagesBeforeCheckpoint = 250
    /// How far the minutes reach that depend on a slot's samples, before it and behind it: more than a sample's reach.
    private static let overlap: Int64 = 2 * HistoryRollup.minute

    private let connection: Connection
    private let byteCap: Int64
    private var ids: [PointID: Int64] = [:]
    /// Damaged blocks that were met since the last flush, for the log.
    public private(set) var damage: [String] = []

    /// Opens or makes the history in `directory`, which must be there.
    public convenience init(directory: String, byteCap: Int64 = defaultByteCap) throws(StoreError) {
        try self.init(directory: directory, byteCap: byteCap, vfs: nil)
    }

    init(directory: String, byteCap: Int64, vfs: String?) throws(StoreError) {
        self.byteCap = byteCap
        connection = try HistorySchema.open(in: directory, vfs: vfs)
    }

    /// Makes samples durable, renews the rollups that they belong to, and purges a little of what is too old at `now`.
    /// All of it or nothing.
    public func flush(_ entries: [HistoryIntake.Entry], at now: WallTime) throws(StoreError) {
        damage = []
        do throws(StoreError) {
            try connection.run("BEGIN IMMEDIATE")
            for (point, samples) in Self.grouped(entries) { try write(samples, of: try id(of: point)) }
            try purge(at: now.milliseconds)
            try connection.run("COMMIT")
        } catch {
            connection.rollBack()
            // A point that was added in a transaction that is undone has no number.
            ids = [:]
            throw error
        }
        if connection.writeAheadPages >= Self.pagesBeforeCheckpoint { _ = try connection.checkpoint() }
    }

    /// Bytes in use in the file.
    public func usedBytes() throws(StoreError) -> Int64 { try connection.integer(HistorySQL.bytes) ?? 0 }

    private static func grouped(_ entries: [HistoryIntake.Entry]) -> [(PointID, [HistorySample])] {
        Dictionary(grouping: entries, by: \.point).sorted { $0.key < $1.key }.map { ($0.key, $0.value.map(\.sample)) }
    }

    private func id(of point: PointID) throws(StoreError) -> Int64 {
        if let id = ids[point] { return id }
        var found = try connection.integer(HistorySQL.point, .text(point.rawValue))
        if found == nil {
            try connection.run(HistorySQL.addPoint, .text(point.rawValue))
            found = try connection.integer(HistorySQL.point, .text(point.rawValue))
        }
        ids[point] = found
        return found ?? 0
    }

    // MARK: - Samples

    private func write(_ samples: [HistorySample], of point: Int64) throws(StoreError) {
        let slots = Dictionary(grouping: samples) { BlockKind.samples.slot(of: $0.milliseconds) }
        for (slot, samples) in slots.sorted(by: { $0.key < $1.key }) {
            try add(samples, to: slot, of: point)
            try rollUp(slot, of: point)
        }
    }

    private func add(_ samples: [HistorySample], to slot: Int64, of point: Int64) throws(StoreError) {
        var (part, content) = try read { blocks throws(StoreError) in
            try blocks.newestPart(.samples, of: point, slot: slot) { block throws(BlockDamage) in
                try SampleBlock.decode(block, slot: slot)
            }
        }
        var block = content ?? []
        var rest = samples[...]
        while !rest.isEmpty {
            if block.count >= Self.samplesPerBlock { (part, block) = (part + 1, []) }
            let room = Self.samplesPerBlock - block.count
            block += rest.prefix(room)
            rest = rest.dropFirst(room)
            try put(.samples, point, slot, part, SampleBlock.encode(block))
        }
    }

    private func put(
        _ kind: BlockKind, _ point: Int64, _ slot: Int64, _ part: Int64, _ bytes: [UInt8]
    ) throws(StoreError) {
        try connection.run(
            HistorySQL.put, .integer(kind.rawValue), .integer(point), .integer(slot), .integer(part), .blob(bytes))
    }

    /// Reads blocks and keeps what was noted of damaged ones.
    private func read<Found>(
        _ body: (inout HistoryBlocks) throws(StoreError) -> Found
    ) throws(StoreError) -> Found {
        var blocks = HistoryBlocks(connection)
        let found = try body(&blocks)
        damage += blocks.damage
        return found
    }

    // MARK: - Rollups

    /// Renews the minutes of a slot, those around it that depend on its samples, and the quarters they lie in.
    private func rollUp(_ slot: Int64, of point: Int64) throws(StoreError) {
        let samples = try read { blocks throws(StoreError) in
            try blocks.samples(of: point, in: slot - 1...slot + 1, blocks: .max).entries
        }
        let length = BlockKind.samples.slotLength
        let range = slot * length - Self.overlap..<(slot + 1) * length + Self.overlap
        let minutes = HistoryRollup.minutes(of: samples, in: range)
        try merge(minutes, in: range, into: .minutes, of: point)
        let quarter = HistoryRollup.quarter
        let from = range.lowerBound.flooredDivision(by: quarter) * quarter
        let to = ((range.upperBound - 1).flooredDivision(by: quarter) + 1) * quarter
        let kind = BlockKind.minutes
        let all = try read { blocks throws(StoreError) in
            try blocks.rollups(kind, of: point, in: kind.slot(of: from)...kind.slot(of: to - 1), blocks: .max).entries
        }
        let quarters = HistoryRollup.quarters(of: all.filter { (from..<to).contains($0.start) })
        try merge(quarters, in: from..<to, into: .quarters, of: point)
    }

    /// Puts rollups in the place of all that stand in `range`; a slot in which nothing changes is not written.
    private func merge(
        _ rollups: [HistoryRollup], in range: Range<Int64>, into kind: BlockKind, of point: Int64
    ) throws(StoreError) {
        for slot in kind.slot(of: range.lowerBound)...kind.slot(of: range.upperBound - 1) {
            let (part, former) = try read { blocks throws(StoreError) in
                try blocks.newestPart(kind, of: point, slot: slot) { block throws(BlockDamage) in
                    try RollupBlock.decode(block, kind, slot: slot)
                }
            }
            let kept = (former ?? []).filter { !range.contains($0.start) }
            let all = (kept + rollups.filter { kind.slot(of: $0.start) == slot }).sorted { $0.start < $1.start }
            guard all != former ?? [] else { continue }
            try put(kind, point, slot, part, RollupBlock.encode(all, length: kind.rollupLength))
        }
    }

    // MARK: - Retention

    private func purge(at now: Int64) throws(StoreError) {
        for kind in BlockKind.allCases {
            _ = try purge(kind, before: kind.slot(of: now &- kind.retention))
        }
        guard try usedBytes() > byteCap else { return }
        for kind in BlockKind.allCases where try purge(kind, before: .max) > 0 { return }
    }

    private func purge(_ kind: BlockKind, before slot: Int64) throws(StoreError) -> Int64 {
        try connection.run(
            HistorySQL.purge, .integer(kind.rawValue), .integer(slot), .integer(Int64(Self.purgedAtOnce)))
        return try connection.integer(HistorySQL.changes) ?? 0
    }
}
