import HallAPI
import HallLogic
import HallModel

extension Viewing {
    func appointment(_ appointment: Appointment) -> AppointmentView {
        let settings = plan?.appointments ?? AppointmentSettings()
        let isOver = now > appointment.start + .seconds(settings.lateSeconds)
        return AppointmentView(
            code: appointment.code.withoutControls, start: time(appointment.start), minutes: appointment.minutes,
            service: appointment.service.rawValue, serviceName: serviceName(appointment.service),
            source: appointment.source.rawValue,
            state: appointment.ticket != nil ? "used" : isOver ? "missed" : "open",
            number: appointment.ticket?.number.text)
    }

    func imported(_ result: AppointmentImport) -> ImportAppointments.Reply {
        .init(
            added: result.added, changed: result.changed, unchanged: result.unchanged,
            problems: result.problems.map { .init(index: $0.index, text: $0.kind.text(language)) })
    }
}

extension Dispatcher {
    func appointments(_ call: PendingCall) throws(APIFault) -> [UInt8] {
        let name = try ListAppointments.parameters(of: call.header).day
        let day = name.flatMap { CivilDate($0) }
        guard name == nil || day != nil else { throw .invalidParameter("day") }
        let view = view()
        let all = view.recorded.appointments.filter { appointment in
            day == nil || view.hall.at.civil.local(appointment.start).date == day
        }
        return ListAppointments.message(reply: .init(appointments: all.map(view.appointment)))
    }
}
