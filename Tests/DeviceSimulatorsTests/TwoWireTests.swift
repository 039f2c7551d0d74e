import DeviceSimulators
import HallModel
import Testing

@Suite("Slaves on two wires")
struct TwoWireTests {
    private static let slaveTime = Duration.milliseconds(5)

    /// A line of plain slaves from address 1 on, each with ten registers.
    private func line(_ slaves: Int, baud: Int, _ format: SerialSettings.Parity = .even) -> WireBench {
        let registers = (0..<10).map { Registers.number("r\($0)", .other, .holding, $0, .u16, divide: 1) }
        let devices = (1...slaves).map {
            Registers.device("acme", address: $0, id: DeviceID("slave-\($0)"), registers)
        }
        let settings = SerialSettings(baud: baud, parity: format)
        return WireBench(.serial(path: "/dev/null", settings), devices, paced: true)
    }

    private func read(_ unit: Int, at address: Int = 0, count: Int = 10) -> [UInt8] {
        let body: [UInt8] = [UInt8(unit), 3, 0, UInt8(address), 0, UInt8(count)]
        return body + crc(body)
    }

    /// Everything that reaches the host up to a moment, with the moments at which the bus wanted to be looked at.
    private func run(_ bench: inout WireBench, until end: MonotonicInstant) -> [(at: MonotonicInstant, byte: UInt8)] {
        var heard: [(at: MonotonicInstant, byte: UInt8)] = []
        while let wake = bench.bus.nextWake(after: bench.now), wake <= end {
            bench.now = max(wake, bench.now + .nanoseconds(1))
            let moment = bench.now
            heard += bench.bus.advance(to: moment).map { (moment, $0) }
        }
        bench.now = end
        return heard
    }

    @Test(arguments: [9600, 19_200, 115_200])
    func `32 slaves asked without a pause take the time of their bytes, to one per cent`(baud: Int) throws {
        var bench = line(32, baud: baud)
        let byte = Duration.nanoseconds(11 * 1_000_000_000 / Int64(baud))
        let silence = baud > 19_200 ? Duration.microseconds(1750) : byte * 7 / 2
        let begun = bench.now
        let rounds = 10
        for round in 0..<rounds * 32 {
            bench.bus.send(read(round % 32 + 1), at: bench.now)
            var said: [UInt8] = []
            while said.count < 25 {
                let wake = try #require(bench.bus.nextWake(after: bench.now), "slave \(round % 32 + 1) says nothing")
                bench.now = max(wake, bench.now + .nanoseconds(1))
                said += bench.bus.advance(to: bench.now)
            }
            #expect(said[0] == UInt8(round % 32 + 1))
            bench.now = bench.now + silence
        }
        let taken = bench.now - begun
        let transaction = byte * (8 + 25) + silence * 2 + Self.slaveTime
        let expected = transaction * (rounds * 32)
        #expect(taken >= expected - expected / 100 && taken <= expected + expected / 100, "\(taken), not \(expected)")
    }

    @Test(arguments: [2400, 9600, 19_200, 115_200])
    func `an answer begins t3.5 and the slave's time after the request, however late somebody looks`(baud: Int) {
        let byte = Duration.nanoseconds(11 * 1_000_000_000 / Int64(baud))
        let silence = baud > 19_200 ? Duration.microseconds(1750) : byte * 7 / 2
        let first = byte * 8 + silence + Self.slaveTime + byte
        for isLate in [false, true] {
            var bench = line(2, baud: baud)
            let begun = bench.now
            bench.bus.send(read(2, count: 1), at: begun)
            /// Bytes that have come when so much time has passed, and did not before.
            func come(after time: Duration) -> Int { bench.bus.advance(to: begun + time).count }
            let moment = Duration.microseconds(1)
            if isLate {
                // Looked at for the first time when five bytes of the answer have passed.
                #expect(come(after: first + byte * 4) == 5)
            } else {
                #expect(come(after: first - moment) == 0)
                #expect(come(after: first) == 1)
                let six = first + byte * 6
                #expect(come(after: six - moment) == 5)
            }
            #expect(come(after: .seconds(1)) == (isLate ? 2 : 1))
        }
    }

