import HallLogic
import HallModel
import Testing

/// A hall and the reference beside it, driven by the same random inputs.
struct RandomHall {
    var test = TestHall()
    var reference: ReferenceQueue
    /// The recorded hall after each input, with the number of facts it came from.
    var states: [(count: Int, recorded: RecordedHall)] = []
    private var generator: SeededGenerator
    private var journalDown = false
    private var issued: [(job: JobID, printer: DeviceID)] = []

    static let printers: [DeviceID] = ["kiosk-1-printer", "kiosk-2-printer"]
    static let services: [ServiceID] = ["household", "tax", "company"]
    static let plan = HallPlan.standard.changed {
        $0.queue = QueueSettings(
            again: ReferenceQueue.again, behind: ReferenceQueue.behind, graceSeconds: Int(ReferenceQueue.grace),
            preferred: ReferenceQueue.inARow)
    }
    /// The same hall where people must sign on.
    static let staffed = plan.changed { $0.operators = people }
    static let people = [
        OperatorPlan(id: "wang"), OperatorPlan(id: "li", skills: ["household"]),
        OperatorPlan(id: "zhao", skills: ["tax", "company"], covers: ["2"]),
    ]
    /// Half of all halls have people.
    let plan: HallPlan

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        reference = ReferenceQueue(day: 0)
        plan = seed.isMultiple(of: 2) ? Self.staffed : Self.plan
        reference.people = plan.operators.map { person in
            ReferenceQueue.Person(
                name: person.id.rawValue, skills: person.skills.map(\.rawValue), covers: person.covers.map(\.rawValue))
        }
        reference.day = serviceDay
        finish(test.start(plan))
        // At the start of most days somebody is at each window.
        guard seed.isMultiple(of: 4) else { return }
        for (window, person) in [("1", "wang"), ("2", "zhao")] {
            reference.signOn(person, at: window)
            finish(command(.signOn(WindowID(window), OperatorID(person))))
        }
    }

    /// The day by plain arithmetic: eight hours east, begins at four.
    private var serviceDay: Int { Int((test.now.wall.seconds + 4 * 3600) / 86_400) }
    private var seconds: Int64 { test.now.monotonic.nanoseconds / 1_000_000_000 }

    private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &generator) }
    private mutating func pick<Element>(_ all: [Element]) -> Element { all[below(all.count)] }

    private mutating func finish(_ decision: HallDecision) {
        for print in decision.prints { issued.append((print.id, print.printer)) }
        states.append((test.facts.count, test.hall.recorded))
        #expect(decision.withdrawals.map(\.number) == reference.askedBack)
        reference.askedBack = []
    }

    /// One random input to both.
    mutating func step() {
        test.now = test.now.advanced(by: .seconds(below(20)))
        if !journalDown { reference.turn(to: serviceDay) }
        let decision: HallDecision
        switch below(100) {
        case 0..<11: decision = takeOverAPI()
        case 11..<14: decision = comeWithAppointment()
        case 14..<28: decision = pressKey()
        case 28..<52: decision = useWindow()
        case 52..<58: decision = goElsewhere()
        case 58..<64: decision = staff()
        case 64..<78: decision = endPrint()
        case 78..<82: decision = changePrinter()
        case 82..<85: decision = cancelOrReprint()
        case 85..<92: decision = letTimePass()
        case 92..<95: decision = toggleJournal()
        case 95..<97: decision = restart()
        default: decision = disturb()
        }
        if !journalDown { reference.passDeadlines(at: seconds) }
        finish(decision)
    }

    private mutating func command(_ command: HallCommand) -> HallDecision {
        test.send(.command(command, by: "desk", token: ReplyToken(1)))
    }

    private mutating func takeOverAPI() -> HallDecision {
        let service = pick(Self.services)
        let kiosk: Int? = pick([nil, 0, 1])
        let priority = pick([Ticket.Priority.ordinary, .ordinary, .elder, .military])
        if !journalDown {
            let printer = kiosk.map { reference.able[$0] ? $0 : nil } ?? reference.able.firstIndex(of: true)
            reference.take(
                service.rawValue, kiosk: nil, preferred: priority != .ordinary, printer: printer, at: seconds)
        }
        let name = kiosk.map { KioskID("kiosk-\($0 + 1)") }
        return command(.takeTicket(service: service, kiosk: name, priority: priority))
    }

    /// Somebody books, and comes at once or later; sometimes the code is used or gone.
    private mutating func comeWithAppointment() -> HallDecision {
        let service = pick(Self.services)
        // Whole seconds, as appointments are.
        let start = test.now.wall.seconds + Int64(pick([-300, -60, 0, 60, 300, 800]))
        let code = "c\(seconds)"
        if !journalDown {
            let entry = AppointmentEntry(
                code: code, start: CivilClock(fixedOffsetSeconds: 28_800).local(WallTime(seconds: start)).rfc3339,
                minutes: 20, service: service.rawValue, source: pick(["onsite", "phone", "net"]))
            let isKnown = test.hall.recorded.appointment(code) != nil
            reference.passDeadlines(at: seconds)
            finish(command(.importAppointments([entry], isTrial: false)))
            if isKnown { return test.send(.timeReached) }
            let printer = reference.able.firstIndex(of: true)
            reference.take(service.rawValue, kiosk: nil, bookedFor: start, printer: printer, at: seconds)
        }
        return command(.checkIn(code: code, service: pick([nil, service]), kiosk: nil, priority: .ordinary))
    }

    private mutating func pressKey() -> HallDecision {
        let kiosk = below(2)
        let key = kiosk == 0 ? below(4) : 0
        if !journalDown, key < 3, reference.able[kiosk] {
            reference.take(Self.services[key].rawValue, kiosk: kiosk, printer: kiosk, at: seconds)
        }
        return test.report(DeviceID("kiosk-\(kiosk + 1)-keys"), .key(String(key + 1)))
    }

    private mutating func useWindow() -> HallDecision {
        // Calls and starts come more often than pauses.
        let verb = pick(WindowVerb.allCases + [.call, .call, .call, .start, .start, .finish, .noShow, .noShow])
        let window = pick(["1", "2"])
        if below(8) == 0 {
            let number = pick(["A", "B", "C"]) + String(1001 + below(9)).dropFirst()
            if !journalDown { reference.callNumber(number, to: window) }
            return command(.callNumber(WindowID(window), TicketNumber(number), reason: ""))
        }
        if !journalDown {
            reference.verb(verb.rawValue, window, at: seconds, wall: test.now.wall.seconds)
        }
        if below(2) == 0 { return test.report(DeviceID("w\(window)-caller"), .key(verb.rawValue)) }
        return command(.window(WindowID(window), verb, reason: pick(["", "午休"])))
    }

    private mutating func goElsewhere() -> HallDecision {
        // Mostly one who is there.
        let there = test.hall.recorded.tickets.filter(\.isOpen).map(\.id.number.text)
        let number = there.isEmpty || below(4) == 0 ? "A00\(1 + below(9))" : pick(there)
        let service = pick([nil] + Self.services)
        var window: WindowID? = pick([nil, "1", "2"])
        let person: OperatorID? = plan.operators.isEmpty ? nil : pick([nil, nil, "wang", "li", "zhao"])
        if person != nil { window = nil }
        switch below(5) {
        case 0, 1:
            if !journalDown { reference.takeBack(number) }
            return command(.returnTicket(TicketNumber(number), reason: ""))
        case 2:
            if !journalDown, let row = reference.rows.last(where: { $0.number == number }), row.isAtWindow {
                reference.verb("park", row.window, at: seconds, wall: test.now.wall.seconds)
            }
            return command(.parkTicket(TicketNumber(number), reason: "填表"))
        case 3:
            let from = pick(["1", "2"])
            if !journalDown {
                reference.transfer(
                    from: from, service: service?.rawValue, window: window?.rawValue, person: person?.rawValue)
            }
            return command(
                .transferFrom(WindowID(from), service: service, window: window, person: person, reason: ""))
        default:
            if !journalDown {
                reference.transfer(
                    number, service: service?.rawValue, window: window?.rawValue, person: person?.rawValue)
            }
            return command(
                .transferTicket(
                    TicketNumber(number), service: service, window: window, person: person, reason: ""))
        }
    }

    private mutating func staff() -> HallDecision {
        let window = pick(["1", "2"])
        let id = WindowID(window)
        let person = pick(["wang", "li", "zhao", "nobody"])
        // Mostly somebody comes where nobody is.
        let isEmpty = !plan.operators.isEmpty && test.hall.recorded.window(id)?.operator == nil
        switch isEmpty && below(4) > 0 ? 0 : below(10) {
        case 0..<4:
            if !journalDown { reference.signOn(person, at: window) }
            return command(.signOn(id, OperatorID(person)))
        case 4:
            let named: String? = pick([nil, person])
            if !journalDown { reference.signOff(named, at: window) }
            return command(.signOff(id, named.map { OperatorID($0) }))
        case 5, 6:
            let services = pick(
                [nil, ["tax"], ["household", "company"], ["company", "tax", "household"]] as [[String]?])
            if !journalDown { reference.assign(services, to: window) }
            return command(.assign(id, services?.map { ServiceID($0) }, reason: ""))
        case 7:
            let place = pick(Away.Place.allCases)
            if !journalDown { reference.pause(window, to: place.rawValue) }
            return command(.pause(id, to: place, backMinutes: 1 + below(40), reason: ""))
        default:
            let isAnswer = below(2) == 0
            if !journalDown { reference.help(window, isAnswer: isAnswer) }
            return command(isAnswer ? .answerAssist(id, reason: "") : .callAssist(id, reason: "吵架"))
        }
    }

    private mutating func endPrint() -> HallDecision {
        guard !issued.isEmpty else { return test.send(.timeReached) }
        // Mostly one of the newest jobs, sometimes any former one, sometimes told twice.
        let index = below(4) == 0 ? below(issued.count) : issued.count - 1 - below(min(4, issued.count))
        let (job, printer) = issued[index]
        let outcome = pick(PrintOutcome.allCases + [.proven, .proven, .lost])
        reference.outcome(
            job.number, outcome.rawValue, from: printer == Self.printers[0] ? 0 : 1, at: seconds)
        return test.report(printer, .print(job, outcome))
    }

    private mutating func changePrinter() -> HallDecision {
        let printer = below(2)
        let condition = pick([
            PrinterCondition(paper: .present), PrinterCondition(paper: .nearEnd), PrinterCondition(paper: .out),
            PrinterCondition(coverOpen: true, offline: true),
        ])
        reference.able[printer] = condition.paper != .out && !condition.coverOpen
        return test.report(Self.printers[printer], .printer(condition))
    }

    private mutating func cancelOrReprint() -> HallDecision {
        let number = pick(["A", "B", "C"]) + String(1001 + below(9)).dropFirst()
        if below(2) == 0 {
            if !journalDown { reference.cancel(number, at: seconds) }
            return command(.cancelTicket(TicketNumber(number), reason: ""))
        }
        if !journalDown { reference.reprint(number, at: seconds) }
        return command(.reprintTicket(TicketNumber(number), kiosk: nil))
    }

    private mutating func letTimePass() -> HallDecision {
        test.now = test.now.advanced(by: pick([.seconds(30), .seconds(61), .seconds(121), .seconds(8 * 3600)]))
        // The clock is set, back or forth, while intervals go on.
        if below(3) == 0 { test.now.wall = test.now.wall + .seconds(pick([-7200, -60, 60, 7200])) }
        if !journalDown { reference.turn(to: serviceDay) }
        return test.send(.timeReached)
    }

    private mutating func toggleJournal() -> HallDecision {
        journalDown.toggle()
        reference.journalDown = journalDown
        guard !journalDown else { return test.send(.journalFailed("disk full")) }
        reference.turn(to: serviceDay)
        reference.recoverJournal(at: seconds)
        return test.send(.journalRecovered)
    }

    private mutating func restart() -> HallDecision {
        journalDown = false
        reference.restart(at: seconds, wall: test.now.wall.seconds)
        reference.turn(to: serviceDay, started: true)
        reference.printInterrupted(at: seconds)
        return test.restart(plan)
    }

    /// Inputs that must not touch the queue.
    private mutating func disturb() -> HallDecision {
        switch below(5) {
        case 0: test.send(.inputDropped(count: 1 + below(9)))
        case 1: command(.acknowledgeAlarm(pick(test.hall.recorded.alarms.map(\.id) + ["hall.none"]), reason: ""))
        case 2: test.report(pick(Self.printers), .noise(count: 3))
        case 3: test.report("w1-display", .presence(.offline, detail: .portLost))
        default: test.send(.planOffered(plan.changed { $0.hall.hotline = "1" }, hash: pick(["plan-1", "plan-2"])))
        }
    }
}

