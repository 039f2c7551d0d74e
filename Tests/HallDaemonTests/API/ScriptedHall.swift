import Dispatch
import HallDaemon
import HallLogic
import HallModel
import HallStore
import Synchronization

/// A hall without wires and journal behind the gateway: the real rules, told by the test when to answer.
final class ScriptedHall: HallGateway {
    struct State {
        var hall = Hall()
        var devices: [DeviceStatus] = []
        var sequence: Int64 = 0
        var changes: [PublishedChange] = []
        var kept = 1000
        var facts: [HallFact] = []
        var history: HistoryAnswer?
        var historyQueries: [HistoryQuery] = []
        var subscribers: [SubscriptionID: @Sendable () -> Void] = [:]
        var lastSubscription: UInt64 = 0
        var requests: [CommandRequest] = []
        var unanswered: [CommandRequest] = []
        var isHolding = false
        /// Commands that the hall answers when a device has told.
        var deferred: [ReplyToken: CommandRequest] = [:]
        var lastToken: UInt64 = 0
        var failure: GatewayError?
        var epoch = "run-1"
        var buses: [BusID: BusFigures] = [:]
        var wires: ScriptedWires?
        var discharges: [DischargeRecord] = []
        var dischargeQueries: [(ups: DeviceID?, since: WallTime, limit: Int)] = []
        /// Where service days are read from; without one there are none.
        var journal: JournalReader?
        /// What reads of it wait for.
        var beforeDay: (@Sendable (ServiceDay) -> Void)?
        var reload: Result<ReloadAnswer, GatewayError> = .failure(.busy)
        var reloadLanguages: [Language] = []
    }
    let state = Mutex(State())
    private let thread = DispatchQueue(label: "hall")
    static let start = HallInstant(
        monotonic: MonotonicInstant(nanoseconds: 1_000_000_000_000), wall: WallTime(seconds: 1_795_222_800),
        civil: CivilClock(fixedOffsetSeconds: 28_800))

    convenience init(services: Int = 2, addingTo change: (inout HallPlan) -> Void = { _ in }) {
        var whole = Self.plan(services: services)
        change(&whole)
        self.init(plan: whole)
    }

    init(plan: HallPlan) {
        state.withLock { state in
            let start = HallStart(
                plan: plan, planHash: "hash", version: "0.1.0",
                builtAt: WallTime(seconds: 1_793_491_200), epoch: state.epoch)
            state.devices = start.plan.devices.map { DeviceStatus(id: $0.id) }
            Self.handle(.started(start), &state)
            Self.publish(&state)
        }
    }

    static func plan(services: Int) -> HallPlan {
        let serial = SerialSettings(baud: 9600)
        let printer = Profile(
            id: "test-printer", vendor: "Test", model: "P", source: "none", trust: .unconfirmed, serial: serial,
            settings: .escposPrinter(.init(dotsAcross: 576, charset: .gb18030, proof: .auto, cut: .full, qr: true)),
            examples: [])
        let display = Profile(
            id: "test-display", vendor: "Test", model: "D", source: "none", trust: .unconfirmed, serial: serial,
            settings: .alphaDisplay(.init(checksum: true, assertEverySeconds: 60)), examples: [])
        let names = (0..<services).map { index in
            ServicePlan(id: ServiceID("service-\(index)"), prefix: ["A", "B", "C"][index % 3], name: "事项\(index)")
        }
        return HallPlan(
            hall: HallSettings(name: "某某县政务服务中心"),
            buses: [BusPlan(id: "kiosk", wire: .serial(path: "/dev/hall/kiosk", serial))],
            zones: [ZonePlan(id: "waiting", name: "休息等候区")],
            devices: [
                DevicePlan(id: "kiosk-printer", profile: printer, bus: "kiosk", zone: "waiting", label: "PR-01"),
                DevicePlan(id: "w1-display", profile: display, bus: "kiosk"),
            ],
            services: names,
            windows: [
                WindowPlan(id: "1", name: "综合窗口", serves: names.map(\.id), display: "w1-display"),
                WindowPlan(id: "2", name: "企业窗口", serves: [names[0].id]),
            ],
            kiosks: [KioskPlan(id: "kiosk-1", printer: "kiosk-printer", keys: nil, services: [])])
    }

    // MARK: What the test does

    /// From now on commands wait for `answer()`.
    func hold() { state.withLock { $0.isHolding = true } }

    /// Answers all that wait.
    func answer() {
        let waiting = state.withLock { state in
            state.isHolding = false
            defer { state.unanswered = [] }
            return state.unanswered
        }
        for request in waiting { run(request) }
    }

    /// Changes a device, as a wire would.
    func report(_ status: DeviceStatus) {
        let wakes = state.withLock { state -> [@Sendable () -> Void] in
            state.devices = state.devices.map { $0.id == status.id ? status : $0 }
            Self.note(.device(status), &state)
            return Array(state.subscribers.values)
        }
        for wake in wakes { wake() }
    }

    /// A device says something to the hall.
    func report(_ report: DeviceReport) {
        let (told, wakes) = state.withLock { state -> ([(CommandRequest, HallReply)], [@Sendable () -> Void]) in
            let answers = Self.handle(.report(report), &state)
            let told = answers.compactMap { answer in
                state.deferred.removeValue(forKey: answer.token).map { ($0, answer.reply) }
            }
            return (told, Array(state.subscribers.values))
        }
        for wake in wakes { wake() }
        for (request, reply) in told { request.completion(.success(reply)) }
    }

