import DeviceSimulators
import HallModel
import Testing

@Suite("Modbus slaves")
struct ModbusTests {
    private let line = BusPlan.Wire.serial(path: "/dev/null", SerialSettings(baud: 9600))
    private let tcp = BusPlan.Wire.tcp(host: "127.0.0.1", port: 502)

    private func serial(_ devices: DevicePlan..., paced: Bool = false) -> WireBench {
        WireBench(line, devices, paced: paced)
    }

    // MARK: The models, byte for byte

    @Test func `RS-WS-N01 tells 65.8 % and -10.1 °C with function 3 and with 4`() throws {
        var bench = serial(Registers.device("renke-rs-ws-n01", Registers.air))
        try bench.set("humidity", "65.8")
        try bench.set("temperature", "-10.1")
        #expect(bench.ask(hex("01 03 00 00 00 02 C4 0B")) == hex("01 03 04 02 92 FF 9B 5A 3D"))
        #expect(bench.ask(hex("01 04 00 00 00 02 71 CB")).prefix(7) == hex("01 04 04 02 92 FF 9B")[...])
    }

    @Test func `XY-MD02 tells temperature and humidity as input registers`() throws {
        var bench = serial(Registers.device("generic-xy-md02", Registers.air))
        try bench.set("temperature", "30.5")
        try bench.set("humidity", "54.6")
        #expect(bench.ask(hex("01 04 00 01 00 02 20 0B")) == hex("01 04 04 01 31 02 22 2A CE"))
        #expect(bench.ask(hex("01 03 00 00 00 02 C4 0B")) == hex("01 83 02 C0 F1"), "no holding register 0")
    }

    @Test func `XY-MD02 adds its correction and takes a new address`() throws {
        var bench = serial(Registers.device("generic-xy-md02", Registers.air))
        try bench.set("temperature", "29.5")
        try bench.set("humidity", "54.6")
        #expect(bench.ask(hex("01 06 01 03 00 0A F8 31")) == hex("01 06 01 03 00 0A F8 31"))
        #expect(bench.ask(hex("01 04 00 01 00 02 20 0B")) == hex("01 04 04 01 31 02 22 2A CE"))
        #expect(bench.ask(hex("01 06 01 01 00 02 58 37")) == hex("01 06 01 01 00 02 58 37"))
        #expect(bench.ask(hex("01 04 00 01 00 02 20 0B")).isEmpty)
    }

    @Test func `RS-GZ tells lux as 32 bits`() throws {
        var bench = serial(
            Registers.device(
                "renke-rs-gz", [Registers.number("illuminance", .illuminance, .holding, 0, .u32, divide: 1)]))
        try bench.set("illuminance", "100000")
        #expect(bench.ask(hex("01 03 00 07 00 02 75 CA")).prefix(7) == hex("01 03 04 00 01 86 A0")[...])
    }

    @Test(
        arguments: [
            ("01 05 00 FF FF 00 BC 0A", 0xFF), ("01 05 00 FF 00 00 FD FA", 0x00), ("01 05 00 00 55 00 F2 9A", 0x01),
            ("01 05 00 FF 55 00 C2 AA", 0xFF), ("01 0F 00 00 00 08 01 05 3E 96", 0x05),
        ])
    func `the Waveshare relay switches one, all, and changes over`(frame: String, coils: UInt8) {
        var bench = serial(Registers.device("waveshare-relay-8ch"))
        let echoed = frame.hasPrefix("01 0F") ? hex("01 0F 00 00 00 08") : hex(frame)
        #expect(bench.ask(hex(frame)).prefix(6) == echoed.prefix(6))
        #expect(bench.ask(hex("01 01 00 00 00 08 3D CC")).prefix(4) == [0x01, 0x01, 0x01, coils])
    }

    @Test func `a relay's pulses end by themselves`() {
        var bench = serial(Registers.device("waveshare-relay-8ch"))
        let coils = hex("01 01 00 00 00 08 3D CC")
        bench.bus.send(hex("01 05 02 00 00 07 8D B0"), at: bench.now)
        _ = bench.run(for: .milliseconds(600))
        #expect(bench.ask(coils, for: .milliseconds(50))[3] == 0x01)
        #expect(bench.ask(coils, for: .milliseconds(200))[3] == 0x01)
        #expect(bench.ask(coils)[3] == 0x00)
        _ = bench.ask(hex("01 05 00 FF FF 00 BC 0A"), for: .milliseconds(50))
        _ = bench.ask(hex("01 05 04 00 00 08 CD 3C"), for: .milliseconds(100))
        #expect(bench.ask(coils)[3] == 0xFE)
        #expect(bench.ask(coils)[3] == 0xFF)
    }

