import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

/// 32 devices on one full line at 19 200 8E1: what dead ones cost the living.
@Suite struct `A line with dead devices` {
    private let calm = Duration.seconds(10)
    private let end = Duration.seconds(80)

    private func line(dead: Int) -> BusyLine {
        var line = BusyLine()
        // Spread over the line.
        line.dead = Set((0..<dead).map { 2 + 3 * $0 })
        line.run(until: end)
        return line
    }

    @Test(arguments: [1, 3, 10])
    func `dead from the start, they make the others' points at most a quarter older`(dead: Int) {
        let healthy = line(dead: 0).worstAge(from: calm, to: end)
        let line = line(dead: dead)
        let ratio = line.worstAge(from: calm, to: end) / healthy
        #expect(ratio <= 1.25, "\(dead) dead: \(ratio)")
        let share = line.shareOfDead(from: calm, to: end)
        #expect(share <= 0.055, "\(dead) dead take \(share)")
        #expect(share > 0.001, "they are still asked")
    }

    @Test(arguments: [1, 3, 10])
    func `devices that die while they are read cost no more`(dead: Int) {
        let healthy = line(dead: 0).worstAge(from: calm, to: end)
        var line = BusyLine()
        line.run(until: calm)
        line.dead = Set((0..<dead).map { 2 + 3 * $0 })
        line.run(until: end)
        let ratio = line.worstAge(from: calm, to: end) / healthy
        #expect(ratio <= 1.25, "\(dead) dead: \(ratio)")
    }

    @Test(arguments: [1, 3, 10])
    func `whoever comes back is read again within the longest back-off`(dead: Int) {
        var line = BusyLine()
        line.run(until: calm)
        let units = (0..<dead).map { 2 + 3 * $0 }
        line.dead = Set(units)
        line.run(until: .seconds(100))
        line.dead = []
        line.run(until: .seconds(115))
        for unit in units {
            let back = (line.answers[unit] ?? []).first { $0 >= start + .seconds(100) }
            #expect(
                back.map { $0 - start <= .seconds(110.5) } ?? false,
                "unit \(unit) of \(dead): \(String(describing: back))")
        }
    }

    @Test func `a device that became slow is found again, and costs no other a miss`() {
        var line = BusyLine()
        line.run(until: calm)
        line.thought[5] = .milliseconds(250)
        line.run(until: .seconds(100))
        #expect((line.answers[5] ?? []).contains { $0 > start + .seconds(80) }, "it answers in time again")
        let misses = line.told.filter {
            if case .report(let report) = $0.action, case .reading(_, let reading) = report.content {
                return report.device != "d5" && reading.quality != .good
            }
            return false
        }
        #expect(misses.isEmpty)
    }

    @Test func `those that live are all read within two seconds, at the start and after the port was away`() {
        var line = BusyLine()
        line.dead = Set((0..<10).map { 2 + 3 * $0 })
        line.run(until: .seconds(20))
        line.tell(.lost(TransportError(.hungUp, disposition: .portLost, errno: 0, message: "unplugged")))
        line.tell(.opened)
        line.run(until: .seconds(30))
        for unit in 1...32 where !line.dead.contains(unit) {
            for begin in [start, start + .seconds(20)] {
                let first = line.answers[unit]?.first { $0 >= begin }
                #expect(first.map { $0 - begin < .seconds(2) } ?? false, "unit \(unit): \(String(describing: first))")
            }
        }
    }

    @Test func `a slow device is found on a full line, though it is given little time at first`() {
        var line = BusyLine()
        line.thought[5] = .milliseconds(250)
        line.run(until: .seconds(60))
        #expect((line.answers[5] ?? []).count { $0 > start + .seconds(20) } > 10)
    }

    @Test(arguments: [(3, 50), (10, 30), (10, 50)])
    func `devices that answer now and then cost the others no more than dead ones`(count: Int, percent: Int) {
        let healthy = line(dead: 0).worstAge(from: calm, to: end)
        var line = BusyLine()
        line.run(until: calm)
        let flaky = (0..<count).map { 2 + 3 * $0 }
        for unit in flaky { line.losses[unit] = percent }
        let end = Duration.seconds(180)
        line.run(until: end)
        // Half a minute for it to show.
        let from = calm + .seconds(30)
        let share = line.shareOfFailures(from: from, to: end)
        #expect(share <= 0.06, "\(count) lose \(percent) %: \(share) of the time")
        let ratio = line.worstAge(from: from, to: end, but: Set(flaky)) / healthy
        #expect(ratio <= 1.25, "\(count) lose \(percent) %: \(ratio)")
        for unit in flaky {
            #expect(line.asked.count { $0.unit == unit && $0.at > start + from } > 10, "unit \(unit) is still asked")
        }
    }

    @Test func `a line on which everybody loses answers starves nobody`() {
        var line = BusyLine()
        line.run(until: calm)
        for unit in 1...32 { line.losses[unit] = 30 }
        line.run(until: .seconds(110))
        for unit in 1...32 {
            // A round of all takes 0.9 s, with what is lost some 1.5 s; three losses in a row are silence for a second or two.
            let read = (line.answers[unit] ?? []).count { $0 > start + .seconds(50) }
            #expect(read > 12, "unit \(unit) was read \(read) times in a minute")
        }
    }

    @Test func `where nobody waits, a silent device has its whole time-out`() {
        var line = BusyLine(BusyLine.devices(2, milliseconds: 5000))
        line.run(until: .seconds(20))
        line.dead = [2]
        line.run(until: .seconds(100))
        // Request of 8 bytes of 11 bits, and half a second.
        let whole = line.timing.bytes(8) + .milliseconds(500)
        let probes = line.asked.filter { $0.unit == 2 && $0.at > start + .seconds(40) }
        #expect(probes.count >= 5 && probes.allSatisfy { $0.took == whole })
    }

    @Test func `one damaged answer is asked again at once and is no miss`() {
        var line = BusyLine(BusyLine.devices(1, milliseconds: 5000))
        line.run(until: .seconds(12))
        let before = line.asked.count
        line.dead = [1]
        line.run(until: .seconds(15.05))
        line.dead = []
        line.run(until: .seconds(16))
        #expect(line.asked.count == before + 2)
        #expect((line.answers[1] ?? []).count { $0 > start + .seconds(15) } == 1)
    }
}