    /// A point is read, so many seconds after the start.
    func read(_ point: PointID, _ value: PointValue, after seconds: Int = 0) {
        let moment = Self.start.monotonic + .seconds(seconds)
        report(DeviceReport(device: point.device, .reading(point.name, .good(value, at: moment))))
    }

    var requests: [CommandRequest] { state.withLock { $0.requests } }
    var subscriberCount: Int { state.withLock { $0.subscribers.count } }

    // MARK: The gateway

    func submit(_ request: CommandRequest) {
        let runs = state.withLock { state in
            state.requests.append(request)
            if state.isHolding { state.unanswered.append(request) }
            return !state.isHolding
        }
        if runs { run(request) }
    }

    private func run(_ request: CommandRequest) {
        thread.async {
            let (result, wakes) = self.state.withLock {
                state -> (Result<HallReply, GatewayError>?, [@Sendable () -> Void]) in
                if let failure = state.failure { return (.failure(failure), []) }
                state.lastToken += 1
                let token = ReplyToken(state.lastToken)
                let answers = Self.handle(.command(request.command, by: request.user, token: token), &state)
                if let reply = answers.first?.reply { return (.success(reply), Array(state.subscribers.values)) }
                state.deferred[token] = request
                return (nil, Array(state.subscribers.values))
            }
            for wake in wakes { wake() }
            if let result { request.completion(result) }
        }
    }

    var published: PublishedHall { state.withLock { Self.publish(&$0) } }

    func changes(after sequence: Int64, limit: Int) -> [PublishedChange]? {
        state.withLock { state in
            guard sequence >= 0, sequence <= state.sequence else { return nil }
            let missing = Int(state.sequence - sequence)
            guard missing <= state.changes.count else { return nil }
            return Array(state.changes.suffix(missing).prefix(limit))
        }
    }

    func subscribe(_ wake: @escaping @Sendable () -> Void) -> SubscriptionID {
        state.withLock { state in
            state.lastSubscription += 1
            let id = SubscriptionID(state.lastSubscription)
            state.subscribers[id] = wake
            return id
        }
    }

    func cancel(_ subscription: SubscriptionID) { state.withLock { $0.subscribers[subscription] = nil } }

    func history(_ query: HistoryQuery) -> HistoryAnswer? {
        state.withLock { state in
            state.historyQueries.append(query)
            return state.history
        }
    }

    func facts(about subject: FactSubject) -> Result<[HallFact], GatewayError> {
        .success(
            state.withLock { state in
                state.facts.filter { fact in
                    switch subject {
                    case .alarm(let alarm): fact.alarm == alarm
                    case .point(let point): fact.isAbout(point)
                    case .window(let window):
                        Mirror(reflecting: fact.payload).children.contains {
                            $0.label == "window" && $0.value as? WindowID == window
                        }
                    case .ticket(let ticket):
                        Mirror(reflecting: fact.payload).children.contains {
                            $0.label == "ticket" && $0.value as? TicketID == ticket
                        }
                    }
                }
            })
    }

    func discharges(
        of ups: DeviceID?, since: WallTime, limit: Int
    ) -> Result<[DischargeRecord], GatewayError> {
        state.withLock { state in
            state.dischargeQueries.append((ups, since, limit))
            return .success(state.discharges)
        }
    }

    func serviceDay(from day: ServiceDay) -> Result<JournalDay?, GatewayError> {
        let (journal, failure) = state.withLock { ($0.journal, $0.failure) }
        if let failure { return .failure(failure) }
        return Result { try journal?.serviceDay(from: day) }.mapError { _ in .storeUnavailable }
    }

    func facts(of day: JournalDay, each body: (HallFact) -> Void) -> Result<JournalGaps, GatewayError> {
        let (journal, before) = state.withLock { ($0.journal, $0.beforeDay) }
        before?(day.day)
        return Result { try journal?.facts(of: day, each: body) ?? JournalGaps() }.mapError { _ in .storeUnavailable }
    }

    func reload(_ request: ReloadRequest) {
        let answer = state.withLock { state in
            state.reloadLanguages.append(request.language)
            return state.reload
        }
        thread.async { request.completion(answer) }
    }

    var buses: [BusID: BusFigures] { state.withLock { $0.buses } }

    var wires: (any BusGateway)? { state.withLock { $0.wires } }

    // MARK: Inside

    @discardableResult
    private static func handle(_ input: HallInput, _ state: inout State) -> [HallDecision.Answer] {
        let decision = state.hall.handle(input, at: start)
        for fact in decision.facts {
            state.facts.append(fact)
            note(.fact(fact), &state)
        }
        return decision.answers
    }

    private static func note(_ content: PublishedChange.Content, _ state: inout State) {
        state.sequence += 1
        state.changes.append(PublishedChange(sequence: state.sequence, at: start.wall, content: content))
        if state.changes.count > state.kept { state.changes.removeFirst(state.changes.count - state.kept) }
    }

    @discardableResult
    private static func publish(_ state: inout State) -> PublishedHall {
        PublishedHall(
            hall: state.hall, devices: state.devices, sequence: state.sequence, epoch: state.epoch, startedAt: start,
            at: start)
    }
}
