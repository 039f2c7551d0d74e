import DeviceDrivers
import HallModel

/// What a bus thread has done since it started, at one moment.
public struct BusStatistics: Sendable, Equatable {
    /// The port is open.
    public var isOpen = false
    /// Bytes read from the wire.
    public var bytesIn = 0
    /// Bytes that the kernel took for the wire.
    public var bytesOut = 0
    /// Bytes given and not yet taken by the kernel.
    public var bytesWaiting = 0
    /// Times the port was opened.
    public var opens = 0
    /// Times it could not be opened.
    public var refusals = 0
    /// Times it failed while open.
    public var losses = 0
    /// Events that found the mailbox full.
    public var overflows = 0
    /// Modbus requests sent, also those to everybody.
    public var requests = 0
    /// Modbus requests without an answer in time.
    public var timeouts = 0
    /// Modbus answers that were damaged, of another unit, or not to the question.
    public var garbled = 0
    /// Modbus requests that the device refused.
    public var exceptions = 0
    /// How long the wire was taken: of Modbus each request with the wait for its answer, of a serial line the time of its
    /// bytes. Over the time since the last look it is the utilisation. A stream over a network takes none.
    public var busy: Duration = .zero
    /// The path is watched; otherwise a plugged-in port is found at the machine's next attempt only.
    public var isPathWatched = false
    /// The newest refusal or loss, also after the port is open again.
    public var lastError: TransportError?

    init() {}
}
