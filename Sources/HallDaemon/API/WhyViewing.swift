import HallAPI
import HallLogic
import HallModel

extension Viewing {
    /// The story of a ticket from its facts.
    func story(_ id: TicketID, _ facts: [HallFact]) -> WhyTicket.Reply {
        WhyTicket.Reply(id: id.description, ticket: recorded.ticket(id).map(ticket), events: facts.map(event))
    }

    /// The story of a window from its facts, each with the number it is about; nil for one that never was.
    func why(_ id: WindowID, _ facts: [HallFact]) -> WhyWindow.Reply? {
        guard recorded.window(id) != nil || !facts.isEmpty else { return nil }
        let events = facts.map { fact in
            var event = event(fact)
            if case .ticket(let ticket) = subject(of: fact) {
                event.inputs.insert(EventView.Input(name: "ticket", value: ticket.number.text), at: 0)
            }
            return event
        }
        return WhyWindow.Reply(id: id.rawValue, window: window(id), events: events)
    }

    /// Why a ticket was called, or is not yet.
    func whyCalled(_ id: TicketID, _ facts: [HallFact]) -> WhyCall.Reply {
        let calls = facts.compactMap { fact -> TicketCalled? in
            if case .ticketCalled(let call) = fact { call } else { nil }
        }
        let isWaiting = recorded.ticket(id)?.stage == .waiting
        // One that was put back waits again.
        if !isWaiting, let call = calls.last {
            let event = event(.ticketCalled(call))
            return WhyCall.Reply(
                verdict: "called", ticket: id.number.text, window: event.window, at: event.at, by: event.by,
                rule: event.rule, inputs: event.inputs)
        }
        guard let ticket = recorded.ticket(id), ticket.stage == .waiting else {
            let stage = recorded.ticket(id)?.stage.word
            return WhyCall.Reply(
                verdict: "neverCalled", ticket: id.number.text,
                inputs: stage.map { [EventView.Input(name: "stage", value: $0)] } ?? [])
        }
        return WhyCall.Reply(verdict: "waiting", ticket: id.number.text, inputs: obstacles(to: ticket))
    }

    /// Why nobody is called at a window.
    func whyNobody(at window: WindowState) -> WhyCall.Reply {
        let serves = recorded.serves(window)
        let waiting = recorded.waiting.count { recorded.mayCall(window.id, $0) }
        return WhyCall.Reply(
            verdict: "nobodyCalled", window: window.id.rawValue,
            inputs: [
                EventView.Input(name: "state", value: self.window(window).state),
                EventView.Input(name: "waiting", value: String(waiting)),
                EventView.Input(
                    name: "serves", value: serves.map(\.rawValue).joined(separator: ","),
                    names: serves.map { serviceName($0) ?? $0.rawValue }.joined(separator: ",")),
            ] + who(at: window))
    }

    /// Who has signed on at a window, where somebody must.
    private func who(at window: WindowState) -> [EventView.Input] {
        if let person = window.operator {
            return [EventView.Input(name: "person", value: person.rawValue, names: operatorName(person))]
        }
        return recorded.isManned(window) ? [] : [EventView.Input(name: "unmanned", value: window.id.rawValue)]
    }

    private func obstacles(to ticket: Ticket) -> [EventView.Input] {
        let windows = recorded.windows.filter { recorded.mayCall($0.id, ticket) }
        let unmanned = windows.filter { !recorded.isManned($0) }.map(\.id.rawValue)
        var inputs = [
            EventView.Input(name: "ahead", value: String(recorded.waitingAhead(of: ticket))),
            EventView.Input(name: "printed", value: ticket.printed.rawValue),
            EventView.Input(name: "callable", value: recorded.isCallable(ticket) ? "yes" : "no"),
            EventView.Input(
                name: "windows",
                value: windows.map { "\($0.id.rawValue) \(self.window($0).state)" }.joined(separator: ", ")),
        ]
        if !unmanned.isEmpty {
            inputs.append(EventView.Input(name: "unmanned", value: unmanned.joined(separator: ",")))
        }
        if let person = ticket.boundToOperator {
            inputs.append(
                EventView.Input(name: "boundToPerson", value: person.rawValue, names: operatorName(person)))
        }
        return inputs
    }
}
