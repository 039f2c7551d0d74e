import FoundationEssentials
import Glibc
import HallLogic
import HallModel
import Testing

@testable import HallStore

/// What version 0.1 wrote stands in `Tests/Journals/0.1` and is read by every later build.
@Suite struct GoldenJournalTests {
    private let files = GoldenFiles(version: "0.1")

    @Test func `every fact ever written decodes to the value it was written from`() throws {
        let rows = try files.rows("facts.jsonl")
        #expect(rows.count == Golden.facts.count)
        for (row, fact) in zip(rows, Golden.facts) {
            #expect(try FactCoding.decode(row) == fact, "\(row.form)")
        }
    }

    @Test func `this build writes every fact in the very bytes of the golden file`() throws {
        for (row, fact) in zip(try files.rows("facts.jsonl"), Golden.facts) {
            let written = FactCoding.encode(fact)
            #expect(written.form == row.form)
            #expect(String(decoding: written.bytes, as: UTF8.self) == String(decoding: row.bytes, as: UTF8.self))
        }
    }

    @Test func `every kept reply decodes to its value and is written in the same bytes`() throws {
        let rows = try files.rows("replies.jsonl")
        #expect(rows.count == Golden.replies.count)
        for (row, reply) in zip(rows, Golden.replies) {
            #expect(try ReplyCoding.decode(version: row.form.version, row.bytes) == reply)
            #expect(ReplyCoding.encode(reply) == row.bytes)
        }
    }

    @Test func `the hash of a plan and of each command stays the same over builds`() throws {
        let lines = try files.lines("hashes.txt")
        #expect(lines == files.hashes)
        #expect(Set(lines).count == 1 + Golden.commands.count)
    }

    @Test func `the golden journal opens, restores and verifies`() throws {
        let folder = TemporaryFolder()
        try files.load("journal.sql", into: folder)
        let journal = try Journal(directory: folder.state)
        #expect(journal.lastSequence == Int64(Golden.facts.count))
        // The newest day is the last fact; its plan is the first.
        #expect(try journal.restore() == [Golden.facts[0], Golden.facts[Golden.facts.count - 1]])
        let kept = try journal.reply(user: "hall-desk", key: "golden-0")
        #expect(kept?.reply == Golden.replies[0])
        let report = try JournalReader(directory: folder.state).verify()
        #expect(report.isSound, "\(report.problems)")
        #expect(report.facts == Int64(Golden.facts.count))
        var hall = Hall()
        for fact in try journal.restore() { hall.apply(fact) }
    }

    @Test func `the golden facts hold every kind, and every case of every enum in a fact`() throws {
        #expect(Set(try files.rows("facts.jsonl").map(\.form)) == FactCoding.forms)
        let text = try files.lines("facts.jsonl").joined()
        let cases: [[any RawRepresentable<String>]] = [
            AlarmKind.allCases, AlarmPriority.allCases, AlarmState.allCases, Ticket.Priority.allCases,
            PrintOutcome.allCases, PrinterSettings.Charset.allCases, PrinterSettings.Proof.allCases,
            PrinterSettings.Cut.allCases, Profile.Trust.allCases, SerialSettings.FlowControl.allCases,
            SerialSettings.Parity.allCases, ByteMap.Checksum.allCases, LampState.allCases, WindowVerb.allCases,
        ]
        for value in cases.joined() { #expect(text.contains("\"\(value.rawValue)\""), "\(value)") }
    }

    /// Goldens are made once, for a version that has none: `HALLD_NEW_GOLDENS=0.2 swift test --filter goldens`.
    @Test(.enabled(if: getenv("HALLD_NEW_GOLDENS") != nil))
    func `goldens of a new version are written once`() throws {
        let version = try #require(getenv("HALLD_NEW_GOLDENS").map { String(cString: $0) })
        try GoldenFiles(version: version).write()
    }
}
