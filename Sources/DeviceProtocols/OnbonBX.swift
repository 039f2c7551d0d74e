import HallModel

/// Frames of Onbon BX-5K and BX-6K character cards, TCP 5005.
///
/// ```
/// A5 ×8 │ FE FF  00 80  00 00 00  00       00    00     FE      02       33 00  │ A3 06 … │ 07 BC │ 5A
/// start │ to     from   reserved  barcode  CRC   shown  device  version  length │ data    │ CRC   │ end
///         └──────────────────────── header, low bytes first ─────────────────┘   └ CRC-16/ARC over header and data
///
/// data    A3 06   01          00 00     …
///         command wants reply reserved  content
/// ```
///
/// Between start and end, A5 is sent as A6 02, A6 as A6 01, 5A as 5B 02, 5B as 5B 01; the CRC is taken before that.
/// FFFE is every card. In a captured frame of a 5K card the reserved bytes of the data hold the length of what follows
/// them; the SDK of the 6K sends 0. Whether a 5K card needs it is not confirmed.
///
/// Source: Onbon's Java SDK (bx5k, bx6k) and a captured frame.
public enum OnbonBX {
    /// The address of every card.
    public static let everybody: UInt16 = 0xFFFE
    /// Bytes of a frame's inside, unescaped: far above what a card says.
    public static let frameLimit = 2_048

    static let start: UInt8 = 0xA5
    static let end: UInt8 = 0x5A
    static let host: UInt16 = 0x8000

    /// A dynamic area: text in the card's RAM, which can be written without limit. Files go to its flash, which cannot.
    ///
    /// ```
    /// A3 06 │ 00        │ 01    │ 2A 00  │ 00   │ 00 00 00 00 60 00 10 00 │ 00 00 00    │ 05 00    │ 00 00
    ///         areas to    areas   length   type   x     y     w     h       id, spacing,  time-out   sound, extra
    ///         delete                                                         run mode      seconds
    ///       │ 00    02     01        01     00    00     08         │ 0F 00 00 00 │ C7 EB …
    ///         align lines  new line  still  exit  speed  hold ×0.5 s  length        text
    /// ```
    ///
    /// x and w are pixels, on 5K cards units of 8 pixels. `\n` (two characters) begins a line.
    public struct Area: Sendable, Equatable {
        /// Pixels across, a multiple of 8.
        public var width: Int
        /// Pixels down.
        public var height: Int
        /// Seconds; of use only in run modes that end.
        public var timeout: UInt16
        /// Half seconds a page stands.
        public var hold: UInt8
        /// In the card's character set.
        public var text: [UInt8]

        /// An area from the upper left corner.
        public init(width: Int, height: Int, timeout: UInt16 = 5, hold: UInt8 = 8, text: [UInt8]) {
            self.width = width
            self.height = height
            self.timeout = timeout
            self.hold = hold
            self.text = text
        }
    }

    /// The frame that shows an area and asks for a reply.
    public static func frame(_ area: Area, to card: UInt16, series: OnbonSettings.Series) -> [UInt8] {
        let unit = series == .bx5k ? 8 : 1
        var body: [UInt8] = [0x00] + word(0) + word(0) + word(area.width / unit) + word(area.height)
        body += [0x00, 0x00, 0x00] + word(Int(area.timeout)) + [0x00, 0x00]
        body += [0x00, 0x02, 0x01, 0x01, 0x00, 0x00, area.hold]
        body += word(area.text.count) + word(area.text.count >> 16) + area.text
        let content: [UInt8] = [0x00, 0x01] + word(body.count) + body
        let reserved = word(series == .bx5k ? content.count : 0)
        return frame([0xA3, 0x06, 0x01] + reserved + content, to: card)
    }

    private static func frame(_ data: [UInt8], to card: UInt16) -> [UInt8] {
        let header = word(Int(card)) + word(Int(host)) + [0, 0, 0, 0, 0, 0, 0xFE, 0x02] + word(data.count)
        let inside = header + data
        let crc = Checksums.crc16ARC(inside)
        return Array(repeating: start, count: 8) + escaped(inside + word(Int(crc))) + [end]
    }

