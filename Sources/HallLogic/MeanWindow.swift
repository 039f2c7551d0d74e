import HallModel

/// The mean of one point over the last so many seconds, weighted by how long each value held. Time without a good reading
/// counts for nothing, so a gap neither pulls the mean nor fills the window.
///
/// ```
///  now − window                                     now
///      │ slice │ slice │ … 60 slices in all … │ slice │     each: Σ value × time, and the time covered
/// ```
struct MeanWindow: Sendable, Equatable {
    /// How finely the window moves.
    static let slices: Int64 = 60
    /// The least part of the window, in per cent, that good readings must cover.
    static let leastCoverage = 75

    private struct Slice: Sendable, Equatable {
        var number: Int64
        var sum: Int128
        var covered: Int64
    }

    private let window: Int64
    private var slices: [Slice] = []
    private var value: Quantity?
    private var upTo: MonotonicInstant?

    /// A window of so many seconds, at least one.
    init(seconds: Int) { window = Int64(max(1, seconds)) * 1_000_000_000 }

    private var width: Int64 { window / Self.slices }

    /// From this moment on the point has this value; nil for none that is known.
    mutating func take(_ next: Quantity?, at now: MonotonicInstant) {
        advance(to: now)
        value = next
    }

    /// How much of the window is covered, in per cent.
    func coverage(at now: MonotonicInstant) -> Int {
        let covered = advanced(to: now).slices.reduce(0) { $0 + $1.covered }
        return Int(covered * 100 / window)
    }

    /// The mean; nil where too little of the window is covered.
    func mean(at now: MonotonicInstant) -> Quantity? {
        let slices = advanced(to: now).slices
        let covered = slices.reduce(0) { $0 + $1.covered }
        guard covered > 0, covered * 100 >= window * Int64(Self.leastCoverage) else { return nil }
        let sum = slices.reduce(Int128(0)) { $0 + $1.sum }
        let half = Int128(covered) / 2
        return Quantity(thousandths: Int64(clamping: (sum + (sum < 0 ? -half : half)) / Int128(covered)))
    }

    private func advanced(to now: MonotonicInstant) -> Self {
        var copy = self
        copy.advance(to: now)
        return copy
    }

    private mutating func advance(to now: MonotonicInstant) {
        let newest = now.nanoseconds.flooredDivision(by: width)
        let oldest = newest - Self.slices + 1
        slices.removeAll { $0.number < oldest }
        let former = upTo
        upTo = max(former ?? now, now)
        guard let value, let former else { return }
        var from = max(former.nanoseconds, oldest * width)
        while from < now.nanoseconds {
            let number = from.flooredDivision(by: width)
            let until = min((number + 1) * width, now.nanoseconds)
            add(value, for: until - from, to: number)
            from = until
        }
    }

    private mutating func add(_ value: Quantity, for time: Int64, to number: Int64) {
        if slices.last?.number != number { slices.append(Slice(number: number, sum: 0, covered: 0)) }
        slices[slices.count - 1].sum += Int128(value.thousandths) * Int128(time)
        slices[slices.count - 1].covered += time
    }
}
