import HallModel

/// Folds the facts of a day into its figures. Knows nothing else: the same facts give the same figures.
struct DayMeter: Sendable {
    private struct Visit: Sendable {
        var service: ServiceID
        var takenAt: WallTime
        var estimate: Int?
        var isWaiting = true
        var isCalled = false
        var isOnPaper = false
        var startedAt: WallTime?
    }

    private struct ServiceTally: Sendable {
        var taken = 0
        var served = 0
        var noShow = 0
        var waits: [Int] = []
        var errors: [Int] = []
    }

    /// Stretches of time that are over, and the one that is not.
    private struct Stopwatch: Sendable {
        var total = Duration.zero
        var since: WallTime?

        mutating func run(_ isRunning: Bool, at now: WallTime) {
            if let since { total = total + (now - since) }
            since = isRunning ? now : nil
        }

        func seconds(until now: WallTime) -> Int { (since.map { total + (now - $0) } ?? total).wholeSeconds }
    }

    private struct WindowTally: Sendable {
        var served = 0
        var noShow = 0
        var service = Duration.zero
        var open = Stopwatch()
        var busy = Stopwatch()
        /// Who was called to it last.
        var visitor: TicketID?
    }

    private struct AlarmTally: Sendable {
        var id: AlarmID
        var kind: AlarmKind
        var count = 0
        var first: WallTime
        var active = Stopwatch()
    }

    private let from: WallTime
    private var visits: [TicketID: Visit] = [:]
    private var services: [ServiceID: ServiceTally] = [:]
    private var windows: [WindowID: WindowTally] = [:]
    private var alarms: [AlarmTally] = []
    private var numbers = DayFigures.Numbers()
    private var waiting = 0
    private var longest = 0
    private var longestAt: WallTime?
    private var facts = 0

    init(plan: HallPlan, from: WallTime) {
        self.from = from
        for service in plan.services { services[service.id] = ServiceTally() }
        for window in plan.windows { windows[window.id] = WindowTally() }
    }

    mutating func take(_ fact: HallFact) {
        facts += 1
        switch fact {
        case .dayOpened(let opened):
            for window in opened.windows { windows[window.id]?.open.run(window.mode == .open, at: opened.at) }
            for ticket in opened.lapsed { leaveQueue(ticket, at: opened.at) }
        case .windowModeChanged(let changed):
            windows[changed.window]?.open.run(changed.mode == .open, at: changed.at)
        case .ticketTaken(let taken):
            visits[taken.ticket] = Visit(
                service: taken.service, takenAt: taken.at, estimate: taken.estimatedWaitSeconds)
            services[taken.service]?.taken += 1
            numbers.given += 1
            count(1, at: taken.at)
        case .takeRefused: numbers.refused += 1
        case .printOrdered(let ordered): if ordered.reason.isReprint { numbers.reprints += 1 }
        case .printSettled(let settled): takePaper(settled)
        case .ticketVoided(let voided):
            numbers.voided += 1
            leaveQueue(voided.ticket, at: voided.at)
        case .ticketCancelled(let cancelled): leaveQueue(cancelled.ticket, at: cancelled.at)
        case .ticketCalled(let called):
            leaveQueue(called.ticket, at: called.at)
            windows[called.window]?.busy.run(true, at: called.at)
            windows[called.window]?.visitor = called.ticket
            guard let visit = visits[called.ticket], !visit.isCalled else { return }
            visits[called.ticket]?.isCalled = true
            let wait = (called.at - visit.takenAt).wholeSeconds
            services[visit.service]?.waits.append(wait)
            if let estimate = visit.estimate { services[visit.service]?.errors.append(wait - estimate) }
        case .ticketPutBack(let back):
            windows[back.window]?.busy.run(false, at: back.at)
            joinQueue(back.ticket, at: back.at)
        case .serviceStarted(let started): visits[started.ticket]?.startedAt = started.at
        case .serviceFinished(let finished):
            windows[finished.window]?.busy.run(false, at: finished.at)
            guard let visit = visits[finished.ticket] else { return }
            services[visit.service]?.served += 1
            windows[finished.window]?.served += 1
            if let startedAt = visit.startedAt { windows[finished.window]?.service += finished.at - startedAt }
        case .ticketNoShow(let gone):
            windows[gone.window]?.busy.run(false, at: gone.at)
            windows[gone.window]?.noShow += 1
            if case .waiting = gone.next {
                joinQueue(gone.ticket, at: gone.at)
            } else if let service = visits[gone.ticket]?.service {
                services[service]?.noShow += 1
            }
        case .ticketParked(let parked): windows[parked.window]?.busy.run(false, at: parked.at)
        case .ticketReturned(let back): joinQueue(back.ticket, at: back.at)
        case .ticketTransferred(let sent):
            for window in windows.keys where windows[window]?.visitor == sent.ticket {
                windows[window]?.busy.run(false, at: sent.at)
            }
            joinQueue(sent.ticket, at: sent.at)
        case .alarmRaised(let raised): raise(raised)
        case .alarmReturned(let returned):
            if let place = alarms.firstIndex(where: { $0.id == returned.alarm }) {
                alarms[place].active.run(false, at: returned.at)
            }
        default: break
        }
    }

