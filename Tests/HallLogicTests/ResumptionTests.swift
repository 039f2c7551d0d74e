import HallLogic
import HallModel
import Testing

/// The first start after a backup was put in the journal's place.
@Suite struct ResumptionTests {
    private static let alarm: AlarmID = "hall.journal-restored"

    private func restore(_ test: TestHall) -> JournalRestore {
        JournalRestore(backup: "/mnt/b.sqlite", at: test.now.wall, newest: 12, newestAt: test.now.wall)
    }

    /// The daemon starts on the facts up to the backup.
    private func restart(_ test: inout TestHall, _ restore: JournalRestore) -> HallDecision {
        var start = HallStart(
            plan: .standard, planHash: "plan-1", version: "1.0", builtAt: TestHall.builtAt, epoch: "run-2")
        start.restored = restore
        test.hall = Hall.restored(from: test.facts)
        return test.send(.started(start))
    }

    @Test func `numbering goes on 50 above the newest that the backup knows, of every service`() throws {
        var test = TestHall.started()
        for _ in 0..<3 { test.take("household") }
        test.take("tax")
        let decision = restart(&test, restore(test))
        let fact = try #require(
            decision.facts.compactMap { if case .journalRestored(let fact) = $0 { fact } else { nil } }.first)
        #expect(
            fact.resumes == [
                .init(service: "household", count: 53), .init(service: "tax", count: 51),
                .init(service: "company", count: 50),
            ])
        #expect(test.take("household").id.number.text == "A054")
        #expect(test.take("household").id.number.text == "A055")
        #expect(test.take("tax").id.number.text == "B052")
        #expect(test.take("company").id.number.text == "C051", "it may have given its first number after the backup")
        #expect(Hall.restored(from: test.facts).recorded == test.hall.recorded)
    }

    @Test func `more than 50 numbers after the backup are not given again, as far as the former journal tells`() {
        var test = TestHall.started()
        test.take("household")
        var known = restore(test)
        known.given = .init(
            day: test.hall.recorded.day ?? Golden.none,
            counts: [.init(service: "household", count: 70), .init(service: "tax", count: 4)])
        _ = restart(&test, known)
        #expect(test.take("household").id.number.text == "A071")
        #expect(test.take("tax").id.number.text == "B051")
    }

    @Test func `a day that turned since the backup begins 50 up, and what is known of another day does not count`() {
        var test = TestHall.started()
        for _ in 0..<3 { test.take("household") }
        var known = restore(test)
        known.given = .init(
            day: test.hall.recorded.day ?? Golden.none, counts: [.init(service: "household", count: 90)])
        test.now = test.now.advanced(by: .seconds(86_400))
        let decision = restart(&test, known)
        #expect(decision.kinds.contains("day-opened"))
        #expect(test.take("household").id.number.text == "A051")
    }

    @Test func `staff are told until the service day turns, and the next day begins at 1`() {
        var test = TestHall.started()
        test.take("household")
        _ = restart(&test, restore(test))
        #expect(test.alarm(Self.alarm) == .unacknowledged)
        #expect(test.hall.recorded.alarm(Self.alarm)?.subject == "2026-11-21T09:00:00+08:00")
        test.restart()
        #expect(test.alarm(Self.alarm) == .unacknowledged, "a further start says nothing else")
        #expect(test.take("household").id.number.text == "A052")
        test.wait(.seconds(86_400))
        #expect(test.alarm(Self.alarm) == .returnedUnacknowledged)
        #expect(test.take("household").id.number.text == "A001")
    }

    private enum Golden { static let none = CivilDate(daysSince1970: 0) }
}
