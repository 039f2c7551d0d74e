import HallModel

/// One panel on a chip: what its lines mean.
struct ContactSeat: Sendable {
    private struct Line: Sendable {
        let plan: ContactPanel.Line
        /// An output's last confirmed value, a contact's settled one; nil before the first reading of a contact.
        var isActive: Bool?
        /// A contact's newest level and since when, while it is not settled.
        var candidate: (isActive: Bool, since: MonotonicInstant)?
        var health = PointHealth()
        /// While it flashes: for which call, until when, and when it changes next.
        var flash: Flash?

        var isOutput: Bool { plan.point.meaning == .output }
        var debounce: Duration { .milliseconds(min(max(plan.debounceMilliseconds, 0), 1000)) }
    }

    private struct Flash: Sendable {
        let call: String
        let end: MonotonicInstant
        var next: MonotonicInstant
        var isLit: Bool
        /// Its time was reached, and it is dark.
        var isOver = false
    }

    /// From on to off and from off to on of a lamp that flashes.
    static let flashTime = Duration.milliseconds(500)
    /// A lamp flashes for one call no longer than this: whoever has not seen it by then is not there.
    static let flashLimit = Duration.seconds(60)

    let id: DeviceID
    private var lines: [Line]
    private var level = PresenceLevel()

    init(id: DeviceID, panel: ContactPanel) {
        self.id = id
        lines = panel.lines.map {
            Line(plan: $0, isActive: $0.point.meaning == .output ? $0.isOnWhenSafe ?? false : nil)
        }
    }

    /// Where outputs go when nobody drives them any more.
    var safeLevels: [GPIOLevel] {
        lines.filter(\.isOutput).map { $0.plan.level(isActive: $0.plan.isOnWhenSafe ?? false) }
    }

    /// How its lines are asked for.
    var requests: [GPIOLineRequest] {
        lines.map { line in
            GPIOLineRequest(
                offset: line.plan.offset,
                output: line.isOutput ? line.plan.level(isActive: line.isActive ?? false).isHigh : nil,
                bias: line.plan.bias)
        }
    }

    /// When a contact's newest level has lasted long enough.
    var nextWake: MonotonicInstant? {
        lines.compactMap { line in
            earliest(line.candidate.map { $0.since + line.debounce }, line.flash.flatMap { $0.isOver ? nil : $0.next })
        }.min()
    }

    /// Presence and readings.
    var levels: [BusAction] { [told(.presence(level.presence, detail: level.detail))] + lines.map(reading) }

    /// The lines are held and have these levels.
    mutating func hold(_ levels: [GPIOLevel], at now: MonotonicInstant) -> [BusAction] {
        for index in lines.indices {
            let level = levels.last { $0.offset == lines[index].plan.offset }.map(lines[index].plan.isActive)
            lines[index].candidate = nil
            // An output that does not follow is read as it is, and is still driven to what was confirmed last.
            if !lines[index].isOutput { lines[index].isActive = level }
            guard let isActive = level ?? lines[index].isActive else { continue }
            lines[index].health.read(.word(lines[index].plan.word(isActive: isActive)), at: now)
        }
        return become(.online, .none) + lines.map(reading)
    }

    /// The chip is gone.
    mutating func close(_ error: TransportError, wasHeld: Bool) -> [BusAction] {
        for index in lines.indices { lines[index].candidate = nil }
        return become(.offline, error.detail) + (wasHeld ? miss() : [])
    }

    /// The chip was away for another while.
    mutating func miss() -> [BusAction] {
        for index in lines.indices { lines[index].health.losePort() }
        return lines.map(reading)
    }

    /// A line changed at that moment.
    mutating func change(_ level: GPIOLevel, at moment: MonotonicInstant, now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        for index in lines.indices where lines[index].plan.offset == level.offset && !lines[index].isOutput {
            // What stood long enough before this change counted, though nobody was awake to say so.
            actions += settle(index, at: moment)
            let isActive = lines[index].plan.isActive(level)
            if isActive == lines[index].isActive {
                lines[index].candidate = nil
            } else if lines[index].candidate?.isActive != isActive {
                lines[index].candidate = (isActive, moment)
            }
            actions += settle(index, at: now)
        }
        return actions
    }

