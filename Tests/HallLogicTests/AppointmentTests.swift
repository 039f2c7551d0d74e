import HallLogic
import HallModel
import Testing

@Suite("Appointments")
struct AppointmentTests {
    /// The hall's morning is 09:00 of 2026-11-21, eight hours east.
    private static let plan = HallPlan.standard.changed {
        $0.queue = QueueSettings(preferred: 2)
        $0.appointments = AppointmentSettings(earlySeconds: 900, lateSeconds: 600)
    }

    private func entry(
        _ code: String, _ start: String = "2026-11-21 10:00", service: String = "household", minutes: Int = 30
    ) -> AppointmentEntry {
        AppointmentEntry(code: code, start: start, minutes: minutes, service: service, source: "net")
    }

    @discardableResult
    private func importing(
        _ entries: [AppointmentEntry], trial: Bool = false, _ test: inout TestHall
    ) -> AppointmentImport {
        guard case .appointmentsImported(let result) = test.ask(.importAppointments(entries, isTrial: trial)) else {
            fail("no result")
            return AppointmentImport()
        }
        return result
    }

    private func checkIn(_ code: String, service: ServiceID? = nil, _ test: inout TestHall) -> HallReply {
        test.ask(.checkIn(code: code, service: service, kiosk: nil, priority: .ordinary))
    }

    private func refusal(_ reply: HallReply) -> String? {
        if case .refused(let refusal) = reply { refusal.code } else { nil }
    }

    private func hall(_ entries: AppointmentEntry...) -> TestHall {
        var test = TestHall.started(Self.plan)
        importing(entries, &test)
        return test
    }

    private func codes(_ test: TestHall) -> [String] { test.hall.recorded.appointments.map(\.code) }

    // MARK: Import

    @Test func `they stand in the order of their slots, whatever the order of the file`() {
        let test = hall(
            entry("b", "2026-11-22 09:00"), entry("a", "2026-11-21T11:00"), entry("c", "2026-11-21T02:30:00Z"))
        #expect(codes(test) == ["c", "a", "b"])
        #expect(test.hall.recorded.appointment("c")?.start == TestHall.morning.wall + .seconds(5400))
    }

    @Test func `one bad row keeps all out, and every bad row is told`() {
        var test = TestHall.started(Self.plan)
        let before = test.facts.count
        let result = importing(
            [
                entry("good"), entry("no code"), entry("good"), entry("when", "tomorrow"),
                entry("past", "2026-11-21 08:00"), entry("far", "2028-01-01 10:00"), entry("what", service: "passport"),
                entry("long", minutes: 481), entry("110101199003078515"), entry("13800138000"),
                AppointmentEntry(code: "fax", start: "2026-11-21 10:00", minutes: 30, service: "tax", source: "fax"),
            ], &test)
        #expect(result.problems.map(\.index) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
        #expect(result.problems[1].kind == .codeTwice(first: 0))
        #expect(result.problems[7].kind == .personalCode && result.problems[8].kind == .personalCode)
        #expect(result.added == 0 && test.facts.count == before && codes(test).isEmpty)
        for problem in result.problems {
            #expect(!problem.kind.bilingual.zh.isEmpty && !problem.kind.bilingual.en.isEmpty)
        }
    }

    @Test func `a trial says the same and takes in nothing`() {
        var test = TestHall.started(Self.plan)
        let before = test.facts.count
        #expect(importing([entry("a"), entry("b")], trial: true, &test).added == 2)
        #expect(test.facts.count == before && codes(test).isEmpty)
    }

    @Test func `the same file again changes nothing; a new slot takes the place of the old one; a used code is fixed`()
    {
        var test = hall(entry("a"), entry("b", "2026-11-21 09:10"))
        let before = test.facts.count
        #expect(importing([entry("a"), entry("b", "2026-11-21 09:10")], &test).unchanged == 2)
        #expect(test.facts.count == before)
        #expect(importing([entry("a", "2026-11-21 11:00")], &test).changed == 1)
        #expect(test.hall.recorded.appointment("a")?.start == TestHall.morning.wall + .seconds(7200))
        _ = checkIn("b", &test)
        let again = importing([entry("b", "2026-11-21 12:00")], &test)
        #expect(again.problems.first?.kind == .used(TicketNumber("A001")))
    }

    @Test func `a fact holds at most two hundred, and more than five thousand are not kept`() {
        var test = TestHall.started(Self.plan)
        let many = (1...4999).map { entry("c\($0)", "2026-11-22 09:00") }
        #expect(importing(many, &test).added == 4999)
        let counts = test.facts.compactMap { fact -> Int? in
            if case .appointmentsImported(let imported) = fact { imported.appointments.count } else { nil }
        }
        #expect(counts == Array(repeating: 200, count: 24) + [199])
        #expect(importing([entry("x"), entry("y")], &test).problems.first?.kind == .tooMany(limit: 5000))
        #expect(importing([entry("x")], &test).added == 1)
    }

