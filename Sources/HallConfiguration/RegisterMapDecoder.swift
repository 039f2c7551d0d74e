import HallModel

/// Reads the settings of a `modbus-registers` profile: the points of a device and where they stand in its registers.
///
/// ```
/// points:
///   - {name: temperature, measures: room-temperature, table: input, address: 1, encoding: s16, divide: 10, unit: °C,
///      range: [-40, 80], period: 5s}
/// value = raw × multiply ÷ divide + offset
/// ```
struct RegisterMapDecoder {
    static let periods = 100...3_600_000
    private static let factors = 1...1_000_000

    private let log: ProblemLog

    init(log: ProblemLog) { self.log = log }

    /// The map; nil when a part is missing or broken, which is reported.
    func map(_ reader: MappingReader) -> RegisterMap? {
        var keys = reader
        let timeout = keys.duration("responseTimeout", milliseconds: 20...10_000)
        let gap = keys.duration("gap", milliseconds: 0...1_000)
        let limit = keys.integer("blockLimit", in: 1...125)
        let holes = keys.boolean("readHoles")
        let latching = keys.list("latching", limit: Limit.registerPlaces)?.compactMap(place)
        let identity = keys.mapping("identity", .registers).flatMap(identity)
        let pointsMark = keys.node("points")?.mark ?? keys.mark
        let nodes = keys.list("points", limit: Limit.profilePoints, required: true)
        keys.finish()
        guard let nodes else { return nil }
        if nodes.isEmpty { log.report(.noPoints, at: pointsMark) }
        var names = UniqueNames<String>()
        let registers = nodes.compactMap { register($0, names: &names, blockLimit: limit?.value ?? 125) }
        return RegisterMap(
            responseTimeoutMilliseconds: timeout?.value ?? 500, gapMilliseconds: gap?.value ?? 0,
            blockLimit: limit?.value ?? 125, readsHoles: holes?.value ?? false, latching: latching, identity: identity,
            registers: registers)
    }

    private func register(_ node: YAMLNode, names: inout UniqueNames<String>, blockLimit: Int) -> RegisterMap.Register?
    {
        guard var keys = MappingReader(node, .point, named: "points", log: log) else { return nil }
        let name = keys.identifier("name", required: true)
        if let name, let first = names.add(name) { log.report(.pointTwice(name.value, first: first), at: name.mark) }
        let meaning = keys.choice("measures", of: PointMeaning.self)
        let table = keys.choice("table", of: RegisterMap.Table.self, required: true)
        let address = keys.integer("address", in: 0...65_535, required: true)
        let encoding = keys.choice("encoding", of: RegisterMap.Encoding.self, required: true)
        if let table, let encoding {
            verify(table.value, encoding, address, blockLimit: blockLimit)
        }
        let isWritable = keys.boolean("write")
        if let isWritable, isWritable.value, let table, [.input, .discreteInputs].contains(table.value) {
            log.report(.tableNotWritable(table.value.rawValue), at: isWritable.mark)
        }
        let order = keys.choice("order", of: RegisterMap.WordOrder.self)
        if let order, let encoding, encoding.value.width == 1 {
            log.report(.orderOfOneRegister(encoding.value.rawValue), at: order.mark)
        }
        let period = keys.duration("period", milliseconds: Self.periods, required: true)
        let invalid = keys.list("invalid", limit: Limit.invalidNumbers)?.compactMap {
            ValueReader(name: "invalid", log: log).integer($0, in: Int(Int32.min)...Int(UInt32.max))?.value
        }
        let isWords = keys.node("words") != nil
        let words = self.words(&keys, encoding: encoding?.value)
        let power = self.power(&keys, words: words)
        let number = number(&keys, encoding: encoding?.value, isWords: isWords)
        if !isWords, encoding?.value == .bit { log.report(.wordsMissing, at: node.mark) }
        if let meaning { verify(meaning, isWords: isWords, unit: number.unit) }
        keys.finish()
        guard let name, let table, let address, let encoding, let period else { return nil }
        // A device that is switched off says so before its own words.
        let form: PointDefinition.Form =
            isWords
            ? .words((power == nil ? [] : [Self.off]) + words.map(\.word))
            : .number(number.unit, decimals: number.decimals)
        let point = PointDefinition(
            name: name.value, meaning: meaning?.value ?? .other, form: form, range: number.range,
            isWritable: isWritable?.value ?? false, periodSeconds: (period.value + 999) / 1_000)
        return RegisterMap.Register(
            point: point, table: table.value, address: address.value, encoding: encoding.value,
            order: order?.value ?? .abcd, multiply: number.multiply, divide: number.divide, offset: number.offset,
            invalid: invalid ?? [], words: words, power: power,
            periodMilliseconds: period.value % 1_000 == 0 ? nil : period.value)
    }

