import HallModel

extension RatingState {
    /// A service can be rated from its start. The one before it at the window stays until it is known to be rated or not. A
    /// visitor who is parked goes on with the same service at the same window; elsewhere it is another one.
    mutating func apply(_ fact: HallFact) {
        switch fact {
        case .serviceStarted(let started): start(started)
        case .serviceFinished(let finished):
            change(finished.ticket, finished.window) { $0.finishedAt = finished.at }
        case .ticketParked(let parked):
            change(parked.ticket, parked.window) { $0.isSuspended = $0.finishedAt == nil ? true : nil }
        case .ticketTransferred(let transferred): end(transferred.ticket, at: transferred.at)
        case .ticketCancelled(let cancelled): end(cancelled.ticket, at: cancelled.at)
        case .absenceEnded(let ended): end(ended.ticket, at: ended.at)
        case .ticketNoShow(let noShow): if noShow.next == nil { end(noShow.ticket, at: noShow.at) }
        case .ticketRated(let rated):
            change(rated.ticket, rated.window) { $0.level = rated.level }
            forgetFormer(at: rated.window)
        case .ratingLapsed(let lapsed):
            services.removeAll { $0.ticket == lapsed.ticket && $0.window == lapsed.window }
        default: break
        }
    }

    private mutating func start(_ started: ServiceStarted) {
        let own = services.last { $0.ticket == started.ticket && $0.window == started.window && $0.isSuspended == true }
        let former = service(at: started.window)
        services.removeAll {
            $0.window == started.window && ($0.isSuspended != true || $0.ticket == started.ticket)
        }
        end(started.ticket, at: started.at)
        if let former, former.level == nil, former.ticket != started.ticket { services.append(former) }
        var service = own ?? Service(window: started.window, ticket: started.ticket)
        service.isSuspended = nil
        services.append(service)
    }

    /// What goes on of a visitor's services is over.
    private mutating func end(_ ticket: TicketID, at now: WallTime) {
        for index in services.indices where services[index].ticket == ticket && services[index].finishedAt == nil {
            services[index].finishedAt = now
            services[index].isSuspended = nil
        }
    }

    /// Only the latest service of a window is kept once it is rated.
    private mutating func forgetFormer(at window: WindowID) {
        let latest = service(at: window)
        services.removeAll { $0.window == window && $0.level != nil && $0.ticket != latest?.ticket }
    }

    private mutating func change(_ ticket: TicketID, _ window: WindowID, _ body: (inout Service) -> Void) {
        guard let index = services.firstIndex(where: { $0.ticket == ticket && $0.window == window }) else { return }
        body(&services[index])
    }
}

extension RatingState {
    /// The latest service of a window that is or can still be rated; nobody's whose visitor comes back.
    func service(at window: WindowID) -> Service? { services.last { $0.window == window && $0.isSuspended != true } }

    /// A visitor's service at a window.
    func service(of ticket: TicketID, at window: WindowID) -> Service? {
        services.last { $0.ticket == ticket && $0.window == window }
    }

    /// Services that another has followed at their window, and that are not known to be rated or not.
    var replaced: [Service] {
        services.filter { $0.isSuspended != true && service(at: $0.window)?.ticket != $0.ticket }
    }

    /// What goes on over the turn of a day: services that can still be rated, and those that go on. Who was to come back has
    /// lapsed.
    var open: RatingState {
        var open = RatingState()
        open.services = services.filter { $0.isSuspended != true && ($0.level == nil || $0.finishedAt == nil) }
        return open
    }
}
