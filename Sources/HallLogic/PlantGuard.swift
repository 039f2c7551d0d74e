import HallModel
import OrderedCollections

/// What was changed at a unit itself. A set-point that breaks a limit, and a set-point or mode that differs from what
/// somebody chose, is written back once and then left with an alarm; an output is written back whenever that is seen, and
/// alarmed when it will not stay.
///
/// ```
///  set-point, mode    reads otherwise, or breaks a limit
///  as it should be ───────────────────────────────────────▶ corrected once
///    ▲   ▲                                                       │ again
///    │   └─ reads as wished ◀─ changed-at-unit, left alone ◀─────┘
///    └───── a person's write is confirmed: may be corrected again
///
///  output      reads otherwise              corrected the third time
///  calm ────────────────────────▶ restless ────────────────────────▶ restless, changed-at-unit
///    ▲   corrected each time        │                                   │ corrected each time, as before
///    └── reads as wished for 60 s ◀─┴───────────────────────────────────┘
/// ```
/// Corrections of an output are counted in this run only; an alarm of the run before ends as one of this run does.
struct PlantGuard {
    /// Who asks for it, where no limit does.
    static let wished = "wish"
    /// After an attempt that was not confirmed.
    static let pause = Duration.seconds(60)
    /// Between two corrections of an output.
    static let outputInterval = Duration.seconds(10)
    /// Corrections of an output, with no calm between them, that are too many.
    static let correctionLimit = 3
    /// How long an output must read as wished to be calm.
    static let calm = Duration.seconds(60)

    func hear(_ point: PointID, _ reading: Reading, _ step: inout HallStep) {
        guard let entry = step.live.climate.book?.entries[point] else { return }
        guard reading.quality == .good, let value = reading.value else {
            // Nobody knows whether it still is as wished.
            step.live.controls.unrest[point]?.calmSince = nil
            return
        }
        guard isNews(point, reading, step) else { return }
        let wish = step.recorded.controls.wish(for: point)
        switch entry.definition.meaning {
        case .setPoint: judgeSetPoint(point, value, wish, entry, &step)
        case .plantMode: judgeWish(point, value, wish, entry, &step)
        case .output: judgeOutput(point, value, wish, entry, &step)
        default: break
        }
    }

    /// A value read before the last attempt ended says nothing of what came of it; nor does one read during an attempt.
    private func isNews(_ point: PointID, _ reading: Reading, _ step: HallStep) -> Bool {
        if let settled = step.live.controls.settledAt[point], let readAt = reading.readAt, readAt < settled {
            return false
        }
        return !step.recorded.controls.pending.contains { $0.point == point }
    }

    private func judgeSetPoint(
        _ point: PointID, _ value: PointValue, _ wish: ControlState.Wish?, _ entry: LimitBook.Entry,
        _ step: inout HallStep
    ) {
        let inForce = limits(entry, step)
        guard let number = value.number, let broken = inForce.first(where: { !$0.keeps(number) }) else {
            return judgeWish(point, value, wish, entry, &step)
        }
        guard wish?.corrections ?? 0 == 0 else { return leave(point, value, entry, &step) }
        let target = target(number, wish?.value.number, inForce, entry.definition)
        guard let target else { return }
        correct(point, .number(target), broken.id, entry, &step)
    }

    private func judgeWish(
        _ point: PointID, _ value: PointValue, _ wish: ControlState.Wish?, _ entry: LimitBook.Entry,
        _ step: inout HallStep
    ) {
        guard let wish, wish.value != value else { return step.clear(.changedAtUnit, about: .point(point)) }
        guard wish.corrections == 0 else { return leave(point, value, entry, &step) }
        correct(point, wish.value, Self.wished, entry, &step)
    }

