import DeviceDrivers
import Glibc
import HallModel
import Testing

@testable import HardwareAccess

/// A Modbus line: what goes right, and everything that goes wrong on one. Never is a wrong value taken.
struct ModbusSerialTests {
    private func holding(_ address: Int) -> ModbusRequest.Operation { .readHolding(address: address, count: 1) }
    private func value(_ number: UInt16) -> BusEvent { .replied(.registers([number])) }

    /// Requests and answers computed with pymodbus 3.16.1; the last from a tutorial (simplymodbus.ca, function 16).
    static let vectors: [(ModbusRequest.Operation, Int, [UInt8], [UInt8], ModbusReply)] = [
        (
            .readHolding(address: 0, count: 2), 1, [0x01, 0x03, 0x00, 0x00, 0x00, 0x02, 0xC4, 0x0B],
            [0x01, 0x03, 0x04, 0x02, 0x92, 0xFF, 0x9B, 0x5A, 0x3D], .registers([0x0292, 0xFF9B])
        ),
        (
            .readInput(address: 1, count: 2), 1, [0x01, 0x04, 0x00, 0x01, 0x00, 0x02, 0x20, 0x0B],
            [0x01, 0x04, 0x04, 0x01, 0x31, 0x02, 0x22, 0x2A, 0xCE], .registers([0x0131, 0x0222])
        ),
        (
            .readDiscreteInputs(address: 0, count: 8), 1, [0x01, 0x02, 0x00, 0x00, 0x00, 0x08, 0x79, 0xCC],
            [0x01, 0x02, 0x01, 0x03, 0xE1, 0x89],
            .bits([true, true, false, false, false, false, false, false])
        ),
        (
            .writeCoil(address: 0, true), 1, [0x01, 0x05, 0x00, 0x00, 0xFF, 0x00, 0x8C, 0x3A],
            [0x01, 0x05, 0x00, 0x00, 0xFF, 0x00, 0x8C, 0x3A], .written
        ),
        (
            .writeCoil(address: 0, false), 1, [0x01, 0x05, 0x00, 0x00, 0x00, 0x00, 0xCD, 0xCA],
            [0x01, 0x05, 0x00, 0x00, 0x00, 0x00, 0xCD, 0xCA], .written
        ),
        (
            .writeRegister(address: 0x64, 10), 1, [0x01, 0x06, 0x00, 0x64, 0x00, 0x0A, 0x48, 0x12],
            [0x01, 0x06, 0x00, 0x64, 0x00, 0x0A, 0x48, 0x12], .written
        ),
        (
            .writeRegisters(address: 1, [0x000A, 0x0102]), 0x11,
            [0x11, 0x10, 0x00, 0x01, 0x00, 0x02, 0x04, 0x00, 0x0A, 0x01, 0x02, 0xC6, 0xF0],
            [0x11, 0x10, 0x00, 0x01, 0x00, 0x02, 0x12, 0x98], .written
        ),
    ]

