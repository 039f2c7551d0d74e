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

    /// The id of a device's alarm, or of the hall's.
    public static func id(_ kind: AlarmKind, _ device: DeviceID?) -> AlarmID {
        AlarmID("\(device?.rawValue ?? "hall").\(kind.rawValue)")
    }
}
