import DeviceProtocols
import HallModel

/// The words of `voice-module` and `voice-program`.
struct VoiceWords {
    private static let known = "speak zh|en volume N speed N TEXT, stop, status"

    var text: ChineseEncoder

    func bytes(of meaning: String, _ settings: VoiceModuleSettings) throws(ProfileExampleProblem) -> [UInt8] {
        switch meaning {
        case "stop": return VoiceModule.stop(settings.dialect)
        case "status": return VoiceModule.status(settings.dialect)
        default: break
        }
        let charset: PrinterSettings.Charset = settings.charset == .gb2312 ? .gb2312 : .gbk
        return VoiceModuleDriver.frame(
            try job(meaning), settings: settings, text: ESCPOSText(charset: charset, encoder: text))
    }

    /// The arguments, each ended by 00, then what the program reads.
    func bytes(of meaning: String, _ settings: VoiceProgramSettings) throws(ProfileExampleProblem) -> [UInt8] {
        let run = VoiceProgramMachine.run(try job(meaning), settings)
        return run.arguments.flatMap { Array($0.utf8) + [0] } + run.input
    }

    static func meaning(of bytes: [UInt8]) -> String {
        joinedParts(
            bytes.map { byte in
                switch VoiceModule.Answer(rawValue: byte) {
                case .ready: "ready"
                case .received: "received"
                case .notUnderstood: "not understood"
                case .busy: "busy"
                case .idle: "idle"
                case nil: "noise"
                }
            })
    }

    private func job(_ meaning: String) throws(ProfileExampleProblem) -> SpeechJob {
        let fields = meaning.split(separator: " ", maxSplits: 6, omittingEmptySubsequences: false)
        guard fields.count == 7, fields[0] == "speak", let language = Language(rawValue: String(fields[1])),
            fields[2] == "volume", let volume = Int(fields[3]), fields[4] == "speed", let speed = Int(fields[5])
        else { throw ProfileExampleProblem.unknown(meaning, known: Self.known) }
        return SpeechJob(
            id: SpeechID(0), device: "", text: String(fields[6]), language: language, volume: volume, speed: speed)
    }
}
