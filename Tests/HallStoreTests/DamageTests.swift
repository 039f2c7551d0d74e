import HallModel
import Testing

@testable import HallStore

/// Whatever is found in place of the journal, it is refused with a reason and left as it is, byte for byte.
@Suite struct DamageTests {
    private let folder = TemporaryFolder()

    /// A sound journal of some pages, closed.
    private func soundJournal() throws -> [UInt8] {
        let journal = try Journal(directory: folder.state)
        try journal.commit(HallHistory(seed: 5, batches: 600, batchesADay: 200))
        journal.close()
        return try folder.bytes(folder.journal)
    }

    /// Opens and restores what `bytes` stand for, in place of the journal.
    private func refusal(_ bytes: [UInt8]) throws -> StoreError? {
        try folder.write(bytes, to: folder.journal)
        var refusal: StoreError?
        do throws(StoreError) {
            let journal = try Journal(directory: folder.state)
            _ = try journal.restore()
        } catch {
            refusal = error
        }
        #expect(try folder.bytes(folder.journal) == bytes, "the file was touched")
        #expect(refusal?.message.contains(folder.journal) == true)
        return refusal
    }

    @Test func `garbage is damaged`() throws {
        _ = try Journal(directory: folder.state)
        var generator = SeededGenerator(seed: 11)
        for count in [1, 15, 16, 100, 4096, 65_536] {
            let garbage = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            #expect(try refusal(garbage)?.code == .damaged, "\(count) bytes")
        }
    }

    @Test func `an empty file is damaged, not new`() throws {
        _ = try Journal(directory: folder.state)
        #expect(try refusal([])?.code == .damaged)
    }

    @Test func `a truncated journal is damaged, wherever it was cut`() throws {
        let sound = try soundJournal()
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<40 {
            let length = Int.random(in: 1..<sound.count, using: &generator)
            #expect(try refusal(Array(sound[..<length]))?.code == .damaged, "cut to \(length) of \(sound.count)")
        }
    }

    @Test func `a page of zeros in the newest day is damaged`() throws {
        let sound = try soundJournal()
        let day = try #require(lastPage(holding: "day-opened", in: sound))
        var broken = sound
        for index in day * 4096..<(day + 1) * 4096 { broken[index] = 0 }
        #expect(try refusal(broken)?.code == .damaged)
    }

    private func lastPage(holding text: String, in bytes: [UInt8]) -> Int? {
        let needle = Array(text.utf8)
        return (0..<bytes.count / 4096).last { page in
            bytes[page * 4096..<(page + 1) * 4096].firstRange(of: needle) != nil
        }
    }

    @Test func `random damage is never a trap and never touches the file`() throws {
        let sound = try soundJournal()
        for seed in UInt64(100)..<140 {
            var generator = SeededGenerator(seed: seed)
            var broken = sound
            for _ in 0..<Int.random(in: 1...64, using: &generator) {
                let index = Int.random(in: 0..<broken.count, using: &generator)
                broken[index] = UInt8.random(in: 0...255, using: &generator)
            }
            try folder.write(broken, to: folder.journal)
            let journal = try? Journal(directory: folder.state)
            if (try? journal?.restore()) == nil {
                journal?.close()
                #expect(try folder.bytes(folder.journal) == broken, "seed \(seed)")
            }
        }
    }

    @Test func `a database of another program is not a journal`() throws {
        let sound = try soundJournal()
        let connection = try Connection(path: folder.journal, access: .readWrite)
        try connection.runScript("PRAGMA journal_mode = DELETE; PRAGMA application_id = 7")
        let foreign = try folder.bytes(folder.journal)
        #expect(foreign != sound)
        #expect(try refusal(foreign)?.code == .damaged)
    }

    @Test func `tables of a newer build are too new`() throws {
        _ = try soundJournal()
        try change("PRAGMA user_version = 2")
        #expect(try refusal(folder.bytes(folder.journal))?.code == .tooNew)
        let error = #expect(throws: StoreError.self) { try JournalReader(directory: folder.state) }
        #expect(error?.code == .tooNew)
    }

    @Test(arguments: ["kind = 'ticket-sung'", "version = 2"])
    func `a fact of a newer build is too new, and named`(_ change: String) throws {
        _ = try soundJournal()
        try self.change("UPDATE facts SET \(change) WHERE seq = (SELECT max(seq) FROM facts)")
        let error = try refusal(folder.bytes(folder.journal))
        #expect(error?.code == .tooNew)
        #expect(error?.message.contains("fact ") == true)
    }

    @Test(arguments: ["", "{}", "null", "{\"at\":1", "{\"at\":\"now\",\"epoch\":\"e\",\"version\":\"1\"}", "\u{0}"])
    func `bytes that are not of their form are damaged`(_ bytes: String) throws {
        let error = #expect(throws: StoreError.self) {
            try FactCoding.decode(
                FactCoding.Encoded(form: FactCoding.Form(kind: "daemon-started", version: 1), bytes: Array(bytes.utf8)))
        }
        #expect(error?.code == .damaged)
    }

    @Test func `a missing fact is damaged`() throws {
        _ = try soundJournal()
        try change("DELETE FROM facts WHERE seq = (SELECT max(seq) - 3 FROM facts)")
        #expect(try refusal(folder.bytes(folder.journal))?.code == .damaged)
    }

    @Test func `a write-ahead file without its journal is damaged and stays`() throws {
        let journal = try Journal(directory: folder.state)
        try journal.commit(started(1))
        let writeAhead = try folder.bytes(folder.writeAhead)
        let orphaned = folder.path + "/orphaned"
        try JournalFolder(directory: orphaned).make()
        try folder.write(writeAhead, to: orphaned + "/journal.sqlite-wal")
        let error = #expect(throws: StoreError.self) { try Journal(directory: orphaned) }
        #expect(error?.code == .damaged)
        #expect(try folder.bytes(orphaned + "/journal.sqlite-wal") == writeAhead)
        #expect(!folder.exists(orphaned + "/journal.sqlite"))
    }

    @Test func `a refused journal takes no batch`() throws {
        _ = try soundJournal()
        try change("DELETE FROM facts WHERE kind = 'plan-adopted'")
        let journal = try Journal(directory: folder.state)
        #expect(throws: StoreError.self) { try journal.restore() }
        #expect(throws: StoreError.self) { try journal.commit(started(1)) }
    }

    private func change(_ sql: String) throws {
        let connection = try Connection(path: folder.journal, access: .readWrite)
        try connection.runScript(sql)
        connection.mergeOnClose()
    }
}
