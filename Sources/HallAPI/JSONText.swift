/// Compact JSON that is being written, byte behind byte.
struct JSONText {
    private(set) var bytes: [UInt8] = []

    /// Room for what most replies need.
    init() { bytes.reserveCapacity(512) }

    /// A bracket, comma or colon.
    mutating func mark(_ mark: Unicode.Scalar) { bytes.append(UInt8(ascii: mark)) }

    /// Text that is JSON already.
    mutating func verbatim(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// `null`
    mutating func null() { verbatim("null") }

    /// `true` or `false`
    mutating func bool(_ value: Bool) { verbatim(value ? "true" : "false") }

    /// A whole number in decimal digits.
    mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
        if value < 0 { mark("-") }
        let start = bytes.count
        var rest = value.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
            rest = quotient
        } while rest > 0
        bytes[start...].reverse()
    }

    /// The fewest digits that give the same value again; JSON has no infinity and no NaN.
    mutating func number<Value: BinaryFloatingPoint & CustomStringConvertible>(_ value: Value) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        let text = value.description
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    /// A string in its quotes.
    mutating func string(_ text: String) {
        mark("\"")
        var text = text
        text.withUTF8 { text in
            var clean = 0
            for index in text.indices {
                let byte = text[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean..<index]))
                escaped(byte)
                clean = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[clean...]))
        }
        mark("\"")
    }

    /// A string, or `null`.
    mutating func nullable(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    private mutating func escaped(_ byte: UInt8) {
        mark("\\")
        switch byte {
        case 0x08: mark("b")
        case 0x09: mark("t")
        case 0x0A: mark("n")
        case 0x0C: mark("f")
        case 0x0D: mark("r")
        case 0..<0x20:
            verbatim(byte < 0x10 ? "u000" : "u001")
            let digit = byte & 0x0F
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        default: bytes.append(byte)
        }
    }
}

// MARK: Objects whose members come in any order

extension JSONText {
    /// Where a member of an object stands.
    struct Member {
        /// The quote before its name, and the quote after it.
        var start: Int
        var nameEnd: Int
    }

    /// Writes a member's name; where it stands.
    mutating func name(_ name: String) -> Member {
        let start = bytes.count
        string(name)
        mark(":")
        return Member(start: start, nameEnd: bytes.count - 2)
    }

    /// A name comes before those that it begins.
    func isBefore(_ one: Member, _ other: Member) -> Bool {
        bytes[one.start..<one.nameEnd].lexicographicallyPrecedes(bytes[other.start..<other.nameEnd])
    }

    /// Puts the members, which are all that was written since the first, in byte order of their names.
    mutating func sort(_ members: some RandomAccessCollection<Member>) {
        guard let start = members.first?.start else { return }
        let text = Array(bytes[start...])
        let ends = members.dropFirst().map { $0.start - 1 } + [bytes.count]
        let order = zip(members, ends).sorted { isBefore($0.0, $1.0) }
        bytes.removeSubrange(start...)
        for (member, end) in order {
            if bytes.count > start { mark(",") }
            bytes.append(contentsOf: text[member.start - start..<end - start])
        }
    }
}
