import HallDaemon
import HallLogic
import HallModel
import HallStore
import Testing

/// A write is answered when its device has told how it went, in a later batch than that of the command.
@Suite(.serialized) struct DeferredAnswerTests {
    private let on = HallCommand.writePoint(FieldPlan.lamp, value: "on", reason: "dusk")
    private let confirmed = HallReply.written(
        FieldPlan.lamp, value: .word("on"), outcome: .confirmed, readBack: .word("on"))

    @Test func `a write is answered after the read-back, once`() throws {
        let test = try RunningHall()
        let answer = test.ask(on)
        try test.wait("the write is posted") { test.writes.count == 1 }
        #expect(answer.all.isEmpty)
        test.tell(test.writes[0], .confirmed, readBack: .word("on"))
        try test.wait("the answer") { !answer.all.isEmpty }
        #expect(answer.all == [.success(confirmed)])
        #expect(test.hall.published.hall.recorded.controls.pending.isEmpty)
    }

    @Test func `two writes at once get each their own answer, in the order of the devices`() throws {
        let test = try RunningHall()
        test.read(FieldPlan.mode, .word("cooling"))
        let first = test.ask(on)
        let second = test.ask(.writePoint(FieldPlan.setPoint, value: "27", reason: "warm"))
        try test.wait("both are posted") { test.writes.count == 2 }
        test.tell(test.writes[1], .differs, readBack: .number(Quantity(25)))
        try test.wait("the second's answer") { !second.all.isEmpty }
        #expect(first.all.isEmpty)
        #expect(
            second.all == [
                .success(
                    .written(
                        FieldPlan.setPoint, value: .number(Quantity(27)), outcome: .differs,
                        readBack: .number(Quantity(25))))
            ])
        test.tell(test.writes[0], .confirmed, readBack: .word("on"))
        try test.wait("the first's answer") { first.all == [.success(confirmed)] }
    }

    @Test func `the same key while the first waits, and after its answer, orders nothing again`() throws {
        let test = try RunningHall()
        let first = test.ask(on, key: "k")
        try test.wait("the write is posted") { test.writes.count == 1 }
        let second = test.ask(on, key: "k")
        let other = test.ask(.writePoint(FieldPlan.lamp, value: "off", reason: "dawn"), key: "k")
        try test.wait("another command with this key is refused") { other.all == [.failure(.keyReused)] }
        test.tell(test.writes[0], .confirmed, readBack: .word("on"))
        try test.wait("both answers") { first.all == [.success(confirmed)] && second.all == [.success(confirmed)] }
        let third = test.ask(on, key: "k")
        try test.wait("the kept answer") { third.all == [.success(confirmed)] }
        #expect(test.writes.count == 1)
    }

    @Test func `a refused write is answered at once`() throws {
        let test = try RunningHall()
        let unknown = test.ask(.writePoint("nothing.such", value: "on", reason: "x"))
        let readOnly = test.ask(.writePoint(FieldPlan.temperature, value: "20", reason: "x"))
        try test.wait("both refusals") { !unknown.all.isEmpty && !readOnly.all.isEmpty }
        #expect(readOnly.all == [.success(.refused(.notWritable(FieldPlan.temperature)))])
        #expect(test.writes.isEmpty)
    }

    @Test func `the end answers, the next start settles, and the same key then orders anew`() throws {
        let test = try RunningHall()
        let answer = test.ask(on, key: "k")
        try test.wait("the write is posted") { test.writes.count == 1 }
        try test.restart()
        #expect(answer.all == [.failure(.stopping)])
        let facts = try test.hall.facts(about: .point(FieldPlan.lamp)).get()
        let ends = facts.compactMap { if case .pointWriteSettled(let end) = $0 { end.outcome } else { nil } }
        #expect(ends == [.interrupted])
        let again = test.ask(on, key: "k")
        try test.wait("it is ordered anew") { test.writes.count == 2 }
        #expect(test.writes[1].id != test.writes[0].id)
        test.tell(test.writes[1], .confirmed, readBack: .word("on"))
        try test.wait("the answer") { again.all == [.success(confirmed)] }
    }

    @Test func `a write whose order cannot be recorded is refused, is not sent, and its key orders anew`() throws {
        let test = try RunningHall()
        let holder = try JournalHolder(test.folder)
        let answer = test.ask(on, key: "k")
        try test.wait("the refusal") { answer.all == [.failure(.storeUnavailable)] }
        #expect(test.writes.isEmpty)
        holder.release()
        try test.wait("the journal is back") { !test.hall.published.hall.recorded.isActive(.journalUnavailable) }
        let again = test.ask(on, key: "k")
        try test.wait("it is ordered") { test.writes.count == 1 }
        test.tell(test.writes[0], .confirmed, readBack: .word("on"))
        try test.wait("the answer") { again.all == [.success(confirmed)] }
    }

    @Test func `an outcome that cannot be recorded is told as such; later the same key gets it`() throws {
        let test = try RunningHall()
        let answer = test.ask(on, key: "k")
        try test.wait("the write is posted") { test.writes.count == 1 }
        let holder = try JournalHolder(test.folder)
        test.tell(test.writes[0], .confirmed, readBack: .word("on"))
        try test.wait("the refusal") { answer.all == [.failure(.storeUnavailable)] }
        let impatient = test.ask(on, key: "k")
        holder.release()
        try test.wait("the journal is back") { !test.hall.published.hall.recorded.isActive(.journalUnavailable) }
        try test.wait("who asked meanwhile is told") { impatient.all == [.success(confirmed)] }
        let again = test.ask(on, key: "k")
        try test.wait("the kept answer") { again.all == [.success(confirmed)] }
        #expect(test.writes.count == 1, "nothing was sent twice")
        #expect(test.hall.published.hall.recorded.controls.pending.isEmpty)
    }

    @Test func `a reading is published and costs no commit`() throws {
        let test = try RunningHall()
        let before = test.hall.published.sequence
        let facts = try JournalReader(directory: test.folder).facts(from: 1, limit: 100).count
        for tenths in 1...50 { test.read(FieldPlan.temperature, .number(.tenths(200 + Int64(tenths)))) }
        try test.wait("the last is published") {
            test.hall.published.hall.reading(FieldPlan.temperature).value == .number(Quantity(25))
        }
        #expect(test.hall.published.sequence == before, "readings are no changes: they wake nobody")
        #expect(try JournalReader(directory: test.folder).facts(from: 1, limit: 100).count == facts)
    }
}
