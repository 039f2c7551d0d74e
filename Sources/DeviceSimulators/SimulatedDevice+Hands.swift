import HallModel

/// What hands do to a device.
extension SimulatedDevice {
    /// Presses a key.
    public mutating func press(_ key: String, at now: MonotonicInstant) throws(SimulatorError) {
        switch unit {
        case .printer(var printer):
            let said = try printer.press(key, device: plan.id, at: now)
            unit = .printer(printer)
            say(said, at: now)
        case .contacts(var panel):
            try panel.press(key, device: plan.id, at: now)
            unit = .contacts(panel)
        case .display, .modbus, .onbon, .megatec, .nut, .voice:
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
        guard point == "power" else { return try setOwn(point, to: value, at: now) }
        switch value {
        case "on": setPower(true)
        case "off": setPower(false)
        case "cycle":
            setPower(false)
            setPower(true)
        default: throw .badValue(value, point: point, allowed: "on, off, cycle")
        }
    }

    private mutating func setOwn(_ point: String, to value: String, at now: MonotonicInstant) throws(SimulatorError) {
        switch unit {
        case .modbus(var slave):
            try slave.set(point, to: value, device: plan.id)
            unit = .modbus(slave)
        case .megatec(var ups):
            try ups.set(point, to: value, device: plan.id, at: now)
            unit = .megatec(ups)
        case .nut(var ups):
            try ups.set(point, to: value, device: plan.id)
            unit = .nut(ups)
        case .contacts(var panel):
            let changed = try panel.set(point, to: value, device: plan.id)
            unit = .contacts(panel)
            tell(changed)
        case .printer, .display, .keys, .onbon, .voice: throw .noSuchPoint(point, device: plan.id, known: ["power"])
        }
    }

    mutating func setPower(_ on: Bool) {
        switch unit {
        case .printer: break
        case .display(var display):
            display.setPower(on: on)
            unit = .display(display)
        case .keys(var keys):
            keys.setPower(on: on)
            unit = .keys(keys)
        case .modbus(var slave):
            slave.setPower(on: on)
            unit = .modbus(slave)
        case .onbon(var card):
            card.setPower(on: on)
            unit = .onbon(card)
        case .megatec(var ups):
            ups.setPower(on: on)
            unit = .megatec(ups)
        case .nut(var ups):
            ups.setPower(on: on)
            unit = .nut(ups)
        case .contacts(var panel):
            let changed = panel.setPower(on: on)
            unit = .contacts(panel)
            tell(changed)
        case .voice(var voice):
            voice.setPower(on: on)
            unit = .voice(voice)
        }
    }
}
