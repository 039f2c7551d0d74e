import HallModel

/// The rules about time that more than one room needs.
enum ServiceDays {
    /// How far the clock may be beyond the newest record: a hall that was off for longer asks for a look.
    static let furthestJump = Duration.seconds(400 * 86_400)
    /// How often a clock that is wrong is looked at again.
    static let wrongClockInterval = Duration.seconds(60)
    /// How often a clock that seems right is looked at, since it may be set.
    static let clockInterval = Duration.seconds(900)

    /// The service day of a moment: from `dayStartSecond` to the next day's.
    static func day(at now: HallInstant, _ hall: HallSettings) -> ServiceDay {
        let local = now.local
        guard local.secondOfDay < hall.dayStartSecond else { return local.date }
        return CivilDate(daysSince1970: local.date.daysSince1970 - 1)
    }

    /// The day that has begun by now and is not open yet. Days only go forward, and a clock known to be wrong turns
    /// none; without any day the hall could give no numbers, so the first is opened by whatever clock there is.
    static func due(_ recorded: RecordedHall, _ plan: HallPlan, at now: HallInstant) -> ServiceDay? {
        let today = day(at: now, plan.hall)
        guard let open = recorded.day else { return today }
        return today > open && !recorded.isActive(.clockImplausible) ? today : nil
    }

    /// A clock before the build, or far beyond the last thing that is known to have happened.
    static func isImplausible(_ wall: WallTime, newest: WallTime?, builtAt: WallTime?) -> Bool {
        if let builtAt, wall < builtAt { return true }
        guard let newest else { return false }
        return wall > max(newest, builtAt ?? newest) + furthestJump
    }

    /// The turn of the day, if it comes before the clock is looked at anyway.
    static func wakes(_ recorded: RecordedHall, at now: HallInstant) -> [MonotonicInstant] {
        guard let plan = recorded.plan, let open = recorded.day else { return [] }
        guard !recorded.isActive(.clockImplausible) else { return [now.monotonic + wrongClockInterval] }
        let look = now.monotonic + clockInterval
        let turn = now.civil.next(secondOfDay: plan.hall.dayStartSecond, from: now.wall)
        let atTurn = now.advanced(by: turn - now.wall)
        return day(at: atTurn, plan.hall) > open ? [min(look, atTurn.monotonic)] : [look]
    }
}
