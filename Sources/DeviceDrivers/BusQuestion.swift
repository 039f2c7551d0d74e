import HallModel

/// Names what a person asked of a bus, so that the answer finds them. Unique among those under way.
public struct BusQuestionID: Hashable, Sendable {
    /// The thread's number.
    public let number: UInt64
    /// The thread's number.
    public init(_ number: UInt64) { self.number = number }
}

/// A technician's own Modbus read, put between the requests of the plan: right after the transaction under way.
public struct BusQuestion: Sendable, Equatable {
    /// Its name.
    public var id: BusQuestionID
    /// 1…247; 255 also on TCP. It need not be in the plan.
    public var unit: Int
    /// Reads only; a write is `refused`.
    public var operation: ModbusRequest.Operation
    /// How long the first byte of the answer may take.
    public var timeout: Duration
    /// Nothing is sent after it.
    public var deadline: MonotonicInstant

    /// A question.
    public init(
        id: BusQuestionID, unit: Int, operation: ModbusRequest.Operation, timeout: Duration, deadline: MonotonicInstant
    ) {
        self.id = id
        self.unit = unit
        self.operation = operation
        self.timeout = timeout
        self.deadline = deadline
    }
}

/// What became of a `BusQuestion`: exactly one for each, at the latest at its deadline and one transaction more.
public enum BusAnswer: Sendable, Equatable {
    /// What the device answered.
    case replied(ModbusReply)
    /// Why it did not.
    case failed(ModbusFailure)
    /// The port is closed, with this cause.
    case portClosed(DeviceDetail)
    /// Its deadline came first.
    case expired
    /// Not a read, too many at once, or not a Modbus bus.
    case refused
}

/// A search of a line for devices.
public struct BusScan: Sendable, Equatable {
    /// A model that a found device may be, known by what it answers.
    public struct Model: Sendable, Equatable {
        /// Its profile.
        public var profile: String
        /// Its registers.
        public var map: RegisterMap

        /// A model.
        public init(profile: String, map: RegisterMap) {
            self.profile = profile
            self.map = map
        }
    }
    /// Its name; its news carry it.
    public var id: BusQuestionID
    /// Which units are asked, 1…247.
    public var units: ClosedRange<Int>
    /// What a found device may be.
    public var models: [Model]
    /// Line settings to be tried besides the line's own. Not empty: the plan stands still, its points go stale with reason
    /// `scan`, and the whole line is the scan's. Empty: it takes at most the line's share.
    public var settings: [SerialSettings]

    /// A search.
    public init(id: BusQuestionID, units: ClosedRange<Int>, models: [Model], settings: [SerialSettings] = []) {
        self.id = id
        self.units = units
        self.models = models
        self.settings = settings
    }
}

/// What a search has to tell.
public enum BusScanNews: Sendable, Equatable {
    /// So many of the units were asked, counted over all settings.
    case progress(done: Int, of: Int)
    /// Somebody answered.
    case found(BusScanFinding)
    /// Nothing more comes. Told once, also after `endScan` and when the port is lost.
    case ended(BusScanEnd)
}

/// Why a search is over.
public enum BusScanEnd: Sendable, Equatable {
    /// All were asked.
    case complete
    /// Somebody ended it.
    case stopped
    /// The port was lost or is not open, with this cause.
    case portClosed(DeviceDetail)
    /// Another one is under way, or it is not a Modbus line.
    case refused
}

/// A device that a search found.
public struct BusScanFinding: Sendable, Equatable {
    /// Its address.
    public var unit: Int
    /// The line's settings at which it answered; nil on TCP.
    public var settings: SerialSettings?
    /// The device of the plan with this address, if there is one.
    public var device: DeviceID?
    /// It only ever refused: a device is there, and nothing more is known.
    public var onlyRefuses: Bool
    /// Profiles whose registers it answers with values that can be, the best first.
    public var profiles: [String]

    /// All fields.
    public init(unit: Int, settings: SerialSettings?, device: DeviceID?, onlyRefuses: Bool, profiles: [String]) {
        self.unit = unit
        self.settings = settings
        self.device = device
        self.onlyRefuses = onlyRefuses
        self.profiles = profiles
    }
}
