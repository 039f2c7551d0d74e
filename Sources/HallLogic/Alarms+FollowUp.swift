import HallModel

/// The days in which a bad rating is followed up.
///
/// A bad rating is open while its alarm is kept: also shelved, out of service, or acknowledged while it still stands. It
/// is closed by a note, which makes the alarm normal. What counts is recorded, so a restart and the turn of a day change
/// nothing.
extension Alarms {
    /// Raises what is overdue, and ends it when the rating is closed or the days are no longer over. Not while the journal
    /// cannot be written: the fact would be lost; nor by a clock that is known to be wrong.
    func watchFollowUps(_ step: inout HallStep) {
        guard Self.canJudge(step.recorded) else { return }
        let open = Self.open(step.recorded)
        for (rating, due) in open {
            guard due <= step.now.wall else {
                step.clear(.followUpOverdue, about: rating.source)
                continue
            }
            step.raise(.followUpOverdue, about: rating.source, subject: rating.subject, value: rating.value)
        }
        for alarm in step.recorded.alarms where alarm.kind == .followUpOverdue {
            if !open.contains(where: { $0.rating.source == alarm.source }) {
                step.clear(.followUpOverdue, about: alarm.source)
            }
        }
    }

    /// When follow-ups fall due that are not told yet.
    static func followUpWakes(_ recorded: RecordedHall, at now: HallInstant) -> [MonotonicInstant] {
        guard canJudge(recorded) else { return [] }
        return open(recorded).compactMap { rating, due in
            let told = recorded.alarm(Alarm.id(.followUpOverdue, about: rating.source))?.isActive ?? false
            return told ? nil : now.monotonic + max(.zero, due - now.wall)
        }
    }

    private static func canJudge(_ recorded: RecordedHall) -> Bool {
        !recorded.isActive(.journalUnavailable) && !recorded.isActive(.clockImplausible)
    }

    /// The bad ratings that nobody has closed, and when each is due; none where the configuration sets no days.
    private static func open(_ recorded: RecordedHall) -> [(rating: Alarm, due: WallTime)] {
        guard let days = recorded.plan?.ratings?.followUpDays else { return [] }
        return recorded.alarms.filter { $0.kind == .badRating }.map { ($0, $0.since + .seconds(days * 86_400)) }
    }
}
