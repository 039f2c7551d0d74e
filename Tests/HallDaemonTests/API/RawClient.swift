import FoundationEssentials
import Glibc
import HallAPI
import HallDaemon
import HallModel
import Logging
import Testing

/// Bytes on a socket, without any help of our own client. Every wait ends after 10 s.
final class RawClient {
    struct Silence: Error {}
    private let descriptor: Int32
    private var received: [UInt8] = []

    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    func send(_ texts: String...) { send(Array(texts.map { $0 + "\0" }.joined().utf8)) }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next message.
    func reply() throws -> JSONValue {
        while true {
            if let end = received.firstIndex(of: 0) {
                let message = Data(received[..<end])
                received.removeFirst(end + 1)
                return try JSONDecoder().decode(JSONValue.self, from: message)
            }
            guard try readMore() else { throw Silence() }
        }
    }

    /// The other side has closed, whatever it sent before.
    func isClosed() throws -> Bool {
        while try readMore() {}
        return true
    }

    private func readMore() throws -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&entry, 1, 10_000) > 0 else { throw Silence() }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return false }
        received += chunk[..<count]
        return true
    }

    func call(_ method: String, _ parameters: String = "{}") throws -> JSONValue {
        send(#"{"method":"\#(method)","parameters":\#(parameters)}"#)
        return try reply()
    }
}

/// A running server on a socket of its own.
struct ServerUnderTest: ~Copyable {
    let hall: ScriptedHall
    let path: String
    let server: APIServer
    private let folder: String

    init(
        _ hall: ScriptedHall = ScriptedHall(), limits: APILimits = APILimits(), logger: Logger = .silent
    ) throws {
        var template = Array("/tmp/halld-api-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        let folder = try #require(made)
        let server = APIServer(
            socketPath: folder + "/halld.sock", gateway: hall, version: "0.1.0", limits: limits,
            logger: logger,
            now: { ScriptedHall.start.monotonic + .seconds(60) })
        try server.start()
        self.hall = hall
        self.folder = folder
        self.server = server
        path = folder + "/halld.sock"
    }

    deinit {
        server.stop()
        unlink(path)
        rmdir(folder)
    }

    func client() throws -> RawClient { try RawClient(path) }
}

extension Logger {
    static var silent: Logger { Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() } }
}

extension JSONValue {
    subscript(index: Int) -> JSONValue? {
        guard case .array(let members) = self, members.indices.contains(index) else { return nil }
        return members[index]
    }
    var count: Int {
        switch self {
        case .array(let members): members.count
        case .object(let members): members.count
        default: 0
        }
    }
    var integer: Int? { if case .integer(let value) = self { Int(value) } else { nil } }
    /// The reply's parameters.
    var out: JSONValue { self["parameters"] ?? .null }
    var error: String? { self["error"]?.text }
}
