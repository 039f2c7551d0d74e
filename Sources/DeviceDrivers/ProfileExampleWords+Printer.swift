import DeviceProtocols
import HallModel

/// The words of `escpos-printer`.
struct PrinterWords {
    private static let known =
        "init, status on, ask N, chinese on, align …, size N, bold on|off, text TEXT, feed N, qr TEXT size N, "
        + "cut full|partial [unfed], process id XXXX, fence, recover and discard, clear buffer"

    var settings: PrinterSettings
    var text: ChineseEncoder

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in try parts(of: meaning) { bytes += try command(part) }
        return bytes
    }

    private func command(_ words: Substring) throws(ProfileExampleProblem) -> [UInt8] {
        if let fixed = Self.fixed(words) { return fixed }
        let space = words.firstIndex(of: " ") ?? words.endIndex
        let rest = words[space...].dropFirst()
        switch words[..<space] {
        case "ask":
            if let number = UInt8(rest), let question = ESCPOSQuestion(rawValue: number) {
                return ESCPOS.ask(question)
            }
        case "align":
            if let alignment = PrintSheet.Alignment(rawValue: String(rest)) { return ESCPOS.align(alignment) }
        case "size":
            if let size = Int(rest), (1...8).contains(size) { return ESCPOS.size(size) }
        case "feed":
            if let lines = UInt8(rest) { return ESCPOS.feed(lines: lines) }
        case "text":
            let encoder = ESCPOSText(charset: settings.charset, encoder: text)
            return encoder.bytes(String(rest), limit: ESCPOSSheetEncoder.characterLimit) + ESCPOS.lineFeed
        case "process":
            if let id = rest.after("id ").flatMap({ ESCPOSProcessID(Array($0.utf8)) }) { return ESCPOS.processID(id) }
            throw ProfileExampleProblem.processID
        case "qr":
            if let code = Self.qr(rest) { return code }
            throw ProfileExampleProblem.qr
        default: break
        }
        throw ProfileExampleProblem.unknown(words, known: Self.known)
    }

    private static func fixed(_ words: Substring) -> [UInt8]? {
        switch words {
        case "init": ESCPOS.initialize
        case "status on": ESCPOS.automaticStatusOn
        case "chinese on": ESCPOS.chineseOn
        case "bold on": ESCPOS.bold(true)
        case "bold off": ESCPOS.bold(false)
        case "cut full": ESCPOS.feedAndCut(.full)
        case "cut partial": ESCPOS.feedAndCut(.partial)
        case "cut full unfed": ESCPOS.cutUnfed(.full)
        case "cut partial unfed": ESCPOS.cutUnfed(.partial)
        case "fence": ESCPOS.fence
        case "recover and discard": ESCPOS.recoverAndDiscard
        case "clear buffer": ESCPOS.clearBuffer
        default: nil
        }
    }

    private static func qr(_ words: Substring) -> [UInt8]? {
        let fields = words.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count >= 3, fields[fields.count - 2] == "size", let module = Int(fields[fields.count - 1]),
            (1...16).contains(module)
        else { return nil }
        return ESCPOS.qr(Array(fields.dropLast(2).joined(separator: " ").utf8), module: module)
    }
}

extension PrinterWords {
    /// What the bytes say. One byte cannot tell which question it answers: `expected` says so.
    static func meaning(of bytes: [UInt8], as expected: String) throws(ProfileExampleProblem) -> String {
        var parser = ESCPOSStatusParser()
        var messages = parser.parse(bytes)
        let unfinished = parser.abandon()
        if unfinished > 0 { messages.append(.noise(unfinished)) }
        let expectedParts = try parts(of: expected)
        var words: [String] = []
        for message in messages {
            let hint = words.count < expectedParts.count ? expectedParts[words.count] : ""
            let word = try self.words(message, as: hint)
            if word != "noise" || words.last != "noise" { words.append(word) }
        }
        return words.joined(separator: "; ")
    }

    private static func words(_ message: ESCPOSMessage, as hint: Substring) throws(ProfileExampleProblem) -> String {
        switch message {
        case .xon: return "xon"
        case .xoff: return "xoff"
        case .automaticStatus(let status): return list(status.condition)
        case .answer(let byte):
            guard let digit = hint.after("answer ")?.first, let number = UInt8(String(digit)),
                let question = ESCPOSQuestion(rawValue: number)
            else { throw ProfileExampleProblem.questionMissing }
            return "answer \(number): \(answer(byte, to: question))"
        case .orderedAnswer(let byte):
            var condition = PrinterCondition()
            condition.update(orderedPaperAnswer: byte)
            return "fence: \(paper(condition.paper))"
        case .processID(let id): return "proof \(id)"
        case .bufferCleared: return "buffer cleared"
        case .block(let id, let content): return "block \(hexadecimal([id])): \(hexadecimal(content))"
        case .identity(let content): return "identity \(String(decoding: content, as: UTF8.self).withoutControls)"
        case .noise: return "noise"
        }
    }

    private static func list(_ condition: PrinterCondition) -> String {
        let faults = faults(condition)
        return ([condition.offline ? "offline" : "online"] + faults + [paper(condition.paper)])
            .joined(separator: ", ")
    }

    private static func faults(_ condition: PrinterCondition) -> [String] {
        (condition.coverOpen ? ["cover open"] : []) + (condition.cutterError ? ["cutter error"] : [])
            + (condition.unrecoverableError ? ["unrecoverable error"] : [])
    }

    private static func answer(_ byte: UInt8, to question: ESCPOSQuestion) -> String {
        var condition = PrinterCondition()
        condition.update(answer: byte, to: question)
        switch question {
        case .printer: return condition.offline ? "offline" : "online"
        case .paper: return paper(condition.paper)
        case .offlineCause, .errorCause:
            let words = faults(condition) + (condition.paper == .out ? [paper(.out)] : [])
            return words.isEmpty ? "nothing wrong" : words.joined(separator: ", ")
        }
    }

    private static func paper(_ paper: PrinterCondition.Paper) -> String {
        switch paper {
        case .unknown: "paper unknown"
        case .present: "paper present"
        case .nearEnd: "paper near end"
        case .out: "paper out"
        }
    }
}
