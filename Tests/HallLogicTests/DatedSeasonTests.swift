import HallLogic
import HallModel
import Testing

/// A0.4: the plant's mode makes the season, and the hall's dates do where no plant tells its mode.
@Suite("Seasons by date")
struct DatedSeasonTests {
    static let dates = SeasonDates(
        cooling: SeasonDates.DateRange(from: day("05-15"), to: day("09-30")),
        heating: SeasonDates.DateRange(from: day("11-15"), to: day("03-15")))

    static func day(_ text: String) -> MonthDay {
        guard let day = MonthDay(text) else {
            fail("\(text) is no day")
            return MonthDay(CivilDate(daysSince1970: 0))
        }
        return day
    }

    static let plan = TestClimate.plan.changed { $0.hall.seasons = dates }

    /// The plan with a plant that tells no mode, alone in its zone with its sensor.
    static let silentPlan = plan.changed { plan in
        let thermostat = TestClimate.profile("generic-thermostat", [TestClimate.airConditioner.points[0]])
        plan.devices.append(DevicePlan(id: "thermostat", profile: thermostat, bus: "line", zone: "waiting"))
    }

    /// A hall that starts at noon of a day by its own clock, eight hours east of Greenwich.
    static func hall(_ date: String, _ plan: HallPlan = plan, second: Int = 43_200) -> TestHall {
        var test = TestHall()
        guard let date = CivilDate(date) else {
            fail("\(date) is no date")
            return test
        }
        test.now.wall = WallTime(seconds: Int64(date.daysSince1970) * 86_400 + Int64(second) - 28_800)
        test.start(plan)
        return test
    }

    static let days: [(String, cooling: Bool, heating: Bool)] = [
        ("2027-05-14", false, false), ("2027-05-15", true, false), ("2027-09-30", true, false),
        ("2027-10-01", false, false), ("2027-11-14", false, false), ("2026-11-15", false, true),
        ("2026-12-31", false, true), ("2027-01-01", false, true), ("2028-02-29", false, true),
        ("2027-03-15", false, true), ("2027-03-16", false, false),
    ]

    @Test("a season holds from its first day to its last, also over New Year")
    func edges() {
        for (date, cooling, heating) in Self.days {
            var test = Self.hall(date)
            test.read(TestClimate.sensor, "23")
            for (limit, isNow) in [("cooling-room", cooling), ("heating-room", heating)] {
                let judgement = test.judgement(TestClimate.sensor, limit)
                #expect((judgement?.state != .notInSeason) == isNow, "\(date) \(limit)")
                #expect(judgement?.seasonSource == .date)
            }
        }
    }

    @Test("a leap day counts as the day before it: a season that ends with February ends on the 29th")
    func leapDay() {
        let plan = Self.plan.changed { $0.hall.seasons?.heating?.to = Self.day("02-28") }
        for (date, isNow) in [("2028-02-29", true), ("2028-03-01", false), ("2027-03-01", false)] {
            let test = Self.hall(date, plan)
            let state = test.judgement(TestClimate.sensor, "heating-room")?.state
            #expect((state != .notInSeason) == isNow, "\(date)")
        }
    }

