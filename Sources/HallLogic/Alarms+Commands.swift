import HallModel

/// What people do with alarms.
extension Alarms {
    /// The least time aside.
    static let shortestShelf = 60
    /// The longest: nothing is put aside for good.
    static let longestShelf = 7 * 86_400

    /// The reply to a command about alarms; nil for any other.
    func obey(_ command: HallCommand, by user: String, _ step: inout HallStep) -> HallReply? {
        let at = step.now.wall
        switch command {
        case .acknowledgeAlarm(let id, let reason):
            if let alarm = step.recorded.alarm(id), reason.allSatisfy(\.isWhitespace),
                let next = alarm.next(on: .acknowledge),
                alarm.kind == .badRating || (alarm.kind.isGrave && next == .normal)
            {
                return .refused(.noteRequired(id.rawValue))
            }
            return change(id, on: .acknowledge, &step) {
                .alarmAcknowledged(AlarmAcknowledged(alarm: $0, by: user, reason: reason, at: at))
            }
        case .shelveAlarm(let id, let seconds, let reason):
            guard (Self.shortestShelf...Self.longestShelf).contains(seconds) else {
                return .refused(
                    .badDuration(seconds: seconds, allowed: "\(Self.shortestShelf) … \(Self.longestShelf) s"))
            }
            return change(id, on: .shelve, &step) {
                let until = at + .seconds(seconds)
                return .alarmShelved(AlarmShelved(alarm: $0, until: until, by: user, reason: reason, at: at))
            }
        case .unshelveAlarm(let id):
            return change(id, on: .unshelve, &step) {
                .alarmUnshelved(AlarmUnshelved(alarm: $0, by: user, at: at))
            }
        case .setAlarmService(let id, let inService, let reason):
            return change(id, on: inService ? .putInService : .takeOutOfService, &step) {
                .alarmServiceChanged(
                    AlarmServiceChanged(alarm: $0, inService: inService, by: user, reason: reason, at: at))
            }
        case .takeTicket, .checkIn, .importAppointments, .cancelAppointment, .cancelTicket, .parkTicket, .returnTicket,
            .transferTicket, .transferFrom, .reprintTicket,
            .window,
            .callNumber, .writePoint, .rate, .pause, .signOn, .signOff, .assign, .callAssist,
            .answerAssist, .sendMessage:
            return nil
        }
    }

    private func change(
        _ id: AlarmID, on event: AlarmMachine.Event, _ step: inout HallStep, fact: (AlarmID) -> HallFact
    ) -> HallReply {
        guard let alarm = step.recorded.alarm(id) else { return .refused(.noSuchAlarm(id.rawValue)) }
        if alarm.kind.isGrave, event == .shelve || event == .takeOutOfService {
            return .refused(.alarmState(id.rawValue, alarm.state))
        }
        guard alarm.next(on: event) != nil else {
            let isKnown = event == .acknowledge && alarm.state == .acknowledged
            return .refused(isKnown ? .alreadyAcknowledged(id.rawValue) : .alarmState(id.rawValue, alarm.state))
        }
        step.record(fact(id))
        return .alarm(id, step.recorded.alarm(id))
    }
}

// MARK: - The end of a shelf

extension Alarms {
    /// Alarms come back when their time aside is over, also when the clock was set back meanwhile. Not while the journal
    /// cannot be written: the fact would be lost.
    func endShelves(_ step: inout HallStep) {
        guard !step.recorded.isActive(.journalUnavailable) else { return }
        for alarm in step.recorded.alarms where Self.shelfLeft(alarm, at: step.now) == .zero {
            step.record(.alarmUnshelved(AlarmUnshelved(alarm: alarm.id, by: nil, at: step.now.wall)))
        }
    }

    /// When shelves end.
    static func shelfWakes(_ recorded: RecordedHall, at now: HallInstant) -> [MonotonicInstant] {
        recorded.alarms.compactMap { shelfLeft($0, at: now) }.map { now.monotonic + $0 }
    }

    /// How long it stays aside; nil if it is not.
    private static func shelfLeft(_ alarm: Alarm, at now: HallInstant) -> Duration? {
        guard alarm.state == .shelved, let until = alarm.shelvedUntil else { return nil }
        let left = until - now.wall
        return left <= .zero || left > .seconds(longestShelf) ? .zero : left
    }
}
