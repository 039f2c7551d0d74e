import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

@Suite struct `A technician's question` {
    private let sensor = Plant.device("d", address: 1, Plant.point("a", 1), Plant.point("b", .holding, 9))

    private func question(
        _ number: UInt64 = 1, unit: Int = 5, _ operation: ModbusRequest.Operation = .readHolding(address: 0, count: 2),
        within: Duration = .seconds(5), at now: MonotonicInstant
    ) -> BusQuestion {
        BusQuestion(
            id: BusQuestionID(number), unit: unit, operation: operation, timeout: .milliseconds(300),
            deadline: now + within)
    }

    @Test func `it goes right after the transaction under way, and its answer is told`() {
        var bench = ModbusBench([sensor])
        _ = bench.nextRequest()
        bench.tell(.ask(question(at: bench.now)))
        bench.answer(.replied(.registers([1])))
        #expect(bench.answer(.replied(.registers([4, 2])))?.unit == 5)
        #expect(bench.said().last == .answer(BusQuestionID(1), .replied(.registers([4, 2]))))
    }

    @Test(arguments: [.timeout, .garbled, .exception(2)] as [ModbusFailure])
    func `a failure is told too`(failure: ModbusFailure) {
        var bench = ModbusBench([sensor])
        bench.tell(.ask(question(at: bench.now)))
        while let request = bench.nextRequest(), request.unit != 5 { bench.answer(.replied(.registers([1]))) }
        bench.tell(.failed(failure))
        #expect(bench.said().contains(.answer(BusQuestionID(1), .failed(failure))))
    }

    @Test func `it writes nothing, and goes to nobody else than one unit`() {
        var bench = ModbusBench([sensor])
        for (number, question) in [
            question(1, .writeRegister(address: 0, 1), at: bench.now), question(2, unit: 0, at: bench.now),
            question(3, unit: 248, at: bench.now),
        ].enumerated() {
            bench.tell(.ask(question))
            #expect(bench.said().last == .answer(BusQuestionID(UInt64(number + 1)), .refused))
        }
    }

    @Test func `with the port closed it is told why, and when it closes meanwhile too`() {
        var bench = ModbusBench([sensor], opens: false)
        bench.tell(.refused(TransportError(.missing, disposition: .portLost, errno: 2, message: "")))
        bench.tell(.ask(question(at: bench.now)))
        #expect(bench.said().last == .answer(BusQuestionID(1), .portClosed(.portMissing)))
        var second = ModbusBench([sensor])
        _ = second.nextRequest()
        second.tell(.ask(question(2, at: second.now)))
        second.tell(.lost(unplugged))
        #expect(second.said().contains(.answer(BusQuestionID(2), .portClosed(.portLost))))
    }

    @Test func `at its deadline it has expired, and is not sent`() {
        var bench = ModbusBench([sensor])
        _ = bench.nextRequest()
        bench.tell(.ask(question(within: .milliseconds(100), at: bench.now)))
        bench.wait(.milliseconds(200))
        #expect(bench.said().last == .answer(BusQuestionID(1), .expired))
        bench.answer(.replied(.registers([1])))
        #expect(bench.nextRequest()?.unit == 1)
    }

    @Test func `however many are asked, one read that is due comes after every eight`() {
        var bench = ModbusBench(BusyLine.devices(8, registers: 1, milliseconds: 100))
        var units: [Int] = []
        var number: UInt64 = 0
        while units.count < 100 {
            while number < UInt64(units.count + 3) {
                number += 1
                bench.tell(.ask(question(number, unit: 200, .readHolding(address: 0, count: 1), at: bench.now)))
            }
            guard let asked = bench.answer(.replied(.registers([1]))) else { break }
            units.append(asked.unit)
        }
        #expect(units.count { $0 != 200 } >= 10)
        #expect(units.count { $0 == 200 } >= 80)
    }

    @Test func `questions to units that do not answer leave the line to the others`() {
        var line = BusyLine(BusyLine.devices(16, milliseconds: 500))
        line.run(until: .seconds(10))
        let calm = line.worstAge(from: .seconds(2), to: .seconds(10))
        line.dead = [99]
        for second in 10..<40 {
            for number in 0..<4 {
                line.tell(
                    .ask(
                        question(
                            UInt64(second * 10 + number), unit: 99, within: .seconds(1), at: start + .seconds(second))))
            }
            line.run(until: .seconds(second + 1))
        }
        #expect(line.worstAge(from: .seconds(10), to: .seconds(40)) < calm + .milliseconds(400))
        let outcomes = line.told.count { if case .answer = $0.action { true } else { false } }
        #expect(outcomes >= 116, "each has its end: \(outcomes)")
    }
}

@Suite struct `Searching a line` {
    private let sensor = RegisterMap(registers: [
        Plant.point("t", .holding, 0, range: .init(low: Quantity(-40), high: Quantity(80)))
    ])
    private let meter = RegisterMap(
        identity: .init(place: .init(table: .holding, address: 50), values: [77]),
        registers: [Plant.point("v", .holding, 0, encoding: .u16)])

    private func order(_ units: ClosedRange<Int>, settings: [SerialSettings] = []) -> BusScan {
        BusScan(
            id: BusQuestionID(1), units: units,
            models: [.init(profile: "sensor", map: sensor), .init(profile: "meter", map: meter)], settings: settings)
    }

