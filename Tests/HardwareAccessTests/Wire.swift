import CLinux
import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess

/// The other side of a line, and waiting with a generous limit: reached only when something is broken.
enum Wire {
    static let limit: Duration = .seconds(20)

    /// Waits until `condition` holds; false after the limit.
    static func wait(until condition: () -> Bool) -> Bool {
        let end = MonotonicInstant.now + limit
        while !condition() {
            if MonotonicInstant.now > end { return false }
            var none = pollfd()
            clinux_ppoll(&none, 0, 1_000_000)
        }
        return true
    }

    /// Waits until the descriptor is ready; false after the limit.
    static func wait(_ descriptor: Int32, for events: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        return clinux_ppoll(&polled, 1, limit.wholeNanoseconds) > 0
    }

    /// Reads from a non-blocking descriptor until `count` bytes are there or the limit passes.
    static func read(_ descriptor: Int32, count: Int) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        let end = MonotonicInstant.now + limit
        while all.count < count, MonotonicInstant.now < end {
            guard wait(descriptor, for: POLLIN) else { break }
            let got = Glibc.read(descriptor, &buffer, min(buffer.count, count - all.count))
            if got > 0 { all += buffer.prefix(got) }
        }
        return all
    }

    /// Reads from a port until `count` bytes are there or the limit passes.
    static func read(_ port: borrowing SerialPort, count: Int) throws(TransportError) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while all.count < count, wait(port.number, for: POLLIN) {
            let got = try readOnce(port, into: &buffer)
            all += buffer.prefix(got)
        }
        return all
    }

    /// Reads what is there now.
    static func readOnce(_ port: borrowing SerialPort, into buffer: inout [UInt8]) throws(TransportError) -> Int {
        var span = buffer.mutableSpan
        return try port.read(into: &span)
    }

    /// Writes all of it.
    static func write(_ descriptor: Int32, _ bytes: [UInt8]) {
        var left = bytes[...]
        while !left.isEmpty, wait(descriptor, for: POLLOUT) {
            let count = left.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 { left = left.dropFirst(count) }
        }
    }
}
