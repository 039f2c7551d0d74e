import HallModel

extension Golden02 {
    /// The replies and refusals that 0.1 did not have, and an alarm in each state.
    static let replies: [HallReply] =
        everyAlarm.map { .alarm($0.id, $0) } + [
            .written(
                "hall-plant.set-point", value: .number(Quantity(26)), outcome: .differs,
                readBack: .number(Quantity(thousandths: 25_500))),
            .written("hall-plant.mode", value: .word("off"), outcome: .unanswered, readBack: nil),
        ] + RatingLevel.allCases.map { .rated(TicketNumber("A001"), "1", $0) } + [
            .called(Golden.everyTicket[1], WindowState(id: "1", current: Golden.everyTicket[1].id), rule: .byNumber),
            .called(Golden02.moved, WindowState(id: "1", current: Golden02.moved.id), rule: .boundHere),
        ] + goneTickets.map { .ticket($0) } + refusals.map { .refused($0) }
        + peopleReplies

    /// Those who went, and may come back.
    private static let goneTickets: [Ticket] = [Ticket.Stage.parked("1"), .absent].map { stage in
        var ticket = moved
        ticket.stage = stage
        if stage == .absent { ticket.absence = Ticket.Absence(since: Golden.at(100_099), seconds: 600) }
        return ticket
    }

    private static let refusals: [Refusal] =
        [
            .noSuchPoint("hall-plant.nothing", known: ["hall-plant.set-point"]), .noSuchPoint("", known: []),
            .notWritable("waiting-climate.temperature"),
            .badValue("warm", point: "hall-plant.set-point", allowed: "16…30 °C"),
            .limitForbids("hall-plant.set-point", LimitCitation(of: limits[0].limits[0], in: limits[0])),
            .seasonUnknown("hall-plant.set-point", mode: "hall-plant.mode"),
            .seasonUnknown("desk-plant.set-point", mode: nil),
            .notAtWindow(TicketNumber("A003")), .notServedHere(TicketNumber("A004"), "1"), .hallClosed(.lowBattery),
            .nothingToRate("1"),
            .alreadyRated(TicketNumber("A001")), .noSuchLevel("6"),
            .badDuration(seconds: 0, allowed: "1…86400"),
        ] + AlarmState.allCases.map { .alarmState("hall-ups.ups-fault", $0) }

    /// The commands that 0.1 did not have.
    static let commands: [HallCommand] =
        [
            .callNumber("1", TicketNumber("A003"), reason: ""), .window("1", .putBack, reason: "叫错"),
            .window("1", .park, reason: "填表"), .parkTicket(TicketNumber("A003"), reason: "填表"),
            .returnTicket(TicketNumber("A003"), reason: ""),
            .transferTicket(TicketNumber("A003"), service: "tax", window: nil, reason: "税务"),
            .transferFrom("1", service: nil, window: "2", reason: ""),
            .writePoint("hall-plant.set-point", value: "26.5", reason: "太热"),
            .writePoint("hall-plant.mode", value: "off", reason: ""), .rate("1", level: "5"),
            .rate("1", level: "very-bad"),
            .shelveAlarm("hall-ups.ups-fault", seconds: 3600, reason: "检修"), .unshelveAlarm("hall-ups.ups-fault"),
            .setAlarmService("hall-ups.ups-fault", inService: false, reason: "new battery"),
            .setAlarmService("hall-ups.ups-fault", inService: true, reason: ""),
        ] + peopleCommands
}
