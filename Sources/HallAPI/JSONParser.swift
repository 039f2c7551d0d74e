//  Source: RFC 8259. What it leaves to the parser:
//
//  · nesting ends at a limit the caller names (section 9);
//  · a name that stands twice in one object makes the text no JSON (section 4 says only SHOULD), since two readers of
//    one message could believe different ones;
//  · a lone surrogate (section 8.2) and a byte order mark (section 8.1) are refused;
//  · a number is kept as it is written (section 6) and measured only when somebody asks for its value.

/// Why a text is no JSON.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Sendable {
        /// The text ends within a value.
        case unexpectedEnd
        /// A byte that cannot stand there.
        case unexpectedByte
        /// No number of JSON: a leading zero or plus, no digit where one must be.
        case badNumber
        /// A backslash with something else behind it than JSON knows.
        case badEscape
        /// Half a pair of UTF-16 stands alone: no character.
        case loneSurrogate
        /// A control character within a string.
        case controlCharacter
        /// No UTF-8.
        case notUTF8
        /// Objects and lists are nested deeper than the limit.
        case tooDeep
        /// Something follows the value.
        case trailingBytes
        /// A name stands twice in one object.
        case duplicateName
    }
    /// What is wrong.
    public var code: Code
    /// Where: bytes before it.
    public var offset: Int

    /// For the log.
    public var description: String { "\(code.rawValue) at byte \(offset)" }
}

/// Reads a text once, from its first byte to its last, into a flat list of its values.
struct JSONParser {
    private let bytes: [UInt8]
    private let depthLimit: Int
    private var at = 0
    private var nodes: [JSONDocument.Node] = []

    /// The values of a text, each before what it holds.
    static func nodes(of bytes: [UInt8], depthLimit: Int) throws(JSONError) -> [JSONDocument.Node] {
        var parser = JSONParser(bytes: bytes, depthLimit: depthLimit)
        parser.nodes.reserveCapacity(16)
        parser.skipSpace()
        try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.at == bytes.count else { throw parser.error(.trailingBytes) }
        return parser.nodes
    }

    private init(bytes: [UInt8], depthLimit: Int) {
        self.bytes = bytes
        self.depthLimit = depthLimit
    }

    /// The byte at hand; zero, which JSON has nowhere, at the end.
    private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private func error(_ code: JSONError.Code) -> JSONError {
        guard code == .unexpectedByte || code == .badNumber || code == .badEscape, at >= bytes.count else {
            return JSONError(code: code, offset: at)
        }
        return JSONError(code: .unexpectedEnd, offset: at)
    }

