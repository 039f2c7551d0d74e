import DeviceDrivers
import DeviceProtocols
import HallAPI
import HallModel
import HardwareAccess
import Logging

/// What a technician asks of a wire.
extension Dispatcher {
    /// Nothing is sent later than so long after it was asked.
    private static let patience = Duration.seconds(10)
    private static let usualTimeout = 500

    /// A wire of the plan by its name.
    func plannedBus(_ name: String, _ view: Viewing) throws(APIFault) -> BusPlan {
        if let bus = view.plan?.bus(BusID(name)) { return bus }
        let asked = name.withoutControls
        throw .refused(
            .bus, code: "noSuchBus",
            message: Bilingual(zh: "没有总线 \(asked)", en: "no bus \(asked)"),
            remedy: Bilingual(zh: "hallctl bus list 列出全部总线", en: "hallctl bus list lists those there are"))
    }

    /// The wires, if this one is in use.
    private func wires(of bus: BusPlan) throws(APIFault) -> (wires: any BusGateway, recorder: FlightRecorder) {
        if let wires = gateway.wires, let recorder = wires.recorder(of: bus.id) { return (wires, recorder) }
        throw .refused(
            .bus, code: "busNotUsed",
            message: Bilingual(zh: "总线 \(bus.id) 未使用", en: "bus \(bus.id) is not in use"),
            remedy: Bilingual(
                zh: "配置中没有设备在这条总线上，或 halld 处于安全模式：查看 hallctl doctor",
                en: "no device of the configuration is on it, or halld is in safe mode: see 'hallctl doctor'"))
    }

    private func isModbus(_ bus: BusPlan, _ view: Viewing) -> Bool {
        view.plan?.devices.first { $0.bus == bus.id }?.profile.transport == .modbus
    }

    private func modbusBus(_ name: String, _ view: Viewing) throws(APIFault) -> (BusPlan, any BusGateway) {
        let bus = try plannedBus(name, view)
        let wires = try wires(of: bus).wires
        guard isModbus(bus, view) else {
            throw .refused(
                .bus, code: "notModbus",
                message: Bilingual(zh: "总线 \(bus.id) 不是 Modbus", en: "bus \(bus.id) does not speak Modbus"),
                remedy: Bilingual(
                    zh: "用 hallctl bus trace 查看收发的字节", en: "'hallctl bus trace' shows its bytes"))
        }
        return (bus, wires)
    }

    // MARK: Trace

    func trace(_ call: PendingCall, _ peer: Peer) throws(APIFault) -> Outcome {
        let parameters = try TraceBus.parameters(of: call.header)
        if let last = parameters.lastSeconds, !(1...86_400).contains(last) { throw .invalidParameter("lastSeconds") }
        let view = view()
        let bus = try plannedBus(parameters.bus, view)
        let recorder = try wires(of: bus).recorder
        log(peer, bus.id, "traces it")
        return .stream(
            .trace(
                TraceWatch(
                    bus, recorder, isModbus: isModbus(bus, view), last: parameters.lastSeconds.map { .seconds($0) },
                    view.hall)))
    }

    // MARK: Read

    func readBus(_ call: PendingCall, _ peer: Peer) throws(APIFault) -> Outcome {
        let parameters = try ReadBus.parameters(of: call.header)
        let view = view()
        let (bus, wires) = try modbusBus(parameters.bus, view)
        let (unit, device) = try asked(parameters, bus, view)
        let (span, operation) = try BusRead.operation(parameters)
        var timeout = Self.usualTimeout
        if case .modbusRegisters(let map)? = device?.profile.settings { timeout = map.responseTimeoutMilliseconds }
        timeout = parameters.timeoutMilliseconds ?? timeout
        guard (10...10_000).contains(timeout) else { throw .invalidParameter("timeoutMilliseconds") }
        log(
            peer, bus.id, "reads unit \(unit), \(parameters.table) \(span.address)…\(span.end - 1)", device: device?.id)
        let deadline = MonotonicInstant.now + Self.patience
        return .later { deliver in
            let ticket = replies.expect(deliver)
            wires.ask(
                bus.id, unit: unit, operation, timeout: .milliseconds(timeout), deadline: deadline
            ) { result in
                replies.fulfil(ticket) {
                    switch result {
                    case .success(let answer):
                        ReadBus.message(reply: BusRead.reply(answer, span, bus: bus.id, unit: unit, device))
                    case .failure: APIFault.busy(.bus).message
                    }
                }
            }
        }
    }

    /// Who is meant: an address, or a device of the plan on this wire.
    private func asked(
        _ parameters: ReadBus.Parameters, _ bus: BusPlan, _ view: Viewing
    ) throws(APIFault) -> (unit: Int, device: DevicePlan?) {
        let members = (view.plan?.devices ?? []).filter { $0.bus == bus.id }
        switch (parameters.unit, parameters.device) {
        case (let unit?, nil):
            let isTCP = if case .tcp = bus.wire { true } else { false }
            guard (1...247).contains(unit) || (isTCP && unit == 255) else { throw .invalidParameter("unit") }
            return (unit, members.first { $0.address == unit })
        case (nil, let name?):
            if let device = members.first(where: { $0.id.rawValue == name }) { return (device.address, device) }
            let asked = try CommandCall.name(name, "device").withoutControls
            let known = members.map(\.id.rawValue).joined(separator: ", ")
            throw .refused(
                .bus, code: "noSuchDevice",
                message: Bilingual(zh: "总线 \(bus.id) 上没有设备 \(asked)", en: "no device \(asked) on bus \(bus.id)"),
                remedy: Bilingual(zh: "可用的有 \(known)", en: "there are \(known)"))
        case (nil, nil): throw .invalidParameter("unit")
        case (_?, _?): throw .invalidParameter("device")
        }
    }

