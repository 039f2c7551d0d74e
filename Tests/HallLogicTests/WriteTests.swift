import HallLogic
import HallModel
import Testing

@Suite("Writing points")
struct WriteTests {
    /// Asks, and gives the write that left; the answer comes later.
    static func write(
        _ test: inout TestHall, _ point: PointID, _ value: String, token: UInt64 = 900, by user: String = "desk"
    ) -> PointWrite? {
        let decision = test.send(
            .command(.writePoint(point, value: value, reason: "试"), by: user, token: ReplyToken(token)))
        #expect(decision.answers.isEmpty)
        #expect(decision.kinds == ["point-write-ordered"])
        return decision.writes.first
    }

    /// What is refused is answered at once.
    static func refusal(_ test: inout TestHall, _ point: PointID, _ value: String) -> Refusal? {
        guard case .refused(let refusal) = test.ask(.writePoint(point, value: value, reason: "")) else { return nil }
        return refusal
    }

    static func wish(_ test: TestHall, _ point: PointID) -> ControlState.Wish? {
        test.hall.recorded.controls.wishes.first { $0.point == point }
    }

    static let outcomes: [(WriteOutcome, PointValue?, becomesWish: Bool)] = [
        (.confirmed, .number(Quantity(27)), true),
        (.differs, .number(Quantity(25)), false),
        (.rejected, nil, false),
        (.unanswered, nil, false),
        (.expired, nil, false),
        (.superseded, nil, false),
        (.interrupted, nil, false),
    ]

