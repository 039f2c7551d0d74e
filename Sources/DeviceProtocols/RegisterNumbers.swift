import HallModel

/// Numbers in Modbus registers. A register is big-endian on the wire; the order of the two registers of a 32-bit number,
/// and of the bytes inside each, differs from maker to maker. 47F12000h (the float 123456) stands as:
///
/// ```
///          first register   second register
/// abcd        47 F1             20 00
/// cdab        20 00             47 F1
/// badc        F1 47             00 20
/// dcba        00 20             F1 47
/// ```
///
/// Source: Modbus application protocol 1.1b3 for one register; the orders by their common names.
extension RegisterMap.Encoding {
    /// The raw number in these registers; nil unless there are exactly `width` of them.
    ///
    /// A bit is 0 or 1. The raw number of a float32 is its bit pattern, 0…FFFFFFFFh.
    public func raw(_ registers: some RandomAccessCollection<UInt16>, order: RegisterMap.WordOrder) -> Int? {
        guard registers.count == width, let first = registers.first, let last = registers.last else { return nil }
        switch self {
        case .bit: return first == 0 ? 0 : 1
        case .u16: return Int(first)
        case .s16: return Int(Int16(bitPattern: first))
        case .u32, .float32: return Int(order.joined(first, last))
        case .s32: return Int(Int32(bitPattern: order.joined(first, last)))
        }
    }

    /// The registers of a raw number; nil if it does not fit.
    public func registers(raw: Int, order: RegisterMap.WordOrder) -> [UInt16]? {
        switch self {
        case .bit: return (0...1).contains(raw) ? [UInt16(raw)] : nil
        case .u16: return UInt16(exactly: raw).map { [$0] }
        case .s16: return Int16(exactly: raw).map { [UInt16(bitPattern: $0)] }
        case .u32, .float32: return UInt32(exactly: raw).map(order.split)
        case .s32: return Int32(exactly: raw).map { order.split(UInt32(bitPattern: $0)) }
        }
    }
}

extension RegisterMap.WordOrder {
    fileprivate func joined(_ first: UInt16, _ second: UInt16) -> UInt32 {
        switch self {
        case .abcd: UInt32(first) << 16 | UInt32(second)
        case .cdab: UInt32(second) << 16 | UInt32(first)
        case .badc: UInt32(first.byteSwapped) << 16 | UInt32(second.byteSwapped)
        case .dcba: UInt32(second.byteSwapped) << 16 | UInt32(first.byteSwapped)
        }
    }

    fileprivate func split(_ number: UInt32) -> [UInt16] {
        let high = UInt16(truncatingIfNeeded: number >> 16)
        let low = UInt16(truncatingIfNeeded: number)
        return switch self {
        case .abcd: [high, low]
        case .cdab: [low, high]
        case .badc: [high.byteSwapped, low.byteSwapped]
        case .dcba: [low.byteSwapped, high.byteSwapped]
        }
    }
}

/// Raw numbers and quantities: value = raw × multiply ÷ divide + offset, to the thousandth, half away from zero.
extension RegisterMap.Register {
    /// The largest magnitude that is believed: ±9 000 000 000 units, as much as a person can write. Sums of such
    /// quantities stay far from overflow.
    public static let largest = Quantity(9_000_000_000)

    /// The quantity of a raw number; nil for NaN, infinity and what is beyond `largest`.
    public func quantity(raw: Int) -> Quantity? {
        guard let number = BinaryNumber(raw, encoding), divide > 0 else { return nil }
        let isNegative = number.isNegative != (multiply < 0)
        guard let magnitude = number.scaled(by: UInt(multiply.magnitude), dividedBy: UInt(divide)) else { return nil }
        let scaled = Int64(magnitude) * (isNegative ? -1 : 1)
        let (sum, overflow) = scaled.addingReportingOverflow(offset.thousandths)
        guard !overflow, sum.magnitude <= Self.largest.thousandths.magnitude else { return nil }
        return Quantity(thousandths: sum)
    }

    /// The raw number of exactly this quantity; nil if the register cannot hold it.
    public func raw(of quantity: Quantity) -> Int? {
        guard multiply != 0, divide > 0 else { return nil }
        let (difference, overflow) = quantity.thousandths.subtractingReportingOverflow(offset.thousandths)
        let (dividend, tooLarge) = difference.multipliedReportingOverflow(by: Int64(divide))
        let (divisor, tooFine) = Int64(multiply).multipliedReportingOverflow(by: 1000)
        guard !overflow, !tooLarge, !tooFine else { return nil }
        if encoding == .float32 {
            // The nearest float; that it means the same quantity is then computed exactly.
            let bits = Int(Float(Double(dividend) / Double(divisor)).bitPattern)
            return self.quantity(raw: bits) == quantity ? bits : nil
        }
        guard dividend % divisor == 0 else { return nil }
        let raw = Int(dividend / divisor)
        return encoding.registers(raw: raw, order: order) == nil ? nil : raw
    }
}

/// ± magnitude × 2^exponent: every raw number, exactly.
private struct BinaryNumber {
    var isNegative: Bool
    var magnitude: UInt128
    var exponent: Int

    /// Nil for NaN and infinity.
    init?(_ raw: Int, _ encoding: RegisterMap.Encoding) {
        guard encoding == .float32 else {
            isNegative = raw < 0
            magnitude = UInt128(raw.magnitude)
            exponent = 0
            return
        }
        let number = Float(bitPattern: UInt32(truncatingIfNeeded: raw))
        guard number.isFinite else { return nil }
        // IEEE 754: 1 sign, 8 exponent (bias 127), 23 fraction with a hidden 1 unless subnormal.
        let biased = Int(number.exponentBitPattern)
        isNegative = number.sign == .minus
        magnitude = UInt128(number.significandBitPattern) + (biased == 0 ? 0 : 1 << 23)
        exponent = max(biased, 1) - 127 - 23
    }

    /// Thousandths of magnitude × 2^exponent × factor ÷ divisor, half upwards; nil when beyond any quantity.
    func scaled(by factor: UInt, dividedBy divisor: UInt) -> UInt64? {
        let (dividend, overflow) = magnitude.multipliedReportingOverflow(by: UInt128(factor) * 1000)
        guard !overflow else { return nil }
        guard dividend > 0 else { return 0 }
        var numerator = dividend
        var denominator = UInt128(divisor)
        if exponent >= 0 {
            guard exponent < numerator.leadingZeroBitCount else { return nil }
            numerator <<= exponent
        } else if -exponent < denominator.leadingZeroBitCount - 1 {
            denominator <<= -exponent
        } else {
            return 0
        }
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        let rounded = quotient + (remainder >= denominator - remainder ? 1 : 0)
        guard rounded <= UInt128(RegisterMap.Register.largest.thousandths.magnitude) * 2 else { return nil }
        return UInt64(rounded)
    }
}
