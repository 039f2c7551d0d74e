import HallModel

/// `org.halld.Windows.List`
public enum ListWindows: APICall {
    /// Its name.
    public static let method = APIMethod.listWindows
    /// None.
    public typealias Parameters = NoParameters
    /// The windows.
    public struct Reply: Codable, Sendable, Equatable {
        /// In the plan's order.
        public var windows: [WindowView]
        /// All fields.
        public init(windows: [WindowView]) { self.windows = windows }
    }
}

/// A counter.
public struct WindowView: Codable, Sendable, Equatable {
    /// Its number, as on the plate.
    public var id: String
    /// 综合窗口
    public var name: String
    /// What sort of window it is, by the names of `WindowKind`; null: not said.
    @Nullable public var kind: String?
    /// The professional area that it belongs to; null: not said.
    @Nullable public var area: String?
    /// `open`: nobody is here; `calling` `serving`: somebody is; `paused`; `closed`
    public var state: String
    /// The number called or served here; null if nobody is.
    @Nullable public var serving: String?
    /// Who works here; null: nobody signed on.
    @Nullable public var `operator`: String?
    /// Why it is paused, in the clerk's words; null if it is not or nothing was said.
    @Nullable public var reason: String?
    /// What people call whoever works here; null: nobody signed on.
    @Nullable public var operatorName: String?
    /// Whose place they take, the ids of operators; null: nobody's.
    @Nullable public var standsInFor: [String]?
    /// What it serves until the day turns, the ids of services; null: as configured.
    @Nullable public var assigned: [String]?
    /// Where its clerk is while it is paused; null if it is not or nothing was said.
    @Nullable public var away: AwayView?

    /// All fields.
    public init(
        id: String, name: String, kind: String? = nil, area: String? = nil, state: String, serving: String?,
        operator: String? = nil, reason: String? = nil
    ) {
        self.kind = kind
        self.area = area
        self.id = id
        self.name = name
        self.state = state
        self.serving = serving
        self.operator = `operator`
        self.reason = reason
        operatorName = nil
        standsInFor = nil
        assigned = nil
        away = nil
    }
}

/// Where a clerk is.
public struct AwayView: Codable, Sendable, Equatable {
    /// From then on: RFC 3339, wall clock, the hall's zone.
    public var since: String
    /// `meeting` `errand` `meal` `training` `other`; null: not said
    @Nullable public var to: String?
    /// When they are to be back: RFC 3339, wall clock, the hall's zone; null: not said
    @Nullable public var backAt: String?

    /// All fields.
    public init(since: String, to: String?, backAt: String?) {
        self.since = since
        self.to = to
        self.backAt = backAt
    }
}

/// A clerk's verb.
public struct WindowParameters: CommandParameters {
    /// The window's id.
    public var window: String
    /// Kept with the record; a display shows why a window is paused.
    public var reason: String?
    /// Makes the call safe to repeat.
    public var idempotencyKey: String?
    /// The names.
    public enum CodingKeys: String, CodingKey, CaseIterable { case window, reason, idempotencyKey }
    /// All fields.
    public init(window: String, reason: String? = nil, idempotencyKey: String? = nil) {
        self.window = window
        self.reason = reason
        self.idempotencyKey = idempotencyKey
    }
}

/// A verb that answers with the window's state after it.
public protocol WindowAction: APICall where Parameters == WindowParameters, Reply == WindowView {}

/// `org.halld.Windows.Open`
public enum OpenWindow: WindowAction {
    /// Its name.
    public static let method = APIMethod.openWindow
}

/// `org.halld.Windows.Close`
public enum CloseWindow: WindowAction {
    /// Its name.
    public static let method = APIMethod.closeWindow
}

/// `org.halld.Windows.Recall`
public enum RecallTicket: WindowAction {
    /// Its name.
    public static let method = APIMethod.recall
}

/// `org.halld.Windows.PutBack`
public enum PutBack: WindowAction {
    /// Its name.
    public static let method = APIMethod.putBack
}

/// `org.halld.Windows.Park`
public enum ParkVisitor: WindowAction {
    /// Its name.
    public static let method = APIMethod.parkVisitor
}

/// `org.halld.Windows.Start`
public enum StartService: WindowAction {
    /// Its name.
    public static let method = APIMethod.startService
}

/// `org.halld.Windows.Finish`
public enum FinishService: WindowAction {
    /// Its name.
    public static let method = APIMethod.finishService
}

