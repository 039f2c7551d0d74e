/// `org.halld.Alarms.Acknowledge`
public enum AcknowledgeAlarm: APICall {
    /// Its name.
    public static let method = APIMethod.acknowledgeAlarm
    /// Which and why.
    public struct Parameters: CommandParameters {
        /// The alarm's id.
        public var id: String
        /// Kept with the record.
        public var reason: String?
        /// `zh` or `en`; absent for the hall's language.
        public var language: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case id, reason, language, idempotencyKey }
        /// All fields.
        public init(id: String, reason: String? = nil, language: String? = nil, idempotencyKey: String? = nil) {
            self.id = id
            self.reason = reason
            self.language = language
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The alarm after it.
    public typealias Reply = AlarmAfter
}

/// An alarm after a command.
public struct AlarmAfter: Codable, Sendable, Equatable {
    /// The alarm's id.
    public var id: String
    /// Its state now; `normal` if its cause was gone already.
    public var state: String
    /// The alarm; null when it is normal.
    @Nullable public var alarm: AlarmView?
    /// All fields.
    public init(id: String, state: String, alarm: AlarmView?) {
        self.id = id
        self.state = state
        self.alarm = alarm
    }
}

/// `org.halld.Alarms.Shelve`: put an alarm aside for a time.
public enum ShelveAlarm: APICall {
    /// Its name.
    public static let method = APIMethod.shelveAlarm
    /// Which, for how long and why.
    public struct Parameters: CommandParameters {
        /// The alarm's id.
        public var id: String
        /// For how many seconds, 60…604 800.
        public var seconds: Int
        /// Kept with the record.
        public var reason: String?
        /// `zh` or `en`; absent for the hall's language.
        public var language: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case id, seconds, reason, language, idempotencyKey }
        /// All fields.
        public init(
            id: String, seconds: Int, reason: String? = nil, language: String? = nil, idempotencyKey: String? = nil
        ) {
            self.id = id
            self.seconds = seconds
            self.reason = reason
            self.language = language
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The alarm after it.
    public typealias Reply = AlarmAfter
}

/// `org.halld.Alarms.Unshelve`: take an alarm back that was put aside.
public enum UnshelveAlarm: APICall {
    /// Its name.
    public static let method = APIMethod.unshelveAlarm
    /// Which.
    public struct Parameters: CommandParameters {
        /// The alarm's id.
        public var id: String
        /// `zh` or `en`; absent for the hall's language.
        public var language: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case id, language, idempotencyKey }
        /// All fields.
        public init(id: String, language: String? = nil, idempotencyKey: String? = nil) {
            self.id = id
            self.language = language
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The alarm after it.
    public typealias Reply = AlarmAfter
}

/// `org.halld.Alarms.SetService`: take an alarm out of service, or put it back.
public enum SetAlarmService: APICall {
    /// Its name.
    public static let method = APIMethod.setAlarmService
    /// Which, how and why.
    public struct Parameters: CommandParameters {
        /// The alarm's id.
        public var id: String
        /// False takes it out of service.
        public var inService: Bool
        /// Kept with the record.
        public var reason: String?
        /// `zh` or `en`; absent for the hall's language.
        public var language: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case id, inService, reason, language, idempotencyKey }
        /// All fields.
        public init(
            id: String, inService: Bool, reason: String? = nil, language: String? = nil, idempotencyKey: String? = nil
        ) {
            self.id = id
            self.inService = inService
            self.reason = reason
            self.language = language
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The alarm after it.
    public typealias Reply = AlarmAfter
}

/// `org.halld.Alarms.Why`: what happened to an alarm, and what it is judged by.
public enum WhyAlarm: APICall {
    /// Its name.
    public static let method = APIMethod.whyAlarm
    /// Which.
    public struct Parameters: CallParameters {
        /// The alarm's id.
        public var id: String
        /// `zh` or `en`; absent for the hall's language.
        public var language: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case id, language }
        /// All fields.
        public init(id: String, language: String? = nil) {
            self.id = id
            self.language = language
        }
    }
    /// Its story.
    public struct Reply: Codable, Sendable, Equatable {
        /// The alarm's id.
        public var id: String
        /// The alarm now; null when it is normal.
        @Nullable public var alarm: AlarmView?
        /// The point it is about, as it is now; null if it is about none, or none that is configured.
        @Nullable public var point: PointView?
        /// The limits on that point that raise this alarm, and how they stand now.
        public var limits: [LimitView]
        /// What happened to it, oldest first.
        public var events: [EventView]
        /// All fields.
        public init(id: String, alarm: AlarmView?, point: PointView?, limits: [LimitView], events: [EventView]) {
            self.id = id
            self.alarm = alarm
            self.point = point
            self.limits = limits
            self.events = events
        }
    }
}
