import HallAPI
import HallLogic
import HallModel

extension Viewing {
    /// The limits on a point, in the plan's order, and how they stand.
    func limits(on point: PointID) -> [LimitView] {
        // The mean of a limit and its delay run on the monotonic clock; what they began is told by the wall clock.
        let instant = HallInstant(monotonic: moment, wall: now, civil: hall.at.civil)
        return hall.hall.judgements(of: point, at: instant).map(view)
    }

    private func view(_ judgement: LimitJudgement) -> LimitView {
        let (limit, citation) = (judgement.limit, judgement.citation)
        let unit = limit.unit == .none ? "" : " \(limit.unit.rawValue)"
        return LimitView(
            id: "\(citation.set)/\(citation.limit)", relation: limit.relation.word, limit: citation.value,
            season: limit.season == .openHours ? "openHours" : limit.season.rawValue,
            seasonBy: judgement.seasonSource?.rawValue, meanSeconds: limit.meanSeconds,
            delaySeconds: limit.onDelaySeconds, deadBand: limit.deadBand.shortest + unit,
            clause: citation.clause[language].withoutControls, alarm: limit.alarm.rawValue,
            state: judgement.state.word, compared: judgement.value.map { $0.shortest + unit },
            since: judgement.state.since.map(time))
    }
}

extension LimitJudgement.State {
    /// As the API spells it.
    fileprivate var word: String {
        switch self {
        case .off: "off"
        case .notInSeason: "notInSeason"
        case .seasonUnknown: "seasonUnknown"
        case .noReading: "noReading"
        case .tooFewReadings: "tooFewReadings"
        case .kept: "kept"
        case .returning: "returning"
        case .waiting: "waiting"
        case .broken: "broken"
        }
    }

    /// Since when it is broken, if that is known.
    fileprivate var since: WallTime? {
        switch self {
        case .waiting(let since, _): since
        case .broken(let since): since
        case .off, .notInSeason, .seasonUnknown, .noReading, .tooFewReadings, .kept, .returning: nil
        }
    }
}

extension Limit.Relation {
    /// As the API spells it: words of an interface have no hyphens.
    fileprivate var word: String {
        switch self {
        case .notBelow: "notBelow"
        case .above: "above"
        case .notAbove: "notAbove"
        case .below: "below"
        }
    }
}
