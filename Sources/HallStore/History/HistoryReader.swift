import HallModel
import Synchronization

/// Blocks that one call reads at most: a reader must not hold back checkpoints for long.
private let blocksAtOnce = 500

/// How fine rollups are.
public enum RollupLength: Sendable, CaseIterable {
    /// Kept for 90 days.
    case minute
    /// Kept for 5 years.
    case quarter

    /// Of one rollup, in milliseconds.
    public var milliseconds: Int64 { kind.rollupLength }

    fileprivate var kind: BlockKind { self == .minute ? .minutes : .quarters }
}

/// A stretch of the history of a point.
public struct HistoryStretch<Entry: Sendable>: Sendable {
    /// In the order of time.
    public var entries: [Entry]
    /// Milliseconds since 1970 from which to ask again for what did not fit; nil when all is there.
    public var next: Int64?
    /// Damaged blocks that were skipped, for the log.
    public var damage: [String]
}

/// A read-only connection to the history. Safe to use from any thread; calls wait for each other.
///
/// It sees what is on disk: a sample can be up to a minute younger than the newest it shows.
public final class HistoryReader: Sendable {
    private let connection: Mutex<Connection>

    /// Opens the history in `directory`, which must hold one. Works beside a running halld.
    public init(directory: String) throws(StoreError) {
        let opened = try Connection(path: HistorySchema.path(in: directory), access: .readOnly)
        try opened.run("PRAGMA query_only = ON")
        try JournalSchema.configure(opened)
        try HistorySchema.check(opened)
        try opened.run("PRAGMA cache_size = -256")
        connection = Mutex(opened)
    }

    /// Every point that was ever kept, in the order of names.
    public func points() throws(StoreError) -> [PointID] {
        try connection.withLock { connection throws(StoreError) in
            var points: [PointID] = []
            try connection.query(HistorySQL.points) { row throws(StoreError) in
                points.append(PointID(row.text(0) ?? ""))
            }
            return points
        }
    }

    /// The samples of a point in `range` (milliseconds since 1970), at most `limit`.
    public func samples(
        of point: PointID, in range: Range<Int64>, limit: Int
    ) throws(StoreError) -> HistoryStretch<HistorySample> {
        try stretch(of: point, .samples, range, limit, at: \.milliseconds) { blocks, id, slots throws(StoreError) in
            try blocks.samples(of: id, in: slots, blocks: blocksAtOnce)
        }
    }

    /// The rollups of a point that begin in `range` (milliseconds since 1970), at most `limit`.
    public func rollups(
        of point: PointID, _ length: RollupLength, in range: Range<Int64>, limit: Int
    ) throws(StoreError) -> HistoryStretch<HistoryRollup> {
        try stretch(of: point, length.kind, range, limit, at: \.start) { blocks, id, slots throws(StoreError) in
            try blocks.rollups(length.kind, of: id, in: slots, blocks: blocksAtOnce)
        }
    }

    private func stretch<Entry: Sendable>(
        of point: PointID, _ kind: BlockKind, _ range: Range<Int64>, _ limit: Int, at time: (Entry) -> Int64,
        read: (inout HistoryBlocks, Int64, ClosedRange<Int64>) throws(StoreError) -> (entries: [Entry], through: Int64)
    ) throws(StoreError) -> HistoryStretch<Entry> {
        try connection.withLock { connection throws(StoreError) in
            guard let id = try connection.integer(HistorySQL.point, .text(point.rawValue)), !range.isEmpty else {
                return HistoryStretch(entries: [], next: nil, damage: [])
            }
            var blocks = HistoryBlocks(connection)
            let slots = kind.slot(of: range.lowerBound)...kind.slot(of: range.upperBound - 1)
            let (found, through) = try read(&blocks, id, slots)
            let inside = found.filter { range.contains(time($0)) }
            let entries = Array(inside.prefix(max(0, limit)))
            var next = through < slots.upperBound ? (through + 1) * kind.slotLength : nil
            if entries.count < inside.count { next = time(inside[entries.count]) }
            return HistoryStretch(entries: entries, next: next, damage: blocks.damage)
        }
    }
}
