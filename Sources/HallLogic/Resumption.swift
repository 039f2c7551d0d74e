import HallModel
import OrderedCollections

/// At the first start after a backup was put in the journal's place: numbering goes on above whatever may have been given
/// since the backup, and the record says so.
struct Resumption {
    /// How far above the newest number that the backup knows.
    static let margin = 50

    func visit(_ step: inout HallStep) {
        guard case .started(let start) = step.input, let restore = start.restored, let plan = step.recorded.plan else {
            return
        }
        // The day may have turned since the backup: then it knows none of this day's numbers, and the margin counts from 0.
        let given = restore.given.flatMap { $0.day == step.recorded.day ? $0.counts : nil } ?? []
        let resumes = plan.services.map { service in
            let known = step.recorded.counts[service.id] ?? 0
            let former = given.first { $0.service == service.id }?.count ?? 0
            return JournalRestore.Count(
                service: service.id, count: max(max(known, service.numbers.first - 1) + Self.margin, former))
        }
        step.record(.journalRestored(JournalRestored(restore: restore, resumes: resumes, at: step.now.wall)))
        step.signal(.journalRestored(end: restore.newestAt))
    }
}
