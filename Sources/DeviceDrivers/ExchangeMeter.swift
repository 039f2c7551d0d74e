import HallModel

/// Counts what became of questions to one device, so that the hall can be told now and then: a report for each answer
/// would flood it.
struct ExchangeMeter: Sendable, Equatable {
    /// Between two reports of one device.
    static let interval = Duration.seconds(1)

    private var answered = 0
    private var failed = 0
    /// When the next may be told.
    private var due: MonotonicInstant?

    /// The device answered with what can be read.
    mutating func answer() { answered += 1 }

    /// A question brought nothing, or not what was asked for.
    mutating func failure() { failed += 1 }

    /// What came since it was last told; nil for nothing, and before the time for it.
    mutating func take(at now: MonotonicInstant) -> DeviceReport.Content? {
        guard answered > 0 || failed > 0, due.map({ $0 <= now }) ?? true else { return nil }
        defer {
            answered = 0
            failed = 0
            due = now + Self.interval
        }
        return .exchanges(answered: answered, failed: failed)
    }
}
