/// `org.halld.Hall.WhoAmI`
public enum WhoAmI: APICall {
    /// Its name.
    public static let method = APIMethod.whoAmI
    /// None.
    public typealias Parameters = NoParameters
    /// Who asks, as the kernel tells it, and what they may do.
    public struct Reply: Codable, Sendable, Equatable {
        /// The user's name, `uid:1000` where the number has none.
        public var user: String
        /// Their roles, `Role`; empty for somebody whom the configuration does not know.
        public var roles: [String]
        /// The windows of a `counter`.
        public var windows: [String]
        /// All fields.
        public init(user: String, roles: [String], windows: [String]) {
            self.user = user
            self.roles = roles
            self.windows = windows
        }
    }
}

/// `org.halld.Hall.Health`
public enum HallHealth: APICall {
    /// Its name.
    public static let method = APIMethod.health
    /// None.
    public typealias Parameters = NoParameters
    /// The daemon as a process.
    public typealias Reply = HealthView
}

/// The daemon as a process: what only it can see of itself and of the machine.
public struct HealthView: Codable, Sendable, Equatable {
    /// A part of the daemon that must come round.
    public struct Loop: Codable, Sendable, Equatable {
        /// `hall`, `api`, `history`, `bus-<id>`
        public var name: String
        /// Milliseconds since it last came round, monotonic clock.
        public var ageMilliseconds: Int
        /// Milliseconds in which it must; later the watchdog is not fed any more.
        public var deadlineMilliseconds: Int
        /// All fields.
        public init(name: String, ageMilliseconds: Int, deadlineMilliseconds: Int) {
            self.name = name
            self.ageMilliseconds = ageMilliseconds
            self.deadlineMilliseconds = deadlineMilliseconds
        }
    }

    /// The user it runs as.
    public var user: String
    /// Groups that the configuration names and the system does not have.
    public var missingGroups: [String]
    /// The folder of the record.
    public var stateFolder: String
    /// Bytes that can still be written there; null if the system does not say.
    @Nullable public var freeBytes: Int?
    /// Bytes of that file system; null if the system does not say.
    @Nullable public var totalBytes: Int?
    /// It started too often without getting far: no device is touched.
    public var safeMode: Bool
    /// Who watches it: seconds in which it must show life, `WATCHDOG_USEC`; null without a watchdog.
    @Nullable public var watchdogSeconds: Int?
    /// Its loops.
    public var loops: [Loop]

    /// All fields.
    public init(
        user: String, missingGroups: [String], stateFolder: String, freeBytes: Int?, totalBytes: Int?, safeMode: Bool,
        watchdogSeconds: Int?, loops: [Loop]
    ) {
        self.user = user
        self.missingGroups = missingGroups
        self.stateFolder = stateFolder
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
        self.safeMode = safeMode
        self.watchdogSeconds = watchdogSeconds
        self.loops = loops
    }
}
