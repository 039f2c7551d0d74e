import HallLogic
import HallModel
import Testing

/// No limit, no season and no wish has to do with what a plant takes back: the rooms are not visited for it.
@Suite("Readings by which nothing is decided")
struct UnwatchedReadingTests {
    private static let returnAir: PointID = "waiting-ac.return-air"

    @Test("each is kept, however many come at one moment")
    func kept() {
        var test = TestClimate.hall()
        for value in ["21", "22", "23"] {
            #expect(test.read(Self.returnAir, value) == HallDecision())
            #expect(test.hall.reading(Self.returnAir).value == .number(Quantity(parsing: value) ?? Quantity(0)))
        }
    }

    @Test("what falls due meanwhile happens with the first of them that comes then")
    func due() {
        var test = TestClimate.hall("off")
        test.lose(TestClimate.sensor, .sensorFault)
        for _ in 0..<99 {
            test.now = test.now.advanced(by: .milliseconds(100))
            test.read(Self.returnAir, "24")
            #expect(test.active == [])
        }
        test.now = test.now.advanced(by: .milliseconds(100))
        test.read(Self.returnAir, "24")
        #expect(test.active == ["waiting-climate.temperature.sensor-fault"])
    }

    @Test("a wall clock that is set is seen within a second")
    func clock() {
        var test = TestClimate.hall("off")
        test.read(Self.returnAir, "24")
        test.now.wall = TestHall.builtAt + .seconds(-1)
        for _ in 0..<10 {
            test.now = test.now.advanced(by: .milliseconds(100))
            test.now.wall = TestHall.builtAt + .seconds(-1)
            test.read(Self.returnAir, "24")
        }
        #expect(test.active == ["hall.clock-implausible"])
    }

    @Test("nonsense of such a point alarms, and a good reading ends it")
    func nonsense() {
        var test = TestClimate.hall("off")
        test.read(Self.returnAir, "24")
        test.lose(Self.returnAir, .sensorFault)
        test.now = test.now.advanced(by: .seconds(9))
        test.read(Self.returnAir, "24")
        test.wait(.seconds(1))
        #expect(test.active == [], "it was well in between")
        test.lose(Self.returnAir, .sensorFault)
        test.wait(.seconds(10))
        #expect(test.active == ["waiting-ac.return-air.sensor-fault"])
        test.read(Self.returnAir, "24")
        #expect(test.active == [])
    }

    @Test("a limit's point beside them is judged as ever")
    func watched() {
        var test = TestClimate.hall()
        test.read(Self.returnAir, "24")
        test.read(TestClimate.setPoint, "24")
        #expect(test.active.contains("waiting-ac.set-point.set-point-too-low"))
    }
}
