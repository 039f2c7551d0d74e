import DeviceProtocols
import HallModel
import Testing

/// A point at register 10 (or bit 10) in one line.
private func register(
    _ encoding: RegisterMap.Encoding, _ order: RegisterMap.WordOrder = .abcd, multiply: Int = 1, divide: Int = 1,
    offset: Quantity = Quantity(0), table: RegisterMap.Table = .holding, range: PointDefinition.Range? = nil,
    invalid: [Int] = [], words: [RegisterMap.Word] = [], power: RegisterMap.PowerSwitch? = nil
) -> RegisterMap.Register {
    let form: PointDefinition.Form = words.isEmpty ? .number(.none, decimals: 3) : .words(words.map(\.word))
    return RegisterMap.Register(
        point: PointDefinition(name: "p", meaning: .other, form: form, range: range, isWritable: true), table: table,
        address: 10, encoding: encoding, order: order, multiply: multiply, divide: divide, offset: offset,
        invalid: invalid, words: words, power: power)
}

private func number(_ text: String) -> Quantity { Quantity(parsing: text) ?? Quantity(-999_999) }

@Suite struct `Numbers in registers` {
    /// pymodbus 3 and IEEE 754: float 123456.0 is 47F12000h, 100000 is 000186A0h.
    @Test(
        arguments: [
            (.abcd, [0x47F1, 0x2000], [0x0001, 0x86A0]), (.cdab, [0x2000, 0x47F1], [0x86A0, 0x0001]),
            (.badc, [0xF147, 0x0020], [0x0100, 0xA086]), (.dcba, [0x0020, 0xF147], [0xA086, 0x0100]),
        ] as [(RegisterMap.WordOrder, [UInt16], [UInt16])])
    func `stand in four orders`(order: RegisterMap.WordOrder, float: [UInt16], whole: [UInt16]) {
        #expect(RegisterMap.Encoding.float32.raw(float, order: order) == 0x47F1_2000)
        #expect(RegisterMap.Encoding.float32.registers(raw: 0x47F1_2000, order: order) == float)
        #expect(register(.float32, order).quantity(raw: 0x47F1_2000) == Quantity(123_456))
        #expect(RegisterMap.Encoding.u32.raw(whole, order: order) == 100_000)
        #expect(RegisterMap.Encoding.u32.registers(raw: 100_000, order: order) == whole)
    }

    @Test(
        arguments: [
            (.u16, [0xFF9B], 65_435), (.s16, [0xFF9B], -101), (.s16, [0x8000], -32_768), (.s16, [0x7FFF], 32_767),
            (.u32, [0xFFFF, 0xFF9B], 4_294_967_195), (.s32, [0xFFFF, 0xFF9B], -101),
            (.s32, [0x8000, 0], -2_147_483_648),
            (.bit, [0], 0), (.bit, [1], 1),
        ] as [(RegisterMap.Encoding, [UInt16], Int)])
    func `have a sign or none`(encoding: RegisterMap.Encoding, registers: [UInt16], raw: Int) {
        #expect(encoding.raw(registers, order: .abcd) == raw)
        #expect(encoding.registers(raw: raw, order: .abcd) == registers)
    }

    @Test func `need as many registers as they are wide`() {
        for encoding in RegisterMap.Encoding.allCases {
            for count in 0...4 where count != encoding.width {
                #expect(encoding.raw(Array(repeating: 0, count: count), order: .abcd) == nil)
            }
        }
    }

    @Test(
        arguments: [
            (.u16, 65_536), (.u16, -1), (.s16, 32_768), (.s16, -32_769), (.u32, 4_294_967_296), (.u32, -1),
            (.s32, 2_147_483_648), (.bit, 2), (.bit, -1), (.s16, Int.max), (.u32, Int.min),
        ] as [(RegisterMap.Encoding, Int)])
    func `that do not fit are refused`(encoding: RegisterMap.Encoding, raw: Int) {
        #expect(encoding.registers(raw: raw, order: .abcd) == nil)
    }
}

