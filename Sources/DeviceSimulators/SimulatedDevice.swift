import HallModel

/// A device of the plan: what its datasheet says, and what is wrong with it.
public struct SimulatedDevice: Sendable {
    /// The device itself.
    public enum Unit: Sendable {
        /// A ticket printer.
        case printer(EscposPrinterSimulator)
        /// A display.
        case display(AlphaSignSimulator)
        /// Keys and a lamp.
        case keys(ByteMapKeysSimulator)
        /// A Modbus slave.
        case modbus(ModbusSlaveSimulator)
        /// A screen with an Onbon card.
        case onbon(OnbonCardSimulator)
        /// A UPS that speaks Q1.
        case megatec(MegatecUPSSimulator)
        /// A UPS behind a NUT server, which its bus has.
        case nut(NutUPSSimulator)
        /// Contacts on the lines of a GPIO chip, which its bus has.
        case contacts(ContactPanelSimulator)
        /// A module that speaks.
        case voice(VoiceModuleSimulator)
    }

    /// The longest time a fault can be set for: a week.
    public static let longestFault = Duration.seconds(604_800)
    /// The latest that a late answer can be set to.
    public static let longestDelay = Duration.seconds(60)

    /// In place of a unit while it changes: held here too, its paper and its registers would be copied each time.
    private static let changing = Unit.display(AlphaSignSimulator(address: 0, dataBits: 8))

    /// Its place in the plan.
    public let plan: DevicePlan
    /// The device itself.
    public internal(set) var unit: Unit
    var layer: FaultLayer
    /// Changes of GPIO lines that the chip has not told yet.
    var edges: [ContactPanelSimulator.Edge] = []

    /// A device as it comes out of its box, switched on. `serial` is its line, nil on TCP and GPIO; `isAlone` says that
    /// no other device shares its bus. Faults strike by numbers from `seed`.
    public init(
        plan: DevicePlan, serial: SerialSettings?, isAlone: Bool = true, decoder: CharacterDecoder, seed: UInt64
    ) {
        self.plan = plan
        layer = FaultLayer(seed: seed)
        switch plan.profile.settings {
        case .escposPrinter(let settings):
            unit = .printer(EscposPrinterSimulator(settings: settings, flow: serial?.flow ?? .none, decoder: decoder))
        case .alphaDisplay:
            unit = .display(AlphaSignSimulator(address: plan.address, dataBits: serial?.dataBits ?? 8))
        case .byteMapKeys(let map):
            unit = .keys(ByteMapKeysSimulator(map: map))
        case .modbusRegisters(let map):
            unit = .modbus(
                ModbusSlaveSimulator(
                    profile: plan.profile.id, map: map, address: plan.address, serial: serial, isAlone: isAlone))
        case .onbonDisplay(let settings):
            unit = .onbon(OnbonCardSimulator(settings: settings, address: plan.address, decoder: decoder))
        case .megatecUPS: unit = .megatec(MegatecUPSSimulator())
        case .nutUPS(let settings):
            unit = .nut(NutUPSSimulator(name: plan.unit ?? plan.id.rawValue, settings: settings))
        case .contactPanel(let panel): unit = .contacts(ContactPanelSimulator(panel: panel))
        case .voiceModule(let settings):
            unit = .voice(VoiceModuleSimulator(settings: settings, decoder: decoder))
        case .voiceProgram:
            // The daemon starts the real program: nothing of it is here.
            unit = .voice(
                VoiceModuleSimulator(
                    settings: VoiceModuleSettings(dialect: .xfs5152, charset: .gbk), decoder: decoder))
        }
    }

    /// The faults in force.
    public var faults: [ActiveFault] { layer.active }

    /// When the device does something by itself.
    public var nextWake: MonotonicInstant? {
        guard let own = unit.nextWake else { return layer.nextWake }
        return layer.nextWake.map { min($0, own) } ?? own
    }

    /// A sender that keeps to this flow control must not send now.
    public func holds(_ flow: SerialSettings.FlowControl) -> Bool {
        guard case .printer(let printer) = unit else { return false }
        return switch flow {
        case .none: false
        case .rtscts: !printer.isReady
        case .xonxoff: printer.hasStoppedSender
        }
    }

