import DeviceSimulators
import HallLogic
import HallModel
import SimulatedHall
import Testing

@Suite("A day in virtual time")
struct VirtualDayTests {
    private func day(_ seed: UInt64, visitors: Int = 30, scenario: Scenario? = nil) throws -> VirtualDay {
        var day = try VirtualDay(
            plan: township(), .init(hours: 1, visitors: visitors, seed: seed, scenario: scenario))
        try day.run()
        return day
    }

    @Test func `the same seed gives the same bytes, another seed others`() throws {
        let first = try day(7).report(.zh)
        #expect(try day(7).report(.zh) == first)
        #expect(try day(8).report(.zh) != first)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `numbers are given once; what is proven is on paper; the mishaps raise alarms and end`(seed: UInt64) throws {
        let day = try day(seed)
        let facts = day.hall.records.map(\.fact)
        var taken: [TicketNumber] = []
        var proven: [TicketNumber] = []
        var raised: [AlarmKind] = []
        var returned = 0
        for fact in facts {
            switch fact {
            case .ticketTaken(let fact): taken.append(fact.ticket.number)
            case .printSettled(let fact) where fact.outcome == .proven: proven.append(fact.ticket.number)
            case .alarmRaised(let fact): raised.append(fact.alarm)
            case .alarmReturned: returned += 1
            default: break
            }
        }
        #expect(Set(taken).count == taken.count, "seed \(seed)")
        #expect(taken.count + refusals(facts) <= 30, "seed \(seed)")
        guard case .printer(let printer) = day.hall.device("kiosk-printer")?.unit else { return }
        let slips = printer.paper.slips
        for number in proven {
            #expect(slips.contains { $0.number == number.text }, "\(number), seed \(seed)")
            #expect(
                slips.contains { $0.qr.contains { $0.hasSuffix("/" + number.text) } }, "QR of \(number), seed \(seed)")
        }
        #expect(raised.contains(.paperNearEnd) || raised.contains(.paperOut), "seed \(seed)")
        #expect(raised.contains(.portLost), "seed \(seed)")
        #expect(returned == raised.count, "seed \(seed)")
    }

    private func refusals(_ facts: [HallFact]) -> Int {
        facts.count { if case .takeRefused = $0 { true } else { false } }
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
