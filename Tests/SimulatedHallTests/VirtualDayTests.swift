import DeviceSimulators
import HallLogic
import HallModel
import Testing

@testable import SimulatedHall

@Suite("A day in virtual time")
struct VirtualDayTests {
    /// An hour of a hall; a district's figures need no weather and no lines to be right.
    private func day(
        _ seed: UInt64, in plan: HallPlan? = nil, visitors: Int = 30, scenario: Scenario? = nil, hours: Int = 1,
        assuming lines: String = ""
    ) throws -> VirtualDay {
        var assumptions = DayAssumptions()
        try assumptions.read(lines, named: "test")
        var day = try VirtualDay(
            plan: try plan ?? township(),
            .init(hours: hours, visitors: visitors, seed: seed, scenario: scenario, assumptions: assumptions))
        try day.run()
        return day
    }

    private static let nothingFails = try? Scenario("")

    @Test func `where people must sign on, clerks do, and the day is the same`() throws {
        let free = try day(3, in: district())
        var plan = try district()
        plan.operators = plan.windows.map { OperatorPlan(id: OperatorID("clerk-\($0.id)")) }
        let staffed = try day(3, in: plan)
        #expect(staffed.figures.visitors == free.figures.visitors)
        #expect(staffed.figures.windows == free.figures.windows)
        let on = staffed.hall.records.count { if case .operatorSignedOn = $0.fact { true } else { false } }
        #expect(on == plan.windows.count)
        plan.operators.removeLast()
        let short = try day(3, in: plan)
        #expect(short.figures.windows.last?.served == 0, "nobody is there")
        #expect(short.figures.visitors.came == free.figures.visitors.came)
    }

