import DeviceDrivers
import HallModel

/// The asking side of Modbus in virtual time, with framing of its own: what a bus thread with its library is in real time.
///
/// ```
/// idle ──ask──▶ sending ──all sent──▶ waiting (timeout) ──first byte──▶ reading ──whole──▶ idle, replied
///                  └─ broadcast ─▶ turnaround ─▶ idle, replied     └─ damaged ─▶ quieting ─▶ idle, failed
/// ```
struct ModbusMaster: Sendable {
    /// After a broadcast, before the next request.
    static let turnaround = Duration.milliseconds(100)
    /// An answer that stops for so long has ended.
    static let byteTimeout = Duration.milliseconds(500)
    /// The line is quiet when nothing came for so long.
    static let quiet = Duration.milliseconds(50)
    /// A line that never is quiet is not waited for any longer.
    static let longestQuieting = Duration.seconds(1)
    /// No answer is longer.
    static let answerLimit = 260

    private enum State: Sendable, Equatable {
        case idle
        case sending
        case turnaround(until: MonotonicInstant)
        case waiting(until: MonotonicInstant)
        case reading(until: MonotonicInstant)
        case quieting(until: MonotonicInstant, atLatest: MonotonicInstant, ModbusFailure)
    }

    private let isTCP: Bool
    private let gap: Duration
    private var state = State.idle
    private var request: ModbusRequest?
    private var body: [UInt8] = []
    private var received: [UInt8] = []
    private var transaction: UInt16 = 0
    private var freeAt: MonotonicInstant?
    private var unsent: [UInt8] = []

    /// A master on this wire.
    init(wire: BusPlan.Wire) {
        if case .serial(_, let serial) = wire {
            isTCP = false
            gap = max(serial.byteTime * 7 / 2, .microseconds(1750))
        } else {
            isTCP = true
            gap = .zero
        }
    }

    /// When `timeReached` is due.
    var nextWake: MonotonicInstant? {
        switch state {
        case .idle: nil
        case .sending: unsent.isEmpty ? nil : freeAt
        case .turnaround(let until), .waiting(let until), .reading(let until), .quieting(let until, _, _): until
        }
    }

    /// Begins a request; its bytes come out of `takeUnsent` when the line has been silent for long enough.
    mutating func ask(_ request: ModbusRequest, at now: MonotonicInstant) {
        self.request = request
        received = []
        body = ModbusMaster.body(request.operation)
        if isTCP {
            transaction &+= 1
            let length = body.count + 1
            unsent =
                [UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0, UInt8(length >> 8), UInt8(length & 0xFF)]
                + [UInt8(clamping: request.unit)] + body
        } else {
            let frame = [UInt8(clamping: request.unit)] + body
            unsent = frame + ModbusMaster.check(frame)
        }
        state = .sending
        freeAt = freeAt.map { max($0, now) } ?? now
    }

    /// The bytes to be sent now.
    mutating func takeUnsent(at now: MonotonicInstant) -> [UInt8] {
        guard state == .sending, let freeAt, freeAt <= now else { return [] }
        defer { unsent = [] }
        return unsent
    }

    /// All bytes went down the line.
    mutating func sent(at now: MonotonicInstant) {
        guard state == .sending, unsent.isEmpty, let request else { return }
        let isBroadcast = request.unit == 0 && !isTCP
        state = isBroadcast ? .turnaround(until: now + Self.turnaround) : .waiting(until: now + request.timeout)
    }

    /// The port was lost: whoever asked hears it from there.
    mutating func reset() {
        state = .idle
        request = nil
        unsent = []
        freeAt = nil
    }

    /// Bytes from the line; outside of a request they are dropped.
    mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> BusEvent? {
        freeAt = now + gap
        switch state {
        case .idle, .turnaround: return nil
        case .sending where !unsent.isEmpty || request?.unit == 0: return nil
        case .quieting(_, let atLatest, let failure):
            state = .quieting(until: min(now + Self.quiet, atLatest), atLatest: atLatest, failure)
            return nil
        case .sending, .waiting, .reading:
            received += bytes.prefix(Self.answerLimit + 1 - received.count)
            state = .reading(until: now + Self.byteTimeout)
            guard let request, let length = expectedLength else { return damaged(.garbled, at: now) }
            guard received.count >= length else { return nil }
            do throws(ModbusFailure) {
                let reply = try reply(to: request, from: Array(received.prefix(length)))
                state = .idle
                return .replied(reply)
            } catch {
                if case .exception = error {
                    state = .idle
                    return .failed(error)
                }
                return damaged(error, at: now)
            }
        }
    }

