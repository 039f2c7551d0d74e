import HallModel
import Testing

@testable import HallStore

@Suite struct ReaderTests {
    private let folder = TemporaryFolder()

    @Test func `a reader sees each batch as soon as it is durable, and can write nothing`() throws {
        let journal = try Journal(directory: folder.state)
        let reader = try JournalReader(directory: folder.state)
        #expect(try reader.facts(from: 1, limit: 10).isEmpty)
        try journal.commit(started(1), started(2))
        #expect(try reader.facts(from: 1, limit: 10).map(\.fact) == [started(1), started(2)])
        let other = try Connection(path: folder.journal, access: .readOnly)
        #expect(throws: StoreError.self) { try other.run("DELETE FROM facts") }
        #expect(journal.lastSequence == 2)
    }

    @Test func `a page begins where it is told and holds no more than asked`() throws {
        let journal = try Journal(directory: folder.state)
        for number in 1...20 { try journal.commit(started(number)) }
        let reader = try JournalReader(directory: folder.state)
        #expect(try reader.facts(from: 5, limit: 3).map(\.sequence) == [5, 6, 7])
        #expect(try reader.facts(from: 19, limit: 100).map(\.sequence) == [19, 20])
        #expect(try reader.facts(from: 21, limit: 5).isEmpty)
        #expect(try reader.facts(from: 1, limit: 0).isEmpty)
        #expect(try reader.facts(from: .min, limit: -1).isEmpty)
        #expect(try reader.facts(from: .min, limit: .max).count == 20)
    }

    @Test func `the facts about a ticket are its own, in order`() throws {
        let history = HallHistory(seed: 9, batches: 400)
        try Journal(directory: folder.state).commit(history)
        let ticket = TicketID(day: Golden.day, number: TicketNumber("A007"))
        let found = try JournalReader(directory: folder.state).facts(about: ticket)
        #expect(found == history.facts.filter { $0.columns.ticket == ticket })
        #expect(found.count == 5)
        let never = TicketID(day: Golden.day, number: TicketNumber("B007"))
        #expect(try JournalReader(directory: folder.state).facts(about: never).isEmpty)
    }

    @Test func `the day that let a ticket lapse is about the ticket, later days are not`() throws {
        let history = HallHistory(seed: 10, batches: 400, batchesADay: 100)
        try Journal(directory: folder.state).commit(history)
        let turns = history.facts.compactMap { fact -> DayOpened? in
            if case .dayOpened(let day) = fact { day } else { nil }
        }
        let lapsed = try #require(turns[1].lapsed.last)
        let found = try JournalReader(directory: folder.state).facts(about: lapsed)
        #expect(found.last == .dayOpened(turns[1]))
        #expect(found.count == 3)
    }

    @Test func `a reader without a journal says that there is none`() throws {
        let error = #expect(throws: StoreError.self) { try JournalReader(directory: folder.state) }
        #expect(error?.code == .cannotOpen)
        #expect(!folder.exists(folder.journal))
    }

