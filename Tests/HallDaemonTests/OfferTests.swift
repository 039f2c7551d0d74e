import HallLogic
import HallModel
import Synchronization
import Testing

@testable import HallDaemon

/// Whoever offers a configuration is told what became of it, when that is durable.
@Suite(.serialized) struct OfferTests {
    /// What one who offers is told.
    private final class Told: Sendable {
        private let told = Mutex<[Result<PlanDecision, GatewayError>]>([])
        func tell(_ result: Result<PlanDecision, GatewayError>) { told.withLock { $0.append(result) } }
        var all: [Result<PlanDecision, GatewayError>] { told.withLock { $0 } }
    }

    private func offer(_ plan: HallPlan, _ hash: String, to test: RunningHall) throws -> Told {
        let told = Told()
        test.hall.offer(plan, hash: hash) { told.tell($0) }
        try test.wait("the answer") { !told.all.isEmpty }
        return told
    }

    @Test func `adopted, unchanged, refused with the reason`() throws {
        let test = try RunningHall()
        var named = FieldPlan.plan
        named.hall.name = "新大厅"
        #expect(try offer(named, "hash-2", to: test).all == [.success(.adopted)])
        #expect(test.hall.published.hall.recorded.plan?.hall.name == "新大厅")
        #expect(try offer(named, "hash-2", to: test).all == [.success(.unchanged)])
        let taken = test.ask(.takeTicket(service: "service-0", kiosk: nil, priority: .ordinary))
        try test.wait("a number") { !taken.all.isEmpty }
        var without = named
        without.services.removeAll { $0.id == "service-0" }
        #expect(try offer(without, "hash-3", to: test).all == [.success(.refused(.serviceInUse("service-0")))])
        #expect(test.hall.published.hall.recorded.planHash == "hash-2")
    }

    @Test func `while the journal cannot be written an offer that somebody waits for is refused, and not kept`() throws
    {
        let test = try RunningHall()
        let holder = try JournalHolder(test.folder)
        let lost = test.ask(.takeTicket(service: "service-0", kiosk: nil, priority: .ordinary))
        try test.wait("the journal is away") { lost.all == [.failure(.storeUnavailable)] }
        var named = FieldPlan.plan
        named.hall.name = "新大厅"
        #expect(try offer(named, "hash-2", to: test).all == [.failure(.storeUnavailable)])
        holder.release()
        try test.wait("it works again") {
            !test.hall.published.hall.recorded.isActive(.journalUnavailable)
        }
        #expect(test.hall.published.hall.recorded.planHash == "hash")
    }

    @Test func `a hall that stops says so`() throws {
        let test = try RunningHall()
        test.hall.stop()
        let told = Told()
        test.hall.offer(FieldPlan.plan, hash: "hash-2") { told.tell($0) }
        #expect(told.all == [.failure(.stopping)])
    }

    @Test func `wishes to read the configuration wait for the thread that does, and end with it`() {
        let desk = ReloadDesk()
        let told = Mutex<[Result<ReloadAnswer, GatewayError>]>([])
        func ask() { desk.ask(ReloadRequest(language: .en) { result in told.withLock { $0.append(result) } }) }
        for _ in 0..<ReloadDesk.limit { ask() }
        #expect(told.withLock { $0.isEmpty })
        ask()
        #expect(told.withLock { $0 } == [.failure(.busy)])
        #expect(Signals.next(atMost: .seconds(1)) == .reload)
        #expect(desk.take().count == ReloadDesk.limit && desk.take().isEmpty)
        ask()
        desk.close()
        ask()
        #expect(told.withLock { $0 } == [.failure(.busy), .failure(.stopping), .failure(.stopping)])
    }
}
