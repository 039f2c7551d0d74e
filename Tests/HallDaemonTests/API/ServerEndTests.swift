import Glibc
import HallAPI
import HallDaemon
import HallModel
import Logging
import Synchronization
import Testing

@Suite(.serialized) struct ServerEndTests {
    private let take = #"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#

    @Test func `who asked before the end is answered, nobody is let in after it`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        test.hall.hold()
        client.send(take)
        let other = try test.client()
        while test.hall.requests.isEmpty { _ = try other.call("org.halld.Hall.Version") }
        test.server.refuseNew()
        test.server.refuseNew()
        #expect(access(test.path, F_OK) != 0)
        client.send(take)
        other.send(take)
        test.hall.answer()
        #expect(try client.reply().out["number"]?.text == "A001")
        test.server.stop()
        #expect(try client.isClosed() && other.isClosed())
        #expect(test.hall.requests.count == 1, "what was sent after the end never began")
    }

    @Test func `a command that the hall answers after the end harms nobody`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        test.hall.hold()
        client.send(take, take, take)
        let watcher = try test.client()
        watcher.send(#"{"method":"org.halld.Hall.Watch","more":true}"#)
        _ = try watcher.reply()
        let other = try test.client()
        while test.hall.requests.count < 3 { _ = try other.call("org.halld.Hall.Version") }
        let wakes = test.hall.state.withLock { Array($0.subscribers.values) }
        let late = test.hall.requests
        test.server.stop()
        for request in late { request.completion(.failure(.stopping)) }
        for wake in wakes { wake() }
        #expect(try client.isClosed())
    }

    @Test func `an end without a start is none`() {
        let server = APIServer(socketPath: "/nowhere/halld.sock", gateway: ScriptedHall(), version: "0.1.0")
        server.refuseNew()
        server.stop()
    }

    @Test func `a user with too many connections is logged once, with the limit`() throws {
        var limits = APILimits()
        limits.connectionsPerUser = 2
        let lines = LogLines()
        let test = try ServerUnderTest(limits: limits, logger: lines.logger)
        let clients = try (0..<2).map { _ in try test.client() }
        for client in clients { #expect(try client.call("org.halld.Hall.Version").error == nil) }
        for _ in 0..<20 { #expect(try test.client().isClosed()) }
        #expect(
            lines.all == ["a connection of uid \(getuid()) was closed: it has 2, one user may have no more"])
    }

    @Test func `a full server is logged as such`() throws {
        var limits = APILimits()
        limits.connections = 1
        limits.reservedConnections = 0
        let lines = LogLines()
        let test = try ServerUnderTest(limits: limits, logger: lines.logger)
        let client = try test.client()
        #expect(try client.call("org.halld.Hall.Version").error == nil)
        #expect(try test.client().isClosed())
        #expect(lines.all == ["a connection of uid \(getuid()) was closed: all 1 connections are in use"])
    }
}

/// Lines of a log.
private final class LogLines: Sendable {
    private let lines = Mutex([String]())
    var all: [String] { lines.withLock { $0 } }
    var logger: Logger {
        Logger(label: "kept") { _ in Handler(lines: self) }
    }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { lines.lines.withLock { $0.append("\(event.message)") } }
    }
}