    @Test(arguments: vectors.indices)
    func `every function goes out and is read as others write it`(index: Int) throws {
        let (operation, unit, request, answer, reply) = Self.vectors[index]
        let slave = try ScriptedSlave { _, _ in [.send(answer)] }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(operation, unit: unit, timeout: .seconds(2)) == .replied(reply))
        #expect(slave.heard.value == [request])
        #expect(bench.bus.thread.statistics.requests == 1)
        #expect(bench.bus.thread.statistics.busy > .zero)
        #expect(bench.bus.thread.recent.map(\.content) == [.opened, .sent(request), .received(answer)])
    }

    @Test func `many coils come in order, and no more than were asked for`() throws {
        let slave = try ScriptedSlave { _, _ in [.send(Frame.serial([1, 1, 2, 0xCD, 0xFB]))] }
        let bench = try ModbusBench(wire: slave.wire)
        let coils = "1011001111".map { $0 == "1" }
        #expect(bench.ask(.readCoils(address: 0x13, count: 10), timeout: .seconds(2)) == .replied(.bits(coils)))
    }

    @Test(arguments: [115, 130, 190])
    func `a late answer is never the next one's`(delay: Int) throws {
        let slave = try ScriptedSlave { request, index in
            (index == 0 ? [.pause(.milliseconds(delay))] : []) + [.send(Frame.answer(to: request))]
        }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(holding(7)) == .failed(.timeout))
        for address in 8...11 {
            #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)))
        }
        #expect(bench.bus.thread.statistics.timeouts == 1)
    }

    @Test func `a foreign answer is set aside, and the own one is waited for`() throws {
        let slave = try ScriptedSlave { request, index in
            let foreign = SlaveStep.send(Frame.serial([2, 3, 2, 0, 0]))
            return (index == 0 ? [foreign, .pause(.milliseconds(200))] : []) + [.send(Frame.answer(to: request))]
        }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(holding(7), timeout: .milliseconds(300)) == value(7))
        for address in 8...11 {
            #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)))
        }
    }

    @Test func `after a time-out another unit is asked without waiting for the lost one`() throws {
        let slave = try ScriptedSlave { request, _ in request[0] == 9 ? [] : [.send(Frame.answer(to: request))] }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(holding(7), unit: 9, timeout: .milliseconds(900)) == .failed(.timeout))
        let begin = MonotonicInstant.now
        #expect(bench.ask(holding(8), timeout: .seconds(2)) == value(8))
        #expect(MonotonicInstant.now - begin < .milliseconds(800))
    }

    @Test func `an answer in pieces is one answer`() throws {
        let slave = try ScriptedSlave { request, _ in
            let answer = Frame.answer(to: request)
            return [
                .send([answer[0]]), .pause(.milliseconds(15)), .send(Array(answer[1...3])),
                .pause(.milliseconds(15)), .send(Array(answer[4...])),
            ]
        }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(holding(7), timeout: .seconds(2)) == value(7))
    }

    /// What a slave sends first in place of an answer, and what is said about it; nil: the answer was found in it. The
    /// answers after it are right.
    static let troubles: [(name: String, first: @Sendable ([UInt8]) -> [UInt8], failure: ModbusFailure?)] = [
        ("nothing", { _ in [] }, .timeout),
        ("half an answer", { Array(Frame.answer(to: $0).prefix(4)) }, .timeout),
        ("a wrong CRC", { Frame.answer(to: $0).dropLast() + [0] }, .garbled),
        (
            "a flipped bit",
            { request in
                var answer = Frame.answer(to: request)
                answer[4] ^= 1
                return answer
            }, .garbled
        ),
        ("another unit", { Frame.serial([2, 3, 2, $0[2], $0[3]]) }, .timeout),
        ("unit 0", { Frame.serial([0, 3, 2, $0[2], $0[3]]) }, .timeout),
        ("another function", { Frame.serial([1, 4, 2, $0[2], $0[3]]) }, .garbled),
        ("more registers than asked for", { Frame.serial([1, 3, 4, $0[2], $0[3], 0, 0]) }, .garbled),
        ("the request itself before the answer", { $0 + Frame.answer(to: $0) }, nil),
        ("a zero byte before the answer", { [0] + Frame.answer(to: $0) }, nil),
        ("noise before the answer", { [0xF7, 0x3A] + Frame.answer(to: $0) }, nil),
        ("exception 2", { _ in [0x01, 0x83, 0x02, 0xC0, 0xF1] }, .exception(2)),
        ("exception 6", { _ in Frame.serial([1, 0x83, 6]) }, .exception(6)),
        ("exception 15, which nobody has defined", { _ in Frame.serial([1, 0x83, 15]) }, .exception(15)),
        ("an exception of another function", { _ in Frame.serial([1, 0x84, 2]) }, .garbled),
        ("an exception of another unit", { _ in Frame.serial([2, 0x83, 2]) }, .timeout),
    ]

    @Test(arguments: troubles.indices)
    func `one trouble costs one request, and no value is wrong`(index: Int) throws {
        let (name, first, failure) = Self.troubles[index]
        let slave = try ScriptedSlave { request, index in
            [.send(index == 0 ? first(request) : Frame.answer(to: request))]
        }
        let bench = try ModbusBench(wire: slave.wire)
        let outcome = bench.ask(holding(7))
        #expect(outcome == failure.map { .failed($0) } ?? value(7), "\(name)")
        for address in 8...10 {
            #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)), "\(name)")
        }
    }

    @Test(
        arguments: [
            ([1, 6, 0, 0x65, 0, 10], .garbled), ([1, 6, 0, 0x64, 0, 11], .garbled), ([2, 6, 0, 0x64, 0, 10], .timeout),
            ([1, 5, 0, 0x64, 0, 10], .garbled),
        ] as [([UInt8], ModbusFailure)])
    func `a write that is echoed wrongly is not called written`(echo: [UInt8], failure: ModbusFailure) throws {
        let slave = try ScriptedSlave { request, index in [.send(index == 0 ? Frame.serial(echo) : request)] }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(.writeRegister(address: 0x64, 10)) == .failed(failure))
        #expect(bench.ask(.writeRegister(address: 0x64, 10), timeout: .seconds(2)) == .replied(.written))
    }

    @Test func `a write to everybody is not waited for, but given its time`() throws {
        let slave = try ScriptedSlave { request, _ in request[0] == 0 ? [] : [.send(Frame.answer(to: request))] }
        let bench = try ModbusBench(wire: slave.wire)
        let begin = MonotonicInstant.now
        #expect(bench.ask(.writeRegister(address: 1, 1), unit: 0, timeout: .seconds(5)) == .replied(.written))
        #expect(.milliseconds(100)...Duration.seconds(2) ~= MonotonicInstant.now - begin)
        #expect(bench.ask(holding(3), timeout: .seconds(2)) == value(3))
        #expect(slave.heard.value.first == [0x00, 0x06, 0x00, 0x01, 0x00, 0x01, 0x18, 0x1B])
    }

    @Test func `what came unasked before a request is not its answer`() throws {
        let slave = try ScriptedSlave { request, _ in [.send(Frame.answer(to: request))] }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.bus.isOpened())
        Wire.write(slave.line.master, Frame.serial([1, 3, 2, 0x99, 0x99]))
        #expect(Wire.wait { bench.bus.thread.statistics.bytesIn > 0 })
        #expect(bench.ask(holding(5), timeout: .seconds(2)) == value(5))
    }

    @Test func `a line that babbles fails each request within its time and stops at once`() throws {
        let line = try PseudoTerminal(keepsSlaveOpen: true)
        let isOver = Shared(false)
        let noise = try PlainThread(name: "noise") {
            var random = SplitMix(seed: 4)
            while !isOver.value {
                var byte = UInt8.random(in: 0...255, using: &random)
                _ = write(line.master, &byte, 1)
                usleep(1000)
            }
        }
        let bench = try ModbusBench(wire: .serial(path: line.path, SerialSettings(baud: 9600)))
        let begin = MonotonicInstant.now
        let outcome = bench.ask(holding(5))
        #expect(outcome == .failed(.garbled) || outcome == .failed(.timeout))
        #expect(MonotonicInstant.now - begin < .seconds(5))
        bench.post(ModbusRequest(unit: 1, holding(6), timeout: .seconds(10)))
        let stop = MonotonicInstant.now
        bench.bus.thread.stop()
        #expect(MonotonicInstant.now - stop < .seconds(1))
        isOver.value = true
        noise.join()
    }

    @Test func `the plug pulled during a request and between two is a lost port`() throws {
        let slave = try ScriptedSlave { _, _ in [.hangUp] }
        let bench = try ModbusBench(wire: slave.wire)
        _ = bench.ask(holding(5), timeout: .seconds(5))
        #expect(bench.bus.losses.map(\.code) == [.hungUp])
        #expect(bench.bus.losses.first?.disposition == .portLost)
        // The next line may get the same path, which this thread waits for.
        bench.bus.thread.stop()

        let quiet = try ScriptedSlave { _, _ in [] }
        let idle = try ModbusBench(wire: quiet.wire)
        #expect(idle.bus.isOpened())
        quiet.line.close()
        #expect(Wire.wait { idle.bus.losses.map(\.code) == [.hungUp] })
        #expect(!idle.bus.thread.statistics.isOpen)
    }

    @Test func `a plug put back is found by its path`() throws {
        let directory = try BusDirectory()
        directory.makeDirectory()
        let bench = try ModbusBench(wire: .serial(path: directory.path, SerialSettings(baud: 9600)))
        #expect(Wire.wait { bench.bus.refusals.first?.code == .missing })
        try directory.plug()
        #expect(bench.bus.isOpened())
        directory.unplug()
        #expect(Wire.wait { bench.bus.losses.count == 1 })
        try directory.plug()
        #expect(bench.bus.isOpened(times: 2))
    }

    @Test func `the thread stops within a second in the midst of a long wait, with its heart beating until then`()
        throws
    {
        let slave = try ScriptedSlave { _, _ in [] }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.bus.isOpened())
        bench.post(ModbusRequest(unit: 1, holding(5), timeout: .seconds(10)))
        #expect(Wire.wait { slave.heard.value.count == 1 })
        let seen = bench.bus.thread.lastTurn
        #expect(Wire.wait { bench.bus.thread.lastTurn > seen })
        let begin = MonotonicInstant.now
        bench.bus.thread.stop()
        #expect(MonotonicInstant.now - begin < .seconds(1))
        #expect(bench.outcomes.isEmpty)
    }

    @Test(arguments: [
        ModbusRequest(unit: 1, .readHolding(address: 0, count: 126), timeout: .seconds(1)),
        ModbusRequest(unit: 1, .readHolding(address: 0, count: 0), timeout: .seconds(1)),
        ModbusRequest(unit: 1, .readHolding(address: 65_535, count: 2), timeout: .seconds(1)),
        ModbusRequest(unit: 1, .readCoils(address: -1, count: 1), timeout: .seconds(1)),
        ModbusRequest(unit: 1, .writeRegisters(address: 0, Array(repeating: 0, count: 124)), timeout: .seconds(1)),
        ModbusRequest(unit: 1, .writeRegisters(address: 0, []), timeout: .seconds(1)),
        ModbusRequest(unit: 0, .readHolding(address: 0, count: 1), timeout: .seconds(1)),
        ModbusRequest(unit: 248, .readHolding(address: 0, count: 1), timeout: .seconds(1)),
        ModbusRequest(unit: -1, .readHolding(address: 0, count: 1), timeout: .seconds(1)),
        ModbusRequest(unit: .max, .readHolding(address: 0, count: 1), timeout: .seconds(1)),
    ])
    func `what the protocol does not allow is never sent`(request: ModbusRequest) throws {
        let slave = try ScriptedSlave { _, _ in [] }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(request) == .failed(.garbled))
        #expect(bench.bus.thread.statistics.bytesOut == 0)
    }

    @Test func `the largest read and the largest write go through`() throws {
        let numbers = (0..<125).map { UInt16($0 * 257) }
        let content = numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let slave = try ScriptedSlave { request, _ in
            [.send(Frame.serial(request[1] == 3 ? [1, 3, 250] + content : Array(request.prefix(6))))]
        }
        let bench = try ModbusBench(wire: slave.wire)
        #expect(bench.ask(.readHolding(address: 0, count: 125), timeout: .seconds(2)) == .replied(.registers(numbers)))
        #expect(
            bench.ask(.writeRegisters(address: 0, Array(numbers.prefix(123))), timeout: .seconds(2))
                == .replied(.written))
        #expect(slave.heard.value.last?.count == 255)
    }

    @Test func `a descriptor that libmodbus cannot wait for is refused`() throws {
        let pair = try PseudoTerminal()
        let shared = BusShared(mailbox: try BusMailbox())
        let place = PortPlace.serial(path: pair.path, SerialSettings(baud: 9600))
        let error = #expect(throws: TransportError.self) {
            _ = try ModbusGuard(try place.open(shared: shared), shared: shared, descriptorLimit: 3)
        }
        #expect(error?.errno == EMFILE)
        #expect(ModbusGuard.descriptorLimit == 1000)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `whatever a bad line does, a value that is taken is the right one`(seed: UInt64) throws {
        let randoms = Shared(SplitMix(seed: seed))
        let slave = try ScriptedSlave { request, _ in
            var random = randoms.value
            defer { randoms.value = random }
            var answer = Frame.answer(to: request)
            let late = SlaveStep.pause(.milliseconds(Int.random(in: 30...55, using: &random)))
            let noise = (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            switch Int.random(in: 0..<10, using: &random) {
            case 0: return []
            case 1: return [late, .send(answer)]
            case 2: return [.send(noise + answer)]
            case 3: return [.send(answer + noise)]
            case 4:
                let bit = Int.random(in: 0..<(answer.count * 8), using: &random)
                answer[bit / 8] ^= 1 << UInt8(bit % 8)
                return [.send(answer)]
            case 5: return [.send(Array(answer.prefix(Int.random(in: 1..<answer.count, using: &random))))]
            case 6: return [.send(answer), .send(Frame.serial([1, 3, 2, 0xBA, 0xD0]))]
            default: return [.send(answer)]
            }
        }
        let bench = try ModbusBench(wire: slave.wire)
        var good = 0
        for address in 0..<60 {
            let outcome = bench.ask(holding(address), timeout: .milliseconds(30))
            guard case .replied(let reply) = outcome else { continue }
            good += 1
            #expect(reply == .registers([UInt16(address)]), "seed \(seed)")
        }
        #expect(good > 15, "seed \(seed)")
    }
}
