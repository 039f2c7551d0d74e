import DeviceSimulators
import FoundationEssentials
import HallModel

/// What `hallsim` asks of the running hall on `DIR/control.sock`: one line of JSON each, answered by one line of JSON.
///
/// ```
/// → {"command":"press","device":"kiosk-keys","key":"1"}
/// ← {"ok":true}
/// → {"command":"show","device":"kiosk-printer","language":"zh"}
/// ← {"ok":true,"view":{"device":"kiosk-printer","kind":"escpos-printer","state":{…},"slips":[…],"drawing":[…]}}
/// → {"command":"fault","device":"kiosk-printer","kind":"late","seconds":20,"probability":0.5}
/// ← {"ok":true}
/// → {"command":"fault","device":"climate-5","kind":"exception","on":"3:100","code":2}
/// ← {"ok":true}
/// → {"command":"unplug","bus":"printer"}
/// ← {"error":"there is no bus printer: choose one of kiosk-printer, …","ok":false}
/// ```
/// Commands: `show press set fault clear unplug plug`. A connection may ask any number of times, one after the other.
struct ControlRequest: Codable, Sendable, Equatable {
    enum Command: String, Codable, Sendable { case show, press, set, fault, clear, unplug, plug }

    var command: Command
    var device: String?
    var bus: String?
    var key: String?
    var point: String?
    var value: String?
    var kind: String?
    var seconds: Double?
    var probability: Double?
    /// The requests that a fault strikes, as `FaultTarget` reads them.
    var on: String?
    /// Milliseconds.
    var delay: Double?
    var code: Int?
    var language: Language?
}

/// The answer to one request.
struct ControlReply: Codable, Sendable, Equatable {
    var ok: Bool
    var error: String?
    var view: DeviceView?
}

extension ControlRequest {
    init(show device: String, language: Language) {
        self.init(command: .show, device: device, language: language)
    }

    init(_ action: SimulatedAction, language: Language) {
        switch action {
        case .press(let device, let key): self.init(command: .press, device: device.rawValue, key: key)
        case .set(let device, let point, let value):
            self.init(command: .set, device: device.rawValue, point: point, value: value)
        case .fault(let device, let order):
            self.init(
                command: .fault, device: device.rawValue, kind: order.kind.rawValue,
                seconds: order.lasting.map { Double($0.wholeNanoseconds) / 1e9 }, probability: order.probability,
                on: order.target?.description, delay: order.delay.map { Double($0.wholeNanoseconds) / 1e6 },
                code: order.code.map(Int.init))
        case .clear(let device): self.init(command: .clear, device: device.rawValue)
        case .unplug(let bus): self.init(command: .unplug, bus: bus.rawValue)
        case .plug(let bus): self.init(command: .plug, bus: bus.rawValue)
        }
        self.language = language
    }

    /// What a hand is asked to do; nil for `show`.
    func action() throws(HallsimError) -> SimulatedAction? {
        switch command {
        case .show: return nil
        case .press: return .press(try named(device, "device"), key: try given(key, "key"))
        case .set:
            return .set(
                try named(device, "device"), point: try given(point, "point"), value: try given(value, "value"))
        case .fault:
            let name = try given(kind, "kind")
            guard let kind = FaultKind(rawValue: name) else {
                throw HallsimError(refused: .noSuchFault(name, known: FaultKind.allCases.map(\.rawValue)))
            }
            return .fault(
                try named(device, "device"),
                FaultOrder(
                    kind, lasting: try lasting(), probability: probability ?? 1, target: try target(),
                    delay: try lateness(), code: try exception()))
        case .clear: return .clear(try named(device, "device"))
        case .unplug: return .unplug(try named(bus, "bus"))
        case .plug: return .plug(try named(bus, "bus"))
        }
    }

    private func lasting() throws(HallsimError) -> Duration? {
        guard let seconds else { return nil }
        guard seconds > 0, seconds <= 604_800 else { throw HallsimError(refused: .badFaultSetting("\(seconds)")) }
        return .milliseconds(Int64((seconds * 1000).rounded(.up)))
    }

    private func target() throws(HallsimError) -> FaultTarget? {
        guard let on else { return nil }
        guard let target = FaultTarget(on) else { throw HallsimError(refused: .badFaultTarget(on)) }
        return target
    }

    private func lateness() throws(HallsimError) -> Duration? {
        guard let delay else { return nil }
        guard delay > 0, delay <= 60_000 else { throw HallsimError(refused: .badFaultSetting("\(delay)")) }
        return .microseconds(Int64((delay * 1000).rounded(.up)))
    }

    private func exception() throws(HallsimError) -> UInt8? {
        guard let code else { return nil }
        guard let byte = UInt8(exactly: code) else { throw HallsimError(refused: .badFaultSetting("\(code)")) }
        return byte
    }

    private func given(_ field: String?, _ name: String) throws(HallsimError) -> String {
        guard let field else { throw HallsimError(.badRequest("no \(name)")) }
        return field
    }

    private func named<Subject>(_ field: String?, _ name: String) throws(HallsimError) -> Identifier<Subject> {
        Identifier(try given(field, name))
    }
}

/// Lines of JSON.
enum ControlCoding {
    /// A request is never longer.
    static let requestLimit = 65_536

    static func line(_ message: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(message)) + [0x0A]
    }

    static func read<Message: Decodable>(_ line: some Collection<UInt8>) throws -> Message {
        try JSONDecoder().decode(Message.self, from: Data(line))
    }
}
