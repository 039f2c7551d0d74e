import HallModel

/// The share of a line's time that asking silent devices may take.
///
/// Nothing is saved: after a request that failed for 40 ms, at 5 %, none to a silent device follows for 800 ms. So they
/// stand one by one between the others and never in a row.
struct FailureAllowance: Sendable, Equatable {
    /// Where the configuration says nothing.
    static let usualPercent = 5
    /// No debt lasts longer than this, or than the last request's share wants: a repaired device is not kept waiting for what
    /// others cost.
    static let longestDebt = Duration.seconds(10)

    private let percent: Int
    /// From when on silent devices may be asked.
    private(set) var opensAt: MonotonicInstant

    /// One without debt.
    init(percent: Int, at now: MonotonicInstant) {
        self.percent = max(1, min(100, percent))
        opensAt = now
    }

    /// A request that took so long failed.
    mutating func charge(_ cost: Duration, at now: MonotonicInstant) {
        let debt = cost * 100 / percent
        opensAt = min(max(opensAt, now) + debt, now + max(debt, Self.longestDebt))
    }
}
