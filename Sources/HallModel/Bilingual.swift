/// The languages of everything people read.
public enum Language: String, Sendable, Codable, CaseIterable {
    /// Simplified Chinese.
    case zh
    /// English.
    case en
}

/// A text in both languages; there is no way to make one with a language missing.
public struct Bilingual: Sendable, Equatable {
    /// Simplified Chinese.
    public let zh: String
    /// English.
    public let en: String

    /// Both texts.
    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }

    /// `name: text`: what the text is about stands before it.
    public func behind(_ name: String) -> Bilingual { Bilingual(zh: "\(name)：\(zh)", en: "\(name): \(en)") }

    /// The text in one language.
    public subscript(language: Language) -> String {
        switch language {
        case .zh: zh
        case .en: en
        }
    }
}

/// An exhaustive enum of texts: a case without a translation does not compile.
public protocol LocalizedText {
    /// The text in both languages.
    var bilingual: Bilingual { get }
}

extension LocalizedText {
    /// The text in one language.
    public func text(_ language: Language) -> String { bilingual[language] }
}

extension String {
    /// The text without control characters (C0, DEL, C1, line and paragraph separators, bidirectional overrides),
    /// each replaced by a space: what comes from outside must not steer a printer, a display or a terminal.
    public var withoutControls: String {
        guard unicodeScalars.contains(where: \.isControl) else { return self }
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars { result.append(scalar.isControl ? " " : scalar) }
        return String(result)
    }
}

extension Unicode.Scalar {
    /// C0, DEL, C1, line and paragraph separators, and the marks that reorder a line.
    public var isControl: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: true
        default: false
        }
    }
}
