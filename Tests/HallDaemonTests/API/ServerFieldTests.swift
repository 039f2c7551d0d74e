import DeviceDrivers
import HallAPI
import HallDaemon
import HallLogic
import HallModel
import Synchronization
import Testing

/// Points, limits, alarms about them, ratings and wires over the socket.
@Suite(.serialized) struct ServerFieldTests {
    private func server() throws -> ServerUnderTest { try ServerUnderTest(ScriptedHall(plan: FieldPlan.plan)) }

    @Test func `every configured point is listed in the plan's order, also those never read`() throws {
        let test = try server()
        test.hall.read(FieldPlan.temperature, .number(.tenths(265)), after: 20)
        test.hall.read(FieldPlan.mode, .word("cooling"))
        let client = try test.client()
        let points = try client.call("org.halld.Devices.ListPoints").out["points"]
        #expect(
            (0..<(points?.count ?? 0)).map { points?[$0]?["id"]?.text } == [
                "waiting-climate.temperature", "waiting-climate.humidity", "waiting-ac.set-point", "waiting-ac.mode",
                "lamps.row-1",
            ])
        let temperature = points?[0]
        #expect(temperature?["value"] == .number(26.5))
        #expect(temperature?["unit"]?.text == "°C" && temperature?["quality"]?.text == "good")
        #expect(temperature?["missing"] == .null)
        // The server's clock stands 60 s after the start, which was at 09:00:00.
        #expect(temperature?["ageSeconds"]?.integer == 40)
        #expect(temperature?["at"]?.text == "2026-11-21T09:00:20+08:00")
        #expect(temperature?["zone"]?.text == "waiting" && temperature?["label"]?.text == "TH-01")
        #expect(temperature?["meaning"]?.text == "room-temperature" && temperature?["writable"] == .bool(false))
        let never = points?[1]
        #expect(never?["value"] == .null && never?["at"] == .null && never?["ageSeconds"] == .null)
        #expect(never?["quality"]?.text == "bad" && never?["missing"]?.text == "neverRead")
        #expect(points?[3]?["value"]?.text == "cooling" && points?[3]?["unit"]?.text == "")
        let some = try client.call("org.halld.Devices.ListPoints", #"{"pattern":"waiting-ac.*"}"#).out["points"]
        #expect(some?.count == 2)
    }

