import DeviceDrivers
import HallModel
import Testing

/// Answers as in a transcript of upsd 2.8.0.
@Suite struct `A UPS on a NUT server` {
    private static let settings = NutSettings(
        pollSeconds: 2,
        variables: [
            .init(name: "ups.status", point: PointDefinition(name: "status", meaning: .upsStatus, form: .text)),
            .init(
                name: "battery.runtime",
                point: PointDefinition(
                    name: "runtime", meaning: .upsRunTime, form: .number(.second, decimals: 0),
                    range: .init(low: Quantity(0), high: Quantity(360_000)))),
        ])

    private let askNames = DriverAction.write(Array("LIST UPS\n".utf8))
    private let ask = DriverAction.write(Array("LIST VAR hallups\n".utf8))
    private let online = DriverAction.report(.presence(.online, detail: .none))

    private func received(_ text: String) -> DriverEvent { .received(Array(text.utf8)) }

    private func answer(status: String = "OL", runtime: String? = "1800") -> DriverEvent {
        let line = runtime.map { "VAR hallups battery.runtime \"\($0)\"\n" } ?? ""
        return received(
            "BEGIN LIST VAR hallups\nVAR hallups ups.mfr \"x\"\nVAR hallups ups.status \"\(status)\"\n" + line
                + "END LIST VAR hallups\n")
    }

    private func status(_ reading: Reading) -> DriverAction { .report(.reading("status", reading)) }
    private func runtime(_ reading: Reading) -> DriverAction { .report(.reading("runtime", reading)) }
    private func offline(_ detail: DeviceDetail) -> DriverAction { .report(.presence(.offline, detail: detail)) }

    private func opened(unit: String? = "hallups") -> NutUPSDriver {
        var driver = NutUPSDriver(settings: Self.settings, unit: unit)
        _ = driver.handle(.opened, at: start)
        return driver
    }

