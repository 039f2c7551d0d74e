/// A sentence to be spoken once, with an outcome. Never journalled: what was called is, and whether it was heard nobody can
/// know.
public struct SpeechJob: Sendable, Equatable {
    /// Rises while the daemon runs.
    public var id: SpeechID
    /// Who speaks.
    public var device: DeviceID
    /// One sentence, without controls.
    public var text: String
    /// The language of the sentence.
    public var language: Language
    /// 0…100; the driver knows what its device makes of it.
    public var volume: Int
    /// 0 (slow) …100 (fast).
    public var speed: Int
    /// It interrupts what is being said.
    public var isUrgent: Bool

    /// A sentence for one device.
    public init(
        id: SpeechID, device: DeviceID, text: String, language: Language, volume: Int, speed: Int,
        isUrgent: Bool = false
    ) {
        self.id = id
        self.device = device
        self.text = text
        self.language = language
        self.volume = min(max(volume, 0), 100)
        self.speed = min(max(speed, 0), 100)
        self.isUrgent = isUrgent
    }

    /// How long it takes to say it at the most: every device is slower than that only when something is wrong.
    public var longestTime: Duration { .seconds(5) + .milliseconds(600) * text.unicodeScalars.count }
}

/// A sentence's number, of this run.
public struct SpeechID: Hashable, Comparable, Sendable {
    /// 1 and up.
    public let number: Int

    /// A sentence's number.
    public init(_ number: Int) { self.number = number }

    /// Older is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// How a sentence ended.
public enum SpeechOutcome: String, Sendable, CaseIterable {
    /// The device said that it has spoken.
    case spoken
    /// Another one took its place.
    case interrupted
    /// It was not spoken, or nobody knows.
    case failed
}

/// Who calls the numbers aloud, and how.
public struct VoicePlan: Sendable, Equatable, Codable {
    /// How something is said.
    public struct Manner: Sendable, Equatable, Codable {
        /// How often each call is said; 1…3.
        public var repeats: Int
        /// 0…100.
        public var volume: Int
        /// 0 (slow) …100 (fast).
        public var speed: Int

        /// All settings.
        public init(repeats: Int, volume: Int, speed: Int) {
            self.repeats = repeats
            self.volume = volume
            self.speed = speed
        }
    }

    /// A voice module, or a program.
    public var device: DeviceID
    /// The languages in which each call is said, in this order.
    public var languages: [Language]
    /// How most are called.
    public var ordinary: Manner
    /// How elders are called: slower, louder, and again (GB/T 44252 asks for it). No source gives numbers.
    public var elder: Manner
    /// Seconds after which a call that was not said yet is not said any more; 5…300.
    public var maxAgeSeconds: Int

    /// All settings.
    public init(
        device: DeviceID, languages: [Language] = [.zh], ordinary: Manner = Manner(repeats: 1, volume: 70, speed: 50),
        elder: Manner = Manner(repeats: 2, volume: 100, speed: 30), maxAgeSeconds: Int = 30
    ) {
        self.device = device
        self.languages = languages
        self.ordinary = ordinary
        self.elder = elder
        self.maxAgeSeconds = maxAgeSeconds
    }
}

/// What serial voice modules differ in.
public struct VoiceModuleSettings: Sendable, Equatable, Codable {
    /// Whose frames it takes.
    public enum Dialect: String, Sendable, Codable, CaseIterable {
        /// A check byte, 200 bytes of text, volume 0…16, rate 0…5.
        case syn6288
        /// No check byte, 4000 bytes of text, volume and rate 0…10.
        case xfs5152
    }
    /// The sets that its text can be in.
    public enum Charset: String, Sendable, Codable, CaseIterable { case gb2312, gbk }

    /// Whose frames it takes.
    public var dialect: Dialect
    /// The set of its text.
    public var charset: Charset

    /// All settings.
    public init(dialect: Dialect, charset: Charset) {
        self.dialect = dialect
        self.charset = charset
    }
}

/// How a program is told what to say: it gets the text on its standard input.
public struct VoiceProgramSettings: Sendable, Equatable, Codable {
    /// Its arguments; `{voice}`, `{volume}` and `{speed}` are replaced.
    public var arguments: [String]
    /// Its names for the languages, by their codes.
    public var voices: [Voice]
    /// What volumes 0 and 100 are for it.
    public var volume: Span
    /// What speeds 0 and 100 are for it.
    public var speed: Span

    /// A language and what the program calls it.
    public struct Voice: Sendable, Equatable, Codable {
        /// The language.
        public var language: Language
        /// Its name there.
        public var name: String

        /// A language and its name.
        public init(language: Language, name: String) {
            self.language = language
            self.name = name
        }
    }
    /// Two ends of a scale.
    public struct Span: Sendable, Equatable, Codable {
        /// At 0.
        public var low: Int
        /// At 100.
        public var high: Int

        /// Both ends.
        public init(low: Int, high: Int) {
            self.low = low
            self.high = high
        }

        /// The value at so many per cent.
        public func value(at percent: Int) -> Int { low + (high - low) * min(max(percent, 0), 100) / 100 }
    }

    /// All settings.
    public init(arguments: [String], voices: [Voice], volume: Span, speed: Span) {
        self.arguments = arguments
        self.voices = voices
        self.volume = volume
        self.speed = speed
    }
}
