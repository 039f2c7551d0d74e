import HallAPI
import HallLogic
import HallModel

/// The people at windows, calls for help, and messages.
extension Viewing {
    func operators() -> [OperatorView] {
        (plan?.operators ?? []).map { person in
            var view = OperatorView(
                id: person.id.rawValue, name: person.title.withoutControls, skills: person.skills.map(\.rawValue),
                covers: person.covers.map(\.rawValue))
            view.post = person.post?.withoutControls
            view.department = person.department?.withoutControls
            view.phone = person.phone?.withoutControls
            view.number = person.number?.withoutControls
            let place = recorded.window(of: person.id)
            if place?.operator == person.id {
                view.window = place?.id.rawValue
            } else {
                view.coveredAt = place?.id.rawValue
            }
            return view
        }
    }

    func operatorName(_ id: OperatorID) -> String? { plan?.operator(id)?.title.withoutControls }

    func away(_ away: Away) -> AwayView {
        AwayView(since: time(away.since), to: away.to?.rawValue, backAt: away.back.map(time))
    }

    func assists() -> [AssistView] { recorded.assists.map { assist($0, answeredAfter: nil) } }

    func assist(_ call: AssistCalled, answeredAfter seconds: Int?) -> AssistView {
        AssistView(
            id: Alarm.id(.assistCalled, about: .window(call.window)).rawValue, window: call.window.rawValue,
            since: time(call.at), by: call.by.withoutControls,
            reason: call.reason.isEmpty ? nil : call.reason.withoutControls, answeredSeconds: seconds)
    }

    func messages(_ place: String?) -> [MessageView] {
        recorded.messages.filter { place == nil || $0.from.name == place || $0.to.name == place }.map(message)
    }

    func message(_ sent: MessageSent) -> MessageView {
        MessageView(
            at: time(sent.at), from: sent.from.name, to: sent.to.name, by: sent.by.withoutControls,
            text: sent.text.withoutControls)
    }
}