    /// What is due now.
    mutating func timeReached(at now: MonotonicInstant) -> BusEvent? {
        switch state {
        case .turnaround(let until) where until <= now:
            state = .idle
            freeAt = now
            return .replied(.written)
        case .waiting(let until) where until <= now, .reading(let until) where until <= now:
            state = .idle
            return .failed(.timeout)
        case .quieting(let until, _, let failure) where until <= now:
            state = .idle
            return .failed(failure)
        default: return nil
        }
    }

    private mutating func damaged(_ failure: ModbusFailure, at now: MonotonicInstant) -> BusEvent? {
        state = .quieting(until: now + Self.quiet, atLatest: now + Self.longestQuieting, failure)
        return nil
    }

    // MARK: Frames

    private static func body(_ operation: ModbusRequest.Operation) -> [UInt8] {
        func words(_ function: UInt8, _ first: Int, _ second: Int) -> [UInt8] {
            [function] + pair(first) + pair(second)
        }
        return switch operation {
        case .readCoils(let address, let count): words(1, address, count)
        case .readDiscreteInputs(let address, let count): words(2, address, count)
        case .readHolding(let address, let count): words(3, address, count)
        case .readInput(let address, let count): words(4, address, count)
        case .writeCoil(let address, let isOn): words(5, address, isOn ? 0xFF00 : 0)
        case .writeRegister(let address, let value): words(6, address, Int(value))
        case .writeRegisters(let address, let values):
            words(16, address, values.count) + [UInt8(truncatingIfNeeded: 2 * values.count)]
                + values.flatMap { pair(Int($0)) }
        }
    }

    private static func pair(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    /// CRC-16/MODBUS, low byte first.
    static func check(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt16 = 0xFFFF
        for byte in bytes {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
        }
        return [UInt8(crc & 0xFF), UInt8(crc >> 8)]
    }

    /// Bytes of the answer as far as its beginning tells; nil for one that cannot be.
    private var expectedLength: Int? {
        let head = isTCP ? 7 : 1
        guard received.count > head else { return head + 2 }
        let tail = isTCP ? 0 : 2
        if received[head] == body[0] | 0x80 { return head + 2 + tail }
        guard received[head] == body[0] else { return nil }
        guard let request else { return nil }
        switch request.operation {
        case .readCoils(_, let count), .readDiscreteInputs(_, let count): return head + 2 + (count + 7) / 8 + tail
        case .readHolding(_, let count), .readInput(_, let count): return head + 2 + 2 * count + tail
        case .writeCoil, .writeRegister, .writeRegisters: return head + 5 + tail
        }
    }

    private func reply(to request: ModbusRequest, from frame: [UInt8]) throws(ModbusFailure) -> ModbusReply {
        let answer: [UInt8]
        if isTCP {
            guard Array(frame[0..<4]) == Self.pair(Int(transaction)) + [0, 0],
                Int(frame[4]) << 8 | Int(frame[5]) == frame.count - 6, frame[6] == UInt8(clamping: request.unit)
            else { throw .garbled }
            answer = Array(frame[7...])
        } else {
            guard Self.check(Array(frame.dropLast(2))) == Array(frame.suffix(2)),
                frame[0] == UInt8(clamping: request.unit)
            else { throw .garbled }
            answer = Array(frame[1..<(frame.count - 2)])
        }
        if answer[0] & 0x80 != 0 { throw .exception(Int(answer[1])) }
        let data = Array(answer.dropFirst(2))
        switch request.operation {
        case .readCoils(_, let count), .readDiscreteInputs(_, let count):
            guard Int(answer[1]) == data.count else { throw .garbled }
            return .bits((0..<count).map { data[$0 / 8] >> UInt8($0 % 8) & 1 == 1 })
        case .readHolding(_, let count), .readInput(_, let count):
            guard Int(answer[1]) == data.count else { throw .garbled }
            return .registers((0..<count).map { UInt16(data[2 * $0]) << 8 | UInt16(data[2 * $0 + 1]) })
        case .writeCoil, .writeRegister, .writeRegisters:
            guard answer.elementsEqual(body.prefix(5)) else { throw .garbled }
            return .written
        }
    }
}
