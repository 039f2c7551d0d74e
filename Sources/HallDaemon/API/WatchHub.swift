import NIOCore
import Synchronization

/// Somebody who wants to know that the hall published something new.
protocol PublicationListener: AnyObject {
    /// Called on the event loop; several publications may be one call.
    func published()
}

/// One subscription for all streams: a publication wakes the event loop at most once, however many watch.
final class WatchHub: Sendable {
    private let gateway: any HallGateway
    private let door: LoopDoor
    private let isWakePending = Atomic<Bool>(false)
    private let state: NIOLoopBoundBox<State>

    private struct State {
        var listeners: [ObjectIdentifier: any PublicationListener] = [:]
        var subscription: SubscriptionID?
    }

    /// A hub on one event loop.
    init(gateway: any HallGateway, loop: any EventLoop, door: LoopDoor) {
        self.gateway = gateway
        self.door = door
        state = NIOLoopBoundBox.makeBoxSendingValue(State(), eventLoop: loop)
    }

    /// Wakes the listener from now on; on the event loop.
    func add(_ listener: any PublicationListener) {
        state.value.listeners[ObjectIdentifier(listener)] = listener
        guard state.value.subscription == nil else { return }
        state.value.subscription = gateway.subscribe { [weak self] in self?.wake() }
    }

    /// Forgets the listener; on the event loop.
    func remove(_ listener: any PublicationListener) {
        state.value.listeners[ObjectIdentifier(listener)] = nil
        guard state.value.listeners.isEmpty, let subscription = state.value.subscription else { return }
        gateway.cancel(subscription)
        state.value.subscription = nil
    }

    /// From the hall's thread.
    private func wake() {
        guard !isWakePending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        door.execute {
            // Cleared first: what is published from here on wakes again.
            self.isWakePending.store(false, ordering: .releasing)
            for listener in self.state.value.listeners.values { listener.published() }
        }
    }
}
