import HallModel

@testable import HallStore

/// Values written by hand that stand for what version 0.2 can write beyond 0.1: points and writes, power, ratings, the
/// further alarms and what became of them.
enum Golden02 {
    static let planHash = PlanCoding.hash(plan)

    static let facts: [HallFact] =
        [
            .planAdopted(PlanAdopted(hash: planHash, plan: plan, at: at(0))),
            .daemonStarted(DaemonStarted(at: at(1), version: "0.2.0", epoch: "00c0ffee")),
        ] + writes + power + ratings + alarms + [called, putBack] + visits + people + numbers + restored + [
            .dayOpened(turn)
        ]

    private static func at(_ seconds: Int64) -> WallTime { Golden.at(100_000 + seconds) }

    /// By its number: the second form of a call.
    private static let called = HallFact.ticketCalled(
        TicketCalled(
            ticket: Golden.ticket("A005"), window: "1", at: at(95), by: "clerk-1", rule: .byNumber,
            inputs: [DecisionInput("order", "5"), DecisionInput("passed", "A001,A002")]))

    private static let putBack = HallFact.ticketPutBack(
        TicketPutBack(ticket: Golden.ticket("A005"), window: "1", reason: "叫错", at: at(96), by: "clerk-1"))

    /// With everything that can be known, and with as little as there must be.
    private static let restored: [HallFact] = {
        var full = JournalRestore(backup: "/mnt/usb/备份.sqlite", at: at(97), newest: 1204, newestAt: at(90))
        full.setAside = "journal-20261122T010203Z.sqlite"
        full.given = JournalRestore.Given(
            day: CivilDate(year: 2026, month: 11, day: 22), counts: [.init(service: "household", count: 17)])
        let bare = JournalRestore(backup: "b", at: at(98), newest: 0, newestAt: nil)
        return [
            .journalRestored(
                JournalRestored(
                    restore: full, resumes: [.init(service: "household", count: 60), .init(service: "tax", count: 50)],
                    at: at(98))),
            .journalRestored(JournalRestored(restore: bare, resumes: [], at: at(99))),
        ]
    }()

    /// Visitors who do not come, go and come back, and go elsewhere.
    private static let visits: [HallFact] =
        [TicketCalled.Rule.boundHere, .preferred, .ordinaryTurn].map { rule in
            .ticketCalled(
                TicketCalled(
                    ticket: Golden.ticket("A005"), window: "1", at: at(97), by: "clerk-1", rule: rule,
                    inputs: [DecisionInput("turn", "1/2")]))
        } + [
            .ticketNoShow(
                TicketNoShow(
                    ticket: Golden.ticket("A005"), window: "1", at: at(98), by: "clerk-1",
                    next: .waiting(Ticket.Place(order: 6, step: 1)))),
            .ticketNoShow(
                TicketNoShow(
                    ticket: Golden.ticket("A005"), window: "1", at: at(99), by: "clerk-1", next: .absent(seconds: 600))),
            .ticketReturned(
                TicketReturned(
                    ticket: Golden.ticket("A005"), place: Ticket.Place(order: 6, step: 2), window: nil, reason: "",
                    at: at(100), by: "hall-desk")),
            .ticketParked(
                TicketParked(ticket: Golden.ticket("A004"), window: "1", reason: "填表", at: at(101), by: "clerk-1")),
            .ticketReturned(
                TicketReturned(
                    ticket: Golden.ticket("A004"), place: nil, window: "1", reason: "填好了", at: at(102), by: "hall-desk")
            ),
            .ticketReleased(TicketReleased(ticket: Golden.ticket("A004"), window: "1", at: at(103))),
            .ticketTransferred(
                TicketTransferred(
                    ticket: Golden.ticket("A004"), from: "household", service: "tax", left: "1", window: "2",
                    reason: "税务窗口", at: at(104), by: "clerk-1")),
            .ticketTransferred(
                TicketTransferred(
                    ticket: Golden.ticket("A005"), from: "household", service: "tax", left: nil, window: nil,
                    reason: "",
                    at: at(105), by: "hall-desk")),
            .absenceEnded(AbsenceEnded(ticket: Golden.ticket("A006"), at: at(106))),
        ]

