import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

/// A line with random devices on it, answered at random. Registers hold what `truth` says and nothing else, so that
/// every value told can be checked against it.
private struct RandomLine {
    var random: SeededGenerator
    let devices: [DevicePlan]
    var machine: ModbusMachine
    var now = start
    var request: ModbusRequest?
    var answerAt: MonotonicInstant?
    var isOpen = false
    var nextWrite = 1
    /// Each write that was ordered, with its deadline and its outcomes.
    var writes: [(id: WriteID, deadline: MonotonicInstant, outcomes: [WriteOutcome])] = []
    /// Everything that happened, to be told to a second machine.
    var history: [(BusEvent, MonotonicInstant, [BusAction])] = []
    var problems: [String] = []
    /// When each block of each device was last asked for, by unit and address.
    var asked: [(unit: Int, address: Int, at: MonotonicInstant)] = []

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var devices: [DevicePlan] = []
        for unit in 1...Int.random(in: 1...6, using: &random) {
            let registers = (0..<Int.random(in: 1...5, using: &random)).map { index in
                Plant.point(
                    "p\(index)", .holding, index * 3, divide: 1, period: Int.random(in: 1...20, using: &random),
                    range: .init(low: Quantity(0), high: Quantity(9_999)), writable: true, encoding: .u16)
            }
            devices.append(
                Plant.device(
                    DeviceID("d\(unit)"), address: unit, timeout: Int.random(in: 50...500, using: &random),
                    gap: Int.random(in: 0...20, using: &random), all: registers))
        }
        self.devices = devices
        self.random = random
        let bus = BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", SerialSettings(baud: 9600)))
        machine = ModbusMachine(bus: bus, devices: devices, at: start)
    }

    /// What a register truly holds; registers ending in 7 hold nonsense.
    static func truth(unit: Int, address: Int) -> UInt16 {
        (unit + address) % 7 == 0 ? 60_000 : UInt16(unit * 100 + address)
    }

    mutating func tell(_ event: BusEvent) {
        switch event {
        case .lost, .refused, .replied, .failed: request = nil
        case .opened:
            request = nil
            isOpen = true
        default: break
        }
        if case .lost = event { isOpen = false }
        if case .refused = event { isOpen = false }
        let actions = machine.handle(event, at: now)
        history.append((event, now, actions))
        for action in actions { note(action) }
        if let wake = machine.nextWake, wake <= now { problems.append("wake \(wake) is not after \(now)") }
    }

    private mutating func note(_ action: BusAction) {
        switch action {
        case .open: tell(Int.random(in: 0..<4, using: &random) > 0 ? .opened : .refused(unplugged))
        case .transact(let asked, let notBefore):
            if request != nil { problems.append("a second request in flight") }
            if !isOpen { problems.append("a request to a closed port") }
            request = asked
            let latest = Int(asked.timeout / .milliseconds(1))
            answerAt = max(now, notBefore) + .milliseconds(Int.random(in: 1...latest, using: &random))
            if case .readHolding(let address, _) = asked.operation {
                self.asked.append((asked.unit, address, now))
            }
        case .report(let report): note(report)
        default: break
        }
    }

    private mutating func note(_ report: DeviceReport) {
        switch report.content {
        case .written(let id, let outcome, let readBack):
            guard let index = writes.firstIndex(where: { $0.id == id }) else {
                problems.append("an outcome of no write")
                return
            }
            writes[index].outcomes.append(outcome)
            if now > writes[index].deadline { problems.append("write \(id) settled after its deadline") }
            if outcome == .confirmed, readBack == nil { problems.append("write \(id) confirmed by nothing") }
        case .reading(let point, let reading):
            guard let value = reading.value?.number, let unit = Int(report.device.rawValue.dropFirst()),
                let index = Int(point.dropFirst())
            else { return }
            let truth = Self.truth(unit: unit, address: index * 3)
            if truth > 9_999 || value != Quantity(Int(truth)) {
                problems.append("\(report.device).\(point) is \(value.shortest), not \(truth)")
            }
        default: break
        }
    }

    /// The true answer, or a failure. Late and wrong answers are what `late` tells besides.
    mutating func answer(trouble: Int) {
        guard let request else { return }
        let kind = Int.random(in: 0..<100, using: &random)
        if kind < trouble {
            let failures: [ModbusFailure] = [.timeout, .garbled, .exception(4), .exception(6), .exception(2)]
            tell(.failed(failures.randomElement(using: &random) ?? .timeout))
            return
        }
        switch request.operation {
        case .readHolding(let address, let count):
            // Now and then an answer of another length, as a late one would be.
            let length = kind < trouble + 3 ? count + 1 : count
            tell(.replied(.registers((0..<length).map { Self.truth(unit: request.unit, address: address + $0) })))
        default: tell(.replied(.written))
        }
    }

    mutating func write() {
        guard let device = devices.randomElement(using: &random),
            let point = device.profile.points.randomElement(using: &random)
        else { return }
        let deadline = now + .milliseconds(Int.random(in: 0...3000, using: &random))
        let value = Quantity(Int.random(in: 0...12_000, using: &random))
        writes.append((nextWrite, deadline, []))
        let write = PointWrite(
            id: nextWrite, point: PointID(device.id, point.name), value: .number(value), deadline: deadline)
        nextWrite += 1
        tell(.write(write))
    }

    /// Goes on to whatever is next: the answer, or what the machine wants.
    mutating func step(trouble: Int) {
        let wake = machine.nextWake
        if request != nil, let due = answerAt, wake.map({ due <= $0 }) ?? true {
            now = max(now, due)
            answer(trouble: trouble)
        } else if let wake {
            now = max(now, wake)
            tell(.timeReached)
        }
    }
}

