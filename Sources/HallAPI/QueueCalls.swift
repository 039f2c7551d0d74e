/// `org.halld.Queue.State`
public enum QueueState: APICall {
    /// Its name.
    public static let method = APIMethod.queueState
    /// None.
    public typealias Parameters = NoParameters
    /// Services, windows and who waits.
    public typealias Reply = QueueView
}

/// Services, windows and who waits.
public struct QueueView: Codable, Sendable, Equatable {
    /// A service and its queue.
    public struct Service: Codable, Sendable, Equatable {
        /// Its id.
        public var id: String
        /// 户籍
        public var name: String
        /// Before its numbers.
        public var prefix: String
        /// Waiting to be called.
        public var waiting: Int
        /// Whole seconds that the first of them waits, wall clock; null when nobody waits.
        @Nullable public var oldestWaitSeconds: Int?
        /// Seconds that one who took a number now would wait; null: nothing is known.
        @Nullable public var estimatedWaitSeconds: Int?
        /// How many numbers are left today; null: no limit.
        @Nullable public var numbersLeft: Int?
        /// All fields.
        public init(
            id: String, name: String, prefix: String, waiting: Int, oldestWaitSeconds: Int?,
            estimatedWaitSeconds: Int? = nil, numbersLeft: Int? = nil
        ) {
            self.estimatedWaitSeconds = estimatedWaitSeconds
            self.numbersLeft = numbersLeft
            self.id = id
            self.name = name
            self.prefix = prefix
            self.waiting = waiting
            self.oldestWaitSeconds = oldestWaitSeconds
        }
    }
    /// A visitor who waits.
    public struct Waiting: Codable, Sendable, Equatable {
        /// `A017`
        public var number: String
        /// The service's id.
        public var service: String
        /// 户籍; null if the service is no longer configured.
        @Nullable public var serviceName: String?
        /// The visitor's class.
        public var priority: String
        /// When it was taken: RFC 3339, wall clock, the hall's zone.
        public var since: String
        /// `pending` `proven` `unproven` `failed` `paperless`
        public var printed: String
        /// Seconds until it is called; null: nothing is known.
        @Nullable public var estimatedWaitSeconds: Int?
        /// The names on the wire.
        public enum CodingKeys: String, CodingKey {
            case number, service, serviceName, priority = "class", since, printed, estimatedWaitSeconds
        }
        /// All fields.
        public init(
            number: String, service: String, serviceName: String? = nil, priority: String, since: String,
            printed: String, estimatedWaitSeconds: Int? = nil
        ) {
            self.estimatedWaitSeconds = estimatedWaitSeconds
            self.number = number
            self.service = service
            self.serviceName = serviceName
            self.priority = priority
            self.since = since
            self.printed = printed
        }
    }

    /// In the plan's order.
    public var services: [Service]
    /// In the plan's order.
    public var windows: [WindowView]
    /// In the order of taking.
    public var waiting: [Waiting]
    /// All fields.
    public init(services: [Service], windows: [WindowView], waiting: [Waiting]) {
        self.services = services
        self.windows = windows
        self.waiting = waiting
    }
}

/// `org.halld.Queue.WhyTicket`: everything recorded about a ticket, also of former days.
public enum WhyTicket: APICall {
    /// Its name.
    public static let method = APIMethod.whyTicket
    /// Which.
    public typealias Parameters = TicketName
    /// Its story.
    public struct Reply: Codable, Sendable, Equatable {
        /// `2026-11-21/A017`
        public var id: String
        /// The ticket as it is; null if it is of a former day.
        @Nullable public var ticket: TicketView?
        /// What happened to it, oldest first.
        public var events: [EventView]
        /// All fields.
        public init(id: String, ticket: TicketView?, events: [EventView]) {
            self.id = id
            self.ticket = ticket
            self.events = events
        }
    }
}

/// One recorded event.
public struct EventView: Codable, Sendable, Equatable {
    /// A value that a decision was made from.
    public struct Input: Codable, Sendable, Equatable {
        /// What it is.
        public var name: String
        /// Its value in the field's usual form.
        public var value: String
        /// What people call the ids in `value`; null if it holds none.
        @Nullable public var names: String?
        /// All fields.
        public init(name: String, value: String, names: String? = nil) {
            self.name = name
            self.value = value
            self.names = names
        }
    }
    /// The fact's name: `ticket-called` …
    public var kind: String
    /// When: RFC 3339, wall clock, the hall's zone.
    public var at: String
    /// Who did it; null if nobody did.
    @Nullable public var by: String?
    /// At which window; null if at none.
    @Nullable public var window: String?
    /// On which device; null if on none.
    @Nullable public var device: String?
    /// Why: a person's words or a code; null if nothing was said.
    @Nullable public var reason: String?
    /// How it ended, for a print: `proven` `unproven` `lost` `failed` `withdrawn`; null for others.
    @Nullable public var outcome: String?
    /// The rule that decided; null where none did.
    @Nullable public var rule: String?
    /// What the rule looked at.
    public var inputs: [Input]

    /// An event of which only this is known.
    public init(
        kind: String, at: String, by: String? = nil, window: String? = nil, device: String? = nil,
        reason: String? = nil, outcome: String? = nil, rule: String? = nil, inputs: [Input] = []
    ) {
        self.kind = kind
        self.at = at
        self.by = by
        self.window = window
        self.device = device
        self.reason = reason
        self.outcome = outcome
        self.rule = rule
        self.inputs = inputs
    }
}

/// `org.halld.Queue.WhyCall`: why a number was called, or is not yet.
public enum WhyCall: APICall {
    /// Its name.
    public static let method = APIMethod.whyCall
    /// A number or a window: one of them.
    public struct Parameters: CallParameters {
        /// A number of today, or a ticket's id.
        public var number: String?
        /// A window's id.
        public var window: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case number, window }
        /// All fields.
        public init(number: String? = nil, window: String? = nil) {
            self.number = number
            self.window = window
        }
    }
    /// The decision.
    public struct Reply: Codable, Sendable, Equatable {
        /// `called` by the rule below; `waiting` for the reasons in `inputs`; `neverCalled` and over; `nobodyCalled` at
        /// the window.
        public var verdict: String
        /// The number; null if nobody is called at the window.
        @Nullable public var ticket: String?
        /// Where it was called; null if it was not.
        @Nullable public var window: String?
        /// When: RFC 3339, wall clock, the hall's zone; null if it was not called.
        @Nullable public var at: String?
        /// Who asked; null if it was not called.
        @Nullable public var by: String?
        /// The rule; null if it was not called.
        @Nullable public var rule: String?
        /// What the rule looked at, or what keeps the number waiting.
        public var inputs: [EventView.Input]
        /// A verdict and what it was made from.
        public init(
            verdict: String, ticket: String? = nil, window: String? = nil, at: String? = nil, by: String? = nil,
            rule: String? = nil, inputs: [EventView.Input] = []
        ) {
            self.verdict = verdict
            self.ticket = ticket
            self.window = window
            self.at = at
            self.by = by
            self.rule = rule
            self.inputs = inputs
        }
    }
}
