import HallModel

/// Reads one set of limits: numbers of a standard, each with its clause. Only a set without errors comes back.
struct LimitDecoder {
    private let log: ProblemLog

    private init(log: ProblemLog) { self.log = log }

    /// The set in a file's tree.
    static func set(_ node: YAMLNode, id: String, log: ProblemLog) -> LimitSet? {
        let set = LimitDecoder(log: log).decode(node, id: id)
        return log.hasErrors ? nil : set
    }

    private func decode(_ node: YAMLNode, id: String) -> LimitSet? {
        guard var keys = MappingReader(node, .limitSet, named: id, log: log) else { return nil }
        let name = both(&keys, "name")
        let source = keys.text("source", limit: Limit.text, required: true)
        let nodes = keys.list("limits", limit: Limit.limits, required: true) ?? []
        keys.finish()
        var firsts: [String: Mark] = [:]
        let limits = nodes.compactMap { node -> HallModel.Limit? in
            guard var reader = MappingReader(node, .limit, named: "limits", log: log) else { return nil }
            let limit = limit(&reader)
            reader.finish()
            if let limit {
                if let first = firsts[limit.id] {
                    log.report(.duplicateID(.limit, limit.id, first: first), at: node.mark)
                }
                firsts[limit.id] = firsts[limit.id] ?? node.mark
            }
            return limit
        }
        guard let name, let source else { return nil }
        return LimitSet(id: id, nameZh: name.zh, nameEn: name.en, source: source.value, limits: limits)
    }

    private func limit(_ keys: inout MappingReader) -> HallModel.Limit? {
        let id = keys.identifier("id", required: true)
        let meaning = keys.choice("measures", of: PointMeaning.self, required: true)
        let relation = keys.choice("relation", of: HallModel.Limit.Relation.self, required: true)
        let value = keys.quantity("value", required: true)
        let unit = keys.choice("unit", of: MeasureUnit.self, required: true)
        let season = keys.choice("when", of: HallModel.Limit.Season.self)
        let mean = keys.duration("mean", milliseconds: 60_000...86_400_000)
        let verb = keys.choice("verb", of: HallModel.Limit.Verb.self, required: true)
        let clause = both(&keys, "clause")
        let confidence = keys.choice("confidence", of: HallModel.Limit.Confidence.self, required: true)
        let alarm = keys.choice("alarm", of: LimitAlarm.self, required: true)
        let delay = keys.duration("delay", milliseconds: 0...86_400_000)
        let band = keys.quantity("deadBand")
        let isOn = keys.boolean("on")
        if let mean, mean.value % 1_000 != 0 { log.report(.notWholeSeconds("mean"), at: mean.mark) }
        if let delay, delay.value % 1_000 != 0 { log.report(.notWholeSeconds("delay"), at: delay.mark) }
        if let band, band.value < Quantity(0) {
            log.report(.outOfRange("deadBand", value: band.value.shortest, allowed: "0…"), at: band.mark)
        }
        guard let id, let meaning, let relation, let value, let unit, let verb, let clause, let confidence, let alarm,
            let kind = AlarmKind(rawValue: alarm.value.rawValue)
        else { return nil }
        return HallModel.Limit(
            id: id.value, meaning: meaning.value, relation: relation.value, value: value.value, unit: unit.value,
            season: season?.value ?? .always, meanSeconds: mean.map { $0.value / 1_000 }, verb: verb.value,
            clauseZh: clause.zh, clauseEn: clause.en, confidence: confidence.value, alarm: kind,
            onDelaySeconds: (delay?.value ?? 0) / 1_000, deadBand: band?.value ?? Quantity(0),
            // A number that nobody could confirm is shown, and judges nobody.
            isOn: (isOn?.value ?? true) && confidence.value != .unconfirmed && verb.value != .may)
    }

    /// A text in both languages: `{zh: …, en: …}`.
    private func both(_ keys: inout MappingReader, _ key: String) -> Bilingual? {
        guard var texts = keys.mapping(key, .standard, required: true) else { return nil }
        let zh = texts.text("zh", limit: Limit.text, required: true)
        let en = texts.text("en", limit: Limit.text, required: true)
        texts.finish()
        guard let zh, let en else { return nil }
        return Bilingual(zh: zh.value, en: en.value)
    }
}

/// The alarms that a limit can raise.
enum LimitAlarm: String, CaseIterable {
    case setPointTooLow = "set-point-too-low"
    case setPointTooHigh = "set-point-too-high"
    case roomOvercooled = "room-overcooled"
    case roomOverheated = "room-overheated"
    case roomUncomfortable = "room-uncomfortable"
    case airHumid = "air-humid"
    case airDry = "air-dry"
    case airStale = "air-stale"
    case lightLow = "light-low"
    case autonomyShort = "autonomy-short"
}