@Suite struct `Quantities of raw numbers` {
    /// Worked out by hand: raw × multiply ÷ divide + offset, to the thousandth, half away from zero.
    @Test(arguments: [
        (305, 1, 10, "0", "30.5"), (-101, 1, 10, "0", "-10.1"), (263, 1, 10, "-40", "-13.7"), (1, 1, 3, "0", "0.333"),
        (2, 1, 3, "0", "0.667"), (1, 1, 2000, "0", "0.001"), (-1, 1, 2000, "0", "-0.001"), (1, 1, 2001, "0", "0"),
        (-1, 1, 2001, "0", "0"), (3, 100, 1, "0.5", "300.5"), (7, 5, 2, "-0.001", "17.499"), (0, 1, 10, "0", "0"),
        (32_767, 1_000_000, 1_000_000, "0", "32767"),
    ])
    func `are exact to the thousandth`(raw: Int, multiply: Int, divide: Int, offset: String, value: String) {
        let register = register(.s16, multiply: multiply, divide: divide, offset: number(offset))
        #expect(register.quantity(raw: raw) == number(value))
    }

    /// Bit patterns by Python's struct.pack; 0.0005 as a float is a little more than a half, 8191.999 is 8191.99902.
    @Test(arguments: [
        (0x4366_3333, 1, "230.2"), (0xC388_9333, 1, "-273.15"), (0x3A03_126F, 1, "0.001"), (0x3AC4_9BA6, 1, "0.002"),
        (0x45FF_FFFE, 1, "8191.999"), (0x4E6E_6B28, 1, "1000000000"), (0x47F1_2000, 10, "12345.6"),
        (0x0000_0000, 1, "0"), (0x8000_0000, 1, "0"), (0x0000_0001, 1, "0"), (0x3F80_0000, 3, "0.333"),
        (0x3B00_0000, 1, "0.002"), (0xBB00_0000, 1, "-0.002"), (0x3F20_0000, 10_000, "0"),
        (0x40A0_0000, 10_000, "0.001"),
        (0xC0A0_0000, 10_000, "-0.001"),
    ])
    func `of floats are rounded half away from zero`(bits: Int, divide: Int, value: String) {
        #expect(register(.float32, divide: divide).quantity(raw: bits) == number(value))
    }

    @Test(arguments: [
        0x7FC0_0000, 0xFFC0_0000, 0x7F80_0001, 0x7F80_0000, 0xFF80_0000, 0x7F7F_FFFF, 0xFF7F_FFFF, 0x5015_02F9,
    ])
    func `do not exist for NaN, infinity and what no person would write`(bits: Int) {
        #expect(register(.float32).quantity(raw: bits) == nil)
    }

    @Test func `end at nine thousand million units`() {
        #expect(register(.u32, multiply: 1_000_000).quantity(raw: 9_000) == Quantity(9_000_000_000))
        #expect(register(.u32, multiply: 1_000_000).quantity(raw: 9_001) == nil)
        #expect(register(.u32, multiply: 1_000_000).quantity(raw: 4_294_967_295) == nil)
        #expect(register(.s32, multiply: 1_000_000).quantity(raw: -9_000) == Quantity(-9_000_000_000))
        #expect(register(.s32, multiply: 1_000_000, offset: Quantity(-1)).quantity(raw: -9_000) == nil)
    }

    @Test(
        arguments: [
            (.u16, "22", 1, "0", 22), (.s16, "-10.1", 10, "0", -101), (.u16, "22.5", 1, "0", nil),
            (.u16, "26.05", 10, "0", nil), (.u16, "-1", 1, "0", nil), (.s16, "26.5", 10, "-40", 665),
            (.u16, "6553.6", 10, "0", nil), (.u32, "6553.6", 10, "0", 65_536), (.float32, "230.2", 1, "0", 0x4366_3333),
            (.float32, "-273.15", 1, "0", 0xC388_9333), (.float32, "20000.001", 1, "0", nil),
        ] as [(RegisterMap.Encoding, String, Int, String, Int?)])
    func `become raw numbers again, or are refused`(
        encoding: RegisterMap.Encoding, value: String, divide: Int, offset: String, raw: Int?
    ) {
        #expect(register(encoding, divide: divide, offset: number(offset)).raw(of: number(value)) == raw)
    }

    @Test(arguments: Array(1...20) as [UInt64])
    func `that come from a raw number go back to one that means the same`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            guard let encoding = RegisterMap.Encoding.allCases.randomElement(using: &random), encoding != .bit,
                let order = RegisterMap.WordOrder.allCases.randomElement(using: &random)
            else { continue }
            let words = (0..<encoding.width).map { _ in UInt16.random(in: .min ... .max, using: &random) }
            // Up to 1000, so that two raw numbers never round to one quantity.
            let register = register(
                encoding, order, divide: Int.random(in: 1...1000, using: &random),
                offset: Quantity(Int.random(in: -100...100, using: &random)))
            guard let raw = encoding.raw(words, order: order) else {
                Issue.record("seed \(seed): \(words)")
                continue
            }
            #expect(encoding.registers(raw: raw, order: order) == words, "seed \(seed)")
            guard let quantity = register.quantity(raw: raw) else { continue }
            if let back = register.raw(of: quantity) {
                #expect(register.quantity(raw: back) == quantity, "seed \(seed): \(raw)")
            } else {
                // Thousandths that the scale does not reach exactly: 1 ÷ 3.
                #expect(encoding == .float32 || 1000 % register.divide != 0, "seed \(seed): \(raw) \(register.divide)")
            }
        }
    }
}

