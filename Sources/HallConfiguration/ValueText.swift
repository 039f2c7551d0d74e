import Glibc
import HallModel

/// Sizes of what a configuration can hold.
enum Limit {
    /// Bytes of a file.
    static let fileBytes = 1_048_576
    /// Characters of any other text.
    static let text = 1_000
    /// Characters of the name of a window, service, zone, and of a device's label: what a ticket and a plate can show.
    static let name = 40
    /// Characters of the hall's name.
    static let hallName = 60
    /// Characters of the complaint line.
    static let hotline = 40
    /// Bytes of a device path.
    static let path = 255
    /// Lists of a hall.
    static let buses = 256
    static let zones = 128
    static let devices = 4_096
    static let services = 128
    static let windows = 256
    static let kiosks = 64
    static let operators = 512
    static let boards = 32
    static let limitSets = 16
    static let limits = 256
    static let kioskKeys = 64
    static let arguments = 16
    static let groups = 64
    /// Bytes of a group's name: LOGIN_NAME_MAX without its end is 255, useradd(8) allows 32.
    static let groupName = 64
    static let seats = 100_000
    /// The highest number of a service, and the most of a day.
    static let numbers = 99_999
    /// Lists of a profile.
    static let frameBytes = 64
    static let profileKeys = 256
    static let points = 64
    static let examples = 64
    static let identities = 16
    static let exampleBytes = 512
    static let profilePoints = 256
    static let words = 256
    static let invalidNumbers = 16
    static let registerPlaces = 64
    /// Profiles of one folder.
    static let profiles = 1_000
}

/// `192.168.10.20:502`, `[fd00::7]:502`: numeric, so that no name server stands between the hall and its devices.
struct NetworkAddress: Equatable {
    var host: String
    /// 1…65 535.
    var port: Int

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard FileSystem.isAddress(host, family: AF_INET6) else { return nil }
        } else {
            guard FileSystem.isAddress(host, family: AF_INET) else { return nil }
        }
        self.host = host
        self.port = port
    }
}

/// The rules of ids.
enum Identifiers {
    static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), bytes.first != hyphen, bytes.last != hyphen else { return false }
        return bytes.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == hyphen }
    }

    private static let hyphen = UInt8(ascii: "-")
}

/// A whole number as written.
struct NumberText {
    /// Nil when it is a number too large for any use.
    let value: Int?

    /// Nil when `text` is no number.
    init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let unsigned = isNegative ? text.dropFirst() : text[...]
        let isHex = unsigned.hasPrefix("0x")
        let digits = isHex ? unsigned.dropFirst(2) : unsigned
        guard !digits.isEmpty, digits.utf8.allSatisfy({ isHex ? $0.isHexDigit : (0x30...0x39).contains($0) }) else {
            return nil
        }
        value = Int(digits, radix: isHex ? 16 : 10).map { isNegative ? -$0 : $0 }
    }
}

/// Times with a unit: `200ms`, `60s`, `30m`, `2h`.
public enum DurationText {
    private static let units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)]

    /// Whole milliseconds; nil for anything else.
    public static func milliseconds(_ text: String) -> Int? {
        for (unit, size) in units where text.hasSuffix(unit) {
            let digits = text.dropLast(unit.count)
            guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                continue
            }
            return Int(digits).map { $0 * size }
        }
        return nil
    }

    /// The shortest way to write it.
    static func text(_ milliseconds: Int) -> String {
        for (unit, size) in units.reversed() where milliseconds >= size && milliseconds % size == 0 {
            return "\(milliseconds / size)\(unit)"
        }
        return "\(milliseconds)ms"
    }
}

/// `HH:MM`, in seconds of the day.
enum TimeOfDayText {
    static func seconds(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            text.utf8.allSatisfy({ (0x30...0x3A).contains($0) }), let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return hour * 3600 + minute * 60
    }
}

/// `09:00-17:00`
enum OpenHoursText {
    static func hours(_ text: String) -> OpenHours? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let opens = TimeOfDayText.seconds(String(parts[0])),
            let closes = TimeOfDayText.seconds(String(parts[1])), opens < closes
        else { return nil }
        return OpenHours(opens: opens, closes: closes)
    }
}

/// `8N1`: data bits, parity, stop bits.
struct LineFormat: Equatable {
    var dataBits: Int
    var parity: SerialSettings.Parity
    var stopBits: Int

    init?(_ text: String) {
        let letters = Array(text.utf8)
        guard letters.count == 3, letters[0] == 0x37 || letters[0] == 0x38, letters[2] == 0x31 || letters[2] == 0x32
        else { return nil }
        switch letters[1] {
        case UInt8(ascii: "N"): parity = .none
        case UInt8(ascii: "E"): parity = .even
        case UInt8(ascii: "O"): parity = .odd
        default: return nil
        }
        dataBits = Int(letters[0] - 0x30)
        stopBits = Int(letters[2] - 0x30)
    }
}

/// Bytes in hex: two digits each, any spaces between them.
enum HexText {
    struct Problem: Error, Equatable {
        /// Characters before what is wrong.
        var offset: Int
        /// What stands there.
        var found: String
    }

    static func bytes(_ text: String) -> Result<[UInt8], Problem> {
        var bytes: [UInt8] = []
        var high: (value: UInt8, offset: Int, scalar: Unicode.Scalar)?
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            if scalar == " " {
                if let high { return .failure(Problem(offset: high.offset, found: String(high.scalar))) }
                continue
            }
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue else {
                return .failure(Problem(offset: offset, found: String(scalar)))
            }
            if let first = high {
                bytes.append(first.value << 4 | UInt8(digit))
                high = nil
            } else {
                high = (UInt8(digit), offset, scalar)
            }
        }
        if let high { return .failure(Problem(offset: high.offset, found: String(high.scalar))) }
        return .success(bytes)
    }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
