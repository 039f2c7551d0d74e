import HallLogic
import HallModel
import Testing

@Suite("Outputs that will not stay")
struct RestlessOutputTests {
    static let changed: AlarmID = "lamps.row-1.changed-at-unit"

    /// The lamp is wished on, and has been corrected so many times.
    static func corrected(_ times: Int) -> TestHall {
        var test = TestClimate.hall("cooling")
        PlantGuardTests.choose(&test, TestClimate.lamp, "on")
        for _ in 0..<times { correct(&test) }
        return test
    }

    /// Found off after ten seconds, switched on again, confirmed.
    static func correct(_ test: inout TestHall) {
        let write = PlantGuardTests.find(&test, TestClimate.lamp, "off").first
        #expect(write?.value == .word("on"))
        PlantGuardTests.confirm(&test, write)
    }

    @Test("calm, restless, alarmed: the third correction without a calm minute alarms, and goes on being made")
    func alarms() {
        var test = Self.corrected(2)
        #expect(test.alarm(Self.changed) == .normal)
        test.wait(.seconds(10))
        #expect(test.read(TestClimate.lamp, "off").kinds == ["point-write-ordered", "alarm-raised"])
        let alarm = test.hall.recorded.alarm(Self.changed)
        #expect(alarm?.value == "off" && alarm?.priority == .medium)
        PlantGuardTests.confirm(&test, test.hall.recorded.controls.pending.first.map(Self.write))
        for _ in 0..<5 {
            Self.correct(&test)
            #expect(test.alarm(Self.changed) == .unacknowledged, "a confirmed correction is no end of it")
        }
        #expect(test.facts.filter { $0.kind == "alarm-raised" }.count == 1)
        expectRestoresItself(test)
    }

    private static func write(_ ordered: PointWriteOrdered) -> PointWrite {
        PointWrite(
            id: ordered.write, point: ordered.point, value: ordered.value,
            deadline: MonotonicInstant(nanoseconds: 0))
    }

    private func expectRestoresItself(_ test: TestHall) {
        #expect(Hall.restored(from: test.facts).recorded == test.hall.recorded)
    }

    @Test("it returns after it has read as wished for 60 seconds, at that moment, and not before")
    func returns() {
        var test = Self.corrected(3)
        test.read(TestClimate.lamp, "on")
        test.live(.milliseconds(59_999))
        #expect(test.alarm(Self.changed) == .unacknowledged)
        test.live(.milliseconds(1))
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
        // It was calm: the count begins anew.
        Self.correct(&test)
        Self.correct(&test)
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
        Self.correct(&test)
        #expect(test.alarm(Self.changed) == .unacknowledged)
    }

    @Test("less than a minute of calm does not begin the count anew; a minute does")
    func calmBetween() {
        for (seconds, isAlarmed) in [(59, true), (60, false)] {
            var test = Self.corrected(2)
            test.read(TestClimate.lamp, "on")
            test.live(.seconds(seconds))
            #expect(test.read(TestClimate.lamp, "off").writes.count == 1)
            #expect((test.alarm(Self.changed) == .unacknowledged) == isAlarmed, "\(seconds) s")
        }
    }

    @Test("stale and missing readings are no calm")
    func unknown() {
        for lose: (inout TestHall) -> Void in [
            { $0.age(TestClimate.lamp, "on") }, { $0.lose(TestClimate.lamp) },
        ] {
            var test = Self.corrected(3)
            test.read(TestClimate.lamp, "on")
            test.live(.seconds(30))
            lose(&test)
            test.live(.seconds(120))
            #expect(test.alarm(Self.changed) == .unacknowledged)
            test.read(TestClimate.lamp, "on")
            test.live(.seconds(60))
            #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
        }
    }

    @Test("corrections that the unit refuses count as well: it is off all the same")
    func refused() {
        var test = Self.corrected(0)
        for count in 1...3 {
            test.wait(.seconds(60))
            let write = test.read(TestClimate.lamp, "off").writes.first
            #expect((test.alarm(Self.changed) == .unacknowledged) == (count == 3))
            test.report("lamps", .written(write?.id ?? 0, .rejected, readBack: nil))
        }
    }

    @Test("the alarm outlives a restart, and ends after a calm minute of the new run")
    func restart() {
        var test = Self.corrected(3)
        test.restart(TestClimate.plan)
        #expect(test.alarm(Self.changed) == .unacknowledged)
        Self.correct(&test)
        test.read(TestClimate.lamp, "on")
        test.live(.seconds(59))
        #expect(test.alarm(Self.changed) == .unacknowledged)
        test.live(.seconds(1))
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
    }

    @Test("a time in which nothing could be recorded is no calm")
    func journal() {
        var test = Self.corrected(3)
        test.read(TestClimate.lamp, "on")
        test.wait(.seconds(30))
        test.send(.journalFailed("disk-full"))
        test.wait(.seconds(60))
        test.send(.journalRecovered)
        #expect(test.alarm(Self.changed) == .unacknowledged)
        test.read(TestClimate.lamp, "on")
        test.live(.seconds(60))
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
    }

    @Test("a person's choice counts as calm only once it has stayed for a minute")
    func choice() {
        var test = Self.corrected(3)
        test.wait(.seconds(10))
        PlantGuardTests.choose(&test, TestClimate.lamp, "off")
        #expect(test.alarm(Self.changed) == .unacknowledged)
        test.read(TestClimate.lamp, "off")
        test.live(.seconds(60))
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
    }

    @Test("a device out of service has no restless outputs")
    func outOfService() {
        var test = Self.corrected(3)
        test.presence("lamps", .disabled)
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
        test.presence("lamps", .online)
        Self.correct(&test)
        Self.correct(&test)
        #expect(test.alarm(Self.changed) == .returnedUnacknowledged)
    }
}
