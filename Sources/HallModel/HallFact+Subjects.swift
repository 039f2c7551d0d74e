extension HallFact {
    /// The alarm it is about; nil for facts about something else.
    public var alarm: AlarmID? {
        switch self {
        case .alarmRaised(let fact): fact.id
        case .alarmReturned(let fact): fact.alarm
        case .alarmAcknowledged(let fact): fact.alarm
        case .alarmSuppressed(let fact): fact.alarm
        case .alarmReleased(let fact): fact.alarm
        case .alarmShelved(let fact): fact.alarm
        case .alarmUnshelved(let fact): fact.alarm
        case .alarmServiceChanged(let fact): fact.alarm
        default: nil
        }
    }

    /// It is about this point: an attempt to write it, or an alarm of its own.
    public func isAbout(_ point: PointID) -> Bool {
        switch self {
        case .pointWriteOrdered(let fact): return fact.point == point
        case .pointWriteSettled(let fact): return fact.point == point
        default:
            // `<device>.<point>.<kind>`: kinds have no dots.
            guard let alarm = alarm?.rawValue, let dot = alarm.lastIndex(of: ".") else { return false }
            return alarm[..<dot] == point.rawValue
        }
    }

    /// The kinds of all facts about alarms.
    public static let kindsAboutAlarms = [
        AlarmRaised.kind, AlarmReturned.kind, AlarmAcknowledged.kind, AlarmSuppressed.kind, AlarmReleased.kind,
        AlarmShelved.kind, AlarmUnshelved.kind, AlarmServiceChanged.kind,
    ]
    /// The kinds of all facts about points, beside those about their alarms.
    public static let kindsAboutPoints = [PointWriteOrdered.kind, PointWriteSettled.kind]
}
