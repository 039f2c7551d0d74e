import HallLogic
import HallModel
import Testing

/// The turn of the day, whatever befalls the clock, the zone, the power, the disk and the journal around it.
@Suite("The turn of the day") struct DayTurnTests {
    @Test(arguments: DayTurnCase.all) func `each day turns once, at its time`(_ one: DayTurnCase) {
        let night = Night(one, seed: 1).lived()
        #expect(night.turns.map(\.day) == one.turns.map { CivilDate($0.day) }, "\(one.name)")
        for (turn, expected) in zip(night.turns, one.turns) {
            guard let at = expected.at else { continue }
            // Nobody tells when a clock is set: the hall looks each quarter of an hour.
            let late = turn.at.seconds - DayTurnCase.moment(at)
            #expect((0...(one.isClockSet ? 900 : 0)).contains(late), "\(expected.day) turned \(late) s after \(at)")
        }
    }

    @Test(arguments: DayTurnCase.all) func `no number is doubled, and nobody is lost`(_ one: DayTurnCase) {
        for seed in UInt64(1)...4 {
            let night = Night(one, seed: seed).lived()
            #expect(night.breaches == [], "\(one.name), seed \(seed)")
            #expect(night.given.count > 8, "the night was too quiet to prove anything, seed \(seed)")
        }
    }
}

extension DayTurnCase {
    var isClockSet: Bool {
        events.contains { if case .clock = $0.event { true } else { false } }
    }
}

/// A hall that lives through a case. True time goes on by itself; the wall clock is what the hall is told.
private struct Night {
    struct Given: Hashable {
        var day: ServiceDay
        var number: String
    }

    private(set) var turns: [(day: ServiceDay, at: WallTime)] = []
    private(set) var breaches: [String] = []
    /// Numbers that somebody may hold, of each day.
    private(set) var given: Set<Given> = []

    private let one: DayTurnCase
    private var test = TestHall()
    private var plan: HallPlan
    private var planNumber = 1
    private var generator: SeededGenerator
    private var isBlind = false
    /// The facts of the journal when it was copied.
    private var backup: Int?
    private var lastOrder = 0
    private var jobs: Set<JobID> = []
    /// The hall as it was before the newest input.
    private var before = RecordedHall()

    init(_ one: DayTurnCase, seed: UInt64) {
        self.one = one
        generator = SeededGenerator(seed: seed)
        plan = HallPlan.standard.changed { $0.hall.dayStartSecond = one.dayStart }
        let wall = DayTurnCase.moment(one.begins)
        test.now = HallInstant(
            monotonic: MonotonicInstant(nanoseconds: 1_000_000_000), wall: WallTime(seconds: wall), civil: one.civil)
    }

    func lived() -> Night {
        var night = self
        night.live()
        return night
    }

    private mutating func live() {
        let begins = DayTurnCase.moment(one.begins)
        var (passed, events) = (Int64(0), one.events[...])
        take(restart(with: nil))
        turns = []
        while passed < Int64(one.hours) * 3600 {
            let next = events.first.map { DayTurnCase.moment($0.at) - begins } ?? .max
            // Somebody does something every few minutes; the hall is woken when it wants to be.
            let somebody = passed + Int64(Int.random(in: 60...1200, using: &generator))
            let wake = test.hall.nextWake(at: test.now).map { woken in
                passed + Int64(max(0, (woken - test.now.monotonic + .nanoseconds(999_999_999)).wholeSeconds))
            }
            let moment = min(next, somebody, isBlind ? .max : wake ?? .max)
            test.now = test.now.advanced(by: .seconds(moment - passed))
            passed = moment
            if moment == next, let event = events.popFirst() {
                passed += befall(event.event)
            } else if moment == wake {
                take(test.send(.timeReached))
            } else {
                act()
            }
        }
    }

    /// How long it took.
    private mutating func befall(_ event: DayTurnCase.Event) -> Int64 {
        switch event {
        case .clock(let seconds): test.now.wall = test.now.wall + .seconds(seconds)
        case .zone(let civil):
            test.now.civil = civil
            planNumber += 1
            take(test.send(.planOffered(plan.changed { $0.hall.hotline = "1" }, hash: "plan-\(planNumber)")))
        case .kill: take(restart(with: nil))
        case .off(let seconds):
            test.now = test.now.advanced(by: .seconds(seconds))
            take(restart(with: nil))
            return Int64(seconds)
        case .diskFails:
            isBlind = true
            take(test.send(.journalFailed("disk full")))
        case .diskWorks:
            isBlind = false
            take(test.send(.journalRecovered))
        case .backup: backup = test.facts.count
        case .restore: putBack()
        }
        return 0
    }

