import HallLogic
import HallModel
import HallStore
import HardwareAccess
import Logging

/// What the hall thread does when the database says something else than the hall about who is at which window.
extension HallLoop {
    /// The database refused a fact of the batch. Nothing of it was written, and the hall is as it was before; all is taken
    /// in again, in halves, down to the one step whose fact is refused.
    func takeApart(_ batch: HallBatch, _ error: StoreError, _ journal: Journal, at now: HallInstant) {
        hall = committed
        pulse.beat()
        guard batch.steps.count > 1 else { return forbid(batch, error, journal, at: now) }
        var half = batch.withoutSteps
        for (index, step) in batch.steps.enumerated() {
            if index == batch.steps.count / 2 {
                commit(half, at: now)
                half = HallBatch()
                half.touchesWishes = batch.touchesWishes
            }
            handle(step, into: &half, at: now)
        }
        commit(half, at: now)
    }

    /// Tells whoever asked for what the record forbids, and whoever is responsible.
    private func forbid(_ batch: HallBatch, _ error: StoreError, _ journal: Journal, at now: HallInstant) {
        surroundings.logger.error("journal: \(error.message)")
        guard let step = batch.steps.first, let contradiction = error.contradiction else {
            return lose(journal, batch, error, at: now)
        }
        switch step {
        case .command(_, let token):
            let refusal = Refusal.recordContradicts(contradiction.ticket.number, contradiction.window)
            desk.tell(token, .success(.refused(refusal)))
        case .plan(let offer): offer.completion?(.failure(.storeUnavailable))
        // It would be due again at once, without end.
        case .input(.timeReached): return lose(journal, batch, error, at: now)
        case .input: break
        }
        let differing = (try? difference(journal, hall.recorded))?.windows.joined(separator: " ") ?? ""
        var rest = batch.withoutSteps
        if let input = news(differing.isEmpty ? contradiction.window.rawValue : differing, hall.recorded) {
            handle(.input(input), into: &rest, at: now)
        }
        commit(rest, at: now)
    }

    /// While the alarm is there, each change of the record can end its cause.
    func lookAgain(_ journal: Journal, after batch: HallBatch, at now: HallInstant) {
        guard !batch.facts.isEmpty, hall.recorded.isActive(.recordContradicts) else { return }
        do throws(StoreError) {
            guard let compared = try compare(journal, hall.recorded) else { return }
            var next = HallBatch()
            handle(.input(compared), into: &next, at: now)
            if !next.facts.isEmpty { commit(next, at: now) }
        } catch {
            // The next commit will meet it too.
            surroundings.logger.warning("journal: \(error.message)")
        }
    }

    /// What the hall is to be told about who is at which window: nil if that is nothing new.
    func compare(_ journal: Journal, _ recorded: RecordedHall) throws(StoreError) -> HallInput? {
        let difference = try difference(journal, recorded)
        guard let input = news(difference.isEmpty ? nil : difference.windows.joined(separator: " "), recorded) else {
            return nil
        }
        if !difference.isEmpty { surroundings.logger.error("journal: \(difference)") }
        return input
    }

    private func difference(
        _ journal: Journal, _ recorded: RecordedHall
    ) throws(StoreError) -> OccupancyDifference {
        try journal.compareOccupancy(
            with: recorded.windows.compactMap { window in window.current.map { Occupancy($0, at: window.id) } })
    }

    private func news(_ windows: String?, _ recorded: RecordedHall) -> HallInput? {
        let raised = recorded.alarm(Alarm.id(.recordContradicts, nil))
        let isKnown = raised?.isActive == true ? raised?.subject == windows : windows == nil
        return isKnown ? nil : .recordCompared(windows: windows)
    }
}
