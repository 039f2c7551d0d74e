import HallAPI
import HallConfiguration
import HallDaemon
import HallModel
import HallStore
import Synchronization
import Testing

/// What was measured and done: discharges, windows, a configuration read again.
@Suite(.serialized) struct ServerRecordTests {
    private static let start = ScriptedHall.start.wall

    private func hall() -> ScriptedHall {
        ScriptedHall { plan in
            let profile = Profile(
                id: "test-ups", vendor: "Test", model: "U", source: "none", trust: .unconfirmed, serial: nil,
                settings: .megatecUPS(MegatecSettings(pollSeconds: 2)), examples: [])
            plan.devices.append(DevicePlan(id: "ups", profile: profile, bus: "kiosk"))
            plan.windows[0].pad = "w1-pad"
            let keys = Profile(
                id: "test-pad", vendor: "Test", model: "K", source: "none", trust: .unconfirmed, serial: nil,
                settings: .byteMapKeys(ByteMap(frame: [], keys: [], lamps: [], debounceMilliseconds: 0)), examples: [])
            plan.devices.append(DevicePlan(id: "w1-pad", profile: keys, bus: "kiosk"))
        }
    }

    private func status(_ words: String, _ hall: ScriptedHall) {
        hall.report(
            DeviceReport(
                device: "ups", .reading("status", .good(.word(words), at: ScriptedHall.start.monotonic))))
    }

    @Test func `discharges come with their times, and the one that goes on with what is known so far`() throws {
        let test = try ServerUnderTest(hall())
        let end = DischargeEnded(
            ups: "ups", seconds: 754, lowAfterSeconds: 700, mainsReturned: false, at: Self.start + .seconds(-3600))
        test.hall.state.withLock {
            $0.discharges = [DischargeRecord(began: Self.start + .seconds(-4400), end: end)]
        }
        status("OB LB", test.hall)
        let client = try test.client()
        let out = try client.call("org.halld.Record.Discharges", #"{"ups":"ups"}"#).out["discharges"]
        #expect(out?.count == 2)
        #expect(out?[0]?["began"]?.text == "2026-11-21T07:46:40+08:00")
        #expect(out?[0]?["ended"]?.text == "2026-11-21T08:00:00+08:00")
        #expect(out?[0]?["seconds"]?.integer == 754 && out?[0]?["lowAfterSeconds"]?.integer == 700)
        #expect(out?[0]?["mainsReturned"] == .bool(false))
        #expect(out?[1]?["began"]?.text == "2026-11-21T09:00:00+08:00")
        #expect(out?[1]?["ended"] == .null && out?[1]?["mainsReturned"] == .null)
        #expect(out?[1]?["seconds"]?.integer == 0 && out?[1]?["lowAfterSeconds"]?.integer == 0)
        _ = try client.call("org.halld.Record.Discharges", #"{"from":"2026-11-20T09:00:00+08:00"}"#)
        let asked = test.hall.state.withLock { $0.dischargeQueries }
        #expect(asked.map(\.ups) == ["ups", nil] && asked.map(\.limit) == [1000, 1000])
        // The server's clock stands 60 s after the start.
        #expect(asked.first?.since == Self.start + .seconds(60 - 90 * 86_400))
        #expect(asked.last?.since == Self.start + .seconds(-86_400))
    }

    @Test func `a name that is no UPS is refused with those there are`() throws {
        let test = try ServerUnderTest(hall())
        let client = try test.client()
        #expect(try client.call("org.halld.Record.Discharges", #"{"ups":"ups"}"#).out["discharges"]?.count == 0)
        let refused = try client.call("org.halld.Record.Discharges", #"{"ups":"usp"}"#)
        #expect(refused.error == "org.halld.Record.Refused" && refused.out["code"]?.text == "noSuchUPS")
        #expect(refused.out["remedy"]?["en"]?.text == "there are ups")
        let wrong = try client.call("org.halld.Record.Discharges", #"{"from":"yesterday"}"#)
        #expect(wrong.out["parameter"]?.text == "from")
    }

    @Test func `why a window: what happened there, each with its number, presses with what was pressed`() throws {
        let test = try ServerUnderTest(hall())
        let client = try test.client()
        for level in ["5", "1"] { test.hall.report(DeviceReport(device: "w1-pad", .key(level))) }
        _ = try client.call("org.halld.Queue.Take", #"{"service":"service-0"}"#)
        for verb in ["Call", "Start"] { _ = try client.call("org.halld.Windows.\(verb)", #"{"window":"1"}"#) }
        test.hall.state.withLock {
            $0.facts.append(
                .pressesIgnored(
                    PressesIgnored(
                        window: "1", pad: "w1-pad", reason: .mashed, levels: [5, 1], count: 3, at: Self.start)))
        }
        let why = try client.call("org.halld.Windows.Why", #"{"window":"1"}"#).out
        #expect(why["window"]?["state"]?.text == "serving")
        let events = why["events"]
        #expect(events?[0]?["kind"]?.text == "ticket-called")
        #expect(
            events?[1]?["inputs"]?[0] == .object(["name": .string("ticket"), "value": .string("A001"), "names": .null]))
        #expect(events?[2]?["kind"]?.text == "presses-ignored" && events?[2]?["reason"]?.text == "mashed")
        #expect(events?[2]?["inputs"]?[0]?["value"]?.text == "3")
        #expect(events?[2]?["inputs"]?[1]?["value"]?.text == "5,1")
        #expect(try client.call("org.halld.Windows.Why", #"{"window":"9"}"#).out["code"]?.text == "noSuchWindow")
    }

    @Test func `a reload answers what the hall decided, or what is wrong with the file`() throws {
        let test = try ServerUnderTest(hall())
        let client = try test.client()
        let problem = ConfigurationProblem(
            file: "hall.yaml", line: 3, column: 5, severity: .error, text: "unknown key 'furniture'", remedy: "drop it")
        func reload(_ answer: ReloadAnswer) throws -> JSONValue {
            test.hall.state.withLock { $0.reload = .success(answer) }
            return try client.call("org.halld.Hall.Reload", #"{"language":"en"}"#).out
        }
        let invalid = try reload(ReloadAnswer(decision: nil, problems: [problem]))
        #expect(invalid["outcome"]?.text == "invalid" && invalid["reason"] == .null)
        #expect(invalid["problems"]?[0]?["file"]?.text == "hall.yaml" && invalid["problems"]?[0]?["line"]?.integer == 3)
        #expect(invalid["problems"]?[0]?["column"]?.integer == 5)
        #expect(invalid["problems"]?[0]?["severity"]?.text == "error")
        #expect(try reload(ReloadAnswer(decision: .adopted, problems: []))["outcome"]?.text == "adopted")
        #expect(try reload(ReloadAnswer(decision: .unchanged, problems: []))["outcome"]?.text == "unchanged")
        let refused = try reload(ReloadAnswer(decision: .refused(.serviceInUse("tax")), problems: []))
        #expect(refused["outcome"]?.text == "refused" && refused["code"]?.text == "service-in-use tax")
        #expect(refused["reason"]?.text?.contains("service tax is removed while visitors wait") == true)
        test.hall.state.withLock { $0.reload = .failure(.storeUnavailable) }
        #expect(try client.call("org.halld.Hall.Reload").error == "org.halld.Hall.StoreUnavailable")
        #expect(test.hall.state.withLock { $0.reloadLanguages } == [.en, .en, .en, .en, .zh])
        #expect(try client.call("org.halld.Hall.Reload", #"{"language":"fr"}"#).out["parameter"]?.text == "language")
    }
}
