import HallModel
import OrderedCollections

/// What follows at once from people in need: lamps and sounders, and the hall that is left in a fire. It follows from the
/// alarms alone, so that it holds after a restart and without the journal.
enum SafetySignals {
    /// The lamps of a panel that are on, and those that flash since somebody is called at their window; nil for a device
    /// that has none.
    static func desired(_ device: DevicePlan, _ recorded: RecordedHall) -> DesiredState? {
        guard case .contactPanel(let panel) = device.profile.settings, panel.lines.contains(where: { $0.shows != nil })
        else { return nil }
        let kinds = OrderedSet(recorded.alarms.filter(\.isShown).map(\.kind))
        return .signals(
            panel.lines.filter { line in line.shows?.contains { kinds.contains($0.alarm) } ?? false }.map(\.point.name),
            flashing: callLamps(device.id, recorded))
    }

    /// A call that nobody can be sure of calls nobody, nor does any in a fire.
    private static func callLamps(_ device: DeviceID, _ recorded: RecordedHall) -> [CallLamp] {
        guard !recorded.isEvacuating, !recorded.isActive(.journalUnavailable) else { return [] }
        return (recorded.plan?.windows ?? []).compactMap { window in
            guard let lamp = window.lamp, lamp.device == device, let ticket = recorded.ticket(at: window.id),
                case .called(_, let times) = ticket.stage
            else { return nil }
            return CallLamp(name: lamp.name, call: "\(ticket.id)#\(times)")
        }
    }
}

extension Alarm {
    /// Somebody is still to act: also when the button has gone back, until a person resets the alarm.
    fileprivate var isShown: Bool {
        switch state {
        case .unacknowledged, .acknowledged, .returnedUnacknowledged, .latched: true
        case .normal, .shelved, .suppressed, .outOfService: false
        }
    }
}

extension RecordedHall {
    /// A fire alarm that nobody has reset: displays tell people to leave, nobody is called.
    var isEvacuating: Bool { fireAlarm != nil }

    /// The fire alarm that empties the hall; nil while there is none.
    public var fireAlarm: Alarm? { alarms.first { $0.kind == .fire && $0.isShown } }

    /// Why the hall gives no numbers and calls nobody; a fire goes before everything else.
    public var closureReason: ClosureReason? { isEvacuating ? .fire : power.closure?.reason }
}
