import HallLogic
import HallModel
import Testing

@Suite("Alarms")
struct AlarmTests {
    static let paperOut: AlarmID = "kiosk-1-printer.paper-out"
    static func condition(_ paper: PrinterCondition.Paper) -> DeviceReport.Content {
        .printer(PrinterCondition(paper: paper))
    }

    @Test func `raised, acknowledged, returned: forgotten`() {
        var test = TestHall.started()
        #expect(test.report("kiosk-1-printer", Self.condition(.out)).kinds == ["alarm-raised"])
        #expect(test.report("kiosk-1-printer", Self.condition(.out)).kinds == [])
        guard case .alarm(Self.paperOut, let alarm?) = test.ask(.acknowledgeAlarm(Self.paperOut, reason: "换纸"))
        else { return fail("no alarm in the reply") }
        #expect(alarm.state == .acknowledged && alarm.acknowledgedBy == "desk")
        #expect(
            test.ask(.acknowledgeAlarm(Self.paperOut, reason: ""))
                == .refused(.alreadyAcknowledged("kiosk-1-printer.paper-out")))
        #expect(test.report("kiosk-1-printer", Self.condition(.out)).kinds == [])
        #expect(test.report("kiosk-1-printer", Self.condition(.present)).kinds == ["alarm-returned"])
        #expect(test.hall.recorded.alarms.isEmpty)
        #expect(
            test.ask(.acknowledgeAlarm(Self.paperOut, reason: ""))
                == .refused(.noSuchAlarm("kiosk-1-printer.paper-out")))
    }

    @Test func `returned before anybody knew: stays until somebody does, or comes again`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", Self.condition(.out))
        test.report("kiosk-1-printer", Self.condition(.present))
        #expect(test.alarm(Self.paperOut) == .returnedUnacknowledged)
        test.report("kiosk-1-printer", Self.condition(.out))
        #expect(test.alarm(Self.paperOut) == .unacknowledged)
        test.report("kiosk-1-printer", Self.condition(.present))
        #expect(test.ask(.acknowledgeAlarm(Self.paperOut, reason: "")) == .alarm(Self.paperOut, nil))
        #expect(test.hall.recorded.alarms.isEmpty)
    }

    @Test func `alarms stand in the order of rising`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", Self.condition(.out))
        test.report("kiosk-2-printer", Self.condition(.nearEnd))
        test.report("kiosk-1-printer", Self.condition(.present))
        test.report("kiosk-1-printer", Self.condition(.out))
        #expect(test.hall.recorded.alarms.map(\.id) == ["kiosk-2-printer.paper-near-end", Self.paperOut])
    }

    static let plain: [(PrinterCondition, AlarmKind, AlarmPriority)] = [
        (PrinterCondition(paper: .out, offline: true), .paperOut, .high),
        (PrinterCondition(paper: .nearEnd), .paperNearEnd, .medium),
        (PrinterCondition(coverOpen: true, offline: true), .coverOpen, .high),
        (PrinterCondition(cutterError: true), .cutterError, .high),
    ]

    @Test func `what a printer says plainly alarms at once, and only that`() {
        for (condition, kind, priority) in Self.plain {
            var test = TestHall.started()
            test.report("kiosk-1-printer", .printer(condition))
            #expect(test.hall.recorded.alarms.map(\.kind) == [kind])
            #expect(test.hall.recorded.alarms.map(\.priority) == [priority])
        }
    }

    static let delayed: [(DeviceReport.Content, AlarmKind, Duration)] = [
        (.printer(PrinterCondition(unrecoverableError: true)), .printerFault, .seconds(2)),
        (.printer(PrinterCondition(paper: .present, offline: true)), .printerFault, .seconds(2)),
        (.presence(.offline, detail: .noAnswer), .notAnswering, .seconds(10)),
        (.presence(.offline, detail: .none), .notAnswering, .seconds(10)),
        (.presence(.offline, detail: .portMissing), .portLost, .seconds(2)),
        (.presence(.offline, detail: .portBusy), .portLost, .seconds(2)),
        (.presence(.offline, detail: .portForbidden), .portLost, .seconds(2)),
        (.presence(.offline, detail: .portLost), .portLost, .seconds(2)),
    ]

    @Test func `what may pass by itself alarms only when it lasts, and the hall wakes for it`() {
        for (content, kind, delay) in Self.delayed {
            var test = TestHall.started()
            #expect(test.report("kiosk-1-printer", content).facts.isEmpty)
            #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + delay)
            test.now = test.now.advanced(by: delay + .milliseconds(-1))
            // Told again, it does not begin again.
            #expect(test.report("kiosk-1-printer", content).facts.isEmpty)
            test.wait(.milliseconds(1))
            #expect(test.hall.recorded.alarms.map(\.kind) == [kind])
        }
    }

    @Test func `what passed in time never alarms, and begins anew the next time`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", .presence(.offline, detail: .noAnswer))
        test.wait(.seconds(9))
        test.report("kiosk-1-printer", .presence(.online, detail: .none))
        test.wait(.seconds(60))
        #expect(test.hall.recorded.alarms.isEmpty)
        test.report("kiosk-1-printer", .presence(.offline, detail: .noAnswer))
        test.wait(.seconds(9))
        #expect(test.hall.recorded.alarms.isEmpty)
    }

    @Test func `a port that is back ends its alarm even where the device cannot answer`() {
        var test = TestHall.started()
        test.report("w1-display", .presence(.offline, detail: .portMissing))
        test.wait(.seconds(2))
        test.report("w1-display", .presence(.unknown, detail: .probing))
        #expect(test.alarm("w1-display.port-lost") == .unacknowledged)
        test.report("w1-display", .presence(.unknown, detail: .oneWay))
        #expect(test.alarm("w1-display.port-lost") == .returnedUnacknowledged)
    }

    @Test func `after a restart alarms stay until the device has spoken`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", Self.condition(.out))
        test.restart()
        test.wait(.seconds(3600))
        #expect(test.alarm(Self.paperOut) == .unacknowledged)
        test.report("kiosk-1-printer", Self.condition(.unknown))
        #expect(test.alarm(Self.paperOut) == .unacknowledged)
        test.report("kiosk-1-printer", Self.condition(.present))
        #expect(test.alarm(Self.paperOut) == .returnedUnacknowledged)
    }

    @Test func `a device taken out of service has no alarms`() {
        var test = TestHall.started()
        test.report("kiosk-1-printer", Self.condition(.out))
        test.report("kiosk-1-printer", .presence(.disabled, detail: .none))
        #expect(test.alarm(Self.paperOut) == .returnedUnacknowledged)
    }

    @Test func `dropped input alarms until a minute after the last drop`() {
        var test = TestHall.started()
        test.send(.inputDropped(count: 3))
        #expect(test.hall.recorded.alarm("hall.input-overflow")?.subject == "3")
        test.wait(.seconds(59))
        test.send(.inputDropped(count: 1))
        test.wait(.seconds(59))
        #expect(test.alarm("hall.input-overflow") == .unacknowledged)
        test.wait(.seconds(1))
        #expect(test.alarm("hall.input-overflow") == .returnedUnacknowledged)
    }

    @Test func `measured values that cannot be kept are an alarm until they are kept again`() {
        var test = TestHall.started()
        test.send(.historyFailed("disk-full"))
        #expect(test.hall.recorded.alarm("hall.history-unavailable")?.subject == "disk-full")
        #expect(test.send(.historyFailed("disk-full")).facts.isEmpty)
        test.restart()
        #expect(test.alarm("hall.history-unavailable") == .unacknowledged)
        test.send(.historyRecovered)
        #expect(test.alarm("hall.history-unavailable") == .returnedUnacknowledged)
        #expect(test.send(.historyRecovered).facts.isEmpty)
    }

    @Test func `a record that contradicts itself is an alarm until it agrees, and anew for other windows`() {
        let id: AlarmID = "hall.record-contradicts"
        var test = TestHall.started()
        #expect(test.send(.recordCompared(windows: nil)).facts.isEmpty)
        test.send(.recordCompared(windows: "1"))
        #expect(test.hall.recorded.alarm(id)?.subject == "1")
        #expect(test.send(.recordCompared(windows: "1")).facts.isEmpty)
        _ = test.ask(.acknowledgeAlarm(id, reason: ""))
        #expect(test.alarm(id) == .acknowledged)
        test.send(.recordCompared(windows: "1 2"))
        #expect(test.alarm(id) == .unacknowledged, "who knew of one window does not know of the other")
        #expect(test.hall.recorded.alarm(id)?.subject == "1 2")
        test.send(.recordCompared(windows: nil))
        #expect(test.alarm(id) == .returnedUnacknowledged)
    }

    @Test func `dropped input of the run before ends a minute after the start`() {
        var test = TestHall.started()
        test.send(.inputDropped(count: 3))
        test.restart()
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(60))
        #expect(test.wait(.seconds(60)).kinds == ["alarm-returned"])
    }
}

