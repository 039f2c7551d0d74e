import HallLogic
import HallModel
import Testing

@Suite("Plants changed at the unit")
struct PlantGuardTests {
    /// Reads a value at the unit; gives what the hall writes back.
    static func find(_ test: inout TestHall, _ point: PointID, _ text: String) -> [PointWrite] {
        test.wait(.seconds(10))
        return test.read(point, text).writes
    }

    /// The unit does what is asked.
    static func confirm(_ test: inout TestHall, _ write: PointWrite?) {
        guard let write else { return fail("nothing was written") }
        test.report(write.point.device, .written(write.id, .confirmed, readBack: write.value))
    }

    /// A person's choice, confirmed.
    static func choose(_ test: inout TestHall, _ point: PointID, _ text: String) {
        let decision = test.send(
            .command(.writePoint(point, value: text, reason: ""), by: "desk", token: ReplyToken(7)))
        confirm(&test, decision.writes.first)
    }

    @Test("E02: a set-point turned below the limit at the unit is alarmed and corrected once, then alarmed and left")
    func correctedOnce() {
        var test = TestClimate.hall("cooling")
        let decision = test.read(TestClimate.setPoint, "22")
        #expect(decision.kinds == ["alarm-raised", "point-write-ordered"])
        #expect(decision.writes.map(\.value) == [.number(Quantity(26))])
        guard case .pointWriteOrdered(let ordered)? = decision.facts.last else { return fail("not ordered") }
        #expect(ordered.by == "hall" && ordered.reason == "cooling-set-point")
        Self.confirm(&test, decision.writes.first)
        #expect(Self.find(&test, TestClimate.setPoint, "26").isEmpty)
        #expect(test.active == [])

        #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty)
        #expect(
            test.active == ["waiting-ac.set-point.set-point-too-low", "waiting-ac.set-point.changed-at-unit"])
        let left = test.hall.recorded.alarm("waiting-ac.set-point.changed-at-unit")
        #expect(left?.priority == .low && left?.value == "22.0 °C")
        for _ in 0..<100 { #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty) }
        _ = Self.find(&test, TestClimate.setPoint, "26")
        #expect(test.active == [])
    }

    @Test("the value that somebody chose is what comes back, as long as it keeps the limit")
    func wishedSetPoint() {
        var test = TestClimate.hall("cooling")
        Self.choose(&test, TestClimate.setPoint, "27.5")
        #expect(Self.find(&test, TestClimate.setPoint, "22").map(\.value) == [.number(Quantity(thousandths: 27_500))])
    }

    @Test("in heating the set-point comes back to the limit of that season")
    func heating() {
        var test = TestClimate.hall("heating")
        #expect(Self.find(&test, TestClimate.setPoint, "24").map(\.value) == [.number(Quantity(20))])
    }

    @Test("a choice of the other season does not keep this one's limit: the limit comes back")
    func wishOfTheOtherSeason() {
        var test = TestClimate.hall("cooling")
        Self.choose(&test, TestClimate.setPoint, "27")
        test.read(TestClimate.mode, "heating")
        #expect(Self.find(&test, TestClimate.setPoint, "27").map(\.value) == [.number(Quantity(20))])
    }

    @Test("a strict limit is kept by one step of the point beyond it")
    func strict() {
        let plan = TestClimate.plan.changed { $0.limits[0].limits[0].relation = .above }
        var test = TestClimate.hall("cooling", plan)
        #expect(Self.find(&test, TestClimate.setPoint, "26").map(\.value) == [.number(Quantity(thousandths: 26_100))])
    }

    @Test("a person's confirmed write lets the hall correct again")
    func chosenAgain() {
        var test = TestClimate.hall("cooling")
        Self.confirm(&test, Self.find(&test, TestClimate.setPoint, "22").first)
        _ = Self.find(&test, TestClimate.setPoint, "22")
        #expect(test.active.contains("waiting-ac.set-point.changed-at-unit"))
        Self.choose(&test, TestClimate.setPoint, "27")
        #expect(!test.active.contains("waiting-ac.set-point.changed-at-unit"))
        #expect(Self.find(&test, TestClimate.setPoint, "22").map(\.value) == [.number(Quantity(27))])
    }

    @Test("a set-point and a mode that keep all limits and differ from the choice are written back once")
    func differs() {
        let cases: [(PointID, chosen: String, PointValue, found: String)] = [
            (TestClimate.setPoint, "26", .number(Quantity(26)), "28"), (TestClimate.mode, "fan", .word("fan"), "off"),
        ]
        for (point, chosen, value, found) in cases {
            var test = TestClimate.hall("cooling")
            test.read(TestClimate.setPoint, "26")
            Self.choose(&test, point, chosen)
            let writes = Self.find(&test, point, found)
            #expect(writes.map(\.value) == [value])
            // Nothing while the correction is under way.
            #expect(Self.find(&test, point, found).isEmpty)
            Self.confirm(&test, writes.first)
            #expect(Self.find(&test, point, found).isEmpty)
            #expect(test.active == ["\(point).changed-at-unit"])
            #expect(Self.find(&test, point, chosen).isEmpty)
            #expect(test.active == [])
        }
    }

