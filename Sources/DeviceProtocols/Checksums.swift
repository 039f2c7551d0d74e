import HallModel

/// The checksums of the wires this hall speaks on. All take bytes in wire order.
public enum Checksums {
    /// XOR of all bytes.
    public static func xor(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, ^) }

    /// Sum of all bytes modulo 256.
    public static func sum8(_ bytes: some Sequence<UInt8>) -> UInt8 { bytes.reduce(0, &+) }

    /// Sum of all bytes modulo 65 536.
    public static func sum16(_ bytes: some Sequence<UInt8>) -> UInt16 { bytes.reduce(0) { $0 &+ UInt16($1) } }

    /// CRC-16/MODBUS: polynomial 8005h reflected (A001h), start FFFFh; "123456789" gives 4B37h.
    public static func crc16Modbus(_ bytes: some Sequence<UInt8>) -> UInt16 { crc16(bytes, from: 0xFFFF) }

    /// CRC-16/ARC: the same polynomial, start 0; "123456789" gives BB3Dh.
    public static func crc16ARC(_ bytes: some Sequence<UInt8>) -> UInt16 { crc16(bytes, from: 0) }

    private static func crc16(_ bytes: some Sequence<UInt8>, from start: UInt16) -> UInt16 {
        var crc = start
        for byte in bytes {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1 }
        }
        return crc
    }
}

extension ByteMap.Checksum {
    /// The checksum over these bytes as it stands on the wire: `size` bytes.
    public func wireBytes(over bytes: some Sequence<UInt8>) -> [UInt8] {
        switch self {
        case .xor: return [Checksums.xor(bytes)]
        case .sum8: return [Checksums.sum8(bytes)]
        case .sum16:
            let sum = Checksums.sum16(bytes)
            return [UInt8(truncatingIfNeeded: sum >> 8), UInt8(truncatingIfNeeded: sum)]
        case .crc16Modbus:
            let crc = Checksums.crc16Modbus(bytes)
            return [UInt8(truncatingIfNeeded: crc), UInt8(truncatingIfNeeded: crc >> 8)]
        }
    }
}
