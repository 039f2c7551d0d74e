import DeviceDrivers
import DeviceSimulators
import HallModel

/// What acts on the simulated devices from outside: weather, a room, visitors' breath. Asked each virtual minute.
public protocol HallSurroundings: Sendable {
    /// A minute has passed, or this is the first; gives the points to be set, as hands would.
    mutating func minutePassed(
        at now: HallInstant, devices: [SimulatedDevice]
    ) -> [(device: DeviceID, point: String, value: String)]
}

extension BusPlan {
    /// A line without connections: opening it begins nothing at the other end.
    var isTerminal: Bool { if case .serial = wire { true } else { false } }
}

/// A GPIO chip's text, as `GPIOChipSimulator` writes it.
enum ChipText {
    /// What a whole line of the chip means; nil for refusals and nonsense.
    static func event(_ line: some Collection<UInt8>, at now: MonotonicInstant) -> BusEvent? {
        let words = String(decoding: line, as: UTF8.self).split(separator: " ")
        switch words.first {
        case "levels":
            let levels = words.dropFirst().compactMap { word -> GPIOLevel? in
                let parts = word.split(separator: "=")
                guard parts.count == 2, let offset = Int(parts[0]) else { return nil }
                return GPIOLevel(offset: offset, isHigh: parts[1] == "1")
            }
            return .linesRead(levels)
        case "edge":
            guard words.count == 3, let offset = Int(words[1]) else { return nil }
            return .lineChanged(GPIOLevel(offset: offset, isHigh: words[2] == "1"), at: now)
        default: return nil
        }
    }
}