    @Test func `everybody may ask the Waveshare relay for its address; it tells its version`() {
        var bench = serial(Registers.device("waveshare-relay-8ch"))
        #expect(bench.ask(hex("00 03 40 00 00 01 90 1B")).prefix(5) == hex("00 03 02 00 01")[...])
        #expect(bench.ask(hex("00 06 40 00 00 02 1C 1A")).isEmpty)
        #expect(bench.ask(hex("01 03 80 00 00 01 AD CA")).isEmpty)
        #expect(bench.ask(hex("00 03 40 00 00 01 90 1B")).prefix(5) == hex("00 03 02 00 02")[...])
    }

    @Test func `IO 8CH reads its inputs, and an output can follow its input`() throws {
        var bench = serial(
            Registers.device("waveshare-modbus-io-8ch", [Registers.bit("door", .contact, .discreteInputs, 0)]))
        try bench.set("door", "closed")
        try bench.set("input-2", "closed")
        #expect(bench.ask(hex("01 02 00 00 00 08 79 CC")) == hex("01 02 01 03 E1 89"))
        #expect(bench.ask(hex("01 03 10 00 00 08 40 CC")).prefix(5) == hex("01 03 10 00 00")[...])
        let coils = hex("01 01 00 00 00 08 3D CC")
        #expect(bench.ask(coils)[3] == 0)
        #expect(bench.ask(hex("01 06 10 00 00 01 4C CA")) == hex("01 06 10 00 00 01 4C CA"))
        #expect(bench.ask(coils)[3] == 1)
        try bench.set("door", "open")
        #expect(bench.ask(coils)[3] == 0)
    }

    private let fanCoil = Registers.device(
        "kaysun-kc-fcd2-m",
        [
            Registers.number("room", .roomTemperature, .holding, 0, divide: 1),
            Registers.number("set-point", .setPoint, .holding, 0, divide: 1, isWritable: true),
            RegisterMap.Register(
                point: PointDefinition(name: "mode", meaning: .plantMode, form: .words(["off", "fan", "cooling"])),
                table: .holding, address: 0, encoding: .u16, words: []),
        ])

