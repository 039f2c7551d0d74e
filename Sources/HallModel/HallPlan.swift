/// One hall, read from `hall.yaml` and the profiles, checked as a whole. A value: what decisions are made from.
public struct HallPlan: Sendable, Equatable, Codable {
    /// Name, language, times and texts of the hall.
    public var hall: HallSettings
    /// In the file's order, like all lists here.
    public var buses: [BusPlan]
    /// The parts of the hall.
    public var zones: [ZonePlan]
    /// The hardware.
    public var devices: [DevicePlan]
    /// What visitors come for.
    public var services: [ServicePlan]
    /// The counters.
    public var windows: [WindowPlan]
    /// Where tickets are taken.
    public var kiosks: [KioskPlan]
    /// Displays for the whole hall.
    @OmittedWhenEmpty public var boards: [DeviceID]
    /// The limits in force.
    @OmittedWhenEmpty public var limits: [LimitSet]
    /// How services are rated; nil where the file is silent.
    public var ratings: RatingSettings?
    /// What becomes of visitors who do not come; nil where the file is silent.
    public var queue: QueueSettings?
    /// Who may do what; nil where the file is silent: then only `root` and the daemon's own user.
    public var access: AccessPlan?
    /// Who calls the numbers aloud; nil where the file is silent: nobody.
    public var voice: VoicePlan?
    /// Who works at windows; where there are some, a window calls nobody before one has signed on.
    @OmittedWhenEmpty public var operators: [OperatorPlan]
    /// How appointments are kept; nil where the file is silent.
    public var appointments: AppointmentSettings?

    /// A plan; the configuration checks it, not this.
    public init(
        hall: HallSettings, buses: [BusPlan] = [], zones: [ZonePlan] = [], devices: [DevicePlan] = [],
        services: [ServicePlan] = [], windows: [WindowPlan] = [], kiosks: [KioskPlan] = [], boards: [DeviceID] = [],
        limits: [LimitSet] = [], ratings: RatingSettings? = nil, queue: QueueSettings? = nil,
        access: AccessPlan? = nil, voice: VoicePlan? = nil, operators: [OperatorPlan] = [],
        appointments: AppointmentSettings? = nil
    ) {
        self.voice = voice
        self.appointments = appointments
        self.hall = hall
        self.buses = buses
        self.zones = zones
        self.devices = devices
        self.services = services
        self.windows = windows
        self.kiosks = kiosks
        self.boards = boards
        self.limits = limits
        self.ratings = ratings
        self.queue = queue
        self.access = access
        self.operators = operators
    }

    /// The device of that name.
    public func device(_ id: DeviceID) -> DevicePlan? { devices.first { $0.id == id } }
    /// The service of that name.
    public func service(_ id: ServiceID) -> ServicePlan? { services.first { $0.id == id } }
    /// The window of that name.
    public func window(_ id: WindowID) -> WindowPlan? { windows.first { $0.id == id } }
    /// The kiosk of that name.
    public func kiosk(_ id: KioskID) -> KioskPlan? { kiosks.first { $0.id == id } }
    /// The person of that name.
    public func `operator`(_ id: OperatorID) -> OperatorPlan? { operators.first { $0.id == id } }
    /// The bus of that name.
    public func bus(_ id: BusID) -> BusPlan? { buses.first { $0.id == id } }
    /// What a point is; nil if the plan has none of that name.
    public func point(_ id: PointID) -> PointDefinition? {
        device(id.device)?.profile.points.first { $0.name == id.name }
    }
    /// Every point of every device, in the plan's order.
    public var points: [(id: PointID, definition: PointDefinition)] {
        devices.flatMap { device in device.profile.points.map { (PointID(device.id, $0.name), $0) } }
    }
}

/// Name, language, times and texts of the hall.
public struct HallSettings: Sendable, Equatable, Codable {
    /// 某某县政务服务中心
    public var name: String
    /// A tz database name: `Asia/Shanghai`
    public var timezone: String
    /// The language of tickets, displays and alarms.
    public var language: Language
    /// The second of the day at which a service day begins; 04:00 is 14 400.
    public var dayStartSecond: Int
    /// The complaint line at the ticket's foot (12345); empty prints none.
    public var hotline: String
    /// When the hall is open; nil where the file is silent. Judges limits only: tickets are given at any hour.
    public var openHours: OpenHours?
    /// When plants cool and heat, by date, where they do not tell it themselves; nil where the file is silent.
    public var seasons: SeasonDates?

