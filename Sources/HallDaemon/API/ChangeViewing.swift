import HallAPI
import HallLogic
import HallModel

extension Viewing {
    /// A change, with the things it touched as they are now.
    func change(_ change: PublishedChange) -> ChangeView {
        switch change.content {
        case .device(let status):
            var view = ChangeView(kind: "device-changed", at: time(change.at), subject: status.id.rawValue)
            view.device = device(status.id)
            return view
        case .fact(let fact): return self.change(fact)
        }
    }

    private func change(_ fact: HallFact) -> ChangeView {
        let event = event(fact)
        var view = ChangeView(
            kind: event.kind, at: event.at, subject: "", by: event.by, reason: event.reason, outcome: event.outcome)
        switch subject(of: fact) {
        case .hall: break
        case .ticket(let id):
            view.subject = id.description
            view.ticket = recorded.ticket(id).map(ticket)
        case .window(let id): view.subject = id.rawValue
        case .alarm(let id):
            view.subject = id.rawValue
            view.alarm = alarm(id)
            if case .point(let point) = source(of: fact) { view.point = self.point(point) }
        case .point(let id):
            view.subject = id.rawValue
            view.point = point(id)
            view.value = written(fact).map(Self.json)
        case .device(let id):
            view.subject = id.rawValue
            view.device = device(id)
        }
        view.window = event.window.flatMap { window(WindowID($0)) }
        return view
    }

    /// What an alarm is about: its fact says so when it rises, the alarm while it is kept.
    private func source(of fact: HallFact) -> AlarmSource? {
        if case .alarmRaised(let raised) = fact { return raised.about }
        return fact.alarm.flatMap { recorded.alarm($0)?.source }
    }

    /// What was to be written, or was read back.
    private func written(_ fact: HallFact) -> PointValue? {
        switch fact {
        case .pointWriteOrdered(let ordered): ordered.value
        case .pointWriteSettled(let settled): settled.readBack
        default: nil
        }
    }

    enum Subject {
        case hall
        case ticket(TicketID)
        case window(WindowID)
        case alarm(AlarmID)
        case point(PointID)
        case device(DeviceID)
    }

    func subject(of fact: HallFact) -> Subject {
        switch fact {
        case .planAdopted, .dayOpened, .daemonStarted, .takeRefused, .hallClosed, .hallReopened, .journalRestored: .hall
        case .ticketTaken(let fact): .ticket(fact.ticket)
        case .printOrdered(let fact): .ticket(fact.ticket)
        case .printSettled(let fact): .ticket(fact.ticket)
        case .ticketVoided(let fact): .ticket(fact.ticket)
        case .ticketCancelled(let fact): .ticket(fact.ticket)
        case .ticketCalled(let fact): .ticket(fact.ticket)
        case .ticketRecalled(let fact): .ticket(fact.ticket)
        case .ticketPutBack(let fact): .ticket(fact.ticket)
        case .ticketParked(let fact): .ticket(fact.ticket)
        case .ticketReturned(let fact): .ticket(fact.ticket)
        case .ticketTransferred(let fact): .ticket(fact.ticket)
        case .ticketReleased(let fact): .ticket(fact.ticket)
        case .absenceEnded(let fact): .ticket(fact.ticket)
        case .serviceStarted(let fact): .ticket(fact.ticket)
        case .serviceFinished(let fact): .ticket(fact.ticket)
        case .ticketNoShow(let fact): .ticket(fact.ticket)
        case .windowModeChanged(let fact): .window(fact.window)
        case .alarmRaised(let fact): .alarm(fact.id)
        case .alarmReturned(let fact): .alarm(fact.alarm)
        case .alarmAcknowledged(let fact): .alarm(fact.alarm)
        case .alarmSuppressed(let fact): .alarm(fact.alarm)
        case .alarmReleased(let fact): .alarm(fact.alarm)
        case .alarmShelved(let fact): .alarm(fact.alarm)
        case .alarmUnshelved(let fact): .alarm(fact.alarm)
        case .alarmServiceChanged(let fact): .alarm(fact.alarm)
        case .ticketRated(let fact): .ticket(fact.ticket)
        case .ratingLapsed(let fact): .ticket(fact.ticket)
        case .pressesIgnored(let fact): .window(fact.window)
        case .pointWriteOrdered(let fact): .point(fact.point)
        case .pointWriteSettled(let fact): .point(fact.point)
        case .dischargeBegan(let fact): .device(fact.ups)
        case .dischargeEnded(let fact): .device(fact.ups)
        case .operatorSignedOn(let fact): .window(fact.window)
        case .operatorSignedOff(let fact): .window(fact.window)
        case .windowReassigned(let fact): .window(fact.window)
        case .assistCalled(let fact): .window(fact.window)
        case .assistAnswered(let fact): .window(fact.window)
        case .messageSent(let fact):
            switch fact.to {
            case .desk: .hall
            case .window(let window): .window(window)
            }
        }
    }

