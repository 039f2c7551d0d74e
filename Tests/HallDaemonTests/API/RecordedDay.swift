import FoundationEssentials
import HallLogic
import HallModel
import HallStore

/// A day of a small hall, as its own rules recorded it: visitors at a kiosk and at the desk, some of whom come late, go and
/// come back, or go elsewhere, two clerks and a caller's key, a kiosk that runs out of paper, a restart and a clock that is
/// set back. The same seed gives the same day.
struct RecordedDay {
    private(set) var facts: [HallFact] = []
    private var hall = Hall()
    private var now: HallInstant
    private var generator = SplitMix(seed: 2026)
    /// What comes at which second after the opening of the doors, in order of time.
    private var agenda: [(second: Int, what: Event)] = []
    private var second = 0

    private enum Event {
        case take, refusedKeys(Bool), call(WindowID), start(WindowID), end(WindowID), rate(WindowID), back(
            TicketNumber), restart, clock
    }

    static let plan: HallPlan = {
        var plan = ScriptedHall.plan(services: 1)
        plan.services = [
            ServicePlan(id: "household", prefix: "A", name: "户籍", waitingZone: "waiting"),
            ServicePlan(id: "social-security", prefix: "B", name: "社会保险登记与待遇申领"),
        ]
        plan.windows = [
            WindowPlan(id: "1", name: "综合窗口", serves: ["household", "social-security"], pad: "w1-pad"),
            WindowPlan(id: "2", name: "社保, \"专\"窗", serves: ["social-security"], caller: "w2-caller", pad: "w2-pad"),
        ]
        let keys = Profile(
            id: "test-keys", vendor: "Test", model: "K", source: "none", trust: .unconfirmed, serial: nil,
            settings: .byteMapKeys(ByteMap(frame: [], keys: [], lamps: [], debounceMilliseconds: 0)), examples: [])
        for device in ["kiosk-keys", "w1-pad", "w2-caller", "w2-pad"] {
            plan.devices.append(DevicePlan(id: DeviceID(device), profile: keys, bus: "kiosk"))
        }
        plan.queue = QueueSettings(again: 1, behind: 2, graceSeconds: 900)
        plan.kiosks = [
            KioskPlan(
                id: "kiosk-1", printer: "kiosk-printer", keys: "kiosk-keys",
                services: [.init(key: "1", service: "household"), .init(key: "2", service: "social-security")])
        ]
        return plan
    }()

