/// A JSON text that was read once: its bytes, and where in them each value stands.
final class JSONDocument: Sendable {
    /// What a value is.
    enum Kind: UInt8 {
        case null, `true`, `false`
        /// A number without point and exponent.
        case integer
        /// A number with one of them.
        case fraction
        /// A string whose bytes are its text.
        case string
        /// A string with backslashes in it.
        case escapedString
        case array
        /// Name, value, name, value …
        case object
    }

    /// A value; what it holds follows it in the list.
    struct Node {
        var kind: Kind
        /// Its bytes; of a string, those between the quotes.
        var start: Int32
        var end: Int32
        /// The first node behind it and all it holds.
        var next: Int32

        var range: Range<Int> { Int(start)..<Int(end) }
    }

    let bytes: [UInt8]
    let nodes: [Node]

    fileprivate init(bytes: [UInt8], nodes: [Node]) {
        self.bytes = bytes
        self.nodes = nodes
    }

    /// Reads a text; messages have less than 2 GiB.
    init(_ bytes: [UInt8], depthLimit: Int = MessageLimits.depth) throws(JSONError) {
        precondition(bytes.count <= Int32.max)
        nodes = try JSONParser.nodes(of: bytes, depthLimit: depthLimit)
        self.bytes = bytes
    }

    /// Reads a message.
    convenience init(message: [UInt8]) throws(FramingError) {
        do throws(JSONError) {
            try self.init(message)
        } catch {
            switch error.code {
            case .notUTF8: throw FramingError.notUTF8
            case .tooDeep: throw FramingError.tooDeep(limit: MessageLimits.depth)
            default: throw FramingError.notAMessage("\(error)")
            }
        }
    }

    /// The whole.
    var root: JSONNode { JSONNode(document: self, index: 0) }
}

/// One value of a document.
struct JSONNode: Sendable {
    let document: JSONDocument
    let index: Int

    /// An object without members.
    static let emptyObject = JSONNode(
        document: JSONDocument(bytes: [], nodes: [.init(kind: .object, start: 0, end: 0, next: 1)]), index: 0)

    private var node: JSONDocument.Node { document.nodes[index] }

    var kind: JSONDocument.Kind { node.kind }

    var isNull: Bool { kind == .null }

    var bool: Bool? {
        switch kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// Its text, if it is a string.
    var string: String? {
        switch kind {
        case .string: String(decoding: document.bytes[node.range], as: UTF8.self)
        case .escapedString: String(decoding: JSONDocument.text(node, in: document.bytes), as: UTF8.self)
        default: nil
        }
    }

    /// Its value, if it is a whole number that fits; `1.0` and `1e2` are whole, but beyond 2^53 only digits are exact.
    func integer<Value: FixedWidthInteger>(as type: Value.Type) -> Value? {
        switch kind {
        case .integer:
            var digits = document.bytes[node.range]
            let isNegative = digits.first == UInt8(ascii: "-")
            if isNegative { digits = digits.dropFirst() }
            var value: Value = 0
            for byte in digits {
                guard let digit = Value(exactly: byte - UInt8(ascii: "0")) else { return nil }
                let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
                let (sum, carry) =
                    isNegative ? tenfold.subtractingReportingOverflow(digit) : tenfold.addingReportingOverflow(digit)
                guard !overflow, !carry else { return nil }
                value = sum
            }
            return value
        case .fraction:
            guard let double, abs(double) < 0x1p53 else { return nil }
            return Value(exactly: double)
        default: return nil
        }
    }

    /// The nearest Double, if it is a number and not beyond all of them.
    var double: Double? {
        guard kind == .integer || kind == .fraction else { return nil }
        let value = Double(String(decoding: document.bytes[node.range], as: UTF8.self))
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// What a list holds.
    var elements: [JSONNode] {
        guard kind == .array else { return [] }
        var elements: [JSONNode] = []
        var index = index + 1
        while index < node.next {
            elements.append(JSONNode(document: document, index: index))
            index = Int(document.nodes[index].next)
        }
        return elements
    }

    /// What an object holds, in the order of the text.
    var members: Members { Members(document: document, index: index + 1, end: kind == .object ? Int(node.next) : 0) }

    /// A member of an object.
    subscript(name: String) -> JSONNode? { members.first { $0.name.isText(name) }?.value }

    /// It is a string of this text, byte by byte.
    func isText(_ text: String) -> Bool {
        switch kind {
        case .string: node.range.count == text.utf8.count && document.bytes[node.range].elementsEqual(text.utf8)
        case .escapedString: JSONDocument.text(node, in: document.bytes).elementsEqual(text.utf8)
        default: false
        }
    }

    /// The members of an object.
    struct Members: Sequence, IteratorProtocol {
        fileprivate let document: JSONDocument
        fileprivate var index: Int
        fileprivate let end: Int

        mutating func next() -> (name: JSONNode, value: JSONNode)? {
            guard index < end else { return nil }
            defer { index = Int(document.nodes[index + 1].next) }
            return (JSONNode(document: document, index: index), JSONNode(document: document, index: index + 1))
        }
    }
}

// MARK: Text

extension JSONDocument {
    /// A string's text, its escapes resolved. The parser has seen that they are whole.
    static func text(_ node: Node, in bytes: [UInt8]) -> [UInt8] {
        guard node.kind == .escapedString else { return Array(bytes[node.range]) }
        var text: [UInt8] = []
        text.reserveCapacity(node.range.count)
        var index = Int(node.start)
        /// Four hexadecimal digits behind `\u`.
        func unit(at index: Int) -> UInt32 {
            bytes[index..<index + 4].reduce(0) { $0 << 4 | (hexadecimalValue($1) ?? 0) }
        }
        while index < node.end {
            guard bytes[index] == UInt8(ascii: "\\") else {
                text.append(bytes[index])
                index += 1
                continue
            }
            let letter = bytes[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var value = unit(at: index)
                index += 4
                if 0xD800..<0xDC00 ~= value {
                    value = 0x10000 + (value - 0xD800) << 10 + (unit(at: index + 2) - 0xDC00)
                    index += 6
                }
                if let scalar = Unicode.Scalar(value) { text.append(contentsOf: UTF8.encode(scalar) ?? .init()) }
            default: text.append(letter)
            }
        }
        return text
    }

    /// Two strings have the same text, byte by byte.
    static func isSameText(_ one: Node, _ other: Node, in bytes: [UInt8]) -> Bool {
        if one.kind == .string, other.kind == .string {
            return one.range.count == other.range.count && bytes[one.range].elementsEqual(bytes[other.range])
        }
        return text(one, in: bytes) == text(other, in: bytes)
    }

    static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