    private mutating func putBack() {
        guard let backup else { return breaches.append("nothing to put back") }
        let former = test.facts
        test.facts = Array(former.prefix(backup))
        var restore = JournalRestore(
            backup: "/backup", at: test.now.wall, newest: Int64(backup),
            newestAt: Hall.restored(from: test.facts).recorded.newestRecord ?? test.now.wall)
        // What the journal that was put aside tells.
        let known = Hall.restored(from: former).recorded
        if let day = known.day {
            restore.given = .init(day: day, counts: known.counts.map { .init(service: $0.key, count: $0.value) })
        }
        lastOrder = 0
        jobs = []
        take(restart(with: restore))
    }

    private mutating func restart(with restore: JournalRestore?) -> HallDecision {
        let kept = Hall.restored(from: test.facts)
        if !isBlind, restore == nil, !test.facts.isEmpty, kept.recorded != test.hall.recorded {
            breaches.append("the facts do not bring the hall back at \(test.now.wall)")
        }
        test.hall = kept
        before = kept.recorded
        var start = HallStart(
            plan: plan, planHash: "plan-\(planNumber)", version: "1.0",
            builtAt: WallTime(seconds: DayTurnCase.moment(one.begins)) + .seconds(-10 * 86_400), epoch: "run")
        start.restored = restore
        return test.send(.started(start))
    }

    private mutating func act() {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<4:
            let kiosk = Bool.random(using: &generator)
            let key = kiosk ? ["1", "2", "3"].randomElement(using: &generator) ?? "1" : "1"
            let decision = test.report(kiosk ? "kiosk-1-keys" : "kiosk-2-keys", .key(key))
            take(decision)
            for print in decision.prints where Int.random(in: 0..<5, using: &generator) > 0 {
                take(test.report(print.printer, .print(print.id, .proven)))
            }
        default:
            let verbs: [WindowVerb] = [.call, .call, .start, .finish, .noShow, .park, .recall]
            let verb = verbs.randomElement(using: &generator) ?? .call
            take(test.report(Bool.random(using: &generator) ? "w1-caller" : "w2-caller", .key(verb.rawValue)))
        }
    }

    /// Holds what the hall left against the laws.
    private mutating func take(_ decision: HallDecision) {
        for fact in decision.facts {
            if isBlind, !fact.isSafety { breaches.append("\(fact.kind) while the disk refuses") }
            switch fact {
            case .dayOpened(let opened): turn(opened)
            case .ticketTaken(let taken): number(taken)
            case .printOrdered(let ordered):
                if !jobs.insert(ordered.job).inserted { breaches.append("job \(ordered.job) twice") }
            default: break
            }
        }
        before = test.hall.recorded
    }

    private mutating func number(_ taken: TicketTaken) {
        if taken.ticket.day != turns.last?.day ?? test.hall.recorded.day {
            breaches.append("\(taken.ticket) is not of the open day")
        }
        if taken.order <= lastOrder { breaches.append("\(taken.ticket): order \(taken.order) after \(lastOrder)") }
        lastOrder = taken.order
        if !given.insert(Given(day: taken.ticket.day, number: taken.ticket.number.text)).inserted {
            breaches.append("\(taken.ticket) was given twice")
        }
    }

    private mutating func turn(_ opened: DayOpened) {
        turns.append((opened.day, opened.at))
        if let former = before.day, opened.day <= former { breaches.append("\(opened.day) after \(former)") }
        let open = Set(before.tickets.filter(\.isOpen).map(\.id))
        let carried = opened.carried.map(\.id)
        if Set(carried).union(opened.lapsed) != open || !Set(carried).isDisjoint(with: opened.lapsed) {
            breaches.append(
                "\(opened.day): of \(open.count) open, \(carried.count) carried, \(opened.lapsed.count) lapsed")
        }
        let atWindows = Set(before.windows.compactMap(\.current))
        if Set(carried) != atWindows { breaches.append("\(opened.day): carried are not those at windows") }
        if test.hall.recorded.waiting.contains(where: { $0.id.day < opened.day }) {
            breaches.append("\(opened.day): somebody waits since yesterday")
        }
    }
}