    @Test func `two slaves that answer at once spoil each other, and the line carries no more than it can`() throws {
        var bench = line(3, baud: 9600)
        // The answer of the first falls into that of the second.
        try bench.fault(FaultOrder(.late, delay: .milliseconds(40)), of: "slave-1")
        let begun = bench.now
        bench.bus.send(read(1), at: begun)
        _ = run(&bench, until: begun + .milliseconds(25))
        bench.bus.send(read(2), at: bench.now)
        let heard = run(&bench, until: begun + .seconds(1)).map(\.byte)
        #expect(heard.count > 25 && heard.count < 50, "\(heard.count) bytes of two answers of 25")
        for start in heard.indices where start + 25 <= heard.count {
            let frame = Array(heard[start..<start + 25])
            #expect(crc(Array(frame.dropLast(2))) != Array(frame.suffix(2)), "a whole answer came through")
        }
        // What came after the overlap is sound again, up to the check bytes.
        let registers = [UInt8](repeating: 0, count: 20)
        let checks: [[UInt8]] = [crc([1, 3, 20] + registers), crc([2, 3, 20] + registers)]
        #expect(checks.contains(Array(heard.suffix(2))))
        // And so is the line.
        bench.bus.send(read(3, count: 1), at: bench.now)
        #expect(run(&bench, until: bench.now + .seconds(1)).count == 7)
    }

    @Test func `a request into which a late answer falls is not understood`() throws {
        var bench = line(2, baud: 9600)
        try bench.fault(FaultOrder(.late, delay: .milliseconds(20)), of: "slave-1")
        let begun = bench.now
        bench.bus.send(read(1, count: 1), at: begun)
        // 9.2 ms for the request, 4 ms of silence, 5 ms of the slave and 20 ms more.
        _ = run(&bench, until: begun + .milliseconds(37))
        bench.bus.send(read(2, count: 1), at: bench.now)
        let heard = run(&bench, until: begun + .seconds(1))
        #expect(heard.count < 7, "the host speaks, and hears the rest at most")
    }

    @Test func `an echo comes while the host speaks, byte by byte`() throws {
        var bench = line(2, baud: 9600)
        try bench.fault(FaultOrder(.echo), of: "slave-1")
        let begun = bench.now
        let request = read(2, count: 1)
        bench.bus.send(request, at: begun)
        let heard = run(&bench, until: begun + .seconds(1))
        #expect(heard.prefix(8).map(\.byte) == request && heard.count == 15)
        let byte = Duration.nanoseconds(11 * 1_000_000_000 / 9600)
        #expect(heard[0].at - begun >= byte && heard[7].at - begun >= byte * 8)
        #expect(heard[7].at - begun < byte * 9 + .milliseconds(2))
    }

    @Test func `another master's requests are sound frames, and the slave answers them`() throws {
        var bench = line(2, baud: 9600)
        try bench.fault(FaultOrder(.secondMaster), of: "slave-2")
        let begun = bench.now
        let heard = run(&bench, until: begun + .seconds(10)).map(\.byte)
        let request = read(2)
        let answer = [UInt8(2), 3, 20] + [UInt8](repeating: 0, count: 20)
        let exchange: [UInt8] = request + answer + crc(answer)
        #expect(Array(heard.prefix(33)) == exchange)
        #expect(heard.count % 33 == 0 && (32...52).contains(heard.count / 33), "some four times a second")
    }

