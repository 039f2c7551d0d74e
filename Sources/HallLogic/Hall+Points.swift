import HallModel
import OrderedCollections

extension Hall {
    /// What is known of a point; one that was not read since the start is missing for that reason.
    public func reading(_ point: PointID) -> Reading { live.readings[point] ?? .missing(.neverRead) }

    /// How the limits on a point stand, in the plan's order; none for a point without limits.
    public func judgements(of point: PointID, at now: HallInstant) -> [LimitJudgement] {
        guard let entry = live.climate.book?.entries[point] else { return [] }
        let clock = LimitClock(recorded, at: now)
        let source = LimitBook.running(entry.plants, live.readings, clock)?.source
        return entry.limits.map { cited in
            var judgement = LimitJudgement(limit: cited.limit, citation: cited.citation, state: .off)
            guard cited.isJudged else { return judgement }
            if cited.limit.season.isOfPlants { judgement.seasonSource = source }
            let watch = live.climate.watches[cited.key(point)] ?? LimitWatch()
            let since = watch.brokenSince.map { now.wall + ($0 - now.monotonic) }
            let evaluation = live.climate.evaluate(
                cited, point, entry, clock: clock, readings: live.readings, at: now.monotonic)
            switch evaluation {
            case .notInSeason: judgement.state = .notInSeason
            case .held(let why): judgement.state = why
            case .kept(let value):
                judgement.value = value
                judgement.state = watch.isTripped ? .returning : .kept
            case .broken(let value):
                judgement.value = value
                let began = since ?? now.wall
                let isWaiting = !watch.isTripped && cited.delay > .zero
                judgement.state = isWaiting ? .waiting(since: began, until: began + cited.delay) : .broken(since: since)
            }
            return judgement
        }
    }
}
