import HallModel
import OrderedCollections

/// Ninth room: one rating for one service, nothing for noise.
///
/// ```
///                        same key: one press, the others are evidence
///                          ┌──┐
///              press       │  ▼        1 s
///  can be rated ────────▶ held ─────────────▶ rated ── level 1, 2 ─▶ alarm: follow up
///       │                   │ another key: nobody can tell which was meant
///       │                   ▼
///       │                 mashed ── 1 s without a press ─▶ evidence
///       │ time over, next service
///       ▼
///  lapsed: not rated, never a default
/// ```
/// A service can be rated from its start until some time after its end, or until the next one starts at the window.
/// Presses are held in memory only: one that is cut off by a restart or by a failing journal counts for nothing.
struct Ratings {
    /// How long a press is held.
    static let hold = Duration.seconds(1)
    /// How long a pad gives thanks.
    static let thanks = Duration.seconds(5)

    func visit(_ step: inout HallStep) {
        if case .journalRecovered = step.input { step.live.ratings.bursts = [:] }
        endBursts(&step)
        lapseReplaced(&step)
        switch step.input {
        case .report(let report):
            guard case .key(let name) = report.content, let level = RatingLevel(code: name),
                let window = step.recorded.plan?.windows.first(where: { $0.pad == report.device })
            else { break }
            press(level, window.id, report.device, &step)
        case .command(.rate(let window, let level), let user, let token):
            step.answer(token, rate(window, level, by: user, &step))
        case .started, .planOffered, .command, .journalFailed, .journalRecovered, .historyFailed, .historyRecovered,
            .recordCompared,
            .inputDropped, .timeReached:
            break
        }
        lapseInTime(&step)
        leaveEvidence(&step)
        step.live.ratings.thanks.removeAll { $0.value <= step.now.monotonic }
    }

    private func rate(_ id: WindowID, _ name: String, by user: String, _ step: inout HallStep) -> HallReply {
        guard step.recorded.window(id) != nil else {
            return .refused(.noSuchWindow(id.rawValue, known: step.recorded.windows.map(\.id.rawValue)))
        }
        guard let level = RatingLevel(code: name) else { return .refused(.noSuchLevel(name)) }
        switch standing(id, step) {
        case .open(let ticket):
            record(level, ticket, id, by: user, &step)
            return .rated(ticket.number, id, level)
        case .rated(let ticket): return .refused(.alreadyRated(ticket.number))
        case .nothing: return .refused(.nothingToRate(id))
        }
    }

    private func record(
        _ level: RatingLevel, _ ticket: TicketID, _ window: WindowID, by who: String, _ step: inout HallStep
    ) {
        step.record(
            .ticketRated(TicketRated(ticket: ticket, window: window, level: level, by: who, at: step.now.wall)))
        step.live.ratings.thanks[window] = step.now.monotonic + Self.thanks
        if level.isBad { step.signal(.ratedBad(ticket, window, level)) }
    }

    /// What a rating at a window would be about.
    private enum Standing {
        case open(TicketID)
        case rated(TicketID)
        case nothing
    }

    private func standing(_ window: WindowID, _ step: HallStep) -> Standing {
        guard let service = step.recorded.ratings.service(at: window) else { return .nothing }
        guard service.level != nil else { return .open(service.ticket) }
        let isOver = service.finishedAt.map { $0 + seconds(step) <= step.now.wall } ?? false
        return isOver ? .nothing : .rated(service.ticket)
    }

    private func seconds(_ step: HallStep) -> Duration {
        .seconds((step.recorded.plan?.ratings ?? RatingSettings()).seconds)
    }
}

// MARK: - Presses

