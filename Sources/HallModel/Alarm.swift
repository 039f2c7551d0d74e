/// What can be wrong. Each kind has its texts (cause, consequence, response) in `AlarmText.swift`.
public enum AlarmKind: String, Sendable, Codable, CaseIterable {
    /// A kiosk's printer has no paper.
    case paperOut = "paper-out"
    /// A kiosk's printer is nearly out of paper.
    case paperNearEnd = "paper-near-end"
    /// A printer's cover is open.
    case coverOpen = "cover-open"
    /// A printer's cutter is jammed.
    case cutterError = "cutter-error"
    /// A printer reports an error only a power cycle clears, or is off line without another cause.
    case printerFault = "printer-fault"
    /// A device does not answer.
    case notAnswering = "not-answering"
    /// A device's port is gone or cannot be opened.
    case portLost = "port-lost"
    /// A number taken at a kiosk was voided because it could not be printed.
    case ticketNotPrinted = "ticket-not-printed"
    /// The journal cannot be written: no numbers are given, displays say paused.
    case journalUnavailable = "journal-unavailable"
    /// The daemon had to drop input.
    case inputOverflow = "input-overflow"
    /// The clock shows a time that cannot be.
    case clockImplausible = "clock-implausible"
    /// A changed configuration was refused; the former one is in force.
    case planRefused = "plan-refused"
    /// A cooling set-point below the limit.
    case setPointTooLow = "set-point-too-low"
    /// A heating set-point above the limit.
    case setPointTooHigh = "set-point-too-high"
    /// A set-point or mode was changed at the unit after its correction, or an output will not stay as it is wished.
    case changedAtUnit = "changed-at-unit"
    /// A room is colder than the limit while its plant cools.
    case roomOvercooled = "room-overcooled"
    /// A room is warmer than the limit while its plant heats.
    case roomOverheated = "room-overheated"
    /// A room is too warm or too cold to be healthy.
    case roomUncomfortable = "room-uncomfortable"
    /// The air is too humid.
    case airHumid = "air-humid"
    /// The air is too dry.
    case airDry = "air-dry"
    /// Too much carbon dioxide: too little fresh air.
    case airStale = "air-stale"
    /// Too little light in open hours.
    case lightLow = "light-low"
    /// A sensor answers what cannot be.
    case sensorFault = "sensor-fault"
    /// A point cannot be read although its device answers.
    case pointMissing = "point-missing"
    /// A UPS runs from its battery.
    case onBattery = "on-battery"
    /// A UPS says that its battery is low.
    case batteryLow = "battery-low"
    /// A UPS on mains could not carry the load as long as the limit asks, or says that its battery is low.
    case autonomyShort = "autonomy-short"
    /// A UPS asks for a new battery, is overloaded, or runs on bypass.
    case upsFault = "ups-fault"
    /// Nothing is heard of a UPS.
    case upsSilent = "ups-silent"
    /// A bus with several devices cannot be used, or none of them answers.
    case busDown = "bus-down"
    /// A service was rated bad: somebody must follow it up.
    case badRating = "bad-rating"
    /// A contact is in its alarm state; what it is for is not known.
    case contact
    /// Measured values cannot be kept.
    case historyUnavailable = "history-unavailable"
    /// The daemon started too often without getting far: no device is touched.
    case safeMode = "safe-mode"
    /// A fire alarm system, or a call point, was set off.
    case fire
    /// A visitor asks for help at a button.
    case helpWanted = "help-wanted"
    /// Somebody in danger pressed a panic button.
    case panic
    /// A guarded place was entered.
    case intrusion
    /// Water where there must be none.
    case waterLeak = "water-leak"
    /// A door is open that must be shut.
    case doorOpen = "door-open"
    /// A unit reports by its contact that it has failed.
    case unitFault = "unit-fault"
    /// Somebody waits for a service nearly as long as its limit.
    case waitLong = "wait-long"
    /// Somebody waits for a service longer than its limit.
    case waitOverLimit = "wait-over-limit"
    /// Somebody waits for a service and no window that serves it is open.
    case serviceUnattended = "service-unattended"
    /// More visitors wait in a zone than it has seats.
    case waitingAreaFull = "waiting-area-full"
    /// A window is paused for longer than the limit.
    case windowAway = "window-away"
    /// A bad rating is not closed although the days for its follow-up are over.
    case followUpOverdue = "follow-up-overdue"
    /// The journal's own table of who is at which window says something else than its facts.
    case recordContradicts = "record-contradicts"
    /// A backup was put in the journal's place: what happened after it is not on record.
    case journalRestored = "journal-restored"
    /// The program that calls the numbers aloud is not there, or fails.
    case voiceFailed = "voice-failed"
    /// A clerk calls for help.
    case assistCalled = "assist-called"
    /// An appointment cannot be kept, and its visitor cannot be told in time.
    case noticeTooLate = "notice-too-late"
}

