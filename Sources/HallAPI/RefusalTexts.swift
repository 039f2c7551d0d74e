import HallModel

extension Refusal {
    /// What happened, the first half of its text.
    public var message: Bilingual { Bilingual(zh: halves(.zh).0, en: halves(.en).0) }

    /// What to do, the second half of its text.
    public var remedy: Bilingual { Bilingual(zh: halves(.zh).1, en: halves(.en).1) }

    /// Texts of refusals read `what happened: what to do`.
    private func halves(_ language: Language) -> (String, String) {
        let text = text(language)
        guard let colon = text.lastIndex(where: { $0 == ":" || $0 == "：" }) else { return (text, "") }
        let rest = text[text.index(after: colon)...]
        return (String(text[..<colon]), String(rest.drop { $0 == " " }))
    }
}
