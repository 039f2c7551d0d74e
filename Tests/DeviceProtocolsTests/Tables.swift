import DeviceProtocols
import HallModel

/// `1B 40` as bytes; spaces and bars are ignored.
func hex(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text where !" |\n".contains(character) {
        guard let digit = character.hexDigitValue.map(UInt8.init) else { return [] }
        if let first = high {
            bytes.append(first << 4 | digit)
            high = nil
        } else {
            high = digit
        }
    }
    return bytes
}

/// A few characters with their GB2312 bytes (from iconv); every set here shares them.
let smallTable = ChineseEncoder { scalar, charset in
    switch scalar {
    case "请": [0xC7, 0xEB]
    case "到": [0xB5, 0xBD]
    case "号": [0xBA, 0xC5]
    case "窗": [0xB4, 0xB0]
    case "口": [0xBF, 0xDA]
    case "〓": [0xA1, 0xFE]
    case "嘅": charset == .gb2312 ? nil : [0x87, 0x5C]
    case "㐂": charset == .gb18030 ? [0x81, 0x39, 0xEF, 0x31] : nil
    // An encoder that is wrong: what it gives must not reach a printer.
    case "€": [0x80]
    case "Ω": [0x1B, 0x40]
    default: scalar.isASCII ? [UInt8(truncatingIfNeeded: scalar.value)] : nil
    }
}

/// A set that lacks the replacement character too.
let asciiOnly = ChineseEncoder { scalar, _ in scalar.isASCII ? [UInt8(truncatingIfNeeded: scalar.value)] : nil }

/// SplitMix64: the same numbers for the same seed in every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
