import HallModel
import OrderedCollections

/// Tenth room: what the hall owes those who wait.
///
/// ```
///  oldest wait of a service      3/4 of its limit ─▶ wait-long      its limit ─▶ wait-over-limit
///  somebody waits, no window     5 min ─▶ service-unattended        nobody there counts as none
///  more wait than seats          2 min ─▶ waiting-area-full         ends at 9/10 of the seats
///  a window is paused            as long as the hall says, or its clerk ─▶ window-away
///  a clerk calls for help        at once ─▶ assist-called           ends when somebody answers
/// ```
/// Waits are timed by the monotonic clock, so that one that is set alarms nobody.
struct Duties {
    func visit(_ step: inout HallStep) {
        guard let plan = step.recorded.plan else { return }
        guard concerns(step) else { return }
        let lines = step.live.waits.look(step.recorded, at: step.now)
        for service in plan.services {
            let line = lines[service.id]
            judgeWait(service, line, &step)
            let isServed = step.recorded.windows(serving: service.id).contains {
                $0.mode == .open && step.recorded.isManned($0)
            }
            step.compare(
                AlarmLevel(.serviceUnattended, about: .service(service.id), isThere: line != nil && !isServed))
        }
        for zone in plan.zones { judgeSeats(zone, plan, lines, &step) }
        judgeWindows(plan, &step)
        step.live.waits.wake = wake(plan, lines, step)
    }

    /// Somebody began or ceased to wait, a window opened or closed, the plan is another, or a wait falls due.
    private func concerns(_ step: HallStep) -> Bool {
        switch step.input {
        case .started, .planOffered, .journalRecovered: true
        case .command, .report, .timeReached, .journalFailed, .historyFailed, .historyRecovered, .recordCompared,
            .inputDropped:
            step.live.waits.isDue(at: step.now.monotonic) || step.decision.facts.contains(where: \.changesLine)
        }
    }

    private func judgeWait(_ service: ServicePlan, _ line: WaitClock.Line?, _ step: inout HallStep) {
        let waited = line.map { step.now.monotonic - $0.since } ?? .zero
        let limit = service.waitLimitSeconds.map { Duration.seconds($0) }
        let isOver = limit.map { waited >= $0 } ?? false
        let isLong = limit.map { waited >= $0 * 3 / 4 } ?? false
        let told = "\(waited.wholeSeconds / 60) min"
        var over = AlarmLevel(.waitOverLimit, about: .service(service.id), isThere: isOver)
        over.value = told
        var long = AlarmLevel(.waitLong, about: .service(service.id), isThere: isLong && !isOver)
        long.value = told
        step.compare(long)
        step.compare(over)
    }

    /// Between nine tenths of the seats and all of them an alarm stays as it is.
    private func judgeSeats(
        _ zone: ZonePlan, _ plan: HallPlan, _ lines: OrderedDictionary<ServiceID, WaitClock.Line>,
        _ step: inout HallStep
    ) {
        let waiting = plan.services.filter { $0.waitingZone == zone.id }.map { lines[$0.id]?.count ?? 0 }.reduce(0, +)
        var level = AlarmLevel(.waitingAreaFull, about: .zone(zone.id), isThere: false)
        if let seats = zone.seats {
            level.isThere = waiting > seats ? true : waiting * 10 > seats * 9 ? nil : false
            level.value = "\(waiting) / \(seats)"
        }
        step.compare(level)
    }

    private func judgeWindows(_ plan: HallPlan, _ step: inout HallStep) {
        let limit = plan.queue?.awaySeconds.map { Duration.seconds($0) }
        for window in step.recorded.windows {
            var level = AlarmLevel(.windowAway, about: .window(window.id), isThere: false)
            // Said anew it counts anew.
            if step.decision.facts.contains(where: { $0.isPause(of: window.id) }) { step.compare(level) }
            let assist = step.recorded.assist(at: window.id)
            step.compare(
                AlarmLevel(
                    .assistCalled, about: .window(window.id), isThere: assist != nil,
                    subject: assist?.reason.unlessEmpty))
            level.isThere = limit != nil && window.mode == .paused
            if let limit { level.onDelay = window.away.map { left(of: $0, limit, step) } ?? limit }
            step.compare(level)
        }
    }

    /// How long a clerk may be away who said where to, or until when: what was said goes before the hall's limit. After a start
    /// never less than two minutes, since somebody may have come back meanwhile.
    private func left(of away: Away, _ limit: Duration, _ step: HallStep) -> Duration {
        let all = away.backMinutes.map { Duration.seconds($0 * 60) } ?? limit
        guard !step.recorded.isActive(.clockImplausible) else { return all }
        return min(max(away.since + all - step.now.wall, min(all, Queue.leastGrace)), all)
    }

    /// When the oldest wait of some service reaches what alarms.
    private func wake(
        _ plan: HallPlan, _ lines: OrderedDictionary<ServiceID, WaitClock.Line>, _ step: HallStep
    ) -> MonotonicInstant? {
        plan.services.flatMap { service -> [MonotonicInstant] in
            guard let limit = service.waitLimitSeconds, let line = lines[service.id] else { return [] }
            return [line.since + Duration.seconds(limit) * 3 / 4, line.since + .seconds(limit)]
        }.filter { $0 > step.now.monotonic }.min()
    }
}

extension HallFact {
    /// Who waits, or which window calls, is not what it was.
    fileprivate var changesLine: Bool {
        switch self {
        case .planAdopted, .dayOpened, .ticketTaken, .ticketVoided, .ticketCancelled, .ticketCalled, .ticketPutBack,
            .ticketNoShow, .ticketReturned, .ticketTransferred, .windowModeChanged, .operatorSignedOn,
            .operatorSignedOff, .windowReassigned, .assistCalled, .assistAnswered:
            true
        default: false
        }
    }

    fileprivate func isPause(of window: WindowID) -> Bool {
        if case .windowModeChanged(let changed) = self {
            changed.window == window && changed.mode == .paused
        } else {
            false
        }
    }
}

extension String {
    fileprivate var unlessEmpty: String? { isEmpty ? nil : self }
}
