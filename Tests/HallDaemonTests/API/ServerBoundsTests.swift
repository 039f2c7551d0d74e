import Glibc
import HallAPI
import HallDaemon
import HallModel
import Testing

@Suite(.serialized) struct ServerBoundsTests {
    @Test func `two hundred clients that send garbage are closed one by one and nobody else is`() throws {
        let test = try ServerUnderTest()
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix(seed: seed)
        let steady = try test.client()
        for round in 0..<200 {
            let client = try test.client()
            switch round % 5 {
            case 0: client.send((0..<2000).map { _ in UInt8.random(in: 0...255, using: &random) } + [0])
            case 1: client.send([0])
            case 2: client.send(Array(repeating: UInt8(ascii: "["), count: 100_000) + [0])
            case 3: client.send(#"{"method":"org.varlink.service.GetInfo","id":1}"#)
            default: client.send([0xFF, 0xFE, 0, 0])
            }
            #expect(try client.isClosed(), "seed \(seed), round \(round)")
        }
        #expect(try steady.call("org.halld.Queue.Take", #"{"service":"service-0"}"#).out["number"]?.text == "A001")
    }

    @Test func `what came before the garbage is still answered`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        client.send(
            #"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#, "garbage",
            #"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#)
        #expect(try client.reply().out["number"]?.text == "A001")
        #expect(try client.isClosed())
        #expect(test.hall.requests.count == 1)
    }

    @Test func `a call over 1 MiB ends its connection, one under it is answered`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        let reply = try client.call(
            "org.halld.Queue.Take", #"{"service":"\#(String(repeating: "x", count: 1_000_000))"}"#)
        #expect(reply.out["parameter"]?.text == "service", "no name is that long")
        client.send(Array(repeating: UInt8(ascii: "x"), count: (1 << 20) + 1))
        #expect(try client.isClosed())
    }

    @Test func `more calls than may be outstanding wait in the socket and are all answered`() throws {
        var limits = APILimits()
        limits.outstandingCalls = 4
        let test = try ServerUnderTest(limits: limits)
        let client = try test.client()
        test.hall.hold()
        for _ in 0..<40 { client.send(#"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#) }
        let other = try test.client()
        while test.hall.requests.count < 4 { _ = try other.call("org.halld.Hall.Version") }
        #expect(test.hall.requests.count == 4)
        test.hall.answer()
        let numbers = try (0..<40).map { _ in try client.reply().out["number"]?.text }
        #expect(numbers.first == "A001" && numbers.last == "A040")
        #expect(Set(numbers).count == 40)
    }

    @Test func `one user gets so many connections, and a closed one makes room`() throws {
        var limits = APILimits()
        limits.connectionsPerUser = 3
        let test = try ServerUnderTest(limits: limits)
        var clients = try (0..<3).map { _ in try test.client() }
        for client in clients { #expect(try client.call("org.halld.Hall.Version").error == nil) }
        #expect(try test.client().isClosed())
        clients.removeLast()
        var answered = false
        while !answered { answered = (try? test.client().call("org.halld.Hall.Version")) != nil }
        #expect(try clients[0].call("org.halld.Hall.Version").error == nil)
    }

    @Test func `a full socket still takes the daemon's own user and root, up to a bound`() throws {
        var limits = APILimits()
        limits.connections = 2
        limits.reservedConnections = 1
        let test = try ServerUnderTest(limits: limits)
        let clients = try (0..<3).map { _ in try test.client() }
        for client in clients { #expect(try client.call("org.halld.Hall.Version").error == nil) }
        #expect(try test.client().isClosed())
    }

    @Test func `a client that stops sending is answered before its connection ends`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        test.hall.hold()
        client.send(#"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#)
        client.finishSending()
        let other = try test.client()
        while test.hall.requests.isEmpty { _ = try other.call("org.halld.Hall.Version") }
        test.hall.answer()
        #expect(try client.reply().out["number"]?.text == "A001")
        #expect(try client.isClosed())
    }

    @Test func `a client that leaves does not take its command with it`() throws {
        let test = try ServerUnderTest()
        test.hall.hold()
        do {
            let client = try test.client()
            client.send(#"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#)
            let other = try test.client()
            while test.hall.requests.isEmpty { _ = try other.call("org.halld.Hall.Version") }
        }
        test.hall.answer()
        let next = try test.client()
        #expect(try next.call("org.halld.Queue.Take", #"{"service":"service-0"}"#).out["number"]?.text == "A002")
    }

    @Test func `the socket is for everybody, since each call is judged, and gone after the end`() throws {
        var path = ""
        do {
            let test = try ServerUnderTest()
            path = test.path
            var status = stat()
            #expect(lstat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o666)
        }
        #expect(access(path, F_OK) != 0)
    }

    @Test func `a second server is refused, a dead one's socket is replaced, a file is left alone`() throws {
        let test = try ServerUnderTest()
        let second = APIServer(socketPath: test.path, gateway: test.hall, version: "0.1.0")
        #expect(throws: APIServerError.self) { try second.start() }
        #expect(try test.client().call("org.halld.Hall.Version").error == nil, "the first one is unharmed")

        let stale = test.path + "2"
        try leaveStaleSocket(stale)
        let heir = APIServer(socketPath: stale, gateway: test.hall, version: "0.1.0")
        try heir.start()
        #expect(try RawClient(stale).call("org.halld.Hall.Version").error == nil)
        heir.stop()
        heir.stop()

        let file = test.path + ".txt"
        let descriptor = open(file, O_CREAT | O_WRONLY, 0o600)
        close(descriptor)
        defer { unlink(file) }
        do throws(APIServerError) {
            try APIServer(socketPath: file, gateway: test.hall, version: "0.1.0").start()
            Issue.record("a file was replaced")
        } catch {
            #expect(error.code == .notASocket)
        }
        #expect(access(file, F_OK) == 0)
        do throws(APIServerError) {
            let long = "/tmp/" + String(repeating: "x", count: 120)
            try APIServer(socketPath: long, gateway: test.hall, version: "0.1.0").start()
            Issue.record("a path that fits no address was taken")
        } catch {
            #expect(error.code == .badPath)
        }
    }

    private func leaveStaleSocket(_ path: String) throws {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
        close(descriptor)
    }
}

/// A small seeded generator, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
