import DeviceProtocols
import HallModel

/// Points that are read together, in one cycle.
struct RegisterBlock: Sendable, Equatable {
    /// The reads, one after the other: one for neighbours, two for a mode whose switch stands far away.
    var spans: [RegisterSpan]
    /// The points they hold, by their index in the map.
    var points: [Int]
    /// Time between two cycles.
    var period: Duration

    /// Registers on the wire.
    var size: Int { spans.reduce(0) { $0 + $1.count } }
}

/// How the points of a map are read with few requests.
///
/// Joined are points of one table and one period that touch or overlap, up to the map's limit; holes are read along only
/// where the map says that the device bears it. A point that reads two places (a mode and its switch) has both in one
/// block, so that both are of one moment.
struct RegisterPlan: Sendable, Equatable {
    /// Bits that fit where one register does.
    private static let bitsPerRegister = 16
    /// Where the profile says nothing.
    private static let defaultPeriod = Duration.seconds(5)

    private(set) var blocks: [RegisterBlock]

    /// The plan for a map.
    init(_ map: RegisterMap) {
        var alone: [Int] = []
        while true {
            let joined = Self.join(map.registers.indices.filter { !alone.contains($0) }, of: map)
            let torn = joined.torn
            if torn.isEmpty {
                blocks = joined.blocks + alone.sorted().map { Self.block(of: $0, in: map) }
                return
            }
            alone += torn
        }
    }

    /// One point in a block of its own.
    static func block(of index: Int, in map: RegisterMap) -> RegisterBlock {
        RegisterBlock(spans: map.registers[index].spans, points: [index], period: period(map.registers[index]))
    }

    private static func period(_ register: RegisterMap.Register) -> Duration {
        register.point.periodSeconds.map { .seconds(max(1, $0)) } ?? defaultPeriod
    }

    private struct Cell {
        var period: Duration
        var span: RegisterSpan
        var point: Int
    }

    /// Blocks of these points, and the points of which no one block holds everything.
    private static func join(_ points: [Int], of map: RegisterMap) -> (blocks: [RegisterBlock], torn: [Int]) {
        let cells = points.flatMap { point in
            map.registers[point].spans.map {
                Cell(period: period(map.registers[point]), span: $0, point: point)
            }
        }.sorted {
            ($0.period, $0.span.table.rawValue, $0.span.address, $0.point)
                < ($1.period, $1.span.table.rawValue, $1.span.address, $1.point)
        }
        var blocks: [RegisterBlock] = []
        for cell in cells {
            if let last = blocks.last, last.period == cell.period,
                let span = last.spans[0].joined(with: cell.span, in: map)
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

    /// Reads each point of a block by itself from now on; its place is taken by the points.
    mutating func split(_ index: Int, of map: RegisterMap) {
        let parts = blocks[index].points.map { Self.block(of: $0, in: map) }
        blocks.replaceSubrange(index...index, with: parts)
    }

    /// Registers that one read may ask for.
    fileprivate static func limit(_ table: RegisterMap.Table, in map: RegisterMap) -> Int {
        table.isBits ? map.blockLimit * bitsPerRegister : map.blockLimit
    }
}

extension RegisterSpan {
    /// Both in one read; nil where the map does not allow it. `next` does not begin before this one.
    fileprivate func joined(with next: Self, in map: RegisterMap) -> Self? {
        let count = max(end, next.end) - address
        guard next.table == table, map.readsHoles || next.address <= end, count <= RegisterPlan.limit(table, in: map)
        else { return nil }
        return Self(table: table, address: address, count: count)
    }
}
