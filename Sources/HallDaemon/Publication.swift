import HallModel
import Synchronization

/// The newest state and the latest changes, for readers that must never wait for the hall thread.
final class Publication: Sendable {
    /// Changes kept for streams that resume.
    static let keptChanges = 10_000

    private struct State {
        var hall: PublishedHall?
        var changes: [PublishedChange] = []
        /// Index of the oldest change in the ring `changes`.
        var oldest = 0
        var subscribers: [(id: SubscriptionID, wake: @Sendable () -> Void)] = []
        var lastSubscription: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The newest state; nil before the first.
    var current: PublishedHall? { state.withLock { $0.hall } }

    /// Replaces the state, keeps the changes that led to it, and wakes the subscribers.
    func publish(_ hall: PublishedHall, changes: [PublishedChange]) {
        let wakes = state.withLock { state -> [@Sendable () -> Void] in
            state.hall = hall
            for change in changes {
                if state.changes.count < Self.keptChanges {
                    state.changes.append(change)
                } else {
                    state.changes[state.oldest] = change
                    state.oldest = (state.oldest + 1) % Self.keptChanges
                }
            }
            return changes.isEmpty ? [] : state.subscribers.map(\.wake)
        }
        for wake in wakes { wake() }
    }

    /// Changes above `sequence`, oldest first; nil when some are no longer kept or the number is from the future.
    func changes(after sequence: Int64, limit: Int) -> [PublishedChange]? {
        state.withLock { state in
            let newest = state.hall?.sequence ?? 0
            guard sequence <= newest, sequence >= 0 else { return nil }
            let missing = Int(newest - sequence)
            guard missing <= state.changes.count else { return nil }
            let first = state.changes.count - missing
            return (first..<min(first + limit, state.changes.count)).map {
                state.changes[(state.oldest + $0) % max(1, state.changes.count)]
            }
        }
    }

    func subscribe(_ wake: @escaping @Sendable () -> Void) -> SubscriptionID {
        state.withLock { state in
            state.lastSubscription += 1
            let id = SubscriptionID(state.lastSubscription)
            state.subscribers.append((id, wake))
            return id
        }
    }

    func cancel(_ subscription: SubscriptionID) {
        state.withLock { state in state.subscribers.removeAll { $0.id == subscription } }
    }
}