@Suite("A journal that cannot be written")
struct JournalFailureTests {
    @Test func `nothing is given, called or changed, and everybody is told`() {
        var test = TestHall.started()
        test.take()
        let down = test.send(.journalFailed("disk full"))
        #expect(down.kinds == ["alarm-raised"])
        #expect(down.facts.allSatisfy { $0.isSafety })
        #expect(test.hall.recorded.alarm("hall.journal-unavailable")?.subject == "disk full")
        let commands: [HallCommand] = [
            .takeTicket(service: "tax", kiosk: nil, priority: .ordinary), .window("1", .call, reason: ""),
            .cancelTicket(TicketNumber("A001"), reason: ""), .reprintTicket(TicketNumber("A001"), kiosk: nil),
            .acknowledgeAlarm("hall.journal-unavailable", reason: ""),
        ]
        let before = test.hall
        for command in commands { #expect(test.ask(command) == .refused(.storeUnavailable)) }
        #expect(test.report("kiosk-1-keys", .key("1")) == HallDecision())
        #expect(test.report("w1-caller", .key("call")) == HallDecision())
        #expect(test.hall.recorded == before.recorded)
    }

    @Test func `displays and kiosks say paused, and what they said before afterwards`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call)
        let calling = test.hall.desired("w1-display")
        test.send(.journalFailed("disk full"))
        #expect(test.hall.desired("w1-display") == .window(.init(window: "1", title: "综合窗口", activity: .paused)))
        #expect(test.hall.desired("w2-display") == .window(.init(window: "2", title: "企业窗口", activity: .paused)))
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.paused))
        #expect(test.send(.journalRecovered).kinds == ["alarm-returned"])
        #expect(test.hall.desired("w1-display") == calling)
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.ready))
    }

    @Test func `alarms leave all the same, and no day turns until it is back`() {
        var test = TestHall.started()
        test.send(.journalFailed("disk full"))
        #expect(test.report("kiosk-1-printer", .printer(PrinterCondition(paper: .out))).kinds == ["alarm-raised"])
        #expect(test.wait(.seconds(86_400)).facts.isEmpty)
        #expect(test.hall.nextWake(at: test.now) == nil)
        #expect(test.send(.journalRecovered).kinds == ["alarm-returned", "day-opened"])
    }

    @Test func `paper that came out meanwhile counts when it is back`() {
        var test = TestHall.started()
        let atKiosk = test.press()
        test.send(.journalFailed("disk full"))
        #expect(test.report("kiosk-1-printer", .print(JobID(1), .proven)) == HallDecision())
        #expect(test.send(.journalRecovered).kinds == ["alarm-returned", "print-settled"])
        #expect(test.ticket(atKiosk)?.printed == .proven)
    }

    @Test func `after a lost batch the hall is as on disk, with what devices said`() {
        var test = TestHall.started()
        let atKiosk = test.press()
        let onDisk = test.facts
        let committed = test.hall
        // This batch is not committed: an outcome, and a number that nobody was told.
        test.report("kiosk-1-printer", .print(JobID(1), .proven))
        test.report("kiosk-2-printer", .printer(PrinterCondition(paper: .out)))
        test.take(proven: false)
        test.hall.rollBack(to: committed)
        test.send(.journalFailed("disk full"))
        test.hall.recover(from: onDisk)
        test.facts = onDisk
        #expect(test.hall.recorded == Hall.restored(from: onDisk).recorded)
        test.send(.journalRecovered)
        #expect(test.ticket(atKiosk)?.printed == .proven)
        #expect(!test.hall.canPrint(at: "kiosk-2"))
        #expect(test.take(proven: false).job == JobID(2))
        #expect(test.ticket("A002")?.printed == .pending)
    }

    @Test func `what is still being printed is timed from the recovery, even in a new value`() {
        var test = TestHall.started()
        test.press()
        test.hall = Hall.restored(from: test.facts)
        test.send(.journalFailed("disk full"))
        test.send(.journalRecovered)
        #expect(test.wait(.seconds(120)).withdrawals == [JobID(1)])
    }

    @Test func `a plan offered meanwhile is judged when it is back`() {
        var test = TestHall.started()
        test.send(.journalFailed("disk full"))
        #expect(test.send(.planOffered(.standard, hash: "plan-2")).facts.isEmpty)
        #expect(test.send(.journalRecovered).kinds == ["alarm-returned", "plan-adopted"])
    }

    @Test func `a start ends the alarm, since it has read the journal`() {
        var test = TestHall.started()
        test.send(.journalFailed("disk full"))
        #expect(test.restart().kinds == ["alarm-returned", "daemon-started"])
        #expect(test.take().id.number.text == "A001")
    }
}