    /// Bytes from the host.
    public mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) {
        if layer.strikes(.echo) { layer.say(bytes, checkAt: nil, at: now) }
        switch unit {
        case .printer(var printer):
            unit = Self.changing
            let said = printer.receive(bytes, at: now)
            unit = .printer(printer)
            say(said, at: now)
        case .display(var display):
            guard !layer.strikes(.silent) else { return }
            display.receive(bytes, at: now)
            unit = .display(display)
        case .keys(var keys):
            keys.receive(bytes)
            unit = .keys(keys)
        case .onbon(var card):
            guard !layer.strikes(.silent) else { return }
            unit = Self.changing
            let answers = card.receive(bytes, at: now)
            unit = .onbon(card)
            for answer in answers { layer.say(answer, checkAt: answer.count - 3..<answer.count - 1, at: now) }
        case .megatec(var ups):
            let answers = ups.receive(bytes, at: now)
            unit = .megatec(ups)
            for answer in answers { layer.say(answer, checkAt: nil, at: now) }
        case .voice(var voice):
            let answers = voice.receive(bytes, at: now)
            unit = .voice(voice)
            for answer in answers { layer.say([answer], checkAt: nil, at: now) }
        case .modbus, .nut, .contacts: break  // their bus reads for them
        }
    }

    /// Goes on to this moment; gives what stands at the device's end of the wire.
    public mutating func advance(to now: MonotonicInstant) -> [UInt8] {
        for fault in layer.expire(at: now) { end(fault.kind, at: now) }
        switch unit {
        case .printer(var printer):
            unit = Self.changing
            let said = printer.timeReached(at: now)
            unit = .printer(printer)
            say(said, at: now)
        case .modbus(var slave):
            guard slave.nextWake != nil else { break }
            unit = Self.changing
            slave.runPulses(until: now)
            unit = .modbus(slave)
        case .onbon(var card):
            card.timeReached(at: now)
            unit = .onbon(card)
        case .megatec(var ups):
            ups.timeReached(at: now)
            unit = .megatec(ups)
        case .contacts(var panel):
            let changed = panel.timeReached(at: now)
            unit = .contacts(panel)
            tell(changed)
        case .voice(var voice):
            let said = voice.timeReached(at: now)
            unit = .voice(voice)
            if !said.isEmpty { layer.say(said, checkAt: nil, at: now) }
        case .display, .keys, .nut: break
        }
        return layer.emit(at: now)
    }

    /// The connection is gone: what was half heard is forgotten.
    mutating func disconnect() {
        if case .onbon(var card) = unit {
            card.disconnect()
            unit = .onbon(card)
        }
        layer.forgetHeld()
    }

    /// A question that its bus heard; what it says to it comes out of `advance`. False when it was not asked.
    mutating func hear(_ question: ModbusQuestion, at now: MonotonicInstant) -> Bool {
        guard case .modbus(let asked) = unit, asked.takes(question) else { return false }
        var slave = asked
        unit = Self.changing
        slave.runPulses(until: now)
        let refusal = layer.strike(.exception, about: question.body).map { $0.code ?? FaultLayer.exception }
        let isWrong = layer.strikes(.wrongAddress, about: question.body)
        let answer = slave.answer(question, refusing: refusal, underWrongAddress: isWrong, at: now)
        unit = .modbus(slave)
        // On TCP nothing but the number says which question is answered.
        let check = question.transaction == nil ? max(0, answer.count - 2)..<answer.count : 0..<2
        layer.say(answer, checkAt: check, about: question.body, at: now)
        return true
    }

    /// It makes the host hear itself while that sends this frame; a fault that is for certain requests does so for its own.
    mutating func echoes(_ frame: [UInt8]) -> Bool {
        guard !layer.active.isEmpty else { return false }
        guard case .modbus(let slave) = unit, frame.count > 3, frame[0] == slave.address else {
            return layer.strikes(.echo)
        }
        return layer.strikes(.echo, about: Array(frame.dropFirst().dropLast(2)))
    }

    /// What another master asks it now; empty when there is none.
    mutating func strangerAsks(at now: MonotonicInstant) -> [UInt8] {
        guard case .modbus(let slave) = unit, layer.strangerAsks(at: now) else { return [] }
        return slave.questionOfAStranger
    }

    /// Answers a client of its NUT server.
    mutating func answer(_ words: [String], at now: MonotonicInstant) {
        guard case .nut(let ups) = unit else { return }
        let text = NutServerSimulator.answer(words, about: ups, stale: layer.strikes(.exception))
        layer.say(Array(text.utf8) + [0x0A], checkAt: nil, at: now)
    }

    mutating func tell(_ changed: [ContactPanelSimulator.Edge]) {
        for edge in changed where edges.count < GPIOChipSimulator.heldLimit && !layer.strikes(.silent) {
            edges.append(edge)
        }
    }

    /// Puts a fault in force, for ever or for a time, at each chance or with a probability.
    public mutating func fault(
        _ kind: FaultKind, lasting duration: Duration? = nil, probability: Double = 1, at now: MonotonicInstant
    ) throws(SimulatorError) {
        try fault(FaultOrder(kind, lasting: duration, probability: probability), at: now)
    }

    /// Puts a fault in force.
    public mutating func fault(_ order: FaultOrder, at now: MonotonicInstant) throws(SimulatorError) {
        var isModbus = false
        var isTCP = false
        if case .modbus(let slave) = unit { (isModbus, isTCP) = (true, !slave.isSerial) }
        guard order.kind.applies(to: plan.profile), !(order.kind == .secondMaster && isTCP) else {
            throw .faultDoesNotApply(
                order.kind, kind: plan.profile.kind,
                applicable: FaultKind.applicable(to: plan.profile).filter { !($0 == .secondMaster && isTCP) })
        }
        guard (0...1).contains(order.probability) else { throw .badFaultSetting("\(order.probability)") }
        if let duration = order.lasting, duration <= .zero || duration > SimulatedDevice.longestFault {
            throw .badFaultSetting("\(duration)")
        }
        if let delay = order.delay {
            guard [.late, .slow].contains(order.kind) else { throw .faultTakesNo("delay", order.kind) }
            guard delay > .zero, delay <= SimulatedDevice.longestDelay else { throw .badFaultSetting("\(delay)") }
        }
        if let code = order.code {
            guard isModbus, order.kind == .exception else { throw .faultTakesNo("code", order.kind) }
            guard code > 0 else { throw .badFaultSetting("\(code)") }
        }
        if order.target != nil, !isModbus || !order.kind.strikesAnswers { throw .faultTakesNo("on", order.kind) }
        // A slave's wrong address strikes each answer.
        let isCondition = order.kind.isCondition && !(isModbus && order.kind == .wrongAddress)
        if layer.add(order, isCondition: isCondition, at: now) { begin(order.kind, at: now) }
    }

    /// Ends all faults, and what they did.
    public mutating func clear(at now: MonotonicInstant) {
        for fault in layer.clear() { end(fault.kind, at: now) }
    }

    private mutating func begin(_ kind: FaultKind, at now: MonotonicInstant) {
        switch kind {
        case .paperOut: apply("paper", "out", at: now)
        case .paperNearEnd: apply("paper", "near-end", at: now)
        case .coverOpen: apply("cover", "open", at: now)
        case .cutterJam: apply("cutter", "jammed", at: now)
        case .offline: setOffline(true, at: now)
        case .wrongAddress: readdress(wrong: true)
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .babble, .secondMaster: break
        }
    }

    private mutating func end(_ kind: FaultKind, at now: MonotonicInstant) {
        switch kind {
        case .paperOut, .paperNearEnd: apply("paper", "ok", at: now)
        case .coverOpen: apply("cover", "closed", at: now)
        case .cutterJam: apply("cutter", "ok", at: now)
        case .offline: setOffline(false, at: now)
        case .wrongAddress: readdress(wrong: false)
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .babble, .secondMaster: break
        }
    }

    /// Sets a point that a fault stands for; the catalogue gives printers' faults to printers only.
    private mutating func apply(_ point: String, _ value: String, at now: MonotonicInstant) {
        do { try set(point, to: value, at: now) } catch { return }
    }

    private mutating func setOffline(_ offline: Bool, at now: MonotonicInstant) {
        guard case .printer(var printer) = unit else { return setPower(!offline) }
        let said = printer.setOffline(offline, at: now)
        unit = .printer(printer)
        say(said, at: now)
    }

    private mutating func readdress(wrong: Bool) {
        switch unit {
        case .display(var display):
            display.address = wrong ? plan.address ^ 0xFF : plan.address
            unit = .display(display)
        case .onbon(var card):
            card.answersAs = wrong ? card.address + 1 : nil
            unit = .onbon(card)
        case .printer, .keys, .modbus, .megatec, .nut, .contacts, .voice: break
        }
    }

    mutating func say(_ bytes: [UInt8], at now: MonotonicInstant) {
        layer.say(bytes, checkAt: checkBytes, at: now)
    }

    /// Where the frames of this device carry their check bytes.
    private var checkBytes: Range<Int>? {
        guard case .keys(let keys) = unit else { return nil }
        var place = 0
        for piece in keys.map.frame {
            switch piece {
            case .literal(let bytes): place += bytes.count
            case .key(let size), .skip(let size): place += size
            case .checksum(let kind, _): return place..<(place + kind.size)
            }
        }
        return nil
    }
}

extension SimulatedDevice.Unit {
    /// When the device does something by itself.
    fileprivate var nextWake: MonotonicInstant? {
        switch self {
        case .printer(let printer): printer.nextWake
        case .modbus(let slave): slave.nextWake
        case .onbon(let card): card.nextWake
        case .megatec(let ups): ups.nextWake
        case .contacts(let panel): panel.nextWake
        case .voice(let voice): voice.nextWake
        case .display, .keys, .nut: nil
        }
    }
}
