import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

@Suite struct `Writing to Modbus devices` {
    private let plant = Plant.device(
        "plant", address: 7,
        Plant.point(
            "set-point", .holding, 4, range: .init(low: Quantity(5), high: Quantity(35)),
            writable: true, encoding: .u16), Plant.mode(), Plant.point("room", .holding, 2),
        Plant.point("limit", .holding, 20, divide: 1, writable: true, encoding: .float32), Plant.bit("relay", 0))

    /// A bench whose device has answered everything once.
    private func quiet() -> ModbusBench {
        var bench = ModbusBench([plant])
        while bench.now < start + .seconds(1), let request = bench.nextRequest(within: .seconds(1)) {
            bench.answer(.replied(zeros(request)))
        }
        _ = bench.told()
        return bench
    }

    private func zeros(_ request: ModbusRequest) -> ModbusReply {
        switch request.operation {
        case .readCoils(_, let count), .readDiscreteInputs(_, let count):
            .bits(Array(repeating: false, count: count))
        case .readHolding(_, let count), .readInput(_, let count): .registers(Array(repeating: 0, count: count))
        case .writeCoil, .writeRegister, .writeRegisters: .written
        }
    }

    private func write(
        _ point: String, _ value: PointValue, id: WriteID = 1, within: Duration = .seconds(10), at now: MonotonicInstant
    ) -> BusEvent {
        .write(PointWrite(id: id, point: PointID("plant", point), value: value, deadline: now + within))
    }

