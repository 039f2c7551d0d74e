import HallModel
import Testing

@testable import HallDaemon

@Suite struct BusMeterTests {
    private let start = MonotonicInstant(nanoseconds: 0)

    @Test func `a wire's use is that since the last look`() {
        let meter = BusMeter(startedAt: start)
        #expect(meter.utilisation(of: "a", busy: .seconds(5), at: start + .seconds(10)) == 50)
        #expect(meter.utilisation(of: "a", busy: .seconds(6), at: start + .seconds(20)) == 10)
        #expect(meter.utilisation(of: "b", busy: .seconds(20), at: start + .seconds(20)) == 100)
    }

    @Test func `a look too soon gets the figure before, and a wire that nobody measures none`() {
        let meter = BusMeter(startedAt: start)
        #expect(meter.utilisation(of: "a", busy: .zero, at: start + .milliseconds(500)) == nil)
        #expect(meter.utilisation(of: "a", busy: .seconds(5), at: start + .seconds(10)) == 50)
        #expect(meter.utilisation(of: "a", busy: .seconds(6), at: start + .milliseconds(10_500)) == 50)
        #expect(meter.utilisation(of: "c", busy: nil, at: start + .seconds(10)) == nil)
    }

    @Test func `a wire that was started anew counts anew`() {
        let meter = BusMeter(startedAt: start)
        #expect(meter.utilisation(of: "a", busy: .seconds(8), at: start + .seconds(10)) == 80)
        #expect(meter.utilisation(of: "a", busy: .seconds(1), at: start + .seconds(20)) == 10)
    }
}
