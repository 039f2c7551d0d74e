import HallModel
import Testing

/// RFC 3339 as people and programs write it.
@Suite struct TimeReadingTests {
    @Test func `times with a zone name a moment`() {
        // RFC 3339, section 5.8, and what `date -d … +%s` says of them.
        #expect(CivilTime(rfc3339: "1985-04-12T23:20:50.52Z")?.wall == WallTime(seconds: 482_196_050))
        #expect(CivilTime(rfc3339: "1996-12-19T16:39:57-08:00")?.wall == WallTime(seconds: 851_042_397))
        #expect(CivilTime(rfc3339: "1937-01-01T12:00:27.87+00:20")?.wall == WallTime(seconds: -1_041_337_173))
    }

    @Test func `what is written is read`() {
        for offset in [0, 28_800, -12_600] as [Int32] {
            let time = CivilClock(fixedOffsetSeconds: offset).local(WallTime(seconds: 1_795_221_000))
            #expect(CivilTime(rfc3339: time.rfc3339) == time)
        }
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T09:05:07", "2026-11-21 09:05:07Z", "2026-13-21T09:05:07Z", "2026-02-29T09:05:07Z",
        "2026-11-21T24:05:07Z", "2026-11-21T09:60:07Z", "2026-11-21T09:05:60Z", "2026-11-21T09:05:07.Z",
        "2026-11-21T09:05:07+0800", "2026-11-21T09:05:07+08:00Z", "2026-11-21T09:05:07 08:00", "2026-11-21T-9:05:07Z",
        "2026-11-21T09:05:07z", "2026-11-21T09:05:07.5", "2026-11-21T09:05:+7Z",
    ])
    func `anything else is none`(_ text: String) { #expect(CivilTime(rfc3339: text) == nil) }
}
