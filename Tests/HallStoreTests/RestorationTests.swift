import FoundationEssentials
import Glibc
import HallModel
import Testing

@testable import HallStore

/// `halld restore`: a backup in the journal's place, and nothing that was there before is lost.
@Suite struct RestorationTests {
    private let folder = TemporaryFolder()
    private var backup: String { folder.path + "/backup.sqlite" }
    /// 2026-11-26 23:10:00 UTC
    private let now = WallTime(seconds: 1_795_734_600)
    private let aside = "journal-20261126T231000Z.sqlite"

    private func taken(_ count: Int, service: ServiceID = "household", day: ServiceDay = Golden.day) -> HallFact {
        .ticketTaken(
            TicketTaken(
                ticket: TicketID(day: day, number: TicketNumber(prefix: "A", count: count)), service: service,
                count: count, priority: .ordinary, at: Golden.at(Int64(count)), order: count,
                source: .api(user: "desk"), ahead: 0, onPaper: false))
    }

    /// A journal with some numbers, backed up as a technician does it, and two numbers more; killed or closed.
    @discardableResult
    private func history(killed: Bool = false) throws -> [HallFact] {
        let journal = try Journal(directory: folder.state)
        let known = [started(1), taken(1), taken(2), taken(3)]
        for fact in known { try journal.commit(fact) }
        try journal.opened().runScript("VACUUM INTO '\(backup)'")
        try journal.commit(taken(4), taken(5))
        try journal.commit(taken(7, service: "tax"))
        if killed {
            let copy = try folder.copyOfState(named: "killed")
            journal.close()
            try FileManager.default.removeItem(atPath: folder.state)
            try FileManager.default.moveItem(atPath: copy, toPath: folder.state)
        } else {
            journal.close()
        }
        return known
    }