    /// Registers in a row: `{table: holding, address: 200, count: 8}`.
    private func place(_ node: YAMLNode) -> RegisterMap.Place? {
        guard var keys = MappingReader(node, .registers, named: "latching", log: log) else { return nil }
        let table = keys.choice("table", of: RegisterMap.Table.self, required: true)
        let address = keys.integer("address", in: 0...65_535, required: true)
        let count = keys.integer("count", in: 1...65_536)
        keys.finish()
        guard let table, let address else { return nil }
        return RegisterMap.Place(table: table.value, address: address.value, count: count?.value ?? 1)
    }

    /// What tells the model: `{table: holding, address: 0x8000, values: [1, 2]}`.
    private func identity(_ reader: MappingReader) -> RegisterMap.Identity? {
        var keys = reader
        let table = keys.choice("table", of: RegisterMap.Table.self, required: true)
        let address = keys.integer("address", in: 0...65_535, required: true)
        let nodes = keys.list("values", limit: Limit.invalidNumbers, required: true)
        let values = nodes?.compactMap { ValueReader(name: "values", log: log).integer($0, in: 0...65_535)?.value }
        keys.finish()
        if let table, [.coils, .discreteInputs].contains(table.value) {
            log.report(.identityOfBits(table.value.rawValue), at: table.mark)
        }
        if let nodes, nodes.isEmpty { log.report(.emptyText("values"), at: keys.mark) }
        guard let table, let address, let values, !values.isEmpty else { return nil }
        return RegisterMap.Identity(
            place: RegisterMap.Place(table: table.value, address: address.value), values: values)
    }

    /// The word that a mode has by its switch.
    private static let off = "off"
}

/// Where a number stands.
extension RegisterMapDecoder {
    private func verify(
        _ table: RegisterMap.Table, _ encoding: Placed<RegisterMap.Encoding>, _ address: Placed<Int>?, blockLimit: Int
    ) {
        let isBits = table == .coils || table == .discreteInputs
        if isBits != (encoding.value == .bit) {
            log.report(
                .encodingOfTable(encoding.value.rawValue, table: table.rawValue, isBits: isBits), at: encoding.mark)
        } else if encoding.value.width > blockLimit {
            log.report(.widerThanBlock(encoding.value.rawValue, limit: blockLimit), at: encoding.mark)
        }
        if let address, address.value + encoding.value.width > 65_536 {
            log.report(.beyondTheTable(address.value, width: encoding.value.width), at: address.mark)
        }
    }

    private func power(_ point: inout MappingReader, words: [RegisterMap.Word]) -> RegisterMap.PowerSwitch? {
        guard var keys = point.mapping("power", .power) else { return nil }
        let table = keys.choice("table", of: RegisterMap.Table.self, required: true)
        let address = keys.integer("address", in: 0...65_535, required: true)
        keys.finish()
        if let table, [.input, .discreteInputs].contains(table.value) {
            log.report(.tableNotWritable(table.value.rawValue), at: table.mark)
        }
        if point.node("words") == nil { log.report(.powerOfNumber, at: keys.mark) }
        if words.contains(where: { $0.word == Self.off }) { log.report(.offTwice, at: keys.mark) }
        guard let table, let address else { return nil }
        return RegisterMap.PowerSwitch(table: table.value, address: address.value)
    }
}

/// What a number means.
extension RegisterMapDecoder {
    private struct Number {
        var multiply = 1
        var divide = 1
        var offset = Quantity(0)
        var unit = MeasureUnit.none
        var decimals = 0
        var range: PointDefinition.Range?
    }

    private func number(
        _ keys: inout MappingReader, encoding: RegisterMap.Encoding?, isWords: Bool
    ) -> Number {
        var number = Number()
        let multiply = keys.integer("multiply", in: Self.factors)
        let divide = keys.integer("divide", in: Self.factors)
        let offset = keys.quantity("offset")
        let unit = keys.unit("unit")
        let decimals = keys.integer("decimals", in: 0...3)
        let range = keys.quantityRange("range")
        if isWords {
            let ofNumbers = ["multiply", "divide", "offset", "unit", "decimals", "range"]
            for key in ofNumbers { if let node = keys.node(key) { log.report(.numberAndWords(key), at: node.mark) } }
        }
        number.multiply = multiply?.value ?? 1
        number.divide = divide?.value ?? 1
        number.offset = offset?.value ?? Quantity(0)
        number.unit = unit?.value ?? .none
        number.decimals = decimals?.value ?? Self.decimals(divide: number.divide, isFloat: encoding == .float32)
        number.range = range?.value
        return number
    }

