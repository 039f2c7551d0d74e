import Glibc
import HallModel
import HardwareAccess

/// A socket that listens on this machine and does what the test says with each connection.
final class LoopbackServer: Sendable {
    /// A fresh folder with a file that holds the address, or the Unix socket itself.
    let folder: String
    let port: Int
    let connections = Shared(0)
    private let listener: Shared<Int32>
    private let thread: Shared<PlainThread?>
    private let isOver = Shared(false)

    /// The socket of a chip, or TCP.
    enum Kind { case tcp(port: Int), unix }

    init(_ kind: Kind = .tcp(port: 0), serve: @escaping @Sendable (_ connection: Int32, _ index: Int) -> Void) throws {
        var template = Array("/tmp/halld-server-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp", errno: errno) }
        folder = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        let descriptor: Int32
        switch kind {
        case .tcp(let wanted):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, 4)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
            address.sin_port = in_port_t(wanted).bigEndian
            let result = withUnsafePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw SystemFailure("bind", errno: errno) }
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            _ = withUnsafeMutablePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
            }
            port = Int(UInt16(bigEndian: address.sin_port))
        case .unix:
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let path = Array((folder + "/chip").utf8)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
            let result = withUnsafePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard result == 0 else { throw SystemFailure("bind", errno: errno) }
            port = 0
        }
        guard listen(descriptor, 8) == 0 else { throw SystemFailure("listen", errno: errno) }
        listener = Shared(descriptor)
        let (connections, isOver) = (connections, isOver)
        thread = Shared(
            try PlainThread(name: "server") {
                while !isOver.value {
                    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    guard poll(&polled, 1, 20) > 0 else { continue }
                    let connection = accept(descriptor, nil, nil)
                    guard connection >= 0 else { continue }
                    let index = connections.value
                    connections.value = index + 1
                    serve(connection, index)
                    close(connection)
                }
            })
    }

    deinit {
        stop()
        unlink(folder + "/chip")
        unlink(folder + "/address")
        rmdir(folder)
    }

    /// Listens no more. A connection that is being served must be near its end.
    func stop() {
        isOver.value = true
        thread.value?.join()
        thread.value = nil
        if listener.value >= 0 { close(listener.value) }
        listener.value = -1
    }

    var wire: BusPlan.Wire { .tcp(host: "127.0.0.1", port: port) }

    /// Reads exactly so many bytes; fewer at the end.
    static func read(_ connection: Int32, _ count: Int) -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: count)
        while all.count < count {
            let got = recv(connection, &buffer, count - all.count, 0)
            guard got > 0 else { break }
            all += buffer.prefix(got)
        }
        return all
    }

    static func send(_ connection: Int32, _ bytes: [UInt8]) {
        _ = Glibc.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