    init() {
        let civil = CivilClock(fixedOffsetSeconds: 28_800)
        // 2026-11-20 08:00, an hour before the doors open.
        now = HallInstant(
            monotonic: MonotonicInstant(nanoseconds: 1_000_000_000), wall: WallTime(seconds: 1_795_132_800),
            civil: civil)
        start()
        now = now.advanced(by: .seconds(3600))
        for index in 0..<36 { plan(.take, in: index * 420 + below(400)) }
        for (second, isOut) in [(4000, true), (4700, false)] { plan(.refusedKeys(isOut), in: second) }
        plan(.restart, in: 9000)
        plan(.clock, in: 12_000)
        // After the clerks have left.
        for second in [27_500, 28_000] { plan(.take, in: second) }
        for window in ["1", "2"] { plan(.call(WindowID(window)), in: 60) }
        while second < 8 * 3600, !agenda.isEmpty {
            let next = agenda.removeFirst()
            wait(next.second - second)
            happen(next.what)
        }
        // Nobody works late: who waits lapses at four.
        wait(20 * 3600 - second)
    }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }

    private mutating func plan(_ event: Event, in seconds: Int) {
        let at = second + seconds
        agenda.insert((at, event), at: agenda.firstIndex { $0.second > at } ?? agenda.endIndex)
    }

    private mutating func wait(_ seconds: Int) {
        now = now.advanced(by: .seconds(seconds))
        second += seconds
        handle(.timeReached)
    }

    private mutating func handle(_ input: HallInput) {
        let decision = hall.handle(input, at: now)
        facts += decision.facts
        for case .print(let job) in decision.jobs {
            handle(.report(DeviceReport(device: job.printer, .print(job.id, below(9) == 0 ? .unproven : .proven))))
        }
    }

    private mutating func start() {
        handle(
            .started(
                HallStart(
                    plan: Self.plan, planHash: "plan-1", version: "0.3.0", builtAt: WallTime(seconds: 1_793_491_200),
                    epoch: "run")))
    }

    private mutating func verb(_ verb: WindowVerb, _ window: WindowID) {
        guard window == "1" else {
            return handle(.report(DeviceReport(device: "w2-caller", .key(verb.rawValue))))
        }
        let clerk = second < 14_400 ? "ann" : "bob"
        handle(.command(.window(window, verb, reason: ""), by: clerk, token: ReplyToken(1)))
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .take:
            if below(4) == 0 {
                let priority: Ticket.Priority = below(2) == 0 ? .elder : .ordinary
                let service: ServiceID = below(3) == 0 ? "social-security" : "household"
                handle(
                    .command(
                        .takeTicket(service: service, kiosk: nil, priority: priority), by: "desk",
                        token: ReplyToken(1)))
            } else {
                handle(.report(DeviceReport(device: "kiosk-keys", .key(below(3) == 0 ? "2" : "1"))))
            }
            if second > 6000, below(12) == 0, let ticket = hall.recorded.tickets.last?.id.number {
                handle(.command(.cancelTicket(ticket, reason: "left"), by: "desk", token: ReplyToken(1)))
            } else if below(12) == 0, let ticket = hall.recorded.tickets.last?.id.number {
                handle(.command(.reprintTicket(ticket, kiosk: nil), by: "desk", token: ReplyToken(1)))
            }
        case .refusedKeys(let isOut):
            handle(
                .report(
                    DeviceReport(
                        device: "kiosk-printer", .printer(PrinterCondition(paper: isOut ? .out : .present)))))
            if isOut { for _ in 0..<3 { handle(.report(DeviceReport(device: "kiosk-keys", .key("1")))) } }
        case .call(let window):
            guard second < 27_000 else { return }
            verb(.call, window)
            guard hall.recorded.window(window)?.current != nil else { return plan(.call(window), in: 90) }
            if below(4) == 0 { verb(.recall, window) }
            switch below(12) {
            case 0:
                verb(.noShow, window)
                plan(.call(window), in: 20)
            case 1:
                verb(.putBack, window)
                plan(.call(window), in: 20)
            default: plan(.start(window), in: 20 + below(60))
            }
        case .start(let window):
            verb(.start, window)
            plan(.end(window), in: 120 + below(900))
        case .end(let window):
            // Some lack a paper, and some are wrong here.
            switch below(8) {
            case 0:
                guard let number = hall.recorded.window(window)?.current?.number else { return }
                verb(.park, window)
                plan(.back(number), in: 600)
                return plan(.call(window), in: 30)
            case 1:
                handle(
                    .command(
                        .transferFrom(window, service: "social-security", window: "2", reason: ""), by: "ann",
                        token: ReplyToken(1)))
                return plan(.call(window), in: 30)
            default: verb(.finish, window)
            }
            if below(3) > 0 { plan(.rate(window), in: 5 + below(30)) }
            plan(.call(window), in: 70 + below(200))
        case .back(let number):
            handle(.command(.returnTicket(number, reason: ""), by: "desk", token: ReplyToken(1)))
        case .rate(let window):
            handle(.report(DeviceReport(device: DeviceID("w\(window)-pad"), .key(String(1 + below(5))))))
            wait(1)
        case .restart:
            var restored = Hall()
            for fact in facts { restored.apply(fact) }
            hall = restored
            start()
        case .clock: now.wall = now.wall + .seconds(-1200)
        }
    }
}
