import HallModel

/// Why an example cannot be tried, and what to write instead.
public enum ProfileExampleProblem: Error, Sendable, Equatable, LocalizedText {
    /// These words are not in the grammar; `known` are the ones that are.
    case unknownWords(String, known: String)
    /// Too many messages in one example.
    case tooManyMessages
    /// A receives example for a display that never answers.
    case neverAnswers
    /// The profile has no such lamp.
    case noLamp(LampState)
    /// An answer to `DLE EOT` without its question.
    case questionMissing
    /// A process id that is not four characters.
    case processID
    /// A QR code that cannot be sent.
    case qr
    /// The profile has no such point, or it cannot be given this value.
    case notWritable(point: String, value: String)

    /// The text in both languages.
    public var bilingual: Bilingual {
        switch self {
        case .unknownWords(let words, let known):
            Bilingual(
                zh: "“\(words)”不在示例语法中;此处可用:\(known)",
                en: "'\(words)' is not in the grammar; known here: \(known)")
        case .tooManyMessages:
            Bilingual(
                zh: "一个示例超过 \(ProfileExampleRunner.partLimit) 条报文:请拆分",
                en: "more than \(ProfileExampleRunner.partLimit) messages in one example: split it")
        case .neverAnswers:
            Bilingual(
                zh: "Alpha 显示屏从不应答:请写 sends 示例", en: "an Alpha display never answers: write a sends example")
        case .noLamp(let state):
            Bilingual(
                zh: "设备档案没有“\(state.rawValue)”指示灯:请在 lamps 中添加",
                en: "the profile has no lamp '\(state.rawValue)': add it under lamps")
        case .questionMissing:
            Bilingual(
                zh: "这一个字节应答 DLE EOT N:请写“answer N: …”,N 为 1…4",
                en: "one byte answers DLE EOT N: write 'answer N: …' with N = 1…4")
        case .processID:
            Bilingual(
                zh: "进程号必须正好是四个 20h…7Eh 字符:请补足或缩短",
                en: "a process id has exactly four characters 20h…7Eh: write four")
        case .notWritable(let point, let value):
            Bilingual(
                zh: "测点“\(point)”不能写入“\(value)”:请检查名称、write: true、range 和 words",
                en: "point '\(point)' cannot be given '\(value)': look at its name, write: true, range and words")
        case .qr:
            Bilingual(
                zh: "请写“qr TEXT size N”:N 为 1…16,TEXT 为 1…213 字节且不含控制字符",
                en: "write 'qr TEXT size N': N is 1…16, TEXT 1…213 bytes without control characters")
        }
    }

    static func unknown(_ words: some StringProtocol, known: String) -> Self {
        .unknownWords(String(words).withoutControls, known: known)
    }
}
