import DeviceProtocols
import HallModel

@testable import DeviceDrivers

/// A paced line in virtual time: each request and answer takes what its bytes take, slaves think, dead ones say nothing.
struct BusyLine {
    private(set) var machine: ModbusMachine
    private(set) var now = start
    let timing: LineTiming
    /// Units that say nothing.
    var dead: Set<Int> = []
    /// How long a unit thinks; 5 ms where nothing else is said.
    var thought: [Int: Duration] = [:]
    /// Of so many hundred answers of these units one is lost.
    var losses: [Int: Int] = [:]
    private var random = SeededGenerator(seed: 1)
    /// How often a connection was made anew.
    private(set) var reconnections = 0
    /// Answers of these come whatever is on the line: the request, and when it ends.
    private var late: [(unit: Int, at: MonotonicInstant)] = []
    /// When each unit answered.
    private(set) var answers: [Int: [MonotonicInstant]] = [:]
    /// When each unit was asked, and for how long the line was its.
    private(set) var asked: [(unit: Int, at: MonotonicInstant, took: Duration, isLost: Bool)] = []
    private(set) var told: [(action: BusAction, at: MonotonicInstant)] = []
    private var inFlight: (request: ModbusRequest, end: MonotonicInstant, event: BusEvent)?

    /// 32 devices of ten registers unless told otherwise.
    init(
        _ devices: [DevicePlan]? = nil, baud: Int = 19_200, parity: SerialSettings.Parity = .even, share: Int? = nil
    ) {
        self.init(serial: devices ?? Self.devices(32), baud: baud, parity: parity, share: share)
    }

    /// A gateway that hands one request at a time to slaves behind it, and says nothing for those that are dead.
    init(network devices: [DevicePlan], share: Int? = nil) {
        self.init(devices, bus: BusPlan(id: "line", wire: .tcp(host: "gateway", port: 502), silentShare: share))
    }

    private init(serial devices: [DevicePlan], baud: Int, parity: SerialSettings.Parity, share: Int?) {
        var settings = SerialSettings(baud: baud)
        settings.parity = parity
        self.init(
            devices, bus: BusPlan(id: "line", wire: .serial(path: "/dev/hall/line", settings), silentShare: share))
    }

    private init(_ devices: [DevicePlan], bus: BusPlan) {
        timing = LineTiming(bus.wire)
        machine = ModbusMachine(bus: bus, devices: devices, at: start)
        tell(.timeReached)
        tell(.opened)
    }

    static func devices(_ count: Int, registers: Int = 10, milliseconds: Int = 500, timeout: Int = 500) -> [DevicePlan]
    {
        (1...count).map { unit in
            let all = (0..<registers).map { index in
                var register = Plant.point("p\(index)", .holding, index, divide: 1, writable: true, encoding: .u16)
                register.periodMilliseconds = milliseconds
                return register
            }
            return Plant.device(DeviceID("d\(unit)"), address: unit, timeout: timeout, all: all)
        }
    }

    /// Gives an event at this moment.
    mutating func tell(_ event: BusEvent) {
        var isOpened = false
        for action in machine.handle(event, at: now) {
            told.append((action, now))
            if case .transact(let request, let notBefore) = action { send(request, at: max(now, notBefore)) }
            if case .open = action, event != .timeReached { isOpened = true }
        }
        guard isOpened else { return }
        reconnections += 1
        inFlight = nil
        tell(.opened)
    }

    private mutating func send(_ request: ModbusRequest, at begin: MonotonicInstant) {
        let requestEnd = begin + timing.bytes(request.operation.requestSize)
        let thought = thought[request.unit] ?? .milliseconds(5)
        let answerBegin = requestEnd + timing.silence + thought
        let end: MonotonicInstant
        let event: BusEvent
        let isLost = losses[request.unit].map { Int.random(in: 0..<100, using: &random) < $0 } ?? false
        if dead.contains(request.unit) || isLost || answerBegin > requestEnd + request.timeout {
            end = requestEnd + request.timeout
            event = .failed(.timeout)
            if !dead.contains(request.unit), !isLost { late.append((request.unit, answerBegin)) }
        } else {
            end = answerBegin + timing.bytes(request.operation.answerSize)
            // Another's late answer falls into it.
            let isHit = late.contains { $0.at < end && $0.at + timing.bytes(25) > begin }
            event = isHit ? .failed(.garbled) : .replied(reply(request))
        }
        late.removeAll { $0.at < end }
        inFlight = (request, end, event)
        asked.append((request.unit, begin, end - begin, isLost))
    }

    private func reply(_ request: ModbusRequest) -> ModbusReply {
        switch request.operation {
        case .readHolding(_, let count), .readInput(_, let count): .registers(Array(repeating: 1, count: count))
        case .readCoils(_, let count), .readDiscreteInputs(_, let count): .bits(Array(repeating: false, count: count))
        case .writeCoil, .writeRegister, .writeRegisters: .written
        }
    }

    /// Goes on up to a moment after the start.
    mutating func run(until end: Duration) {
        let end = start + end
        while true {
            let wake = machine.nextWake
            if let flight = inFlight, wake.map({ flight.end <= $0 }) ?? true {
                guard flight.end <= end else { break }
                now = max(now, flight.end)
                inFlight = nil
                if case .replied = flight.event { answers[flight.request.unit, default: []].append(now) }
                tell(flight.event)
            } else if let wake, wake <= end {
                now = max(now, wake)
                tell(.timeReached)
            } else {
                break
            }
        }
        now = max(now, end)
    }

    /// The age that 99 of 100 renewals did not exceed, of the units that live, between two moments.
    func worstAge(from: Duration, to: Duration, but: Set<Int> = []) -> Duration {
        var ages: [Duration] = []
        for (unit, times) in answers.sorted(by: { $0.key < $1.key }) where !dead.contains(unit) && !but.contains(unit) {
            let seen = times.filter { $0 >= start + from && $0 <= start + to }
            ages += zip(seen, seen.dropFirst()).map { $1 - $0 }
        }
        ages.sort()
        return ages.isEmpty ? .zero : ages[min(ages.count - 1, ages.count * 99 / 100)]
    }

    /// The part of the time that requests without an answer took.
    func shareOfFailures(from: Duration, to: Duration) -> Double {
        let spent = asked.filter { $0.isLost && $0.at >= start + from && $0.at <= start + to }
            .reduce(Duration.zero) { $0 + $1.took }
        return spent / (to - from)
    }

    /// The part of the time that asking dead units took.
    func shareOfDead(from: Duration, to: Duration) -> Double {
        let spent = asked.filter { dead.contains($0.unit) && $0.at >= start + from && $0.at <= start + to }
            .reduce(Duration.zero) { $0 + $1.took }
        return spent / (to - from)
    }
}
