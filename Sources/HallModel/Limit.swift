/// A named collection of limits, as `Hardware/Limits/<name>.yaml` says.
public struct LimitSet: Sendable, Equatable, Codable {
    /// The file's name without `.yaml`.
    public var id: String
    /// The standard, in Chinese.
    public var nameZh: String
    /// The standard, in English.
    public var nameEn: String
    /// Where its facts come from.
    public var source: String
    /// The limits, in the file's order.
    public var limits: [Limit]

    /// A set.
    public init(id: String, nameZh: String, nameEn: String, source: String, limits: [Limit]) {
        self.id = id
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.source = source
        self.limits = limits
    }
}

/// One limit of a standard, with everything that is needed to judge it and to cite it.
public struct Limit: Sendable, Equatable, Codable {
    /// What may not be.
    public enum Relation: String, Sendable, Codable, CaseIterable {
        /// 不应低于: good is value ≥ limit.
        case notBelow = "not-below"
        /// 应大于: good is value > limit.
        case above
        /// 不应高于: good is value ≤ limit.
        case notAbove = "not-above"
        /// 应小于: good is value < limit.
        case below

        /// Whether a value keeps the limit.
        public func keeps(_ value: Quantity, _ limit: Quantity) -> Bool {
            switch self {
            case .notBelow: value >= limit
            case .above: value > limit
            case .notAbove: value <= limit
            case .below: value < limit
            }
        }

        /// The limit is a floor.
        public var isFloor: Bool { self == .notBelow || self == .above }
    }
    /// When it is in force.
    public enum Season: String, Sendable, Codable, CaseIterable {
        /// Always.
        case always
        /// While the plant of the zone cools.
        case cooling
        /// While the plant of the zone heats.
        case heating
        /// In the hall's open hours.
        case openHours = "open-hours"
    }
    /// The source's verb, which makes the alarm's priority.
    public enum Verb: String, Sendable, Codable, CaseIterable {
        /// 应, 不应: an alarm.
        case shall
        /// 宜, 不宜: a low-priority advisory.
        case should
        /// 可: never an alarm.
        case may
    }
    /// How sure the number is.
    public enum Confidence: String, Sendable, Codable, CaseIterable { case high, medium, low, unconfirmed }

    /// Its name in the set.
    public var id: String
    /// What it limits.
    public var meaning: PointMeaning
    /// What may not be.
    public var relation: Relation
    /// The number.
    public var value: Quantity
    /// The number's unit, that of the points.
    public var unit: MeasureUnit
    /// When it is in force.
    public var season: Season
    /// Judged by the mean over so many seconds; nil for the value as read.
    public var meanSeconds: Int?
    /// The source's verb.
    public var verb: Verb
    /// The clause's words in Chinese.
    public var clauseZh: String
    /// The clause in English.
    public var clauseEn: String
    /// How sure the number is; an unconfirmed limit is off.
    public var confidence: Confidence
    /// The alarm it raises.
    public var alarm: AlarmKind
    /// How long it must be broken.
    public var onDelaySeconds: Int
    /// How far the value must come back beyond the limit.
    public var deadBand: Quantity
    /// It is judged. Unconfirmed limits and those with `may` are not.
    public var isOn: Bool

    /// A limit.
    public init(
        id: String, meaning: PointMeaning, relation: Relation, value: Quantity, unit: MeasureUnit, season: Season,
        meanSeconds: Int? = nil, verb: Verb, clauseZh: String, clauseEn: String, confidence: Confidence,
        alarm: AlarmKind, onDelaySeconds: Int, deadBand: Quantity, isOn: Bool = true
    ) {
        self.id = id
        self.meaning = meaning
        self.relation = relation
        self.value = value
        self.unit = unit
        self.season = season
        self.meanSeconds = meanSeconds
        self.verb = verb
        self.clauseZh = clauseZh
        self.clauseEn = clauseEn
        self.confidence = confidence
        self.alarm = alarm
        self.onDelaySeconds = onDelaySeconds
        self.deadBand = deadBand
        self.isOn = isOn
    }
}

/// A limit as it is cited: in an alarm, in a refusal.
public struct LimitCitation: Sendable, Equatable, Codable {
    /// The set's name.
    public var set: String
    /// The limit's name in it.
    public var limit: String
    /// The number, with its unit: `26 °C`.
    public var value: String
    /// Standard and clause, in Chinese.
    public var clauseZh: String
    /// Standard and clause, in English.
    public var clauseEn: String

    /// A citation.
    public init(of limit: Limit, in set: LimitSet) {
        self.set = set.id
        self.limit = limit.id
        value = limit.value.shortest + (limit.unit == .none ? "" : " \(limit.unit.rawValue)")
        clauseZh = "\(set.nameZh)：\(limit.clauseZh)"
        clauseEn = "\(set.nameEn): \(limit.clauseEn)"
    }

    /// Standard and clause.
    public var clause: Bilingual { Bilingual(zh: clauseZh, en: clauseEn) }
}
