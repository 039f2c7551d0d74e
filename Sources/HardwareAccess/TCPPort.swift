import CLinux
import DeviceDrivers
import Glibc
import HallModel

/// A connected TCP socket, ours alone. Never blocks after it is open; closed when its owner goes.
///
/// A peer that vanishes without a word (cable, power) is noticed within about 15 s: after 5 s of silence the kernel asks
/// it, and what is not acknowledged for 10 s ends the connection.
struct TCPPort: ~Copyable, Sendable {
    /// How long a connect may take.
    static let connectLimit: Duration = .seconds(3)
    /// Seconds of silence before the peer is asked whether it is there, between two such questions, and how many.
    private static let keepAlive: (idle: Int32, interval: Int32, count: Int32) = (5, 3, 3)
    /// Milliseconds for which something sent may stay unacknowledged.
    private static let unansweredLimit: UInt32 = 10_000

    /// Address and port, for messages.
    let place: String
    private let descriptor: OwnedDescriptor

    /// For poll; borrowed.
    var number: Int32 { descriptor.number }

    /// Connects; numeric addresses only, so that no name server is ever waited for.
    ///
    /// - Throws: `missing` when nothing answers there, `forbidden`, `unsuitable` or `system`, with address and remedy.
    init(host: String, port: Int, shared: BusShared) throws(TransportError) {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        guard let number = UInt16(exactly: port), number > 0 else { throw Self.openError(place, EINVAL) }
        let descriptor = OwnedDescriptor(owning: clinux_tcp_connect(host, number))
        guard descriptor.number >= 0 else { throw Self.openError(place, errno) }
        switch shared.wait(for: descriptor.number, POLLOUT, until: .now + Self.connectLimit) {
        case .ready:
            let error = clinux_connect_error(descriptor.number)
            guard error == 0 else { throw Self.openError(place, error) }
        case .timeUp: throw Self.openError(place, ETIMEDOUT)
        case .stopping: throw Self.openError(place, ECANCELED)
        }
        let (idle, interval, count) = Self.keepAlive
        guard clinux_tcp_watch(descriptor.number, idle, interval, count, Self.unansweredLimit) == 0 else {
            throw Self.openError(place, errno)
        }
        self.place = place
        self.descriptor = descriptor
    }

    /// Reads what is there, at most as much as `buffer` holds; 0 when there is nothing now.
    ///
    /// - Throws: `hungUp` when the peer has closed or is gone, `system` else.
    func read(into buffer: inout MutableSpan<UInt8>) throws(TransportError) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBufferPointer { recv(number, $0.baseAddress, $0.count, 0) }
            if count > 0 { return count }
            if count == 0 { throw lost(0, "read") }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw lost(errno, "read")
            }
        }
    }

    /// Gives bytes to the kernel and says how many it took; 0 when it takes none now.
    ///
    /// - Throws: `hungUp` when the peer has closed or is gone, `system` else.
    func write(_ bytes: Span<UInt8>) throws(TransportError) -> Int {
        guard !bytes.isEmpty else { return 0 }
        while true {
            let count = bytes.withUnsafeBufferPointer { send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw lost(errno, "write")
            }
        }
    }

    /// The next bytes without taking them, at most `count`.
    func peek(_ count: Int) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        let got = recv(number, &buffer, count, Int32(MSG_PEEK))
        return Array(buffer.prefix(max(0, got)))
    }

    private func lost(_ number: Int32, _ attempt: String) -> TransportError {
        switch number {
        case 0, ECONNRESET, EPIPE, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN, ECONNABORTED:
            let why = number == 0 ? "closed by the other side" : SystemFailure.text(of: number)
            return TransportError(
                .hungUp, disposition: .portLost, errno: number,
                message: "\(attempt) \(place): \(why): check the device's power and its network cable")
        default:
            return TransportError(
                .system, disposition: .portLost, errno: number,
                message: "\(attempt) \(place): \(SystemFailure.text(of: number)): see the kernel's log (journalctl -k)")
        }
    }

    private static func openError(_ place: String, _ number: Int32) -> TransportError {
        let why = SystemFailure.text(of: number)
        func error(_ code: TransportError.Code, _ message: String) -> TransportError {
            TransportError(code, disposition: .portLost, errno: number, message: "connect \(place): \(message)")
        }
        switch number {
        case ECONNREFUSED:
            return error(.missing, "nothing listens there: check the port, and that the device or server runs")
        case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN, ECONNRESET, EADDRNOTAVAIL:
            return error(.missing, "\(why): check the device's power, its network cable and the address")
        case EACCES, EPERM:
            return error(.forbidden, "\(why): let the firewall of this machine pass it")
        case EINVAL, EAFNOSUPPORT:
            return .unsuitable(
                "connect \(place): not a numeric address with a port: write one in the configuration", errno: number)
        default:
            return error(.system, "\(why): see the kernel's log (journalctl -k)")
        }
    }
}
