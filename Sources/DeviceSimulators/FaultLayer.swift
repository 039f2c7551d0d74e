import HallModel

/// A fault as somebody orders it.
public struct FaultOrder: Sendable, Equatable {
    /// Which.
    public var kind: FaultKind
    /// After which it ends by itself, over 0 and at most a week; nil when somebody must clear it.
    public var lasting: Duration?
    /// How often it strikes, 0…1: for each thing said, or once for conditions that last.
    public var probability: Double
    /// The requests that it strikes; nil for all.
    public var target: FaultTarget?
    /// How late a late answer is, or the gap between the bytes of a slow one: over 0, at most a minute; nil for the usual.
    public var delay: Duration?
    /// The exception that is answered, 1…255; nil for 4.
    public var code: UInt8?

    /// An order; what is not said is the usual.
    public init(
        _ kind: FaultKind, lasting: Duration? = nil, probability: Double = 1, target: FaultTarget? = nil,
        delay: Duration? = nil, code: UInt8? = nil
    ) {
        self.kind = kind
        self.lasting = lasting
        self.probability = probability
        self.target = target
        self.delay = delay
        self.code = code
    }
}

/// A fault that is in force.
public struct ActiveFault: Sendable, Equatable {
    /// As it was ordered.
    public var order: FaultOrder
    /// When it ends by itself; nil when somebody must clear it.
    public var until: MonotonicInstant?

    /// Which.
    public var kind: FaultKind { order.kind }
}

/// What comes between a device and its wire when something is wrong with them.
struct FaultLayer: Sendable {
    /// How late a late answer is, if nothing else is set.
    static let lateness = Duration.seconds(3)
    /// The gap between the bytes of a slow device, if nothing else is set.
    static let slowGap = Duration.milliseconds(50)
    /// What a slave refuses with, if nothing else is set: that it failed.
    static let exception: UInt8 = 4
    /// A babbling device says this many bytes each time.
    static let babbleLength = 8
    /// A babbling device speaks this often, in milliseconds.
    static let babbleEvery = 60...140
    /// Another master asks this often, in milliseconds. Neither keeps a round: a host with a round of its own would meet
    /// it always or never.
    static let secondMasterEvery = 150...350
    /// Bytes held back by a late or slow device; what is more is lost.
    static let heldLimit = 4096

    private struct Held: Sendable {
        var at: MonotonicInstant
        var bytes: [UInt8]
    }

    private(set) var active: [ActiveFault] = []
    private var held: [Held] = []
    private var nextBabble: MonotonicInstant?
    private var nextStranger: MonotonicInstant?
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    var nextWake: MonotonicInstant? {
        guard !active.isEmpty || !held.isEmpty else { return nil }
        return [held.first?.at, nextBabble, nextStranger, active.compactMap(\.until).min()].compactMap { $0 }.min()
    }

    /// Puts a fault in force; the same kind for the same requests replaces it. False when its probability kept a lasting
    /// condition away.
    mutating func add(_ order: FaultOrder, isCondition: Bool, at now: MonotonicInstant) -> Bool {
        guard !isCondition || generator.happens(withProbability: order.probability) else { return false }
        active.removeAll { $0.kind == order.kind && $0.order.target == order.target }
        active.append(ActiveFault(order: order, until: order.lasting.map { now + $0 }))
        if order.kind == .babble { nextBabble = now }
        if order.kind == .secondMaster { nextStranger = now }
        return true
    }

    /// Ends all faults; gives those that were in force.
    mutating func clear() -> [ActiveFault] {
        defer { active = [] }
        nextBabble = nil
        nextStranger = nil
        return active
    }

    /// Ends the faults whose time is over; gives them.
    mutating func expire(at now: MonotonicInstant) -> [ActiveFault] {
        guard !active.isEmpty else { return [] }
        let over = active.filter { $0.until.map { $0 <= now } ?? false }
        active.removeAll { over.contains($0) }
        if !active.contains(where: { $0.kind == .babble }) { nextBabble = nil }
        if !active.contains(where: { $0.kind == .secondMaster }) { nextStranger = nil }
        return over
    }

    /// The fault that is in force and strikes this time; those for certain requests only when it is about one of them.
    mutating func strike(_ kind: FaultKind, about request: [UInt8]? = nil) -> FaultOrder? {
        for fault in active where fault.kind == kind {
            if let target = fault.order.target {
                guard let request, target.includes(request) else { continue }
            }
            if generator.happens(withProbability: fault.order.probability) { return fault.order }
        }
        return nil
    }

    /// Whether the fault strikes this time.
    mutating func strikes(_ kind: FaultKind, about request: [UInt8]? = nil) -> Bool {
        strike(kind, about: request) != nil
    }

    /// What the device says goes towards the wire. `checkAt` is where its frames carry their check bytes, `request` what
    /// a Modbus master asked: function and data.
    mutating func say(
        _ spoken: [UInt8], checkAt: Range<Int>?, about request: [UInt8]? = nil, at now: MonotonicInstant
    ) {
        guard !spoken.isEmpty, !strikes(.silent, about: request) else { return }
        var bytes = spoken
        if strikes(.truncated, about: request) { bytes = Array(bytes.prefix(bytes.count / 2)) }
        if let checkAt, strikes(.crc, about: request) {
            for index in checkAt where bytes.indices.contains(index) { bytes[index] ^= 0x55 }
        }
        if strikes(.noise, about: request) { bytes = noisy(bytes) }
        let late = strike(.late, about: request)
        let start = now + (late.map { $0.delay ?? FaultLayer.lateness } ?? .zero)
        if let slow = strike(.slow, about: request) {
            let gap = slow.delay ?? FaultLayer.slowGap
            for (place, byte) in bytes.enumerated() { hold([byte], at: start + gap * place) }
        } else {
            hold(bytes, at: start)
        }
    }

    /// Another master asks now.
    mutating func strangerAsks(at now: MonotonicInstant) -> Bool {
        guard let due = nextStranger, due <= now else { return false }
        nextStranger = max(due, now) + .milliseconds(generator.number(in: FaultLayer.secondMasterEvery))
        return strikes(.secondMaster)
    }

    /// What is on the wire's end of the device now.
    mutating func emit(at now: MonotonicInstant) -> [UInt8] {
        while let due = nextBabble, due <= now {
            var bytes: [UInt8] = []
            for _ in 0..<FaultLayer.babbleLength { bytes.append(UInt8(truncatingIfNeeded: generator.next())) }
            if strikes(.babble) { hold(bytes, at: due) }
            // A caller that was away does not get all it missed.
            nextBabble = max(due, now) + .milliseconds(generator.number(in: FaultLayer.babbleEvery))
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
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .babble, .secondMaster: false
        }
    }

    /// It strikes an answer, so that it can be for the answers to certain requests only.
    var strikesAnswers: Bool {
        switch self {
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .wrongAddress: true
        case .babble, .secondMaster, .offline, .paperOut, .paperNearEnd, .coverOpen, .cutterJam: false
        }
    }
}
