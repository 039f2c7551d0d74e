import HallAPI
import HallLogic
import HallModel

extension Viewing {
    /// The most urgent first, among them in the order of rising; with `all` also those that ask for nobody now.
    func alarms(all: Bool = false) -> [AlarmView] {
        let alarms = all ? recorded.alarms : recorded.alarms.filter(\.asksForSomebody)
        return AlarmPriority.allCases.flatMap { priority in alarms.filter { $0.priority == priority }.map(alarm) }
    }

    func alarm(_ id: AlarmID) -> AlarmView? { recorded.alarm(id).map(alarm) }

    func alarm(_ alarm: Alarm) -> AlarmView {
        let text = alarm.kind.text
        return AlarmView(
            id: alarm.id.rawValue, name: alarm.kind.rawValue, state: alarm.state.rawValue,
            priority: alarm.priority.rawValue, since: time(alarm.since), device: alarm.source.device?.rawValue,
            zone: zone(of: alarm.source)?.rawValue, text: alarm.text(language), cause: text.cause[language],
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

extension Alarm {
    /// It is to be seen without asking: its cause is there, or a person must still say something.
    var asksForSomebody: Bool {
        switch state {
        case .unacknowledged, .acknowledged, .returnedUnacknowledged, .latched: true
        case .normal, .shelved, .suppressed, .outOfService: false
        }
    }
}
