import HallModel

/// The registers of a Modbus device, and numbers in them.
struct ModbusStore: Sendable, Equatable {
    private struct Place: Hashable {
        var table: RegisterMap.Table
        var address: Int
    }
    private var words: [Place: UInt16] = [:]

    /// What stands there; nil where the device has no such register.
    subscript(table: RegisterMap.Table, address: Int) -> UInt16? {
        get { words[Place(table: table, address: address)] }
        set { words[Place(table: table, address: address)] = newValue }
    }

    /// The number that a register of this form holds; nil where a part of it is missing, or for what is no number.
    func value(of register: RegisterMap.Register) -> Quantity? {
        guard let raw = raw(of: register) else { return nil }
        if register.encoding == .float32 {
            let number = Float(bitPattern: UInt32(truncatingIfNeeded: raw))
            guard number.isFinite, abs(number) < 1e9 else { return nil }
            return Quantity(thousandths: Int64((Double(number) * 1000).rounded()))
        }
        let (product, overflow) = raw.multipliedReportingOverflow(by: Int64(register.multiply) * 1000)
        guard !overflow else { return nil }
        return Quantity(thousandths: product / Int64(max(1, register.divide))) + register.offset
    }

    /// The raw number, with its sign; bits 0 or 1; float32 its bit pattern.
    func raw(of register: RegisterMap.Register) -> Int64? {
        var bytes: [UInt8] = []
        for step in 0..<register.encoding.width {
            guard let word = self[register.table, register.address + step] else { return nil }
            bytes += [UInt8(word >> 8), UInt8(word & 0xFF)]
        }
        switch register.encoding {
        case .bit, .u16: return Int64(bytes[0]) << 8 | Int64(bytes[1])
        case .s16: return Int64(Int16(truncatingIfNeeded: Int(bytes[0]) << 8 | Int(bytes[1])))
        case .u32, .s32, .float32:
            let ordered = ModbusStore.places(register.order).map { bytes[$0] }
            let number = ordered.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return register.encoding == .s32 ? Int64(Int32(bitPattern: number)) : Int64(number)
        }
    }

    /// Where the bytes A, B, C, D of a 32-bit number stand on the wire.
    private static func places(_ order: RegisterMap.WordOrder) -> [Int] {
        switch order {
        case .abcd: [0, 1, 2, 3]
        case .cdab: [2, 3, 0, 1]
        case .badc: [1, 0, 3, 2]
        case .dcba: [3, 2, 1, 0]
        }
    }

    /// The raw number nearest to a value; nil if the register cannot hold it.
    static func raw(of value: Quantity, in register: RegisterMap.Register) -> Int64? {
        if register.encoding == .float32 {
            return Int64(Float(Double(value.thousandths) / 1000).bitPattern)
        }
        let scale = Int64(max(1, abs(register.multiply))) * 1000
        let (plain, tooFar) = value.thousandths.subtractingReportingOverflow(register.offset.thousandths)
        let (product, overflow) = plain.multipliedReportingOverflow(by: Int64(max(1, register.divide)))
        guard !tooFar, !overflow, product.magnitude < UInt64(Int64.max / 2) else { return nil }
        let half = product < 0 ? -scale / 2 : scale / 2
        let raw = (product + half) / scale * (register.multiply < 0 ? -1 : 1)
        let range: ClosedRange<Int64> =
            switch register.encoding {
            case .bit: 0...1
            case .u16: 0...0xFFFF
            case .s16: -0x8000...0x7FFF
            case .u32, .float32: 0...0xFFFF_FFFF
            case .s32: -0x8000_0000...0x7FFF_FFFF
            }
        return range.contains(raw) ? raw : nil
    }

    /// Puts a raw number where it belongs.
    mutating func put(_ raw: Int64, in register: RegisterMap.Register) {
        let bits = UInt32(truncatingIfNeeded: raw)
        guard register.encoding.width == 2 else {
            self[register.table, register.address] = UInt16(truncatingIfNeeded: bits)
            return
        }
        let ordered = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
        var wire: [UInt8] = [0, 0, 0, 0]
        for (part, place) in ModbusStore.places(register.order).enumerated() { wire[place] = ordered[part] }
        self[register.table, register.address] = UInt16(wire[0]) << 8 | UInt16(wire[1])
        self[register.table, register.address + 1] = UInt16(wire[2]) << 8 | UInt16(wire[3])
    }
}
