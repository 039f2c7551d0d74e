import DeviceDrivers
import Glibc
import HallLogic
import HallModel
import HallStore
import HardwareAccess
import Logging
import Synchronization

/// The running hall as others see it: they post, it answers later; they read what was last published.
///
/// The work is done by `HallLoop` on a thread named `hall`.
public final class HallThread: HallGateway {
    /// What the hall needs of the machine around it.
    public struct Surroundings: Sendable {
        /// The state folder.
        public var directory: String
        /// The three clocks.
        public var now: @Sendable () -> HallInstant
        /// Hands an event to the wire of a device; false when the wire cannot take it.
        public var post: @Sendable (DeviceID, BusEvent) -> Bool
        /// Asks every wire to report its levels again.
        public var presentLevels: @Sendable () -> Void
        /// The time zone is that of this plan from now on.
        public var keepTime: @Sendable (HallPlan) -> Void
        /// Another plan came into force: wires are to follow.
        public var planAdopted: @Sendable (HallPlan) -> Void
        /// What the wires did since they were started.
        public var buses: @Sendable () -> [BusID: BusFigures]
        /// The wires; nil in a hall without.
        public var wires: (any BusGateway)?
        /// Somebody wishes that the configuration is read again.
        public var reload: @Sendable (ReloadRequest) -> Void
        /// Where the log goes.
        public var logger: Logger
        /// The file system layer of SQLite that the journal is written through; nil: its own.
        package var fileLayer: String?

        /// All fields.
        public init(
            directory: String, now: @escaping @Sendable () -> HallInstant,
            post: @escaping @Sendable (DeviceID, BusEvent) -> Bool, presentLevels: @escaping @Sendable () -> Void,
            keepTime: @escaping @Sendable (HallPlan) -> Void, planAdopted: @escaping @Sendable (HallPlan) -> Void,
            buses: @escaping @Sendable () -> [BusID: BusFigures] = { [:] }, wires: (any BusGateway)? = nil,
            reload: @escaping @Sendable (ReloadRequest) -> Void = { $0.completion(.failure(.busy)) }, logger: Logger
        ) {
            self.directory = directory
            self.now = now
            self.post = post
            self.presentLevels = presentLevels
            self.keepTime = keepTime
            self.planAdopted = planAdopted
            self.buses = buses
            self.wires = wires
            self.reload = reload
            self.logger = logger
        }
    }

    private let mailbox: Mailbox
    private let publication = Publication()
    private let surroundings: Surroundings
    private let thread = Mutex<PlainThread?>(nil)
    private let reader = Mutex<JournalReader?>(nil)
    private let historyDesk: HistoryDesk
    private let firstState: PublishedHall
    /// The loop's life, for whoever watches it.
    public let pulse = Pulse("hall", deadline: HallLoop.deadline)

    /// A hall that is not started yet.
    ///
    /// Throws when the system has no room for another descriptor.
    public init(_ surroundings: Surroundings) throws(SystemFailure) {
        mailbox = try Mailbox()
        self.surroundings = surroundings
        historyDesk = HistoryDesk(directory: surroundings.directory, logger: surroundings.logger)
        let now = surroundings.now()
        firstState = PublishedHall(hall: Hall(), devices: [], sequence: 0, epoch: "", startedAt: now, at: now)
    }

    /// Opens the journal, restores the hall, takes in the start and runs until `stop`. When it returns, the first state
    /// is published and the wires have been told the plan.
    ///
    /// Throws when the journal cannot be opened, restored or written: without it no number may be given.
    public func start(_ start: HallStart) throws(StoreError) {
        let loop = try HallLoop(
            surroundings: surroundings, publication: publication, mailbox: mailbox, start: start, pulse: pulse)
        do throws(SystemFailure) {
            let started = try PlainThread(name: "hall") { loop.run() }
            thread.withLock { $0 = started }
        } catch {
            loop.close()
            throw StoreError(
                .cannotOpen,
                Bilingual(
                    zh: "大厅线程无法启动：\(error)：请检查内存和进程数上限",
                    en: "the hall's thread could not be started: \(error): see to the limits of memory and tasks"))
        }
    }