@Suite("What displays should show")
struct SignageTests {
    static func window(_ activity: WindowDisplay.Activity) -> DesiredState {
        let category =
            switch activity {
            case .calling, .serving: "户籍"
            case .idle, .paused, .closed, .hallClosed: "综合窗口"
            }
        return .window(WindowDisplay(window: "1", title: category, activity: activity))
    }

    @Test func `a window's display follows its visitor, then its mode`() {
        var test = TestHall.started()
        let number = TicketNumber("A001")
        #expect(test.hall.desired("w1-display") == Self.window(.idle))
        test.take()
        test.verb(.call)
        #expect(test.hall.desired("w1-display") == Self.window(.calling(number, times: 1)))
        test.verb(.recall)
        #expect(test.hall.desired("w1-display") == Self.window(.calling(number, times: 2)))
        test.verb(.start)
        #expect(test.hall.desired("w1-display") == Self.window(.serving(number)))
        test.verb(.pause)
        #expect(test.hall.desired("w1-display") == Self.window(.serving(number)))
        test.verb(.finish)
        #expect(test.hall.desired("w1-display") == Self.window(.paused))
        test.verb(.close)
        #expect(test.hall.desired("w1-display") == Self.window(.closed))
        #expect(test.hall.desired("w1-caller") == nil)
    }

