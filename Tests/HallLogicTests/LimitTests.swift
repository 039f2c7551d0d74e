import HallLogic
import HallModel
import Testing

@Suite("Limits")
struct LimitTests {
    @Test("E02: a cooling set-point of 25.9 alarms at once, 26.0 does not, and the clause is cited")
    func coolingSetPoint() {
        for (text, isBroken) in [("25.9", true), ("26", false), ("26.1", false)] {
            var test = TestClimate.hall("cooling")
            test.read(TestClimate.setPoint, text)
            #expect(test.state(TestClimate.setPoint, .setPointTooLow) == (isBroken ? .unacknowledged : .normal))
        }
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.setPoint, "25.9")
        let alarm = test.hall.recorded.alarm("waiting-ac.set-point.set-point-too-low")
        #expect(alarm?.value == "25.9 °C")
        #expect(alarm?.limit?.value == "26 °C")
        #expect(alarm?.limit?.clauseEn == "Service hall standard: clause cooling-set-point")
        #expect(alarm?.priority == .medium)
        #expect(alarm?.source == .point(TestClimate.setPoint))
        test.read(TestClimate.setPoint, "26.0")
        #expect(test.state(TestClimate.setPoint, .setPointTooLow) == .returnedUnacknowledged)
    }

    @Test("E02: a room below 26 while cooling runs alarms after ten minutes and returns at 26.3, not at 26.2")
    func overcooledRoom() {
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.sensor, "25.9")
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(600))
        test.wait(.milliseconds(599_999))
        #expect(test.active == [])
        test.wait(.milliseconds(1))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.read(TestClimate.sensor, "26.2")
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .returning)
        test.read(TestClimate.sensor, "26.3")
        #expect(test.active == [])
    }

    @Test("E02: 26.0 in a cooled room is no breach however long; the limit is inclusive")
    func inclusiveFloor() {
        var test = TestClimate.hall("cooling")
        test.hold(TestClimate.sensor, "26.0", for: 3600)
        #expect(test.hall.recorded.alarms.isEmpty)
    }

    @Test("E02 is no comfort limit: at 27.5 while cooling runs nothing is wrong; 28.1 breaks the health band of E09")
    func energyIsNotComfort() {
        var test = TestClimate.hall("cooling")
        test.hold(TestClimate.sensor, "27.5", for: 3600)
        #expect(test.active == [])
        test.hold(TestClimate.sensor, "28.1", for: 910)
        #expect(test.active == ["waiting-climate.temperature.room-uncomfortable"])
    }

    @Test("E03: in heating 20.0 keeps, 20.1 breaks, for set-points at once and for rooms after ten minutes")
    func heating() {
        var test = TestClimate.hall("heating")
        test.read(TestClimate.setPoint, "20.0")
        test.hold(TestClimate.sensor, "20.0", for: 1200)
        #expect(test.active == [])
        test.read(TestClimate.setPoint, "20.1")
        #expect(test.active == ["waiting-ac.set-point.set-point-too-high"])
        test.hold(TestClimate.sensor, "20.1", for: 610)
        #expect(test.active.last == "waiting-climate.temperature.room-overheated")
        test.read(TestClimate.sensor, "19.8")
        #expect(test.state(TestClimate.sensor, .roomOverheated) == .unacknowledged)
        test.read(TestClimate.sensor, "19.7")
        #expect(test.state(TestClimate.sensor, .roomOverheated) == .returnedUnacknowledged)
    }

    @Test("E04, E05: humidity is only advised: low priority, by the season")
    func humidity() {
        for (mode, text, kind, back) in [
            ("cooling", "61", AlarmKind.airHumid, "57"), ("heating", "29", .airDry, "33"),
        ] {
            var test = TestClimate.hall(mode)
            test.hold(TestClimate.humidity, text, for: 910)
            #expect(test.hall.recorded.alarms.map(\.kind) == [kind])
            #expect(test.hall.recorded.alarms.map(\.priority) == [.low])
            test.read(TestClimate.humidity, back)
            #expect(test.active == [])
        }
        var summer = TestClimate.hall("cooling")
        summer.hold(TestClimate.humidity, "29", for: 3600)
        #expect(summer.active == [])
    }

    @Test("C5: of two limits the stricter alarms; a strict limit is broken by the limit itself")
    func stricterOfTwo() {
        let draught = TestClimate.limit(
            "loose", .roomTemperature, .notAbove, 25_000, .always, .roomUncomfortable, delay: 0, band: 0)
        let strict = TestClimate.limit(
            "strict", .roomTemperature, .below, 24_000, .always, .roomUncomfortable, delay: 0, band: 0)
        let plan = TestClimate.plan.changed {
            $0.limits = [
                LimitSet(id: "one", nameZh: "一", nameEn: "One", source: "test", limits: [draught]),
                LimitSet(id: "two", nameZh: "二", nameEn: "Two", source: "test", limits: [strict]),
            ]
        }
        var test = TestClimate.hall("off", plan)
        test.read(TestClimate.sensor, "23.999")
        #expect(test.active == [])
        test.read(TestClimate.sensor, "24")
        #expect(test.hall.recorded.alarms.map(\.limit?.limit) == ["strict"])
        // The other is broken too: the alarm is one, cites the first, and ends with the last.
        test.read(TestClimate.sensor, "25.1")
        test.read(TestClimate.sensor, "24.5")
        #expect(test.hall.recorded.alarms.map(\.limit?.limit) == ["strict"])
        test.read(TestClimate.sensor, "23.9")
        #expect(test.active == [])
    }

    @Test("of two limits that are broken long enough at one moment the alarm cites the one broken first")
    func brokenFirst() {
        let late = TestClimate.limit(
            "late", .roomTemperature, .notBelow, 25_000, .always, .roomOvercooled, delay: 50, band: 0)
        let early = TestClimate.limit(
            "early", .roomTemperature, .notBelow, 26_000, .always, .roomOvercooled, delay: 100, band: 0)
        for limits in [[early, late], [late, early]] {
            let plan = TestClimate.plan.changed {
                $0.limits = [LimitSet(id: "set", nameZh: "集", nameEn: "Set", source: "test", limits: limits)]
            }
            var test = TestClimate.hall("off", plan)
            test.read(TestClimate.sensor, "25.5")
            test.wait(.seconds(50))
            test.read(TestClimate.sensor, "24.5")
            test.wait(.seconds(50))
            #expect(test.hall.recorded.alarms.map(\.limit?.limit) == ["early"])
        }
    }

    @Test("C7: in cooling only 26 to 28, in heating only 16 to 20 is without an alarm")
    func feasibleBand() {
        let cases: [(String, [String])] = [
            ("cooling", ["26.0", "27.0", "28.0"]), ("heating", ["16.0", "18.0", "20.0"]),
        ]
        for (mode, kept) in cases {
            for text in ["15.9", "16.0", "18.0", "20.0", "20.1", "25.9", "26.0", "27.0", "28.0", "28.1"] {
                var test = TestClimate.hall(mode)
                test.hold(TestClimate.sensor, text, for: 1000)
                #expect(test.active.isEmpty == kept.contains(text), "\(mode) \(text)")
            }
        }
    }

    // MARK: Missing data

    @Test("stale and missing data neither trip nor clear, and a delay begins anew after them")
    func missingData() {
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(599))
        test.age(TestClimate.sensor, "24")
        test.wait(.seconds(3600))
        #expect(test.active == [])
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .noReading(.timeout))
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(599))
        #expect(test.active == [])
        test.wait(.seconds(1))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.age(TestClimate.sensor, "30")
        test.lose(TestClimate.sensor)
        test.wait(.seconds(3600))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.read(TestClimate.sensor, "27")
        #expect(test.active == [])
    }

    @Test("a value that keeps the limit for one moment begins the delay anew")
    func delayBeginsAnew() {
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(599))
        test.read(TestClimate.sensor, "26")
        test.read(TestClimate.sensor, "24")
        let since = test.now.wall
        #expect(
            test.judgement(TestClimate.sensor, "cooling-room")?.state
                == .waiting(since: since, until: since + .seconds(600)))
        test.wait(.seconds(599))
        #expect(test.active == [])
    }

    @Test("a device that a person took out of service has no alarms about its points")
    func disabled() {
        var test = TestClimate.hall("cooling")
        test.hold(TestClimate.sensor, "24", for: 610)
        test.report("waiting-climate", .presence(.disabled, detail: .none))
        #expect(test.active == [])
        // What it said last is no reading any more, whatever its season does.
        test.read(TestClimate.mode, "fan")
        test.read(TestClimate.mode, "cooling")
        test.wait(.seconds(3600))
        #expect(test.active == [])
        test.report("waiting-climate", .presence(.online, detail: .none))
        test.hold(TestClimate.sensor, "24", for: 610)
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
    }

    // MARK: Plans and restarts

    @Test("limits that are off, unconfirmed or only allowed are told as off and never alarm")
    func off() {
        func changed(_ change: (inout Limit) -> Void) -> HallPlan {
            var limit = TestClimate.limit(
                "any", .roomTemperature, .notBelow, 26_000, .always, .roomOvercooled, delay: 0, band: 0)
            change(&limit)
            return TestClimate.plan.changed {
                $0.limits = [LimitSet(id: "set", nameZh: "集", nameEn: "Set", source: "test", limits: [limit])]
            }
        }
        let changes: [(Bool, (inout Limit) -> Void)] = [
            (true, { _ in }), (false, { $0.isOn = false }), (false, { $0.confidence = .unconfirmed }),
            (false, { $0.verb = .may }), (false, { $0.unit = .percent }),
        ]
        for (isOn, change) in changes {
            var test = TestClimate.hall("off", changed(change))
            test.read(TestClimate.sensor, "10")
            #expect(test.active.isEmpty != isOn)
            #expect((test.judgement(TestClimate.sensor, "any")?.state == .off) != isOn)
        }
    }

    @Test("an alarm of a limit that a new plan does not have returns; one of a limit it has stays")
    func changedPlan() {
        for (keeps, plan) in [
            (true, TestClimate.plan.changed { $0.limits = [TestClimate.hallStandard] }),
            (false, TestClimate.plan.changed { $0.limits = [TestClimate.airQuality] }),
            (false, TestClimate.plan.changed { $0.devices.removeAll { $0.id == "waiting-climate" } }),
        ] {
            var test = TestClimate.hall("cooling")
            test.hold(TestClimate.sensor, "24", for: 610)
            test.send(.planOffered(plan, hash: "other"))
            #expect(test.active.isEmpty != keeps)
        }
    }

    @Test("a limit that was away has not been timed meanwhile")
    func limitComesBack() {
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(590))
        test.send(.planOffered(TestClimate.plan.changed { $0.limits = [] }, hash: "none"))
        #expect(test.hall.judgements(of: TestClimate.sensor, at: test.now).isEmpty)
        test.wait(.seconds(590))
        test.send(.planOffered(TestClimate.plan, hash: "plan-1"))
        test.wait(.seconds(599))
        #expect(test.active == [])
        test.wait(.seconds(1))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
    }

    @Test("over a restart the alarm stays until a reading clears it by the dead-band; the delay begins anew")
    func restart() {
        var test = TestClimate.hall("cooling")
        test.hold(TestClimate.sensor, "24", for: 610)
        let before = test.hall.recorded
        #expect(Hall.restored(from: test.facts).recorded == before)
        test.restart(TestClimate.plan)
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.read(TestClimate.sensor, "27")
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"], "the mode is not known yet")
        test.read(TestClimate.sensor, "26.1")
        test.read(TestClimate.mode, "cooling")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .returning)
        test.read(TestClimate.sensor, "26.3")
        #expect(test.active == [])
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(300))
        test.restart(TestClimate.plan)
        test.read(TestClimate.mode, "cooling")
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(599))
        #expect(test.active == [])
        test.wait(.seconds(1))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
    }

    @Test("while the journal cannot be written limits are judged all the same")
    func journalAway() {
        var test = TestClimate.hall("cooling")
        test.send(.journalFailed("diskFull"))
        #expect(test.read(TestClimate.setPoint, "24").kinds == ["alarm-raised"])
    }

    // MARK: Judgements

    @Test("a judgement tells the value, how the limit stands, and since when")
    func judgements() {
        var test = TestClimate.hall("cooling")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .noReading(.neverRead))
        #expect(test.judgement(TestClimate.sensor, "heating-room")?.state == .notInSeason)
        test.read(TestClimate.sensor, "27")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .kept)
        let since = test.now.wall
        test.read(TestClimate.sensor, "24.5")
        test.wait(.seconds(60))
        let waiting = test.judgement(TestClimate.sensor, "cooling-room")
        #expect(waiting?.value == Quantity(thousandths: 24_500))
        #expect(waiting?.citation.clauseEn == "Service hall standard: clause cooling-room")
        #expect(waiting?.state == .waiting(since: since, until: since + .seconds(600)))
        test.wait(.seconds(540))
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .broken(since: since))
        #expect(test.hall.judgements(of: "waiting-ac.return-air", at: test.now).isEmpty)
        // The limits of both sets, in the plan's order.
        #expect(
            test.hall.judgements(of: TestClimate.sensor, at: test.now).map(\.limit.id)
                == ["cooling-room", "heating-room", "summer-warm", "winter-cold"])
    }

}
