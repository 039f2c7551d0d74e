import HallModel

/// Something that was heard on a line and answers nothing.
public enum BusNoise: Sendable, Equatable {
    /// The request itself came back.
    case echo
    /// A whole frame of a unit that was not asked.
    case frame(unit: Int)
    /// So many bytes that make no frame.
    case bytes(Int)
}

/// What was heard of late that nobody asked for, and whose it may be.
struct LineNoise: Sendable, Equatable {
    /// This minute and the one before are looked at.
    private static let minute = Duration.seconds(60)
    /// So much may happen on a good line: a plug is pulled, a lamp is switched.
    private static let toleratedEchoes = 1
    private static let toleratedFrames = 2
    private static let toleratedBursts = 10

    private struct Minute: Sendable, Equatable {
        var echoes = 0
        var bursts = 0
        /// Whole frames by unit, 0…255.
        var frames: [Int] = []
    }
    private var now = Minute()
    private var before = Minute()
    private var begin: MonotonicInstant

    init(at now: MonotonicInstant) { begin = now }

    /// Takes note of it.
    mutating func heard(_ noise: BusNoise, at moment: MonotonicInstant) {
        turnPage(at: moment)
        switch noise {
        case .echo: now.echoes += 1
        case .bytes: now.bursts += 1
        case .frame(let unit):
            if now.frames.isEmpty { now.frames = Array(repeating: 0, count: 256) }
            if now.frames.indices.contains(unit) { now.frames[unit] += 1 }
        }
    }

    /// Who it looks like; nil when all is well. `failing` are the devices that do not answer.
    func culprit(failing: [DeviceID], at moment: MonotonicInstant) -> LineCulprit? {
        var noise = self
        noise.turnPage(at: moment)
        if noise.now.echoes + noise.before.echoes > Self.toleratedEchoes { return .echo }
        var most = (unit: 0, count: Self.toleratedFrames)
        for unit in 0..<256 {
            let count = [noise.now, noise.before].reduce(0) { $0 + ($1.frames.isEmpty ? 0 : $1.frames[unit]) }
            if count > most.count { most = (unit, count) }
        }
        if most.count > Self.toleratedFrames { return .unit(most.unit) }
        return noise.now.bursts + noise.before.bursts > Self.toleratedBursts ? .noise(failing) : nil
    }

    private mutating func turnPage(at moment: MonotonicInstant) {
        guard moment - begin >= Self.minute else { return }
        before = moment - begin >= Self.minute * 2 ? Minute() : now
        now = Minute()
        begin = moment
    }
}
