import HallModel
import Testing

@testable import SimulatedHall

@Suite("Who comes in a simulated day")
struct VisitorTests {
    private static let services: [ServiceID] = ["household", "tax"]

    private func doors(_ text: String = "", hours: Int = 9) throws -> Doors {
        try #require(Doors(from: 9 * 3600, for: .seconds(hours * 3600), assumptions(text).curve))
    }

    private func assumptions(_ text: String) throws -> DayAssumptions {
        var assumptions = DayAssumptions()
        try assumptions.read(text, named: "test")
        return assumptions
    }

    private func visitors(_ count: Int, seed: UInt64 = 7, _ text: String = "") throws -> [Visitor] {
        let (doors, assumptions) = (try doors(text), try assumptions(text))
        return (0..<count).map {
            Visitor($0, seed: seed, doors: doors, services: Self.services, assumptions)
        }
    }

    private func mean(_ times: [Duration]) -> Double {
        times.reduce(0) { $0 + Double($1.wholeNanoseconds) / 1e9 } / Double(times.count)
    }

    @Test func `the same seed and place give the same visitor, whatever stands around`() throws {
        #expect(try visitors(20) == visitors(40).prefix(20).map(\.self))
        #expect(try visitors(20) != visitors(20, seed: 8))
    }

    @Test func `one assumption changed leaves every other chance as it was`() throws {
        let usual = try visitors(200)
        let changed = try visitors(200, "service-time * 10m 0.7\nno-show 0.3\npatience 20m 0.5")
        for (before, after) in zip(usual, changed) {
            #expect(before.arrives == after.arrives && before.service == after.service && before.walk == after.walk)
            let double = before.serviceTime * 2
            #expect(after.serviceTime - double <= .milliseconds(2) && double - after.serviceTime <= .milliseconds(2))
            #expect(before.comes || !after.comes, "who is gone at 5 % is gone at 30 %")
        }
    }

    @Test func `times have the mean and the spread that were asked for`() throws {
        let times = try visitors(5000, "service-time * 5m 0.7").map(\.serviceTime)
        let mean = mean(times)
        #expect((285...315).contains(mean), "300 s within five per cent: \(mean)")
        let variance = times.reduce(0.0) {
            let apart = Double($1.wholeNanoseconds) / 1e9 - mean
            return $0 + apart * apart
        }
        let deviation = (variance / Double(times.count)).squareRoot() / mean
        #expect((0.62...0.78).contains(deviation), "\(deviation)")
        #expect(try visitors(50, "service-time * 90s").allSatisfy { $0.serviceTime == .seconds(90) })
    }

    @Test func `the share of those who do not come is the one that was asked for`() throws {
        let gone = try visitors(5000, "no-show 0.2").count { !$0.comes }
        #expect((900...1100).contains(gone), "\(gone)")
        #expect(try visitors(500, "no-show 0").allSatisfy(\.comes))
        #expect(try visitors(500, "no-show 1").allSatisfy { !$0.comes })
    }

    @Test func `visitors come by the curve and while the doors are open`() throws {
        let text = "arrivals 09:00-10:00 3\narrivals 10:00-12:00 1"
        let arrivals = try visitors(4000, text).map(\.arrives)
        #expect(arrivals.allSatisfy { $0 >= .zero && $0 < .seconds(3 * 3600) })
        let first = arrivals.count { $0 < .seconds(3600) }
        #expect((2900...3100).contains(first), "three of four: \(first)")
        let usual = try visitors(4000).map(\.arrives)
        func hour(_ hour: Int) -> Int { usual.count { $0.wholeSeconds / 3600 == hour - 9 } }
        #expect(hour(10) > hour(12) && hour(14) > hour(12) && hour(14) > hour(16), "two peaks")
        #expect(Doors(from: 13 * 3600, for: .seconds(3600), try assumptions(text).curve) == nil, "nobody comes then")
    }

    @Test func `a day over midnight meets the next morning's curve`() throws {
        let curve = try assumptions("arrivals 01:00-02:00 1").curve
        let doors = try #require(Doors(from: 22 * 3600, for: .seconds(8 * 3600), curve))
        #expect(doors.time(at: 0) == .seconds(3 * 3600))
        #expect(doors.time(at: 0.5) == .seconds(3 * 3600 + 1800))
    }

    @Test func `services are chosen by their weights`() throws {
        let tax = try visitors(4000, "weight tax 3").count { $0.service == "tax" }
        #expect((2900...3100).contains(tax), "\(tax)")
        #expect(try visitors(500, "weight household 0").allSatisfy { $0.service == "tax" })
    }

    @Test(
        arguments: [
            "arrivals 10:00-09:00 1", "arrivals 9-10 1", "weight tax", "weight tax -1", "service-time tax",
            "no-show 1.5",
            "walk fast", "patience 10m 9", "lunch 12:00", "lunch 12:00 45m 0", "grace 0s", "tea 5m",
        ])
    func `a line that cannot be read is named with its place`(line: String) {
        var assumptions = DayAssumptions()
        let error = #expect(throws: HallsimError.self) {
            try assumptions.read("# a comment\n\n\(line)", named: "hall.day")
        }
        #expect(error?.text(.en).hasPrefix("hall.day:3: “\(line)” ") ?? false)
        #expect(error?.text(.zh).contains(line) ?? false)
    }

    @Test func `later lines go before earlier ones, and none takes away`() throws {
        let read = try assumptions(
            "patience 10m\nlunch 11:30 30m 3\nservice-time tax 8m 0.2 # long\nservice-time tax 9m")
        #expect(read.patience == Spread(mean: .seconds(600), deviation: 0))
        #expect(read.lunch == DayAssumptions.Lunch(begins: 41_400, length: .seconds(1800), shifts: 3))
        #expect(read.serviceTime(of: "tax") == Spread(mean: .seconds(540), deviation: 0))
        #expect(read.serviceTime(of: "household") == DayAssumptions().serviceTime(of: "household"))
        let without = try assumptions("patience 10m\npatience none\nlunch none")
        #expect(without.patience == nil && without.lunch == nil)
    }
}
