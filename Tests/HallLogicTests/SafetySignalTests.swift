import HallLogic
import HallModel
import Testing

/// What follows at once from people in need.
@Suite("Safety signals")
struct SafetySignalTests {
    static let help = AlarmID("panel.button.help-wanted")
    static let fire = AlarmID("panel.loop.fire")

    /// A panel with a help button, a fire loop, a lamp for both and a sounder for fire alone.
    static let plan = HallPlan.field.changed { plan in
        plan.devices[10].profile.settings = .contactPanel(
            ContactPanel(lines: [
                line("button", 0, alarmWhen: "closed", .help), line("loop", 1, alarmWhen: "open", .fire),
                ContactPanel.Line(offset: 2, point: output("lamp"), shows: [.help, .fire]),
                ContactPanel.Line(offset: 3, point: output("sounder"), shows: [.fire]),
                ContactPanel.Line(offset: 4, point: output("relay")),
            ]))
    }

    private static func line(
        _ name: String, _ offset: Int, alarmWhen: String, _ purpose: ContactPurpose
    ) -> ContactPanel.Line {
        ContactPanel.Line(
            offset: offset, point: .contact(name), alarmWhen: alarmWhen, isLatched: purpose.latches, purpose: purpose)
    }

    private static func output(_ name: String) -> PointDefinition {
        PointDefinition(name: name, meaning: .output, form: .words(["off", "on"]))
    }

    @Test func `a lamp is on from the press until a person has reset the alarm`() {
        var test = TestHall.started(Self.plan)
        #expect(test.hall.desired("panel") == .signals([]))
        test.contact("button", "closed")
        #expect(test.hall.desired("panel") == .signals(["lamp"]))
        test.contact("button", "open")
        #expect(test.hall.desired("panel") == .signals(["lamp"]), "the button went back, nobody has come yet")
        _ = test.ask(.acknowledgeAlarm(Self.help, reason: "helped"))
        #expect(test.hall.desired("panel") == .signals([]))
    }

    @Test func `a lamp whose alarm is put aside is off`() {
        var test = TestHall.started(Self.plan)
        test.contact("button", "closed")
        _ = test.ask(.shelveAlarm(Self.help, seconds: 600, reason: "test of the wiring"))
        #expect(test.hall.desired("panel") == .signals([]))
    }

    @Test func `in a fire every display tells people to leave, and nobody is called or given a number`() {
        var test = TestHall.started(Self.plan)
        _ = test.ask(.window("1", .open, reason: ""))
        let taken = test.ask(.takeTicket(service: "household", kiosk: nil, priority: .ordinary))
        guard case .ticket = taken else {
            Issue.record("no number was given before")
            return
        }
        test.contact("loop", "open")
        #expect(test.hall.desired("panel") == .signals(["lamp", "sounder"]))
        guard case .window(let display)? = test.hall.desired("w1-display") else {
            Issue.record("the window has no display")
            return
        }
        #expect(display.activity == .hallClosed(.fire))
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.paused))
        #expect(
            test.ask(.takeTicket(service: "household", kiosk: nil, priority: .ordinary))
                == .refused(.hallClosed(.fire)))
        #expect(test.ask(.window("1", .call, reason: "")) == .refused(.hallClosed(.fire)))
    }

    @Test func `after a fire the hall goes on when the alarm was reset, with everybody who waited`() {
        var test = TestHall.started(Self.plan)
        _ = test.ask(.window("1", .open, reason: ""))
        _ = test.ask(.takeTicket(service: "household", kiosk: nil, priority: .ordinary))
        test.contact("loop", "open")
        _ = test.ask(.acknowledgeAlarm(Self.fire, reason: "evacuated"))
        test.contact("loop", "closed")
        #expect(test.ask(.window("1", .call, reason: "")) == .refused(.hallClosed(.fire)), "latched until it is reset")
        _ = test.ask(.acknowledgeAlarm(Self.fire, reason: "all clear from the fire brigade"))
        guard case .called(let ticket, _, _) = test.ask(.window("1", .call, reason: "")) else {
            Issue.record("nobody was called")
            return
        }
        #expect(ticket.id.number == TicketNumber("A001"))
    }

    @Test func `nobody puts a fire aside`() {
        var test = TestHall.started(Self.plan)
        test.contact("loop", "open")
        for command in [
            HallCommand.shelveAlarm(Self.fire, seconds: 600, reason: "annoying"),
            .setAlarmService(Self.fire, inService: false, reason: "annoying"),
        ] {
            #expect(test.ask(command) == .refused(.alarmState(Self.fire.rawValue, .unacknowledged)))
        }
        #expect(test.hall.recorded.closureReason == .fire)
    }

    @Test func `to have seen a fire alarm that let go is not to have reset it; the reset needs a note`() {
        var test = TestHall.started(Self.plan)
        test.contact("loop", "open")
        test.contact("loop", "closed")
        _ = test.ask(.acknowledgeAlarm(Self.fire, reason: ""))
        #expect(test.alarm(Self.fire) == .latched)
        #expect(test.hall.recorded.closureReason == .fire)
        #expect(test.ask(.acknowledgeAlarm(Self.fire, reason: " ")) == .refused(.noteRequired(Self.fire.rawValue)))
        #expect(test.hall.recorded.closureReason == .fire)
        _ = test.ask(.acknowledgeAlarm(Self.fire, reason: "no fire, said the brigade"))
        #expect(test.hall.recorded.closureReason == nil)
    }

    @Test func `a restart in a fire does not invite people back`() {
        var test = TestHall.started(Self.plan)
        test.contact("loop", "open")
        test.restart(Self.plan)
        #expect(test.hall.desired("panel") == .signals(["lamp", "sounder"]))
        #expect(test.hall.recorded.closureReason == .fire)
    }

    @Test func `lamps and displays tell a fire also while nothing can be recorded`() {
        var test = TestHall.started(Self.plan)
        test.send(.journalFailed("full"))
        test.contact("loop", "open")
        #expect(test.hall.desired("panel") == .signals(["lamp", "sounder"]))
        guard case .window(let display)? = test.hall.desired("w1-display") else {
            Issue.record("the window has no display")
            return
        }
        #expect(display.activity == .hallClosed(.fire))
    }

    @Test func `a panel without lamps has nothing to show`() {
        let test = TestHall.started(ContactPurposeTests.plan(.door))
        #expect(test.hall.desired("panel") == nil)
    }
}