    @Test func `it is asked at the opening and every poll, and each answer is told`() {
        var driver = NutUPSDriver(settings: Self.settings, unit: "hallups")
        #expect(driver.nextWake == nil)
        #expect(driver.handle(.opened, at: start) == [ask])
        let heard = start + .milliseconds(20)
        #expect(
            driver.handle(answer(), at: heard) == [
                online, status(.good(.word("OL"), at: heard)), runtime(.good(.number(Quantity(1800)), at: heard)),
            ])
        #expect(driver.nextWake == start + .seconds(2))
        #expect(driver.handle(.timeReached, at: start + .seconds(1)).isEmpty)
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [ask])
        let second = start + .seconds(2) + .milliseconds(20)
        #expect(
            driver.handle(answer(status: "OB DISCHRG", runtime: "95"), at: second) == [
                status(.good(.word("OB DISCHRG"), at: second)), runtime(.good(.number(Quantity(95)), at: second)),
            ])
    }

    @Test func `an answer in pieces is one answer`() {
        var driver = opened()
        guard case .received(let bytes) = answer() else { return }
        for byte in bytes.dropLast() { #expect(driver.handle(.received([byte]), at: start).isEmpty) }
        #expect(driver.handle(.received([0x0A]), at: start).first == online)
    }

    @Test func `without a name in the plan, the server's only one is read`() {
        var driver = NutUPSDriver(settings: Self.settings, unit: nil)
        #expect(driver.handle(.opened, at: start) == [askNames])
        #expect(
            driver.handle(received("BEGIN LIST UPS\nUPS hallups \"Hall\"\nEND LIST UPS\n"), at: start) == [ask])
        #expect(driver.handle(answer(), at: start).first == online)
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [ask])
        #expect(driver.handle(received("ERR UNKNOWN-UPS\n"), at: start + .seconds(2)).first == offline(.wrongModel))
        #expect(driver.handle(.timeReached, at: start + .seconds(4)) == [askNames])
    }

    @Test(arguments: ["", "UPS a \"\"\nUPS b \"\"\n"])
    func `a server with none or several is the wrong one, and is asked again`(names: String) {
        var driver = opened(unit: nil)
        #expect(
            driver.handle(received("BEGIN LIST UPS\n\(names)END LIST UPS\n"), at: start)
                == [offline(.wrongModel), status(.missing(.neverRead)), runtime(.missing(.neverRead))])
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [askNames])
    }

    @Test(arguments: [
        ("DATA-STALE", DeviceDetail.serverCannotReach), ("DRIVER-NOT-CONNECTED", .serverCannotReach),
        ("UNKNOWN-UPS", .wrongModel), ("ACCESS-DENIED", .wrongModel),
    ])
    func `what the server refuses, and why the UPS is off line then`(code: String, detail: DeviceDetail) {
        var driver = opened()
        _ = driver.handle(answer(), at: start)
        for poll in 1...10 {
            let now = start + .seconds(2 * poll)
            #expect(driver.handle(.timeReached, at: now) == [ask])
            let quality: Reading =
                poll < 3
                ? .good(.word("OL"), at: start)
                : poll < 10 ? .stale(.word("OL"), at: start, .exception) : .missing(.exception)
            let expected = poll == 1 ? [offline(detail), status(quality)] : [status(quality)]
            #expect(driver.handle(received("ERR \(code)\n"), at: now).dropLast() == expected[...], "poll \(poll)")
        }
        _ = driver.handle(.timeReached, at: start + .seconds(22))
        #expect(driver.handle(answer(), at: start + .seconds(22)).first == online)
    }

    @Test func `a variable that is absent is missed, never a zero`() {
        var driver = opened()
        #expect(driver.handle(answer(runtime: nil), at: start).last == runtime(.missing(.neverRead)))
        for poll in 1..<10 {
            _ = driver.handle(.timeReached, at: start + .seconds(2 * poll))
            _ = driver.handle(answer(runtime: nil), at: start + .seconds(2 * poll))
        }
        #expect(driver.handle(.presentLevels, at: start + .seconds(20)).last == runtime(.missing(.exception)))
    }

    @Test(arguments: [
        ("", MissingReason.sensorFault), ("abc", .sensorFault), ("1.2.3", .sensorFault), ("1e9", .sensorFault),
        ("99999999999", .sensorFault), ("-1", .outOfRange), ("360001", .outOfRange),
    ])
    func `nonsense is missing at once, with its reason`(text: String, reason: MissingReason) {
        var driver = opened()
        _ = driver.handle(answer(), at: start)
        _ = driver.handle(.timeReached, at: start + .seconds(2))
        #expect(driver.handle(answer(runtime: text), at: start + .seconds(2)).last == runtime(.missing(reason)))
    }

    @Test func `a status keeps its words, without control bytes; an empty one is nonsense`() {
        var driver = opened()
        let actions = driver.handle(answer(status: " OB\u{1B}  LB\u{07} "), at: start)
        #expect(actions.contains(status(.good(.word("OB LB"), at: start))))
        _ = driver.handle(.timeReached, at: start + .seconds(2))
        #expect(driver.handle(answer(status: ""), at: start + .seconds(2)).first == status(.missing(.sensorFault)))
    }

    @Test func `variables of another UPS, and those outside a list, are not taken`() {
        var driver = opened()
        _ = driver.handle(received("VAR hallups ups.status \"OB\"\n"), at: start)
        _ = driver.handle(
            received("BEGIN LIST VAR other\nVAR other ups.status \"OB\"\nEND LIST VAR other\n"), at: start)
        let actions = driver.handle(
            received("BEGIN LIST VAR hallups\nVAR other ups.status \"OB\"\nEND LIST VAR hallups\n"), at: start)
        #expect(actions.contains(status(.missing(.neverRead))))
    }

    @Test func `silence: missed after 5 s, off line after three, nothing is asked meanwhile`() {
        var driver = opened()
        _ = driver.handle(answer(), at: start)
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [ask])
        var told: [(second: Int, action: DriverAction)] = []
        for second in 3...31 {
            for action in driver.handle(.timeReached, at: start + .seconds(second)) { told.append((second, action)) }
        }
        let first = told.first { $0.action == status(.stale(.word("OL"), at: start, .timeout)) }
        let off = told.first { $0.action == offline(.noAnswer) }
        let gone = told.first { $0.action == status(.missing(.timeout)) }
        #expect(told.first?.second == 7)
        #expect(first?.second == off?.second)
        #expect((off?.second ?? 0) <= 12)
        #expect((gone?.second ?? 0) > (off?.second ?? 0))
        #expect(!told.contains { $0.action == ask })
        #expect(driver.handle(.timeReached, at: start + .seconds(33)).contains(ask))
        #expect(driver.handle(answer(), at: start + .seconds(33)).first == online)
    }

    @Test func `a late answer is no value; the next question follows it at once`() {
        var driver = opened()
        _ = driver.handle(.timeReached, at: start + .seconds(5))
        let late = start + .seconds(9)
        #expect(driver.handle(answer(status: "OB"), at: late) == [ask])
        #expect(driver.handle(answer(status: "OL"), at: late).contains(status(.good(.word("OL"), at: late))))
    }

    @Test func `an answer that never ends is garbled`() {
        var driver = opened()
        _ = driver.handle(received("BEGIN LIST VAR hallups\n"), at: start)
        var actions: [DriverAction] = []
        for _ in 0..<100 {
            actions += driver.handle(received(String(repeating: "VAR hallups x y\n", count: 100)), at: start)
        }
        #expect(actions.filter { $0 == status(.missing(.neverRead)) }.count == 1)
        #expect(driver.nextWake == start + .seconds(2))
        #expect(driver.handle(.timeReached, at: start + .seconds(2)) == [ask])
    }

    @Test func `a lost port makes values stale at once and missing after as long as ten polls`() {
        var driver = opened()
        _ = driver.handle(answer(), at: start)
        let stale = status(.stale(.word("OL"), at: start, .portLost))
        #expect(
            driver.handle(.closed(unplugged), at: start + .seconds(1)).prefix(2) == [offline(.portLost), stale][...])
        #expect(driver.handle(.closed(unplugged), at: start + .seconds(2)).isEmpty)
        for poll in 1...6 {
            #expect(driver.handle(.timeReached, at: start + .seconds(1 + 2 * poll)).first == stale, "poll \(poll)")
        }
        #expect(driver.handle(.timeReached, at: start + .seconds(15)).first == status(.missing(.portLost)))
        #expect(driver.handle(answer(), at: start + .seconds(16)).isEmpty)
        #expect(driver.handle(.opened, at: start + .seconds(17)) == [ask])
        #expect(driver.handle(answer(), at: start + .seconds(17)).first == online)
    }

    @Test(arguments: [51, 52, 53] as [UInt64])
    func `whatever a server says, nothing but its words for this UPS becomes a value`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var driver = opened()
        let lines = [
            "BEGIN LIST VAR hallups\n", "END LIST VAR hallups\n", "VAR hallups ups.status \"OL\"\n", "ERR DATA-STALE\n",
            "VAR hallups battery.runtime \"77\"\n", "VAR other ups.status \"OB\"\n", "\u{1B}\"\\\n", "VAR hallups",
            "BEGIN LIST UPS\n", "UPS x\n", "END LIST UPS\n",
        ]
        for step in 0..<2000 {
            let now = start + .milliseconds(step * 300)
            let event = Bool.random(using: &random) ? .timeReached : received(lines.randomElement(using: &random) ?? "")
            for case .report(.reading(let name, let reading)) in driver.handle(event, at: now) {
                guard let value = reading.value else { continue }
                let expected = name == "status" ? PointValue.word("OL") : .number(Quantity(77))
                #expect(value == expected, "seed \(seed), step \(step)")
            }
        }
    }
}

