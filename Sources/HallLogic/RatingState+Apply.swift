import HallModel

extension RatingState {
    /// A service can be rated from its start; the next one at the window takes its place.
    mutating func apply(_ fact: HallFact) {
        switch fact {
        case .serviceStarted(let started):
            services.removeAll { $0.window == started.window }
            services.append(Service(window: started.window, ticket: started.ticket))
        case .serviceFinished(let finished):
            change(finished.ticket) { $0.finishedAt = finished.at }
        case .ticketRated(let rated):
            change(rated.ticket) { $0.level = rated.level }
        case .ratingLapsed(let lapsed):
            services.removeAll { $0.ticket == lapsed.ticket }
        default: break
        }
    }

    private mutating func change(_ ticket: TicketID, _ body: (inout Service) -> Void) {
        guard let index = services.firstIndex(where: { $0.ticket == ticket }) else { return }
        body(&services[index])
    }
}
