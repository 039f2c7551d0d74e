import HallLogic
import HallModel
import Testing

/// What the plate of a window says: of whoever has signed on there, and of nobody else.
@Suite("Plates")
struct PlateTests {
    private static func plan(_ fields: [PlateField] = PlatePlan.usual) -> HallPlan {
        HallPlan.field.changed { plan in
            plan.devices.append(DevicePlan(id: "w1-plate", profile: .any, bus: "line"))
            plan.windows[0].plate = PlatePlan(device: "w1-plate", fields: fields)
            var first = OperatorPlan(id: "clerk-a", name: "甲")
            first.department = "户籍科"
            first.post = "科员"
            first.phone = "8000"
            first.number = "017"
            plan.operators = [first, OperatorPlan(id: "clerk-b")]
        }
    }

    private func shown(_ test: TestHall) -> Plate? {
        guard case .plate(let plate)? = test.hall.desired("w1-plate") else { return nil }
        return plate
    }

    private func texts(_ test: TestHall) -> [String]? { shown(test)?.lines.map { "\($0.field) \($0.text)" } }

    @Test func `it follows whoever signs on, also after a restart`() {
        var test = TestHall.started(Self.plan())
        #expect(shown(test)?.status == .unstaffed)
        #expect(texts(test) == ["status "])
        _ = test.ask(.signOn("1", "clerk-a"))
        #expect(shown(test)?.status == .onDuty)
        #expect(texts(test) == ["department 户籍科", "name 甲", "post 科员", "phone 8000", "status "])
        test.restart(Self.plan())
        #expect(texts(test)?.contains("name 甲") == true)
        // Another takes the place: of whom nothing but the id is known.
        _ = test.ask(.signOn("1", "clerk-b"))
        #expect(texts(test) == ["name clerk-b", "status "])
        _ = test.ask(.signOff("1", nil))
        #expect(shown(test)?.status == .unstaffed)
    }

    @Test func `its fields and their order are the configuration's`() {
        var test = TestHall.started(Self.plan([.hotline, .number, .window, .name]))
        _ = test.ask(.signOn("1", "clerk-a"))
        #expect(texts(test) == ["hotline 12345", "number 017", "window 1 综合窗口", "name 甲"])
    }

    @Test func `a pause says where the clerk is; a window's display says it too`() {
        var test = TestHall.started(Self.plan())
        _ = test.ask(.signOn("1", "clerk-a"))
        _ = test.ask(.pause("1", to: .meeting, backMinutes: 20, reason: "private words"))
        #expect(shown(test)?.status == .paused(.meeting))
        guard case .window(let display)? = test.hall.desired("w1-display") else { return fail("no display") }
        #expect(display.activity == .paused)
        #expect(display.whereabouts == .meeting)
        test.verb(.resume)
        #expect(shown(test)?.status == .onDuty)
        test.verb(.close)
        #expect(shown(test)?.status == .closed)
    }

    @Test func `without people in the plan an open window is on duty`() {
        let test = TestHall.started(Self.plan().changed { $0.operators = [] })
        #expect(shown(test)?.status == .onDuty)
    }
}
