import HallModel

extension RatingState {
    /// A service can be rated from its start. The one before it at the window stays until it is known to be rated or not.
    mutating func apply(_ fact: HallFact) {
        switch fact {
        case .serviceStarted(let started): start(started)
        case .serviceFinished(let finished):
            change(finished.ticket) { $0.finishedAt = finished.at }
        case .ticketRated(let rated):
            change(rated.ticket) { $0.level = rated.level }
            forgetFormer(at: rated.window)
        case .ratingLapsed(let lapsed):
            services.removeAll { $0.ticket == lapsed.ticket }
        default: break
        }
    }

    private mutating func start(_ started: ServiceStarted) {
        let former = service(at: started.window)
        services.removeAll { $0.window == started.window || $0.ticket == started.ticket }
        if let former, former.level == nil, former.ticket != started.ticket { services.append(former) }
        services.append(Service(window: started.window, ticket: started.ticket))
    }

    /// Only the latest service of a window is kept once it is rated.
    private mutating func forgetFormer(at window: WindowID) {
        let latest = service(at: window)
        services.removeAll { $0.window == window && $0.level != nil && $0.ticket != latest?.ticket }
    }

    private mutating func change(_ ticket: TicketID, _ body: (inout Service) -> Void) {
        guard let index = services.firstIndex(where: { $0.ticket == ticket }) else { return }
        body(&services[index])
    }
}

extension RatingState {
    /// The latest service of a window.
    func service(at window: WindowID) -> Service? { services.last { $0.window == window } }

    /// Whose service.
    func service(of ticket: TicketID) -> Service? { services.last { $0.ticket == ticket } }

    /// Services that another has followed at their window, and that are not known to be rated or not.
    var replaced: [Service] { services.filter { service(at: $0.window)?.ticket != $0.ticket } }

    /// What goes on over the turn of a day: services that can still be rated, and those that go on.
    var open: RatingState {
        var open = RatingState()
        open.services = services.filter { $0.level == nil || $0.finishedAt == nil }
        return open
    }
}