    @Test func `a number called before the day turned is shown until somebody ends it, and not after a restart`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call)
        test.wait(.seconds(24 * 3600))
        test.restart()
        #expect(test.hall.desired("w1-display") == Self.window(.calling(TicketNumber("A001"), times: 1)), "carried")
        test.verb(.noShow)
        test.restart()
        #expect(test.hall.desired("w1-display") == Self.window(.idle))
    }

    @Test func `a class is not on a display`() {
        var plain = TestHall.started()
        var elder = TestHall.started()
        _ = plain.ask(.takeTicket(service: "household", kiosk: nil, priority: .ordinary))
        _ = elder.ask(.takeTicket(service: "household", kiosk: nil, priority: .elder))
        for step in [WindowVerb.call, .recall, .start] {
            plain.verb(step)
            elder.verb(step)
            #expect(plain.hall.desired("w1-display") == elder.hall.desired("w1-display"))
        }
    }

    @Test func `it is the same after a restart`() {
        var test = TestHall.started()
        test.take()
        test.verb(.call)
        test.verb(.recall)
        let shown = test.hall.desired("w1-display")
        test.restart()
        #expect(test.hall.desired("w1-display") == shown)
    }

    @Test func `a kiosk says whether its own printer can print`() {
        var test = TestHall.started()
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.ready))
        test.report("kiosk-1-printer", .printer(PrinterCondition(cutterError: true)))
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.noPaper))
        #expect(test.hall.desired("kiosk-2-keys") == .kiosk(.ready))
        test.report("kiosk-1-printer", .printer(PrinterCondition(paper: .present)))
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.ready))
    }
}
