/// Writes compact JSON into one run of bytes, the members of an object in byte order of their names.
///
/// A member is written where it comes; an object whose members did not come in order is put in order when it closes. So
/// the containers of one value are to be filled one after the other, as all synthesized code does.
final class JSONWriter {
    /// An object or list that is not closed yet.
    private struct Frame {
        var isObject: Bool
        /// The first byte behind its bracket.
        var start: Int
        /// Its first member among those of all open objects.
        var firstMember: Int
        var count = 0
        var isSorted = true
    }
    private struct Member {
        /// The quote before its name, and the byte behind the quote after it.
        var start: Int
        var nameEnd: Int
    }

    private(set) var bytes: [UInt8] = []
    private var frames: [Frame] = []
    private var members: [Member] = []
    /// Frames that were open when the value at hand began: a container of it opened twice is the same one.
    private var base = 0

    /// One value as JSON.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter()
        writer.bytes.reserveCapacity(512)
        try writer.write(encoding: value)
        return writer.bytes
    }

    // MARK: Objects and lists

    /// Opens an object or list; how many are open with it.
    func open(isObject: Bool) -> Int {
        if frames.count > base, frames[base].isObject == isObject {
            close(to: base + 1)
            return base + 1
        }
        return openNested(isObject: isObject)
    }

    /// Opens one that cannot have been opened before.
    func openNested(isObject: Bool) -> Int {
        bytes.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
        frames.append(Frame(isObject: isObject, start: bytes.count, firstMember: members.count))
        return frames.count
    }

    /// How many elements or members the container has by now.
    func count(_ depth: Int) -> Int { frames[depth - 1].count }

    /// Begins a member of the object that is open at this depth.
    func beginMember(_ name: String, depth: Int) {
        beginElement(depth: depth)
        let start = bytes.count
        write(name)
        let member = Member(start: start, nameEnd: bytes.count)
        if let last = members.last, members.count > frames[depth - 1].firstMember, !isBefore(last, member, in: bytes) {
            frames[depth - 1].isSorted = false
        }
        members.append(member)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Begins an element of the list that is open at this depth.
    func beginElement(depth: Int) {
        close(to: depth)
        if frames[depth - 1].count > 0 { bytes.append(UInt8(ascii: ",")) }
        frames[depth - 1].count += 1
    }

    private func close(to depth: Int) {
        while frames.count > depth, let frame = frames.popLast() {
            if !frame.isSorted { sort(frame) }
            members.removeSubrange(frame.firstMember...)
            bytes.append(frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    private func isBefore(_ one: Member, _ other: Member, in bytes: [UInt8]) -> Bool {
        // Without the closing quote: a name comes before those it begins.
        bytes[one.start..<one.nameEnd - 1].lexicographicallyPrecedes(bytes[other.start..<other.nameEnd - 1])
    }

    private func sort(_ frame: Frame) {
        let text = Array(bytes[frame.start...])
        let unsorted = members[frame.firstMember...]
        let order = unsorted.indices.sorted { isBefore(members[$0], members[$1], in: bytes) }
        let ends = unsorted.dropFirst().map { $0.start - 1 } + [bytes.count]
        bytes.removeSubrange(frame.start...)
        for index in order {
            if bytes.count > frame.start { bytes.append(UInt8(ascii: ",")) }
            bytes.append(
                contentsOf: text[members[index].start - frame.start..<ends[index - frame.firstMember] - frame.start])
        }
    }

    // MARK: Values

    func write(encoding value: some Encodable) throws {
        let outer = base
        base = frames.count
        let start = bytes.count
        try value.encode(to: self)
        close(to: base)
        base = outer
        // A value that said nothing has no members.
        if bytes.count == start { bytes.append(contentsOf: "{}".utf8) }
    }

    func writeNull() { bytes.append(contentsOf: "null".utf8) }

    func write(_ value: Bool) { bytes.append(contentsOf: (value ? "true" : "false").utf8) }

    func write(whole value: some FixedWidthInteger) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
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
    func write<Value: BinaryFloatingPoint & LosslessStringConvertible>(number value: Value) throws {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        let text = value.description
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            var clean = 0
            for index in text.indices {
                let byte = text[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: text[clean..<index])
                writeEscaped(byte)
                clean = index + 1
            }
            bytes.append(contentsOf: text[clean...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func writeEscaped(_ byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0..<0x20:
            bytes.append(contentsOf: byte < 0x10 ? "u000".utf8 : "u001".utf8)
            bytes.append(Array("0123456789abcdef".utf8)[Int(byte & 0x0F)])
        default: bytes.append(byte)
        }
    }
}