    @Test func `a slave that babbles is heard at the line's pace, and garbles what others say`() throws {
        var bench = line(2, baud: 1200)
        try bench.fault(FaultOrder(.babble), of: "slave-1")
        let begun = bench.now
        let heard = run(&bench, until: begun + .seconds(10)).count
        // 8 bytes each 60 to 140 ms, of which the line needs 73 ms.
        #expect(heard >= 680 && heard <= 1100, "\(heard)")
        var isHeard = false
        for _ in 0..<10 {
            bench.bus.send(read(2), at: bench.now)
            let said = run(&bench, until: bench.now + .seconds(1)).map(\.byte)
            let good: [UInt8] = [2, 3, 20] + [UInt8](repeating: 0, count: 20)
            let frame: [UInt8] = good + crc(good)
            isHeard = isHeard || said.contains(frame)
        }
        #expect(!isHeard, "an answer of 275 ms does not fit between")
    }

    // MARK: Faults for certain requests

    @Test func `a fault for certain requests leaves all others alone`() throws {
        let fanCoil = Registers.device("kaysun-kc-fcd2-m")
        func ask(_ bench: inout WireBench, _ request: String) -> [UInt8] { bench.ask(hex(request) + crc(request)) }
        let read4 = "01 03 00 04 00 01"
        let read2 = "01 03 00 02 00 01"
        let write = "01 06 00 04 00 16"
        for (target, struck) in [
            ("write", [write]), ("read", [read4, read2]), ("6", [write]), ("3", [read4, read2]),
            ("3:4", [read4]), ("read:2", [read2]), ("write:4", [write]), ("write:5", []), ("16", []),
        ] as [(String, [String])] {
            var bench = WireBench(.serial(path: "/dev/null", SerialSettings(baud: 9600)), [fanCoil])
            try bench.fault(FaultOrder(.exception, target: FaultTarget(target), code: 6))
            for request in [read4, write, read2] {
                let said = ask(&bench, request)
                let function = hex(request)[1]
                let isStruck = said.prefix(3) == [1, function | 0x80, 6]
                #expect(isStruck == struck.contains(request), "\(target): \(request)")
                #expect(isStruck || said[1] == function)
            }
            if struck.contains(write) {
                try bench.clear()
                #expect(ask(&bench, read4).prefix(5) == hex("01 03 02 00 1A")[...], "refused and not carried out")
            }
        }
    }

    @Test func `a block that touches the register is struck, one beside it is not`() throws {
        var bench = line(1, baud: 115_200)
        try bench.fault(FaultOrder(.silent, target: FaultTarget("read:5")), of: "slave-1")
        #expect(bench.ask(read(1, at: 0, count: 5)).count == 15)
        #expect(bench.ask(read(1, at: 0, count: 6)).isEmpty)
        #expect(bench.ask(read(1, at: 5, count: 1)).isEmpty)
        #expect(bench.ask(read(1, at: 6, count: 2)).count == 9)
    }

    @Test func `several faults of a kind are in force for different requests, one for the same is replaced`() throws {
        var bench = line(1, baud: 115_200)
        for (target, code) in [("read:1", 2), ("read:2", 3), ("read:2", 6)] as [(String, UInt8)] {
            try bench.fault(
                FaultOrder(.exception, target: FaultTarget(target), code: code), of: "slave-1")
        }
        #expect(bench.ask(read(1, at: 1, count: 1))[2] == 2)
        #expect(bench.ask(read(1, at: 2, count: 1))[2] == 6)
        #expect(bench.bus.devices[0].faults.count == 2)
        try bench.clear("slave-1")
        #expect(bench.ask(read(1, at: 1, count: 2)).count == 9)
    }

    @Test(arguments: [FaultKind.silent, .crc, .wrongAddress, .exception, .truncated])
    func `a fault with a probability strikes so often, answer by answer`(kind: FaultKind) throws {
        var bench = line(1, baud: 115_200)
        let body: [UInt8] = [1, 3, 2, 0, 0]
        let good: [UInt8] = body + crc(body)
        try bench.fault(FaultOrder(kind, probability: 0.25), of: "slave-1")
        let struck = (0..<400).count { _ in bench.ask(read(1, count: 1), for: .milliseconds(50)) != good }
        // Four standard deviations about 100.
        #expect((65...135).contains(struck), "\(struck) of 400")
    }

