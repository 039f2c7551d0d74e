import HallModel

/// Decides which readings are kept, and holds them until they are on disk: a sample when value, quality or reason
/// change, and at least every 60 s by the monotonic clock, so that a value that does not change is told from silence.
///
/// Bounded: when nothing can be written the oldest samples give way and are counted.
public struct HistoryIntake: Sendable {
    /// A point that does not change is written down again after this.
    public static let heartbeat = Duration.seconds(60)
    /// Samples held at most: some 2 MB; an hour of a hall of a hundred points.
    public static let capacity = 20_000
    /// So many give way at once, so that each costs little.
    private static let givingWay = 1000

    /// A sample and its point.
    public struct Entry: Sendable, Equatable {
        /// Whose.
        public var point: PointID
        /// What was known of it.
        public var sample: HistorySample

        /// A sample and its point.
        public init(point: PointID, sample: HistorySample) {
            self.point = point
            self.sample = sample
        }
    }

    private struct Latest {
        var reading: Reading
        var kept: HistorySample
        var keptAt: MonotonicInstant
    }

    /// What waits for the disk, in the order it came.
    public private(set) var waiting: [Entry] = []
    /// Samples that gave way since `takeAll`.
    public private(set) var dropped = 0
    private var latest: [PointID: Latest] = [:]

    /// Nothing was read yet.
    public init() {}

    /// A reading came.
    public mutating func take(_ reading: Reading, of point: PointID, at wall: WallTime, _ now: MonotonicInstant) {
        let sample = HistorySample(reading, at: wall)
        if let place = latest.index(forKey: point), latest.values[place].kept.says(sample),
            now - latest.values[place].keptAt < Self.heartbeat
        {
            latest.values[place].reading = reading
            return
        }
        keep(sample, of: point, reading, now)
    }

    /// Writes down again every point that was last written down a minute ago: called once a minute. Points whose device
    /// speaks only on a change are kept by this. With `all`, at the end, every point, so that it is known until then.
    public mutating func beat(at wall: WallTime, _ now: MonotonicInstant, all: Bool = false) {
        let rest = all ? .nanoseconds(1) : Self.heartbeat
        let due = latest.filter { now - $0.value.keptAt >= rest }.sorted { $0.key < $1.key }
        for (point, former) in due {
            keep(HistorySample(former.reading, at: wall), of: point, former.reading, now)
        }
    }

    /// Forgets points of which nothing more will be heard.
    public mutating func forget(where isGone: (PointID) -> Bool) {
        for point in latest.keys where isGone(point) { latest[point] = nil }
    }

    /// Everything that waits, and how many gave way.
    public mutating func takeAll() -> (entries: [Entry], dropped: Int) {
        defer { (waiting, dropped) = ([], 0) }
        return (waiting, dropped)
    }

    /// Takes back what could not be written; it is older than what came since.
    public mutating func putBack(_ entries: [Entry]) {
        waiting = entries + waiting
        giveWay()
    }

    private mutating func keep(
        _ sample: HistorySample, of point: PointID, _ reading: Reading, _ now: MonotonicInstant
    ) {
        latest[point] = Latest(reading: reading, kept: sample, keptAt: now)
        waiting.append(Entry(point: point, sample: sample))
        giveWay()
    }

    private mutating func giveWay() {
        guard waiting.count > Self.capacity else { return }
        let count = max(waiting.count - Self.capacity, Self.givingWay)
        waiting.removeFirst(count)
        dropped += count
    }
}
