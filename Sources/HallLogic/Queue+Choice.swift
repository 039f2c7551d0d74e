import HallModel

/// Whom a window calls next.
///
/// ```
///  may be called here and has the number in hand
///    └─▶ 1. not the one that was just put back, unless nobody else waits
///        2. bound to this window, or to who is there      bound-here
///        3. preferred, if not enough of them were called  preferred
///        4. everybody in the order of the line            first-taken, or ordinary-turn where one preferred waits
/// ```
extension Queue {
    /// How many numbers that did not come to their turn a fact names.
    private static let namedSkips = 8

    struct Choice {
        var ticket: Ticket
        var rule: TicketCalled.Rule
        /// What it was made from.
        var inputs: [DecisionInput]
    }

    /// Nil: nobody waits who may be called here.
    func choose(for window: WindowState, _ plan: HallPlan, _ step: HallStep) -> Choice? {
        let serves = step.recorded.serves(window)
        var waiting = 0
        var isPreferredWaiting = false
        var firsts: [Standing: Ticket] = [:]
        var skipped: [Ticket] = []
        for place in step.recorded.book.waiting {
            let ticket = step.recorded.book[place]
            guard RecordedHall.mayCall(window, serves: serves, ticket) else { continue }
            guard step.recorded.isCallable(ticket) else {
                skipped.append(ticket)
                continue
            }
            waiting += 1
            let isPreferred = ticket.isPreferred(at: step.now.wall)
            if isPreferred { isPreferredWaiting = true }
            let standing = Standing(ticket, isPreferred, at: window.id)
            if firsts[standing].map({ ticket.isBefore($0) }) ?? true { firsts[standing] = ticket }
        }
        let preferred = plan.queue?.preferred
        let isOrdinarysTurn = preferred.map { window.preferredRun ?? 0 >= $0 } ?? false
        guard let first = Standing.best(firsts, prefers: preferred != nil && !isOrdinarysTurn, waits: preferred != nil)
        else { return nil }
        var inputs = [
            DecisionInput("serves", serves.map(\.rawValue).joined(separator: ",")),
            DecisionInput("waiting", String(waiting)),
            DecisionInput("oldest", first.id.number.text),
            // At most eight.
            first.booking.map { DecisionInput("booked", step.now.civil.local($0.start).rfc3339) }
                ?? DecisionInput("order", String(first.order)),
            DecisionInput("taken", step.now.civil.local(first.takenAt).rfc3339),
        ]
        let rule: TicketCalled.Rule
        if first.isBound {
            rule = .boundHere
        } else if let preferred, isPreferredWaiting {
            rule = first.isPreferred(at: step.now.wall) ? .preferred : .ordinaryTurn
            inputs.append(DecisionInput("turn", "\(window.preferredRun ?? 0)/\(preferred)"))
        } else {
            rule = .firstTaken
        }
        if let place = first.place { inputs.append(DecisionInput("place", place.text)) }
        if !skipped.isEmpty { inputs.append(DecisionInput("skipped", named(skipped))) }
        return Choice(ticket: first, rule: rule, inputs: inputs)
    }

    /// Some numbers, and how many more.
    func named(_ tickets: [Ticket]) -> String {
        var names = tickets.prefix(Self.namedSkips).map(\.id.number.text)
        if tickets.count > names.count { names.append("+\(tickets.count - names.count)") }
        return names.joined(separator: ",")
    }

    /// What sets one who waits apart at a window, besides the place in the line.
    private struct Standing: Hashable {
        /// This window called it by mistake: it would call it again at once.
        var wasMistaken: Bool
        var isBound: Bool
        var isPreferred: Bool

        init(_ ticket: Ticket, _ isPreferred: Bool, at window: WindowID) {
            wasMistaken = ticket.putBackAt == window
            isBound = ticket.isBound
            self.isPreferred = isPreferred
        }

        private init(_ wasMistaken: Bool, _ isBound: Bool, _ isPreferred: Bool) {
            (self.wasMistaken, self.isBound, self.isPreferred) = (wasMistaken, isBound, isPreferred)
        }

        /// The first of those whose turn it is. `waits`: classes are told apart at all; `prefers`: it is the preferred ones' turn.
        static func best(_ firsts: [Self: Ticket], prefers: Bool, waits: Bool) -> Ticket? {
            for wasMistaken in [false, true] {
                for isBound in [true, false] {
                    let preferred = firsts[Self(wasMistaken, isBound, true)]
                    let ordinary = firsts[Self(wasMistaken, isBound, false)]
                    guard let preferred, let ordinary else {
                        if let one = preferred ?? ordinary { return one }
                        continue
                    }
                    // Whoever is bound here is called in the order of the line.
                    if isBound || !waits { return preferred.isBefore(ordinary) ? preferred : ordinary }
                    return prefers ? preferred : ordinary
                }
            }
            return nil
        }
    }
}

extension Ticket {
    /// Of a class that may be called before others, or expected by now.
    func isPreferred(at now: WallTime) -> Bool {
        priority != .ordinary || booking.map { $0.start <= now } ?? false
    }
    /// Waits for one window, or one person, and no other.
    var isBound: Bool { boundTo != nil || boundToOperator != nil }
}
