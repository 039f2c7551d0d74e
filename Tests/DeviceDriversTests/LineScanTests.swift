import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

/// Slaves behind a gateway, in virtual time: it serves one request after the other, and waits for one that nobody answers
/// as long as its own time-out says, whether anybody still waits for it or not.
private struct GatewayLine {
    private(set) var machine: ModbusMachine
    private var now = start
    private let present: ClosedRange<Int>
    private let patience: Duration
    private var busyUntil = start
    private var inFlight: (end: MonotonicInstant, unit: Int, event: BusEvent)?
    private(set) var answered = 0
    private(set) var failed = 0
    private(set) var searched = 0
    /// Of those searched: the gateway was still waiting when its answer was not waited for any more.
    private(set) var givenUp = 0

    init(_ devices: [DevicePlan], present: ClosedRange<Int>, patience: Duration) {
        let bus = BusPlan(id: "line", wire: .tcp(host: "192.0.2.1", port: 502))
        machine = ModbusMachine(bus: bus, devices: devices, at: start)
        self.present = present
        self.patience = patience
        tell(.timeReached)
    }

    mutating func tell(_ event: BusEvent) {
        for action in machine.handle(event, at: now) {
            // A new connection; the gateway goes on with what it was asked on the former.
            if action == .open { inFlight = (now + .milliseconds(5), 0, .opened) }
            guard case .transact(let request, let notBefore) = action else { continue }
            let begin = max(now, notBefore)
            let isThere = present.contains(request.unit)
            busyUntil = max(busyUntil, begin) + (isThere ? .milliseconds(10) : patience)
            let answer: BusEvent = isThere ? .replied(.registers([1])) : .failed(.exception(0x0B))
            let isInTime = busyUntil <= begin + request.timeout
            inFlight = (
                isInTime ? busyUntil : begin + request.timeout, request.unit, isInTime ? answer : .failed(.timeout)
            )
        }
    }

