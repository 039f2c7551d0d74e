import DeviceSimulators
import HallConfiguration
import HallLogic
import HallModel
import SimulatedHall
import Testing

/// A summer's and a winter's day of a hall with one room: nine hours in virtual time, with the shipped drivers, the
/// shipped limits and simulated devices on a paced RS-485 line.
@Suite("A day of a season")
struct SeasonDayTests {
    /// One room, read every half minute: the whole day takes seconds.
    private static let hall = """
        hall: {name: 季节大厅, limits: [jiangxi-db36, gbt18883-2022, gb50034]}
        calendar: {open: "09:00-17:00"}
        buses:
          line: {serial: /dev/hall/line, baud: 9600, format: 8N1}
        zones:
          - {id: hall, name: 大厅}
        devices:
          - {id: climate, profile: generic-xy-md02, bus: line, address: 1, zone: hall}
          - {id: air, profile: renke-rs-co2, bus: line, address: 2, zone: hall}
          - {id: light, profile: renke-rs-gz, bus: line, address: 3, zone: hall}
          - {id: plant, profile: kaysun-kc-fcd2-m, bus: line, address: 4, zone: hall}
        """

    private static func plan() throws -> HallPlan {
        let loader = ConfigurationLoader(hardware: projectFolder + "/Hardware", for: "")
        let result = loader.load(Array(hall.utf8), named: "season.yaml")
        var plan = try #require(result.plan, "\(result.problems)")
        // Every half minute is enough for a room, and a day of it costs a tenth.
        for index in plan.devices.indices {
            guard case .modbusRegisters(var map) = plan.devices[index].profile.settings else { continue }
            for register in map.registers.indices { map.registers[register].point.periodSeconds = 30 }
            plan.devices[index].profile.settings = .modbusRegisters(map)
        }
        return plan
    }

    private static func day(_ season: Season, _ scenario: String) throws -> VirtualDay {
        var day = try VirtualDay(
            plan: plan(),
            .init(hours: 8, visitors: 0, seed: 1, scenario: try Scenario(scenario), season: season))
        try day.run()
        return day
    }

    /// `10:05 + climate.temperature.room-overcooled`
    private static func alarms(of day: VirtualDay) -> [String] {
        day.hall.records.compactMap { record in
            let local = day.hall.now.civil.local(record.at)
            let clock = "\(local.secondOfDay / 3600):\(local.secondOfDay % 3600 / 60)"
            return switch record.fact {
            case .alarmRaised(let fact): "\(clock) + \(fact.id)"
            case .alarmReturned(let fact): "\(clock) - \(fact.alarm)"
            default: nil
            }
        }
    }

    private static func kinds(_ lines: [String], _ sign: String) -> [String] {
        lines.filter { $0.contains(" \(sign) ") }.map { String($0.split(separator: " ")[2]) }
    }

    @Test func `a quiet summer's day keeps 26 degrees, and only the damp air is advised of`() throws {
        let day = try Self.day(.summer, "at 1s set light illuminance 380")
        let alarms = Self.alarms(of: day)
        for id in Self.kinds(alarms, "+") { #expect(id.hasSuffix(".humidity.air-humid"), "\(alarms)") }
        guard case .number(let temperature)? = day.hall.hall.reading("climate.temperature").value else {
            Issue.record("the room was not read")
            return
        }
        #expect((Quantity(26)...Quantity(28)).contains(temperature))
    }

    @Test func `somebody cools to 22: corrected once, then told; the room gets cold, is told, and comes back`() throws {
        let day = try Self.day(
            .summer,
            "at 3600s set plant set-point 22\nat 5400s set plant set-point 22\nat 18000s set plant set-point 27")
        let alarms = Self.alarms(of: day)
        let told = alarms.filter { !$0.hasSuffix("air-humid") }
        // 22 at 10:00 is put back at once; again at 10:30 it is left. The room falls below 26 some three minutes later
        // and is told after ten more. 27 at 14:00 keeps the limit, and is still not what the hall was to keep.
        #expect(
            told == [
                "10:0 + plant.set-point.set-point-too-low", "10:0 - plant.set-point.set-point-too-low",
                "10:30 + plant.set-point.set-point-too-low", "10:30 + plant.set-point.changed-at-unit",
                "10:43 + climate.temperature.room-overcooled", "10:44 + plant.room.room-overcooled",
                "10:45 + air.temperature.room-overcooled", "14:0 - plant.set-point.set-point-too-low",
                "15:3 - air.temperature.room-overcooled", "15:5 - climate.temperature.room-overcooled",
                "15:18 - plant.room.room-overcooled",
            ])
        // One correction, by the hall, to the limit's number; the second change is left.
        let corrections = day.hall.records.compactMap { record -> PointWriteOrdered? in
            if case .pointWriteOrdered(let fact) = record.fact { fact } else { nil }
        }
        #expect(corrections.map(\.by) == ["hall"])
        #expect(corrections.map(\.value) == [.number(Quantity(26))])
        let active = day.hall.hall.recorded.alarms.filter(\.isActive).map(\.id.rawValue)
        #expect(active.filter { !$0.hasSuffix("air-humid") } == ["plant.set-point.changed-at-unit"])
    }

    @Test func `a winter's day keeps 20 degrees; 23 at the unit is put back; dry air is advised of`() throws {
        let day = try Self.day(.winter, "at 7200s set plant set-point 23")
        let alarms = Self.alarms(of: day)
        let raised = Self.kinds(alarms, "+")
        #expect(raised.filter { $0.hasSuffix("set-point-too-high") } == ["plant.set-point.set-point-too-high"])
        #expect(!raised.contains { $0.contains("overheated") }, "\(alarms)")
        #expect(!raised.contains { $0.contains("overcooled") }, "\(alarms)")
        guard case .number(let wanted)? = day.hall.hall.reading("plant.set-point").value else {
            Issue.record("the set-point was not read")
            return
        }
        #expect(wanted == Quantity(20))
    }

    @Test func `the same day twice is the same, byte for byte`() throws {
        let scenario = "at 3600s set plant set-point 22\nat 7200s fault air silent for 600s"
        let first = try Self.day(.summer, scenario).report(.en)
        #expect(try Self.day(.summer, scenario).report(.en) == first)
    }
}
