/// Frames of the Alpha Sign Communications Protocol (BetaBrite, Adaptive, Alpha), host to display.
///
/// ```
/// 00 00 00 00 00  01  5A    30 33    02   41       …      03   30 31 45 43  04
/// wake-up         SOH type  address  STX  command  data   ETX  checksum     EOT
///                                    └──── summed, 16 bits ──┘ 4 hex digits
/// ```
///
/// Type Z means every model; the address is two hex digits, 00 for all. The checksum, with its ETX, may be left out; a
/// display silently drops a frame whose checksum is wrong. No display of the simple kind ever answers.
///
/// Source: Adaptive 97088061F, Alpha Sign Communications Protocol.
public enum AlphaSign {
    /// How a text stands on the display.
    public enum Mode: UInt8, Sendable, CaseIterable {
        /// Travels from right to left.
        case rotate = 0x61
        /// Stands still.
        case hold = 0x62
        /// Flashes.
        case flash = 0x63
    }

    /// Characters of one text; what the priority file holds, and far above any display's width.
    public static let textLimit = 125

    /// The text file that a display shows by itself.
    public static let mainFile: UInt8 = 0x41
    /// The text file that overrides all others until it is written empty.
    public static let priorityFile: UInt8 = 0x30

    /// `E$`: forget all files. A display needs about a second afterwards.
    public static let clearMemory: [UInt8] = [0x45, 0x24]
    /// `E,`: restart without losing files.
    public static let softReset: [UInt8] = [0x45, 0x2C]
    /// `E(2`, frequency 00, duration 1, repeat 0.
    public static let beep: [UInt8] = [0x45, 0x28, 0x32, 0x30, 0x30, 0x31, 0x30]

    /// Writes a text file: in the middle line, in a mode; without both if `mode` is nil.
    public static func text(file: UInt8, mode: Mode?, _ text: String) -> [UInt8] {
        let style: [UInt8] =
            if let mode { [0x1B, 0x20, mode.rawValue] } else { [] }
        return [0x41, file] + style + printable(text)
    }

    /// Writes a string file, which texts may call and which changes without a flicker.
    public static func string(file: UInt8, _ text: String) -> [UInt8] { [0x47, file] + printable(text) }

    /// A whole frame for one address (1…255) or all (0). Addresses outside are sent to all.
    public static func frame(_ command: [UInt8], address: Int, checksum: Bool) -> [UInt8] {
        let address = (0...255).contains(address) ? UInt16(address) : 0
        var body: [UInt8] = [0x02] + command
        if checksum {
            body.append(0x03)
            body += hex(Checksums.sum16(body), digits: 4)
        }
        return [0, 0, 0, 0, 0, 0x01, 0x5A] + hex(address, digits: 2) + body + [0x04]
    }

    /// The characters 20h…7Eh of a text, at most `textLimit`; the others are left out.
    public static func printable(_ text: String) -> [UInt8] {
        Array(text.utf8.filter { (0x20...0x7E).contains($0) }.prefix(textLimit))
    }

    private static func hex(_ value: UInt16, digits: Int) -> [UInt8] {
        let alphabet = Array("0123456789ABCDEF".utf8)
        return (0..<digits).reversed().map { alphabet[Int(value >> (4 * UInt16($0)) & 0xF)] }
    }
}