    @Test func `outside the hall's hours nothing is booked`() {
        var test = TestHall.started(Self.plan.changed { $0.hall.openHours = OpenHours(opens: 32_400, closes: 61_200) })
        let result = importing(
            [entry("early", "2026-11-22 08:30"), entry("late", "2026-11-22 16:45"), entry("in", "2026-11-22 16:30")],
            &test)
        #expect(result.problems.map(\.kind) == [.outsideHours("2026-11-22 08:30"), .outsideHours("2026-11-22 16:45")])
    }

    // MARK: Check-in

    @Test func `a number is given from a while before the slot until a while after its beginning, once`() {
        var test = hall(entry("a"), entry("b"))
        test.wait(.seconds(45 * 60 - 1))
        #expect(refusal(checkIn("a", &test)) == "appointmentTooEarly")
        test.wait(.seconds(1))
        guard case .ticket(let ticket) = checkIn("a", &test) else { return fail("no number") }
        #expect(ticket.service == "household" && ticket.booking?.code == "a")
        #expect(refusal(checkIn("a", &test)) == "appointmentUsed")
        test.wait(.seconds(25 * 60))
        #expect(refusal(checkIn("b", service: "tax", &test)) == "appointmentForOther")
        guard case .ticket = checkIn("b", service: "household", &test) else { return fail("ten minutes late") }
        #expect(refusal(checkIn("c", &test)) == "noSuchAppointment")
    }

    @Test func `who is later than that takes an ordinary number`() {
        var test = hall(entry("a"))
        test.wait(.seconds(70 * 60 + 1))
        #expect(refusal(checkIn("a", &test)) == "appointmentTooLate")
    }

    @Test func `before the slot they wait like all others, from its beginning on they are preferred`() {
        var test = hall(entry("a"))
        test.wait(.seconds(50 * 60))
        test.take("household")
        guard case .ticket(let booked) = checkIn("a", &test) else { return fail("no number") }
        test.prove(booked.id)
        test.verb(.call, "1")
        #expect(test.hall.recorded.ticket(at: "1")?.id.number.text == "A001", "ten minutes before the slot")
        test.take("household")
        let last = test.take("household")
        test.wait(.seconds(600))
        _ = test.ask(.cancelTicket(last.id.number, reason: ""))
        guard case .called(let ticket, _, .preferred) = test.verb(.call, "2") else { return fail("not preferred") }
        #expect(ticket.id == booked.id)
        guard case .ticketCalled(let call)? = test.facts.last(where: { $0.kind == "ticket-called" }) else { return }
        #expect(call.inputs.contains { $0.name == "booked" && $0.value == "2026-11-21T10:00:00+08:00" })
        #expect(call.inputs.count <= 8)
    }

    @Test func `a promised place is given although the day's contingent is used up, and counts`() {
        var test = TestHall.started(Self.plan.changed { $0.services[0].contingent = 1 })
        importing([entry("a", "2026-11-21 09:05")], &test)
        test.take("household")
        guard case .ticket = checkIn("a", &test) else { return fail("the promise was broken") }
        #expect(test.hall.recorded.givenCount(for: "household") == 2)
    }

    @Test func `an appointment that was given up gives no number`() {
        var test = hall(entry("a", "2026-11-21 09:05"))
        guard case .appointment = test.ask(.cancelAppointment(code: "a", reason: "来电")) else { return fail("no") }
        #expect(refusal(checkIn("a", &test)) == "noSuchAppointment")
        #expect(refusal(test.ask(.cancelAppointment(code: "a", reason: ""))) == "noSuchAppointment")
    }

    @Test func `the paper tells the slot`() {
        var test = hall(entry("a", "2026-11-21 09:05"))
        let decision = test.send(
            .command(
                .checkIn(code: "a", service: nil, kiosk: nil, priority: .ordinary), by: "desk", token: ReplyToken(9)))
        let words = decision.prints.flatMap(\.sheet.elements).compactMap { element -> String? in
            if case .text(let text, _, _, _) = element { text } else { nil }
        }
        #expect(words.contains("预约时段：09:05–09:35"), "\(words)")
        guard case .ticketTaken(let taken)? = decision.facts.first(where: { $0.kind == "ticket-taken" }) else { return }
        #expect(taken.formVersion == 2, "an older build would call it in another order")
    }

    // MARK: Nights and restarts

