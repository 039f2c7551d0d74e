import HallModel

/// A serial speech module: SYN6288, or one of the XFS5152's kind.
///
/// ```
///  idle ── FD len len 01 … ──▶ 41, speaking ── its time ──▶ 4F, idle
///            │ 02 stop: 41, 4F · 03 pause · 04 go on: 41 · 21: 4E or 4F · anything else: 45
///            └ a new text while it speaks: 41, and the old one is cut off
/// ```
/// Text takes its time: a fifth of a second a character at the middle rate. Tags `[v5]`, `[t3]`, `[s3]` set volume and rate,
/// and are not spoken. After power-up it says 4A.
public struct VoiceModuleSimulator: Sendable {
    /// Sentences it remembers.
    static let heardLimit = 64

    /// What it was told to say.
    public struct Sentence: Sendable, Equatable {
        /// The text without its tags.
        public var text: String
        /// As the tag said; nil without one.
        public var volume: Int?
        /// As the tag said; nil without one.
        public var rate: Int?
        /// It was said to its end.
        public internal(set) var isWhole = false
    }

    /// Its own switch.
    public private(set) var isOn = true
    /// What it was told to say, the newest last.
    public private(set) var sentences: [Sentence] = []
    /// Frames it took and did not understand.
    public private(set) var counts = (taken: 0, ignored: 0)
    private let isSYN: Bool
    private let decoder: CharacterDecoder
    private var frame: [UInt8] = []
    private var endsAt: MonotonicInstant?
    /// It was switched on and has not said so yet.
    private var greets = false

    /// A module of that dialect that is on and idle.
    public init(settings: VoiceModuleSettings, decoder: CharacterDecoder) {
        isSYN = settings.dialect == .syn6288
        self.decoder = decoder
    }

    /// It is speaking.
    public var isSpeaking: Bool { endsAt != nil }

    /// When it does something by itself.
    public var nextWake: MonotonicInstant? { greets ? MonotonicInstant(nanoseconds: 0) : endsAt }

    /// Bytes from the line; what it answers.
    public mutating func receive(_ bytes: some Sequence<UInt8>, at now: MonotonicInstant) -> [UInt8] {
        guard isOn else { return [] }
        var answers: [UInt8] = []
        for byte in bytes {
            guard byte == 0xFD || !frame.isEmpty else { continue }
            frame.append(byte)
            guard frame.count >= 3 else { continue }
            let length = Int(frame[1]) << 8 | Int(frame[2])
            guard length >= 1, length <= 4096 else {
                frame = []
                answers.append(0x45)
                continue
            }
            guard frame.count == 3 + length else { continue }
            answers += take(frame, at: now)
            frame = []
        }
        return answers
    }

    /// Goes on to this moment; what it says by itself.
    public mutating func timeReached(at now: MonotonicInstant) -> [UInt8] {
        if greets {
            greets = false
            return [0x4A]
        }
        guard let endsAt, endsAt <= now else { return [] }
        self.endsAt = nil
        if !sentences.isEmpty { sentences[sentences.count - 1].isWhole = true }
        return [0x4F]
    }

    /// Switches it; with the power comes its greeting.
    public mutating func setPower(on: Bool) {
        guard on != isOn else { return }
        isOn = on
        greets = on
        frame = []
        endsAt = nil
    }

    private mutating func take(_ frame: [UInt8], at now: MonotonicInstant) -> [UInt8] {
        var content = frame.dropFirst(3)
        if isSYN {
            guard let said = content.popLast(), frame.dropLast().reduce(0, ^) == said else { return refuse() }
        }
        guard let command = content.popFirst() else { return refuse() }
        switch (command, content.isEmpty) {
        case (0x01, false): return speak(Array(content), at: now)
        case (0x02, true):
            let wasSpeaking = endsAt != nil
            endsAt = nil
            counts.taken += 1
            return wasSpeaking ? [0x41, 0x4F] : [0x41]
        case (0x03, true), (0x04, true):
            counts.taken += 1
            return [0x41]
        case (0x21, true):
            counts.taken += 1
            return [endsAt == nil ? 0x4F : 0x4E]
        default: return refuse()
        }
    }

    private mutating func refuse() -> [UInt8] {
        counts.ignored += 1
        return [0x45]
    }

    private mutating func speak(_ content: [UInt8], at now: MonotonicInstant) -> [UInt8] {
        let encoding = content[0] & 0x07
        let text = Array(content.dropFirst())
        guard encoding <= 1, !isSYN || text.count <= 200, !text.isEmpty else { return refuse() }
        var sentence = Sentence(text: "", volume: nil, rate: nil)
        var rest = text[...]
        while let byte = rest.first {
            if byte == 0x5B, let end = rest.firstIndex(of: 0x5D) {
                let tag = rest[rest.index(after: rest.startIndex)..<end]
                let value = Int(String(decoding: tag.dropFirst(), as: UTF8.self))
                switch tag.first {
                case 0x76: sentence.volume = value
                case 0x74 where isSYN, 0x73 where !isSYN: sentence.rate = value
                default: break
                }
                rest = rest[rest.index(after: end)...]
            } else {
                let width = byte >= 0x81 && rest.count > 1 ? 2 : 1
                let character = Array(rest.prefix(width))
                sentence.text +=
                    width == 1
                    ? String(UnicodeScalar(byte))
                    : decoder.decode(character, encoding == 0 ? .gb2312 : .gbk) ?? "\u{FFFD}"
                rest = rest.dropFirst(width)
            }
        }
        sentences.append(sentence)
        if sentences.count > Self.heardLimit { sentences.removeFirst() }
        counts.taken += 1
        let middle = isSYN ? 2 : 5
        let slowness = max(10 + (middle - (sentence.rate ?? middle)) * (isSYN ? 2 : 1), 4)
        endsAt = now + .milliseconds(20 * slowness * max(sentence.text.unicodeScalars.count, 1))
        return [0x41]
    }
}