    @Test func `the same seed gives the same bytes, another seed others`() throws {
        let first = try day(7)
        let second = try day(7)
        #expect(second.report(.zh) == first.report(.zh))
        #expect(second.figures.json == first.figures.json)
        let other = try day(8)
        #expect(other.report(.zh) != first.report(.zh))
        #expect(other.figures.json != first.figures.json)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `numbers are given once; what is proven is on paper; the mishaps raise alarms and are mended`(
        seed: UInt64
    ) throws {
        let day = try day(seed)
        let facts = day.hall.records.map(\.fact)
        var taken: [TicketNumber] = []
        var proven: [TicketNumber] = []
        var raised: [AlarmKind] = []
        var open: [AlarmID: AlarmKind] = [:]
        for fact in facts {
            switch fact {
            case .ticketTaken(let fact): taken.append(fact.ticket.number)
            case .printSettled(let fact) where fact.outcome == .proven: proven.append(fact.ticket.number)
            case .alarmRaised(let fact):
                raised.append(fact.alarm)
                open[fact.id] = fact.alarm
            case .alarmReturned(let fact): open[fact.alarm] = nil
            default: break
            }
        }
        #expect(Set(taken).count == taken.count, "seed \(seed)")
        #expect(taken.count == day.figures.numbers.given)
        guard case .printer(let printer) = day.hall.device("kiosk-printer")?.unit else { return }
        let slips = printer.paper.slips
        for number in proven {
            #expect(slips.contains { $0.number == number.text }, "\(number), seed \(seed)")
            #expect(
                slips.contains { $0.qr.contains { $0.hasSuffix("/" + number.text) } }, "QR of \(number), seed \(seed)")
        }
        #expect(raised.contains(.paperNearEnd) || raised.contains(.paperOut), "seed \(seed)")
        #expect(raised.contains(.portLost), "seed \(seed)")
        #expect(raised.contains(.printerFault), "seed \(seed)")
        // Who still waits when the windows have closed is nobody's to mend.
        let waits: Set<AlarmKind> = [.serviceUnattended, .waitLong, .waitOverLimit, .waitingAreaFull]
        #expect(waits.isSuperset(of: open.values), "seed \(seed): \(open)")
    }

    @Test(arguments: ["township", "district"], [1, 2, 3] as [UInt64])
    func `everybody is in one known place at the end, and the services and windows add up`(
        hall: String, seed: UInt64
    ) throws {
        let day = try day(seed, in: hall == "district" ? district() : township(), visitors: 60)
        let figures = day.figures
        let all = figures.visitors
        #expect(all.came == 60)
        #expect(
            all.served + all.noShow + all.waiting + all.atWindow + all.lapsed + all.withoutNumber + all.atEntrance
                == all.came)
        #expect(all.served > 0)
        #expect(figures.services.reduce(0) { $0 + $1.served } == all.served)
        #expect(figures.windows.reduce(0) { $0 + $1.served } == all.served)
        #expect(figures.services.reduce(0) { $0 + $1.noShow } == all.noShow)
        // Who is called twice in vain counts twice at windows.
        #expect(figures.windows.reduce(0) { $0 + $1.noShow } >= all.noShow)
        #expect(figures.services.reduce(0) { $0 + $1.waiting } == all.waiting)
        #expect(figures.services.reduce(0) { $0 + $1.taken } == figures.numbers.given)
        #expect(figures.facts == day.hall.records.count)
    }

    @Test func `one window more changes nobody who comes, and shortens the queue`() throws {
        var wider = try township()
        wider.windows.append(WindowPlan(id: "2", name: "加开窗口", serves: ["household", "social-security"]))
        let narrow = try day(7, visitors: 40, scenario: Self.nothingFails)
        let wide = try day(7, in: wider, visitors: 40, scenario: Self.nothingFails)
        #expect(wide.visits.map(\.visitor) == narrow.visits.map(\.visitor))
        let (before, after) = (taken(narrow), taken(wide))
        #expect(before.count == 40 && before == after, "numbers are taken in the same moments")
        let (short, long) = (services(narrow), services(wide))
        var compared = 0
        for (place, length) in short {
            guard let other = long[place] else { continue }
            compared += 1
            #expect(length - other < .seconds(1) && other - length < .seconds(1), "visitor \(place)")
        }
        #expect(compared >= 8)
        #expect(wide.figures.visitors.served > narrow.figures.visitors.served)
        #expect(wide.figures.queue.longest < narrow.figures.queue.longest)
    }

    /// When each visitor got a number.
    private func taken(_ day: VirtualDay) -> [WallTime?] {
        var times: [TicketID: WallTime] = [:]
        for case .ticketTaken(let taken) in day.hall.records.map(\.fact) { times[taken.ticket] = taken.at }
        return day.visits.map { $0.ticket.flatMap { times[$0] } }
    }

    /// How long each visitor was served, as the journal says.
    private func services(_ day: VirtualDay) -> [Int: Duration] {
        var starts: [TicketID: WallTime] = [:]
        var lengths: [TicketID: Duration] = [:]
        for fact in day.hall.records.map(\.fact) {
            switch fact {
            case .serviceStarted(let started): starts[started.ticket] = started.at
            case .serviceFinished(let finished):
                lengths[finished.ticket] = starts[finished.ticket].map { finished.at - $0 }
            default: break
            }
        }
        var result: [Int: Duration] = [:]
        for (place, visit) in day.visits.enumerated() {
            if let ticket = visit.ticket, let length = lengths[ticket] { result[place] = length }
        }
        return result
    }

    @Test func `a clerk waits for who was called, recalls once and gives up after the grace`() throws {
        let day = try day(3, visitors: 5, scenario: Self.nothingFails, assuming: "no-show 1\ngrace 40s\nput-back 0")
        #expect(day.figures.visitors.noShow == 5)
        var calledAt: WallTime?
        var recalls = 0
        for fact in day.hall.records.map(\.fact) {
            switch fact {
            case .ticketCalled(let called): calledAt = called.at
            case .ticketRecalled: recalls += 1
            case .ticketNoShow(let gone):
                let waited = gone.at - (calledAt ?? gone.at)
                #expect(waited >= .seconds(40) && waited < .seconds(42), "\(waited)")
            default: break
            }
        }
        #expect(recalls == 5)
    }

    @Test func `who has waited for longer than their patience is gone when called`() throws {
        let lines = "no-show 0\nservice-time * 5m\npatience 10m"
        let day = try day(3, visitors: 60, scenario: Self.nothingFails, assuming: lines)
        var takenAt: [TicketID: WallTime] = [:]
        var calledAt: [TicketID: WallTime] = [:]
        for fact in day.hall.records.map(\.fact) {
            switch fact {
            case .ticketTaken(let taken): takenAt[taken.ticket] = taken.at
            case .ticketCalled(let called): calledAt[called.ticket] = called.at
            case .serviceStarted(let started):
                let wait = (calledAt[started.ticket] ?? started.at) - (takenAt[started.ticket] ?? started.at)
                #expect(wait <= .seconds(600))
            default: break
            }
        }
        #expect(day.figures.visitors.noShow > 0)
    }

    @Test func `a wrong call is put back, and its visitor is served all the same`() throws {
        let day = try day(
            3, visitors: 8, scenario: Self.nothingFails, assuming: "no-show 0\nput-back 1\nservice-time * 1m")
        let putBack = day.hall.records.count { if case .ticketPutBack = $0.fact { true } else { false } }
        #expect(putBack == 8)
        #expect(day.figures.visitors.served == 8)
    }

    @Test func `windows are paused for lunch in shifts, and closed when the doors are shut and nobody waits`() throws {
        var plan = try township()
        plan.windows.append(WindowPlan(id: "2", name: "2", serves: ["household", "social-security"]))
        plan.hall.openHours = OpenHours(opens: 9 * 3600, closes: 11 * 3600)
        let day = try day(
            5, in: plan, visitors: 10, scenario: Self.nothingFails, hours: 3,
            assuming: "lunch 09:30 20m 2\nservice-time * 2m")
        let changes = day.hall.records.compactMap { record -> (WindowID, WindowState.Mode, Int)? in
            guard case .windowModeChanged(let changed) = record.fact else { return nil }
            return (changed.window, changed.mode, day.hall.now.civil.local(changed.at).secondOfDay / 60)
        }
        func minutes(_ window: WindowID, _ mode: WindowState.Mode) -> [Int] {
            changes.filter { $0.0 == window && $0.1 == mode }.map(\.2)
        }
        // A visitor at the window is served first: a few minutes later.
        #expect(minutes("1", .paused).count == 1 && (570...580).contains(minutes("1", .paused)[0]))
        #expect(minutes("2", .paused).count == 1 && (590...600).contains(minutes("2", .paused)[0]))
        #expect(minutes("1", .open).first.map { $0 - minutes("1", .paused)[0] } == 20)
        for window in ["1", "2"] as [WindowID] {
            let closed = minutes(window, .closed)
            #expect(closed.count == 1 && (665...690).contains(closed.first ?? 0), "\(closed)")
        }
    }

    @Test func `without a kiosk numbers are asked for at the desk, and clerks without keys call all the same`() throws {
        var plan = try township()
        plan.kiosks = []
        plan.windows[0].caller = nil
        let day = try day(5, in: plan, visitors: 10, scenario: Self.nothingFails)
        #expect(day.figures.numbers.given == 10)
        #expect(day.figures.visitors.served > 0)
        let sources = day.hall.records.compactMap { record -> Ticket.Source? in
            if case .ticketTaken(let taken) = record.fact { taken.source } else { nil }
        }
        #expect(sources.allSatisfy { $0 == .api(user: "desk") })
    }

    @Test func `while there is no paper visitors come again, and after three times leave without a number`() throws {
        let scenario = try Scenario("at 1s set kiosk-printer paper out")
        let never = try day(5, visitors: 10, scenario: scenario, assuming: "mend 24h")
        #expect(never.figures.numbers.given == 0)
        #expect(never.figures.visitors.withoutNumber + never.figures.visitors.atEntrance == 10)
        #expect(never.figures.visitors.withoutNumber > 0)
        let mended = try day(5, visitors: 10, scenario: scenario, assuming: "mend 3m")
        #expect(mended.figures.numbers.given > 0)
        let alarm = mended.figures.alarms.first { $0.kind == "paper-out" }
        #expect(alarm.map { (180...190).contains($0.activeSeconds) && !$0.isActive } ?? false)
    }

    @Test(arguments: Language.allCases)
    func `the table has at most 80 columns and its numbers stand below one another`(language: Language) throws {
        var plan = try township()
        plan.services[0].name = "不动产登记与税费合并缴纳一次办理"
        let day = try day(7, in: plan, visitors: 60)
        let lines = DayTable(figures: day.figures, language: language).lines
        for line in lines { #expect(SlipDrawing.columns(line) <= 80, "\(line)") }
        let first = try #require(lines.firstIndex { $0.hasPrefix(DayText.service.text(language)) })
        let widths = Set(lines[first...first + 2].map(SlipDrawing.columns))
        #expect(widths.count == 1, "\(lines[first...first + 2])")
        for kind in ["paper-out", "port-lost"] {
            let title = try #require(AlarmKind(rawValue: kind)).text.text[language]
            #expect(lines.contains { $0.hasPrefix(title) }, "\(title)")
        }
    }

    @Test func `an assumption about a service that the hall has not got is refused with those it has`() throws {
        let error = #expect(throws: HallsimError.self) { try day(1, assuming: "weight taxes 2") }
        #expect(error?.text(.en) == "there is no service taxes: choose one of household, social-security")
    }

    @Test func `the display shows what was called last`() throws {
        let day = try day(11)
        let current = day.hall.hall.recorded.windows.first?.current
        guard case .display(let display) = day.hall.device("w1-display")?.unit else { return }
        if let current {
            #expect(display.shown.joined().contains { $0.contains(current.number.text) })
        }
    }

    @Test(arguments: ["paper-runs-out", "cable-pulled"])
    func `the scenarios beside the tests can be played`(name: String) throws {
        let text = try content(of: projectFolder + "/Tests/Scenarios/\(name).scenario")
        let scenario = try Scenario(String(decoding: text, as: UTF8.self))
        let day = try day(1, visitors: 0, scenario: scenario)
        let taken = day.hall.records.count { if case .ticketTaken = $0.fact { true } else { false } }
        #expect(taken >= 1)
    }

    @Test func `a scenario that names what is not there ends the day with the names that are`() throws {
        let scenario = try Scenario("at 1s press nobody 1")
        #expect(throws: HallsimError.self) { try day(1, scenario: scenario) }
    }

    @Test(arguments: [(0, 10), (25, 10), (1, -1), (1, 5001)])
    func `settings out of range are refused`(hours: Int, visitors: Int) throws {
        let plan = try township()
        #expect(throws: HallsimError.self) {
            try VirtualDay(plan: plan, .init(hours: hours, visitors: visitors, seed: 1))
        }
    }
}
