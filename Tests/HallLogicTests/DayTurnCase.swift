import HallLogic
import HallModel
import Testing

/// What befalls a hall around the turn of its days, and when the days must turn: worked out by hand from the tables of the
/// time zones (UTC+8 for Shanghai; Berlin's clocks change at 01:00 UTC on 2026-03-29 and 2026-10-25), not by the code.
struct DayTurnCase: Sendable, CustomTestStringConvertible {
    /// What befalls it, at a moment of true time.
    enum Event: Sendable {
        /// Somebody sets the wall clock: so many seconds are added to it.
        case clock(Int)
        /// The configuration names another time zone.
        case zone(CivilClock)
        /// Killed, and started again at once.
        case kill
        /// Switched off for so many seconds.
        case off(Int)
        /// The disk refuses everything from here on, and takes it again.
        case diskFails, diskWorks
        /// From here on the journal is a backup of that moment.
        case backup, restore
    }

    var name: String
    var civil: CivilClock
    var dayStart: Int
    /// The first moment, UTC.
    var begins: String
    var hours: Int
    /// By the true time, UTC.
    var events: [(at: String, event: Event)] = []
    /// The days that open, and the wall clock (UTC) at which; nil: the hall was off or blind, and turns when it is back.
    var turns: [(day: String, at: String?)]

    var testDescription: String { name }

    static func moment(_ text: String) -> Int64 {
        let parts = text.split(separator: " ")
        let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
        let day = Int64(CivilDate(String(parts[0]))?.daysSince1970 ?? 0)
        return day * 86_400 + clock[0] * 3600 + clock[1] * 60 + (clock.count > 2 ? clock[2] : 0)
    }

    static let shanghai = CivilClock(fixedOffsetSeconds: 28_800)
    static let four = 4 * 3600

