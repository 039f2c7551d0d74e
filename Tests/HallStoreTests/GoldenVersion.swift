import HallModel

/// The values that stand for what one version can write.
struct GoldenVersion: Sendable, CustomStringConvertible {
    /// `0.1`
    var version: String
    /// The first adopts `plan`, the last opens a day under it.
    var facts: [HallFact]
    var plan: HallPlan
    var replies: [HallReply]
    var commands: [HallCommand]

    var description: String { version }

    /// Oldest first. A later version holds only what it has beyond the ones before it.
    static let all = [
        GoldenVersion(
            version: "0.1", facts: Golden.facts, plan: Golden.plan, replies: Golden.replies, commands: Golden.commands),
        GoldenVersion(
            version: "0.2", facts: Golden02.facts, plan: Golden02.plan, replies: Golden02.replies,
            commands: Golden02.commands),
    ]
}
