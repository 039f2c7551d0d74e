/// What sort of window it is. Raw values are the words of `type` in `hall.yaml` and of `kind` on the API.
public enum WindowKind: String, Sendable, Codable, CaseIterable {
    /// Takes in applications of all services (综合受理).
    case accept
    /// Hands out what was decided (综合出件).
    case issue
    /// Answers questions (综合咨询).
    case consult
    /// Serves the business of one department or field (专业).
    case professional
    /// Takes payments (收费).
    case fee
    /// Pays out what policies grant to enterprises (惠企政策兑现).
    case policy
    /// Sends and hands out post (邮寄).
    case post
    /// Hears what could not be settled elsewhere (办不成事反映).
    case unresolved
    /// Stands ready for when many come (潮汐).
    case tidal
    /// Serves everything (综合).
    case comprehensive
}

extension WindowKind: LocalizedText {
    /// The kind in both languages.
    public var bilingual: Bilingual {
        switch self {
        case .accept: Bilingual(zh: "综合受理", en: "acceptance")
        case .issue: Bilingual(zh: "综合出件", en: "issuing")
        case .consult: Bilingual(zh: "综合咨询", en: "advice")
        case .professional: Bilingual(zh: "专业", en: "professional")
        case .fee: Bilingual(zh: "收费", en: "fees")
        case .policy: Bilingual(zh: "惠企政策兑现", en: "enterprise policies")
        case .post: Bilingual(zh: "邮寄", en: "post")
        case .unresolved: Bilingual(zh: "办不成事反映", en: "unresolved matters")
        case .tidal: Bilingual(zh: "潮汐", en: "tidal")
        case .comprehensive: Bilingual(zh: "综合", en: "comprehensive")
        }
    }
}