@Suite struct `What registers say about a point` {
    private let range = PointDefinition.Range(low: Quantity(-40), high: Quantity(80))
    private let modes = [RegisterMap.Word(code: 0, word: "fan"), RegisterMap.Word(code: 1, word: "cooling")]

    private func contents(_ registers: [UInt16], at address: Int = 10, table: RegisterMap.Table = .holding)
        -> RegisterContents
    {
        RegisterContents(table: table, address: address, registers: registers)
    }

    @Test func `a number inside its range is a value, outside it is none`() {
        let register = register(.s16, divide: 10, range: range)
        #expect(register.meaning(of: [contents([305])]) == .value(.number(Quantity(thousandths: 30_500))))
        #expect(register.meaning(of: [contents([800])]) == .value(.number(Quantity(80))))
        #expect(register.meaning(of: [contents([801])]) == .nonsense(.outOfRange))
        #expect(register.meaning(of: [contents([0x8000])]) == .nonsense(.outOfRange))
    }

    @Test func `a number that means no sensor is a fault, before any range`() {
        let register = register(.s16, divide: 10, range: range, invalid: [0x7FFF, -32_768])
        #expect(register.meaning(of: [contents([0x7FFF])]) == .nonsense(.sensorFault))
        #expect(register.meaning(of: [contents([0x8000])]) == .nonsense(.sensorFault))
    }

    @Test func `a float that is none is a fault`() {
        #expect(register(.float32).meaning(of: [contents([0x7FC0, 0])]) == .nonsense(.sensorFault))
    }

    @Test func `a number without a word is a fault`() {
        let register = register(.u16, words: modes)
        #expect(register.meaning(of: [contents([1])]) == .value(.word("cooling")))
        #expect(register.meaning(of: [contents([9])]) == .nonsense(.sensorFault))
    }

    @Test func `registers of another place or table say nothing`() {
        let register = register(.u32)
        #expect(register.meaning(of: []) == nil)
        #expect(register.meaning(of: [contents([1])]) == nil)
        #expect(register.meaning(of: [contents([1, 2], at: 9)]) == nil)
        #expect(register.meaning(of: [contents([1, 2], at: 11)]) == nil)
        #expect(register.meaning(of: [contents([1, 2], table: .input)]) == nil)
        #expect(register.meaning(of: [contents([9, 0, 7, 9], at: 9)]) == .value(.number(Quantity(7))))
    }

    @Test func `a mode is off when its switch is, and unknown while the switch is`() {
        let register = register(.u16, words: modes, power: .init(table: .coils, address: 3))
        let off = contents([0], at: 3, table: .coils)
        let on = contents([1], at: 3, table: .coils)
        #expect(register.meaning(of: [contents([1]), off]) == .value(.word("off")))
        #expect(register.meaning(of: [contents([1]), on]) == .value(.word("cooling")))
        #expect(register.meaning(of: [contents([9]), off]) == .value(.word("off")))
        #expect(register.meaning(of: [contents([9]), on]) == .nonsense(.sensorFault))
        #expect(register.meaning(of: [contents([1])]) == nil)
    }

    @Test func `a value that the point can have becomes writes, another none`() {
        let plain = register(.s16, divide: 10, range: range, invalid: [777])
        #expect(plain.writes(of: .number(Quantity(26))) == [contents([260])])
        #expect(plain.writes(of: .number(Quantity(81))) == nil)
        #expect(plain.writes(of: .number(Quantity(thousandths: 77_700))) == nil)
        #expect(plain.writes(of: .number(Quantity(thousandths: 26_050))) == nil)
        #expect(plain.writes(of: .word("on")) == nil)
        #expect(register(.s16, table: .input).writes(of: .number(Quantity(1))) == nil)
        #expect(register(.float32).writes(of: .number(Quantity(123_456))) == [contents([0x47F1, 0x2000])])
    }

