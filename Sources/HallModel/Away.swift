/// Where the clerk of a paused window is, as they said when they went.
public struct Away: Sendable, Equatable, Codable {
    /// The places that a plate can show.
    public enum Place: String, Sendable, Codable, CaseIterable {
        /// 开会
        case meeting
        /// 外出办事
        case errand
        /// 用餐
        case meal
        /// 培训
        case training
        /// Somewhere else.
        case other
    }
    /// From then on, wall clock.
    public var since: WallTime
    /// Where; nil: not said.
    public var to: Place?
    /// Back after so many minutes, 1…480; nil: not said.
    public var backMinutes: Int?

    /// The minutes that can be said.
    public static let minutes = 1...480

    /// From a time on, there and so long.
    public init(since: WallTime, to: Place?, backMinutes: Int?) {
        self.since = since
        self.to = to
        self.backMinutes = backMinutes
    }

    /// When the clerk is to be back, wall clock; nil: not said.
    public var back: WallTime? { backMinutes.map { since + .seconds($0 * 60) } }
}

extension Away.Place: LocalizedText {
    /// The place in both languages, as a plate shows it.
    public var bilingual: Bilingual {
        switch self {
        case .meeting: Bilingual(zh: "开会", en: "in a meeting")
        case .errand: Bilingual(zh: "外出办事", en: "on an errand")
        case .meal: Bilingual(zh: "用餐", en: "at a meal")
        case .training: Bilingual(zh: "培训", en: "at a training")
        case .other: Bilingual(zh: "临时离开", en: "away")
        }
    }
}
