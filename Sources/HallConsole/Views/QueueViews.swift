import HallAPI
import HallModel

extension Console {
    func show(_ queue: QueueView) {
        print(
            Table(
                headings: [.service, .prefix, .name, .waiting, .oldest].map { say($0) },
                rows: queue.services.map { service in
                    [
                        Cell(service.id), Cell(service.prefix), Cell(service.name), Cell(String(service.waiting)),
                        Cell(service.oldestWaitSeconds.map(duration) ?? "–"),
                    ]
                }))
        print("")
        show(queue.windows)
        print("")
        guard !queue.waiting.isEmpty else { return print(Cell(say(.nobodyWaits))) }
        print(
            Table(
                headings: [.number, .service, .priority, .since, .printed].map { say($0) },
                rows: queue.waiting.map { ticket in
                    [
                        Cell(ticket.number), Cell(ticket.service), priority(ticket.priority), Cell(time(ticket.since)),
                        printed(ticket.printed),
                    ]
                }))
    }

    func show(_ windows: [WindowView]) {
        print(
            Table(
                headings: [.window, .name, .state, .serving, .why].map { say($0) },
                rows: windows.map { window in
                    [
                        Cell(window.id), Cell(window.name), windowState(window.state), Cell(window.serving ?? "–"),
                        Cell(window.reason ?? ""),
                    ]
                }))
    }

    func show(_ ticket: TicketView) {
        var rows: [(name: String, value: Cell)] = [
            (say(.number), Cell(ticket.number)), (say(.id), Cell(ticket.id)), (say(.service), Cell(ticket.service)),
            (say(.priority), priority(ticket.priority)), (say(.stage), stage(ticket.stage)),
        ]
        if let window = ticket.window { rows.append((say(.window), Cell(window))) }
        rows += [
            (say(.ahead), Cell(String(ticket.ahead))), (say(.printed), printed(ticket.printed)),
            (say(.reprints), Cell(String(ticket.reprints))), (say(.since), Cell(time(ticket.since))),
            (say(.takenBy), Cell(ticket.takenBy)),
        ]
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
                        Cell(time(event.at)), Cell(self.event(event.kind)), Cell(event.by ?? "–"),
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
        if let by = call.by { rows.append((say(.by), Cell(by))) }
        if let rule = call.rule { rows.append((say(.rule), Cell(rule))) }
        rows += call.inputs.map { ($0.name, Cell($0.value)) }
        print(Sheet(rows: rows))
    }

    private func detail(_ event: EventView) -> String {
        var parts: [String] = []
        if let device = event.device { parts.append(device) }
        if let outcome = event.outcome {
            parts.append(code(PrintOutcome(rawValue: outcome).map(CodeText.outcome), outcome))
        }
        if let rule = event.rule { parts.append("\(say(.rule)) \(rule)") }
        parts += event.inputs.map { "\($0.name) \($0.value)" }
        if let reason = event.reason { parts.append(self.reason(reason, of: event.kind)) }
        return parts.joined(separator: ", ")
    }

    func show(_ watch: HallWatch.Reply) {
        if let snapshot = watch.snapshot {
            print(Cell(say(.snapshot(hall: snapshot.status.hall))))
            show(snapshot.status)
        } else if watch.resumed == true {
            print(Cell(say(.resumed), .faint))
        } else if let change = watch.change {
            show(change)
        }
    }

    private func show(_ change: ChangeView) {
        var parts = [time(change.at), event(change.kind), change.ticket?.number ?? change.subject]
        if let window = change.window {
            parts.append("\(say(.window)) \(window.id) (\(windowState(window.state).text))")
        }
        if let ticket = change.ticket { parts.append(printed(ticket.printed).text) }
        if let device = change.device {
            parts.append(presence(device.presence).text)
            if let printer = device.printer { parts.append(self.printer(printer).text) }
        }
        if let alarm = change.alarm { parts.append(alarm.text) }
        if let by = change.by { parts.append(by) }
        if let reason = change.reason { parts.append(self.reason(reason, of: change.kind)) }
        print(Cell(parts.filter { !$0.isEmpty }.joined(separator: "  "), change.alarm == nil ? .plain : .warning))
    }
}