extension Ratings {
    private func press(_ level: RatingLevel, _ window: WindowID, _ pad: DeviceID, _ step: inout HallStep) {
        let due = step.now.monotonic + Self.hold
        let fresh = kind(of: level, window, step)
        guard var burst = step.live.ratings.bursts[window] else {
            step.live.ratings.bursts[window] = LiveRatings.Burst(fresh, pad: pad, level, due: due)
            return
        }
        switch (burst.kind, fresh) {
        case (.held(level, _), _): burst.add(level)
        case (.held, _):
            burst.kind = .ignored(.mashed)
            burst.add(level)
            burst.due = due
        case (.ignored(.mashed), _), (.ignored, .ignored):
            burst.add(level)
            burst.due = due
        case (.ignored(let reason), .held):
            // A service has begun since: this press is the first that can mean it.
            leave(burst, as: reason, window, &step)
            burst = LiveRatings.Burst(fresh, pad: pad, level, due: due)
        }
        step.live.ratings.bursts[window] = burst
    }

    private func kind(of level: RatingLevel, _ window: WindowID, _ step: HallStep) -> LiveRatings.Burst.Kind {
        switch standing(window, step) {
        case .open(let ticket): .held(level, ticket)
        case .rated: .ignored(.alreadyRated)
        case .nothing: .ignored(.noService)
        }
    }

    private func endBursts(_ step: inout HallStep) {
        for (window, burst) in step.live.ratings.bursts.elements where burst.due <= step.now.monotonic {
            end(burst, window, &step)
        }
    }

    private func end(_ burst: LiveRatings.Burst, _ window: WindowID, _ step: inout HallStep) {
        step.live.ratings.bursts[window] = nil
        switch burst.kind {
        case .ignored(let reason): leave(burst, as: reason, window, &step)
        case .held(let level, let ticket):
            guard let service = step.recorded.ratings.service(of: ticket, at: window) else {
                return leave(burst, as: .noService, window, &step)
            }
            guard service.level == nil else { return leave(burst, as: .alreadyRated, window, &step) }
            record(level, ticket, window, by: "device:\(burst.pad)", &step)
            guard burst.count > 1 else { return }
            var rest = burst
            rest.levels.removeFirst()
            rest.count -= 1
            leave(rest, as: .bounced, window, &step)
        }
    }

    private func leave(
        _ burst: LiveRatings.Burst, as reason: PressesIgnored.Reason, _ window: WindowID, _ step: inout HallStep
    ) {
        let ignored = PressesIgnored(
            window: window, pad: burst.pad, reason: reason, levels: burst.levels, count: burst.count, at: step.now.wall)
        step.live.ratings.keep(ignored, at: step.now.monotonic)
    }

    private func leaveEvidence(_ step: inout HallStep) {
        for ignored in step.live.ratings.takeEvidence(at: step.now.monotonic) { step.record(.pressesIgnored(ignored)) }
    }
}

// MARK: - Time over

extension Ratings {
    /// The next service has started: what was pressed before it counts for the one before it.
    private func lapseReplaced(_ step: inout HallStep) {
        for service in step.recorded.ratings.replaced {
            if step.live.ratings.heldUntil(service) != nil, let burst = step.live.ratings.bursts[service.window] {
                end(burst, service.window, &step)
                // The thanks were for the visitor before.
                step.live.ratings.thanks[service.window] = nil
            } else {
                lapse(service, &step)
            }
        }
    }

    private func lapseInTime(_ step: inout HallStep) {
        let seconds = seconds(step)
        for service in step.recorded.ratings.services where service.level == nil {
            guard let finishedAt = service.finishedAt else { continue }
            let left = min(max(.zero, finishedAt + seconds - step.now.wall), seconds)
            let stretch = LiveRatings.Stretch(service)
            var due = step.live.ratings.lapses[stretch] ?? step.now.monotonic + left
            if let held = step.live.ratings.heldUntil(service) { due = max(due, held) }
            step.live.ratings.lapses[stretch] = due
            if due <= step.now.monotonic { lapse(service, &step) }
        }
        for stretch in step.live.ratings.lapses.keys {
            let service = step.recorded.ratings.service(of: stretch.ticket, at: stretch.window)
            if service?.finishedAt == nil || service?.level != nil { step.live.ratings.lapses[stretch] = nil }
        }
    }

    private func lapse(_ service: RatingState.Service, _ step: inout HallStep) {
        step.record(
            .ratingLapsed(RatingLapsed(ticket: service.ticket, window: service.window, at: step.now.wall)))
    }
}
