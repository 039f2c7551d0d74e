import CLinux
import DeviceDrivers
import Glibc
import HallModel

/// An open serial port, ours alone, set up and flushed. Never blocks; closed when its owner goes.
///
/// Exclusive twice: `flock` keeps out others that lock (a second daemon, most tools), also when they are root; `TIOCEXCL`
/// keeps out everybody but root. A pseudo-terminal gets the lock only, since there `TIOCEXCL` outlives its holder.
public struct SerialPort: ~Copyable, Sendable {
    /// The path it was opened by.
    public let path: String
    /// What it was set up as.
    public private(set) var settings: SerialSettings
    /// Simulated lines and terminals of other programs.
    public let isPseudoTerminal: Bool
    private let descriptor: OwnedDescriptor

    /// For poll; borrowed.
    public var number: Int32 { descriptor.number }

    /// Opens, locks, sets up and flushes a port.
    ///
    /// - Throws: `missing`, `busy`, `forbidden`, `unsuitable` or `system`, with path and remedy.
    public init(path: String, settings: SerialSettings) throws(TransportError) {
        let flags = try TerminalFlags(settings, path: path)
        // Without O_NONBLOCK the open itself can wait for a carrier.
        let descriptor = OwnedDescriptor(owning: open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC))
        guard descriptor.number >= 0 else { throw Self.openError(path, errno) }
        var present = termios()
        guard tcgetattr(descriptor.number, &present) == 0 else {
            throw .unsuitable("\(path) is not a serial port: name the device in the configuration", errno: errno)
        }
        guard clinux_try_lock(descriptor.number) == 0 else { throw Self.openError(path, errno) }
        let isPseudoTerminal = clinux_is_pty(descriptor.number) == 1
        if !isPseudoTerminal, clinux_tty_exclusive(descriptor.number) != 0 { throw Self.openError(path, errno) }
        try Self.apply(flags, to: descriptor.number, path: path, isPseudoTerminal: isPseudoTerminal)
        tcflush(descriptor.number, TCIOFLUSH)
        self.path = path
        self.settings = settings
        self.isPseudoTerminal = isPseudoTerminal
        self.descriptor = descriptor
    }

    deinit {
        // Closing a real line waits up to 30 s for a stopped device to take what is left.
        if !isPseudoTerminal { tcflush(descriptor.number, TCIOFLUSH) }
    }

    /// Sets it up anew, and drops what came under the old settings.
    public mutating func configure(_ settings: SerialSettings) throws(TransportError) {
        let flags = try TerminalFlags(settings, path: path)
        try Self.apply(flags, to: number, path: path, isPseudoTerminal: isPseudoTerminal)
        tcflush(number, TCIOFLUSH)
        self.settings = settings
    }

    /// Closes it now; what the line has not sent is dropped.
    public consuming func close() {}

    /// Reads what is there, at most as much as `buffer` holds; 0 when there is nothing now.
    ///
    /// - Throws: `hungUp` when the device is gone, `system` else: close the port.
    public func read(into buffer: inout MutableSpan<UInt8>) throws(TransportError) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBufferPointer { Glibc.read(number, $0.baseAddress, $0.count) }
            if count > 0 { return count }
            if count == 0 { throw hungUp(0, "read") }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw hungUp(errno, "read")
            }
        }
    }

    /// Gives bytes to the kernel and says how many it took; 0 when it takes none now.
    ///
    /// - Throws: `hungUp` when the device is gone, `system` else: close the port.
    public func write(_ bytes: Span<UInt8>) throws(TransportError) -> Int {
        guard !bytes.isEmpty else { return 0 }
        while true {
            let count = bytes.withUnsafeBufferPointer { Glibc.write(number, $0.baseAddress, $0.count) }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw hungUp(errno, "write")
            }
        }
    }

    /// Drops what the kernel took and has not yet put on the line, and lifts an XOFF.
    public func discardOutput() {
        tcflush(number, TCOFLUSH)
        releaseOutput()
    }

    /// Lifts an XOFF whose XON does not come; the next XOFF stops the line again. Nothing is dropped.
    public func releaseOutput() {
        var wanted = termios()
        guard tcgetattr(number, &wanted) == 0, wanted.c_iflag & tcflag_t(IXON) != 0 else { return }
        // Clearing IXON once releases the line, whoever stopped it.
        var released = wanted
        released.c_iflag &= ~tcflag_t(IXON)
        tcsetattr(number, TCSANOW, &released)
        tcsetattr(number, TCSANOW, &wanted)
    }

    private static func apply(
        _ flags: TerminalFlags, to descriptor: Int32, path: String, isPseudoTerminal: Bool
    ) throws(TransportError) {
        var present = termios()
        tcgetattr(descriptor, &present)
        let wanted = flags.applied(to: present)
        // An XOFF from before would hold the line for ever if its XON came while nobody listened; clearing IXON once
        // releases it.
        var released = wanted
        released.c_iflag &= ~tcflag_t(IXON)
        for settings in [released, wanted] {
            var settings = settings
            // EINVAL says that some bits were not taken, as on every pseudo-terminal; which ones, is looked at below.
            guard tcsetattr(descriptor, TCSANOW, &settings) != 0, errno != EINVAL else { continue }
            let number = errno
            if isGone(number) { throw hungUp(path, number, "set up") }
            throw .unsuitable(
                "\(path) refuses its settings (\(SystemFailure.text(of: number))): change the bus's settings or the adapter",
                errno: number)
        }
        // tcsetattr also succeeds when it could do only a part.
        tcgetattr(descriptor, &present)
        if let what = flags.refused(by: present, isPseudoTerminal: isPseudoTerminal) {
            throw .unsuitable(
                "\(path): the adapter cannot do \(what) asked for: change the bus's settings or the adapter",
                errno: EINVAL)
        }
    }

    private static func openError(_ path: String, _ number: Int32) -> TransportError {
        let why = SystemFailure.text(of: number)
        func error(_ code: TransportError.Code, _ message: String) -> TransportError {
            TransportError(code, disposition: .portLost, errno: number, message: "open \(path): \(message)")
        }
        switch number {
        case ENOENT, ENOTDIR, ENXIO, ENODEV:
            return error(.missing, "not there: plug the adapter in, or check the path in the configuration")
        case EBUSY, EWOULDBLOCK:
            return error(.busy, "another program holds it: find it with fuser \(path) and end it")
        case EACCES, EPERM:
            return error(.forbidden, "no permission: put the daemon's user into the group that owns it (dialout)")
        case EISDIR:
            return .unsuitable("open \(path): a directory, not a serial port: name the device itself", errno: number)
        case EIO:
            return hungUp(path, number, "open")
        default:
            return error(.system, "\(why): see the kernel's log (journalctl -k)")
        }
    }

    private static func isGone(_ number: Int32) -> Bool {
        number == 0 || number == EIO || number == ENXIO || number == ENODEV
    }

    private static func hungUp(_ path: String, _ number: Int32, _ attempt: String) -> TransportError {
        let why = number == 0 ? "end of file" : SystemFailure.text(of: number)
        return isGone(number)
            ? TransportError(
                .hungUp, disposition: .portLost, errno: number,
                message: "\(attempt) \(path): hung up (\(why)): check the plug and the adapter")
            : TransportError(
                .system, disposition: .portLost, errno: number,
                message: "\(attempt) \(path): \(why): see the kernel's log (journalctl -k)")
    }

    private func hungUp(_ number: Int32, _ attempt: String) -> TransportError {
        Self.hungUp(path, number, attempt)
    }
}