    @Test func `many threads may share a reader while the journal is written`() async throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(started(0))
        let reader = try JournalReader(directory: folder.state)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<50 {
                        let facts = try reader.facts(from: 1, limit: 1000)
                        #expect(facts.map(\.sequence) == Array(1...Int64(facts.count)))
                    }
                }
            }
            for number in 1...200 { try journal.commit(started(number)) }
            try await group.waitForAll()
        }
    }

    @Test func `a sound journal verifies`() throws {
        let journal = try Journal(directory: folder.state)
        #expect(try JournalReader(directory: folder.state).verify() == JournalReport())
        try journal.commit(HallHistory(seed: 4, batches: 300, batchesADay: 80))
        let report = try JournalReader(directory: folder.state).verify()
        #expect(report.isSound, "\(report.problems)")
        #expect(report.facts == journal.lastSequence)
        #expect(report.firstSequence == 1)
        #expect(report.lastSequence == journal.lastSequence)
    }

    @Test(arguments: [
        ("DELETE FROM facts WHERE seq IN (5, 6)", "facts 5…6 are missing"),
        ("DELETE FROM facts WHERE seq < 4", "facts 1…3 are missing"),
        ("UPDATE facts SET at = at + 1 WHERE seq = 9", "fact 9: its columns do not agree"),
        ("UPDATE facts SET ticket = NULL WHERE seq = 4", "fact 4: its columns do not agree"),
        ("UPDATE facts SET version = 9 WHERE seq = 9", "fact 9: a fact of the form"),
        ("UPDATE facts SET bytes = CAST('{}' AS BLOB) WHERE seq = 9", "fact 9: a fact of the form"),
        (
            "UPDATE facts SET bytes = CAST(replace(CAST(bytes AS TEXT), '{\"a', '{\"Z\":1,\"a') AS BLOB) WHERE seq = 9",
            "fact 9: its bytes say more"
        ),
    ])
    func `what is wrong with a journal is listed`(_ damage: String, _ problem: String) throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(HallHistory(seed: 6, batches: 30))
        try journal.opened().runScript(damage)
        let report = try JournalReader(directory: folder.state).verify()
        #expect(!report.isSound)
        #expect(report.problems.count == 1)
        #expect(report.problems.first?.contains(problem) == true, "\(report.problems)")
    }

    @Test func `of many problems the first hundred are listed and all are counted`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(HallHistory(seed: 6, batches: 200))
        try journal.opened().runScript("UPDATE facts SET at = at + 1")
        let report = try JournalReader(directory: folder.state).verify()
        #expect(report.problems.count == 100)
        #expect(report.problemCount == Int(journal.lastSequence))
    }

    @Test func `the facts about an alarm and a point are their own, in order, also the point's alarms`() throws {
        let journal = try Journal(directory: folder.state)
        let (lamp, other): (PointID, PointID) = ("lamps.row-1", "lamps.row-10")
        func write(_ number: Int, _ point: PointID) -> [HallFact] {
            [
                .pointWriteOrdered(
                    PointWriteOrdered(
                        write: number, point: point, value: .word("on"), by: "clerk", reason: "dusk",
                        at: Golden.at(Int64(number)))),
                .pointWriteSettled(
                    PointWriteSettled(
                        write: number, point: point, outcome: .confirmed, readBack: .word("on"),
                        at: Golden.at(Int64(number)))),
            ]
        }
        var raised = AlarmRaised(alarm: .sensorFault, device: "lamps", priority: .low, at: Golden.at(3))
        raised.about = .point(lamp)
        let acknowledged = AlarmAcknowledged(alarm: raised.id, by: "clerk", reason: "seen", at: Golden.at(4))
        let device = AlarmRaised(alarm: .notAnswering, device: "lamps", priority: .low, at: Golden.at(5))
        let alarms: [HallFact] = [.alarmRaised(raised), .alarmAcknowledged(acknowledged)]
        var batch = Journal.Batch()
        batch.facts = write(1, lamp) + write(2, other) + alarms + [.alarmRaised(device)]
        try journal.commit(batch)
        let reader = try JournalReader(directory: folder.state)
        #expect(try reader.facts(about: lamp) == write(1, lamp) + alarms)
        #expect(try reader.facts(about: other) == write(2, other))
        #expect(try reader.facts(about: raised.id) == alarms)
        #expect(try reader.facts(about: device.id) == [.alarmRaised(device)])
        #expect(try reader.facts(about: "lamps.row-2.sensor-fault" as AlarmID).isEmpty)
    }

    @Test func `of an alarm that comes and goes for years the newest facts are told`() throws {
        let journal = try Journal(directory: folder.state)
        let alarm = AlarmRaised(alarm: .coverOpen, device: "p", priority: .high, at: Golden.at(0))
        var batch = Journal.Batch()
        for second in 1...600 {
            batch.facts.append(.alarmReturned(AlarmReturned(alarm: alarm.id, at: Golden.at(Int64(second)))))
        }
        try journal.commit(batch)
        let found = try JournalReader(directory: folder.state).facts(about: alarm.id)
        #expect(found.count == 500)
        #expect(found.last == batch.facts.last)
    }

    // MARK: Windows, presses, discharges

    private func at(_ second: Int) -> WallTime { Golden.at(Int64(second)) }

    private func called(_ number: String, at second: Int, _ window: WindowID = "1") -> HallFact {
        .ticketCalled(
            TicketCalled(
                ticket: Golden.ticket(number), window: window, at: at(second), by: "w1-caller", rule: .firstTaken,
                inputs: []))
    }

    private func finished(_ number: String, at second: Int, _ window: WindowID = "1") -> HallFact {
        .serviceFinished(
            ServiceFinished(ticket: Golden.ticket(number), window: window, at: at(second), by: "w1-caller"))
    }

    private func served(_ number: String, at second: Int, _ window: WindowID = "1") -> HallFact {
        .serviceStarted(
            ServiceStarted(ticket: Golden.ticket(number), window: window, at: at(second), by: "w1-caller"))
    }

    private func pressed(_ level: Int, at second: Int, _ window: WindowID = "1") -> HallFact {
        .pressesIgnored(
            PressesIgnored(
                window: window, pad: "w1-pad", reason: .mashed, levels: [level], count: 1, at: at(second)))
    }

    @Test func `a ticket's story holds the presses at its window from its start to the next start there`() throws {
        let journal = try Journal(directory: folder.state)
        let early = pressed(1, at: 5)
        let own = [pressed(2, at: 20), pressed(3, at: 40)]
        let elsewhere = pressed(4, at: 21, "2")
        // Told behind the next start, and pressed before it.
        let late = pressed(5, at: 49)
        var batch = Journal.Batch()
        let first = [called("A001", at: 9), served("A001", at: 10)]
        let second = [called("A002", at: 49), served("A002", at: 50)]
        let other = [called("A009", at: 29, "2"), served("A009", at: 30, "2")]
        batch.facts = [early] + first + [own[0], elsewhere, own[1]] + other + [finished("A001", at: 48)]
        batch.facts += second + [late, pressed(1, at: 60)]
        try journal.commit(batch)
        let reader = try JournalReader(directory: folder.state)
        #expect(try reader.facts(about: Golden.ticket("A001")) == first + own + [finished("A001", at: 48), late])
        #expect(try reader.facts(about: Golden.ticket("A002")) == second + [pressed(1, at: 60)])
        #expect(try reader.facts(about: Golden.ticket("A009")) == other)
    }

    @Test func `a window's story holds what happened there, also without a service`() throws {
        let journal = try Journal(directory: folder.state)
        let own = [pressed(1, at: 5), called("A001", at: 9), served("A001", at: 10)]
        var batch = Journal.Batch()
        batch.facts = own + [pressed(4, at: 21, "2"), started(1)]
        try journal.commit(batch)
        let reader = try JournalReader(directory: folder.state)
        #expect(try reader.facts(about: "1" as WindowID) == own)
        #expect(try reader.facts(about: "3" as WindowID).isEmpty)
    }

    private func began(_ ups: DeviceID, at second: Int) -> HallFact {
        .dischargeBegan(DischargeBegan(ups: ups, at: at(second)))
    }

    private func ended(_ ups: DeviceID, at second: Int, _ seconds: Int) -> DischargeEnded {
        DischargeEnded(ups: ups, seconds: seconds, lowAfterSeconds: nil, mainsReturned: true, at: at(second))
    }

    @Test func `discharges are told with their beginnings, oldest first, of one UPS or all`() throws {
        let journal = try Journal(directory: folder.state)
        let ends = [ended("ups", at: 100, 80), ended("ups-2", at: 200, 150), ended("ups", at: 300, 20)]
        try journal.commit(
            began("ups", at: 20), began("ups-2", at: 50), .dischargeEnded(ends[0]), .dischargeEnded(ends[1]),
            began("ups", at: 280), .dischargeEnded(ends[2]), began("ups-2", at: 400))
        let reader = try JournalReader(directory: folder.state)
        let all = try reader.discharges(of: nil, since: at(0), limit: 10)
        #expect(all == zip([20, 50, 280], ends).map { DischargeRecord(began: at($0), end: $1) })
        #expect(try reader.discharges(of: "ups", since: at(0), limit: 10) == [all[0], all[2]])
        // One that went on at the time asked for belongs to it.
        #expect(try reader.discharges(of: nil, since: at(150), limit: 10) == [all[1], all[2]])
        #expect(try reader.discharges(of: nil, since: at(0), limit: 2) == [all[1], all[2]])
        #expect(try reader.discharges(of: nil, since: at(301), limit: 10).isEmpty)
        #expect(try reader.discharges(of: "other", since: at(0), limit: 10).isEmpty)
    }

    @Test func `a discharge is found behind tens of thousands of facts, and its beginning behind more`() throws {
        let journal = try Journal(directory: folder.state)
        var batch = Journal.Batch()
        func fill(_ count: Int, at second: Int) {
            let fact = HallFact.daemonStarted(DaemonStarted(at: at(second), version: "0.1.0", epoch: "e"))
            batch.facts += Array(repeating: fact, count: count)
        }
        batch.facts.append(began("ups", at: 20))
        fill(15_000, at: 30)
        let end = ended("ups", at: 100, 80)
        batch.facts.append(.dischargeEnded(end))
        fill(25_000, at: 200)
        try journal.commit(batch)
        let reader = try JournalReader(directory: folder.state)
        let expected = [DischargeRecord(began: at(20), end: end)]
        for since in [0, 50, 100] { #expect(try reader.discharges(of: nil, since: at(since), limit: 10) == expected) }
        #expect(try reader.discharges(of: nil, since: at(150), limit: 10).isEmpty)
    }
}
