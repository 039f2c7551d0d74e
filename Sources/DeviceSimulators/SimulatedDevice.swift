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
    }

    /// The longest time a fault can be set for: a week.
    public static let longestFault = Duration.seconds(604_800)

    /// Its place in the plan.
    public let plan: DevicePlan
    /// The device itself.
    public private(set) var unit: Unit
    private var layer: FaultLayer

    /// A device as it comes out of its box, switched on. Faults strike by numbers from `seed`.
    public init(plan: DevicePlan, serial: SerialSettings, decoder: CharacterDecoder, seed: UInt64) {
        self.plan = plan
        layer = FaultLayer(seed: seed)
        switch plan.profile.settings {
        case .escposPrinter(let settings):
            unit = .printer(EscposPrinterSimulator(settings: settings, flow: serial.flow, decoder: decoder))
        case .alphaDisplay:
            unit = .display(AlphaSignSimulator(address: plan.address, dataBits: serial.dataBits))
        case .byteMapKeys(let map):
            unit = .keys(ByteMapKeysSimulator(map: map))
        case .modbusRegisters, .onbonDisplay, .nutUPS, .megatecUPS, .contactPanel:
            unit = .keys(
                ByteMapKeysSimulator(map: ByteMap(frame: [], keys: [], lamps: [], debounceMilliseconds: 0)))
        }
    }

    /// The faults in force.
    public var faults: [ActiveFault] { layer.active }

    /// When the device does something by itself.
    public var nextWake: MonotonicInstant? {
        let own: MonotonicInstant? = if case .printer(let printer) = unit { printer.nextWake } else { nil }
        return [own, layer.nextWake].compactMap { $0 }.min()
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
        }
    }

    /// Goes on to this moment; gives what stands at the device's end of the wire.
    public mutating func advance(to now: MonotonicInstant) -> [UInt8] {
        for fault in layer.expire(at: now) { end(fault.kind, at: now) }
        if case .printer(var printer) = unit {
            let said = printer.timeReached(at: now)
            unit = .printer(printer)
            say(said, at: now)
        }
        return layer.emit(at: now)
    }

    /// Presses a key.
    public mutating func press(_ key: String, at now: MonotonicInstant) throws(SimulatorError) {
        switch unit {
        case .printer(var printer):
            let said = try printer.press(key, device: plan.id, at: now)
            unit = .printer(printer)
            say(said, at: now)
        case .display:
            throw .noSuchKey(key, device: plan.id, known: [])
        case .keys(var keys):
            let said = try keys.press(key, device: plan.id)
            unit = .keys(keys)
            say(said, at: now)
        }
    }

    /// Sets a point; every device has `power on|off|cycle`.
    public mutating func set(_ point: String, to value: String, at now: MonotonicInstant) throws(SimulatorError) {
        if case .printer(var printer) = unit {
            let said = try printer.set(point, to: value, device: plan.id, at: now)
            unit = .printer(printer)
            return say(said, at: now)
        }
        guard point == "power" else { throw .noSuchPoint(point, device: plan.id, known: ["power"]) }
        switch value {
        case "on": setPower(true)
        case "off": setPower(false)
        case "cycle":
            setPower(false)
            setPower(true)
        default: throw .badValue(value, point: point, allowed: "on, off, cycle")
        }
    }

    private mutating func setPower(_ on: Bool) {
        switch unit {
        case .printer: break
        case .display(var display):
            display.setPower(on: on)
            unit = .display(display)
        case .keys(var keys):
            keys.setPower(on: on)
            unit = .keys(keys)
        }
    }

    /// Puts a fault in force, for ever or for a time, at each chance or with a probability.
    public mutating func fault(
        _ kind: FaultKind, lasting duration: Duration? = nil, probability: Double = 1, at now: MonotonicInstant
    ) throws(SimulatorError) {
        guard kind.applies(to: plan.profile) else {
            throw .faultDoesNotApply(
                kind, kind: plan.profile.kind, applicable: FaultKind.applicable(to: plan.profile))
        }
        guard (0...1).contains(probability) else { throw .badFaultSetting("\(probability)") }
        if let duration, duration <= .zero || duration > SimulatedDevice.longestFault {
            throw .badFaultSetting("\(duration)")
        }
        let fault = ActiveFault(kind: kind, until: duration.map { now + $0 }, probability: probability)
        if layer.add(fault, at: now) { begin(kind, at: now) }
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
        case .wrongAddress: readdress(plan.address ^ 0xFF)
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .babble: break
        }
    }

    private mutating func end(_ kind: FaultKind, at now: MonotonicInstant) {
        switch kind {
        case .paperOut, .paperNearEnd: apply("paper", "ok", at: now)
        case .coverOpen: apply("cover", "closed", at: now)
        case .cutterJam: apply("cutter", "ok", at: now)
        case .offline: setOffline(false, at: now)
        case .wrongAddress: readdress(plan.address)
        case .silent, .late, .slow, .truncated, .crc, .exception, .noise, .echo, .babble: break
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

    private mutating func readdress(_ address: Int) {
        guard case .display(var display) = unit else { return }
        display.address = address
        unit = .display(display)
    }

    private mutating func say(_ bytes: [UInt8], at now: MonotonicInstant) {
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
