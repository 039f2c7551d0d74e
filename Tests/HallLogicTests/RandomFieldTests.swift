import HallLogic
import HallModel
import Testing

/// A hall with field devices under random inputs, and beside it what is plainly known of each cause.
struct RandomField {
    static let sensors: [DeviceID] = ["sensor-1", "sensor-2", "sensor-3"]
    static let help: AlarmID = "panel.help.contact"
    static let door: AlarmID = "panel.door.contact"
    static let paperOut: AlarmID = "kiosk-1-printer.paper-out"

    var test = TestHall()
    var generator: SeededGenerator
    /// The recorded hall after each input, with the number of facts it came from.
    var states: [(count: Int, recorded: RecordedHall)] = []
    /// Causes without a delay, as last told.
    var causes: [AlarmID: Bool] = [:]
    /// Sensors as last told.
    var offline: [DeviceID: Bool] = [:]
    /// Latched alarms that were raised and not closed by a person.
    var latched: Set<AlarmID> = []
    var isJournalDown = false

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        note(test.start(.field))
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
    mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

    private mutating func note(_ decision: HallDecision) {
        states.append((test.facts.count, test.hall.recorded))
        if isJournalDown { #expect(decision.facts.allSatisfy { $0.isSafety }, "\(decision.kinds)") }
        for case .alarmRaised(let raised) in decision.facts where raised.latches == true { latched.insert(raised.id) }
        // Only a person closes what latches, and only when its cause is gone.
        for case .alarmAcknowledged(let known) in decision.facts where test.alarm(known.alarm) == .normal {
            latched.remove(known.alarm)
        }
    }

    mutating func step() {
        let pause = pick([0, 0, 1, 500, 1_000, 3_000, 12_000, 70_000])
        test.now = test.now.advanced(by: .milliseconds(pause))
        switch below(100) {
        case 0..<20: contact()
        case 20..<30: paper()
        case 30..<50: sensor()
        case 50..<60: ups()
        case 60..<70: person()
        case 70..<88: visit()
        case 88..<92: note(test.send(.timeReached))
        case 92..<94: letDaysPass()
        case 94..<97: toggleJournal()
        default:
            isJournalDown = false
            note(test.restart(.field))
        }
    }

    private mutating func contact() {
        let (name, id, bad) = pick([("help", Self.help, "closed"), ("door", Self.door, "open")])
        let reading = pick([
            Reading.good(.word("open"), at: test.now.monotonic), .good(.word("closed"), at: test.now.monotonic),
            .missing(.portLost), .stale(.word("open"), at: test.now.monotonic, .timeout),
        ])
        if reading.quality == .good { causes[id] = reading.value == .word(bad) }
        note(test.report("panel", .reading(name, reading)))
    }

    private mutating func paper() {
        let paper = pick([PrinterCondition.Paper.unknown, .present, .nearEnd, .out])
        if paper != .unknown { causes[Self.paperOut] = paper == .out }
        note(test.report("kiosk-1-printer", .printer(PrinterCondition(paper: paper))))
    }

    private mutating func sensor() {
        let sensor = pick(Self.sensors)
        let (presence, detail, isOffline): (Presence, DeviceDetail, Bool?) = pick([
            (.online, .none, false), (.offline, .noAnswer, true), (.offline, .noAnswer, true),
            (.unknown, .probing, nil),
        ])
        if let isOffline { offline[sensor] = isOffline }
        note(test.presence(sensor, presence, detail))
    }

    private mutating func ups() {
        switch below(5) {
        case 0: note(test.presence("ups", pick([.online, .offline])))
        case 1: note(test.runTime(pick([100, 899, 930, 960])))
        default: note(test.status(pick(["OL", "OL LB", "OB", "OB LB", "OL RB", "FSD OB LB", "BYPASS"])))
        }
    }

    private mutating func person() {
        let id = pick(test.hall.recorded.alarms.map(\.id) + [Self.help])
        let command: HallCommand = pick([
            .acknowledgeAlarm(id, reason: "看过"), .acknowledgeAlarm(id, reason: "看过"),
            .shelveAlarm(id, seconds: pick([60, 3600]), reason: ""), .unshelveAlarm(id),
            .setAlarmService(id, inService: pick([true, false]), reason: ""),
        ])
        note(test.send(.command(command, by: "desk", token: ReplyToken(1))))
    }

    private mutating func visit() {
        switch below(7) {
        case 0:
            note(
                test.send(
                    .command(
                        .takeTicket(service: "tax", kiosk: nil, priority: .ordinary), by: "x", token: ReplyToken(1))))
        case 1, 2, 3, 4: note(test.report("w1-caller", .key(pick(["call", "start", "start", "finish"]))))
        case 5: note(test.rate(pick(["1", "2", "5", "5"])))
        default: note(test.send(.command(.rate("1", level: pick(["1", "4"])), by: "x", token: ReplyToken(1))))
        }
    }

    private mutating func letDaysPass() {
        test.now = test.now.advanced(by: .seconds(below(30) * 3600))
        if below(2) == 0 { test.now.wall = test.now.wall + .seconds(pick([-7200, 7200])) }
        note(test.send(.timeReached))
    }

    private mutating func toggleJournal() {
        isJournalDown.toggle()
        // On recovery facts of any kind follow.
        note(test.send(isJournalDown ? .journalFailed("disk-full") : .journalRecovered))
    }

    /// What is plainly wrong with the alarms; nil if nothing.
    func trouble() -> String? {
        let recorded = test.hall.recorded
        for (id, isThere) in causes where (recorded.alarm(id)?.isActive ?? false) != isThere {
            return "\(id) is \(test.alarm(id)) and its cause is \(isThere)"
        }
        for id in latched where recorded.alarm(id) == nil { return "\(id) ended and nobody closed it" }
        for alarm in recorded.alarms {
            if (alarm.state == .suppressed) != (alarm.under != nil) { return "\(alarm.id) stands under nothing" }
            if (alarm.state == .shelved) != (alarm.shelvedUntil != nil) { return "\(alarm.id) is aside without an end" }
            let isAside = alarm.state == .shelved || alarm.state == .outOfService
            if isAside != (alarm.isCauseThere != nil) { return "\(alarm.id) has forgotten its cause" }
            if alarm.state == .normal { return "\(alarm.id) is normal and kept" }
            if alarm.state == .latched, alarm.latches != true { return "\(alarm.id) does not latch" }
        }
        if let wake = test.hall.nextWake(at: test.now), wake <= test.now.monotonic { return "wakes at once, for ever" }
        return nil
    }

    /// After a while without news, every silent sensor has its alarm, and it stands under its bus's or for itself.
    mutating func settledTrouble() -> String? {
        if isJournalDown { toggleJournal() }
        // The wall clock may have been set back by hours, so that shelves last longer; sensors do not care.
        for sensor in Self.sensors {
            note(test.presence(sensor, offline[sensor] == true ? .offline : .online, .noAnswer))
        }
        test.live(.seconds(30))
        let recorded = test.hall.recorded
        let isDown = recorded.alarm("bus.rs485.bus-down")?.isActive ?? false
        if isDown != Self.sensors.allSatisfy({ offline[$0] == true }) { return "the bus is told wrong: \(isDown)" }
        for sensor in Self.sensors {
            let alarm = recorded.alarm(Alarm.id(.notAnswering, sensor))
            if (alarm?.isActive ?? false) != (offline[sensor] == true) { return "\(sensor) is told wrong" }
            switch alarm?.state {
            case .suppressed: if !isDown { return "\(sensor) stands under a bus that works" }
            case .unacknowledged, .acknowledged: if isDown { return "\(sensor) is told beside its bus" }
            default: break
            }
        }
        return nil
    }
}

@Suite("Any sequence of inputs from the field")
struct RandomFieldTests {
    static let seeds = 1...200
    static let steps = 120

