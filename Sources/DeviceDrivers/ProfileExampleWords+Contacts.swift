import HallModel

/// The words of `contact-panel`. A GPIO line has no bytes: three stand for one, its offset, high byte first, and its
/// level, 0 or 1.
struct ContactWords {
    var panel: ContactPanel

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in try parts(of: meaning) {
            let words = part.split(separator: " ", omittingEmptySubsequences: false)
            guard words.count == 2,
                let line = panel.lines.first(where: { $0.point.name == words[0] && $0.point.meaning == .output }),
                let isOn = line.isActive(word: words[1])
            else { throw ProfileExampleProblem.unknown(part, known: known) }
            bytes += [
                UInt8(truncatingIfNeeded: line.offset >> 8), UInt8(truncatingIfNeeded: line.offset),
                line.level(isActive: isOn).isHigh ? 1 : 0,
            ]
        }
        return bytes
    }

    func meaning(of bytes: [UInt8]) -> String {
        var words: [String] = []
        var rest = bytes[...]
        while rest.count >= 3 {
            let triple = Array(rest.prefix(3))
            rest = rest.dropFirst(3)
            let offset = Int(triple[0]) << 8 | Int(triple[1])
            if triple[2] < 2, let line = panel.lines.first(where: { $0.offset == offset }) {
                let isActive = line.isActive(GPIOLevel(offset: offset, isHigh: triple[2] == 1))
                words.append("\(line.point.name) \(line.word(isActive: isActive))")
            } else {
                words.append("noise")
            }
        }
        if !rest.isEmpty { words.append("noise") }
        return joinedParts(words)
    }

    private var known: String {
        panel.lines.filter { $0.point.meaning == .output }.map { "\($0.point.name) on|off" }.joined(separator: ", ")
    }
}

extension ContactPanel.Line {
    /// A level on the wire means closed or on.
    func isActive(_ level: GPIOLevel) -> Bool { level.isHigh != isActiveLow }

    /// The level for closed or on, or for open or off.
    func level(isActive: Bool) -> GPIOLevel { GPIOLevel(offset: offset, isHigh: isActive != isActiveLow) }

    /// The point's word.
    func word(isActive: Bool) -> String {
        point.meaning == .output ? (isActive ? "on" : "off") : (isActive ? "closed" : "open")
    }

    /// What an output's word means; nil for another.
    func isActive(word: some StringProtocol) -> Bool? {
        switch word {
        case "on": true
        case "off": false
        default: nil
        }
    }
}
