import HallAPI
import HallModel

/// Commands about the people at windows.
extension CommandCall {
    static func people(
        _ method: APIMethod, _ call: PendingCall, _ ownWindow: String?
    ) throws(APIFault) -> (HallCommand, key: String?) {
        switch method {
        case .signOn:
            let parameters = try SignOn.parameters(of: call.header)
            return (
                .signOn(try window(parameters.window), try person(parameters.operator)), parameters.idempotencyKey
            )
        case .signOff:
            let parameters = try SignOff.parameters(of: call.header)
            return (
                .signOff(try window(parameters.window), try person(parameters.operator)), parameters.idempotencyKey
            )
        case .assignWindow:
            let parameters = try AssignWindow.parameters(of: call.header)
            return (
                .assign(
                    try window(parameters.window), try services(parameters.services),
                    reason: try reason(parameters.reason)), parameters.idempotencyKey
            )
        case .callAssist:
            let parameters = try CallAssist.parameters(of: call.header)
            return (
                .callAssist(try window(parameters.window), reason: try reason(parameters.reason)),
                parameters.idempotencyKey
            )
        case .answerAssist:
            let parameters = try AnswerAssist.parameters(of: call.header)
            return (
                .answerAssist(
                    window(ofAssist: try name(parameters.window, "window")), reason: try reason(parameters.reason)),
                parameters.idempotencyKey
            )
        case .sendMessage:
            let parameters = try SendMessage.parameters(of: call.header)
            let from = MessageSent.Place(try name(parameters.from ?? ownWindow ?? MessageSent.Place.deskName, "from"))
            let to = MessageSent.Place(try name(parameters.to, "to"))
            guard from != to else { throw .invalidParameter("to") }
            return (.sendMessage(from: from, to: to, text: parameters.text), parameters.idempotencyKey)
        default: throw .methodNotFound(method.rawValue)
        }
    }

    /// Where a clerk with one window writes from who does not say it; nil for everybody else.
    static func ownWindow(_ rights: Rights) -> String? {
        guard rights.roles == [.counter], rights.windows.count == 1 else { return nil }
        return rights.windows.first?.rawValue
    }

    /// The most services that a window can be assigned: more than a plan has.
    private static let mostServices = 256

    private static func services(_ names: [String]?) throws(APIFault) -> [ServiceID]? {
        guard let names else { return nil }
        guard (1...mostServices).contains(names.count) else { throw .invalidParameter("services") }
        var services: [ServiceID] = []
        for text in names { services.append(ServiceID(try name(text, "services"))) }
        return services
    }

    private static func window(_ text: String) throws(APIFault) -> WindowID { WindowID(try name(text, "window")) }

    /// A window's id, or the id of the alarm about it.
    private static func window(ofAssist text: String) -> WindowID {
        let (head, tail) = ("window.", ".\(AlarmKind.assistCalled.rawValue)")
        guard text.hasPrefix(head), text.hasSuffix(tail), text.utf8.count > head.utf8.count + tail.utf8.count else {
            return WindowID(text)
        }
        return WindowID(String(text.dropFirst(head.count).dropLast(tail.count)))
    }
}
