import DeviceDrivers
import HallModel

/// A Modbus request as its protocol data unit, and what an answer to it must look like (application protocol v1.1b3,
/// section 6).
///
/// ```
/// read 1…4           function, address ×2, count ×2          ─▶ function, bytes, data …
/// write one 5, 6     function, address ×2, value ×2          ─▶ the same
/// write several 16   function, address ×2, count ×2, bytes, data … ─▶ function, address ×2, count ×2
/// refusal                                                    ─▶ function + 80h, exception
/// ```
struct ModbusQuestion: Equatable {
    /// Function and data.
    let data: [UInt8]
    /// Bytes of function and data in an answer that is no refusal.
    let answerSize: Int
    private let count: Int

    /// nil when the operation is out of what the protocol allows: it is never sent.
    init?(_ operation: ModbusRequest.Operation) {
        let parts: (function: UInt8, address: Int, count: Int, limit: Int, values: [UInt16])
        switch operation {
        case .readCoils(let address, let count): parts = (1, address, count, 2000, [])
        case .readDiscreteInputs(let address, let count): parts = (2, address, count, 2000, [])
        case .readHolding(let address, let count): parts = (3, address, count, 125, [])
        case .readInput(let address, let count): parts = (4, address, count, 125, [])
        case .writeCoil(let address, let isOn): parts = (5, address, 1, 1, [isOn ? 0xFF00 : 0])
        case .writeRegister(let address, let value): parts = (6, address, 1, 1, [value])
        case .writeRegisters(let address, let values): parts = (16, address, values.count, 123, values)
        }
        guard let address = UInt16(exactly: parts.address), 1...parts.limit ~= parts.count,
            parts.address + parts.count <= 0x1_0000
        else { return nil }
        count = parts.count
        var data = [parts.function] + Self.bytes(address)
        switch parts.function {
        case 1, 2: answerSize = 2 + (parts.count + 7) / 8
        case 3, 4: answerSize = 2 + 2 * parts.count
        default: answerSize = 5
        }
        if parts.function != 5, parts.function != 6 { data += Self.bytes(UInt16(parts.count)) }
        if parts.function == 16 { data.append(UInt8(2 * parts.count)) }
        for value in parts.values { data += Self.bytes(value) }
        self.data = data
    }

    /// It changes something: the only kind that may go to everybody.
    var isWrite: Bool { data[0] >= 5 }

    /// What an answer's function and data say.
    ///
    /// - Throws: `exception` for a refusal, `garbled` for an answer to another question.
    func answer(_ answer: [UInt8]) throws(ModbusFailure) -> ModbusReply {
        if answer.count == 2, answer[0] == data[0] | 0x80 { throw .exception(Int(answer[1])) }
        guard answer.count == answerSize, answer[0] == data[0] else { throw .garbled }
        if isWrite {
            guard answer[...] == data.prefix(5) else { throw .garbled }
            return .written
        }
        guard Int(answer[1]) == answerSize - 2 else { throw .garbled }
        let content = answer.dropFirst(2)
        if data[0] <= 2 {
            return .bits((0..<count).map { content[2 + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
        }
        return .registers((0..<count).map { UInt16(content[2 + 2 * $0]) << 8 | UInt16(content[3 + 2 * $0]) })
    }

    private static func bytes(_ word: UInt16) -> [UInt8] {
        [UInt8(truncatingIfNeeded: word >> 8), UInt8(truncatingIfNeeded: word)]
    }
}
