import Glibc
import HallModel

/// The socket file: made, checked for a predecessor, and removed again if it is still ours.
struct ListeningSocket: Sendable {
    /// Connections that wait to be accepted.
    private static let backlog: Int32 = 128
    /// Whoever is on the machine may ask: what they may do is judged by who they are, call by call.
    private static let mode: mode_t = 0o666

    let path: String
    let descriptor: Int32
    /// The file as we made it; nil where it is the service manager's.
    private let made: (device: dev_t, inode: ino_t)?

    /// Takes over a socket that listens already.
    init(given socket: GivenSocket) {
        path = socket.path
        descriptor = socket.descriptor
        made = nil
    }

    /// Binds and listens. A socket file at the path is replaced only if nobody answers there.
    init(path: String) throws(APIServerError) {
        guard var address = unixAddress(path) else {
            throw APIServerError(
                .badPath, path,
                Bilingual(
                    zh: "套接字路径须为 1…107 字节：请改用较短的路径", en: "a socket's path has 1…107 bytes: choose a shorter one"))
        }
        try makeFolder(of: path)
        try removeStale(path, &address)
        let descriptor = socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw cannotListen(path, errno) }
        var status = stat()
        guard withSocketAddress(&address, { bind(descriptor, $0, $1) }) == 0, chmod(path, Self.mode) == 0,
            listen(descriptor, Self.backlog) == 0, lstat(path, &status) == 0
        else {
            let code = errno
            close(descriptor)
            throw cannotListen(path, code)
        }
        self.path = path
        self.descriptor = descriptor
        made = (status.st_dev, status.st_ino)
    }

    /// Removes the file, unless another daemon has put its own there or the service manager keeps it.
    func unlinkIfOurs() {
        var status = stat()
        guard let made, lstat(path, &status) == 0, status.st_dev == made.device, status.st_ino == made.inode else {
            return
        }
        unlink(path)
    }
}

private func unixAddress(_ path: String) -> sockaddr_un? {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard !path.isEmpty, path.utf8.count < MemoryLayout.size(ofValue: address.sun_path), !path.utf8.contains(0)
    else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return address
}

private func withSocketAddress(
    _ address: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
    withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
}

/// Makes the last folder of the path if it is missing; its parent must exist.
private func makeFolder(of path: String) throws(APIServerError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    guard mkdir(folder, 0o755) != 0, errno != EEXIST else { return }
    throw APIServerError(
        .cannotListen, folder,
        Bilingual(
            zh: "\(errorText(errno))：请建立该目录，或用 --socket 另指定套接字",
            en: "\(errorText(errno)): make the folder, or name another socket with --socket"))
}

private func removeStale(_ path: String, _ address: inout sockaddr_un) throws(APIServerError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
        throw APIServerError(
            .notASocket, path,
            Bilingual(
                zh: "已存在且不是套接字：请移走它，或另指定路径", en: "stands there and is no socket: move it away, or name another path"))
    }
    let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard probe >= 0 else { throw cannotListen(path, errno) }
    defer { close(probe) }
    let answer = withSocketAddress(&address) { connect(probe, $0, $1) }
    // Only a refusal says that nobody listens: a full queue (EAGAIN) is somebody.
    guard answer != 0, errno == ECONNREFUSED else {
        throw APIServerError(
            .inUse, path,
            Bilingual(
                zh: "已有另一个 halld 在此应答：请停止它，或另指定套接字", en: "another daemon answers there: stop it, or name another socket"
            ))
    }
    guard unlink(path) == 0 || errno == ENOENT else { throw cannotListen(path, errno) }
}

private func cannotListen(_ path: String, _ code: Int32) -> APIServerError {
    .cannotListen(path, errorText(code))
}

private func errorText(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 128)
    guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(truncatingIfNeeded: $0) }, as: UTF8.self)
}
