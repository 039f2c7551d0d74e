import HallModel

/// Keys and a lamp as their profile describes them: builds the frame of a pressed key, recognises the lamp's bytes.
public struct ByteMapKeysSimulator: Sendable {
    /// The device's map.
    public let map: ByteMap
    /// Switched on.
    public private(set) var isOn = true
    /// What the lamp shows; nil before it was told, and without a lamp.
    public private(set) var lamp: LampState?
    /// The key pressed last.
    public private(set) var lastKey: String?
    private var recent: [UInt8] = []

    /// Keys that are on, with a dark lamp.
    public init(map: ByteMap) { self.map = map }

    /// The names of the keys, in the profile's order.
    public var keys: [String] { map.keys.map(\.name) }

    /// The frame of a pressed key; empty when it is switched off.
    public mutating func press(_ key: String, device: DeviceID) throws(SimulatorError) -> [UInt8] {
        guard let pressed = map.keys.first(where: { $0.name == key }) else {
            throw .noSuchKey(key, device: device, known: keys)
        }
        guard isOn else { return [] }
        lastKey = key
        return ByteMapKeysSimulator.frame(map.frame, code: pressed.code)
    }

    /// Bytes from the host: the lamp shows the state whose bytes came last.
    public mutating func receive(_ bytes: some Sequence<UInt8>) {
        guard isOn else { return }
        let longest = map.lamps.map(\.bytes.count).max() ?? 0
        for byte in bytes {
            recent.append(byte)
            if recent.count > longest { recent.removeFirst(recent.count - longest) }
            for candidate in map.lamps where !candidate.bytes.isEmpty {
                guard recent.suffix(candidate.bytes.count).elementsEqual(candidate.bytes) else { continue }
                lamp = candidate.state
                recent = []
                break
            }
        }
    }

    /// Switches it; the lamp is dark afterwards.
    public mutating func setPower(on: Bool) {
        guard isOn != on else { return }
        isOn = on
        lamp = nil
        recent = []
    }

    private static func frame(_ pieces: [ByteMap.Piece], code: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .literal(let literal): bytes += literal
            case .key(let size):
                for place in stride(from: size - 1, through: 0, by: -1) {
                    bytes.append(place < 4 ? UInt8(truncatingIfNeeded: code >> UInt32(8 * place)) : 0)
                }
            case .skip(let size): bytes += [UInt8](repeating: 0, count: size)
            case .checksum(let kind, let from): bytes += check(kind, over: bytes.dropFirst(from))
            }
        }
        return bytes
    }

    /// The check bytes over these bytes, in wire order.
    static func check(_ kind: ByteMap.Checksum, over bytes: some Sequence<UInt8>) -> [UInt8] {
        switch kind {
        case .xor: return [bytes.reduce(0, ^)]
        case .sum8: return [bytes.reduce(0, &+)]
        case .sum16:
            let sum = bytes.reduce(UInt16(0)) { $0 &+ UInt16($1) }
            return [UInt8(sum >> 8), UInt8(sum & 0xFF)]
        case .crc16Modbus:
            // Polynomial 8005 reflected, begun with FFFF; "123456789" gives 4B37.
            var crc: UInt16 = 0xFFFF
            for byte in bytes {
                crc ^= UInt16(byte)
                for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1 }
            }
            return [UInt8(crc & 0xFF), UInt8(crc >> 8)]
        }
    }
}
