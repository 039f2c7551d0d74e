import HallLogic
import HallModel
import OrderedCollections
import Testing

/// Readings, writes, restarts and a failing journal at random.
struct RandomClimate {
    /// What each point may read.
    typealias Values = OrderedDictionary<PointID, [String]>

    var test = TestHall()
    /// Attempts that left and have no outcome, as the devices have them.
    private(set) var sent: [PointWrite] = []
    /// Who waits for an answer.
    private(set) var unanswered: [ReplyToken] = []
    /// The recorded hall after each input, with the number of facts it came from.
    private(set) var states: [(count: Int, recorded: RecordedHall)] = []
    private(set) var problems: [String] = []
    private let values: Values
    private var generator: SeededGenerator
    private var tokens: UInt64 = 1000

    init(seed: UInt64, _ values: Values) {
        generator = SeededGenerator(seed: seed)
        self.values = values
        finish(test.start(TestClimate.plan))
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
    private mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

    private mutating func finish(_ decision: HallDecision) {
        sent += decision.writes
        for answer in decision.answers {
            guard let index = unanswered.firstIndex(of: answer.token) else {
                problems.append("\(answer.token) was answered and did not ask")
                continue
            }
            unanswered.remove(at: index)
        }
        states.append((test.facts.count, test.hall.recorded))
        if let wake = test.hall.nextWake(at: test.now), wake <= test.now.monotonic {
            problems.append("wakes at once, for ever")
        }
    }

    /// Mostly a second or two; sometimes as long as the delays are.
    private mutating func passTime() {
        test.now = test.now.advanced(by: .seconds(below(20) == 0 ? below(900) : below(20)))
    }

    mutating func step(disturbs: Bool = true) {
        passTime()
        let point = pick(Array(values.keys))
        let text = pick(values[point] ?? [""])
        switch below(disturbs ? 100 : 75) {
        case 0..<55: finish(test.read(point, text))
        case 55..<60: finish(test.age(point, text))
        case 60..<65: finish(test.lose(point, pick([.neverRead, .portLost, .scan, .disabled])))
        case 65..<75: finish(test.send(.timeReached))
        case 75..<83: ask(point, text)
        case 83..<95: settle()
        case 95..<97: restart()
        case 97..<99: failJournal()
        default: finish(test.lose(point, pick(MissingReason.allCases)))
        }
    }

    /// Every attempt under way runs out.
    mutating func end() { finish(test.wait(.seconds(12))) }

    private mutating func ask(_ point: PointID, _ text: String) {
        tokens += 1
        unanswered.append(ReplyToken(tokens))
        finish(
            test.send(.command(.writePoint(point, value: text, reason: ""), by: "desk", token: ReplyToken(tokens))))
    }

    private mutating func settle() {
        guard !sent.isEmpty else { return }
        let write = sent.remove(at: below(sent.count))
        let outcome = pick(WriteOutcome.allCases + [.confirmed, .confirmed, .confirmed])
        let readBack = outcome == .confirmed ? write.value : nil
        finish(test.report(write.point.device, .written(write.id, outcome, readBack: readBack)))
    }

    private mutating func restart() {
        // Whoever waited has lost the connection.
        unanswered = []
        sent = []
        finish(test.restart(TestClimate.plan))
    }

    /// The batch of one input is lost and the journal comes back.
    private mutating func failJournal() {
        let committed = test.hall
        let durable = test.facts
        passTime()
        switch below(3) {
        case 0: test.read(TestClimate.setPoint, pick(values[TestClimate.setPoint] ?? ["26"]))
        case 1:
            // Refused by the daemon with the whole batch, never sent.
            test.send(
                .command(.writePoint(TestClimate.lamp, value: "on", reason: ""), by: "desk", token: ReplyToken(1)))
        default:
            guard !sent.isEmpty else { break }
            let write = sent.remove(at: below(sent.count))
            test.report(write.point.device, .written(write.id, .confirmed, readBack: write.value))
        }
        test.hall.rollBack(to: committed)
        test.facts = durable
        finish(test.send(.journalFailed("diskFull")))
        test.hall.recover(from: test.facts)
        passTime()
        finish(test.send(.journalRecovered))
    }
}

@Suite("Random readings")
struct RandomClimateTests {
    static let seeds = 1...30
    static let steps = 300

    /// All of them keep all limits in any season: 26 to 28 in cooling cannot be 16 to 20 in heating, so the mode is fixed.
    static func keeping(_ mode: String) -> RandomClimate.Values {
        let isCooling = mode == "cooling"
        return [
            TestClimate.mode: [mode], TestClimate.otherMode: [mode],
            TestClimate.sensor: isCooling ? ["26", "26.3", "27", "28"] : ["16", "17.5", "19.9", "20"],
            TestClimate.humidity: ["30", "45", "60"], TestClimate.carbonDioxide: ["400", "900", "1000"],
            TestClimate.light: ["300", "301", "5000"],
            TestClimate.setPoint: isCooling ? ["26", "27.5"] : ["16", "20"],
        ]
    }

