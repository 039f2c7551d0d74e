import CLinux
import Glibc

/// The control socket of a runtime folder.
enum UnixSocket {
    /// What `sun_path` holds, without its NUL.
    static let pathLimit = 107

    static func path(in directory: String) -> String { directory + "/control.sock" }

    static func listen(_ path: String) throws(HallsimError) -> Int32 {
        let descriptor = try make(path) { Glibc.bind($0, $1, $2) }
        guard descriptor >= 0, Glibc.listen(descriptor, 16) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
            throw HallsimError(.systemFailed("\(path): \(String(cString: strerror(errno)))"))
        }
        return descriptor
    }

    static func connect(_ path: String) throws(HallsimError) -> Int32 {
        let descriptor = try make(path) { Glibc.connect($0, $1, $2) }
        guard descriptor >= 0 else { throw HallsimError(.notRunning(path)) }
        return descriptor
    }

    /// A socket on which `attach` succeeded, or −1.
    private static func make(
        _ path: String, attach: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(HallsimError) -> Int32 {
        guard path.utf8.count <= pathLimit else { throw HallsimError(.pathTooLong(path)) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return -1 }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                attach(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else {
            let number = errno
            close(descriptor)
            errno = number
            return -1
        }
        return descriptor
    }

    /// False when the other side is gone.
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// Everything up to a line feed or the end.
    static func readLine(from descriptor: Int32) -> [UInt8] {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return line }
            line += buffer.prefix(count)
            if line.last == 0x0A { return Array(line.dropLast()) }
        }
    }
}
