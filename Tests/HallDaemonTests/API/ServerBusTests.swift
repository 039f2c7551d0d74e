import DeviceDrivers
import HallAPI
import HallDaemon
import HallLogic
import HallModel
import HardwareAccess
import Synchronization
import Testing

/// What a technician sees of a wire and asks of it, over the socket.
@Suite(.serialized) struct ServerBusTests {
    /// The field's line, once over TCP and once over a serial line.
    private func server(
        _ wires: ScriptedWires, serial: Bool = false, limits: APILimits = APILimits()
    ) throws -> ServerUnderTest {
        var plan = FieldPlan.plan
        if serial {
            plan.buses[1].wire = .serial(path: "/dev/hall/line", SerialSettings(baud: 9600))
            for index in plan.devices.indices where plan.devices[index].bus == "line" {
                plan.devices[index].address = index
            }
        }
        let hall = ScriptedHall(plan: plan)
        hall.state.withLock { $0.wires = wires }
        return try ServerUnderTest(hall, limits: limits)
    }

    private func trace(_ parameters: String) -> String {
        #"{"method":"org.halld.Bus.Trace","parameters":\#(parameters),"more":true}"#
    }

    private func bytes(_ reply: JSONValue) -> [String] {
        (0..<(reply.out["frames"]?.count ?? 0)).compactMap { reply.out["frames"]?[$0]?["bytes"]?.text }
    }

    // MARK: Trace

