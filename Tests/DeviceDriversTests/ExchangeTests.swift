import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

/// What is told of questions: each answer and each failure once, at most once a second.
@Suite struct `Questions to devices are counted` {
    private let climate = Plant.device(Plant.point("temperature", 1), Plant.point("humidity", 2))

    private func exchanges(_ answered: Int, _ failed: Int) -> DeviceReport.Content {
        .exchanges(answered: answered, failed: failed)
    }

    /// What a line with one device tells after its first read ended so.
    private func told(_ end: BusEvent) -> DeviceReport.Content? {
        var bench = ModbusBench([climate])
        bench.answer(end)
        let told = bench.exchanges()
        #expect(told.allSatisfy { $0.device == "climate" } && told.count <= 1)
        return told.first?.content
    }

    @Test func `an answer counts, a failure counts, and a refusal is both`() {
        #expect(told(.replied(.registers([235, 550]))) == exchanges(1, 0))
        #expect(told(.failed(.timeout)) == exchanges(0, 1))
        #expect(told(.failed(.garbled)) == exchanges(0, 1))
        #expect(told(.failed(.exception(2))) == exchanges(1, 1))
        #expect(told(.failed(.exception(6))) == exchanges(1, 1))
        // A gateway that cannot reach it speaks for itself.
        #expect(told(.failed(.exception(0x0B))) == exchanges(0, 1))
        // An answer of another length is damaged.
        #expect(told(.replied(.registers([235]))) == exchanges(0, 1))
    }

    @Test func `a lost port is no answer and no failure of the device`() {
        #expect(told(.lost(TransportError(.hungUp, disposition: .portLost, errno: 5, message: "hung up"))) == nil)
    }

    @Test func `a write counts as a read does`() {
        let lamps = Plant.device("lamps", address: 2, Plant.bit("row-1", 0))
        for (end, expected) in [
            (BusEvent.failed(.timeout), exchanges(0, 1)), (.failed(.exception(4)), exchanges(1, 1)),
            (.replied(.written), exchanges(1, 0)),
        ] {
            var bench = ModbusBench([lamps])
            bench.answer(.replied(.bits([false])))
            _ = bench.exchanges()
            bench.wait(.milliseconds(1100))
            bench.tell(
                .write(PointWrite(id: 1, point: "lamps.row-1", value: .word("on"), deadline: bench.now + .seconds(10))))
            bench.answer(end)
            #expect(bench.exchanges().map(\.content) == [expected])
        }
    }

    @Test func `a device that is silent for ever is told at most once a second, and nothing is lost`() {
        var bench = ModbusBench([climate, Plant.device("lamps", address: 2, Plant.bit("row-1", 0))])
        var failures: [DeviceID: Int] = [:]
        var asked: [Int: Int] = [:]
        var lastTold: [DeviceID: MonotonicInstant] = [:]
        func take(_ bench: inout ModbusBench) {
            for report in bench.exchanges() {
                guard case .exchanges(0, let failed) = report.content else { return }
                failures[report.device, default: 0] += failed
                if let last = lastTold[report.device] { #expect(bench.now - last >= .seconds(1)) }
                lastTold[report.device] = bench.now
            }
        }
        for _ in 1...40 {
            guard let request = bench.answer(.failed(.timeout), after: .milliseconds(50)) else { break }
            asked[request.unit, default: 0] += 1
            take(&bench)
        }
        bench.wait(.milliseconds(1000))
        take(&bench)
        #expect(failures == ["climate": asked[1] ?? 0, "lamps": asked[2] ?? 0])
    }

    @Test func `a display that goes on answering is heard of each time, one that is silent or refuses counts an error`()
    {
        var display = OnbonDisplayDriver(
            settings: OnbonSettings(
                series: .bx6k, width: 128, height: 32, charset: .gb2312, assertEverySeconds: 30),
            address: 0, text: ChineseEncoder { scalar, _ in [UInt8(truncatingIfNeeded: scalar.value)] })
        let ack = hex("A5A5A5A5A5A5A5A5 00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DC 5A")
        let nack = hex("A5A5A5A5A5A5A5A5 00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 01 01 00 00 34 E0 5A")
        _ = display.handle(.opened, at: start)
        _ = display.handle(
            .wish(.board(HallBoard(hall: "H", lines: [], waiting: 0, closure: nil, isPaused: false))), at: start)
        for (round, answer) in [(0, ack), (1, ack), (2, nack)] {
            let now = start + .seconds(30 * round)
            if round > 0 { _ = display.handle(.timeReached, at: now) }
            _ = display.handle(.received(answer), at: now)
            #expect(display.exchanges.take(at: now) == exchanges(1, round == 2 ? 1 : 0), "\(round)")
        }
        _ = display.handle(.timeReached, at: start + .seconds(90))
        _ = display.handle(.timeReached, at: start + .seconds(92))
        #expect(display.exchanges.take(at: start + .seconds(92)) == exchanges(0, 1))
    }

    @Test func `a UPS on a line and one behind a server are counted too`() {
        var megatec = MegatecUPSDriver(settings: MegatecSettings(pollSeconds: 2))
        _ = megatec.handle(.opened, at: start)
        _ = megatec.handle(.received(Array("(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000\r".utf8)), at: start)
        #expect(megatec.exchanges.take(at: start) == exchanges(1, 0))
        _ = megatec.handle(.timeReached, at: start + .seconds(2))
        _ = megatec.handle(.timeReached, at: start + .milliseconds(3500))
        #expect(megatec.exchanges.take(at: start + .seconds(4)) == exchanges(0, 1))
        var nut = NutUPSDriver(settings: NutSettings(pollSeconds: 2, variables: []), unit: "ups")
        _ = nut.handle(.opened, at: start)
        _ = nut.handle(.received(Array("BEGIN LIST VAR ups\nEND LIST VAR ups\n".utf8)), at: start)
        #expect(nut.exchanges.take(at: start) == exchanges(1, 0))
        _ = nut.handle(.timeReached, at: start + .seconds(2))
        _ = nut.handle(.received(Array("ERR DATA-STALE\n".utf8)), at: start + .seconds(2))
        #expect(nut.exchanges.take(at: start + .seconds(2)) == exchanges(0, 1))
        _ = nut.handle(.timeReached, at: start + .seconds(4))
        _ = nut.handle(.timeReached, at: start + .seconds(9))
        #expect(nut.exchanges.take(at: start + .seconds(9)) == exchanges(0, 1))
    }
}