    static let any: RandomClimate.Values = [
        TestClimate.mode: ["cooling", "cooling", "heating", "fan", "off"],
        TestClimate.otherMode: ["cooling", "heating", "off"],
        TestClimate.sensor: ["15.9", "16", "20", "20.1", "25.9", "26", "28", "28.1"],
        TestClimate.humidity: ["29", "45", "61"], TestClimate.carbonDioxide: ["400", "1001", "3000"],
        TestClimate.light: ["10", "299", "300", "330"], TestClimate.setPoint: ["18", "20", "22", "25.9", "26", "27"],
        TestClimate.lamp: ["on", "off"],
    ]

    /// One long run for each seed, looked at from many sides.
    static let runs: [(seed: Int, random: RandomClimate)] = seeds.map { seed in
        var random = RandomClimate(seed: UInt64(seed), any)
        for _ in 0..<steps { random.step() }
        random.end()
        return (seed, random)
    }

    @Test("while all readings keep all limits nothing is ever raised or corrected")
    func silence() {
        for seed in Self.seeds {
            var random = RandomClimate(seed: UInt64(seed), Self.keeping(seed % 2 == 0 ? "cooling" : "heating"))
            for _ in 0..<Self.steps { random.step(disturbs: false) }
            #expect(random.problems.isEmpty, "seed \(seed)")
            let others = random.test.facts.map(\.kind).filter { !["plan-adopted", "daemon-started"].contains($0) }
            #expect(others.allSatisfy { $0 == "day-opened" }, "seed \(seed): \(Set(others))")
        }
    }

    @Test("what breaks a limit is raised at some time: the readings above are not kept by a hall that judges nothing")
    func noise() {
        var kinds = Set<AlarmKind>()
        for (_, random) in Self.runs {
            for case .alarmRaised(let raised) in random.test.facts { kinds.insert(raised.alarm) }
        }
        #expect(
            kinds.isSuperset(of: [
                .setPointTooLow, .setPointTooHigh, .roomOvercooled, .roomOverheated, .airStale, .lightLow,
                .changedAtUnit, .sensorFault,
            ]))
    }

    @Test("everybody is answered once, and the hall never wakes for nothing")
    func answers() {
        for (seed, random) in Self.runs {
            #expect(random.problems.isEmpty, "seed \(seed): \(random.problems.first ?? "")")
            #expect(random.test.hall.recorded.controls.pending.isEmpty, "seed \(seed)")
            #expect(random.unanswered.isEmpty, "seed \(seed): somebody waits for ever")
            let ordered = random.test.facts.compactMap {
                if case .pointWriteOrdered(let fact) = $0 { fact.write } else { nil }
            }
            let settled = random.test.facts.compactMap {
                if case .pointWriteSettled(let fact) = $0 { fact.write } else { nil }
            }
            #expect(ordered == Array(1...ordered.count), "seed \(seed): a number was given twice")
            #expect(settled.sorted() == ordered, "seed \(seed): an attempt ended twice or never")
        }
    }

    @Test("a set-point is corrected at most once between two confirmed choices of people")
    func correctedOnce() {
        for (seed, random) in Self.runs {
            var corrections: OrderedDictionary<PointID, Int> = [:]
            var open: OrderedDictionary<WriteID, PointWriteOrdered> = [:]
            for fact in random.test.facts {
                if case .pointWriteOrdered(let ordered) = fact { open[ordered.write] = ordered }
                guard case .pointWriteSettled(let settled) = fact, let ordered = open[settled.write],
                    ordered.point != TestClimate.lamp
                else { continue }
                switch (ordered.by, settled.outcome) {
                case ("hall", .expired), ("hall", .interrupted): break
                case ("hall", _): corrections[ordered.point, default: 0] += 1
                case (_, .confirmed): corrections[ordered.point] = 0
                default: break
                }
                #expect(corrections[ordered.point] ?? 0 <= 1, "seed \(seed): \(ordered.point)")
            }
        }
    }

    @Test("at every cut the facts bring the same hall back")
    func restore() {
        for (seed, random) in Self.runs {
            var replayed = Hall()
            var next = random.states[...]
            for (index, fact) in random.test.facts.enumerated() {
                replayed.apply(fact)
                while let state = next.first, state.count <= index + 1 {
                    guard state.count < index + 1 || state.recorded == replayed.recorded else {
                        return fail("seed \(seed): another hall comes back at fact \(index)")
                    }
                    next.removeFirst()
                }
            }
            #expect(replayed.recorded == random.test.hall.recorded, "seed \(seed)")
        }
    }

    @Test("the same inputs leave the same facts and the same hall")
    func again() {
        for seed in Self.seeds.prefix(5) {
            var first = RandomClimate(seed: UInt64(seed), Self.any)
            var second = RandomClimate(seed: UInt64(seed), Self.any)
            for _ in 0..<Self.steps {
                first.step()
                second.step()
            }
            #expect(first.test.facts == second.test.facts)
            #expect(first.test.hall == second.test.hall)
        }
    }
}
