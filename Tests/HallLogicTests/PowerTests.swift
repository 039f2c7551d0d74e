import HallLogic
import HallModel
import Testing

@Suite("Power")
struct PowerTests {
    static let onBattery: AlarmID = "ups.on-battery"
    static let batteryLow: AlarmID = "ups.battery-low"
    static let autonomyShort: AlarmID = "ups.autonomy-short"
    static let fault: AlarmID = "ups.ups-fault"
    static let silent: AlarmID = "ups.ups-silent"

    static func onMains(_ plan: HallPlan = .field) -> TestHall {
        var test = TestHall.started(plan)
        test.presence("ups", .online)
        test.status("OL")
        return test
    }

    static func ended(_ decision: HallDecision) -> DischargeEnded? {
        for case .dischargeEnded(let ended) in decision.facts { return ended }
        return nil
    }

    // MARK: P01

    @Test func `P01: on battery for two seconds alarms, on mains again it ends`() {
        var test = Self.onMains()
        #expect(test.status("OB DISCHRG").kinds == ["discharge-began"])
        test.wait(.milliseconds(1999))
        #expect(test.alarm(Self.onBattery) == .normal)
        test.wait(.milliseconds(1))
        #expect(test.alarm(Self.onBattery) == .unacknowledged)
        #expect(test.hall.recorded.alarm(Self.onBattery)?.priority == .high)
        #expect(test.status("OL CHRG").kinds == ["discharge-ended", "alarm-returned"])
        #expect(test.alarm(Self.onBattery) == .returnedUnacknowledged)
        expectRestores(test)
    }

