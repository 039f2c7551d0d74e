import DeviceDrivers
import DeviceSimulators
import HallModel
import Testing

@testable import SimulatedHall

@Suite("The Modbus master of virtual time")
struct ModbusMasterTests {
    /// A master and its slaves on one wire, and a clock that goes from wake to wake.
    private struct Bench {
        var master: ModbusMaster
        var bus: SimulatedBus
        var now = MonotonicInstant(nanoseconds: 1_000_000_000)

        init(_ bus: BusID) throws {
            let plan = FieldHall.plan
            let wire = try #require(plan.bus(bus))
            self.bus = SimulatedBus(wire, of: plan, decoder: .iconv(), seed: 1)
            master = ModbusMaster(wire: wire.wire)
        }

        /// What the request brings, and how long it took.
        mutating func ask(_ request: ModbusRequest) -> (event: BusEvent?, after: Duration) {
            let begun = now
            master.ask(request, at: now)
            while now - begun < .seconds(20) {
                let arrived = bus.advance(to: now)
                if !arrived.isEmpty, let event = master.receive(arrived, at: now) { return (event, now - begun) }
                let bytes = master.takeUnsent(at: now)
                if !bytes.isEmpty { bus.send(bytes, at: now) }
                if bus.undelivered == 0 { master.sent(at: now) }
                if let event = master.timeReached(at: now) { return (event, now - begun) }
                let wakes = [master.nextWake, bus.nextWake(after: now)].compactMap { $0 }
                guard let wake = wakes.min() else { return (nil, now - begun) }
                now = max(wake, now + .nanoseconds(1))
            }
            return (nil, now - begun)
        }

        /// Time in which nobody asks and what comes is dropped.
        mutating func wait(_ duration: Duration) {
            let end = now + duration
            while let wake = bus.nextWake(after: now), wake < end {
                now = max(wake, now + .nanoseconds(1))
                _ = bus.advance(to: now)
            }
            now = end
        }

        mutating func device(
            _ id: DeviceID, _ body: (inout SimulatedDevice, MonotonicInstant) throws(SimulatorError) -> Void
        ) throws {
            let moment = now
            _ = try bus.withDevice(id) { (unit) throws(SimulatorError) in try body(&unit, moment) }
        }
    }

    private func read(_ unit: Int, _ address: Int = 0, _ count: Int = 2) -> ModbusRequest {
        ModbusRequest(unit: unit, .readHolding(address: address, count: count), timeout: .milliseconds(500))
    }

    @Test(arguments: [("rs485", 2), ("modbus", 1)] as [(BusID, Int)])
    func `registers are read over the wire, in the time that it takes`(bus: BusID, unit: Int) throws {
        var bench = try Bench(bus)
        let device: DeviceID = bus == "modbus" ? "air-3" : "air-2"
        try bench.device(device) { (unit, now) throws(SimulatorError) in
            try unit.set("temperature", to: "-10.1", at: now)
            try unit.set("humidity", to: "65.8", at: now)
        }
        let (event, after) = bench.ask(read(unit))
        #expect(event == .replied(.registers([0x0292, 0xFF9B])))
        #expect(bus == "modbus" ? after == .zero || after < .milliseconds(1) : after > .milliseconds(17))
        #expect(bench.ask(read(unit, 9)).event == .failed(.exception(2)))
    }

    @Test func `nobody answers: the time counts from the last byte sent`() throws {
        var bench = try Bench("rs485")
        let (event, after) = bench.ask(read(9))
        #expect(event == .failed(.timeout))
        #expect(after >= .milliseconds(508) && after < .milliseconds(515))
    }

    @Test(
        arguments: [
            (FaultKind.crc, ModbusFailure.garbled), (.wrongAddress, .garbled), (.silent, .timeout), (.late, .timeout),
            (.truncated, .timeout), (.offline, .timeout), (.exception, .exception(4)), (.echo, .garbled),
        ])
    func `each fault of a slave is told as what it is, and the next question is answered`(
        kind: FaultKind, failure: ModbusFailure
    ) throws {
        var bench = try Bench("rs485")
        try bench.device("air-1") { (unit, now) throws(SimulatorError) in try unit.fault(kind, at: now) }
        #expect(bench.ask(read(1)).event == .failed(failure))
        try bench.device("air-1") { (unit, now) throws(SimulatorError) in unit.clear(at: now) }
        bench.wait(.seconds(4))
        #expect(bench.ask(read(1)).event == .replied(.registers([500, 265])))
    }

    @Test func `a slow slave is waited for, byte by byte`() throws {
        var bench = try Bench("rs485")
        try bench.device("air-1") { (unit, now) throws(SimulatorError) in try unit.fault(.slow, at: now) }
        let (event, after) = bench.ask(read(1))
        #expect(event == .replied(.registers([500, 265])) && after > .milliseconds(400))
    }

    @Test func `a broadcast is written, and followed by a pause`() throws {
        var bench = try Bench("rs485")
        let request = ModbusRequest(unit: 0, .writeRegister(address: 0x07D1, 2), timeout: .milliseconds(500))
        let (event, after) = bench.ask(request)
        #expect(event == .replied(.written) && after >= .milliseconds(108) && after < .milliseconds(115))
        #expect(bench.ask(read(2, 0x07D1, 1)).event == .replied(.registers([2])))
    }

    @Test func `a line that babbles fails, and ends`() throws {
        var bench = try Bench("rs485")
        try bench.device("air-2") { (unit, now) throws(SimulatorError) in try unit.fault(.babble, at: now) }
        for _ in 0..<20 {
            let (event, after) = bench.ask(read(1))
            #expect(after < .seconds(3))
            if case .failed = event { continue }
            #expect(event == .replied(.registers([500, 265])))
        }
    }
}

@Suite("Field devices in virtual time")
struct VirtualFieldTests {
    /// A room that warms by a degree each minute.
    private struct Warming: HallSurroundings {
        var degrees = 20

        mutating func minutePassed(
            at now: HallInstant, devices: [SimulatedDevice]
        ) -> [(device: DeviceID, point: String, value: String)] {
            defer { degrees += 1 }
            return [("air-1", "temperature", String(degrees)), ("nobody", "temperature", "1")]
        }
    }

    @Test func `what surrounds the devices acts on them each minute`() throws {
        var hall = try VirtualDay(plan: FieldHall.plan, .init(hours: 1, visitors: 0, seed: 1)).hall
        hall.surround(with: Warming())
        hall.run(until: hall.now.monotonic + .seconds(5 * 60 + 30))
        guard case .modbus(let slave) = hall.device("air-1")?.unit else { return }
        #expect(slave.state.first { $0.point == "temperature" }?.value == "25")
    }

    @Test func `a chip's lines become events`() {
        let now = MonotonicInstant(nanoseconds: 5)
        #expect(
            ChipText.event(Array("levels 0=1 3=0".utf8), at: now)
                == .linesRead([GPIOLevel(offset: 0, isHigh: true), GPIOLevel(offset: 3, isHigh: false)]))
        #expect(
            ChipText.event(Array("edge 3 1".utf8), at: now)
                == .lineChanged(GPIOLevel(offset: 3, isHigh: true), at: now))
        #expect(ChipText.event(Array("error there is no line 9".utf8), at: now) == nil)
    }
}
