import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

@Suite struct `The plan of reads` {
    private func plan(_ map: RegisterMap, baud: Int = 9600) -> RegisterPlan {
        RegisterPlan(map, timing: LineTiming(SerialSettings(baud: baud)))
    }

    private func spans(
        _ registers: RegisterMap.Register..., limit: Int = 125, holes: Bool = false
    ) -> [[RegisterSpan]] {
        plan(RegisterMap(blockLimit: limit, readsHoles: holes, registers: registers)).blocks.map(\.spans)
    }

    private func span(_ address: Int, _ count: Int, _ table: RegisterMap.Table = .input) -> RegisterSpan {
        RegisterSpan(table: table, address: address, count: count)
    }

    @Test func `neighbours are one read, in any order of the map`() {
        #expect(
            spans(Plant.point("b", 2), Plant.point("a", 1), Plant.point("c", 3, encoding: .u32)) == [[span(1, 4)]])
    }

    @Test func `a hole is read along only where the map says so`() {
        #expect(spans(Plant.point("a", 1), Plant.point("b", 3)) == [[span(1, 1)], [span(3, 1)]])
        #expect(spans(Plant.point("a", 1), Plant.point("b", 3), holes: true) == [[span(1, 3)]])
    }

    @Test func `tables and periods stay apart`() {
        #expect(
            spans(Plant.point("a", 1), Plant.point("b", .holding, 2), Plant.point("c", 2, period: 60))
                == [[span(2, 1, .holding)], [span(1, 1)], [span(2, 1)]])
    }

    @Test func `a block ends at the limit, and a number is not torn`() {
        #expect(
            spans(
                Plant.point("a", 0), Plant.point("b", 1), Plant.point("c", 2, encoding: .u32), Plant.point("d", 4),
                limit: 3) == [[span(0, 2)], [span(2, 3)]])
        #expect(spans(Plant.point("a", 0), Plant.point("b", 200), limit: 125, holes: true).count == 2)
    }

    @Test func `bits have sixteen times the limit`() {
        let relays = (0..<17).map { Plant.bit("r\($0)", $0) }
        let plan = plan(RegisterMap(blockLimit: 1, registers: relays))
        #expect(plan.blocks.map(\.spans) == [[span(0, 16, .coils)], [span(16, 1, .coils)]])
    }

    @Test func `a mode and its switch are one block, with one read or two`() {
        let between = Plant.point("set-point", .holding, 4)
        #expect(spans(Plant.mode(), between) == [[span(3, 3, .holding)]])
        #expect(spans(Plant.mode()) == [[span(5, 1, .holding), span(3, 1, .holding)]])
        #expect(
            spans(Plant.mode(power: .init(table: .coils, address: 0)), between)
                == [[span(4, 1, .holding)], [span(5, 1, .holding), span(0, 1, .coils)]])
    }
}

@Suite struct `Reading Modbus devices` {
    private let sensor = Plant.device(
        Plant.point("temperature", 1, range: .init(low: Quantity(-40), high: Quantity(80)), invalid: [0x7FFF]),
        Plant.point("humidity", 2, encoding: .u16))

