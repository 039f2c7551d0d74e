import DeviceProtocols
import HallModel

/// The words of `alpha-display`.
struct AlphaWords {
    private static let known =
        "idle at W, calling N at W, serving N at W, paused at W, closed at W, text F hold|flash|rotate|plain TEXT, "
        + "string F TEXT, clear memory, soft reset, beep"

    var settings: AlphaDisplaySettings

    func bytes(of meaning: String) throws(ProfileExampleProblem) -> [UInt8] {
        let words = Substring(meaning)
        if let display = display(words),
            let frame = AlphaDisplayDriver.frame(.window(display), address: 0, checksum: settings.checksum)
        {
            return frame
        }
        guard let command = command(words) else { throw ProfileExampleProblem.unknown(meaning, known: Self.known) }
        return AlphaSign.frame(command, address: 0, checksum: settings.checksum)
    }

    private func display(_ words: Substring) -> WindowDisplay? {
        let fields = words.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count >= 3, fields[fields.count - 2] == "at", let window = fields.last, !window.isEmpty else {
            return nil
        }
        let activity: WindowDisplay.Activity? =
            switch (fields[0], fields.count) {
            case ("idle", 3): .idle
            case ("paused", 3): .paused
            case ("closed", 3): .closed
            case ("calling", 4): .calling(TicketNumber(String(fields[1])), times: 1)
            case ("serving", 4): .serving(TicketNumber(String(fields[1])))
            default: nil
            }
        return activity.map { WindowDisplay(window: WindowID(String(window)), title: "", activity: $0) }
    }

    private func command(_ words: Substring) -> [UInt8]? {
        switch words {
        case "clear memory": return AlphaSign.clearMemory
        case "soft reset": return AlphaSign.softReset
        case "beep": return AlphaSign.beep
        default: break
        }
        let fields = words.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count >= 3, fields[1].utf8.count == 1, let file = fields[1].utf8.first else { return nil }
        if fields[0] == "string" {
            return AlphaSign.string(file: file, fields.dropFirst(2).joined(separator: " "))
        }
        guard fields[0] == "text", fields.count == 4 else { return nil }
        let text = String(fields[3])
        switch fields[2] {
        case "plain": return AlphaSign.text(file: file, mode: nil, text)
        case "hold": return AlphaSign.text(file: file, mode: .hold, text)
        case "flash": return AlphaSign.text(file: file, mode: .flash, text)
        case "rotate": return AlphaSign.text(file: file, mode: .rotate, text)
        default: return nil
        }
    }
}