/// `org.halld.Windows.NoShow`
public enum NoShow: WindowAction {
    /// Its name.
    public static let method = APIMethod.noShow
}

/// `org.halld.Windows.Pause`
public enum PauseWindow: APICall {
    /// Its name.
    public static let method = APIMethod.pauseWindow
    /// Where, and where its clerk goes.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// `meeting` `errand` `meal` `training` `other`; null: not said
        public var to: String?
        /// Back after so many minutes, 1…480; null: not said
        public var backMinutes: Int?
        /// Kept with the record; a display shows it.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, to, backMinutes, reason, idempotencyKey }
        /// All fields.
        public init(
            window: String, to: String? = nil, backMinutes: Int? = nil, reason: String? = nil,
            idempotencyKey: String? = nil
        ) {
            self.window = window
            self.to = to
            self.backMinutes = backMinutes
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The window after it.
    public typealias Reply = WindowView
}

/// `org.halld.Windows.Resume`
public enum ResumeWindow: WindowAction {
    /// Its name.
    public static let method = APIMethod.resumeWindow
}

/// `org.halld.Windows.Call`
public enum CallNext: APICall {
    /// Its name.
    public static let method = APIMethod.callNext
    /// Where, and perhaps whom.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// The number to call out of its turn; null: the next one.
        public var number: String?
        /// Kept with the record.
        public var reason: String?
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, number, reason, idempotencyKey }
        /// All fields.
        public init(window: String, number: String? = nil, reason: String? = nil, idempotencyKey: String? = nil) {
            self.window = window
            self.number = number
            self.reason = reason
            self.idempotencyKey = idempotencyKey
        }
    }
    /// Whom.
    public struct Reply: Codable, Sendable, Equatable {
        /// The ticket called; null: nobody waits for this window.
        @Nullable public var ticket: TicketView?
        /// The window after it.
        public var window: WindowView
        /// The rule that chose it; null when nobody waits.
        @Nullable public var rule: String?
        /// All fields.
        public init(ticket: TicketView?, window: WindowView, rule: String?) {
            self.ticket = ticket
            self.window = window
            self.rule = rule
        }
    }
}

/// `org.halld.Windows.Rate`
public enum RateService: APICall {
    /// Its name.
    public static let method = APIMethod.rateService
    /// Where and how good.
    public struct Parameters: CommandParameters {
        /// The window's id.
        public var window: String
        /// 1 (very bad) to 5 (very good), as it was written.
        public var level: String
        /// Makes the call safe to repeat.
        public var idempotencyKey: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window, level, idempotencyKey }
        /// All fields.
        public init(window: String, level: String, idempotencyKey: String? = nil) {
            self.window = window
            self.level = level
            self.idempotencyKey = idempotencyKey
        }
    }
    /// The rating that was taken.
    public struct Reply: Codable, Sendable, Equatable {
        /// The number whose service was rated.
        public var number: String
        /// The window's id.
        public var window: String
        /// 1 (very bad) to 5 (very good).
        public var level: Int
        /// All fields.
        public init(number: String, window: String, level: Int) {
            self.number = number
            self.window = window
            self.level = level
        }
    }
}

extension APIMethod {
    /// The clerk's verb behind a method of `org.halld.Windows`.
    public var windowVerb: WindowVerb? {
        switch self {
        case .openWindow: .open
        case .closeWindow: .close
        case .callNext: .call
        case .recall: .recall
        case .putBack: .putBack
        case .parkVisitor: .park
        case .startService: .start
        case .finishService: .finish
        case .noShow: .noShow
        case .pauseWindow: .pause
        case .resumeWindow: .resume
        default: nil
        }
    }
}

/// `org.halld.Windows.Why`: what happened at a window, also where no service was.
public enum WhyWindow: APICall {
    /// Its name.
    public static let method = APIMethod.whyWindow
    /// Which.
    public struct Parameters: CallParameters {
        /// The window's id.
        public var window: String
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case window }
        /// All fields.
        public init(window: String) { self.window = window }
    }
    /// Its story.
    public struct Reply: Codable, Sendable, Equatable {
        /// The window's id.
        public var id: String
        /// The window now; null if it is no longer configured.
        @Nullable public var window: WindowView?
        /// What happened there, oldest first.
        public var events: [EventView]
        /// All fields.
        public init(id: String, window: WindowView?, events: [EventView]) {
            self.id = id
            self.window = window
            self.events = events
        }
    }
}
