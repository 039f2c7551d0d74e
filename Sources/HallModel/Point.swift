/// What a point holds.
public enum PointValue: Hashable, Sendable, Codable {
    /// A number in the point's unit.
    case number(Quantity)
    /// A word of the point (`cooling`, `on`, `open`), or the words of a status (`OB DISCHRG`).
    case word(String)

    /// The number, if it is one.
    public var number: Quantity? { if case .number(let quantity) = self { quantity } else { nil } }
    /// The word, if it is one.
    public var word: String? { if case .word(let word) = self { word } else { nil } }
}

/// What a point means to the hall: by this, not by its name, the rooms of the hall find it.
public enum PointMeaning: String, Sendable, Codable, CaseIterable {
    /// Air temperature of a room.
    case roomTemperature = "room-temperature"
    /// Relative humidity of a room.
    case relativeHumidity = "relative-humidity"
    /// Carbon dioxide.
    case carbonDioxide = "carbon-dioxide"
    /// Illuminance.
    case illuminance
    /// The temperature that a plant is asked for.
    case setPoint = "set-point"
    /// What a plant does: `cooling`, `heating`, `fan`, `off`.
    case plantMode = "plant-mode"
    /// A plant's fan step.
    case fanSpeed = "fan-speed"
    /// The status words of a UPS, in NUT's spelling: `OL`, `OB`, `LB`, `RB`, `CHRG`, `BYPASS` …
    case upsStatus = "ups-status"
    /// What the UPS estimates it can carry the present load for.
    case upsRunTime = "ups-run-time"
    /// Charge of its battery.
    case upsCharge = "ups-charge"
    /// Load.
    case upsLoad = "ups-load"
    /// A contact that is read: `open` or `closed`.
    case contact
    /// A switch that is written: `on` or `off`.
    case output
    /// Shown and kept, judged by nobody.
    case other
}

/// One point of a device model.
public struct PointDefinition: Sendable, Equatable, Codable {
    /// What its values are.
    public enum Form: Sendable, Equatable, Codable {
        /// A number, shown with so many decimals (0…3).
        case number(MeasureUnit, decimals: Int)
        /// One of these words.
        case words([String])
        /// Any words.
        case text
    }
    /// Values that the device can truly have; others are nonsense.
    public struct Range: Sendable, Equatable, Codable {
        /// The least, itself included.
        public var low: Quantity
        /// The greatest, itself included.
        public var high: Quantity

        /// Both ends are included.
        public init(low: Quantity, high: Quantity) {
            self.low = low
            self.high = high
        }

        /// Inside, ends included.
        public func contains(_ quantity: Quantity) -> Bool { low <= quantity && quantity <= high }
    }

    /// `temperature`: its name after the device's.
    public var name: String
    /// What it means to the hall.
    public var meaning: PointMeaning
    /// What its values are.
    public var form: Form
    /// Values that the device can truly have; nil if its maker names none.
    public var range: Range?
    /// It can be written.
    public var isWritable: Bool
    /// Seconds between two reads, 1…3600; nil where the device speaks by itself.
    public var periodSeconds: Int?

    /// A point.
    public init(
        name: String, meaning: PointMeaning, form: Form, range: Range? = nil, isWritable: Bool = false,
        periodSeconds: Int? = nil
    ) {
        self.name = name
        self.meaning = meaning
        self.form = form
        self.range = range
        self.isWritable = isWritable
        self.periodSeconds = periodSeconds
    }

    /// Its unit; `none` for words.
    public var unit: MeasureUnit { if case .number(let unit, _) = form { unit } else { .none } }

    /// A value as a person wrote it; nil if the point cannot have it (a wrong word, no number, out of range, more
    /// decimals than it has).
    public func value(parsing text: String) -> PointValue? {
        switch form {
        case .number(_, let decimals):
            guard let quantity = Quantity(parsing: text), range?.contains(quantity) ?? true,
                Quantity(parsing: quantity.text(decimals: decimals)) == quantity
            else { return nil }
            return .number(quantity)
        case .words(let words): return words.contains(text) ? .word(text) : nil
        case .text: return .word(text)
        }
    }

    /// A value as people read it, without its unit.
    public func text(of value: PointValue) -> String {
        switch (value, form) {
        case (.number(let quantity), .number(_, let decimals)): quantity.text(decimals: decimals)
        case (.number(let quantity), _): quantity.shortest
        case (.word(let word), _): word.withoutControls
        }
    }
}

extension Identifier where Subject == Named.Point {
    /// `<device>.<point>`
    public init(_ device: DeviceID, _ name: String) {
        // Made for every reading: room for all of it at once.
        var text = ""
        text.reserveCapacity(device.rawValue.utf8.count + 1 + name.utf8.count)
        text += device.rawValue
        text += "."
        text += name
        self.init(text)
    }

    /// What stands before the first dot: device names have none.
    public var device: DeviceID { DeviceID(String(rawValue.prefix { $0 != "." })) }
    /// What stands after the first dot.
    public var name: String { String(rawValue.drop { $0 != "." }.dropFirst()) }
}
