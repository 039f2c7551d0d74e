/// A name from the configuration, typed by what it names, so that a window cannot be passed for a device.
///
/// Lower-case letters, digits and hyphens, at most 64 bytes; checked where the configuration is read.
public struct Identifier<Subject>: Hashable, Sendable, RawRepresentable {
    /// The name as written in `hall.yaml`.
    public let rawValue: String

    /// Takes the name as it stands.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Takes the name as it stands.
    public init(_ rawValue: String) { self.rawValue = rawValue }
}

extension Identifier: Comparable {
    /// Byte order of the names: the same in every process and language.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Identifier: ExpressibleByStringLiteral {
    /// For tests and tables.
    public init(stringLiteral value: String) { self.init(value) }
}

extension Identifier: CustomStringConvertible {
    /// The bare name.
    public var description: String { rawValue }
}

extension Identifier: Codable {
    /// Reads a bare string.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes a bare string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

/// What an identifier can name.
public enum Named {
    /// A piece of hardware.
    public enum Device {}
    /// A wire with one or more devices.
    public enum Bus {}
    /// A part of the hall.
    public enum Zone {}
    /// What a visitor comes for (事项).
    public enum Service {}
    /// A counter (窗口).
    public enum Window {}
    /// A place where tickets are taken.
    public enum Kiosk {}
    /// A device model.
    public enum Profile {}
    /// One alarm of one device or of the hall.
    public enum Alarm {}
    /// One value of one device.
    public enum Point {}
    /// A person who works at windows.
    public enum Operator {}
}

/// `w1-display`
public typealias DeviceID = Identifier<Named.Device>
/// `rs485-1`
public typealias BusID = Identifier<Named.Bus>
/// `waiting`
public typealias ZoneID = Identifier<Named.Zone>
/// `household`
public typealias ServiceID = Identifier<Named.Service>
/// `1`
public typealias WindowID = Identifier<Named.Window>
/// `kiosk-1`
public typealias KioskID = Identifier<Named.Kiosk>
/// `generic-escpos-80`
public typealias ProfileID = Identifier<Named.Profile>
/// `<device>.<condition>` or `hall.<condition>`
public typealias AlarmID = Identifier<Named.Alarm>
/// `waiting-climate.temperature`
public typealias PointID = Identifier<Named.Point>
/// `wang`
public typealias OperatorID = Identifier<Named.Operator>
