import HallModel
import Testing

@testable import HallStore

/// A power cut tears the write-ahead file anywhere. What comes back is always a beginning of what was committed, in
/// whole batches.
@Suite struct TornTailTests {
    private let folder = TemporaryFolder()

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `a torn write-ahead file loses whole batches from its end, and nothing else`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let history = HallHistory(seed: seed, batches: 120)
        let journal = try Journal(directory: folder.state)
        try journal.commit(history)
        let killed = try folder.copyOfState(named: "killed")
        let database = try folder.bytes(killed + "/journal.sqlite")
        let writeAhead = try folder.bytes(killed + "/journal.sqlite-wal")
        let cuts = beginnings(of: history)
        for round in 0..<30 {
            let length = Int.random(in: 0...writeAhead.count, using: &generator)
            var torn = Array(writeAhead[..<length])
            // Some disks leave the file's length and lose what was in it.
            if round.isMultiple(of: 3) { torn += [UInt8](repeating: 0, count: writeAhead.count - length) }
            try folder.write(database, to: killed + "/journal.sqlite")
            try folder.write(torn, to: killed + "/journal.sqlite-wal")
            let reopened = try Journal(directory: killed)
            let restored = try reopened.restore()
            #expect(cuts[restored.count] == restored, "seed \(seed), round \(round), \(length) bytes")
            #expect(reopened.lastSequence == Int64(restored.count))
            if length == writeAhead.count { #expect(restored == history.facts) }
            // The numbers go on from there.
            try reopened.commit(started(1))
            #expect(try reopened.restore() == restored + [started(1)])
            reopened.close()
        }
    }

    @Test func `a flipped bit in the write-ahead file ends the history before its batch`() throws {
        let history = HallHistory(seed: 31, batches: 100)
        let journal = try Journal(directory: folder.state)
        try journal.commit(history)
        let killed = try folder.copyOfState(named: "killed")
        let database = try folder.bytes(killed + "/journal.sqlite")
        let writeAhead = try folder.bytes(killed + "/journal.sqlite-wal")
        let cuts = beginnings(of: history)
        var generator = SeededGenerator(seed: 31)
        for round in 0..<30 {
            var flipped = writeAhead
            let index = Int.random(in: 0..<flipped.count, using: &generator)
            flipped[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try folder.write(database, to: killed + "/journal.sqlite")
            try folder.write(flipped, to: killed + "/journal.sqlite-wal")
            let reopened = try Journal(directory: killed)
            let restored = try reopened.restore()
            #expect(cuts[restored.count] == restored, "round \(round), byte \(index)")
            reopened.close()
        }
    }

    /// What the journal may hold, by the number of facts: after each batch, all facts up to there.
    private func beginnings(of history: HallHistory) -> [Int: [HallFact]] {
        var facts: [HallFact] = []
        var found: [Int: [HallFact]] = [0: []]
        for batch in history.batches {
            facts += batch.facts
            found[facts.count] = facts
        }
        return found
    }
}
