import Glibc

/// Clients of the socket that ask one thing at a time each, as bytes.
struct Clients: Sendable {
    var path: String
    var request: String

    /// Requests a second of so many of them together.
    func rate(clients: Int, requests: Int) -> Double {
        let connections = (0..<clients).map { _ in connect() }
        defer { for connection in connections { close(connection) } }
        let began = ContinuousClock.now
        var threads = [pthread_t](repeating: 0, count: clients)
        for (index, connection) in connections.enumerated() {
            let work = Unmanaged.passRetained(Work(connection: connection, request: request, count: requests / clients))
            pthread_create(
                &threads[index], nil,
                { context in
                    context.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
                    return nil
                }, work.toOpaque())
        }
        for thread in threads { pthread_join(thread, nil) }
        return Double(requests / clients * clients) / (ContinuousClock.now - began).inSeconds
    }

    private func connect() -> Int32 {
        let connection = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(connection, $0, length) }
        }
        guard result == 0 else { fail("\(path): \(String(cString: strerror(errno)))") }
        return connection
    }

    private final class Work {
        let connection: Int32
        let request: [UInt8]
        let count: Int

        init(connection: Int32, request: String, count: Int) {
            self.connection = connection
            self.request = [UInt8](request.utf8) + [0]
            self.count = count
        }

        func run() {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            for _ in 0..<count {
                guard write(connection, request, request.count) == request.count else {
                    fail("the socket is closed")
                }
                var last: UInt8 = 1
                var seen = 0
                while last != 0 {
                    let got = read(connection, &buffer, buffer.count)
                    guard got > 0 else { fail("the socket is closed") }
                    if seen == 0, buffer.starts(with: #"{"error""#.utf8) {
                        fail(String(decoding: buffer[..<got], as: UTF8.self))
                    }
                    seen += got
                    last = buffer[got - 1]
                }
            }
        }
    }
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
