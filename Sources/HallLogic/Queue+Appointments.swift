import HallModel
import OrderedCollections

/// Appointments: taken in all or none, given up, and turned into a number once.
///
/// ```
///  import ─▶ to come ── check-in, from `early` before the slot to `late` after its beginning ─▶ a booked number
///               ├────── cancel ─▶ gone
///               └────── the slot is over ─▶ gone at the turn of the day
/// ```
extension Queue {
    // MARK: Import

    func importAppointments(
        _ entries: [AppointmentEntry], isTrial: Bool, by user: String, _ step: inout HallStep
    ) -> HallReply {
        guard let plan = step.recorded.plan else { return .refused(.storeUnavailable) }
        var result = AppointmentImport()
        var taken: [Appointment] = []
        var firsts: [String: Int] = [:]
        let known = OrderedDictionary(
            step.recorded.appointments.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
        for (index, entry) in entries.enumerated() {
            do throws(AppointmentProblem) {
                if let first = firsts[entry.code] { throw .codeTwice(first: first) }
                firsts[entry.code] = index
                let appointment = try appointment(entry, plan, step)
                guard let former = known[entry.code] else {
                    result.added += 1
                    taken.append(appointment)
                    continue
                }
                if former.isSame(as: appointment) {
                    result.unchanged += 1
                } else if let ticket = former.ticket {
                    throw .used(ticket.number)
                } else {
                    result.changed += 1
                    taken.append(appointment)
                }
            } catch {
                result.problems.append(AppointmentImport.Problem(index: index, kind: error))
            }
        }
        if known.values.count(where: { $0.ticket == nil }) + result.added > Appointment.mostKept {
            let index = max(0, entries.count - 1)
            result.problems.append(.init(index: index, kind: .tooMany(limit: Appointment.mostKept)))
        }
        guard result.problems.isEmpty else {
            (result.added, result.changed, result.unchanged) = (0, 0, 0)
            return .appointmentsImported(result)
        }
        guard !isTrial else { return .appointmentsImported(result) }
        while !taken.isEmpty {
            let part = Array(taken.prefix(Appointment.mostPerFact))
            taken.removeFirst(part.count)
            step.record(
                .appointmentsImported(AppointmentsImported(appointments: part, at: step.now.wall, by: user)))
        }
        return .appointmentsImported(result)
    }

    private func appointment(
        _ entry: AppointmentEntry, _ plan: HallPlan, _ step: HallStep
    ) throws(AppointmentProblem) -> Appointment {
        guard Self.isCode(entry.code) else { throw .badCode(String(entry.code.prefix(64))) }
        guard !Self.looksPersonal(entry.code) else { throw .personalCode }
        guard Appointment.slotMinutes.contains(entry.minutes) else { throw .badMinutes(entry.minutes) }
        guard let source = Appointment.Source(rawValue: entry.source) else { throw .badSource(entry.source) }
        guard let service = plan.service(ServiceID(entry.service)) else {
            throw .noSuchService(entry.service, known: plan.services.map(\.id.rawValue))
        }
        guard let start = step.now.civil.moment(written: entry.start) else { throw .badStart(entry.start) }
        let appointment = Appointment(
            code: entry.code, start: start, minutes: entry.minutes, service: service.id, source: source)
        guard appointment.end > step.now.wall else { throw .past(entry.start) }
        guard start - step.now.wall <= .seconds(Appointment.farthestDays * 86_400) else { throw .tooFar(entry.start) }
        guard plan.windows.contains(where: { $0.serves.contains(service.id) }) else { throw .notServed(service.id) }
        guard plan.isOpen(at: appointment, step.now.civil) else { throw .outsideHours(entry.start) }
        return appointment
    }

    private static func isCode(_ code: String) -> Bool {
        (1...32).contains(code.utf8.count)
            && code.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }

    /// Eighteen digits of an identity number, the last of which may be an X, or eleven of a mobile telephone.
    private static func looksPersonal(_ code: String) -> Bool {
        let digits = code.utf8.filter { (0x30...0x39).contains($0) }.count
        let isIdentity =
            code.utf8.count == 18 && digits >= 17 && (digits == 18 || code.hasSuffix("X") || code.hasSuffix("x"))
        return isIdentity || (code.utf8.count == 11 && digits == 11 && code.hasPrefix("1"))
    }

    // MARK: Giving up

    func cancelAppointment(_ code: String, reason: String, by user: String, _ step: inout HallStep) -> HallReply {
        guard let appointment = step.recorded.appointment(code) else { return .refused(.noSuchAppointment(code)) }
        if let ticket = appointment.ticket { return .refused(.appointmentUsed(code, ticket.number)) }
        step.record(
            .appointmentCancelled(AppointmentCancelled(code: code, reason: reason, at: step.now.wall, by: user)))
        return .appointment(appointment)
    }

    // MARK: Check-in

    /// The visitor is here: a number for the service of the appointment, from a while before the slot to a while after
    /// its beginning.
    func checkIn(
        _ code: String, _ service: ServiceID?, _ kiosk: KioskID?, _ priority: Ticket.Priority, by user: String,
        _ step: inout HallStep
    ) -> HallReply {
        guard let appointment = step.recorded.appointment(code) else { return .refused(.noSuchAppointment(code)) }
        if let ticket = appointment.ticket { return .refused(.appointmentUsed(code, ticket.number)) }
        if let service, service != appointment.service {
            return .refused(.appointmentForOther(code, appointment.service))
        }
        let settings = step.recorded.plan?.appointments ?? AppointmentSettings()
        let opens = appointment.start + .seconds(-settings.earlySeconds)
        let closes = appointment.start + .seconds(settings.lateSeconds)
        func told(_ time: WallTime) -> String {
            let local = step.now.civil.local(time)
            return "\(local.date) \(local.clock)"
        }
        if step.now.wall < opens { return .refused(.appointmentTooEarly(code, from: told(opens))) }
        if step.now.wall > closes { return .refused(.appointmentTooLate(code, until: told(closes))) }
        let reply = take(appointment.service, kiosk, priority, booking: appointment.booking, by: user, &step)
        if case .ticket(let ticket) = reply {
            step.record(
                .appointmentCheckedIn(
                    AppointmentCheckedIn(code: code, ticket: ticket.id, at: step.now.wall, by: user)))
        }
        return reply
    }
}

extension RecordedHall {
    /// The appointment of that code: to come, used, or missed today.
    public func appointment(_ code: String) -> Appointment? { appointments.first { $0.code == code } }

