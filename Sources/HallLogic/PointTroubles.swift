import HallModel
import OrderedCollections

/// Points that answer nonsense, and points that cannot be read although their device answers. A silent device has an alarm
/// of its own.
struct PointTroubles {
    /// How long a sensor must answer nonsense.
    static let faultDelay = Duration.seconds(10)
    /// How long a point must be unreadable while its device answers.
    static let missingDelay = Duration.seconds(60)

    func judge(_ point: PointID, _ step: inout HallStep) {
        guard step.live.climate.book?.entries[point] != nil, let reading = step.live.readings[point] else { return }
        if reading.quality == .good {
            step.clear(.sensorFault, about: .point(point))
            step.clear(.pointMissing, about: .point(point))
        }
        guard let (kind, reason, delay) = cause(reading, of: point.device, step),
            step.recorded.alarm(Alarm.id(kind, about: .point(point)))?.isActive != true
        else {
            step.live.climate.troubles[point] = nil
            return
        }
        // Another reason of the same kind goes on with the delay.
        let former = step.live.climate.troubles[point]
        let due = former?.kind == kind ? former?.due : nil
        step.live.climate.troubles[point] = LiveClimate.Trouble(
            kind: kind, reason: reason, due: due ?? step.now.monotonic + delay)
    }

    func judgePoints(of device: DeviceID, _ step: inout HallStep) {
        for point in step.live.readings.keys where point.device == device { judge(point, &step) }
    }

    func watchTime(_ step: inout HallStep) {
        for (point, trouble) in step.live.climate.troubles.elements where trouble.due <= step.now.monotonic {
            step.live.climate.troubles[point] = nil
            step.raise(trouble.kind, about: .point(point), subject: trouble.reason.rawValue)
        }
    }

    private func cause(
        _ reading: Reading, of device: DeviceID, _ step: HallStep
    ) -> (kind: AlarmKind, reason: MissingReason, delay: Duration)? {
        guard reading.quality == .bad, let reason = reading.missing, !step.live.isOutOfUse(device) else { return nil }
        switch reason {
        case .sensorFault, .outOfRange: return (.sensorFault, reason, Self.faultDelay)
        case .exception, .crc, .timeout:
            guard step.live.presences[device]?.presence == .online else { return nil }
            return (.pointMissing, reason, Self.missingDelay)
        case .neverRead, .portLost, .disabled, .scan: return nil
        }
    }
}
