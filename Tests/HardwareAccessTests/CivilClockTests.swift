import HallModel
import HardwareAccess
import Testing

/// One zone at a time: the C library has one for the whole process.
@Suite(.serialized)
struct CivilClockTests {
    private let midsummer = WallTime(seconds: 1_782_000_000)  // 2026-06-21T00:00:00Z

    @Test func `China keeps one offset all year`() throws {
        let clock = try CivilClock(zone: "Asia/Shanghai", around: midsummer)
        #expect(clock.changes.map(\.offsetSeconds) == [28_800])
        #expect(clock.local(midsummer).rfc3339 == "2026-06-21T08:00:00+08:00")
    }

    @Test func `Berlin changes on the last Sundays of October and March at 01 00 UTC`() throws {
        let clock = try CivilClock(zone: "Europe/Berlin", around: midsummer)
        #expect(clock.changes.map(\.offsetSeconds) == [7200, 3600, 7200])
        #expect(clock.changes.dropFirst().map(\.from.seconds) == [1_792_890_000, 1_806_195_600])
        #expect(clock.local(WallTime(seconds: 1_792_889_999)).rfc3339 == "2026-10-25T02:59:59+02:00")
        #expect(clock.local(WallTime(seconds: 1_792_890_000)).rfc3339 == "2026-10-25T02:00:00+01:00")
    }

    @Test func `UTC needs no database`() throws {
        let clock = try CivilClock(zone: "UTC", around: midsummer)
        #expect(clock.changes.map(\.offsetSeconds) == [0])
    }

    @Test(arguments: [
        "", "Asia", "Asia/Shangai", "Mars/Base", "../../../etc/passwd", "/etc/localtime", "Asia//Shanghai",
        "CST-8CDT\n",
        "tzdata.zi", "亚洲/上海",
    ])
    func `a name that the database does not hold is refused, never taken for UTC`(name: String) {
        #expect(throws: TimeZoneError.self) { try CivilClock(zone: name, around: midsummer) }
    }

    @Test func `the system's clocks go forward`() {
        let earlier = MonotonicInstant.now
        #expect(MonotonicInstant.now >= earlier)
        #expect(WallTime.now.seconds > 1_700_000_000)
    }
}
