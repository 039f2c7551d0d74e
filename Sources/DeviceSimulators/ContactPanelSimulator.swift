import HallModel

/// Contacts and outputs on the lines of a GPIO chip, with contacts that bounce.
public struct ContactPanelSimulator: Sendable {
    /// A line changed its level by itself.
    public struct Edge: Sendable, Equatable {
        /// Its offset on the chip.
        public var offset: Int
        /// It is high now.
        public var isHigh: Bool
    }

    /// A pressed contact is closed for so long.
    public static let pressTime = Duration.milliseconds(300)
    /// When a contact that was closed opens and closes again, in microseconds after the first touch.
    static let bounces = [600, 1100, 1900, 2600]

    private struct Line: Sendable {
        var plan: ContactPanel.Line
        /// A contact that is closed, or an output that is driven to its active level.
        var isActive: Bool
        var coming: [(at: MonotonicInstant, isActive: Bool)] = []

        /// High on the wire.
        var isHigh: Bool { isActive != plan.isActiveLow }
        var isOutput: Bool { plan.point.meaning == .output }
    }

    private var lines: [Line]
    /// Its cable is in.
    public private(set) var isOn = true

    /// A panel at rest: a normally closed loop is closed, everything else open; outputs are off.
    public init(panel: ContactPanel) {
        lines = panel.lines.map { Line(plan: $0, isActive: $0.alarmWhen == "open") }
    }

    /// When a contact changes by itself.
    public var nextWake: MonotonicInstant? { lines.compactMap { $0.coming.first?.at }.min() }

    /// The level of a line; nil if it is not on this panel. A line whose cable is out is held by its bias.
    func isHigh(_ offset: Int) -> Bool? {
        guard let line = lines.first(where: { $0.plan.offset == offset }) else { return nil }
        return isOn || line.isOutput ? line.isHigh : line.plan.bias == .pullUp
    }

    /// The host drives a line; nil level lets go of it. False if it is not on this panel.
    mutating func drive(_ offset: Int, to level: Bool?) -> Bool {
        guard let place = lines.firstIndex(where: { $0.plan.offset == offset }) else { return false }
        guard lines[place].isOutput else { return true }
        lines[place].isActive = level.map { $0 != lines[place].plan.isActiveLow } ?? false
        return true
    }

    /// Carries out what is due; gives the levels that changed, in order.
    mutating func timeReached(at now: MonotonicInstant) -> [Edge] {
        var edges: [(at: MonotonicInstant, edge: Edge)] = []
        for place in lines.indices {
            while let next = lines[place].coming.first, next.at <= now {
                lines[place].coming.removeFirst()
                guard lines[place].isActive != next.isActive else { continue }
                lines[place].isActive = next.isActive
                edges.append((next.at, Edge(offset: lines[place].plan.offset, isHigh: lines[place].isHigh)))
            }
        }
        let order = edges.indices.sorted { (edges[$0].at, $0) < (edges[$1].at, $1) }
        return isOn ? order.map { edges[$0].edge } : []
    }

    /// The cable is pulled or put back: contacts fall to what holds them.
    mutating func setPower(on: Bool) -> [Edge] {
        guard isOn != on else { return [] }
        let before = lines.map { isHigh($0.plan.offset) }
        isOn = on
        var edges: [Edge] = []
        for (place, line) in lines.enumerated() {
            guard let level = isHigh(line.plan.offset), level != before[place] else { continue }
            edges.append(Edge(offset: line.plan.offset, isHigh: level))
        }
        return edges
    }

    /// The points of `set`.
    public var state: [SimulatedState] {
        lines.map { line in
            let words = line.isOutput ? ("on", "off") : ("closed", "open")
            return SimulatedState(line.plan.point.name, line.isActive ? words.0 : words.1)
        }
    }

    /// The contacts that can be pressed.
    public var keys: [String] { lines.filter { !$0.isOutput }.map(\.plan.point.name) }

    /// Opens or closes a contact, at once and cleanly; gives the level that changed.
    mutating func set(_ point: String, to value: String, device: DeviceID) throws(SimulatorError) -> [Edge] {
        guard let place = lines.firstIndex(where: { $0.plan.point.name == point && !$0.isOutput }) else {
            throw .noSuchPoint(point, device: device, known: keys + ["power"])
        }
        guard ["open", "closed"].contains(value) else {
            throw .badValue(value, point: point, allowed: "open, closed")
        }
        lines[place].coming = []
        guard lines[place].isActive != (value == "closed") else { return [] }
        lines[place].isActive = value == "closed"
        return isOn ? [Edge(offset: lines[place].plan.offset, isHigh: lines[place].isHigh)] : []
    }

    /// Presses a contact: closed for 300 ms, bouncing at both ends; a closed one opens for as long.
    mutating func press(_ key: String, device: DeviceID, at now: MonotonicInstant) throws(SimulatorError) {
        guard let place = lines.firstIndex(where: { $0.plan.point.name == key && !$0.isOutput }) else {
            throw .noSuchKey(key, device: device, known: keys)
        }
        let rest = lines[place].coming.last?.isActive ?? lines[place].isActive
        var coming: [(at: MonotonicInstant, isActive: Bool)] = []
        for (start, isActive) in [(now, !rest), (now + ContactPanelSimulator.pressTime, rest)] {
            coming.append((start, isActive))
            for (count, offset) in ContactPanelSimulator.bounces.enumerated() {
                coming.append((start + .microseconds(offset), count % 2 == 0 ? !isActive : isActive))
            }
        }
        lines[place].coming = coming
    }
}