    /// A fact as one line of a story; words of people come without control characters.
    func event(_ fact: HallFact) -> EventView {
        func event(
            _ at: WallTime, by: String? = nil, window: WindowID? = nil, device: DeviceID? = nil, reason: String? = nil,
            outcome: String? = nil, rule: TicketCalled.Rule? = nil, inputs: [DecisionInput] = []
        ) -> EventView {
            EventView(
                kind: type(of: fact.payload).kind, at: time(at), by: by?.withoutControls, window: window?.rawValue,
                device: device?.rawValue, reason: reason.flatMap { $0.isEmpty ? nil : $0.withoutControls },
                outcome: outcome, rule: rule?.rawValue, inputs: inputs.map(input))
        }
        return switch fact {
        case .planAdopted(let fact): event(fact.at)
        case .dayOpened(let fact): event(fact.at, reason: fact.day.description)
        case .daemonStarted(let fact): event(fact.at, reason: fact.version)
        case .ticketTaken(let fact):
            switch fact.source {
            case .kiosk(let kiosk): event(fact.at, by: kiosk.rawValue)
            case .api(let user): event(fact.at, by: user)
            }
        case .takeRefused(let fact): event(fact.at, by: fact.kiosk.rawValue, reason: fact.reason.rawValue)
        case .printOrdered(let fact):
            event(fact.at, by: fact.by, device: fact.printer, reason: fact.reason.rawValue)
        case .printSettled(let fact): event(fact.at, outcome: fact.outcome.rawValue)
        case .ticketVoided(let fact): event(fact.at, reason: fact.reason.rawValue)
        case .ticketCancelled(let fact): event(fact.at, by: fact.by, reason: fact.reason)
        case .ticketCalled(let fact):
            event(
                fact.at, by: fact.by, window: fact.window, rule: fact.rule,
                inputs: fact.inputs + person("person", fact.person))
        case .ticketRecalled(let fact): event(fact.at, by: fact.by, window: fact.window)
        case .ticketPutBack(let fact): event(fact.at, by: fact.by, window: fact.window, reason: fact.reason)
        case .serviceStarted(let fact): event(fact.at, by: fact.by, window: fact.window)
        case .serviceFinished(let fact): event(fact.at, by: fact.by, window: fact.window)
        case .ticketNoShow(let fact): event(fact.at, by: fact.by, window: fact.window, inputs: next(fact.next))
        case .ticketParked(let fact): event(fact.at, by: fact.by, window: fact.window, reason: fact.reason)
        case .ticketReturned(let fact):
            event(
                fact.at, by: fact.by, window: fact.window, reason: fact.reason,
                inputs: (fact.place.map { [DecisionInput("place", $0.text)] } ?? [])
                    + person("boundToPerson", fact.person))
        case .ticketTransferred(let fact):
            event(
                fact.at, by: fact.by, window: fact.left, reason: fact.reason,
                inputs: [DecisionInput("from", fact.from.rawValue), DecisionInput("to", fact.service.rawValue)]
                    + (fact.window.map { [DecisionInput("boundTo", $0.rawValue)] } ?? [])
                    + person("boundToPerson", fact.person))
        case .ticketReleased(let fact):
            event(fact.at, window: fact.window, inputs: person("person", fact.person))
        case .absenceEnded(let fact): event(fact.at)
        case .windowModeChanged(let fact):
            event(
                fact.at, by: fact.by, window: fact.window, reason: fact.reason,
                inputs: [DecisionInput("state", fact.mode.rawValue)]
                    + (fact.away?.to.map { [DecisionInput("away", $0.rawValue)] } ?? [])
                    + (fact.away?.back.map { [DecisionInput("backAt", time($0))] } ?? []))
        case .alarmRaised(let fact):
            event(fact.at, device: fact.device, reason: fact.subject, inputs: broken(fact))
        case .alarmReturned(let fact): event(fact.at)
        case .alarmAcknowledged(let fact): event(fact.at, by: fact.by, reason: fact.reason)
        case .alarmSuppressed(let fact): event(fact.at, inputs: [DecisionInput("under", fact.under.rawValue)])
        case .alarmReleased(let fact): event(fact.at)
        case .alarmShelved(let fact):
            event(fact.at, by: fact.by, reason: fact.reason, inputs: [DecisionInput("until", time(fact.until))])
        case .alarmUnshelved(let fact): event(fact.at, by: fact.by)
        case .alarmServiceChanged(let fact):
            event(
                fact.at, by: fact.by, reason: fact.reason,
                inputs: [DecisionInput("inService", fact.inService ? "yes" : "no")])
        case .ticketRated(let fact): event(fact.at, by: fact.by, window: fact.window, reason: "\(fact.level.rawValue)")
        case .ratingLapsed(let fact): event(fact.at, window: fact.window)
        case .pressesIgnored(let fact):
            event(
                fact.at, window: fact.window, device: fact.pad, reason: fact.reason.rawValue,
                inputs: [
                    DecisionInput("presses", String(fact.count)),
                    DecisionInput("levels", fact.levels.map(String.init).joined(separator: ",")),
                ])
        case .pointWriteOrdered(let fact):
            event(
                fact.at, by: fact.by, device: fact.point.device, reason: fact.reason,
                inputs: [DecisionInput("value", text(fact.value, of: fact.point))])
        case .pointWriteSettled(let fact):
            event(
                fact.at, device: fact.point.device, outcome: fact.outcome.rawValue,
                inputs: fact.readBack.map { [DecisionInput("readBack", text($0, of: fact.point))] } ?? [])
        case .dischargeBegan(let fact): event(fact.at, device: fact.ups)
        case .dischargeEnded(let fact): event(fact.at, device: fact.ups, reason: "\(fact.seconds) s")
        case .hallClosed(let fact): event(fact.at, device: fact.device, reason: fact.reason.rawValue)
        case .hallReopened(let fact): event(fact.at, reason: fact.reason.rawValue)
        case .journalRestored(let fact): event(fact.at, reason: fact.restore.backup)
        case .operatorSignedOn(let fact):
            event(
                fact.at, by: fact.by, window: fact.window,
                inputs: person("person", fact.person) + person("relieves", fact.relieves)
                    + (fact.ticket.map { [DecisionInput("ticket", $0.number.text)] } ?? []))
        case .operatorSignedOff(let fact):
            event(
                fact.at, by: fact.by, window: fact.window, reason: fact.reason.rawValue,
                inputs: person("person", fact.person))
        case .windowReassigned(let fact):
            event(
                fact.at, by: fact.by, window: fact.window, reason: fact.reason,
                inputs: [
                    DecisionInput(
                        fact.services == nil ? "asConfigured" : "serves",
                        (fact.services ?? plan?.window(fact.window)?.serves ?? []).map(\.rawValue)
                            .joined(separator: ","))
                ])
        case .assistCalled(let fact): event(fact.at, by: fact.by, window: fact.window, reason: fact.reason)
        case .assistAnswered(let fact):
            event(
                fact.at, by: fact.by, window: fact.window, reason: fact.reason,
                inputs: [DecisionInput("answeredAfter", "\(fact.seconds) s")])
        case .messageSent(let fact):
            event(
                fact.at, by: fact.by, window: fact.to.window, reason: fact.text,
                inputs: [DecisionInput("sender", fact.from.name), DecisionInput("recipient", fact.to.name)])
        }
    }

