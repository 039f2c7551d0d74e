import HallLogic
import HallModel
import Testing

@Suite("One trouble for a dead bus")
struct BusFoldingTests {
    static let bus: AlarmID = "bus.rs485.bus-down"
    static let sensors: [DeviceID] = ["sensor-1", "sensor-2", "sensor-3"]

    static func states(_ test: TestHall) -> [AlarmState] {
        sensors.map { test.alarm(Alarm.id(.notAnswering, $0)) }
    }

    static func online() -> TestHall {
        var test = TestHall.started(.field)
        for sensor in sensors { test.presence(sensor, .online) }
        return test
    }

    /// The polls of a dead line fail one after another.
    static func dead() -> TestHall {
        var test = online()
        for sensor in sensors {
            test.presence(sensor, .offline, .noAnswer)
            test.live(.seconds(3))
        }
        test.live(.seconds(10))
        return test
    }

    @Test func `M02: a bus on which nobody answers is one alarm, and its devices stand under it`() {
        let test = Self.dead()
        let alarm = test.hall.recorded.alarm(Self.bus)
        #expect(alarm?.state == .unacknowledged && alarm?.priority == .high && alarm?.source == .bus("rs485"))
        #expect(Self.states(test) == [.suppressed, .suppressed, .suppressed])
        #expect(test.hall.recorded.alarms.filter { $0.state == .unacknowledged }.map(\.id) == [Self.bus])
        #expect(test.hall.recorded.alarms.compactMap(\.under) == [Self.bus, Self.bus, Self.bus])
        #expect(alarm?.text(.zh) == "总线不可用 (总线 rs485)：所有设备无应答")
        #expect(alarm?.text(.en) == "Bus is down (bus rs485): no device on it answers")
        expectRestores(test)
    }

    @Test func `M02: no device alarms by itself before the bus does`() {
        let test = Self.dead()
        var alone: [AlarmID] = []
        var isDown = false
        for fact in test.facts {
            guard case .alarmRaised(let raised) = fact else { continue }
            if raised.alarm == .busDown { isDown = true }
            if !isDown { alone.append(raised.id) }
        }
        #expect(alone == [])
    }

    @Test func `M02: a port that is gone is the bus's trouble after two seconds`() {
        var test = Self.online()
        for sensor in Self.sensors { test.presence(sensor, .offline, .portMissing) }
        test.live(.milliseconds(1999))
        #expect(test.hall.recorded.alarms.isEmpty)
        test.live(.milliseconds(1))
        #expect(test.alarm(Self.bus) == .unacknowledged)
        #expect(Self.sensors.map { test.alarm(Alarm.id(.portLost, $0)) } == [.suppressed, .suppressed, .suppressed])
        #expect(test.hall.recorded.alarm(Self.bus)?.text(.zh) == "总线不可用 (总线 rs485)：端口不可用")
    }

    @Test func `M02: when the bus is back, who answers has no alarm and who does not stands for itself`() {
        var test = Self.dead()
        test.presence("sensor-1", .online)
        #expect(test.alarm(Self.bus) == .returnedUnacknowledged)
        #expect(Self.states(test) == [.normal, .suppressed, .suppressed])
        test.live(.seconds(5))
        test.presence("sensor-2", .online)
        test.live(.milliseconds(4999))
        #expect(Self.states(test) == [.normal, .normal, .suppressed])
        test.live(.milliseconds(1))
        #expect(Self.states(test) == [.normal, .normal, .unacknowledged])
        #expect(test.hall.recorded.alarm("sensor-3.not-answering")?.under == nil)
        expectRestores(test)
    }

    @Test func `M02: the same after a restart in the middle`() {
        var test = Self.dead()
        test.restart(.field)
        #expect(Self.states(test) == [.suppressed, .suppressed, .suppressed])
        for sensor in Self.sensors { test.presence(sensor, .unknown, .probing) }
        test.live(.seconds(60))
        #expect(test.alarm(Self.bus) == .unacknowledged)
        test.presence("sensor-2", .online)
        test.restart(.field)
        test.live(.seconds(10))
        #expect(Self.states(test) == [.unacknowledged, .normal, .unacknowledged])
    }

