import HallAPI
import HallDaemon
import HallModel
import Synchronization
import Testing

@Suite(.serialized) struct ServerStreamTests {
    private func watch(_ position: JSONValue? = nil) -> String {
        let parameters = position.map { #"{"position":\#($0.line)}"# } ?? "{}"
        return #"{"method":"org.halld.Hall.Watch","parameters":\#(parameters),"more":true}"#
    }

    @Test func `a stream begins with everything and goes on with each change`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        client.send(watch())
        let first = try client.reply()
        #expect(first["continues"] == .bool(true))
        #expect(first.out["resumed"] == .bool(false))
        #expect(first.out["snapshot"]?["devices"]?.count == 2)
        #expect(first.out["snapshot"]?["queue"]?["services"]?.count == 2)
        let position = try #require(first.out["position"]?["sequence"]?.integer)
        _ = try test.client().call("org.halld.Queue.Take", #"{"service":"service-0"}"#)
        let change = try client.reply()
        #expect(change["continues"] == .bool(true))
        #expect(change.out["position"]?["sequence"]?.integer == position + 1)
        #expect(change.out["resumed"] == .null && change.out["snapshot"] == .null)
        #expect(change.out["change"]?["kind"]?.text == "ticket-taken")
        #expect(change.out["change"]?["ticket"]?["number"]?.text == "A001")
    }

    @Test func `a stream says why a print was ordered and how it ended`() throws {
        let test = try ServerUnderTest()
        test.hall.report(DeviceReport(device: "kiosk-printer", .presence(.online, detail: .none)))
        let client = try test.client()
        client.send(watch())
        _ = try client.reply()
        let number = try test.client().call(
            "org.halld.Queue.Take", #"{"service":"service-0","kiosk":"kiosk-1"}"#
        ).out["number"]?.text
        #expect(number == "A001")
        #expect(try client.reply().out["change"]?["ticket"]?["serviceName"]?.text == "事项0")
        let ordered = try client.reply().out["change"]
        #expect(ordered?["kind"]?.text == "print-ordered")
        #expect(ordered?["reason"]?.text == "taken")
        #expect(ordered?["outcome"] == .null)
        test.hall.report(DeviceReport(device: "kiosk-printer", .print(JobID(1), .lost)))
        let ended = try client.reply().out["change"]
        #expect(ended?["kind"]?.text == "print-settled")
        #expect(ended?["outcome"]?.text == "lost")
    }

    @Test func `a stream goes on behind the position it is given, without gap or repetition`() throws {
        let test = try ServerUnderTest()
        let commands = try test.client()
        var seen: [Int] = []
        var position: JSONValue?
        for round in 0..<4 {
            let client = try test.client()
            client.send(watch(position))
            let first = try client.reply().out
            #expect(first["resumed"] == .bool(round > 0))
            #expect((first["snapshot"] == .null) == (round > 0))
            position = first["position"]
            // What happens while nobody watches is told to the next watcher.
            _ = try commands.call("org.halld.Queue.Take", #"{"service":"service-0"}"#)
            for _ in 0..<(round == 0 ? 1 : 2) {
                let reply = try client.reply().out
                position = reply["position"]
                if reply["change"]?["kind"]?.text == "ticket-taken" {
                    seen.append(try #require(position?["sequence"]?.integer))
                }
            }
        }
        #expect(seen == seen.sorted() && Set(seen).count == seen.count)
        #expect(!seen.isEmpty)
    }

    @Test func `a position of another run or from the future begins anew`() throws {
        let test = try ServerUnderTest()
        for position in [
            JSONValue.object(["epoch": .string("run-0"), "sequence": .integer(1)]),
            .object(["epoch": .string("run-1"), "sequence": .integer(1_000_000)]),
            .object(["epoch": .string("run-1"), "sequence": .integer(-5)]),
        ] {
            let client = try test.client()
            client.send(watch(position))
            let reply = try client.reply().out
            #expect(reply["resumed"] == .bool(false))
            #expect(reply["snapshot"] != .null)
        }
    }

    @Test func `a stream without more is refused`() throws {
        let test = try ServerUnderTest()
        let reply = try test.client().call("org.halld.Hall.Watch")
        #expect(reply.error == "org.varlink.service.ExpectedMore")
        #expect(reply.out == .object([:]))
    }

    @Test func `the alarms come again only when one of them changed`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        client.send(#"{"method":"org.halld.Alarms.Watch","parameters":{"language":"en"},"more":true}"#)
        #expect(try client.reply().out["alarms"]?.count == 0)
        _ = try test.client().call("org.halld.Queue.Take", #"{"service":"service-0"}"#)
        test.hall.report(DeviceReport(device: "kiosk-printer", .printer(PrinterCondition(coverOpen: true))))
        let alarms = try client.reply().out["alarms"]
        #expect(alarms?.count == 1)
        #expect(alarms?[0]?["name"]?.text == "cover-open")
    }

    @Test func `a reader that falls out of the kept changes gets the whole state, and holds up nobody`() throws {
        var limits = APILimits()
        limits.outboundBytes = 16_384
        let hall = ScriptedHall()
        hall.state.withLock { $0.kept = 50 }
        let test = try ServerUnderTest(hall, limits: limits)
        let slow = try test.client()
        slow.send(watch())
        #expect(try slow.reply().out["resumed"] == .bool(false))
        let busy = try test.client()
        for number in 1...3000 {
            hall.report(DeviceStatus(id: "w1-display", presence: number.isMultiple(of: 2) ? .online : .offline))
            if number.isMultiple(of: 100) { #expect(try busy.call("org.halld.Hall.Version").error == nil) }
        }
        let last = hall.published.sequence
        var sawSnapshot = false
        var position = 0
        while position < last {
            let reply = try slow.reply().out
            let next = try #require(reply["position"]?["sequence"]?.integer)
            if reply["resumed"] == .bool(false) {
                sawSnapshot = true
            } else {
                #expect(position == 0 || next == position + 1, "a gap without a snapshot")
            }
            position = next
        }
        #expect(sawSnapshot)
    }

    @Test func `a reader that never reads is let go`() throws {
        var limits = APILimits()
        limits.outboundBytes = 4096
        limits.unreadTime = .milliseconds(50)
        let test = try ServerUnderTest(limits: limits)
        let client = try test.client()
        for _ in 0..<2000 {
            client.send(
                #"{"method":"org.varlink.service.GetInterfaceDescription","parameters":{"interface":"org.halld.Queue"}}"#
            )
        }
        #expect(try client.isClosed())
        #expect(try test.client().call("org.halld.Hall.Version").error == nil)
    }

    @Test func `the hall is asked once for all who watch, and not at all when nobody does`() throws {
        let test = try ServerUnderTest()
        let observer = try test.client()
        do {
            let watchers = try (0..<20).map { _ in try test.client() }
            for watcher in watchers { watcher.send(watch()) }
            for watcher in watchers { _ = try watcher.reply() }
            #expect(test.hall.subscriberCount == 1)
            test.hall.report(DeviceStatus(id: "w1-display", presence: .offline))
            for watcher in watchers {
                #expect(try watcher.reply().out["change"]?["device"]?["presence"]?.text == "offline")
            }
        }
        while test.hall.subscriberCount > 0 { _ = try observer.call("org.halld.Hall.Version") }
    }
}
