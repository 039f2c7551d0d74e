/// What one connection did since it was opened.
public struct StoreStatistics: Sendable, Equatable {
    /// Batches made durable.
    public internal(set) var commits = 0
    /// Facts made durable.
    public internal(set) var facts = 0
    /// Replies made durable.
    public internal(set) var replies = 0
    /// How long the last commit took, with its fsync.
    public internal(set) var lastCommit: Duration = .zero
    /// How long the longest commit took, with its fsync.
    public internal(set) var longestCommit: Duration = .zero
    /// Checkpoints done, by commits and by `checkpointIfIdle`.
    public internal(set) var checkpoints = 0
    /// Checkpoints that failed; nothing was lost, the write-ahead file grows.
    public internal(set) var failedCheckpoints = 0
    /// Pages of 4 KiB in the write-ahead file that a checkpoint has yet to move.
    public internal(set) var writeAheadPages = 0

    mutating func count(_ batch: Journal.Batch, taking duration: Duration, pages: Int) {
        commits += 1
        facts += batch.facts.count
        replies += batch.replies.count
        lastCommit = duration
        longestCommit = max(longestCommit, duration)
        writeAheadPages = pages
    }
}
