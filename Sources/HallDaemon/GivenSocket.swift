import Glibc

/// A listening socket that the service manager made and keeps (sd_listen_fds): clients that connect while the daemon is
/// away are answered when it is back.
public struct GivenSocket: Sendable, Equatable {
    /// Where it listens.
    public var path: String
    /// The descriptor, ours from now on.
    public var descriptor: Int32

    /// The first descriptor that is handed over: SD_LISTEN_FDS_START.
    private static let firstDescriptor: Int32 = 3

    /// The one that was handed to this process; nil where there is none. Others that came with it are closed.
    static func take(
        environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
    ) -> GivenSocket? {
        guard environment("LISTEN_PID") == String(getpid()), let count = environment("LISTEN_FDS").flatMap(Int32.init),
            count > 0
        else { return nil }
        var found: GivenSocket?
        for descriptor in firstDescriptor..<firstDescriptor + count {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            if found == nil, let path = path(of: descriptor) {
                _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
                found = GivenSocket(path: path, descriptor: descriptor)
            } else {
                close(descriptor)
            }
        }
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        return found
    }

    /// Where a Unix stream socket listens; nil for anything else.
    private static func path(of descriptor: Int32) -> String? {
        var listens: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0, listens != 0 else { return nil }
        var address = sockaddr_un()
        var length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let isRead = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard isRead, address.sun_family == sa_family_t(AF_UNIX) else { return nil }
        return withUnsafeBytes(of: &address.sun_path) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
