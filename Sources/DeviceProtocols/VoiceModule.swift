import HallModel

/// Frames of serial speech modules: SYN6288, and the XFS5152 and XFS5051.
///
/// ```
/// SYN6288   FD  len len  01  parameter  text …  check     len: command … check
///               big-end.     bits 7…3 background music (0: none), bits 2…0 encoding
///                            check: XOR of all bytes before it
/// XFS5152   FD  len len  01  encoding   text …            len: command … text
///
/// answers   4A ready after power-up · 41 received · 45 not understood · 4E busy · 4F idle (also when a speech ends)
/// ```
///
/// Encoding 0 is GB2312, 1 GBK. The text begins with its volume and rate: `[v10][t3]` for the SYN6288 (v0…16, t0…5),
/// `[v5][s5]` for the XFS5152 (v0…10, s0…10). A new speech interrupts the one before.
///
/// Source: none that could be confirmed. The frames are the common knowledge about these chips; the check bytes of the
/// commands without text agree with it.
public enum VoiceModule {
    /// Bytes of text that a SYN6288 takes.
    public static let shortLimit = 200
    /// Bytes of text that we give an XFS5152, which takes more.
    public static let longLimit = 1000

    /// What a module says, each in one byte.
    public enum Answer: UInt8, Sendable, CaseIterable {
        /// It was switched on.
        case ready = 0x4A
        /// The frame is taken.
        case received = 0x41
        /// The frame is not understood.
        case notUnderstood = 0x45
        /// It speaks.
        case busy = 0x4E
        /// It does not, or not any more.
        case idle = 0x4F
    }

    /// The frame that makes it speak.
    public static func speak(
        _ text: [UInt8], volume: Int, speed: Int, settings: VoiceModuleSettings
    ) -> [UInt8] {
        let manner =
            switch settings.dialect {
            case .syn6288: "[v\(scaled(volume, to: 16))][t\(scaled(speed, to: 5))]"
            case .xfs5152: "[v\(scaled(volume, to: 10))][s\(scaled(speed, to: 10))]"
            }
        let encoding: UInt8 = settings.charset == .gb2312 ? 0 : 1
        return frame(0x01, [encoding] + Array(manner.utf8) + text, settings.dialect)
    }

    /// Stops what it says.
    public static func stop(_ dialect: VoiceModuleSettings.Dialect) -> [UInt8] { frame(0x02, [], dialect) }

    /// Asks whether it speaks: busy or idle.
    public static func status(_ dialect: VoiceModuleSettings.Dialect) -> [UInt8] { frame(0x21, [], dialect) }

    /// Bytes of text that fit beside volume and rate.
    public static func limit(_ dialect: VoiceModuleSettings.Dialect) -> Int {
        let manner = 10
        return (dialect == .syn6288 ? shortLimit : longLimit) - manner
    }

    private static func frame(
        _ command: UInt8, _ data: [UInt8], _ dialect: VoiceModuleSettings.Dialect
    ) -> [UInt8] {
        let hasCheck = dialect == .syn6288
        let length = 1 + data.count + (hasCheck ? 1 : 0)
        let frame = [0xFD, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length), command] + data
        return hasCheck ? frame + [frame.reduce(0, ^)] : frame
    }

    /// 0…100 on a scale that ends there.
    private static func scaled(_ percent: Int, to end: Int) -> Int { (min(max(percent, 0), 100) * end + 50) / 100 }
}
