import HallModel

/// What date and time of day say about the seasons of limits; they say nothing while the clock cannot be believed.
struct LimitClock: Sendable, Equatable {
    /// The hall is open; nil where that is not known.
    let isOpen: Bool?
    /// What plants do at this time of the year, as the site says; nil where it says nothing.
    let season: LimitBook.Running?

    init(_ recorded: RecordedHall, at now: HallInstant) {
        let isBelieved = !recorded.isActive(.clockImplausible)
        let local = now.local
        if let hours = recorded.plan?.hall.openHours {
            isOpen = isBelieved ? hours.opens <= local.secondOfDay && local.secondOfDay < hours.closes : nil
        } else {
            isOpen = true
        }
        season = isBelieved ? recorded.plan?.hall.seasons.map { LimitBook.Running($0, on: MonthDay(local.date)) } : nil
    }

    /// When it next says something else, where some limit asks.
    static func wakes(_ book: LimitBook, _ recorded: RecordedHall, at now: HallInstant) -> [MonotonicInstant] {
        guard let hall = recorded.plan?.hall else { return [] }
        var seconds: [Int] = []
        if book.followsOpenHours, let hours = hall.openHours { seconds += [hours.opens, hours.closes] }
        if book.followsPlants, hall.seasons != nil { seconds.append(0) }
        // This very moment has been looked at.
        let after = now.wall + .microseconds(1)
        return seconds.map { now.advanced(by: now.civil.next(secondOfDay: $0, from: after) - now.wall).monotonic }
    }
}

extension HallStep {
    /// What the time of the step says.
    var limitClock: LimitClock { LimitClock(recorded, at: now) }
}

extension LimitBook.Running {
    fileprivate init(_ dates: SeasonDates, on day: MonthDay) {
        if dates.cooling?.contains(day) == true {
            self = .cooling
        } else if dates.heating?.contains(day) == true {
            self = .heating
        } else {
            self = .neither
        }
    }
}
