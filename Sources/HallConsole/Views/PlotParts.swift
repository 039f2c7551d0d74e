import HallAPI
import HallModel

/// The time that a picture spans, shown by the clock of its first moment.
struct PlotTime {
    /// Its first moment.
    let from: WallTime
    /// Its length.
    let seconds: Double
    private let clock: CivilClock

    /// RFC 3339 times; nil for others, and for no time at all.
    init?(from: String, to: String) {
        guard let first = CivilTime(rfc3339: from), let last = CivilTime(rfc3339: to), first.wall < last.wall else {
            return nil
        }
        self.from = first.wall
        seconds = Double((last.wall - first.wall).wholeSeconds)
        clock = CivilClock(fixedOffsetSeconds: first.offsetSeconds)
    }

    /// Seconds after the first moment.
    func second(of text: String) -> Double? {
        CivilTime(rfc3339: text).map { Double(($0.wall - from).wholeSeconds) }
    }

    /// `09:05`, `11-21`, or both.
    func text(_ second: Double, date: Bool, clock withClock: Bool = true) -> String {
        let local = clock.local(from + .seconds(Int(second)))
        let day = String(local.date.description.dropFirst(5))
        return (date ? day : "") + (date && withClock ? " " : "") + (withClock ? local.clock : "")
    }

    /// The places of `count` that a piece lies in.
    func places(_ piece: PlotPiece, of count: Int) -> Range<Int> {
        guard let begin = second(of: piece.at), begin < seconds, begin + piece.length >= 0 else { return 0..<0 }
        let first = max(0, Int(begin / seconds * Double(count)))
        let end = Int(((begin + piece.length) / seconds * Double(count)).rounded(.up))
        return first..<min(count, max(end, first + 1))
    }

    /// Round local times, as many as have room in so many columns.
    func ticks(columns: Int) -> [(second: Double, text: String)] {
        let steps = [60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000]
        let most = Double(max(columns / 10, 1))
        let step = steps.first { seconds / Double($0) <= most } ?? 31_536_000
        let isDays = step >= 86_400
        let shown = clock.local(from)
        let passed = isDays ? shown.secondOfDay : shown.secondOfDay % step
        return stride(from: passed == 0 ? 0 : Double(step - passed), to: seconds, by: Double(step)).map {
            ($0, text($0, date: isDays, clock: !isDays))
        }
    }
}

/// One row of the reply as it is drawn.
struct PlotPiece {
    enum Content {
        case number(least: Double, mean: Double, greatest: Double)
        case word(String)
    }
    /// The greatest number that is drawn.
    static let farthest = 9e12

    let at: String
    /// How far it reaches, in seconds.
    let length: Double
    /// How long it was known to be so, in seconds.
    let covered: Double
    let content: Content
    let isGood: Bool

    /// nil for a row without a value.
    init?(_ row: HistoryView.Row, resolution: String) {
        if let least = row.min, let mean = row.mean, let greatest = row.max {
            // No point has more digits; what a stranger's reply says beyond them is drawn at the edge.
            let known = -Self.farthest...Self.farthest
            content = .number(
                least: least.bounded(by: known), mean: mean.bounded(by: known), greatest: greatest.bounded(by: known))
        } else if case .string(let word)? = row.value {
            content = .word(word)
        } else {
            return nil
        }
        at = row.at
        covered = Double(row.coverage)
        length = ["minute": 60, "quarter": 900][resolution] ?? covered
        isGood = row.quality == "good" || row.quality == "substituted"
    }

    var least: Double { if case .number(let least, _, _) = content { least } else { 0 } }
    var mean: Double { if case .number(_, let mean, _) = content { mean } else { 0 } }
    var greatest: Double { if case .number(_, _, let greatest) = content { greatest } else { 0 } }
    var word: String { if case .word(let word) = content { word } else { "" } }
}

/// The axis of values: round numbers around all that is shown.
struct PlotScale {
    private let low: Double
    private let high: Double
    private let step: Double
    private let lines: Int

