import HallLogic
import HallModel
import Testing

@Suite("Readings and broken sensors")
struct ReadingTests {
    @Test("a point that was not read since the start is missing for that reason, and so is one of no device")
    func neverRead() {
        var test = TestHall.started(TestClimate.plan)
        #expect(test.hall.reading(TestClimate.sensor) == .missing(.neverRead))
        test.read(TestClimate.sensor, "24")
        #expect(test.hall.reading(TestClimate.sensor) == .good(.number(Quantity(24)), at: test.now.monotonic))
        test.read("waiting-climate.nonsense", "24")
        #expect(test.hall.reading("waiting-climate.nonsense") == .missing(.neverRead))
    }

    @Test("a sensor that answers nonsense for ten seconds alarms, and returns with a good reading")
    func sensorFault() {
        for reason in [MissingReason.sensorFault, .outOfRange] {
            var test = TestClimate.hall("off")
            test.lose(TestClimate.sensor, reason)
            #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(10))
            test.wait(.seconds(9))
            test.lose(TestClimate.sensor, reason)
            #expect(test.active == [])
            test.wait(.seconds(1))
            #expect(test.active == ["waiting-climate.temperature.sensor-fault"])
            #expect(test.hall.recorded.alarms.first?.subject == reason.rawValue)
            test.age(TestClimate.sensor, "24")
            #expect(test.active == ["waiting-climate.temperature.sensor-fault"])
            test.read(TestClimate.sensor, "24")
            #expect(test.active == [])
        }
    }

    @Test("a point that cannot be read for a minute alarms only while its device answers")
    func pointMissing() {
        for reason in MissingReason.allCases where [.exception, .crc, .timeout].contains(reason) {
            var test = TestClimate.hall("off")
            test.lose(TestClimate.sensor, reason)
            test.wait(.seconds(100))
            #expect(test.active == [])
            test.report("waiting-climate", .presence(.online, detail: .none))
            test.wait(.seconds(59))
            #expect(test.active == [])
            test.wait(.seconds(1))
            #expect(test.active == ["waiting-climate.temperature.point-missing"])
            test.read(TestClimate.sensor, "24")
            #expect(test.active == [])
        }
        var silent = TestClimate.hall("off")
        silent.report("waiting-climate", .presence(.online, detail: .none))
        silent.lose(TestClimate.sensor, .timeout)
        silent.wait(.seconds(30))
        silent.report("waiting-climate", .presence(.offline, detail: .noAnswer))
        silent.wait(.seconds(100))
        #expect(silent.active == ["waiting-climate.not-answering"])
    }
}
