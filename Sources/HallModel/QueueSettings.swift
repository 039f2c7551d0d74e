/// What becomes of visitors who do not come when they are called.
public struct QueueSettings: Sendable, Equatable, Codable {
    /// So often one waits again by itself; 0…5.
    public var again: Int
    /// Behind so many others of the same service; 1…50.
    public var behind: Int
    /// Seconds in which one may come back after that; 0…7200, 0: not at all.
    public var graceSeconds: Int

    /// All settings. Where the file is silent a number that is not heeded is over.
    public init(again: Int = 0, behind: Int = 3, graceSeconds: Int = 0) {
        self.again = again
        self.behind = behind
        self.graceSeconds = graceSeconds
    }
}
