/// `org.halld.Bus.Trace`
public enum TraceBus: APICall {
    /// Its name.
    public static let method = APIMethod.traceBus
    /// What is wanted.
    public struct Parameters: CallParameters {
        /// The wire's id.
        public var bus: String
        /// Seconds of the past, 1…86 400, after which it ends; absent: what comes from now on.
        public var lastSeconds: Int?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case bus, lastSeconds }
        /// All fields.
        public init(bus: String, lastSeconds: Int? = nil) {
            self.bus = bus
            self.lastSeconds = lastSeconds
        }
    }
    /// What was seen since the last reply.
    public struct Reply: Codable, Sendable, Equatable {
        /// The wire's id.
        public var bus: String
        /// How its bytes are to be read.
        public var form: TraceForm
        /// Pieces that were forgotten before this reader came to them.
        public var skipped: Int
        /// In the order of time.
        public var frames: [TraceFrame]
        /// All fields.
        public init(bus: String, form: TraceForm, skipped: Int, frames: [TraceFrame]) {
            self.bus = bus
            self.form = form
            self.skipped = skipped
            self.frames = frames
        }
    }
}

/// How the bytes of a wire are to be read.
public enum TraceForm: String, Codable, Sendable, CaseIterable {
    /// Modbus RTU: unit, function, data, CRC.
    case modbusRtu
    /// Modbus TCP: transaction, protocol, length, unit, function, data.
    case modbusTcp
    /// A stream of bytes.
    case bytes
}

/// One thing that happened on a wire.
public struct TraceFrame: Codable, Sendable, Equatable {
    /// What happened.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        case received, sent, opened, refused, lost, discarded, released
    }
    /// RFC 3339 to the millisecond, wall clock, the hall's zone.
    public var at: String
    /// The same moment in microseconds since 1970.
    public var microseconds: Int64
    /// What.
    public var kind: Kind
    /// What was sent or received, two hexadecimal digits a byte.
    public var bytes: String
    /// Why the port was refused or lost: `missing` `busy` `forbidden` `unsuitable` `hungUp` `system`
    @Nullable public var code: String?
    /// All fields.
    public init(at: String, microseconds: Int64, kind: Kind, bytes: String, code: String? = nil) {
        self.at = at
        self.microseconds = microseconds
        self.kind = kind
        self.bytes = bytes
        self.code = code
    }
}

/// `org.halld.Bus.Read`
public enum ReadBus: APICall {
    /// Its name.
    public static let method = APIMethod.readBus
    /// What is asked of whom.
    public struct Parameters: CallParameters {
        /// The wire's id.
        public var bus: String
        /// The address of the device, 1…247 (TCP: 255); this or `device`.
        public var unit: Int?
        /// The device's id.
        public var device: String?
        /// `coils` `discreteInputs` `holding` `input`
        public var table: String
        /// Zero-based, 0…65 535.
        public var address: Int
        /// 1…125 registers, 1…2000 bits.
        public var count: Int
        /// How long the first byte of the answer may take, 10…10 000; absent: as its profile says, else 500.
        public var timeoutMilliseconds: Int?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable {
            case bus, unit, device, table, address, count, timeoutMilliseconds
        }
        /// All fields.
        public init(
            bus: String, unit: Int? = nil, device: String? = nil, table: String, address: Int, count: Int,
            timeoutMilliseconds: Int? = nil
        ) {
            self.bus = bus
            self.unit = unit
            self.device = device
            self.table = table
            self.address = address
            self.count = count
            self.timeoutMilliseconds = timeoutMilliseconds
        }
    }
    /// What became of it.
    public struct Reply: Codable, Sendable, Equatable {
        /// One register or bit.
        public struct Register: Codable, Sendable, Equatable {
            /// Zero-based.
            public var address: Int
            /// As it came: 0…65 535, or 0 and 1.
            public var raw: Int
            /// All fields.
            public init(address: Int, raw: Int) {
                self.address = address
                self.raw = raw
            }
        }
        /// A point of the plan that stands in what was read.
        public struct Point: Codable, Sendable, Equatable {
            /// `<device>.<point>`
            public var id: String
            /// Where its first register stands.
            public var address: Int
            /// A number or a word; null: what is there is no value of it.
            @Nullable public var value: JSONValue?
            /// How its numbers are usually shown; null: words.
            @Nullable public var decimals: Int?
            /// Of its numbers; empty: words and bare numbers.
            public var unit: String
            /// Why there is no value: `sensorFault` `outOfRange`
            @Nullable public var missing: String?
            /// All fields.
            public init(
                id: String, address: Int, value: JSONValue?, decimals: Int?, unit: String, missing: String?
            ) {
                self.id = id
                self.address = address
                self.value = value
                self.decimals = decimals
                self.unit = unit
                self.missing = missing
            }
        }
        /// The wire's id.
        public var bus: String
        /// Who was asked.
        public var unit: Int
        /// The device of the plan with that address; null: none.
        @Nullable public var device: String?
        /// How it ended.
        public var outcome: BusReadOutcome
        /// The device's own refusal; null: none.
        @Nullable public var exception: Int?
        /// Why the port is closed; null: it is not.
        @Nullable public var detail: String?
        /// What was read, in order; empty unless answered.
        public var registers: [Register]
        /// In the profile's order.
        public var points: [Point]
        /// All fields.
        public init(
            bus: String, unit: Int, device: String?, outcome: BusReadOutcome, exception: Int? = nil,
            detail: String? = nil, registers: [Register] = [], points: [Point] = []
        ) {
            self.bus = bus
            self.unit = unit
            self.device = device
            self.outcome = outcome
            self.exception = exception
            self.detail = detail
            self.registers = registers
            self.points = points
        }
    }
}

