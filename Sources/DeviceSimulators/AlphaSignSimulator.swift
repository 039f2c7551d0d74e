import HallModel

/// A message display by the Alpha Sign Communications Protocol (Adaptive 97088061).
///
/// ```
///  00 00 00 00 00  01   type  addr addr  02  command data  [03 ck ck ck ck]  …  04
///  sync (≥ 5)      SOH                   STX                ETX  hex          EOT
/// ```
/// It never answers. A frame with a wrong checksum, for another address or for another type is dropped without a word.
public struct AlphaSignSimulator: Sendable {
    /// NULs before a frame; the sign finds its baud with them.
    static let syncLength = 5
    /// A frame longer than this is dropped.
    static let frameLimit = 4096
    /// Bytes of a priority text.
    static let priorityLimit = 125
    /// Bytes of a text file before memory is allocated anew.
    static let factoryTextSize = 256
    /// Files that can be allocated.
    static let fileLimit = 95
    /// After its memory was cleared it takes nothing for a second.
    static let clearTime = Duration.seconds(1)

    /// A file as it was allocated.
    struct File: Sendable, Equatable {
        var label: UInt8
        var isString: Bool
        var size: Int
        var mode: UInt8 = 0x62
        var content: [UInt8] = []
    }

    /// The address it is set to, 0…255.
    public internal(set) var address: Int
    /// Bits of a byte on its line: with 7 the eighth is not looked at.
    public let dataBits: Int
    /// Switched on.
    public private(set) var isOn = true
    /// Frames taken, frames dropped for their checksum, and others that were not for it or not understood.
    public private(set) var counts = (taken: 0, badChecksum: 0, ignored: 0)

    var files: [File] = [File(label: 0x41, isString: false, size: factoryTextSize)]
    var sequence: [UInt8] = [0x41]
    var priority: File?
    private var busyUntil: MonotonicInstant?
    private var state = State.syncing(nulls: 0)
    private var frame: [UInt8] = []

    private enum State: Sendable, Equatable {
        case syncing(nulls: Int)
        case inFrame
    }

    /// A display that is on and shows nothing.
    public init(address: Int, dataBits: Int = 8) {
        self.address = address
        self.dataBits = dataBits
    }

    /// Bytes from the line.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: MonotonicInstant) {
        guard isOn else { return }
        for raw in bytes {
            let byte = dataBits == 7 ? raw & 0x7F : raw
            switch (state, byte) {
            case (.syncing(let nulls), 0x00): state = .syncing(nulls: nulls + 1)
            case (.syncing(let nulls), 0x01) where nulls >= AlphaSignSimulator.syncLength:
                state = .inFrame
                frame = []
            case (.syncing, _): state = .syncing(nulls: 0)
            case (.inFrame, 0x04):
                state = .syncing(nulls: 0)
                take(frame, at: now)
            case (.inFrame, 0x00): state = .syncing(nulls: 1)  // NUL stands in no frame: a new one begins
            case (.inFrame, _):
                frame.append(byte)
                if frame.count > AlphaSignSimulator.frameLimit { state = .syncing(nulls: 0) }
            }
        }
    }

    /// Switches it. What the datasheet leaves open is taken the hard way: its memory is empty afterwards.
    public mutating func setPower(on: Bool) {
        guard isOn != on else { return }
        isOn = on
        state = .syncing(nulls: 0)
        files = [File(label: 0x41, isString: false, size: AlphaSignSimulator.factoryTextSize)]
        sequence = [0x41]
        priority = nil
        busyUntil = nil
    }

    private mutating func take(_ frame: [UInt8], at now: MonotonicInstant) {
        if let busyUntil, now < busyUntil { return }
        guard frame.count > 4, [0x5A, 0x21].contains(frame[0]), isForMe(frame[1], frame[2]), frame[3] == 0x02 else {
            counts.ignored += 1
            return
        }
        var packet: [UInt8] = []
        var index = 4
        while index < frame.count {
            switch frame[index] {
            case 0x02 where packet.isEmpty: index += 1
            case 0x03:
                guard AlphaSignSimulator.isSound(packet, Array(frame[(index + 1)...].prefix(4))) else {
                    counts.badChecksum += 1
                    return
                }
                execute(packet, at: now)
                packet = []
                index += 5
            case 0x02:
                execute(packet, at: now)
                packet = []
                index += 1
            default:
                packet.append(frame[index])
                index += 1
            }
        }
        if !packet.isEmpty { execute(packet, at: now) }
    }

    /// The sum of everything from STX to ETX, both included, as four capital hexadecimal digits.
    private static func isSound(_ packet: [UInt8], _ digits: [UInt8]) -> Bool {
        let sum = packet.reduce(0x02 + 0x03) { ($0 + Int($1)) & 0xFFFF }
        guard digits.count == 4, let said = AlphaSignSimulator.hexadecimal(digits) else { return false }
        return sum == said
    }

    /// Two hexadecimal digits; 00 is everybody, `?` any digit.
    private func isForMe(_ high: UInt8, _ low: UInt8) -> Bool {
        if high == 0x30, low == 0x30 { return true }
        func fits(_ digit: UInt8, _ own: Int) -> Bool {
            digit == 0x3F || AlphaSignSimulator.hexadecimal([digit]) == own
        }
        return fits(high, address >> 4 & 0x0F) && fits(low, address & 0x0F)
    }

    static func hexadecimal(_ digits: some Collection<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            switch digit {
            case 0x30...0x39: value = value << 4 | Int(digit - 0x30)
            case 0x41...0x46: value = value << 4 | Int(digit - 0x37)
            default: return nil
            }
        }
        return value
    }

    private mutating func execute(_ packet: [UInt8], at now: MonotonicInstant) {
        let done =
            switch packet.first {
            case 0x41: writeText(Array(packet.dropFirst()))
            case 0x47: writeString(Array(packet.dropFirst()))
            case 0x45: special(Array(packet.dropFirst()), at: now)
            default: false
            }
        if done { counts.taken += 1 } else { counts.ignored += 1 }
    }

    private mutating func special(_ data: [UInt8], at now: MonotonicInstant) -> Bool {
        switch data.first {
        case 0x24:
            busyUntil = now + AlphaSignSimulator.clearTime
            return allocate(Array(data.dropFirst()))
        case 0x2C:  // soft reset: what is in memory stays
            priority = nil
            return true
        case 0x2E: return setSequence(Array(data.dropFirst()))
        case 0x20, 0x28: return true  // clock, speaker
        default: return false
        }
    }
}
