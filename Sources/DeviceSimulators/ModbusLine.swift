import HallModel

/// A request as it stood on the wire: who was asked, and the bytes behind the address.
///
/// ```
///  RTU   unit  function data…  CRC lo hi                     frames end by 3.5 characters of silence
///  TCP   transaction(2)  00 00  length(2)  unit  function data…
/// ```
/// Modbus application protocol 1.1b3, serial line guide 1.02.
public struct ModbusQuestion: Sendable, Equatable {
    /// The address asked.
    public var unit: UInt8
    /// Function and data.
    public var body: [UInt8]
    /// On TCP the number that the answer carries again; nil on a serial line.
    public var transaction: UInt16?
}

/// The listening side of all slaves on a wire: finds requests in whatever comes.
struct ModbusLine: Sendable {
    /// A frame on a serial line is never longer.
    static let frameLimit = 256
    /// Behind the MBAP length field: unit, function, data.
    static let tcpLengthLimit = 254
    /// What a slave takes to begin its answer, after the silence that ends the request. What comes within it belongs to
    /// the request still: a scheduler may part what a UART would not.
    static let answerTime = Duration.milliseconds(5)

    /// From the last byte of a request to the first of the answer; nil on TCP, where frames say their length.
    private let silence: Duration?
    private var gathered: [UInt8] = []
    private var isTooLong = false
    private var lastByteAt: MonotonicInstant?
    /// A TCP stream that cannot be followed any more: all further bytes of the connection are dropped.
    private var isLost = false

    /// A serial line with its settings; nil for TCP.
    init(serial: SerialSettings?) {
        silence = serial.map { settings in
            // Above 19 200 the gap is fixed at 1.75 ms.
            let gap = settings.baud > 19_200 ? Duration.microseconds(1750) : settings.byteTime * 7 / 2
            return gap + ModbusLine.answerTime
        }
    }

    var isSerial: Bool { silence != nil }

    /// When the request is over and its answer begins.
    var nextWake: MonotonicInstant? {
        guard let silence, let lastByteAt else { return nil }
        return lastByteAt + silence
    }

    /// Bytes from the wire; on TCP gives the requests that are complete now.
    mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> [ModbusQuestion] {
        guard isSerial else { return follow(bytes) }
        lastByteAt = now
        let room = ModbusLine.frameLimit - gathered.count
        gathered += bytes.prefix(room)
        if bytes.count > room { isTooLong = true }
        return []
    }

    /// On a serial line, the request whose answer begins now, if it is sound.
    mutating func timeReached(at now: MonotonicInstant) -> ModbusQuestion? {
        guard let wake = nextWake, wake <= now else { return nil }
        defer { reset() }
        guard !isTooLong, gathered.count >= 4 else { return nil }
        let body = gathered.dropLast(2)
        guard ModbusLine.check(body) == Array(gathered.suffix(2)) else { return nil }
        return ModbusQuestion(unit: body[0], body: Array(body.dropFirst()))
    }

    /// The connection is gone, or the line was silent.
    mutating func reset() {
        gathered = []
        isTooLong = false
        isLost = false
        lastByteAt = nil
    }

    private mutating func follow(_ bytes: [UInt8]) -> [ModbusQuestion] {
        guard !isLost else { return [] }
        gathered += bytes
        var questions: [ModbusQuestion] = []
        while gathered.count >= 7 {
            let length = Int(gathered[4]) << 8 | Int(gathered[5])
            guard gathered[2] == 0, gathered[3] == 0, (2...ModbusLine.tcpLengthLimit).contains(length) else {
                isLost = true
                gathered = []
                break
            }
            guard gathered.count >= 6 + length else { break }
            questions.append(
                ModbusQuestion(
                    unit: gathered[6], body: Array(gathered[7..<(6 + length)]),
                    transaction: UInt16(gathered[0]) << 8 | UInt16(gathered[1])))
            gathered.removeFirst(6 + length)
        }
        return questions
    }

    /// An answer with its frame.
    static func frame(_ body: [UInt8], unit: UInt8, transaction: UInt16?) -> [UInt8] {
        guard let transaction else {
            let bytes = [unit] + body
            return bytes + check(bytes)
        }
        let length = body.count + 1
        return [
            UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0, UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF),
            unit,
        ] + body
    }

    /// CRC-16/MODBUS, low byte first.
    static func check(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        ByteMapKeysSimulator.check(.crc16Modbus, over: bytes)
    }
}
