import HallModel

/// A UPS that speaks Megatec's Q1 on a serial line, with a battery that empties under load.
///
/// ```
///  Q1 CR ─▶  (MMM.M NNN.N PPP.P QQQ RR.R SS.S TT.T b7b6b5b4b3b2b1b0 CR
///             input fault output load Hz   batt °C  │ │ │ │ │ │ │ └ beeper
///                                                   │ │ │ │ │ │ └ shutdown active
///            on battery ────────────────────────────┘ │ │ │ │ └ test
///            battery low ─────────────────────────────┘ │ │ └ 1 standby, 0 online type
///            bypass ────────────────────────────────────┘ └ failed
/// ```
/// Commands end with CR; a command it does not know is given back as it came. Megatec protocol, revision 2 and later.
public struct MegatecUPSSimulator: Sendable {
    /// A command longer than this is forgotten.
    static let commandLimit = 32
    /// Microvolts of an empty, a charged and a low battery (24 V of lead).
    static let emptyVolts: Int64 = 20_800_000
    static let fullVolts: Int64 = 27_100_000
    static let lowVolts: Int64 = 23_000_000
    /// A full battery carries full load for ten minutes: microvolts in a millisecond and per cent of load, times 1000.
    static let dischargeRate: Int64 = (fullVolts - emptyVolts) / 60_000
    /// An empty battery is full after 105 minutes: microvolts in a millisecond.
    static let chargeRate: Int64 = 1

    /// Switched on at its own switch.
    public private(set) var isOn = true
    /// The mains are there.
    public private(set) var hasMains = true
    private var volts = MegatecUPSSimulator.fullVolts
    private var load: Int64 = 23
    private var celsius = Quantity(thousandths: 28_400)
    private var beeps = true
    private var isFailed = false
    private var bypasses = false
    private var testEndsAt: MonotonicInstant?
    private var testsToLow = false
    private var shutsDownAt: MonotonicInstant?
    private var restartsAfter: Duration?
    private var restartsAt: MonotonicInstant?
    private var outputIsOff = false
    private var settledAt: MonotonicInstant?
    private var command: [UInt8] = []
    private var isTooLong = false

    /// A UPS with a full battery, on mains, with a fifth of its load.
    public init() {}

    private var onBattery: Bool { !hasMains || testEndsAt != nil || testsToLow }
    private var isLow: Bool { volts <= MegatecUPSSimulator.lowVolts }
    /// On battery with nothing left: it says nothing and carries nothing.
    private var isEmpty: Bool { !hasMains && volts <= MegatecUPSSimulator.emptyVolts }

    /// When it does something by itself.
    public var nextWake: MonotonicInstant? { [testEndsAt, shutsDownAt, restartsAt].compactMap { $0 }.min() }

    /// Goes on to this moment.
    public mutating func timeReached(at now: MonotonicInstant) {
        settle(at: now)
        if let end = testEndsAt, end <= now { testEndsAt = nil }
        if testsToLow, volts <= MegatecUPSSimulator.lowVolts { testsToLow = false }
        if let moment = shutsDownAt, moment <= now {
            shutsDownAt = nil
            outputIsOff = true
            restartsAt = restartsAfter.map { moment + $0 }
        }
        if let moment = restartsAt, moment <= now, hasMains {
            restartsAt = nil
            outputIsOff = false
        } else if let moment = restartsAt, moment <= now {
            restartsAt = now + .seconds(1)
        }
    }

    /// The battery empties or fills since it was last looked at.
    private mutating func settle(at now: MonotonicInstant) {
        let elapsed = settledAt.map { max(0, ($0.nanoseconds < now.nanoseconds ? now - $0 : .zero).wholeNanoseconds) }
        let milliseconds = min((elapsed ?? 0) / 1_000_000, 604_800_000)
        guard milliseconds > 0 || settledAt == nil else { return }
        settledAt = settledAt.map { $0 + .milliseconds(milliseconds) } ?? now
        if onBattery {
            // Its own electronics take as much as one per cent of load.
            let drawn = outputIsOff ? 1 : max(1, load)
            volts = max(
                MegatecUPSSimulator.emptyVolts, volts - milliseconds * drawn * MegatecUPSSimulator.dischargeRate / 1000)
        } else {
            volts = min(MegatecUPSSimulator.fullVolts, volts + milliseconds * MegatecUPSSimulator.chargeRate)
        }
    }