    init(least: Double, greatest: Double, lines: Int, decimals: Int) {
        // At most a label every second line, and none finer than the point's own digits.
        let most = Double(max(lines / 2, 2))
        let finest = [1, 0.1, 0.01, 0.001][min(max(decimals, 0), 3)]
        let wanted = max((greatest - least) / most, finest)
        var step = finest
        var factors = [2, 2.5, 2].makeIterator()
        var used = 0
        while step < wanted, used < 60 {
            guard let factor = factors.next() else {
                factors = [2, 2.5, 2].makeIterator()
                continue
            }
            step *= factor
            used += 1
        }
        self.step = step
        self.lines = lines
        let low = (least / step).rounded(.down) * step
        let high = (greatest / step).rounded(.up) * step
        self.low = low
        self.high = high > low ? high : low + step
    }

    /// The height of a value in dots from below; four dots a line.
    func dot(_ value: Double) -> Int {
        let place = (value - low) / (high - low) * Double(lines * 4 - 1)
        return min(max(Int(place.rounded()), 0), lines * 4 - 1)
    }

    /// Labels by their line from below.
    func labels() -> [Int: String] {
        let decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3
        var labels: [Int: String] = [:]
        for index in 0...max(Int(((high - low) / step).rounded()), 1) {
            let value = low + Double(index) * step
            labels[dot(value) / 4] = Self.text(value, decimals: decimals)
        }
        return labels
    }

    /// A number with so many decimals.
    static func text(_ value: Double, decimals: Int) -> String {
        let bounded = value.bounded(by: -2 * PlotPiece.farthest...2 * PlotPiece.farthest)
        return Quantity(thousandths: Int64((bounded * 1000).rounded())).text(decimals: decimals)
    }
}

extension Double {
    fileprivate func bounded(by range: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}

/// Cells of 2 × 4 dots: Braille patterns, Unicode U+2800…U+28FF.
struct PlotCanvas {
    let columns: Int
    private let lines: Int
    /// For each column of dots what was there: the lowest and highest dot.
    private var spans: [ClosedRange<Int>?]
    private var dashes: Set<Int> = []
    /// Bits of the left and right dots of a cell, from below.
    private static let bits: [[UInt32]] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]]

    init(columns: Int, lines: Int) {
        self.columns = columns
        self.lines = lines
        spans = Array(repeating: nil, count: columns * 2)
    }

    /// A dashed line, by its line from below.
    mutating func dash(_ line: Int) { dashes.insert(line) }

    /// The band of numbers; steps between neighbours are joined, gaps are not.
    mutating func draw(_ pieces: [PlotPiece], _ time: PlotTime, _ scale: PlotScale) {
        var last: [Int?] = Array(repeating: nil, count: spans.count)
        for piece in pieces {
            let span = scale.dot(piece.least)...scale.dot(piece.greatest)
            for column in time.places(piece, of: spans.count) {
                let former = spans[column] ?? span
                spans[column] =
                    min(former.lowerBound, span.lowerBound)...max(former.upperBound, span.upperBound)
                last[column] = scale.dot(piece.mean)
            }
        }
        for column in spans.indices.dropFirst() {
            guard let left = last[column - 1], let span = spans[column], !span.contains(left) else { continue }
            spans[column] = min(span.lowerBound, left)...max(span.upperBound, left)
        }
    }

    /// From the top.
    func rows() -> [String] {
        (0..<lines).reversed().map { line in
            String((0..<columns).map { character(column: $0, line: line) })
        }
    }

    private func character(column: Int, line: Int) -> Character {
        var pattern: UInt32 = 0
        for side in 0...1 {
            guard let span = spans[column * 2 + side] else { continue }
            for dot in 0...3 where span.contains(line * 4 + dot) { pattern |= Self.bits[side][dot] }
        }
        if pattern == 0 { return dashes.contains(line) && column.isMultiple(of: 2) ? "-" : " " }
        return Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? " "
    }
}