    /// Numbers with what 0.1 did not know of them, and those that were not given.
    private static let numbers: [HallFact] = [
        .ticketTaken(
            TicketTaken(
                ticket: Golden.ticket("A900"), service: "household", count: 900, priority: .elder, at: at(107),
                order: 90,
                source: .kiosk("kiosk-1"), ahead: 3, onPaper: true, estimatedWaitSeconds: 540)),
        .takeRefused(TakeRefused(kiosk: "kiosk-1", service: "tax", at: at(108), reason: .numbersUsedUp)),
        .takeRefused(TakeRefused(kiosk: "kiosk-1", service: "tax", at: at(109), reason: .contingentUsedUp)),
        .appointmentsImported(AppointmentsImported(appointments: appointments, at: at(110), by: "hall-desk")),
        .ticketTaken(
            TicketTaken(
                ticket: Golden.ticket("A901"), service: "household", count: 901, priority: .ordinary, at: at(111),
                order: 91, source: .api(user: "hall-desk"), ahead: 3, onPaper: false,
                booking: appointments[0].booking)),
        .appointmentCheckedIn(
            AppointmentCheckedIn(code: "W-0001", ticket: Golden.ticket("A901"), at: at(111), by: "hall-desk")),
        .appointmentCancelled(AppointmentCancelled(code: "W-0002", reason: "来电取消", at: at(112), by: "hall-desk")),
    ]

    /// From everywhere.
    private static let appointments = Appointment.Source.allCases.enumerated().map { index, source in
        Appointment(
            code: "W-000\(index + 1)", start: at(80_000 + 600 * Int64(index)), minutes: 10 * (index + 1),
            service: "household", source: source)
    }

    // MARK: - Writes

    private static let ordered = [
        PointWriteOrdered(
            write: 1, point: "hall-plant.set-point", value: .number(Quantity(thousandths: 26_500)), by: "tech",
            reason: "太热 / too \"warm\"", at: at(10)),
        PointWriteOrdered(
            write: 2, point: "hall-plant.mode", value: .word("cooling"), by: "hall", reason: "", at: at(11)),
        PointWriteOrdered(
            write: 3, point: "hall-plant.offset", value: .number(Quantity(thousandths: -1)), by: "device:w1-pad",
            reason: "e\u{301}", at: at(12)),
    ]

    private static let readBacks: [PointValue?] = [
        .number(Quantity(thousandths: 26_500)), .word("off"), nil, nil, nil, nil, .number(Quantity(0)),
    ]

    private static let writes: [HallFact] =
        ordered.map { .pointWriteOrdered($0) }
        + WriteOutcome.allCases.enumerated().map { index, outcome in
            .pointWriteSettled(
                PointWriteSettled(
                    write: index + 1, point: "hall-plant.set-point", outcome: outcome, readBack: readBacks[index],
                    at: at(20 + Int64(index))))
        }

    // MARK: - Power

    private static let measured = DischargeEnded(
        ups: "hall-ups", seconds: 1260, lowAfterSeconds: 900, mainsReturned: true, at: at(32))
    private static let closed = HallClosed(reason: .lowBattery, device: "hall-ups", at: at(34))

    private static let power: [HallFact] = [
        .dischargeBegan(DischargeBegan(ups: "hall-ups", at: at(31))),
        .dischargeEnded(measured),
        .dischargeEnded(
            DischargeEnded(ups: "desk-ups", seconds: 0, lowAfterSeconds: nil, mainsReturned: false, at: at(33))),
        .hallClosed(closed), .hallClosed(HallClosed(reason: .lowBattery, device: nil, at: at(35))),
        .hallReopened(HallReopened(reason: .lowBattery, at: at(36))),
    ]

    // MARK: - Ratings

    private static let ratings: [HallFact] =
        RatingLevel.allCases.enumerated().map { index, level in
            .ticketRated(
                TicketRated(
                    ticket: Golden.ticket("A00\(index + 1)"), window: "1", level: level,
                    by: index == 0 ? "device:w1-pad" : "clerk-1", at: at(40 + Int64(index))))
        } + [.ratingLapsed(RatingLapsed(ticket: Golden.ticket("A006"), window: "2", at: at(46)))]
        + PressesIgnored.Reason.allCases.enumerated().map { index, reason in
            .pressesIgnored(
                PressesIgnored(
                    window: "1", pad: "w1-pad", reason: reason, levels: Array([5, 1, 3].prefix(index)),
                    count: index * 9,
                    at: at(47 + Int64(index))))
        }

    // MARK: - Alarms

    /// Everything that an alarm can be about.
    private static let sources: [AlarmSource] = [
        .point("hall-plant.set-point"), .bus("rs485"), .window("1"), .ticket(Golden.ticket("A001")), .hall,
        .device("hall-ups"), .service("tax"), .zone("waiting"),
    ]

    /// The kinds that 0.1 did not know.
    private static let kinds = AlarmKind.allCases.drop { $0 != .setPointTooLow }

