import HallModel

/// What a wire tells its machine.
public enum BusEvent: Sendable, Equatable {
    /// The port is open and flushed, set up as the plan says.
    case opened
    /// The port could not be opened.
    case refused(TransportError)
    /// The port failed while open; it is closed now.
    case lost(TransportError)
    /// The path of the port appeared (again): worth an attempt at once.
    case pathAppeared
    /// Bytes from the wire, in order, any number of them.
    case received([UInt8])
    /// The kernel has taken all bytes written so far and sent them down the line.
    case drained
    /// Some of the bytes written went down the line since it was last said; at most once in a while.
    case moved
    /// What a device should show from now on.
    case wish(DeviceID, DesiredState)
    /// A job for a device.
    case print(PrintJob)
    /// Forget this job if none of it was sent; its outcome is reported in any case.
    case withdraw(JobID)
    /// Report all levels (presence, conditions) again.
    case presentLevels
    /// The time asked for with `nextWake` is reached.
    case timeReached
}

/// What a machine asks of its wire.
public enum BusAction: Sendable, Equatable {
    /// Open the port; answer with `opened` or `refused`.
    case open
    /// Send these bytes after those already given; answer with `drained` when all are sent. Given bytes that are not
    /// sent when the port is lost are dropped.
    case write([UInt8])
    /// Drop what was given and not yet sent (after a time-out), and let an XOFF from before hold nothing any more.
    case discardOutput
    /// Let an XOFF from before hold nothing any more; nothing is dropped. A new XOFF stops the line again.
    case releaseOutput
    /// Tell the hall.
    case report(DeviceReport)
}

/// Why a port cannot be used, and what happens next.
public struct TransportError: Error, Sendable, Equatable {
    /// What the machine does with it.
    public enum Disposition: String, Sendable, Equatable {
        /// Worth the same attempt again at once.
        case retryNow
        /// Goes on with the next request; this one failed.
        case nextCycle
        /// Nothing more until the device is connected again.
        case untilReconnect
        /// The port is closed; open it again with back-off, or when its path appears.
        case portLost
    }
    /// What went wrong.
    public enum Code: String, Sendable, Equatable {
        /// The path does not exist.
        case missing
        /// Another process holds it.
        case busy
        /// No permission.
        case forbidden
        /// It is not a terminal, or refuses its settings.
        case unsuitable
        /// It failed while open (unplugged, hung up).
        case hungUp
        /// Another error of the system.
        case system
    }
    /// What went wrong.
    public var code: Code
    /// What happens next.
    public var disposition: Disposition
    /// The system's number, 0 if there is none.
    public var errno: Int32
    /// The port: path and what was tried, for a technician.
    public var message: String

    /// An error of a port.
    public init(_ code: Code, disposition: Disposition, errno: Int32, message: String) {
        self.code = code
        self.disposition = disposition
        self.errno = errno
        self.message = message
    }
}
