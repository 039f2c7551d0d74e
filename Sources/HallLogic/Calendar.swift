import HallModel

/// Fourth room: turns the service day. Who is at a window stays there, everybody else has lapsed, numbers begin at 1.
struct Calendar {
    func visit(_ step: inout HallStep) {
        guard let plan = step.recorded.plan, let hash = step.recorded.planHash,
            let day = ServiceDays.due(step.recorded, plan, at: step.now)
        else { return }
        let atWindows = Set(step.recorded.windows.compactMap(\.current))
        let lapsed = step.recorded.openTickets.filter { !atWindows.contains($0.id) }
        var opened = DayOpened(
            day: day, at: step.now.wall, planHash: hash, alarms: step.recorded.alarms,
            carried: step.recorded.tickets.filter { atWindows.contains($0.id) }.map(unbound), lapsed: lapsed.map(\.id),
            windows: step.recorded.windows.map(morning), lastJob: step.recorded.lastJob,
            lastOrder: step.recorded.lastOrder)
        opened.controls = step.recorded.controls.unless(ControlState())
        opened.power = step.recorded.power.unless(PowerState())
        opened.ratings = step.recorded.ratings.open.unless(RatingState())
        opened.assists = step.recorded.assists.unless([])
        opened.stays = step.recorded.stays
        opened.appointments = step.recorded.appointmentsToCome(at: step.now.wall)
        step.record(.dayOpened(opened))
        step.signal(
            .dayTurned(
                lapsedJobs: lapsed.compactMap { ticket in
                    guard ticket.printed == .pending, let job = ticket.job, let printer = ticket.printer
                    else { return nil }
                    return HallSignal.LapsedJob(job: job, printer: printer)
                }))
    }

    /// A window begins the day open, unless somebody is still at it; with nobody signed on, and serving what it is for.
    private func morning(_ window: WindowState) -> WindowState {
        guard window.current != nil else { return WindowState(id: window.id) }
        var morning = window
        (morning.away, morning.operator, morning.standsInFor, morning.assigned) = (nil, nil, nil, nil)
        return morning
    }

    /// Whoever could alone call a visitor has signed off with everybody else.
    private func unbound(_ ticket: Ticket) -> Ticket {
        var ticket = ticket
        ticket.boundToOperator = nil
        return ticket
    }
}

extension Equatable {
    /// Nil where there is nothing to carry.
    fileprivate func unless(_ empty: Self) -> Self? { self == empty ? nil : self }
}
