import CLinux
import Glibc
import HallModel

/// A listening socket with one client at a time: a newer one takes the older one's place, as with real cards.
struct ListeningEnd {
    /// Bytes that a client does not take before its connection is cut.
    private static let unsentLimit = 1 << 20

    private(set) var listener: Int32
    private(set) var client: Int32 = -1
    /// On 127.0.0.1; 0 for a Unix socket.
    let port: UInt16
    private var unsent: [UInt8] = []

    /// Listens on 127.0.0.1, on the wanted port if it is free, else on any.
    init(tcp wanted: UInt16) throws(HallsimError) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard listener >= 0 else { throw RuntimeFolder.failed("open a TCP socket") }
        var on: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard ListeningEnd.bind(listener, wanted) || wanted != 0 && ListeningEnd.bind(listener, 0),
            listen(listener, 8) == 0, let port = ListeningEnd.port(of: listener)
        else {
            Glibc.close(listener)
            throw RuntimeFolder.failed("listen on 127.0.0.1")
        }
        self.listener = listener
        self.port = port
    }

    /// Listens on a Unix socket.
    init(unix path: String) throws(HallsimError) {
        unlink(path)
        listener = try UnixSocket.listen(path)
        port = 0
    }

    /// A port of 127.0.0.1 that is free now.
    static func freePort() throws(HallsimError) -> UInt16 {
        var end = try ListeningEnd(tcp: 0)
        defer { end.close() }
        return end.port
    }

    private static func bind(_ descriptor: Int32, _ port: UInt16) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func port(of descriptor: Int32) -> UInt16? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        return result == 0 ? UInt16(bigEndian: address.sin_port) : nil
    }

    /// The client has not taken everything yet.
    var isBlocked: Bool { !unsent.isEmpty }

    /// Accepts whoever waits, the newest last; true when a new client is connected.
    mutating func accept() -> Bool {
        var isNew = false
        while true {
            let fresh = clinux_accept(listener)
            guard fresh >= 0 else { return isNew }
            hangUp()
            client = fresh
            isNew = true
            var on: Int32 = 1
            if port != 0 {
                setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            }
        }
    }

    /// What the client sent; nil when it has gone (or there is none).
    mutating func read(upTo limit: Int) -> [UInt8]? {
        guard client >= 0 else { return [] }
        var buffer = [UInt8](repeating: 0, count: max(1, limit))
        let count = recv(client, &buffer, buffer.count, 0)
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        guard count > 0 else {
            hangUp()
            return nil
        }
        return Array(buffer.prefix(count))
    }

    /// Sends; what the client does not take now is kept. False when the connection was cut.
    mutating func send(_ bytes: [UInt8]) -> Bool {
        guard client >= 0 else { return true }
        unsent += bytes
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0, errno == EAGAIN || errno == EINTR { break }
            guard count > 0 else {
                hangUp()
                return false
            }
            unsent.removeFirst(count)
        }
        if unsent.count > ListeningEnd.unsentLimit {
            hangUp()
            return false
        }
        return true
    }

    /// Closes the client's connection.
    mutating func hangUp() {
        if client >= 0 { Glibc.close(client) }
        client = -1
        unsent = []
    }

    /// Closes everything.
    mutating func close() {
        hangUp()
        if listener >= 0 { Glibc.close(listener) }
        listener = -1
    }
}
