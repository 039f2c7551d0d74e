import HallModel

/// A visitor with an appointment that cannot be kept must be told in time (应约服务窗口需提前8小时告知服务对象): an appointment
/// that nobody could serve, and that begins within the notice, alarms.
///
/// ```
///  no window serves it, or it is outside the hall's hours, or all windows that serve it are closed today
///     └─ and it begins within the notice ─▶ notice-too-late, with the codes
/// ```
struct AppointmentNotice {
    /// How many codes the alarm names.
    private static let namedCodes = 16
    /// The wall clock may be set, and nobody tells.
    private static let longestLook = Duration.seconds(900)

    func visit(_ step: inout HallStep) {
        guard let plan = step.recorded.plan, concerns(step) else { return }
        let notice = Duration.seconds((plan.appointments ?? AppointmentSettings()).noticeSeconds)
        let now = step.now.wall
        let horizon = now + notice
        var hit: [String] = []
        for appointment in step.recorded.appointments {
            guard appointment.start <= horizon else { break }
            guard appointment.ticket == nil, appointment.end > now else { continue }
            if !canBeKept(appointment, plan, step) { hit.append(appointment.code) }
        }
        var level = AlarmLevel(.noticeTooLate, about: .hall, isThere: !hit.isEmpty)
        level.subject = hit.isEmpty ? nil : named(hit)
        level.value = hit.isEmpty ? nil : String(hit.count)
        step.compare(level)
        step.live.noticeWake = wake(horizon, step)
    }

    /// Appointments, windows or the plan are not what they were, or an appointment comes near.
    private func concerns(_ step: HallStep) -> Bool {
        switch step.input {
        case .started, .planOffered, .journalRecovered: true
        case .command, .report, .timeReached, .journalFailed, .historyFailed, .historyRecovered, .recordCompared,
            .inputDropped:
            step.live.noticeWake.map { $0 <= step.now.monotonic } ?? false
                || step.decision.facts.contains(where: \.changesAppointments)
        }
    }

    private func canBeKept(_ appointment: Appointment, _ plan: HallPlan, _ step: HallStep) -> Bool {
        guard plan.isOpen(at: appointment, step.now.civil) else { return false }
        // With the next service day a closed window opens, and each serves again what the plan says.
        var at = step.now
        at.wall = appointment.start
        guard ServiceDays.day(at: at, plan.hall) == step.recorded.day else {
            return plan.windows.contains { $0.serves.contains(appointment.service) }
        }
        return step.recorded.windows(serving: appointment.service).contains { $0.mode != .closed }
    }

    private func named(_ codes: [String]) -> String {
        let more = codes.count - Self.namedCodes
        return (codes.prefix(Self.namedCodes) + (more > 0 ? ["+\(more)"] : [])).joined(separator: " ")
    }

    /// When the next appointment comes within the notice, or one that has is over.
    private func wake(_ horizon: WallTime, _ step: HallStep) -> MonotonicInstant? {
        guard !step.recorded.appointments.isEmpty else { return nil }
        let now = step.now.wall
        var next = Self.longestLook
        for appointment in step.recorded.appointments where appointment.ticket == nil {
            if appointment.start > horizon {
                next = min(next, appointment.start - horizon)
                break
            }
            if appointment.end > now { next = min(next, appointment.end - now) }
        }
        return step.now.monotonic + max(next, .seconds(1))
    }
}

extension HallFact {
    fileprivate var changesAppointments: Bool {
        switch self {
        case .appointmentsImported, .appointmentCancelled, .appointmentCheckedIn, .planAdopted, .dayOpened,
            .windowModeChanged, .windowReassigned, .operatorSignedOn, .operatorSignedOff:
            true
        default: false
        }
    }
}
