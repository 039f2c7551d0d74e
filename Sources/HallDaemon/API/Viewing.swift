import HallAPI
import HallLogic
import HallModel

/// Turns a published hall into what goes over the socket: one instant, one zone, one language.
struct Viewing {
    /// The hall.
    let hall: PublishedHall
    /// Now, by the wall clock.
    let now: WallTime
    /// Now, by the monotonic clock.
    let moment: MonotonicInstant
    /// Seconds since the daemon started.
    let uptimeSeconds: Int
    /// Of the alarms' texts.
    let language: Language

    /// The hall at a monotonic moment; a language of nil is the hall's.
    init(_ hall: PublishedHall, at moment: MonotonicInstant, language: Language? = nil) {
        self.hall = hall
        self.moment = moment
        // The wall clock is the one the hall decided with: ages fit the times in the records.
        now = hall.at.wall + max(.zero, moment - hall.at.monotonic)
        uptimeSeconds = max(0, (moment - hall.startedAt.monotonic).wholeSeconds)
        self.language = language ?? hall.hall.recorded.plan?.hall.language ?? .zh
    }

    var recorded: RecordedHall { hall.hall.recorded }
    var plan: HallPlan? { recorded.plan }

    /// RFC 3339 in the hall's zone.
    func time(_ wall: WallTime) -> String { hall.at.civil.local(wall).rfc3339 }

    func status() -> StatusView {
        StatusView(
            hall: plan?.hall.name ?? "", day: recorded.day?.description, uptimeSeconds: uptimeSeconds,
            devices: StatusView.Devices(
                online: devices(.online), offline: devices(.offline), absent: devices(.absent),
                disabled: devices(.disabled), unknown: devices(.unknown)),
            alarms: StatusView.Alarms(
                active: recorded.alarms.count { $0.state == .unacknowledged || $0.state == .acknowledged },
                unacknowledged: recorded.alarms.count {
                    $0.state == .unacknowledged || $0.state == .returnedUnacknowledged
                }),
            queue: StatusView.Queue(
                waiting: recorded.waitingCount, serving: recorded.windows.count { $0.current != nil }),
            buses: buses(),
            closed: closed)
    }

    /// Why no numbers are given: a fire goes before everything else.
    private var closed: StatusView.Closed? {
        if let fire = recorded.fireAlarm {
            return StatusView.Closed(
                reason: ClosureReason.fire.rawValue, text: ClosureReason.fire.text(language),
                device: fire.device?.rawValue, since: time(fire.since))
        }
        return recorded.power.closure.map { closure in
            StatusView.Closed(
                reason: closure.reason.rawValue, text: closure.reason.text(language),
                device: closure.device?.rawValue, since: time(closure.at))
        }
    }

    private func devices(_ presence: Presence) -> Int { hall.devices.count { $0.presence == presence } }

    private func buses() -> [StatusView.Bus] {
        guard let plan else { return [] }
        return plan.buses.map { bus in
            let members = plan.devices.filter { $0.bus == bus.id }.map(\.id)
            let offline = hall.devices.count { $0.presence == .offline && members.contains($0.id) }
            return StatusView.Bus(
                id: bus.id.rawValue, wire: bus.wire.kind, path: bus.wire.place, devices: members.count,
                offline: offline)
        }
    }

    func snapshot() -> SnapshotView {
        SnapshotView(status: status(), queue: queue(), alarms: alarms(), devices: devices())
    }
}

// MARK: Devices

extension Viewing {
    func devices() -> [DeviceView] { hall.devices.compactMap(device) }

    func device(_ id: DeviceID) -> DeviceView? { hall.devices.first { $0.id == id }.flatMap(device) }

    func device(_ status: DeviceStatus) -> DeviceView? {
        guard let plan = plan?.device(status.id) else { return nil }
        return DeviceView(
            id: status.id.rawValue, kind: plan.profile.kind, profile: plan.profile.id.rawValue, bus: plan.bus.rawValue,
            zone: plan.zone?.rawValue, zoneName: plan.zone.flatMap(zoneName), label: plan.label.withoutControls,
            presence: status.presence.rawValue,
            lastSeen: status.lastSeen.map(time), errors: status.errors, detail: status.detail.rawValue,
            printer: status.printer.map { printer in
                PrinterView(
                    paper: printer.paper.rawValue, coverOpen: printer.coverOpen, cutterError: printer.cutterError,
                    unrecoverableError: printer.unrecoverableError, offline: printer.offline)
            })
    }
}

// MARK: Queue