    private static func word(_ value: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }

    /// As bytes stand between start and end.
    public static func escaped(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.flatMap { byte -> [UInt8] in
            switch byte {
            case 0xA5: [0xA6, 0x02]
            case 0xA6: [0xA6, 0x01]
            case 0x5A: [0x5B, 0x02]
            case 0x5B: [0x5B, 0x01]
            default: [byte]
            }
        }
    }
}

/// What a card says.
public enum OnbonMessage: Sendable, Equatable {
    /// It took the command.
    case acknowledged
    /// It refused, for this reason.
    case refused(error: UInt8)
    /// So many bytes that are no message of a card.
    case noise(Int)
}

/// Takes a card's messages out of a stream of bytes, however they are cut into pieces.
///
/// A run of A5 begins a frame wherever it stands, since inside no A5 is left: after damage the next frame is found.
public struct OnbonParser: Sendable, Equatable {
    /// The unescaped inside; nil before a start.
    private var inside: [UInt8]?
    /// The first byte of an escaped pair.
    private var escape: UInt8?
    /// Bytes since the frame began, or since the last message.
    private var taken = 0

    /// Before a frame.
    public init() {}

    /// Takes bytes in wire order; gives the messages that became complete. Noise in a row is one message.
    public mutating func parse(_ bytes: some Sequence<UInt8>) -> [OnbonMessage] {
        var messages: [OnbonMessage] = []
        for byte in bytes { take(byte, &messages) }
        return messages
    }

    /// Gives up an unfinished frame; gives the number of its bytes.
    public mutating func abandon() -> Int {
        defer { self = Self() }
        return taken
    }

    private mutating func take(_ byte: UInt8, _ messages: inout [OnbonMessage]) {
        if byte == OnbonBX.start {
            if inside != [] || escape != nil { drop(&messages) }
            inside = []
            taken += 1
            return
        }
        taken += 1
        guard inside != nil else { return drop(&messages) }
        if byte == OnbonBX.end {
            finish(&messages)
        } else if let first = escape {
            escape = nil
            switch (first, byte) {
            case (0xA6, 0x02): inside?.append(0xA5)
            case (0xA6, 0x01): inside?.append(0xA6)
            case (0x5B, 0x02): inside?.append(0x5A)
            case (0x5B, 0x01): inside?.append(0x5B)
            default: drop(&messages)
            }
        } else if byte == 0xA6 || byte == 0x5B {
            escape = byte
        } else {
            inside?.append(byte)
        }
        if inside.map({ $0.count > OnbonBX.frameLimit }) ?? false { drop(&messages) }
    }

    private mutating func finish(_ messages: inout [OnbonMessage]) {
        guard escape == nil, let inside, let message = Self.message(inside) else { return drop(&messages) }
        messages.append(message)
        self = Self()
    }

    private mutating func drop(_ messages: inout [OnbonMessage]) {
        defer { self = Self() }
        guard taken > 0 else { return }
        if case .noise(let before) = messages.last {
            messages[messages.count - 1] = .noise(before + taken)
        } else {
            messages.append(.noise(taken))
        }
    }

    /// Header 14, data of the length it names, CRC.
    private static func message(_ inside: [UInt8]) -> OnbonMessage? {
        guard inside.count >= 14 + 5 + 2 else { return nil }
        let content = inside.dropLast(2)
        let length = Int(inside[12]) | Int(inside[13]) << 8
        let crc = UInt16(inside[inside.count - 2]) | UInt16(inside[inside.count - 1]) << 8
        let receiver = UInt16(inside[0]) | UInt16(inside[1]) << 8
        guard content.count == 14 + length, Checksums.crc16ARC(content) == crc, receiver == OnbonBX.host,
            inside[14] == 0xA0
        else { return nil }
        switch inside[15] {
        case 0x00: return .acknowledged
        case 0x01: return .refused(error: inside[16])
        default: return nil
        }
    }
}