    @Test func `a trace begins at once, and then tells what comes, joined to frames`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        let recorder = try #require(wires.recorder(of: "line"))
        recorder.note(.sent([9, 9]), at: .now)
        let client = try test.client()
        client.send(trace(#"{"bus":"line"}"#))
        let first = try client.reply()
        #expect(first["continues"] == .bool(true) && first.out["frames"]?.count == 0)
        #expect(first.out["form"]?.text == "modbusRtu" && first.out["bus"]?.text == "line")
        let answer = FrameJoinerTests.answer
        recorder.note(.sent(FrameJoinerTests.question), at: .now)
        recorder.note(.received(Array(answer.prefix(3))), at: .now)
        recorder.note(.received(Array(answer.dropFirst(3))), at: .now)
        recorder.note(.lost(.hungUp), at: .now)
        var frames: [JSONValue] = []
        while frames.count < 3 {
            let reply = try client.reply()
            #expect(reply.out["skipped"]?.integer == 0)
            frames += (0..<(reply.out["frames"]?.count ?? 0)).compactMap { reply.out["frames"]?[$0] }
        }
        #expect(frames.map { $0["kind"]?.text } == ["sent", "received", "lost"])
        #expect(frames.map { $0["bytes"]?.text } == ["010300000002c40b", "0103040292ff9b5a3d", ""])
        #expect(frames[2]["code"]?.text == "hungUp" && frames[0]["code"] == .null)
        let at = try #require(frames[0]["at"]?.text)
        #expect(at.count == 29 && at.dropFirst(19).first == "." && at.hasSuffix("+08:00"), "\(at)")
    }

    @Test func `times are those of the wall clock, to the microsecond`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        let now = MonotonicInstant.now
        wires.recorder(of: "kiosk")?.note(.sent([0x1B, 0x40]), at: now)
        let client = try test.client()
        client.send(trace(#"{"bus":"kiosk","lastSeconds":60}"#))
        var reply = try client.reply()
        while reply.out["frames"]?.count == 0 { reply = try client.reply() }
        let frame = reply.out["frames"]?[0]
        let start = ScriptedHall.start
        let expected = start.wall.microseconds + (now.nanoseconds / 1000 - start.monotonic.nanoseconds / 1000)
        #expect(frame?["microseconds"] == .integer(expected))
    }

    @Test func `the past is told and then the end, and the connection goes on`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        let recorder = try #require(wires.recorder(of: "kiosk"))
        let now = MonotonicInstant.now
        recorder.note(.sent([1]), at: now + .seconds(-600))
        recorder.note(.sent([2]), at: now + .seconds(-200))
        recorder.note(.received([3]), at: now + .seconds(-100))
        let client = try test.client()
        client.send(trace(#"{"bus":"kiosk","lastSeconds":300}"#), #"{"method":"org.halld.Hall.Version"}"#)
        var seen: [String] = []
        while true {
            let reply = try client.reply()
            seen += bytes(reply)
            #expect(reply.out["form"]?.text == "bytes")
            if reply["continues"] == .null || reply["continues"] == nil { break }
        }
        #expect(seen == ["02", "03"])
        #expect(try client.reply().out["version"]?.text == "0.1.0")
        #expect(test.hall.subscriberCount == 0)
    }

    @Test func `a reader that is too slow is told how much it missed, and keeps nobody waiting`() throws {
        var limits = APILimits()
        limits.outboundBytes = 16_384
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, limits: limits)
        let recorder = try #require(wires.recorder(of: "kiosk"))
        let client = try test.client()
        client.send(trace(#"{"bus":"kiosk"}"#))
        _ = try client.reply()
        let other = try test.client()
        let begin = MonotonicInstant.now
        // Ten times what a recorder keeps; each record stands alone.
        let count = 30_000
        for number in 1...count {
            recorder.note(
                number.isMultiple(of: 2) ? .sent([UInt8](repeating: 2, count: 100)) : .received([1, 1]), at: .now)
            if number.isMultiple(of: 3000) { #expect(try other.call("org.halld.Hall.Version").error == nil) }
        }
        #expect(MonotonicInstant.now - begin < .seconds(20))
        var seen = 0
        var skipped = 0
        while seen + skipped < count {
            let reply = try client.reply()
            seen += reply.out["frames"]?.count ?? 0
            skipped += reply.out["skipped"]?.integer ?? 0
        }
        #expect(seen + skipped == count && skipped > 0 && seen > 0)
    }

    @Test func `a trace of a wire that is taken out of use ends`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        let client = try test.client()
        client.send(trace(#"{"bus":"line"}"#))
        #expect(try client.reply().out["form"]?.text == "modbusTcp")
        wires.state.withLock { $0.recorders = [:] }
        #expect(try client.reply()["continues"] == nil)
        #expect(try client.call("org.halld.Bus.Trace", #"{"bus":"line"}"#).error == "org.varlink.service.ExpectedMore")
        client.send(trace(#"{"bus":"line"}"#))
        #expect(try client.reply().out["code"]?.text == "busNotUsed")
        client.send(trace(#"{"bus":"nowhere"}"#))
        #expect(try client.reply().out["code"]?.text == "noSuchBus")
        client.send(trace(#"{"bus":"kiosk","lastSeconds":0}"#))
        #expect(try client.reply().out["parameter"]?.text == "lastSeconds")
    }

    // MARK: Read

    private func read(_ client: RawClient, _ parameters: String) throws -> JSONValue {
        try client.call("org.halld.Bus.Read", parameters)
    }

    @Test func `a read tells registers, and the points of the plan that stand in them`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        wires.state.withLock { $0.answer = .success(.replied(.registers([26, 0xFFFF, 7]))) }
        let reply = try read(
            try test.client(),
            #"{"bus":"line","device":"waiting-climate","table":"holding","address":0,"count":3}"#
        ).out
        #expect(reply["outcome"]?.text == "answered" && reply["device"]?.text == "waiting-climate")
        #expect((0..<3).map { reply["registers"]?[$0]?["raw"]?.integer } == [26, 65_535, 7])
        #expect(reply["registers"]?[2]?["address"]?.integer == 2)
        #expect(reply["points"]?.count == 2)
        #expect(reply["points"]?[0]?["id"]?.text == "waiting-climate.temperature")
        #expect(reply["points"]?[0]?["value"] == .integer(26) && reply["points"]?[0]?["unit"]?.text == "°C")
        #expect(reply["points"]?[1]?["value"] == .integer(-1))
        let question = wires.state.withLock { $0.questions.first }
        let address = test.hall.published.hall.recorded.plan?.device("waiting-climate")?.address
        #expect(question?.unit == address && question?.bus == "line")
        #expect(question?.operation == .readHolding(address: 0, count: 3) && question?.timeout == .milliseconds(500))
    }

    @Test func `a value that cannot be is told as missing, never as a number`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        wires.state.withLock { $0.answer = .success(.replied(.registers([500]))) }
        let reply = try read(
            try test.client(), #"{"bus":"line","device":"waiting-climate","table":"holding","address":0,"count":1}"#)
        #expect(reply.out["points"]?[0]?["value"] == .null)
        #expect(reply.out["points"]?[0]?["missing"]?.text == "outOfRange")
    }

    @Test func `a unit that is not in the plan can be read, bits too`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        wires.state.withLock { $0.answer = .success(.replied(.bits([true, false, true]))) }
        let reply = try read(
            try test.client(),
            #"{"bus":"line","unit":77,"table":"discreteInputs","address":16,"count":3,"timeoutMilliseconds":900}"#)
        #expect((0..<3).map { reply.out["registers"]?[$0]?["raw"]?.integer } == [1, 0, 1])
        #expect(reply.out["device"] == .null && reply.out["points"]?.count == 0)
        let question = wires.state.withLock { $0.questions.first }
        #expect(question?.operation == .readDiscreteInputs(address: 16, count: 3))
        #expect(question?.unit == 77 && question?.timeout == .milliseconds(900))
    }

    @Test(arguments: [
        (BusAnswer.failed(.timeout), "timeout", JSONValue.null, JSONValue.null),
        (.failed(.garbled), "garbled", .null, .null), (.failed(.exception(2)), "exception", .integer(2), .null),
        (.portClosed(.portMissing), "portClosed", .null, .string("portMissing")), (.expired, "expired", .null, .null),
        (.refused, "refused", .null, .null),
    ])
    func `a read without a value says why`(
        answer: BusAnswer, outcome: String, exception: JSONValue, detail: JSONValue
    ) throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        wires.state.withLock { $0.answer = .success(answer) }
        let reply = try read(try test.client(), #"{"bus":"line","unit":1,"table":"input","address":0,"count":1}"#).out
        #expect(reply["outcome"]?.text == outcome && reply["exception"] == exception && reply["detail"] == detail)
        #expect(reply["registers"]?.count == 0 && reply["points"]?.count == 0)
    }

    @Test(arguments: [
        (#""unit":1,"table":"holding","address":0,"count":126"#, "count"),
        (#""unit":1,"table":"coils","address":0,"count":2001"#, "count"),
        (#""unit":1,"table":"holding","address":65535,"count":2"#, "count"),
        (#""unit":1,"table":"holding","address":-1,"count":1"#, "address"),
        (#""unit":1,"table":"files","address":0,"count":1"#, "table"),
        (#""unit":0,"table":"holding","address":0,"count":1"#, "unit"),
        (#""unit":248,"table":"holding","address":0,"count":1"#, "unit"),
        (#""table":"holding","address":0,"count":1"#, "unit"),
        (#""unit":1,"device":"lamps","table":"holding","address":0,"count":1"#, "device"),
        (#""unit":1,"table":"holding","address":0,"count":1,"timeoutMilliseconds":9"#, "timeoutMilliseconds"),
    ])
    func `what cannot be asked never reaches the wire`(parameters: String, fault: String) throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        let reply = try read(try test.client(), #"{"bus":"line",\#(parameters)}"#)
        #expect(reply.out["parameter"]?.text == fault)
        #expect(wires.state.withLock { $0.questions.isEmpty })
    }

    @Test func `a read of no Modbus wire, of a device elsewhere, or of a wire that stops is refused`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        let client = try test.client()
        let rest = #""table":"holding","address":0,"count":1"#
        #expect(try read(client, #"{"bus":"kiosk","unit":1,\#(rest)}"#).out["code"]?.text == "notModbus")
        let elsewhere = try read(client, #"{"bus":"line","device":"kiosk-printer",\#(rest)}"#)
        #expect(elsewhere.out["code"]?.text == "noSuchDevice")
        #expect(elsewhere.out["remedy"]?["en"]?.text?.contains("waiting-climate") == true)
        for failure in [BusQuestionFailure.busy, .stopped] {
            wires.state.withLock { $0.answer = .failure(failure) }
            #expect(try read(client, #"{"bus":"line","unit":1,\#(rest)}"#).error == "org.halld.Bus.Busy")
        }
    }

    // MARK: Scan

    private func scan(_ parameters: String) -> String {
        #"{"method":"org.halld.Bus.Scan","parameters":\#(parameters),"more":true}"#
    }

    private func wait(_ condition: () -> Bool) -> Bool {
        let end = MonotonicInstant.now + .seconds(10)
        while MonotonicInstant.now < end {
            if condition() { return true }
        }
        return false
    }

    @Test func `a search tells what it finds and what the plan says of it, and then the end`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        let model = BusScan.Model(profile: "test-climate", map: RegisterMap(registers: []))
        wires.state.withLock { $0.models = [model] }
        let client = try test.client()
        client.send(scan(#"{"bus":"line","from":2,"to":9}"#))
        let first = try client.reply()
        #expect(first.out["done"]?.integer == 0 && first.out["of"]?.integer == 8 && first.out["outcome"] == .null)
        #expect(wait { wires.searches.count == 1 })
        let search = wires.searches[0]
        #expect(search.units == 2...9 && search.settings.isEmpty && search.models == [model] && search.bus == "line")
        let own = SerialSettings(baud: 9600)
        func found(_ unit: Int, _ settings: SerialSettings, _ profiles: [String]) {
            search.news(
                .found(
                    BusScanFinding(
                        unit: unit, settings: settings, device: nil, onlyRefuses: profiles.isEmpty, profiles: profiles))
            )
        }
        let planned = try #require(
            test.hall.published.hall.recorded.plan?.device("waiting-climate")?.address)
        search.news(.progress(done: 5, of: 8))
        found(9, own, ["test-climate"])
        found(planned, own, ["other", "test-climate"])
        found(planned, own, ["other"])
        found(planned, own, [])
        found(planned, SerialSettings(baud: 4800), ["test-climate"])
        search.news(.ended(.complete))
        var replies = [try client.reply()]
        while replies.last?.out["outcome"] == .null { replies.append(try client.reply()) }
        #expect(replies.last?["continues"] == nil && replies.last?.out["outcome"]?.text == "complete")
        #expect(replies.last?.out["done"]?.integer == 5)
        let all = replies.flatMap { reply in
            (0..<(reply.out["found"]?.count ?? 0)).compactMap { reply.out["found"]?[$0] }
        }
        #expect(
            all.map { $0["verdict"]?.text } == [
                "notInPlan", "asPlanned", "otherModel", "unknownModel", "otherSettings",
            ])
        #expect(all[0]["device"] == .null && all[1]["profile"]?.text == "test-climate")
        #expect(all[4]["baud"]?.integer == 4800 && all[4]["format"]?.text == "8N1")
        #expect(wires.ended.isEmpty)
    }

    @Test func `a search ends when its reader goes away`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        do {
            let client = try test.client()
            client.send(scan(#"{"bus":"line"}"#))
            #expect(try client.reply().out["of"]?.integer == 247)
            #expect(wait { wires.searches.count == 1 })
        }
        #expect(wait { wires.ended == [BusQuestionID(1)] })
    }

    @Test func `other rates and formats need a reason, and leave the line's own out`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        let client = try test.client()
        for reason in ["", #","reason":"  ""#] {
            client.send(scan(#"{"bus":"line","interrupt":true\#(reason)}"#))
            #expect(try client.reply().out["parameter"]?.text == "reason")
        }
        #expect(wires.searches.isEmpty)
        client.send(scan(#"{"bus":"line","from":1,"to":10,"interrupt":true,"reason":"new devices"}"#))
        #expect(try client.reply().out["of"]?.integer == 240)
        #expect(wait { wires.searches.count == 1 })
        let settings = wires.searches[0].settings
        #expect(settings.count == 23 && Set(settings.map { "\($0.baud) \($0.format)" }).count == 23)
        #expect(!settings.contains { $0.baud == 9600 && $0.format == "8N1" })
        #expect(settings.contains { $0.baud == 19_200 && $0.format == "8E1" })
    }

    @Test func `a search that cannot begin says why`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        let client = try test.client()
        for (parameters, fault) in [
            (#""from":0"#, "from"), (#""from":9,"to":8"#, "to"), (#""to":248"#, "to"),
            (#""interrupt":true,"reason":"r""#, "interrupt"),
        ] {
            client.send(scan(#"{"bus":"line",\#(parameters)}"#))
            #expect(try client.reply().out["parameter"]?.text == fault)
        }
        client.send(scan(#"{"bus":"kiosk"}"#))
        #expect(try client.reply().out["code"]?.text == "notModbus")
        wires.state.withLock { $0.takesSearches = false }
        client.send(scan(#"{"bus":"line"}"#))
        var reply = try client.reply()
        if reply.out["outcome"] == .null { reply = try client.reply() }
        #expect(reply.out["outcome"]?.text == "busy" && reply["continues"] == nil)
    }

    @Test func `a search of a closed port, or beside another, ends with that`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires)
        for (index, (end, word, detail)) in [
            (BusScanEnd.portClosed(.portMissing), "portClosed", JSONValue.string("portMissing")),
            (.refused, "refused", .null), (.stopped, "stopped", .null),
        ].enumerated() {
            let client = try test.client()
            client.send(scan(#"{"bus":"line"}"#))
            _ = try client.reply()
            #expect(wait { wires.searches.count == index + 1 })
            wires.searches[index].news(.ended(end))
            let reply = try client.reply()
            #expect(reply.out["outcome"]?.text == word && reply.out["detail"] == detail)
        }
    }

    // MARK: Figures

    @Test func `figures tell ages, what was saved and lost, and who disturbs; one wire also its devices`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        var line = LineFigures()
        line.savedRequests = 12
        line.savedTime = .milliseconds(345)
        line.failingTime = .seconds(3)
        line.culprit = .unit(2)
        var device = LineFigures.Device(id: "waiting-climate", unit: 2)
        device.asked = 9
        device.answered = 7
        device.timeouts = 2
        device.isFailing = true
        device.longestThought = .milliseconds(18)
        for age in [1200, 1200, 1200, 2500] { device.ages.note(.milliseconds(age)) }
        line.devices = [device]
        let figures = line
        test.hall.state.withLock { state in
            var numbers = BusFigures()
            numbers.requests = BusFigures.Requests(sent: 9, timeouts: 2, garbled: 0, exceptions: 0)
            numbers.line = figures
            numbers.busy = .seconds(30)
            state.buses["line"] = numbers
            state.buses["kiosk"] = BusFigures()
        }
        let client = try test.client()
        let all = try client.call("org.halld.Bus.Stats").out["buses"]
        #expect(all?[0]?["ageP50Milliseconds"] == .null && all?[0]?["culprit"] == .null)
        let wire = all?[1]
        #expect(wire?["ageP50Milliseconds"]?.integer == 1200 && wire?["ageP99Milliseconds"]?.integer == 2500)
        #expect(wire?["savedRequests"]?.integer == 12 && wire?["savedMilliseconds"]?.integer == 345)
        // Three of the sixty seconds since the start.
        #expect(wire?["failingPercent"]?.integer == 5 && wire?["utilisation"]?.integer == 50)
        #expect(wire?["culprit"]?["kind"]?.text == "unit" && wire?["culprit"]?["unit"]?.integer == 2)
        #expect(wire?["units"]?.count == 0)
        let one = try client.call("org.halld.Bus.Stats", #"{"bus":"line"}"#).out["buses"]
        #expect(one?.count == 1)
        let unit = one?[0]?["units"]?[0]
        #expect(unit?["device"]?.text == "waiting-climate" && unit?["timeouts"]?.integer == 2)
        #expect(unit?["isFailing"] == .bool(true) && unit?["ageP50Milliseconds"]?.integer == 1200)
        #expect(unit?["longestThoughtMilliseconds"]?.integer == 18)
    }

    @Test func `the budget tells what was planned beside what it came to`() throws {
        let wires = ScriptedWires("line", "kiosk")
        let test = try server(wires, serial: true)
        var line = LineFigures()
        var device = LineFigures.Device(id: "waiting-climate", unit: 2)
        device.ages.note(.milliseconds(5040))
        line.devices = [device]
        let figures = line
        test.hall.state.withLock { state in
            var numbers = BusFigures()
            numbers.line = figures
            numbers.busy = .seconds(6)
            state.buses["line"] = numbers
        }
        let client = try test.client()
        let buses = try client.call("org.halld.Bus.Budget").out["buses"]
        #expect(buses?.count == 1, "the kiosk's wire carries no requests")
        let budget = buses?[0]
        #expect(budget?["id"]?.text == "line" && budget?["holds"] == .bool(true))
        #expect(budget?["plannedPerMille"]?.integer ?? 0 > 0 && budget?["utilisation"]?.integer == 10)
        let unit = budget?["units"]?[0]
        #expect(unit?["device"]?.text == "waiting-climate" && unit?["ageP99Milliseconds"]?.integer == 5040)
        #expect(unit?["worstAgeMilliseconds"]?.integer ?? 0 > 5000, "a period of 5 s and the line's round")
        #expect(try client.call("org.halld.Bus.Budget", #"{"bus":"nowhere"}"#).error?.hasSuffix("Refused") ?? false)
    }
}
