/// A measured or wanted number, exact to a thousandth of its unit. Never a floating-point number: values are compared
/// with limits and stored.
public struct Quantity: Hashable, Comparable, Sendable, Codable {
    /// Thousandths of the unit: 26 500 is 26.5.
    public var thousandths: Int64

    /// Thousandths of the unit.
    public init(thousandths: Int64) { self.thousandths = thousandths }

    /// Whole units.
    public init(_ whole: Int) { thousandths = Int64(whole) * 1000 }

    /// Smaller is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.thousandths < right.thousandths }
    /// The sum.
    public static func + (left: Self, right: Self) -> Self { Self(thousandths: left.thousandths + right.thousandths) }
    /// The difference.
    public static func - (left: Self, right: Self) -> Self { Self(thousandths: left.thousandths - right.thousandths) }

    /// Reads a bare integer of thousandths.
    public init(from decoder: any Decoder) throws {
        thousandths = try decoder.singleValueContainer().decode(Int64.self)
    }

    /// Writes a bare integer of thousandths.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(thousandths)
    }

    /// A decimal number as people write it: `26`, `26.5`, `-10.125`. Nil for anything else, for more than three
    /// decimals, and beyond ±9 000 000 000.
    public init?(parsing text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.hasPrefix("-")
        if isNegative { digits = digits.dropFirst() }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard !parts[0].isEmpty, parts[0].count <= 10, (1...3).contains(decimals.count),
            (parts[0] + decimals).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let whole = Int64(parts[0]), whole <= 9_000_000_000,
            let rest = Int64(decimals + String(repeating: "0", count: 3 - decimals.count))
        else { return nil }
        thousandths = (whole * 1000 + rest) * (isNegative ? -1 : 1)
    }

    /// With as many decimals as said (0…3), rounded half away from zero: `26.5`.
    public func text(decimals: Int) -> String {
        let places = min(max(decimals, 0), 3)
        let step: Int64 = [1000, 100, 10, 1][places]
        let rounded = (thousandths.magnitude + UInt64(step) / 2) / UInt64(step)
        let sign = thousandths < 0 && rounded != 0 ? "-" : ""
        guard places > 0 else { return sign + String(rounded) }
        let scale = UInt64(1000 / step)
        return sign + String(rounded / scale) + "." + padded(Int(rounded % scale), places)
    }

    /// As many decimals as it needs: `26`, `26.5`.
    public var shortest: String {
        let needed = thousandths % 1000 == 0 ? 0 : thousandths % 100 == 0 ? 1 : thousandths % 10 == 0 ? 2 : 3
        return text(decimals: needed)
    }
}

/// Units of points, as `docs/names.md` spells them.
public enum MeasureUnit: String, Sendable, Codable, CaseIterable {
    case celsius = "°C"
    case relativeHumidity = "%RH"
    case partsPerMillion = "ppm"
    case milligramsPerCubicMetre = "mg/m3"
    case lux = "lx"
    case metresPerSecond = "m/s"
    case volt = "V"
    case ampere = "A"
    case watt = "W"
    case kilowattHour = "kWh"
    case second = "s"
    case percent = "%"
    case hertz = "Hz"
    /// A bare number: a fan's step, a count.
    case none = ""
}
