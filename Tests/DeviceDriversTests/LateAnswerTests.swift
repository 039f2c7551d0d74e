import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

/// A slave that answers in order and within twice its time-out, now and then too late for whoever asks. Its registers hold
/// their own address and one more, all blocks are of one size: nothing but time tells their answers apart.
private struct SlowSlave {
    /// A block each, with these periods.
    let periods: [Int]
    let timeout: Int
    /// Of so many hundred answers one is late.
    let percent: Int
    var random: SeededGenerator
    var machine: ModbusMachine
    var now = start
    var values: [Int: UInt16] = [:]
    private let timing = LineTiming(BusPlan.Wire.serial(path: "/dev/hall/line", SerialSettings(baud: 19_200)))
    /// What is still to come from it, in order.
    private var owed: [(at: MonotonicInstant, reply: ModbusReply, size: Int)] = []
    private var request: (request: ModbusRequest, notBefore: MonotonicInstant)?
    private(set) var wrong: [String] = []
    private(set) var readings = 0
    private(set) var outcomes: [WriteOutcome: Int] = [:]
    private(set) var falselyTold: [String] = []
    private var ordered: [WriteID: (address: Int, value: UInt16)] = [:]

    init(periods: [Int], timeout: Int, percent: Int, seed: UInt64) {
        self.periods = periods
        self.timeout = timeout
        self.percent = percent
        random = SeededGenerator(seed: seed)
        let registers = periods.indices.map { index in
            var register = Plant.point("p\(index)", .holding, index * 100, divide: 1, writable: true, encoding: .u16)
            register.periodMilliseconds = periods[index]
            return register
        }
        let bus = BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", SerialSettings(baud: 19_200)))
        machine = ModbusMachine(
            bus: bus, devices: [Plant.device("d", address: 1, timeout: timeout, all: registers)], at: start)
        tell(.timeReached)
        tell(.opened)
    }

    mutating func tell(_ event: BusEvent) {
        for action in machine.handle(event, at: now) {
            switch action {
            case .transact(let asked, let notBefore): request = (asked, notBefore)
            case .report(let report): hear(report.content)
            default: break
            }
        }
    }

    private mutating func hear(_ content: DeviceReport.Content) {
        switch content {
        case .reading(let name, let reading):
            guard reading.quality == .good, let index = Int(name.dropFirst()) else { return }
            readings += 1
            let held = values[index * 100] ?? UInt16(index * 100 + 1)
            // While it is written to, either value may be seen.
            if reading.value != .number(Quantity(Int(held))),
                !ordered.values.contains(where: { $0.address == index * 100 })
            {
                wrong.append("\(name) \(String(describing: reading.value)) at \(now - start)")
            }
        case .written(let id, let outcome, _):
            outcomes[outcome, default: 0] += 1
            guard let order = ordered.removeValue(forKey: id) else { return }
            let isHeld = values[order.address] == order.value
            if outcome == .confirmed && !isHeld || outcome == .differs && isHeld || outcome == .rejected {
                falselyTold.append("\(id) \(outcome) at \(now - start)")
            }
        default: break
        }
    }

    mutating func write(_ id: WriteID, _ index: Int, _ value: UInt16) {
        ordered[id] = (index * 100, value)
        tell(
            .write(
                PointWrite(
                    id: id, point: PointID("d", "p\(index)"), value: .number(Quantity(Int(value))),
                    deadline: now + .seconds(10))))
    }

    /// Up to a moment after the start.
    mutating func run(until end: Duration) {
        while now < start + end {
            if let (asked, notBefore) = request {
                request = nil
                transact(asked, notBefore)
            } else if let wake = machine.nextWake {
                unasked(until: wake)
                guard request == nil else { continue }
                now = max(now, wake)
                tell(.timeReached)
            } else {
                return
            }
        }
    }

    /// What comes while nobody is asked.
    private mutating func unasked(until end: MonotonicInstant) {
        while request == nil, let first = owed.first, first.at <= end {
            owed.removeFirst()
            now = max(now, first.at)
            tell(.overheard(.bytes(first.size)))
        }
    }

    private mutating func transact(_ asked: ModbusRequest, _ notBefore: MonotonicInstant) {
        let begin = max(now, notBefore)
        // What came before a request is thrown away.
        owed.removeAll { $0.at <= begin }
        let sent = begin + timing.bytes(asked.operation.requestSize)
        let isLate = Int.random(in: 0..<100, using: &random) < percent
        let thought = Duration.milliseconds(isLate ? Int.random(in: 5...(2 * timeout - 30), using: &random) : 5)
        let at = max(sent + thought, owed.last?.at ?? sent) + timing.bytes(asked.operation.answerSize)
        // It does as it is told when it is told.
        owed.append((at, reply(asked.operation), asked.operation.answerSize))
        let deadline = sent + asked.timeout
        while let first = owed.first, first.at <= deadline + timing.bytes(first.size) {
            owed.removeFirst()
            now = max(now, first.at)
            if fits(first.reply, asked.operation) { return tell(.replied(first.reply)) }
        }
        now = max(now, deadline)
        tell(.failed(.timeout))
    }

