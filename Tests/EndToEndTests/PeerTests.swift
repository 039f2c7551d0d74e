import Foundation
import Testing

/// Programs that are not ours, and visitors that are not friendly.
@Suite(.serialized)
struct PeerTests {
    @Test(.enabled(if: Programs.peerPython != nil, "make test sets up the Python peers"))
    func `the varlink package of PyPI introspects, calls, streams and meets errors`() throws {
        let hall = try HallUnderTest("township")
        let python = URL(fileURLWithPath: try #require(Programs.peerPython))
        let script = Programs.repository.appendingPathComponent("Tests/Varlink/client.py").path
        let outcome = try Programs.run(python, [script, hall.socket])
        #expect(outcome.status == 0, "\(outcome.output)\n\(outcome.errors)")
    }

    @Test func `two hundred hostile clients keep nobody from taking a number`() throws {
        let hall = try HallUnderTest("township")
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(seed: seed)
        var open: [Int32] = []
        for round in 0..<200 {
            let client = try connect(hall.socket)
            open.append(client)
            switch round % 5 {
            case 0: send(client, (0..<4096).map { _ in UInt8.random(in: 0...255, using: &random) })
            case 1: send(client, Array(#"{"method":"org.halld.Queue.Take","parameters":{"#.utf8))
            case 2: send(client, Array(repeating: UInt8(ascii: "["), count: 100_000) + [0])
            case 3: send(client, [0, 0, 0, 0xFF, 0xFE, 0])
            default: break  // says nothing for ever
            }
            // Old ones leave, so that the limit of connections is not what is tested here.
            if open.count > 40 { close(open.removeFirst()) }
        }
        let ticket = try hall.ask("ticket", "take", "household")
        #expect(ticket.number.string == "A001", "seed \(seed)")
        for client in open { close(client) }
        #expect(hall.stopDaemon() == 0)
    }

    @Test func `a slow printer stops the line with XOFF and loses no byte`() throws {
        let hall = try HallUnderTest("township", unpaced: true)
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        try hall.simulate("set", "kiosk-printer", "speed", "40")
        for _ in 0..<12 { _ = try hall.ask("ticket", "take", "household") }
        try hall.wait("all are proven", atMost: 120) {
            try hall.ask("queue").waiting.array.allSatisfy { $0.printed.string == "proven" }
        }
        let slips = try hall.slips()
        #expect(slips.compactMap(\.number) == (1...12).map { "A" + String(1000 + $0).dropFirst() })
        #expect(slips.allSatisfy { $0.isCut && !$0.isReprint })
    }

    @Test func `control bytes in what a user says reach neither paper nor terminal`() throws {
        let hall = try HallUnderTest("township")
        _ = try hall.ask("ticket", "take", "household")
        let bell = "gone \u{1B}[2J\u{7}\u{9B}31m home"
        let cancelled = try hall.hallctl(["ticket", "cancel", "A001", "--reason", bell], json: false)
        #expect(cancelled.status == 0, "\(cancelled.errors)")
        let why = try hall.hallctl(["why", "ticket", "A001"], json: false)
        #expect(why.output.contains("home"))
        for output in [cancelled.output, why.output] {
            #expect(!output.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
        }
    }

    private func connect(_ path: String) throws -> Int32 {
        let client = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(client, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(status == 0)
        return client
    }

    private func send(_ client: Int32, _ bytes: [UInt8]) {
        _ = Glibc.send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
    }
}
