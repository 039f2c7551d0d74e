import CSQLite
import FoundationEssentials
import Glibc
import HallModel
import Testing

@testable import HallStore

/// The files of one version under `Tests/Journals`.
struct GoldenFiles {
    private let folder: String
    private let golden: GoldenVersion

    init(_ golden: GoldenVersion, file: String = #filePath) {
        self.golden = golden
        let version = golden.version
        let tests = file.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")
        folder = "\(tests)/Journals/\(version)"
    }

    func lines(_ name: String) throws -> [String] {
        try String(contentsOf: URL(filePath: "\(folder)/\(name)"), encoding: .utf8).split(separator: "\n").map {
            String($0)
        }
    }

    /// `kind version bytes` a line.
    func rows(_ name: String) throws -> [FactCoding.Encoded] {
        try lines(name).map { line in
            let fields = line.split(separator: " ", maxSplits: 2)
            let version = try #require(fields.count == 3 ? Int(fields[1]) : nil, "\(line)")
            let form = FactCoding.Form(kind: String(fields[0]), version: version)
            return FactCoding.Encoded(form: form, bytes: Array(fields[2].utf8))
        }
    }

    /// Makes a database from a dump, as `sqlite3 journal.sqlite < journal.sql` does.
    func load(_ name: String, into folder: TemporaryFolder) throws {
        try FileManager.default.createDirectory(atPath: folder.state, withIntermediateDirectories: true)
        var database: OpaquePointer?
        #expect(sqlite3_open(folder.journal, &database) == SQLITE_OK)
        let dump = try String(contentsOf: URL(filePath: "\(self.folder)/\(name)"), encoding: .utf8)
        #expect(
            sqlite3_exec(database, dump, nil, nil, nil) == SQLITE_OK, "\(String(cString: sqlite3_errmsg(database)))")
        #expect(sqlite3_close(database) == SQLITE_OK)
    }

    var hashes: [String] {
        ["plan \(PlanCoding.hash(golden.plan))"] + golden.commands.map { "command \(CommandCoding.hash($0))" }
    }

    /// Writes all files of a version that has none yet; what stands is never overwritten.
    func write() throws {
        try #require(!FileManager.default.fileExists(atPath: folder + "/facts.jsonl"), "\(folder) is written already")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let facts = golden.facts.map { FactCoding.encode($0) }
        try write(facts.map { "\($0.form.kind) \($0.form.version) \(text($0.bytes))" }, "facts.jsonl")
        let replies = golden.replies.map { ReplyCoding.encode($0) }
        try write(replies.map { "reply \(ReplyCoding.version) \(text($0))" }, "replies.jsonl")
        try write(hashes, "hashes.txt")
        try write(dump(facts, replies), "journal.sql")
    }

    private func dump(_ facts: [FactCoding.Encoded], _ replies: [[UInt8]]) -> [String] {
        var lines = [
            "PRAGMA application_id = \(JournalSchema.applicationID);",
            "PRAGMA user_version = \(JournalSchema.version);",
            "BEGIN;", JournalSchema.tables,
        ]
        for (index, (fact, encoded)) in zip(golden.facts, facts).enumerated() {
            let columns = fact.columns
            lines.append(
                """
                INSERT INTO facts VALUES(\(index + 1), \(columns.at.microseconds), '\(encoded.form.kind)', \
                \(encoded.form.version), \(quoted(columns.ticket?.description)), \(quoted(columns.window?.rawValue)), \
                \(quoted(columns.plan)), CAST(\(quoted(text(encoded.bytes))) AS BLOB));
                """)
        }
        for (index, bytes) in replies.enumerated() {
            lines.append(
                """
                INSERT INTO replies VALUES('hall-desk', 'golden-\(index)', \(index + 1), \
                '\(CommandCoding.hash(golden.commands[0]))', \(ReplyCoding.version), \
                CAST(\(quoted(text(bytes))) AS BLOB), \(Golden.at(100).microseconds));
                """)
        }
        return lines + ["COMMIT;"]
    }

    private func write(_ lines: [String], _ name: String) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: "\(folder)/\(name)"))
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func quoted(_ text: String?) -> String {
        text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
    }
}
