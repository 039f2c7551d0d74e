import HallLogic
import HallModel
import Testing

@testable import HallDaemon

/// What happens at the panel while the hall thread is held up, by a slow disk or whatever.
@Suite(.serialized) struct BusyHallTests {
    private static let plan: HallPlan = {
        var plan = FieldPlan.plan
        let button = ContactPanel.Line(
            offset: 0, point: PointDefinition(name: "panic", meaning: .contact, form: .words(["open", "closed"])),
            alarmWhen: "closed", isLatched: true, purpose: .panic)
        let panel = Profile(
            id: "test-panel", vendor: "Test", model: "panel", source: "none", trust: .unconfirmed, serial: nil,
            settings: .contactPanel(ContactPanel(lines: [button])), examples: [])
        plan.buses.append(BusPlan(id: "panel", wire: .gpio(label: "panel")))
        plan.devices.append(DevicePlan(id: "panel", profile: panel, bus: "panel", zone: "waiting"))
        return plan
    }()

    private let panic: PointID = "panel.panic"

    private func alarm(_ test: RunningHall) -> Alarm? {
        test.hall.published.hall.recorded.alarms.first { $0.kind == .panic }
    }

    @Test func `a panic button that was pressed and let go meanwhile has raised its alarm`() throws {
        let test = try RunningHall(plan: Self.plan)
        test.read(panic, .word("open"))
        try test.whileBusy {
            test.read(panic, .word("closed"))
            test.read(panic, .word("open"))
        }
        try test.wait("the alarm") { alarm(test) != nil }
        #expect(alarm(test)?.state == .returnedUnacknowledged)
    }

    @Test func `after letters were dropped every wire tells its levels again`() throws {
        let test = try RunningHall(plan: Self.plan)
        test.read(panic, .word("open"))
        try test.whileBusy {
            let press = DeviceReport(device: "kiosk-keys", .key("1"))
            for _ in 0..<Mailbox.capacity { test.hall.report([press]) }
            test.read(panic, .word("closed"))
            #expect(test.presentations == 0)
        }
        try test.wait("they are asked") { test.presentations == 1 }
        test.read(panic, .word("closed"))
        try test.wait("the alarm") { alarm(test)?.state == .unacknowledged }
        #expect(test.presentations == 1)
    }
}
