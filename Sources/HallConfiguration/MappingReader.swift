import HallModel

/// Reads the keys of one mapping. What was asked for is the schema: `finish` reports every other key.
struct MappingReader {
    let subject: Subject
    let mark: Mark
    let log: ProblemLog
    private let entries: [YAMLNode.Entry]
    private var asked: [String] = []

    /// The mapping in `node`; nil (and reported) when it is something else.
    init?(_ node: YAMLNode, _ subject: Subject, named name: String, log: ProblemLog) {
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .refused: return nil
        case .scalar, .sequence:
            log.report(.wrongShape(name, wanted: .mapping, found: node.shape), at: node.mark)
            return nil
        }
        self.subject = subject
        self.mark = node.mark
        self.log = log
    }

    /// The value of a key that may be absent.
    mutating func node(_ key: String) -> YAMLNode? {
        if !asked.contains(key) { asked.append(key) }
        return entries.first { $0.key == key }?.value
    }

    /// The value of a key that must be there; nil is reported.
    mutating func required(_ key: String) -> YAMLNode? {
        if let node = node(key) { return node }
        log.report(.missingKey(key, in: subject), at: mark)
        return nil
    }

    /// The value of a key, whether or not it must be there.
    mutating func value(_ key: String, required isRequired: Bool) -> YAMLNode? {
        isRequired ? required(key) : node(key)
    }

    /// Keys given and not asked for, with their values.
    var others: [YAMLNode.Entry] { entries.filter { !asked.contains($0.key) } }

    /// Reports the keys that nobody asked for.
    func finish() {
        for entry in others { log.report(.unknownKey(entry.key, known: asked), at: entry.keyMark) }
    }
}

extension MappingReader {
    /// A line of text.
    mutating func text(
        _ key: String, limit: Int, required: Bool = false, emptyAllowed: Bool = false
    ) -> Placed<String>? {
        value(key, required: required).flatMap {
            ValueReader(name: key, log: log).text($0, limit: limit, emptyAllowed: emptyAllowed)
        }
    }

    /// An id, also one with wrong characters (reported), so that what refers to it is not reported too.
    mutating func identifier(_ key: String, required: Bool = false) -> Placed<String>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).identifier($0) }
    }

    /// A whole number.
    mutating func integer(_ key: String, in range: ClosedRange<Int>, required: Bool = false) -> Placed<Int>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).integer($0, in: range) }
    }

    /// A decimal number with at most three decimals.
    mutating func quantity(_ key: String, required: Bool = false) -> Placed<Quantity>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).quantity($0) }
    }

    /// A numeric network address and a port.
    mutating func networkAddress(_ key: String, required: Bool = false) -> Placed<NetworkAddress>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).networkAddress($0) }
    }

    /// `true` or `false`.
    mutating func boolean(_ key: String, required: Bool = false) -> Placed<Bool>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).boolean($0) }
    }

    /// One of an enum's words.
    mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
        _ key: String, of type: Choice.Type, required: Bool = false
    ) -> Placed<Choice>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).choice($0, of: type) }
    }

    /// Bytes in hex.
    mutating func bytes(_ key: String, count: ClosedRange<Int>, required: Bool = false) -> Placed<[UInt8]>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).bytes($0, count: count) }
    }

    /// A time with its unit, in milliseconds: `200ms`, `30m`.
    mutating func duration(
        _ key: String, milliseconds range: ClosedRange<Int>, required: Bool = false
    ) -> Placed<Int>? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).duration($0, milliseconds: range) }
    }

    /// The values of a list.
    mutating func list(_ key: String, limit: Int, required: Bool = false) -> [YAMLNode]? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).list($0, limit: limit) }
    }

    /// The keys and values of a mapping whose keys are names.
    mutating func names(_ key: String, limit: Int, required: Bool = false) -> [YAMLNode.Entry]? {
        value(key, required: required).flatMap { ValueReader(name: key, log: log).names($0, limit: limit) }
    }

    /// A mapping with keys of its own.
    mutating func mapping(_ key: String, _ subject: Subject, required: Bool = false) -> MappingReader? {
        value(key, required: required).flatMap { MappingReader($0, subject, named: key, log: log) }
    }
}
