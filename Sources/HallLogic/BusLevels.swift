import HallModel
import OrderedCollections

/// Several devices that are lost together are one trouble: that of their bus.
enum BusLevels {
    /// What the devices of a bus say about it together.
    static func cause(_ bus: BusID, _ live: LiveHall, _ plan: HallPlan) -> AlarmLevel {
        let devices = plan.devices.filter { $0.bus == bus && !(live.presences[$0.id]?.isOutOfUse ?? false) }
        func level(_ isThere: Bool?, _ onDelay: Duration = .zero, _ subject: String? = nil) -> AlarmLevel {
            AlarmLevel(.busDown, about: .bus(bus), isThere: isThere, onDelay: onDelay, subject: subject)
        }
        // The only device of a bus has its own alarm.
        guard devices.count >= 2 else { return level(false) }
        let told = devices.compactMap { live.presences[$0.id] }
        if told.contains(where: \.isHeard) { return level(false) }
        let lost = told.filter { $0.presence == .offline }
        if lost.count == devices.count, lost.contains(where: \.detail.isPort) {
            return level(true, AlarmKind.portLost.onDelay, "port")
        }
        let mute = told.filter { $0.presence == .unknown && $0.detail == .oneWay }
        guard lost.count + mute.count == devices.count else { return level(nil) }
        return lost.isEmpty ? level(false) : level(true, AlarmKind.notAnswering.onDelay, "silent")
    }

    /// The alarm above a device's; nil unless it is there.
    static func alarm(above device: DeviceID, _ recorded: RecordedHall) -> AlarmID? {
        guard let bus = recorded.plan?.device(device)?.bus,
            let alarm = recorded.alarm(Alarm.id(.busDown, about: .bus(bus))), alarm.isActive
        else { return nil }
        return alarm.id
    }
}

extension LiveHall.DevicePresence {
    /// Something on its bus speaks.
    fileprivate var isHeard: Bool {
        presence == .online || (presence == .offline && (detail == .serverCannotReach || detail == .wrongModel))
    }
}

extension AlarmKind {
    /// It is told under the alarm of its bus.
    var isFolded: Bool {
        switch self {
        case .notAnswering, .portLost, .upsSilent, .sensorFault, .pointMissing: true
        default: false
        }
    }
}

extension HallStep {
    /// How long a device may take to be heard again after its bus, before its own alarm stands for itself.
    static let releaseDelay = Duration.seconds(10)

    /// A device is silent a little before its bus is known to be down: its alarm waits for that.
    mutating func holdDevicesOfRisingBuses() {
        for (cause, rising) in live.rising.elements where cause.kind.isFolded {
            guard let device = cause.source.device, let bus = recorded.plan?.device(device)?.bus,
                let above = live.rising[AlarmCause(kind: .busDown, source: .bus(bus))], rising.due < above.due
            else { continue }
            live.rising[cause]?.due = above.due
        }
    }

    /// Alarms of devices stand under the alarm of their bus, and for themselves again when that is over.
    mutating func fold() {
        for alarm in recorded.alarms where alarm.kind.isFolded {
            guard let device = alarm.source.device else { continue }
            let above = BusLevels.alarm(above: device, recorded)
            switch (alarm.state, above) {
            case (.unacknowledged, let above?), (.acknowledged, let above?):
                record(.alarmSuppressed(AlarmSuppressed(alarm: alarm.id, under: above, at: now.wall)))
            case (.suppressed, .some): live.releasing[alarm.id] = nil
            case (.suppressed, nil):
                let due = live.releasing[alarm.id] ?? now.monotonic + Self.releaseDelay
                live.releasing[alarm.id] = due
                guard due <= now.monotonic else { continue }
                record(.alarmReleased(AlarmReleased(alarm: alarm.id, at: now.wall)))
            default: break
            }
        }
        for id in live.releasing.keys where recorded.alarm(id)?.state != .suppressed { live.releasing[id] = nil }
    }
}
