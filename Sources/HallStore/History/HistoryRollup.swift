import HallModel

/// What a point's numbers were over one minute or one quarter of an hour. Only values that were in force and good count;
/// an interval without any has no rollup, so a gap stays a gap.
public struct HistoryRollup: Sendable, Equatable {
    /// Where it begins: milliseconds since 1970, a multiple of its length.
    public var start: Int64
    /// The smallest.
    public var min: Quantity
    /// The greatest.
    public var max: Quantity
    /// The latest.
    public var last: Quantity
    /// Samples taken in it; a value that only reaches into it counts none.
    public var count: Int
    /// How long a good value was in force, in milliseconds.
    public var coverage: Int64
    /// Thousandths × milliseconds in force.
    public var sum: Int64

    /// The mean over the time in which a good value was in force; the latest where that is no time at all.
    public var mean: Quantity {
        guard coverage > 0 else { return last }
        let half = sum < 0 ? -(coverage / 2) : coverage / 2
        let (rounded, overflow) = sum.addingReportingOverflow(half)
        return Quantity(thousandths: (overflow ? sum : rounded) / coverage)
    }

    /// Both, of which the other is the later.
    fileprivate mutating func take(_ other: Self) {
        min = Swift.min(min, other.min)
        max = Swift.max(max, other.max)
        last = other.last
        count += other.count
        coverage += other.coverage
        let (total, overflow) = sum.addingReportingOverflow(other.sum)
        sum = overflow ? (sum < 0 ? .min : .max) : total
    }

    /// The minutes in `range` of samples that stand in the order of time. A sample speaks until the next one, if that
    /// comes within its reach; otherwise for no time: nobody knows how long it was true.
    static func minutes(of samples: [HistorySample], in range: Range<Int64>) -> [Self] {
        var minutes: [Self] = []
        for (index, sample) in samples.enumerated() {
            guard let value = sample.goodNumber else { continue }
            let begin = sample.milliseconds
            let next = index + 1 < samples.count ? samples[index + 1].milliseconds : begin
            let end = next - begin <= HistorySample.reach ? next : begin
            var from = begin
            repeat {
                let start = from.flooredDivision(by: minute) * minute
                let to = Swift.min(end, start + minute)
                if range.contains(start) {
                    let length = to - from
                    let (product, overflow) = value.thousandths.multipliedReportingOverflow(by: length)
                    let piece = Self(
                        start: start, min: value, max: value, last: value, count: from == begin ? 1 : 0,
                        coverage: length, sum: overflow ? (value.thousandths < 0 ? .min : .max) : product)
                    minutes.take(piece)
                }
                from = to
            } while from < end
        }
        return minutes
    }

    /// The quarters of minutes that stand in the order of time.
    static func quarters(of minutes: [Self]) -> [Self] {
        var quarters: [Self] = []
        for var piece in minutes {
            piece.start = piece.start.flooredDivision(by: quarter) * quarter
            quarters.take(piece)
        }
        return quarters
    }

    /// Milliseconds.
    static let minute: Int64 = 60_000
    /// Milliseconds.
    static let quarter: Int64 = 900_000
}

extension [HistoryRollup] {
    /// Takes in a piece that is not earlier than the last one.
    fileprivate mutating func take(_ piece: HistoryRollup) {
        if let place = indices.last, self[place].start == piece.start {
            self[place].take(piece)
        } else {
            append(piece)
        }
    }
}

/// A block of rollups of one point: minutes of an hour or quarters of a day, some 10 bytes each.
///
/// ```
/// ┌─────┬─────────┬────────┬───────┬─────────┬────────┐
/// │ 'R' │ version │ length │ count │ rollups │ CRC-32 │   length: of one, in ms
/// └─────┴─────────┴────────┴───────┴─────────┴────────┘
///  rollup   place │ min │ max − min │ last − min │ count │ length − coverage │ sum − min × coverage
///  place    in lengths since 1970; after the first: since the one before it
///  min      after the first: change since the one before it
/// ```
/// Numbers as in `SampleBlock`; all signed but the counts.
enum RollupBlock {
    private static let tag = UInt8(ascii: "R")
    private static let version: UInt8 = 1

    static func encode(_ rollups: [HistoryRollup], length: Int64) -> [UInt8] {
        var writer = BlockWriter(tag: tag, version: version)
        writer.number(UInt64(length))
        writer.count(rollups.count)
        var place: Int64 = 0
        var min: Int64 = 0
        for rollup in rollups {
            let own = rollup.min.thousandths
            writer.signed(rollup.start / length - place)
            writer.signed(own &- min)
            writer.signed(rollup.max.thousandths &- own)
            writer.signed(rollup.last.thousandths &- own)
            writer.count(rollup.count)
            writer.signed(length &- rollup.coverage)
            writer.signed(rollup.sum &- own &* rollup.coverage)
            (place, min) = (rollup.start / length, own)
        }
        return writer.sealed()
    }

    static func decode(_ block: [UInt8], length: Int64) throws(BlockDamage) -> [HistoryRollup] {
        var reader = try BlockReader(block, tag: tag, version: version)
        guard try reader.number() == UInt64(length) else { throw BlockDamage(what: "rollups of another length") }
        var rollups: [HistoryRollup] = []
        var place: Int64 = 0
        var min: Int64 = 0
        for _ in 0..<(try reader.count()) {
            place = place &+ (try reader.signed())
            let (start, overflow) = place.multipliedReportingOverflow(by: length)
            guard !overflow, rollups.last.map({ $0.start < start }) ?? true else {
                throw BlockDamage(what: "place \(place)")
            }
            min = min &+ (try reader.signed())
            let max = min &+ (try reader.signed())
            let last = min &+ (try reader.signed())
            let count = try reader.number()
            let coverage = length &- (try reader.signed())
            guard coverage >= 0, coverage <= length, count <= UInt64(Int32.max), min <= last, last <= max else {
                throw BlockDamage(what: "a rollup that cannot be")
            }
            rollups.append(
                HistoryRollup(
                    start: start, min: Quantity(thousandths: min), max: Quantity(thousandths: max),
                    last: Quantity(thousandths: last), count: Int(count), coverage: coverage,
                    sum: min &* coverage &+ (try reader.signed())))
        }
        guard reader.isAtEnd else { throw BlockDamage(what: "bytes behind its rollups") }
        return rollups
    }
}
