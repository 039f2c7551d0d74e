import HallModel

/// Reads the settings of a `nut-ups` profile: which variables of NUT become which points.
struct NutDecoder {
    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The settings; nil when a part is missing or broken, which is reported.
    func settings(_ reader: MappingReader) -> NutSettings? {
        var keys = reader
        let poll = keys.poll()
        let mark = keys.node("variables")?.mark ?? keys.mark
        let nodes = keys.list("variables", limit: Limit.points, required: true)
        keys.finish()
        guard let poll, let nodes else { return nil }
        var names = UniqueNames<String>()
        var sources = UniqueNames<String>()
        let variables = nodes.compactMap { node in
            variable(node, pollSeconds: poll, names: &names, sources: &sources)
        }
        // One that could not be read is reported already and may have been the status.
        if variables.count == nodes.count,
            !variables.contains(where: { $0.name == "ups.status" && $0.point.meaning == .upsStatus })
        {
            log.report(.noStatus, at: mark)
        }
        return NutSettings(pollSeconds: poll, variables: variables)
    }

    private func variable(
        _ node: YAMLNode, pollSeconds: Int, names: inout UniqueNames<String>, sources: inout UniqueNames<String>
    ) -> NutSettings.Variable? {
        guard var keys = MappingReader(node, .point, named: "variables", log: log) else { return nil }
        let variable = keys.text("variable", limit: Limit.name, required: true)
        let name = keys.identifier("name", required: true)
        let meaning = keys.choice("measures", of: PointMeaning.self)
        let unit = keys.unit("unit")
        let decimals = keys.integer("decimals", in: 0...3)
        let range = keys.quantityRange("range")
        keys.finish()
        guard let variable, let name else { return nil }
        if !Self.isVariable(variable.value) {
            let form = Bilingual(
                zh: "小写字母、数字、点和连字符，例如 battery.charge", en: "lower-case words apart by dots: battery.charge")
            log.report(.badForm("variable", value: variable.value, form: form), at: variable.mark)
        }
        if let first = names.add(name) { log.report(.pointTwice(name.value, first: first), at: name.mark) }
        if let first = sources.add(variable) {
            log.report(.variableTwice(variable.value, first: first), at: variable.mark)
        }
        if let meaning, let wanted = meaning.value.upsUnit, wanted != unit?.value {
            log.report(.wrongUnit(meaning.value, wanted: wanted), at: unit?.mark ?? meaning.mark)
        }
        if let meaning, meaning.value.upsUnit == nil, ![.upsStatus, .other].contains(meaning.value) {
            let allowed = PointMeaning.allCases.filter { $0.upsUnit != nil || [.upsStatus, .other].contains($0) }
            log.report(
                .notOneOf("measures", value: meaning.value.rawValue, allowed: allowed.map(\.rawValue)),
                at: meaning.mark)
        }
        if unit == nil || meaning?.value == .upsStatus {
            // A text has no unit, no decimals and no range.
            if meaning?.value == .upsStatus, let unit { log.report(.onlyOfNumbers("unit"), at: unit.mark) }
            if let decimals { log.report(.onlyOfNumbers("decimals"), at: decimals.mark) }
            if let range { log.report(.onlyOfNumbers("range"), at: range.mark) }
        }
        let isNumber = unit != nil && meaning?.value != .upsStatus
        return NutSettings.Variable(
            name: variable.value,
            point: PointDefinition(
                name: name.value, meaning: meaning?.value ?? .other,
                form: isNumber ? .number(unit?.value ?? .none, decimals: decimals?.value ?? 0) : .text,
                range: isNumber ? range?.value : nil, periodSeconds: pollSeconds))
    }

    private static func isVariable(_ text: String) -> Bool {
        let words = text.split(separator: ".", omittingEmptySubsequences: false)
        return words.count > 1
            && words.allSatisfy { word in
                !word.isEmpty
                    && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            }
    }
}

extension PointMeaning {
    /// The unit in which the hall takes it from a UPS; nil for what has no number or is no UPS's.
    fileprivate var upsUnit: MeasureUnit? {
        switch self {
        case .upsRunTime: .second
        case .upsCharge, .upsLoad: .percent
        case .roomTemperature, .relativeHumidity, .carbonDioxide, .illuminance, .setPoint, .plantMode, .fanSpeed,
            .upsStatus, .contact, .output, .other:
            nil
        }
    }
}

extension MappingReader {
    /// `poll: 2s`: whole seconds, 1…60.
    mutating func poll() -> Int? {
        guard let poll = duration("poll", milliseconds: 1_000...60_000, required: true) else { return nil }
        if poll.value % 1_000 != 0 { log.report(.notWholeSeconds("poll"), at: poll.mark) }
        return poll.value / 1_000
    }
}
