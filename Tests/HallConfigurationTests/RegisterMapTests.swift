import HallModel
import Testing

@testable import HallConfiguration

/// Modbus profiles: registers as data.
struct RegisterMapTests {
    private static func profile(_ settings: String) -> String {
        "vendor: v\nmodel: m\nsource: s\ntrust: documented\nkind: modbus-registers\nsettings:\n" + settings
            + "examples: [{receives: \"01 83 02 C0 F1\", means: exception 2}]\n"
    }

    private static func point(_ keys: String) -> String { profile("  points:\n    - \(keys)\n") }

    private static let number = "table: input, address: 1, encoding: s16, period: 5s"
    private static let mode = "table: holding, address: 5, encoding: u16, period: 5s"

    static let files = [
        BrokenFile("no points at all", profile("  ▶gap: 0ms\n"), "error: settings lacks 'points' (add points: …)"),
        BrokenFile(
            "an empty list of points", profile("  points: ▶[]\n"),
            "error: a Modbus profile needs at least one point (add the device's registers"),
        BrokenFile(
            "a point without anything", point("▶▶▶▶▶{}"), "error: point lacks 'name'", "error: point lacks 'table'",
            "error: point lacks 'address'", "error: point lacks 'encoding'", "error: point lacks 'period'"),
        BrokenFile(
            "an unknown key of a point", point("{name: a, \(number), ▶adress: 2}"),
            "error: unknown key 'adress' (did you mean 'address'?)"),
        BrokenFile(
            "two points of one name",
            profile("  points:\n    - {name: a, \(number)}\n    - {name: ▶a, \(number)}\n"),
            "error: point 'a' stands twice, first at line 8, column 14 (each point has a name of its own)"),
        BrokenFile(
            "a name that is none", point("{name: ▶Room_T, \(number)}"), "error: 'Room_T' cannot be an id"),
        BrokenFile(
            "a table that does not exist", point("{name: a, table: ▶inputs, address: 1, encoding: s16, period: 5s}"),
            "error: 'table' cannot be 'inputs' (did you mean 'input'?"),
        BrokenFile(
            "an address beyond the table", point("{name: a, table: input, address: ▶65536, encoding: s16, period: 5s}"),
            "error: 'address' is out of range: '65536' (allowed: 0…65535)"),
        BrokenFile(
            "two registers of which only one is in the table",
            point("{name: a, table: input, address: ▶65535, encoding: u32, period: 5s}"),
            "error: 2 registers from address 65535 on do not fit into the table"),
        BrokenFile(
            "32 bits in a table of bits", point("{name: a, table: coils, address: 0, encoding: ▶u32, period: 5s}"),
            "error: table 'coils' cannot hold 'u32' (coils and discrete-inputs hold encoding: bit)"),
        BrokenFile(
            "a bit in a table of registers",
            point("{name: a, table: holding, address: 0, encoding: ▶bit, words: {0: no, 1: go}, period: 5s}"),
            "error: table 'holding' cannot hold 'bit' (registers hold u16"),
        BrokenFile(
            "a number wider than a block",
            profile(
                "  blockLimit: 1\n  points:\n    - {name: a, table: input, address: 1, encoding: ▶u32, period: 5s}\n"),
            "error: 'u32' takes two registers, but blockLimit is 1"),
        BrokenFile(
            "a write to what can only be read", point("{name: a, \(number), write: ▶true}"),
            "error: table 'input' cannot be written (only coils and holding can)"),
        BrokenFile(
            "an order of one register", point("{name: a, \(number), order: ▶cdab}"),
            "error: 's16' takes one register and has no 'order'"),
        BrokenFile(
            "an order that does not exist",
            point("{name: a, table: input, address: 1, encoding: u32, order: ▶acbd, period: 5s}"),
            "error: 'order' cannot be 'acbd' ("),
        BrokenFile(
            "an unknown unit", point("{name: a, \(number), unit: ▶degC}"),
            "error: 'unit' cannot be 'degC' (allowed: °C, %RH, ppm, mg/m3, lx, m/s, V, A, W, kWh, s, %, Hz)"),
        BrokenFile(
            "a room temperature in per cent", point("{name: a, measures: ▶room-temperature, \(number), unit: \"%RH\"}"),
            "error: a point that measures 'room-temperature' has another form (write unit: °C)"),
        BrokenFile(
            "a mode that is a number", point("{name: a, measures: ▶plant-mode, \(mode)}"),
            "error: a point that measures 'plant-mode' has another form (write words: {0: …, 1: …})"),
        BrokenFile(
            "a meaning that does not exist", point("{name: a, measures: ▶temperature, \(number)}"),
            "error: 'measures' cannot be 'temperature' ("),
        BrokenFile(
            "a range from high to low", point("{name: a, \(number), range: ▶[80, -40]}"),
            "error: 'range' must be two numbers, the smaller first ([-40, 80], for instance)"),
        BrokenFile(
            "a range with one end", point("{name: a, \(number), range: ▶[80]}"),
            "error: 'range' must be two numbers, the smaller first"),
        BrokenFile(
            "a range of words", point("{name: a, \(number), range: [▶low, 80]}"),
            "error: 'range' cannot be read: 'low' (a number with at most three decimals: 26.5)"),
        BrokenFile(
            "a division by nothing", point("{name: a, \(number), divide: ▶0}"),
            "error: 'divide' is out of range: '0' (allowed: 1…1000000)"),
        BrokenFile(
            "four decimals", point("{name: a, \(number), decimals: ▶4}"),
            "error: 'decimals' is out of range: '4' (allowed: 0…3)"),
        BrokenFile(
            "an offset with four decimals", point("{name: a, \(number), offset: ▶0.0001}"),
            "error: 'offset' cannot be read: '0.0001'"),
        BrokenFile(
            "a period without a unit", point("{name: a, table: input, address: 1, encoding: s16, period: ▶5}"),
            "error: 'period' cannot be read: '5'"),
        BrokenFile(
            "a period that no line could keep",
            point("{name: a, table: input, address: 1, encoding: s16, period: ▶50ms}"),
            "error: 'period' is out of range: '50ms' (allowed: 100ms…1h)"),
        BrokenFile(
            "an identity in coils",
            profile("  identity: {table: ▶coils, address: 0, values: [1]}\n  points: [{name: a, \(number)}]\n"),
            "error: table 'coils' cannot tell a model (use one register of holding or input)"),
        BrokenFile(
            "an identity without values",
            profile("  identity: ▶{table: holding, address: 0, values: []}\n  points: [{name: a, \(number)}]\n"),
            "error: 'values' is empty"),
        BrokenFile(
            "registers that latch without an address",
            profile("  latching: [▶{table: holding}]\n  points: [{name: a, \(number)}]\n"),
            "error: registers lacks 'address'"),
        BrokenFile(
            "a bit without words", point("▶{name: a, table: coils, address: 0, encoding: bit, period: 5s}"),
            "error: point lacks 'words' (a bit's values have words: {0: \"off\", 1: \"on\"})"),
        BrokenFile(
            "words that are none", point("{name: a, \(mode), words: ▶{}}"), "error: 'words' is empty"),
        BrokenFile(
            "a word of a number that the register cannot hold", point("{name: a, \(mode), words: {▶65536: fan}}"),
            "error: 'words' is out of range: '65536' (allowed: 0…65535)"),
        BrokenFile(
            "a word of no number", point("{name: a, \(mode), words: {▶one: fan}}"),
            "error: 'words' is out of range: 'one'"),
        BrokenFile(
            "one number with two words", point("{name: a, \(mode), words: {1: fan, ▶0x1: cool}}"),
            "error: 1 already stands for 'fan'"),
        BrokenFile(
            "one word of two numbers", point("{name: a, \(mode), words: {1: fan, 2: ▶fan}}"),
            "error: 'fan' is already what 1 stands for"),
        BrokenFile(
            "words of a float",
            point("{name: a, table: input, address: 0, encoding: float32, words: ▶{1: fan}, period: 5s}"),
            "error: a float32 cannot have 'words'"),
        BrokenFile(
            "a unit of words", point("{name: a, \(mode), words: {1: fan}, unit: ▶°C}"),
            "error: a point of words has no 'unit'"),
        BrokenFile(
            "a switch of a number", point("{name: a, \(mode), power: ▶{table: holding, address: 3}}"),
            "error: a point of numbers has no 'power' (the switch belongs to a mode"),
        BrokenFile(
            "a switch that cannot be written",
            point("{name: a, \(mode), words: {1: fan}, power: {table: ▶input, address: 3}}"),
            "error: table 'input' cannot be written"),
        BrokenFile(
            "a switch without an address", point("{name: a, \(mode), words: {1: fan}, power: ▶{table: coils}}"),
            "error: power switch lacks 'address'"),
        BrokenFile(
            "a mode that is off in two ways",
            point("{name: a, \(mode), words: {0: \"off\", 1: fan}, power: ▶{table: coils, address: 3}}"),
            "error: 'off' is a word and what 'power' stands for"),
        BrokenFile(
            "a time-out that no device keeps", profile("  responseTimeout: ▶10ms\n  points: [{name: a, \(number)}]\n"),
            "error: 'responseTimeout' is out of range: '10ms' (allowed: 20ms…10s)"),
        BrokenFile(
            "a gap longer than a second", profile("  gap: ▶2s\n  points: [{name: a, \(number)}]\n"),
            "error: 'gap' is out of range: '2s' (allowed: 0ms…1s)"),
        BrokenFile(
            "a block larger than a frame", profile("  blockLimit: ▶126\n  points: [{name: a, \(number)}]\n"),
            "error: 'blockLimit' is out of range: '126' (allowed: 1…125)"),
    ]

