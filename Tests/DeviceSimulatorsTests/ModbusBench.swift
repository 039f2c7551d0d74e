import DeviceSimulators
import HallModel

/// A bus with devices on a bench, and a clock that turns by the bus's own wakes.
struct WireBench {
    var bus: SimulatedBus
    var now = MonotonicInstant(nanoseconds: 1_000_000_000)

    init(_ wire: BusPlan.Wire, _ devices: [DevicePlan], paced: Bool = false) {
        let plan = BusPlan(id: "bus", wire: wire)
        bus = SimulatedBus(
            plan, of: HallPlan(hall: HallSettings(name: "bench"), buses: [plan], devices: devices),
            decoder: benchDecoder, seed: 7, paced: paced)
    }

    static func device(
        _ profile: ProfileID, _ settings: Profile.Settings, address: Int = 1, id: DeviceID = "device",
        unit: String? = nil
    ) -> DevicePlan {
        DevicePlan(
            id: id,
            profile: Profile(
                id: profile, vendor: "bench", model: "bench", source: "bench", trust: .verified, serial: nil,
                settings: settings, examples: []), bus: "bus", address: address, unit: unit)
    }

    /// What comes back within `wait`.
    mutating func ask(_ bytes: [UInt8], for wait: Duration = .seconds(2)) -> [UInt8] {
        bus.send(bytes, at: now)
        return run(for: wait)
    }

    mutating func ask(_ text: String) -> String { String(decoding: ask(Array(text.utf8)), as: UTF8.self) }

    mutating func run(for wait: Duration) -> [UInt8] {
        let end = now + wait
        var said = bus.advance(to: now)
        while let wake = bus.nextWake(after: now), wake <= end {
            now = max(wake, now + .nanoseconds(1))
            said += bus.advance(to: now)
        }
        now = max(now, end)
        return said + bus.advance(to: now)
    }

    mutating func set(_ point: String, _ value: String, of device: DeviceID = "device") throws {
        let moment = now
        _ = try bus.withDevice(device) { (unit) throws(SimulatorError) in try unit.set(point, to: value, at: moment) }
    }

    mutating func fault(_ kind: FaultKind, of device: DeviceID = "device") throws {
        let moment = now
        _ = try bus.withDevice(device) { (unit) throws(SimulatorError) in try unit.fault(kind, at: moment) }
    }

    mutating func fault(_ order: FaultOrder, of device: DeviceID = "device") throws {
        let moment = now
        _ = try bus.withDevice(device) { (unit) throws(SimulatorError) in try unit.fault(order, at: moment) }
    }

    mutating func clear(_ device: DeviceID = "device") throws {
        let moment = now
        _ = try bus.withDevice(device) { (unit) throws(SimulatorError) in unit.clear(at: moment) }
    }
}

/// Registers of a profile, as a hall file's author writes them.
enum Registers {
    static func number(
        _ name: String, _ meaning: PointMeaning, _ table: RegisterMap.Table, _ address: Int,
        _ encoding: RegisterMap.Encoding = .s16, divide: Int = 10, order: RegisterMap.WordOrder = .abcd,
        range: PointDefinition.Range? = nil, isWritable: Bool = false
    ) -> RegisterMap.Register {
        RegisterMap.Register(
            point: PointDefinition(
                name: name, meaning: meaning, form: .number(.none, decimals: 1), range: range, isWritable: isWritable),
            table: table, address: address, encoding: encoding, order: order, divide: divide)
    }

    static func bit(_ name: String, _ meaning: PointMeaning, _ table: RegisterMap.Table, _ address: Int)
        -> RegisterMap.Register
    {
        let words = meaning == .contact ? ["open", "closed"] : ["off", "on"]
        return RegisterMap.Register(
            point: PointDefinition(name: name, meaning: meaning, form: .words(words), isWritable: meaning == .output),
            table: table, address: address, encoding: .bit,
            words: words.enumerated().map { RegisterMap.Word(code: $0, word: $1) })
    }

    /// A model with its profile's points; the addresses of known models are the datasheet's, whatever stands here.
    static func device(
        _ profile: ProfileID, address: Int = 1, id: DeviceID = "device", readsHoles: Bool = false,
        _ registers: [RegisterMap.Register] = []
    ) -> DevicePlan {
        WireBench.device(
            profile, .modbusRegisters(RegisterMap(readsHoles: readsHoles, registers: registers)), address: address,
            id: id)
    }

    static let air = [
        number("temperature", .roomTemperature, .holding, 77), number("humidity", .relativeHumidity, .holding, 78),
    ]
}
