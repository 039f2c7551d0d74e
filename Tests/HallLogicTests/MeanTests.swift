import HallLogic
import HallModel
import Testing

@Suite("Limits on means")
struct MeanTests {
    @Test("E09: carbon dioxide is judged by its mean over an hour, once three quarters of it were read")
    func carbonDioxide() {
        var test = TestClimate.hall("off")
        // The first reading holds from its moment on: 45 minutes later three quarters are covered.
        test.read(TestClimate.carbonDioxide, "1100")
        test.hold(TestClimate.carbonDioxide, "1100", for: 2690)
        guard case .tooFewReadings(let percent)? = test.judgement(TestClimate.carbonDioxide, "carbon-dioxide")?.state
        else { return fail("judged too early") }
        #expect(percent == 74)
        #expect(test.active == [])
        test.hold(TestClimate.carbonDioxide, "1100", for: 10)
        #expect(test.active == ["waiting-climate.co2.air-stale"])
        #expect(test.hall.recorded.alarms.first?.value == "1100 ppm")
    }

    @Test("E09: a short peak does not break a mean; a long one does, and the mean must fall by the dead-band")
    func peak() {
        var test = TestClimate.hall("off")
        test.read(TestClimate.carbonDioxide, "600")
        test.hold(TestClimate.carbonDioxide, "600", for: 3600)
        // 600 + (2000 − 600) × t / 60 min reaches 1000 after 17.1 minutes.
        test.hold(TestClimate.carbonDioxide, "2000", for: 16 * 60)
        #expect(test.active == [])
        test.hold(TestClimate.carbonDioxide, "2000", for: 3 * 60)
        #expect(test.active == ["waiting-climate.co2.air-stale"])
        // The peak of 19 minutes leaves the window after 41 to 60 more.
        test.hold(TestClimate.carbonDioxide, "600", for: 40 * 60)
        #expect(test.active == ["waiting-climate.co2.air-stale"])
        test.hold(TestClimate.carbonDioxide, "600", for: 8 * 60)
        #expect(test.active == [])
    }

    @Test("E09: a gap counts for nothing: it neither pulls the mean nor fills the window")
    func gap() {
        var test = TestClimate.hall("off")
        test.read(TestClimate.carbonDioxide, "900")
        test.hold(TestClimate.carbonDioxide, "900", for: 3600)
        #expect(test.judgement(TestClimate.carbonDioxide, "carbon-dioxide")?.value == Quantity(900))
        test.lose(TestClimate.carbonDioxide)
        test.wait(.seconds(600))
        test.read(TestClimate.carbonDioxide, "900")
        #expect(test.judgement(TestClimate.carbonDioxide, "carbon-dioxide")?.value == Quantity(900))
        test.lose(TestClimate.carbonDioxide)
        test.wait(.seconds(600))
        test.read(TestClimate.carbonDioxide, "5000")
        guard case .tooFewReadings? = test.judgement(TestClimate.carbonDioxide, "carbon-dioxide")?.state else {
            return fail("a window with twenty minutes missing was judged")
        }
        #expect(test.active == [])
    }
}
