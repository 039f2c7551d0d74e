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
        if let citation = forbids(point, value, step) {
            return .failure(Refused(refusal: .limitForbids(point, citation)))
        }
        guard step.recorded.controls.pending.count < Controls.pendingLimit else {
            return .failure(Refused(refusal: .busy))
        }
        return .success(value)
    }

    /// The limit that a value would break: a set-point in any season that its plant is in or may be in, a mode with the
    /// set-point as it is or may be.
    static func forbids(_ point: PointID, _ value: PointValue, _ step: HallStep) -> LimitCitation? {
        guard let book = step.live.climate.book, let entry = book.entries[point] else { return nil }
        switch (entry.definition.meaning, value) {
        case (.setPoint, .number(let number)):
            let modes = modes(of: entry.plants, step)
            return broken(by: number, entry, modes, isOpen: LimitBook.isOpen(step.recorded, at: step.now))
        case (.plantMode, .word(let word)):
            for other in book.points(of: point.device, meaning: .setPoint) {
                guard let plant = book.entries[other] else { continue }
                for number in values(of: other, step).compactMap(\.number) {
                    // Only what follows from the mode stands in its way.
                    let broken = broken(by: number, plant, [LimitBook.Running(mode: word)], isOpen: nil) {
                        $0 == .cooling || $0 == .heating
                    }
                    if let broken { return broken }
                }
            }
            return nil
        default: return nil
        }
    }

    private static func broken(
        by number: Quantity, _ entry: LimitBook.Entry, _ modes: OrderedSet<LimitBook.Running>?, isOpen: Bool?,
        where applies: (Limit.Season) -> Bool = { _ in true }
    ) -> LimitCitation? {
        // What is only advised may be done otherwise.
        entry.judged.first { cited in
            guard cited.limit.verb == .shall, applies(cited.limit.season) else { return false }
            let isInForce =
                switch cited.limit.season {
                case .always: true
                case .openHours: isOpen != false
                case .cooling: modes?.contains(.cooling) ?? true
                case .heating: modes?.contains(.heating) ?? true
                }
            return isInForce && !cited.limit.relation.keeps(number, cited.limit.value)
        }?.citation
    }

    /// The modes in which a plant is or may soon be; nil if that is not known.
    private static func modes(of plants: [PointID], _ step: HallStep) -> OrderedSet<LimitBook.Running>? {
        guard !plants.isEmpty else { return nil }
        var modes = OrderedSet<LimitBook.Running>()
        for plant in plants {
            guard let last = step.live.readings[plant]?.value?.word else { return nil }
            modes.append(LimitBook.Running(mode: last))
            for word in pending(plant, step).compactMap(\.word) { modes.append(LimitBook.Running(mode: word)) }
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
