import HallModel
import OrderedCollections

/// Contacts whose profile names a state that is an alarm.
enum ContactLevels {
    static func causes(_ device: DevicePlan, _ live: LiveHall) -> [AlarmLevel] {
        watched(device).map { line in
            let point = PointID(device.id, line.point.name)
            let word = live.readings[point]?.judged?.word
            var level = AlarmLevel(
                .contact, about: .point(point), isThere: word.map { $0 == line.alarmWhen }, subject: line.alarmWhen)
            level.latches = line.isLatched
            return level
        }
    }

    /// None of them is listened to.
    static func gone(_ device: DevicePlan) -> [AlarmLevel] {
        watched(device).map { AlarmLevel(.contact, about: .point(PointID(device.id, $0.point.name)), isThere: false) }
    }

    /// The state that is an alarm at a point; nil where none is.
    static func alarmState(_ point: PointID, _ plan: HallPlan) -> String? {
        plan.device(point.device).flatMap { device in
            watched(device).first { $0.point.name == point.name }?.alarmWhen
        }
    }

    private static func watched(_ device: DevicePlan) -> [ContactPanel.Line] {
        guard case .contactPanel(let panel) = device.profile.settings else { return [] }
        return panel.lines.filter { $0.alarmWhen != nil && $0.point.meaning == .contact }
    }
}

extension Reading {
    /// The value, if it was read in time: nothing is judged by an old or missing one.
    var judged: PointValue? {
        switch quality {
        case .good, .substituted: value
        case .stale, .bad: nil
        }
    }
}