    @Test("is refused at its place", arguments: files)
    func refused(file: BrokenFile) throws {
        try TestFiles.withFolder { folder in
            let path = "\(folder)/Profiles/x.yaml"
            try TestFiles.write(file.text, to: path)
            let (profiles, problems) = ConfigurationLoader(hardware: folder, for: "").profiles()
            file.verify(problems, file: path)
            #expect(profiles == [])
        }
    }

    @Test func `every refusal has its words in Chinese too`() {
        for file in Self.files {
            let log = ProblemLog(file: "x", language: .zh)
            let node = YAMLReader.read(Array(file.text.utf8), log: log)
            _ = node.flatMap { ProfileDecoder.profile($0, id: "x", log: log) }
            #expect(log.problems.count == file.expected.count)
            for problem in log.problems {
                #expect(problem.text.unicodeScalars.contains { $0.value >= 0x4E00 }, "\(problem)")
            }
        }
    }

    private func map(_ settings: String) throws -> RegisterMap {
        let log = ProblemLog(file: "x", language: .en)
        let node = try #require(YAMLReader.read(Array(Self.profile(settings).utf8), log: log))
        let profile = ProfileDecoder.profile(node, id: "x", log: log)
        #expect(log.problems == [])
        guard case .modbusRegisters(let map) = profile?.settings else { throw WrongKind() }
        return map
    }

