extension RatingLevel {
    /// `1` … `5`, as keys and people write it; nil for anything else.
    public init?(code: String) {
        guard let level = Self.allCases.first(where: { String($0.rawValue) == code }) else { return nil }
        self = level
    }
}

extension RatingLevel: LocalizedText {
    /// The level and its name: `1 非常不满意`.
    public var bilingual: Bilingual {
        let name =
            switch self {
            case .veryBad: Bilingual(zh: "非常不满意", en: "very bad")
            case .bad: Bilingual(zh: "不满意", en: "bad")
            case .fair: Bilingual(zh: "基本满意", en: "fair")
            case .good: Bilingual(zh: "满意", en: "good")
            case .veryGood: Bilingual(zh: "非常满意", en: "very good")
            }
        return Bilingual(zh: "\(rawValue) \(name.zh)", en: "\(rawValue) \(name.en)")
    }
}
