/// `org.halld.Queue.Take`
public enum TakeTicket: APICall {
    /// Its name.
    public static let method = APIMethod.takeTicket
    /// What for and where.
    public struct Parameters: CommandParameters {
        /// The service's id; absent with an appointment, whose service it is then.
        public var service: String?
        /// Where to print; absent for the first kiosk that is able to.
        public var kiosk: String?
        /// `ordinary` `elder` `disabled` `pregnant` `military`; absent for ordinary.
        public var priority: String?
        /// The code of the appointment that the visitor comes with; absent: without.
        public var appointment: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable {
            case service, kiosk, priority = "class", appointment, idempotencyKey
        }
        /// All fields.
        public init(
            service: String?, kiosk: String? = nil, priority: String? = nil, appointment: String? = nil,
            idempotencyKey: String? = nil
        ) {
            self.appointment = appointment
            self.service = service
            self.kiosk = kiosk
            self.priority = priority
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The ticket.
    public typealias Reply = TicketView
}

/// `org.halld.Queue.Show`
public enum ShowTicket: APICall {
    /// Its name.
    public static let method = APIMethod.showTicket
    /// Which.
    public typealias Parameters = TicketName
    /// The ticket.
    public typealias Reply = TicketView
}

/// Names a ticket.
public struct TicketName: CallParameters {
    /// A number of today (`A017`), or a ticket's id (`2026-11-21/A017`).
    public var number: String
    /// The names.
    public enum CodingKeys: String, CodingKey, CaseIterable { case number }
    /// All fields.
    public init(number: String) { self.number = number }
}

/// `org.halld.Queue.Reprint`
public enum ReprintTicket: APICall {
    /// Its name.
    public static let method = APIMethod.reprintTicket
    /// Which and where.
    public struct Parameters: CommandParameters {
        /// A number of today.
        public var number: String
        /// Where to print; absent for the first kiosk that is able to.
        public var kiosk: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case number, kiosk, idempotencyKey }
        /// All fields.
        public init(number: String, kiosk: String? = nil, idempotencyKey: String? = nil) {
            self.number = number
            self.kiosk = kiosk
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The ticket after it.
    public typealias Reply = TicketView
}

/// One visitor's turn.
public struct TicketView: Codable, Sendable, Equatable {
    /// For all time: `2026-11-21/A017`.
    public var id: String
    /// As on the paper: `A017`.
    public var number: String
    /// The service's id.
    public var service: String
    /// 户籍; null if the service is no longer configured.
    @Nullable public var serviceName: String?
    /// The visitor's class: `ordinary` `elder` `disabled` `pregnant` `military`.
    public var priority: String
    /// `waiting` `called` `serving` `parked` `absent` `finished` `no-show` `cancelled` `voided` `lapsed`
    public var stage: String
    /// Where it is called or served, or will be: the window that it comes back to or waits for; null elsewhere.
    @Nullable public var window: String?
    /// Those of the same service that wait before it now; 0 once it is called.
    public var ahead: Int
    /// Seconds until it is called; null: it does not wait, or nothing is known.
    @Nullable public var estimatedWaitSeconds: Int?
    /// When the slot of its appointment begins: RFC 3339, wall clock, the hall's zone; null: taken without one.
    @Nullable public var booked: String?
    /// `pending` `proven` `unproven` `failed` `paperless`
    public var printed: String
    /// How often it was printed again.
    public var reprints: Int
    /// When it was taken: RFC 3339, wall clock, the hall's zone.
    public var since: String
    /// The last call: RFC 3339, wall clock, the hall's zone; null before it.
    @Nullable public var calledAt: String?
    /// The start of service: RFC 3339, wall clock, the hall's zone; null before it.
    @Nullable public var startedAt: String?
    /// Where it was taken, or the user who took it over this socket.
    public var takenBy: String
    /// The only person who may call it, an operator's id; null: any.
    @Nullable public var `operator`: String?

    /// The names on the wire.
    public enum CodingKeys: String, CodingKey {
        case id, number, service, serviceName, priority = "class", stage, window, ahead, estimatedWaitSeconds, booked,
            printed,
            reprints
        case since, calledAt, startedAt, takenBy, `operator`
    }

    /// All fields.
    public init(
        id: String, number: String, service: String, serviceName: String? = nil, priority: String, stage: String,
        window: String?, ahead: Int, estimatedWaitSeconds: Int? = nil, booked: String? = nil, printed: String,
        reprints: Int, since: String, calledAt: String?, startedAt: String?, takenBy: String, operator: String? = nil
    ) {
        self.booked = booked
        self.id = id
        self.number = number
        self.service = service
        self.serviceName = serviceName
        self.priority = priority
        self.stage = stage
        self.window = window
        self.ahead = ahead
        self.estimatedWaitSeconds = estimatedWaitSeconds
        self.printed = printed
        self.reprints = reprints
        self.since = since
        self.calledAt = calledAt
        self.startedAt = startedAt
        self.takenBy = takenBy
        self.operator = `operator`
    }
}

// The call that programs make most often is read and written without looking up types at run time, which costs most
// when the daemon has slept. A test compares it with what synthesized code does.

extension APICall where Reply == TicketView {
    /// A reply as a message with its zero byte.
    public static func message(reply: TicketView, continues: Bool = false) -> [UInt8] {
        var text = JSONText()
        text.verbatim(continues ? #"{"continues":true,"parameters":"# : #"{"parameters":"#)
        reply.write(to: &text)
        text.verbatim("}\0")
        return text.bytes
    }
}

extension TicketView {
    /// Writes the members in byte order of their names.
    fileprivate func write(to text: inout JSONText) {
        text.verbatim(#"{"ahead":"#)
        text.integer(ahead)
        text.verbatim(#","booked":"#)
        text.nullable(booked)
        text.verbatim(#","calledAt":"#)
        text.nullable(calledAt)
        text.verbatim(#","class":"#)
        text.string(priority)
        text.verbatim(#","estimatedWaitSeconds":"#)
        if let estimatedWaitSeconds { text.integer(estimatedWaitSeconds) } else { text.null() }
        text.verbatim(#","id":"#)
        text.string(id)
        text.verbatim(#","number":"#)
        text.string(number)
        text.verbatim(#","operator":"#)
        text.nullable(`operator`)
        text.verbatim(#","printed":"#)
        text.string(printed)
        text.verbatim(#","reprints":"#)
        text.integer(reprints)
        text.verbatim(#","service":"#)
        text.string(service)
        text.verbatim(#","serviceName":"#)
        text.nullable(serviceName)
        text.verbatim(#","since":"#)
        text.string(since)
        text.verbatim(#","stage":"#)
        text.string(stage)
        text.verbatim(#","startedAt":"#)
        text.nullable(startedAt)
        text.verbatim(#","takenBy":"#)
        text.string(takenBy)
        text.verbatim(#","window":"#)
        text.nullable(window)
        text.mark("}")
    }
}

extension APICall where Parameters == TicketName {
    /// The parameters of a call; the fault to answer if they are not this method's.
    public static func parameters(of call: CallHeader) throws(APIFault) -> TicketName {
        guard let parameters = call.parameters else { throw .invalidParameter("number") }
        for name in parameters.members where !name.name.isText("number") {
            throw .invalidParameter(call.parameterNames.first { $0 != "number" } ?? "")
        }
        guard let number = parameters["number"]?.string else { throw .invalidParameter("number") }
        return TicketName(number: number)
    }
}