    @Test func `delays are what was ordered`() throws {
        var bench = line(1, baud: 115_200)
        try bench.fault(FaultOrder(.late, delay: .milliseconds(200)), of: "slave-1")
        #expect(bench.ask(read(1), for: .milliseconds(200)).isEmpty)
        #expect(bench.run(for: .milliseconds(20)).count == 25)
        try bench.clear("slave-1")
        try bench.fault(FaultOrder(.slow, delay: .milliseconds(2)), of: "slave-1")
        #expect(bench.ask(read(1), for: .milliseconds(54)).count < 25)
        #expect(bench.run(for: .milliseconds(8)).isEmpty == false)
    }

    @Test func `targets are read as people write them, and nothing else is`() {
        for text in ["read", "write", "3", "127", "6:0", "read:65535"] {
            #expect(FaultTarget(text)?.description == text)
        }
        for text in ["", "reads", "0", "128", "3:", ":4", "3:65536", "3:-1", "write:4:5", "3 4", "0x03"] {
            #expect(FaultTarget(text) == nil, "\(text)")
        }
    }

    @Test func `settings that a fault cannot have are refused, and say why`() throws {
        func refusal(_ order: FaultOrder, of settings: Profile.Settings? = nil) -> SimulatorError? {
            let device = settings.map { WireBench.device("bench", $0) } ?? Registers.device("acme", Registers.air)
            var bench = WireBench(.serial(path: "/dev/null", SerialSettings(baud: 9600)), [device])
            do { try bench.fault(order) } catch { return error as? SimulatorError }
            return nil
        }
        let target = FaultTarget("read")
        #expect(refusal(FaultOrder(.crc, delay: .seconds(1))) == .faultTakesNo("delay", .crc))
        #expect(refusal(FaultOrder(.silent, code: 2)) == .faultTakesNo("code", .silent))
        #expect(refusal(FaultOrder(.babble, target: target)) == .faultTakesNo("on", .babble))
        #expect(refusal(FaultOrder(.late, delay: .seconds(61))) != nil)
        #expect(refusal(FaultOrder(.late, delay: .zero)) != nil)
        #expect(refusal(FaultOrder(.exception, code: 0)) != nil)
        let panel = Profile.Settings.megatecUPS(MegatecSettings(pollSeconds: 2))
        #expect(refusal(FaultOrder(.silent, target: target), of: panel) == .faultTakesNo("on", .silent))
        #expect(refusal(FaultOrder(.secondMaster), of: panel) != nil)
        var tcp = WireBench(.tcp(host: "127.0.0.1", port: 502), [Registers.device("acme", Registers.air)])
        #expect(throws: SimulatorError.self) { try tcp.fault(FaultOrder(.secondMaster)) }
        for language in Language.allCases {
            let text = SimulatorError.faultTakesNo("delay", .crc).bilingual[language]
            #expect(text.contains("crc") && text.contains("delay"))
        }
    }

    @Test func `scenarios set faults for certain requests`() throws {
        let scenario = try Scenario(
            "at 1s fault air exception on 3:100 code 2 for 5s\nat 2s fault air late delay 200ms")
        #expect(
            scenario.steps.map(\.action) == [
                .fault(
                    "air",
                    FaultOrder(.exception, lasting: .seconds(5), target: FaultTarget("3:100"), code: 2)),
                .fault("air", FaultOrder(.late, delay: .milliseconds(200))),
            ])
        for line in [
            "fault air late delay", "fault air late delay x", "fault air exception code 256", "fault air late on x",
        ] {
            #expect(throws: SimulatorError.self) { try Scenario("at 1s \(line)") }
        }
    }
}
