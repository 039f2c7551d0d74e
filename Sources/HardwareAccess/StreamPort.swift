import CLinux
import DeviceDrivers
import Glibc
import HallModel

/// Where the other end of a wire is, and how it is opened.
enum PortPlace: Sendable, Equatable {
    /// A tty.
    case serial(path: String, SerialSettings)
    /// A numeric address.
    case tcp(host: String, port: Int)
    /// A file that holds `address:port`, read at each opening: where a simulated device listens this time.
    case addressFile(String)
    /// Nothing that could carry what the devices speak.
    case unsuitable(String)

    /// The place of a wire; `simulated` stands for what the plan says, if it is given.
    init(_ wire: BusPlan.Wire, simulated: String?) {
        switch (wire, simulated) {
        case (.serial(_, let settings), let path?): self = .serial(path: path, settings)
        case (.serial(let path, let settings), nil): self = .serial(path: path, settings)
        case (.tcp, let path?), (.nut, let path?): self = .addressFile(path)
        case (.tcp(let host, let port), nil), (.nut(let host, let port), nil): self = .tcp(host: host, port: port)
        case (.program(let path, _), _): self = .unsuitable("\(path.withoutControls): a program carries speech only")
        case (.gpio(let label), _): self = .unsuitable("\(label.withoutControls): a GPIO chip carries contacts only")
        }
    }

    /// The path whose appearing makes an attempt worth while.
    var watchedPath: String? {
        switch self {
        case .serial(let path, _), .addressFile(let path): path
        case .tcp, .unsuitable: nil
        }
    }

    /// Opens it; takes 3 s at most.
    func open(shared: BusShared) throws(TransportError) -> StreamPort {
        switch self {
        case .serial(let path, let settings): return .serial(try SerialPort(path: path, settings: settings))
        case .tcp(let host, let port): return .tcp(try TCPPort(host: host, port: port, shared: shared))
        case .addressFile(let path):
            let (host, port) = try Self.address(in: path)
            return .tcp(try TCPPort(host: host, port: port, shared: shared))
        case .unsuitable(let why): throw .unsuitable("\(why): correct the configuration", errno: 0)
        }
    }

    private static func address(in path: String) throws(TransportError) -> (host: String, port: Int) {
        let file = OwnedDescriptor(owning: Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
        guard file.number >= 0 else {
            throw TransportError(
                .missing, disposition: .portLost, errno: errno, message: "open \(path): not there: start the simulation"
            )
        }
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = Glibc.read(file.number, &buffer, buffer.count)
        let text = String(decoding: buffer.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else {
            throw TransportError(
                .missing, disposition: .portLost, errno: 0, message: "\(path) does not hold an address and a port yet")
        }
        let host = text[..<colon].drop { $0 == "[" }
        return (String(host.last == "]" ? host.dropLast() : host), port)
    }
}

/// An open stream of bytes: a serial line or a TCP connection.
enum StreamPort: ~Copyable, Sendable {
    case serial(SerialPort)
    case tcp(TCPPort)

    /// For poll; borrowed.
    var number: Int32 {
        switch self {
        case .serial(let port): port.number
        case .tcp(let port): port.number
        }
    }

    /// Path or address, for messages.
    var place: String {
        switch self {
        case .serial(let port): port.path
        case .tcp(let port): port.place
        }
    }

    /// The time one byte takes; none on a network.
    var byteTime: Duration {
        switch self {
        case .serial(let port): port.settings.byteTime
        case .tcp: .zero
        }
    }

    /// Sets an open serial line up anew; a connection has nothing to set up.
    mutating func configure(_ settings: SerialSettings) throws(TransportError) {
        switch consume self {
        case .serial(var port):
            do throws(TransportError) { try port.configure(settings) } catch {
                self = .serial(port)
                throw error
            }
            self = .serial(port)
        case .tcp(let port): self = .tcp(port)
        }
    }

    /// Reads what is there; 0 when there is nothing now.
    func read(into buffer: inout MutableSpan<UInt8>) throws(TransportError) -> Int {
        switch self {
        case .serial(let port): try port.read(into: &buffer)
        case .tcp(let port): try port.read(into: &buffer)
        }
    }

    /// Gives bytes to the kernel and says how many it took.
    func write(_ bytes: Span<UInt8>) throws(TransportError) -> Int {
        switch self {
        case .serial(let port): try port.write(bytes)
        case .tcp(let port): try port.write(bytes)
        }
    }

    /// Bytes that the kernel took and that are not yet on the line, or not yet acknowledged by the other side; 0 also
    /// where the driver cannot say.
    ///
    /// A pseudo-terminal says 0 at once, whether or not the other side has read. A UART's or adapter's own buffer (16 to
    /// some hundred bytes) does not count.
    func outputQueued() -> Int {
        var bytes: Int32 = 0
        return clinux_tty_output_queued(number, &bytes) == 0 ? Int(bytes) : 0
    }

    /// Bytes that wait for us.
    func inputQueued() -> Int {
        var bytes: Int32 = 0
        return clinux_input_queued(number, &bytes) == 0 ? Int(bytes) : 0
    }

    /// Drops what the kernel took and has not yet put on the line; what TCP has taken cannot be taken back.
    func discardOutput() {
        switch self {
        case .serial(let port): port.discardOutput()
        case .tcp: break
        }
    }

    /// Lifts an XOFF whose XON does not come.
    func releaseOutput() {
        switch self {
        case .serial(let port): port.releaseOutput()
        case .tcp: break
        }
    }

    /// The next bytes without taking them, at most `count`; none of a serial line, which cannot.
    func peek(_ count: Int) -> [UInt8] {
        switch self {
        case .serial: []
        case .tcp(let port): port.peek(count)
        }
    }

    /// The settings of a serial line; nil of a network's.
    var settings: SerialSettings? {
        switch self {
        case .serial(let port): port.settings
        case .tcp: nil
        }
    }

    /// It hung up with nothing left to read.
    func hungUp() -> TransportError {
        TransportError(
            .hungUp, disposition: .portLost, errno: 0, message: "poll \(place): hung up: check the plug and the adapter"
        )
    }
}
