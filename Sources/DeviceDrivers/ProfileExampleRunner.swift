import DeviceProtocols
import HallModel

/// What came of one example of a profile.
public struct ProfileExampleResult: Sendable, Equatable {
    /// The example.
    public var example: ProfileExample
    /// The bytes and their meaning agree.
    public var passed: Bool
    /// What was found: the meaning of the bytes, the bytes of the meaning in hex, or in English why it cannot be tried.
    public var actual: String
    /// Why it cannot be tried, in both languages; nil if it was.
    public var problem: ProfileExampleProblem?

    /// A result.
    public init(example: ProfileExample, passed: Bool, actual: String, problem: ProfileExampleProblem? = nil) {
        self.example = example
        self.passed = passed
        self.actual = actual
        self.problem = problem
    }
}

/// Runs the examples of profiles through the codecs that the drivers use. `ProfileExampleGrammar` is the grammar.
public struct ProfileExampleRunner: Sendable {
    /// Messages of one example.
    static let partLimit = 32

    /// A runner; it keeps nothing.
    public init() {}

    /// Each example of a profile, in the profile's order; `text` encodes for printers.
    public func run(_ profile: Profile, text: ChineseEncoder) -> [ProfileExampleResult] {
        profile.examples.map { example in
            switch outcome(example, of: profile.settings, text: text) {
            case .success(let actual):
                switch actual {
                case .bytes(let bytes):
                    ProfileExampleResult(example: example, passed: bytes == example.bytes, actual: hexadecimal(bytes))
                case .meaning(let words):
                    ProfileExampleResult(example: example, passed: words == example.means, actual: words)
                }
            case .failure(let problem):
                ProfileExampleResult(example: example, passed: false, actual: problem.text(.en), problem: problem)
            }
        }
    }

    private enum Actual {
        case bytes([UInt8])
        case meaning(String)
    }

    private func outcome(
        _ example: ProfileExample, of settings: Profile.Settings, text: ChineseEncoder
    ) -> Result<Actual, ProfileExampleProblem> {
        do throws(ProfileExampleProblem) {
            switch (settings, example.direction) {
            case (.escposPrinter(let printer), .sends):
                return .success(.bytes(try PrinterWords(settings: printer, text: text).bytes(of: example.means)))
            case (.escposPrinter, .receives):
                return .success(.meaning(try PrinterWords.meaning(of: example.bytes, as: example.means)))
            case (.alphaDisplay(let display), .sends):
                return .success(.bytes(try AlphaWords(settings: display).bytes(of: example.means)))
            case (.alphaDisplay, .receives):
                throw ProfileExampleProblem.neverAnswers
            case (.byteMapKeys(let map), .sends):
                return .success(.bytes(try KeysWords(map: map).bytes(of: example.means)))
            case (.byteMapKeys(let map), .receives):
                return .success(.meaning(KeysWords(map: map).meaning(of: example.bytes)))
            case (.modbusRegisters(let map), .sends):
                return .success(.bytes(try ModbusWords(map: map).bytes(of: example.means)))
            case (.modbusRegisters(let map), .receives):
                return .success(.meaning(try ModbusWords(map: map).meaning(of: example.bytes, as: example.means)))
            case (.onbonDisplay(let display), .sends):
                return .success(.bytes(try OnbonWords(settings: display, text: text).bytes(of: example.means)))
            case (.onbonDisplay(let display), .receives):
                return .success(.meaning(OnbonWords(settings: display, text: text).meaning(of: example.bytes)))
            case (.nutUPS(let ups), .sends):
                return .success(.bytes(try NutWords(settings: ups).bytes(of: example.means)))
            case (.nutUPS(let ups), .receives):
                return .success(.meaning(NutWords(settings: ups).meaning(of: example.bytes)))
            case (.megatecUPS(let ups), .sends):
                return .success(.bytes(try MegatecWords(settings: ups).bytes(of: example.means)))
            case (.megatecUPS(let ups), .receives):
                return .success(.meaning(MegatecWords(settings: ups).meaning(of: example.bytes)))
            case (.voiceModule(let voice), .sends):
                return .success(.bytes(try VoiceWords(text: text).bytes(of: example.means, voice)))
            case (.voiceModule, .receives):
                return .success(.meaning(VoiceWords.meaning(of: example.bytes)))
            case (.voiceProgram(let voice), .sends):
                return .success(.bytes(try VoiceWords(text: text).bytes(of: example.means, voice)))
            case (.voiceProgram, .receives):
                throw ProfileExampleProblem.neverAnswers
            case (.contactPanel(let panel), .sends):
                return .success(.bytes(try ContactWords(panel: panel).bytes(of: example.means)))
            case (.contactPanel(let panel), .receives):
                return .success(.meaning(ContactWords(panel: panel).meaning(of: example.bytes)))
            }
        } catch {
            return .failure(error)
        }
    }
}

/// `1B 40`
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte in
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "0" + digits : digits
    }.joined(separator: " ")
}

/// Joins the words of messages; a run of noise is one word.
func joinedParts(_ parts: [String]) -> String {
    var joined: [String] = []
    for part in parts where part != "noise" || joined.last != "noise" { joined.append(part) }
    return joined.joined(separator: "; ")
}

/// Splits at `; `.
func parts(of meaning: String) throws(ProfileExampleProblem) -> [Substring] {
    var parts: [Substring] = []
    var rest = Substring(meaning)
    while let end = rest.utf8.indices.first(where: { rest[$0...].utf8.starts(with: "; ".utf8) }) {
        parts.append(rest[..<end])
        rest = rest[end...].dropFirst(2)
        if parts.count >= ProfileExampleRunner.partLimit {
            throw ProfileExampleProblem.tooManyMessages
        }
    }
    parts.append(rest)
    return parts
}

extension Substring {
    /// What follows `prefix`; nil if it does not begin so.
    func after(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
