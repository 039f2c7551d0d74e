import HallLogic
import HallModel
import Testing

@testable import HallDaemon

/// What the hall makes of questions that were answered and failed.
@Suite struct ExchangeCountTests {
    private let morning = WallTime(seconds: 1_795_222_800)

    private func exchanges(_ answered: Int, _ failed: Int) -> DeviceReport {
        DeviceReport(device: "lamps", .exchanges(answered: answered, failed: failed))
    }

    @Test func `failures add up, answers move the time of the last sign of life, and neither is a change to tell`() {
        var table = DeviceTable()
        table.follow(FieldPlan.plan)
        func status() -> DeviceStatus? { table.all.first { $0.id == "lamps" } }
        #expect(table.take(exchanges(0, 1), at: morning) == nil)
        #expect(status()?.errors == 1 && status()?.lastSeen == nil)
        #expect(table.take(exchanges(3, 2), at: morning + .seconds(1)) == nil)
        #expect(status()?.errors == 3 && status()?.lastSeen == morning + .seconds(1))
        #expect(table.take(exchanges(0, 4), at: morning + .seconds(2)) == nil)
        #expect(status()?.errors == 7 && status()?.lastSeen == morning + .seconds(1))
        #expect(table.take(exchanges(1, 0), at: morning + .seconds(60)) == nil)
        #expect(status()?.lastSeen == morning + .seconds(60))
        // A device that is in no plan counts nothing.
        #expect(table.take(DeviceReport(device: "x", .exchanges(answered: 1, failed: 1)), at: morning) == nil)
    }

    @Test func `the running hall shows them without a change in its stream`() throws {
        let test = try RunningHall()
        let before = test.hall.published.sequence
        func lamps() -> DeviceStatus? { test.hall.published.devices.first { $0.id == "lamps" } }
        for _ in 1...3 { test.hall.report([exchanges(1, 2)]) }
        try test.wait("the count") { lamps()?.errors == 6 }
        #expect(lamps()?.lastSeen != nil && lamps()?.presence == .unknown)
        #expect(test.hall.published.sequence == before)
    }
}
