import FailingDisk
import HallModel
import Testing

@testable import HallStore

/// A disk that fails in the middle of a batch: nothing of the batch is there afterwards, everything before it is.
@Suite struct FailingDiskTests {
    private let folder = TemporaryFolder()

    private func open() throws -> (Journal, FailingDisk) {
        let disk = FailingDisk(below: folder.path)
        return (try Journal(directory: folder.state, vfs: FailingDisk.name), disk)
    }

    @Test func `a batch costs one fsync, whatever is in it`() throws {
        let (journal, disk) = try open()
        // The first commit also writes and syncs the write-ahead file's header.
        try journal.commit(started(0))
        for batch in HallHistory(seed: 2, batches: 50).batches {
            let before = disk.syncs
            var full = batch
            full.replies = [
                Journal.KeyedReply(
                    user: "u", key: "k\(before)", commandHash: "", reply: .refused(.busy), at: Golden.at(0))
            ]
            try journal.commit(full)
            #expect(disk.syncs == before + 1)
        }
        let before = disk.syncs
        try journal.commit(Journal.Batch())
        _ = try journal.restore()
        _ = try journal.reply(user: "u", key: "k")
        #expect(disk.syncs == before)
    }

    @Test func `after a failed fsync nothing of the batch is on disk, and it is not tried again`() throws {
        let (journal, disk) = try open()
        try journal.commit(started(1))
        try journal.commit(started(2))
        disk.set(.sync(after: 0))
        let syncs = disk.syncs
        let error = #expect(throws: StoreError.self) { try journal.commit(started(3), started(4)) }
        #expect(error?.code == .commitFailed)
        #expect(error?.message.contains(folder.journal) == true)
        #expect(error?.extendedCode == 1034, "SQLITE_IOERR_FSYNC")
        #expect(disk.syncs == syncs + 1)
        #expect(journal.lastSequence == 2)
        let killed = try folder.copyOfState(named: "killed")
        #expect(try Journal(directory: killed).restore() == [started(1), started(2)])
        journal.close()
        #expect(disk.syncs == syncs + 1, "closing must not sync either")
        let reopened = try Journal(directory: folder.state)
        #expect(try reopened.restore() == [started(1), started(2)])
        try reopened.commit(started(5))
        #expect(try reopened.restore() == [started(1), started(2), started(5)])
        #expect(try JournalReader(directory: folder.state).verify().isSound)
    }

    /// That batch has two syncs: one of the write-ahead file's new header, one of the batch.
    @Test(arguments: [0, 1])
    func `a failed fsync of the first batch after a checkpoint takes only that batch`(syncsBefore: Int) throws {
        let (journal, disk) = try open()
        while journal.statistics.checkpoints == 0 {
            try journal.commit(started(1))
            journal.checkpointIfIdle()
        }
        let count = Int(journal.lastSequence)
        disk.set(.sync(after: syncsBefore))
        #expect(throws: StoreError.self) { try journal.commit(started(2)) }
        let killed = try folder.copyOfState(named: "killed")
        #expect(try Journal(directory: killed).restore() == Array(repeating: started(1), count: count))
        journal.close()
        #expect(try Journal(directory: folder.state).restore() == Array(repeating: started(1), count: count))
    }

    @Test func `a connection that failed once takes no further batch`() throws {
        let (journal, disk) = try open()
        disk.set(.sync(after: 0))
        let first = #expect(throws: StoreError.self) { try journal.commit(started(1)) }
        let second = #expect(throws: StoreError.self) { try journal.commit(started(1)) }
        #expect(first == second)
        journal.checkpointIfIdle()
        #expect(journal.statistics.checkpoints == 0)
    }

    @Test func `a disk that fills up anywhere in a batch takes nothing of it`() throws {
        let (first, _) = try open()
        try first.commit(started(1))
        first.close()
        let disk = FailingDisk(below: folder.path)
        var failures = 0
        for writes in 0..<40 {
            let journal = try Journal(directory: folder.state, vfs: FailingDisk.name)
            let before = try journal.restore()
            var batch = Journal.Batch()
            batch.facts = HallHistory(seed: UInt64(writes), batches: 20).facts
            batch.facts.removeFirst(2)
            disk.set(.full(afterWrites: writes))
            do throws(StoreError) {
                try journal.commit(batch)
                disk.set(.none)
                #expect(try journal.restore() == before + batch.facts)
            } catch {
                failures += 1
                disk.set(.none)
                #expect(error.code == .commitFailed)
                #expect(error.message.contains("free space"), "\(error.message)")
                journal.close()
                #expect(try Journal(directory: folder.state).restore() == before)
            }
        }
        #expect(failures > 5)
        #expect(failures < 40)
    }

    @Test func `a failed checkpoint loses nothing and stops nothing`() throws {
        let (journal, disk) = try open()
        while journal.statistics.writeAheadPages < 100 { try journal.commit(started(1)) }
        disk.set(.full(afterWrites: 0))
        journal.checkpointIfIdle()
        #expect(journal.statistics.failedCheckpoints == 1)
        disk.set(.none)
        try journal.commit(started(2))
        #expect(try journal.restore().last == started(2))
        journal.checkpointIfIdle()
        #expect(journal.statistics.writeAheadPages == 0)
    }

    @Test func `a lock held by another program fails the batch and harms neither`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(started(1))
        try journal.opened().run("PRAGMA busy_timeout = 1")
        let other = try Connection(path: folder.journal, access: .readWrite)
        try other.runScript("BEGIN IMMEDIATE")
        let error = #expect(throws: StoreError.self) { try journal.commit(started(2)) }
        #expect(error?.code == .commitFailed)
        #expect(error?.message.contains("other program") == true)
        other.rollBack()
        journal.close()
        #expect(try Journal(directory: folder.state).restore() == [started(1)])
    }
}
