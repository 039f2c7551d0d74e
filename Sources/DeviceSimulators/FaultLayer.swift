import HallModel

/// A fault that is in force.
public struct ActiveFault: Sendable, Equatable {
    /// Which.
    public var kind: FaultKind
    /// When it ends by itself; nil when somebody must clear it.
    public var until: MonotonicInstant?
    /// How often it strikes, 0…1: for each thing said, or once for conditions that last.
    public var probability: Double
}

/// What comes between a device and its wire when something is wrong with them.
struct FaultLayer: Sendable {
    /// How late a late answer is.
    static let lateness = Duration.seconds(3)
    /// The gap between the bytes of a slow device.
    static let slowGap = Duration.milliseconds(50)
    /// A babbling device says this many bytes each time.
    static let babbleLength = 8
    /// A babbling device speaks this often.
    static let babbleEvery = Duration.milliseconds(100)
    /// Bytes held back by a late or slow device; what is more is lost.
    static let heldLimit = 4096

    private struct Held: Sendable {
        var at: MonotonicInstant
        var bytes: [UInt8]
    }

    private(set) var active: [ActiveFault] = []
    private var held: [Held] = []
    private var nextBabble: MonotonicInstant?
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    var nextWake: MonotonicInstant? {
        [held.first?.at, nextBabble, active.compactMap(\.until).min()].compactMap { $0 }.min()
    }

    /// Puts a fault in force; the same kind again replaces it. False when its probability kept a lasting condition away.
    mutating func add(_ fault: ActiveFault, at now: MonotonicInstant) -> Bool {
        guard !fault.kind.isCondition || generator.happens(withProbability: fault.probability) else { return false }
        active.removeAll { $0.kind == fault.kind }
        active.append(fault)
        if fault.kind == .babble { nextBabble = now }
        return true
    }

    /// Ends all faults; gives those that were in force.
    mutating func clear() -> [ActiveFault] {
        defer { active = [] }
        nextBabble = nil
        return active
    }

    /// Ends the faults whose time is over; gives them.
    mutating func expire(at now: MonotonicInstant) -> [ActiveFault] {
        let over = active.filter { $0.until.map { $0 <= now } ?? false }
        active.removeAll { over.contains($0) }
        if !active.contains(where: { $0.kind == .babble }) { nextBabble = nil }
        return over
    }

    /// The fault is in force and strikes this time.
    mutating func strikes(_ kind: FaultKind) -> Bool {
        guard let fault = active.first(where: { $0.kind == kind }) else { return false }
        return generator.happens(withProbability: fault.probability)
    }

    /// What the device says goes towards the wire. `checkAt` is where its frames carry their check bytes.
    mutating func say(_ spoken: [UInt8], checkAt: Range<Int>?, at now: MonotonicInstant) {
        guard !spoken.isEmpty, !strikes(.silent) else { return }
        var bytes = spoken
        if strikes(.truncated) { bytes = Array(bytes.prefix(bytes.count / 2)) }
        if let checkAt, strikes(.crc) {
            for index in checkAt where bytes.indices.contains(index) { bytes[index] ^= 0x55 }
        }
        if strikes(.noise) { bytes = noisy(bytes) }
        let start = now + (strikes(.late) ? FaultLayer.lateness : .zero)
        if strikes(.slow) {
            for (place, byte) in bytes.enumerated() { hold([byte], at: start + FaultLayer.slowGap * place) }
        } else {
            hold(bytes, at: start)
        }
    }

    /// What is on the wire's end of the device now.
    mutating func emit(at now: MonotonicInstant) -> [UInt8] {
        while let due = nextBabble, due <= now {
            var bytes: [UInt8] = []
            for _ in 0..<FaultLayer.babbleLength { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
            if strikes(.babble) { hold(bytes, at: due) }
            // A caller that was away does not get all it missed.
            nextBabble = max(due, now) + FaultLayer.babbleEvery
        }
        let ready = held.prefix { $0.at <= now }
        held.removeFirst(ready.count)
        return ready.flatMap(\.bytes)
    }

    /// What was held back for a connection that is gone is lost.
    mutating func forgetHeld() { held = [] }

    private mutating func hold(_ bytes: [UInt8], at moment: MonotonicInstant) {
        guard held.count < FaultLayer.heldLimit, !bytes.isEmpty else { return }
        let place = held.firstIndex { $0.at > moment } ?? held.count
        held.insert(Held(at: moment, bytes: bytes), at: place)
    }

    private mutating func noisy(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            if generator.happens(withProbability: 0.1) { result.append(UInt8(truncatingIfNeeded: generator.next())) }
            let flips = generator.happens(withProbability: 0.25)
            result.append(flips ? byte ^ (1 << UInt8(generator.number(in: 0...7))) : byte)
        }
        return result
    }
}

extension FaultKind {
    /// It lasts: it is there or not, and does not strike each time something is said.
    var isCondition: Bool {
        switch self {
        case .paperOut, .paperNearEnd, .coverOpen, .cutterJam, .offline, .wrongAddress: true
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .babble: false
        }
    }
}
