import HallModel

/// Questions to one slave that were given up and may still be answered. On a serial line nothing ties an answer to its
/// question but the function that it repeats.
struct LateAnswers: Sendable, Equatable {
    /// Each function has one, and a few more.
    private static let limit = 8

    private struct Question: Sendable, Equatable {
        var operation: ModbusRequest.Operation
        var until: MonotonicInstant
        /// The device was written to since: what it answers may be from before.
        var isFromBeforeWrite = false
    }
    private var questions: [Question] = []

    /// None is waited for.
    var isEmpty: Bool { questions.isEmpty }

    /// One may still come.
    func areOpen(at now: MonotonicInstant) -> Bool { questions.contains { $0.until > now } }

    /// Before this one could be taken for the answer to this operation; nil when none can. The same read asked again has the
    /// same answer, unless the device was written to.
    func notBefore(_ operation: ModbusRequest.Operation) -> MonotonicInstant? {
        questions.filter {
            $0.operation.function == operation.function && ($0.operation != operation || $0.isFromBeforeWrite)
        }.map(\.until).max()
    }

    /// A request left.
    mutating func sent(_ operation: ModbusRequest.Operation, at now: MonotonicInstant) {
        guard !questions.isEmpty else { return }
        questions.removeAll { $0.until <= now }
        guard !operation.isRead else { return }
        for index in questions.indices { questions[index].isFromBeforeWrite = true }
    }

    /// A question was given up: its answer may come until twice the profile's time-out, at most a second longer than it.
    mutating func keep(_ operation: ModbusRequest.Operation, timeout: Duration, at now: MonotonicInstant) {
        questions.removeAll { $0.operation == operation && !$0.isFromBeforeWrite }
        questions.append(Question(operation: operation, until: now + timeout + min(timeout, .seconds(1))))
        if questions.count > Self.limit { questions.removeFirst() }
    }
}
