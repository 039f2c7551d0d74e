import DeviceSimulators
import HallModel
import Testing

@Suite("The wire and its faults")
struct BusTests {
    private let start = MonotonicInstant(nanoseconds: 5_000_000_000)

    private func bus(
        baud: Int = 9600, flow: SerialSettings.FlowControl = .none, paced: Bool = true, _ settings: Profile.Settings
    ) -> SimulatedBus {
        let profile = Profile(
            id: "bench", vendor: "bench", model: "bench", source: "bench", trust: .verified, serial: nil,
            settings: settings, examples: [])
        let wire = BusPlan(id: "bus", wire: .serial(path: "/dev/null", SerialSettings(baud: baud, flow: flow)))
        let hall = HallPlan(
            hall: HallSettings(name: "bench"), buses: [wire],
            devices: [DevicePlan(id: "device", profile: profile, bus: "bus", address: 5)])
        return SimulatedBus(wire, of: hall, decoder: benchDecoder, seed: 7, paced: paced)
    }

    private let printer = Profile.Settings.escposPrinter(
        PrinterSettings(dotsAcross: 576, charset: .gbk, proof: .processID, cut: .full, qr: true))
    private let display = Profile.Settings.alphaDisplay(AlphaDisplaySettings(checksum: false, assertEverySeconds: 60))
    private let keys = Profile.Settings.byteMapKeys(
        ByteMap(
            frame: [.literal([0x02]), .key(bytes: 1), .checksum(.sum8, from: 0), .literal([0x03])],
            keys: [ByteMap.Key(name: "1", code: 0x31)], lamps: [], debounceMilliseconds: 0))

    /// Runs the bus by its own wakes, and gives what reached the host with its times.
    private func run(_ bus: inout SimulatedBus, for duration: Duration) -> [(at: Duration, bytes: [UInt8])] {
        var now = start
        var arrived: [(at: Duration, bytes: [UInt8])] = []
        var turns = 0
        while now - start <= duration, turns < 100_000 {
            turns += 1
            let bytes = bus.advance(to: now)
            if !bytes.isEmpty { arrived.append((now - start, bytes)) }
            guard let wake = bus.nextWake(after: now) else { break }
            now = max(wake, MonotonicInstant(nanoseconds: now.nanoseconds + 1))
        }
        return arrived
    }

    @Test(arguments: [1200, 9600, 38_400, 115_200])
    func `bytes take the time of the line, in both directions`(baud: Int) throws {
        var bus = bus(baud: baud, printer)
        let byteTime = Duration.nanoseconds(10_000_000_000 / Int64(baud))
        bus.send([UInt8](repeating: 0x00, count: 1200), at: start)
        var now = start
        while bus.undelivered > 0 {
            _ = bus.advance(to: now)
            let through = 1200 - bus.undelivered
            #expect(byteTime * through <= now - start + .microseconds(1))
            now = bus.nextWake(after: now) ?? now + byteTime
        }
        // Not slower either: the line is in use all the time.
        #expect(now - start <= byteTime * 1260 + .milliseconds(10))

        var answering = self.bus(baud: baud, printer)
        answering.send(hex("10 04 01 10 04 02 10 04 03 10 04 04"), at: start)
        let arrived = run(&answering, for: .seconds(10))
        #expect(arrived.flatMap(\.bytes) == [0x12, 0x12, 0x12, 0x12])
        #expect(arrived.last.map { $0.at >= byteTime * 13 } ?? false)
    }

    @Test func `a late look makes up for a few bytes only`() {
        var pacer = BytePacer(byteTime: .milliseconds(1))
        pacer.begin(at: start)
        #expect(pacer.take(waiting: 1000, at: start + .seconds(1)) == 6)
        #expect(pacer.take(waiting: 1000, at: start + .seconds(1)) == 0)
        #expect(pacer.take(waiting: 1000, at: start + .milliseconds(1003)) == 3)
    }

    @Test func `an unpaced line has no speed`() {
        var bus = bus(paced: false, printer)
        bus.send(hex("10 04 01"), at: start)
        #expect(bus.advance(to: start) == [0x12])
    }

    @Test func `RTS and CTS hold the sender while the buffer is full`() throws {
        var bus = bus(flow: .rtscts, paced: false, printer)
        _ = try bus.withDevice("device") { (device) throws(SimulatorError) in
            try device.set("paper", to: "out", at: start)
        }
        bus.send([UInt8](repeating: 0x41, count: 6000), at: start)
        _ = bus.advance(to: start)
        #expect(bus.isHeld)
        #expect(bus.undelivered >= 6000 - EscposPrinterSimulator.bufferSize)
        _ = try bus.withDevice("device") { (device) throws(SimulatorError) in
            try device.set("paper", to: "ok", at: start)
        }
        _ = run(&bus, for: .seconds(60))
        #expect(bus.undelivered == 0)
        guard case .printer(let unit) = bus.devices[0].unit else { return }
        #expect(unit.paper.slips.flatMap(\.text).joined().count >= 6000 - 48, "nothing is lost")
    }

    @Test func `a stray XOFF holds the sender until XON comes or the sender lifts it`() {
        for isLifted in [true, false] {
            var bus = bus(flow: .xonxoff, paced: false, printer)
            bus.pickUp([0x13], at: start)
            _ = bus.advance(to: start)
            #expect(bus.isHeld && bus.heldSince == start)
            bus.send(hex("10 04 01"), at: start)
            #expect(bus.advance(to: start + .seconds(9)).isEmpty)
            if isLifted {
                bus.releaseSender()
            } else {
                bus.pickUp([0x11], at: start)
                _ = bus.advance(to: start + .seconds(9))
            }
            #expect(bus.advance(to: start + .seconds(9)) == [0x12])
        }
    }