    /// All settings.
    public init(
        name: String, timezone: String = "Asia/Shanghai", language: Language = .zh, dayStartSecond: Int = 14_400,
        hotline: String = "12345", openHours: OpenHours? = nil,
        seasons: SeasonDates? = nil
    ) {
        self.openHours = openHours
        self.seasons = seasons
        self.name = name
        self.timezone = timezone
        self.language = language
        self.dayStartSecond = dayStartSecond
        self.hotline = hotline
    }
}

/// The hours of each day in which a hall is open.
public struct OpenHours: Sendable, Equatable, Codable {
    /// The second of the day at which it opens.
    public var opens: Int
    /// The second of the day at which it closes; after `opens`.
    public var closes: Int

    /// From…to, in seconds of the day.
    public init(opens: Int, closes: Int) {
        self.opens = opens
        self.closes = closes
    }
}

/// How services are rated.
public struct RatingSettings: Sendable, Equatable, Codable {
    /// Seconds after the end of a service in which it can still be rated; 10…3600.
    public var seconds: Int
    /// Days in which a bad rating must be followed up; 1…90. No national source gives a number.
    public var followUpDays: Int

    /// All settings.
    public init(seconds: Int = 60, followUpDays: Int = 7) {
        self.seconds = seconds
        self.followUpDays = followUpDays
    }
}

/// A wire.
public struct BusPlan: Sendable, Equatable, Codable {
    /// The kinds of wire.
    public enum Wire: Sendable, Equatable, Codable {
        /// A tty and its settings.
        case serial(path: String, SerialSettings)
        /// A numeric address and a port.
        case tcp(host: String, port: Int)
        /// A NUT server: a numeric address and a port.
        case nut(host: String, port: Int)
        /// A GPIO chip by its label.
        case gpio(label: String)
        /// A program of this machine: its absolute path and its first arguments.
        case program(path: String, arguments: [String])

        /// `serial`, `tcp`, `nut`, `gpio`, `program`
        public var kind: String {
            switch self {
            case .serial: "serial"
            case .tcp: "tcp"
            case .nut: "nut"
            case .gpio: "gpio"
            case .program: "program"
            }
        }

        /// Where it is: a path, an address and port, a label.
        public var place: String {
            switch self {
            case .serial(let path, _), .program(let path, _): path.withoutControls
            case .tcp(let host, let port), .nut(let host, let port): "\(host):\(port)"
            case .gpio(let label): label.withoutControls
            }
        }
    }
    /// Its name.
    public var id: BusID
    /// Its kind.
    public var wire: Wire
    /// Per cent of the line's time that asking silent devices may take, 1…50; nil for the usual share.
    public var silentShare: Int?

    /// A wire by name.
    public init(id: BusID, wire: Wire, silentShare: Int? = nil) {
        self.id = id
        self.wire = wire
        self.silentShare = silentShare
    }
}

/// A part of the hall.
public struct ZonePlan: Sendable, Equatable, Codable {
    /// Its name in the file.
    public var id: ZoneID
    /// 休息等候区
    public var name: String
    /// Seats; nil where the file is silent.
    public var seats: Int?
    /// Limits for rooms are judged here; false for rooms that no visitor enters (a machine room); nil for yes.
    public var isJudged: Bool?

    /// A zone.
    public init(id: ZoneID, name: String, seats: Int? = nil, isJudged: Bool? = nil) {
        self.isJudged = isJudged
        self.id = id
        self.name = name
        self.seats = seats
    }
}

/// A piece of hardware.
public struct DevicePlan: Sendable, Equatable, Codable {
    /// Its name in the file.
    public var id: DeviceID
    /// Its model.
    public var profile: Profile
    /// Its wire.
    public var bus: BusID
    /// Its address on a shared wire: 0…255; 0 is everybody (Alpha).
    public var address: Int
    /// Where it stands.
    public var zone: ZoneID?
    /// What is printed on the box.
    public var label: String
    /// What its server calls it (a UPS on a NUT server); nil for the server's only one.
    public var unit: String?
    /// A UPS whose low battery closes the hall; nil for yes.
    public var closesHall: Bool?

