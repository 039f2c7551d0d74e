import HallModel

/// What a hand can do in a simulated hall.
public enum SimulatedAction: Sendable, Equatable {
    /// Presses a key.
    case press(DeviceID, key: String)
    /// Sets a point of a device.
    case set(DeviceID, point: String, value: String)
    /// Puts a fault in force.
    case fault(DeviceID, FaultOrder)
    /// Ends all faults of a device.
    case clear(DeviceID)
    /// Pulls a bus's plug.
    case unplug(BusID)
    /// Puts it back.
    case plug(BusID)
}

/// Actions with their times, one a line:
///
/// ```
/// # the roll ends while visitors wait
/// at 2s    press kiosk-keys 1
/// at 4s    set kiosk-printer paper out
/// at 1m    set main-ups status OB DISCHRG
/// at 1m30s fault kiosk-printer late for 20s probability 0.5
/// at 2m    unplug kiosk
/// at 3m    fault climate-5 exception on 3:100 code 2
/// at 4m    fault climate-6 late delay 200ms on write
/// ```
/// Times count from the start; lines may stand in any order. `#` begins a comment.
public struct Scenario: Sendable, Equatable {
    /// Lines of a scenario.
    public static let lineLimit = 10_000

    /// An action and when it comes.
    public struct Step: Sendable, Equatable {
        /// After the start.
        public var at: Duration
        /// What.
        public var action: SimulatedAction
    }

    /// In order of time; those of one time in the order of the file.
    public let steps: [Step]

    /// Reads a scenario's text.
    ///
    /// - Throws: `SimulatorError.badScenario` with the first line that cannot be read.
    public init(_ text: String) throws(SimulatorError) {
        var steps: [Step] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            guard number <= Scenario.lineLimit else {
                throw .badScenario(line: number, "more than \(Scenario.lineLimit) lines")
            }
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            guard !words.isEmpty else { continue }
            guard words.count >= 3, words[0] == "at", let time = Scenario.time(words[1]) else {
                throw .badScenario(line: number, String(line))
            }
            guard let action = Scenario.action(Array(words.dropFirst(2))) else {
                throw .badScenario(line: number, String(line))
            }
            steps.append(Step(at: time, action: action))
        }
        let order = steps.indices.sorted { (steps[$0].at, $0) < (steps[$1].at, $1) }
        self.steps = order.map { steps[$0] }
    }

    private static func action(_ words: [String]) -> SimulatedAction? {
        let subject = words[1]
        switch (words[0], words.count) {
        case ("press", 3): return .press(DeviceID(subject), key: words[2])
        case ("set", 4...):
            return .set(DeviceID(subject), point: words[2], value: words[3...].joined(separator: " "))
        case ("clear", 2): return .clear(DeviceID(subject))
        case ("unplug", 2): return .unplug(BusID(subject))
        case ("plug", 2): return .plug(BusID(subject))
        case ("fault", 3...): return fault(subject, Array(words.dropFirst(2)))
        default: return nil
        }
    }

    private static func fault(_ device: String, _ words: [String]) -> SimulatedAction? {
        guard words.count % 2 == 1, let kind = FaultKind(rawValue: words[0]) else { return nil }
        var order = FaultOrder(kind)
        for place in stride(from: 1, to: words.count, by: 2) {
            let value = words[place + 1]
            switch words[place] {
            case "for":
                guard let time = time(value) else { return nil }
                order.lasting = time
            case "probability":
                guard let number = Double(value) else { return nil }
                order.probability = number
            case "on":
                guard let target = FaultTarget(value) else { return nil }
                order.target = target
            case "delay":
                guard let time = time(value) else { return nil }
                order.delay = time
            case "code":
                guard let code = UInt8(value) else { return nil }
                order.code = code
            default: return nil
            }
        }
        return .fault(DeviceID(device), order)
    }

    /// `2s`, `1.5s`, `200ms`, `3m`, `1h`, `1m30s`; at most a week. Nil for anything else.
    public static func time(_ text: String) -> Duration? {
        var rest = Substring(text)
        var milliseconds = 0.0
        while !rest.isEmpty {
            let figure = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest.dropFirst(figure.count)
            let unit = rest.prefix { !("0"..."9").contains($0) && $0 != "." }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(String(figure)) else { return nil }
            switch unit {
            case "ms": milliseconds += number
            case "s": milliseconds += number * 1000
            case "m": milliseconds += number * 60_000
            case "h": milliseconds += number * 3_600_000
            default: return nil
            }
        }
        guard !text.isEmpty, milliseconds >= 0, milliseconds <= 604_800_000 else { return nil }
        return .milliseconds(Int64(milliseconds))
    }
}