    @Test func `the fan-coil starts cooling at 26 °C, takes 22, and refuses 4 and 36`() throws {
        var bench = serial(fanCoil)
        // Room, on, set-point, mode, fan.
        #expect(
            bench.ask(hex("01 03 00 02 00 05") + crc("01 03 00 02 00 05")).prefix(13)
                == hex("01 03 0A 00 1A 00 01 00 1A 00 01 00 02")[...])
        #expect(bench.ask(hex("01 06 00 04 00 16 49 C5")) == hex("01 06 00 04 00 16 49 C5"))
        for wrong in ["04", "24"] {
            let request = "01 06 00 04 00 " + wrong
            #expect(bench.ask(hex(request) + crc(request)).prefix(3) == hex("01 86 03")[...])
        }
        let room = "01 06 00 02 00 16"
        #expect(bench.ask(hex(room) + crc(room)).prefix(3) == hex("01 86 02")[...], "the room is not written")
    }

    @Test func `somebody at the fan-coil chooses by the profile's names`() throws {
        var bench = serial(fanCoil)
        try bench.set("set-point", "24")
        try bench.set("mode", "heating")
        let ask = "01 03 00 03 00 03"
        #expect(bench.ask(hex(ask) + crc(ask)).prefix(9) == hex("01 03 06 00 01 00 18 00 02")[...])
        try bench.set("mode", "off")
        #expect(bench.ask(hex(ask) + crc(ask)).prefix(9) == hex("01 03 06 00 00 00 18 00 02")[...])
        #expect(throws: SimulatorError.self) { try bench.set("set-point", "40") }
        #expect(throws: SimulatorError.self) { try bench.set("mode", "sideways") }
        guard case .modbus(let slave) = bench.bus.devices[0].unit else { return }
        #expect(slave.state.prefix(3).map(\.value) == ["26", "24", "off"])
    }

    @Test func `a model that nobody read up keeps the profile's registers`() throws {
        var bench = serial(
            Registers.device(
                "acme-meter", readsHoles: true,
                [
                    Registers.number("voltage", .other, .input, 0, .float32, divide: 1),
                    Registers.number("energy", .other, .input, 4, .u32, divide: 1, order: .cdab),
                    Registers.number(
                        "level", .other, .holding, 0, .u32, divide: 1,
                        range: PointDefinition.Range(low: Quantity(0), high: Quantity(4_000_000_000)),
                        isWritable: true),
                ]))
        try bench.set("voltage", "230.2")
        try bench.set("energy", "100000")
        #expect(bench.ask(hex("01 04 00 00 00 02 71 CB")) == hex("01 04 04 43 66 33 33 5A FA"))
        let all = "01 04 00 00 00 06"
        #expect(
            bench.ask(hex(all) + crc(all)).prefix(15)
                == hex("01 04 0C 43 66 33 33 00 00 00 00 86 A0 00 01")[...])
        #expect(bench.ask(hex("01 10 00 00 00 02 04 C7 EB B5 BD 08 0E")) == hex("01 10 00 00 00 02 41 C8"))
        #expect(bench.ask(hex("01 03 00 00 00 02 C4 0B")).prefix(7) == hex("01 03 04 C7 EB B5 BD")[...])
    }

    // MARK: The line

    @Test(
        arguments: [
            ("01 07", "01 87 01"), ("01 03 00 09 00 01", "01 83 02"), ("01 03 00 00 00 7E", "01 83 03"),
            ("01 03 00 00 00 00", "01 83 03"), ("01 03 FF FF 00 02", "01 83 02"), ("01 05 00 00 FF 00", "01 85 01"),
            ("01 03 00", "01 83 03"),
        ])
    func `what it cannot do is refused with its exception`(request: String, answer: String) {
        var bench = serial(Registers.device("renke-rs-ws-n01", Registers.air))
        #expect(bench.ask(hex(request) + crc(request)).prefix(3) == hex(answer)[...])
    }

    @Test func `damaged requests, those for others and broadcasts are not answered`() throws {
        var bench = serial(fanCoil)
        #expect(bench.ask(hex("01 03 00 02 00 01 00 00")).isEmpty)
        #expect(bench.ask(hex("02 03 00 02 00 01") + crc("02 03 00 02 00 01")).isEmpty)
        #expect(bench.ask(hex("00 06 00 04 00 15") + crc("00 06 00 04 00 15")).isEmpty)
        let ask = "01 03 00 04 00 01"
        #expect(bench.ask(hex(ask) + crc(ask)).prefix(5) == hex("01 03 02 00 15")[...], "carried out all the same")
        #expect(bench.ask(hex(ask) + crc(ask) + hex(ask) + crc(ask)).isEmpty, "glued: no silence between")
        #expect(bench.ask(hex(ask) + crc(ask)).count == 7)
    }

    @Test func `several slaves share the line, each answers for itself, at the line's pace`() throws {
        var bench = serial(
            Registers.device("renke-rs-ws-n01", address: 1, id: "one", Registers.air),
            Registers.device("renke-rs-ws-n01", address: 2, id: "two", Registers.air), paced: true)
        try bench.set("temperature", "11", of: "one")
        try bench.set("temperature", "22", of: "two")
        for (unit, raw) in [("01", "00 6E"), ("02", "00 DC")] {
            let ask = unit + " 03 00 01 00 01"
            let begun = bench.now
            bench.bus.send(hex(ask) + crc(ask), at: bench.now)
            var said: [UInt8] = []
            var last = begun
            while let wake = bench.bus.nextWake(after: bench.now), wake - begun < .seconds(1) {
                bench.now = wake
                let came = bench.bus.advance(to: wake)
                if !came.isEmpty { last = wake }
                said += came
            }
            #expect(said.prefix(5) == hex(unit + " 03 02 " + raw)[...])
            // 8 bytes there, 3.5 characters of silence, 7 bytes back, 10 bits each at 9600.
            #expect(last - begun >= .microseconds(8 * 1041 + 3645 + 7 * 1041))
            #expect(last - begun <= .milliseconds(40))
        }
    }

    @Test func `TCP answers carry the question's number, in one piece or many`() throws {
        var bench = WireBench(tcp, [Registers.device("renke-rs-ws-n01", Registers.air)])
        try bench.set("humidity", "65.8")
        try bench.set("temperature", "-10.1")
        let ask = hex("00 01 00 00 00 06 01 03 00 00 00 02")
        let answer = hex("00 01 00 00 00 07 01 03 04 02 92 FF 9B")
        #expect(bench.ask(ask) == answer)
        #expect(bench.ask(ask + ask) == answer + answer)
        for byte in ask.dropLast() { #expect(bench.ask([byte], for: .milliseconds(1)).isEmpty) }
        #expect(bench.ask([0x02]) == answer)
        #expect(bench.ask(hex("00 01 00 00 00 06 01 03 00 09 00 02")) == hex("00 01 00 00 00 03 01 83 02"))
        // Nonsense is not followed any more, until the next connection.
        #expect(bench.ask(hex("00 01 00 07 00 06 01 03 00 00 00 02") + ask).isEmpty)
        bench.bus.hangUp()
        #expect(bench.ask(ask) == answer)
    }

    // MARK: Faults

    @Test func `each fault does to an answer what its name says`() throws {
        let ask = hex("01 03 00 02 00 01") + crc("01 03 00 02 00 01")
        let good = hex("01 03 02 00 1A") + crc("01 03 02 00 1A")
        for (kind, answer) in [
            (FaultKind.silent, []), (.offline, []), (.truncated, hex("01 03 02")), (.exception, hex("01 83 04 40 F3")),
            (.wrongAddress, hex("02 03 02 00 1A") + crc("02 03 02 00 1A")), (.echo, ask + good),
        ] as [(FaultKind, [UInt8])] {
            var bench = serial(fanCoil)
            try bench.fault(kind)
            #expect(bench.ask(ask) == answer, "\(kind)")
            try bench.clear()
            #expect(bench.ask(ask) == good, "\(kind) cleared")
        }
        var bench = serial(fanCoil)
        try bench.fault(.crc)
        let spoilt = bench.ask(ask)
        #expect(spoilt.prefix(5) == good.prefix(5) && spoilt.suffix(2) != good.suffix(2))
        try bench.clear()
        try bench.fault(.late)
        #expect(bench.ask(ask, for: .milliseconds(2900)).isEmpty)
        #expect(bench.run(for: .milliseconds(200)) == good)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `after anything a slave answers the next good question`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let profiles: [ProfileID] = [
            "generic-xy-md02", "renke-rs-ws-n01", "renke-rs-co2", "renke-rs-gz", "waveshare-relay-8ch",
            "waveshare-io-8ch", "kaysun-kc-fcd2-m", "acme",
        ]
        let registers = [
            Registers.number("temperature", .roomTemperature, .holding, 2, isWritable: true),
            Registers.bit("lamp", .output, .coils, 0),
        ]
        let isSerial = seed % 2 == 0
        var bench = WireBench(isSerial ? line : tcp, [Registers.device(profiles[Int(seed) % 8], registers)])
        for _ in 0..<200 {
            var body: [UInt8] = [UInt8(generator.number(in: 0...2)), UInt8(generator.number(in: 0...17))]
            for _ in 0..<generator.number(in: 0...12) { body.append(UInt8(truncatingIfNeeded: generator.next())) }
            // Addresses that a device may really set would leave nobody to answer.
            if [6, 16].contains(body[1]), body.count > 2 { body[2] = 0x55 }
            let frame = isSerial ? body + crc(body) : [0, 1, 0, 0, 0, UInt8(body.count)] + body
            _ = bench.ask(Array(frame.prefix(generator.number(in: 0...frame.count * 2))), for: .milliseconds(30))
            if !isSerial { bench.bus.hangUp() }
        }
        let ask: [UInt8] = [1, 0x2B, 0x0E, 1, 0]
        let answer: [UInt8] = [1, 0xAB, 1]
        let said = bench.ask(isSerial ? ask + crc(ask) : [0, 9, 0, 0, 0, 5] + ask)
        #expect(said == (isSerial ? answer + crc(answer) : [0, 9, 0, 0, 0, 3] + answer), "seed \(seed)")
    }
}

/// CRC-16/MODBUS by its definition, low byte first: polynomial division bit by bit, not the table of any device.
func crc(_ bytes: [UInt8]) -> [UInt8] {
    var rest: UInt32 = 0xFFFF
    for byte in bytes {
        for bit in 0..<8 {
            let isOdd = (rest ^ UInt32(byte >> bit)) & 1 == 1
            rest = rest >> 1 ^ (isOdd ? 0xA001 : 0)
        }
    }
    return [UInt8(rest & 0xFF), UInt8(rest >> 8)]
}

func crc(_ text: String) -> [UInt8] { crc(hex(text)) }
