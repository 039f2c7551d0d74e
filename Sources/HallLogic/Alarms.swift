import HallModel
import OrderedCollections

/// Last room: turns causes into alarms, with delays so that a passing cause alarms nobody, and hears who knows.
///
/// Visited for every input, also while the journal cannot be written: alarms leave at once.
struct Alarms {
    /// How long the alarm about dropped input stays after the last drop.
    static let overflowDuration = Duration.seconds(60)

    func visit(_ step: inout HallStep) {
        hearSignals(&step)
        switch step.input {
        case .report(let report): judge(report.device, &step)
        case .command(.acknowledgeAlarm(let alarm, let reason), let user, let token):
            guard !step.recorded.isActive(.journalUnavailable) else { break }
            step.answer(token, acknowledge(alarm, reason, by: user, &step))
        case .inputDropped(let count):
            step.raise(.inputOverflow, subject: String(count))
            step.live.overflowEnds = step.now.monotonic + Self.overflowDuration
        case .historyFailed(let reason): step.raise(.historyUnavailable, subject: reason)
        case .historyRecovered: step.clear(.historyUnavailable)
        case .started, .planOffered, .command, .journalFailed, .journalRecovered, .timeReached: break
        }
        watchTime(&step)
    }

    private func hearSignals(_ step: inout HallStep) {
        for signal in step.signals {
            switch signal {
            case .planInForce:
                step.clear(.planRefused)
                clearForgottenDevices(&step)
            case .planRefused(let refusal): refuse(refusal, &step)
            case .ticketNotPrinted(let printer): step.raise(.ticketNotPrinted, printer)
            case .printed(let printer): step.clear(.ticketNotPrinted, printer)
            case .dayTurned: break
            }
        }
    }

    /// Another reason is another cause: who knew of the former one does not know of this one.
    private func refuse(_ refusal: PlanRefusal, _ step: inout HallStep) {
        let former = step.recorded.alarm(Alarm.id(.planRefused, nil))
        if let former, former.subject != refusal.code { step.clear(.planRefused) }
        step.raise(.planRefused, subject: refusal.code)
    }

    /// A device that was taken out of the plan will never tell that its trouble is over.
    private func clearForgottenDevices(_ step: inout HallStep) {
        for alarm in step.recorded.alarms where alarm.isActive {
            guard let device = alarm.device, step.recorded.plan?.device(device) == nil else { continue }
            step.clear(alarm.kind, device)
        }
    }

    private func acknowledge(
        _ id: AlarmID, _ reason: String, by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let alarm = step.recorded.alarm(id) else { return .refused(.noSuchAlarm(id.rawValue)) }
        guard AlarmMachine.next(alarm.state, on: .acknowledge) != nil else {
            return .refused(.alreadyAcknowledged(id.rawValue))
        }
        step.record(
            .alarmAcknowledged(AlarmAcknowledged(alarm: id, by: user, reason: reason, at: step.now.wall)))
        return .alarm(id, step.recorded.alarm(id))
    }
}

// MARK: - Levels and time

extension Alarms {
    /// Compares what a device last said with its alarms.
    private func judge(_ device: DeviceID, _ step: inout HallStep) {
        guard step.recorded.plan?.device(device) != nil else { return }
        for level in DeviceLevels.causes(step.live.presences[device], step.live.printers[device]) {
            let cause = AlarmCause(kind: level.kind, device: device)
            switch level.isThere {
            case true:
                guard !step.recorded.isActive(level.kind, device), step.live.rising[cause] == nil else { continue }
                step.live.rising[cause] = step.now.monotonic + level.kind.onDelay
            case false:
                step.live.rising[cause] = nil
                step.clear(level.kind, device)
            }
        }
    }

    private func watchTime(_ step: inout HallStep) {
        for (cause, due) in step.live.rising.elements where due <= step.now.monotonic {
            step.live.rising[cause] = nil
            step.raise(cause.kind, cause.device)
        }
        if step.recorded.isActive(.inputOverflow) {
            // An alarm of the run before has no end yet.
            let end = step.live.overflowEnds ?? step.now.monotonic + Self.overflowDuration
            step.live.overflowEnds = end
            guard end <= step.now.monotonic else { return }
            step.clear(.inputOverflow)
        }
        step.live.overflowEnds = nil
    }
}

extension AlarmKind {
    /// How urgent it is: `high` where visitors are affected now.
    public var priority: AlarmPriority {
        switch self {
        case .paperOut, .coverOpen, .cutterError, .printerFault, .notAnswering, .portLost, .ticketNotPrinted: .high
        case .journalUnavailable: .high
        case .paperNearEnd, .inputOverflow, .clockImplausible: .medium
        case .planRefused: .low
        default: .medium
        }
    }

    /// How long the cause must last before it alarms.
    var onDelay: Duration {
        switch self {
        case .printerFault, .portLost: .seconds(2)
        case .notAnswering: .seconds(10)
        case .paperOut, .paperNearEnd, .coverOpen, .cutterError, .ticketNotPrinted, .journalUnavailable,
            .inputOverflow, .clockImplausible, .planRefused:
            .zero
        default: .zero
        }
    }
}
