import HallModel

/// The talking side of a GPIO chip: the lines that a host holds, as lines of text on a stream.
///
/// ```
/// → hold 0=in 3=out:0        ← levels 0=1 3=0        those lines and no others; 1 is high
/// → set 3 1                                          drives an output that is held
///                            ← edge 0 0              an input that is held changed
/// → nonsense                 ← error TEXT
/// ```
public struct GPIOChipSimulator: Sendable {
    /// A line of text longer than this ends the connection.
    static let lineLimit = 8192
    /// Lines held at a time.
    static let heldLimit = 512

    /// How a line is held.
    enum Hold: Sendable, Equatable {
        case input
        case output(Bool)
    }

    /// What the host wants.
    enum Order: Sendable, Equatable {
        case hold([(offset: Int, hold: Hold)])
        case set(offset: Int, isHigh: Bool)
        case refused(String)

        static func == (left: Self, right: Self) -> Bool {
            switch (left, right) {
            case (.hold(let left), .hold(let right)):
                left.elementsEqual(right) { $0.offset == $1.offset && $0.hold == $1.hold }
            case (.set(let left, let high), .set(let right, let low)): left == right && high == low
            case (.refused(let left), .refused(let right)): left == right
            default: false
            }
        }
    }

    /// The client talked without end: its connection is to be closed.
    private(set) var isFinished = false
    /// What is held now.
    private(set) var held: [(offset: Int, hold: Hold)] = []
    private var line: [UInt8] = []

    init() {}

    mutating func hold(_ lines: [(offset: Int, hold: Hold)]) { held = lines }

    func holds(_ offset: Int, asInput: Bool) -> Bool {
        held.contains { $0.offset == offset && ($0.hold == .input) == asInput }
    }

    mutating func receive(_ bytes: [UInt8]) -> [Order] {
        var orders: [Order] = []
        for byte in bytes where !isFinished {
            guard byte == 0x0A else {
                line.append(byte)
                if line.count > GPIOChipSimulator.lineLimit { isFinished = true }
                continue
            }
            let words = String(decoding: line, as: UTF8.self).split(separator: " ")
            line = []
            if !words.isEmpty { orders.append(GPIOChipSimulator.order(words)) }
        }
        return orders
    }

    private static func order(_ words: [Substring]) -> Order {
        switch words[0] {
        case "hold":
            guard words.count <= heldLimit else { return .refused("too many lines") }
            var lines: [(offset: Int, hold: Hold)] = []
            for word in words.dropFirst() {
                let parts = word.split(separator: "=", omittingEmptySubsequences: false)
                guard parts.count == 2, let offset = number(parts[0]), let hold = hold(parts[1]) else {
                    return .refused("cannot hold \(String(word).withoutControls): write OFFSET=in or OFFSET=out:LEVEL")
                }
                guard !lines.contains(where: { $0.offset == offset }) else {
                    return .refused("line \(offset) twice")
                }
                lines.append((offset, hold))
            }
            return .hold(lines)
        case "set":
            guard words.count == 3, let offset = number(words[1]), words[2] == "0" || words[2] == "1" else {
                return .refused("write set OFFSET 0 or set OFFSET 1")
            }
            return .set(offset: offset, isHigh: words[2] == "1")
        default: return .refused("no order \(String(words[0]).withoutControls): use hold or set")
        }
    }

    private static func hold(_ word: Substring) -> Hold? {
        switch word {
        case "in": .input
        case "out:0": .output(false)
        case "out:1": .output(true)
        default: nil
        }
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}
