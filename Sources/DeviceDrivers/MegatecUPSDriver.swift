import DeviceProtocols
import HallModel

/// Reads a UPS that speaks Megatec's Q1.
///
/// ```
/// closed ──opened──▶ asked ──answer────────────────▶ online, asked again every `pollSeconds`
///                      └──1.5 s: nothing, three times──▶ offline(noAnswer)
///                               garbage or echo, so often──▶ offline(wrongModel)
/// ```
///
/// An answer outside these 1.5 s is noise. An echo alone says that Q1 is not understood; an echo and an answer come
/// from an adapter that hears itself.
public struct MegatecUPSDriver: Sendable {
    /// How long an answer may take: 48 bytes at 2400 bit/s take 0.2 s.
    public static let answerTime = Duration.milliseconds(1500)
    /// Polls without an answer after which the UPS is off line.
    public static let silenceLimit = 3

    private let settings: MegatecSettings
    private var parser = MegatecParser()
    private var points: PolledPoints
    private var level = PresenceLevel()
    private var isOpen = false
    private var pollAt: MonotonicInstant?
    private var deadline: MonotonicInstant?
    /// What was heard of the present question besides an answer: why it is missed.
    private var heard = MissingReason.timeout
    private var silences = 0
    /// What became of the questions.
    var exchanges = ExchangeMeter()

    /// A UPS alone on its line.
    public init(settings: MegatecSettings) {
        self.settings = settings
        points = PolledPoints(settings.points)
    }

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? { earliest(pollAt, deadline) }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch event {
        case .opened:
            isOpen = true
            silences = 0
            return ask(at: now)
        case .closed(let error):
            let wasOpen = isOpen
            isOpen = false
            deadline = nil
            pollAt = wasOpen || pollAt == nil ? now + period : pollAt
            return level.become(.offline, error.detail) + (wasOpen ? points.miss(.portLost) : [])
        case .received(let bytes):
            return isOpen ? receive(bytes, at: now) : []
        case .timeReached:
            return timeReached(at: now)
        case .presentLevels:
            return [level.report] + points.reports
        case .print(let job):
            return [.report(.print(job.id, .failed))]
        case .speak(let job):
            return [.report(.spoken(job.id, .failed))]
        case .wish, .withdraw, .drained, .moving:
            return []
        }
    }

    private var period: Duration { .seconds(min(max(settings.pollSeconds, 1), 60)) }

    private mutating func ask(at now: MonotonicInstant) -> [DriverAction] {
        let unfinished = parser.abandon()
        pollAt = now + max(period, Self.answerTime)
        deadline = now + Self.answerTime
        heard = .timeout
        return (unfinished > 0 ? [.report(.noise(count: unfinished))] : []) + [.write(MegatecQ1.question)]
    }

    private mutating func timeReached(at now: MonotonicInstant) -> [DriverAction] {
        var actions: [DriverAction] = []
        if let deadline, deadline <= now {
            self.deadline = nil
            silences += 1
            exchanges.failure()
            // Half a line is what is left of a damaged answer.
            if parser.isInsideMessage, heard == .timeout { heard = .crc }
            actions += points.miss(heard)
            if silences >= Self.silenceLimit {
                actions += level.become(.offline, heard == .timeout ? .noAnswer : .wrongModel)
            }
        }
        guard let pollAt, pollAt <= now else { return actions }
        if isOpen { return actions + ask(at: now) }
        self.pollAt = now + period
        return actions + points.miss(.portLost)
    }

    private mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> [DriverAction] {
        var actions: [DriverAction] = []
        var noise = 0
        for message in parser.parse(bytes) {
            switch message {
            case .status(let status) where deadline.map({ now <= $0 }) ?? false:
                deadline = nil
                silences = 0
                exchanges.answer()
                actions +=
                    level.become(.online, .none) + points.take(Self.outcomes(status, cells: settings.cells), at: now)
            case .status: noise += MegatecQ1.answerLength
            case .echo: heard = .exception
            case .noise(let count):
                noise += count
                heard = .crc
            }
        }
        return actions + (noise > 0 ? [.report(.noise(count: noise))] : [])
    }

    /// In the order of `MegatecSettings.points`.
    static func outcomes(_ status: MegatecQ1.Status, cells: Int?) -> [PolledPoints.Outcome] {
        func number(_ quantity: Quantity?) -> PolledPoints.Outcome {
            quantity.map { .value(.number($0)) } ?? .missed(.exception)
        }
        return [
            .value(.word(status.words)), number(status.input), number(status.output), number(status.load),
            number(status.frequency), battery(status, cells: cells), number(status.temperature),
        ]
    }

    /// One cell's voltage means nothing without their number.
    private static func battery(_ status: MegatecQ1.Status, cells: Int?) -> PolledPoints.Outcome {
        guard let volts = status.battery else { return .missed(.exception) }
        guard status.isOneCell else { return .value(.number(volts)) }
        guard let cells else { return .nonsense }
        return .value(.number(Quantity(thousandths: volts.thousandths * Int64(min(max(cells, 1), 1000)))))
    }
}
