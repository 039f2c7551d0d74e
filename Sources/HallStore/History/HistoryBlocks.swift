import HallModel

/// Blocks as they are read: by the writer before it adds to them, and by readers. A damaged one is noted and skipped.
struct HistoryBlocks {
    private let connection: Connection
    /// Blocks that could not be read, for the log.
    private(set) var damage: [String] = []

    init(_ connection: Connection) { self.connection = connection }

    /// Samples in `slots` in the order of time, from at most `limit` blocks; the last slot that was looked into.
    mutating func samples(
        of point: Int64, in slots: ClosedRange<Int64>, blocks limit: Int
    ) throws(StoreError) -> (entries: [HistorySample], through: Int64) {
        var samples: [HistorySample] = []
        let through = try read(.samples, point, slots, limit) { block, slot throws(BlockDamage) in
            samples += try SampleBlock.decode(block, slot: slot)
        }
        // Sorting is stable: what came first stays first when the clock was set back.
        return (samples.sorted { $0.milliseconds < $1.milliseconds }, through)
    }

    /// Rollups in `slots` in the order of time; of two of the same time the one that was written later.
    mutating func rollups(
        _ kind: BlockKind, of point: Int64, in slots: ClosedRange<Int64>, blocks limit: Int
    ) throws(StoreError) -> (entries: [HistoryRollup], through: Int64) {
        var found: [Int64: HistoryRollup] = [:]
        let through = try read(kind, point, slots, limit) { block, slot throws(BlockDamage) in
            for rollup in try RollupBlock.decode(block, kind, slot: slot) { found[rollup.start] = rollup }
        }
        return (found.values.sorted { $0.start < $1.start }, through)
    }

    /// The part of a slot that can be added to: its number, and its block if it has one.
    mutating func newestPart<Content>(
        _ kind: BlockKind, of point: Int64, slot: Int64, decode: ([UInt8]) throws(BlockDamage) -> Content
    ) throws(StoreError) -> (part: Int64, content: Content?) {
        var newest: (part: Int64, bytes: [UInt8])?
        try connection.query(
            HistorySQL.newestPart, [.integer(kind.rawValue), .integer(point), .integer(slot)]
        ) { row throws(StoreError) in newest = (row.integer(0) ?? 0, row.blob(1)) }
        guard let newest else { return (0, nil) }
        do throws(BlockDamage) {
            return (newest.part, try decode(newest.bytes))
        } catch {
            note(kind, point, slot, error)
            return (newest.part + 1, nil)
        }
    }

    /// Slots that were cut off by the limit are not in the answer, so that no slot is seen half.
    private mutating func read(
        _ kind: BlockKind, _ point: Int64, _ slots: ClosedRange<Int64>, _ limit: Int,
        _ take: ([UInt8], Int64) throws(BlockDamage) -> Void
    ) throws(StoreError) -> Int64 {
        var blocks: [(slot: Int64, bytes: [UInt8])] = []
        try connection.query(
            HistorySQL.slots,
            [
                .integer(kind.rawValue), .integer(point), .integer(slots.lowerBound), .integer(slots.upperBound),
                .integer(Int64(limit)),
            ]
        ) { row throws(StoreError) in blocks.append((row.integer(0) ?? 0, row.blob(1))) }
        var through = slots.upperBound
        if blocks.count == limit, let last = blocks.last?.slot, let first = blocks.first?.slot {
            through = first == last ? last : last - 1
        }
        for block in blocks where block.slot <= through {
            do throws(BlockDamage) {
                try take(block.bytes, block.slot)
            } catch {
                note(kind, point, block.slot, error)
            }
        }
        return through
    }

    private mutating func note(_ kind: BlockKind, _ point: Int64, _ slot: Int64, _ error: BlockDamage) {
        damage.append("\(connection.path): \(kind) of point \(point), slot \(slot): \(error.what): skipped")
    }
}

extension SampleBlock {
    /// The samples of a slot; times outside it are damage.
    static func decode(_ block: [UInt8], slot: Int64) throws(BlockDamage) -> [HistorySample] {
        let samples = try decode(block)
        guard samples.allSatisfy({ BlockKind.samples.slot(of: $0.milliseconds) == slot }) else {
            throw BlockDamage(what: "a sample of another slot")
        }
        return samples
    }
}

extension RollupBlock {
    /// The rollups of a slot; times outside it are damage.
    static func decode(_ block: [UInt8], _ kind: BlockKind, slot: Int64) throws(BlockDamage) -> [HistoryRollup] {
        let rollups = try decode(block, length: kind.rollupLength)
        guard rollups.allSatisfy({ kind.slot(of: $0.start) == slot }) else {
            throw BlockDamage(what: "a rollup of another slot")
        }
        return rollups
    }
}

extension BlockKind {
    /// Of one rollup, in milliseconds.
    var rollupLength: Int64 { self == .quarters ? HistoryRollup.quarter : HistoryRollup.minute }
}