    @Test func `both points in one request, told with their values and the moment`() {
        var bench = ModbusBench([sensor])
        #expect(
            bench.answer(.replied(.registers([0x0131, 0x0222])))
                == ModbusRequest(unit: 1, .readInput(address: 1, count: 2), timeout: .milliseconds(100)))
        #expect(
            bench.told() == [
                .presence(.online, detail: .none),
                .reading("temperature", .good(decimal("30.5"), at: bench.now)),
                .reading("humidity", .good(decimal("54.6"), at: bench.now)),
            ])
    }

    @Test func `each point once a period, on a grid that late answers do not move`() {
        var bench = ModbusBench([sensor])
        var asked: [Duration] = []
        for wait in [10, 400, 10, 10] {
            _ = bench.nextRequest()
            asked.append(bench.now - start)
            bench.answer(.replied(.registers([0, 0])), after: .milliseconds(wait))
        }
        #expect(asked.map(\.wholeSeconds) == [0, 5, 10, 15])
        #expect(asked[1...].allSatisfy { $0.wholeNanoseconds % 5_000_000_000 == 0 })
    }

    @Test(arguments: [
        (9600, 0, 4_010_416), (19_200, 0, 2_005_208), (38_400, 0, 1_750_000), (115_200, 0, 1_750_000),
        (9600, 35, 35_000_000), (9600, 2, 4_010_416),
    ])
    func `silence before a request is the line's or the device's, the longer`(baud: Int, gap: Int, nanoseconds: Int64) {
        let device = Plant.device(gap: gap, Plant.point("a", 1), Plant.point("b", .holding, 1))
        var bench = ModbusBench([device], baud: baud)
        bench.answer(.replied(.registers([0])))
        let end = bench.now
        #expect(bench.request == nil)
        // The thread gets it a little earlier, and waits for the moment.
        bench.wait(until: end + .nanoseconds(nanoseconds - 400_000))
        #expect(bench.request == nil)
        bench.wait(until: end + .nanoseconds(nanoseconds))
        #expect(bench.request != nil)
        #expect(bench.sentAt == end + .nanoseconds(nanoseconds))
    }

    @Test func `one request at a time, whatever happens meanwhile`() {
        var bench = ModbusBench([sensor, Plant.device("other", address: 2, Plant.point("a", 1))])
        let first = bench.nextRequest()
        bench.wait(.milliseconds(400))
        bench.tell(.presentLevels)
        bench.tell(.received([1, 2, 3]))
        bench.tell(.pathAppeared)
        #expect(first != nil && bench.request == first)
    }

    @Test func `nonsense is never a value`() {
        var bench = ModbusBench([sensor])
        bench.answer(.replied(.registers([0x0131, 0x0222])))
        _ = bench.told()
        bench.answer(.replied(.registers([801, 0x0222])))
        #expect(bench.told().first == .reading("temperature", .missing(.outOfRange)))
        bench.answer(.replied(.registers([0x7FFF, 0x0222])))
        #expect(bench.told().first == .reading("temperature", .missing(.sensorFault)))
        bench.answer(.replied(.registers([0x0131, 0x0222])))
        #expect(bench.told().first == .reading("temperature", .good(decimal("30.5"), at: bench.now)))
    }

    @Test(
        arguments: [
            .registers([0x0131]), .registers([0x0131, 0x0222, 0]), .registers([]), .bits([true, false]), .written,
        ] as [ModbusReply])
    func `an answer of another form or length is damaged, not a value`(reply: ModbusReply) {
        var bench = ModbusBench([sensor])
        for _ in 0..<10 {
            bench.answer(.replied(reply))
            bench.wait(.seconds(5))
        }
        let told = bench.told()
        #expect(told.contains(.reading("temperature", .missing(.crc))))
        #expect(!told.contains { if case .reading(_, let reading) = $0 { reading.value != nil } else { false } })
    }

    @Test func `an answer without a question goes nowhere`() {
        var bench = ModbusBench([sensor])
        bench.answer(.failed(.timeout))
        _ = bench.told()
        bench.tell(.replied(.registers([0x0131, 0x0222])))
        bench.tell(.failed(.garbled))
        #expect(bench.told().isEmpty)
    }

    @Test(
        arguments: [(.timeout, .timeout), (.garbled, .crc), (.exception(4), .exception), (.exception(0x0B), .timeout)]
            as [(ModbusFailure, MissingReason)])
    func `three misses make a value stale, ten make it missing, with the reason`(
        failure: ModbusFailure, reason: MissingReason
    ) {
        // Ten devices' worth of misses without the device being silent: every second point answers.
        var bench = ModbusBench([
            Plant.device(timeout: 100, Plant.point("a", 1), Plant.point("b", .holding, 1))
        ])
        bench.answer(.replied(.registers([1])))
        let readAt = bench.now
        bench.answer(.replied(.registers([305])))
        let secondAt = bench.now
        #expect(readAt < secondAt)
        _ = bench.told()
        var changes: [Int: Reading] = [:]
        for miss in 1...12 {
            let end = start + .seconds(5 * miss + 4)
            while let request = bench.nextRequest(within: end - bench.now) {
                if case .readInput = request.operation {
                    bench.answer(.failed(failure))
                } else {
                    bench.answer(.replied(.registers([1])))
                }
            }
            for case .reading("a", let reading) in bench.told() { changes[miss] = reading }
        }
        #expect(changes == [3: .stale(decimal("30.5"), at: secondAt, reason), 10: .missing(reason)])
    }

    @Test func `a device is off line after three failures, and asked after 1, 2, 4, 8, 10, 10 seconds`() {
        var bench = ModbusBench([sensor])
        bench.answer(.replied(.registers([0, 0])))
        _ = bench.told()
        for _ in 0..<2 { bench.answer(.failed(.timeout), after: .milliseconds(500)) }
        #expect(bench.told().isEmpty)
        bench.answer(.failed(.timeout), after: .milliseconds(500))
        #expect(bench.told().first == .presence(.offline, detail: .noAnswer))
        var waits: [Int] = []
        for _ in 0..<6 {
            let end = bench.now
            _ = bench.nextRequest()
            // A little less than whole seconds.
            waits.append((bench.now - end + .milliseconds(200)).wholeSeconds)
            bench.answer(.failed(.timeout), after: .milliseconds(500))
        }
        #expect(waits == [1, 2, 4, 8, 10, 10])
    }

    @Test func `the first answer brings a silent device back at once, with everything it has`() {
        var bench = ModbusBench([Plant.device(Plant.point("a", 1), Plant.point("b", .holding, 1, period: 3600))])
        for _ in 0..<8 { bench.answer(.failed(.timeout), after: .milliseconds(500)) }
        _ = bench.told()
        bench.answer(.replied(.registers([305])))
        #expect(bench.told().first == .presence(.online, detail: .none))
        let end = bench.now
        _ = bench.nextRequest()
        #expect(bench.now - end < .milliseconds(10))
    }

    @Test func `a silent device is asked for its smallest block first, then for the others in turn`() {
        var bench = ModbusBench([
            Plant.device(
                Plant.point("a", 1), Plant.point("b", 2), Plant.point("c", .holding, 7))
        ])
        for _ in 0..<3 { bench.answer(.failed(.timeout)) }
        let asked = (0..<3).map { _ in bench.answer(.failed(.timeout))?.operation }
        let small = ModbusRequest.Operation.readHolding(address: 7, count: 1)
        #expect(asked == [small, .readInput(address: 1, count: 2), small])
    }

    @Test(arguments: [1, 60])
    func `the points of a silent device count each due time once, however often it is asked`(period: Int) {
        var bench = ModbusBench([Plant.device(Plant.point("a", 1, period: period))])
        bench.answer(.replied(.registers([305])))
        let readAt = bench.now
        let told = bench.log.count
        while bench.now < start + .seconds(30 * period) {
            if bench.nextRequest(within: .seconds(1)) == nil {
                bench.wait(.seconds(1))
            } else {
                bench.wait(.milliseconds(500))
                bench.tell(.failed(.timeout))
            }
        }
        var quality: [Int: Reading] = [:]
        for case (.reading(_, let reading), let moment) in bench.log[told...] {
            quality[(moment - start).wholeSeconds] = reading
        }
        // Due and missed after 1, 2, 3 periods; the tenth due time is after 10.
        #expect(
            quality == [3 * period: .stale(decimal("30.5"), at: readAt, .timeout), 10 * period: .missing(.timeout)])
    }

    @Test func `a refusal is an answer: the device is on line`() {
        var bench = ModbusBench([Plant.device(Plant.point("a", 1))])
        for _ in 0..<5 { bench.answer(.failed(.exception(4))) }
        #expect(bench.told() == [.presence(.online, detail: .none)])
    }

    @Test func `a gateway's word that it cannot reach the device is none`() {
        var bench = ModbusBench([Plant.device(Plant.point("a", 1))])
        for _ in 0..<3 { bench.answer(.failed(.exception(0x0B))) }
        #expect(bench.told() == [.presence(.offline, detail: .noAnswer)])
    }

    @Test(arguments: [2, 3])
    func `a block that is refused twice is asked point by point, and stays so`(code: Int) {
        var bench = ModbusBench([sensor])
        let whole = ModbusRequest.Operation.readInput(address: 1, count: 2)
        #expect(bench.answer(.failed(.exception(code)))?.operation == whole)
        // It may only be starting.
        #expect(bench.nextRequest(within: .seconds(1.9)) == nil)
        #expect(bench.answer(.failed(.exception(code)))?.operation == whole)
        let parts: [ModbusRequest.Operation] = [.readInput(address: 1, count: 1), .readInput(address: 2, count: 1)]
        #expect(bench.answer(.replied(.registers([305])))?.operation == parts[0])
        #expect(bench.answer(.failed(.exception(code)))?.operation == parts[1])
        #expect(bench.now - start < .seconds(2.2))
        #expect((0..<2).map { _ in bench.answer(.replied(.registers([305])))?.operation } == parts)
    }

    @Test func `a mode and its switch far away are read one after the other, and told together`() {
        var bench = ModbusBench([
            Plant.device(Plant.mode(power: .init(table: .coils, address: 0))),
            Plant.device("other", address: 2, Plant.point("a", 1)),
        ])
        #expect(bench.answer(.replied(.registers([1])))?.operation == .readHolding(address: 5, count: 1))
        #expect(bench.told() == [.presence(.online, detail: .none)])
        #expect(bench.answer(.replied(.bits([true])))?.operation == .readCoils(address: 0, count: 1))
        #expect(bench.told() == [.reading("mode", .good(.word("cooling"), at: bench.now))])
        bench.answer(.replied(.registers([0])))
        bench.answer(.replied(.registers([1])))
        bench.answer(.replied(.bits([false])))
        #expect(bench.told().last == .reading("mode", .good(.word("off"), at: bench.now)))
    }

    @Test func `half of a mode is no value`() {
        var bench = ModbusBench([Plant.device(Plant.mode())])
        bench.answer(.replied(.registers([1])))
        bench.answer(.failed(.timeout))
        #expect(bench.told() == [.presence(.online, detail: .none)])
    }

    @Test func `a lost port makes what was read stale at once, and missing after ten periods`() {
        var bench = ModbusBench([Plant.device(Plant.point("a", 1))])
        bench.answer(.replied(.registers([305])))
        let readAt = bench.now
        _ = bench.told()
        bench.tell(.lost(unplugged))
        #expect(
            bench.told() == [
                .presence(.offline, detail: .portLost),
                .reading("a", .stale(decimal("30.5"), at: readAt, .portLost)),
            ])
        let lostAt = bench.now
        for _ in 0..<6 {
            bench.wait(.seconds(5))
            bench.tell(.refused(unplugged))
        }
        #expect(bench.told().isEmpty)
        bench.wait(until: lostAt + .seconds(35))
        #expect(bench.told() == [.reading("a", .missing(.portLost))])
        bench.tell(.opened)
        #expect(bench.told() == [.presence(.unknown, detail: .probing)])
        bench.answer(.replied(.registers([305])))
        #expect(bench.now - lostAt < .seconds(36))
        #expect(
            bench.told() == [
                .presence(.online, detail: .none), .reading("a", .good(decimal("30.5"), at: bench.now)),
            ])
    }

    @Test func `an answer from before the port was opened anew is nobody's`() {
        var bench = ModbusBench([Plant.device(Plant.point("a", 1))])
        _ = bench.nextRequest()
        bench.tell(.lost(unplugged))
        _ = bench.told()
        bench.tell(.replied(.registers([305])))
        #expect(bench.told().isEmpty)
    }

    @Test func `all levels are told when asked, also those never read`() {
        var bench = ModbusBench([sensor], opens: false)
        bench.tell(.presentLevels)
        #expect(
            bench.told() == [
                .presence(.unknown, detail: .probing), .reading("temperature", .missing(.neverRead)),
                .reading("humidity", .missing(.neverRead)),
            ])
        bench.tell(.refused(TransportError(.missing, disposition: .portLost, errno: 2, message: "")))
        bench.tell(.presentLevels)
        #expect(bench.told().suffix(3).first == .presence(.offline, detail: .portMissing))
    }

    @Test func `no time-out of one device keeps the others from their turn`() {
        let dead = Plant.device("dead", address: 9, timeout: 1000, Plant.point("a", 1, period: 1))
        let live = Plant.device("live", address: 2, Plant.point("a", 1, period: 2))
        var bench = ModbusBench([dead, live])
        var readAt: [MonotonicInstant] = []
        while bench.now < start + .seconds(120) {
            guard let request = bench.nextRequest() else { break }
            if request.unit == 9 {
                bench.answer(.failed(.timeout), after: .seconds(1))
            } else {
                bench.answer(.replied(.registers([1])))
                readAt.append(bench.now)
            }
        }
        let longest = zip(readAt, readAt.dropFirst()).map { $1 - $0 }.max() ?? .seconds(999)
        #expect(longest < .seconds(4))
        #expect(readAt.count >= 58)
    }
}
