import DeviceProtocols
import HallModel

/// Makes a serial speech module say one sentence after the other.
///
/// ```
/// closed ──opened──▶ asked ──any answer──▶ idle ──speak──▶ sent ──received──▶ speaking ──idle──▶ idle, spoken
///                     ▲ │ 1 s nothing:      ▲ │ every 30 s   │ 1 s nothing: once more, then failed
///                     │ │ three times ▶ offline, every 5 s   │ not understood ▶ failed
///                     └─┘                   └─┴── too long: asked; failed unless it is idle then ──┘
/// ```
///
/// The hall gives one sentence at a time; an urgent one interrupts, since the module itself does so. What cannot be spoken
/// now has failed at once: a dead voice keeps nobody waiting.
public struct VoiceModuleDriver: Sendable {
    /// How long an answer may take.
    public static let answerTime = Duration.seconds(1)
    /// Between two questions to a module that is silent.
    public static let retryInterval = Duration.seconds(5)
    /// Between two questions to one that has nothing to say.
    public static let idleInterval = Duration.seconds(30)
    /// Unanswered questions after which it is off line.
    public static let silenceLimit = 3

    private enum State: Sendable, Equatable {
        case closed
        /// Asked, nothing else.
        case asked
        case idle
        /// A sentence was sent, or sent again.
        case sent(SpeechJob, isRepeated: Bool)
        case speaking(SpeechJob)
        /// It should have ended, and was asked whether it has.
        case overdue(SpeechJob)
    }

    private let settings: VoiceModuleSettings
    private let text: ESCPOSText
    private var state = State.closed
    private var level = PresenceLevel()
    private var wake: MonotonicInstant?
    private var silences = 0
    /// What became of the frames.
    var exchanges = ExchangeMeter()

    /// A module as its profile describes it; `text` encodes.
    public init(settings: VoiceModuleSettings, text: ChineseEncoder) {
        self.settings = settings
        self.text = ESCPOSText(charset: settings.charset == .gb2312 ? .gb2312 : .gbk, encoder: text)
    }

    /// When it wants `timeReached`.
    public var nextWake: MonotonicInstant? { wake }

    /// Takes an event and says what to do about it, in order.
    public mutating func handle(_ event: DriverEvent, at now: MonotonicInstant) -> [DriverAction] {
        switch event {
        case .opened:
            let ended = end(.failed)
            silences = 0
            return ended + ask(at: now)
        case .closed(let error):
            let ended = end(.failed)
            state = .closed
            wake = nil
            return ended + level.become(.offline, error.detail)
        case .received(let bytes):
            return state == .closed ? [] : receive(bytes, at: now)
        case .speak(let job):
            return speak(job, at: now)
        case .timeReached:
            guard let wake, wake <= now else { return [] }
            return timeReached(at: now)
        case .presentLevels:
            return [level.report]
        case .print(let job):
            return [.report(.print(job.id, .failed))]
        case .wish, .withdraw, .drained, .moving:
            return []
        }
    }

    private mutating func speak(_ job: SpeechJob, at now: MonotonicInstant) -> [DriverAction] {
        guard state != .closed, level.presence != .offline, !isBusy || job.isUrgent else {
            return [.report(.spoken(job.id, .failed))]
        }
        return end(.interrupted) + send(job, isRepeated: false, at: now)
    }

    private mutating func send(_ job: SpeechJob, isRepeated: Bool, at now: MonotonicInstant) -> [DriverAction] {
        state = .sent(job, isRepeated: isRepeated)
        wake = now + Self.answerTime
        return [.write(Self.frame(job, settings: settings, text: text))]
    }

    /// The frame of a sentence; brackets begin one of the module's commands.
    static func frame(_ job: SpeechJob, settings: VoiceModuleSettings, text: ESCPOSText) -> [UInt8] {
        var free = VoiceModule.limit(settings.dialect)
        let bytes = text.glyphs(job.text, limit: free).prefix { glyph in
            free -= glyph.bytes.count
            return free >= 0
        }.flatMap { $0.bytes == [0x5B] || $0.bytes == [0x5D] ? [0x20] : $0.bytes }
        return VoiceModule.speak(bytes, volume: job.volume, speed: job.speed, settings: settings)
    }

    private mutating func ask(at now: MonotonicInstant) -> [DriverAction] {
        if case .speaking(let job) = state { state = .overdue(job) } else { state = .asked }
        wake = now + Self.answerTime
        return [.write(VoiceModule.status(settings.dialect))]
    }

    private mutating func timeReached(at now: MonotonicInstant) -> [DriverAction] {
        switch state {
        case .closed: return []
        case .idle, .speaking: return ask(at: now)
        case .sent(let job, false):
            exchanges.failure()
            return send(job, isRepeated: true, at: now)
        case .sent, .asked, .overdue:
            let wasSilent = level.presence == .offline
            silences += 1
            exchanges.failure()
            let ended = end(.failed)
            guard silences < Self.silenceLimit else {
                state = .idle
                wake = now + Self.retryInterval
                return ended + (wasSilent ? [] : level.become(.offline, .noAnswer))
            }
            return ended + ask(at: now)
        }
    }

    private mutating func receive(_ bytes: [UInt8], at now: MonotonicInstant) -> [DriverAction] {
        var actions: [DriverAction] = []
        var noise = 0
        for byte in bytes {
            guard let answer = VoiceModule.Answer(rawValue: byte) else {
                noise += 1
                continue
            }
            silences = 0
            exchanges.answer()
            actions += take(answer, at: now)
        }
        return actions + (noise > 0 ? [.report(.noise(count: noise))] : [])
    }

    private mutating func take(_ answer: VoiceModule.Answer, at now: MonotonicInstant) -> [DriverAction] {
        let report = level.become(.online, answer == .notUnderstood ? .wrongModel : .none)
        switch (state, answer) {
        case (.closed, _): return []
        case (.sent(let job, _), .received), (.sent(let job, _), .busy):
            state = .speaking(job)
            wake = now + job.longestTime
            return report
        // Of what was before: this one's end comes after it was received.
        case (.sent, .idle): return report
        case (.speaking, .idle), (.overdue, .idle):
            let ended = end(.spoken)
            rest(at: now)
            return report + ended
        case (.sent, .notUnderstood), (.sent, .ready), (.speaking, .ready), (.speaking, .notUnderstood), (.overdue, _):
            let ended = end(.failed)
            rest(at: now)
            return report + ended
        case (.speaking, .received), (.speaking, .busy): return report
        case (.asked, _), (.idle, _):
            rest(at: now)
            return report
        }
    }

    private mutating func rest(at now: MonotonicInstant) {
        state = .idle
        wake = now + Self.idleInterval
    }

    private var job: SpeechJob? {
        switch state {
        case .sent(let job, _), .speaking(let job), .overdue(let job): job
        case .closed, .asked, .idle: nil
        }
    }

    private var isBusy: Bool { job != nil }

    /// Tells the end of the sentence under way, if there is one.
    private mutating func end(_ outcome: SpeechOutcome) -> [DriverAction] {
        guard let job else { return [] }
        state = .idle
        return [.report(.spoken(job.id, outcome))]
    }
}
