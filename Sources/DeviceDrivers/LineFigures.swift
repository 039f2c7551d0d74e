import HallModel

/// What a Modbus line did since its machine was made, and how old its points become.
public struct LineFigures: Sendable, Equatable {
    /// One device.
    public struct Device: Sendable, Equatable {
        /// Which.
        public var id: DeviceID
        /// Its address.
        public var unit: Int
        /// Requests to it, also writes and a technician's.
        public var asked = 0
        /// Answers of any kind but refusals.
        public var answered = 0
        /// Requests without an answer in time.
        public var timeouts = 0
        /// Answers that were damaged, or not to the question.
        public var garbled = 0
        /// Refusals.
        public var exceptions = 0
        /// The ages of its points when they were renewed.
        public var ages = AgeRecord()
        /// The longest that it thought of late, before its answer began; nil if it never answered.
        public var longestThought: Duration?
        /// Its last request failed: it is asked when the line's allowance lets it.
        public var isFailing = false

        /// Nothing yet.
        public init(id: DeviceID, unit: Int) {
            self.id = id
            self.unit = unit
        }
    }
    /// In the plan's order.
    public var devices: [Device] = []
    /// Requests that were not needed because points were read together.
    public var savedRequests = 0
    /// The time on the line that they would have taken.
    public var savedTime: Duration = .zero
    /// The line's time that requests took which failed.
    public var failingTime: Duration = .zero
    /// What it looks like when others than the asked are heard; nil when all is well.
    public var culprit: LineCulprit?

    /// Nothing yet.
    public init() {}

    /// The age that so many per cent of the newest renewals of all its points did not exceed; nil before the first.
    public func age(percentile: Int) -> Duration? { AgeRecord.percentile(percentile, of: devices.map(\.ages)) }
}

/// Who most likely disturbs a line.
public enum LineCulprit: Sendable, Equatable {
    /// What is sent comes back: the adapter, or a line without its terminating resistors.
    case echo
    /// Whole frames of a unit that was not asked: it answers too late, has somebody else's address, or a second master
    /// asks it.
    case unit(Int)
    /// Bytes that make no frame come unasked; likely one of these devices, which fail. Empty: not one of the plan's.
    case noise([DeviceID])
}
