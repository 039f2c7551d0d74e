import Glibc
import HallAPI
import HallDaemon
import HallModel
import Synchronization
import Testing

@Suite(.serialized) struct ServerCallTests {
    @Test func `calls in one write are answered in their order, and a read sees the commands before it`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        client.send(
            #"{"method":"org.varlink.service.GetInfo"}"#,
            #"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#,
            #"{"method":"org.halld.Queue.State","parameters":{}}"#,
            #"{"method":"org.halld.Queue.Take","parameters":{"service":"nothing"}}"#,
            #"{"method":"org.halld.Hall.Status"}"#)
        #expect(try client.reply().out["interfaces"]?.count == APIInterface.allCases.count)
        let ticket = try client.reply()
        #expect(ticket.out["number"]?.text == "A001")
        #expect(ticket["continues"] == nil && ticket.error == nil && ticket.count == 1)
        #expect(ticket.out["estimatedWaitSeconds"] == .null, "a field without a value is null, not absent")
        #expect(try client.reply().out["waiting"]?.count == 1)
        let refused = try client.reply()
        #expect(refused.error == "org.halld.Queue.Refused")
        #expect(refused.out["code"]?.text == "noSuchService")
        #expect(refused.out["message"]?["zh"]?.text?.isEmpty == false)
        #expect(refused.out["remedy"]?["en"]?.text?.contains("service-1") == true)
        let status = try client.reply().out
        #expect(status["queue"]?["waiting"]?.integer == 1)
        #expect(status["uptimeSeconds"]?.integer == 60)
        #expect(status["hall"]?.text == "某某县政务服务中心")
    }

    @Test func `commands of one connection do not wait for one another's commit, what follows does`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        test.hall.hold()
        let take = #"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"}}"#
        client.send(take, take, take, #"{"method":"org.halld.Queue.State"}"#, take)
        let other = try test.client()
        var asked = 0
        while asked < 3 {
            _ = try other.call("org.halld.Hall.Version")
            asked = test.hall.requests.count
        }
        #expect(asked == 3, "the command behind the read waits for it")
        test.hall.answer()
        #expect(try (0..<3).map { _ in try client.reply().out["number"]?.text } == ["A001", "A002", "A003"])
        #expect(try client.reply().out["waiting"]?.count == 3)
        #expect(try client.reply().out["number"]?.text == "A004")
    }

    @Test func `a oneway call acts and is never answered, not even with an error`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        client.send(
            #"{"method":"org.halld.Queue.Take","parameters":{"service":"service-0"},"oneway":true}"#,
            #"{"method":"org.halld.Nothing.Such","oneway":true}"#,
            #"{"method":"org.halld.Queue.Take","parameters":{"service":"nothing"},"oneway":true}"#,
            #"{"method":"org.halld.Queue.Show","parameters":{"number":"A001"}}"#)
        #expect(try client.reply().out["stage"]?.text == "waiting")
    }

