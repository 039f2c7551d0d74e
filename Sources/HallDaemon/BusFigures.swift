import DeviceDrivers
import HallModel
import HardwareAccess

/// What a wire did since its thread started.
public struct BusFigures: Sendable, Equatable {
    /// What wires count that carry requests.
    public struct Requests: Sendable, Equatable {
        /// Sent.
        public var sent: Int
        /// Without an answer in time.
        public var timeouts: Int
        /// Answered with what was damaged, or of somebody else.
        public var garbled: Int
        /// Refused by a device.
        public var exceptions: Int

        /// All fields.
        public init(sent: Int, timeouts: Int, garbled: Int, exceptions: Int) {
            self.sent = sent
            self.timeouts = timeouts
            self.garbled = garbled
            self.exceptions = exceptions
        }
    }
    /// It is open.
    public var isOpen = false
    /// Times it was opened.
    public var opens = 0
    /// Times it could not be opened.
    public var refusals = 0
    /// Times it failed while open.
    public var losses = 0
    /// Bytes read.
    public var bytesIn = 0
    /// Bytes sent.
    public var bytesOut = 0
    /// Bytes that wait to be sent.
    public var bytesWaiting = 0
    /// Events that found no room.
    public var overflows = 0
    /// Nil on a wire without requests.
    public var requests: Requests?
    /// How long it was taken; nil where nobody measures that.
    public var busy: Duration?
    /// How old its points become and who fails; nil on a wire without requests, and in its first second.
    public var line: LineFigures?
    /// The newest refusal or loss.
    public var lastError: TransportError?

    /// Nothing happened yet.
    public init() {}

    /// The numbers of a bus thread; `asks` says that the wire carries requests.
    init(_ statistics: BusStatistics, _ line: LineFigures?, asks: Bool) {
        self.line = line
        if asks {
            requests = Requests(
                sent: statistics.requests, timeouts: statistics.timeouts, garbled: statistics.garbled,
                exceptions: statistics.exceptions)
        }
        // A zero is no measurement: over a network a stream takes no time.
        if statistics.busy > .zero { busy = statistics.busy }
        isOpen = statistics.isOpen
        opens = statistics.opens
        refusals = statistics.refusals
        losses = statistics.losses
        bytesIn = statistics.bytesIn
        bytesOut = statistics.bytesOut
        bytesWaiting = statistics.bytesWaiting
        overflows = statistics.overflows
        lastError = statistics.lastError
    }
}
