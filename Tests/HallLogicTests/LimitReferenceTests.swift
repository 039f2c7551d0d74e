import HallLogic
import HallModel
import Testing

/// The rule as it is written, looked up in the whole history: a room is overcooled if the air was below 26 without a break
/// for ten minutes while cooling ran, and since then neither was it at 26.3 or more while cooling ran, nor did cooling end.
struct ReferenceLimit {
    /// What was known from a moment on.
    struct Moment {
        var time: Int64
        /// Cooling runs; nil if nobody knows.
        var cools: Bool?
        /// Thousandths of a degree; nil if nobody knows.
        var air: Int64?

        var isBroken: Bool { cools == true && (air ?? 26_000) < 26_000 }
        var clears: Bool { cools == false || (cools == true && (air ?? 0) >= 26_300) }
    }

    var history: [Moment] = []

    func isActive(at now: Int64) -> Bool {
        var index = 0
        var isActive = false
        while index < history.count {
            guard history[index].isBroken else {
                if history[index].clears { isActive = false }
                index += 1
                continue
            }
            let began = history[index].time
            while index < history.count, history[index].isBroken { index += 1 }
            let ended = index < history.count ? history[index].time : now
            if ended - began >= 600 { isActive = true }
        }
        return isActive
    }
}

@Suite("Limits against the rule as written")
struct LimitReferenceTests {
    /// Time passes as in the daemon: the hall is woken whenever it asks.
    static func pass(_ test: inout TestHall, _ seconds: Int) {
        let end = test.now.advanced(by: .seconds(seconds))
        while let wake = test.hall.nextWake(at: test.now), wake <= end.monotonic {
            test.wait(wake - test.now.monotonic)
        }
        test.now = end
    }

    @Test("at every moment of a random day the alarm is active exactly when the rule says so")
    func rule() {
        var seen = [0, 0]
        for seed in 1...100 {
            var generator = SeededGenerator(seed: UInt64(seed))
            func pick<Element>(_ all: [Element]) -> Element {
                all[Int.random(in: 0..<all.count, using: &generator)]
            }
            var test = TestClimate.hall("cooling")
            var reference = ReferenceLimit()
            var moment = ReferenceLimit.Moment(time: 0, cools: true, air: nil)
            for step in 0..<150 {
                let seconds = pick([1, 5, 10, 60, 299, 300, 599, 600])
                Self.pass(&test, seconds)
                moment.time += Int64(seconds)
                guard reference.isActive(at: moment.time) == !test.active.isEmpty else {
                    return fail("seed \(seed), step \(step), before the reading: \(test.active)")
                }
                switch pick([0, 0, 0, 0, 0, 0, 1, 2]) {
                case 0:
                    let air: Int64 = pick([24_000, 25_000, 25_900, 25_999, 25_999, 26_000, 26_299, 26_300, 27_000])
                    test.read(TestClimate.sensor, Quantity(thousandths: air).shortest)
                    moment.air = air
                case 1:
                    if pick([true, false]) {
                        test.age(TestClimate.sensor, "24")
                    } else {
                        test.lose(TestClimate.sensor, .scan)
                    }
                    moment.air = nil
                default:
                    let mode = pick(["cooling", "cooling", "cooling", "off", "lost"])
                    if mode == "lost" { test.lose(TestClimate.mode, .scan) } else { test.read(TestClimate.mode, mode) }
                    moment.cools = mode == "lost" ? nil : mode == "cooling"
                }
                reference.history.append(moment)
                let isActive = reference.isActive(at: moment.time)
                guard isActive == !test.active.isEmpty else {
                    return fail("seed \(seed), step \(step): \(test.active)")
                }
                seen[isActive ? 1 : 0] += 1
            }
        }
        #expect(seen.allSatisfy { $0 > 1000 }, "\(seen) moments without and with the alarm")
    }
}
