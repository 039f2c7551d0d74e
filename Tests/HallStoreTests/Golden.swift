import HallModel

/// Values written by hand that stand for everything version 0.1 can write: every kind of fact, every case of every
/// enum inside, absent and present optionals, empty and full lists, and texts that a careless coder would change.
/// They never change, so no list here is taken from `allCases`; a later version adds values of its own beside them
/// (`GoldenVersion.all`).
enum Golden {
    static let day = CivilDate(year: 2026, month: 11, day: 21)
    static let planHash = "13a6a16b2337a524e8413ac50ec9134fdb00e6ab1c3af1eaf3dede899fb3444c"

    /// `seconds` after 2026-11-21T08:30:00.000001+08:00.
    static func at(_ seconds: Int64) -> WallTime { WallTime(microseconds: 1_795_221_000_000_001 + seconds * 1_000_000) }

    static func ticket(_ number: String) -> TicketID { TicketID(day: day, number: TicketNumber(number)) }

    static let facts: [HallFact] = beginning + tickets + prints + windows + alarms + [.dayOpened(turn)]

    private static let beginning: [HallFact] = [
        .planAdopted(PlanAdopted(hash: planHash, plan: plan, at: at(0))),
        .dayOpened(
            DayOpened(
                day: day, at: at(1), planHash: planHash, alarms: [], carried: [], lapsed: [], windows: [],
                lastJob: JobID(0), lastOrder: 0)),
        .daemonStarted(DaemonStarted(at: at(2), version: "0.1.0", epoch: "1a2b3c4d")),
        .planAdopted(
            PlanAdopted(
                hash: "84ff8fe6eb17bf4854b048b0c8ba8f7931795f7fbd58fc1d4cb07dd428d21c94",
                plan: HallPlan(hall: HallSettings(name: "Hall", timezone: "UTC", language: .en, hotline: "")), at: at(3)
            )),
    ]

    private static let ticketPriorities: [Ticket.Priority] = [.ordinary, .elder, .disabled, .pregnant, .military]
    private static let printOutcomes: [PrintOutcome] = [.proven, .unproven, .lost, .failed, .withdrawn]

    private static let priorities: [HallFact] = ticketPriorities.enumerated().map { index, priority in
        .ticketTaken(
            TicketTaken(
                ticket: ticket("A00\(index + 2)"), service: "household", count: index + 2, priority: priority,
                at: at(10 + Int64(index)), order: index + 2, source: .kiosk("kiosk-1"), ahead: index, onPaper: true))
    }

    private static let tickets: [HallFact] =
        priorities + [
            .ticketTaken(
                TicketTaken(
                    ticket: ticket("ZZZ1000"), service: "tax", count: 1000, priority: .ordinary, at: at(20), order: 7,
                    source: .api(user: "hall-desk"), ahead: 0, onPaper: false)),
            .takeRefused(TakeRefused(kiosk: "kiosk-1", service: "tax", at: at(21), reason: .noPaper)),
            .ticketVoided(TicketVoided(ticket: ticket("A002"), reason: .notPrinted, at: at(22))),
            .ticketCancelled(
                TicketCancelled(ticket: ticket("A003"), by: "hall-desk", reason: "对方已离开 / left \"early\" 🙂", at: at(23))
            ),
        ]

    private static let prints: [HallFact] =
        [
            order(1, "A002", .taken), order(2, "A003", .interrupted), order(3, "A004", .proofLost),
            order(4, "A005", .requested, by: "hall-desk"), order(5, "A006", .taken),
        ]
        + printOutcomes.enumerated().map { index, outcome in
            .printSettled(
                PrintSettled(
                    job: JobID(index + 1), ticket: ticket("A00\(index + 2)"), outcome: outcome,
                    at: at(35 + Int64(index))))
        }

    private static let windows: [HallFact] = [
        .windowModeChanged(WindowModeChanged(window: "1", mode: .open, reason: "", at: at(40), by: "clerk-1")),
        .ticketCalled(
            TicketCalled(
                ticket: ticket("A004"), window: "1", at: at(41), by: "w1-caller", rule: .firstTaken,
                inputs: [DecisionInput("waiting", "5"), DecisionInput("oldest", "A004")])),
        .ticketCalled(
            TicketCalled(ticket: ticket("A005"), window: "2", at: at(42), by: "clerk-2", rule: .firstTaken, inputs: [])),
        .ticketRecalled(TicketRecalled(ticket: ticket("A004"), window: "1", at: at(43), by: "w1-caller")),
        .serviceStarted(ServiceStarted(ticket: ticket("A004"), window: "1", at: at(44), by: "w1-caller")),
        .serviceFinished(ServiceFinished(ticket: ticket("A004"), window: "1", at: at(45), by: "w1-caller")),
        .ticketNoShow(TicketNoShow(ticket: ticket("A005"), window: "2", at: at(46), by: "clerk-2")),
        .windowModeChanged(
            WindowModeChanged(window: "1", mode: .paused, reason: "午休\n\u{7}", at: at(47), by: "clerk-1")),
        .windowModeChanged(WindowModeChanged(window: "2", mode: .closed, reason: "/\\", at: at(48), by: "clerk-2")),
    ]

