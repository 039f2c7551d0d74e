import HallLogic
import HallModel
import Testing

/// The rooms are not visited for a reading that says what is known. Beside each hall stands one that is made to forget what
/// it heard before every input, by a fact that says nothing: both must decide the same.
@Suite("Readings that repeat what is known")
struct HeardReadingTests {
    /// Rooms, plants, an output, two UPSs.
    private static let plan = TestClimate.plan.changed { plan in
        plan.buses += HallPlan.field.buses.filter { bus in !plan.buses.contains { $0.id == bus.id } }
        plan.devices += HallPlan.field.devices.filter { device in !plan.devices.contains { $0.id == device.id } }
    }

    private static func reading(_ generator: inout SeededGenerator, at now: MonotonicInstant) -> (PointID, Reading) {
        func pick<Element>(_ all: [Element]) -> Element { all[Int.random(in: 0..<all.count, using: &generator)] }
        let words: [(PointID, [String])] = [
            ("ups.status", ["OL", "OL", "OL", "OL", "OL", "OB", "OL LB", "OL RB"]), ("ups-2.status", ["OL"]),
            (TestClimate.mode, ["cooling", "cooling", "cooling", "heating"]),
            (TestClimate.otherMode, ["cooling", "off"]),
            (TestClimate.lamp, ["on", "on", "on", "off"]), ("panel.door", ["closed", "closed", "closed", "open"]),
        ]
        let numbers: [(PointID, [Int])] = [
            ("ups.run-time", [1800, 1800, 1800, 800]), (TestClimate.setPoint, [26, 26, 26, 24]),
            (TestClimate.sensor, [26, 26, 26, 24, 29]), (TestClimate.humidity, [50, 50, 50, 70]),
            (TestClimate.carbonDioxide, [800, 800, 1500]), (TestClimate.light, [400, 400, 200]),
            ("waiting-ac.return-air", [24, 24, 25]),
        ]
        let place = Int.random(in: 0..<(words.count + numbers.count), using: &generator)
        if Int.random(in: 0..<60, using: &generator) == 0 {
            let point = place < words.count ? words[place].0 : numbers[place - words.count].0
            return (point, .missing(pick([.timeout, .sensorFault, .portLost])))
        }
        guard place < words.count else {
            let (point, values) = numbers[place - words.count]
            return (point, .good(.number(Quantity(pick(values))), at: now))
        }
        return (words[place].0, .good(.word(pick(words[place].1)), at: now))
    }

    private static func input(_ generator: inout SeededGenerator, _ hall: Hall, at now: MonotonicInstant) -> HallInput {
        switch Int.random(in: 0..<60, using: &generator) {
        case 0:
            let device: DeviceID =
                ["ups", "waiting-ac", "lamps", "waiting-climate"].randomElement(using: &generator) ?? ""
            let presence: Presence = Bool.random(using: &generator) ? .online : .offline
            return .report(DeviceReport(device: device, .presence(presence, detail: .none)))
        case 1:
            let value = Bool.random(using: &generator) ? "on" : "off"
            return .command(
                .writePoint(TestClimate.lamp, value: value, reason: ""), by: "x", token: ReplyToken(1))
        case 2:
            guard let write = hall.recorded.controls.pending.first else { return .timeReached }
            return .report(
                DeviceReport(device: write.point.device, .written(write.write, .confirmed, readBack: write.value)))
        case 3: return .report(DeviceReport(device: "w1-caller", .key("call")))
        case 4:
            return .command(
                .takeTicket(service: "tax", kiosk: nil, priority: .ordinary), by: "x", token: ReplyToken(2))
        case 5: return .timeReached
        default:
            let (point, reading) = reading(&generator, at: now)
            return .report(DeviceReport(device: point.device, .reading(point.name, reading)))
        }
    }

    @Test(arguments: 1...40)
    func `whether it was heard before or not, the hall decides the same`(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var test = TestHall.started(Self.plan)
        var forgetful = test.hall
        let nothing = HallFact.takeRefused(
            TakeRefused(kiosk: "kiosk-1", service: "tax", at: WallTime(seconds: 0), reason: .noPaper))
        var aside = 0
        for step in 0..<1500 {
            test.now = test.now.advanced(
                by: .milliseconds([0, 5, 40, 200, 3000].randomElement(using: &generator) ?? 0))
            let input = Self.input(&generator, test.hall, at: test.now.monotonic)
            forgetful.apply(nothing)
            let before = test.hall.changes
            let decision = test.send(input)
            if test.hall.changes == before { aside += 1 }
            guard decision == forgetful.handle(input, at: test.now), test.hall.recorded == forgetful.recorded,
                test.hall.nextWake(at: test.now) == forgetful.nextWake(at: test.now)
            else {
                Issue.record("seed \(seed), step \(step): \(input) was decided otherwise")
                return
            }
        }
        #expect(aside > 50, "most were not looked at: \(aside)")
    }
}