    private func news(_ actions: [BusAction]) -> [BusScanNews] {
        actions.compactMap { if case .scanned(_, let news) = $0 { news } else { nil } }
    }

    @Test func `every unit is asked once, and who answers is told with what it may be`() {
        var bench = ModbusBench([Plant.device("d", address: 1, Plant.point("a", 1))])
        bench.answer(.replied(.registers([1])))
        bench.tell(.scan(order(1...3)))
        var asked: [Int] = []
        var own: [ModbusRequest.Operation] = []
        while let request = bench.nextRequest(within: .seconds(60)), !news(bench.others).contains(.ended(.complete)) {
            if request.unit == 1 {
                // The plan reads it, and the search finds it by its own register.
                own.append(request.operation)
                bench.answer(
                    request.operation == .readInput(address: 1, count: 1)
                        ? .replied(.registers([1])) : .failed(.exception(2)))
                continue
            }
            asked.append(request.unit)
            switch (request.unit, request.operation) {
            case (2, .readHolding(0, _)): bench.answer(.replied(.registers([225])))
            case (2, _): bench.answer(.replied(.registers([77])))
            case (3, .readHolding(0, _)): bench.answer(.failed(.exception(2)))
            case (3, _): bench.answer(.failed(.exception(2)))
            default: bench.answer(.failed(.timeout), after: .milliseconds(40))
            }
        }
        let told = news(bench.said())
        #expect(
            told.contains(
                .found(
                    BusScanFinding(
                        unit: 2, settings: SerialSettings(baud: 9600), device: nil, onlyRefuses: false,
                        profiles: ["meter", "sensor"]))), "the right identity first: \(told)")
        #expect(
            told.contains(
                .found(
                    BusScanFinding(
                        unit: 3, settings: SerialSettings(baud: 9600), device: nil, onlyRefuses: true, profiles: []))))
        #expect(told.contains(.progress(done: 3, of: 3)) && told.last == .ended(.complete))
        #expect(
            told.contains(
                .found(
                    BusScanFinding(
                        unit: 1, settings: SerialSettings(baud: 9600), device: "d", onlyRefuses: false, profiles: []))))
        #expect(asked == [2, 2, 2, 3, 3, 3])
        #expect(
            own.filter { $0 != .readInput(address: 1, count: 1) } == [
                .readHolding(address: 0, count: 1), .readHolding(address: 50, count: 1),
            ])
    }

    @Test func `a full line gives it at most its share, and points keep their age`() {
        var line = BusyLine()
        line.dead = Set(33...247)
        line.run(until: .seconds(10))
        line.tell(.scan(order(33...60)))
        line.run(until: .seconds(60))
        let healthy = Set(1...32)
        let share =
            line.asked.filter { !healthy.contains($0.unit) && $0.at > start + .seconds(10) }
            .reduce(Duration.zero) { $0 + $1.took } / .seconds(50)
        #expect(share > 0.02 && share <= 0.055, "\(share)")
        #expect(
            line.worstAge(from: .seconds(10), to: .seconds(60)) <= line.worstAge(from: .seconds(2), to: .seconds(10))
                * 1.25)
    }

    @Test func `with other settings the plan stands still, and goes on afterwards`() {
        var bench = ModbusBench([Plant.device("d", address: 1, Plant.point("a", 1))])
        bench.answer(.replied(.registers([305])))
        let readAt = bench.now
        _ = bench.told()
        let other = SerialSettings(baud: 19_200)
        bench.tell(.scan(order(1...2, settings: [other])))
        #expect(bench.told() == [.reading("a", .stale(decimal("30.5"), at: readAt, .scan))])
        for _ in 0..<2 { bench.answer(.failed(.timeout), after: .milliseconds(40)) }
        #expect(bench.said().contains(.configure(other)))
        bench.tell(.opened)
        for _ in 0..<2 { bench.answer(.failed(.timeout), after: .milliseconds(40)) }
        let said = bench.said()
        #expect(news(said).last == .ended(.complete))
        #expect(said.last == .configure(SerialSettings(baud: 9600)))
        bench.tell(.opened)
        #expect(bench.answer(.replied(.registers([305])))?.unit == 1)
        #expect(bench.told().last == .reading("a", .good(decimal("30.5"), at: bench.now)))
    }

    @Test func `it can be ended, and a second one is refused meanwhile`() {
        var bench = ModbusBench([Plant.device("d", address: 1, Plant.point("a", 1))])
        _ = bench.said()
        bench.tell(.scan(order(1...247)))
        bench.tell(.scan(BusScan(id: BusQuestionID(2), units: 1...2, models: [])))
        #expect(bench.said() == [.scanned(BusQuestionID(2), .ended(.refused))])
        bench.tell(.endScan(BusQuestionID(1)))
        #expect(bench.said().contains(.scanned(BusQuestionID(1), .ended(.stopped))))
        bench.tell(.scan(BusScan(id: BusQuestionID(3), units: 1...2, models: [])))
        #expect(bench.said().isEmpty)
        bench.tell(.lost(unplugged))
        #expect(bench.said().contains(.scanned(BusQuestionID(3), .ended(.portClosed(.portLost)))))
    }
}
