import HallModel

/// Finds the answer to one request in whatever comes over a serial line, and says what else was heard.
///
/// ```
/// answer      unit │ function       │ as long as was asked for │ CRC-16     after a request from this host
/// refusal     unit │ function + 80h │ code                     │ CRC-16
/// echo        the request itself, from an adapter that hears what it says
/// another's   a whole frame of another unit, its answer too late, or the request of another master
/// noise       everything else; the answer may stand behind it
/// ```
///
/// Source: Modbus over serial line 1.02. An answer is whole when its CRC is; the silence around frames is not looked at,
/// since adapters and their drivers hold bytes back for longer than t3.5.
public struct ModbusListener: Sendable {
    /// What was heard besides.
    public enum Heard: Sendable, Equatable {
        /// The request came back.
        case echo
        /// A whole frame of this unit, which was not asked.
        case frame(unit: Int)
        /// So many bytes that make no frame.
        case bytes(Int)
    }
    /// The shortest frame: a refusal.
    public static let least = 5
    /// Unit and CRC around function and data.
    public static let envelope = 3

    private let request: [UInt8]
    private let unit: UInt8
    private let function: UInt8
    /// Bytes of the answer, with unit and CRC.
    private let size: Int
    private let echoesWrites: Bool
    private var buffer: [UInt8] = []
    private var isEchoTaken = false

    /// Function and data of the answer; nil as long as it is not whole.
    public private(set) var answer: [UInt8]?
    /// What was heard besides, in order.
    public private(set) var heard: [Heard] = []

    /// Waits for the answer to a request, which is given with its CRC. `answerSize` are the bytes of function and data in an
    /// answer that is no refusal. `echoes` says that this line is known to give back what is sent: an answer to a write is
    /// the same bytes, so nothing else tells the two apart.
    public init(request: [UInt8], answerSize: Int, echoes: Bool = false) {
        self.request = request
        unit = request.first ?? 0
        function = request.dropFirst().first ?? 0
        size = answerSize + Self.envelope
        echoesWrites = echoes
    }

    /// Bytes that are missing until the answer can be whole; nil when nothing that was heard can become it.
    public var missing: Int? {
        guard !buffer.isEmpty else { return nil }
        for start in buffer.indices {
            if let length = length(at: start), buffer.count - start < length { return length - (buffer.count - start) }
        }
        return nil
    }

    /// Something was heard that is neither echo nor another's, and is not the answer yet: noise, or the unit's answer to
    /// another question.
    public var isGarbage: Bool {
        !buffer.isEmpty
            || heard.contains {
                switch $0 {
                case .bytes: true
                case .frame(let unit): unit == Int(self.unit)
                case .echo: false
                }
            }
    }

    /// Bytes from the line, in order.
    public mutating func receive(_ bytes: [UInt8]) {
        guard answer == nil else { return }
        buffer += bytes
        while answer == nil, step() {}
    }

    /// No more comes: what is left is noise.
    public mutating func finish() {
        if !buffer.isEmpty { heard.append(.bytes(buffer.count)) }
        buffer = []
    }

    /// Takes one thing from the front of what was heard; false when more bytes are needed to tell.
    private mutating func step() -> Bool {
        guard buffer.count >= 2 else { return false }
        if !isEchoTaken, isReadOrEchoes, buffer.starts(with: request) {
            isEchoTaken = true
            take(request.count, as: .echo)
            return true
        }
        // The beginning of an echo looks like that of an answer.
        if !isEchoTaken, isReadOrEchoes, request.starts(with: buffer) { return false }
        if takeAnswer(at: 0) { return false }
        if let stranger = strangersLength {
            take(stranger, as: .frame(unit: Int(buffer[0])))
            return true
        }
        for start in buffer.indices.dropFirst() where takeAnswer(at: start) { return false }
        return false
    }

    /// The answer, if it stands whole from there on.
    private mutating func takeAnswer(at start: Int) -> Bool {
        guard let length = length(at: start), isWhole(start, length) else { return false }
        if start > 0 { take(start, as: .bytes(start)) }
        answer = Array(buffer[1..<(length - 2)])
        buffer.removeFirst(length)
        finish()
        return true
    }

    private var isReadOrEchoes: Bool { echoesWrites || function < 5 }

    /// How long the answer that begins there is; nil if none does.
    private func length(at start: Int) -> Int? {
        guard buffer[start] == unit else { return nil }
        guard start + 1 < buffer.count else { return Self.least }
        if buffer[start + 1] == function | 0x80 { return Self.least }
        return buffer[start + 1] == function ? size : nil
    }

    /// The length of a whole frame of another unit, or of another question, at the front; nil if there is none.
    private var strangersLength: Int? {
        guard buffer.count >= Self.least else { return nil }
        // A refusal, an answer with its own count, a request or an answer to a write, a request to write several.
        var lengths = [Self.least, 5 + Int(buffer[2]), 8]
        if buffer.count > 6 { lengths.append(9 + Int(buffer[6])) }
        return lengths.first { isWhole(0, $0) }
    }

    private func isWhole(_ start: Int, _ length: Int) -> Bool {
        guard start + length <= buffer.count, length >= Self.least else { return false }
        // Over a frame and its own CRC it is 0.
        return Checksums.crc16Modbus(buffer[start..<(start + length)]) == 0
    }

    private mutating func take(_ count: Int, as heard: Heard) {
        buffer.removeFirst(count)
        self.heard.append(heard)
    }
}
