import HallModel

/// `org.halld.Queue.ImportAppointments`: all or none.
public enum ImportAppointments: APICall {
    /// Its name.
    public static let method = APIMethod.importAppointments
    /// The most entries of one call.
    public static let entryLimit = 5000
    /// The entries.
    public struct Parameters: CommandParameters {
        /// At most 5000.
        public var appointments: [AppointmentEntry]
        /// Take in nothing.
        public var dryRun: Bool?
        /// Of the problems' texts; absent for the hall's.
        public var language: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case appointments, dryRun, language, idempotencyKey }
        /// All fields.
        public init(
            appointments: [AppointmentEntry], dryRun: Bool? = nil, language: String? = nil,
            idempotencyKey: String? = nil
        ) {
            self.appointments = appointments
            self.dryRun = dryRun
            self.language = language
            self.idempotencyKey = idempotencyKey
        }
    }
    /// What became of them.
    public struct Reply: Codable, Sendable, Equatable {
        /// An entry that cannot be taken in.
        public struct Problem: Codable, Sendable, Equatable {
            /// Which, from 0.
            public var index: Int
            /// What is wrong and what to do.
            public var text: String
            /// All fields.
            public init(index: Int, text: String) {
                self.index = index
                self.text = text
            }
        }
        /// New ones.
        public var added: Int
        /// Known ones that say something else now.
        public var changed: Int
        /// Known ones that say the same.
        public var unchanged: Int
        /// Where there is any nothing was taken in.
        public var problems: [Problem]
        /// All fields.
        public init(added: Int, changed: Int, unchanged: Int, problems: [Problem]) {
            self.added = added
            self.changed = changed
            self.unchanged = unchanged
            self.problems = problems
        }
    }
}

/// `org.halld.Queue.Appointments`
public enum ListAppointments: APICall {
    /// Its name.
    public static let method = APIMethod.listAppointments
    /// Which.
    public struct Parameters: CallParameters {
        /// Of this date only; absent for all.
        public var day: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case day }
        /// All fields.
        public init(day: String? = nil) { self.day = day }
    }
    /// The appointments.
    public struct Reply: Codable, Sendable, Equatable {
        /// In the order of their slots.
        public var appointments: [AppointmentView]
        /// All fields.
        public init(appointments: [AppointmentView]) { self.appointments = appointments }
    }
}

/// `org.halld.Queue.CancelAppointment`
public enum CancelAppointment: APICall {
    /// Its name.
    public static let method = APIMethod.cancelAppointment
    /// Which and why.
    public struct Parameters: CommandParameters {
        /// Which.
        public var code: String
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case code, reason, idempotencyKey }
        /// All fields.
        public init(code: String, reason: String? = nil, idempotencyKey: String? = nil) {
            self.code = code
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// As it was.
    public typealias Reply = AppointmentView
}

/// A time at which a visitor is expected.
public struct AppointmentView: Codable, Sendable, Equatable {
    /// Its code.
    public var code: String
    /// Of the slot: RFC 3339, wall clock, the hall's zone.
    public var start: String
    /// Length of the slot.
    public var minutes: Int
    /// The service's id.
    public var service: String
    /// 户籍; null if the service is no longer configured.
    @Nullable public var serviceName: String?
    /// `onsite` `phone` `net`
    public var source: String
    /// `open` `used` `missed`
    public var state: String
    /// The number that was taken with it; null: none.
    @Nullable public var number: String?

    /// All fields.
    public init(
        code: String, start: String, minutes: Int, service: String, serviceName: String?, source: String,
        state: String, number: String?
    ) {
        self.code = code
        self.start = start
        self.minutes = minutes
        self.service = service
        self.serviceName = serviceName
        self.source = source
        self.state = state
        self.number = number
    }
}
