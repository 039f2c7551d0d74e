/// Which ticket, and why.
public struct TicketReason: CommandParameters {
    /// A number of today.
    public var number: String
    /// Kept with the record.
    public var reason: String?
    /// Makes the call safe to repeat.
    public var idempotencyKey: String?
    /// The names.
    public enum CodingKeys: String, CodingKey, CaseIterable { case number, reason, idempotencyKey }
    /// All fields.
    public init(number: String, reason: String? = nil, idempotencyKey: String? = nil) {
        self.number = number
        self.reason = reason
        self.idempotencyKey = idempotencyKey
    }
}

/// `org.halld.Queue.Cancel`
public enum CancelTicket: APICall {
    /// Its name.
    public static let method = APIMethod.cancelTicket
    /// Which and why.
    public typealias Parameters = TicketReason
    /// The ticket after it.
    public typealias Reply = TicketView
}

/// `org.halld.Queue.Park`
public enum ParkTicket: APICall {
    /// Its name.
    public static let method = APIMethod.parkTicket
    /// Which and why.
    public typealias Parameters = TicketReason
    /// The ticket after it.
    public typealias Reply = TicketView
}

/// `org.halld.Queue.Return`
public enum ReturnTicket: APICall {
    /// Its name.
    public static let method = APIMethod.returnTicket
    /// Which and why.
    public typealias Parameters = TicketReason
    /// The ticket after it.
    public typealias Reply = TicketView
}

/// `org.halld.Queue.Transfer`
public enum TransferTicket: APICall {
    /// Its name.
    public static let method = APIMethod.transferTicket
    /// Which, and where to.
    public struct Parameters: CommandParameters {
        /// A number of today.
        public var number: String
        /// What it waits for from now on; absent: as before.
        public var service: String?
        /// The only window that may call it; absent: any that serves it.
        public var window: String?
        /// The only person who may call it, an operator's id; absent: any.
        public var `operator`: String?
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable {
            case number, service, window, `operator`, reason, idempotencyKey
        }
        /// All fields.
        public init(
            number: String, service: String? = nil, window: String? = nil, operator: String? = nil,
            reason: String? = nil, idempotencyKey: String? = nil
        ) {
            self.number = number
            self.service = service
            self.window = window
            self.operator = `operator`
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The ticket after it.
    public typealias Reply = TicketView
}

/// `org.halld.Windows.Transfer`
public enum TransferVisitor: APICall {
    /// Its name.
    public static let method = APIMethod.transferVisitor
    /// From where to where.
    public struct Parameters: CommandParameters {
        /// The id of the window at which the visitor is.
        public var window: String
        /// What they wait for from now on; absent: as before.
        public var service: String?
        /// The only window that may call them; absent: any that serves them.
        public var to: String?
        /// The only person who may call them, an operator's id; absent: any.
        public var `operator`: String?
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable {
            case window, service, to, `operator`, reason, idempotencyKey
        }
        /// All fields.
        public init(
            window: String, service: String? = nil, to: String? = nil, operator: String? = nil,
            reason: String? = nil, idempotencyKey: String? = nil
        ) {
            self.window = window
            self.service = service
            self.to = to
            self.operator = `operator`
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The window after it.
    public typealias Reply = WindowView
}
