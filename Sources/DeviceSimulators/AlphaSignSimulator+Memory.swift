/// The sign's files, and what of them is seen.
extension AlphaSignSimulator {
    /// `label [1B position mode [special]] message`. Label `0` is the priority text: it needs no memory and hides
    /// everything else until it is written empty.
    mutating func writeText(_ data: [UInt8]) -> Bool {
        guard let label = data.first else { return false }
        var mode: UInt8 = 0x62
        var message = data.dropFirst()
        if message.first == 0x1B {
            guard message.count >= 3 else { return false }
            mode = message[message.startIndex + 2]
            message = message.dropFirst(mode == 0x6E ? 4 : 3)
        }
        if label == 0x30 {
            priority =
                message.isEmpty
                ? nil
                : File(
                    label: label, isString: false, size: AlphaSignSimulator.priorityLimit, mode: mode,
                    content: Array(message.prefix(AlphaSignSimulator.priorityLimit)))
            return true
        }
        guard let index = files.firstIndex(where: { $0.label == label && !$0.isString }),
            message.count <= files[index].size
        else { return false }
        files[index].mode = mode
        files[index].content = Array(message)
        return true
    }

    /// `label message`; a string is seen where a text calls it.
    mutating func writeString(_ data: [UInt8]) -> Bool {
        guard let label = data.first, let index = files.firstIndex(where: { $0.label == label && $0.isString }),
            data.count - 1 <= files[index].size
        else { return false }
        files[index].content = Array(data.dropFirst())
        return true
    }

    /// `label type protection size×4 info×4`, again for each file; all others are gone.
    mutating func allocate(_ data: [UInt8]) -> Bool {
        var allocated: [File] = []
        var rest = data[...]
        while rest.count >= 11, allocated.count < AlphaSignSimulator.fileLimit {
            let entry = Array(rest.prefix(11))
            rest = rest.dropFirst(11)
            guard let size = AlphaSignSimulator.hexadecimal(entry[3..<7]) else { continue }
            switch entry[1] {
            case 0x41: allocated.append(File(label: entry[0], isString: false, size: size))
            case 0x42: allocated.append(File(label: entry[0], isString: true, size: size))
            default: break
            }
        }
        files = allocated
        sequence = allocated.filter { !$0.isString }.prefix(1).map(\.label)
        return true
    }

    /// `T|S|D  U|L  labels`: the texts to run, one after the other.
    mutating func setSequence(_ data: [UInt8]) -> Bool {
        guard data.count >= 3 else { return false }
        sequence = Array(data.dropFirst(2).prefix(128))
        return true
    }

    /// The texts that run now, each as its pages: the priority text alone, or the sequence. Empty when the sign is dark.
    public var shown: [[String]] {
        guard isOn else { return [] }
        if let priority { return [pages(priority.content)] }
        return sequence.compactMap { label in
            files.first { $0.label == label && !$0.isString && !$0.content.isEmpty }.map { pages($0.content) }
        }
    }

    /// A priority text is shown.
    public var showsPriority: Bool { isOn && priority != nil }

    /// The name of the mode of what is shown; nil when the sign is dark.
    public var mode: String? {
        guard isOn else { return nil }
        let running = sequence.lazy.compactMap { label in files.first { $0.label == label && !$0.content.isEmpty } }
        guard let file = priority ?? running.first else { return nil }
        return AlphaSignSimulator.name(ofMode: file.mode)
    }

    /// The text with its control codes carried out: new pages and lines begin, strings are put in, the rest is not seen.
    private func pages(_ content: [UInt8], depth: Int = 0) -> [String] {
        var lines = [""]
        var index = 0
        while index < content.count {
            let byte = content[index]
            index += 1
            switch byte {
            case 0x0C, 0x0D: lines.append("")
            case 0x10:
                guard index < content.count else { break }
                let string = files.first { $0.label == content[index] && $0.isString }
                if let string, depth == 0 {
                    let inner = pages(string.content, depth: 1)
                    lines[lines.count - 1] += inner[0]
                    lines += inner.dropFirst()
                }
                index += 1
            case 0x1A, 0x1C, 0x1D, 0x1E, 0x08, 0x0B: index += 1
            case 0x20..<0x7F: lines[lines.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
            case 0x80...: lines[lines.count - 1] += "\u{FFFD}"
            default: break
            }
        }
        return lines
    }

    static func name(ofMode mode: UInt8) -> String {
        switch mode {
        case 0x61: "rotate"
        case 0x62: "hold"
        case 0x63: "flash"
        case 0x65...0x6C: "roll"
        case 0x6D: "scroll"
        case 0x6E: "special"
        case 0x6F: "auto"
        case 0x70...0x73: "wipe"
        case 0x74: "compressed"
        case 0x75: "explode"
        case 0x76: "clock"
        default: "unknown"
        }
    }
}