    private mutating func takePaper(_ settled: PrintSettled) {
        guard settled.outcome == .proven || settled.outcome == .unproven, let visit = visits[settled.ticket],
            !visit.isOnPaper
        else { return }
        visits[settled.ticket]?.isOnPaper = true
        numbers.printed += 1
    }

    private mutating func joinQueue(_ ticket: TicketID, at now: WallTime) {
        guard !(visits[ticket]?.isWaiting ?? true) else { return }
        visits[ticket]?.isWaiting = true
        count(1, at: now)
    }

    private mutating func leaveQueue(_ ticket: TicketID, at now: WallTime) {
        guard visits[ticket]?.isWaiting ?? false else { return }
        visits[ticket]?.isWaiting = false
        count(-1, at: now)
    }

    private mutating func count(_ more: Int, at now: WallTime) {
        waiting += more
        guard waiting > longest else { return }
        longest = waiting
        longestAt = now
    }

    private mutating func raise(_ raised: AlarmRaised) {
        let place = alarms.firstIndex { $0.id == raised.id } ?? alarms.endIndex
        if place == alarms.endIndex { alarms.append(AlarmTally(id: raised.id, kind: raised.alarm, first: raised.at)) }
        alarms[place].count += 1
        alarms[place].active.run(true, at: raised.at)
    }

    /// What it comes to at this moment.
    func figures(until now: HallInstant, plan: HallPlan) -> DayFigures {
        func told(_ time: WallTime) -> String { now.civil.local(time).rfc3339 }
        var figures = DayFigures(hall: plan.hall.name.withoutControls, from: told(from), until: told(now.wall))
        figures.numbers = numbers
        figures.queue = DayFigures.Queue(longest: longest, at: longestAt.map(told))
        figures.facts = facts
        // Sums and the least of many: in whatever order they are looked through, they are the same.
        var waiting: [ServiceID: (count: Int, oldest: WallTime)] = [:]
        for visit in visits.values where visit.isWaiting {
            let before = waiting[visit.service] ?? (0, visit.takenAt)
            waiting[visit.service] = (before.count + 1, min(before.oldest, visit.takenAt))
        }
        figures.services = plan.services.map { service in
            let tally = services[service.id] ?? ServiceTally()
            let still = waiting[service.id]
            return DayFigures.Service(
                id: service.id.rawValue, name: service.name.withoutControls, taken: tally.taken, served: tally.served,
                noShow: tally.noShow, waiting: still?.count ?? 0, wait: DayFigures.Waits(tally.waits),
                waitError: DayFigures.WaitErrors(tally.errors),
                oldestWaitSeconds: still.map { (now.wall - $0.oldest).wholeSeconds })
        }
        figures.windows = plan.windows.map { window in
            let tally = windows[window.id] ?? WindowTally()
            let (open, busy) = (tally.open.seconds(until: now.wall), tally.busy.seconds(until: now.wall))
            return DayFigures.Window(
                id: window.id.rawValue, name: window.name.withoutControls, served: tally.served, noShow: tally.noShow,
                meanServiceSeconds: tally.served > 0 ? tally.service.wholeSeconds / tally.served : nil,
                openSeconds: open,
                busySeconds: busy, utilisationPercent: open > 0 ? (busy * 100 + open / 2) / open : nil)
        }
        figures.alarms = alarms.map { tally in
            DayFigures.Alarm(
                id: tally.id.rawValue, kind: tally.kind.rawValue, count: tally.count, first: told(tally.first),
                activeSeconds: tally.active.seconds(until: now.wall), isActive: tally.active.since != nil)
        }
        return figures
    }
}
