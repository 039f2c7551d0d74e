/// `org.halld.People.CallAssist`: a clerk calls for help.
public enum CallAssist: APICall {
    /// Its name.
    public static let method = APIMethod.callAssist
    /// Where, and why.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, reason, idempotencyKey }
        /// All fields.
        public init(window: String, reason: String? = nil, idempotencyKey: String? = nil) {
            self.window = window
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The open call.
    public typealias Reply = AssistView
}

/// `org.halld.People.AnswerAssist`: somebody goes to help.
public enum AnswerAssist: APICall {
    /// Its name.
    public static let method = APIMethod.answerAssist
    /// Where.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, reason, idempotencyKey }
        /// All fields.
        public init(window: String, reason: String? = nil, idempotencyKey: String? = nil) {
            self.window = window
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The call that was answered.
    public typealias Reply = AssistView
}

/// `org.halld.People.ListAssists`
public enum ListAssists: APICall {
    /// Its name.
    public static let method = APIMethod.listAssists
    /// None.
    public typealias Parameters = NoParameters
    /// The open calls.
    public struct Reply: Codable, Sendable, Equatable {
        /// The oldest first.
        public var assists: [AssistView]
        /// All fields.
        public init(assists: [AssistView]) { self.assists = assists }
    }
}

/// A call for help.
public struct AssistView: Codable, Sendable, Equatable {
    /// The id of its alarm, by which it can be answered too.
    public var id: String
    /// The window's id.
    public var window: String
    /// When: RFC 3339, wall clock, the hall's zone.
    public var since: String
    /// Who called.
    public var by: String
    /// Why, in their words; null if nothing was said.
    @Nullable public var reason: String?
    /// Whole seconds until it was answered; null: it is open.
    @Nullable public var answeredSeconds: Int?

    /// All fields.
    public init(
        id: String, window: String, since: String, by: String, reason: String?, answeredSeconds: Int? = nil
    ) {
        self.id = id
        self.window = window
        self.since = since
        self.by = by
        self.reason = reason
        self.answeredSeconds = answeredSeconds
    }
}

/// `org.halld.People.Send`: a few words between the people of the hall.
public enum SendMessage: APICall {
    /// Its name.
    public static let method = APIMethod.sendMessage
    /// What, from where to where.
    public struct Parameters: CommandParameters {
        /// `desk`, or a window's id.
        public var to: String
        /// One line of at most 200 characters.
        public var text: String
        /// `desk`, or a window's id; absent: the one window of a clerk, else the desk.
        public var from: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case to, text, from, idempotencyKey }
        /// All fields.
        public init(to: String, text: String, from: String? = nil, idempotencyKey: String? = nil) {
            self.to = to
            self.text = text
            self.from = from
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The message.
    public typealias Reply = MessageView
}

/// `org.halld.People.ListMessages`
public enum ListMessages: APICall {
    /// Its name.
    public static let method = APIMethod.listMessages
    /// Whose.
    public struct Parameters: CallParameters {
        /// `desk`, or a window's id; absent: all of them.
        public var place: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case place }
        /// All fields.
        public init(place: String? = nil) { self.place = place }
    }
    /// The messages.
    public struct Reply: Codable, Sendable, Equatable {
        /// The newest 100 of the day, the oldest first.
        public var messages: [MessageView]
        /// All fields.
        public init(messages: [MessageView]) { self.messages = messages }
    }
}

/// A few words between the people of the hall.
public struct MessageView: Codable, Sendable, Equatable {
    /// When: RFC 3339, wall clock, the hall's zone.
    public var at: String
    /// `desk`, or a window's id
    public var from: String
    /// `desk`, or a window's id
    public var to: String
    /// Who wrote it.
    public var by: String
    /// What.
    public var text: String

    /// All fields.
    public init(at: String, from: String, to: String, by: String, text: String) {
        self.at = at
        self.from = from
        self.to = to
        self.by = by
        self.text = text
    }
}
