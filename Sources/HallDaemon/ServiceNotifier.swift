import Glibc

/// Tells the service manager how the daemon does (sd_notify): one datagram to the socket named by NOTIFY_SOCKET.
struct ServiceNotifier: Sendable {
    private let path: String?

    /// Takes the address from the environment; without one, nothing is told to anybody.
    init() { path = getenv("NOTIFY_SOCKET").map { String(cString: $0) } }

    /// `READY=1`, `STOPPING=1`, `STATUS=text`: one assignment a line.
    func tell(_ lines: String...) {
        guard let path, !path.isEmpty else { return }
        let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }  // an abstract address
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let message = Array(lines.joined(separator: "\n").utf8)
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(socket, message, message.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
