import HallLogic
import HallModel
import Testing

/// P02: the run time is short while the UPS is still on mains, by its number or by its word `LB`.
@Suite("A low battery on mains")
struct LowBatteryTests {
    static let short = PowerTests.autonomyShort

    /// A UPS that tells no run time.
    static let bare = HallPlan.field.changed { plan in
        guard case .nutUPS(var settings) = plan.devices[8].profile.settings else { return fail("no UPS") }
        settings.variables.removeAll { $0.point.meaning == .upsRunTime }
        plan.devices[8].profile.settings = .nutUPS(settings)
    }

    @Test func `P02: LB on mains for a minute alarms with the clause, the words and what they mean`() {
        for plan in [HallPlan.field, Self.bare] {
            var test = PowerTests.onMains(plan)
            test.status("OL CHRG LB")
            test.live(.milliseconds(59_999))
            #expect(test.hall.recorded.alarms.isEmpty)
            test.live(.milliseconds(1))
            #expect(test.hall.recorded.alarms.map(\.id) == [Self.short])
            let alarm = test.hall.recorded.alarm(Self.short)
            #expect(alarm?.value == "OL CHRG LB" && alarm?.limit?.value == "900 s")
            #expect(alarm?.text(.zh).contains("电池电量低（OL CHRG LB），限值 900 s") == true)
            #expect(alarm?.text(.en).contains("battery is low (OL CHRG LB), limit 900 s") == true)
            expectRestores(test)
        }
    }

    @Test func `P02: it ends with the word where no run time is told`() {
        var test = PowerTests.onMains(Self.bare)
        test.status("OL LB")
        test.live(.seconds(60))
        test.status("OL CHRG")
        #expect(test.alarm(Self.short) == .returnedUnacknowledged)
    }

    @Test func `P02: it ends when the word is gone and the run time is back over its dead-band, not by one alone`() {
        var test = PowerTests.onMains()
        test.runTime(1200)
        test.status("OL LB")
        test.live(.seconds(60))
        test.runTime(930)
        test.status("OL")
        #expect(test.alarm(Self.short) == .unacknowledged, "the run time is within the dead-band")
        test.status("OL LB")
        test.runTime(1200)
        #expect(test.alarm(Self.short) == .unacknowledged, "the word is there")
        test.status("OL")
        #expect(test.alarm(Self.short) == .returnedUnacknowledged)
    }

    @Test func `P02: a run time that cannot be read, or a status that says neither mains nor battery, ends nothing`() {
        for disturb: (inout TestHall) -> Void in [
            {
                $0.report("ups", .reading("run-time", .missing(.timeout))); $0.status("OL")
            }, { $0.status("ALARM") },
            { $0.presence("ups", .offline, .noAnswer) }, { $0.status("OB") },
        ] {
            var test = PowerTests.onMains()
            test.runTime(1200)
            test.status("OL LB")
            test.live(.seconds(60))
            disturb(&test)
            #expect(test.alarm(Self.short) == .unacknowledged)
        }
    }

    @Test func `P02: a word that passes within the minute, or a discharge, begins the minute anew`() {
        for words in ["OL", "OB LB"] {
            var test = PowerTests.onMains(Self.bare)
            test.status("OL LB")
            test.live(.seconds(59))
            test.status(words)
            test.status("OL LB")
            test.live(.seconds(59))
            #expect(test.alarm(Self.short) == .normal)
            test.live(.seconds(1))
            #expect(test.alarm(Self.short) == .unacknowledged)
        }
    }

    /// The words of a status, the alarm that they raise.
    static let words: [(String, AlarmID)] = [
        ("OB DISCHRG", PowerTests.onBattery), ("OB LB", PowerTests.batteryLow), ("FSD OL", PowerTests.batteryLow),
        ("OL RB", PowerTests.fault),
    ]

    @Test func `P01: an alarm of a UPS keeps the words that raised it and tells them in its line`() {
        for (words, id) in Self.words {
            var test = PowerTests.onMains()
            test.status(words)
            test.live(.seconds(2))
            let alarm = test.hall.recorded.alarm(id)
            #expect(alarm?.value == words, "\(id)")
            #expect(alarm?.text(.en).hasSuffix(words) == true)
            test.status("OL")
            #expect(test.hall.recorded.alarm(id)?.value == words, "what raised it, not what ended it")
        }
    }

    @Test func `P01: the words are those at the end of the delay`() {
        var test = PowerTests.onMains()
        test.status("OB")
        test.wait(.seconds(1))
        test.status("OB DISCHRG")
        test.wait(.seconds(1))
        #expect(test.hall.recorded.alarm(PowerTests.onBattery)?.value == "OB DISCHRG")
    }
}
