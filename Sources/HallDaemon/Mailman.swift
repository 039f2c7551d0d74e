import HallModel
import Synchronization

/// Lets wires and hall know each other without owning each other: what wires report before the hall is there is kept.
final class Mailman: Sendable {
    private struct State {
        var early: [DeviceReport] = []
        var deliver: (@Sendable ([DeviceReport]) -> Void)?
    }

    private let state = Mutex(State())

    /// Hands reports on, now or when the hall is there.
    func deliver(_ reports: [DeviceReport]) {
        let deliver = state.withLock { state in
            if state.deliver == nil { state.early += reports }
            return state.deliver
        }
        deliver?(reports)
    }

    /// The hall is there.
    func open(_ deliver: @escaping @Sendable ([DeviceReport]) -> Void) {
        let early = state.withLock { state in
            state.deliver = deliver
            defer { state.early = [] }
            return state.early
        }
        deliver(early)
    }
}
