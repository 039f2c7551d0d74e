import DeviceDrivers
import HallModel
import Testing

@testable import HallConfiguration

/// What a hall's file says of its Modbus lines.
struct BusPlanTests {
    /// A line with so many of the shipped CO₂ sensors.
    private func load(bus: String = "baud: 9600, format: 8N1", sensors: [String] = [""]) -> ConfigurationLoader.Result {
        var text = "hall: {name: 大厅}\nbuses: {line: {serial: /dev/hall/line, \(bus)}}\ndevices:\n"
        for (index, keys) in sensors.enumerated() {
            text += "  - {id: air-\(index + 1), profile: renke-rs-co2, bus: line, address: \(index + 1)\(keys)}\n"
        }
        return ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(Array(text.utf8), named: "hall.yaml")
    }

    private func periods(_ result: ConfigurationLoader.Result) -> [String: [Int?]] {
        var periods: [String: [Int?]] = [:]
        for device in result.plan?.devices ?? [] {
            guard case .modbusRegisters(let map) = device.profile.settings else { continue }
            for register in map.registers {
                periods[register.point.name] = [register.point.periodSeconds, register.periodMilliseconds]
            }
        }
        return periods
    }

    @Test func `a device's periods take the place of its profile's`() {
        #expect(periods(load())["co2"] == [10, nil])
        let slow = load(sensors: [", period: 1m, periods: {co2: 500ms}"])
        #expect(slow.problems == [])
        #expect(periods(slow) == ["humidity": [60, nil], "temperature": [60, nil], "co2": [1, 500]])
    }

    @Test func `a period of a point that is not there says which there are`() {
        let problems = load(sensors: [", periods: {co: 1m}"]).problems.map(\.description)
        #expect(problems.count == 1)
        #expect(problems[0].contains("unknown key 'co' (did you mean 'co2'?)"), "\(problems)")
    }

    @Test func `the share of silent devices is the line's`() {
        #expect(load().plan?.buses.first?.silentShare == nil)
        #expect(load(bus: "baud: 9600, silentShare: 20").plan?.buses.first?.silentShare == 20)
        #expect(load(bus: "baud: 9600, silentShare: 80").problems.map(\.text).contains { $0.contains("silentShare") })
    }

    @Test func `a plan that the line cannot carry is a warning with the point that suffers most`() {
        let fast = load(bus: "baud: 2400, format: 8N1", sensors: Array(repeating: ", period: 200ms", count: 4))
        let warnings = fast.problems.filter { $0.severity == .warning }.map(\.description)
        #expect(warnings.count == 1)
        #expect(warnings[0].hasPrefix("hall.yaml:2:9: warning: the plan of bus 'line' takes"), "\(warnings)")
        #expect(warnings[0].contains("% of the line: air-1."), "\(warnings)")
        #expect(fast.plan != nil, "a warning keeps no hall from starting")
        #expect(load(sensors: Array(repeating: "", count: 8)).problems == [])
    }

    @Test func `check tells each line's budget`() throws {
        let plan = try #require(load(sensors: ["", ""]).plan)
        let lines = ConfigurationLoader.summary(of: plan, in: .en)
        #expect(lines.count == 1)
        #expect(lines[0].contains("12 requests a minute (24 saved by reading together)"), "\(lines)")
        #expect(ConfigurationLoader.summary(of: plan, in: .zh)[0].contains("每分钟 12 次请求"))
    }
}