    /// A device.
    public init(
        id: DeviceID, profile: Profile, bus: BusID, address: Int = 0, zone: ZoneID? = nil, label: String = "",
        unit: String? = nil, closesHall: Bool? = nil
    ) {
        self.unit = unit
        self.closesHall = closesHall
        self.id = id
        self.profile = profile
        self.bus = bus
        self.address = address
        self.zone = zone
        self.label = label.isEmpty ? id.rawValue : label
    }
}

/// What visitors come for.
public struct ServicePlan: Sendable, Equatable, Codable {
    /// Its name in the file.
    public var id: ServiceID
    /// One to three capital letters before the number.
    public var prefix: String
    /// 户籍
    public var name: String
    /// Where its visitors wait; printed on the ticket.
    public var waitingZone: ZoneID?
    /// Seconds that nobody shall wait longer than, 60…86 400; nil: no limit.
    public var waitLimitSeconds: Int?
    /// The numbers that it has of its prefix; nil: all from 1 on.
    public var range: NumberRange?
    /// So many numbers are given for it on a service day, 1…99 999; nil: no limit.
    public var contingent: Int?

    /// A service.
    public init(
        id: ServiceID, prefix: String, name: String, waitingZone: ZoneID? = nil, waitLimitSeconds: Int? = nil,
        range: NumberRange? = nil, contingent: Int? = nil
    ) {
        self.waitLimitSeconds = waitLimitSeconds
        self.range = range
        self.contingent = contingent
        self.id = id
        self.prefix = prefix
        self.name = name
        self.waitingZone = waitingZone
    }
}

/// A counter.
public struct WindowPlan: Sendable, Equatable, Codable {
    /// Its number, as on the plate.
    public var id: WindowID
    /// 综合窗口
    public var name: String
    /// The services it serves.
    public var serves: [ServiceID]
    /// Its call display.
    public var display: DeviceID?
    /// Its clerk's keys.
    public var caller: DeviceID?
    /// Its rating pad, whose keys are named `1` (very bad) to `5` (very good).
    public var pad: DeviceID?
    /// An output of a contact panel whose lamp flashes while somebody is called here: for those who do not hear it.
    public var lamp: PointID?
    /// Its plate, which follows whoever has signed on.
    public var plate: PlatePlan?
    /// What sort of window it is; nil where the file is silent.
    public var kind: WindowKind?
    /// The professional area that it belongs to; nil where the file is silent.
    public var area: String?

    /// A window.
    public init(
        id: WindowID, name: String, serves: [ServiceID], display: DeviceID? = nil, caller: DeviceID? = nil,
        pad: DeviceID? = nil, lamp: PointID? = nil, plate: PlatePlan? = nil, kind: WindowKind? = nil,
        area: String? = nil
    ) {
        self.plate = plate
        self.lamp = lamp
        self.pad = pad
        self.kind = kind
        self.area = area
        self.id = id
        self.name = name
        self.serves = serves
        self.display = display
        self.caller = caller
    }
}

/// Where tickets are taken.
public struct KioskPlan: Sendable, Equatable, Codable {
    /// A key and its service.
    public struct Key: Sendable, Equatable, Codable {
        /// The key's name in the profile.
        public var key: String
        /// What it gives a number for.
        public var service: ServiceID
        /// Of which class; nil: ordinary.
        public var priority: Ticket.Priority?

        /// A key and its service.
        public init(key: String, service: ServiceID, priority: Ticket.Priority? = nil) {
            self.key = key
            self.service = service
            self.priority = priority
        }
    }
    /// Its name in the file.
    public var id: KioskID
    /// Its ticket printer.
    public var printer: DeviceID?
    /// Its keys (and lamp).
    public var keys: DeviceID?
    /// What the keys are for.
    public var services: [Key]

    /// A kiosk.
    public init(id: KioskID, printer: DeviceID?, keys: DeviceID?, services: [Key]) {
        self.id = id
        self.printer = printer
        self.keys = keys
        self.services = services
    }
}