    private func count(_ service: ServiceID, _ count: Int) -> JournalRestore.Count {
        JournalRestore.Count(service: service, count: count)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.state).sorted()
    }

    @Test(arguments: [false, true])
    func `the backup takes the place, and the former journal stays under a dated name`(killed: Bool) throws {
        let known = try history(killed: killed)
        let before = try folder.bytes(folder.journal)
        let writeAhead = killed ? try folder.bytes(folder.writeAhead) : nil
        let original = try folder.bytes(backup)

        let restore = try Restoration.perform(backup, into: folder.state, at: now)
        #expect(restore.backup == backup)
        #expect(restore.newest == 4 && restore.newestAt == Golden.at(3))
        #expect(restore.setAside == aside)
        let given = JournalRestore.Given(day: Golden.day, counts: [count("tax", 7), count("household", 5)])
        #expect(restore.given == given)
        #expect(try folder.bytes(backup) == original, "the backup is not written")
        #expect(try folder.bytes(folder.state + "/" + aside) == before, "the former journal is not written")
        if let writeAhead { #expect(try folder.bytes(folder.state + "/" + aside + "-wal") == writeAhead) }
        #expect(!folder.exists(folder.writeAhead) && !folder.exists(folder.journal + ".restored"))

        let journal = try Journal(directory: folder.state)
        #expect(try journal.restore() == known)
        #expect(try JournalReader(directory: folder.state).verify().isSound)
        var status = stat()
        #expect(stat(folder.journal, &status) == 0 && status.st_mode & 0o777 == 0o640)
    }

    @Test func `the mark is there until the start that recorded it`() throws {
        try history()
        let restore = try Restoration.perform(backup, into: folder.state, at: now)
        let journal = try Journal(directory: folder.state)
        #expect(try journal.unrecordedRestore() == restore)
        try journal.commit(started(9))
        journal.close()
        let next = try Journal(directory: folder.state)
        #expect(try next.unrecordedRestore() == restore, "no start has recorded it")
        let fact = HallFact.journalRestored(JournalRestored(restore: restore, resumes: [], at: now))
        try next.opened().runScript(
            "CREATE TRIGGER stop AFTER INSERT ON facts WHEN NEW.version = 1 BEGIN SELECT RAISE(ABORT, 'no'); END")
        #expect(throws: StoreError.self) { try next.commit(fact) }
        next.close()
        let third = try Journal(directory: folder.state)
        #expect(try third.unrecordedRestore() == restore, "the batch with the fact is not on disk")
        try third.opened().runScript("DROP TRIGGER stop")
        try third.commit(fact)
        #expect(try third.unrecordedRestore() == nil)
        #expect(try third.restore().last == fact)
    }

    @Test func `a copy of the state folder of a running daemon is a backup too`() throws {
        let journal = try Journal(directory: folder.state)
        for count in 1...3 { try journal.commit(taken(count)) }
        let copy = try folder.copyOfState(named: "copy")
        #expect(folder.exists(copy + "/journal.sqlite-wal"), "its newest facts are there")
        try journal.commit(taken(4))
        journal.close()
        let restore = try Restoration.perform(copy, into: folder.state, at: now)
        #expect(restore.newest == 3)
        #expect(try Journal(directory: folder.state).restore() == (1...3).map { taken($0) })
        #expect(folder.exists(copy + "/journal.sqlite-wal"), "the backup is not written")
    }

    @Test func `on a machine without a journal there is nothing to put aside`() throws {
        let known = try history()
        let other = folder.path + "/other/state"
        let restore = try Restoration.perform(backup, into: other, at: now)
        #expect(restore.setAside == nil && restore.given == nil)
        #expect(try Journal(directory: other).restore() == known)
    }

    @Test func `while a daemon holds the folder nothing is touched`() throws {
        try history()
        let journal = try Journal(directory: folder.state)
        let before = try files()
        let error = #expect(throws: StoreError.self) {
            try Restoration.perform(backup, into: folder.state, at: now)
        }
        #expect(error?.code == .inUse)
        #expect(error?.message.contains("systemctl stop halld") == true)
        #expect(try files() == before)
        try journal.commit(taken(6))
    }

    /// Each makes the backup bad in another way; what it must be refused for.
    @Test(arguments: [
        ("garbage", "not a database"), ("empty", "not a journal"), ("foreign", "another program"),
        ("cut", "choose another"),
        ("gap", "facts 2…2 are missing"), ("unreadable", "daemon-started version 1"),
        ("page", "choose another"),
    ])
    func `a backup that is not sound is refused with the reason, and the journal stays`(
        harm: String, reason: String
    ) throws {
        try history()
        let sound = try folder.bytes(backup)
        switch harm {
        case "garbage": try folder.write(Array("no database at all, but long enough to be one".utf8), to: backup)
        case "empty": try folder.write([], to: backup)
        case "foreign": try change("PRAGMA application_id = 7")
        case "cut": try folder.write(Array(sound.dropLast(2000)), to: backup)
        case "gap": try change("DELETE FROM facts WHERE seq = 2")
        case "unreadable": try change("UPDATE facts SET bytes = CAST('{}' AS BLOB) WHERE seq = 1")
        default:
            var broken = sound
            for index in sound.count - 4096..<sound.count - 1000 { broken[index] = 0xA5 }
            try folder.write(broken, to: backup)
        }
        let before = try (files(), folder.bytes(folder.journal))
        let told = #expect(throws: StoreError.self) { try Restoration.perform(backup, into: folder.state, at: now) }
        let error = try #require(told)
        #expect(error.code == .damaged)
        #expect(error.bilingual.en.hasPrefix("\(backup): ") && error.bilingual.zh.hasPrefix("\(backup)："))
        #expect(error.bilingual.en.contains(reason), "\(error.bilingual.en)")
        #expect(error.bilingual.en.hasSuffix(": choose another backup"), "\(error.bilingual.en)")
        #expect(!error.bilingual.en.contains(".restored"), "\(error.bilingual.en)")
        #expect(try files() == before.0)
        #expect(try folder.bytes(folder.journal) == before.1)
    }

    @Test func `a backup of a newer build, a missing one and the journal itself are refused`() throws {
        try history()
        try change("PRAGMA user_version = 2")
        func refusal(_ path: String) -> StoreError? {
            #expect(throws: StoreError.self) { try Restoration.perform(path, into: folder.state, at: now) }
        }
        #expect(refusal(backup)?.code == .tooNew)
        #expect(refusal(backup)?.message.hasPrefix(backup) == true)
        #expect(refusal(folder.path + "/nothing")?.message.contains("No such file") == true)
        #expect(refusal(folder.journal)?.message.contains("present journal itself") == true)
        #expect(refusal(folder.state)?.message.contains("present journal itself") == true)
        #expect(try Journal(directory: folder.state).restore().count == 7)
    }

    /// The two renames with which it ends, cut off before each of them.
    @Test(arguments: [1, 2])
    func `a restore that was broken off begins no new journal, and is run again`(renames: Int) throws {
        let known = try history(killed: true)
        try folder.write(try folder.bytes(backup), to: folder.journal + ".restored")
        let former = folder.state + "/journal-20261126T220000Z.sqlite"
        try FileManager.default.moveItem(atPath: folder.journal, toPath: former)
        if renames == 2 { try FileManager.default.moveItem(atPath: folder.writeAhead, toPath: former + "-wal") }
        let error = #expect(throws: StoreError.self) { try Journal(directory: folder.state) }
        if renames == 2 { #expect(error?.message.contains("run halld restore again") == true) }
        #expect(!folder.exists(folder.journal), "no new journal is begun")
        let restore = try Restoration.perform(backup, into: folder.state, at: now)
        #expect(restore.given?.counts.contains(count("household", 5)) == true, "it is still known")
        #expect(folder.exists(former) && folder.exists(former + "-wal"))
        #expect(try Journal(directory: folder.state).restore() == known)
    }

    @Test func `a second restore in the same second keeps both former journals`() throws {
        try history()
        _ = try Restoration.perform(backup, into: folder.state, at: now)
        let second = try Restoration.perform(backup, into: folder.state, at: now)
        #expect(second.setAside == "journal-20261126T231000Z-2.sqlite")
        #expect(second.given?.counts.contains(count("household", 5)) == true)
        #expect(try files().filter { $0.hasPrefix("journal-") }.count == 2)
    }

    @Test func `a journal that cannot be read any more is put aside all the same`() throws {
        let known = try history()
        try folder.write(Array("damaged beyond reading".utf8), to: folder.journal)
        let restore = try Restoration.perform(backup, into: folder.state, at: now)
        #expect(restore.setAside == aside && restore.given == nil)
        #expect(try folder.bytes(folder.state + "/" + aside) == Array("damaged beyond reading".utf8))
        #expect(try Journal(directory: folder.state).restore() == known)
    }

    private func change(_ sql: String) throws {
        let connection = try Connection(path: backup, access: .readWrite)
        try connection.runScript(sql)
        connection.mergeOnClose()
    }
}
