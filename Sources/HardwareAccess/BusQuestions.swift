import DeviceDrivers
import Synchronization

/// Who waits for what a machine says to questions and searches. Each question is told once, each search its end once,
/// whatever becomes of the thread.
final class BusQuestions: Sendable {
    /// Somebody who waits.
    private enum Waiting: Sendable {
        case answer(@Sendable (Result<BusAnswer, BusQuestionFailure>) -> Void)
        case news(@Sendable (BusScanNews) -> Void)
    }
    private struct State: Sendable {
        var waiting: [BusQuestionID: Waiting] = [:]
        var isClosed = false
    }
    private let state = Mutex(State())
    /// One count for all threads: the name of a search on a thread that was replaced is nobody else's.
    private static let last = Atomic<UInt64>(0)

    /// A place for an answer; nil when the thread has ended.
    func expect(
        _ answered: @escaping @Sendable (Result<BusAnswer, BusQuestionFailure>) -> Void
    ) -> BusQuestionID? {
        put(.answer(answered))
    }

    /// A place for the news of a search; nil when the thread has ended.
    func follow(_ news: @escaping @Sendable (BusScanNews) -> Void) -> BusQuestionID? { put(.news(news)) }

    private func put(_ waiting: Waiting) -> BusQuestionID? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            let id = BusQuestionID(Self.last.add(1, ordering: .relaxed).newValue)
            state.waiting[id] = waiting
            return id
        }
    }

    /// The machine answers a question.
    func answer(_ id: BusQuestionID, _ answer: BusAnswer) { end(id, .success(answer)) }

    /// A question was never handed to the machine.
    func refuse(_ id: BusQuestionID) { end(id, .failure(.busy)) }

    /// A search was never handed to the machine, whose end nobody is told.
    func forget(_ id: BusQuestionID) { state.withLock { _ = $0.waiting.removeValue(forKey: id) } }

    private func end(_ id: BusQuestionID, _ result: Result<BusAnswer, BusQuestionFailure>) {
        let waiting = state.withLock { state -> Waiting? in
            guard case .answer? = state.waiting[id] else { return nil }
            return state.waiting.removeValue(forKey: id)
        }
        if case .answer(let tell)? = waiting { tell(result) }
    }

    /// The machine tells of a search.
    func tell(_ id: BusQuestionID, _ news: BusScanNews) {
        let waiting = state.withLock { state -> Waiting? in
            guard case .news? = state.waiting[id] else { return nil }
            if case .ended = news { return state.waiting.removeValue(forKey: id) }
            return state.waiting[id]
        }
        if case .news(let hear)? = waiting { hear(news) }
    }

    /// The thread has ended: so does everything that waits, and what is asked later.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for (_, waiting) in waiting {
            switch waiting {
            case .answer(let tell): tell(.failure(.stopped))
            case .news(let hear): hear(.ended(.stopped))
            }
        }
    }
}

/// Why a question never came to an answer.
public enum BusQuestionFailure: Error, Sendable, Equatable {
    /// Too much waits for this bus already.
    case busy
    /// The bus's thread ended: the daemon stops, or the bus was changed.
    case stopped
}