    /// The kinds that 0.1 knew.
    private static let kinds: [AlarmKind] = [
        .paperOut, .paperNearEnd, .coverOpen, .cutterError, .printerFault, .notAnswering, .portLost, .ticketNotPrinted,
        .journalUnavailable, .inputOverflow, .clockImplausible, .planRefused,
    ]

    private static let alarms: [HallFact] =
        kinds.enumerated().map { index, kind in
            let priorities: [AlarmPriority] = [.high, .medium, .low]
            return .alarmRaised(
                AlarmRaised(
                    alarm: kind, device: index.isMultiple(of: 2) ? "printer-gb2312" : nil,
                    priority: priorities[index % priorities.count], at: at(60 + Int64(index)),
                    subject: index.isMultiple(of: 3) ? "/dev/hall/kiosk" : nil))
        } + [
            .alarmReturned(AlarmReturned(alarm: "printer-gb2312.paper-out", at: at(80))),
            .alarmAcknowledged(AlarmAcknowledged(alarm: "hall.port-lost", by: "tech", reason: "", at: at(81))),
            .alarmAcknowledged(
                AlarmAcknowledged(alarm: "hall.plan-refused", by: "tech", reason: "e\u{301} is not \u{e9}", at: at(82))),
        ]

    private static let turn = DayOpened(
        day: CivilDate(year: 2026, month: 11, day: 22), at: at(70_200), planHash: planHash,
        alarms: [
            Alarm(
                id: "printer-gb2312.paper-out", kind: .paperOut, device: "printer-gb2312", priority: .high,
                state: .unacknowledged, since: at(60), subject: "/dev/hall/kiosk"),
            Alarm(
                id: "hall.port-lost", kind: .portLost, device: nil, priority: .medium, state: .acknowledged,
                since: at(61),
                acknowledgedBy: "tech"),
            Alarm(
                id: "hall.plan-refused", kind: .planRefused, device: nil, priority: .low,
                state: .returnedUnacknowledged,
                since: at(62)),
            Alarm(
                id: "hall.input-overflow", kind: .inputOverflow, device: nil, priority: .low, state: .normal,
                since: at(63)),
        ], carried: everyTicket, lapsed: [ticket("A006"), ticket("ZZZ1000")],
        windows: [
            WindowState(id: "1", mode: .open, current: ticket("A001")),
            WindowState(id: "2", mode: .paused, pausedReason: "午休"), WindowState(id: "3", mode: .closed),
        ], lastJob: JobID(5), lastOrder: 7)

    /// A ticket in every stage, with everything that can be known of its paper.
    static let everyTicket: [Ticket] = {
        let stages: [(Ticket.Stage, Ticket.Printed)] = [
            (.waiting, .pending), (.called("1", times: 3), .proven), (.serving("2"), .unproven), (.finished, .failed),
            (.noShow, .paperless), (.cancelled, .proven), (.voided, .failed), (.lapsed, .proven),
        ]
        return stages.enumerated().map { index, state in
            var made = Ticket(
                id: ticket("B10\(index)"), service: "household", priority: .elder, takenAt: at(5), order: index,
                source: index.isMultiple(of: 2) ? .kiosk("kiosk-1") : .api(user: "hall-desk"), ahead: index,
                printed: state.1)
            made.stage = state.0
            guard index > 0 else { return made }
            made.job = JobID(index)
            made.printer = "printer-gb2312"
            made.reprints = index
            made.calledAt = at(6)
            made.startedAt = index > 1 ? at(7) : nil
            return made
        }
    }()

    private static func order(
        _ job: Int, _ number: String, _ reason: PrintOrdered.Reason, by user: String? = nil
    ) -> HallFact {
        .printOrdered(
            PrintOrdered(
                job: JobID(job), ticket: ticket(number), printer: "printer-gb2312", reason: reason, at: at(30), by: user
            ))
    }
}
