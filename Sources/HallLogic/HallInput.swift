import HallModel

/// What the hall decides about.
public enum HallInput: Sendable, Equatable {
    /// The daemon starts, after restoring; the first input of every run.
    case started(HallStart)
    /// A configuration was read and checked while running.
    case planOffered(HallPlan, hash: String)
    /// Somebody asks for something.
    case command(HallCommand, by: String, token: ReplyToken)
    /// A device says something.
    case report(DeviceReport)
    /// The journal failed, for a reason in the system's words.
    case journalFailed(String)
    /// The journal works again.
    case journalRecovered
    /// Measured values cannot be kept, for this reason (`StoreTrouble.code`).
    case historyFailed(String)
    /// Measured values are kept; told at the start and after a failure.
    case historyRecovered
    /// The journal's table of who is at which window was compared with its facts, or refused one: the windows at which
    /// they differ, nil for none.
    case recordCompared(windows: String?)
    /// Input had to be dropped.
    case inputDropped(count: Int)
    /// The time asked for with `nextWake` is reached.
    case timeReached
}

/// What a start brings.
public struct HallStart: Sendable, Equatable {
    /// The plan on disk now; where that cannot be read, the one that was last in force.
    public var plan: HallPlan
    /// Its hash.
    public var planHash: String
    /// The build.
    public var version: String
    /// The build's date: a clock before it is wrong.
    public var builtAt: WallTime
    /// Names this run.
    public var epoch: String
    /// The configuration that could not be read.
    public var unreadable: String?
    /// No device is touched in this run, since the starts before it went wrong.
    public var safeMode: Bool
    /// The journal is a backup that was put in its place, and no start has recorded that yet; from the journal itself.
    public var restored: JournalRestore?

    /// All fields.
    public init(
        plan: HallPlan, planHash: String, version: String, builtAt: WallTime, epoch: String, unreadable: String? = nil,
        safeMode: Bool = false
    ) {
        self.safeMode = safeMode
        self.plan = plan
        self.planHash = planHash
        self.version = version
        self.builtAt = builtAt
        self.epoch = epoch
        self.unreadable = unreadable
    }
}

/// Names the one who waits for a reply; given by the edge, handed back untouched.
public struct ReplyToken: Hashable, Sendable {
    /// The edge's number.
    public var number: UInt64

    /// The edge's number.
    public init(_ number: UInt64) { self.number = number }
}

/// What follows from one input. Facts are durable before jobs and replies leave; safety facts leave at once.
public struct HallDecision: Sendable, Equatable {
    /// A reply and who waits for it.
    public struct Answer: Sendable, Equatable {
        /// Who waits.
        public var token: ReplyToken
        /// What they are told.
        public var reply: HallReply

        /// A reply and who waits for it.
        public init(token: ReplyToken, reply: HallReply) {
            self.token = token
            self.reply = reply
        }
    }
    /// Work for a device.
    public enum Job: Sendable, Equatable {
        /// Print this.
        case print(PrintJob)
        /// Forget this job if none of it was sent.
        case withdraw(JobID, printer: DeviceID)
        /// Give a point this value and read it back.
        case write(PointWrite)
        /// Say this.
        case speak(SpeechJob)
    }
    /// In the order they happened; already applied.
    public var facts: [HallFact] = []
    /// After the commit, in order.
    public var jobs: [Job] = []
    /// After the commit, in order.
    public var answers: [Answer] = []

    /// Nothing follows.
    public init() {}

    var isEmpty: Bool { facts.isEmpty && jobs.isEmpty && answers.isEmpty }
}
