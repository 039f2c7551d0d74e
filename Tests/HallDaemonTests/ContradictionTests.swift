import HallDaemon
import HallLogic
import HallModel
import HallStore
import Testing

/// The database's own table of who is at which window says something else than the hall believes.
@Suite(.serialized) struct ContradictionTests {
    private let take = HallCommand.takeTicket(service: "service-0", kiosk: nil, priority: .ordinary)
    private let ghost = "INSERT INTO occupancy VALUES('2026-11-21/Z999', '1')"

    private func verb(_ verb: WindowVerb, _ window: WindowID) -> HallCommand { .window(window, verb, reason: "") }

    private func alarm(_ test: RunningHall) -> Alarm? {
        test.hall.published.hall.recorded.alarms.first { $0.kind == .recordContradicts }
    }

    private func number(_ answer: Answer) -> String? {
        guard case .success(.ticket(let ticket)) = answer.all.first else { return nil }
        return ticket.id.number.text
    }

    private func called(_ answer: Answer) -> (ticket: String, window: WindowID)? {
        guard case .success(.called(let ticket, let window, _)) = answer.all.first else { return nil }
        return (ticket.id.number.text, window.id)
    }

    private func refusal(_ answer: Answer) -> Refusal? {
        guard case .success(.refused(let refusal)) = answer.all.first else { return nil }
        return refusal
    }

    /// The facts of the journal, made into a hall.
    private func restored(_ test: RunningHall) throws -> RecordedHall {
        let reader = try JournalReader(directory: test.folder)
        var hall = Hall()
        for (_, fact) in try reader.facts(from: 1, limit: 10_000) { hall.apply(fact) }
        return hall.recorded
    }

    @Test func `who asks for what the table forbids is refused, and nothing else of that batch is lost`() throws {
        let test = try RunningHall()
        let early = [test.ask(take), test.ask(take), test.ask(take)]
        try test.wait("three numbers") { early.allSatisfy { number($0) != nil } }
        try JournalHand.change(test.folder, ghost)
        var asked: [Answer] = []
        let commits = test.hall.published.sequence
        try test.whileBusy {
            asked = [
                test.ask(take), test.ask(verb(.call, "1"), key: "k"), test.ask(take), test.ask(verb(.call, "2")),
                test.ask(verb(.pause, "1")), test.ask(verb(.start, "2")), test.ask(take),
            ]
            test.read(FieldPlan.temperature, .number(Quantity(21)))
        }
        try test.wait("all are answered") { asked.allSatisfy { !$0.all.isEmpty } }
        #expect(asked.allSatisfy { $0.all.count == 1 }, "each once")
        #expect(refusal(asked[1]) == .recordContradicts(TicketNumber("A001"), "1"))
        #expect([0, 2, 6].map { number(asked[$0]) } == ["A004", "A005", "A006"])
        // The first was not called to window 1 after all, so it is the next one at window 2.
        let call = try #require(called(asked[3]))
        #expect(call.ticket == "A001" && call.window == "2")
        guard case .success(.window(let paused)) = asked[4].all[0], case .success(.window(let busy)) = asked[5].all[0]
        else {
            Issue.record("both windows answer")
            return
        }
        #expect(paused.mode == .paused && paused.current == nil)
        #expect(busy.current?.number.text == "A001")

        let state = test.hall.published
        #expect(state.sequence > commits)
        #expect(!state.hall.recorded.isActive(.journalUnavailable), "the journal goes on")
        #expect(try restored(test) == state.hall.recorded, "the hall is what the journal says")
        #expect(alarm(test)?.state == .unacknowledged)
        #expect(alarm(test)?.subject == "1")
        #expect(state.hall.reading(FieldPlan.temperature).value == .number(Quantity(21)), "a reading is not lost")
    }

    @Test func `the alarm's cause ends when facts and table agree again, and the same key then calls`() throws {
        let test = try RunningHall()
        let taken = test.ask(take)
        try test.wait("a number") { number(taken) != nil }
        try JournalHand.change(test.folder, ghost)
        let forbidden = test.ask(verb(.call, "1"), key: "k")
        try test.wait("the refusal") { refusal(forbidden) != nil }
        try test.wait("the alarm") { alarm(test)?.isActive == true }
        try JournalHand.change(test.folder, "DELETE FROM occupancy WHERE window = '1'")
        let again = test.ask(verb(.call, "1"), key: "k")
        try test.wait("the call") { called(again)?.ticket == "A001" }
        try test.wait("the alarm's end") { alarm(test)?.state == .returnedUnacknowledged }
    }

    @Test func `a start tells a difference, leaves it, and goes on`() throws {
        let test = try RunningHall()
        let taken = test.ask(take)
        try test.wait("a number") { number(taken) != nil }
        let call = test.ask(verb(.call, "2"))
        try test.wait("the call") { called(call) != nil }
        try test.restart()
        #expect(alarm(test) == nil, "facts and table agree")
        test.hall.stop()
        try JournalHand.change(test.folder, ghost)
        try JournalHand.change(test.folder, "DELETE FROM occupancy WHERE window = '2'")
        for _ in 0..<2 {
            try test.restart()
            #expect(alarm(test)?.isActive == true)
            #expect(alarm(test)?.subject == "1 2")
        }
        // Whose call the table lost cannot start there; put back and called again, it can.
        let lost = test.ask(verb(.start, "2"))
        try test.wait("the refusal") { refusal(lost) == .recordContradicts(TicketNumber("A001"), "2") }
        let steps = [verb(.putBack, "2"), verb(.call, "2"), verb(.start, "2")].map { test.ask($0) }
        try test.wait("all are answered") { steps.allSatisfy { !$0.all.isEmpty } }
        #expect(steps.allSatisfy { refusal($0) == nil })
        try test.wait("one difference is left") { alarm(test)?.subject == "1" }
    }
}
