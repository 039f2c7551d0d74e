import DeviceDrivers
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

/// A few characters with their GB2312 bytes (from iconv).
let smallTable = ChineseEncoder { scalar, _ in
    switch scalar {
    case "请": [0xC7, 0xEB]
    case "到": [0xB5, 0xBD]
    case "号": [0xBA, 0xC5]
    case "窗": [0xB4, 0xB0]
    case "口": [0xBF, 0xDA]
    default: scalar.isASCII ? [UInt8(truncatingIfNeeded: scalar.value)] : nil
    }
}

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

/// The origin of every test's time.
let start = MonotonicInstant(nanoseconds: 1_000_000_000_000)

/// An unplugged port.
let unplugged = TransportError(.hungUp, disposition: .portLost, errno: 5, message: "/dev/hall/kiosk: hung up")

/// A profile with these settings and examples.
func profile(_ settings: Profile.Settings, examples: [ProfileExample] = []) -> Profile {
    Profile(
        id: "test", vendor: "generic", model: "test", source: "the test itself", trust: .documented, serial: nil,
        settings: settings, examples: examples)
}

extension Array<UInt8> {
    /// Whether these bytes occur in a row.
    func contains(_ part: [UInt8]) -> Bool {
        part.isEmpty || indices.contains { self[$0...].starts(with: part) }
    }
}
