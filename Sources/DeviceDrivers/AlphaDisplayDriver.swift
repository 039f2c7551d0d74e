import DeviceProtocols
import HallModel

/// Keeps an Alpha display at what its window should show.
///
/// ```
/// closed ──opened──▶ open, unknown(oneWay) ──closed──▶ closed, offline(reason)
///                      │  frame: at once, at each change, and every `assertEverySeconds`
/// ```
///
/// Such a display never answers: nobody can know whether it shows anything, so everything is said again and again. The
/// text goes to file A, which the display shows by itself: no call can outlive its change as a priority text would.
public struct AlphaDisplayDriver: Sendable {
    private let settings: AlphaDisplaySettings
    private let address: Int
    private var isOpen = false
    private var wish: DesiredState?
    private var assertAt: MonotonicInstant?
    private var level = PresenceLevel()

    /// A display at an address of its bus; 0 is all displays there.
    public init(settings: AlphaDisplaySettings, address: Int) {
        self.settings = settings
        self.address = address
    }

    /// When the content is due again.
    public var nextWake: MonotonicInstant? { assertAt }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch event {
        case .opened:
            isOpen = true
            return level.become(.unknown, .oneWay) + show(at: now)
        case .closed(let error):
            isOpen = false
            assertAt = nil
            return level.become(.offline, error.detail)
        case .wish(.window), .wish(.board), .wish(.plate):
            guard case .wish(let state) = event, state != wish else { return [] }
            wish = state
            return show(at: now)
        case .timeReached:
            guard let assertAt, assertAt <= now else { return [] }
            return show(at: now)
        case .received(let bytes):
            return bytes.isEmpty ? [] : [.report(.noise(count: bytes.count))]
        case .presentLevels:
            return [level.report]
        case .print(let job):
            return [.report(.print(job.id, .failed))]
        case .speak(let job):
            return [.report(.spoken(job.id, .failed))]
        case .wish(.kiosk), .wish(.signals), .withdraw, .drained, .moving:
            return []
        }
    }

    private mutating func show(at now: MonotonicInstant) -> [DriverAction] {
        guard isOpen, let wish, let frame = Self.frame(wish, address: address, checksum: settings.checksum)
        else { return [] }
        assertAt = now + .seconds(min(max(settings.assertEverySeconds, 5), 3600))
        return [.frame(frame)]
    }

    /// The frame that shows a state; nil for one that it cannot show.
    static func frame(_ state: DesiredState, address: Int, checksum: Bool) -> [UInt8]? {
        let content: (mode: AlphaSign.Mode, text: String)
        switch state {
        case .window(let display): content = Self.content(display)
        case .board(let board): content = Self.content(board)
        case .plate(let plate): content = Self.content(plate)
        case .kiosk, .signals: return nil
        }
        return AlphaSign.frame(
            AlphaSign.text(file: AlphaSign.mainFile, mode: content.mode, content.text), address: address,
            checksum: checksum)
    }

    /// What is shown: the only table of it. ASCII, since the display's font has no Chinese; a name that is not is left out.
    private static func content(_ display: WindowDisplay) -> (AlphaSign.Mode, String) {
        switch display.activity {
        case .idle: (.hold, "WINDOW \(display.window)")
        case .calling(let number, _): (.flash, "\(number) -> \(display.window)\(ascii(display.title))")
        case .serving(let number): (.hold, "\(number)\(ascii(display.title))")
        case .paused: (.hold, "PAUSED\(display.whereabouts.map { " \($0.bilingual.en)" } ?? "")")
        case .closed: (.hold, "CLOSED")
        case .hallClosed(.lowBattery): (.hold, "POWER FAILURE")
        case .hallClosed(.fire): (.flash, "FIRE: LEAVE NOW")
        }
    }

    /// The same for the whole hall. What is longer than the display travels through it.
    private static func content(_ board: HallBoard) -> (AlphaSign.Mode, String) {
        switch board.closure {
        case .lowBattery: return (.hold, "POWER FAILURE")
        case .fire: return (.flash, "FIRE: LEAVE NOW")
        case nil: break
        }
        if board.isPaused { return (.hold, "PAUSED") }
        let waiting = "WAITING \(board.waiting)"
        // A number that is cut off is another number: what does not fit whole is left out.
        var text = ""
        func takes(_ part: String) -> Bool { text.utf8.count + part.utf8.count <= AlphaSign.textLimit }
        for line in board.lines {
            let call = "\(line.number) -> \(line.window)   "
            if takes(call + waiting) { text += call }
        }
        text += waiting
        for (place, number) in board.passed.enumerated() {
            let part = (place == 0 ? "   PASSED " : " ") + number.text
            guard takes(part) else { break }
            text += part
        }
        return (text == waiting ? .hold : .rotate, text)
    }

    /// Who works there, where the name and the rest are ASCII.
    private static func content(_ plate: Plate) -> (AlphaSign.Mode, String) {
        switch plate.status {
        case .hallClosed(.lowBattery): return (.hold, "POWER FAILURE")
        case .hallClosed(.fire): return (.flash, "FIRE: LEAVE NOW")
        case .paused(let place): return (.hold, "PAUSED\(place.map { " \($0.bilingual.en)" } ?? "")")
        case .onDuty, .closed, .unstaffed: break
        }
        let status =
            switch plate.status {
            case .closed: " CLOSED"
            case .unstaffed: " NOT STAFFED"
            case .onDuty, .paused, .hallClosed: ""
            }
        let text = plate.lines.map { $0.field == .status ? status : ascii($0.text) }.joined()
        return (.rotate, String(text.drop { $0 == " " }))
    }

    private static func ascii(_ name: String) -> String {
        name.isEmpty || name.unicodeScalars.contains { !$0.isASCII } ? "" : " \(name)"
    }
}
