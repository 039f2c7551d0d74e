/// `org.halld.Alarms.List`
public enum ListAlarms: APICall {
    /// Its name.
    public static let method = APIMethod.listAlarms
    /// Which and how.
    public typealias Parameters = AlarmQuery
    /// The alarms.
    public typealias Reply = AlarmsView
}

/// `org.halld.Alarms.Watch`: the list now, and again after each change of an alarm.
public enum WatchAlarms: APICall {
    /// Its name.
    public static let method = APIMethod.watchAlarms
    /// Which and how.
    public typealias Parameters = AlarmQuery
    /// The whole list, each time.
    public typealias Reply = AlarmsView
}

/// Which alarms, and in which language.
public struct AlarmQuery: CallParameters {
    /// Also those that ask for nobody now: shelved, suppressed, out of service.
    public var all: Bool?
    /// `zh` or `en`; absent for the hall's language.
    public var language: String?
    /// The names.
    public enum CodingKeys: String, CodingKey, CaseIterable { case all, language }
    /// All fields.
    public init(all: Bool? = nil, language: String? = nil) {
        self.all = all
        self.language = language
    }
}

/// Alarms.
public struct AlarmsView: Codable, Sendable, Equatable {
    /// Those whose cause is there and told, then those put aside, then those whose cause is gone; among each the most
    /// urgent first, then the newest.
    public var alarms: [AlarmView]
    /// All fields.
    public init(alarms: [AlarmView]) { self.alarms = alarms }
}

/// One alarm that is not normal.
public struct AlarmView: Codable, Sendable, Equatable {
    /// `<device>.<name>`, `<device>.<point>.<name>`, `hall.<name>`, `bus.<bus>.<name>`, `window.<window>.<name>`,
    /// `ticket.<day>.<number>.<name>`
    public var id: String
    /// What is wrong, as a code: `paper-out` …
    public var name: String
    /// `unacknowledged` `acknowledged` `returnedUnacknowledged` …
    public var state: String
    /// `high` `medium` `low`
    public var priority: String
    /// When it last became active: RFC 3339, wall clock, the hall's zone.
    public var since: String
    /// Whose; null if it is no device's.
    @Nullable public var device: String?
    /// Where the device stands, or all devices of the bus; null where the plan is silent.
    @Nullable public var zone: String?
    /// Its name; null where there is no zone.
    @Nullable public var zoneName: String?
    /// What is wrong, for people.
    public var text: String
    /// Likely causes.
    public var cause: String
    /// What follows if nobody acts.
    public var consequence: String
    /// What to do.
    public var response: String
    /// The value that broke a limit, with its unit; null where there is no limit.
    @Nullable public var value: String?
    /// The number of that limit, with its unit; null where there is none.
    @Nullable public var limit: String?
    /// Its standard and clause, in the language asked for; null where there is none.
    @Nullable public var clause: String?
    /// The alarm that is its cause, while it is suppressed; null otherwise.
    @Nullable public var under: String?
    /// Until when it is shelved: RFC 3339, wall clock, the hall's zone; null if it is not.
    @Nullable public var shelvedUntil: String?
    /// Who acknowledged it; null if nobody.
    @Nullable public var acknowledgedBy: String?

    /// All fields.
    public init(
        id: String, name: String, state: String, priority: String, since: String, device: String?, zone: String?,
        zoneName: String? = nil, text: String, cause: String, consequence: String, response: String,
        value: String? = nil, limit: String? = nil,
        clause: String? = nil, under: String? = nil, shelvedUntil: String? = nil, acknowledgedBy: String? = nil
    ) {
        self.id = id
        self.name = name
        self.state = state
        self.priority = priority
        self.since = since
        self.device = device
        self.zone = zone
        self.zoneName = zoneName
        self.text = text
        self.cause = cause
        self.consequence = consequence
        self.response = response
        self.value = value
        self.limit = limit
        self.clause = clause
        self.under = under
        self.shelvedUntil = shelvedUntil
        self.acknowledgedBy = acknowledgedBy
    }
}
