import HallModel

/// Facts looked through in one read: a longer one would hold back checkpoints.
private let factsInOneRead: Int64 = 10_000

/// A time in which a UPS ran from its battery, and what was measured.
public struct DischargeRecord: Sendable, Equatable {
    /// When it began; wall clock.
    public var began: WallTime
    /// Which UPS, how it ended and what it carried.
    public var end: DischargeEnded

    /// All fields.
    public init(began: WallTime, end: DischargeEnded) {
        self.began = began
        self.end = end
    }
}

extension JournalReader {
    /// The discharges that ended at `since` or later, oldest first; at most the newest `limit`. Of one UPS, or of all.
    ///
    /// Looks back from the newest fact, a stretch at a time, until a time before `since` is reached and every end has its
    /// beginning.
    public func discharges(of ups: DeviceID?, since: WallTime, limit: Int) throws(StoreError) -> [DischargeRecord] {
        var found: [DischargeRecord] = []
        /// Those whose beginnings lie further back.
        var ends: [DischargeEnded] = []
        var high = try newestSequence()
        var isBefore = false
        while high > 0, !isBefore || !ends.isEmpty, found.count < limit || !ends.isEmpty {
            let low = max(0, high - factsInOneRead)
            for fact in try dischargeFacts(after: low, upTo: high) {
                switch fact {
                case .dischargeEnded(let ended) where ended.at >= since && (ups ?? ended.ups) == ended.ups:
                    ends.append(ended)
                case .dischargeBegan(let began):
                    guard let index = ends.firstIndex(where: { $0.ups == began.ups }) else { continue }
                    found.append(DischargeRecord(began: began.at, end: ends.remove(at: index)))
                default: break
                }
            }
            isBefore = try time(from: low).map { $0 < since } ?? true
            high = low
        }
        return Array(found.sorted { ($0.end.at, $0.end.ups) < ($1.end.at, $1.end.ups) }.suffix(limit))
    }

    /// Newest first.
    private func dischargeFacts(after low: Int64, upTo high: Int64) throws(StoreError) -> [HallFact] {
        try reading { connection, path throws(StoreError) in
            var facts: [HallFact] = []
            try connection.query(FactSQL.discharges, [.integer(low), .integer(high)]) { row throws(StoreError) in
                facts.append(try row.fact(in: path).fact)
            }
            return facts
        }
    }

    private func newestSequence() throws(StoreError) -> Int64 {
        try reading { connection, _ throws(StoreError) in try connection.integer(FactSQL.newest) ?? 0 }
    }

    /// When the first fact from there on was recorded.
    private func time(from sequence: Int64) throws(StoreError) -> WallTime? {
        try reading { connection, _ throws(StoreError) in
            try connection.integer(FactSQL.timeFrom, .integer(sequence)).map { WallTime(microseconds: $0) }
        }
    }
}
