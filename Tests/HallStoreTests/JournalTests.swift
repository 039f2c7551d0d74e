import Glibc
import HallLogic
import HallModel
import Testing

@testable import HallStore

@Suite struct JournalTests {
    private let folder = TemporaryFolder()

    @Test func `a journal is made with its folders, readable by the group and by nobody else`() throws {
        let state = folder.path + "/var/lib/halld"
        let journal = try Journal(directory: state)
        #expect(journal.lastSequence == 0)
        #expect(try journal.restore().isEmpty)
        for (path, rights) in [("", 0o750), ("/journal.sqlite", 0o640), ("/lock", 0o640)] {
            var status = stat()
            #expect(stat(state + path, &status) == 0)
            #expect(Int(status.st_mode) & 0o777 == rights, "\(path)")
        }
    }

    @Test func `the connection is in WAL mode and syncs every commit`() throws {
        let connection = try Journal(directory: folder.state).opened()
        #expect(try connection.text("PRAGMA journal_mode") == "wal")
        #expect(try connection.integer("PRAGMA synchronous") == 2)
        #expect(try connection.integer("PRAGMA application_id") == 0x4841_4C4C)
        #expect(try connection.integer("PRAGMA user_version") == 1)
    }

    @Test func `what was committed comes back in order, after closing as after a kill`() throws {
        let history = HallHistory(seed: 1, batches: 200)
        let journal = try Journal(directory: folder.state)
        try journal.commit(history)
        let killed = try folder.copyOfState(named: "killed")
        #expect(try Journal(directory: killed).restore() == history.facts)
        journal.close()
        #expect(!folder.exists(folder.writeAhead))
        #expect(try Journal(directory: folder.state).restore() == history.facts)
    }

    @Test func `numbers go on without a gap when the journal is opened again`() throws {
        for run in 1...3 {
            let journal = try Journal(directory: folder.state)
            #expect(journal.lastSequence == Int64(2 * (run - 1)))
            try journal.commit(started(run), started(run + 10))
            #expect(journal.lastSequence == Int64(2 * run))
            journal.close()
        }
        let facts = try JournalReader(directory: folder.state).facts(from: 0, limit: 100)
        #expect(facts.map(\.sequence) == Array(1...6))
    }

    @Test func `an empty batch writes nothing`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(Journal.Batch())
        #expect(journal.statistics == StoreStatistics())
        #expect(journal.lastSequence == 0)
    }

    @Test func `statistics count what was made durable`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(started(1), started(2))
        try journal.commit(started(3))
        #expect(journal.statistics.commits == 2)
        #expect(journal.statistics.facts == 3)
        #expect(journal.statistics.longestCommit >= journal.statistics.lastCommit)
        #expect(journal.statistics.lastCommit > .zero)
    }

    @Test func `a second process is told who holds the journal, until it is closed`() throws {
        let journal = try Journal(directory: folder.state)
        let refused = #expect(throws: StoreError.self) { try Journal(directory: folder.state) }
        #expect(refused?.code == .inUse)
        #expect(refused?.message.contains("process \(getpid())") == true)
        journal.close()
        #expect(try Journal(directory: folder.state).lastSequence == 0)
    }

    @Test func `a journal that is dropped without closing leaves no lock`() throws {
        do { try Journal(directory: folder.state).commit(started(1)) }
        #expect(try Journal(directory: folder.state).restore() == [started(1)])
    }

    @Test func `a closed journal says so`() throws {
        let journal = try Journal(directory: folder.state)
        journal.close()
        journal.close()
        #expect(throws: StoreError.self) { try journal.commit(started(1)) }
        #expect(throws: StoreError.self) { try journal.restore() }
        #expect(throws: StoreError.self) { try journal.reply(user: "u", key: "k") }
    }

    @Test func `a file where the folder should be cannot be opened`() throws {
        try folder.write([1], to: folder.state)
        let error = #expect(throws: StoreError.self) { try Journal(directory: folder.state) }
        #expect(error?.code == .cannotOpen)
        #expect(error?.message.contains(folder.state) == true)
    }

    @Test func `a journal left half made is made anew`() throws {
        _ = try Journal(directory: folder.state)
        #expect(unlink(folder.journal) == 0)
        try folder.write(Array("SQLite format 3".utf8), to: folder.journal + ".new")
        #expect(try Journal(directory: folder.state).restore().isEmpty)
        #expect(!folder.exists(folder.journal + ".new"))
    }

    @Test func `a commit moves a long write-ahead file into the database, and so does an idle moment`() throws {
        let journal = try Journal(directory: folder.state)
        journal.checkpointIfIdle()
        #expect(journal.statistics.checkpoints == 0, "nothing to move")
        while journal.statistics.checkpoints == 0, journal.statistics.commits < 2000 { try journal.commit(started(1)) }
        #expect(journal.statistics.checkpoints == 1)
        #expect(journal.statistics.writeAheadPages == 0)
        while journal.statistics.writeAheadPages < 100 { try journal.commit(started(1)) }
        journal.checkpointIfIdle()
        #expect(journal.statistics.checkpoints == 2)
        #expect(journal.statistics.failedCheckpoints == 0)
        #expect(try folder.bytes(folder.writeAhead).count < 5 << 20)
    }

    @Test func `a hall brought back from ten thousand facts is the hall that made them`() throws {
        let history = HallHistory(seed: 7, batches: 6500, batchesADay: 2500)
        #expect(history.facts.count > 10_000)
        let journal = try Journal(directory: folder.state)
        for start in stride(from: 0, to: history.batches.count, by: 50) {
            var batch = Journal.Batch()
            batch.facts = history.batches[start..<min(start + 50, history.batches.count)].flatMap(\.facts)
            try journal.commit(batch)
        }
        var lived = Hall()
        for fact in history.facts { lived.apply(fact) }
        var restored = Hall()
        for fact in try journal.restore() { restored.apply(fact) }
        #expect(restored == lived)
        #expect(!lived.recorded.tickets.isEmpty)
    }
}
