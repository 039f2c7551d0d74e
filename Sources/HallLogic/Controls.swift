import HallModel
import OrderedCollections

/// Seventh room: attempts to write. Each is durable before it leaves, and ends exactly once.
///
/// ```
///             refused: no such point, read only, no such value, a limit forbids it, too many under way
///                ▲
///  command ──────┤
///  correction ───┴▶ ordered ──▶ sent ── told ────────────────────────▶ confirmed, differs, rejected,
///                      │          │                                    unanswered, expired
///                      │          ├─ nothing told by the deadline ───▶ unanswered
///                      │          └─ the daemon was interrupted ─────▶ interrupted
///                      └─ its commit failed and is on disk all the same ▶ expired
/// ```
struct Controls {
    /// How long an attempt may wait for its wire.
    static let deadline = Duration.seconds(10)
    /// How long after that the hall waits to be told how it ended.
    static let patience = Duration.seconds(2)
    /// Attempts under way at one time.
    static let pendingLimit = 64

    func visit(_ step: inout HallStep) {
        if case .started = step.input { interrupt(&step) }
        settleTold(&step)
        watchDeadlines(&step)
        PlantGuard().watchCalm(&step)
        switch step.input {
        case .command(.writePoint(let point, let value, let reason), let user, let token):
            write(point, value, reason, by: user, token, &step)
        case .report(let report):
            guard case .reading(let name, let reading) = report.content else { return }
            PlantGuard().hear(PointID(report.device, name), reading, &step)
        case .started, .planOffered, .command, .journalFailed, .journalRecovered, .historyFailed, .historyRecovered,
            .recordCompared,
            .inputDropped, .timeReached:
            break
        }
    }

    private func write(
        _ point: PointID, _ text: String, _ reason: String, by user: String, _ token: ReplyToken, _ step: inout HallStep
    ) {
        switch WriteRules.judge(point, text, step) {
        case .failure(let refused): step.answer(token, .refused(refused.refusal))
        case .success(let value):
            // A person of that name is not the hall.
            let by = user == ControlState.corrector ? "user:\(user)" : user
            Self.order(point, value, by: by, reason: reason, token, &step)
        }
    }

    /// Records an attempt and hands it to its device.
    static func order(
        _ point: PointID, _ value: PointValue, by user: String, reason: String, _ token: ReplyToken?,
        _ step: inout HallStep
    ) {
        let write = step.recorded.controls.lastWrite + 1
        step.record(
            .pointWriteOrdered(
                PointWriteOrdered(write: write, point: point, value: value, by: user, reason: reason, at: step.now.wall)
            ))
        let deadline = step.now.monotonic + deadline
        step.live.controls.attempts[write] = LiveControls.Attempt(
            point: point, due: deadline + patience, token: token)
        step.send(.write(PointWrite(id: write, point: point, value: value, deadline: deadline)))
    }
}

// MARK: - Outcomes

extension Controls {
    /// How attempts ended, also those told while nothing could be recorded. One that this run never handed out was not
    /// sent: its batch failed and is on disk all the same.
    private func settleTold(_ step: inout HallStep) {
        for ordered in step.recorded.controls.pending {
            guard step.live.controls.attempts[ordered.write] != nil else {
                settle(ordered, .expired, nil, &step)
                continue
            }
            guard let told = step.live.controls.told[ordered.write] else { continue }
            settle(ordered, told.outcome, told.readBack, &step)
        }
    }

    private func watchDeadlines(_ step: inout HallStep) {
        for (write, attempt) in step.live.controls.attempts.elements where attempt.due <= step.now.monotonic {
            if let ordered = step.recorded.controls.pending.first(where: { $0.write == write }) {
                settle(ordered, .unanswered, nil, &step)
            } else {
                step.live.controls.attempts[write] = nil
            }
        }
    }

    /// At a start nobody can tell any more what became of the attempts of the run before.
    private func interrupt(_ step: inout HallStep) {
        for ordered in step.recorded.controls.pending { settle(ordered, .interrupted, nil, &step) }
    }

    private func settle(
        _ ordered: PointWriteOrdered, _ outcome: WriteOutcome, _ readBack: PointValue?, _ step: inout HallStep
    ) {
        let attempt = step.live.controls.attempts.removeValue(forKey: ordered.write)
        step.record(
            .pointWriteSettled(
                PointWriteSettled(
                    write: ordered.write, point: ordered.point, outcome: outcome, readBack: readBack, at: step.now.wall)
            ))
        step.live.controls.settledAt[ordered.point] = step.now.monotonic
        if let readBack { step.live.takeReadBack(readBack, of: ordered.point, at: step.now.monotonic) }
        if outcome != .confirmed {
            step.live.controls.notBefore[ordered.point] = step.now.monotonic + PlantGuard.pause
        } else {
            // A person's success ends the pause after a failure; corrections keep their distance.
            if ordered.by != ControlState.corrector { step.live.controls.notBefore[ordered.point] = nil }
            // An output must stay as it is for a while.
            if step.recorded.plan?.point(ordered.point)?.meaning != .output {
                step.clear(.changedAtUnit, about: .point(ordered.point))
            }
        }
        guard let token = attempt?.token else { return }
        step.answer(
            token, .written(ordered.point, value: ordered.value, outcome: outcome, readBack: readBack))
    }
}
