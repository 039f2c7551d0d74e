import DeviceDrivers
import HallModel
import Testing

/// Vectors as in the protocol tests: python-escpos 3.1, Epson's reference, alphasign 0.9, Adaptive 97088061F.
@Suite struct `Examples of profiles` {
    private let printer = Profile.Settings.escposPrinter(
        PrinterSettings(dotsAcross: 576, charset: .gbk, proof: .auto, cut: .partial, qr: true))
    private let panel = Profile.Settings.byteMapKeys(
        ByteMap(
            frame: [.literal([0xAA]), .key(bytes: 1), .checksum(.xor, from: 0)],
            keys: [.init(name: "1", code: 1), .init(name: "call", code: 2)],
            lamps: [.init(state: .ready, bytes: hex("B0 01"))], debounceMilliseconds: 500))

    private func display(checksum: Bool = false) -> Profile.Settings {
        .alphaDisplay(AlphaDisplaySettings(checksum: checksum, assertEverySeconds: 60))
    }

    private func run(
        _ settings: Profile.Settings, _ direction: ProfileExample.Direction, _ bytes: String, _ means: String
    ) -> ProfileExampleResult {
        let example = ProfileExample(direction: direction, bytes: hex(bytes), means: means)
        let results = ProfileExampleRunner().run(profile(settings, examples: [example]), text: smallTable)
        return results.first ?? ProfileExampleResult(example: example, passed: false, actual: "no result")
    }

