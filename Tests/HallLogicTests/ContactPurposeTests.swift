import HallLogic
import HallModel
import Testing

@Suite("What contacts are for")
struct ContactPurposeTests {
    /// A panel whose only contact is for this.
    static func plan(_ purpose: ContactPurpose?, latched: Bool = false) -> HallPlan {
        HallPlan.field.changed { plan in
            plan.devices[10].profile.settings = .contactPanel(
                ContactPanel(lines: [
                    ContactPanel.Line(
                        offset: 0, point: .contact("door"), alarmWhen: "open", isLatched: latched, purpose: purpose)
                ]))
        }
    }

    static let alarms: [(ContactPurpose, AlarmID, AlarmPriority, latches: Bool)] = [
        (.fire, "panel.door.fire", .high, true), (.help, "panel.door.help-wanted", .high, true),
        (.panic, "panel.door.panic", .high, true), (.intrusion, "panel.door.intrusion", .high, true),
        (.leak, "panel.door.water-leak", .high, false), (.door, "panel.door.door-open", .medium, false),
        (.fault, "panel.door.unit-fault", .medium, false),
    ]

    @Test func `each purpose raises an alarm of its own at once, in its priority, and ends it`() {
        #expect(Self.alarms.map(\.0) == ContactPurpose.allCases)
        for (purpose, id, priority, latches) in Self.alarms {
            var test = TestHall.started(Self.plan(purpose, latched: purpose.latches))
            test.contact("door", "closed")
            #expect(test.hall.recorded.alarms.isEmpty)
            test.contact("door", "open")
            #expect(test.hall.recorded.alarms.map(\.id) == [id])
            let alarm = test.hall.recorded.alarm(id)
            #expect(alarm?.priority == priority && alarm?.latches == (latches ? true : nil))
            #expect(alarm?.text(.zh).hasSuffix("(panel.door)：断开") == true)
            _ = test.ask(.acknowledgeAlarm(id, reason: "看过"))
            test.contact("door", "closed")
            #expect(test.alarm(id) == (latches ? .latched : .normal), "\(purpose)")
        }
    }

    @Test func `a fire sends people out and to 119, a help button to the spot, none to another's remedy`() {
        #expect(AlarmKind.fire.text.response.zh.contains("119") && AlarmKind.fire.text.response.en.contains("119"))
        #expect(AlarmKind.helpWanted.text.response.en.contains("point and label"))
        let responses = ContactPurpose.allCases.map(\.alarm.text.response.en) + [AlarmKind.contact.text.response.en]
        #expect(Set(responses).count == responses.count)
    }

    @Test func `a contact whose purpose is changed ends the alarm of the former one`() {
        var test = TestHall.started(Self.plan(nil))
        test.contact("door", "open")
        #expect(test.alarm(ContactTests.door) == .unacknowledged)
        test.send(.planOffered(Self.plan(.door), hash: "plan-2"))
        #expect(test.alarm(ContactTests.door) == .returnedUnacknowledged)
        test.contact("door", "open")
        #expect(test.alarm("panel.door.door-open") == .unacknowledged)
        test.send(.planOffered(Self.plan(.leak), hash: "plan-3"))
        #expect(test.alarm("panel.door.door-open") == .returnedUnacknowledged)
    }

    @Test func `a panel out of service ends the alarms of all purposes`() {
        for (purpose, id, _, _) in Self.alarms {
            var test = TestHall.started(Self.plan(purpose))
            test.contact("door", "open")
            test.presence("panel", .disabled)
            #expect(test.alarm(id) == .returnedUnacknowledged)
        }
    }
}
