/// `org.halld.Devices.List`
public enum ListDevices: APICall {
    /// Its name.
    public static let method = APIMethod.listDevices
    /// Which.
    public struct Parameters: CallParameters {
        /// Only ids that match; `*` is any text, `?` one character. Absent for all.
        public var pattern: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case pattern }
        /// All fields.
        public init(pattern: String? = nil) { self.pattern = pattern }
    }
    /// The devices.
    public typealias Reply = DevicesView
}

/// `org.halld.Devices.Show`
public enum ShowDevice: APICall {
    /// Its name.
    public static let method = APIMethod.showDevice
    /// Which.
    public struct Parameters: CallParameters {
        /// Its id.
        public var id: String
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case id }
        /// All fields.
        public init(id: String) { self.id = id }
    }
    /// A list of one.
    public typealias Reply = DevicesView
}

/// Devices.
public struct DevicesView: Codable, Sendable, Equatable {
    /// In the plan's order.
    public var devices: [DeviceView]
    /// All fields.
    public init(devices: [DeviceView]) { self.devices = devices }
}

/// A device as its wire last told.
public struct DeviceView: Codable, Sendable, Equatable {
    /// Its name in the plan.
    public var id: String
    /// `escpos-printer`, `alpha-display` …
    public var kind: String
    /// Its model.
    public var profile: String
    /// Its wire.
    public var bus: String
    /// Where it stands; null where the plan is silent.
    @Nullable public var zone: String?
    /// Its name; null where there is no zone.
    @Nullable public var zoneName: String?
    /// What is printed on the box.
    public var label: String
    /// `online` `offline` `absent` `disabled` `unknown`
    public var presence: String
    /// When it last said anything: RFC 3339, wall clock, the hall's zone; null if never in this run.
    @Nullable public var lastSeen: String?
    /// Bytes that made no sense, and questions that failed, in this run.
    public var errors: Int
    /// Why it has its presence, as a code: `noAnswer`, `portMissing` …
    public var detail: String
    /// A printer's condition; null for others, and until it said.
    @Nullable public var printer: PrinterView?

    /// All fields.
    public init(
        id: String, kind: String, profile: String, bus: String, zone: String?, zoneName: String? = nil,
        label: String, presence: String, lastSeen: String?, errors: Int, detail: String, printer: PrinterView?
    ) {
        self.id = id
        self.kind = kind
        self.profile = profile
        self.bus = bus
        self.zone = zone
        self.zoneName = zoneName
        self.label = label
        self.presence = presence
        self.lastSeen = lastSeen
        self.errors = errors
        self.detail = detail
        self.printer = printer
    }
}

/// What a printer last said of itself.
public struct PrinterView: Codable, Sendable, Equatable {
    /// `unknown` `present` `nearEnd` `out`
    public var paper: String
    /// The cover is open.
    public var coverOpen: Bool
    /// The cutter is jammed.
    public var cutterError: Bool
    /// Only power off and on clears it.
    public var unrecoverableError: Bool
    /// It says it is off line.
    public var offline: Bool

    /// All fields.
    public init(paper: String, coverOpen: Bool, cutterError: Bool, unrecoverableError: Bool, offline: Bool) {
        self.paper = paper
        self.coverOpen = coverOpen
        self.cutterError = cutterError
        self.unrecoverableError = unrecoverableError
        self.offline = offline
    }
}
