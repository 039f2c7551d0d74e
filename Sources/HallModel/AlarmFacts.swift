/// An alarm became active.
public struct AlarmRaised: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-raised"
    /// The kind.
    public var alarm: AlarmKind
    /// Whose, if a device's.
    public var device: DeviceID?
    /// How urgent.
    public var priority: AlarmPriority
    /// When.
    public var at: WallTime
    /// What its text needs besides the names.
    public var subject: String?
    /// What it is about, where that is neither a device nor the hall.
    public var about: AlarmSource?
    /// The limit that is broken.
    public var limit: LimitCitation?
    /// The value that broke it, with its unit.
    public var value: String?
    /// It stays when its cause is gone, until a person resets it.
    public var latches: Bool?

    /// The alarm's id.
    public var id: AlarmID { Alarm.id(alarm, about: about ?? device.map { .device($0) } ?? .hall) }

    /// All fields.
    public init(alarm: AlarmKind, device: DeviceID?, priority: AlarmPriority, at: WallTime, subject: String? = nil) {
        self.alarm = alarm
        self.device = device
        self.priority = priority
        self.at = at
        self.subject = subject
    }
}

extension Alarm {
    /// The alarm that a fact makes active.
    public init(_ fact: AlarmRaised, state: AlarmState = .unacknowledged) {
        self.init(
            id: fact.id, kind: fact.alarm, device: fact.device, priority: fact.priority, state: state, since: fact.at,
            subject: fact.subject)
        about = fact.about
        limit = fact.limit
        value = fact.value
        latches = fact.latches
    }
}

/// An alarm's cause went away.
public struct AlarmReturned: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-returned"
    /// Which.
    public var alarm: AlarmID
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, at: WallTime) {
        self.alarm = alarm
        self.at = at
    }
}

/// Somebody knows.
public struct AlarmAcknowledged: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-acknowledged"
    /// Which.
    public var alarm: AlarmID
    /// Who.
    public var by: String
    /// Their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, by: String, reason: String, at: WallTime) {
        self.alarm = alarm
        self.by = by
        self.reason = reason
        self.at = at
    }
}

/// An alarm stands under another that is its cause: it is not told by itself.
public struct AlarmSuppressed: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-suppressed"
    /// Which.
    public var alarm: AlarmID
    /// The alarm that is its cause.
    public var under: AlarmID
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, under: AlarmID, at: WallTime) {
        self.alarm = alarm
        self.under = under
        self.at = at
    }
}

/// The alarm above it ended and its own cause is still there: it stands for itself again.
public struct AlarmReleased: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-released"
    /// Which.
    public var alarm: AlarmID
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, at: WallTime) {
        self.alarm = alarm
        self.at = at
    }
}

/// A person put an alarm aside for a time.
public struct AlarmShelved: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-shelved"
    /// Which.
    public var alarm: AlarmID
    /// Until when.
    public var until: WallTime
    /// Who.
    public var by: String
    /// Their words.
    public var reason: String
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, until: WallTime, by: String, reason: String, at: WallTime) {
        self.alarm = alarm
        self.until = until
        self.by = by
        self.reason = reason
        self.at = at
    }
}

/// An alarm that was put aside is back: its time is over, or a person took it back.
public struct AlarmUnshelved: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-unshelved"
    /// Which.
    public var alarm: AlarmID
    /// Who; nil when its time was over.
    public var by: String?
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, by: String?, at: WallTime) {
        self.alarm = alarm
        self.by = by
        self.at = at
    }
}

/// A person took an alarm out of service, or put it back.
public struct AlarmServiceChanged: FactPayload {
    /// Its name in the journal.
    public static let kind = "alarm-service-changed"
    /// Which.
    public var alarm: AlarmID
    /// It is in service now.
    public var inService: Bool
    /// Who.
    public var by: String
    /// Their words.
    public var reason: String
    /// When.
    public var at: WallTime

    /// All fields.
    public init(alarm: AlarmID, inService: Bool, by: String, reason: String, at: WallTime) {
        self.alarm = alarm
        self.inService = inService
        self.by = by
        self.reason = reason
        self.at = at
    }
}
