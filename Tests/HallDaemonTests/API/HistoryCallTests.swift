import Glibc
import HallAPI
import HallDaemon
import HallModel
import Synchronization
import Testing

@Suite(.serialized) struct HistoryCallTests {
    private static let start: Int64 = 1_795_219_200_000

    private func hall() -> ScriptedHall {
        ScriptedHall { plan in
            let points = [
                PointDefinition(name: "temperature", meaning: .roomTemperature, form: .number(.celsius, decimals: 1)),
                PointDefinition(name: "mode", meaning: .plantMode, form: .words(["off", "cooling"])),
            ]
            let sensor = Profile(
                id: "test-sensor", vendor: "Test", model: "S", source: "none", trust: .unconfirmed, serial: nil,
                settings: .modbusRegisters(
                    RegisterMap(
                        registers: points.map { .init(point: $0, table: .input, address: 1, encoding: .s16) })),
                examples: [])
            plan.devices.append(DevicePlan(id: "plant", profile: sensor, bus: "kiosk"))
            plan.limits = [
                LimitSet(
                    id: "s", nameZh: "", nameEn: "", source: "",
                    limits: [true, false].map { isOn in
                        Limit(
                            id: "floor-\(isOn)", meaning: .roomTemperature, relation: .notBelow, value: Quantity(26),
                            unit: .celsius, season: .cooling, verb: .shall, clauseZh: "", clauseEn: "",
                            confidence: .high, alarm: .roomOvercooled, onDelaySeconds: 0, deadBand: Quantity(1),
                            isOn: isOn)
                    })
            ]
        }
    }

    private func call(_ client: RawClient, _ parameters: String) throws -> JSONValue {
        client.send(#"{"method":"org.halld.Record.History","parameters":{"# + parameters + "}}")
        return try client.reply()
    }

    @Test func `a point's history comes with its unit, limits in force and times of the hall`() throws {
        let test = try ServerUnderTest(hall())
        test.hall.state.withLock {
            $0.history = HistoryAnswer(
                rows: [
                    HistoryRow(
                        start: Self.start, min: Quantity(20), max: Quantity(thousandths: 20_500),
                        mean: Quantity(thousandths: 20_125), value: nil, quality: .good, coverage: 59_999)
                ], next: Self.start + 60_000)
        }
        let reply = try call(
            try test.client(),
            #""point":"plant.temperature","from":"2026-11-21T00:00:00Z","to":"2026-11-21T12:00:00+08:00","limit":300"#)
        let out = reply.out
        #expect(out["unit"]?.text == "°C")
        #expect(out["resolution"]?.text == "minute")
        #expect(out["from"]?.text == "2026-11-21T08:00:00+08:00")
        #expect(out["next"]?.text == "2026-11-21T08:01:00+08:00")
        #expect(out["rows"]?.count == 1)
        #expect(out["limits"]?.count == 1, "the one that is off is left out")
        let asked = test.hall.state.withLock { $0.historyQueries }
        #expect(asked.map(\.point) == ["plant.temperature"])
        #expect(asked.first?.range == Self.start..<Self.start + 4 * 3_600_000)
        #expect(asked.first?.limit == 300)
    }

    @Test func `words are always raw, and a long time is told in quarters`() throws {
        let test = try ServerUnderTest(hall())
        test.hall.state.withLock { $0.history = HistoryAnswer(rows: []) }
        let client = try test.client()
        let month = #""from":"2026-10-01T00:00:00Z","to":"2026-11-21T00:00:00Z""#
        #expect(try call(client, #""point":"plant.mode","# + month).out["resolution"]?.text == "raw")
        #expect(try call(client, #""point":"plant.temperature","# + month).out["resolution"]?.text == "quarter")
        #expect(try call(client, #""point":"plant.temperature""#).out["resolution"]?.text == "minute", "a day")
    }

    @Test func `what cannot be answered is refused by name`() throws {
        let test = try ServerUnderTest(hall())
        let client = try test.client()
        let none = try call(client, #""point":"plant.nothing""#)
        #expect(none.error == "org.halld.Record.Refused")
        #expect(none.out["code"]?.text == "noSuchPoint")
        #expect(none.out["message"]?["en"]?.text == "no point plant.nothing")
        #expect(none.out["remedy"]?["en"]?.text == "there are plant.temperature, plant.mode")
        let near = try call(client, #""point":"plant.temprature""#)
        #expect(near.out["remedy"]?["en"]?.text == "there are plant.temperature")
        let other = try call(client, #""point":"x""#)
        #expect(other.out["remedy"]?["zh"]?.text == "可用的有 plant.temperature、plant.mode")
        for (parameter, value) in [
            ("from", #""yesterday""#), ("to", #""2026-11-21""#), ("limit", "2001"), ("limit", "0"),
            ("resolution", #""second""#), ("from", #""2099-01-01T00:00:00Z""#),
        ] {
            let reply = try call(client, #""point":"plant.temperature",""# + parameter + #"":"# + value)
            #expect(reply.error == "org.varlink.service.InvalidParameter", "\(parameter) \(value)")
            #expect(reply.out["parameter"]?.text == parameter)
        }
        let unreadable = try call(client, #""point":"plant.temperature""#)
        #expect(unreadable.out["code"]?.text == "historyUnavailable")
    }
}
