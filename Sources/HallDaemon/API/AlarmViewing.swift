import HallAPI
import HallLogic
import HallModel

extension Viewing {
    /// Those whose cause is there and told first, then those put aside, then those whose cause is gone; among each the most
    /// urgent first, then the newest. With `all` also those that ask for nobody now.
    func alarms(all: Bool = false) -> [AlarmView] {
        let alarms = all ? recorded.alarms : recorded.alarms.filter(\.asksForSomebody)
        return AlarmRank.allCases.flatMap { rank in
            AlarmPriority.allCases.flatMap { priority in
                // Of two of one moment the one that rose last stands first.
                alarms.reversed().filter { $0.rank == rank && $0.priority == priority }.enumerated()
                    .sorted { ($1.element.since, $0.offset) < ($0.element.since, $1.offset) }.map { alarm($0.element) }
            }
        }
    }

    func alarm(_ id: AlarmID) -> AlarmView? { recorded.alarm(id).map(alarm) }

    func alarm(_ alarm: Alarm) -> AlarmView {
        let text = alarm.kind.text
        let zone = zone(of: alarm.source)
        return AlarmView(
            id: alarm.id.rawValue, name: alarm.kind.rawValue, state: alarm.state.rawValue,
            priority: alarm.priority.rawValue, since: time(alarm.since), device: alarm.source.device?.rawValue,
            zone: zone?.rawValue, zoneName: zone.flatMap(zoneName), text: alarm.text(language),
            cause: text.cause[language],
            consequence: text.consequence[language], response: text.response[language],
            value: alarm.value?.withoutControls, limit: alarm.limit?.value.withoutControls,
            clause: alarm.limit?.clause[language].withoutControls, under: alarm.under?.rawValue,
            shelvedUntil: alarm.shelvedUntil.map(time), acknowledgedBy: alarm.acknowledgedBy?.withoutControls)
    }

    /// A bus is somewhere only if all its devices are there.
    private func zone(of source: AlarmSource) -> ZoneID? {
        switch source {
        case .device, .point: return source.device.flatMap { plan?.device($0)?.zone }
        case .bus(let bus):
            let zones = (plan?.devices ?? []).filter { $0.bus == bus }.map(\.zone)
            return Set(zones).count == 1 ? zones[0] : nil
        case .zone(let zone): return zone
        case .service(let service): return plan?.service(service)?.waitingZone
        case .hall, .window, .ticket: return nil
        }
    }

    /// What happened to an alarm, and what it is judged by; nil for one that never was.
    func why(_ id: AlarmID, _ facts: [HallFact]) -> WhyAlarm.Reply? {
        let alarm = recorded.alarm(id)
        guard alarm != nil || !facts.isEmpty else { return nil }
        let point =
            facts.last { if case .alarmRaised = $0 { true } else { false } }.flatMap(Self.point)
            ?? alarm.flatMap { if case .point(let point) = $0.source { point } else { nil } }
        let kind = alarm?.kind.rawValue ?? id.rawValue.split(separator: ".").last.map(String.init)
        return WhyAlarm.Reply(
            id: id.rawValue, alarm: alarm.map { self.alarm($0) }, point: point.flatMap { self.point($0) },
            limits: point.map { limits(on: $0).filter { $0.alarm == kind } } ?? [], events: facts.map(event))
    }

    private static func point(_ fact: HallFact) -> PointID? {
        if case .alarmRaised(let raised) = fact, case .point(let point) = raised.about { point } else { nil }
    }
}

/// In which part of a list an alarm stands.
private enum AlarmRank: CaseIterable {
    /// Its cause is there, and it is told.
    case active
    /// Put aside, or told under another.
    case aside
    /// Its cause is gone, and a person must still say something.
    case gone
}

extension Alarm {
    fileprivate var rank: AlarmRank {
        switch state {
        case .unacknowledged, .acknowledged: .active
        case .shelved, .suppressed, .outOfService: .aside
        case .returnedUnacknowledged, .latched, .normal: .gone
        }
    }

    /// It is to be seen without asking: its cause is there, or a person must still say something.
    var asksForSomebody: Bool {
        switch state {
        case .unacknowledged, .acknowledged, .returnedUnacknowledged, .latched: true
        case .normal, .shelved, .suppressed, .outOfService: false
        }
    }
}
