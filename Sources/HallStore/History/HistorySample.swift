import HallModel

/// What was known of a point at one moment, as it is kept. Silence is a sample too: one without a value.
public struct HistorySample: Sendable, Equatable {
    /// Milliseconds since 1970 by the wall clock, which can step.
    public var milliseconds: Int64
    /// The value; nil exactly when the quality is `bad`.
    public let value: PointValue?
    /// How far it can be relied on.
    public let quality: Quality
    /// Why there is no value, or why it is not renewed.
    public let missing: MissingReason?

    /// How far a sample reaches, in milliseconds. A point is written down at least every 60 s, so a longer distance to the
    /// next sample means that nobody was there to read it.
    public static let reach: Int64 = 90_000

    /// A sample; without a value its quality is `bad`, and a bad one has no value.
    public init(milliseconds: Int64, value: PointValue?, quality: Quality, missing: MissingReason?) {
        self.milliseconds = milliseconds
        self.value = quality == .bad ? nil : value
        self.quality = value == nil ? .bad : quality
        self.missing = missing
    }

    /// What a reading says at a moment.
    public init(_ reading: Reading, at moment: WallTime) {
        self.init(
            milliseconds: moment.milliseconds, value: reading.value, quality: reading.quality, missing: reading.missing)
    }

    /// A value that can be relied on; a person's substitute counts.
    public var goodNumber: Quantity? {
        quality == .good || quality == .substituted ? value?.number : nil
    }

    /// Says the same of its point as another.
    public func says(_ other: Self) -> Bool {
        value == other.value && quality == other.quality && missing == other.missing
    }
}

/// A block of samples of one point, some 4 bytes a sample.
///
/// ```
/// ┌─────┬─────────┬───────┬───────┬──────────────────┬──────────┬────────┐
/// │ 'S' │ version │ count │ words │ words × (n, n B) │ samples  │ CRC-32 │
/// └─────┴─────────┴───────┴───────┴──────────────────┴──────────┴────────┘
///  sample   mark │ time │ number or word │
///  mark     bits 0–1 quality, 2–3 form (none, number, word), 4–7 reason
///  time     the first: ms since 1970; the second: ms since the first; then the change of that distance
///  number   change of thousandths since the number before it; word: its place in the table
/// ```
/// Numbers are LEB128, signed ones zigzag; the CRC is over all before it, least byte first. Differences wrap, so that
/// every number and every step of the clock has a form.
enum SampleBlock {
    private static let tag = UInt8(ascii: "S")
    private static let version: UInt8 = 1
    /// Their places are the form on disk: new ones go behind.
    private static let qualities: [Quality] = [.good, .stale, .bad, .substituted]
    private static let reasons: [MissingReason?] = [
        nil, .neverRead, .timeout, .crc, .exception, .portLost, .disabled, .outOfRange, .sensorFault, .scan,
    ]

    static func encode(_ samples: [HistorySample]) -> [UInt8] {
        var writer = BlockWriter(tag: tag, version: version)
        writer.count(samples.count)
        var words: [String] = []
        for case .word(let word)? in samples.map(\.value) where !words.contains(word) { words.append(word) }
        writer.count(words.count)
        for word in words { writer.text(word) }
        var clock = Clock()
        var number: Int64 = 0
        for sample in samples {
            let quality = UInt8(qualities.firstIndex(of: sample.quality) ?? 0)
            let reason = UInt8(reasons.firstIndex(of: sample.missing) ?? 0)
            let form: UInt8 =
                switch sample.value {
                case nil: 0
                case .number: 1
                case .word: 2
                }
            writer.byte(quality | form << 2 | reason << 4)
            writer.signed(clock.code(of: sample.milliseconds))
            switch sample.value {
            case nil: break
            case .number(let quantity):
                writer.signed(quantity.thousandths &- number)
                number = quantity.thousandths
            case .word(let word): writer.count(words.firstIndex(of: word) ?? 0)
            }
        }
        return writer.sealed()
    }

    static func decode(_ block: [UInt8]) throws(BlockDamage) -> [HistorySample] {
        var reader = try BlockReader(block, tag: tag, version: version)
        let count = try reader.count()
        var words: [String] = []
        for _ in 0..<(try reader.count()) { words.append(try reader.text()) }
        var samples: [HistorySample] = []
        var clock = Clock()
        var number: Int64 = 0
        for _ in 0..<count {
            let mark = try reader.byte()
            let reason = Int(mark >> 4)
            guard reason < reasons.count else { throw BlockDamage(what: "reason \(reason)") }
            let moment = clock.moment(try reader.signed())
            let value: PointValue?
            switch mark >> 2 & 3 {
            case 0: value = nil
            case 1:
                number = number &+ (try reader.signed())
                value = .number(Quantity(thousandths: number))
            case 2:
                let place = try reader.number()
                guard place < UInt64(words.count) else { throw BlockDamage(what: "word \(place)") }
                value = .word(words[Int(place)])
            case let form: throw BlockDamage(what: "form \(form)")
            }
            let quality = qualities[Int(mark & 3)]
            guard (quality == .bad) == (value == nil) else { throw BlockDamage(what: "mark \(mark)") }
            samples.append(
                HistorySample(milliseconds: moment, value: value, quality: quality, missing: reasons[reason]))
        }
        guard reader.isAtEnd else { throw BlockDamage(what: "bytes behind its samples") }
        return samples
    }

    /// Times of a block as changes of their distance.
    private struct Clock {
        private var last: Int64?
        private var distance: Int64 = 0

        mutating func code(of moment: Int64) -> Int64 {
            guard let last else {
                self.last = moment
                return moment
            }
            let next = moment &- last
            defer { (self.last, distance) = (moment, next) }
            return next &- distance
        }

        mutating func moment(_ code: Int64) -> Int64 {
            guard let last else {
                self.last = code
                return code
            }
            distance = distance &+ code
            self.last = last &+ distance
            return last &+ distance
        }
    }
}
