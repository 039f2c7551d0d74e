import DeviceProtocols
import HallModel
import Testing

@testable import DeviceDrivers

/// Slaves behind one network address: a request that has no answer holds the gateway for the whole time-out.
@Suite struct `Slaves behind a gateway` {
    private func presences(_ line: BusyLine, of device: DeviceID) -> [Presence] {
        line.told.compactMap {
            guard case .report(let report) = $0.action, report.device == device,
                case .presence(let presence, _) = report.content
            else { return nil }
            return presence
        }
    }

    @Test(arguments: [(1, 4, 1500, 1000), (1, 4, 3000, 1000), (6, 8, 500, 5000), (1, 8, 500, 5000)])
    func `dead ones cost the others their share, and are known to be dead`(
        dead: Int, of all: Int, timeout: Int, period: Int
    ) {
        var line = BusyLine(network: BusyLine.devices(all, milliseconds: period, timeout: timeout))
        line.dead = Set(1...dead)
        let (from, to) = (Duration.seconds(60), Duration.seconds(360))
        line.run(until: to)
        // While nobody waits for the line it may be used for them; a line with periods of one second is wanted by all.
        if period == 1000 {
            let share = line.shareOfDead(from: from, to: to)
            #expect(share <= 0.055, "\(share) of the time")
        }
        for unit in (dead + 1)...all {
            let read = (line.answers[unit] ?? []).count { $0 >= start + from && $0 < start + to }
            let wanted = Int((to - from) / .milliseconds(period))
            #expect(read >= wanted * 9 / 10, "unit \(unit) was read \(read) of \(wanted) times")
        }
        for unit in 1...dead { #expect(presences(line, of: DeviceID("d\(unit)")).last == .offline) }
        // When it dies the connection may have.
        #expect(line.reconnections <= 1, "others answer")
    }

    @Test func `a connection on which nobody answers is made anew, ever more rarely, and who is dead stays so`() {
        var line = BusyLine(network: BusyLine.devices(1, milliseconds: 1000))
        line.run(until: .seconds(5))
        line.dead = [1]
        line.run(until: .seconds(125))
        #expect((3...6).contains(line.reconnections), "\(line.reconnections) times in two minutes")
        #expect(presences(line, of: "d1") == [.online, .offline])
    }

    @Test func `an order that waits while the connection is made anew is carried out`() {
        var bench = ModbusBench(
            [Plant.device("ac", address: 1, all: [Plant.point("a", .holding, 0, writable: true)])], isNetwork: true)
        bench.answer(.failed(.timeout), after: .milliseconds(1500))
        #expect(bench.nextRequest() != nil)
        bench.wait(.milliseconds(1400))
        let write = PointWrite(id: 7, point: "ac.a", value: .number(Quantity(1)), deadline: bench.now + .seconds(10))
        bench.tell(.write(write))
        bench.wait(.milliseconds(200))
        bench.tell(.failed(.timeout))
        #expect(bench.said().contains(.open))
        #expect(bench.request == nil, "what is asked while the connection is made would be lost")
        bench.tell(.opened)
        #expect(bench.nextRequest()?.operation == .writeRegister(address: 0, 10))
        #expect(!bench.reports.contains { if case .written = $0.content { true } else { false } })
    }

    @Test func `a refusal by the gateway is a sign of life`() {
        var bench = ModbusBench([Plant.device("ac", address: 1, all: [Plant.point("a", .holding, 0)])], isNetwork: true)
        _ = bench.said()
        for _ in 0..<30 { bench.answer(.failed(.exception(0x0B)), after: .milliseconds(500)) }
        #expect(!bench.said().contains(.open))
    }

    @Test func `whoever answers on a new connection is asked who it is`() {
        var bench = ModbusBench(
            [
                Plant.device(
                    "d", address: 1, identity: .init(place: .init(table: .holding, address: 100), values: [7]),
                    all: [Plant.point("a", .holding, 0)])
            ], isNetwork: true)
        bench.answer(.replied(.registers([7])))
        bench.answer(.replied(.registers([1])))
        for _ in 0..<2 { bench.answer(.failed(.timeout), after: .milliseconds(2000)) }
        #expect(bench.said().contains(.open))
        bench.tell(.opened)
        #expect(bench.nextRequest()?.operation == .readHolding(address: 100, count: 1))
    }
}
