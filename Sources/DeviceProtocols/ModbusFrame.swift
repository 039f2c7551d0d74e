import HallModel

/// A Modbus RTU frame, for the examples of profiles: on the wire libmodbus frames.
///
/// ```
/// ┌──────┬──────────┬──────────────┬──────────────┐
/// │ unit │ function │ 0…252 bytes  │ CRC-16       │     numbers big-endian, the CRC low byte first,
/// │ 1    │ 1        │              │ low │ high   │     over everything before it
/// └──────┴──────────┴──────────────┴──────────────┘
/// read  01 02 03 04   ask: address 2 │ count 2          answer: bytes 1 │ bits, the first lowest; or registers
/// write 05            ask: address 2 │ FF 00 or 00 00   answer: the same
/// write 06            ask: address 2 │ register 2       answer: the same
/// write 10            ask: address 2 │ count 2 │ bytes 1 │ registers     answer: address 2 │ count 2
/// refusal             answer: function + 80h │ code 1
/// ```
///
/// Source: Modbus application protocol 1.1b3, Modbus over serial line 1.02.
public struct ModbusFrame: Sendable, Equatable {
    /// Bytes of the longest frame.
    public static let largest = 256

    /// 1…247; 0 is everybody.
    public var unit: UInt8
    /// The function's code.
    public var function: UInt8
    /// What follows it, without the CRC.
    public var data: [UInt8]

    /// A frame.
    public init(unit: UInt8, function: UInt8, data: [UInt8]) {
        self.unit = unit
        self.function = function
        self.data = data
    }

    /// The frame in these bytes; nil unless they are one whole frame with a right CRC.
    public init?(_ bytes: [UInt8]) {
        guard (4...Self.largest).contains(bytes.count),
            ByteMap.Checksum.crc16Modbus.wireBytes(over: bytes.dropLast(2)) == Array(bytes.suffix(2))
        else { return nil }
        self.init(unit: bytes[0], function: bytes[1], data: Array(bytes[2..<(bytes.count - 2)]))
    }

    /// The frame as it stands on the wire.
    public var bytes: [UInt8] {
        let body = [unit, function] + data
        return body + ByteMap.Checksum.crc16Modbus.wireBytes(over: body)
    }
}

/// Asking.
extension ModbusFrame {
    /// Reads these registers or bits.
    public static func read(_ span: RegisterSpan, unit: UInt8) -> Self {
        Self(unit: unit, function: span.table.readFunction, data: pair(span.address) + pair(span.count))
    }

    /// Writes one coil (function 5), one register (6) or several (16).
    public static func write(_ contents: RegisterContents, unit: UInt8) -> Self {
        let address = pair(contents.address)
        let values = contents.registers.flatMap { pair(Int($0)) }
        if contents.table.isBits {
            return Self(unit: unit, function: 5, data: address + [contents.registers.first == 0 ? 0x00 : 0xFF, 0x00])
        }
        if contents.registers.count == 1 { return Self(unit: unit, function: 6, data: address + values) }
        let sizes = pair(contents.registers.count) + [UInt8(truncatingIfNeeded: values.count)]
        return Self(unit: unit, function: 16, data: address + sizes + values)
    }
}

/// Answering.
extension ModbusFrame {
    /// What an answer says.
    public enum Answer: Sendable, Equatable {
        /// What was read. Bits come in whole bytes: up to seven at the end are not of the question.
        case registers(RegisterMap.Table, [UInt16])
        /// A written coil or register.
        case written(RegisterMap.Table, address: Int, UInt16)
        /// So many registers were written.
        case writtenMany(RegisterSpan)
        /// The device will not.
        case exception(Int)
    }

    /// The frame as an answer; nil if it cannot be one.
    public var answer: Answer? {
        if function >= 0x80 { return data.count == 1 ? .exception(Int(data[0])) : nil }
        switch function {
        case 1, 2, 3, 4:
            guard let size = data.first, size > 0, data.count == Int(size) + 1 else { return nil }
            let table: RegisterMap.Table = [.coils, .discreteInputs, .holding, .input][Int(function) - 1]
            if table.isBits {
                return .registers(table, data.dropFirst().flatMap { byte in (0..<8).map { UInt16(byte >> $0 & 1) } })
            }
            guard size % 2 == 0 else { return nil }
            return .registers(table, stride(from: 1, to: data.count, by: 2).map { number(at: $0) })
        case 5:
            guard data.count == 4, [0x0000, 0xFF00].contains(number(at: 2)) else { return nil }
            return .written(.coils, address: Int(number(at: 0)), number(at: 2) == 0 ? 0 : 1)
        case 6:
            return data.count == 4 ? .written(.holding, address: Int(number(at: 0)), number(at: 2)) : nil
        case 16:
            guard data.count == 4 else { return nil }
            return .writtenMany(
                RegisterSpan(table: .holding, address: Int(number(at: 0)), count: Int(number(at: 2))))
        default: return nil
        }
    }

    private func number(at index: Int) -> UInt16 { UInt16(data[index]) << 8 | UInt16(data[index + 1]) }
}

extension RegisterMap.Table {
    /// The function that reads it.
    fileprivate var readFunction: UInt8 {
        switch self {
        case .coils: 1
        case .discreteInputs: 2
        case .holding: 3
        case .input: 4
        }
    }
}

/// A 16-bit number, high byte first; higher bits are cut off.
private func pair(_ number: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
}
