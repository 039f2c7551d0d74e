import Synchronization

/// Somebody who wants to know that the hall published something new.
protocol PublicationListener: AnyObject {
    /// Called on the API thread; several publications may be one call.
    func published()
}

/// One subscription for all streams: a publication wakes the API thread at most once, however many watch.
final class WatchHub: @unchecked Sendable {
    // Unchecked: everything but `wake` is called on the API thread.
    private let gateway: any HallGateway
    private let door: LoopDoor
    private let isWakePending = Atomic<Bool>(false)
    private var listeners: [ObjectIdentifier: any PublicationListener] = [:]
    private var subscription: SubscriptionID?

    init(gateway: any HallGateway, door: LoopDoor) {
        self.gateway = gateway
        self.door = door
    }

    /// Wakes the listener from now on.
    func add(_ listener: any PublicationListener) {
        listeners[ObjectIdentifier(listener)] = listener
        guard subscription == nil else { return }
        subscription = gateway.subscribe { [weak self] in self?.wake() }
    }

    /// Forgets the listener.
    func remove(_ listener: any PublicationListener) {
        listeners[ObjectIdentifier(listener)] = nil
        guard listeners.isEmpty, let subscription else { return }
        gateway.cancel(subscription)
        self.subscription = nil
    }

    /// From the hall's thread.
    private func wake() {
        guard !isWakePending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        door.execute {
            // Cleared first: what is published from here on wakes again.
            self.isWakePending.store(false, ordering: .releasing)
            for listener in self.listeners.values { listener.published() }
        }
    }
}
