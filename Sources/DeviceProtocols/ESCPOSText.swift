import HallModel

/// Characters as a printer takes them: printable bytes of its character set, nothing else.
public struct ESCPOSText: Sendable {
    /// Stands for a character that the set lacks.
    private static let replacement: Unicode.Scalar = "〓"

    /// One printed character.
    public struct Glyph: Sendable, Equatable {
        /// 1, 2 or 4 bytes, none of them a control byte.
        public var bytes: [UInt8]
        /// Its width in columns of font A: 1 for a single byte (12 dots), 2 for a Chinese character (24 dots).
        public var columns: Int
        /// A line may end here and the next begin after it.
        public var isSpace: Bool { bytes == [0x20] }
    }

    /// The printer's set.
    public let charset: PrinterSettings.Charset
    private let encoder: ChineseEncoder

    /// Encodes into one set.
    public init(charset: PrinterSettings.Charset, encoder: ChineseEncoder) {
        self.charset = charset
        self.encoder = encoder
    }

    /// The characters of a text, at most `limit`. Controls become spaces, invisible characters vanish, and what the set
    /// lacks becomes `〓`, or `?` where the set lacks that too.
    public func glyphs(_ text: String, limit: Int) -> [Glyph] {
        var result: [Glyph] = []
        for scalar in text.unicodeScalars {
            guard result.count < limit else { break }
            if scalar.isControl {
                result.append(Glyph(bytes: [0x20], columns: 1))
            } else if !scalar.properties.isDefaultIgnorableCodePoint {
                result.append(glyph(scalar) ?? glyph(Self.replacement) ?? Glyph(bytes: [0x3F], columns: 1))
            }
        }
        return result
    }

    /// The bytes of a text, without an end of line.
    public func bytes(_ text: String, limit: Int) -> [UInt8] { glyphs(text, limit: limit).flatMap(\.bytes) }

    private func glyph(_ scalar: Unicode.Scalar) -> Glyph? {
        if scalar.isASCII { return Glyph(bytes: [UInt8(truncatingIfNeeded: scalar.value)], columns: 1) }
        guard let bytes = encoder.encode(scalar, charset), isPrintable(bytes) else { return nil }
        return Glyph(bytes: bytes, columns: bytes.count == 1 ? 1 : 2)
    }

    /// Whatever the encoder says, only forms of these sets pass, none of which holds a control byte.
    private func isPrintable(_ bytes: [UInt8]) -> Bool {
        switch bytes.count {
        case 1: (0x20...0x7E).contains(bytes[0])
        case 2: (0x81...0xFE).contains(bytes[0]) && (0x40...0xFE).contains(bytes[1]) && bytes[1] != 0x7F
        case 4:
            charset == .gb18030 && (0x81...0xFE).contains(bytes[0]) && (0x30...0x39).contains(bytes[1])
                && (0x81...0xFE).contains(bytes[2]) && (0x30...0x39).contains(bytes[3])
        default: false
        }
    }
}
