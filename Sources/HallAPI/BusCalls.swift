/// `org.halld.Bus.List`
public enum ListBuses: APICall {
    /// Its name.
    public static let method = APIMethod.listBuses
    /// None.
    public typealias Parameters = NoParameters
    /// The wires.
    public struct Reply: Codable, Sendable, Equatable {
        /// In the plan's order.
        public var buses: [BusView]
        /// All fields.
        public init(buses: [BusView]) { self.buses = buses }
    }
}

/// A wire.
public struct BusView: Codable, Sendable, Equatable {
    /// Its name in the plan.
    public var id: String
    /// `serial` `tcp` `nut` `gpio` `program`
    public var wire: String
    /// A path, an address and port, or a chip's label.
    public var path: String
    /// It is open; null while nobody uses it.
    @Nullable public var isOpen: Bool?
    /// The ids of the devices on it, in the plan's order.
    public var devices: [String]
    /// How many of them should answer and do not.
    public var offline: Int
    /// All fields.
    public init(id: String, wire: String, path: String, isOpen: Bool?, devices: [String], offline: Int) {
        self.id = id
        self.wire = wire
        self.path = path
        self.isOpen = isOpen
        self.devices = devices
        self.offline = offline
    }
}

/// `org.halld.Bus.Stats`
public enum BusStats: APICall {
    /// Its name.
    public static let method = APIMethod.busStats
    /// Which.
    public struct Parameters: CallParameters {
        /// The wire's id; absent for all.
        public var bus: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case bus }
        /// All fields.
        public init(bus: String? = nil) { self.bus = bus }
    }
    /// The wires.
    public struct Reply: Codable, Sendable, Equatable {
        /// In the plan's order; those that nobody uses have no numbers and are left out.
        public var buses: [BusStatisticsView]
        /// All fields.
        public init(buses: [BusStatisticsView]) { self.buses = buses }
    }
}

/// What a wire did since its thread started. All numbers count from then.
public struct BusStatisticsView: Codable, Sendable, Equatable {
    /// Its name in the plan.
    public var id: String
    /// It is open.
    public var isOpen: Bool
    /// Times it was opened.
    public var opens: Int
    /// Times it could not be opened.
    public var refusals: Int
    /// Times it failed while open.
    public var losses: Int
    /// Bytes read.
    public var bytesIn: Int
    /// Bytes sent.
    public var bytesOut: Int
    /// Bytes that wait to be sent.
    public var bytesWaiting: Int
    /// Events that found no room in its mailbox.
    public var overflows: Int
    /// Requests sent; null on wires without requests.
    @Nullable public var requests: Int?
    /// Requests without an answer in time.
    @Nullable public var timeouts: Int?
    /// Answers that were damaged or of somebody else.
    @Nullable public var garbled: Int?
    /// Requests that a device refused.
    @Nullable public var exceptions: Int?
    /// Per cent of the time that the wire was taken, over the last seconds; null where nobody measures it.
    @Nullable public var utilisation: Int?
    /// The newest refusal or loss, in English, for a technician; null if there was none.
    @Nullable public var lastError: String?
    /// Messages that made no sense, of all its devices.
    public var errors: Int
    /// How old points are when they are renewed, in milliseconds: half of the newest renewals are younger. Null before the
    /// first, and on wires without requests; so are all that follow.
    @Nullable public var ageP50Milliseconds: Int?
    /// 99 of 100 are younger.
    @Nullable public var ageP99Milliseconds: Int?
    /// Requests that were not needed because points were read together.
    @Nullable public var savedRequests: Int?
    /// The line's time in milliseconds that they would have taken.
    @Nullable public var savedMilliseconds: Int?
    /// Per cent of the time that went to requests which failed, over the same seconds as `utilisation`.
    @Nullable public var failingPercent: Int?
    /// What kind of trouble that was: `missing` `busy` `forbidden` `unsuitable` `hungUp` `system`
    @Nullable public var lastErrorCode: String?
    /// Who most likely disturbs the line; null when all is well.
    @Nullable public var culprit: BusCulpritView?
    /// Its devices in the plan's order; empty unless one wire was asked for.
    public var units: [BusUnitView]

    /// What every wire counts.
    public init(
        id: String, isOpen: Bool, opens: Int, refusals: Int, losses: Int, bytesIn: Int, bytesOut: Int,
        bytesWaiting: Int, overflows: Int, lastError: String?, errors: Int
    ) {
        self.id = id
        self.isOpen = isOpen
        self.opens = opens
        self.refusals = refusals
        self.losses = losses
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
        self.bytesWaiting = bytesWaiting
        self.overflows = overflows
        self.requests = nil
        self.timeouts = nil
        self.garbled = nil
        self.exceptions = nil
        self.utilisation = nil
        self.lastError = lastError
        self.errors = errors
        self.ageP50Milliseconds = nil
        self.ageP99Milliseconds = nil
        self.savedRequests = nil
        self.savedMilliseconds = nil
        self.failingPercent = nil
        self.lastErrorCode = nil
        self.culprit = nil
        self.units = []
    }
}

/// Who most likely disturbs a line.
public struct BusCulpritView: Codable, Sendable, Equatable {
    /// What is heard.
    public enum Kind: String, Codable, Sendable, CaseIterable {
        /// What was sent comes back.
        case echo
        /// Whole frames of a unit that was not asked.
        case unit
        /// Bytes that make no frame.
        case noise
    }
    /// What is heard.
    public var kind: Kind
    /// Whose frames; null for others.
    @Nullable public var unit: Int?
    /// Devices that it most likely is: those with that unit, or those that fail; empty: none of the plan's.
    public var devices: [String]
    /// All fields.
    public init(kind: Kind, unit: Int?, devices: [String]) {
        self.kind = kind
        self.unit = unit
        self.devices = devices
    }
}

/// What a device on a wire with requests did since the wire's thread started.
public struct BusUnitView: Codable, Sendable, Equatable {
    /// Its id.
    public var device: String
    /// Its address.
    public var unit: Int
    /// Requests to it.
    public var asked: Int
    /// Answers of any kind but refusals.
    public var answered: Int
    /// Requests without an answer in time.
    public var timeouts: Int
    /// Answers that were damaged, or not to the question.
    public var garbled: Int
    /// Refusals.
    public var exceptions: Int
    /// See the wire's; null before the first renewal.
    @Nullable public var ageP50Milliseconds: Int?
    /// See the wire's.
    @Nullable public var ageP99Milliseconds: Int?
    /// The longest that it thought of late before its answer began; null: it never answered.
    @Nullable public var longestThoughtMilliseconds: Int?
    /// Its last request failed.
    public var isFailing: Bool
    /// All fields.
    public init(
        device: String, unit: Int, asked: Int, answered: Int, timeouts: Int, garbled: Int, exceptions: Int,
        ageP50Milliseconds: Int?, ageP99Milliseconds: Int?, longestThoughtMilliseconds: Int?, isFailing: Bool
    ) {
        self.device = device
        self.unit = unit
        self.asked = asked
        self.answered = answered
        self.timeouts = timeouts
        self.garbled = garbled
        self.exceptions = exceptions
        self.ageP50Milliseconds = ageP50Milliseconds
        self.ageP99Milliseconds = ageP99Milliseconds
        self.longestThoughtMilliseconds = longestThoughtMilliseconds
        self.isFailing = isFailing
    }
}
