import HallModel

/// Visitors who go and come back, and those who go elsewhere.
extension RecordedHall {
    mutating func visit(_ fact: HallFact) {
        switch fact {
        case .ticketNoShow(let fact): miss(fact)
        case .ticketParked(let fact): end(fact.ticket, as: .parked(fact.window))
        case .ticketReturned(let fact):
            goOn(fact.ticket) {
                $0.place = fact.place ?? $0.place
                $0.waitsSince = fact.at
                $0.boundTo = fact.window
                $0.boundToOperator = fact.person
            }
        case .ticketTransferred(let fact):
            goOn(fact.ticket) {
                let origin = $0.origin
                $0.takenFor = origin == fact.service ? nil : origin
                $0.service = fact.service
                $0.boundTo = fact.window
                $0.boundToOperator = fact.person
                $0.startedAt = nil
            }
        case .ticketReleased(let fact):
            change(fact.ticket) {
                $0.boundTo = nil
                $0.boundToOperator = nil
            }
        case .absenceEnded(let fact): end(fact.ticket, as: .noShow)
        default: break
        }
    }

    /// It waits again.
    private mutating func goOn(_ ticket: TicketID, _ body: (inout Ticket) -> Void) {
        end(ticket, as: .waiting)
        change(ticket) {
            $0.calledAt = nil
            $0.putBackAt = nil
            $0.absence = nil
            body(&$0)
        }
    }

    private mutating func miss(_ fact: TicketNoShow) {
        switch fact.next {
        case nil: end(fact.ticket, as: .noShow)
        case .waiting(let place):
            goOn(fact.ticket) {
                $0.place = place
                $0.waitsSince = fact.at
            }
        case .absent(let seconds):
            end(fact.ticket, as: .absent)
            change(fact.ticket) { $0.absence = Ticket.Absence(since: fact.at, seconds: seconds) }
        }
        change(fact.ticket) { $0.noShows = ($0.noShows ?? 0) &+ 1 }
    }
}

extension RecordedHall {
    /// Whether a window may call a number at all, by its turn or by name: the one question for the choice, for a clerk's own
    /// choice and for who tells why.
    public func mayCall(_ window: WindowID, _ ticket: Ticket) -> Bool {
        guard let window = self.window(window) else { return false }
        return Self.mayCall(window, serves: serves(window), ticket)
    }

    /// The same for a window of which it is known what it serves.
    static func mayCall(_ window: WindowState, serves: [ServiceID], _ ticket: Ticket) -> Bool {
        let isServed = serves.contains(ticket.service)
        let isBoundHere = ticket.boundTo == window.id || ticket.boundToOperator.map(window.isOf) ?? false
        switch ticket.stage {
        case .waiting: return ticket.isBound ? isBoundHere : isServed
        case .parked(let own): return own == window.id || isBoundHere || isServed
        case .absent: return isBoundHere || isServed
        case .called, .serving, .finished, .noShow, .cancelled, .voided, .lapsed: return false
        }
    }

    /// The place behind so many of those who wait for a service, and never before the ticket's own; its own where nobody waits.
    func place(of ticket: Ticket, behind count: Int) -> Ticket.Place {
        let line = waiting(for: ticket.service).filter { $0.id != ticket.id && ticket.isBefore($0) }
        guard let last = line.prefix(count).last?.standing else { return ticket.standing }
        // Whoever was put behind the same one before stays before.
        let steps = tickets.lazy.map(\.standing).filter { $0.order == last.order }.map(\.step)
        return Ticket.Place(order: last.order, step: (steps.max() ?? last.step) + 1)
    }
}