    private mutating func skipSpace() {
        while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(JSONError) {
        switch byte {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "{"): try object(depth: depth + 1)
        case UInt8(ascii: "["): try array(depth: depth + 1)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true", .true)
        case UInt8(ascii: "f"): try word("false", .false)
        case UInt8(ascii: "n"): try word("null", .null)
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func append(_ kind: JSONDocument.Kind, from start: Int) {
        nodes.append(
            JSONDocument.Node(
                kind: kind, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: at),
                next: Int32(truncatingIfNeeded: nodes.count + 1)))
    }

    private mutating func word(_ word: StaticString, _ kind: JSONDocument.Kind) throws(JSONError) {
        let start = at
        for index in 0..<word.utf8CodeUnitCount {
            guard byte == word.utf8Start[index] else { throw error(.unexpectedByte) }
            at += 1
        }
        append(kind, from: start)
    }

    private mutating func array(depth: Int) throws(JSONError) {
        let own = try open(.array, depth)
        guard byte != UInt8(ascii: "]") else { return close(own) }
        while true {
            try value(depth: depth)
            skipSpace()
            if byte == UInt8(ascii: "]") { return close(own) }
            guard byte == UInt8(ascii: ",") else { throw error(.unexpectedByte) }
            at += 1
            skipSpace()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) {
        let own = try open(.object, depth)
        guard byte != UInt8(ascii: "}") else { return close(own) }
        while true {
            guard byte == UInt8(ascii: "\"") else { throw error(.unexpectedByte) }
            try string()
            skipSpace()
            guard byte == UInt8(ascii: ":") else { throw error(.unexpectedByte) }
            at += 1
            skipSpace()
            try value(depth: depth)
            skipSpace()
            if byte == UInt8(ascii: "}") {
                close(own)
                return try checkNames(of: own)
            }
            guard byte == UInt8(ascii: ",") else { throw error(.unexpectedByte) }
            at += 1
            skipSpace()
        }
    }

    private mutating func open(_ kind: JSONDocument.Kind, _ depth: Int) throws(JSONError) -> Int {
        guard depth <= depthLimit else { throw error(.tooDeep) }
        append(kind, from: at)
        at += 1
        skipSpace()
        return nodes.count - 1
    }

    private mutating func close(_ own: Int) {
        at += 1
        nodes[own].end = Int32(truncatingIfNeeded: at)
        nodes[own].next = Int32(truncatingIfNeeded: nodes.count)
    }

    /// Compares in pairs while that is cheaper than a set; a long object must not cost the square of its length.
    private func checkNames(of object: Int) throws(JSONError) {
        var index = object + 1
        // One member only.
        guard nodes[index + 1].next < nodes[object].next else { return }
        var names: [Int] = []
        while index < nodes.count {
            names.append(index)
            index = Int(nodes[index + 1].next)
        }
        var seen = Set<[UInt8]>()
        for (place, name) in names.enumerated() {
            let isNew =
                if names.count <= 16 {
                    !names[..<place].contains { JSONDocument.isSameText(nodes[$0], nodes[name], in: bytes) }
                } else {
                    seen.insert(JSONDocument.text(nodes[name], in: bytes)).inserted
                }
            guard isNew else { throw JSONError(code: .duplicateName, offset: Int(nodes[name].start) - 1) }
        }
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) {
        let start = at
        var kind = JSONDocument.Kind.integer
        if byte == UInt8(ascii: "-") { at += 1 }
        if byte == UInt8(ascii: "0") { at += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            kind = .fraction
            at += 1
            try digits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            kind = .fraction
            at += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
            try digits()
        }
        guard !isDigit(byte) else { throw error(.badNumber) }
        append(kind, from: start)
    }

    private mutating func digits() throws(JSONError) {
        guard isDigit(byte) else { throw error(.badNumber) }
        while isDigit(byte) { at += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    // MARK: Strings

    private mutating func string() throws(JSONError) {
        at += 1
        let start = at
        var kind = JSONDocument.Kind.string
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                append(kind, from: start)
                at += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedString
                try escape()
            case 0..<0x20: throw error(.controlCharacter)
            case 0x20..<0x80: at += 1
            default: try character()
            }
        }
        throw error(.unexpectedEnd)
    }

    private mutating func escape() throws(JSONError) {
        let start = at
        at += 1
        switch byte {
        case UInt8(ascii: "u"):
            let unit = try hexadecimal()
            guard 0xD800...0xDFFF ~= unit else { return }
            guard unit < 0xDC00, byte == UInt8(ascii: "\\") else {
                throw JSONError(code: .loneSurrogate, offset: start)
            }
            at += 1
            guard byte == UInt8(ascii: "u"), 0xDC00...0xDFFF ~= (try hexadecimal()) else {
                throw JSONError(code: .loneSurrogate, offset: start)
            }
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 1
        default: throw error(.badEscape)
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        at += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = JSONDocument.hexadecimalValue(byte) else { throw error(.badEscape) }
            unit = unit << 4 | digit
            at += 1
        }
        return unit
    }

    /// One character of two to four bytes; the bounds of the second byte keep out what is too long, a surrogate or
    /// beyond U+10FFFF. Source: Unicode 16, table 3-7.
    private mutating func character() throws(JSONError) {
        let (count, second): (Int, ClosedRange<UInt8>) =
            switch bytes[at] {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xE1...0xEC, 0xEE...0xEF: (3, 0x80...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            default: throw error(.notUTF8)
            }
        guard at + count <= bytes.count, second.contains(bytes[at + 1]) else { throw error(.notUTF8) }
        for index in 2..<max(2, count) where bytes[at + index] & 0xC0 != 0x80 { throw error(.notUTF8) }
        at += count
    }
}