    static let all = [
        DayTurnCase(
            name: "an ordinary night, service day from four", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 48,
            turns: [("2026-11-21", "2026-11-20 20:00"), ("2026-11-22", "2026-11-21 20:00")]),
        DayTurnCase(
            name: "service day from midnight", civil: shanghai, dayStart: 0, begins: "2026-11-20 10:00", hours: 48,
            turns: [("2026-11-21", "2026-11-20 16:00"), ("2026-11-22", "2026-11-21 16:00")]),
        DayTurnCase(
            name: "over the end of the year", civil: shanghai, dayStart: 0, begins: "2027-12-31 10:00",
            hours: 29, turns: [("2028-01-01", "2027-12-31 16:00")]),
        DayTurnCase(
            name: "a leap day", civil: shanghai, dayStart: four, begins: "2028-02-28 10:00", hours: 48,
            turns: [("2028-02-29", "2028-02-28 20:00"), ("2028-03-01", "2028-02-29 20:00")]),
        // The clock is set forward at 18:00, over the turn: the day turns then, and not again at its own time.
        DayTurnCase(
            name: "the clock is set forward over the turn", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00",
            hours: 40, events: [("2026-11-20 18:00", .clock(3 * 3600))],
            turns: [("2026-11-21", "2026-11-20 21:00"), ("2026-11-22", "2026-11-21 20:00")]),
        // Set back over the turn that was: nothing turns twice.
        DayTurnCase(
            name: "the clock is set back over the turn", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00",
            hours: 40, events: [("2026-11-20 21:00", .clock(-2 * 3600))],
            turns: [("2026-11-21", "2026-11-20 20:00"), ("2026-11-22", "2026-11-21 20:00")]),
        DayTurnCase(
            name: "forward over the turn by mistake, and back", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 40,
            events: [("2026-11-20 18:00", .clock(3 * 3600)), ("2026-11-20 18:20", .clock(-3 * 3600))],
            turns: [("2026-11-21", "2026-11-20 21:00"), ("2026-11-22", "2026-11-21 20:00")]),
        DayTurnCase(
            name: "three days forward, as after a flat battery", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 30, events: [("2026-11-20 12:00", .clock(3 * 86_400))],
            turns: [("2026-11-23", "2026-11-23 12:00"), ("2026-11-24", "2026-11-23 20:00")]),
        DayTurnCase(
            name: "three days back: no day turns before its time", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 60, events: [("2026-11-20 12:00", .clock(-3 * 86_400))], turns: []),
        DayTurnCase(
            name: "Berlin in spring, at a time of day that is skipped", civil: CalendarTests.berlin,
            dayStart: 2 * 3600 + 1800, begins: "2026-03-28 10:00", hours: 48,
            turns: [("2026-03-29", "2026-03-29 01:00"), ("2026-03-30", "2026-03-30 00:30")]),
        DayTurnCase(
            name: "Berlin in autumn, at a time of day that comes twice", civil: CalendarTests.berlin,
            dayStart: 2 * 3600 + 1800, begins: "2026-10-24 10:00", hours: 48,
            turns: [("2026-10-25", "2026-10-25 00:30"), ("2026-10-26", "2026-10-26 01:30")]),
        DayTurnCase(
            name: "Berlin in autumn, from midnight", civil: CalendarTests.berlin, dayStart: 0,
            begins: "2026-10-24 10:00", hours: 48,
            turns: [("2026-10-25", "2026-10-24 22:00"), ("2026-10-26", "2026-10-25 23:00")]),
        // 13:00 UTC is 21:00 in Shanghai and 14:00 in Berlin: the day is the same one, and its end moves.
        DayTurnCase(
            name: "the time zone is mended westward", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00",
            hours: 44, events: [("2026-11-20 13:00", .zone(CalendarTests.berlin))],
            turns: [("2026-11-21", "2026-11-21 03:00"), ("2026-11-22", "2026-11-22 03:00")]),
        // 21:00 UTC is the 20th still in Berlin, and the 21st in Shanghai.
        DayTurnCase(
            name: "the time zone is mended eastward over the turn", civil: CalendarTests.berlin, dayStart: four,
            begins: "2026-11-20 10:00", hours: 40, events: [("2026-11-20 21:00", .zone(shanghai))],
            turns: [("2026-11-21", "2026-11-20 21:00"), ("2026-11-22", "2026-11-21 20:00")]),
        // The day that had turned in the east does not turn again in the west.
        DayTurnCase(
            name: "the time zone is mended westward after the turn", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 48, events: [("2026-11-20 21:00", .zone(CalendarTests.berlin))],
            turns: [("2026-11-21", "2026-11-20 20:00"), ("2026-11-22", "2026-11-22 03:00")]),
        DayTurnCase(
            name: "killed a second before the turn, at it and after it", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 30,
            events: [("2026-11-20 19:59:59", .kill), ("2026-11-20 20:00", .kill), ("2026-11-20 20:00:01", .kill)],
            turns: [("2026-11-21", "2026-11-20 20:00")]),
        DayTurnCase(
            name: "off over the turn", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00", hours: 40,
            events: [("2026-11-20 19:00", .off(4 * 3600))],
            turns: [("2026-11-21", nil), ("2026-11-22", "2026-11-21 20:00")]),
        DayTurnCase(
            name: "off over a long weekend", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00", hours: 100,
            events: [("2026-11-20 19:00", .off(86 * 3600))], turns: [("2026-11-24", nil)]),
        DayTurnCase(
            name: "the disk fails over the turn", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00",
            hours: 40, events: [("2026-11-20 19:00", .diskFails), ("2026-11-20 22:00", .diskWorks)],
            turns: [("2026-11-21", nil), ("2026-11-22", "2026-11-21 20:00")]),
        DayTurnCase(
            name: "a backup is put back on its own day", civil: shanghai, dayStart: four, begins: "2026-11-20 10:00",
            hours: 30, events: [("2026-11-20 11:00", .backup), ("2026-11-20 12:00", .restore)],
            turns: [("2026-11-21", "2026-11-20 20:00")]),
        // The turn that the backup does not know comes once more, at the start.
        DayTurnCase(
            name: "a backup of yesterday is put back after the turn", civil: shanghai, dayStart: four,
            begins: "2026-11-20 10:00", hours: 40,
            events: [("2026-11-20 19:00", .backup), ("2026-11-20 22:00", .restore)],
            turns: [("2026-11-21", "2026-11-20 20:00"), ("2026-11-21", nil), ("2026-11-22", "2026-11-21 20:00")]),
    ]
}
