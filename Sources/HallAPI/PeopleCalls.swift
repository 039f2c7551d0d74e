/// `org.halld.People.SignOn`: a person works at a window.
public enum SignOn: APICall {
    /// Its name.
    public static let method = APIMethod.signOn
    /// Who works where.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// An operator's id; absent: the one whose user asks.
        public var `operator`: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, `operator`, idempotencyKey }
        /// All fields.
        public init(window: String, operator: String? = nil, idempotencyKey: String? = nil) {
            self.window = window
            self.operator = `operator`
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The window after it.
    public typealias Reply = WindowView
}

/// `org.halld.People.SignOff`: a person works at a window no more.
public enum SignOff: APICall {
    /// Its name.
    public static let method = APIMethod.signOff
    /// Who works where no more.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// An operator's id; absent: whoever is there.
        public var `operator`: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, `operator`, idempotencyKey }
        /// All fields.
        public init(window: String, operator: String? = nil, idempotencyKey: String? = nil) {
            self.window = window
            self.operator = `operator`
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The window after it.
    public typealias Reply = WindowView
}

/// `org.halld.People.Assign`: a window serves something else until the day turns.
public enum AssignWindow: APICall {
    /// Its name.
    public static let method = APIMethod.assignWindow
    /// Which, and what.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// The ids of services, at least one; absent: as configured.
        public var services: [String]?
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, services, reason, idempotencyKey }
        /// All fields.
        public init(window: String, services: [String]? = nil, reason: String? = nil, idempotencyKey: String? = nil) {
            self.window = window
            self.services = services
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The window after it.
    public typealias Reply = WindowView
}

/// `org.halld.People.List`
public enum ListOperators: APICall {
    /// Its name.
    public static let method = APIMethod.listOperators
    /// None.
    public typealias Parameters = NoParameters
    /// The people.
    public struct Reply: Codable, Sendable, Equatable {
        /// In the plan's order.
        public var operators: [OperatorView]
        /// All fields.
        public init(operators: [OperatorView]) { self.operators = operators }
    }
}

/// A person who works at windows.
public struct OperatorView: Codable, Sendable, Equatable {
    /// Their id.
    public var id: String
    /// As on the plate; the id where the file is silent.
    public var name: String
    /// 职务; null: not configured.
    @Nullable public var post: String?
    /// 部门; null: not configured.
    @Nullable public var department: String?
    /// Their telephone at the counter; null: not configured.
    @Nullable public var phone: String?
    /// 工号; null: not configured.
    @Nullable public var number: String?
    /// The window at which they have signed on; null: at none.
    @Nullable public var window: String?
    /// The window at which somebody takes their place; null: at none.
    @Nullable public var coveredAt: String?
    /// The ids of all services that they may serve; empty: whatever the window serves.
    public var skills: [String]
    /// The ids of the windows at which they may take somebody's place; empty: every window.
    public var covers: [String]

    /// A person of whom only this is known.
    public init(id: String, name: String, skills: [String], covers: [String]) {
        self.id = id
        self.name = name
        post = nil
        department = nil
        phone = nil
        number = nil
        window = nil
        coveredAt = nil
        self.skills = skills
        self.covers = covers
    }
}
