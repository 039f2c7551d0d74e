import FailingDisk
import Foundation
import HallDaemon
import HallLogic
import HallModel
import HallStore
import Testing

/// The hall on a disk that fails: no number is promised, whoever is in danger is still warned, and nothing that was
/// recorded is lost.
@Suite(.serialized) struct FaultTests {
    private static let plan: HallPlan = {
        var plan = FieldPlan.plan
        let fire = ContactPanel.Line(
            offset: 0, point: PointDefinition(name: "fire", meaning: .contact, form: .words(["open", "closed"])),
            alarmWhen: "closed", isLatched: true, purpose: .fire)
        let panel = Profile(
            id: "test-panel", vendor: "Test", model: "panel", source: "none", trust: .unconfirmed, serial: nil,
            settings: .contactPanel(ContactPanel(lines: [fire])), examples: [])
        plan.buses.append(BusPlan(id: "panel", wire: .gpio(label: "panel")))
        plan.devices.append(DevicePlan(id: "panel", profile: panel, bus: "panel", zone: "waiting"))
        return plan
    }()

    private let take = HallCommand.takeTicket(service: "service-0", kiosk: nil, priority: .ordinary)
    private let fire: PointID = "panel.fire"

    private func number(_ answer: Answer) -> String? {
        guard case .success(.ticket(let ticket)) = answer.all.first else { return nil }
        return ticket.id.number.text
    }

    private func isRefused(_ answer: Answer) -> Bool {
        answer.all == [.failure(.storeUnavailable)] || answer.all == [.success(.refused(.storeUnavailable))]
    }

    private func facts(_ test: RunningHall) throws -> [HallFact] {
        try JournalReader(directory: test.folder).facts(from: 1, limit: 10_000).map(\.fact)
    }

    private func numbers(_ facts: [HallFact]) -> [String] {
        facts.compactMap { if case .ticketTaken(let taken) = $0 { taken.ticket.number.text } else { nil } }
    }

    /// Those that a commit must meet.
    private static let operations: [FailingDisk.Operation] = [.syncFails, .writeFails, .writeIsShort]

    @Test(arguments: operations)
    func `no number is given, the fire contact acts, and all of it is on record when the disk is well again`(
        operation: FailingDisk.Operation
    ) throws {
        let test = try RunningHall(plan: Self.plan, failing: true)
        let disk = try #require(test.disk)
        test.read(fire, .word("open"))
        let first = test.ask(take)
        try test.wait("a number") { number(first) == "A001" }
        let call = test.ask(.window("2", .call, reason: ""))
        try test.wait("a call") { !call.all.isEmpty }
        try test.wait("the display rests") { test.display("w1-display") == .idle }
        let before = try facts(test)

        disk.set(.call(operation, 0, lasts: true))
        for attempt in 0..<4 {
            let refused = test.ask(take, key: "k\(attempt)")
            try test.wait("the refusal") { !refused.all.isEmpty }
            #expect(isRefused(refused), "\(refused.all)")
            if attempt == 1 { usleep(1_200_000) }
        }
        #expect(disk.hasFailed)
        try test.wait("the display says paused") { test.display("w1-display") == .paused }
        #expect(test.hall.published.hall.recorded.isActive(.journalUnavailable))
        test.read(fire, .word("closed"))
        try test.wait("everybody is sent out") { test.display("w1-display") == .hallClosed(.fire) }
        #expect(test.hall.published.hall.recorded.alarms.contains { $0.kind == .fire })
        let files = try FileManager.default.contentsOfDirectory(atPath: test.folder)
        #expect(Set(["journal.sqlite", "journal.sqlite-wal", "lock"]).isSubset(of: files), "\(files)")

        disk.set(.none)
        try test.wait("the journal is back") { !test.hall.published.hall.recorded.isActive(.journalUnavailable) }
        #expect(test.display("w1-display") == .hallClosed(.fire), "the fire is not over")
        let after = try facts(test)
        #expect(Array(after.prefix(before.count)) == before, "what was recorded is as it was")
        #expect(numbers(after) == ["A001"], "nothing of the refused numbers")
        #expect(after.contains { if case .alarmRaised(let raised) = $0 { raised.alarm == .fire } else { false } })
        test.hall.stop()
        disk.cutPower()
        try test.restart(Self.plan)
        #expect(try numbers(facts(test)) == ["A001"])
        #expect(test.hall.published.hall.recorded.alarms.contains { $0.kind == .fire }, "it outlives a power cut")
        #expect(try JournalReader(directory: test.folder).verify().isSound)
    }

    @Test func `a number refused by the disk is the next one given, once`() throws {
        let test = try RunningHall(plan: Self.plan, failing: true)
        let disk = try #require(test.disk)
        for (round, operation) in Self.operations.enumerated() {
            disk.set(.call(operation, 0, lasts: false))
            let refused = test.ask(take, key: "r\(round)")
            try test.wait("the refusal") { !refused.all.isEmpty }
            #expect(isRefused(refused), "\(operation): \(refused.all)")
            // The answer leaves before the alarm is published.
            try test.wait("the alarm") { test.hall.published.hall.recorded.isActive(.journalUnavailable) }
            try test.wait("the journal is back") { !test.hall.published.hall.recorded.isActive(.journalUnavailable) }
            let given = test.ask(take, key: "r\(round)")
            try test.wait("a number for the same key") { number(given) != nil }
        }
        let given = numbers(try facts(test))
        #expect(given == (1...given.count).map { TicketNumber(prefix: "A", count: $0).text })
        #expect(given.count == 3)
    }

    /// After a checkpoint there is room inside the file.
    @Test func `a write-ahead file that cannot grow refuses a number, and the hall goes on in the space there is`()
        throws
    {
        let test = try RunningHall(plan: Self.plan, failing: true)
        let disk = try #require(test.disk)
        let first = test.ask(take)
        try test.wait("a number") { number(first) == "A001" }
        disk.set(.call(.writeAheadCannotGrow, 0, lasts: true))
        let refused = test.ask(take)
        try test.wait("the refusal") { !refused.all.isEmpty }
        #expect(isRefused(refused) && disk.hasFailed)
        try test.wait("the alarm") { test.hall.published.hall.recorded.isActive(.journalUnavailable) }
        try test.wait("the journal is back") { !test.hall.published.hall.recorded.isActive(.journalUnavailable) }
        let second = test.ask(take)
        try test.wait("a number") { number(second) == "A002" }
        test.hall.stop()
        disk.set(.none)
        disk.cutPower()
        #expect(try numbers(facts(test)) == ["A001", "A002"])
    }

    @Test func `a start on a disk that cannot be read is refused, and touches nothing`() throws {
        let test = try RunningHall(plan: Self.plan, failing: true)
        let disk = try #require(test.disk)
        let first = test.ask(take)
        try test.wait("a number") { number(first) == "A001" }
        test.hall.stop()
        let journal = URL(fileURLWithPath: test.folder + "/journal.sqlite")
        let before = try Data(contentsOf: journal)
        disk.set(.call(.readFails, 0, lasts: true))
        let error = #expect(throws: StoreError.self) { try test.restart(Self.plan) }
        #expect(error?.trouble == .ioError)
        #expect(error?.message.contains("kernel's log") == true)
        #expect(try Data(contentsOf: journal) == before)
        disk.set(.none)
        try test.restart(Self.plan)
        #expect(try numbers(facts(test)) == ["A001"])
    }
}