    /// What devices report, from their bus thread.
    public func report(_ reports: [DeviceReport]) { mailbox.post(reports) }

    /// Measured values cannot be kept, for this reason, or can again; from the history's thread.
    public func history(_ trouble: StoreTrouble?) { _ = mailbox.post(.history(trouble)) }

    /// A configuration that was read and checked while running.
    ///
    /// `completion` is told once what became of it, from another thread, when that is durable and in force. With one, a
    /// configuration is not kept for later while the journal cannot be written.
    public func offer(
        _ plan: HallPlan, hash: String,
        completion: (@Sendable (Result<PlanDecision, GatewayError>) -> Void)? = nil
    ) {
        switch mailbox.post(.plan(PlanOffer(plan: plan, hash: hash, completion: completion))) {
        case .taken: break
        case .full: completion?(.failure(.busy))
        case .shut: completion?(.failure(.stopping))
        }
    }

    /// Takes in what has arrived, commits it, closes the journal; returns when all is done.
    public func stop() {
        mailbox.shut()
        let running = thread.withLock { held in
            defer { held = nil }
            return held
        }
        running?.join()
    }

    /// Hands a command to the hall.
    public func submit(_ request: CommandRequest) {
        switch mailbox.post(.command(request)) {
        case .taken: break
        case .full: request.completion(.failure(.busy))
        case .shut: request.completion(.failure(.stopping))
        }
    }

    /// The newest published state.
    public var published: PublishedHall { publication.current ?? firstState }

    /// Changes with a number above `sequence`.
    public func changes(after sequence: Int64, limit: Int) -> [PublishedChange]? {
        publication.changes(after: sequence, limit: limit)
    }

    /// Calls `wake` after each publication with changes.
    public func subscribe(_ wake: @escaping @Sendable () -> Void) -> SubscriptionID { publication.subscribe(wake) }

    /// Ends a subscription.
    public func cancel(_ subscription: SubscriptionID) { publication.cancel(subscription) }

    /// What a point was, read on a connection of its own.
    public func history(_ query: HistoryQuery) -> HistoryAnswer? { historyDesk.answer(query) }

    /// What the wires did since they were started.
    public var buses: [BusID: BusFigures] { surroundings.buses() }

    /// The wires.
    public var wires: (any BusGateway)? { surroundings.wires }

    /// The facts about something, oldest first, read on a connection of its own.
    public func facts(about subject: FactSubject) -> Result<[HallFact], GatewayError> {
        read { reader throws(StoreError) in
            switch subject {
            case .ticket(let ticket): try reader.facts(about: ticket)
            case .alarm(let alarm): try reader.facts(about: alarm)
            case .point(let point): try reader.facts(about: point)
            case .window(let window): try reader.facts(about: window)
            }
        }
    }

    /// The discharges that ended since then, oldest first, read on a connection of its own.
    public func discharges(
        of ups: DeviceID?, since: WallTime, limit: Int
    ) -> Result<[DischargeRecord], GatewayError> {
        read { reader throws(StoreError) in try reader.discharges(of: ups, since: since, limit: limit) }
    }

    /// The first service day from this one on, read on a connection of its own.
    public func serviceDay(from day: ServiceDay) -> Result<JournalDay?, GatewayError> {
        read { reader throws(StoreError) in try reader.serviceDay(from: day) }
    }

    /// The facts of a service day, read on a connection of its own.
    public func facts(of day: JournalDay, each body: (HallFact) -> Void) -> Result<JournalGaps, GatewayError> {
        read { reader throws(StoreError) in try reader.facts(of: day, each: body) }
    }

    /// Hands the wish to whoever reads the configuration.
    public func reload(_ request: ReloadRequest) { surroundings.reload(request) }

    private func read<Found: Sendable>(
        _ body: (JournalReader) throws(StoreError) -> Found
    ) -> Result<Found, GatewayError> {
        reader.withLock { held in
            do throws(StoreError) {
                let reader: JournalReader
                if let held { reader = held } else { reader = try JournalReader(directory: surroundings.directory) }
                held = reader
                return .success(try body(reader))
            } catch {
                held = nil
                surroundings.logger.warning("history: \(error.message)")
                return .failure(.storeUnavailable)
            }
        }
    }
}