    @Test func `the user is the kernel's word, and the key reaches the hall`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        let reply = try client.call("org.halld.Queue.Take", #"{"service":"service-0","idempotencyKey":"k-1"}"#)
        let name = getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) } ?? "uid:\(getuid())"
        #expect(reply.out["takenBy"]?.text == name)
        #expect(test.hall.requests.map(\.user) == [name])
        #expect(test.hall.requests.map(\.key) == ["k-1"])
    }

    @Test func `a clerk's whole day`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        func window(_ verb: String, _ more: String = "") throws -> JSONValue {
            try client.call("org.halld.Windows.\(verb)", #"{"window":"1"\#(more)}"#)
        }
        let nobody = try window("Call").out
        #expect(nobody["ticket"] == .null && nobody["rule"] == .null)
        #expect(nobody["window"]?["id"]?.text == "1")
        _ = try client.call("org.halld.Queue.Take", #"{"service":"service-1","class":"elder"}"#)
        let called = try window("Call").out
        #expect(called["ticket"]?["number"]?.text == "B001")
        #expect(called["ticket"]?["class"]?.text == "elder")
        #expect(called["rule"]?.text == "first-taken")
        #expect(called["window"]?["state"]?.text == "calling")
        #expect(try window("Recall").out["serving"]?.text == "B001")
        #expect(try window("Start").out["state"]?.text == "serving")
        #expect(try window("Close").error == "org.halld.Windows.Refused")
        #expect(try window("Finish").out["serving"] == .null)
        #expect(try window("Pause", #","reason":"tea\u0007"# + "\"").out["state"]?.text == "paused")
        #expect(try client.call("org.halld.Windows.List").out["windows"]?[0]?["reason"]?.text == "tea ")
        #expect(try window("Call").out["code"]?.text == "windowNotOpen")
        #expect(try window("Resume").out["state"]?.text == "open")
        #expect(try window("Close").out["state"]?.text == "closed")
        #expect(try window("Open").out["state"]?.text == "open")
        let why = try client.call("org.halld.Queue.WhyTicket", #"{"number":"B001"}"#).out
        #expect(why["id"]?.text?.hasSuffix("/B001") == true)
        #expect(why["events"]?[0]?["kind"]?.text == "ticket-taken")
        let call = try client.call("org.halld.Queue.WhyCall", #"{"number":"B001"}"#).out
        #expect(call["verdict"]?.text == "called")
        #expect(call["window"]?.text == "1")
        #expect(call["inputs"]?[0]?["value"]?.text == "service-0,service-1")
        #expect(call["inputs"]?[0]?["names"]?.text == "事项0,事项1")
        #expect(call["at"]?.text?.hasSuffix("+08:00") == true)
        #expect(try client.call("org.halld.Queue.WhyCall", #"{"window":"1"}"#).out["verdict"]?.text == "nobodyCalled")
    }

    @Test func `devices are listed by a pattern and shown one by one`() throws {
        let test = try ServerUnderTest()
        var status = DeviceStatus(id: "kiosk-printer", presence: .online, detail: .none)
        status.lastSeen = ScriptedHall.start.wall
        status.printer = PrinterCondition(paper: .nearEnd)
        test.hall.report(status)
        let client = try test.client()
        #expect(try client.call("org.halld.Devices.List").out["devices"]?.count == 2)
        let list = try client.call("org.halld.Devices.List", #"{"pattern":"k*-p?inter"}"#).out["devices"]
        #expect(list?.count == 1)
        #expect(list?[0]?["lastSeen"]?.text == "2026-11-21T09:00:00+08:00")
        #expect(list?[0]?["printer"]?["paper"]?.text == "nearEnd")
        let shown = try client.call("org.halld.Devices.Show", #"{"id":"w1-display"}"#).out["devices"]
        #expect(shown?[0]?["presence"]?.text == "unknown")
        #expect(shown?[0]?["lastSeen"] == .null)
        #expect(try client.call("org.halld.Devices.Show", #"{"id":"x"}"#).out["code"]?.text == "noSuchDevice")
    }

    @Test func `an alarm is told in the language asked for, and acknowledged`() throws {
        let test = try ServerUnderTest()
        test.hall.report(
            DeviceReport(device: "kiosk-printer", .printer(PrinterCondition(paper: .out, offline: true))))
        let client = try test.client()
        let english = try client.call("org.halld.Alarms.List", #"{"language":"en"}"#).out["alarms"]?[0]
        #expect(english?["id"]?.text == "kiosk-printer.paper-out")
        #expect(english?["text"]?.text?.hasPrefix("Printer is out of paper") == true)
        #expect(english?["zone"]?.text == "waiting")
        #expect(english?["clause"] == .null)
        #expect(try client.call("org.halld.Alarms.List").out["alarms"]?[0]?["text"]?.text?.hasPrefix("打印机缺纸") == true)
        let known = try client.call(
            "org.halld.Alarms.Acknowledge", #"{"id":"kiosk-printer.paper-out","reason":"coming"}"#)
        #expect(known.out["state"]?.text == "acknowledged")
        #expect(known.out["alarm"]?["state"]?.text == "acknowledged")
        #expect(try client.call("org.halld.Alarms.List", #"{"language":"fr"}"#).out["parameter"]?.text == "language")
    }

    @Test(arguments: [
        ("org.halld.Nothing.Such", "{}", "org.varlink.service.InterfaceNotFound", "interface", "org.halld.Nothing"),
        ("org.halld.Queue.Such", "{}", "org.varlink.service.MethodNotFound", "method", "org.halld.Queue.Such"),
        ("Such", "{}", "org.varlink.service.MethodNotFound", "method", "Such"),
        ("org.halld.Queue.Take", "{}", "org.varlink.service.InvalidParameter", "parameter", "service"),
        (
            "org.halld.Queue.Take", #"{"service":"service-0","clas":"elder"}"#, "org.varlink.service.InvalidParameter",
            "parameter", "clas"
        ),
        (
            "org.halld.Queue.Take", #"{"service":"service-0","class":"king"}"#, "org.varlink.service.InvalidParameter",
            "parameter", "class"
        ),
        ("org.halld.Queue.State", #"{"x":1}"#, "org.varlink.service.InvalidParameter", "parameter", "x"),
        (
            "org.varlink.service.GetInterfaceDescription", #"{"interface":"a.b"}"#,
            "org.varlink.service.InterfaceNotFound", "interface", "a.b"
        ),
        ("org.halld.Queue.WhyCall", "{}", "org.varlink.service.InvalidParameter", "parameter", "number"),
    ])
    func `a wrong call is answered with the standard error`(
        _ method: String, _ parameters: String, _ error: String, _ name: String, _ value: String
    ) throws {
        let test = try ServerUnderTest()
        let reply = try test.client().call(method, parameters)
        #expect(reply.error == error)
        #expect(reply.out == .object([name: .string(value)]))
    }

    @Test func `keys and reasons have bounds, and a connection cannot be upgraded`() throws {
        let test = try ServerUnderTest()
        let client = try test.client()
        let key = String(repeating: "k", count: 129)
        let long = try client.call("org.halld.Queue.Take", #"{"service":"service-0","idempotencyKey":"\#(key)"}"#)
        #expect(long.out["parameter"]?.text == "idempotencyKey")
        let fits = try client.call(
            "org.halld.Queue.Take", #"{"service":"service-0","idempotencyKey":"\#(key.dropLast())"}"#)
        #expect(fits.out["number"]?.text == "A001")
        let story = String(repeating: "长", count: 400)
        let cancelled = try client.call("org.halld.Queue.Cancel", #"{"number":"A001","reason":"\#(story)"}"#)
        #expect(cancelled.out["parameter"]?.text == "reason")
        client.send(#"{"method":"org.varlink.service.GetInfo","upgrade":true}"#)
        #expect(try client.reply().error == "org.varlink.service.MethodNotImplemented")
        client.send(#"{"method":"org.halld.Hall.Status","more":true}"#)
        #expect(try client.reply()["continues"] == nil, "one reply is enough for who would take more")
    }

    @Test(arguments: [
        (GatewayError.storeUnavailable, "org.halld.Queue.StoreUnavailable"), (.busy, "org.halld.Queue.Busy"),
        (.stopping, "org.halld.Queue.Busy"), (.keyReused, "org.halld.Queue.Refused"),
    ])
    func `a hall that cannot answer says why and what to do`(_ failure: GatewayError, _ error: String) throws {
        let test = try ServerUnderTest()
        test.hall.state.withLock { $0.failure = failure }
        let reply = try test.client().call("org.halld.Queue.Take", #"{"service":"service-0"}"#)
        #expect(reply.error == error)
        #expect(reply.out["remedy"]?["zh"]?.text?.isEmpty == false)
    }
}