    @Test func `P01: a flicker of a second is a discharge and no alarm`() {
        var test = Self.onMains()
        test.status("OB")
        test.wait(.seconds(1))
        let ended = Self.ended(test.status("OL"))
        #expect(
            ended
                == DischargeEnded(ups: "ups", seconds: 1, lowAfterSeconds: nil, mainsReturned: true, at: test.now.wall))
        test.live(.seconds(10))
        #expect(test.hall.recorded.alarms.isEmpty)
    }

    /// Words, and the faults that they tell.
    static let faults: [(String, String?)] = [
        ("OL", nil), ("OL CHRG", nil), ("OL BOOST", nil), ("OL TRIM", nil), ("OB DISCHRG", nil), ("OL RB", "RB"),
        ("OL OVER", "OVER"), ("BYPASS", "BYPASS"), ("OL FAIL", "FAIL"), ("ALARM OL RB", "RB ALARM"), ("", nil),
    ]

    @Test func `P01: replace battery, overload, bypass and failure are faults of the UPS, after two seconds`() {
        for (words, subject) in Self.faults {
            var test = Self.onMains()
            test.status(words)
            test.live(.seconds(2))
            #expect(test.hall.recorded.alarm(Self.fault)?.subject == subject, "\(words)")
            test.status("OL")
            test.live(.seconds(2))
            #expect(test.alarm(Self.fault) == (subject == nil ? .normal : .returnedUnacknowledged), "\(words)")
        }
    }

    @Test func `P01: another fault is told although the first one is known; one fault less is not`() {
        var test = Self.onMains()
        test.status("OL RB")
        test.live(.seconds(2))
        _ = test.ask(.acknowledgeAlarm(Self.fault, reason: ""))
        test.status("OL RB OVER")
        #expect(test.alarm(Self.fault) == .unacknowledged)
        _ = test.ask(.acknowledgeAlarm(Self.fault, reason: ""))
        test.status("OL RB")
        #expect(test.alarm(Self.fault) == .acknowledged)
    }

    @Test func `P01: a UPS of which nothing is heard alarms as such, not as a device that does not answer`() {
        for content: DeviceReport.Content in [
            .presence(.offline, detail: .noAnswer), .presence(.offline, detail: .serverCannotReach),
            .presence(.offline, detail: .portLost), .reading("status", .missing(.timeout)),
        ] {
            var test = Self.onMains()
            test.report("ups", content)
            test.live(.milliseconds(9999))
            #expect(test.hall.recorded.alarms.isEmpty)
            test.live(.milliseconds(1))
            #expect(test.hall.recorded.alarms.map(\.id) == [Self.silent])
            #expect(test.hall.recorded.alarm(Self.silent)?.priority == .high)
            test.presence("ups", .online)
            test.status("OL")
            #expect(test.alarm(Self.silent) == .returnedUnacknowledged)
        }
    }

    @Test func `P01: a UPS that has not been read yet is not silent`() {
        var test = TestHall.started(.field)
        test.presence("ups", .unknown, .probing)
        test.report("ups", .reading("status", .missing(.neverRead)))
        test.live(.seconds(60))
        #expect(test.hall.recorded.alarms.isEmpty)
    }

    @Test func `P01: silence neither raises nor ends what the battery does`() {
        var test = Self.onMains()
        test.status("OB LB")
        test.live(.seconds(1))
        test.presence("ups", .offline, .noAnswer)
        test.report("ups", .reading("status", .missing(.timeout)))
        test.live(.seconds(60))
        // One second on battery is no alarm, and none comes of silence; the low battery stays.
        #expect(test.alarm(Self.onBattery) == .normal)
        #expect(test.alarm(Self.batteryLow) == .unacknowledged)
        #expect(test.hall.recorded.power.closure != nil)
        #expect(test.hall.recorded.power.discharges.map(\.ups) == ["ups"])
        for reading in [Reading.stale(.word("OL"), at: test.now.monotonic, .timeout), .missing(.portLost)] {
            test.presence("ups", .online)
            test.report("ups", .reading("status", reading))
            test.live(.seconds(60))
            #expect(test.alarm(Self.batteryLow) == .unacknowledged)
            #expect(test.hall.recorded.power.closure != nil)
        }
    }

    // MARK: P02

    @Test func `P02: run time under fifteen minutes on mains for a minute alarms with the clause, and ends at sixteen`()
    {
        var test = Self.onMains()
        test.runTime(900)
        test.live(.seconds(120))
        #expect(test.hall.recorded.alarms.isEmpty)
        test.runTime(899)
        test.live(.milliseconds(59_999))
        #expect(test.hall.recorded.alarms.isEmpty)
        test.live(.milliseconds(1))
        let alarm = test.hall.recorded.alarm(Self.autonomyShort)
        #expect(alarm?.state == .unacknowledged && alarm?.value == "899 s" && alarm?.limit?.value == "900 s")
        #expect(alarm?.text(.en).contains("at least 15 min") == true)
        #expect(alarm?.text(.zh).contains("15 min") == true)
        test.runTime(959)
        #expect(test.alarm(Self.autonomyShort) == .unacknowledged)
        test.runTime(960)
        #expect(test.alarm(Self.autonomyShort) == .returnedUnacknowledged)
        expectRestores(test)
    }

    @Test func `P02: a short time that passes, a discharge or silence begin the minute anew`() {
        let interruptions: [(inout TestHall) -> Void] = [
            { $0.runTime(901) }, { $0.status("OB") }, { $0.presence("ups", .offline, .noAnswer) },
            { $0.report("ups", .reading("run-time", .missing(.timeout))) },
        ]
        for interrupt in interruptions {
            var test = Self.onMains()
            test.runTime(600)
            test.live(.seconds(59))
            interrupt(&test)
            test.live(.seconds(1))
            test.presence("ups", .online)
            test.status("OL")
            test.runTime(600)
            test.live(.seconds(59))
            #expect(test.alarm(Self.autonomyShort) == .normal)
            test.live(.seconds(1))
            #expect(test.alarm(Self.autonomyShort) == .unacknowledged)
        }
    }

    @Test func `P02: on battery the run time may be used up`() {
        var test = Self.onMains()
        test.status("OB")
        test.runTime(60)
        test.live(.seconds(600))
        #expect(test.alarm(Self.autonomyShort) == .normal)
    }

    @Test func `P02: the plan's own limit is judged and cited, unless it is off`() {
        for isOn in [true, false] {
            let limit = Limit(
                id: "run-time", meaning: .upsRunTime, relation: .notBelow, value: Quantity(1800), unit: .second,
                season: .always, verb: .shall, clauseZh: "不少于 30 min", clauseEn: "30 min or more", confidence: .high,
                alarm: .autonomyShort, onDelaySeconds: 5, deadBand: Quantity(0), isOn: isOn)
            var test = Self.onMains(
                .field.changed {
                    $0.limits = [LimitSet(id: "site", nameZh: "本厅", nameEn: "This hall", source: "x", limits: [limit])]
                })
            test.runTime(1799)
            test.live(.seconds(5))
            #expect(test.hall.recorded.alarm(Self.autonomyShort)?.limit?.set == (isOn ? "site" : nil))
        }
    }

    @Test func `P02: a measured discharge tells how long it carried and when the battery was low`() {
        var test = Self.onMains()
        test.status("OB")
        test.wait(.seconds(300))
        test.status("OB LB")
        // The clock is set meanwhile: intervals do not care.
        test.now.wall = test.now.wall + .seconds(-7200)
        test.wait(.seconds(100))
        let ended = Self.ended(test.status("OL CHRG"))
        #expect(ended?.seconds == 400)
        #expect(ended?.lowAfterSeconds == 300)
        #expect(ended?.mainsReturned == true)
        #expect(test.hall.recorded.power.measured.map(\.seconds) == [400])
    }

    @Test func `P02: a discharge goes on over a restart`() {
        var test = Self.onMains()
        test.status("OB")
        test.wait(.seconds(100))
        test.status("OB LB")
        test.wait(.seconds(100))
        test.restart(.field)
        #expect(test.status("OB LB").kinds == [])
        test.wait(.seconds(50))
        let ended = Self.ended(test.status("OL"))
        #expect(ended?.seconds == 250 && ended?.lowAfterSeconds == 100 && ended?.mainsReturned == true)
        expectRestores(test)
    }

    @Test func `P02: what was not seen is not counted`() {
        var test = Self.onMains()
        test.status("OB")
        test.wait(.seconds(60))
        test.status("OB")
        test.presence("ups", .offline, .noAnswer)
        test.wait(.seconds(600))
        #expect(test.hall.recorded.power.discharges.count == 1)
        test.presence("ups", .online)
        let unseen = Self.ended(test.status("OL"))
        #expect(unseen?.seconds == 60 && unseen?.mainsReturned == false)

        test.status("OB")
        test.wait(.seconds(30))
        test.take()
        test.wait(.seconds(30))
        test.restart(.field)
        let restarted = Self.ended(test.status("OL"))
        #expect(restarted?.seconds == 30 && restarted?.mainsReturned == false)
    }

    @Test func `P02: a discharge that ended while the journal could not be written counts to the failure`() {
        var test = Self.onMains()
        test.status("OB")
        test.wait(.seconds(60))
        test.status("OB")
        test.send(.journalFailed("disk-full"))
        test.wait(.seconds(60))
        test.status("OL")
        test.wait(.seconds(600))
        let ended = Self.ended(test.send(.journalRecovered))
        #expect(ended?.seconds == 60 && ended?.mainsReturned == false)
    }

    @Test func `P02: a discharge that was seen again after silence goes on`() {
        var test = Self.onMains()
        test.status("OB")
        test.presence("ups", .offline, .noAnswer)
        test.wait(.seconds(60))
        test.presence("ups", .online)
        test.status("OB")
        test.wait(.seconds(60))
        let ended = Self.ended(test.status("OL"))
        #expect(ended?.seconds == 120 && ended?.mainsReturned == true)
    }

    @Test func `P02: a UPS taken out of the plan or out of service discharges no more`() {
        for forget: (inout TestHall) -> HallDecision in [
            { $0.send(.planOffered(.field.changed { $0.devices.removeAll { $0.id == "ups" } }, hash: "plan-2")) },
            { $0.presence("ups", .disabled) },
        ] {
            var test = Self.onMains()
            test.status("OB LB")
            test.wait(.seconds(60))
            test.status("OB LB")
            test.wait(.seconds(5))
            let decision = forget(&test)
            #expect(Self.ended(decision)?.seconds == 60 && Self.ended(decision)?.mainsReturned == false)
            #expect(test.hall.recorded.power.closure == nil)
            #expect(test.hall.recorded.alarms.allSatisfy { !$0.isActive })
        }
    }

    // MARK: Closing

    @Test func `P02: a low battery closes the hall in order, and the mains open it again after ten seconds`() {
        var test = Self.onMains()
        test.take()
        test.status("OB")
        #expect(test.hall.recorded.power.closure == nil)
        #expect(test.status("OB LB").kinds == ["hall-closed", "alarm-raised"])
        #expect(test.hall.recorded.alarm(Self.batteryLow)?.priority == .high)
        #expect(
            test.ask(.takeTicket(service: "tax", kiosk: nil, priority: .ordinary)) == .refused(.hallClosed(.lowBattery))
        )
        let refused = test.report("kiosk-1-keys", .key("1")).facts
        #expect(
            refused == [
                .takeRefused(
                    TakeRefused(kiosk: "kiosk-1", service: "household", at: test.now.wall, reason: .hallClosed))
            ])
        #expect(test.hall.desired("kiosk-1-keys") == .kiosk(.paused))
        #expect(
            test.hall.desired("w2-display")
                == .window(WindowDisplay(window: "2", title: "企业窗口", activity: .hallClosed(.lowBattery))))
        guard case .board(let board)? = test.hall.desired("board") else { return fail("no board") }
        #expect(board.closure == .lowBattery && board.waiting == 1)
        // Whoever has a number is called and served.
        test.verb(.call)
        test.verb(.start)
        #expect(
            test.hall.desired("w1-display")
                == .window(WindowDisplay(window: "1", title: "户籍", activity: .serving(TicketNumber("A001")))))
        test.restart(.field)
        #expect(test.hall.recorded.power.closure?.device == "ups")
        test.status("OL CHRG")
        test.live(.milliseconds(9_999))
        #expect(test.hall.recorded.power.closure != nil)
        test.live(.milliseconds(1))
        #expect(test.hall.recorded.power.closure == nil)
        #expect(test.take().id.number.text == "A002")
        expectRestores(test)
    }

    /// Words, and whether they close the hall.
    static let closing: [(String, Bool)] = [
        ("OL", false), ("OB", false), ("OL LB", false), ("OL CHRG LB", false), ("LB", false), ("OB LB", true),
        ("OB DISCHRG LB", true), ("FSD OB LB", true), ("FSD OL", true), ("ob lb", true), ("OBX LBX", false),
        ("", false),
    ]

    @Test func `P02: only a low battery in use, or a forced shutdown, closes the hall`() {
        for (words, closes) in Self.closing {
            var test = Self.onMains()
            test.status(words)
            #expect((test.hall.recorded.power.closure != nil) == closes, "\(words)")
            #expect((test.alarm(Self.batteryLow) == .unacknowledged) == closes, "\(words)")
        }
    }

    @Test func `P02: a UPS that is told not to close the hall only alarms`() {
        var test = Self.onMains(.field.changed { $0.devices[8].closesHall = false })
        #expect(test.status("OB LB").kinds == ["discharge-began", "alarm-raised"])
        #expect(test.take().id.number.text == "A001")
    }

    @Test func `P02: nine good seconds are not enough, and each relapse begins them anew`() {
        for relapse in ["OB", "OL LB", "BYPASS", "OL FSD"] {
            var test = Self.onMains()
            test.status("OB LB")
            test.status("OL")
            test.live(.seconds(9))
            test.status(relapse)
            test.live(.seconds(60))
            #expect(test.hall.recorded.power.closure != nil, "\(relapse)")
            test.status("OL")
            test.live(.milliseconds(9_999))
            #expect(test.hall.recorded.power.closure != nil, "\(relapse)")
            test.live(.milliseconds(1))
            #expect(test.hall.recorded.power.closure == nil, "\(relapse)")
        }
    }

    @Test func `P02: while another UPS runs out the hall stays closed because of that one`() {
        var test = Self.onMains()
        test.status("OB LB")
        test.status("OB LB", of: "ups-2")
        test.status("OL")
        test.live(.seconds(60))
        #expect(test.hall.recorded.power.closure?.device == "ups-2")
        test.status("OL", of: "ups-2")
        test.live(.seconds(10))
        #expect(test.hall.recorded.power.closure == nil)
        expectRestores(test)
    }

    @Test func `P01: alarms of a UPS leave also while the journal cannot be written; the closing follows when it can`()
    {
        var test = Self.onMains()
        test.send(.journalFailed("disk-full"))
        #expect(test.status("OB LB").kinds == ["alarm-raised"])
        #expect(test.send(.journalRecovered).kinds == ["alarm-returned", "discharge-began", "hall-closed"])
    }

    @Test func `P02: a closure and a discharge go on over the turn of the day`() {
        var test = Self.onMains()
        test.status("OB LB")
        test.wait(.seconds(86_400))
        #expect(test.hall.recorded.power.closure != nil && test.hall.recorded.power.discharges.count == 1)
        expectRestores(test)
    }
}
