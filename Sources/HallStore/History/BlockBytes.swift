/// A block of the history that is not what its bytes claim. It is reported and skipped; its row stays as it is.
struct BlockDamage: Error, Equatable {
    /// For the log.
    var what: String
}

/// Writes the pieces of a block: LEB128 numbers, zigzag for signed ones, a CRC-32 at the end.
struct BlockWriter {
    private(set) var bytes: [UInt8]

    init(tag: UInt8, version: UInt8) { bytes = [tag, version] }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func number(_ number: UInt64) {
        var rest = number
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func count(_ count: Int) { number(UInt64(count)) }

    /// Small magnitudes take few bytes, whatever their sign.
    mutating func signed(_ number: Int64) {
        self.number(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    mutating func text(_ text: String) {
        let content = Array(text.utf8)
        count(content.count)
        bytes += content
    }

    /// The block, complete.
    func sealed() -> [UInt8] {
        let sum = CRC32.of(bytes[...])
        return bytes + (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }
}

/// Reads what `BlockWriter` wrote; any other bytes are damage, and never a trap or a large allocation.
struct BlockReader {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    init(_ block: [UInt8], tag: UInt8, version: UInt8) throws(BlockDamage) {
        guard block.count >= 6 else { throw BlockDamage(what: "\(block.count) bytes") }
        let content = block.dropLast(4)
        let sum = block.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard CRC32.of(content) == sum else { throw BlockDamage(what: "its CRC-32 is wrong") }
        guard content[0] == tag else { throw BlockDamage(what: "tag \(content[0])") }
        guard content[1] == version else { throw BlockDamage(what: "version \(content[1]), known is \(version)") }
        bytes = content
        position = 2
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    /// Bytes that are left: no count of anything can be greater.
    private var left: Int { bytes.endIndex - position }

    mutating func byte() throws(BlockDamage) -> UInt8 {
        guard !isAtEnd else { throw BlockDamage(what: "it ends early") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() throws(BlockDamage) -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try byte()
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || part <= 1 else { break }
            number |= part << shift
            if byte & 0x80 == 0 { return number }
        }
        throw BlockDamage(what: "a number has more than 64 bits")
    }

    mutating func signed() throws(BlockDamage) -> Int64 {
        let number = try number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// How many things follow, each of at least one byte.
    mutating func count() throws(BlockDamage) -> Int {
        let number = try number()
        guard number <= UInt64(left) else { throw BlockDamage(what: "\(number) entries in \(left) bytes") }
        return Int(number)
    }

    mutating func text() throws(BlockDamage) -> String {
        let count = try count()
        defer { position += count }
        guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else {
            throw BlockDamage(what: "a word is no UTF-8")
        }
        return text
    }
}

/// CRC-32 of IEEE 802.3: polynomial 0x04C11DB7, reflected; of `123456789` it is 0xCBF43926.
enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }

    static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
    }
}