    mutating func run(_ duration: Duration) {
        let end = now + duration
        while true {
            let wake = machine.nextWake
            if let flight = inFlight, wake.map({ flight.end <= $0 }) ?? true {
                guard flight.end <= end else { break }
                now = max(now, flight.end)
                inFlight = nil
                if flight.event == .opened {
                    // Nobody was asked.
                } else if !present.contains(flight.unit) {
                    searched += 1
                    if flight.event == .failed(.timeout) { givenUp += 1 }
                } else if case .replied = flight.event {
                    answered += 1
                } else {
                    failed += 1
                }
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
}

@Suite struct `A search behind a gateway` {
    private func line(patience: Duration, timeout: Int = 500) -> GatewayLine {
        let devices = (1...4).map { unit in
            Plant.device(DeviceID("d\(unit)"), address: unit, timeout: timeout, Plant.point("v", 0, period: 1))
        }
        return GatewayLine(devices, present: 1...4, patience: patience)
    }

    private let order = BusScan(id: BusQuestionID(1), units: 5...247, models: [])

    @Test func `that waits a second for whoever is absent costs no healthy slave an answer`() {
        var line = line(patience: .seconds(1))
        line.run(.seconds(5))
        line.tell(.scan(order))
        line.run(.seconds(195))
        #expect(line.failed == 0 && line.givenUp == 0)
        #expect(line.answered >= 4 * 185, "four each second: \(line.answered)")
        #expect((7...10).contains(line.searched), "a second of each twenty-one: \(line.searched)")
    }

    @Test func `that waits as long as its slaves are given costs none either`() {
        var line = line(patience: .milliseconds(2900), timeout: 3000)
        line.run(.seconds(5))
        line.tell(.scan(order))
        line.run(.seconds(195))
        #expect(line.failed == 0 && line.givenUp == 0 && line.searched >= 3)
    }

    @Test func `that waits longer than anybody said is left alone until its slaves answer again`() {
        var line = line(patience: .seconds(5))
        line.run(.seconds(5))
        line.tell(.scan(order))
        line.run(.seconds(120))
        #expect(line.searched >= 5, "it goes on: \(line.searched)")
        #expect(line.answered >= 4 * 125 / 3 && line.failed <= line.searched * 16, "\(line.answered), \(line.failed)")
    }
}

@Suite struct `A search leaves alone what changes by being read` {
    private func alarms(_ addresses: ClosedRange<Int>) -> RegisterMap.Place {
        RegisterMap.Place(table: .holding, address: addresses.lowerBound, count: addresses.count)
    }

    private func map(latching: [RegisterMap.Place], _ registers: RegisterMap.Register...) -> RegisterMap {
        RegisterMap(latching: latching, registers: registers)
    }

    /// What a search of one unit asks, if whoever is there answers everything; and what it finds.
    private func search(
        unit: Int = 1, of devices: [DevicePlan], models: [RegisterMap], _ answer: BusEvent? = nil
    ) -> (asked: [ModbusRequest.Operation], found: [BusScanFinding]) {
        // What the plan itself reads is asked for once only.
        var bench = ModbusBench(devices)
        while bench.now < start + .seconds(1), bench.nextRequest(within: .milliseconds(500)) != nil {
            bench.answer(.replied(.registers([1])))
        }
        bench.tell(
            .scan(
                BusScan(
                    id: BusQuestionID(1), units: unit...unit,
                    models: models.enumerated().map { .init(profile: "m\($0)", map: $1) })))
        _ = bench.said()
        var asked: [ModbusRequest.Operation] = []
        while let request = bench.nextRequest(within: .seconds(3)) {
            asked.append(request.operation)
            guard case .readHolding(_, let count) = request.operation else { return (asked, []) }
            bench.answer(answer ?? .replied(.registers(Array(repeating: 1, count: count))))
        }
        return (
            asked,
            bench.said().compactMap { if case .scanned(_, .found(let finding)) = $0 { finding } else { nil } }
        )
    }

    private let value = Plant.point("v", .holding, 8, period: 3600, encoding: .u16)

    @Test func `a device of the plan is found by a register of its own that does not latch`() {
        let latching = [alarms(0...7)]
        let own = map(latching: latching, Plant.point("alarm", .holding, 0, period: 3600), value)
        let other = map(latching: [], Plant.point("a", .holding, 0), Plant.point("b", .holding, 20))
        let device = Plant.device("d", address: 1, latching: latching, all: own.registers)
        let (asked, found) = search(of: [device], models: [own, other])
        #expect(
            asked == [
                .readHolding(address: 8, count: 1), .readHolding(address: 8, count: 1),
                .readHolding(address: 20, count: 1),
            ])
        #expect(found.first?.device == "d" && found.first?.profiles == ["m0", "m1"])
    }

    @Test func `one whose registers all latch is found by another, and asked nothing more`() {
        let latching = [alarms(0...7)]
        let own = map(latching: latching, Plant.point("alarm", .holding, 0, period: 3600))
        let device = Plant.device("d", address: 1, latching: latching, all: own.registers)
        let (asked, found) = search(of: [device], models: [own, map(latching: [], value)], .failed(.exception(2)))
        #expect(asked == [.readHolding(address: 8, count: 1)])
        #expect(found.first?.device == "d" && found.first?.profiles == [] && found.first?.onlyRefuses == true)
    }

    @Test func `whoever is not in the plan is asked for nothing that latches in any model`() {
        let alarming = map(latching: [alarms(0...7)], Plant.point("alarm", .holding, 0), value)
        let other = map(latching: [alarms(8...8)], Plant.point("a", .holding, 4), Plant.point("b", .holding, 30))
        let (asked, found) = search(unit: 9, of: [], models: [alarming, other])
        #expect(asked == [.readHolding(address: 9, count: 1), .readHolding(address: 30, count: 1)])
        #expect(found.first?.profiles == ["m1"], "by what is left of its registers")
    }
}

@Suite struct `A search beside the plan` {
    private let devices = BusyLine.devices(2, registers: 1, milliseconds: 1000)
    private let order = BusScan(id: BusQuestionID(1), units: 3...247, models: [])

    @Test func `waits while a device fails, and not for one that stays away`() {
        var line = BusyLine(devices)
        line.dead = Set(3...247)
        line.run(until: .seconds(10))
        /// Units that are asked while a search is under way, without the first two seconds.
        func searched(for seconds: Int) -> Int {
            // Refused if the former goes on.
            line.tell(.scan(order))
            let begun = line.now
            line.run(until: begun - start + .seconds(seconds))
            return line.asked.count { $0.unit > 2 && $0.at >= begun + .seconds(2) }
        }
        #expect(searched(for: 5) > 10)
        line.dead.insert(2)
        #expect(searched(for: 15) == 0)
        line.dead.remove(2)
        _ = searched(for: 12)
        #expect(searched(for: 5) > 10)
        line.dead.insert(2)
        _ = searched(for: 45)
        #expect(searched(for: 5) > 10)
    }

    @Test func `gives a device the time that it usually needs`() {
        var line = BusyLine(devices)
        line.thought = [2: .milliseconds(120)]
        line.run(until: .seconds(20))
        line.tell(.scan(BusScan(id: BusQuestionID(1), units: 2...2, models: [])))
        line.run(until: .seconds(30))
        let found = line.told.contains {
            if case .scanned(_, .found(let finding)) = $0.action { finding.unit == 2 } else { false }
        }
        #expect(found)
    }
}
