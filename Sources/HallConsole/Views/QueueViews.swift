import HallAPI
import HallModel

extension Console {
    func show(_ queue: QueueView) {
        // Most halls limit no numbers.
        let isLimited = queue.services.contains { $0.numbersLeft != nil }
        let headings: [ConsoleText] = [.prefix, .service, .id, .waiting, .oldest, .estimate]
        print(
            Table(
                headings: (headings + (isLimited ? [.numbersLeft] : [])).map { say($0) },
                rows: queue.services.map { service in
                    let left = Cell(service.numbersLeft.map(String.init) ?? "–")
                    return [
                        Cell(service.prefix), Cell(service.name), Cell(service.id), Cell(String(service.waiting)),
                        Cell(service.oldestWaitSeconds.map(duration) ?? "–"),
                        Cell(service.estimatedWaitSeconds.map(duration) ?? "–"),
                    ] + (isLimited ? [left] : [])
                }))
        print("")
        show(queue.windows)
        print("")
        let names = Dictionary(queue.services.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        guard !queue.waiting.isEmpty else { return print(Cell(say(.nobodyWaits))) }
        print(
            Table(
                headings: [.number, .service, .priority, .since, .estimate, .printed].map { say($0) },
                rows: queue.waiting.map { ticket in
                    [
                        Cell(ticket.number), Cell(ticket.serviceName ?? names[ticket.service] ?? ticket.service),
                        priority(ticket.priority),
                        Cell(time(ticket.since)),
                        Cell(ticket.estimatedWaitSeconds.map(duration) ?? "–"),
                        printed(ticket.printed),
                    ]
                }))
    }

    /// Who works there is told only where anybody has signed on.
    func show(_ windows: [WindowView]) {
        let isManned = windows.contains { $0.operator != nil }
        // A hall need not say what sort of windows it has.
        let hasKinds = windows.contains { $0.kind != nil }
        let headings: [ConsoleText] =
            [.window, .name] + (hasKinds ? [.kind] : [])
            + [.state, .serving] + (isManned ? [.operatorColumn] : []) + [.why]
        print(
            Table(
                headings: headings.map { say($0) },
                rows: windows.map { window in
                    let name = window.operator.map { person($0, named: window.operatorName) } ?? "–"
                    return [Cell(window.id), Cell(window.name)] + (hasKinds ? [Cell(windowKind(window))] : [])
                        + [windowState(window.state), Cell(window.serving ?? "–")] + (isManned ? [Cell(name)] : [])
                        + [Cell(say(.list(remarks(window))))]
                }))
    }

    /// Where its clerk is, why, whom they stand in for, and what it serves for the day.
    private func remarks(_ window: WindowView) -> [String] {
        var remarks: [String] = []
        if let away = window.away {
            if let to = away.to { remarks.append(place(to)) }
            if let back = away.backAt { remarks.append(say(.backAt(time(back)))) }
        }
        if let reason = window.reason { remarks.append(reason) }
        if let others = window.standsInFor { remarks.append(say(.standsInFor(say(.list(others))))) }
        if let services = window.assigned { remarks.append(say(.assigned(say(.list(services))))) }
        return remarks
    }

    /// What sort of window it is, with its area.
    private func windowKind(_ window: WindowView) -> String {
        guard let kind = window.kind else { return "–" }
        let word = code(WindowKind(rawValue: kind), kind)
        return window.area.map { say(.aside(word, $0)) } ?? word
    }

    func show(_ story: WhyWindow.Reply) {
        if let window = story.window { show([window]) } else { print(Cell(story.id)) }
        show(story.events)
    }

    func show(_ ticket: TicketView) {
        var rows: [(name: String, value: Cell)] = [
            (say(.number), Cell(ticket.number)), (say(.id), Cell(ticket.id)),
            (say(.service), Cell(ticket.serviceName ?? ticket.service)),
            (say(.priority), priority(ticket.priority)), (say(.stage), stage(ticket.stage)),
        ]
        if let window = ticket.window { rows.append((say(.window), Cell(window))) }
        if let person = ticket.operator { rows.append((say(.operatorColumn), Cell(person))) }
        rows += [
            (say(.ahead), Cell(String(ticket.ahead))),
            (say(.estimate), Cell(ticket.estimatedWaitSeconds.map(duration) ?? "–")),
            (say(.printed), printed(ticket.printed)),
            (say(.reprints), Cell(String(ticket.reprints))), (say(.since), Cell(time(ticket.since))),
            (say(.takenBy), Cell(actor(ticket.takenBy))),
        ]
        if let booked = ticket.booked { rows.append((say(.booked), Cell(time(booked)))) }
        if let called = ticket.calledAt { rows.append((say(.calledAt), Cell(time(called)))) }
        if let started = ticket.startedAt { rows.append((say(.startedAt), Cell(time(started)))) }
        print(Sheet(rows: rows))
    }

    func show(_ story: WhyTicket.Reply) {
        print(Cell(story.id))
        print(
            Table(
                headings: [.time, .event, .by, .window, .detail].map { say($0) },
                rows: story.events.map { event in
                    [
                        Cell(time(event.at)), Cell(self.event(event.kind)), Cell(actor(event.by)),
                        Cell(event.window ?? "–"), Cell(detail(event)),
                    ]
                }))
    }

    func show(_ call: WhyCall.Reply) {
        let number = call.ticket ?? "–"
        let window = call.window ?? "–"
        let verdict: ConsoleText? =
            switch call.verdict {
            case "called": .verdictCalled(number: number, window: window)
            case "waiting": .verdictWaiting(number)
            case "neverCalled": .verdictNever(number)
            case "nobodyCalled": .verdictNobody(window: window)
            default: nil
            }
        print(Cell(verdict.map { say($0) } ?? "\(call.verdict) \(number)"))
        var rows: [(name: String, value: Cell)] = []
        if let at = call.at { rows.append((say(.time), Cell(time(at)))) }
        if let by = call.by { rows.append((say(.by), Cell(actor(by)))) }
        if let rule = call.rule { rows.append((say(.rule), Cell(self.rule(rule)))) }
        rows += call.inputs.map { input($0) }.map { ($0.name, Cell($0.value)) }
        print(Sheet(rows: rows))
    }

    func detail(_ event: EventView) -> String {
        var parts: [String] = []
        if let device = event.device { parts.append(device) }
        if let outcome = event.outcome {
            parts.append(self.outcome(outcome))
        }
        if let rule = event.rule { parts.append(say(.pair(say(.rule), self.rule(rule)))) }
        parts += event.inputs.map { input($0) }.map { say(.pair($0.name, $0.value)) }
        if let reason = event.reason { parts.append(self.reason(reason, of: event.kind)) }
        return say(.parts(parts))
    }
}