    @Test func `a restart brings back what is to come and what is used`() {
        var test = hall(entry("a", "2026-11-21 09:05"), entry("b"))
        _ = checkIn("a", &test)
        test.restart(Self.plan)
        #expect(codes(test) == ["a", "b"])
        #expect(refusal(checkIn("a", &test)) == "appointmentUsed")
    }

    @Test func `over the turn of the day go those to come and no others`() {
        var test = hall(
            entry("used", "2026-11-21 09:05"), entry("missed"), entry("later", "2026-11-22 10:00"),
            entry("night", "2026-11-22 03:50"))
        _ = checkIn("used", &test)
        test.wait(.seconds(19 * 3600))
        #expect(codes(test) == ["night", "later"], "03:50 to 04:20 is not over at 04:00")
        test.restart(Self.plan)
        #expect(codes(test) == ["night", "later"])
    }

    // MARK: Notice

    private static let alarm: AlarmID = "hall.notice-too-late"

    @Test func `closing the last window that serves an appointment of the next eight hours alarms with its codes`() {
        var test = hall(entry("a", service: "tax"), entry("b", "2026-11-21 11:00", service: "tax"), entry("c"))
        test.verb(.pause, "1")
        #expect(test.alarm(Self.alarm) == .normal, "a pause is not the end of the day")
        test.verb(.close, "1")
        #expect(test.alarm(Self.alarm) == .unacknowledged)
        #expect(test.hall.recorded.alarm(Self.alarm)?.subject == "a b")
        test.verb(.open, "1")
        #expect(test.alarm(Self.alarm) == .returnedUnacknowledged)
    }

    @Test func `what is farther away than the notice alarms nobody until it comes near`() {
        var test = hall(entry("a", "2026-11-21 18:00", service: "tax"))
        test.verb(.close, "1")
        #expect(test.alarm(Self.alarm) == .normal)
        guard let wake = test.hall.nextWake(at: test.now) else { return fail("never looks") }
        #expect(wake <= test.now.monotonic + .seconds(900))
        test.wait(.seconds(3600))
        #expect(test.alarm(Self.alarm) == .unacknowledged)
        _ = test.ask(.cancelAppointment(code: "a", reason: "told by telephone"))
        #expect(test.alarm(Self.alarm) == .returnedUnacknowledged)
    }

    @Test func `a window closed this evening is no reason for an appointment of tomorrow`() {
        var test = hall(entry("a", "2026-11-22 09:00", service: "tax"))
        test.verb(.close, "1")
        test.wait(.seconds(17 * 3600))
        #expect(test.alarm(Self.alarm) == .normal, "02:00, seven hours before: the window opens with the day")
        test.wait(.seconds(3 * 3600))
        #expect(test.state("1")?.mode == .open && test.alarm(Self.alarm) == .normal)
    }

    @Test func `a configuration that leaves an appointment without a window or outside the hours alarms`() {
        var test = hall(entry("a", service: "tax"))
        test.send(.planOffered(Self.plan.changed { $0.windows[0].serves = ["household"] }, hash: "plan-2"))
        #expect(test.hall.recorded.planHash == "plan-2" && test.alarm(Self.alarm) == .unacknowledged)
        test.send(.planOffered(Self.plan, hash: "plan-3"))
        #expect(test.alarm(Self.alarm) == .returnedUnacknowledged)
        let short = Self.plan.changed { $0.hall.openHours = OpenHours(opens: 32_400, closes: 36_000) }
        test.send(.planOffered(short, hash: "plan-4"))
        #expect(test.alarm(Self.alarm) == .unacknowledged)
        #expect(test.hall.recorded.alarm(Self.alarm)?.subject == "a")
    }

    @Test func `when the slot is over, or its visitor has come, nothing is left to tell`() {
        var test = hall(entry("a", "2026-11-21 09:10", service: "tax"))
        test.verb(.close, "1")
        #expect(test.alarm(Self.alarm) == .unacknowledged)
        guard case .ticket = checkIn("a", &test) else { return fail("no number") }
        #expect(test.alarm(Self.alarm) == .returnedUnacknowledged)
        var other = hall(entry("a", "2026-11-21 09:10", service: "tax"))
        other.verb(.close, "1")
        other.wait(.seconds(41 * 60))
        #expect(other.alarm(Self.alarm) == .returnedUnacknowledged)
    }

    @Test func `many codes are told by the first sixteen and how many more`() {
        var test = TestHall.started(Self.plan)
        importing((10...40).map { entry("c\($0)", service: "tax") }, &test)
        test.verb(.close, "1")
        let subject = test.hall.recorded.alarm(Self.alarm)?.subject
        #expect(subject?.hasPrefix("c10 c11") == true && subject?.hasSuffix("c25 +15") == true, "\(subject ?? "")")
        #expect(test.hall.recorded.alarm(Self.alarm)?.value == "31")
    }
}