    private struct WrongKind: Error {}

    @Test func `a map comes back as it is written`() throws {
        let map = try map(
            """
              responseTimeout: 2s
              gap: 35ms
              blockLimit: 20
              readHoles: true
              latching: [{table: holding, address: 200, count: 8}, {table: input, address: 7}]
              identity: {table: holding, address: 0x8000, values: [100, 0x65]}
              points:
                - {name: t, measures: room-temperature, table: input, address: 0x10, encoding: s32, order: badc,
                   multiply: 5, divide: 100, offset: -273.15, unit: °C, decimals: 1, range: [-40, 80.5],
                   invalid: [0x7FFF, -1], period: 2m}
                - {name: mode, measures: plant-mode, table: holding, address: 5, encoding: u16,
                   words: {1: cooling, 0: fan}, power: {table: coils, address: 3}, write: true, period: 1500ms}

            """)
        let temperature = RegisterMap.Register(
            point: PointDefinition(
                name: "t", meaning: .roomTemperature, form: .number(.celsius, decimals: 1),
                range: .init(low: Quantity(-40), high: Quantity(thousandths: 80_500)), periodSeconds: 120),
            table: .input, address: 16, encoding: .s32, order: .badc, multiply: 5, divide: 100,
            offset: Quantity(thousandths: -273_150), invalid: [32_767, -1])
        let mode = RegisterMap.Register(
            point: PointDefinition(
                name: "mode", meaning: .plantMode, form: .words(["off", "cooling", "fan"]), isWritable: true,
                periodSeconds: 2),
            table: .holding, address: 5, encoding: .u16,
            words: [.init(code: 1, word: "cooling"), .init(code: 0, word: "fan")],
            power: .init(table: .coils, address: 3), periodMilliseconds: 1500)
        #expect(
            map
                == RegisterMap(
                    responseTimeoutMilliseconds: 2000, gapMilliseconds: 35, blockLimit: 20, readsHoles: true,
                    latching: [.init(table: .holding, address: 200, count: 8), .init(table: .input, address: 7)],
                    identity: .init(place: .init(table: .holding, address: 0x8000), values: [100, 0x65]),
                    registers: [temperature, mode]))
    }

    @Test func `what the file leaves out has its default`() throws {
        let map = try map("  points: [{name: a, \(Self.number)}]\n")
        let register = RegisterMap.Register(
            point: PointDefinition(
                name: "a", meaning: .other, form: .number(.none, decimals: 0), periodSeconds: 5),
            table: .input, address: 1, encoding: .s16)
        #expect(
            map
                == RegisterMap(
                    responseTimeoutMilliseconds: 500, gapMilliseconds: 0, blockLimit: 125, readsHoles: false,
                    registers: [register]))
    }

    @Test(arguments: [(1, 0), (2, 1), (10, 1), (100, 2), (256, 3), (1000, 3), (100_000, 3)])
    func `decimals follow the divisor`(divide: Int, decimals: Int) throws {
        let map = try map("  points: [{name: a, \(Self.number), divide: \(divide)}]\n")
        #expect(map.registers.map(\.point.form) == [.number(.none, decimals: decimals)])
    }
}