    @Test func `a mode is written before its switch, and off is the switch alone`() {
        let register = register(.u16, words: modes, power: .init(table: .holding, address: 3))
        #expect(register.writes(of: .word("cooling")) == [contents([1]), contents([1], at: 3)])
        #expect(register.writes(of: .word("fan")) == [contents([0]), contents([1], at: 3)])
        #expect(register.writes(of: .word("off")) == [contents([0], at: 3)])
        #expect(register.writes(of: .word("aux")) == nil)
        #expect(register.writes(of: .number(Quantity(1))) == nil)
    }
}

/// Frames of pymodbus 3.16 (FramerRTU).
@Suite struct `Modbus frames` {
    private func span(_ table: RegisterMap.Table, _ address: Int, _ count: Int) -> RegisterSpan {
        RegisterSpan(table: table, address: address, count: count)
    }

    @Test func `that ask`() {
        #expect(ModbusFrame.read(span(.holding, 0, 2), unit: 1).bytes == hex("01 03 00 00 00 02 C4 0B"))
        #expect(ModbusFrame.read(span(.input, 1, 2), unit: 1).bytes == hex("01 04 00 01 00 02 20 0B"))
        #expect(ModbusFrame.read(span(.coils, 0, 8), unit: 1).bytes == hex("01 01 00 00 00 08 3D CC"))
        #expect(ModbusFrame.read(span(.discreteInputs, 0, 8), unit: 1).bytes == hex("01 02 00 00 00 08 79 CC"))
    }

    @Test func `that write`() {
        func write(_ table: RegisterMap.Table, _ address: Int, _ registers: [UInt16], unit: UInt8 = 1) -> [UInt8] {
            ModbusFrame.write(RegisterContents(table: table, address: address, registers: registers), unit: unit).bytes
        }
        #expect(write(.holding, 0x64, [10]) == hex("01 06 00 64 00 0A 48 12"))
        #expect(write(.holding, 1, [1], unit: 0) == hex("00 06 00 01 00 01 18 1B"))
        #expect(write(.coils, 0, [1]) == hex("01 05 00 00 FF 00 8C 3A"))
        #expect(write(.coils, 0, [0]) == hex("01 05 00 00 00 00 CD CA"))
        #expect(write(.holding, 4, [0x47F1, 0x2000]) == hex("01 10 00 04 00 02 04 47 F1 20 00 AE DB"))
    }

    @Test(
        arguments: [
            ("01 03 04 02 92 FF 9B 5A 3D", .registers(.holding, [0x0292, 0xFF9B])),
            ("01 04 04 01 31 02 22 2A CE", .registers(.input, [0x0131, 0x0222])),
            ("01 04 04 43 66 33 33 5A FA", .registers(.input, [0x4366, 0x3333])),
            ("01 02 01 03 E1 89", .registers(.discreteInputs, [1, 1, 0, 0, 0, 0, 0, 0])),
            ("01 01 01 05 91 8B", .registers(.coils, [1, 0, 1, 0, 0, 0, 0, 0])), ("01 83 02 C0 F1", .exception(2)),
            ("01 06 00 64 00 0A 48 12", .written(.holding, address: 0x64, 10)),
            ("01 05 00 00 FF 00 8C 3A", .written(.coils, address: 0, 1)),
            ("01 10 00 04 00 02 00 09", .writtenMany(RegisterSpan(table: .holding, address: 4, count: 2))),
        ] as [(String, ModbusFrame.Answer)])
    func `that answer`(bytes: String, answer: ModbusFrame.Answer) {
        #expect(ModbusFrame(hex(bytes))?.answer == answer)
    }

    @Test func `with one bit turned are no frames`() {
        let frame = hex("01 04 04 01 31 02 22 2A CE")
        for index in frame.indices {
            for bit in 0..<8 {
                var turned = frame
                turned[index] ^= 1 << bit
                #expect(ModbusFrame(turned) == nil, "byte \(index), bit \(bit)")
            }
        }
        for length in 0..<frame.count { #expect(ModbusFrame(Array(frame.prefix(length))) == nil) }
        // The CRC of a frame does not see one 0 more; its own length does.
        #expect(ModbusFrame(frame + [0])?.answer == nil)
    }

    @Test(arguments: Array(1...20) as [UInt64])
    func `of any content never stop the reader`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let data = (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            let frame = ModbusFrame(unit: 1, function: UInt8.random(in: 0...0x11, using: &random), data: data)
            if case .registers(let table, let registers) = frame.answer {
                #expect(
                    registers.count == (table.isBits ? 8 : 1) * (data.count - 1) / (table.isBits ? 1 : 2),
                    "seed \(seed)")
            }
        }
    }
}
