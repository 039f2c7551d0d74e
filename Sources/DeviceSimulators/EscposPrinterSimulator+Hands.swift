import HallModel

/// What people do to the printer, and what it shows them.
extension EscposPrinterSimulator {
    /// The points that `set` knows.
    public static let points = ["paper", "cover", "cutter", "power", "mode", "roll", "speed"]
    /// The feed button.
    public static let keys = ["feed"]

    /// Sets a point: `paper ok|near-end|out`, `cover open|closed`, `cutter ok|jammed|freed`, `power on|off|cycle`,
    /// `mode silent|answering`, `roll` in mm, `speed` in lines a second. Gives what the printer says to it.
    ///
    /// `cutter freed` leaves the error standing until DLE ENQ, the cover or the switch ends it; `cutter ok` is a technician
    /// who frees the blade and closes the cover again.
    public mutating func set(
        _ point: String, to value: String, device: DeviceID, at now: MonotonicInstant
    ) throws(SimulatorError) -> [UInt8] {
        switch (point, value) {
        case ("paper", "ok"): load(EscposPrinterSimulator.freshRollMillimetres)
        case ("paper", "near-end"): load(EscposPrinterSimulator.nearEndMillimetres)
        case ("paper", "out"): load(0)
        case ("cover", "open"): sensors.coverOpen = true
        case ("cover", "closed"):
            sensors.coverOpen = false
            if !cutterHeld { sensors.cutterJammed = false }
        case ("cutter", "ok"): (cutterHeld, sensors.cutterJammed) = (false, false)
        case ("cutter", "jammed"): (cutterHeld, sensors.cutterJammed) = (true, true)
        case ("cutter", "freed"): cutterHeld = false
        case ("power", "on"): switchOn()
        case ("power", "off"): switchOff()
        case ("power", "cycle"):
            switchOff()
            switchOn()
        case ("mode", "silent"): isSilent = true
        case ("mode", "answering"): isSilent = false
        case ("roll", _):
            guard let millimetres = Int(value), (0...1_000_000).contains(millimetres) else {
                throw .badValue(value, point: point, allowed: "0…1000000 mm")
            }
            load(millimetres)
        case ("speed", _):
            guard let lines = Int(value), (1...1000).contains(lines) else {
                throw .badValue(value, point: point, allowed: "1…1000 lines/s")
            }
            linesPerSecond = lines
        default:
            throw EscposPrinterSimulator.refusal(point, value, device: device)
        }
        return settle(at: now)
    }

    /// Presses the feed button: one line, when nothing else is going on.
    public mutating func press(
        _ key: String, device: DeviceID, at now: MonotonicInstant
    ) throws(SimulatorError) -> [UInt8] {
        guard key == "feed" else { throw .noSuchKey(key, device: device, known: EscposPrinterSimulator.keys) }
        if isOnline, queueIsEmpty, line.isEmpty {
            paper.advance(PrintedPaper.lineDots)
            move(PrintedPaper.lineDots, at: now)
        }
        return settle(at: now)
    }

    /// Off line for a cause that no status bit names, or no longer.
    public mutating func setOffline(_ offline: Bool, at now: MonotonicInstant) -> [UInt8] {
        sensors.otherCause = offline
        return settle(at: now)
    }

    /// A roll is put in, or what is left of it is known better. On an empty printer what hangs out is torn off first.
    private mutating func load(_ millimetres: Int) {
        if rollDots == 0, millimetres > 0 { paper.tear() }
        rollDots = millimetres * PrintedPaper.dotsPerMillimetre
        readPaper()
    }

    /// Everything volatile is gone: buffers, modes, automatic status, recoverable errors. The paper stays where it is.
    mutating func switchOff() {
        isOn = false
        forgetBuffers()
        initialise()
        recentBytes = []
        qrSettings = PrinterQR()
        storedImage = nil
        busyUntil = nil
        sensors.unrecoverable = false
        stopped = false
    }

    private mutating func switchOn() {
        guard !isOn else { return }
        isOn = true
        sensors.cutterJammed = cutterHeld
        // Power-up: the sender may go on.
        if flow == .xonxoff, !sensors.offline { say([0x11]) }
    }

    private static func refusal(_ point: String, _ value: String, device: DeviceID) -> SimulatorError {
        switch point {
        case "paper": .badValue(value, point: point, allowed: "ok, near-end, out")
        case "cover": .badValue(value, point: point, allowed: "open, closed")
        case "cutter": .badValue(value, point: point, allowed: "ok, jammed, freed")
        case "power": .badValue(value, point: point, allowed: "on, off, cycle")
        case "mode": .badValue(value, point: point, allowed: "silent, answering")
        default: .noSuchPoint(point, device: device, known: points)
        }
    }

    /// What can be seen of it, in a fixed order.
    public var state: [SimulatedState] {
        let paperState =
            switch sensors.paper {
            case .present: "ok"
            case .nearEnd: "near-end"
            case .out: "out"
            }
        return [
            SimulatedState("paper", paperState),
            SimulatedState("cover", sensors.coverOpen ? "open" : "closed"),
            SimulatedState("cutter", cutterHeld ? "jammed" : sensors.cutterJammed ? "freed" : "ok"),
            SimulatedState("power", isOn ? "on" : "off"),
            SimulatedState("online", isOnline ? "yes" : "no"),
            SimulatedState("mode", isSilent ? "silent" : "answering"),
            SimulatedState("roll", String(rollDots / PrintedPaper.dotsPerMillimetre)),
            SimulatedState("speed", String(linesPerSecond)),
            SimulatedState("buffered", String(buffered)),
            SimulatedState("pieces", String(paper.pieces)),
        ]
    }
}