extension Viewing {
    func queue() -> QueueView {
        let waits = recorded.estimatedWaits(at: now)
        return QueueView(
            services: (plan?.services ?? []).map { service in
                QueueView.Service(
                    id: service.id.rawValue, name: service.name.withoutControls, prefix: service.prefix,
                    waiting: recorded.waitingCount(for: service.id),
                    oldestWaitSeconds: recorded.oldestWait(for: service.id, at: now)?.wholeSeconds,
                    estimatedWaitSeconds: waits.seconds(for: service.id), numbersLeft: recorded.numbersLeft(of: service)
                )
            },
            windows: windows(),
            waiting: recorded.waiting.map { ticket in
                QueueView.Waiting(
                    number: ticket.id.number.text, service: ticket.service.rawValue,
                    serviceName: serviceName(ticket.service), priority: ticket.priority.rawValue,
                    since: time(ticket.takenAt), printed: ticket.printed.rawValue,
                    estimatedWaitSeconds: waits.seconds(until: ticket.id))
            })
    }

    func zoneName(_ id: ZoneID) -> String? { plan?.zones.first { $0.id == id }?.name.withoutControls }

    func serviceName(_ id: ServiceID) -> String? { plan?.service(id)?.name.withoutControls }

    func windows() -> [WindowView] { recorded.windows.map(window) }

    func window(_ id: WindowID) -> WindowView? { recorded.window(id).map(window) }

    func window(_ state: WindowState) -> WindowView {
        let current = state.current.flatMap { recorded.ticket($0) }
        let word =
            switch (state.mode, current?.stage) {
            case (.paused, _), (.closed, _): state.mode.rawValue
            case (.open, .called): "calling"
            case (.open, .serving): "serving"
            case (.open, _): "open"
            }
        var view = WindowView(
            id: state.id.rawValue, name: plan?.window(state.id)?.name.withoutControls ?? "",
            kind: plan?.window(state.id)?.kind?.rawValue, area: plan?.window(state.id)?.area?.withoutControls,
            state: word, serving: state.current?.number.text, operator: state.operator?.rawValue,
            reason: state.pausedReason?.withoutControls)
        view.operatorName = state.operator.flatMap(operatorName)
        view.standsInFor = state.standsInFor?.map(\.rawValue)
        view.assigned = state.assigned?.map(\.rawValue)
        view.away = state.away.map(away)
        return view
    }

    /// A number of today (or carried over the turn), or an id.
    func ticket(named name: String) -> Ticket? {
        ticketID(named: name).flatMap { recorded.ticket($0) }
    }

    /// The id behind a number of today or an id as somebody wrote it.
    func ticketID(named name: String) -> TicketID? {
        guard name.utf8.contains(UInt8(ascii: "/")) else { return ticketID(numbered: name) }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, let day = ServiceDay(parts[0]), !parts[1].isEmpty {
            return TicketID(day: day, number: TicketNumber(String(parts[1])))
        }
        return nil
    }

    private func ticketID(numbered name: String) -> TicketID? {
        guard !name.isEmpty, let day = recorded.day else { return nil }
        return recorded.ticket(numbered: TicketNumber(name))?.id ?? TicketID(day: day, number: TicketNumber(name))
    }

    func ticket(_ ticket: Ticket) -> TicketView {
        let takenBy =
            switch ticket.source {
            case .kiosk(let kiosk): kiosk.rawValue
            case .api(let user): user
            }
        return TicketView(
            id: ticket.id.description, number: ticket.id.number.text, service: ticket.service.rawValue,
            serviceName: serviceName(ticket.service), priority: ticket.priority.rawValue, stage: ticket.stage.word,
            window: window(of: ticket)?.rawValue,
            ahead: recorded.waitingAhead(of: ticket), estimatedWaitSeconds: estimatedWait(of: ticket),
            booked: ticket.booking.map { time($0.start) }, printed: ticket.printed.rawValue, reprints: ticket.reprints,
            since: time(ticket.takenAt),
            calledAt: ticket.calledAt.map(time), startedAt: ticket.startedAt.map(time),
            takenBy: takenBy.withoutControls, operator: ticket.isOpen ? ticket.boundToOperator?.rawValue : nil)
    }

    private func estimatedWait(of ticket: Ticket) -> Int? {
        recorded.estimatedWait(until: ticket, at: now)
    }

    func window(of ticket: Ticket) -> WindowID? {
        switch ticket.stage {
        case .called(let window, _), .serving(let window), .parked(let window): window
        case .waiting, .absent: ticket.boundTo
        case .finished, .noShow, .cancelled, .voided, .lapsed: nil
        }
    }
}