    @Test func `a whole number stays one, and a point that is lost has no value`() throws {
        let test = try server()
        test.hall.read(FieldPlan.temperature, .number(Quantity(26)))
        let client = try test.client()
        func point() throws -> JSONValue? {
            try client.call("org.halld.Devices.ListPoints", #"{"pattern":"*.temperature"}"#).out["points"]?[0]
        }
        #expect(try point()?["value"] == .integer(26))
        test.hall.report(
            DeviceReport(device: "waiting-climate", .reading("temperature", .missing(.sensorFault))))
        #expect(try point()?["value"] == .null)
        #expect(try point()?["missing"]?.text == "sensorFault")
    }

    @Test func `a watcher gets all, then only what changed, at most once a second`() throws {
        let test = try server()
        test.hall.read(FieldPlan.temperature, .number(Quantity(26)))
        let client = try test.client()
        let begin = APIServer.monotonicNow()
        client.send(#"{"method":"org.halld.Devices.WatchPoints","parameters":{},"more":true}"#)
        #expect(try client.reply().out["points"]?.count == 5)
        for tenths in 1...20 { test.hall.read(FieldPlan.temperature, .number(.tenths(260 + Int64(tenths)))) }
        test.hall.read(FieldPlan.mode, .word("cooling"))
        let changes = try client.reply()
        #expect(APIServer.monotonicNow() - begin >= .seconds(1))
        #expect(changes["continues"] == .bool(true))
        #expect(changes.out["points"]?.count == 2)
        #expect(changes.out["points"]?[0]?["value"] == .integer(28))
        // Read again with the same value: nothing to tell.
        test.hall.read(FieldPlan.temperature, .number(Quantity(28)), after: 3)
        let third = APIServer.monotonicNow()
        while APIServer.monotonicNow() - third < .milliseconds(2200) {
            _ = try test.client().call("org.halld.Hall.Version")
        }
        test.hall.read(FieldPlan.mode, .word("fan"))
        let next = try client.reply().out["points"]
        #expect(next?.count == 1 && next?[0]?["id"]?.text == "waiting-ac.mode")
    }

    @Test func `a write is answered when the device has told, other calls go on meanwhile`() throws {
        let test = try server()
        let client = try test.client()
        client.send(
            #"{"method":"org.halld.Devices.Write","parameters":{"point":"lamps.row-1","value":"on","reason":"dusk"}}"#)
        while test.hall.state.withLock({ $0.deferred.isEmpty }) { _ = try test.client().call("org.halld.Hall.Version") }
        test.hall.report(DeviceReport(device: "lamps", .written(1, .differs, readBack: .word("off"))))
        let reply = try client.reply().out
        #expect(reply["point"]?.text == "lamps.row-1" && reply["value"]?.text == "on")
        #expect(reply["outcome"]?.text == "differs" && reply["readBack"]?.text == "off")
        let why = try client.call("org.halld.Devices.WhyPoint", #"{"point":"lamps.row-1"}"#).out
        #expect(why["allowed"]?.text == "off on" && why["pending"]?.integer == 0 && why["wish"] == .null)
        #expect(why["events"]?.count == 2)
        #expect(why["events"]?[0]?["kind"]?.text == "point-write-ordered")
        #expect(why["events"]?[0]?["inputs"]?[0]?["value"]?.text == "on")
        #expect(why["events"]?[1]?["outcome"]?.text == "differs")
    }

    @Test func `a write needs a reason, and names have bounds`() throws {
        let test = try server()
        let client = try test.client()
        func refused(_ parameters: String) throws -> String? {
            try client.call("org.halld.Devices.Write", parameters).out["parameter"]?.text
        }
        #expect(try refused(#"{"point":"lamps.row-1","value":"on"}"#) == "reason")
        #expect(try refused(#"{"point":"lamps.row-1","value":"on","reason":"  "}"#) == "reason")
        let long = String(repeating: "x", count: 200)
        #expect(try refused(#"{"point":"\#(long)","value":"on","reason":"r"}"#) == "point")
        #expect(try refused(#"{"point":"lamps.row-1","value":"\#(long)","reason":"r"}"#) == "value")
        #expect(try refused(#"{"point":"lamps.row-1","value":26,"reason":"r"}"#) == "value")
        for method in ["Devices.ListPoints", "Devices.List"] {
            let reply = try client.call("org.halld.\(method)", #"{"pattern":"\#(long)"}"#)
            #expect(reply.out["parameter"]?.text == "pattern")
        }
        #expect(try client.call("org.halld.Alarms.Why", #"{"id":"\#(long)"}"#).out["parameter"]?.text == "id")
    }

    @Test func `a set-point below the limit is refused with its clause`() throws {
        let test = try server()
        test.hall.read(FieldPlan.mode, .word("cooling"))
        let reply = try test.client().call(
            "org.halld.Devices.Write", #"{"point":"waiting-ac.set-point","value":"25.9","reason":"hot"}"#)
        #expect(reply.error == "org.halld.Devices.Refused")
        #expect(reply.out["code"]?.text == "limitForbids")
        #expect(reply.out["message"]?["en"]?.text?.contains("26 °C") == true)
        #expect(reply.out["message"]?["zh"]?.text?.contains("第 5.1 条") == true)
    }

    @Test func `why a point is as it is: what it is, what judges it, how that stands`() throws {
        let test = try server()
        test.hall.read(FieldPlan.mode, .word("cooling"))
        test.hall.read(FieldPlan.temperature, .number(.tenths(244)))
        let client = try test.client()
        let why = try client.call(
            "org.halld.Devices.WhyPoint", #"{"point":"waiting-climate.temperature","language":"en"}"#
        ).out
        #expect(why["point"]?["value"] == .number(24.4))
        #expect(why["device"]?["profile"]?.text == "test-climate")
        #expect(why["allowed"]?.text == "-40…80 °C" && why["periodSeconds"]?.integer == 5)
        #expect(why["limits"]?.count == 1)
        let limit = why["limits"]?[0]
        #expect(limit?["id"]?.text == "test-standard/cooling-room")
        #expect(limit?["relation"]?.text == "notBelow" && limit?["limit"]?.text == "26 °C")
        #expect(limit?["state"]?.text == "waiting" && limit?["compared"]?.text == "24.4 °C")
        #expect(limit?["since"]?.text == "2026-11-21T09:00:00+08:00")
        #expect(limit?["clause"]?.text == "Test standard: clause 5.2" && limit?["deadBand"]?.text == "0.3 °C")
        let unknown = try client.call("org.halld.Devices.WhyPoint", #"{"point":"nothing.such"}"#).out
        #expect(unknown["code"]?.text == "noSuchPoint")
        #expect(unknown["message"]?["en"]?.text?.contains("nothing.such") == true)
    }

    @Test func `why an alarm: what happened, its limit and clause in the language asked for`() throws {
        let test = try server()
        test.hall.read(FieldPlan.mode, .word("cooling"))
        test.hall.read(FieldPlan.setPoint, .number(.tenths(240)))
        let client = try test.client()
        let alarm = try #require(try client.call("org.halld.Alarms.List", #"{"language":"en"}"#).out["alarms"]?[0])
        #expect(alarm["id"]?.text == "waiting-ac.set-point.set-point-too-low")
        #expect(alarm["device"]?.text == "waiting-ac" && alarm["zone"]?.text == "waiting")
        #expect(alarm["clause"]?.text == "Test standard: clause 5.1" && alarm["limit"]?.text == "26 °C")
        #expect(alarm["value"]?.text?.hasPrefix("24") == true)
        _ = try client.call(
            "org.halld.Alarms.Acknowledge", #"{"id":"waiting-ac.set-point.set-point-too-low","reason":"seen"}"#)
        let why = try client.call(
            "org.halld.Alarms.Why", #"{"id":"waiting-ac.set-point.set-point-too-low","language":"zh"}"#
        ).out
        #expect(why["alarm"]?["state"]?.text == "acknowledged")
        #expect(why["point"]?["id"]?.text == "waiting-ac.set-point")
        #expect(why["limits"]?[0]?["clause"]?.text == "测试标准：第 5.1 条")
        #expect(why["limits"]?[0]?["state"]?.text == "broken")
        #expect(why["events"]?[0]?["kind"]?.text == "alarm-raised")
        #expect(why["events"]?[0]?["inputs"]?[1]?["value"]?.text == "26 °C")
        #expect(why["events"]?[1]?["reason"]?.text == "seen")
        #expect(try client.call("org.halld.Alarms.Why", #"{"id":"x.y"}"#).out["code"]?.text == "noSuchAlarm")
    }

    @Test func `alarms that ask for nobody are listed only when all are asked for, and not counted as active`() throws {
        let test = try server()
        test.hall.report(DeviceReport(device: "kiosk-printer", .printer(PrinterCondition(coverOpen: true))))
        let client = try test.client()
        let id = "kiosk-printer.cover-open"
        let shelved = try client.call("org.halld.Alarms.Shelve", #"{"id":"\#(id)","seconds":1800,"reason":"r"}"#).out
        #expect(shelved["state"]?.text == "shelved")
        #expect(shelved["alarm"]?["shelvedUntil"]?.text == "2026-11-21T09:30:00+08:00")
        #expect(try client.call("org.halld.Alarms.List").out["alarms"]?.count == 0)
        #expect(try client.call("org.halld.Alarms.List", #"{"all":true}"#).out["alarms"]?.count == 1)
        #expect(try client.call("org.halld.Hall.Status").out["alarms"]?["active"]?.integer == 0)
        let back = try client.call("org.halld.Alarms.Unshelve", #"{"id":"\#(id)"}"#).out
        #expect(back["state"]?.text == "unacknowledged")
        #expect(try client.call("org.halld.Hall.Status").out["alarms"]?["active"]?.integer == 1)
        let out = try client.call("org.halld.Alarms.SetService", #"{"id":"\#(id)","inService":false,"reason":"r"}"#).out
        #expect(out["state"]?.text == "outOfService")
        let inService = try client.call("org.halld.Alarms.SetService", #"{"id":"\#(id)","inService":true}"#).out
        #expect(inService["state"]?.text == "unacknowledged")
        let wrong = try client.call("org.halld.Alarms.Shelve", #"{"id":"\#(id)","seconds":5}"#).out
        #expect(wrong["code"]?.text == "badDuration")
    }

    @Test func `a service is rated once, by a level from 1 to 5`() throws {
        let test = try server()
        let client = try test.client()
        func rate(_ level: String) throws -> JSONValue {
            try client.call("org.halld.Windows.Rate", #"{"window":"1","level":"\#(level)"}"#).out
        }
        #expect(try rate("5")["code"]?.text == "nothingToRate")
        _ = try client.call("org.halld.Queue.Take", #"{"service":"service-0"}"#)
        for verb in ["Call", "Start"] { _ = try client.call("org.halld.Windows.\(verb)", #"{"window":"1"}"#) }
        #expect(try rate("6")["code"]?.text == "noSuchLevel")
        #expect(try rate("5") == .object(["number": .string("A001"), "window": .string("1"), "level": .integer(5)]))
        #expect(try rate("4")["code"]?.text == "alreadyRated")
    }

    @Test func `wires are listed with what they did`() throws {
        let test = try server()
        var figures = BusFigures()
        figures.isOpen = true
        figures.bytesIn = 1200
        figures.requests = .init(sent: 100, timeouts: 3, garbled: 2, exceptions: 1)
        figures.busy = .seconds(15)
        figures.lastError = TransportError(
            .missing, disposition: .portLost, errno: 111, message: "connection refused\u{1B}[31m")
        test.hall.state.withLock { $0.buses["line"] = figures }
        let client = try test.client()
        let list = try client.call("org.halld.Bus.List").out["buses"]
        #expect(list?.count == 2)
        #expect(list?[1]?["wire"]?.text == "tcp" && list?[1]?["path"]?.text == "192.0.2.1:502")
        #expect(list?[0]?["isOpen"] == .null && list?[1]?["isOpen"] == .bool(true))
        #expect(list?[1]?["devices"]?.count == 3)
        let stats = try client.call("org.halld.Bus.Stats").out["buses"]
        #expect(stats?.count == 1)
        #expect(stats?[0]?["id"]?.text == "line" && stats?[0]?["timeouts"]?.integer == 3)
        // 15 s of the 60 s since the start.
        #expect(stats?[0]?["utilisation"]?.integer == 25)
        #expect(stats?[0]?["lastError"]?.text == "connection refused [31m")
        #expect(stats?[0]?["lastErrorCode"]?.text == "missing")
        #expect(try client.call("org.halld.Bus.Stats", #"{"bus":"kiosk"}"#).out["buses"]?.count == 0)
        #expect(try client.call("org.halld.Bus.Stats", #"{"bus":"x"}"#).out["code"]?.text == "noSuchBus")
    }

    @Test func `alarms: active ones first, urgent and new before others, then those aside, then those gone`()
        throws
    {
        let test = try server()
        func at(_ second: Int) -> WallTime { ScriptedHall.start.wall + .seconds(second) }
        func raise(_ kind: AlarmKind, _ device: DeviceID, _ priority: AlarmPriority, _ second: Int) -> HallFact {
            .alarmRaised(AlarmRaised(alarm: kind, device: device, priority: priority, at: at(second)))
        }
        let gone: AlarmID = "lamps.paper-out"
        let aside: AlarmID = "lamps.cover-open"
        let facts: [HallFact] = [
            raise(.paperOut, "lamps", .high, 9), raise(.coverOpen, "lamps", .high, 8),
            raise(.sensorFault, "lamps", .medium, 7), raise(.portLost, "lamps", .high, 1),
            raise(.notAnswering, "lamps", .high, 2), raise(.sensorFault, "waiting-ac", .medium, 3),
            .alarmReturned(AlarmReturned(alarm: gone, at: at(10))),
            .alarmShelved(AlarmShelved(alarm: aside, until: at(999), by: "x", reason: "", at: at(10))),
        ]
        test.hall.state.withLock { state in for fact in facts { state.hall.apply(fact) } }
        let client = try test.client()
        func ids(_ parameters: String) throws -> [String?] {
            let alarms = try client.call("org.halld.Alarms.List", parameters).out["alarms"]
            return (0..<(alarms?.count ?? 0)).map { alarms?[$0]?["id"]?.text }
        }
        let active = [
            "lamps.not-answering", "lamps.port-lost", "lamps.sensor-fault", "waiting-ac.sensor-fault",
        ]
        #expect(try ids(#"{"all":true}"#) == active + ["lamps.cover-open", "lamps.paper-out"])
        #expect(try ids("{}") == active + ["lamps.paper-out"])
    }

    @Test func `a zone is told by its id and by its name`() throws {
        let test = try server()
        test.hall.report(DeviceReport(device: "waiting-ac", .presence(.online, detail: .none)))
        test.hall.read(FieldPlan.mode, .word("cooling"))
        test.hall.read(FieldPlan.setPoint, .number(.tenths(240)))
        let client = try test.client()
        let shown = [
            try client.call("org.halld.Alarms.List").out["alarms"]?[0],
            try client.call("org.halld.Devices.Show", #"{"id":"waiting-ac"}"#).out["devices"]?[0],
            try client.call("org.halld.Devices.ListPoints", #"{"pattern":"waiting-ac.mode"}"#).out["points"]?[0],
        ]
        for view in shown {
            #expect(view?["zone"]?.text == "waiting" && view?["zoneName"]?.text == "休息等候区")
        }
        let display = try client.call("org.halld.Devices.Show", #"{"id":"w1-display"}"#).out["devices"]?[0]
        #expect(display?["zone"] == .null && display?["zoneName"] == .null)
    }

    @Test func `a stream tells the point of a write and of an alarm, and what was written and read back`() throws {
        let test = try server()
        test.hall.read(FieldPlan.lamp, .word("off"))
        let stream = try test.client()
        stream.send(#"{"method":"org.halld.Hall.Watch","parameters":{"language":"en"},"more":true}"#)
        _ = try stream.reply()
        let client = try test.client()
        client.send(
            #"{"method":"org.halld.Devices.Write","parameters":{"point":"lamps.row-1","value":"on","reason":"dusk"}}"#)
        let ordered = try stream.reply().out["change"]
        #expect(ordered?["kind"]?.text == "point-write-ordered" && ordered?["subject"]?.text == "lamps.row-1")
        #expect(ordered?["value"]?.text == "on")
        #expect(ordered?["point"]?["id"]?.text == "lamps.row-1" && ordered?["point"]?["value"]?.text == "off")
        #expect(ordered?["point"]?["quality"]?.text == "good")
        test.hall.report(DeviceReport(device: "lamps", .written(1, .confirmed, readBack: .word("on"))))
        let settled = try stream.reply().out["change"]
        #expect(settled?["kind"]?.text == "point-write-settled" && settled?["value"]?.text == "on")
        #expect(settled?["point"]?["value"]?.text == "on")
        test.hall.read(FieldPlan.mode, .word("cooling"))
        test.hall.read(FieldPlan.setPoint, .number(.tenths(240)))
        let raised = try stream.reply().out["change"]
        #expect(raised?["kind"]?.text == "alarm-raised")
        #expect(raised?["point"]?["id"]?.text == "waiting-ac.set-point" && raised?["point"]?["value"] == .integer(24))
        #expect(raised?["point"]?["unit"]?.text == "°C" && raised?["value"] == .null)
        test.hall.report(DeviceReport(device: "kiosk-printer", .printer(PrinterCondition(coverOpen: true))))
        var other = try stream.reply().out["change"]
        while other?["alarm"]?["name"]?.text != "cover-open" { other = try stream.reply().out["change"] }
        #expect(other?["point"] == .null && other?["value"] == .null)
    }
}
