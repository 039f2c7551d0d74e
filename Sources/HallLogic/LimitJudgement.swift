import HallModel

/// How one limit stands for one point: what `why` tells.
public struct LimitJudgement: Sendable, Equatable {
    /// How a limit stands.
    public enum State: Sendable, Equatable {
        /// Switched off, not sure enough, or only advice that nobody need follow.
        case off
        /// Its season is not now.
        case notInSeason
        /// Nobody knows whether its season is now: no plant tells its mode and no dates are set, or two tell contrary
        /// modes.
        case seasonUnknown
        /// There is no good reading: what was so stays so.
        case noReading(MissingReason)
        /// Good readings cover only so many per cent of the mean's window.
        case tooFewReadings(percent: Int)
        /// Kept.
        case kept
        /// Kept again, and not yet by its dead-band: an alarm stays.
        case returning
        /// Broken, and not yet for long enough.
        case waiting(since: WallTime, until: WallTime)
        /// Broken for long enough; nil where that began before the start.
        case broken(since: WallTime?)
    }

    /// Who says what plants do.
    public enum SeasonSource: String, Sendable, CaseIterable {
        /// The plants' own modes.
        case plant
        /// The site's dates, since no plant tells its mode.
        case date
    }

    /// The limit.
    public var limit: Limit
    /// How it is cited.
    public var citation: LimitCitation
    /// How it stands.
    public var state: State
    /// What was compared: the value, or its mean; nil where nothing was.
    public var value: Quantity?
    /// Who says whether its season is now; nil where it follows no plant, or nobody knows.
    public var seasonSource: SeasonSource?
}

/// What a limit and a point give at one moment, before any delay.
enum LimitEvaluation: Sendable, Equatable {
    case notInSeason
    /// What was so stays so, and a delay begins anew.
    case held(LimitJudgement.State)
    case kept(Quantity)
    case broken(Quantity)
}

/// Follows one limit on one point.
///
/// ```
///        broken            delay over              kept by the dead-band
///  kept ───────▶ waiting ────────────▶ tripped ──────────────────────────▶ kept
///    ▲    kept, held │                   │ ▲ held: stays
///    └───────────────┘                   └─┘        out of season: kept at once
/// ```
struct LimitWatch: Sendable, Equatable {
    /// Since when it is broken without a break; nil while it is kept, or nothing is known.
    private(set) var brokenSince: MonotonicInstant?
    /// It was broken for long enough, and is not kept by its dead-band since.
    private(set) var isTripped: Bool

    init(isTripped: Bool = false) { self.isTripped = isTripped }

    mutating func follow(_ evaluation: LimitEvaluation, _ limit: Limit, delay: Duration, at now: MonotonicInstant) {
        switch evaluation {
        case .notInSeason: self = LimitWatch()
        case .held: brokenSince = nil
        case .kept(let value):
            brokenSince = nil
            if limit.isBack(value) { isTripped = false }
        case .broken:
            let since = brokenSince ?? now
            brokenSince = since
            if since + delay <= now { isTripped = true }
        }
    }

    /// When it trips if nothing changes.
    func due(_ delay: Duration) -> MonotonicInstant? { isTripped ? nil : brokenSince.map { $0 + delay } }
}

extension Limit {
    /// Kept by the dead-band.
    func isBack(_ value: Quantity) -> Bool {
        guard relation.keeps(value, self.value) else { return false }
        return relation.isFloor ? value >= self.value + deadBand : value <= self.value - deadBand
    }
}

extension PointDefinition {
    /// A value that breaks a limit, with its unit, and with as many decimals as it takes to see that it does.
    func text(of value: Quantity, breaking limit: Limit) -> String {
        let shown = text(of: .number(value))
        let rounded = Quantity(parsing: shown) ?? value
        let exact = limit.relation.keeps(rounded, limit.value) ? value.shortest : shown
        return unit == .none ? exact : "\(exact) \(unit.rawValue)"
    }
}
