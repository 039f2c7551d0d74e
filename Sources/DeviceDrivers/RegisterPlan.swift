import DeviceProtocols
import HallModel

/// Points that are read together, in one cycle.
struct RegisterBlock: Sendable, Equatable {
    /// The reads, one after the other: one for neighbours, two for a mode whose switch stands far away.
    var spans: [RegisterSpan]
    /// The points they hold, by their index in the map.
    var points: [Int]
    /// Time between two cycles.
    let period: Duration
    /// How long after its release it should be read: what is asked for often is waited for less. Stored, since it is looked
    /// at many times for each request.
    let patience: Duration
    /// Reading it changes the device: it is read when its points are due, and for nothing else.
    var isLatching = false
    /// Requests of a cycle that reading its points together makes needless, and their time on the line.
    var savedRequests = 0
    var savedTime = Duration.zero

    /// The reads.
    var operations: [ModbusRequest.Operation] { spans.map { ModbusRequest.Operation(reading: $0) } }

    /// Registers on the wire.
    var size: Int { spans.reduce(0) { $0 + $1.count } }

    init(spans: [RegisterSpan], points: [Int], period: Duration, isLatching: Bool = false) {
        self.spans = spans
        self.points = points
        self.period = period
        self.isLatching = isLatching
        patience = period <= RegisterPlan.fast ? period / 2 : period <= RegisterPlan.normal ? period * 3 / 4 : period
    }
}

/// How the points of a map are read with few requests.
///
/// ```
/// points at   0 1 2 . . 5     . . . . . . . . . . . . 40 41
/// 9600        └──one read─┘                           └──┘ another: 34 registers take longer than a request
/// ```
///
/// Joined are points of one table and one period up to the map's limit and up to what keeps a command from waiting long.
/// A hole between them is read along where the map says that the device bears it and its bytes take less time at this baud
/// than another request. A point that reads two places (a mode and its switch) has both in one block, so that both are of
/// one moment. Registers that latch are read alone.
struct RegisterPlan: Sendable, Equatable {
    /// Points with at most this period are fast, up to `normal` normal, above slow.
    static let fast = Duration.seconds(2)
    static let normal = Duration.seconds(30)
    /// Where the profile says nothing.
    private static let defaultPeriod = Duration.seconds(5)
    /// Bits that fit where one register does.
    private static let bitsPerRegister = 16
    /// No answer takes the line for longer than this, unless one point alone does.
    private static let longestAnswer = Duration.milliseconds(100)

    private(set) var blocks: [RegisterBlock] { didSet { probes = Self.probes(blocks) } }
    /// Blocks by which a silent device is looked for, the smallest first; what latches only if there is nothing else.
    private(set) var probes: [Int] = []
    private let map: RegisterMap
    private let timing: LineTiming

    /// The plan for a map on a line.
    init(_ map: RegisterMap, timing: LineTiming) {
        self.map = map
        self.timing = timing
        blocks = []
        var alone = map.registers.indices.filter { index in
            map.registers[index].spans.contains { map.latches($0) }
        }
        while true {
            let joined = join(map.registers.indices.filter { !alone.contains($0) }, bearsHoles: map.readsHoles)
            if joined.torn.isEmpty {
                blocks = (joined.blocks + alone.sorted().map { block(of: $0) }).map(withSavings)
                probes = Self.probes(blocks)
                return
            }
            alone += joined.torn
        }
    }

    private static func probes(_ blocks: [RegisterBlock]) -> [Int] {
        let bySize = blocks.indices.sorted { (blocks[$0].size, $0) < (blocks[$1].size, $1) }
        let harmless = bySize.filter { !blocks[$0].isLatching }
        return harmless.isEmpty ? bySize : harmless
    }

    /// One point in a block of its own.
    private func block(of index: Int) -> RegisterBlock {
        let register = map.registers[index]
        return RegisterBlock(
            spans: register.spans, points: [index], period: Self.period(register),
            isLatching: register.spans.contains { map.latches($0) })
    }

