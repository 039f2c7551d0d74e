import DeviceDrivers
import Glibc
import HallModel
import Testing

@testable import HardwareAccess

/// Streams over TCP: found, lost and found again like a plug.
struct TCPStreamTests {
    @Test(arguments: [false, true])
    func `bytes go both ways, also to a NUT server`(isNut: Bool) throws {
        let server = try LoopbackServer { connection, _ in
            LoopbackServer.send(connection, LoopbackServer.read(connection, 3).reversed())
            _ = LoopbackServer.read(connection, 1)
        }
        let wire = isNut ? BusPlan.Wire.nut(host: "127.0.0.1", port: server.port) : server.wire
        let bus = try ProbedBus(wire: wire) { $0 == .opened ? [.write([1, 2, 3])] : [] }
        #expect(Wire.wait { bus.received == [3, 2, 1] })
        #expect(Wire.wait { bus.count(.drained) == 1 })
        #expect(bus.thread.statistics.bytesOut == 3)
        #expect(bus.thread.statistics.bytesIn == 3)
        bus.thread.stop()
    }

    @Test func `a server that closes is a lost port, and is found again with its back-off`() throws {
        let server = try LoopbackServer { connection, index in LoopbackServer.send(connection, [UInt8(index)]) }
        let bus = try ProbedBus(wire: server.wire, backOff: .milliseconds(10))
        #expect(Wire.wait { bus.received.starts(with: [0, 1, 2]) })
        #expect(bus.losses.first?.code == .hungUp)
        #expect(bus.losses.first?.disposition == .portLost)
        #expect(bus.losses.first?.message.contains("127.0.0.1:\(server.port)") == true)
        bus.thread.stop()
    }

    @Test func `a server that resets is a lost port`() throws {
        let server = try LoopbackServer { connection, _ in
            _ = LoopbackServer.read(connection, 1)
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }
        let bus = try ProbedBus(wire: server.wire) { $0 == .opened ? [.write([1])] : [] }
        #expect(Wire.wait { bus.losses.first?.code == .hungUp })
        #expect(bus.losses.first?.errno == ECONNRESET)
        bus.thread.stop()
    }

    @Test func `where nobody listens it is missing, until somebody does`() throws {
        let server = try LoopbackServer { _, _ in }
        server.stop()
        let bus = try ProbedBus(wire: server.wire, backOff: .milliseconds(10))
        // Many attempts: one of them would connect to itself if that were not found out.
        #expect(Wire.wait { bus.refusals.count >= 20 })
        #expect(bus.refusals.allSatisfy { $0.code == .missing && $0.errno == ECONNREFUSED })
        #expect(bus.refusals.first?.message.contains("nothing listens") == true)
        let again = try LoopbackServer(.tcp(port: server.port)) { connection, _ in
            _ = LoopbackServer.read(connection, 1)
        }
        #expect(bus.isOpened())
        bus.thread.stop()
        again.stop()
    }

    @Test func `a connect that is never answered is given up after 3 s, and a stop ends it at once`() throws {
        // Nobody accepts and the queue is full: the kernel drops further attempts, as an unplugged device does.
        let full = try FullListener()
        let bus = try ProbedBus(wire: .tcp(host: "127.0.0.1", port: full.port))
        let begin = MonotonicInstant.now
        #expect(Wire.wait { bus.refusals.count == 1 })
        #expect(.seconds(2)...Duration.seconds(6) ~= MonotonicInstant.now - begin)
        #expect(bus.refusals.first?.errno == ETIMEDOUT)
        let other = try ProbedBus(wire: .tcp(host: "127.0.0.1", port: full.port))
        usleep(100_000)
        let stop = MonotonicInstant.now
        other.thread.stop()
        #expect(MonotonicInstant.now - stop < .seconds(1))
    }

    @Test func `a peer that vanishes without a word is asked for, and given up within 15 s`() throws {
        let server = try LoopbackServer { connection, _ in _ = LoopbackServer.read(connection, 1) }
        let shared = BusShared(mailbox: try BusMailbox())
        let port = try TCPPort(host: "127.0.0.1", port: server.port, shared: shared)
        // IPPROTO_TCP is 6; TCP_KEEPIDLE 4, TCP_KEEPINTVL 5, TCP_KEEPCNT 6, TCP_USER_TIMEOUT 18 (linux/tcp.h).
        let number = port.number
        #expect(option(number, SOL_SOCKET, SO_KEEPALIVE) == 1)
        let (idle, interval) = (option(number, 6, 4), option(number, 6, 5))
        #expect(idle + interval * option(number, 6, 6) <= 15)
        #expect(option(number, 6, 18) <= 15_000)
        #expect(option(number, 6, 18) > 0)
    }

    @Test(arguments: ["localhost", "example.com", "", "127.0.0.1 ", "300.1.1.1"])
    func `names are never looked up`(host: String) throws {
        let bus = try ProbedBus(wire: .tcp(host: host, port: 9))
        #expect(Wire.wait { bus.refusals.first?.code == .unsuitable })
    }

    @Test(arguments: [0, 65_536, -1])
    func `a port that is none is unsuitable`(port: Int) throws {
        let bus = try ProbedBus(wire: .tcp(host: "127.0.0.1", port: port))
        #expect(Wire.wait { bus.refusals.first?.code == .unsuitable })
    }

    @Test func `a simulated server is where its file says, each time anew`() throws {
        let first = try LoopbackServer { connection, _ in LoopbackServer.send(connection, [1]) }
        let path = first.folder + "/address"
        let bus = try ProbedBus(wire: .nut(host: "192.0.2.1", port: 3493), simulated: path)
        #expect(Wire.wait { bus.refusals.first?.code == .missing })
        write("127.0.0.1:\(first.port)\n", to: path)
        #expect(Wire.wait { bus.received == [1] })
        #expect(Wire.wait { bus.losses.count == 1 })
        let second = try LoopbackServer { connection, _ in LoopbackServer.send(connection, [2]) }
        write("127.0.0.1:\(second.port)\n", to: path)
        #expect(Wire.wait { bus.received == [1, 2] })
        bus.thread.stop()
    }

    @Test(arguments: ["", "127.0.0.1", "garbage", ":", "127.0.0.1:x", String(repeating: "1", count: 500)])
    func `a file without an address is not there yet`(text: String) throws {
        let server = try LoopbackServer { _, _ in }
        let path = server.folder + "/address"
        write(text, to: path)
        let bus = try ProbedBus(wire: server.wire, simulated: path)
        #expect(Wire.wait { bus.refusals.first.map { $0.code == .missing || $0.code == .unsuitable } == true })
        bus.thread.stop()
    }

    /// As a simulation writes it: whole.
    private func write(_ text: String, to path: String) {
        let file = OwnedDescriptor(owning: open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC, 0o600))
        _ = Glibc.write(file.number, text, text.utf8.count)
        rename(path + ".new", path)
    }

    private func option(_ descriptor: Int32, _ level: Int32, _ name: Int32) -> Int32 {
        var value: Int32 = -1
        var length: socklen_t = 4
        getsockopt(descriptor, level, name, &value, &length)
        return value
    }
}

/// A port whose queue of connections is full.
private final class FullListener {
    let port: Int
    private var descriptors: [Int32] = []

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        descriptors.append(listener)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length)
                listen(listener, 0)
                getsockname(listener, address, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
        for _ in 0..<4 {
            let client = socket(
                AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
            descriptors.append(client)
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = connect(client, $0, length) }
            }
        }
    }

    deinit { for descriptor in descriptors { close(descriptor) } }
}
