import HallAPI
import HallModel

extension Console {
    func show(_ alarms: [AlarmView]) {
        guard !alarms.isEmpty else { return print(Cell(say(.noAlarms), .good)) }
        for alarm in alarms { show(alarm) }
    }

    func show(_ alarm: AlarmView) {
        let priority = AlarmPriority(rawValue: alarm.priority)
        let state = AlarmState(rawValue: alarm.state)
        let head = [
            code(priority.map(CodeText.alarmPriority), alarm.priority),
            code(state.map(CodeText.alarmState), alarm.state), time(alarm.since), alarm.id, alarm.text,
        ]
        print(Cell(head.joined(separator: "  "), tone(state, priority)))
        // Its line names value, limit and clause.
        var rows: [(name: String, value: Cell)] = [
            (say(.cause), Cell(alarm.cause)), (say(.consequence), Cell(alarm.consequence)),
            (say(.response), Cell(alarm.response)),
        ]
        if let zone = alarm.zoneName ?? alarm.zone { rows.append((say(.place), Cell(zone))) }
        if let cause = alarm.under { rows.append((say(.under), Cell(cause))) }
        if let until = alarm.shelvedUntil { rows.append((say(.shelvedUntil), Cell(time(until)))) }
        if let who = alarm.acknowledgedBy { rows.append((say(.acknowledgedBy), Cell(who))) }
        print(Sheet(rows: rows.map { ("    " + $0.name, $0.value) }))
    }

    func show(_ after: AlarmAfter) {
        if let alarm = after.alarm {
            show(alarm)
        } else {
            print(Cell(say(.alarmNormal(after.id)), .good))
        }
    }

    func show(_ why: WhyAlarm.Reply) {
        if let alarm = why.alarm {
            show(alarm)
        } else {
            print(Cell(say(.alarmNormal(why.id)), .good))
        }
        if let point = why.point {
            print("")
            show([point])
        }
        show(why.limits)
        show(why.events)
    }

    /// Who knows is not alarmed again, and what asks for nobody is not either.
    private func tone(_ state: AlarmState?, _ priority: AlarmPriority?) -> Cell.Tone {
        switch state {
        case .acknowledged, .latched: .plain
        case .shelved, .suppressed, .outOfService: .faint
        case .normal, .unacknowledged, .returnedUnacknowledged, nil: priority == .high ? .bad : .warning
        }
    }
}
