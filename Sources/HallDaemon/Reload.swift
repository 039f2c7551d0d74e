import HallConfiguration
import HallLogic
import HallModel
import Synchronization

/// A configuration on its way to the hall.
struct PlanOffer: Sendable {
    /// What was read and checked.
    var plan: HallPlan
    /// Its hash.
    var hash: String
    /// Told once what became of it; nil where nobody waits.
    var completion: (@Sendable (Result<PlanDecision, GatewayError>) -> Void)?
}

/// What the hall made of a configuration.
public enum PlanDecision: Sendable, Equatable {
    /// It is in force now.
    case adopted
    /// It was in force already.
    case unchanged
    /// It would take something from under a visitor; it is tried again when the service day turns.
    case refused(PlanRefusal)
}

extension Hall {
    /// What it made of a configuration offered last; `former` was in force before.
    func decision(about hash: String, former: String?) -> PlanDecision {
        if recorded.planHash == hash { return former == hash ? .unchanged : .adopted }
        let code = recorded.alarm(Alarm.id(.planRefused, nil))?.subject ?? ""
        return .refused(PlanRefusal(code: code) ?? .unreadable(code))
    }
}

/// Somebody wishes that the configuration is read again.
public struct ReloadRequest: Sendable {
    /// Of the problems' texts.
    public var language: Language
    /// Told once, from another thread.
    public var completion: @Sendable (Result<ReloadAnswer, GatewayError>) -> Void

    /// All fields.
    public init(
        language: Language, completion: @escaping @Sendable (Result<ReloadAnswer, GatewayError>) -> Void
    ) {
        self.language = language
        self.completion = completion
    }
}

/// What became of a file that was read again.
public struct ReloadAnswer: Sendable, Equatable {
    /// What the hall made of it; nil when the file has errors, so that the hall was not asked.
    public var decision: PlanDecision?
    /// What there is to say about the file: errors, or warnings only.
    public var problems: [ConfigurationProblem]

    /// All fields.
    public init(decision: PlanDecision?, problems: [ConfigurationProblem]) {
        self.decision = decision
        self.problems = problems
    }
}

/// The wishes that wait for the thread that reads the configuration.
final class ReloadDesk: Sendable {
    /// Wishes that wait at most.
    static let limit = 100

    private let waiting = Mutex<(requests: [ReloadRequest], isClosed: Bool)>(([], false))

    /// Keeps a wish and wakes the thread.
    func ask(_ request: ReloadRequest) {
        let refusal = waiting.withLock { waiting -> GatewayError? in
            if waiting.isClosed { return .stopping }
            guard waiting.requests.count < Self.limit else { return .busy }
            waiting.requests.append(request)
            return nil
        }
        if let refusal { return request.completion(.failure(refusal)) }
        Signals.wishReload()
    }

    /// All that wait: one reading answers them.
    func take() -> [ReloadRequest] {
        waiting.withLock { waiting in
            defer { waiting.requests = [] }
            return waiting.requests
        }
    }

    /// Takes no more wishes, and refuses those that wait.
    func close() {
        waiting.withLock { $0.isClosed = true }
        for request in take() { request.completion(.failure(.stopping)) }
    }
}
