import HallModel

/// All decisions of a GPIO chip: which lines are held, what a change of level means, what is driven.
///
/// ```
/// closed ──opened──▶ asked for ──linesRead──▶ held, online ──lost──▶ closed, offline(reason)
///                    (outputs at their last confirmed value, `off` at first)
/// ```
///
/// A contact's level counts when it has lasted for its debounce time by the kernel's own time stamps; what stood at the
/// opening counts at once. An output that was driven has that value: nothing else drives the line. Lamps follow the hall's
/// wish; when the daemon stops, every output goes to its declared safe state.
public struct ContactMachine: Sendable {
    /// While the chip is away, the time that counts as one missed poll.
    public static let lossInterval = Duration.seconds(1)
    /// Writes that wait for the chip; more are told that they expired.
    public static let waitingLimit = 64

    private var port: PortKeeper
    private var panels: [ContactSeat]
    private var isHeld = false
    private var waiting: [PointWrite] = []
    private var lossAt: MonotonicInstant?

    /// A machine for a bus of the plan and the panels on it.
    public init(bus: BusPlan, devices: [DevicePlan], at now: MonotonicInstant) {
        port = PortKeeper(at: now)
        panels = devices.filter { $0.bus == bus.id }.compactMap { device in
            guard case .contactPanel(let panel) = device.profile.settings else { return nil }
            return ContactSeat(id: device.id, panel: panel)
        }
    }

    /// The moment at which `timeReached` is due; nil when only an event can change anything.
    public var nextWake: MonotonicInstant? {
        var wake = earliest(port.nextWake, lossAt, waiting.map(\.deadline).min())
        for panel in panels { wake = earliest(wake, panel.nextWake) }
        return wake
    }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: BusEvent, at now: MonotonicInstant) -> [BusAction] {
        var actions: [BusAction] = []
        switch event {
        case .opened:
            port.opened(at: now)
            isHeld = false
            actions.append(.holdLines(panels.flatMap(\.requests)))
        case .refused(let error), .lost(let error):
            close(error, at: now, &actions)
        case .pathAppeared:
            port.pathAppeared(at: now)
        case .linesRead(let levels):
            guard port.isOpen else { break }
            hold(levels, at: now, &actions)
        case .lineChanged(let level, let moment):
            guard isHeld else { break }
            for index in panels.indices { actions += panels[index].change(level, at: min(moment, now), now: now) }
        case .write(let write):
            order(write, at: now, &actions)
        case .wish(let device, .signals(let names, let flashing)):
            for index in panels.indices where panels[index].id == device {
                let changes = panels[index].show(names, flashing: flashing, at: now)
                if isHeld { actions += changes }
            }
        case .stopping:
            // What is told now is told to nobody.
            return isHeld ? panels.flatMap(\.safeLevels).map { .setLine($0) } : []
        case .presentLevels:
            for panel in panels { actions += panel.levels }
        case .print(let job):
            actions.append(.report(DeviceReport(device: job.printer, .print(job.id, .failed))))
        case .speak(let job): actions.append(.report(DeviceReport(device: job.device, .spoken(job.id, .failed))))
        case .ask(let question): actions.append(.answer(question.id, .refused))
        case .scan(let scan): actions.append(.scanned(scan.id, .ended(.refused)))
        case .timeReached, .received, .drained, .moved, .wish, .withdraw, .replied, .failed, .endScan, .overheard,
            .ended:
            break
        }
        letTimePass(at: now, &actions)
        if port.startOpening(at: now) { actions.append(.open) }
        return actions
    }

    private mutating func hold(_ levels: [GPIOLevel], at now: MonotonicInstant, _ actions: inout [BusAction]) {
        isHeld = true
        lossAt = nil
        for index in panels.indices { actions += panels[index].hold(levels, at: now) }
        let due = waiting
        waiting = []
        for write in due { order(write, at: now, &actions) }
    }

    private mutating func close(_ error: TransportError, at now: MonotonicInstant, _ actions: inout [BusAction]) {
        port.closed(error, at: now)
        for index in panels.indices { actions += panels[index].close(error, wasHeld: isHeld) }
        if isHeld || lossAt == nil { lossAt = now + Self.lossInterval }
        isHeld = false
    }

    private mutating func order(_ write: PointWrite, at now: MonotonicInstant, _ actions: inout [BusAction]) {
        guard let index = panels.firstIndex(where: { $0.id == write.point.device }),
            let level = panels[index].level(for: write)
        else { return actions.append(write.ended(.rejected)) }
        guard now < write.deadline else { return actions.append(write.ended(.expired)) }
        if isHeld {
            actions.append(.setLine(level))
            actions += panels[index].drive(write, at: now)
        } else if waiting.count < Self.waitingLimit {
            waiting.append(write)
        } else {
            actions.append(write.ended(.expired))
        }
    }

    private mutating func letTimePass(at now: MonotonicInstant, _ actions: inout [BusAction]) {
        for write in waiting where write.deadline <= now { actions.append(write.ended(.expired)) }
        waiting.removeAll { $0.deadline <= now }
        for index in panels.indices {
            actions += panels[index].settle(at: now)
            let changes = panels[index].flash(at: now)
            if isHeld { actions += changes }
        }
        if let lossAt, lossAt <= now {
            self.lossAt = now + Self.lossInterval
            for index in panels.indices { actions += panels[index].miss() }
        }
    }
}

extension PointWrite {
    /// Its outcome, without a value read back unless it was confirmed.
    func ended(_ outcome: WriteOutcome) -> BusAction {
        .report(
            DeviceReport(device: point.device, .written(id, outcome, readBack: outcome == .confirmed ? value : nil)))
    }
}
