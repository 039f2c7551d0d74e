import HallModel

/// An LED screen with an Onbon BX-5K or BX-6K character card.
///
/// ```
///  A5 A5 …   header (14)   data                      CRC16 lo hi   5A
///  (≥ 1)     dst src 3×00 option crcMode dispMode FE 02 length     everything between A5 and 5A is escaped:
///                          group command reply 2×reserved payload  A5→A6 02  A6→A6 01  5A→5B 02  5B→5B 01
/// ```
/// Numbers are little-endian; the CRC (ARC) is over header and data before escaping. Onbon's SDK sources for bx5k and
/// bx6k.
public struct OnbonCardSimulator: Sendable {
    /// A frame longer than this, escaped, is dropped.
    static let frameLimit = 8192
    /// Dynamic areas that the card holds.
    static let areaLimit = 32
    /// Everybody's address.
    static let everybody = 0xFFFE

    /// A dynamic area: kept in memory that a power failure clears.
    struct Area: Sendable, Equatable {
        var id: UInt8
        var x: Int
        var y: Int
        var width: Int
        var height: Int
        /// 2 goes dark when its time is over.
        var runMode: UInt8
        var goneAt: MonotonicInstant?
        var display: UInt8
        var text: [UInt8]
    }

    /// The panel and its card.
    public let settings: OnbonSettings
    /// The address it is set to, 1…65 533.
    public internal(set) var address: Int
    /// The address that it answers under, if that is not its own: a mistake that a fault makes.
    public internal(set) var answersAs: Int?
    /// Switched on at the wall.
    public private(set) var isOn = true
    /// Told to be lit (command A3 00).
    public private(set) var isLit = true
    /// Frames carried out, refused, dropped for their CRC, and others that were not for it or not understood.
    public private(set) var counts = (taken: 0, refused: 0, badChecksum: 0, ignored: 0)

    private(set) var areas: [Area] = []
    private var clock: [UInt8] = []
    private let decoder: CharacterDecoder
    private var frame: [UInt8]?

    /// A card that is on and dark; address 0 stands for the one it leaves the factory with, 1.
    public init(settings: OnbonSettings, address: Int, decoder: CharacterDecoder) {
        self.settings = settings
        self.address = address == 0 ? 1 : address
        self.decoder = decoder
    }

    /// When an area goes dark by itself.
    public var nextWake: MonotonicInstant? { areas.compactMap(\.goneAt).min() }

    /// Areas whose time is over go dark.
    public mutating func timeReached(at now: MonotonicInstant) {
        areas.removeAll { $0.goneAt.map { $0 <= now } ?? false }
    }