@Suite struct `Two UPSs on one NUT server` {
    private func machine() -> BusMachine {
        let settings = NutSettings(
            pollSeconds: 2,
            variables: [
                .init(name: "ups.status", point: PointDefinition(name: "status", meaning: .upsStatus, form: .text))
            ])
        let devices = ["a", "b"].map { (name: String) in
            DevicePlan(id: DeviceID("ups-\(name)"), profile: profile(.nutUPS(settings)), bus: "nut", unit: name)
        }
        return BusMachine(
            bus: BusPlan(id: "nut", wire: .nut(host: "127.0.0.1", port: 3493)), devices: devices, text: smallTable,
            at: start)
    }

    private func received(_ text: String) -> BusEvent { .received(Array(text.utf8)) }

    /// ERR names nobody: only the order tells whose it is.
    @Test func `ask one after the other, so that a refusal is the right one's`() {
        var machine = machine()
        #expect(machine.handle(.timeReached, at: start) == [.open])
        #expect(machine.handle(.opened, at: start) == [.write(Array("LIST VAR a\n".utf8))])
        #expect(machine.handle(.drained, at: start).isEmpty)
        let later = start + .milliseconds(150)
        let actions = machine.handle(received("ERR DATA-STALE\n"), at: later)
        #expect(
            actions.first
                == .report(DeviceReport(device: "ups-a", .presence(.offline, detail: .serverCannotReach))))
        #expect(actions.last == .write(Array("LIST VAR b\n".utf8)))
        let answer = "BEGIN LIST VAR b\nVAR b ups.status \"OL\"\nEND LIST VAR b\n"
        #expect(
            machine.handle(received(answer), at: later) == [
                .report(DeviceReport(device: "ups-b", .presence(.online, detail: .none))),
                .report(DeviceReport(device: "ups-b", .reading("status", .good(.word("OL"), at: later)))),
            ])
    }

    @Test func `both go on for minutes, each with its own status`() {
        var machine = machine()
        _ = machine.handle(.timeReached, at: start)
        var pending = machine.handle(.opened, at: start)
        var statuses: [String: Int] = [:]
        for step in 1...1200 {
            let now = start + .milliseconds(step * 100)
            let actions = pending
            pending = []
            for action in actions {
                switch action {
                case .write(let bytes):
                    let name = bytes.contains(Array(" a\n".utf8)) ? "a" : "b"
                    pending += machine.handle(.drained, at: now)
                    pending += machine.handle(
                        received(
                            "BEGIN LIST VAR \(name)\nVAR \(name) ups.status \"OL \(name)\"\nEND LIST VAR \(name)\n"),
                        at: now)
                case .report(let report):
                    guard case .reading(_, let reading) = report.content else { continue }
                    #expect(report.device.rawValue.hasSuffix(reading.value?.word?.suffix(1) ?? "?"))
                    statuses[report.device.rawValue, default: 0] += 1
                default: Issue.record("\(action)")
                }
            }
            if let wake = machine.nextWake, wake <= now { pending += machine.handle(.timeReached, at: now) }
        }
        for name in ["ups-a", "ups-b"] { #expect((55...62).contains(statuses[name] ?? 0), "\(statuses)") }
    }
}
