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
    private var wish: WindowDisplay?
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
        case .wish(.window(let display)):
            guard display != wish else { return [] }
            wish = display
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
        case .wish(.kiosk), .wish(.board), .wish(.signals), .withdraw, .drained, .moving:
            return []
        }
    }

    private mutating func show(at now: MonotonicInstant) -> [DriverAction] {
        guard isOpen, let wish else { return [] }
        assertAt = now + .seconds(min(max(settings.assertEverySeconds, 5), 3600))
        return [.frame(Self.frame(wish, address: address, checksum: settings.checksum))]
    }

    /// The frame that shows a window's state.
    static func frame(_ display: WindowDisplay, address: Int, checksum: Bool) -> [UInt8] {
        let (mode, text) = content(display)
        return AlphaSign.frame(
            AlphaSign.text(file: AlphaSign.mainFile, mode: mode, text), address: address, checksum: checksum)
    }

    /// What is shown: the only table of it. ASCII, since the display's font has no Chinese.
    private static func content(_ display: WindowDisplay) -> (AlphaSign.Mode, String) {
        switch display.activity {
        case .idle: (.hold, "WINDOW \(display.window)")
        case .calling(let number, _): (.flash, "\(number) -> \(display.window)")
        case .serving(let number): (.hold, number.text)
        case .paused: (.hold, "PAUSED")
        case .closed: (.hold, "CLOSED")
        case .hallClosed(.lowBattery): (.hold, "POWER FAILURE")
        case .hallClosed(.fire): (.flash, "FIRE: LEAVE NOW")
        }
    }
}