    @Test func `M02: one device that answers is enough for the bus to be alive`() {
        var test = Self.online()
        test.presence("sensor-1", .offline, .noAnswer)
        test.presence("sensor-2", .offline, .noAnswer)
        test.live(.seconds(60))
        #expect(Self.states(test) == [.unacknowledged, .unacknowledged, .normal])
        #expect(test.alarm(Self.bus) == .normal)
        // The last one falls silent: the others were known already, and are folded.
        _ = test.ask(.acknowledgeAlarm("sensor-1.not-answering", reason: ""))
        test.presence("sensor-3", .offline, .noAnswer)
        test.live(.seconds(10))
        #expect(Self.states(test) == [.suppressed, .suppressed, .suppressed])
    }

    @Test func `M02: devices that cannot answer, are out of service or not told of do not make a bus dead`() {
        var test = TestHall.started(.field)
        test.presence("sensor-1", .offline, .noAnswer)
        test.presence("sensor-2", .unknown, .probing)
        test.live(.seconds(60))
        #expect(test.alarm(Self.bus) == .normal)
        test.presence("sensor-2", .disabled)
        test.presence("sensor-3", .disabled)
        test.live(.seconds(60))
        #expect(test.alarm(Self.bus) == .normal)
        #expect(test.alarm("sensor-1.not-answering") == .unacknowledged)
        for sensor in Self.sensors { test.presence(sensor, .unknown, .oneWay) }
        test.live(.seconds(60))
        #expect(test.alarm(Self.bus) == .normal)
    }

    @Test func `M02: a server that answers, and devices of another model, are a bus that lives`() {
        for detail in [DeviceDetail.serverCannotReach, .wrongModel] {
            var test = Self.online()
            for sensor in Self.sensors { test.presence(sensor, .offline, detail) }
            test.live(.seconds(60))
            #expect(test.alarm(Self.bus) == .normal)
            #expect(Self.states(test) == [.unacknowledged, .unacknowledged, .unacknowledged])
        }
    }

    @Test func `M02: a bus with one device keeps that device's alarm`() {
        var test = TestHall.started(.field)
        test.presence("panel", .offline, .portMissing)
        test.live(.seconds(60))
        #expect(test.hall.recorded.alarms.map(\.id) == ["panel.port-lost"])
    }

    @Test func `M02: two UPSs on one server that is gone are one alarm, and the closed hall stays closed`() {
        let plan = HallPlan.field.changed { $0.devices[9].bus = "nut" }
        var test = TestHall.started(plan)
        for ups: DeviceID in ["ups", "ups-2"] {
            test.presence(ups, .online)
            test.status("OB LB", of: ups)
        }
        for ups: DeviceID in ["ups", "ups-2"] { test.presence(ups, .offline, .portLost) }
        test.live(.seconds(60))
        #expect(test.alarm("bus.nut.bus-down") == .unacknowledged)
        #expect(test.alarm("ups.ups-silent") == .suppressed && test.alarm("ups-2.ups-silent") == .suppressed)
        #expect(test.alarm("ups.battery-low") == .unacknowledged)
        #expect(test.hall.recorded.power.closure != nil)
    }

    @Test func `M02: a bus taken out of the plan, or left with one device, is no trouble any more`() {
        for remaining in [0, 1] {
            var test = Self.dead()
            let gone = Self.sensors.dropFirst(remaining)
            test.send(.planOffered(.field.changed { $0.devices.removeAll { gone.contains($0.id) } }, hash: "plan-2"))
            #expect(test.alarm(Self.bus) == .returnedUnacknowledged)
            test.live(.seconds(10))
            #expect(Self.states(test) == [remaining == 1 ? .unacknowledged : .normal, .normal, .normal])
        }
    }

    @Test func `M02: a device's alarm that a person put aside stays aside`() {
        var test = Self.online()
        test.presence("sensor-1", .offline, .noAnswer)
        test.live(.seconds(10))
        _ = test.ask(.shelveAlarm("sensor-1.not-answering", seconds: 3600, reason: ""))
        for sensor in Self.sensors.dropFirst() { test.presence(sensor, .offline, .noAnswer) }
        test.live(.seconds(60))
        #expect(Self.states(test) == [.shelved, .suppressed, .suppressed])
        test.live(.seconds(3600))
        #expect(Self.states(test) == [.suppressed, .suppressed, .suppressed])
    }
}
