import HallModel

/// What facts about alarms make of the recorded hall.
extension RecordedHall {
    /// A raised alarm stands last: the list is in the order of rising.
    mutating func raise(_ fact: AlarmRaised) {
        let former = alarm(fact.id)
        let state = former.map { $0.next(on: .raise) } ?? AlarmMachine.next(.normal, on: .raise)
        guard let state else { return }
        var raised = Alarm(fact, state: state)
        if state == .shelved || state == .outOfService {
            raised.isCauseThere = true
            raised.shelvedUntil = former?.shelvedUntil
        }
        alarms.removeAll { $0.id == fact.id }
        alarms.append(raised)
    }

    /// Facts about an alarm that is kept.
    mutating func changeAlarm(_ fact: HallFact) {
        switch fact {
        case .alarmReturned(let returned): move(returned.alarm, on: .return)
        case .alarmAcknowledged(let known): move(known.alarm, on: .acknowledge) { $0.acknowledgedBy = known.by }
        case .alarmSuppressed(let told): move(told.alarm, on: .suppress) { $0.under = told.under }
        case .alarmReleased(let released): move(released.alarm, on: .release)
        case .alarmShelved(let shelved): move(shelved.alarm, on: .shelve) { $0.shelvedUntil = shelved.until }
        case .alarmUnshelved(let back): move(back.alarm, on: .unshelve)
        case .alarmServiceChanged(let changed):
            move(changed.alarm, on: changed.inService ? .putInService : .takeOutOfService)
        default: break
        }
    }

    private mutating func move(
        _ id: AlarmID, on event: AlarmMachine.Event, _ body: (inout Alarm) -> Void = { _ in }
    ) {
        guard let index = alarms.firstIndex(where: { $0.id == id }), let next = alarms[index].next(on: event)
        else { return }
        let wasThere = alarms[index].isActive
        alarms[index].state = next
        alarms[index].enter(next, causeIsThere: event == .return ? false : wasThere)
        body(&alarms[index])
        if next == .normal { alarms.remove(at: index) }
    }
}

extension Alarm {
    /// Each state keeps only what belongs to it.
    fileprivate mutating func enter(_ state: AlarmState, causeIsThere: Bool) {
        under = nil
        isCauseThere = state == .shelved || state == .outOfService ? causeIsThere : nil
        if state != .shelved { shelvedUntil = nil }
        if state == .unacknowledged { acknowledgedBy = nil }
    }
}
