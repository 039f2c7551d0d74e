import HallModel
import OrderedCollections

/// Calls for help from windows to the desk, and a few words between them.
extension Queue {
    /// So many messages may one user send in a minute.
    static let messagesPerMinute = 6

    /// An open call is true already: one more changes nothing.
    func callAssist(_ id: WindowID, reason: String, by user: String, _ step: inout HallStep) -> HallReply {
        guard step.recorded.window(id) != nil else { return .refused(noSuchWindow(id, step)) }
        if let open = step.recorded.assist(at: id) { return .assist(open, answeredAfter: nil) }
        let called = AssistCalled(window: id, reason: reason, at: step.now.wall, by: user)
        step.record(.assistCalled(called))
        step.live.assists[id] = step.now.monotonic
        return .assist(called, answeredAfter: nil)
    }

    /// Whoever answers knows of the alarm.
    func answerAssist(_ id: WindowID, reason: String, by user: String, _ step: inout HallStep) -> HallReply {
        guard step.recorded.window(id) != nil else { return .refused(noSuchWindow(id, step)) }
        guard let open = step.recorded.assist(at: id) else { return .refused(.noAssist(id)) }
        let waited = step.live.assists[id].map { step.now.monotonic - $0 } ?? step.now.wall - open.at
        step.live.assists[id] = nil
        let seconds = max(.zero, waited).wholeSeconds
        step.record(
            .assistAnswered(
                AssistAnswered(window: id, seconds: seconds, reason: reason, at: step.now.wall, by: user)))
        let alarm = Alarm.id(.assistCalled, about: .window(id))
        if step.recorded.alarm(alarm)?.state == .unacknowledged {
            step.record(
                .alarmAcknowledged(AlarmAcknowledged(alarm: alarm, by: user, reason: reason, at: step.now.wall)))
        }
        return .assist(open, answeredAfter: seconds)
    }

    func send(
        _ text: String, from: MessageSent.Place, to: MessageSent.Place, by user: String, _ step: inout HallStep
    ) -> HallReply {
        for case .window(let id) in [from, to] where step.recorded.window(id) == nil {
            return .refused(noSuchWindow(id, step))
        }
        guard MessageSent.isGood(text) else { return .refused(.badMessage) }
        let minute = step.now.monotonic + .seconds(-60)
        // Whoever has sent nothing for a minute is forgotten.
        step.live.sent = step.live.sent.mapValues { $0.filter { $0 > minute } }.filter { !$0.value.isEmpty }
        guard step.live.sent[user]?.count ?? 0 < Self.messagesPerMinute else {
            return .refused(.tooManyMessages(perMinute: Self.messagesPerMinute))
        }
        step.live.sent[user, default: []].append(step.now.monotonic)
        let sent = MessageSent(from: from, to: to, text: text, at: step.now.wall, by: user)
        step.record(.messageSent(sent))
        return .message(sent)
    }

    private func noSuchWindow(_ id: WindowID, _ step: HallStep) -> Refusal {
        .noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue))
    }
}

extension RecordedHall {
    /// So many messages are kept at hand; the journal has them all.
    static let keptMessages = 100

    /// The open call for help at a window.
    public func assist(at window: WindowID) -> AssistCalled? { assists.first { $0.window == window } }

    mutating func help(_ fact: HallFact) {
        switch fact {
        case .assistCalled(let called): if assist(at: called.window) == nil { assists.append(called) }
        case .assistAnswered(let answered): assists.removeAll { $0.window == answered.window }
        case .messageSent(let sent):
            messages.append(sent)
            if messages.count > Self.keptMessages { messages.removeFirst() }
        default: break
        }
    }
}
