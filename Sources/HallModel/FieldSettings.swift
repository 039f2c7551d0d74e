/// What Onbon BX character cards differ in.
public struct OnbonSettings: Sendable, Equatable, Codable {
    /// The generations of the card.
    public enum Series: String, Sendable, Codable, CaseIterable {
        /// x and width in units of 8 pixels; the two reserved bytes of the data hold its length.
        case bx5k
        /// All in pixels; reserved bytes are 0.
        case bx6k
    }
    /// The card's generation.
    public var series: Series
    /// Pixels across, a multiple of 8.
    public var width: Int
    /// Pixels down, a multiple of 8.
    public var height: Int
    /// The double-byte set of its fonts.
    public var charset: PrinterSettings.Charset
    /// Seconds after which the content is sent again, which also shows that the card is alive; 5…3600.
    public var assertEverySeconds: Int

    /// All settings.
    public init(series: Series, width: Int, height: Int, charset: PrinterSettings.Charset, assertEverySeconds: Int) {
        self.series = series
        self.width = width
        self.height = height
        self.charset = charset
        self.assertEverySeconds = assertEverySeconds
    }
}

/// How a UPS is read through a NUT server.
public struct NutSettings: Sendable, Equatable, Codable {
    /// A variable of NUT and the point it becomes.
    public struct Variable: Sendable, Equatable, Codable {
        /// `battery.charge`
        public var name: String
        /// The point.
        public var point: PointDefinition

        /// A variable and its point.
        public init(name: String, point: PointDefinition) {
            self.name = name
            self.point = point
        }
    }
    /// Seconds between two questions; 1…60.
    public var pollSeconds: Int
    /// The variables; one is `ups.status`.
    public var variables: [Variable]

    /// All settings.
    public init(pollSeconds: Int, variables: [Variable]) {
        self.pollSeconds = pollSeconds
        self.variables = variables
    }
}

/// What UPSs that speak Megatec's Q1 differ in.
public struct MegatecSettings: Sendable, Equatable, Codable {
    /// Seconds between two questions; 1…60.
    public var pollSeconds: Int
    /// Cells in the battery for models that tell the voltage of one cell; nil for those that tell the whole.
    public var cells: Int?

    /// All settings.
    public init(pollSeconds: Int, cells: Int? = nil) {
        self.pollSeconds = pollSeconds
        self.cells = cells
    }

    /// The points of every such UPS: Q1 tells no run time and no charge.
    public var points: [PointDefinition] {
        func number(_ name: String, _ unit: MeasureUnit, _ high: Int, _ meaning: PointMeaning = .other)
            -> PointDefinition
        {
            PointDefinition(
                name: name, meaning: meaning, form: .number(unit, decimals: 1),
                range: PointDefinition.Range(low: Quantity(0), high: Quantity(high)), periodSeconds: pollSeconds)
        }
        return [
            PointDefinition(name: "status", meaning: .upsStatus, form: .text, periodSeconds: pollSeconds),
            number("input-voltage", .volt, 600), number("output-voltage", .volt, 600),
            number("load", .percent, 250, .upsLoad), number("frequency", .hertz, 100),
            number("battery-voltage", .volt, 600), number("temperature", .celsius, 150),
        ]
    }
}

/// What a contact is for: decides what its alarm tells people to do.
public enum ContactPurpose: String, Sendable, Codable, CaseIterable {
    /// A fire alarm system, or a call point.
    case fire
    /// A button for visitors who need help.
    case help
    /// A button for people in danger.
    case panic
    /// A detector of a guarded place.
    case intrusion
    /// A detector of water.
    case leak
    /// A door that must be shut.
    case door
    /// A unit's own contact for its faults.
    case fault

    /// The alarm that it raises.
    public var alarm: AlarmKind {
        switch self {
        case .fire: .fire
        case .help: .helpWanted
        case .panic: .panic
        case .intrusion: .intrusion
        case .leak: .waterLeak
        case .door: .doorOpen
        case .fault: .unitFault
        }
    }

    /// Its alarm stays until a person resets it, where the profile does not say otherwise: people were in need, also
    /// when the contact has gone back.
    public var latches: Bool {
        switch self {
        case .fire, .help, .panic, .intrusion: true
        case .leak, .door, .fault: false
        }
    }
}

/// Contacts and switches on the lines of a GPIO chip.
public struct ContactPanel: Sendable, Equatable, Codable {
    /// What holds an open line at a level.
    public enum Bias: String, Sendable, Codable, CaseIterable { case none, pullUp = "pull-up", pullDown = "pull-down" }

    /// One line.
    public struct Line: Sendable, Equatable, Codable {
        /// Its offset on the chip, 0…511.
        public var offset: Int
        /// `contact` points are read (`open`, `closed`), `output` points are written (`on`, `off`).
        public var point: PointDefinition
        /// A low level is `closed` or `on`: a contact to ground with a pull-up.
        public var isActiveLow: Bool
        /// What holds the open line.
        public var bias: Bias
        /// A change must last so long; 0…1000 ms.
        public var debounceMilliseconds: Int
        /// The state that is an alarm: `open` for a normally closed loop; nil for none.
        public var alarmWhen: String?
        /// The alarm stays until somebody acknowledges it, also when the contact has gone back.
        public var isLatched: Bool
        /// What it is for; nil where the profile is silent.
        public var purpose: ContactPurpose?
        /// An output is `on` at first and when the daemon stops; nil: it is `off` then.
        public var isOnWhenSafe: Bool?
        /// A lamp or sounder: `on` while somebody is still to be helped, by what contacts are for; nil for an output that
        /// people write.
        public var shows: [ContactPurpose]?

        /// A line.
        public init(
            offset: Int, point: PointDefinition, isActiveLow: Bool = false, bias: Bias = .none,
            debounceMilliseconds: Int = 50, alarmWhen: String? = nil, isLatched: Bool = false,
            purpose: ContactPurpose? = nil, isOnWhenSafe: Bool? = nil, shows: [ContactPurpose]? = nil
        ) {
            self.offset = offset
            self.point = point
            self.isActiveLow = isActiveLow
            self.bias = bias
            self.debounceMilliseconds = debounceMilliseconds
            self.alarmWhen = alarmWhen
            self.isLatched = isLatched
            self.purpose = purpose
            self.isOnWhenSafe = isOnWhenSafe
            self.shows = shows
        }
    }

    /// The lines.
    public var lines: [Line]

    /// A panel.
    public init(lines: [Line]) { self.lines = lines }
}
