/// A clerk calls for help from the desk; open until it is answered, over the turn of a day too.
public struct AssistCalled: FactPayload {
    /// Its name in the journal.
    public static let kind = "assist-called"
    /// Where; a window has one open call.
    public var window: WindowID
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who.
    public var by: String

    /// All fields.
    public init(window: WindowID, reason: String, at: WallTime, by: String) {
        self.window = window
        self.reason = reason
        self.at = at
        self.by = by
    }
}

/// Somebody went to help.
public struct AssistAnswered: FactPayload {
    /// Its name in the journal.
    public static let kind = "assist-answered"
    /// Where.
    public var window: WindowID
    /// Whole seconds from the call to the answer: monotonic clock, and wall clock over a restart.
    public var seconds: Int
    /// Why, in their words; empty if they gave none.
    public var reason: String
    /// When.
    public var at: WallTime
    /// Who.
    public var by: String

    /// All fields.
    public init(window: WindowID, seconds: Int, reason: String, at: WallTime, by: String) {
        self.window = window
        self.seconds = seconds
        self.reason = reason
        self.at = at
        self.by = by
    }
}