    @Test func `no alarm loses its cause, and none that latches ends without a person`() {
        for seed in Self.seeds {
            var random = RandomField(seed: UInt64(seed))
            for step in 0..<Self.steps {
                random.step()
                if let trouble = random.trouble() { return fail("seed \(seed), step \(step): \(trouble)") }
            }
            if let trouble = random.settledTrouble() { return fail("seed \(seed), settled: \(trouble)") }
        }
    }

    @Test func `what was recorded is restored at every cut, from the first fact and from the day's opening`() {
        for seed in Self.seeds {
            var random = RandomField(seed: UInt64(seed))
            for _ in 0..<Self.steps { random.step() }
            var replayed = Hall()
            var fromOpening: Hall?
            var adopted: HallFact?
            var next = random.states[...]
            for (index, fact) in random.test.facts.enumerated() {
                replayed.apply(fact)
                if case .planAdopted = fact { adopted = fact }
                if case .dayOpened = fact, let adopted {
                    fromOpening = Hall.restored(from: [adopted, fact])
                } else {
                    fromOpening?.apply(fact)
                }
                guard fromOpening == nil || fromOpening == replayed else {
                    return fail("seed \(seed): from the day's opening another hall comes back at fact \(index)")
                }
                while let state = next.first, state.count <= index + 1 {
                    guard state.count < index + 1 || state.recorded == replayed.recorded else {
                        return fail("seed \(seed): another hall comes back at fact \(index)")
                    }
                    next.removeFirst()
                }
            }
            guard replayed.recorded == random.test.hall.recorded else {
                return fail("seed \(seed): another hall comes back at the end")
            }
        }
    }

    @Test func `a service is rated at most once or lapses, and never both`() {
        for seed in Self.seeds {
            var random = RandomField(seed: UInt64(seed))
            for _ in 0..<Self.steps { random.step() }
            let started = random.test.facts.compactMap { fact -> TicketID? in
                if case .serviceStarted(let started) = fact { started.ticket } else { nil }
            }
            let ended = random.test.rated.map(\.ticket) + random.test.lapsed.map(\.ticket)
            #expect(Set(ended).count == ended.count, "seed \(seed)")
            #expect(Set(ended).isSubset(of: started), "seed \(seed)")
            let open = random.test.hall.recorded.ratings.services.filter { $0.level == nil }.map(\.ticket)
            #expect(Set(ended).union(open) == Set(started), "seed \(seed)")
        }
    }

    @Test func `the random inputs reach every state and every fact of alarms, power and ratings`() {
        var kinds: Set<String> = []
        var states: Set<AlarmState> = []
        for seed in Self.seeds.prefix(100) {
            var random = RandomField(seed: UInt64(seed))
            for _ in 0..<Self.steps {
                random.step()
                for alarm in random.test.hall.recorded.alarms { states.insert(alarm.state) }
            }
            kinds.formUnion(random.test.facts.map(\.kind))
        }
        #expect(states == Set(AlarmState.allCases).subtracting([.normal]))
        #expect(
            kinds.isSuperset(of: [
                "alarm-raised", "alarm-returned", "alarm-acknowledged", "alarm-suppressed", "alarm-released",
                "alarm-shelved", "alarm-unshelved", "alarm-service-changed", "discharge-began", "discharge-ended",
                "hall-closed", "hall-reopened", "ticket-rated", "rating-lapsed", "presses-ignored", "day-opened",
            ]))
    }
}
