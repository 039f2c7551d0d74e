import DeviceProtocols
import HallModel

@testable import DeviceDrivers

/// A Modbus line under test: the machine, what it asked last, and what it said.
struct ModbusBench {
    private(set) var machine: ModbusMachine
    var now = start
    /// The request under way, and when it leaves.
    private(set) var request: ModbusRequest?
    private(set) var sentAt = start
    /// Answers to technicians, news of searches, and what else is asked of the wire.
    private(set) var others: [BusAction] = []
    /// Everything told so far.
    private(set) var reports: [DeviceReport] = []
    /// When each of them was told, since the start of the bench.
    private(set) var log: [(content: DeviceReport.Content, at: MonotonicInstant)] = []

    /// A line with devices; opened at once unless told otherwise.
    init(_ devices: [DevicePlan], baud: Int = 9600, opens: Bool = true, isNetwork: Bool = false) {
        let wire: BusPlan.Wire =
            isNetwork
            ? .tcp(host: "gateway", port: 502) : .serial(path: "/dev/hall/line", SerialSettings(baud: baud))
        let bus = BusPlan(id: "line", wire: wire)
        machine = ModbusMachine(bus: bus, devices: devices, at: now)
        if opens {
            tell(.timeReached)
            tell(.opened)
        }
    }

    /// Gives an event; the actions are taken note of.
    mutating func tell(_ event: BusEvent) {
        switch event {
        case .replied, .failed, .lost, .refused, .opened: request = nil
        default: break
        }
        for action in machine.handle(event, at: now) {
            switch action {
            case .transact(let asked, let notBefore): (request, sentAt) = (asked, notBefore)
            case .report(let report):
                reports.append(report)
                log.append((report.content, now))
            default: others.append(action)
            }
        }
    }

    /// What was said besides requests and reports since it was last asked.
    mutating func said() -> [BusAction] {
        defer { others = [] }
        return others
    }

    /// Lets time pass up to a moment, waking the machine whenever it wants.
    mutating func wait(until end: MonotonicInstant) {
        while let wake = machine.nextWake, wake <= end {
            now = max(now, wake)
            tell(.timeReached)
        }
        now = max(now, end)
    }

    mutating func wait(_ duration: Duration) { wait(until: now + duration) }

    /// Lets time pass until something is asked, at most for so long; what is asked.
    mutating func nextRequest(within duration: Duration = .seconds(60)) -> ModbusRequest? {
        let end = now + duration
        while request == nil, let wake = machine.nextWake, wake <= end {
            now = max(now, wake)
            tell(.timeReached)
        }
        return request
    }

    /// The next request, answered after 10 ms.
    @discardableResult
    mutating func answer(_ event: BusEvent, after duration: Duration = .milliseconds(10)) -> ModbusRequest? {
        guard let asked = nextRequest() else { return nil }
        wait(until: max(now, sentAt) + duration)
        tell(event)
        return asked
    }

    /// What became of questions, as the bus thread asks for it.
    mutating func exchanges() -> [DeviceReport] { machine.exchanges(at: now) }

    /// What was told since it was last asked, without the devices.
    mutating func told() -> [DeviceReport.Content] {
        defer { reports = [] }
        return reports.map(\.content)
    }
}

/// Points and devices in one line.
enum Plant {
    static func point(
        _ name: String, _ table: RegisterMap.Table, _ address: Int, divide: Int = 10, period: Int = 5,
        range: PointDefinition.Range? = nil, writable: Bool = false, encoding: RegisterMap.Encoding = .s16,
        invalid: [Int] = []
    ) -> RegisterMap.Register {
        RegisterMap.Register(
            point: PointDefinition(
                name: name, meaning: .other, form: .number(.none, decimals: 1), range: range, isWritable: writable,
                periodSeconds: period),
            table: table, address: address, encoding: encoding, divide: divide, invalid: invalid)
    }

    static func point(
        _ name: String, _ address: Int, divide: Int = 10, period: Int = 5, range: PointDefinition.Range? = nil,
        encoding: RegisterMap.Encoding = .s16, invalid: [Int] = []
    ) -> RegisterMap.Register {
        point(name, .input, address, divide: divide, period: period, range: range, encoding: encoding, invalid: invalid)
    }

    static func bit(_ name: String, _ address: Int, period: Int = 5) -> RegisterMap.Register {
        RegisterMap.Register(
            point: PointDefinition(
                name: name, meaning: .output, form: .words(["off", "on"]), isWritable: true, periodSeconds: period),
            table: .coils, address: address, encoding: .bit,
            words: [.init(code: 0, word: "off"), .init(code: 1, word: "on")])
    }

    static func mode(at address: Int = 5, power: RegisterMap.PowerSwitch? = .init(table: .holding, address: 3))
        -> RegisterMap.Register
    {
        RegisterMap.Register(
            point: PointDefinition(
                name: "mode", meaning: .plantMode, form: .words(["off", "fan", "cooling"]), isWritable: true,
                periodSeconds: 5),
            table: .holding, address: address, encoding: .u16,
            words: [.init(code: 0, word: "fan"), .init(code: 1, word: "cooling")], power: power)
    }

    static func device(
        _ id: DeviceID, address: Int, timeout: Int = 500, gap: Int = 0, blockLimit: Int = 125,
        readsHoles: Bool = false, _ registers: RegisterMap.Register...
    ) -> DevicePlan {
        device(
            id, address: address, timeout: timeout, gap: gap, blockLimit: blockLimit, readsHoles: readsHoles,
            all: registers)
    }

    static func device(
        timeout: Int = 500, gap: Int = 0, blockLimit: Int = 125, readsHoles: Bool = false,
        _ registers: RegisterMap.Register...
    ) -> DevicePlan {
        device(
            "climate", address: 1, timeout: timeout, gap: gap, blockLimit: blockLimit, readsHoles: readsHoles,
            all: registers)
    }

    static func device(
        _ id: DeviceID, address: Int, timeout: Int = 500, gap: Int = 0, blockLimit: Int = 125,
        readsHoles: Bool = false, latching: [RegisterMap.Place]? = nil, identity: RegisterMap.Identity? = nil,
        all registers: [RegisterMap.Register]
    ) -> DevicePlan {
        let map = RegisterMap(
            responseTimeoutMilliseconds: timeout, gapMilliseconds: gap, blockLimit: blockLimit,
            readsHoles: readsHoles, latching: latching, identity: identity, registers: registers)
        return DevicePlan(id: id, profile: profile(.modbusRegisters(map)), bus: "line", address: address)
    }
}

/// 30.5 is 30 500 thousandths.
func decimal(_ text: String) -> PointValue { .number(Quantity(parsing: text) ?? Quantity(-999_999)) }
