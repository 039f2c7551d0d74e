import HallAPI
import HallConfiguration
import HallLogic
import HallModel

extension Viewing {
    /// The points whose ids match, in the plan's order, also those never read.
    func points(_ pattern: Glob? = nil) -> [PointView] {
        (plan?.devices ?? []).flatMap { device in
            device.profile.points.compactMap { definition in
                let id = PointID(device.id, definition.name)
                return pattern?.matches(id.rawValue) ?? true ? point(id, device, definition) : nil
            }
        }
    }

    /// Names that somebody may have meant: near ones, else those of the same device, else the first there are.
    func points(near name: String) -> [String] {
        let known = (plan?.points ?? []).map(\.id)
        let near = NearNames.of(name, among: known.map(\.rawValue), count: Self.namesTold)
        if !near.isEmpty { return near }
        let device = PointID(name).device
        let same = known.filter { $0.device == device }
        return (same.isEmpty ? known : same).map(\.rawValue)
    }

    /// Near names told at most.
    private static let namesTold = 8

    /// A point by its id; nil if it is not configured.
    func point(_ id: PointID) -> PointView? {
        guard let (device, definition) = defined(id) else { return nil }
        return point(id, device, definition)
    }

    /// The device and the definition of a point; nil if it is not configured.
    func defined(_ id: PointID) -> (device: DevicePlan, definition: PointDefinition)? {
        guard let device = plan?.device(id.device),
            let definition = device.profile.points.first(where: { $0.name == id.name })
        else { return nil }
        return (device, definition)
    }

    private func point(_ id: PointID, _ device: DevicePlan, _ definition: PointDefinition) -> PointView {
        let reading = hall.hall.reading(id)
        let age = reading.readAt.map { max(.zero, moment - $0) }
        let decimals: Int? = if case .number(_, let decimals) = definition.form { decimals } else { nil }
        return PointView(
            id: id.rawValue, value: reading.value.map(Self.json), decimals: decimals, unit: definition.unit.rawValue,
            quality: reading.quality.rawValue, missing: reading.missing?.rawValue,
            at: age.map { time(now + (.zero - $0)) }, ageSeconds: age?.wholeSeconds,
            label: device.label.withoutControls, zone: device.zone?.rawValue,
            zoneName: device.zone.flatMap(zoneName), meaning: definition.meaning.rawValue,
            writable: definition.isWritable)
    }

    /// A number as JSON's number, a word as its string.
    static func json(_ value: PointValue) -> JSONValue {
        switch value {
        case .number(let quantity) where quantity.thousandths % 1000 == 0: .integer(quantity.thousandths / 1000)
        case .number(let quantity): .number(Double(quantity.thousandths) / 1000)
        case .word(let word): .string(word.withoutControls)
        }
    }

    /// A value with its unit, for people.
    func text(_ value: PointValue, of id: PointID) -> String {
        guard let definition = defined(id)?.definition else {
            return switch value {
            case .number(let quantity): quantity.shortest
            case .word(let word): word.withoutControls
            }
        }
        let unit = definition.unit.rawValue
        return definition.text(of: value) + (unit.isEmpty || value.number == nil ? "" : " \(unit)")
    }

    /// How an attempt to write ended.
    func written(
        _ id: PointID, _ value: PointValue, _ outcome: WriteOutcome, _ readBack: PointValue?
    ) -> WritePoint.Reply {
        WritePoint.Reply(
            point: id.rawValue, value: Self.json(value), unit: defined(id)?.definition.unit.rawValue ?? "",
            outcome: outcome.rawValue, readBack: readBack.map(Self.json))
    }
}

// MARK: Why

extension Viewing {
    /// Why a point is as it is; nil if it is not configured.
    func why(_ id: PointID, _ facts: [HallFact]) -> WhyPoint.Reply? {
        guard let (plan, definition) = defined(id), let point = point(id), let device = device(plan.id) else {
            return nil
        }
        let wish = recorded.controls.wishes.first { $0.point == id }
        return WhyPoint.Reply(
            point: point, device: device, allowed: allowed(definition), periodSeconds: definition.periodSeconds,
            limits: limits(on: id), wish: wish.map { Self.json($0.value) }, corrections: wish?.corrections ?? 0,
            pending: recorded.controls.pending.count { $0.point == id }, events: facts.map(event))
    }

    private func allowed(_ definition: PointDefinition) -> String? {
        switch definition.form {
        case .words(let words): return words.joined(separator: " ").withoutControls
        case .text: return nil
        case .number:
            guard let range = definition.range else { return nil }
            let unit = definition.unit == .none ? "" : " \(definition.unit.rawValue)"
            return "\(range.low.shortest)…\(range.high.shortest)\(unit)"
        }
    }
}
