import HallModel
import OrderedCollections

/// Third room: a changed configuration comes into force unless it would take something from under a visitor. One that
/// was refused is tried again when the service day turns, since what waits lapses then; only the last one offered is.
struct Adoption {
    func visit(_ step: inout HallStep) {
        guard let offer = offered(step) else { return }
        step.live.heldPlan = nil
        if case .started(let start) = step.input, let file = start.unreadable {
            step.signal(.planRefused(.unreadable(file)))
            guard step.recorded.planHash == nil else { return }
        }
        guard offer.hash != step.recorded.planHash else {
            step.live.refusedPlan = nil
            return step.signal(.planInForce)
        }
        if let refusal = refusal(of: offer.plan, step.recorded, at: step.now) {
            step.live.refusedPlan = LiveHall.RefusedPlan(offer: offer, day: step.recorded.day)
            return step.signal(.planRefused(refusal))
        }
        // One that is tried again is kept until it is found in force: the commit may fail.
        if step.live.refusedPlan?.offer != offer { step.live.refusedPlan = nil }
        // While the windows are still there that they leave.
        signOff(goneFrom: offer.plan, &step)
        step.record(.planAdopted(PlanAdopted(hash: offer.hash, plan: offer.plan, at: step.now.wall)))
        release(&step)
        step.live.keepDevices(of: offer.plan)
        step.signal(.planInForce)
    }

    /// Whoever waits for a window that is gone waits for all that serve them.
    private func release(_ step: inout HallStep) {
        for ticket in step.recorded.openTickets {
            guard let window = ticket.boundTo, step.recorded.window(window) == nil else { continue }
            step.record(.ticketReleased(TicketReleased(ticket: ticket.id, window: window, at: step.now.wall)))
        }
    }

    /// Whoever, or whose window, is gone works there no more.
    private func signOff(goneFrom plan: HallPlan, _ step: inout HallStep) {
        for window in step.recorded.windows {
            guard let person = window.operator, plan.window(window.id) == nil || plan.operator(person) == nil
            else { continue }
            Queue().leave(window, for: .planChanged, by: nil, &step)
        }
        // Somebody who is covered.
        for ticket in step.recorded.openTickets {
            guard let person = ticket.boundToOperator, plan.operator(person) == nil,
                let window = step.recorded.window(of: person)
            else { continue }
            step.record(
                .ticketReleased(
                    TicketReleased(ticket: ticket.id, window: window.id, at: step.now.wall, person: person)))
        }
    }

    private func offered(_ step: HallStep) -> LiveHall.HeldPlan? {
        switch step.input {
        case .started(let start): LiveHall.HeldPlan(plan: start.plan, hash: start.planHash)
        case .planOffered(let plan, let hash): LiveHall.HeldPlan(plan: plan, hash: hash)
        case .journalRecovered: step.live.heldPlan ?? dueAgain(step)
        case .command, .report, .journalFailed, .historyFailed, .historyRecovered, .recordCompared, .inputDropped,
            .timeReached:
            dueAgain(step)
        }
    }

    /// The refused one when the day turns now, or has turned since.
    private func dueAgain(_ step: HallStep) -> LiveHall.HeldPlan? {
        guard let refused = step.live.refusedPlan, let plan = step.recorded.plan else { return nil }
        let turns = ServiceDays.due(step.recorded, plan, at: step.now) != nil
        return turns || refused.day != step.recorded.day ? refused.offer : nil
    }

    private func refusal(of plan: HallPlan, _ recorded: RecordedHall, at now: HallInstant) -> PlanRefusal? {
        for window in recorded.windows where window.current != nil && plan.window(window.id) == nil {
            return .windowOccupied(window.id)
        }
        // Without anybody in the plan nobody needs to sign on.
        for window in recorded.windows where window.current != nil && !plan.operators.isEmpty {
            guard let person = window.operator, plan.operator(person) == nil else { continue }
            return .operatorOccupied(person)
        }
        // What waits at the turn of the day lapses, and numbering begins anew: nothing of it stands in the way.
        guard ServiceDays.due(recorded, plan, at: now) == nil else { return nil }
        return orphans(plan, recorded) ?? reusedPrefix(plan, recorded)
    }

    /// Somebody waits, or comes back, for a service that nobody would serve any more.
    private func orphans(_ plan: HallPlan, _ recorded: RecordedHall) -> PlanRefusal? {
        var waited = OrderedSet<ServiceID>()
        for ticket in recorded.openTickets where ticket.window == nil { waited.append(ticket.service) }
        for service in waited {
            guard plan.service(service) != nil else { return .serviceInUse(service) }
            let wasServed = recorded.plan?.windows.contains { $0.serves.contains(service) } ?? false
            let isServed = plan.windows.contains { $0.serves.contains(service) }
            if wasServed && !isServed { return .serviceUnserved(service) }
        }
        return nil
    }

    /// A prefix, and the numbers given of it, stand for one service all day: else the same number would be given twice.
    private func reusedPrefix(_ plan: HallPlan, _ recorded: RecordedHall) -> PlanRefusal? {
        var given: OrderedDictionary<Numbers, NumberRange> = [:]
        for ticket in recorded.tickets where ticket.id.day == recorded.day {
            let count = ticket.id.number.count
            let numbers = Numbers(prefix: ticket.id.number.prefix, service: ticket.origin)
            let known = given[numbers] ?? NumberRange(first: count, last: count)
            given[numbers] = NumberRange(first: min(known.first, count), last: max(known.last, count))
        }
        for (numbers, range) in given {
            for service in plan.services {
                let isSame = service.id == numbers.service
                let hasPrefix = service.prefix == numbers.prefix
                if isSame ? !hasPrefix : hasPrefix && service.numbers.overlaps(range) {
                    return .prefixInUse(service.id)
                }
            }
        }
        return nil
    }

    /// A service and a prefix of it.
    private struct Numbers: Hashable {
        var prefix: String
        var service: ServiceID
    }
}

extension TicketNumber {
    /// The letters before the digits.
    fileprivate var prefix: String { String(text.prefix { !$0.isNumber }) }

    /// What the digits say.
    fileprivate var count: Int { Int(text.drop { !$0.isNumber }) ?? 0 }
}
