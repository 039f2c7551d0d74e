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

    /// All fields.
    public init(alarm: AlarmKind, device: DeviceID?, priority: AlarmPriority, at: WallTime, subject: String? = nil) {
        self.alarm = alarm
        self.device = device
        self.priority = priority
        self.at = at
        self.subject = subject
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
