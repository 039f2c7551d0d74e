import HallModel

/// Questions to one slave that may still be answered, though nobody waits for it any more. On a serial line nothing ties an
/// answer to its question but the function that it repeats.
///
/// ```
/// asked A ── given up ── asked A ── an answer: of the first or of the second? ── another may still come ── asked B
///            └──────── until twice the time-out ────────┘ └──── until twice the time-out of the second ────┘
/// ```
struct LateAnswers: Sendable, Equatable {
    /// More than a unit can be asked in that time; the oldest, whose time ends first, are forgotten.
    private static let limit = 16
    /// The longest that an answer is waited for beyond the time it had.
    private static let longestLateness = Duration.seconds(1)

    private struct Question: Sendable, Equatable {
        var operation: ModbusRequest.Operation
        var until: MonotonicInstant
        /// The device was written to since: what it answers may be from before.
        var isFromBeforeWrite = false
        /// A damaged answer was laid to it already.
        var isBlamed = false
    }
    private var questions: [Question] = []
    /// The profile's time-out and what is waited beyond it.
    private let patience: Duration

    /// None; answers come within twice this time-out, at most a second later than it.
    init(timeout: Duration) { patience = timeout + min(timeout, Self.longestLateness) }

    /// None is waited for.
    var isEmpty: Bool { questions.isEmpty }

    /// One may still come that nothing was laid to yet.
    func mayDisturb(at now: MonotonicInstant) -> Bool { questions.contains { $0.until > now && !$0.isBlamed } }

    /// Before this one could be taken for the answer to this operation; nil when none can. The same read asked again has the
    /// same answer, unless the device was written to.
    func notBefore(_ operation: ModbusRequest.Operation) -> MonotonicInstant? {
        var latest: MonotonicInstant?
        for question in questions where question.operation.function == operation.function {
            guard question.operation != operation || question.isFromBeforeWrite else { continue }
            latest = max(latest ?? question.until, question.until)
        }
        return latest
    }

    /// The same question was asked before and may still be answered: asked again it keeps others of its function waiting.
    func isOwed(_ operation: ModbusRequest.Operation) -> Bool { questions.contains { $0.operation == operation } }

    /// A request leaves.
    mutating func sent(_ operation: ModbusRequest.Operation, at now: MonotonicInstant) {
        guard !questions.isEmpty else { return }
        questions.removeAll { $0.until <= now }
        guard !operation.isRead else { return }
        for index in questions.indices { questions[index].isFromBeforeWrite = true }
    }

    /// A request that left then was answered, perhaps by the answer to the same question before it: then its own is still
    /// to come.
    mutating func answered(_ operation: ModbusRequest.Operation, sentAt: MonotonicInstant, at now: MonotonicInstant) {
        guard !questions.isEmpty else { return }
        questions.removeAll { $0.until <= now }
        guard let former = questions.firstIndex(where: { $0.operation == operation }) else { return }
        questions.remove(at: former)
        keep(operation, sentAt: sentAt)
    }

    /// A request whose bytes and whose answer's would have been over then was given up.
    mutating func keep(_ operation: ModbusRequest.Operation, sentAt: MonotonicInstant) {
        questions.append(Question(operation: operation, until: sentAt + patience))
        if questions.count > Self.limit { questions.removeFirst() }
    }

    /// An answer came while nobody waited for it: the oldest question has its own. Another may come still.
    mutating func heard() {
        if !questions.isEmpty { questions.removeFirst() }
    }

    /// A damaged answer to somebody else was laid to these: not a second time.
    mutating func blame() {
        for index in questions.indices { questions[index].isBlamed = true }
    }
}