    @Test(arguments: [
        ("38 00 63 0F", "offline, cover open, paper near end"), ("10 00 63 0F", "online, paper near end"),
        ("18 00 0F 0F", "offline, paper out"), ("18 08 00 0F", "offline, cutter error, paper present"),
        ("10 00 00 0F", "online, paper present"), ("37 22 41 30 31 37 00", "proof A017"),
        ("37 22 41 30 31 37 00 10 00 00 0F", "proof A017; online, paper present"), ("37 25 00", "buffer cleared"),
        ("37 23 40 41 00", "block 23: 40 41"), ("5F 54 4D 00", "identity TM"), ("12", "answer 1: online"),
        ("1A", "answer 1: offline"), ("16", "answer 2: cover open"), ("32", "answer 2: paper out"),
        ("12", "answer 2: nothing wrong"), ("1A", "answer 3: cutter error"), ("32", "answer 3: unrecoverable error"),
        ("1E", "answer 4: paper near end"), ("7E", "answer 4: paper out"), ("00", "fence: paper present"),
        ("13", "xoff"), ("11", "xon"), ("80 81 10 00", "noise"),
    ])
    func `what a printer says`(bytes: String, means: String) {
        let result = run(printer, .receives, bytes, means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        ("1B 40", "init"), ("1D 61 0F", "status on"), ("10 04 03", "ask 3"), ("1C 26", "chinese on"),
        ("1D 21 33 1B 61 00", "size 4; align left"), ("1B 45 01 1B 61 01", "bold on; align center"),
        ("41 30 31 37 0A", "text A017"), ("C7 EB B5 BD 33 BA C5 B4 B0 BF DA 0A", "text 请到3号窗口"),
        ("1B 64 06 1D 56 00", "feed 6; cut full unfed"), ("1B 64 06 1D 56 01", "feed 6; cut partial unfed"),
        ("1D 56 42 00", "cut partial"), ("1D 56 41 00", "cut full"),
        ("1D 28 48 06 00 30 30 41 30 31 37", "process id A017"), ("1D 72 01", "fence"),
        ("10 05 02", "recover and discard"), ("10 14 08 01 03 14 01 06 02 08", "clear buffer"),
        (
            "1D 28 6B 04 00 31 41 32 00 1D 28 6B 03 00 31 43 06 1D 28 6B 03 00 31 45 31 "
                + "1D 28 6B 07 00 31 50 30 41 30 31 37 1D 28 6B 03 00 31 51 30", "qr A017 size 6"
        ),
    ])
    func `what a printer is sent`(bytes: String, means: String) {
        let result = run(printer, .sends, bytes, means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        ("41 41 1B 20 62 41 30 31 37 20 2D 3E 20 33 04", "text A hold A017 -> 3"),
        ("41 41 1B 20 63 41 30 31 37 20 2D 3E 20 33 04", "calling A017 at 3"),
        ("41 41 1B 20 62 41 30 31 37 04", "serving A017 at 3"),
        ("41 41 1B 20 62 57 49 4E 44 4F 57 20 33 04", "idle at 3"),
        ("41 41 1B 20 62 50 41 55 53 45 44 04", "paused at 3"),
        ("41 41 1B 20 62 43 4C 4F 53 45 44 04", "closed at 3"), ("41 30 1B 20 62 41 30 31 37 04", "text 0 hold A017"),
        ("47 31 41 30 31 37 04", "string 1 A017"), ("45 24 04", "clear memory"), ("45 2C 04", "soft reset"),
        ("45 28 32 30 30 31 30 04", "beep"),
    ])
    func `what a display is sent`(bytes: String, means: String) {
        let result = run(display(), .sends, "00 00 00 00 00 01 5A 30 30 02" + bytes, means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test func `a display's checksum is the profile's`() {
        let result = run(
            display(checksum: true), .sends, "00 00 00 00 00 01 5A 30 30 02 41 41 48 45 4C 4C 4F 03 30 31 46 42 04",
            "text A plain HELLO")
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        (ProfileExample.Direction.receives, "AA 01 AB", "key 1"), (.receives, "AA 02 A8 AA 01 AB", "key call; key 1"),
        (.receives, "FF AA 01 AB", "noise; key 1"), (.receives, "AA 07 AD", "noise"), (.receives, "AA 01", "noise"),
        (.sends, "B0 01", "lamp ready"),
    ])
    func `keys and lamps`(direction: ProfileExample.Direction, bytes: String, means: String) {
        let result = run(panel, direction, bytes, means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test func `a wrong example says what the bytes mean, or what the meaning would be`() {
        #expect(run(panel, .receives, "AA 01 AB", "key 2").actual == "key 1")
        #expect(run(printer, .sends, "1B 41", "init").actual == "1B 40")
        #expect(!run(panel, .receives, "AA 01 AB", "key 2").passed)
        #expect(!run(printer, .sends, "1B 41", "init").passed)
    }

    private let thermostat = Profile.Settings.modbusRegisters(
        RegisterMap(registers: [
            RegisterMap.Register(
                point: PointDefinition(
                    name: "set-point", meaning: .setPoint, form: .number(.celsius, decimals: 1),
                    range: .init(low: Quantity(5), high: Quantity(35)), isWritable: true, periodSeconds: 5),
                table: .holding, address: 4, encoding: .u16),
            Plant.mode(), Plant.point("raw", .holding, 0, divide: 10), Plant.bit("relay", 0),
            Plant.point("energy", .holding, 20, divide: 1, writable: true, encoding: .float32),
        ]))

    /// Frames of pymodbus 3.
    @Test(arguments: [
        ("01 03 04 02 92 FF 9B 5A 3D", "holding 0: raw 65.8"),
        ("01 03 0A 00 1B 00 01 00 1A 00 01 00 02 03 45", "holding 2: set-point 26.0 °C, mode cooling"),
        ("01 03 0A 00 13 00 00 00 14 00 02 00 01 AD 85", "holding 2: set-point 20.0 °C, mode off"),
        ("01 03 0A 00 13 00 01 00 14 00 09 00 01 CC 87", "holding 2: set-point 20.0 °C, mode sensorFault"),
        ("01 03 04 02 92 FF 9B 5A 3D", "holding 4: set-point outOfRange"),
        ("01 03 04 02 92 FF 9B 5A 3D", "holding 6: no point"),
        ("01 06 00 04 00 16 49 C5", "written set-point 22.0 °C"), ("01 06 00 05 00 02 18 0A", "written holding 5"),
        ("01 10 00 04 00 02 00 09", "written holding 4..5"), ("01 05 00 00 FF 00 8C 3A", "written relay on"),
        ("01 83 02 C0 F1", "exception 2"), ("01 83 02 C0 F2", "noise"), ("00 06 00 01 00 01 18 1B", "noise"),
    ])
    func `what a Modbus device says`(bytes: String, means: String) {
        let result = run(thermostat, .receives, bytes, means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        ("01 03 00 02 00 05 24 09", "read holding 2..6"), ("01 04 00 01 00 02 20 0B", "read input 1..2"),
        ("01 01 00 00 00 08 3D CC", "read coils 0..7"), ("01 02 00 00 00 08 79 CC", "read discrete-inputs 0..7"),
        ("01 06 00 04 00 16 49 C5", "write set-point 22"), ("01 05 00 00 FF 00 8C 3A", "write relay on"),
        ("01 06 00 03 00 00 79 CA", "write mode off"),
    ])
    func `what a Modbus device is sent`(bytes: String, means: String) {
        let result = run(thermostat, .sends, bytes, means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        "write set-point 36", "write set-point 22.5", "write mode aux", "write raw 1", "write nothing 1",
        "write energy 20000.001",
    ])
    func `what a point cannot have is said so`(means: String) {
        let result = run(thermostat, .sends, "00", means)
        #expect(!result.passed)
        #expect(result.actual.contains("cannot be given"), "\(result.actual)")
        #expect(result.problem?.text(.zh).contains("不能写入") == true)
    }

    @Test func `words outside the grammar fail and say what is known`() {
        for (settings, direction, means) in [
            (printer, .sends, "make coffee"), (display(), .sends, "shine"), (panel, .sends, "lamp blue"),
            (printer, .sends, "ask 5"), (printer, .sends, "cut partially"), (printer, .sends, ""),
            (display(), .sends, "calling at 3"), (thermostat, .sends, "read holding 6..2"),
            (thermostat, .sends, "read holding 65535..65536"), (thermostat, .sends, "switch on"),
        ] as [(Profile.Settings, ProfileExample.Direction, String)] {
            let result = run(settings, direction, "1B 40", means)
            #expect(!result.passed)
            #expect(result.actual.contains("known here"), "\(means): \(result.actual)")
            #expect(result.problem?.text(.zh).contains("此处可用") == true)
        }
        #expect(run(thermostat, .receives, "01 03 04 02 92 FF 9B 5A 3D", "raw 65.8").actual.contains("known here"))
        #expect(run(display(), .receives, "06", "ack").actual.contains("never answers"))
        #expect(run(panel, .sends, "B0 02", "lamp paused").actual.contains("no lamp"))
        #expect(run(printer, .receives, "12", "online").actual.contains("answer N"))
        #expect(run(printer, .sends, "00", "process id A01").actual.contains("four characters"))
        #expect(run(printer, .sends, "00", "qr A017").actual.contains("qr TEXT size N"))
    }
}
