import Glibc

/// One connection to a Unix socket, with a deadline on everything.
final class ClientSocket {
    /// What a socket can end with.
    enum Failure: Error, Equatable {
        case notRunning
        case forbidden
        case cannotConnect(String)
        case lost
        case timedOut
        case framing(FramingError)
    }

    private let descriptor: Int32
    private var splitter = MessageSplitter(limit: MessageLimits.replyBytes)

    /// Connects; never longer than until the deadline.
    init(path: String, until deadline: ContinuousClock.Instant) throws(Failure) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard !path.isEmpty, path.utf8.count < capacity, !path.utf8.contains(0) else {
            throw .cannotConnect("a socket's path has 1…\(capacity - 1) bytes")
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .cannotConnect(errorText(errno)) }
        while true {
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            if result == 0 { return }
            switch errno {
            case EINTR: continue
            case EAGAIN where ContinuousClock.now < deadline:
                // The listener's queue is full.
                usleep(10_000)
            case ENOENT, ECONNREFUSED, EAGAIN: throw .notRunning
            case EACCES, EPERM: throw .forbidden
            case let code: throw .cannotConnect(errorText(code))
            }
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sends all bytes.
    func send(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(Failure) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                try wait(for: POLLOUT, until: deadline)
            } else if errno != EINTR {
                throw .lost
            }
        }
    }

    /// The next message; waits for ever without a deadline.
    func receive(until deadline: ContinuousClock.Instant?) throws(Failure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            do {
                if let message = try splitter.next() { return message }
            } catch {
                throw .framing(error)
            }
            let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            if count > 0 {
                splitter.append(chunk[..<count])
            } else if count == 0 {
                throw .lost
            } else if errno == EAGAIN {
                try wait(for: POLLIN, until: deadline)
            } else if errno != EINTR {
                throw .lost
            }
        }
    }

    private func wait(for events: Int32, until deadline: ContinuousClock.Instant?) throws(Failure) {
        var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        var milliseconds: Int32 = -1
        if let deadline {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { throw .timedOut }
            let (seconds, attoseconds) = left.components
            milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
        }
        _ = poll(&entry, 1, milliseconds)
    }
}

/// The C library's words for an error number.
func errorText(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
}