    private func person(_ name: String, _ id: OperatorID?) -> [DecisionInput] {
        id.map { [DecisionInput(name, $0.rawValue)] } ?? []
    }

    /// What becomes of one who did not come.
    private func next(_ next: TicketNoShow.Next?) -> [DecisionInput] {
        switch next {
        case nil: []
        case .waiting(let place): [DecisionInput("place", place.text)]
        case .absent(let seconds): [DecisionInput("grace", "\(seconds) s")]
        }
    }

    /// What a limit's alarm was raised by.
    private func broken(_ fact: AlarmRaised) -> [DecisionInput] {
        var inputs: [DecisionInput] = []
        if let value = fact.value { inputs.append(DecisionInput("value", value)) }
        if let limit = fact.limit {
            inputs += [DecisionInput("limit", limit.value), DecisionInput("clause", limit.clause[language])]
        }
        return inputs
    }

    private static let personInputs = ["person", "relieves", "boundToPerson"]

    private func input(_ input: DecisionInput) -> EventView.Input {
        let value = input.value.withoutControls
        if Self.personInputs.contains(input.name) {
            return EventView.Input(name: input.name, value: value, names: operatorName(OperatorID(value)))
        }
        guard input.name == "serves" || input.name == "asConfigured" else {
            return EventView.Input(name: input.name, value: value)
        }
        let ids = value.split(separator: ",").map(String.init)
        return EventView.Input(
            name: input.name, value: value,
            names: ids.map { serviceName(ServiceID($0)) ?? $0 }.joined(separator: ","))
    }
}

extension MessageSent.Place {
    /// The window, if it is one.
    fileprivate var window: WindowID? { if case .window(let id) = self { id } else { nil } }
}
