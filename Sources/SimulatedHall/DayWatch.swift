import HallLogic
import HallModel

/// Something happened that must not happen in any hall.
public struct DayViolation: Error, Sendable, Equatable {
    /// What must hold.
    public enum Rule: Sendable, Equatable {
        /// A number is given once.
        case numberTwice(TicketNumber)
        /// A ticket goes one step after the other: this fact found it where it cannot be.
        case outOfStep(TicketNumber, fact: String, was: String)
        /// A window has one visitor.
        case windowTaken(WindowID, by: TicketNumber, called: TicketNumber)
        /// The hall and its journal say the same of a ticket.
        case disagreement(TicketNumber, hall: String, journal: String)
        /// The facts bring back the hall that left them.
        case notRestored
        /// Every number is somebody's.
        case holderUnknown(TicketNumber)
    }

    /// Which.
    public var rule: Rule
    /// When; nil for what was seen at the end.
    public var at: WallTime?
}

extension DayViolation: LocalizedText {
    /// What was broken.
    public var bilingual: Bilingual {
        switch rule {
        case .numberTwice(let number): Bilingual(zh: "\(number) 被给出两次", en: "\(number) was given twice")
        case .outOfStep(let number, let fact, let was):
            Bilingual(zh: "\(number) 处于 \(was) 时出现 \(fact)", en: "\(fact) of \(number), which was \(was)")
        case .windowTaken(let window, let other, let number):
            Bilingual(
                zh: "\(number) 被叫到窗口 \(window)，而 \(other) 还在那里",
                en: "\(number) was called to window \(window), where \(other) still is")
        case .disagreement(let number, let hall, let journal):
            Bilingual(
                zh: "\(number) 在大厅中为 \(hall)，在日志中为 \(journal)",
                en: "\(number) is \(hall) in the hall and \(journal) in the journal")
        case .notRestored: Bilingual(zh: "日志不能还原大厅", en: "the journal does not bring back the hall")
        case .holderUnknown(let number): Bilingual(zh: "\(number) 没有持有人", en: "nobody holds \(number)")
        }
    }
}

/// Follows the facts of a day with few rules of its own and finds the first that breaks them.
struct DayWatch: Sendable {
    private struct Seen: Sendable {
        var service: ServiceID
        var stage = Ticket.Stage.waiting
        /// Its paper is out, or it was told to somebody.
        var isCallable: Bool
    }

    private var now: WallTime?
    private var tickets: [TicketID: Seen] = [:]
    private var windows: [WindowID: TicketID] = [:]
    private var callable: [ServiceID: Int] = [:]
    private var waiting: [ServiceID: Int] = [:]

    func service(of ticket: TicketID) -> ServiceID? { tickets[ticket]?.service }

    func isAnybodyCallable(for services: [ServiceID]) -> Bool { services.contains { callable[$0] ?? 0 > 0 } }

    func isAnybodyWaiting(for services: [ServiceID]) -> Bool { services.contains { waiting[$0] ?? 0 > 0 } }

    /// Takes in what happened at this time.
    mutating func take(_ fact: HallFact, at now: WallTime) throws(DayViolation) {
        self.now = now
        switch fact {
        case .dayOpened(let opened): for ticket in opened.lapsed { change(ticket) { $0.stage = .lapsed } }
        case .ticketTaken(let taken):
            guard tickets[taken.ticket] == nil else { throw violation(.numberTwice(taken.ticket.number)) }
            tickets[taken.ticket] = Seen(service: taken.service, isCallable: !taken.onPaper)
            count(taken.ticket, 1)
        case .printSettled(let settled):
            change(settled.ticket) { $0.isCallable = true }
        case .ticketCalled(let called):
            // A visitor who comes back may be called by name.
            try move(called.ticket, to: .called(called.window, times: 1), by: fact) {
                $0 == .waiting || $0 == .absent || $0.isParked
            }
            if let other = windows[called.window] {
                throw violation(.windowTaken(called.window, by: other.number, called: called.ticket.number))
            }
            windows[called.window] = called.ticket
        case .ticketRecalled(let recalled):
            try require(recalled.ticket, at: fact) { $0.isCalled(to: recalled.window) }
        case .ticketPutBack(let back):
            try move(back.ticket, to: .waiting, by: fact) { $0.isCalled(to: back.window) }
        case .serviceStarted(let started):
            try move(started.ticket, to: .serving(started.window), by: fact) { $0.isCalled(to: started.window) }
        case .serviceFinished(let finished):
            try move(finished.ticket, to: .finished, by: fact) { $0 == .serving(finished.window) }
        case .ticketNoShow(let gone):
            let stage: Ticket.Stage =
                switch gone.next {
                case nil: .noShow
                case .waiting: .waiting
                case .absent: .absent
                }
            try move(gone.ticket, to: stage, by: fact) { $0.isCalled(to: gone.window) }
        case .absenceEnded(let ended): try move(ended.ticket, to: .noShow, by: fact) { $0 == .absent }
        case .ticketParked(let parked):
            try move(parked.ticket, to: .parked(parked.window), by: fact) {
                $0 == .serving(parked.window) || $0.isCalled(to: parked.window)
            }
        case .ticketReturned(let back):
            try move(back.ticket, to: .waiting, by: fact) { $0 == .absent || $0.isParked }
        case .ticketTransferred(let sent):
            try move(sent.ticket, to: .waiting, by: fact) { !$0.isOver }
            change(sent.ticket) { $0.service = sent.service }
        case .ticketCancelled(let cancelled): try move(cancelled.ticket, to: .cancelled, by: fact) { $0 == .waiting }
        case .ticketVoided(let voided): try move(voided.ticket, to: .voided, by: fact) { $0 == .waiting }
        default: break
        }
    }

