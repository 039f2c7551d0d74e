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
    /// `serial` `tcp` `nut` `gpio`
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
    /// The newest refusal or loss, for a technician; null if there was none.
    @Nullable public var lastError: String?
    /// Messages that made no sense, of all its devices.
    public var errors: Int

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
    }
}