    @Test func `a set-point is written with function 6, read back and confirmed`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        #expect(
            bench.answer(.replied(.written))
                == ModbusRequest(unit: 7, .writeRegister(address: 4, 260), timeout: .milliseconds(500)))
        #expect(bench.answer(.replied(.registers([260])))?.operation == .readHolding(address: 4, count: 1))
        #expect(
            bench.told() == [
                .reading("set-point", .good(decimal("26"), at: bench.now)),
                .written(1, .confirmed, readBack: decimal("26")),
            ])
    }

    @Test func `another value read back is told with the value`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        bench.answer(.replied(.written))
        bench.answer(.replied(.registers([250])))
        #expect(bench.told().last == .written(1, .differs, readBack: decimal("25")))
    }

    @Test func `nonsense read back differs, and is no value`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        bench.answer(.replied(.written))
        bench.answer(.replied(.registers([999])))
        #expect(bench.told().last == .written(1, .differs, readBack: nil))
    }

    @Test func `a relay is written with function 5, a float with function 16`() {
        var bench = quiet()
        bench.tell(write("relay", .word("on"), at: bench.now))
        #expect(bench.answer(.replied(.written))?.operation == .writeCoil(address: 0, true))
        #expect(bench.answer(.replied(.bits([true])))?.operation == .readCoils(address: 0, count: 1))
        #expect(bench.told().last == .written(1, .confirmed, readBack: .word("on")))
        bench.tell(write("limit", decimal("123456"), id: 2, at: bench.now))
        #expect(bench.answer(.replied(.written))?.operation == .writeRegisters(address: 20, [0x47F1, 0x2000]))
        bench.answer(.replied(.registers([0x47F1, 0x2000])))
        #expect(bench.told().last == .written(2, .confirmed, readBack: decimal("123456")))
    }

    @Test func `a mode is its code and then its switch; both are read back`() {
        var bench = quiet()
        bench.tell(write("mode", .word("cooling"), at: bench.now))
        let asked = [.replied(.written), .replied(.written), .replied(.registers([1])), .replied(.registers([1]))]
            .map { bench.answer($0)?.operation }
        #expect(
            asked == [
                .writeRegister(address: 5, 1), .writeRegister(address: 3, 1), .readHolding(address: 5, count: 1),
                .readHolding(address: 3, count: 1),
            ])
        #expect(bench.told().last == .written(1, .confirmed, readBack: .word("cooling")))
    }

    @Test func `off is the switch alone`() {
        var bench = quiet()
        bench.tell(write("mode", .word("off"), at: bench.now))
        let asked = [.replied(.written), .replied(.registers([1])), .replied(.registers([0]))]
            .map { bench.answer($0)?.operation }
        #expect(
            asked == [
                .writeRegister(address: 3, 0), .readHolding(address: 5, count: 1), .readHolding(address: 3, count: 1),
            ])
        #expect(bench.told().last == .written(1, .confirmed, readBack: .word("off")))
    }

    @Test(arguments: [
        ("set-point", decimal("36")), ("set-point", decimal("26.05")), ("set-point", .word("on")),
        ("mode", .word("aux")), ("room", decimal("20")), ("nothing", decimal("20")), ("limit", decimal("20000.001")),
    ])
    func `what the point cannot have is rejected at once, and nothing is sent`(point: String, value: PointValue) {
        var bench = quiet()
        bench.tell(write(point, value, at: bench.now))
        #expect(bench.told() == [.written(1, .rejected, readBack: nil)])
        #expect(bench.nextRequest(within: .seconds(1)) == nil)
    }

    @Test func `a device of another line is rejected, under its own name`() {
        var bench = quiet()
        let point = PointID("elsewhere", "mode")
        bench.tell(.write(PointWrite(id: 3, point: point, value: .word("off"), deadline: bench.now + .seconds(1))))
        #expect(bench.reports == [DeviceReport(device: "elsewhere", .written(3, .rejected, readBack: nil))])
    }

    @Test func `a refusal by the device is rejected`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        bench.answer(.failed(.exception(3)))
        #expect(bench.told() == [.written(1, .rejected, readBack: nil)])
    }

    @Test func `it goes right after the transaction in flight, before every read that is due`() {
        var bench = ModbusBench([plant])
        let reading = bench.nextRequest()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        #expect(bench.request == reading)
        bench.answer(.replied(.registers([20, 0, 260, 0])))
        #expect(bench.answer(.replied(.written))?.operation == .writeRegister(address: 4, 260))
        #expect(bench.answer(.replied(.registers([260])))?.operation == .readHolding(address: 4, count: 1))
    }

    @Test func `without an answer the point is read: it may have been taken`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        bench.answer(.failed(.timeout))
        bench.answer(.replied(.registers([260])))
        #expect(bench.told().last == .written(1, .confirmed, readBack: decimal("26")))
    }

    @Test func `a read-back without an answer is tried once more, then it is unanswered`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), at: bench.now))
        bench.answer(.replied(.written))
        bench.answer(.failed(.garbled))
        #expect(bench.told().isEmpty)
        #expect(bench.answer(.failed(.timeout))?.operation == .readHolding(address: 4, count: 1))
        #expect(bench.told() == [.written(1, .unanswered, readBack: nil)])
    }

    @Test func `at the deadline it is unanswered, and what comes then is nobody's`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), within: .milliseconds(100), at: bench.now))
        let request = bench.nextRequest()
        bench.wait(.milliseconds(100))
        #expect(bench.told() == [.written(1, .unanswered, readBack: nil)])
        #expect(bench.request == request)
        bench.tell(.replied(.written))
        #expect(bench.told().isEmpty)
        #expect(bench.nextRequest(within: .seconds(1)) == nil)
    }

    private func single() -> ModbusBench {
        var bench = ModbusBench([Plant.device("plant", address: 1, Plant.point("a", .holding, 0, writable: true))])
        bench.answer(.replied(.registers([0])))
        _ = bench.told()
        return bench
    }

    @Test func `a device that is busy is asked again after a moment, and rejected at last`() {
        var bench = single()
        bench.tell(write("a", decimal("2"), at: bench.now))
        bench.answer(.failed(.exception(6)))
        let refused = bench.now
        #expect(bench.nextRequest()?.operation == .writeRegister(address: 0, 20))
        #expect(bench.now - refused >= .milliseconds(249))
        for _ in 0..<4 { bench.answer(.failed(.exception(6))) }
        #expect(bench.told() == [.written(1, .rejected, readBack: nil)])
    }

    @Test func `a device that takes long to do it is asked what it holds then`() {
        var bench = single()
        bench.tell(write("a", decimal("2"), at: bench.now))
        bench.answer(.failed(.exception(5)))
        #expect(bench.answer(.replied(.registers([20])))?.operation == .readHolding(address: 0, count: 1))
        #expect(bench.told().last == .written(1, .confirmed, readBack: decimal("2")))
    }

    @Test func `a write of which a part was taken is read back`() {
        var bench = ModbusBench([Plant.device("plant", address: 1, Plant.mode())])
        bench.answer(.replied(.registers([0])))
        bench.answer(.replied(.registers([0])))
        _ = bench.told()
        bench.tell(write("mode", .word("cooling"), at: bench.now))
        bench.answer(.replied(.written))
        bench.answer(.failed(.exception(4)))
        bench.answer(.replied(.registers([1])))
        bench.answer(.replied(.registers([0])))
        #expect(bench.told().last == .written(1, .differs, readBack: .word("off")))
    }

    @Test func `at the end every write has its outcome, also those that come too late`() {
        var bench = ModbusBench([
            Plant.device(
                "plant", address: 1, Plant.point("a", .holding, 0, writable: true),
                Plant.point("b", .holding, 50, writable: true))
        ])
        for _ in 0..<2 { bench.answer(.replied(.registers([0]))) }
        _ = bench.told()
        bench.tell(write("a", decimal("2"), at: bench.now))
        #expect(bench.nextRequest() != nil)
        bench.tell(write("b", decimal("3"), id: 2, at: bench.now))
        bench.tell(.stopping)
        bench.tell(write("a", decimal("4"), id: 3, at: bench.now))
        #expect(
            bench.told() == [
                .written(1, .unanswered, readBack: nil), .written(2, .expired, readBack: nil),
                .written(3, .expired, readBack: nil),
            ])
    }

    @Test func `the newest of several that wait for a point stands`() {
        var bench = ModbusBench([plant])
        _ = bench.nextRequest()
        for (id, value) in [(1, "20"), (2, "22"), (3, "24")] {
            bench.tell(write("set-point", decimal(value), id: id, at: bench.now))
        }
        bench.tell(write("relay", .word("on"), id: 4, at: bench.now))
        #expect(bench.told() == [.written(1, .superseded, readBack: nil), .written(2, .superseded, readBack: nil)])
        bench.answer(.replied(.bits([false])))
        #expect(bench.answer(.replied(.written))?.operation == .writeRegister(address: 4, 240))
        // It is under way: a newer one waits for its outcome.
        bench.tell(write("set-point", decimal("25"), id: 5, at: bench.now))
        bench.answer(.replied(.registers([240])))
        #expect(bench.told().last == .written(3, .confirmed, readBack: decimal("24")))
        #expect(bench.answer(.replied(.written))?.operation == .writeCoil(address: 0, true))
        bench.answer(.replied(.bits([true])))
        #expect(bench.answer(.replied(.written))?.operation == .writeRegister(address: 4, 250))
    }

    @Test func `nothing is sent after the deadline`() {
        var bench = ModbusBench([plant])
        _ = bench.nextRequest()
        bench.tell(write("set-point", decimal("26"), within: .milliseconds(300), at: bench.now))
        bench.wait(.milliseconds(300))
        #expect(bench.told() == [.written(1, .expired, readBack: nil)])
        bench.answer(.failed(.timeout))
        let next = bench.nextRequest()?.operation
        #expect(next != .writeRegister(address: 4, 260))
        bench.tell(write("set-point", decimal("26"), id: 2, within: .zero, at: bench.now))
        #expect(bench.told().last == .written(2, .expired, readBack: nil))
    }

    @Test func `when the port is lost the one under way is unanswered, the others wait for their deadline`() {
        var bench = quiet()
        bench.tell(write("set-point", decimal("26"), id: 1, at: bench.now))
        bench.tell(write("relay", .word("on"), id: 2, within: .seconds(2), at: bench.now))
        bench.answer(.replied(.written))
        _ = bench.told()
        bench.tell(.lost(unplugged))
        #expect(bench.told().first == .written(1, .unanswered, readBack: nil))
        bench.wait(.seconds(2))
        #expect(bench.told().contains(.written(2, .expired, readBack: nil)))
    }

    @Test func `one that still waits is sent when the port is back in time`() {
        var bench = quiet()
        bench.tell(.lost(unplugged))
        bench.tell(write("relay", .word("on"), at: bench.now))
        bench.wait(.seconds(1))
        bench.tell(.opened)
        #expect(bench.answer(.replied(.written))?.operation == .writeCoil(address: 0, true))
    }

    @Test func `a silent device is written to at once, and its answer brings it back`() {
        var bench = ModbusBench([plant])
        for _ in 0..<6 { bench.answer(.failed(.timeout)) }
        _ = bench.told()
        bench.tell(write("relay", .word("on"), at: bench.now))
        let asked = bench.now
        bench.answer(.replied(.written))
        #expect(bench.now - asked < .milliseconds(20))
        #expect(bench.told() == [.presence(.online, detail: .none)])
    }

    @Test func `a mode that is half read is read anew after a write`() {
        var bench = ModbusBench([Plant.device("plant", address: 7, Plant.mode())])
        bench.answer(.replied(.registers([1])))
        bench.tell(write("mode", .word("off"), at: bench.now))
        bench.answer(.replied(.written))
        bench.answer(.replied(.registers([1])))
        bench.answer(.replied(.registers([0])))
        #expect(bench.told().last == .written(1, .confirmed, readBack: .word("off")))
        #expect(bench.answer(.replied(.registers([1])))?.operation == .readHolding(address: 5, count: 1))
    }

    @Test func `no more than so many wait`() {
        let relays = (0..<70).map { Plant.bit("r\($0)", $0) }
        var bench = ModbusBench([Plant.device("plant", address: 1, all: relays)])
        _ = bench.nextRequest()
        for index in 0..<70 { bench.tell(write("r\(index)", .word("on"), id: index, at: bench.now)) }
        #expect(bench.told() == (64..<70).map { .written($0, .rejected, readBack: nil) })
    }
}