/// How urgent an alarm is; from the source's modal verb.
public enum AlarmPriority: String, Sendable, Codable, CaseIterable {
    /// Visitors are affected now.
    case high
    /// Visitors will be affected soon.
    case medium
    /// To be seen to in working hours.
    case low
}

/// ISA-18.2 / IEC 62682 states, as far as they are built.
public enum AlarmState: String, Sendable, Codable, CaseIterable {
    /// Nothing is wrong and nobody needs to know.
    case normal
    /// Wrong, and nobody has said they know.
    case unacknowledged
    /// Wrong, and somebody knows.
    case acknowledged
    /// Was wrong, is right again, and nobody has said they know.
    case returnedUnacknowledged
    /// Was wrong and acknowledged, is right again, and stays until a person resets it by acknowledging once more.
    case latched
    /// Put aside by a person for a time.
    case shelved
    /// Wrong, and told under another alarm that is its cause.
    case suppressed
    /// Taken out of service by a person.
    case outOfService
}

/// What an alarm is about.
public enum AlarmSource: Hashable, Sendable, Codable {
    /// The whole hall.
    case hall
    /// A device.
    case device(DeviceID)
    /// One point of a device.
    case point(PointID)
    /// A wire.
    case bus(BusID)
    /// A window.
    case window(WindowID)
    /// A ticket.
    case ticket(TicketID)
    /// A service.
    case service(ServiceID)
    /// A part of the hall.
    case zone(ZoneID)

    /// The first part of the alarm's id.
    public var name: String {
        switch self {
        case .hall: "hall"
        case .device(let id): id.rawValue
        case .point(let id): id.rawValue
        case .bus(let id): "bus.\(id.rawValue)"
        case .window(let id): "window.\(id.rawValue)"
        case .ticket(let id): "ticket.\(id.day).\(id.number)"
        case .service(let id): "service.\(id.rawValue)"
        case .zone(let id): "zone.\(id.rawValue)"
        }
    }

    /// The device it is about, if it is a device's or a point's.
    public var device: DeviceID? {
        switch self {
        case .device(let id): id
        case .point(let id): id.device
        case .hall, .bus, .window, .ticket, .service, .zone: nil
        }
    }
}

/// One alarm that is not normal.
public struct Alarm: Sendable, Equatable, Codable {
    /// `<device>.<kind>` or `hall.<kind>`
    public var id: AlarmID
    /// What is wrong.
    public var kind: AlarmKind
    /// Where, if it is a device's.
    public var device: DeviceID?
    /// How urgent.
    public var priority: AlarmPriority
    /// Its state; `normal` alarms are not kept.
    public var state: AlarmState
    /// When it last became active.
    public var since: WallTime
    /// What a text needs besides the names: a path, a number, a reason.
    public var subject: String?
    /// Who acknowledged it.
    public var acknowledgedBy: String?
    /// What it is about, where that is neither a device nor the hall.
    public var about: AlarmSource?
    /// The limit that is broken.
    public var limit: LimitCitation?
    /// The value that broke it, with its unit.
    public var value: String?
    /// The alarm that is its cause, while it is suppressed.
    public var under: AlarmID?
    /// It stays when its cause is gone, until a person resets it.
    public var latches: Bool?
    /// When it comes back, while it is shelved.
    public var shelvedUntil: WallTime?
    /// Its cause is there while it is shelved or out of service.
    public var isCauseThere: Bool?

    /// An alarm as it is raised.
    public init(
        id: AlarmID, kind: AlarmKind, device: DeviceID?, priority: AlarmPriority, state: AlarmState = .unacknowledged,
        since: WallTime, subject: String? = nil, acknowledgedBy: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.device = device
        self.priority = priority
        self.state = state
        self.since = since
        self.subject = subject
        self.acknowledgedBy = acknowledgedBy
    }

    /// What it is about.
    public var source: AlarmSource { about ?? device.map { .device($0) } ?? .hall }

    /// The id of an alarm about something.
    public static func id(_ kind: AlarmKind, about source: AlarmSource) -> AlarmID {
        AlarmID("\(source.name).\(kind.rawValue)")
    }

    /// The id of a device's alarm, or of the hall's.
    public static func id(_ kind: AlarmKind, _ device: DeviceID?) -> AlarmID {
        AlarmID("\(device?.rawValue ?? "hall").\(kind.rawValue)")
    }
}