    /// As many as the divisor makes: 10 one, 100 two; a float has one at least.
    private static func decimals(divide: Int, isFloat: Bool) -> Int {
        let places = divide == 1 ? 0 : divide <= 10 ? 1 : divide <= 100 ? 2 : 3
        return max(places, isFloat ? 1 : 0)
    }

    private func words(_ keys: inout MappingReader, encoding: RegisterMap.Encoding?) -> [RegisterMap.Word] {
        guard let mark = keys.node("words")?.mark, let entries = keys.names("words", limit: Limit.words) else {
            return []
        }
        if entries.isEmpty { log.report(.emptyText("words"), at: mark) }
        let range = encoding.map(\.codes)
        if encoding == .float32 { log.report(.wordsOfFloat, at: mark) }
        var words: [RegisterMap.Word] = []
        for entry in entries {
            guard let code = NumberText(entry.key)?.value, range?.contains(code) ?? true else {
                let allowed = range.map { "\($0.lowerBound)…\($0.upperBound)" } ?? "0…65535"
                log.report(.outOfRange("words", value: entry.key, allowed: allowed), at: entry.keyMark)
                continue
            }
            guard let word = ValueReader(name: "words", log: log).identifier(entry.value) else { continue }
            if let first = words.first(where: { $0.code == code }) {
                log.report(.wordCodeTwice(code, first: first.word), at: entry.keyMark)
            }
            if let first = words.first(where: { $0.word == word.value }) {
                log.report(.wordTwice(word.value, first: first.code), at: word.mark)
            }
            words.append(RegisterMap.Word(code: code, word: word.value))
        }
        return words
    }

    private func verify(_ meaning: Placed<PointMeaning>, isWords: Bool, unit: MeasureUnit) {
        let isRight =
            switch meaning.value.form {
            case .unit(let wanted): !isWords && unit == wanted
            case .words: isWords
            case .any: true
            }
        if !isRight { log.report(.formOfMeaning(meaning.value), at: meaning.mark) }
    }
}

extension PointMeaning {
    /// What the hall must be able to compare.
    enum Form: Equatable {
        case unit(MeasureUnit)
        case words
        case any
    }

    /// What a point of this meaning holds.
    var form: Form {
        switch self {
        case .roomTemperature, .setPoint: .unit(.celsius)
        case .relativeHumidity: .unit(.relativeHumidity)
        case .carbonDioxide: .unit(.partsPerMillion)
        case .illuminance: .unit(.lux)
        case .upsRunTime: .unit(.second)
        case .upsCharge, .upsLoad: .unit(.percent)
        case .plantMode, .contact, .output: .words
        case .fanSpeed, .upsStatus, .other: .any
        }
    }
}

extension RegisterMap.Encoding {
    /// The raw numbers it can hold.
    fileprivate var codes: ClosedRange<Int> {
        switch self {
        case .bit: 0...1
        case .u16: 0...Int(UInt16.max)
        case .s16: Int(Int16.min)...Int(Int16.max)
        case .u32, .float32: 0...Int(UInt32.max)
        case .s32: Int(Int32.min)...Int(Int32.max)
        }
    }
}

extension MappingReader {
    /// `[low, high]`, ends included.
    mutating func quantityRange(_ key: String) -> Placed<PointDefinition.Range>? {
        guard let mark = node(key)?.mark, let nodes = list(key, limit: 2) else { return nil }
        let ends = nodes.compactMap { ValueReader(name: key, log: log).quantity($0)?.value }
        guard ends.count == nodes.count else { return nil }
        guard ends.count == 2, ends[0] < ends[1] else {
            log.report(.badRange(key), at: mark)
            return nil
        }
        return Placed(value: PointDefinition.Range(low: ends[0], high: ends[1]), mark: mark)
    }

    /// A unit as `docs/names.md` spells it.
    mutating func unit(_ key: String) -> Placed<MeasureUnit>? {
        guard let text = text(key, limit: Limit.text) else { return nil }
        guard let unit = MeasureUnit(rawValue: text.value) else {
            let known = MeasureUnit.allCases.map(\.rawValue).filter { !$0.isEmpty }
            log.report(.notOneOf(key, value: text.value, allowed: known), at: text.mark)
            return nil
        }
        return Placed(value: unit, mark: text.mark)
    }
}
