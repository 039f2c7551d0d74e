import HallLogic
import HallModel
import Testing

/// A hall with two kiosks, two windows and three services, a clock that the test moves, and all facts it left.
struct TestHall {
    static let builtAt = WallTime(seconds: 1_790_000_000)
    /// 2026-11-21 09:00 in a hall eight hours east of Greenwich.
    static let morning = HallInstant(
        monotonic: MonotonicInstant(nanoseconds: 5_000_000_000),
        wall: WallTime(
            seconds: Int64(CivilDate(year: 2026, month: 11, day: 21).daysSince1970) * 86_400 + 3600),
        civil: CivilClock(fixedOffsetSeconds: 28_800))

    var hall = Hall()
    var now = morning
    var facts: [HallFact] = []
    private var tokens: UInt64 = 0

    init() {}

    /// A hall that has started for the first time with this plan.
    static func started(_ plan: HallPlan = .standard) -> TestHall {
        var test = TestHall()
        test.start(plan)
        return test
    }

    @discardableResult
    mutating func send(_ input: HallInput) -> HallDecision {
        let decision = hall.handle(input, at: now)
        facts += decision.facts
        return decision
    }

    @discardableResult
    mutating func start(_ plan: HallPlan = .standard, hash: String = "plan-1") -> HallDecision {
        send(
            .started(
                HallStart(plan: plan, planHash: hash, version: "1.0", builtAt: Self.builtAt, epoch: "run")))
    }

    /// The daemon is killed; a new one restores what the journal holds and starts.
    @discardableResult
    mutating func restart(_ plan: HallPlan = .standard, hash: String = "plan-1") -> HallDecision {
        hall = Hall.restored(from: facts)
        return start(plan, hash: hash)
    }

    mutating func ask(_ command: HallCommand, by user: String = "desk") -> HallReply {
        tokens += 1
        let decision = send(.command(command, by: user, token: ReplyToken(tokens)))
        #expect(decision.answers.map(\.token) == [ReplyToken(tokens)])
        return decision.answers.first?.reply ?? .refused(.busy)
    }

    @discardableResult
    mutating func verb(_ verb: WindowVerb, _ window: WindowID = "1") -> HallReply {
        ask(.window(window, verb, reason: ""), by: "clerk")
    }

    @discardableResult
    mutating func callNumber(_ number: String, at window: WindowID = "1") -> HallReply {
        ask(.callNumber(window, TicketNumber(number), reason: ""), by: "clerk")
    }

    @discardableResult
    mutating func report(_ device: DeviceID, _ content: DeviceReport.Content) -> HallDecision {
        send(.report(DeviceReport(device: device, content)))
    }

    @discardableResult
    mutating func wait(_ duration: Duration) -> HallDecision {
        now = now.advanced(by: duration)
        return send(.timeReached)
    }

    /// A number over the API, proven on paper unless told otherwise.
    @discardableResult
    mutating func take(_ service: ServiceID = "household", proven: Bool = true) -> Ticket {
        guard case .ticket(let ticket) = ask(.takeTicket(service: service, kiosk: nil, priority: .ordinary)) else {
            Issue.record("no ticket was given")
            return .none
        }
        if proven { prove(ticket.id) }
        return ticket
    }

    /// A number at a kiosk's key, its paper still on its way.
    @discardableResult
    mutating func press(_ key: String = "1", on device: DeviceID = "kiosk-1-keys") -> TicketID {
        for case .ticketTaken(let taken) in report(device, .key(key)).facts { return taken.ticket }
        Issue.record("the key gave no number")
        return Ticket.none.id
    }

    mutating func prove(_ ticket: TicketID, _ outcome: PrintOutcome = .proven) {
        guard let found = hall.recorded.ticket(ticket), let job = found.job, let printer = found.printer else {
            Issue.record("\(ticket) has no job")
            return
        }
        report(printer, .print(job, outcome))
    }

    func ticket(_ id: TicketID) -> Ticket? { hall.recorded.ticket(id) }
    func ticket(_ number: String) -> Ticket? { hall.recorded.ticket(numbered: TicketNumber(number)) }
    func state(_ window: WindowID = "1") -> WindowState? { hall.recorded.window(window) }
    func alarm(_ id: AlarmID) -> AlarmState { hall.recorded.alarm(id)?.state ?? .normal }
}

extension Hall {
    static func restored(from facts: some Sequence<HallFact>) -> Hall {
        var hall = Hall()
        for fact in facts { hall.apply(fact) }
        return hall
    }
}

extension Ticket {
    /// Stands in where a test has already failed.
    static let none = Ticket(
        id: TicketID(day: CivilDate(daysSince1970: 0), number: TicketNumber("-")), service: "none",
        priority: .ordinary, takenAt: WallTime(seconds: 0), order: 0, source: .api(user: ""), ahead: 0,
        printed: .paperless)
}

extension HallFact {
    /// The journal's names, to compare what happened in order.
    var kind: String { type(of: payload).kind }
}

extension HallDecision {
    var kinds: [String] { facts.map(\.kind) }
    var prints: [PrintJob] {
        jobs.compactMap {
            if case .print(let job) = $0 { job } else { nil }
        }
    }
    var withdrawals: [JobID] {
        jobs.compactMap {
            if case .withdraw(let job, _) = $0 { job } else { nil }
        }
    }
}

extension HallPlan {
    static let standard = HallPlan(
        hall: HallSettings(name: "某某县政务服务中心"),
        buses: [BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", SerialSettings(baud: 9600)))],
        zones: [ZonePlan(id: "waiting", name: "休息等候区", seats: 40)],
        devices: [
            "kiosk-1-printer", "kiosk-1-keys", "kiosk-2-printer", "kiosk-2-keys", "w1-display", "w1-caller",
            "w2-display", "w2-caller",
        ].map { DevicePlan(id: $0, profile: .any, bus: "line") },
        services: [
            ServicePlan(id: "household", prefix: "A", name: "户籍", waitingZone: "waiting"),
            ServicePlan(id: "tax", prefix: "B", name: "税务"),
            ServicePlan(id: "company", prefix: "C", name: "企业登记"),
        ],
        windows: [
            WindowPlan(
                id: "1", name: "综合窗口", serves: ["household", "tax"], display: "w1-display", caller: "w1-caller"),
            WindowPlan(
                id: "2", name: "企业窗口", serves: ["company", "household"], display: "w2-display", caller: "w2-caller"),
        ],
        kiosks: [
            KioskPlan(
                id: "kiosk-1", printer: "kiosk-1-printer", keys: "kiosk-1-keys",
                services: [
                    KioskPlan.Key(key: "1", service: "household"), KioskPlan.Key(key: "2", service: "tax"),
                    KioskPlan.Key(key: "3", service: "company"),
                ]),
            KioskPlan(
                id: "kiosk-2", printer: "kiosk-2-printer", keys: "kiosk-2-keys",
                services: [KioskPlan.Key(key: "1", service: "household")]),
        ])

    /// The same plan with something changed.
    func changed(_ body: (inout HallPlan) -> Void) -> HallPlan {
        var plan = self
        body(&plan)
        return plan
    }
}

extension Profile {
    static let any = Profile(
        id: "generic-keys", vendor: "generic", model: "keys", source: "test", trust: .unconfirmed, serial: nil,
        settings: .byteMapKeys(ByteMap(frame: [], keys: [], lamps: [], debounceMilliseconds: 0)), examples: [])
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A test that cannot go on.
func fail(_ what: Comment, at location: SourceLocation = #_sourceLocation) {
    Issue.record(what, sourceLocation: location)
}
