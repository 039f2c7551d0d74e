import HallModel
import Testing

@Suite("Civil dates")
struct CivilDateTests {
    @Test func `1970-01-01 is day 0, and known days count from it`() {
        #expect(CivilDate(year: 1970, month: 1, day: 1).daysSince1970 == 0)
        #expect(CivilDate(year: 1969, month: 12, day: 31).daysSince1970 == -1)
        #expect(CivilDate(year: 2000, month: 3, day: 1).daysSince1970 == 11_017)
        #expect(CivilDate(year: 2038, month: 1, day: 19).daysSince1970 == 24_855)
    }

    @Test func `every day of eight centuries follows the one before`() {
        var (year, month, day) = (1599, 12, 31)
        let first = CivilDate(year: year, month: month, day: day).daysSince1970
        for number in first..<(first + 800 * 366) {
            #expect(CivilDate(daysSince1970: number).parts == (year, month, day))
            #expect(CivilDate(year: year, month: month, day: day).daysSince1970 == number)
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            day += 1
            if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
            if month > 12 { (year, month) = (year + 1, 1) }
        }
    }

    @Test func `dates are read strictly and written back the same`() {
        for text in ["2026-11-21", "2024-02-29", "2000-02-29", "0001-01-01"] {
            #expect(CivilDate(text)?.description == text)
        }
        for text in [
            "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-11-31", "2026-11-00", "2026-1-1",
            "26-11-21", "+026-11-21", "2026-+1-21", "2026-11-+1", "2026-11-21-", "", "2026/11/21", "２０２６-11-21",
        ] {
            #expect(CivilDate(text) == nil, "\(text)")
        }
    }
}

@Suite("The hall's clock")
struct CivilClockTests {
    static func utc(_ date: String, _ hour: Int, _ minute: Int = 0) -> WallTime {
        let day = CivilDate(date)?.daysSince1970 ?? 0
        return WallTime(seconds: Int64(day) * 86_400 + Int64(hour * 3600 + minute * 60))
    }

    /// Berlin in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
    static let berlin = CivilClock(changes: [
        CivilClock.Change(from: utc("2025-10-26", 1), offsetSeconds: 3600),
        CivilClock.Change(from: utc("2026-03-29", 1), offsetSeconds: 7200),
        CivilClock.Change(from: utc("2026-10-25", 1), offsetSeconds: 3600),
    ])
    static let shanghai = CivilClock(fixedOffsetSeconds: 28_800)

    @Test func `a moment has a date and a time of day there`() {
        let local = Self.shanghai.local(Self.utc("2026-11-20", 20, 5))
        #expect(local.date.description == "2026-11-21")
        #expect(local.clock == "04:05")
        #expect(local.rfc3339 == "2026-11-21T04:05:00+08:00")
    }

    @Test func `west of Greenwich and before 1970 count down correctly`() {
        let newfoundland = CivilClock(fixedOffsetSeconds: -12_600)
        #expect(newfoundland.local(WallTime(seconds: 0)).rfc3339 == "1969-12-31T20:30:00-03:30")
        let fraction = WallTime(microseconds: -1)
        #expect(CivilClock(changes: []).local(fraction).rfc3339 == "1969-12-31T23:59:59+00:00")
    }

    @Test func `the offset changes at its moment, and the first and last hold beyond`() {
        #expect(Self.berlin.offset(at: Self.utc("2020-07-01", 0)) == 3600)
        #expect(Self.berlin.offset(at: WallTime(microseconds: Self.utc("2026-03-29", 1).microseconds - 1)) == 3600)
        #expect(Self.berlin.offset(at: Self.utc("2026-03-29", 1)) == 7200)
        #expect(Self.berlin.offset(at: Self.utc("2030-07-01", 0)) == 3600)
    }

    @Test func `the next four o'clock is today's before it, itself at it, tomorrow's after it`() {
        let four = 4 * 3600
        let today = Self.utc("2026-11-20", 20)
        #expect(Self.shanghai.next(secondOfDay: four, from: Self.utc("2026-11-20", 19, 59)) == today)
        #expect(Self.shanghai.next(secondOfDay: four, from: today) == today)
        #expect(
            Self.shanghai.next(secondOfDay: four, from: WallTime(microseconds: today.microseconds + 1))
                == Self.utc("2026-11-21", 20))
    }

    @Test func `a time of day that the clock jumps over is taken at the jump`() {
        let halfPastTwo = 9000
        #expect(
            Self.berlin.next(secondOfDay: halfPastTwo, from: Self.utc("2026-03-28", 12)) == Self.utc("2026-03-29", 1))
        #expect(
            Self.berlin.next(secondOfDay: halfPastTwo, from: Self.utc("2026-03-29", 1, 1))
                == Self.utc("2026-03-30", 0, 30))
    }

    @Test func `a time of day that comes twice is taken the first time, then the second`() {
        let halfPastTwo = 9000
        let first = Self.berlin.next(secondOfDay: halfPastTwo, from: Self.utc("2026-10-24", 12))
        #expect(first == Self.utc("2026-10-25", 0, 30))
        let second = Self.berlin.next(secondOfDay: halfPastTwo, from: WallTime(seconds: first.seconds + 1))
        #expect(second == Self.utc("2026-10-25", 1, 30))
    }

    @Test func `the next time of day is never before, never far, and shows what was asked`() {
        for hour in stride(from: 0, to: 400 * 24, by: 5) {
            let wall = WallTime(seconds: Self.utc("2026-01-01", 0).seconds + Int64(hour) * 3600)
            for second in [0, 4 * 3600, 9000, 86_399] {
                let next = Self.berlin.next(secondOfDay: second, from: wall)
                #expect(next >= wall && next - wall <= .seconds(25 * 3600))
                let skipped = next == Self.utc("2026-03-29", 1)
                #expect(skipped || Self.berlin.local(next).secondOfDay == second)
            }
        }
    }
}
