import HallModel

/// Encodes text for a device, character by character. A value handed in by the edge (iconv), so that pure code can
/// print Chinese.
public struct ChineseEncoder: Sendable {
    /// The bytes of one character in a character set; nil when the set lacks it. ASCII stays ASCII.
    public let encode: @Sendable (Unicode.Scalar, PrinterSettings.Charset) -> [UInt8]?

    /// An encoder that asks `encode` for each character.
    public init(encode: @escaping @Sendable (Unicode.Scalar, PrinterSettings.Charset) -> [UInt8]?) {
        self.encode = encode
    }
}
