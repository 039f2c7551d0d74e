import HallLogic
import HallModel
import Testing

@Suite("Seasons of limits")
struct SeasonTests {
    @Test("the season ends: its alarms return, and the other season's limits hold")
    func seasonSwitch() {
        var test = TestClimate.hall("cooling")
        test.hold(TestClimate.sensor, "24", for: 610)
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.read(TestClimate.mode, "fan")
        #expect(test.active == [])
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .notInSeason)
        test.read(TestClimate.mode, "heating")
        test.hold(TestClimate.sensor, "24", for: 610)
        #expect(test.active == ["waiting-climate.temperature.room-overheated"])
    }

    @Test("a room follows the plant of its zone; one without follows all plants, unless they contradict each other")
    func zones() {
        let entrance: PointID = "entrance-climate.temperature"
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.otherMode, "heating")
        test.hold(entrance, "24", for: 1200)
        #expect(test.active == [])
        #expect(test.judgement(entrance, "cooling-room")?.state == .seasonUnknown)
        test.hold(TestClimate.sensor, "24", for: 610)
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.read(TestClimate.otherMode, "off")
        test.hold(entrance, "24", for: 610)
        #expect(test.active.last == "entrance-climate.temperature.room-overcooled")
    }

    @Test("a mode that cannot be read leaves everything as it is, and the delay begins anew")
    func unknownMode() {
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.sensor, "24")
        test.wait(.seconds(590))
        test.lose(TestClimate.mode)
        test.wait(.seconds(60))
        #expect(test.active == [])
        test.read(TestClimate.mode, "cooling")
        test.wait(.seconds(599))
        #expect(test.active == [])
        test.wait(.seconds(1))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.lose(TestClimate.mode)
        test.read(TestClimate.sensor, "27")
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
        test.read(TestClimate.mode, "cooling")
        #expect(test.active == [])
    }

    @Test(
        "L01: light is judged in open hours only: dark at 16:58 alarms at 17:00 never, dark at 10:00 after five minutes"
    )
    func light() {
        var test = TestClimate.hall("off")
        test.read(TestClimate.light, "299")
        test.wait(.seconds(300))
        #expect(test.active == ["waiting-climate.illuminance.light-low"])
        test.read(TestClimate.light, "329")
        #expect(test.active == ["waiting-climate.illuminance.light-low"])
        test.read(TestClimate.light, "330")
        #expect(test.active == [])
        test.wait(.seconds(7 * 3600 + 58 * 60 - 300))
        test.read(TestClimate.light, "12")
        // The hall closes before the delay is over, and asks to be woken for that.
        let closing = test.now.monotonic + .seconds(120)
        #expect(test.hall.nextWake(at: test.now) == closing)
        test.wait(.seconds(120))
        #expect(test.judgement(TestClimate.light, "light")?.state == .notInSeason)
        test.wait(.seconds(3600))
        #expect(test.active == [])
    }

    @Test("L01: an alarm about light returns when the hall closes, and comes again five minutes after it opens")
    func lightOverNight() {
        var test = TestClimate.hall("off")
        test.read(TestClimate.light, "12")
        test.wait(.seconds(300))
        #expect(test.active == ["waiting-climate.illuminance.light-low"])
        test.wait(.seconds(8 * 3600 - 300))
        #expect(test.active == [])
        test.wait(.seconds(16 * 3600))
        test.wait(.seconds(300))
        #expect(test.active == ["waiting-climate.illuminance.light-low"])
    }

    @Test("in a zone that is not judged neither air nor set-points are, and its plant makes no season for others")
    func machineRoom() {
        let plan = TestClimate.plan.changed { plan in
            plan.zones.append(ZonePlan(id: "machines", name: "机房", isJudged: false))
            plan.devices += [
                DevicePlan(id: "machine-ac", profile: TestClimate.airConditioner, bus: "line", zone: "machines"),
                DevicePlan(id: "machine-climate", profile: TestClimate.climateSensor, bus: "line", zone: "machines"),
            ]
        }
        var test = TestClimate.hall("heating", plan)
        test.read("machine-ac.mode", "cooling")
        #expect(test.read("machine-ac.set-point", "22").writes.isEmpty)
        test.hold("machine-climate.temperature", "22", for: 1200)
        #expect(test.active == [])
        #expect(test.judgement("machine-climate.temperature", "cooling-room")?.state == .off)
        let ordered = test.send(
            .command(.writePoint("machine-ac.set-point", value: "21", reason: ""), by: "desk", token: ReplyToken(1)))
        #expect(ordered.writes.count == 1)
        // The entrance has no plant of its own: it follows those of the rooms.
        test.hold("entrance-climate.temperature", "20.1", for: 610)
        #expect(test.active == ["entrance-climate.temperature.room-overheated"])
    }
}
