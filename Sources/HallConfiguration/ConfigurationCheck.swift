import DeviceDrivers
import HallModel

/// What `halld check` prints and returns.
public struct ConfigurationCheck: Sendable {
    /// All problems, in the order in which they are printed.
    public var problems: [ConfigurationProblem]
    /// One line a bus: id, path, settings, bytes a second, devices. Empty when there is an error.
    public var summary: [String]

    /// 1 if there is any error, else 0; warnings do not count.
    public var exitCode: Int32 { problems.contains { $0.severity == .error } ? 1 : 0 }

    /// The problems, then the buses; one a line.
    public var lines: [String] { problems.map(\.description) + summary }
}

extension ConfigurationLoader {
    /// Checks a file without touching any hardware; of the file that the service runs, also whether systemd and udev were
    /// told what it says.
    public func check(_ file: String) -> ConfigurationCheck {
        let result = load(file)
        return ConfigurationCheck(
            problems: result.problems + installation.problems(of: result, from: file, in: language),
            summary: result.plan.map { Self.summary(of: $0, in: language) } ?? [])
    }

    /// `bus w1-display: /dev/hall/w1-display 9600 7E1 none, 960 bytes/s: w1-display (generic-alpha-sign)`
    static func summary(of plan: HallPlan, in language: Language) -> [String] {
        plan.buses.map { bus in
            let members = plan.devices.filter { $0.bus == bus.id }.map { device in
                let address = Bilingual(zh: "，地址 \(device.address)", en: ", address \(device.address)")
                return "\(device.id) (\(device.profile.id)\(device.address == 0 ? "" : address[language]))"
            }
            let none = Bilingual(zh: "无设备", en: "no device")
            let devices = members.isEmpty ? none[language] : members.joined(separator: ", ")
            let budget = BusBudget(bus: bus, devices: plan.devices).map { "; " + $0.text[language] } ?? ""
            switch bus.wire {
            case .serial(let path, let settings):
                let rate = settings.baud / settings.bitsPerByte
                let line = "\(path) \(settings.baud) \(settings.format) \(settings.flow.rawValue)"
                return Bilingual(
                    zh: "总线 \(bus.id)：\(line)，每秒 \(rate) 字节：\(devices)\(budget)",
                    en: "bus \(bus.id): \(line), \(rate) bytes/s: \(devices)\(budget)")[language]
            case .tcp, .nut, .gpio, .program:
                return Bilingual(
                    zh: "总线 \(bus.id)：\(bus.wire.place)：\(devices)\(budget)",
                    en: "bus \(bus.id): \(bus.wire.place): \(devices)\(budget)")[language]
            }
        }
    }
}
