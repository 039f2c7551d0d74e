import HallModel
import Testing

@testable import DeviceDrivers

@Suite struct `How far a slave is trusted` {
    private func slave(answers: Int = 0, thought: Duration = .milliseconds(6), network: Bool = false) -> SlaveTrust {
        var slave = SlaveTrust(timeout: .milliseconds(500), isNetwork: network, at: start)
        for _ in 0..<answers { slave.answered(after: thought) }
        return slave
    }

    /// What happens, and what the slave has then: its time-out in milliseconds, silent or not.
    @Test(arguments: [
        ("new", 0, 0, 100, false), ("one that answered once", 1, 0, 500, false),
        ("new, after a failure", 0, 1, 40, false), ("new, silent", 0, 3, 40, true),
        ("seven answers are not trust", 7, 0, 500, false), ("trusted", 8, 0, 100, false),
        ("a failure of a trusted one", 8, 1, 100, false), ("two", 8, 2, 30, false), ("three: silent", 8, 3, 30, true),
        ("each 128th question is patient", 8, 127, 500, true), ("and the next is not", 8, 128, 30, true),
    ])
    func `the time-out is what it usually needs`(
        what: String, answers: Int, failures: Int, timeout: Int, isSilent: Bool
    ) {
        var slave = slave(answers: answers)
        for _ in 0..<failures { slave.failed(at: start) }
        #expect(slave.timeout == .milliseconds(timeout), "\(what)")
        #expect(slave.isSilent == isSilent, "\(what)")
    }

    @Test func `a slow one has three times its longest thought`() {
        var slave = slave(answers: 8, thought: .milliseconds(60))
        #expect(slave.timeout == .milliseconds(190))
        slave.failed(at: start)
        #expect(slave.timeout == .milliseconds(190))
    }

    @Test func `never more than the profile says`() {
        #expect(slave(answers: 8, thought: .milliseconds(400)).timeout == .milliseconds(500))
    }

    @Test func `behind a network address it has the whole time-out always`() {
        var slave = slave(answers: 20, network: true)
        for _ in 0..<5 { slave.failed(at: start) }
        #expect(slave.timeout == .milliseconds(500))
    }

    @Test func `one that was heard too late is waited for next time, and asked at once`() {
        var slave = slave(answers: 8)
        for _ in 0..<5 { slave.failed(at: start) }
        #expect(slave.askAt > start)
        slave.wasLate(at: start)
        #expect(slave.timeout == .milliseconds(500) && slave.askAt == start)
        slave.failed(at: start)
        #expect(slave.timeout == .milliseconds(30), "once")
    }

    @Test func `after the third failure 1, 2, 4, 8, 10, 10 seconds pass, a little less each time`() {
        var slave = slave(answers: 8)
        var waits: [Duration] = []
        for _ in 0..<40 {
            slave.failed(at: start)
            waits.append(slave.askAt - start)
        }
        for (wait, seconds) in zip(waits, [0, 0, 1, 2, 4, 8] + Array(repeating: 10, count: 34)) {
            #expect(wait <= .seconds(seconds) && wait >= .seconds(seconds) - .milliseconds(200))
        }
        #expect(Set(waits[6...].map(\.wholeNanoseconds)).count > 10, "no rhythm that a disturber could have too")
    }

    @Test func `who was heard, though damaged, is asked each second`() {
        var slave = slave(answers: 8)
        for _ in 0..<20 { slave.failed(isDamaged: true, at: start) }
        #expect(slave.isSilent && slave.askAt - start <= .seconds(1))
    }

    @Test func `one answer ends the silence`() {
        var slave = slave(answers: 8)
        for _ in 0..<9 { slave.failed(at: start) }
        slave.answered(after: .milliseconds(6))
        #expect(!slave.isSilent && !slave.isFailing)
        #expect(slave.timeout == .milliseconds(30), "in doubt until eight answers")
        for _ in 0..<7 { slave.answered(after: .milliseconds(6)) }
        #expect(slave.timeout == .milliseconds(100))
    }
}

@Suite struct `The allowance for silent devices` {
    @Test func `what one cost must pass twenty times before the next`() {
        var allowance = FailureAllowance(percent: 5, at: start)
        #expect(allowance.opensAt == start)
        allowance.charge(.milliseconds(40), at: start)
        #expect(allowance.opensAt == start + .milliseconds(800))
        // Another failure meanwhile is paid after it.
        allowance.charge(.milliseconds(40), at: start + .milliseconds(100))
        #expect(allowance.opensAt == start + .milliseconds(1600))
    }

    @Test func `nothing is saved for later, and no debt lasts longer than ten seconds`() {
        var allowance = FailureAllowance(percent: 5, at: start)
        let later = start + .seconds(3600)
        allowance.charge(.milliseconds(40), at: later)
        #expect(allowance.opensAt == later + .milliseconds(800))
        for _ in 0..<20 { allowance.charge(.milliseconds(100), at: later) }
        #expect(allowance.opensAt == later + .seconds(10))
    }

    @Test func `a request that took long is paid for as long as its share wants`() {
        var allowance = FailureAllowance(percent: 5, at: start)
        allowance.charge(.seconds(3), at: start)
        #expect(allowance.opensAt == start + .seconds(60))
    }

    @Test(arguments: Array(1...20) as [UInt64])
    func `in the long run it is never more than the share`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let percent = Int.random(in: 1...50, using: &random)
        var allowance = FailureAllowance(percent: percent, at: start)
        var now = start
        var spent = Duration.zero
        while now < start + .seconds(10_000) {
            now = max(now + .milliseconds(Int.random(in: 0...300, using: &random)), allowance.opensAt)
            let cost = Duration.milliseconds(Int.random(in: 10...3000, using: &random))
            spent += cost
            now = now + cost
            allowance.charge(cost, at: now)
        }
        #expect(spent / (now - start) <= Double(percent) / 100, "seed \(seed), \(percent) %")
    }
}
