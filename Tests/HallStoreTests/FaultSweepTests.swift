import FailingDisk
import FoundationEssentials
import HallModel
import Testing

@testable import HallStore

/// Every call that the journal makes of its disk fails once, in one way after the other. Whatever happens: what was
/// acknowledged is there afterwards, a batch that was not is there whole or not at all, and nobody is told otherwise.
@Suite struct FaultSweepTests {
    /// The life of a journal on a disk that fails at one call, as the daemon leads it: after an error it lets go, opens anew,
    /// restores, goes on. `possible` is all that the disk may rightly hold.
    private struct Life {
        var possible: [[HallFact]]
        var refusals = 0
        var lies: [String] = []
        private var next = 100

        init(from base: [HallFact]) { possible = [base] }

        /// A bounded number of attempts, since a fault may last.
        mutating func live(_ state: String) {
            for _ in 0..<3 {
                guard let journal = try? Journal(directory: state, vfs: FailingDisk.name) else {
                    refusals += 1
                    continue
                }
                let isDone = live(journal)
                journal.close()
                if isDone { return }
            }
        }

        /// False when the journal must be opened anew.
        private mutating func live(_ journal: Journal) -> Bool {
            do throws(StoreError) {
                try journal.settle()
                let restored = try journal.restore()
                guard possible.contains(restored) else {
                    lies.append("restored \(restored.count) facts: none of \(possible.map(\.count))")
                    return true
                }
                possible = [restored]
                _ = try journal.compareOccupancy(with: [])
                for round in 0..<6 {
                    try commit(journal)
                    if round == 2 { try look(journal) }
                    // As of an idle moment: its failure is counted, and the connection goes on.
                    if round == 3 { _ = try? journal.opened().checkpoint() }
                }
                return true
            } catch {
                refusals += 1
                return false
            }
        }

        private mutating func commit(_ journal: Journal) throws(StoreError) {
            next += 3
            var batch = Journal.Batch()
            batch.facts = [started(next), started(next + 1), started(next + 2)]
            batch.replies = [
                Journal.KeyedReply(
                    user: "u", key: "\(next)", commandHash: "", reply: .refused(.busy), at: Golden.at(Int64(next)))
            ]
            do throws(StoreError) {
                try journal.commit(batch)
                for index in possible.indices { possible[index] += batch.facts }
            } catch {
                possible += possible.map { $0 + batch.facts }
                if error.code != .commitFailed { lies.append("a failed commit says \(error.code)") }
                if (try? journal.commit(batch)) != nil { lies.append("a failed connection took another batch") }
                throw error
            }
        }

        /// What a reader is told in between is true or an error.
        private mutating func look(_ journal: Journal) throws(StoreError) {
            let restored = try journal.restore()
            if !possible.contains(restored) { lies.append("a reader was told \(restored.count) facts") }
        }
    }

    /// A journal with a day behind it: pages in the database, and frames in the write-ahead file as a kill leaves them; or
    /// closed in order, without that file.
    private func prepare(_ folder: TemporaryFolder, closed: Bool) throws -> [HallFact] {
        let journal = try Journal(directory: folder.state)
        try journal.commit(HallHistory(seed: 51, batches: 20))
        _ = try journal.opened().checkpoint()
        try journal.commit(started(1), started(2))
        let facts = try journal.restore()
        if closed { journal.close() }
        let killed = try folder.copyOfState(named: "killed")
        journal.close()
        try FileManager.default.removeItem(atPath: folder.state)
        try FileManager.default.moveItem(atPath: killed, toPath: folder.path + "/prepared")
        return facts
    }

    @Test(arguments: FailingDisk.Operation.allCases, [false, true])
    func `a disk that fails at any one call loses nothing acknowledged and keeps nothing by halves`(
        operation: FailingDisk.Operation, lasts: Bool
    ) throws {
        let folder = TemporaryFolder()
        // Inside a file that is there it need not grow.
        let base = try prepare(folder, closed: operation == .writeAheadCannotGrow)
        var faults = 0
        var refused = 0
        for call in 0... {
            try? FileManager.default.removeItem(atPath: folder.state)
            try FileManager.default.copyItem(atPath: folder.path + "/prepared", toPath: folder.state)
            let disk = FailingDisk(below: folder.path)
            disk.set(.call(operation, call, lasts: lasts))
            var life = Life(from: base)
            life.live(folder.state)
            let failed = disk.hasFailed
            disk.set(.none)
            disk.cutPower()
            #expect(life.lies.isEmpty, "\(operation) \(call): \(life.lies)")
            let journal = try Journal(directory: folder.state)
            let restored = try journal.restore()
            #expect(
                life.possible.contains(restored),
                "\(operation) \(call): \(restored.count) facts after the power cut, of \(life.possible.map(\.count))")
            journal.close()
            #expect(try JournalReader(directory: folder.state).verify().isSound, "\(operation) \(call)")
            guard failed else { break }
            faults += 1
            if life.refusals > 0 { refused += 1 }
        }
        print("faults: \(operation.rawValue), \(lasts ? "for good" : "once"): \(faults) places, \(refused) refused")
        #expect(faults >= 1, "\(operation) never came about")
    }

    @Test func `a disk that forgets what was never synced brings back whole batches`() throws {
        let folder = TemporaryFolder()
        let disk = FailingDisk(below: folder.path)
        let journal = try Journal(directory: folder.state, vfs: FailingDisk.name)
        try journal.commit(started(1), started(2))
        disk.set(.sync(after: 0))
        #expect(throws: StoreError.self) { try journal.commit(started(3)) }
        journal.close()
        disk.cutPower()
        #expect(try Journal(directory: folder.state).restore() == [started(1), started(2)])
    }

    /// The layer itself: were it never to forget, the sweep would prove nothing.
    @Test func `a commit without a sync would be lost`() throws {
        let folder = TemporaryFolder()
        let disk = FailingDisk(below: folder.path)
        let journal = try Journal(directory: folder.state, vfs: FailingDisk.name)
        try journal.commit(started(1))
        try journal.opened().run("PRAGMA synchronous = OFF")
        try journal.commit(started(2))
        #expect(try journal.restore() == [started(1), started(2)])
        disk.cutPower()
        let copy = try folder.copyOfState(named: "after")
        #expect(try Journal(directory: copy).restore() == [started(1)])
    }
}