    private func judgeOutput(
        _ point: PointID, _ value: PointValue, _ wish: ControlState.Wish?, _ entry: LimitBook.Entry,
        _ step: inout HallStep
    ) {
        guard let wish else { return }
        let isAlarmed = step.recorded.alarm(Alarm.id(.changedAtUnit, about: .point(point)))?.isActive ?? false
        guard wish.value != value else {
            guard var unrest = step.live.controls.unrest[point] ?? (isAlarmed ? LiveControls.Unrest() : nil) else {
                return
            }
            unrest.calmSince = unrest.calmSince ?? step.now.monotonic
            step.live.controls.unrest[point] = unrest
            return
        }
        step.live.controls.unrest[point]?.calmSince = nil
        guard correct(point, wish.value, Self.wished, entry, &step) else { return }
        step.live.controls.notBefore[point] = step.now.monotonic + Self.outputInterval
        step.live.controls.unrest[point, default: LiveControls.Unrest()].corrections += 1
        guard step.live.controls.unrest[point]?.corrections ?? 0 >= Self.correctionLimit else { return }
        step.raise(.changedAtUnit, about: .point(point), value: entry.definition.text(of: value))
    }

    /// Outputs that have read as wished for long enough are calm.
    func watchCalm(_ step: inout HallStep) {
        for point in step.live.controls.unrest.keys {
            guard step.recorded.plan?.point(point) != nil, !step.live.isOutOfUse(point.device) else {
                step.live.controls.unrest[point] = nil
                continue
            }
            // This room was not visited while the journal could not be written.
            if case .journalRecovered = step.input { step.live.controls.unrest[point]?.calmSince = nil }
            guard let due = step.live.controls.unrest[point]?.calmDue, due <= step.now.monotonic else { continue }
            step.live.controls.unrest[point] = nil
            step.clear(.changedAtUnit, about: .point(point))
        }
    }

    private func leave(_ point: PointID, _ value: PointValue, _ entry: LimitBook.Entry, _ step: inout HallStep) {
        let unit = entry.definition.unit == .none ? "" : " \(entry.definition.unit.rawValue)"
        step.raise(
            .changedAtUnit, about: .point(point), priority: .low, value: entry.definition.text(of: value) + unit)
    }

    @discardableResult
    private func correct(
        _ point: PointID, _ value: PointValue, _ reason: String, _ entry: LimitBook.Entry, _ step: inout HallStep
    ) -> Bool {
        let pending = step.recorded.controls.pending
        guard entry.definition.isWritable, pending.count < Controls.pendingLimit,
            step.live.controls.notBefore[point].map({ $0 <= step.now.monotonic }) ?? true,
            // What another attempt at this plant makes of the season is not known yet.
            entry.definition.meaning == .output || !pending.contains(where: { $0.point.device == point.device }),
            WriteRules.objection(to: value, at: point, step) == nil
        else { return false }
        Controls.order(point, value, by: ControlState.corrector, reason: reason, nil, &step)
        return true
    }

    /// What a set-point shall keep now, as far as the season is known.
    private func limits(_ entry: LimitBook.Entry, _ step: HallStep) -> [Limit] {
        let clock = step.limitClock
        let running = LimitBook.running(entry.plants, step.live.readings, clock)
        return entry.judged.map(\.limit).filter {
            $0.verb == .shall && LimitBook.force($0.season, running?.running, clock) == .inForce
        }
    }

    /// What was wished, if it keeps all limits; else the nearest value that does, at a limit. Nil where there is none.
    private func target(
        _ number: Quantity, _ wish: Quantity?, _ limits: [Limit], _ definition: PointDefinition
    ) -> Quantity? {
        let edges = limits.map { $0.edge(definition) }
        let nearest = edges.sorted {
            ($0 - number).thousandths.magnitude < ($1 - number).thousandths.magnitude
        }
        return ((wish.map { [$0] } ?? []) + nearest).first { candidate in
            limits.allSatisfy { $0.keeps(candidate) } && definition.range?.contains(candidate) ?? true
        }
    }
}

extension Limit {
    fileprivate func keeps(_ value: Quantity) -> Bool { relation.keeps(value, self.value) }

    /// The outermost value that keeps it: the limit itself, or, where that is excluded, one step of the point beside it.
    fileprivate func edge(_ definition: PointDefinition) -> Quantity {
        let decimals = if case .number(_, let decimals) = definition.form { min(max(decimals, 0), 3) } else { 3 }
        let step = Quantity(thousandths: [1000, 100, 10, 1][decimals])
        return switch relation {
        case .notBelow, .notAbove: value
        case .above: value + step
        case .below: value - step
        }
    }
}
