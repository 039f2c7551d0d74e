import CLinux
import Glibc
import HallModel
import HardwareAccess

/// Wakes a thread that waits for it, from any other.
final class Bell: Sendable {
    private let descriptor: OwnedDescriptor

    init(_ owner: String) throws(SystemFailure) {
        descriptor = OwnedDescriptor(owning: clinux_eventfd())
        guard descriptor.number >= 0 else { throw SystemFailure("bell of \(owner)", errno: errno) }
    }

    /// Readable while it rings.
    var number: Int32 { descriptor.number }

    func ring() {
        var one: UInt64 = 1
        _ = write(descriptor.number, &one, 8)
    }

    func quiet() {
        var count: UInt64 = 0
        _ = read(descriptor.number, &count, 8)
    }

    /// Waits until it rings, and quiets it.
    func wait() { while !wait(atMost: nil) {} }

    /// Waits until it rings, and quiets it, at most `duration` (nil: for ever); false when it did not, or a signal came.
    @discardableResult
    func wait(atMost duration: Duration?) -> Bool {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        guard clinux_ppoll(&entry, 1, duration.map { max(0, $0.wholeNanoseconds) } ?? -1) > 0 else { return false }
        quiet()
        return true
    }
}