    mutating func applyAppointments(_ fact: HallFact) {
        switch fact {
        case .appointmentsImported(let imported):
            var all = OrderedDictionary(appointments.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
            for appointment in imported.appointments where all[appointment.code]?.ticket == nil {
                all[appointment.code] = appointment
            }
            appointments = all.values.sorted { $0.isBefore($1) }
        case .appointmentCancelled(let cancelled): appointments.removeAll { $0.code == cancelled.code }
        case .appointmentCheckedIn(let checked):
            guard let index = appointments.firstIndex(where: { $0.code == checked.code }) else { return }
            appointments[index].ticket = checked.ticket
        default: break
        }
    }

    /// Those to come: what a new service day takes over.
    func appointmentsToCome(at now: WallTime) -> [Appointment] {
        appointments.filter { $0.ticket == nil && $0.end > now }
    }
}

extension HallPlan {
    /// The hall is open for the whole slot; one without hours always is.
    func isOpen(at appointment: Appointment, _ civil: CivilClock) -> Bool {
        guard let hours = hall.openHours else { return true }
        let start = civil.local(appointment.start).secondOfDay
        return start >= hours.opens && start + appointment.minutes * 60 <= hours.closes
    }
}

extension CivilClock {
    /// The moment that `2026-11-28 09:30` (or with a `T`), the hall's time, or an RFC 3339 time names; nil for anything
    /// else, and for a time that a change of offset skips. One that comes twice is the first.
    func moment(written text: String) -> WallTime? {
        if let time = CivilTime(rfc3339: text) { return time.wall }
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T") else { return nil }
        let zoned =
            String(decoding: bytes[..<10], as: UTF8.self) + "T"
            + String(decoding: bytes[11...], as: UTF8.self) + ":00Z"
        guard let naive = CivilTime(rfc3339: zoned)?.wall else { return nil }
        return changes.compactMap { change in
            let candidate = naive + .seconds(-Int(change.offsetSeconds))
            return offset(at: candidate) == change.offsetSeconds ? candidate : nil
        }.min()
    }
}
