import DeviceProtocols
import HallModel

/// Keeps a display with an Onbon BX card at what it should show.
///
/// ```
/// closed ──opened──▶ sent ──ACK──▶ online, sent again at each change and every `assertEverySeconds`
///                     │ └──NACK──▶ online(wrongModel): it is there and refuses, so size or series are wrong
///                     └──2 s: nothing──▶ sent once more, then every 5 s; from the third on offline(noAnswer)
/// ```
///
/// Only the dynamic area in the card's RAM is written, never its flash. The card answers without saying to what: while
/// an answer is due, a change waits for it.
///
/// What does not fit is shown page by page, a page for `pageTime`. A change of the first page (a new call) shows that at
/// once; any other waits for its turn.
public struct OnbonDisplayDriver: Sendable {
    /// How long an answer may take.
    public static let answerTime = Duration.seconds(2)
    /// From one unanswered pair of frames to the next attempt.
    public static let retryInterval = Duration.seconds(5)
    /// Unanswered frames after which the display is off line.
    public static let silenceLimit = 3
    /// How long a page stays.
    public static let pageTime = Duration.seconds(5)

    private let settings: OnbonSettings
    private let card: UInt16
    private let layout: OnbonLayout
    private var parser = OnbonParser()
    private var level = PresenceLevel()
    private var isOpen = false
    private var wish: DesiredState?
    /// The wish, page by page, and the one to be shown now.
    private var pages: [[UInt8]] = []
    private var page = 0
    /// What was sent last.
    private var shown: [UInt8]?
    private var deadline: MonotonicInstant?
    private var assertAt: MonotonicInstant?
    /// When the next page is due; nil where one is enough. Its time goes on while what is on it changes.
    private var turnAt: MonotonicInstant?
    private var silences = 0
    /// What became of the frames.
    var exchanges = ExchangeMeter()

    /// A card at an address of its bus; 0 is the only one.
    public init(settings: OnbonSettings, address: Int, text: ChineseEncoder) {
        self.settings = settings
        card = address == 0 ? OnbonBX.everybody : UInt16(clamping: address)
        layout = OnbonLayout(settings: settings, text: text)
    }

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? { deadline ?? assertAt }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch event {
        case .opened:
            isOpen = true
            parser = OnbonParser()
            silences = 0
            if turnAt != nil { turnAt = now + Self.pageTime }
            return send(at: now)
        case .closed(let error):
            isOpen = false
            deadline = nil
            assertAt = nil
            return level.become(.offline, error.detail)
        case .received(let bytes):
            return isOpen ? receive(bytes, at: now) : []
        case .wish(let state):
            guard layout.canShow(state), state != wish else { return [] }
            wish = state
            let former = pages.first
            pages = layout.pages(of: state)
            if pages.first != former || page >= pages.count { page = 0 }
            if page == 0, pages.first != former || turnAt == nil { turnAt = now + Self.pageTime }
            if pages.count < 2 { turnAt = nil }
            if let turnAt { assertAt = assertAt.map { min($0, turnAt) } }
            return deadline == nil && shown != due ? send(at: now) : []
        case .timeReached:
            return timeReached(at: now)
        case .presentLevels:
            return [level.report]
        case .print(let job):
            return [.report(.print(job.id, .failed))]
        case .speak(let job):
            return [.report(.spoken(job.id, .failed))]
        case .withdraw, .drained, .moving:
            return []
        }
    }

    /// The page to be shown now.
    private var due: [UInt8]? { pages.indices.contains(page) ? pages[page] : nil }

    private mutating func send(at now: MonotonicInstant) -> [DriverAction] {
        assertAt = nil
        guard isOpen, let text = due else { return [] }
        shown = text
        deadline = now + Self.answerTime
        let area = OnbonBX.Area(width: settings.width, height: settings.height, text: text)
        return [.write(OnbonBX.frame(area, to: card, series: settings.series))]
    }

    private mutating func timeReached(at now: MonotonicInstant) -> [DriverAction] {
        if let deadline, deadline <= now {
            self.deadline = nil
            silences += 1
            exchanges.failure()
            let unfinished = parser.abandon()
            let noise: [DriverAction] = unfinished > 0 ? [.report(.noise(count: unfinished))] : []
            let report = silences >= Self.silenceLimit ? level.become(.offline, .noAnswer) : []
            if silences == 1 || shown != due { return noise + report + send(at: now) }
            assertAt = now + Self.retryInterval
            return noise + report
        }
        guard let assertAt, assertAt <= now else { return [] }
        if silences == 0, let turnAt, turnAt <= now {
            page = (page + 1) % pages.count
            self.turnAt = now + Self.pageTime
        }
        return send(at: now)
    }

    private mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> [DriverAction] {
        var actions: [DriverAction] = []
        var noise = 0
        for message in parser.parse(bytes) {
            switch message {
            case .acknowledged: actions += answered(level.become(.online, .none), at: now)
            case .refused:
                if deadline != nil { exchanges.failure() }
                actions += answered(level.become(.online, .wrongModel), at: now)
            case .noise(let count): noise += count
            }
        }
        return actions + (noise > 0 ? [.report(.noise(count: noise))] : [])
    }

    /// The card is alive; what changed meanwhile goes out.
    private mutating func answered(_ report: [DriverAction], at now: MonotonicInstant) -> [DriverAction] {
        silences = 0
        exchanges.answer()
        guard deadline != nil || shown != due else { return report }
        deadline = nil
        if shown != due { return report + send(at: now) }
        let stay = Duration.seconds(min(max(settings.assertEverySeconds, 5), 3600))
        assertAt = now + stay
        if let turnAt { assertAt = min(now + stay, turnAt) }
        return report
    }
}