    private static let raised: [AlarmRaised] = kinds.enumerated().map { index, kind in
        let source = sources[index % sources.count]
        var fact = AlarmRaised(
            alarm: kind, device: source.device, priority: AlarmPriority.allCases[index % 3], at: at(60 + Int64(index)))
        fact.about = source
        guard index.isMultiple(of: 2) else { return fact }
        fact.subject = "新风 / fresh air"
        fact.limit = LimitCitation(of: limits[0].limits[index % limits[0].limits.count], in: limits[0])
        fact.value = "23.5 °C"
        fact.latches = index.isMultiple(of: 4)
        return fact
    }

    private static let alarms: [HallFact] =
        raised.map { .alarmRaised($0) } + [
            .alarmSuppressed(
                AlarmSuppressed(alarm: "hall-plant.not-answering", under: "bus.rs485.bus-down", at: at(90))),
            .alarmReleased(AlarmReleased(alarm: "hall-plant.not-answering", at: at(91))),
            .alarmShelved(
                AlarmShelved(
                    alarm: "waiting-climate.temperature.room-overcooled", until: at(3692), by: "tech", reason: "检修",
                    at: at(92))),
            .alarmUnshelved(
                AlarmUnshelved(alarm: "waiting-climate.temperature.room-overcooled", by: "tech", at: at(93))),
            .alarmUnshelved(AlarmUnshelved(alarm: "hall-ups.ups-fault", by: nil, at: at(94))),
            .alarmServiceChanged(
                AlarmServiceChanged(
                    alarm: "hall.history-unavailable", inService: false, by: "tech", reason: "new disk\n", at: at(95))),
            .alarmServiceChanged(
                AlarmServiceChanged(
                    alarm: "hall.history-unavailable", inService: true, by: "tech", reason: "", at: at(96))),
        ]

    /// One alarm in each state, with everything that can be known of it.
    static let everyAlarm: [Alarm] = zip(AlarmState.allCases, raised).map { state, fact in
        var alarm = Alarm(fact, state: state)
        switch state {
        case .suppressed: alarm.under = "bus.rs485.bus-down"
        case .shelved: (alarm.shelvedUntil, alarm.isCauseThere) = (at(3692), true)
        case .outOfService: alarm.isCauseThere = false
        case .acknowledged: alarm.acknowledgedBy = "tech"
        case .normal, .unacknowledged, .returnedUnacknowledged, .latched: break
        }
        return alarm
    }

    // MARK: - The turn of the day

    /// A ticket with everything that 0.1 did not know of one.
    static let moved: Ticket = {
        var ticket = Golden.everyTicket[1]
        (ticket.takenFor, ticket.service, ticket.place) = ("household", "tax", Ticket.Place(order: 4, step: 1))
        (ticket.boundTo, ticket.noShows, ticket.waitsSince) = ("1", 2, at(100))
        ticket.estimatedWaitSeconds = 540
        ticket.booking = appointments[2].booking
        return ticket
    }()

    /// A window that has called two preferred visitors in a row.
    private static let counted: WindowState = {
        var window = WindowState(id: "1", current: moved.id)
        window.preferredRun = 2
        return window
    }()

    private static let turn: DayOpened = {
        var opened = DayOpened(
            day: CivilDate(year: 2026, month: 11, day: 23), at: at(70_000), planHash: planHash, alarms: everyAlarm,
            carried: [moved], lapsed: [], windows: [counted], lastJob: JobID(0), lastOrder: 0)
        var controls = ControlState()
        controls.wishes = [
            ControlState.Wish(point: "hall-plant.set-point", value: .number(Quantity(26)), corrections: 1),
            ControlState.Wish(point: "door-panel.sign", value: .word("on")),
        ]
        controls.pending = ordered
        controls.lastWrite = 6
        var state = PowerState()
        state.discharges = [PowerState.Discharge(ups: "hall-ups", since: at(31))]
        state.closure = closed
        state.measured = [measured]
        var done = RatingState.Service(window: "1", ticket: Golden.ticket("A001"))
        (done.finishedAt, done.level) = (at(45), .veryBad)
        var services = RatingState()
        var suspended = RatingState.Service(window: "1", ticket: Golden.ticket("A003"))
        suspended.isSuspended = true
        services.services = [done, RatingState.Service(window: "2", ticket: Golden.ticket("A002")), suspended]
        (opened.controls, opened.power, opened.ratings) = (controls, state, services)
        opened.assists = [AssistCalled(window: "2", reason: "系统打不开", at: at(69_000), by: "clerk-2")]
        opened.stays = [
            ServiceStays(service: "household", seconds: [300, 0, 420]), ServiceStays(service: "tax", seconds: [61]),
        ]
        opened.appointments = [appointments[2]]
        return opened
    }()
}
