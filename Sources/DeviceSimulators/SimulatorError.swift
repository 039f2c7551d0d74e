import HallModel

/// What was asked of a simulated hall and cannot be done. Each says what there is instead.
public enum SimulatorError: Error, Sendable, Equatable {
    /// No device of that name.
    case noSuchDevice(String, known: [String])
    /// No bus of that name.
    case noSuchBus(String, known: [String])
    /// The device has no such key.
    case noSuchKey(String, device: DeviceID, known: [String])
    /// The device has no such point.
    case noSuchPoint(String, device: DeviceID, known: [String])
    /// The point cannot have this value.
    case badValue(String, point: String, allowed: String)
    /// No fault of that name.
    case noSuchFault(String, known: [String])
    /// This kind of device cannot fail in this way.
    case faultDoesNotApply(FaultKind, kind: String, applicable: [FaultKind])
    /// A probability outside 0…1, a time that is not positive or too long, an exception that does not exist.
    case badFaultSetting(String)
    /// What a fault should strike cannot be read.
    case badFaultTarget(String)
    /// This fault, or this device's, has no such setting: `delay`, `code`, `on`.
    case faultTakesNo(String, FaultKind)
    /// The bus is unplugged already.
    case alreadyUnplugged(BusID)
    /// The bus is plugged in already.
    case alreadyPlugged(BusID)
    /// A line of a scenario cannot be read.
    case badScenario(line: Int, String)
}

extension SimulatorError: LocalizedText {
    /// What happened, and what to do.
    public var bilingual: Bilingual {
        switch self {
        case .noSuchDevice(let name, let known):
            Bilingual(
                zh: "没有名为 \(name.withoutControls) 的设备：可用的有 \(list(known))",
                en: "there is no device \(name.withoutControls): choose one of \(list(known))")
        case .noSuchBus(let name, let known):
            Bilingual(
                zh: "没有名为 \(name.withoutControls) 的总线：可用的有 \(list(known))",
                en: "there is no bus \(name.withoutControls): choose one of \(list(known))")
        case .noSuchKey(let name, let device, let known):
            Bilingual(
                zh: "\(device) 没有按键 \(name.withoutControls)：可用的有 \(list(known))",
                en: "\(device) has no key \(name.withoutControls): choose one of \(list(known))")
        case .noSuchPoint(let name, let device, let known):
            Bilingual(
                zh: "\(device) 没有点 \(name.withoutControls)：可用的有 \(list(known))",
                en: "\(device) has no point \(name.withoutControls): choose one of \(list(known))")
        case .badValue(let value, let point, let allowed):
            Bilingual(
                zh: "\(point) 不能设为 \(value.withoutControls)：请用 \(allowed)",
                en: "\(point) cannot be \(value.withoutControls): use \(allowed)")
        case .noSuchFault(let name, let known):
            Bilingual(
                zh: "没有名为 \(name.withoutControls) 的故障：可用的有 \(list(known))",
                en: "there is no fault \(name.withoutControls): choose one of \(list(known))")
        case .faultDoesNotApply(let fault, let kind, let applicable):
            Bilingual(
                zh: "故障 \(fault.rawValue) 不适用于 \(kind)：可用的有 \(list(applicable.map(\.rawValue)))",
                en: "the fault \(fault.rawValue) does not exist for a device of kind \(kind): "
                    + "choose one of \(list(applicable.map(\.rawValue)))")
        case .badFaultSetting(let text):
            Bilingual(
                zh: "故障参数 \(text.withoutControls) 无效：时间须大于 0 秒且不超过 604800 秒，概率须在 0 到 1 之间，"
                    + "延迟须大于 0 且不超过 60000 毫秒，异常码须在 1 到 255 之间",
                en: "the fault setting \(text.withoutControls) is not possible: "
                    + "seconds must be over 0 and at most 604800, a probability 0 to 1, "
                    + "a delay over 0 and at most 60000 milliseconds, an exception 1 to 255")
        case .badFaultTarget(let text):
            Bilingual(
                zh: "无法理解故障所针对的请求 \(text.withoutControls)：请用 read、write 或功能码 1 到 127，"
                    + "需要时加 :地址（0 到 65535），例如 3:100",
                en:
                    "the requests \(text.withoutControls) cannot be understood: use read, write or a function 1 to 127, "
                    + "with :ADDRESS (0 to 65535) where it matters, as in 3:100")
        case .faultTakesNo(let setting, let fault):
            Bilingual(
                zh: "此设备的故障 \(fault.rawValue) 没有 \(setting) 参数：请去掉它"
                    + "（delay 用于 late 和 slow，code 用于 Modbus 的 exception，on 用于 Modbus 应答的故障）",
                en: "the fault \(fault.rawValue) of this device takes no '\(setting)': leave it out "
                    + "(delay is for late and slow, code for a Modbus exception, on for faults of Modbus answers)")
        case .alreadyUnplugged(let bus):
            Bilingual(zh: "总线 \(bus) 已经拔下：先执行 plug \(bus)", en: "the bus \(bus) is unplugged already: plug it first")
        case .alreadyPlugged(let bus):
            Bilingual(zh: "总线 \(bus) 已经插上：先执行 unplug \(bus)", en: "the bus \(bus) is plugged in: unplug it first")
        case .badScenario(let line, let text):
            Bilingual(
                zh: "剧本第 \(line) 行无法读取（\(text.withoutControls)）：每行写作 at 2s press DEVICE KEY",
                en: "line \(line) of the scenario cannot be read (\(text.withoutControls)): "
                    + "write lines like 'at 2s press DEVICE KEY'")
        }
    }

    private func list(_ names: [String]) -> String { names.isEmpty ? "–" : names.joined(separator: ", ") }
}
