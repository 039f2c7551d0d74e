import DeviceSimulators
import HallLogic
import HallModel

/// A window and what its clerk has in mind.
struct Clerk: Sendable {
    var window: WindowPlan
    /// The verbs that the keypad has.
    var keys: [String]
    /// Counts the looks planned: only the last one is taken.
    var look = 0
    /// Nothing to do until somebody waits.
    var isIdle = false
    var calledAt: MonotonicInstant?
    var isRecalled = false
    var startedAt: MonotonicInstant?
    /// Not the next call before.
    var readyAt: MonotonicInstant
    /// When the break begins; nil once it has begun, or without one.
    var lunchAt: MonotonicInstant?
    /// Away until then.
    var awayUntil: MonotonicInstant?
    /// Who works here, where people must sign on.
    var person: OperatorID?
}

/// Clerks call, wait, serve, eat in shifts, and close when the doors are shut and nobody waits.
extension VirtualDay {
    /// A clerk sees that a key did nothing after so long.
    private static let secondLook = Duration.seconds(5)
    /// From a new number that can be called to the hand on the key.
    private static let reaction = Duration.seconds(2)
    /// After the doors are shut somebody may still take the paper out of a kiosk.
    private static let closing = Duration.seconds(300)

    mutating func planClerks(_ plan: HallPlan) {
        let lunch = settings.assumptions.lunch
        let opens = hall.now.local.secondOfDay
        var free = plan.operators
        for (place, window) in plan.windows.enumerated() {
            let keys: [String] =
                if let caller = window.caller, case .keys(let pad) = hall.device(caller)?.unit { pad.keys } else { [] }
            var clerk = Clerk(window: window, keys: keys, readyAt: start)
            if let lunch {
                let begins = Duration.seconds(lunch.begins - opens) + lunch.length * (place % lunch.shifts)
                if begins >= .zero { clerk.lunchAt = start + begins }
            }
            if !plan.operators.isEmpty { sit(&free, at: &clerk) }
            clerks.append(clerk)
            // Not all in the same moment.
            look(at: place, in: .seconds(5 + place % 25))
        }
    }

    /// One of those who are free, who may serve all of a window or else most of it; at a window without anybody nobody is
    /// called.
    private func sit(_ free: inout [OperatorPlan], at clerk: inout Clerk) {
        func served(by person: OperatorPlan) -> [ServiceID] {
            person.skills.isEmpty ? clerk.window.serves : clerk.window.serves.filter(person.skills.contains)
        }
        let most = free.map { served(by: $0).count }.max() ?? 0
        guard most > 0, let place = free.firstIndex(where: { served(by: $0).count == most }) else {
            return clerk.window.serves = []
        }
        clerk.window.serves = served(by: free[place])
        clerk.person = free.remove(at: place).id
    }

    /// Plans the clerk's next look at the window in place of any other.
    private mutating func look(at place: Int, in time: Duration) {
        clerks[place].look += 1
        clerks[place].isIdle = false
        plan(.clerk(place, look: clerks[place].look), in: max(.zero, time))
    }

    private mutating func look(at place: Int, by moment: MonotonicInstant) {
        look(at: place, in: moment - hall.now.monotonic)
    }

    mutating func takeTurn(_ place: Int) {
        let window = clerks[place].window.id
        guard let state = hall.hall.recorded.window(window) else { return }
        if let ticket = hall.hall.recorded.ticket(at: window) {
            attend(ticket, place)
        } else {
            goOn(state.mode, place)
        }
    }

    /// Somebody is called or served.
    private mutating func attend(_ ticket: Ticket, _ place: Int) {
        guard let holder = holders[ticket.id] else { return }
        let visitor = visits[holder].visitor
        let now = hall.now.monotonic
        if case .serving = ticket.stage {
            let done = (clerks[place].startedAt ?? now) + visitor.serviceTime
            return done <= now ? press(.finish, place) : look(at: place, by: done)
        }
        let called = clerks[place].calledAt ?? now
        if visitor.isMistaken, !visits[holder].wasPutBack {
            visits[holder].wasPutBack = true
            return press(.putBack, place)
        }
        if isThere(visits[holder], called: called) {
            let arrives = called + visitor.walk
            return arrives <= now ? press(.start, place) : look(at: place, by: arrives)
        }
        let grace = settings.assumptions.grace
        let due = called + (clerks[place].isRecalled ? grace : grace / 2)
        guard due <= now else { return look(at: place, by: due) }
        let verb = clerks[place].isRecalled ? WindowVerb.noShow : .recall
        clerks[place].isRecalled = true
        press(verb, place)
    }

