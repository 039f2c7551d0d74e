import CLinux
import Glibc
import Synchronization

/// A serial line without hardware: whoever opens `path` is connected to the holder of `master`.
///
/// Closing the master is what pulling out the plug is for real hardware: the other side reads end of file, writes fail
/// with EIO, poll reports POLLHUP, the path vanishes. A pseudo-terminal does not pace bytes, keeps speed, size, stop bits
/// and flow control, and silently drops parity.
public final class PseudoTerminal: Sendable {
    /// The path to open as a serial port: `/dev/pts/N`.
    public let path: String

    private struct Ends: Sendable {
        var master: Int32
        var slave: Int32
    }
    private let ends: Mutex<Ends>

    /// A new pair, raw (no echo, no line editing), the master non-blocking and close-on-exec.
    ///
    /// Until somebody opens the path, reading from the master fails with EIO; and so it does after the last one has closed
    /// it. With `keepsSlaveOpen` it never does: poll is quiet, and what is written waits for the reader.
    ///
    /// - Throws: `SystemFailure` when the system has no more pseudo-terminals or descriptors.
    public init(keepsSlaveOpen: Bool = false) throws(SystemFailure) {
        var name = [CChar](repeating: 0, count: 128)
        let master = OwnedDescriptor(owning: clinux_pty_open(&name, name.count))
        guard master.number >= 0 else { throw SystemFailure("open a pseudo-terminal", errno: errno) }
        path = name.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        // On Linux a master's settings are its slave's, and they outlive the slave's openers.
        var settings = termios()
        guard tcgetattr(master.number, &settings) == 0 else {
            throw SystemFailure("read the settings of \(path)", errno: errno)
        }
        cfmakeraw(&settings)
        guard tcsetattr(master.number, TCSANOW, &settings) == 0 else {
            throw SystemFailure("make \(path) raw", errno: errno)
        }
        var slave: Int32 = -1
        if keepsSlaveOpen {
            slave = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
            guard slave >= 0 else { throw SystemFailure("open \(path)", errno: errno) }
        }
        ends = Mutex(Ends(master: master.release(), slave: slave))
    }

    deinit { close() }

    /// The master's descriptor, to read, write and poll; −1 after `close`.
    ///
    /// Whoever uses it from another thread than the closer must have stopped before `close`.
    public var master: Int32 { ends.withLock { $0.master } }

    /// Pulls the plug. Again is nothing.
    public func close() {
        ends.withLock { ends in
            if ends.slave >= 0 { _ = Glibc.close(ends.slave) }
            if ends.master >= 0 { _ = Glibc.close(ends.master) }
            ends = Ends(master: -1, slave: -1)
        }
    }
}