extension ReferenceQueue {
    /// Each ticket in one line.
    var lines: [String] {
        rows.map { row in
            var stage = row.stage
            if stage == "called" { stage += " \(row.window)x\(row.calls)" }
            if stage == "serving" || stage == "parked" { stage += " \(row.window)" }
            if !row.over, row.bound != "" { stage += " for \(row.bound)" }
            if !row.over, row.boundPerson != "" { stage += " for \(row.boundPerson)" }
            return "\(row.day) \(row.number) \(row.service) \(stage) \(row.paper) job \(row.job)"
        }
    }
}

extension ReferenceQueue {
    /// Each window in one line.
    var places: [String] {
        counters.map { "\($0.name) \($0.mode) \($0.who) \($0.standsFor) \($0.assigned ?? []) \($0.away)" }
    }
}

extension RecordedHall {
    /// Each window in one line, in the reference's words.
    var places: [String] {
        windows.map { window in
            let others = (window.standsInFor ?? []).map(\.rawValue)
            let services = (window.assigned ?? []).map(\.rawValue)
            return "\(window.id) \(window.mode) \(window.operator?.rawValue ?? "") \(others) \(services) "
                + (window.away?.to?.rawValue ?? "")
        }
    }
}

extension ReferenceQueue {
    /// The numbers of those who wait, as they stand in the line.
    var waiting: [String] {
        line.compactMap { id in rows.first { $0.id == id && $0.stage == "waiting" }?.number }
    }
}

extension RecordedHall {
    /// Each ticket in one line, in the reference's words.
    var lines: [String] {
        tickets.map { ticket in
            let stage =
                switch ticket.stage {
                case .waiting: "waiting"
                case .called(let window, let times): "called \(window)x\(times)"
                case .serving(let window): "serving \(window)"
                case .parked(let window): "parked \(window)"
                case .absent: "absent"
                case .finished: "finished"
                case .noShow: "noShow"
                case .cancelled: "cancelled"
                case .voided: "voided"
                case .lapsed: "lapsed"
                }
            let bound = ticket.isOpen ? ticket.boundTo.map { " for \($0)" } ?? "" : ""
            let theirs = ticket.isOpen ? ticket.boundToOperator.map { " for \($0)" } ?? "" : ""
            return "\(ticket.id.day.daysSince1970) \(ticket.id.number) \(ticket.service) \(stage)\(bound)\(theirs) "
                + "\(ticket.printed.rawValue) job \(ticket.job?.number ?? 0)"
        }
    }
}