    @Test("what nobody chose and breaks nothing is the unit's own business")
    func nobodysChoice() {
        var test = TestClimate.hall("cooling")
        for text in ["26", "27", "30"] { #expect(Self.find(&test, TestClimate.setPoint, text).isEmpty) }
        for text in ["fan", "off", "cooling"] { #expect(Self.find(&test, TestClimate.mode, text).isEmpty) }
        #expect(test.active == [])
    }

    @Test("while the season is not known nothing is corrected")
    func unknownSeason() {
        var test = TestHall.started(TestClimate.plan)
        #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty)
        test.lose(TestClimate.mode)
        #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty)
        #expect(test.active == [])
    }

    @Test("a mode that came back is not read as the mode before: the set-point is not corrected for the wrong season")
    func modeAndSetPoint() {
        var test = TestClimate.hall("cooling")
        test.read(TestClimate.setPoint, "27")
        Self.choose(&test, TestClimate.mode, "cooling")
        let back = Self.find(&test, TestClimate.mode, "heating")
        #expect(back.map(\.value) == [.word("cooling")])
        #expect(test.read(TestClimate.setPoint, "27").writes.isEmpty)
        Self.confirm(&test, back.first)
        #expect(test.read(TestClimate.setPoint, "27").writes.isEmpty)
        #expect(test.active == [])
    }

    @Test("while a mode is being written back its plant's set-point is left alone")
    func setPointWaitsForMode() {
        var test = TestClimate.hall("cooling")
        Self.choose(&test, TestClimate.mode, "fan")
        test.read(TestClimate.setPoint, "27")
        #expect(Self.find(&test, TestClimate.mode, "heating").map(\.value) == [.word("fan")])
        #expect(test.read(TestClimate.setPoint, "27").writes.isEmpty)
        #expect(test.active == ["waiting-ac.set-point.set-point-too-high"])
    }

    @Test("a reading from before the end of an attempt says nothing of it")
    func oldReading() {
        var test = TestClimate.hall("cooling")
        let before = test.now.monotonic
        test.wait(.seconds(1))
        Self.choose(&test, TestClimate.setPoint, "27")
        let late = Reading.good(.number(Quantity(28)), at: before)
        #expect(test.report("waiting-ac", .reading("set-point", late)).writes.isEmpty)
    }

    static let corrections: [(WriteOutcome, again: Bool)] = [
        (.confirmed, false), (.differs, false), (.rejected, false), (.unanswered, false), (.expired, true),
        (.superseded, true), (.interrupted, true),
    ]

    @Test("a correction counts once the device may have had it; one that it never had comes again after a minute")
    func outcomesOfCorrections() {
        #expect(Self.corrections.map(\.0) == WriteOutcome.allCases)
        for (outcome, again) in Self.corrections {
            var test = TestClimate.hall("cooling")
            let write = Self.find(&test, TestClimate.setPoint, "22").first
            #expect(write != nil)
            test.report("waiting-ac", .written(1, outcome, readBack: nil))
            #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty)
            #expect(test.active.contains("waiting-ac.set-point.changed-at-unit") != again)
            test.wait(.seconds(39))
            #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty, "59 seconds after the outcome")
            #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty != again)
        }
    }

    @Test("a correction that a restart interrupted is made again, one that was confirmed is not")
    func restart() {
        var test = TestClimate.hall("cooling")
        _ = Self.find(&test, TestClimate.setPoint, "22")
        test.restart(TestClimate.plan)
        test.read(TestClimate.mode, "cooling")
        test.wait(.seconds(60))
        let again = Self.find(&test, TestClimate.setPoint, "22")
        #expect(again.map(\.id) == [2])
        Self.confirm(&test, again.first)
        test.restart(TestClimate.plan)
        test.read(TestClimate.mode, "cooling")
        #expect(Self.find(&test, TestClimate.setPoint, "22").isEmpty)
        #expect(test.active.contains("waiting-ac.set-point.changed-at-unit"))
    }

    @Test("an output that lost its value is written back whenever that is seen, at most every ten seconds")
    func outputs() {
        var test = TestClimate.hall("cooling")
        Self.choose(&test, TestClimate.lamp, "on")
        for _ in 0..<5 {
            let write = Self.find(&test, TestClimate.lamp, "off").first
            #expect(write?.value == .word("on"))
            Self.confirm(&test, write)
            test.wait(.seconds(9))
            #expect(test.read(TestClimate.lamp, "off").writes.isEmpty)
        }
        let write = Self.find(&test, TestClimate.lamp, "off").first
        test.report("lamps", .written(write?.id ?? 0, .rejected, readBack: nil))
        for _ in 0..<5 { #expect(Self.find(&test, TestClimate.lamp, "off").isEmpty) }
        #expect(Self.find(&test, TestClimate.lamp, "off").count == 1)
    }

    @Test("stale and missing readings correct nothing")
    func missingData() {
        var test = TestClimate.hall("cooling")
        Self.choose(&test, TestClimate.lamp, "on")
        test.wait(.seconds(60))
        #expect(test.age(TestClimate.lamp, "off").writes.isEmpty)
        #expect(test.lose(TestClimate.lamp).writes.isEmpty)
        #expect(test.age(TestClimate.setPoint, "22").writes.isEmpty)
        #expect(test.active == [])
    }
}