/// How a technician's read ended.
public enum BusReadOutcome: String, Codable, Sendable, CaseIterable {
    case answered, timeout, garbled, exception, portClosed, expired, refused
}

/// `org.halld.Bus.Scan`
public enum ScanBus: APICall {
    /// Its name.
    public static let method = APIMethod.scanBus
    /// What is searched.
    public struct Parameters: CallParameters {
        /// The wire's id.
        public var bus: String
        /// The first address, 1…247; absent: 1.
        public var from: Int?
        /// The last, 1…247; absent: 247.
        public var to: Int?
        /// Also at other rates and formats: the hall's own reading stands still meanwhile.
        public var interrupt: Bool?
        /// Why; required for `interrupt`.
        public var reason: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case bus, from, to, interrupt, reason }
        /// All fields.
        public init(
            bus: String, from: Int? = nil, to: Int? = nil, interrupt: Bool? = nil, reason: String? = nil
        ) {
            self.bus = bus
            self.from = from
            self.to = to
            self.interrupt = interrupt
            self.reason = reason
        }
    }
    /// News of the search.
    public struct Reply: Codable, Sendable, Equatable {
        /// A device that answered.
        public struct Found: Codable, Sendable, Equatable {
            /// Its address.
            public var unit: Int
            /// Bits a second at which it answered; null on TCP.
            @Nullable public var baud: Int?
            /// `8N1`; null on TCP.
            @Nullable public var format: String?
            /// The device of the plan with that address; null: none.
            @Nullable public var device: String?
            /// That device's profile.
            @Nullable public var profile: String?
            /// It answered nothing but refusals.
            public var onlyRefuses: Bool
            /// Profiles whose registers it answers with values that can be, the best first.
            public var profiles: [String]
            /// What the plan says of it.
            public var verdict: ScanVerdict
            /// All fields.
            public init(
                unit: Int, baud: Int?, format: String?, device: String?, profile: String?, onlyRefuses: Bool,
                profiles: [String], verdict: ScanVerdict
            ) {
                self.unit = unit
                self.baud = baud
                self.format = format
                self.device = device
                self.profile = profile
                self.onlyRefuses = onlyRefuses
                self.profiles = profiles
                self.verdict = verdict
            }
        }
        /// Addresses asked by now, over all rates and formats.
        public var done: Int
        /// Of so many.
        public var of: Int
        /// Who answered since the last reply.
        public var found: [Found]
        /// Why it is over; null: it goes on.
        @Nullable public var outcome: ScanEnd?
        /// Why the port is closed; null: it is not.
        @Nullable public var detail: String?
        /// All fields.
        public init(done: Int, of: Int, found: [Found], outcome: ScanEnd? = nil, detail: String? = nil) {
            self.done = done
            self.of = of
            self.found = found
            self.outcome = outcome
            self.detail = detail
        }
    }
}

/// What the plan says of a device that was found.
public enum ScanVerdict: String, Codable, Sendable, CaseIterable {
    /// No device has this address on this wire.
    case notInPlan
    /// It answers like the model that the plan names.
    case asPlanned
    /// It answers like another model than the plan names.
    case otherModel
    /// It is in the plan, and nobody knows its answers, or it gave none but refusals.
    case unknownModel
    /// It is in the plan, and answers at another rate or format than the line's.
    case otherSettings
}

/// Why a search is over.
public enum ScanEnd: String, Codable, Sendable, CaseIterable { case complete, stopped, portClosed, refused, busy }