    /// Bytes from the line; gives its answers.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: MonotonicInstant) -> [[UInt8]] {
        timeReached(at: now)
        guard isOn, !isEmpty else { return [] }
        var answers: [[UInt8]] = []
        for byte in bytes {
            if byte == 0x0D {
                let answer = isTooLong ? [] : obey(command, at: now)
                if !answer.isEmpty { answers.append(answer + [0x0D]) }
                command = []
                isTooLong = false
            } else if byte != 0x0A {
                if command.count < MegatecUPSSimulator.commandLimit { command.append(byte) } else { isTooLong = true }
            }
        }
        return answers
    }

    /// Switches it.
    public mutating func setPower(on: Bool) {
        isOn = on
        command = []
    }

    private mutating func obey(_ command: [UInt8], at now: MonotonicInstant) -> [UInt8] {
        let text = String(decoding: command, as: UTF8.self)
        switch text {
        case "Q1": return Array(status.utf8)
        case "I": return Array("#HALLSIM         SIM-1000   V1.0      ".utf8)
        case "F": return Array("#230.0 004 24.00 50.0".utf8)
        case "T": testEndsAt = now + .seconds(10)
        case "TL": testsToLow = true
        case "CT":
            testEndsAt = nil
            testsToLow = false
        case "Q": beeps.toggle()
        case "C":
            shutsDownAt = nil
            restartsAt = nil
            outputIsOff = false
        default:
            if let minutes = MegatecUPSSimulator.whole(text.dropFirst()), text.hasPrefix("T"),
                (1...99).contains(minutes)
            {
                testEndsAt = now + .seconds(60 * minutes)
            } else if text.hasPrefix("S"), let order = MegatecUPSSimulator.shutdown(text.dropFirst()) {
                shutsDownAt = now + order.after
                restartsAfter = order.back
            } else {
                return command
            }
        }
        return []
    }

    /// `.2`…`.9` or `01`…`10` minutes, then `R0001`…`R9999` for a restart.
    static func shutdown(_ text: Substring) -> (after: Duration, back: Duration?)? {
        let parts = text.split(separator: "R", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first else { return nil }
        var back: Duration?
        if parts.count == 2 {
            guard parts[1].utf8.count == 4, let minutes = whole(parts[1]) else { return nil }
            back = .seconds(60 * minutes)
        }
        if first.hasPrefix("."), let tenths = whole(first.dropFirst()), (2...9).contains(tenths) {
            return (.seconds(6 * tenths), back)
        }
        guard first.utf8.count == 2, let minutes = whole(first), (1...10).contains(minutes) else { return nil }
        return (.seconds(60 * minutes), back)
    }

    private static func whole(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    // MARK: What is seen

    private var status: String {
        let bits = [
            !hasMains, isLow, bypasses, isFailed, false, testEndsAt != nil || testsToLow, shutsDownAt != nil, beeps,
        ]
        let input = hasMains ? "229.8 229.8" : "000.0 000.0"
        let output = outputIsOff ? "000.0" : "230.1"
        return "(\(input) \(output) \(padded(Int(load), 3)) 50.0 \(battery) \(celsius.text(decimals: 1)) "
            + bits.map { $0 ? "1" : "0" }.joined()
    }

    private var battery: String { Quantity(thousandths: volts / 1000).text(decimals: 1) }

    private func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// The points of `set`, and what else can be seen.
    public var state: [SimulatedState] {
        [
            SimulatedState("power", isOn ? "on" : "off"), SimulatedState("mains", hasMains ? "on" : "off"),
            SimulatedState("battery", battery), SimulatedState("load", String(load)),
            SimulatedState("temperature", celsius.shortest), SimulatedState("bypass", bypasses ? "on" : "off"),
            SimulatedState("failure", isFailed ? "on" : "off"), SimulatedState("beeper", beeps ? "on" : "off"),
            SimulatedState("output", isEmpty || outputIsOff ? "off" : "on"), SimulatedState("answer", status),
        ]
    }

    /// Sets a point: `mains on|off`, `battery VOLTS`, `load PERCENT`, `temperature CELSIUS`, `bypass`, `failure` and
    /// `beeper on|off`.
    mutating func set(
        _ point: String, to value: String, device: DeviceID, at now: MonotonicInstant
    ) throws(SimulatorError) {
        timeReached(at: now)
        switch point {
        case "mains": hasMains = try flag(value, point)
        case "bypass": bypasses = try flag(value, point)
        case "failure": isFailed = try flag(value, point)
        case "beeper": beeps = try flag(value, point)
        case "battery": volts = try number(value, point, 0...60).thousandths * 1000
        case "load": load = try number(value, point, 0...200).thousandths / 1000
        case "temperature": celsius = try number(value, point, 0...99)
        default:
            throw .noSuchPoint(
                point, device: device,
                known: ["power", "mains", "battery", "load", "temperature", "bypass", "failure", "beeper"])
        }
    }

    private func flag(_ value: String, _ point: String) throws(SimulatorError) -> Bool {
        guard ["on", "off"].contains(value) else { throw .badValue(value, point: point, allowed: "on, off") }
        return value == "on"
    }

    private func number(
        _ value: String, _ point: String, _ range: ClosedRange<Int>
    ) throws(SimulatorError) -> Quantity {
        guard let quantity = Quantity(parsing: value), Quantity(range.lowerBound) <= quantity,
            quantity <= Quantity(range.upperBound)
        else { throw .badValue(value, point: point, allowed: "\(range.lowerBound) … \(range.upperBound)") }
        return quantity
    }
}