    private func fits(_ reply: ModbusReply, _ operation: ModbusRequest.Operation) -> Bool {
        if case .written = reply { !operation.isRead } else { operation.isRead }
    }

    private mutating func reply(_ operation: ModbusRequest.Operation) -> ModbusReply {
        switch operation {
        case .readHolding(let address, _): return .registers([values[address] ?? UInt16(address + 1)])
        case .writeRegister(let address, let value):
            values[address] = value
            return .written
        default: return .written
        }
    }
}

@Suite struct `Answers that come too late` {
    static let cases: [(timeout: Int, percent: Int, periods: [Int])] = [
        (500, 10, [1000, 5000, 2000]), (500, 60, [1000, 1000, 1000]), (1000, 30, [500, 500]), (500, 30, [300, 300]),
        (1000, 60, [1000, 1000]),
    ]

    @Test(arguments: cases, Array(1...8) as [UInt64])
    func `are never taken for those to another question, and each point is read again and again`(
        one: (timeout: Int, percent: Int, periods: [Int]), seed: UInt64
    ) {
        var slave = SlowSlave(periods: one.periods, timeout: one.timeout, percent: one.percent, seed: seed)
        slave.run(until: .seconds(300))
        #expect(slave.wrong == [], "seed \(seed)")
        #expect(slave.readings > 60, "seed \(seed): \(slave.readings)")
    }

    @Test(arguments: Array(1...8) as [UInt64])
    func `never make a write look like another's`(seed: UInt64) {
        var slave = SlowSlave(periods: [1000, 1000], timeout: 500, percent: 30, seed: seed)
        for turn in 1...60 {
            slave.run(until: .seconds(turn * 5))
            slave.write(WriteID(turn), turn % 2, UInt16(1000 + turn))
        }
        slave.run(until: .seconds(320))
        #expect(slave.wrong == [] && slave.falselyTold == [], "seed \(seed)")
        #expect(slave.outcomes[.confirmed] ?? 0 > 30, "seed \(seed): \(slave.outcomes)")
    }

    @Test func `a point is read in the end, though the others are read more often`() {
        // One answer is lost; from then on each read of the first may have the answer to the one before it.
        var bench = ModbusBench([
            Plant.device(
                "d", address: 1, timeout: 500,
                all: [(0, 200), (100, 5000)].map { address, milliseconds in
                    var register = Plant.point("p\(address)", .holding, address, divide: 1, encoding: .u16)
                    register.periodMilliseconds = milliseconds
                    return register
                })
        ])
        for _ in 0..<20 { bench.answer(.replied(.registers([1]))) }
        bench.answer(.failed(.timeout), after: .milliseconds(100))
        let lost = bench.now
        var readAt: MonotonicInstant?
        while readAt == nil, bench.now < lost + .seconds(30) {
            let asked = bench.answer(.replied(.registers([1])))
            if asked?.operation == .readHolding(address: 100, count: 1) { readAt = bench.now }
        }
        #expect(readAt.map { $0 - lost < .seconds(10) } ?? false)
    }

    @Test func `a cycle begins when all its parts may go, and holds nobody up`() {
        var mode = Plant.mode(power: .init(table: .coils, address: 0))
        mode.periodMilliseconds = 1000
        var coil = Plant.bit("lamp", 7)
        coil.periodMilliseconds = 1000
        var other = Plant.point("a", 1)
        other.periodMilliseconds = 200
        var bench = ModbusBench(
            [
                Plant.device("ac", address: 1, timeout: 3000, all: [mode, coil]),
                Plant.device("other", address: 2, all: [other]),
            ], baud: 19_200)
        func reply(_ request: ModbusRequest?) -> BusEvent {
            switch request?.operation {
            case .readCoils: .replied(.bits([true]))
            default: .replied(.registers([1]))
            }
        }
        func go(until end: MonotonicInstant) {
            while bench.now < end { bench.answer(reply(bench.nextRequest())) }
        }
        go(until: start + .seconds(20))
        while bench.nextRequest()?.operation != .readCoils(address: 7, count: 1) {
            go(until: bench.now + .milliseconds(1))
        }
        bench.answer(.failed(.timeout), after: .milliseconds(100))
        let began = bench.now
        var asked = [began]
        var modes = 0
        while bench.now < began + .seconds(15) {
            let request = bench.nextRequest()
            if request?.unit == 2 { asked.append(bench.now) }
            if request?.operation == .readCoils(address: 0, count: 1) { modes += 1 }
            bench.answer(reply(request))
        }
        #expect(
            zip(asked, asked.dropFirst()).allSatisfy { $1 - $0 <= .milliseconds(450) }, "the other keeps its period")
        #expect(modes >= 5)
    }
}
