import HallAPI
import HallLogic
import HallModel

extension Viewing {
    /// The limits on a point, in the plan's order, and how they stand.
    func limits(on point: PointID) -> [LimitView] {
        guard let (device, definition) = defined(point), let plan else { return [] }
        let isJudged = plan.zones.first { $0.id == device.zone }?.isJudged ?? true
        return plan.limits.flatMap { set in
            set.limits.filter { $0.meaning == definition.meaning }.map { limit in
                view(
                    limit, LimitCitation(of: limit, in: set),
                    state: isJudged && limit.isOn && limit.verb != .may ? "unknown" : "off")
            }
        }
    }

    /// A limit and how it stands.
    func view(
        _ limit: Limit, _ citation: LimitCitation, state: String, compared: Quantity? = nil, since: WallTime? = nil
    ) -> LimitView {
        let unit = limit.unit == .none ? "" : " \(limit.unit.rawValue)"
        return LimitView(
            id: "\(citation.set)/\(citation.limit)", relation: limit.relation.word, limit: citation.value,
            season: limit.season == .openHours ? "openHours" : limit.season.rawValue, meanSeconds: limit.meanSeconds,
            delaySeconds: limit.onDelaySeconds, deadBand: limit.deadBand.shortest + unit,
            clause: citation.clause[language].withoutControls, alarm: limit.alarm.rawValue, state: state,
            compared: compared.map { $0.shortest + unit }, since: since.map(time))
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
