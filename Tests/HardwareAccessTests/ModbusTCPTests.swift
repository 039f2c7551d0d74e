import DeviceDrivers
import Glibc
import HallModel
import HardwareAccess
import Testing

/// Modbus over TCP. The transaction tells which question an answer is to.
struct ModbusTCPTests {
    private func holding(_ address: Int) -> ModbusRequest.Operation { .readHolding(address: address, count: 1) }
    private func value(_ number: UInt16) -> BusEvent { .replied(.registers([number])) }

    /// Answers each request with these frames, after pauses; sees each request with its index.
    private func server(
        _ script: @escaping @Sendable (_ request: [UInt8], _ index: Int) -> [SlaveStep]
    ) throws -> LoopbackServer {
        try LoopbackServer { connection, _ in
            var index = 0
            while true {
                let request = LoopbackServer.read(connection, 12)
                guard request.count == 12 else { return }
                for step in script(request, index) {
                    switch step {
                    case .send(let bytes): LoopbackServer.send(connection, bytes)
                    case .pause(let time): usleep(useconds_t(time.wholeNanoseconds / 1000))
                    case .hangUp: return
                    }
                }
                index += 1
            }
        }
    }

    /// One register whose value is its address.
    private static func answer(_ request: [UInt8]) -> [UInt8] {
        Array(request[0...3]) + [0, 5, request[6], 3, 2, request[8], request[9]]
    }

    /// A bench that has let go of its server before the server goes.
    private func with(_ server: LoopbackServer, _ body: (ModbusBench) -> Void) throws {
        let bench = try ModbusBench(wire: server.wire, backOff: .milliseconds(20))
        body(bench)
        bench.bus.thread.stop()
    }

    @Test func `requests count their transactions and are answered by them`() throws {
        let heard = Shared<[[UInt8]]>([])
        let server = try server { request, _ in
            heard.change { $0.append(request) }
            return [.send(Self.answer(request))]
        }
        try with(server) { bench in
            for address in 1...3 {
                #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)))
            }
            #expect(bench.ask(holding(4), unit: 255, timeout: .seconds(2)) == value(4))
            // Transaction 1, protocol 0, six bytes, unit 1, function 3, address 1, count 1.
            #expect(heard.value.first == [0, 1, 0, 0, 0, 6, 1, 3, 0, 1, 0, 1])
            #expect(heard.value.map { $0[1] } == [1, 2, 3, 4])
        }
    }

    @Test(arguments: [120, 200, 400])
    func `an answer that comes late is passed over for the right one`(delay: Int) throws {
        let server = try server { request, index in
            (index == 0 ? [.pause(.milliseconds(delay))] : []) + [.send(Self.answer(request))]
        }
        try with(server) { bench in
            #expect(bench.ask(holding(1)) == .failed(.timeout))
            for address in 2...5 {
                #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)))
            }
        }
    }

    @Test func `foreign transactions before the answer do no harm`() throws {
        let server = try server { request, _ in
            var foreign = Self.answer(request)
            foreign[1] &+= 77
            foreign[10] = 99
            return [.send(foreign + foreign), .pause(.milliseconds(20)), .send(Self.answer(request))]
        }
        try with(server) { bench in
            for address in 1...3 {
                #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)))
            }
        }
    }

    @Test func `an answer in single bytes is one answer`() throws {
        let server = try server { request, _ in
            Self.answer(request).flatMap { [SlaveStep.send([$0]), .pause(.milliseconds(5))] }
        }
        try with(server) { bench in #expect(bench.ask(holding(7), timeout: .seconds(2)) == value(7)) }
    }

    static let troubles: [(name: String, first: @Sendable ([UInt8]) -> [UInt8], failure: ModbusFailure)] = [
        ("nothing", { _ in [] }, .timeout),
        ("only a foreign transaction", { [9, 9] + answer($0)[2...] }, .timeout),
        ("half a header", { Array(answer($0).prefix(4)) }, .timeout),
        ("half an answer", { Array(answer($0).prefix(9)) }, .timeout),
        ("another unit", { [$0[0], $0[1], 0, 0, 0, 5, 2, 3, 2, 0, 1] }, .garbled),
        ("another protocol", { [$0[0], $0[1], 0, 1, 0, 5, 1, 3, 2, 0, 1] }, .garbled),
        ("another function", { [$0[0], $0[1], 0, 0, 0, 5, 1, 4, 2, 0, 1] }, .garbled),
        ("more registers than asked for", { [$0[0], $0[1], 0, 0, 0, 7, 1, 3, 4, 0, 1, 0, 2] }, .garbled),
        ("a length that is not its own", { [$0[0], $0[1], 0, 0, 0, 6, 1, 3, 2, 0, 1, 0] }, .garbled),
        ("exception 11", { [$0[0], $0[1], 0, 0, 0, 3, 1, 0x83, 11] }, .exception(11)),
    ]

    @Test(arguments: troubles.indices)
    func `one trouble costs one request, and no value is wrong`(index: Int) throws {
        let (name, first, failure) = Self.troubles[index]
        let server = try server { request, index in [.send(index == 0 ? first(request) : Self.answer(request))] }
        try with(server) { bench in
            #expect(bench.ask(holding(7)) == .failed(failure), "\(name)")
            for address in 8...10 {
                #expect(bench.ask(holding(address), timeout: .seconds(2)) == value(UInt16(address)), "\(name)")
            }
        }
    }

    @Test func `a write that is echoed wrongly is not called written`() throws {
        let server = try server { request, index in
            [.send(index == 0 ? request.dropLast() + [request[11] &+ 1] : request)]
        }
        try with(server) { bench in
            #expect(bench.ask(.writeRegister(address: 1, 5), timeout: .seconds(2)) == .failed(.garbled))
            #expect(bench.ask(.writeRegister(address: 1, 5), timeout: .seconds(2)) == .replied(.written))
        }
    }

    @Test func `a device that closes is a lost port and is connected again`() throws {
        let server = try server { request, index in index == 0 ? [.send(Self.answer(request))] : [.hangUp] }
        try with(server) { bench in
            #expect(bench.ask(holding(1), timeout: .seconds(2)) == value(1))
            _ = bench.ask(holding(2), timeout: .seconds(5))
            #expect(bench.bus.losses.first?.code == .hungUp)
            #expect(bench.bus.isOpened(times: 2))
            #expect(bench.ask(holding(3), timeout: .seconds(2)) == value(3))
        }
    }

    @Test func `the thread stops within a second in the midst of a long wait`() throws {
        let server = try server { _, _ in [] }
        try with(server) { bench in
            #expect(bench.bus.isOpened())
            bench.post(ModbusRequest(unit: 1, holding(5), timeout: .seconds(10)))
            #expect(Wire.wait { bench.bus.thread.statistics.requests == 1 })
            let begin = MonotonicInstant.now
            bench.bus.thread.stop()
            #expect(MonotonicInstant.now - begin < .seconds(1))
        }
    }
}
