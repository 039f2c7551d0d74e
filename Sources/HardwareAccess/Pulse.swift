import HallModel
import Synchronization

/// Shows from outside that a loop comes round.
public final class Pulse: Sendable {
    /// The loop's name, as its thread is called.
    public let name: String
    /// How long one round may take at most, waits included; monotonic clock.
    public let deadline: Duration

    private let last = Atomic(MonotonicInstant.now.nanoseconds)

    /// A loop that begins now.
    public init(_ name: String, deadline: Duration) {
        self.name = name
        self.deadline = deadline
    }

    /// The loop came round.
    public func beat(at now: MonotonicInstant = .now) { last.store(now.nanoseconds, ordering: .releasing) }

    /// When it last did.
    public var lastBeat: MonotonicInstant { MonotonicInstant(nanoseconds: last.load(ordering: .acquiring)) }

    /// It should have come round by now.
    public func isLate(at now: MonotonicInstant) -> Bool { lastBeat + deadline < now }
}