    /// How often a point is read.
    static func period(_ register: RegisterMap.Register) -> Duration {
        if let milliseconds = register.periodMilliseconds { return .milliseconds(max(1, milliseconds)) }
        return register.point.periodSeconds.map { .seconds(max(1, $0)) } ?? defaultPeriod
    }

    private struct Cell {
        var period: Duration
        var span: RegisterSpan
        var point: Int
    }

    /// Blocks of these points, and the points of which no one block holds everything.
    private func join(_ points: [Int], bearsHoles: Bool) -> (blocks: [RegisterBlock], torn: [Int]) {
        let cells = points.flatMap { point in
            map.registers[point].spans.map {
                Cell(period: Self.period(map.registers[point]), span: $0, point: point)
            }
        }.sorted {
            ($0.period, $0.span.table.rawValue, $0.span.address, $0.point)
                < ($1.period, $1.span.table.rawValue, $1.span.address, $1.point)
        }
        var blocks: [RegisterBlock] = []
        for cell in cells {
            if let last = blocks.last, last.period == cell.period,
                let span = joined(last.spans[0], cell.span, bearsHoles: bearsHoles)
            {
                blocks[blocks.count - 1].spans = [span]
                if !last.points.contains(cell.point) { blocks[blocks.count - 1].points.append(cell.point) }
            } else {
                blocks.append(RegisterBlock(spans: [cell.span], points: [cell.point], period: cell.period))
            }
        }
        let torn = points.filter { point in blocks.count { $0.points.contains(point) } > 1 }
        return (blocks, torn)
    }

    /// Both in one read; nil where that is not allowed or costs more. `next` does not begin before the first.
    private func joined(_ first: RegisterSpan, _ next: RegisterSpan, bearsHoles: Bool) -> RegisterSpan? {
        guard next.table == first.table else { return nil }
        let whole = RegisterSpan(
            table: first.table, address: first.address, count: max(first.end, next.end) - first.address)
        let isBits = whole.table.isBits
        let operation = ModbusRequest.Operation(reading: whole)
        guard whole.count <= (isBits ? map.blockLimit * Self.bitsPerRegister : map.blockLimit),
            timing.bytes(operation.answerSize) <= Self.longestAnswer
        else { return nil }
        let hole = next.address - first.end
        guard hole > 0 else { return whole }
        let another = ModbusRequest.Operation(reading: RegisterSpan(table: next.table, address: next.address, count: 0))
        let request = timing.transaction(another, gap: .milliseconds(map.gapMilliseconds))
        let bytes = isBits ? (hole + 7) / 8 : 2 * hole
        let latches = map.latches(RegisterSpan(table: next.table, address: first.end, count: hole))
        return bearsHoles && !latches && timing.bytes(bytes) < request ? whole : nil
    }

    /// A block was refused: from now on it is read without the holes in it or, if it had none, point by point. Its place is
    /// taken by the parts, which are never joined again; their number.
    mutating func split(_ index: Int) -> Int {
        let block = blocks[index]
        var parts = join(block.points, bearsHoles: false)
        if parts.blocks.count < 2 || !parts.torn.isEmpty { parts.blocks = block.points.map { self.block(of: $0) } }
        blocks.replaceSubrange(index...index, with: parts.blocks.map(withSavings))
        return parts.blocks.count
    }

    /// The block with what it saves beside reading each of its points alone.
    private func withSavings(_ block: RegisterBlock) -> RegisterBlock {
        let alone = block.points.flatMap { map.registers[$0].spans }
        let gap = Duration.milliseconds(map.gapMilliseconds)
        let time = { (spans: [RegisterSpan]) in
            spans.reduce(Duration.zero) { $0 + timing.transaction(ModbusRequest.Operation(reading: $1), gap: gap) }
        }
        var block = block
        block.savedRequests = alone.count - block.spans.count
        block.savedTime = max(.zero, time(alone) - time(block.spans))
        return block
    }
}

extension RegisterMap {
    /// Some of these registers change by being read.
    func latches(_ span: RegisterSpan) -> Bool {
        (latching ?? []).contains { place in
            place.table == span.table && place.address < span.end && span.address < place.address + place.count
        }
    }
}
