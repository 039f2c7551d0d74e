import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

@Suite struct `What is read together` {
    private func blocks(
        _ addresses: [Int], baud: Int, holes: Bool = true, latching: [RegisterMap.Place]? = nil
    ) -> [[Int]] {
        let registers = addresses.map { Plant.point("p\($0)", .holding, $0, encoding: .u16) }
        let map = RegisterMap(readsHoles: holes, latching: latching, registers: registers)
        return RegisterPlan(map, timing: LineTiming(SerialSettings(baud: baud))).blocks.map { block in
            block.spans.flatMap { [$0.address, $0.count] }
        }
    }

    /// 8N1 at 9600: a register takes 2.08 ms; another request 13 bytes, two t3.5 and 5 ms of thought: 26.6 ms.
    @Test func `a hole is read along exactly when its bytes take less time than another request`() {
        #expect(blocks([0, 13], baud: 9600) == [[0, 14]], "12 registers: 25.0 ms")
        #expect(blocks([0, 14], baud: 9600) == [[0, 1], [14, 1]], "13 registers: 27.1 ms")
        // 115 200: a register 0.17 ms, another request 9.6 ms.
        #expect(blocks([0, 56], baud: 115_200) == [[0, 57]])
        #expect(blocks([0, 57], baud: 115_200) == [[0, 1], [57, 1]])
    }

    @Test func `without the profile's word no hole is read`() {
        #expect(blocks([0, 2], baud: 9600, holes: false) == [[0, 1], [2, 1]])
    }

    @Test func `registers that latch are never read along, and are read alone`() {
        let latching = [RegisterMap.Place(table: .holding, address: 3, count: 2)]
        #expect(blocks([0, 1, 2, 5], baud: 9600, latching: latching) == [[0, 3], [5, 1]], "a hole that latches")
        #expect(blocks([0, 1, 2, 3, 4, 5], baud: 9600, latching: latching) == [[0, 3], [5, 1], [3, 1], [4, 1]])
        let elsewhere = [RegisterMap.Place(table: .input, address: 3, count: 2)]
        #expect(blocks([0, 1, 2, 5], baud: 9600, latching: elsewhere) == [[0, 6]])
    }

    @Test func `no answer keeps a command waiting for more than a tenth of a second`() {
        // 48 registers of 2.08 ms.
        #expect(blocks(Array(0..<60), baud: 9600).first?[1] ?? 0 <= 48)
        #expect(blocks(Array(0..<60), baud: 115_200) == [[0, 60]])
    }

    @Test func `a silent device is not looked for by what latches`() {
        let map = [RegisterMap.Place(table: .holding, address: 0, count: 1)]
        let device = Plant.device(
            "d", address: 1, latching: map,
            all: [Plant.point("alarm", .holding, 0, encoding: .u16), Plant.point("a", .holding, 5, encoding: .u16)])
        var bench = ModbusBench([device])
        for _ in 0..<6 { bench.answer(.failed(.timeout), after: .milliseconds(500)) }
        for _ in 0..<4 {
            #expect(
                bench.answer(.failed(.timeout), after: .milliseconds(500))?.operation
                    == .readHolding(address: 5, count: 1))
        }
    }

    @Test func `a block with a hole that is refused twice is read without the hole, and stays so`() {
        let device = Plant.device(
            "d", address: 1, readsHoles: true,
            all: [0, 1, 4, 5].map { Plant.point("p\($0)", .holding, $0, encoding: .u16) })
        var bench = ModbusBench([device])
        #expect(bench.answer(.failed(.exception(2)))?.operation == .readHolding(address: 0, count: 6))
        bench.answer(.failed(.exception(2)))
        let parts: [ModbusRequest.Operation] = [.readHolding(address: 0, count: 2), .readHolding(address: 4, count: 2)]
        for _ in 0..<3 {
            #expect((0..<2).map { _ in bench.answer(.replied(.registers([1, 1])))?.operation } == parts)
        }
        // Whoever is plugged in next may be another.
        bench.tell(.lost(unplugged))
        bench.tell(.opened)
        #expect(bench.nextRequest()?.operation == .readHolding(address: 0, count: 6))
    }
}

