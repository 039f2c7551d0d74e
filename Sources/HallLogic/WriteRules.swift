import HallModel
import OrderedCollections

/// Whether a point may be given a value.
enum WriteRules {
    /// Names told to somebody who asked for a point that there is not.
    private static let namesTold = 12

    /// Why not.
    struct Refused: Error { var refusal: Refusal }

    static func judge(_ point: PointID, _ text: String, _ step: HallStep) -> Result<PointValue, Refused> {
        guard let definition = step.recorded.plan?.point(point) else {
            return .failure(Refused(refusal: .noSuchPoint(point.rawValue, known: names(near: point, step))))
        }
        guard definition.isWritable else { return .failure(Refused(refusal: .notWritable(point))) }
        guard let value = definition.value(parsing: text), definition.isClean(value) else {
            return .failure(Refused(refusal: .badValue(text, point: point, allowed: definition.allowed)))
        }
        if let refusal = objection(to: value, at: point, step) { return .failure(Refused(refusal: refusal)) }
        guard step.recorded.controls.pending.count < Controls.pendingLimit else {
            return .failure(Refused(refusal: .busy))
        }
        return .success(value)
    }

    /// What stands in a value's way: a limit that it would break, of a set-point in any season that its plant is in or
    /// may soon be in, of a mode with the set-point as it is or may soon be; or that nobody knows which season's limit
    /// holds, and some season's would be broken.
    static func objection(to value: PointValue, at point: PointID, _ step: HallStep) -> Refusal? {
        guard let book = step.live.climate.book, let entry = book.entries[point] else { return nil }
        switch (entry.definition.meaning, value) {
        case (.setPoint, .number(let number)):
            let clock = step.limitClock
            let modes = modes(of: entry.plants, clock, step)
            let breach = broken(by: number, entry) { season in
                switch season {
                case .always: true
                case .openHours: clock.isOpen != false
                case .cooling: modes?.contains(.cooling) ?? false
                case .heating: modes?.contains(.heating) ?? false
                }
            }
            if let breach { return .limitForbids(point, breach) }
            guard modes == nil, broken(by: number, entry, where: \.isOfPlants) != nil else { return nil }
            return .seasonUnknown(point, mode: entry.plants.first)
        case (.plantMode, .word(let word)):
            let running = LimitBook.Running(mode: word)
            for other in book.points(of: point.device, meaning: .setPoint) {
                guard let plant = book.entries[other] else { continue }
                for number in values(of: other, step).compactMap(\.number) {
                    // Only what follows from the mode stands in its way.
                    let breach = broken(by: number, plant) { season in
                        switch season {
                        case .cooling: running == .cooling
                        case .heating: running == .heating
                        case .always, .openHours: false
                        }
                    }
                    if let breach { return .limitForbids(point, breach) }
                }
            }
            return nil
        default: return nil
        }
    }

    /// The first limit that a value would break. What is only advised may be done otherwise.
    private static func broken(
        by number: Quantity, _ entry: LimitBook.Entry, where isInForce: (Limit.Season) -> Bool
    ) -> LimitCitation? {
        entry.judged.first { cited in
            cited.limit.verb == .shall && isInForce(cited.limit.season)
                && !cited.limit.relation.keeps(number, cited.limit.value)
        }?.citation
    }

    /// The modes in which a plant is or may soon be, as last read; by the site's dates where none was read. Nil if that
    /// is not known.
    private static func modes(
        of plants: [PointID], _ clock: LimitClock, _ step: HallStep
    ) -> OrderedSet<LimitBook.Running>? {
        let last = plants.compactMap { step.live.readings[$0]?.value?.word }.map { LimitBook.Running(mode: $0) }
        var modes = OrderedSet(last)
        if last.isEmpty {
            guard let season = clock.season else { return nil }
            modes.append(season)
        } else if last.count < plants.count {
            return nil
        }
        for word in plants.flatMap({ pending($0, step) }).compactMap(\.word) {
            modes.append(LimitBook.Running(mode: word))
        }
        return modes
    }

    /// What a point has, as last read, and what it may soon have.
    private static func values(of point: PointID, _ step: HallStep) -> [PointValue] {
        (step.live.readings[point]?.value.map { [$0] } ?? []) + pending(point, step)
    }

    private static func pending(_ point: PointID, _ step: HallStep) -> [PointValue] {
        step.recorded.controls.pending.filter { $0.point == point }.map(\.value)
    }

    /// Those of the same device, else the first that can be written.
    private static func names(near point: PointID, _ step: HallStep) -> [String] {
        let points = step.recorded.plan?.points ?? []
        let near = points.filter { $0.id.device == point.device }
        let some = near.isEmpty ? points.filter(\.definition.isWritable) : near
        return some.prefix(namesTold).map(\.id.rawValue)
    }
}

extension PointDefinition {
    /// What it can have, in words that need no language.
    fileprivate var allowed: String {
        switch form {
        case .number(let unit, _):
            let low = range?.low ?? Quantity(-9_000_000_000)
            let high = range?.high ?? Quantity(9_000_000_000)
            return "\(low.shortest)…\(high.shortest)" + (unit == .none ? "" : " \(unit.rawValue)")
        case .words(let words): return words.joined(separator: ", ")
        case .text: return "a…z 0…9"
        }
    }

    /// Free text must not carry control bytes to a device.
    fileprivate func isClean(_ value: PointValue) -> Bool {
        guard case .text = form, let word = value.word else { return true }
        return word.withoutControls == word
    }
}
