import DeviceSimulators
import HallModel

/// A visitor's day in the hall.
public struct Visit: Sendable, Equatable {
    /// Who it is.
    public let visitor: Visitor
    /// The number they hold, or held.
    public internal(set) var ticket: TicketID?
    /// When they got it.
    var takenAt: MonotonicInstant?
    /// How often they went away from the kiosk or the desk without one.
    var refusals = 0
    /// They were refused once too often and left.
    public internal(set) var isGone = false
    /// Their first call was taken back.
    var wasPutBack = false
}

/// A kiosk and who stands before it.
struct KioskLine: Sendable {
    var kiosk: KioskID
    var keys: DeviceID
    var services: [KioskPlan.Key]
    /// The first one is at the keys.
    var line: [Int] = []
    /// Somebody is at the keys, or takes the paper.
    var isTaken = false
    /// How often the first one has pressed.
    var presses = 0
    /// Counts all presses and departures, so that a look at an older one is void.
    var press = 0
}

/// Visitors come in, stand in line at a kiosk, press a key, and come again where they got no number.
extension VirtualDay {
    /// To take the paper and step aside.
    private static let handling = Duration.seconds(4)
    /// Whoever sees nothing happen presses again after so long, three times in all.
    private static let patienceWithKeys = Duration.seconds(10)
    private static let pressLimit = 3
    /// Whoever got no number tries again so much later, three times in all.
    private static let pauseBetweenTries = Duration.seconds(300)
    private static let tryLimit = 3
    /// The user who gives numbers over the API where no kiosk has a key for a service.
    static let desk = "desk"

    mutating func planVisitors(_ plan: HallPlan) {
        for kiosk in plan.kiosks {
            guard let keys = kiosk.keys, !kiosk.services.isEmpty else { continue }
            kiosks.append(KioskLine(kiosk: kiosk.id, keys: keys, services: kiosk.services))
        }
        guard !plan.services.isEmpty else { return }
        for place in 0..<settings.visitors {
            visits.append(Visit(visitor: visitor(place)))
            agenda.add(.arrival(place), at: start + visits[place].visitor.arrives)
        }
    }

    private func visitor(_ place: Int) -> Visitor {
        Visitor(
            place, seed: settings.seed, doors: doors, services: hall.plan.services.map(\.id), settings.assumptions)
    }

    mutating func enter(_ place: Int) {
        let visitor = visits[place].visitor
        let able = kiosks.indices.filter { kiosk in
            kiosks[kiosk].services.contains { $0.service == visitor.service }
        }
        guard !able.isEmpty else { return askAtDesk(place) }
        let kiosk = able[Int(visitor.choice * Double(able.count))]
        kiosks[kiosk].line.append(place)
        if !kiosks[kiosk].isTaken { stepUp(to: kiosk) }
    }

    mutating func free(_ kiosk: Int) {
        kiosks[kiosk].isTaken = false
        if !kiosks[kiosk].line.isEmpty { stepUp(to: kiosk) }
    }

    mutating func missed(_ kiosk: Int, _ press: Int) {
        guard kiosks[kiosk].press == press, let place = kiosks[kiosk].line.first else { return }
        guard kiosks[kiosk].presses >= Self.pressLimit else { return self.press(at: kiosk) }
        leave(kiosk)
        comeAgain(place)
    }

    private mutating func stepUp(to kiosk: Int) {
        kiosks[kiosk].isTaken = true
        kiosks[kiosk].presses = 0
        press(at: kiosk)
    }

    private mutating func press(at kiosk: Int) {
        guard let place = kiosks[kiosk].line.first else { return }
        let service = visits[place].visitor.service
        guard let key = kiosks[kiosk].services.first(where: { $0.service == service })?.key else { return }
        kiosks[kiosk].presses += 1
        kiosks[kiosk].press += 1
        plan(.pressOverdue(kiosk, press: kiosks[kiosk].press), in: Self.patienceWithKeys)
        // A key that the panel has not got is pressed in vain.
        do throws(SimulatorError) { try hall.perform(.press(kiosks[kiosk].keys, key: key)) } catch {}
    }

    private mutating func leave(_ kiosk: Int) {
        kiosks[kiosk].line.removeFirst()
        kiosks[kiosk].presses = 0
        kiosks[kiosk].press += 1
        plan(.kioskFree(kiosk), in: Self.handling)
    }

    private mutating func askAtDesk(_ place: Int) {
        asking = place
        let service = visits[place].visitor.service
        let reply = hall.command(.takeTicket(service: service, kiosk: nil, priority: .ordinary), by: Self.desk)
        guard case .ticket = reply else {
            asking = nil
            return comeAgain(place)
        }
    }

    private mutating func comeAgain(_ place: Int) {
        visits[place].refusals += 1
        if visits[place].refusals < Self.tryLimit {
            plan(.arrival(place), in: Self.pauseBetweenTries)
        } else {
            visits[place].isGone = true
        }
    }

    // MARK: What visitors see

    mutating func hearAsVisitor(_ fact: HallFact) {
        switch fact {
        case .ticketTaken(let taken): hand(taken)
        case .takeRefused(let refused):
            guard let kiosk = kiosks.firstIndex(where: { $0.kiosk == refused.kiosk }),
                let place = first(at: kiosk, for: refused.service)
            else { return }
            leave(kiosk)
            comeAgain(place)
        case .ticketVoided(let voided):
            guard let place = holders[voided.ticket] else { return }
            visits[place].ticket = nil
            comeAgain(place)
        default: break
        }
    }

    /// Whoever is at the keys of this kiosk for this service.
    private func first(at kiosk: Int, for service: ServiceID) -> Int? {
        guard kiosks[kiosk].presses > 0, let place = kiosks[kiosk].line.first,
            visits[place].visitor.service == service, kiosks[kiosk].isTaken
        else { return nil }
        return place
    }

    private mutating func hand(_ taken: TicketTaken) {
        var holder: Int?
        switch taken.source {
        case .kiosk(let id):
            if let kiosk = kiosks.firstIndex(where: { $0.kiosk == id }),
                let place = first(at: kiosk, for: taken.service)
            {
                holder = place
                leave(kiosk)
            }
        case .api(Self.desk):
            holder = asking
            asking = nil
        case .api: break
        }
        // A hand of the scenario pressed the key: somebody stands behind it.
        let place = holder ?? visits.count
        if holder == nil { visits.append(Visit(visitor: visitor(place))) }
        visits[place].ticket = taken.ticket
        visits[place].takenAt = hall.now.monotonic
        holders[taken.ticket] = place
    }
}