    private func isThere(_ visit: Visit, called: MonotonicInstant) -> Bool {
        guard visit.visitor.comes else { return false }
        guard let patience = visit.visitor.patience, let takenAt = visit.takenAt else { return true }
        return called - takenAt <= patience
    }

    /// Nobody is at the window.
    private mutating func goOn(_ mode: WindowState.Mode, _ place: Int) {
        let now = hall.now.monotonic
        if let lunchAt = clerks[place].lunchAt, lunchAt <= now, let lunch = settings.assumptions.lunch {
            clerks[place].lunchAt = nil
            clerks[place].awayUntil = now + lunch.length
        }
        if let until = clerks[place].awayUntil {
            guard until <= now else { return mode == .open ? press(.pause, place) : look(at: place, by: until) }
            clerks[place].awayUntil = nil
        }
        switch mode {
        case .paused: return press(.resume, place)
        case .closed: return now < doorsClose ? press(.open, place) : ()
        case .open: break
        }
        let window = clerks[place].window.id
        if let person = clerks[place].person, hall.hall.recorded.window(window)?.operator == nil {
            _ = hall.command(.signOn(window, person), by: "clerk-\(window)")
            return look(at: place, in: .zero)
        }
        if clerks[place].readyAt > now { return look(at: place, by: clerks[place].readyAt) }
        if watch.isAnybodyCallable(for: clerks[place].window.serves) { return press(.call, place) }
        rest(place)
    }

    /// Until somebody can be called, the break begins, or the day is over.
    private mutating func rest(_ place: Int) {
        let now = hall.now.monotonic
        let close = doorsClose + Self.closing
        if close <= now {
            let serves = clerks[place].window.serves
            let isOver = kiosks.allSatisfy { $0.line.isEmpty } && !watch.isAnybodyWaiting(for: serves)
            if isOver { return press(.close, place) }
            look(at: place, in: Self.closing)
        } else {
            look(at: place, by: min(close, clerks[place].lunchAt ?? close))
        }
        clerks[place].isIdle = true
    }

    /// By the key where there is one, and looks whether it did anything.
    private mutating func press(_ verb: WindowVerb, _ place: Int) {
        let window = clerks[place].window
        if let caller = window.caller, clerks[place].keys.contains(verb.rawValue) {
            do throws(SimulatorError) { try hall.perform(.press(caller, key: verb.rawValue)) } catch {}
        } else {
            _ = hall.command(.window(window.id, verb, reason: ""), by: "clerk-\(window.id)")
        }
        look(at: place, in: Self.secondLook)
    }

    // MARK: What clerks see

    mutating func hearAsClerk(_ fact: HallFact) {
        let now = hall.now.monotonic
        switch fact {
        case .ticketCalled(let called):
            change(called.window) {
                $0.calledAt = now
                $0.isRecalled = false
            }
        case .serviceStarted(let started): change(started.window) { $0.startedAt = now }
        case .serviceFinished(let finished):
            let tidy = holders[finished.ticket].map { visits[$0].visitor.tidy } ?? .zero
            change(finished.window) { $0.readyAt = now + tidy }
        case .ticketNoShow(let gone): change(gone.window) { $0.readyAt = now + Self.reaction }
        case .ticketPutBack(let back):
            change(back.window) { $0.readyAt = now + Self.reaction }
            callIdle(for: back.ticket)
        case .ticketRecalled(let recalled): change(recalled.window) { _ in }
        case .windowModeChanged(let changed): change(changed.window) { _ in }
        case .printSettled(let settled): callIdle(for: settled.ticket)
        case .ticketTaken(let taken) where !taken.onPaper: callIdle(for: taken.ticket)
        default: break
        }
    }

    private mutating func change(_ window: WindowID, _ body: (inout Clerk) -> Void) {
        guard let place = clerks.firstIndex(where: { $0.window.id == window }) else { return }
        body(&clerks[place])
        look(at: place, in: .zero)
    }

    private mutating func callIdle(for ticket: TicketID) {
        guard let service = watch.service(of: ticket) else { return }
        for place in clerks.indices where clerks[place].isIdle && clerks[place].window.serves.contains(service) {
            look(at: place, in: Self.reaction)
        }
    }
}
