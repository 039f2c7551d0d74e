/// Who is called when, and what becomes of visitors who do not come.
public struct QueueSettings: Sendable, Equatable, Codable {
    /// So often one waits again by itself; 0…5.
    public var again: Int
    /// Behind so many others of the same service; 1…50.
    public var behind: Int
    /// Seconds in which one may come back after that; 0…7200, 0: not at all.
    public var graceSeconds: Int

    /// Elder, disabled, pregnant and military visitors are called before others, but after so many in a row a window calls
    /// one of the others if one waits; 1…10, nil: all are called alike.
    public var preferred: Int?

    /// Seconds after which a paused window alarms, 60…14 400; nil: never.
    public var awaySeconds: Int?

    /// All settings. Where the file is silent a number that is not heeded is over.
    public init(again: Int = 0, behind: Int = 3, graceSeconds: Int = 0, preferred: Int? = nil, awaySeconds: Int? = nil)
    {
        self.again = again
        self.behind = behind
        self.graceSeconds = graceSeconds
        self.preferred = preferred
        self.awaySeconds = awaySeconds
    }
}