    // MARK: Scan

    func scan(_ call: PendingCall, _ peer: Peer) throws(APIFault) -> Outcome {
        let parameters = try ScanBus.parameters(of: call.header)
        let from = parameters.from ?? 1
        let to = parameters.to ?? 247
        guard (1...247).contains(from) else { throw .invalidParameter("from") }
        guard (from...247).contains(to) else { throw .invalidParameter("to") }
        let reason = parameters.reason ?? ""
        guard reason.utf8.count <= 1000 else { throw .invalidParameter("reason") }
        let (bus, wires) = try modbusBus(parameters.bus, view())
        let settings = parameters.interrupt ?? false ? try otherSettings(bus, reason) : []
        let why = reason.isEmpty ? "" : ": \(reason)"
        log(
            peer, bus.id,
            "searches units \(from)…\(to)" + (settings.isEmpty ? "" : " at \(settings.count + 1) settings") + why)
        let feed = ScanFeed(bus.id, wires, of: (to - from + 1) * (settings.count + 1))
        guard reader.run({ feed.begin(from...to, settings) }) else { throw .busy(.bus) }
        return .stream(.scan(ScanWatch(feed, bus)))
    }

    /// What is tried besides the line's own, for a reason.
    private func otherSettings(_ bus: BusPlan, _ reason: String) throws(APIFault) -> [SerialSettings] {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw .invalidParameter("reason") }
        guard case .serial(_, let own) = bus.wire else { throw .invalidParameter("interrupt") }
        return SerialSettings.tried(besides: own)
    }

    private func log(_ peer: Peer, _ bus: BusID, _ what: String, device: DeviceID? = nil) {
        var metadata: Logger.Metadata = ["BUS": "\(bus)"]
        if let device { metadata["DEVICE"] = "\(device)" }
        logger.notice("bus \(bus): \(peer.name) \(what.withoutControls)", metadata: metadata)
    }
}

extension SerialSettings {
    /// The rates and formats that devices are delivered with.
    fileprivate static func tried(besides own: Self) -> [Self] {
        [4800, 9600, 19_200, 38_400, 57_600, 115_200].flatMap { baud in
            [
                Self(baud: baud), Self(baud: baud, parity: .even), Self(baud: baud, parity: .odd),
                Self(baud: baud, stopBits: 2),
            ]
        }.filter { !$0.isLike(own) }
    }
}

/// A technician's read, on the way in and out.
private enum BusRead {
    static func operation(
        _ parameters: ReadBus.Parameters
    ) throws(APIFault) -> (RegisterSpan, ModbusRequest.Operation) {
        let (address, count) = (parameters.address, parameters.count)
        let tables: [String: RegisterMap.Table] = [
            "coils": .coils, "discreteInputs": .discreteInputs, "holding": .holding, "input": .input,
        ]
        guard let table = tables[parameters.table] else { throw .invalidParameter("table") }
        guard (0...0xFFFF).contains(address) else { throw .invalidParameter("address") }
        guard (1...(table.isBits ? 2000 : 125)).contains(count), address + count <= 0x1_0000 else {
            throw .invalidParameter("count")
        }
        let operation: ModbusRequest.Operation =
            switch table {
            case .coils: .readCoils(address: address, count: count)
            case .discreteInputs: .readDiscreteInputs(address: address, count: count)
            case .holding: .readHolding(address: address, count: count)
            case .input: .readInput(address: address, count: count)
            }
        return (RegisterSpan(table: table, address: address, count: count), operation)
    }

    static func reply(
        _ answer: BusAnswer, _ span: RegisterSpan, bus: BusID, unit: Int, _ device: DevicePlan?
    ) -> ReadBus.Reply {
        var reply = ReadBus.Reply(bus: bus.rawValue, unit: unit, device: device?.id.rawValue, outcome: .answered)
        switch answer {
        case .replied(let content):
            let raw = content.raw
            reply.registers = raw.enumerated().map { .init(address: span.address + $0, raw: Int($1)) }
            reply.points = points(
                of: device, in: RegisterContents(table: span.table, address: span.address, registers: raw))
        case .failed(.timeout): reply.outcome = .timeout
        case .failed(.garbled): reply.outcome = .garbled
        case .failed(.exception(let code)): (reply.outcome, reply.exception) = (.exception, code)
        case .portClosed(let detail): (reply.outcome, reply.detail) = (.portClosed, detail.rawValue)
        case .expired: reply.outcome = .expired
        case .refused: reply.outcome = .refused
        }
        return reply
    }

    /// The points whose registers are all among those read.
    private static func points(of device: DevicePlan?, in contents: RegisterContents) -> [ReadBus.Reply.Point] {
        guard let device, case .modbusRegisters(let map) = device.profile.settings else { return [] }
        return map.registers.compactMap { register in
            guard let meaning = register.meaning(of: [contents]) else { return nil }
            let decimals: Int? = if case .number(_, let decimals) = register.point.form { decimals } else { nil }
            var point = ReadBus.Reply.Point(
                id: PointID(device.id, register.point.name).rawValue, address: register.address, value: nil,
                decimals: decimals, unit: register.point.unit.rawValue, missing: nil)
            switch meaning {
            case .value(let value): point.value = Viewing.json(value)
            case .nonsense(let reason): point.missing = reason.rawValue
            }
            return point
        }
    }
}

extension ModbusReply {
    /// Registers, or bits as 0 and 1.
    fileprivate var raw: [UInt16] {
        switch self {
        case .registers(let registers): registers
        case .bits(let bits): bits.map { $0 ? 1 : 0 }
        case .written: []
        }
    }
}