    /// Takes the levels that have lasted long enough.
    mutating func settle(at now: MonotonicInstant) -> [BusAction] {
        lines.indices.reduce(into: []) { $0 += settle($1, at: now) }
    }

    /// The level that a write asks for; nil for one that cannot be.
    func level(for write: PointWrite) -> GPIOLevel? {
        guard let line = lines.first(where: { $0.plan.point.name == write.point.name }), line.isOutput,
            line.plan.point.isWritable, let word = write.value.word, let isActive = line.plan.isActive(word: word)
        else { return nil }
        return line.plan.level(isActive: isActive)
    }

    /// An output was driven.
    mutating func drive(_ write: PointWrite, at now: MonotonicInstant) -> [BusAction] {
        guard let index = lines.firstIndex(where: { $0.plan.point.name == write.point.name }),
            let word = write.value.word, let isActive = lines[index].plan.isActive(word: word)
        else { return [] }
        set(index, isActive, at: now)
        return [write.ended(.confirmed), reading(lines[index])]
    }

    /// Turns lamps and sounders on that are named, lets those flash that are called by, and turns all others off.
    mutating func show(_ names: [String], flashing: [CallLamp], at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        for index in lines.indices where lines[index].plan.shows != nil {
            let name = lines[index].plan.point.name
            let lamp = flashing.first { $0.name == name && !names.contains(name) }
            if let lamp {
                guard lines[index].flash?.call != lamp.call else { continue }
                lines[index].flash = Flash(
                    call: lamp.call, end: now + Self.flashLimit, next: now + Self.flashTime, isLit: true)
            } else if lines[index].flash != nil {
                lines[index].flash = nil
                // It may be dark just now.
                lines[index].isActive = nil
            }
            let isActive = lamp != nil || names.contains(name)
            guard lines[index].isActive != isActive else { continue }
            set(index, isActive, at: now)
            actions += [.setLine(lines[index].plan.level(isActive: isActive)), reading(lines[index])]
        }
        return actions
    }

    /// Changes lamps that flash. Their point says `on` all the while: nobody wants to hear of each change.
    mutating func flash(at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        for index in lines.indices {
            guard var flash = lines[index].flash, !flash.isOver, flash.next <= now else { continue }
            flash.isOver = flash.next >= flash.end
            flash.isLit = !flash.isOver && !flash.isLit
            flash.next = max(flash.next + Self.flashTime, now)
            lines[index].flash = flash
            actions.append(.setLine(lines[index].plan.level(isActive: flash.isLit)))
            if flash.isOver {
                set(index, false, at: now)
                actions.append(reading(lines[index]))
            }
        }
        return actions
    }

    private mutating func set(_ index: Int, _ isActive: Bool, at moment: MonotonicInstant) {
        lines[index].isActive = isActive
        lines[index].health.read(.word(lines[index].plan.word(isActive: isActive)), at: moment)
    }

    private mutating func settle(_ index: Int, at now: MonotonicInstant) -> [BusAction] {
        guard let candidate = lines[index].candidate, candidate.since + lines[index].debounce <= now else { return [] }
        lines[index].candidate = nil
        set(index, candidate.isActive, at: candidate.since)
        return [reading(lines[index])]
    }

    private mutating func become(_ presence: Presence, _ detail: DeviceDetail) -> [BusAction] {
        level.become(presence, detail).compactMap { action in
            if case .report(let content) = action { told(content) } else { nil }
        }
    }

    private func reading(_ line: Line) -> BusAction { told(.reading(line.plan.point.name, line.health.reading)) }

    private func told(_ content: DeviceReport.Content) -> BusAction { .report(DeviceReport(device: id, content)) }
}
