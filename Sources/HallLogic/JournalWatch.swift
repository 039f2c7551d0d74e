import HallModel

/// First room: while the journal cannot be written nothing is promised to anybody. Commands are answered, a new
/// configuration waits, and the rooms that give and call numbers are not visited.
struct JournalWatch {
    func visit(_ step: inout HallStep) {
        switch step.input {
        case .journalFailed(let reason): step.raise(.journalUnavailable, subject: reason)
        // A start has read the journal, so it can be read and written again.
        case .journalRecovered, .started: step.clear(.journalUnavailable)
        case .planOffered, .command, .report, .inputDropped, .historyFailed, .historyRecovered, .recordCompared,
            .timeReached:
            break
        }
        guard step.recorded.isActive(.journalUnavailable) else { return }
        switch step.input {
        case .command(_, _, let token): step.answer(token, .refused(.storeUnavailable))
        case .planOffered(let plan, let hash): step.live.heldPlan = LiveHall.HeldPlan(plan: plan, hash: hash)
        case .started, .report, .journalFailed, .journalRecovered, .inputDropped, .historyFailed, .historyRecovered,
            .recordCompared,
            .timeReached:
            break
        }
    }
}