@Suite struct `A device that is another` {
    private let device = Plant.device(
        "d", address: 1, identity: .init(place: .init(table: .holding, address: 100), values: [7, 8]),
        all: [Plant.point("a", .holding, 0, encoding: .u16)])

    @Test func `the identity is asked first, and the points when it is right`() {
        var bench = ModbusBench([device])
        #expect(bench.answer(.replied(.registers([8])))?.operation == .readHolding(address: 100, count: 1))
        #expect(bench.told() == [.presence(.online, detail: .none)])
        #expect(bench.answer(.replied(.registers([305])))?.operation == .readHolding(address: 0, count: 1))
        #expect(bench.told() == [.reading("a", .good(decimal("30.5"), at: bench.now))])
        #expect(bench.answer(.replied(.registers([305])))?.operation == .readHolding(address: 0, count: 1), "once")
    }

    @Test(arguments: [.replied(.registers([9])), .failed(.exception(2))] as [BusEvent])
    func `another identity is told as the wrong model, and none of its values is shown`(answer: BusEvent) {
        var bench = ModbusBench([device])
        bench.answer(answer)
        #expect(bench.told().contains(.presence(.offline, detail: .wrongModel)))
        for _ in 0..<3 {
            #expect(bench.answer(answer)?.operation == .readHolding(address: 100, count: 1))
        }
        #expect(
            !bench.told().contains { if case .reading(_, let reading) = $0 { reading.value != nil } else { false } })
        // The right one is put in its place.
        bench.answer(.replied(.registers([7])))
        #expect(bench.told().contains(.presence(.online, detail: .none)))
        bench.answer(.replied(.registers([305])))
        #expect(bench.told().contains(.reading("a", .good(decimal("30.5"), at: bench.now))))
    }

    @Test func `whoever comes back from silence is asked who it is`() {
        var bench = ModbusBench([device])
        bench.answer(.replied(.registers([7])))
        bench.answer(.replied(.registers([305])))
        for _ in 0..<4 { bench.answer(.failed(.timeout), after: .milliseconds(500)) }
        _ = bench.told()
        bench.answer(.replied(.registers([999])))
        #expect(bench.answer(.replied(.registers([3])))?.operation == .readHolding(address: 100, count: 1))
        #expect(bench.told().contains(.presence(.offline, detail: .wrongModel)))
    }
}

@Suite struct `The time budget of a line` {
    private func judged(_ devices: [DevicePlan], baud: Int = 9600) -> BusBudget? {
        BusBudget(
            bus: BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", SerialSettings(baud: baud))),
            devices: devices)
    }

    @Test func `it is what the bytes take`() throws {
        // 8N1 at 9600: 8 + 7 bytes 15.6 ms, two t3.5 8.0 ms, thought 5 ms: 28.6 ms each second.
        let device = Plant.device("d", address: 1, all: [Plant.point("a", .holding, 0, period: 1, encoding: .u16)])
        let budget = try #require(judged([device]))
        #expect(budget.perMille == 29)
        #expect(budget.requestsPerMinute == 60 && budget.savedPerMinute == 0)
        #expect(budget.holds)
        let worst = try #require(budget.points.first?.worstAge)
        #expect(worst > .milliseconds(1028) && worst < .milliseconds(1030))
    }

    @Test func `what a full line measures is not worse than what was promised`() throws {
        let devices = BusyLine.devices(20, registers: 4, milliseconds: 1000)
        var line = BusyLine(devices)
        line.run(until: .seconds(60))
        var settings = SerialSettings(baud: 19_200)
        settings.parity = .even
        let budget = try #require(
            BusBudget(bus: BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", settings)), devices: devices))
        #expect(budget.holds)
        let promised = try #require(budget.points.first?.worstAge)
        #expect(line.worstAge(from: .seconds(5), to: .seconds(60)) <= promised)
    }

    @Test func `a plan that cannot hold is said to, and its oldest point first`() throws {
        let budget = try #require(judged(BusyLine.devices(32, milliseconds: 1000), baud: 4800))
        #expect(!budget.holds && budget.perMille > 1000)
        #expect(budget.points.first?.worstAge ?? .zero >= budget.points.last?.worstAge ?? .zero)
    }

    @Test func `streams of bytes have none`() {
        #expect(judged([]) == nil)
    }
}