    /// Bytes from the wire; gives what the card answers to each frame.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: MonotonicInstant) -> [[UInt8]] {
        guard isOn else { return [] }
        var answers: [[UInt8]] = []
        for byte in bytes {
            switch byte {
            case 0xA5: frame = []
            case 0x5A:
                if let whole = frame, !whole.isEmpty, let answer = take(whole, at: now) { answers.append(answer) }
                frame = nil
            default:
                frame?.append(byte)
                if frame?.count ?? 0 > OnbonCardSimulator.frameLimit { frame = nil }
            }
        }
        return answers
    }

    /// The connection is gone: half a frame is no frame.
    public mutating func disconnect() { frame = nil }

    /// Switches it; dynamic areas are gone afterwards.
    public mutating func setPower(on: Bool) {
        guard isOn != on else { return }
        isOn = on
        isLit = true
        areas = []
        frame = nil
    }

    // MARK: Frames

    private mutating func take(_ escaped: [UInt8], at now: MonotonicInstant) -> [UInt8]? {
        guard let plain = OnbonCardSimulator.unescaped(escaped), plain.count >= 16 + 3 else {
            counts.ignored += 1
            return nil
        }
        let body = Array(plain.dropLast(2))
        let said = Int(plain[plain.count - 2]) | Int(plain[plain.count - 1]) << 8
        guard OnbonCardSimulator.check(body) == said else {
            counts.badChecksum += 1
            return nil
        }
        let destination = Int(body[0]) | Int(body[1]) << 8
        let source = Int(body[2]) | Int(body[3]) << 8
        guard destination == address || destination == OnbonCardSimulator.everybody else {
            counts.ignored += 1
            return nil
        }
        let length = Int(body[12]) | Int(body[13]) << 8
        let data = Array(body.dropFirst(14))
        var isDone = length == data.count && data.count >= 5
        if isDone { isDone = execute(data[0], data[1], Array(data.dropFirst(5)), at: now) }
        if isDone { counts.taken += 1 } else { counts.refused += 1 }
        // A command can ask for silence.
        guard data[2] == 0x01 else { return nil }
        let answer: [UInt8] = isDone ? [0xA0, 0x00, 0x00, 0x00, 0x00] : [0xA0, 0x01, 0x01, 0x00, 0x00]
        return OnbonCardSimulator.framed(answer, from: answersAs ?? address, to: source)
    }

    static func framed(_ data: [UInt8], from source: Int, to destination: Int) -> [UInt8] {
        let body: [UInt8] =
            [
                UInt8(destination & 0xFF), UInt8(destination >> 8 & 0xFF), UInt8(source & 0xFF),
                UInt8(source >> 8 & 0xFF), 0, 0, 0, 0, 0, 0, 0xFE, 0x02, UInt8(data.count & 0xFF),
                UInt8(data.count >> 8 & 0xFF),
            ] + data
        let crc = check(body)
        var bytes = [UInt8](repeating: 0xA5, count: 8)
        for byte in body + [UInt8(crc & 0xFF), UInt8(crc >> 8)] {
            switch byte {
            case 0xA5: bytes += [0xA6, 0x02]
            case 0xA6: bytes += [0xA6, 0x01]
            case 0x5A: bytes += [0x5B, 0x02]
            case 0x5B: bytes += [0x5B, 0x01]
            default: bytes.append(byte)
            }
        }
        return bytes + [0x5A]
    }

    /// Nil where an escape is none.
    static func unescaped(_ bytes: [UInt8]) -> [UInt8]? {
        var plain: [UInt8] = []
        var escape: UInt8?
        for byte in bytes {
            switch (escape, byte) {
            case (0xA6, 0x02): plain.append(0xA5)
            case (0xA6, 0x01): plain.append(0xA6)
            case (0x5B, 0x02): plain.append(0x5A)
            case (0x5B, 0x01): plain.append(0x5B)
            case (.some, _): return nil
            case (nil, 0xA6), (nil, 0x5B):
                escape = byte
                continue
            case (nil, _): plain.append(byte)
            }
            escape = nil
        }
        return escape == nil ? plain : nil
    }

    /// Polynomial 8005 reflected, begun with 0; "123456789" gives BB3D.
    static func check(_ bytes: [UInt8]) -> Int {
        var crc: UInt16 = 0
        for byte in bytes {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1 }
        }
        return Int(crc)
    }

    // MARK: Commands

    private mutating func execute(
        _ group: UInt8, _ command: UInt8, _ payload: [UInt8], at now: MonotonicInstant
    ) -> Bool {
        switch (group, command) {
        case (0xA3, 0x00):
            guard let state = payload.first, state <= 1 else { return false }
            isLit = state == 1
            return true
        case (0xA3, 0x06): return updateAreas(payload, at: now)
        case (0xA3, 0x10):
            areas = []
            return true
        case (0xA2, 0x03):
            guard !payload.isEmpty, payload.count <= 16 else { return false }
            clock = payload
            return true
        default: return false
        }
    }

    /// `deletions, ids…, count, { length u16, area }`: all or nothing.
    private mutating func updateAreas(_ payload: [UInt8], at now: MonotonicInstant) -> Bool {
        var reader = OnbonReader(payload)
        guard let deletions = reader.byte(), let gone = reader.bytes(Int(deletions)), let count = reader.byte() else {
            return false
        }
        var kept = areas.filter { !gone.contains($0.id) }
        for _ in 0..<Int(count) {
            guard let length = reader.number(), let bytes = reader.bytes(length),
                let area = OnbonArea.read(bytes, series: settings.series, at: now),
                area.x + area.width <= settings.width, area.y + area.height <= settings.height
            else { return false }
            kept.removeAll { $0.id == area.id }
            kept.append(area)
        }
        guard reader.isAtEnd, kept.count <= OnbonCardSimulator.areaLimit else { return false }
        areas = kept
        return true
    }

    // MARK: What is seen

    /// The lines of each area, from the top left; empty when it is dark. A clock shows as `HH:MM:SS`.
    public var shown: [String] {
        guard isOn, isLit else { return [] }
        let order = areas.indices.sorted { (areas[$0].y, areas[$0].x, $0) < (areas[$1].y, areas[$1].x, $1) }
        return order.flatMap { lines(areas[$0].text) }
    }

    /// The name of how the first area comes in; nil when the screen is dark.
    public var mode: String? {
        guard isOn, isLit, let area = areas.first else { return nil }
        return switch area.display {
        case 1: "static"
        case 2: "quick"
        case 3: "left"
        case 4: "right"
        case 5: "up"
        case 6: "down"
        default: "other"
        }
    }

    private func lines(_ text: [UInt8]) -> [String] {
        var lines = [""]
        var index = 0
        while index < text.count {
            let byte = text[index]
            let next: UInt8? = index + 1 < text.count ? text[index + 1] : nil
            let third: UInt8? = index + 2 < text.count ? text[index + 2] : nil
            index += 1
            if byte == 0x5C, let next {
                index += 1
                switch (next, third) {
                case (0x6E, _): lines.append("")
                case (0x44, .some(let part)):
                    let unit = Character(Unicode.Scalar(part))
                    lines[lines.count - 1] += "\(unit)\(unit)".withoutControls
                    index += 1
                case (0x43, .some), (0x46, .some), (0x54, .some): index += 1
                default: break
                }
            } else if byte >= 0x80, let next {
                lines[lines.count - 1] += decoder.decode([byte, next], settings.charset) ?? "\u{FFFD}"
                index += 1
            } else if (0x20..<0x7F).contains(byte) {
                lines[lines.count - 1].unicodeScalars.append(Unicode.Scalar(byte))
            } else if byte >= 0x80 {
                lines[lines.count - 1] += "\u{FFFD}"
            }
        }
        return lines
    }
}