    @Test("an attempt is recorded, sent with ten seconds, answered with its outcome; only success becomes the wish")
    func outcomes() {
        #expect(Self.outcomes.map(\.0) == WriteOutcome.allCases)
        for (outcome, readBack, becomesWish) in Self.outcomes {
            var test = TestClimate.hall("cooling")
            let write = Self.write(&test, TestClimate.setPoint, "27")
            #expect(
                write
                    == PointWrite(
                        id: 1, point: TestClimate.setPoint, value: .number(Quantity(27)),
                        deadline: test.now.monotonic + .seconds(10)))
            #expect(test.hall.recorded.controls.pending.map(\.by) == ["desk"])
            test.wait(.seconds(1))
            let decision = test.report("waiting-ac", .written(1, outcome, readBack: readBack))
            #expect(decision.kinds == ["point-write-settled"])
            #expect(
                decision.answers
                    == [
                        HallDecision.Answer(
                            token: ReplyToken(900),
                            reply: .written(
                                TestClimate.setPoint, value: .number(Quantity(27)), outcome: outcome, readBack: readBack
                            ))
                    ])
            #expect(test.hall.recorded.controls.pending.isEmpty)
            #expect((Self.wish(test, TestClimate.setPoint)?.value == .number(Quantity(27))) == becomesWish)
            // Told twice, it is news once.
            #expect(test.report("waiting-ac", .written(1, outcome, readBack: readBack)) == HallDecision())
        }
    }

    @Test("nothing told by the deadline and two seconds: unanswered, and the hall wakes for it")
    func silence() {
        var test = TestClimate.hall("cooling")
        _ = Self.write(&test, TestClimate.setPoint, "27")
        #expect(test.hall.nextWake(at: test.now) == test.now.monotonic + .seconds(12))
        #expect(test.wait(.milliseconds(11_999)) == HallDecision())
        let decision = test.wait(.milliseconds(1))
        #expect(
            decision.answers.map(\.reply)
                == [
                    .written(
                        TestClimate.setPoint, value: .number(Quantity(27)), outcome: .unanswered, readBack: nil)
                ])
        #expect(test.report("waiting-ac", .written(1, .confirmed, readBack: nil)) == HallDecision())
    }

    @Test("an outcome told by another device, or of an attempt that there is not, is nobody's")
    func foreignOutcome() {
        var test = TestClimate.hall("cooling")
        _ = Self.write(&test, TestClimate.setPoint, "27")
        #expect(test.report("counter-ac", .written(1, .confirmed, readBack: nil)) == HallDecision())
        #expect(test.report("waiting-ac", .written(2, .confirmed, readBack: nil)) == HallDecision())
        #expect(test.hall.recorded.controls.pending.count == 1)
    }

    @Test("what cannot be written is refused with what can")
    func refusals() {
        var test = TestClimate.hall("cooling")
        #expect(
            Self.refusal(&test, "waiting-ac.nothing", "1")
                == .noSuchPoint(
                    "waiting-ac.nothing", known: ["waiting-ac.set-point", "waiting-ac.mode", "waiting-ac.return-air"]))
        #expect(
            Self.refusal(&test, "nowhere.point", "1")
                == .noSuchPoint(
                    "nowhere.point",
                    known: [
                        "waiting-ac.set-point", "waiting-ac.mode", "counter-ac.set-point", "counter-ac.mode",
                        "lamps.row-1",
                    ]))
        #expect(Self.refusal(&test, TestClimate.sensor, "24") == .notWritable(TestClimate.sensor))
        for text in ["33", "15.9", "warm", "", "26°C"] {
            #expect(
                Self.refusal(&test, TestClimate.setPoint, text)
                    == .badValue(text, point: TestClimate.setPoint, allowed: "16…32 °C"))
        }
        #expect(
            Self.refusal(&test, TestClimate.mode, "dry")
                == .badValue("dry", point: TestClimate.mode, allowed: "off, cooling, heating, fan"))
        #expect(test.hall.recorded.controls == ControlState())
    }

    @Test("E02, E03: a set-point that would break the limit of the season is refused, the clause cited")
    func limits() {
        let cases: [(mode: String, value: String, limit: String?)] = [
            ("cooling", "25.9", "cooling-set-point"), ("cooling", "26", nil), ("cooling", "26.1", nil),
            ("heating", "20.1", "heating-set-point"), ("heating", "20", nil), ("heating", "19.9", nil),
            ("fan", "23", nil), ("off", "16", nil),
        ]
        for (mode, value, limit) in cases {
            var test = TestClimate.hall(mode)
            if let limit {
                guard
                    case .limitForbids(TestClimate.setPoint, let citation)? =
                        Self.refusal(&test, TestClimate.setPoint, value)
                else { return fail("\(mode) \(value) was not refused") }
                #expect(citation.limit == limit && citation.clauseZh.hasPrefix("政务服务中心标准"))
            } else {
                #expect(Self.write(&test, TestClimate.setPoint, value) != nil)
            }
        }
    }

    @Test("while the mode was never read a set-point must keep the limits of every season")
    func unknownMode() {
        var test = TestHall.started(TestClimate.plan)
        guard case .seasonUnknown? = Self.refusal(&test, TestClimate.setPoint, "25") else {
            return fail("25 could be a breach in cooling")
        }
        // The mode last read is good enough, even when it is stale.
        test.age(TestClimate.mode, "cooling")
        #expect(Self.write(&test, TestClimate.setPoint, "26") != nil)
    }

    @Test("a mode is refused while the set-point would break its limit: the set-point comes first")
    func modes() {
        var test = TestClimate.hall("fan")
        test.read(TestClimate.setPoint, "24")
        for (mode, limit) in [("cooling", "cooling-set-point"), ("heating", "heating-set-point")] {
            guard case .limitForbids(TestClimate.mode, let citation)? = Self.refusal(&test, TestClimate.mode, mode)
            else { return fail("\(mode) was not refused") }
            #expect(citation.limit == limit)
        }
        #expect(Self.write(&test, TestClimate.mode, "off") != nil)
        test.read(TestClimate.setPoint, "26")
        #expect(Self.write(&test, TestClimate.mode, "cooling") != nil)
        // It may be cooling soon.
        guard case .limitForbids? = Self.refusal(&test, TestClimate.setPoint, "24") else {
            return fail("a set-point of the season before was taken")
        }
    }

    @Test("a mode is refused while a set-point on its way would break its limit")
    func pendingSetPoint() {
        var test = TestClimate.hall("fan")
        test.read(TestClimate.setPoint, "26")
        #expect(Self.write(&test, TestClimate.setPoint, "24") != nil)
        guard case .limitForbids? = Self.refusal(&test, TestClimate.mode, "cooling") else {
            return fail("cooling to 24 was ordered")
        }
    }

    @Test("what is only advised refuses nothing")
    func advised() {
        let plan = TestClimate.plan.changed { $0.limits[0].limits[0].verb = .should }
        var test = TestClimate.hall("cooling", plan)
        #expect(Self.write(&test, TestClimate.setPoint, "24") != nil)
    }

    @Test("at most 64 attempts are under way")
    func busy() {
        var test = TestClimate.hall("cooling")
        for _ in 0..<64 { #expect(Self.write(&test, TestClimate.lamp, "on") != nil) }
        #expect(Self.refusal(&test, TestClimate.lamp, "on") == .busy)
        test.report("lamps", .written(1, .confirmed, readBack: .word("on")))
        #expect(Self.write(&test, TestClimate.lamp, "on")?.id == 65)
    }

    @Test("a person called hall is not the hall")
    func namesake() {
        var test = TestClimate.hall("cooling")
        _ = Self.write(&test, TestClimate.setPoint, "27", by: "hall")
        #expect(test.hall.recorded.controls.pending.map(\.by) == ["user:hall"])
    }

    // MARK: Interruptions

    @Test("an attempt of the run before is interrupted at the start, and its number is not given again")
    func interrupted() {
        var test = TestClimate.hall("cooling")
        _ = Self.write(&test, TestClimate.setPoint, "27")
        let decision = test.restart(TestClimate.plan)
        #expect(decision.kinds == ["daemon-started", "point-write-settled"])
        #expect(decision.answers.isEmpty)
        guard case .pointWriteSettled(let settled)? = decision.facts.last else { return fail("not settled") }
        #expect(settled.outcome == .interrupted)
        #expect(Self.write(&test, TestClimate.lamp, "on")?.id == 2)
    }

    @Test("wishes and attempts live over the turn of the day")
    func turnOfTheDay() {
        var test = TestClimate.hall("cooling")
        _ = Self.write(&test, TestClimate.setPoint, "27")
        test.report("waiting-ac", .written(1, .confirmed, readBack: .number(Quantity(27))))
        // Five seconds before 04:00.
        test.now = test.now.advanced(by: .seconds(19 * 3600 - 5))
        _ = Self.write(&test, TestClimate.lamp, "on")
        let before = test.hall.recorded.controls
        #expect(test.wait(.seconds(5)).kinds.contains("day-opened"))
        #expect(test.hall.recorded.controls == before)
        #expect(before.pending.count == 1 && before.wishes.count == 1)
        #expect(Hall.restored(from: test.facts).recorded.controls == before)
    }

    @Test("an attempt of a lost batch is forgotten, its number given again, and nobody is answered for it")
    func lostBatch() {
        var test = TestClimate.hall("cooling")
        let committed = test.hall
        let durable = test.facts
        _ = Self.write(&test, TestClimate.setPoint, "27")
        test.hall.rollBack(to: committed)
        test.send(.journalFailed("diskFull"))
        test.wait(.seconds(60))
        test.hall.recover(from: durable)
        #expect(test.send(.journalRecovered).answers.isEmpty)
        let write = Self.write(&test, TestClimate.setPoint, "28", token: 901)
        #expect(write?.id == 1)
        let decision = test.report("waiting-ac", .written(1, .confirmed, readBack: .number(Quantity(28))))
        #expect(decision.answers.map(\.token) == [ReplyToken(901)])
    }

    @Test("an attempt of a failed batch that is on disk all the same was never sent")
    func lostBatchOnDisk() {
        var test = TestClimate.hall("cooling")
        let committed = test.hall
        _ = Self.write(&test, TestClimate.setPoint, "27")
        let durable = test.facts
        test.hall.rollBack(to: committed)
        test.send(.journalFailed("diskFull"))
        test.hall.recover(from: durable)
        let decision = test.send(.journalRecovered)
        let outcomes = decision.facts.compactMap {
            if case .pointWriteSettled(let settled) = $0 { settled.outcome } else { nil }
        }
        #expect(outcomes == [.expired])
        #expect(decision.writes.isEmpty && decision.answers.isEmpty)
    }

    @Test("an outcome told while the journal could not be written counts when it can, and is answered then")
    func outcomeWhileAway() {
        for isSettledInLostBatch in [false, true] {
            var test = TestClimate.hall("cooling")
            _ = Self.write(&test, TestClimate.setPoint, "27")
            let committed = test.hall
            let durable = test.facts
            let told = DeviceReport.Content.written(1, .confirmed, readBack: .number(Quantity(27)))
            if isSettledInLostBatch { test.report("waiting-ac", told) }
            test.hall.rollBack(to: committed)
            test.send(.journalFailed("diskFull"))
            if !isSettledInLostBatch { #expect(test.report("waiting-ac", told).answers.isEmpty) }
            test.wait(.seconds(60))
            test.hall.recover(from: durable)
            let decision = test.send(.journalRecovered)
            #expect(decision.answers.map(\.token) == [ReplyToken(900)])
            #expect(Self.wish(test, TestClimate.setPoint)?.value == .number(Quantity(27)))
        }
    }
}
