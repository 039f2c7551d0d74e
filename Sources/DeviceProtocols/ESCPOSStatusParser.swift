import HallModel

/// One message of a printer.
public enum ESCPOSMessage: Sendable, Equatable {
    /// The printer takes data again (11h).
    case xon
    /// The printer takes no more data (13h).
    case xoff
    /// `GS a`: the state, unasked.
    case automaticStatus(ESCPOSAutomaticStatus)
    /// The byte that answers a `DLE EOT n`; it does not say which n.
    case answer(UInt8)
    /// The byte that answers a `GS r n`; it does not say which n.
    case orderedAnswer(UInt8)
    /// `GS ( H` function 48: everything before this id is on paper.
    case processID(ESCPOSProcessID)
    /// `DLE DC4` function 8 was carried out.
    case bufferCleared
    /// Another block that begins with 37h: its id and what follows.
    case block(id: UInt8, content: [UInt8])
    /// The answer to `GS I`.
    case identity([UInt8])
    /// That many bytes fit no message.
    case noise(Int)
}

/// Sorts the bytes of a printer into messages, however they are cut into pieces.
///
/// ```
/// first byte b      message                                       length
/// 11h  13h          XON, XOFF                                     1
/// 37h               block: 37 id … 00                             to the NUL
/// 5Fh               block of GS I: 5F … 00                        to the NUL
/// b & 93h == 10h    automatic status; next three b & 90h == 00h   4, 11h and 13h may slip in
/// b & 93h == 12h    answer to DLE EOT n                           1
/// b & 90h == 00h    answer to GS r n                              1
/// anything else     noise
/// ```
///
/// Inside a block nothing is sorted. Contents of blocks are printable, so that a control byte (other than the NUL and a
/// slipped-in 11h or 13h) shows that the block broke off: what there is of it is noise and the byte begins a new
/// message. So does a byte that cannot stand in an automatic status.
///
/// Source: Epson ESC/POS reference, "Identification of the transmission status"; table computed from the fixed bits.
public struct ESCPOSStatusParser: Sendable, Equatable {
    /// Bytes a block may have before its NUL; the longest known answer (GS I) has 82.
    public static let blockLimit = 128

    private enum State: Sendable, Equatable {
        case between
        case status([UInt8])
        case block([UInt8])
    }
    private var state = State.between

    /// A parser at the start of a message.
    public init() {}

    /// A message has begun and is not complete.
    public var isInsideMessage: Bool { state != .between }

    /// Takes bytes in wire order; gives the messages that became complete. Noise in a row is one message.
    public mutating func parse(_ bytes: some Sequence<UInt8>) -> [ESCPOSMessage] {
        var messages: [ESCPOSMessage] = []
        for byte in bytes { take(byte, &messages) }
        return messages
    }

    /// Gives up an incomplete message; gives the number of its bytes.
    public mutating func abandon() -> Int {
        defer { state = .between }
        switch state {
        case .between: return 0
        case .status(let bytes), .block(let bytes): return bytes.count
        }
    }

    private mutating func take(_ byte: UInt8, _ messages: inout [ESCPOSMessage]) {
        if byte == 0x11 || byte == 0x13 {
            messages.append(byte == 0x11 ? .xon : .xoff)
            return
        }
        switch state {
        case .between:
            begin(byte, &messages)
        case .status(var bytes):
            guard byte & 0x90 == 0 else { return restart(byte, &messages) }
            bytes.append(byte)
            if bytes.count == 4 {
                state = .between
                messages.append(.automaticStatus(ESCPOSAutomaticStatus(bytes[0], bytes[1], bytes[2], bytes[3])))
            } else {
                state = .status(bytes)
            }
        case .block(var bytes):
            if byte == 0 {
                state = .between
                messages.append(Self.message(ofBlock: bytes))
            } else if byte < 0x20 || bytes.count >= Self.blockLimit {
                restart(byte, &messages)
            } else {
                bytes.append(byte)
                state = .block(bytes)
            }
        }
    }

    private mutating func begin(_ byte: UInt8, _ messages: inout [ESCPOSMessage]) {
        switch byte {
        case 0x37, 0x5F: state = .block([byte])
        case _ where byte & 0x93 == 0x10: state = .status([byte])
        case _ where byte & 0x93 == 0x12: messages.append(.answer(byte))
        case _ where byte & 0x90 == 0x00: messages.append(.orderedAnswer(byte))
        default: Self.appendNoise(1, &messages)
        }
    }

    private mutating func restart(_ byte: UInt8, _ messages: inout [ESCPOSMessage]) {
        Self.appendNoise(abandon(), &messages)
        begin(byte, &messages)
    }

    private static func appendNoise(_ count: Int, _ messages: inout [ESCPOSMessage]) {
        if case .noise(let before) = messages.last {
            messages[messages.count - 1] = .noise(before + count)
        } else {
            messages.append(.noise(count))
        }
    }

    private static func message(ofBlock bytes: [UInt8]) -> ESCPOSMessage {
        let content = Array(bytes.dropFirst())
        guard bytes.first == 0x37 else { return .identity(content) }
        guard let id = content.first else { return .noise(bytes.count + 1) }
        let rest = Array(content.dropFirst())
        if id == 0x22, let processID = ESCPOSProcessID(rest) { return .processID(processID) }
        if id == 0x25, rest.isEmpty { return .bufferCleared }
        return .block(id: id, content: rest)
    }
}
