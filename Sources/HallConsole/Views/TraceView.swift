import DeviceProtocols
import HallAPI
import HallModel

/// What was seen of a trace: an answer to a read says nothing of where it was read, so the last question is remembered.
struct TraceReader {
    /// A line for people.
    struct Line: Equatable {
        var text: String
        var tone: Cell.Tone
    }
    /// Bytes shown of a frame.
    private static let shown = 48

    private let language: Language
    private var sent: [UInt8] = []
    private var question: ModbusFrame?

    init(_ language: Language) { self.language = language }

    /// `09:05:07.123  →  01 03 00 00 00 02 c4 0b  unit 1: read holding 0…1, CRC ok`
    mutating func line(_ frame: TraceFrame, _ form: TraceForm) -> Line {
        let time = frame.at.dropFirst(11).prefix(12)
        guard frame.kind == .sent || frame.kind == .received else {
            let isBad = frame.kind == .refused || frame.kind == .lost
            return Line(
                text: "\(time)  ●  \(say(.event(frame.kind, code: frame.code)))", tone: isBad ? .bad : .faint)
        }
        let bytes = [UInt8](hexadecimal: frame.bytes) ?? []
        let isSent = frame.kind == .sent
        let (summary, tone) = form == .bytes ? (Self.ascii(bytes), .plain) : self.summary(bytes, isSent, form)
        var hex = bytes.prefix(Self.shown).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
        if bytes.count > Self.shown { hex += " " + say(.more(bytes.count - Self.shown)) }
        return Line(text: "\(time)  \(isSent ? "→" : "←")  \(hex)  \(summary)", tone: tone)
    }

    private static func ascii(_ bytes: [UInt8]) -> String {
        let text = bytes.prefix(shown).map { (0x20..<0x7F).contains($0) ? Character(UnicodeScalar($0)) : "." }
        return "|" + String(text) + "|"
    }

    // MARK: Modbus

    private mutating func summary(_ bytes: [UInt8], _ isSent: Bool, _ form: TraceForm) -> (String, Cell.Tone) {
        let frame: ModbusFrame?
        if form == .modbusTcp {
            let isWhole = bytes.count >= 8 && Int(bytes[4]) << 8 | Int(bytes[5]) == bytes.count - 6
            frame = isWhole ? ModbusFrame(unit: bytes[6], function: bytes[7], data: Array(bytes[8...])) : nil
        } else {
            frame = ModbusFrame(bytes)
        }
        guard let frame else {
            return (say(form == .modbusRtu && bytes.count >= 4 ? .crc(false) : .noFrame), .bad)
        }
        let crc = form == .modbusRtu ? [say(.crc(true))] : []
        func told(_ text: BusText, _ tone: Cell.Tone = .plain) -> (String, Cell.Tone) {
            (([say(.ofUnit(Int(frame.unit), say(text)))] + crc).joined(separator: language == .zh ? "，" : ", "), tone)
        }
        defer { if isSent { (sent, question) = (bytes, frame) } }
        if isSent { return told(frame.asking) }
        // A written coil or register is answered with the same bytes.
        if bytes == sent, (1...4).contains(frame.function) { return told(.echo, .warning) }
        let asked = question.flatMap { $0.unit == frame.unit ? $0 : nil }
        if case .exception(let code)? = frame.answer { return told(.exception(code), .warning) }
        return told(frame.answering(asked) ?? frame.asking)
    }

    private func say(_ text: BusText) -> String { text.text(language) }
}

extension ModbusFrame {
    private func number(_ index: Int) -> Int { Int(data[index]) << 8 | Int(data[index + 1]) }
    private var table: RegisterMap.Table? {
        (1...4).contains(function) ? [.coils, .discreteInputs, .holding, .input][Int(function) - 1] : nil
    }

    /// As a question.
    fileprivate var asking: BusText {
        switch function {
        case 1, 2, 3, 4:
            guard let table, data.count == 4, number(2) > 0 else { break }
            return .question(table, number(0)...(number(0) + number(2) - 1))
        case 5 where data.count == 4:
            return .writes(.coils, number(0)...number(0), [number(2) == 0 ? 0 : 1])
        case 6 where data.count == 4:
            return .writes(.holding, number(0)...number(0), [number(2)])
        case 16 where data.count > 5 && number(2) > 0 && data.count == 5 + 2 * number(2):
            return .writes(
                .holding, number(0)...(number(0) + number(2) - 1),
                stride(from: 5, to: data.count, by: 2).map { number($0) })
        default: break
        }
        return .function(Int(function), bytes: data.count)
    }

    /// As the answer to a question, if that is known; nil if it cannot be an answer.
    fileprivate func answering(_ question: ModbusFrame?) -> BusText? {
        switch answer {
        case .registers(let table, let registers):
            var range: ClosedRange<Int>?
            var count = registers.count
            if let question, question.function == function, question.data.count == 4 {
                let asked = question.number(2)
                // Bits come in whole bytes.
                if asked > 0, table.isBits ? (asked + 7) / 8 * 8 == count : asked == count {
                    count = asked
                    range = question.number(0)...(question.number(0) + asked - 1)
                }
            }
            return .contents(table, range, registers.prefix(count).map(Int.init))
        case .written(let table, let address, let value): return .written(table, address...address, [Int(value)])
        case .writtenMany(let span):
            guard span.count > 0 else { return nil }
            return .written(.holding, span.address...(span.end - 1), [])
        case .exception, nil: return nil
        }
    }
}
