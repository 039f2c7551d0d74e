import HallModel

extension Golden {
    /// Every reply and every refusal that version 0.1 can keep.
    static let replies: [HallReply] =
        everyTicket.map { .ticket($0) } + [
            .window(WindowState(id: "1", mode: .open, current: ticket("A004"))),
            .called(everyTicket[1], WindowState(id: "1", current: everyTicket[1].id), rule: .firstTaken),
            .nobodyWaiting(WindowState(id: "2", mode: .paused, pausedReason: "午休")), .alarm("hall.port-lost", nil),
            .alarm(
                "hall.port-lost",
                Alarm(id: "hall.port-lost", kind: .portLost, device: nil, priority: .medium, since: at(61))),
        ] + refusals.map { .refused($0) }

    private static let refusals: [Refusal] = [
        .noSuchService("pets", known: ["household", "tax"]), .noSuchWindow("9", known: []),
        .noSuchKiosk("kiosk-9", known: ["kiosk-1"]), .noSuchTicket("A999"), .noSuchAlarm("hall.none"),
        .windowNotOpen("1", .open), .windowNotOpen("1", .paused), .windowNotOpen("1", .closed),
        .calledTicketPending("1", TicketNumber("A004")), .nobodyCalled("1"), .nobodyServed("1"),
        .windowBusy("1", TicketNumber("A004")), .ticketClosed(TicketNumber("A004"), "finished"),
        .ticketAtWindow(TicketNumber("A004"), "1"), .noPrinter, .printPending(TicketNumber("A004")), .storeUnavailable,
        .busy, .alreadyAcknowledged("hall.port-lost"),
    ]

    /// What a clerk could do in 0.1.
    static let verbs: [WindowVerb] = [.open, .close, .call, .recall, .start, .finish, .noShow, .pause, .resume]

    /// Every command and, at a window, every verb.
    static let commands: [HallCommand] =
        [
            .takeTicket(service: "household", kiosk: "kiosk-1", priority: .elder),
            .takeTicket(service: "household", kiosk: nil, priority: .ordinary),
            .cancelTicket(TicketNumber("A003"), reason: "left"), .reprintTicket(TicketNumber("A003"), kiosk: nil),
            .reprintTicket(TicketNumber("A003"), kiosk: "desk"), .acknowledgeAlarm("hall.port-lost", reason: ""),
        ] + verbs.map { .window("1", $0, reason: "") }
}
