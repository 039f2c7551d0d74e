import HallModel
import HallStore
import Logging
import Synchronization

/// A question about the history of a point.
public struct HistoryQuery: Sendable, Equatable {
    /// How fine the answer is.
    public enum Resolution: String, Sendable, CaseIterable { case raw, minute, quarter }
    /// Which.
    public var point: PointID
    /// Milliseconds since 1970.
    public var range: Range<Int64>
    /// How fine.
    public var resolution: Resolution
    /// Rows at most.
    public var limit: Int
}

/// One sample, or the numbers of one minute or quarter.
public struct HistoryRow: Sendable, Equatable {
    /// Where it begins: milliseconds since 1970.
    public var start: Int64
    /// The smallest number in force; nil without one.
    public var min: Quantity?
    /// The greatest.
    public var max: Quantity?
    /// The mean over the time in force.
    public var mean: Quantity?
    /// What a sample holds; nil for rollups.
    public var value: PointValue?
    /// How far it can be relied on.
    public var quality: Quality
    /// How long it is known to have been so, in milliseconds.
    public var coverage: Int64

    /// All fields.
    public init(
        start: Int64, min: Quantity?, max: Quantity?, mean: Quantity?, value: PointValue?, quality: Quality,
        coverage: Int64
    ) {
        self.start = start
        self.min = min
        self.max = max
        self.mean = mean
        self.value = value
        self.quality = quality
        self.coverage = coverage
    }
}

/// What a point was.
public struct HistoryAnswer: Sendable, Equatable {
    /// In the order of time.
    public var rows: [HistoryRow]
    /// Milliseconds since 1970 from which to ask for the rest; nil when this is all.
    public var next: Int64?

    /// All fields.
    public init(rows: [HistoryRow], next: Int64? = nil) {
        self.rows = rows
        self.next = next
    }
}

/// Answers questions about the history from the file, on a connection of its own that is opened when the first is asked.
final class HistoryDesk: Sendable {
    /// Samples looked at for one answer.
    private static let samplesAtOnce = 50_000

    private let directory: String
    private let logger: Logger
    private let reader = Mutex<HistoryReader?>(nil)

    init(directory: String, logger: Logger) {
        self.directory = directory
        self.logger = logger
    }

    /// nil when the history cannot be read.
    func answer(_ query: HistoryQuery) -> HistoryAnswer? {
        reader.withLock { held in
            do throws(StoreError) {
                let reader: HistoryReader
                if let held { reader = held } else { reader = try HistoryReader(directory: directory) }
                held = reader
                return try answer(query, reader)
            } catch {
                held = nil
                logger.warning("history: \(error.message)")
                return nil
            }
        }
    }

    private func answer(_ query: HistoryQuery, _ reader: HistoryReader) throws(StoreError) -> HistoryAnswer {
        guard let length = query.resolution.rollups else {
            let range = query.range.lowerBound - HistorySample.reach..<query.range.upperBound
            let found = try reader.samples(of: query.point, in: range, limit: Self.samplesAtOnce)
            note(found.damage)
            let end = min(found.next ?? query.range.upperBound, query.range.upperBound)
            var rows = HistoryRow.rows(of: found.entries, in: query.range.lowerBound..<max(end, query.range.lowerBound))
            let next = rows.count > query.limit ? rows[query.limit].start : found.next
            rows.removeLast(max(0, rows.count - query.limit))
            return HistoryAnswer(rows: rows, next: next)
        }
        let found = try reader.rollups(of: query.point, length, in: query.range, limit: query.limit)
        note(found.damage)
        return HistoryAnswer(rows: found.entries.map(HistoryRow.init), next: found.next)
    }

    private func note(_ damage: [String]) { for line in damage { logger.warning("history: \(line)") } }
}

extension HistoryQuery.Resolution {
    fileprivate var rollups: RollupLength? {
        switch self {
        case .raw: nil
        case .minute: .minute
        case .quarter: .quarter
        }
    }

    /// The finest whose rows over a time fit into a limit; words have no rollups.
    static func fitting(_ milliseconds: Int64, limit: Int, isNumber: Bool) -> Self {
        guard isNumber else { return .raw }
        // A sample each 15 s is common, and more than that shows nothing on a screen.
        if milliseconds / 15_000 <= Int64(min(limit, 1000)) { return .raw }
        return milliseconds / RollupLength.minute.milliseconds <= Int64(limit) ? .minute : .quarter
    }
}

extension HistoryRow {
    init(_ rollup: HistoryRollup) {
        self.init(
            start: rollup.start, min: rollup.min, max: rollup.max, mean: rollup.mean, value: nil, quality: .good,
            coverage: rollup.coverage)
    }

    /// Samples that say the same one after the other become one row. Where the next one did not come in time a row
    /// without a value begins: from there on nothing is known.
    static func rows(of samples: [HistorySample], in range: Range<Int64>) -> [Self] {
        var rows: [Self] = []
        var former: HistorySample?
        for (index, sample) in samples.enumerated() {
            let begin = Swift.max(sample.milliseconds, range.lowerBound)
            let next = index + 1 < samples.count ? samples[index + 1].milliseconds : range.upperBound
            let isFollowed = next - sample.milliseconds <= HistorySample.reach
            let end = isFollowed ? Swift.min(next, range.upperBound) : begin
            // Of what came before the range only what still holds in it is of interest.
            guard sample.milliseconds >= range.lowerBound || end > range.lowerBound else { continue }
            guard begin < range.upperBound else { continue }
            if let former, former.says(sample), let last = rows.indices.last {
                rows[last].coverage += end - begin
            } else {
                let number = sample.goodNumber
                rows.append(
                    Self(
                        start: begin, min: number, max: number, mean: number, value: sample.value,
                        quality: sample.quality, coverage: end - begin))
            }
            former = sample
            if !isFollowed {
                rows.append(
                    Self(start: begin, min: nil, max: nil, mean: nil, value: nil, quality: .bad, coverage: 0))
                former = nil
            }
        }
        return rows
    }
}