    @Test func `a sender that lifts the XOFF of a printer off line is answered, and the next XOFF holds it again`()
        throws
    {
        var bus = bus(flow: .xonxoff, paced: false, printer)
        func paper(_ state: String) throws {
            _ = try bus.withDevice("device") { (device) throws(SimulatorError) in
                try device.set("paper", to: state, at: start)
            }
            _ = bus.advance(to: start)
        }
        try paper("out")
        #expect(bus.isHeld)
        bus.releaseSender()
        bus.send(hex("10 04 01"), at: start)
        #expect(bus.advance(to: start) == [0x1A])
        try paper("ok")
        try paper("out")
        #expect(bus.isHeld)
    }

    private func answer(
        _ settings: Profile.Settings, _ fault: FaultKind, lasting: Duration? = nil, probability: Double = 1
    ) throws -> [(at: Duration, bytes: [UInt8])] {
        var bus = bus(baud: 115_200, settings)
        _ = try bus.withDevice("device") { (device) throws(SimulatorError) in
            try device.fault(fault, lasting: lasting, probability: probability, at: start)
            if case .keys = device.unit { try device.press("1", at: start) }
        }
        if case .escposPrinter = settings { bus.send(hex("1D 61 FF"), at: start) }
        return run(&bus, for: .seconds(5))
    }

    @Test func `each fault does what its name says`() throws {
        #expect(try answer(printer, .silent).isEmpty)
        #expect(try answer(printer, .late).first.map { $0.at >= .seconds(3) } ?? false)
        #expect(try answer(printer, .truncated).flatMap(\.bytes) == hex("10 00"))
        #expect(try answer(printer, .echo).flatMap(\.bytes) == hex("1D 61 FF 10 00 00 0F"))
        let slow = try answer(printer, .slow)
        #expect(slow.count == 4 && slow[3].at - slow[0].at >= .milliseconds(149))
        #expect(try answer(keys, .crc).flatMap(\.bytes) == hex("02 31 66 03"))
        #expect(try answer(printer, .babble, lasting: .seconds(1)).flatMap(\.bytes).count >= 56)
        #expect(try answer(printer, .offline).flatMap(\.bytes) == [])
        #expect(try answer(keys, .offline).flatMap(\.bytes) == [])
    }

    @Test func `a fault with probability 0 never strikes`() throws {
        for kind in [FaultKind.silent, .late, .truncated, .noise, .echo, .paperOut] {
            let said = try answer(printer, kind, probability: 0)
            #expect(said.flatMap(\.bytes) == hex("10 00 00 0F"), "\(kind)")
        }
    }

    @Test func `a fault ends after its time and gives the device back`() throws {
        var bus = bus(baud: 115_200, printer)
        bus.send(hex("1D 61 FF"), at: start)
        _ = try bus.withDevice("device") { (device) throws(SimulatorError) in
            try device.fault(.coverOpen, lasting: .seconds(2), at: start + .milliseconds(1))
        }
        let said = run(&bus, for: .seconds(5))
        // Off line the queued GS a waits; it is answered when the cover is closed.
        #expect(said.flatMap(\.bytes) == hex("10 00 00 0F"))
        #expect(said.first.map { $0.at >= .seconds(2) } ?? false)
        #expect(bus.devices[0].faults.isEmpty)
    }

    @Test func `a display at the wrong address takes only what is for all`() throws {
        for (digits, taken) in [("30 35", false), ("30 30", true)] {
            var bus = bus(paced: false, display)
            _ = try bus.withDevice("device") { (device) throws(SimulatorError) in
                try device.fault(.wrongAddress, at: start)
            }
            bus.send(hex("00 00 00 00 00 01 5A \(digits) 02 41 41 41 04"), at: start)
            _ = bus.advance(to: start)
            guard case .display(let sign) = bus.devices[0].unit else { return }
            #expect(sign.shown.isEmpty != taken)
        }
    }

    @Test func `faults that a kind cannot have are refused with those it can`() {
        for (settings, refused) in [
            (printer, [FaultKind.exception, .crc, .wrongAddress]), (display, [.late, .paperOut, .crc, .exception]),
            (keys, [.paperOut, .coverOpen, .wrongAddress, .exception]),
        ] {
            for kind in refused {
                #expect(throws: SimulatorError.self, "\(kind)") { try answer(settings, kind) }
            }
        }
    }

    @Test func `scenarios are read in order of time`() throws {
        let scenario = try Scenario(
            """
            # morning
            at 1m30s unplug kiosk   # the cable
            at 200ms press kiosk-keys 1

            at 4s fault printer late for 20s probability 0.5
            at 4s set printer paper out
            """)
        #expect(
            scenario.steps.map(\.action) == [
                .press("kiosk-keys", key: "1"),
                .fault("printer", FaultOrder(.late, lasting: .seconds(20), probability: 0.5)),
                .set("printer", point: "paper", value: "out"), .unplug("kiosk"),
            ])
        #expect(scenario.steps.map(\.at) == [.milliseconds(200), .seconds(4), .seconds(4), .seconds(90)])
        #expect(throws: SimulatorError.badScenario(line: 2, "at noon press a b")) {
            try Scenario("at 1s clear a\nat noon press a b")
        }
    }
}
