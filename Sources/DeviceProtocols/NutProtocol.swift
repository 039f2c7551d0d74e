import HallModel

/// Lines of the NUT network protocol, as far as a reader of variables needs them.
///
/// ```
/// we    LIST VAR hallups ␊
/// upsd  BEGIN LIST VAR hallups ␊
///       VAR hallups ups.status "OL CHRG" ␊        words apart by spaces; "…" is one word; \" and \\ inside
///       VAR hallups battery.charge "100" ␊
///       END LIST VAR hallups ␊
/// or    ERR DATA-STALE ␊
/// ```
///
/// Source: NUT's net-protocol, NETVER 1.3; transcripts of upsd 2.8.0.
public enum NutProtocol {
    /// Bytes of one line without its end; a longer one is noise.
    public static let lineLimit = 8_192

    /// Asks which UPSs the server has.
    public static let listUPS = Array("LIST UPS\n".utf8)

    /// Asks for all variables of a UPS.
    public static func listVariables(of ups: String) -> [UInt8] { Array("LIST VAR \(quoted(ups))\n".utf8) }

    /// One word of a request; a name that has other characters than names have goes between quotes, without controls.
    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5C && $0 != 0x7F }
        guard !isPlain else { return word }
        var quoted = "\""
        for character in word.withoutControls {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}

/// One line of a NUT server.
public enum NutMessage: Sendable, Equatable {
    /// A list begins: what was asked (`VAR hallups`).
    case begin([String])
    /// It ends.
    case end([String])
    /// A UPS of the server.
    case ups(String)
    /// A variable of a UPS and its value.
    case variable(ups: String, name: String, value: String)
    /// The server refuses: `DATA-STALE`, `UNKNOWN-UPS` …
    case error(String)
    /// Another line: words that are of no use here.
    case other([String])
    /// So many bytes that are no line: unfinished quotes, or too long.
    case noise(Int)
}

/// Takes the lines of a NUT server out of a stream of bytes, however they are cut into pieces.
public struct NutLineParser: Sendable, Equatable {
    private var line: [UInt8] = []
    /// Bytes of the present line that were dropped since it is too long.
    private var dropped = 0

    /// At the beginning of a line.
    public init() {}

    /// Takes bytes in wire order; gives the lines that became complete. Empty lines are nothing.
    public mutating func parse(_ bytes: some Sequence<UInt8>) -> [NutMessage] {
        var messages: [NutMessage] = []
        for byte in bytes {
            if byte != 0x0A {
                if dropped > 0 || line.count >= NutProtocol.lineLimit { dropped += 1 } else { line.append(byte) }
                continue
            }
            if dropped > 0 {
                messages.append(.noise(line.count + dropped + 1))
            } else if let message = Self.message(line) {
                messages.append(message)
            }
            line.removeAll(keepingCapacity: true)
            dropped = 0
        }
        return messages
    }

    /// Gives up an unfinished line; gives the number of its bytes.
    public mutating func abandon() -> Int {
        defer { self = Self() }
        return line.count + dropped
    }

    private static func message(_ line: [UInt8]) -> NutMessage? {
        guard let words = words(line) else { return .noise(line.count + 1) }
        switch (words.first, words.count) {
        case (nil, _): return nil
        case ("BEGIN", 3...) where words[1] == "LIST": return .begin(Array(words.dropFirst(2)))
        case ("END", 3...) where words[1] == "LIST": return .end(Array(words.dropFirst(2)))
        case ("UPS", 2...): return .ups(words[1])
        case ("VAR", 4): return .variable(ups: words[1], name: words[2], value: words[3])
        case ("ERR", 2...): return .error(words[1])
        default: return .other(words)
        }
    }

    /// The words of a line without their quotes and escapes, and without control characters; nil when quotes stay open.
    private static func words(_ line: [UInt8]) -> [String]? {
        var words: [String] = []
        var word: [UInt8]?
        var isQuoted = false
        var isEscaped = false
        for byte in line {
            switch byte {
            case _ where isEscaped:
                isEscaped = false
                word = (word ?? []) + [byte]
            case 0x5C:
                isEscaped = true
            case 0x22:
                isQuoted.toggle()
                word = word ?? []
            case 0x20 where !isQuoted, 0x09 where !isQuoted, 0x0D where !isQuoted:
                if let word { words.append(text(word)) }
                word = nil
            default:
                word = (word ?? []) + [byte]
            }
        }
        guard !isQuoted, !isEscaped else { return nil }
        if let word { words.append(text(word)) }
        return words
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).withoutControls }
}
