import HallLogic
import HallModel
import HallStore

/// What the API server needs of the running hall. `HallThread` is the one that runs; tests bring their own.
public protocol HallGateway: Sendable {
    /// Hands a command to the hall; the completion is called once, from another thread, after the commit.
    func submit(_ request: CommandRequest)

    /// The newest published state; never waits.
    var published: PublishedHall { get }

    /// Changes with a number above `sequence`, oldest first, at most `limit`; nil when some of them are no longer kept
    /// or the number is from the future.
    func changes(after sequence: Int64, limit: Int) -> [PublishedChange]?

    /// Calls `wake` (from another thread, at most once per publication) until cancelled.
    func subscribe(_ wake: @escaping @Sendable () -> Void) -> SubscriptionID

    /// Ends a subscription.
    func cancel(_ subscription: SubscriptionID)

    /// The facts about something, oldest first, read on a connection of its own: of a ticket all, also of former days;
    /// of an alarm, a point or a window those among the newest.
    func facts(about subject: FactSubject) -> Result<[HallFact], GatewayError>

    /// The discharges that ended since then, oldest first, read on a connection of its own; of one UPS, or of all.
    func discharges(of ups: DeviceID?, since: WallTime, limit: Int) -> Result<[DischargeRecord], GatewayError>

    /// The first service day from this one on, read on a connection of its own; nil when there is none.
    func serviceDay(from day: ServiceDay) -> Result<JournalDay?, GatewayError>

    /// Hands over the facts of a service day in their order, and what became of its tickets after it, read on a
    /// connection of its own; what is missing of them.
    func facts(of day: JournalDay, each body: (HallFact) -> Void) -> Result<JournalGaps, GatewayError>

    /// Reads the configuration again and offers it to the hall; answers when the hall has decided.
    func reload(_ request: ReloadRequest)

    /// What a point was, read on a connection of its own; nil when the history cannot be read.
    func history(_ query: HistoryQuery) -> HistoryAnswer?

    /// What the wires did since they were started; those that nobody uses are left out.
    var buses: [BusID: BusFigures] { get }

    /// The wires, for what a technician asks of them; nil in a hall without.
    var wires: (any BusGateway)? { get }
}

/// What facts are asked about.
public enum FactSubject: Sendable, Equatable {
    /// A ticket.
    case ticket(TicketID)
    /// An alarm.
    case alarm(AlarmID)
    /// A point: attempts to write it, and its alarms.
    case point(PointID)
    /// A window: what was called, served, rated and pressed there.
    case window(WindowID)
}

/// A command on its way to the hall.
public struct CommandRequest: Sendable {
    /// What is asked.
    public var command: HallCommand
    /// Who asks, from the kernel's peer credentials.
    public var user: String
    /// Their idempotency key, at most 128 bytes.
    public var key: String?
    /// Told once.
    public var completion: @Sendable (Result<HallReply, GatewayError>) -> Void

    /// All fields.
    public init(
        command: HallCommand, user: String, key: String?,
        completion: @escaping @Sendable (Result<HallReply, GatewayError>) -> Void
    ) {
        self.command = command
        self.user = user
        self.key = key
        self.completion = completion
    }
}

/// Why the hall gave no reply at all; refusals are replies.
public enum GatewayError: Error, Sendable, Equatable {
    /// The journal failed while the command was being recorded: it may be sent again with the same key.
    case storeUnavailable
    /// The mailbox is full.
    case busy
    /// The key was used for another command.
    case keyReused
    /// The daemon is stopping.
    case stopping
}

/// Names a subscription.
public struct SubscriptionID: Hashable, Sendable {
    /// The hall's number.
    public var number: UInt64
    /// The hall's number.
    public init(_ number: UInt64) { self.number = number }
}

/// The hall after a batch: immutable, shared with whoever asks; handed on without touching what is in it.
public final class PublishedHall: Sendable {
    /// The hall.
    public let hall: Hall
    /// The devices, in the plan's order.
    public let devices: [DeviceStatus]
    /// The number of the newest change in it.
    public let sequence: Int64
    /// Names this run: positions of another run cannot be resumed.
    public let epoch: String
    /// When the daemon started.
    public let startedAt: HallInstant
    /// When this was published.
    public let at: HallInstant

    /// All fields.
    public init(
        hall: Hall, devices: [DeviceStatus], sequence: Int64, epoch: String, startedAt: HallInstant, at: HallInstant
    ) {
        self.hall = hall
        self.devices = devices
        self.sequence = sequence
        self.epoch = epoch
        self.startedAt = startedAt
        self.at = at
    }
}

/// A device as its wire last told.
public struct DeviceStatus: Sendable, Equatable {
    /// Which.
    public var id: DeviceID
    /// Whether it is there.
    public var presence: Presence
    /// Why.
    public var detail: DeviceDetail
    /// When it last said anything; nil if never in this run.
    public var lastSeen: WallTime?
    /// Bytes and messages that made no sense, and questions that failed, in this run.
    public var errors: Int
    /// A printer's condition; nil for others, and until it said.
    public var printer: PrinterCondition?

    /// A device of which nothing is known yet.
    public init(id: DeviceID, presence: Presence = .unknown, detail: DeviceDetail = .probing) {
        self.id = id
        self.presence = presence
        self.detail = detail
        self.errors = 0
    }
}

/// One change and its number in this run.
public struct PublishedChange: Sendable, Equatable {
    /// What changed.
    public enum Content: Sendable, Equatable {
        /// A fact, after its commit (a safety fact may come before).
        case fact(HallFact)
        /// A device's status.
        case device(DeviceStatus)
    }
    /// 1 and up within a run, without gaps.
    public var sequence: Int64
    /// When.
    public var at: WallTime
    /// What.
    public var content: Content

    /// A numbered change.
    public init(sequence: Int64, at: WallTime, content: Content) {
        self.sequence = sequence
        self.at = at
        self.content = content
    }
}
