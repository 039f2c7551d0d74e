import DeviceProtocols
import HallModel
import HardwareAccess

/// Makes frames of what a wire's recorder wrote down: reads come as the system gives them, half a frame or two at once.
///
/// ```
/// record ─▶ held: bytes of one direction ─▶ whole by its own length (Modbus), or nothing more for `pause` ─▶ frame
/// ```
struct FrameJoiner {
    /// How frames on a wire are told apart.
    enum Form {
        /// By length and CRC.
        case modbusRTU
        /// By the length in the header.
        case modbusTCP
        /// By pauses only.
        case bytes
    }
    /// Bytes of a stream that come no further apart are shown together: adapters and their drivers hold them back for some
    /// 16 ms.
    private static let streamPause = Duration.milliseconds(25)
    /// As long as the wire waits for the rest of an answer: what is whole is known before.
    private static let serialPause = Duration.milliseconds(100)
    /// A network repeats what was lost after 200 ms or more.
    private static let networkPause = Duration.milliseconds(500)
    /// More than any frame of Modbus; a stream is shown in pieces of so much.
    private static let longest = 512
    private static let longestPiece = 256

    private let form: Form
    private var held: FlightRecord?
    private var lastByte = MonotonicInstant(nanoseconds: 0)

    init(_ form: Form) { self.form = form }

    /// When what is held is a frame even if nothing more comes.
    var due: MonotonicInstant? { held == nil ? nil : lastByte + pause }

    /// Takes the next record; the frames that are known to be whole by it, in order.
    mutating func take(_ record: FlightRecord) -> [FlightRecord] {
        guard let (bytes, isSent) = record.content.data else { return flush() + [record] }
        var frames: [FlightRecord] = []
        if let held, held.content.data?.isSent == isSent, record.at - lastByte <= pause,
            let former = held.content.data?.bytes, former.count < longest
        {
            self.held = FlightRecord(at: held.at, content: .data(former + bytes, isSent: isSent))
        } else {
            frames = flush()
            held = record
        }
        lastByte = record.at
        return frames + takeWhole()
    }

    /// The time is this: what nothing more belongs to is a frame.
    mutating func pass(to now: MonotonicInstant) -> [FlightRecord] {
        guard let due, due <= now else { return [] }
        return flush()
    }

    /// What is held, as it is.
    mutating func flush() -> [FlightRecord] {
        guard let held, let (bytes, isSent) = held.content.data else { return [] }
        self.held = nil
        // Noise before a frame must not hide it.
        guard form == .modbusRTU, let start = bytes.indices.first(where: { wholeFrame(bytes[$0...]) != nil }),
            start > 0
        else { return [held] }
        self.held = FlightRecord(at: held.at, content: .data(Array(bytes[start...]), isSent: isSent))
        let noise = FlightRecord(at: held.at, content: .data(Array(bytes[..<start]), isSent: isSent))
        return [noise] + takeWhole() + flush()
    }

    /// Takes the frames at the beginning of what is held that are whole by themselves.
    private mutating func takeWhole() -> [FlightRecord] {
        guard let held, let (bytes, isSent) = held.content.data else { return [] }
        var frames: [FlightRecord] = []
        var rest = bytes[...]
        while let size = wholeFrame(rest) {
            frames.append(FlightRecord(at: held.at, content: .data(Array(rest.prefix(size)), isSent: isSent)))
            rest = rest.dropFirst(size)
        }
        guard !frames.isEmpty else { return [] }
        self.held =
            rest.isEmpty ? nil : FlightRecord(at: held.at, content: .data(Array(rest), isSent: isSent))
        return frames
    }

    /// Bytes of the frame that these begin with; nil if there is no whole one.
    private func wholeFrame(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        switch form {
        case .bytes: return bytes.count >= longest ? bytes.count : nil
        case .modbusTCP:
            guard bytes.count >= 8 else { return nil }
            let size = 6 + (Int(bytes[start + 4]) << 8 | Int(bytes[start + 5]))
            return (8...bytes.count).contains(size) ? size : nil
        case .modbusRTU:
            guard bytes.count >= 4 else { return nil }
            return sizes(of: bytes).first { size in
                bytes.count >= size && ModbusFrame(Array(bytes.prefix(size))) != nil
            }
        }
    }

    /// How many bytes an RTU frame with these first ones can have, as a question or as an answer.
    private func sizes(of bytes: ArraySlice<UInt8>) -> [Int] {
        let start = bytes.startIndex
        switch bytes[start + 1] {
        case 0x80...: return [5]
        case 1...4: return [8, 5 + Int(bytes[start + 2])]
        case 5, 6: return [8]
        case 15, 16: return bytes.count > 6 ? [8, 9 + Int(bytes[start + 6])] : [8]
        // Its length is not known: all there is, or nothing.
        default: return [bytes.count]
        }
    }

    private var pause: Duration {
        switch form {
        case .modbusRTU: Self.serialPause
        case .modbusTCP: Self.networkPause
        case .bytes: Self.streamPause
        }
    }
    private var longest: Int { form == .bytes ? Self.longestPiece : Self.longest }
}

extension FlightRecord.Content {
    /// The bytes on the wire; nil for what happened to the port.
    var data: (bytes: [UInt8], isSent: Bool)? {
        switch self {
        case .sent(let bytes): (bytes, true)
        case .received(let bytes): (bytes, false)
        case .opened, .refused, .lost, .discarded, .released: nil
        }
    }

    fileprivate static func data(_ bytes: [UInt8], isSent: Bool) -> Self { isSent ? .sent(bytes) : .received(bytes) }
}
