import HallModel

/// Last room: turns causes into alarms, with delays so that a passing cause alarms nobody, and hears who knows.
///
/// Visited for every input, also while the journal cannot be written: alarms leave at once.
struct Alarms {
    /// How long the alarm about dropped input stays after the last drop.
    static let overflowDuration = Duration.seconds(60)

    func visit(_ step: inout HallStep) {
        hearSignals(&step)
        switch step.input {
        case .report(let report): judge(report, &step)
        case .command(let command, let user, let token):
            guard !step.recorded.isActive(.journalUnavailable) else { break }
            if let reply = obey(command, by: user, &step) { step.answer(token, reply) }
        case .inputDropped(let count):
            step.raise(.inputOverflow, subject: String(count))
            step.live.overflowEnds = step.now.monotonic + Self.overflowDuration
        case .historyFailed(let reason): step.raise(.historyUnavailable, subject: reason)
        case .historyRecovered: step.clear(.historyUnavailable)
        case .recordCompared(let windows): compare(windows, &step)
        case .started(let start): start.safeMode ? step.raise(.safeMode) : step.clear(.safeMode)
        case .planOffered, .journalFailed, .journalRecovered, .timeReached: break
        }
        step.raiseRisen()
        watchOverflow(&step)
        endShelves(&step)
        watchFollowUps(&step)
        step.fold()
    }

    private func hearSignals(_ step: inout HallStep) {
        for signal in step.signals {
            switch signal {
            case .planInForce:
                step.clear(.planRefused)
                clearForgotten(&step)
            case .planRefused(let refusal): refuse(refusal, &step)
            case .ticketNotPrinted(let printer): step.raise(.ticketNotPrinted, printer)
            case .printed(let printer): step.clear(.ticketNotPrinted, printer)
            case .ratedBad(let ticket, let window, let level):
                // An event, gone as soon as it is there: the alarm stays until somebody closes it with a note.
                step.raise(
                    .badRating, about: .ticket(ticket), subject: window.rawValue, value: String(level.rawValue),
                    latches: true)
                step.clear(.badRating, about: .ticket(ticket))
            case .dayTurned: step.clear(.journalRestored)
            case .journalRestored(let end):
                step.clear(.journalRestored)
                step.raise(.journalRestored, subject: end.map { step.now.civil.local($0).rfc3339 })
            }
        }
    }

    /// Another reason is another cause: who knew of the former one does not know of this one.
    private func refuse(_ refusal: PlanRefusal, _ step: inout HallStep) {
        let former = step.recorded.alarm(Alarm.id(.planRefused, nil))
        if let former, former.subject != refusal.code { step.clear(.planRefused) }
        step.raise(.planRefused, subject: refusal.code)
    }

    /// Other windows are another contradiction: who knew of the former does not know of this one.
    private func compare(_ windows: String?, _ step: inout HallStep) {
        if step.recorded.alarm(Alarm.id(.recordContradicts, nil))?.subject != windows { step.clear(.recordContradicts) }
        if let windows { step.raise(.recordContradicts, subject: windows) }
    }

    /// What was taken out of the plan will never tell that its trouble is over.
    private func clearForgotten(_ step: inout HallStep) {
        guard let plan = step.recorded.plan else { return }
        for alarm in step.recorded.alarms where alarm.isActive {
            let isForgotten =
                switch (alarm.kind, alarm.source) {
                case (.busDown, .bus(let bus)): plan.devices.count { $0.bus == bus } < 2
                case (let kind, .point(let point)) where ContactLevels.kinds.contains(kind):
                    ContactLevels.kind(point, plan) != kind
                default: !plan.holds(alarm.source)
                }
            if isForgotten { step.clear(alarm.kind, about: alarm.source) }
        }
    }

    /// Compares what a device last said with its alarms, and with that of its bus.
    private func judge(_ report: DeviceReport, _ step: inout HallStep) {
        guard !step.isMeasuredOnly(report), let plan = step.recorded.plan, let device = plan.device(report.device)
        else { return }
        if case .presence = report.content { step.compare(BusLevels.cause(device.bus, step.live, plan)) }
        for level in DeviceLevels.causes(device, step.live, plan) { step.compare(level) }
    }

    private func watchOverflow(_ step: inout HallStep) {
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
    /// How urgent it is: `high` where visitors are affected now. A limit's verb goes before this.
    public var priority: AlarmPriority {
        switch self {
        case .paperOut, .coverOpen, .cutterError, .printerFault, .notAnswering, .portLost, .ticketNotPrinted,
            .journalUnavailable, .onBattery, .batteryLow, .upsSilent, .busDown, .contact, .fire, .helpWanted, .panic,
            .intrusion, .waterLeak, .safeMode, .serviceUnattended, .recordContradicts, .assistCalled:
            .high
        case .paperNearEnd, .inputOverflow, .clockImplausible, .setPointTooLow, .setPointTooHigh, .changedAtUnit,
            .roomOvercooled, .roomOverheated, .roomUncomfortable, .airStale, .lightLow, .sensorFault, .pointMissing,
            .autonomyShort, .upsFault, .badRating, .followUpOverdue, .historyUnavailable, .doorOpen, .unitFault,
            .waitOverLimit, .waitingAreaFull, .windowAway, .journalRestored, .voiceFailed, .noticeTooLate:
            .medium
        case .planRefused, .airHumid, .airDry, .waitLong: .low
        }
    }

    /// How long the cause must last before it alarms; a limit brings its own.
    var onDelay: Duration {
        switch self {
        case .printerFault, .portLost, .onBattery, .upsFault, .voiceFailed: .seconds(2)
        case .notAnswering, .upsSilent: .seconds(10)
        case .autonomyShort: .seconds(60)
        case .waitingAreaFull: .seconds(120)
        case .serviceUnattended: .seconds(300)
        case .paperOut, .paperNearEnd, .coverOpen, .cutterError, .ticketNotPrinted, .journalUnavailable,
            .inputOverflow, .clockImplausible, .planRefused, .setPointTooLow, .setPointTooHigh, .changedAtUnit,
            .roomOvercooled, .roomOverheated, .roomUncomfortable, .airHumid, .airDry, .airStale, .lightLow,
            .sensorFault, .pointMissing, .batteryLow, .busDown, .badRating, .followUpOverdue, .contact,
            .historyUnavailable, .fire, .waitLong, .waitOverLimit, .windowAway,
            .helpWanted, .panic, .intrusion, .waterLeak, .doorOpen, .unitFault, .safeMode,
            .recordContradicts, .journalRestored, .assistCalled, .noticeTooLate:
            .zero
        }
    }
}