    @Test("the day is the hall's own, not Greenwich's, and changes at midnight without any reading")
    func midnight() {
        var test = Self.hall("2027-05-14", second: 86_400 - 60)
        test.read(TestClimate.sensor, "24")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .notInSeason)
        let midnight = test.now.monotonic + .seconds(60)
        #expect(test.hall.nextWake(at: test.now) == midnight)
        test.wait(.seconds(60))
        #expect(test.now.local.date == CivilDate("2027-05-15"))
        test.wait(.seconds(600))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
    }

    @Test("midnight is the hall's also on the day on which its clock is set forward")
    func offsetChanges() {
        var test = TestHall()
        let day = Int64(CivilDate(year: 2027, month: 5, day: 14).daysSince1970) * 86_400
        // Two hours east, three from one o'clock UTC on: midnight is at 21:00 UTC, not at 22:00.
        test.now.civil = CivilClock(changes: [
            CivilClock.Change(from: WallTime(seconds: 0), offsetSeconds: 7200),
            CivilClock.Change(from: WallTime(seconds: day + 3600), offsetSeconds: 10_800),
        ])
        test.now.wall = WallTime(seconds: day + 21 * 3600 - 1)
        test.start(Self.plan)
        test.read(TestClimate.sensor, "24")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .notInSeason)
        test.wait(.seconds(1))
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state != .notInSeason)
    }

    @Test("a plant's mode goes before the date; where none can be read the date holds again")
    func plantFirst() {
        var test = Self.hall("2027-07-01")
        test.read(TestClimate.sensor, "24")
        test.read(TestClimate.mode, "heating")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .notInSeason)
        #expect(test.judgement(TestClimate.sensor, "heating-room")?.seasonSource == .plant)
        test.lose(TestClimate.mode)
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.seasonSource == .date)
        #expect(test.judgement(TestClimate.sensor, "heating-room")?.state == .notInSeason)
        test.wait(.seconds(600))
        #expect(test.active == ["waiting-climate.temperature.room-overcooled"])
    }

    @Test("plants that contradict each other, or of which a part is read, are not settled by a date")
    func contradiction() {
        let entrance: PointID = "entrance-climate.temperature"
        var test = Self.hall("2027-07-01")
        test.read(entrance, "24")
        test.read(TestClimate.mode, "cooling")
        test.read(TestClimate.otherMode, "heating")
        #expect(test.judgement(entrance, "cooling-room")?.state == .seasonUnknown)
        #expect(test.judgement(entrance, "cooling-room")?.seasonSource == nil)
        test.read(TestClimate.mode, "off")
        test.lose(TestClimate.otherMode)
        #expect(test.judgement(entrance, "cooling-room")?.state == .seasonUnknown)
    }

    @Test("without dates nothing is known, and while the clock cannot be believed neither")
    func noDates() {
        var test = Self.hall("2027-07-01", TestClimate.plan)
        test.read(TestClimate.sensor, "24")
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .seasonUnknown)
        test = Self.hall("2027-07-01")
        test.read(TestClimate.sensor, "24")
        test.now.wall = WallTime(seconds: 0)
        test.send(.timeReached)
        #expect(test.hall.recorded.isActive(.clockImplausible))
        #expect(test.judgement(TestClimate.sensor, "cooling-room")?.state == .seasonUnknown)
    }

    @Test("a hall that only cools: outside its season no limit of a season holds")
    func oneSeason() {
        let plan = Self.plan.changed { $0.hall.seasons = SeasonDates(cooling: Self.dates.cooling, heating: nil) }
        var test = Self.hall("2027-01-10", plan)
        test.read(TestClimate.sensor, "24")
        for limit in ["cooling-room", "heating-room"] {
            #expect(test.judgement(TestClimate.sensor, limit)?.state == .notInSeason)
        }
    }

    // MARK: Writes

    static let writes: [(String, String, limit: String?)] = [
        ("2027-07-01", "25.9", "cooling-set-point"), ("2027-07-01", "26", nil),
        ("2027-01-10", "20.1", "heating-set-point"), ("2027-01-10", "20", nil), ("2027-04-10", "23", nil),
    ]

    @Test("E02, E03: a plant without a mode point, or whose mode was never read, is written by the date's limit")
    func writeByDate() {
        for point: PointID in ["thermostat.set-point", TestClimate.setPoint] {
            for (date, value, limit) in Self.writes {
                var test = Self.hall(date, Self.silentPlan)
                guard let limit else {
                    #expect(WriteTests.write(&test, point, value) != nil, "\(date) \(value)")
                    continue
                }
                guard case .limitForbids(point, let citation)? = WriteTests.refusal(&test, point, value) else {
                    return fail("\(date) \(point) \(value) was not refused")
                }
                #expect(citation.limit == limit)
            }
        }
    }

    @Test("a mode that is on its way counts beside the date")
    func pendingMode() {
        var test = Self.hall("2027-07-01")
        #expect(WriteTests.write(&test, TestClimate.mode, "heating") != nil)
        guard case .limitForbids(_, let citation)? = WriteTests.refusal(&test, TestClimate.setPoint, "26") else {
            return fail("it may heat soon")
        }
        #expect(citation.limit == "heating-set-point")
    }

    @Test("E02: a set-point without a mode is corrected by the date's limit")
    func correction() {
        var test = Self.hall("2027-07-01", Self.silentPlan)
        #expect(test.read("thermostat.set-point", "22").writes.map(\.value) == [.number(Quantity(26))])
        #expect(test.active == ["thermostat.set-point.set-point-too-low"])
    }

    @Test("where nobody knows the season, the refusal says so and cites no clause; what keeps all limits passes")
    func unknown() {
        let plan = Self.silentPlan.changed { plan in
            plan.hall.seasons = nil
            plan.limits[0].limits[1].value = Quantity(28)
        }
        for (point, mode): (PointID, PointID?) in [
            (TestClimate.setPoint, TestClimate.mode), ("thermostat.set-point", nil),
        ] {
            var test = Self.hall("2027-07-01", plan)
            for value in ["25.9", "28.1"] {
                let refusal = WriteTests.refusal(&test, point, value)
                #expect(refusal == .seasonUnknown(point, mode: mode))
                for language in Language.allCases {
                    let text = refusal?.text(language) ?? ""
                    #expect(text.contains("seasons") && text.contains(point.rawValue))
                    #expect(!text.contains("条款") && !text.contains("clause"))
                }
            }
            #expect(WriteTests.write(&test, point, "26") != nil)
        }
    }

    @Test("a limit that holds always is cited also where nobody knows the season")
    func always() {
        let plan = TestClimate.plan.changed { plan in
            plan.limits[0].limits.append(
                TestClimate.limit(
                    "frost", .setPoint, .notBelow, 17_000, .always, .setPointTooLow, delay: 0, band: 0))
        }
        var test = Self.hall("2027-07-01", plan)
        guard case .limitForbids(_, let citation)? = WriteTests.refusal(&test, TestClimate.setPoint, "16") else {
            return fail("16 breaks a limit that holds always")
        }
        #expect(citation.limit == "frost")
    }

    @Test("once the mode was set the season is known")
    func modeFirst() {
        var test = Self.hall("2027-07-01", TestClimate.plan)
        #expect(WriteTests.refusal(&test, TestClimate.setPoint, "24") != nil)
        PlantGuardTests.choose(&test, TestClimate.mode, "fan")
        #expect(WriteTests.write(&test, TestClimate.setPoint, "24") != nil)
    }
}
