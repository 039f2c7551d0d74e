import HallModel
import OrderedCollections

/// Fifth room: numbers, windows and the print jobs of the kiosks.
///
/// ```
///           ┌──────────── cancel ──────────▶ cancelled
///           │ ┌── not printed (kiosk) ─────▶ voided
///           │ │ ┌─ day turned ─────────────▶ lapsed
///           │ │ │
///  take ─▶ waiting ── call ─▶ called ── start ─▶ serving ── finish, call ─▶ finished
///           ▲ ▲ ▲             │ │  ▲                │
///           │ │ │             │ └──┘ recall         │
///           │ │ └── put-back ─┤                     │
///           │ │     no-show ──┤ (the first times)   │
///           │ │               ├──── park ───────────┴─▶ parked ─┐
///           │ │               └── no-show ─▶ absent ─ time over ┼─▶ noShow
///           │ └─────────────────── return, call ────────┴───────┘
///           └── transfer: from every stage that is not over, to another service, or to one window
/// ```
struct Queue {
    func visit(_ step: inout HallStep) {
        forgetLapsedJobs(&step)
        switch step.input {
        case .started: printInterrupted(&step)
        case .command(let command, let user, let token): obey(command, by: user, token, &step)
        case .report(let report): hear(report, &step)
        case .journalRecovered: settleRemembered(&step)
        case .planOffered, .journalFailed, .historyFailed, .historyRecovered, .recordCompared, .inputDropped,
            .timeReached:
            break
        }
        watchAbsences(&step)
        watchDeadlines(&step)
        dispatch(&step)
    }

    private func obey(_ command: HallCommand, by user: String, _ token: ReplyToken, _ step: inout HallStep) {
        let reply: HallReply
        switch command {
        case .takeTicket(let service, let kiosk, let priority):
            reply = take(service, kiosk, priority, by: user, &step)
        case .checkIn(let code, let service, let kiosk, let priority):
            reply = checkIn(code, service, kiosk, priority, by: user, &step)
        case .importAppointments(let entries, let isTrial):
            reply = importAppointments(entries, isTrial: isTrial, by: user, &step)
        case .cancelAppointment(let code, let reason):
            reply = cancelAppointment(code, reason: reason, by: user, &step)
        case .cancelTicket(let number, let reason): reply = cancel(number, reason: reason, by: user, &step)
        case .reprintTicket(let number, let kiosk): reply = reprint(number, kiosk, by: user, &step)
        case .parkTicket(let number, let reason): reply = park(number, reason: reason, by: user, &step)
        case .returnTicket(let number, let reason): reply = takeBack(number, reason: reason, by: user, &step)
        case .transferTicket(let number, let service, let window, let person, let reason):
            let destination = Destination(service: service, window: window, person: person)
            reply = transfer(number, destination, reason: reason, by: user, &step)
        case .transferFrom(let window, let service, let to, let person, let reason):
            let destination = Destination(service: service, window: to, person: person)
            reply = transfer(from: window, destination, reason: reason, by: user, &step)
        case .window(let window, let verb, let reason):
            reply = perform(verb, at: window, reason: reason, by: user, &step)
        case .callNumber(let window, let number, _): reply = call(number, to: window, by: user, &step)
        case .pause(let window, let to, let minutes, let reason):
            reply = pause(window, to: to, backMinutes: minutes, reason: reason, by: user, &step)
        case .signOn(let window, let person): reply = signOn(person, at: window, by: user, &step)
        case .signOff(let window, let person): reply = signOff(person, at: window, by: user, &step)
        case .assign(let window, let services, let reason):
            reply = assign(services, to: window, reason: reason, by: user, &step)
        case .callAssist(let window, let reason): reply = callAssist(window, reason: reason, by: user, &step)
        case .answerAssist(let window, let reason): reply = answerAssist(window, reason: reason, by: user, &step)
        case .sendMessage(let from, let to, let text): reply = send(text, from: from, to: to, by: user, &step)
        case .acknowledgeAlarm, .shelveAlarm, .unshelveAlarm, .setAlarmService, .writePoint, .rate: return
        }
        step.answer(token, reply)
    }

    private func hear(_ report: DeviceReport, _ step: inout HallStep) {
        switch report.content {
        case .key(let name): press(name, on: report.device, &step)
        case .print(let job, let outcome):
            guard let ticket = step.recorded.ticket(of: job) else {
                if outcome == .proven { proveFormer(job, &step) }
                return
            }
            // A job's outcome is its printer's to tell, and only of a job that it got.
            if ticket.printer == report.device, step.live.jobs[job]?.isSent != false { settle(job, outcome, &step) }
        case .presence, .printer, .noise, .reading, .written, .exchanges, .spoken: break
        }
    }

    /// Keys belong to a kiosk or to a window; any other key means nothing.
    private func press(_ name: String, on device: DeviceID, _ step: inout HallStep) {
        guard let plan = step.recorded.plan else { return }
        if let kiosk = plan.kiosks.first(where: { $0.keys == device }) {
            guard let key = kiosk.services.first(where: { $0.key == name }) else { return }
            takeAtKey(key, kiosk, &step)
        } else if let window = plan.windows.first(where: { $0.caller == device }) {
            // Nobody waits for the reply to a key; the display tells. No user's name holds a colon.
            let user = "device:\(device)"
            if name == WindowVerb.assistKey { _ = callAssist(window.id, reason: "", by: user, &step) }
            guard let verb = WindowVerb(rawValue: name) else { return }
            _ = perform(verb, at: window.id, reason: "", by: user, &step)
        }
    }
}