    private mutating func move(
        _ ticket: TicketID, to stage: Ticket.Stage, by fact: HallFact, where isRight: (Ticket.Stage) -> Bool
    ) throws(DayViolation) {
        try require(ticket, at: fact, where: isRight)
        if let window = tickets[ticket]?.stage.window, stage.window == nil { windows[window] = nil }
        change(ticket) { $0.stage = stage }
    }

    private func require(
        _ ticket: TicketID, at fact: HallFact, where isRight: (Ticket.Stage) -> Bool
    ) throws(DayViolation) {
        let stage = tickets[ticket]?.stage
        guard stage.map(isRight) ?? false else {
            throw violation(
                .outOfStep(ticket.number, fact: type(of: fact.payload).kind, was: stage?.word ?? "–"))
        }
    }

    private func violation(_ rule: DayViolation.Rule) -> DayViolation { DayViolation(rule: rule, at: now) }

    private mutating func change(_ ticket: TicketID, _ body: (inout Seen) -> Void) {
        guard tickets[ticket] != nil else { return }
        count(ticket, -1)
        body(&tickets[ticket, default: Seen(service: "", isCallable: false)])
        count(ticket, 1)
    }

    private mutating func count(_ ticket: TicketID, _ one: Int) {
        guard let seen = tickets[ticket], seen.stage == .waiting else { return }
        waiting[seen.service, default: 0] += one
        if seen.isCallable { callable[seen.service, default: 0] += one }
    }

    // MARK: At the end

    /// Every number is somebody's, the hall says of each what its journal says, and the journal brings back the hall.
    func end(_ visits: [Visit], _ hall: VirtualHall) throws(DayViolation) {
        let held = Set(visits.compactMap(\.ticket))
        for ticket in hall.hall.recorded.tickets {
            let seen = tickets[ticket.id]?.stage
            guard seen?.word == ticket.stage.word, seen?.window == ticket.stage.window else {
                throw DayViolation(
                    rule: .disagreement(ticket.id.number, hall: ticket.stage.word, journal: seen?.word ?? "–"))
            }
            guard held.contains(ticket.id) || ticket.stage == .voided else {
                throw DayViolation(rule: .holderUnknown(ticket.id.number))
            }
        }
        var restored = Hall()
        for record in hall.records { restored.apply(record.fact) }
        guard restored.recorded == hall.hall.recorded else { throw DayViolation(rule: .notRestored) }
    }

    /// Where everybody is now: each visitor in exactly one of these.
    func standing(of visits: [Visit]) -> DayFigures.Visitors {
        var standing = DayFigures.Visitors(came: visits.count)
        for visit in visits {
            guard let ticket = visit.ticket else {
                if visit.isGone { standing.withoutNumber += 1 } else { standing.atEntrance += 1 }
                continue
            }
            switch tickets[ticket]?.stage {
            case .finished: standing.served += 1
            // Whoever is absent did not come and has some time left to.
            case .noShow, .absent: standing.noShow += 1
            case .called, .serving: standing.atWindow += 1
            case .lapsed: standing.lapsed += 1
            case .cancelled, .voided: standing.withoutNumber += 1
            case .waiting, .parked, nil: standing.waiting += 1
            }
        }
        return standing
    }
}

extension Ticket.Stage {
    fileprivate var window: WindowID? {
        switch self {
        case .called(let window, _), .serving(let window): window
        default: nil
        }
    }

    fileprivate var isParked: Bool { if case .parked = self { true } else { false } }

    fileprivate var isOver: Bool {
        switch self {
        case .finished, .noShow, .cancelled, .voided, .lapsed: true
        case .waiting, .called, .serving, .parked, .absent: false
        }
    }

    fileprivate func isCalled(to window: WindowID) -> Bool {
        if case .called(window, _) = self { true } else { false }
    }
}
