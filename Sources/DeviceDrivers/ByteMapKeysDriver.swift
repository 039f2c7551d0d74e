import DeviceProtocols
import HallModel

/// Hears the keys of a panel and keeps its lamp.
///
/// ```
/// closed ──opened──▶ open, unknown(oneWay) ──valid frame──▶ open, online ──closed──▶ closed, offline(reason)
///                      │  lamp: at once, at each change, and every 60 s
/// ```
///
/// A panel says nothing until somebody presses a key: its silence means nothing, so it stays online once heard.
/// A key that comes again before `debounceMilliseconds` have passed since it last came is the same press (a bouncing
/// contact, a held key). Unknown codes and a stream of presses no hand can make are noise.
public struct ByteMapKeysDriver: Sendable {
    /// Seconds after which the lamp's bytes are sent again.
    public static let assertEverySeconds = 60
    /// Presses of one panel that are believed within a second.
    public static let pressesPerSecond = 20
    /// A frame that pauses longer than this broke off.
    public static let messageGap = Duration.milliseconds(500)

    private let map: ByteMap
    private var parser: ByteMapParser
    private var isOpen = false
    private var wish: LampState?
    private var assertAt: MonotonicInstant?
    private var level = PresenceLevel()
    private var lastByteAt: MonotonicInstant?
    /// When each key of the map last came.
    private var lastSeen: [MonotonicInstant?]
    private var secondBegan: MonotonicInstant?
    private var pressesThisSecond = 0

    /// A panel as its profile describes it.
    public init(map: ByteMap) {
        self.map = map
        self.parser = ByteMapParser(frame: map.frame)
        self.lastSeen = Array(repeating: nil, count: map.keys.count)
    }

    /// When the lamp is due again.
    public var nextWake: MonotonicInstant? { assertAt }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch event {
        case .opened:
            isOpen = true
            parser = ByteMapParser(frame: map.frame)
            lastSeen = Array(repeating: nil, count: map.keys.count)
            return level.become(.unknown, .oneWay) + light(at: now)
        case .closed(let error):
            isOpen = false
            assertAt = nil
            return level.become(.offline, error.detail)
        case .received(let bytes):
            return isOpen ? receive(bytes, at: now) : []
        case .wish(.kiosk(let indicator)):
            guard indicator != wish else { return [] }
            wish = indicator
            return light(at: now)
        case .timeReached:
            guard let assertAt, assertAt <= now else { return [] }
            return light(at: now)
        case .presentLevels:
            return [level.report]
        case .print(let job):
            return [.report(.print(job.id, .failed))]
        case .speak(let job):
            return [.report(.spoken(job.id, .failed))]
        case .wish(.window), .wish(.board), .wish(.signals), .wish(.plate), .withdraw, .drained, .moving:
            return []
        }
    }

    private mutating func light(at now: MonotonicInstant) -> [DriverAction] {
        guard isOpen, let wish, !map.lamps.isEmpty else { return [] }
        assertAt = now + .seconds(Self.assertEverySeconds)
        guard let lamp = map.lamps.first(where: { $0.state == wish }), !lamp.bytes.isEmpty else { return [] }
        return [.write(lamp.bytes)]
    }

    private mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> [DriverAction] {
        guard !bytes.isEmpty else { return [] }
        var actions: [DriverAction] = []
        var noise = 0
        if let lastByteAt, now - lastByteAt > Self.messageGap { noise += parser.abandon() }
        lastByteAt = now
        for message in parser.parse(bytes) {
            switch message {
            case .noise(let count):
                noise += count
            case .key(let code):
                guard let index = map.keys.firstIndex(where: { $0.code == code }) else {
                    noise += 1
                    continue
                }
                actions += level.become(.online, .none)
                if isNewPress(index, at: now) {
                    if isBelievable(at: now) {
                        actions.append(.report(.key(map.keys[index].name)))
                    } else {
                        noise += 1
                    }
                }
            }
        }
        if noise > 0 { actions.append(.report(.noise(count: noise))) }
        return actions
    }

    private mutating func isNewPress(_ index: Int, at now: MonotonicInstant) -> Bool {
        defer { lastSeen[index] = now }
        guard let last = lastSeen[index] else { return true }
        return now - last >= .milliseconds(map.debounceMilliseconds)
    }

    private mutating func isBelievable(at now: MonotonicInstant) -> Bool {
        if let began = secondBegan, now - began < .seconds(1) {
            pressesThisSecond += 1
        } else {
            secondBegan = now
            pressesThisSecond = 1
        }
        return pressesThisSecond <= Self.pressesPerSecond
    }
}
