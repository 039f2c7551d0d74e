import HallModel
import OrderedCollections

/// Contacts whose profile names a state that is an alarm.
enum ContactLevels {
    /// The kinds of alarm that contacts raise.
    static let kinds = [AlarmKind.contact] + ContactPurpose.allCases.map(\.alarm)

    static func causes(_ device: DevicePlan, _ live: LiveHall) -> [AlarmLevel] {
        watched(device).map { line in
            let point = PointID(device.id, line.point.name)
            let word = live.readings[point]?.judged?.word
            var level = AlarmLevel(
                line.alarm, about: .point(point), isThere: word.map { $0 == line.alarmWhen }, subject: line.alarmWhen)
            level.latches = line.isLatched
            return level
        }
    }

    /// None of them is listened to.
    static func gone(_ device: DevicePlan) -> [AlarmLevel] {
        watched(device).map { AlarmLevel($0.alarm, about: .point(PointID(device.id, $0.point.name)), isThere: false) }
    }

    /// The alarm of a contact; nil where no state of it is one.
    static func kind(_ point: PointID, _ plan: HallPlan) -> AlarmKind? {
        plan.device(point.device).flatMap { device in
            watched(device).first { $0.point.name == point.name }?.alarm
        }
    }

    private static func watched(_ device: DevicePlan) -> [ContactPanel.Line] {
        guard case .contactPanel(let panel) = device.profile.settings else { return [] }
        return panel.lines.filter { $0.alarmWhen != nil && $0.point.meaning == .contact }
    }
}

extension ContactPanel.Line {
    /// The alarm that its alarm state raises.
    fileprivate var alarm: AlarmKind { purpose?.alarm ?? .contact }
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
