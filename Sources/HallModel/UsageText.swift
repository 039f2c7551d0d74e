/// What is wrong with a command line. The parser says it in English sentences only; the common ones are understood here
/// so that they can be said in both languages.
public enum UsageText: LocalizedText, Equatable, Sendable {
    case unknownCommand(String)
    case unknownOption(String, meant: String?)
    case unexpected([String])
    case missingArgument(String)
    case missingValue(String)
    case takesNoValue(String, value: String)
    case invalidValue(String, of: String, choices: [String])
    /// As the parser said it.
    case other(String)

    /// Understands a sentence of swift-argument-parser.
    public init(parser sentence: String) {
        self = Self.understood(sentence) ?? .other(Self.plain(sentence))
    }

    private static func understood(_ sentence: String) -> Self? {
        if let rest = sentence.behind("Unknown option '"), let (name, more) = rest.cut(at: "'") {
            return .unknownOption(name, meant: more.quoted.first)
        }
        if let rest = sentence.behind("Unexpected argument '"), rest.hasSuffix("'") {
            return .unexpected([String(rest.dropLast())])
        }
        if let (_, rest) = sentence.cut(at: " unexpected arguments: '"), rest.hasSuffix("'") {
            return .unexpected(rest.dropLast().split(separator: "', '").map(String.init))
        }
        if let rest = sentence.behind("Missing expected argument '"), rest.hasSuffix("'") {
            return .missingArgument(String(rest.dropLast()))
        }
        if let rest = sentence.behind("Missing value for '"), rest.hasSuffix("'") {
            return .missingValue(String(rest.dropLast()))
        }
        if let rest = sentence.behind("The option '"),
            let (name, more) = rest.cut(at: "' does not take any value, but '"),
            let (value, _) = more.cut(at: "' was specified")
        {
            return .takesNoValue(name, value: value)
        }
        if let rest = sentence.behind("The value '"), let (value, more) = rest.cut(at: "' is invalid for '"),
            let (name, choices) = more.cut(at: "'")
        {
            let listed = choices.split(whereSeparator: \.isNewline).compactMap { String($0).behind("  - ") }
            return .invalidValue(value, of: name, choices: listed.isEmpty ? choices.quoted : listed)
        }
        return nil
    }

    /// On one line and without the full stop.
    private static func plain(_ sentence: String) -> String {
        let words = sentence.split { $0 == " " || $0.isNewline }.joined(separator: " ")
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }

    /// What is wrong, without a remedy.
    public var bilingual: Bilingual {
        switch self {
        case .unknownCommand(let name): Bilingual(zh: "未知命令“\(name)”", en: "unknown command '\(name)'")
        case .unknownOption(let name, nil): Bilingual(zh: "未知选项“\(name)”", en: "unknown option '\(name)'")
        case .unknownOption(let name, let meant?):
            Bilingual(zh: "未知选项“\(name)”，是否指“\(meant)”", en: "unknown option '\(name)', did you mean '\(meant)'")
        case .unexpected(let words):
            Bilingual(
                zh: "多余的参数“\(words.joined(separator: "”“"))”",
                en: "unexpected argument '\(words.joined(separator: "', '"))'")
        case .missingArgument(let name): Bilingual(zh: "缺少参数“\(name)”", en: "missing argument '\(name)'")
        case .missingValue(let name): Bilingual(zh: "“\(name)”缺少值", en: "missing value for '\(name)'")
        case .takesNoValue(let name, let value):
            Bilingual(zh: "“\(name)”不带值，却给了“\(value)”", en: "'\(name)' takes no value, but '\(value)' was given")
        case .invalidValue(let value, let name, let choices): Self.invalid(value, name, choices)
        case .other(let sentence): Bilingual(zh: sentence, en: sentence)
        }
    }

    private static func invalid(_ value: String, _ name: String, _ choices: [String]) -> Bilingual {
        guard !choices.isEmpty else {
            return Bilingual(zh: "“\(name)”的值“\(value)”无效", en: "'\(value)' is no value for '\(name)'")
        }
        return Bilingual(
            zh: "“\(name)”的值“\(value)”无效，可用的有 \(choices.joined(separator: "、"))",
            en: "'\(value)' is no value for '\(name)', there are \(choices.joined(separator: ", "))")
    }
}

extension String {
    /// What follows a beginning, if it begins so.
    fileprivate func behind(_ beginning: String) -> String? {
        hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
    }

    /// What stands before and behind the first occurrence.
    fileprivate func cut(at mark: String) -> (String, String)? {
        guard let range = firstRange(of: mark) else { return nil }
        return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
    }

    /// What stands in single quotes.
    fileprivate var quoted: [String] {
        let parts = split(separator: "'", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 && $0 + 1 < parts.count }.map { String(parts[$0]) }
    }
}
