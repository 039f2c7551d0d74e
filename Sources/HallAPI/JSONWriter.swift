/// Writes Codable values as compact JSON, the members of an object in byte order of their names.
///
/// A member is written where it comes; an object whose members did not come in order is put in order when it closes. So
/// the containers of one value are to be filled one after the other, as all synthesized code does.
final class JSONWriter {
    /// An object or list that is not closed yet.
    private struct Frame {
        var isObject: Bool
        /// Its first member among those of all open objects.
        var firstMember: Int
        var count = 0
        var isSorted = true
    }

    private(set) var text = JSONText()
    private var frames: [Frame] = []
    private var members: [JSONText.Member] = []
    /// Frames that were open when the value at hand began: a container of it opened twice is the same one.
    private var base = 0

    /// One value as JSON.
    static func bytes(of value: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter()
        try writer.write(value)
        return writer.text.bytes
    }

    /// Writes with what `body` calls.
    func write<Result>(_ body: (inout JSONText) throws -> Result) rethrows -> Result { try body(&text) }

    /// Writes a value of any type.
    func write(_ value: some Encodable) throws {
        let outer = base
        base = frames.count
        let start = text.bytes.count
        try value.encode(to: self)
        close(to: base)
        base = outer
        // A value that said nothing has no members.
        if text.bytes.count == start { text.verbatim("{}") }
    }

    /// Opens the object or list of the value at hand; how many are open with it.
    func open(isObject: Bool) -> Int {
        guard frames.count > base, frames[base].isObject == isObject else { return openNested(isObject: isObject) }
        close(to: base + 1)
        return base + 1
    }

    /// Opens one that cannot have been opened before.
    func openNested(isObject: Bool) -> Int {
        text.mark(isObject ? "{" : "[")
        frames.append(Frame(isObject: isObject, firstMember: members.count))
        return frames.count
    }

    /// How many elements or members a container has by now.
    func count(_ depth: Int) -> Int { depth <= frames.count ? frames[depth - 1].count : 0 }

    /// Begins a member of the object that is open at this depth.
    func beginMember(_ name: String, depth: Int) {
        beginElement(depth: depth)
        let member = text.name(name)
        if members.count > frames[depth - 1].firstMember, let last = members.last, !text.isBefore(last, member) {
            frames[depth - 1].isSorted = false
        }
        members.append(member)
    }

    /// Begins an element of the list that is open at this depth.
    func beginElement(depth: Int) {
        precondition(depth <= frames.count, "the containers of a value are filled one after the other")
        close(to: depth)
        if frames[depth - 1].count > 0 { text.mark(",") }
        frames[depth - 1].count += 1
    }

    private func close(to depth: Int) {
        while frames.count > depth, let frame = frames.popLast() {
            if !frame.isSorted { text.sort(members[frame.firstMember...]) }
            members.removeSubrange(frame.firstMember...)
            text.mark(frame.isObject ? "}" : "]")
        }
    }
}