@Suite struct `A Modbus line under any conditions` {
    @Test(arguments: Array(1...12) as [UInt64])
    func `every write has one outcome, every value is the device's, and nothing is asked twice at once`(seed: UInt64) {
        var line = RandomLine(seed: seed)
        for _ in 0..<3000 {
            switch Int.random(in: 0..<100, using: &line.random) {
            case 0..<8: line.write()
            case 8: if line.isOpen { line.tell(.lost(unplugged)) }
            case 9: line.tell(.presentLevels)
            case 10: line.tell(.pathAppeared)
            case 11 where line.request == nil:
                line.tell(.replied(.registers([12_345])))
            default: line.step(trouble: 25)
            }
        }
        // All deadlines pass.
        let end = line.now + .seconds(4)
        while line.now < end { line.step(trouble: 25) }
        #expect(line.problems == [], "seed \(seed)")
        #expect(line.writes.count > 100, "seed \(seed)")
        for write in line.writes { #expect(write.outcomes.count == 1, "seed \(seed): write \(write.id)") }
        let outcomes = Set(line.writes.flatMap(\.outcomes))
        #expect(outcomes.isSuperset(of: [.rejected, .expired, .differs, .unanswered]), "seed \(seed): \(outcomes)")
    }

    @Test(arguments: Array(1...10) as [UInt64])
    func `the same events make the same actions`(seed: UInt64) {
        var line = RandomLine(seed: seed)
        for _ in 0..<1000 { line.step(trouble: 20) }
        let bus = BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", SerialSettings(baud: 9600)))
        var second = ModbusMachine(bus: bus, devices: line.devices, at: start)
        // `.open` is answered inside: the order of the history is that of the calls.
        for (event, now, actions) in line.history {
            #expect(second.handle(event, at: now) == actions, "seed \(seed)")
        }
    }

    /// Each cycle of the line serves every block that waits; a block waits for the others' longest answers at most.
    @Test(arguments: Array(1...12) as [UInt64])
    func `no point starves, however slow the others are`(seed: UInt64) {
        var line = RandomLine(seed: seed)
        line.tell(.opened)
        while line.now < start + .seconds(300) { line.step(trouble: 0) }
        let blocks = line.devices.reduce(0) { $0 + $1.profile.points.count }
        // One answer takes at most 500 ms, gap and t3.5 together 20 ms.
        let round = Duration.milliseconds(520 * (blocks + 1))
        for device in line.devices {
            for (index, point) in device.profile.points.enumerated() {
                let times = line.asked.filter { $0.unit == device.address && $0.address == index * 3 }.map(\.at)
                let longest = zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? .seconds(9999)
                let allowed = Duration.seconds(point.periodSeconds ?? 0) + round
                #expect(longest <= allowed, "seed \(seed): \(device.id).\(point.name)")
            }
        }
    }
}
