import Foundation
import HallModel
import HallStore
import Testing

/// A backup, numbers after it, a lost machine, `halld restore`: as a technician does it.
@Suite(.serialized)
struct RestoreTests {
    private func restore(_ backup: String, _ state: String, locale: String = "C") throws -> Programs.Outcome {
        try Programs.run(
            Programs.directory.appendingPathComponent("halld"), ["restore", backup, "--state", state],
            environment: ["LC_ALL": locale])
    }

    /// What docs/installation.md says, in Python where there is no sqlite3: SQLite's own copy of a running database.
    private func backUp(_ hall: HallUnderTest, to file: String) throws {
        let program = """
            import sqlite3, sys
            source, target = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
            source.backup(target)
            """
        let outcome = try Programs.run(
            URL(fileURLWithPath: "/usr/bin/python3"),
            ["-c", program, hall.state.path + "/journal.sqlite", file])
        try #require(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `after a restore numbering goes on 50 higher, no number is doubled, and the old journal is there`()
        throws
    {
        let hall = try HallUnderTest("township")
        let backup = hall.folder.path + "/backup.sqlite"
        func take() throws -> String? { try hall.ask("ticket", "take", "household").number.string }
        #expect(try [take(), take(), take()] == ["A001", "A002", "A003"])
        try backUp(hall, to: backup)
        #expect(try [take(), take()] == ["A004", "A005"])

        let held = try restore(backup, hall.state.path)
        #expect(held.status == 1 && held.output == "")
        #expect(held.errors.contains("holds the journal: stop it"), "\(held.errors)")
        #expect(try take() == "A006", "the daemon was not disturbed")
        hall.killDaemon()
        let before = try Record(hall.state.path)
        let done = try restore(backup, hall.state.path)
        #expect(done.status == 0 && done.errors == "", "\(done.errors)")
        #expect(done.output.contains("The former journal is kept as \(hall.state.path)/journal-2"), "\(done.output)")

        try hall.startDaemon()
        #expect(try [take(), take()] == ["A054", "A055"])
        #expect(try hall.hallctl(["ticket", "show", "A005"]).status == 1, "it is not on record")
        let alarm = try hall.ask("alarms").alarms.array.first { $0.id.string == "hall.journal-restored" }
        #expect(alarm?.state.string == "unacknowledged")
        #expect(alarm?.text.string?.contains("the backup ends at 20") == true, "\(alarm ?? JSON(value: nil))")
        // The mark is used up: a further start gives the next number.
        hall.killDaemon()
        try hall.startDaemon()
        #expect(try take() == "A056")
        #expect(hall.stopDaemon() == 0)

        let after = try Record(hall.state.path)
        #expect(after.taken == ["A001", "A002", "A003", "A054", "A055", "A056"])
        #expect(before.taken.subtracting(["A001", "A002", "A003"]).isDisjoint(with: after.taken), "none is doubled")
        #expect(try JournalReader(directory: hall.state.path).verify().isSound)
        // The old journal is whole: under its own name in a folder of its own it tells all six numbers.
        let aside = try #require(
            try FileManager.default.contentsOfDirectory(atPath: hall.state.path).filter { $0.hasPrefix("journal-2") }
                .min())
        let former = hall.folder.appendingPathComponent("former")
        try FileManager.default.createDirectory(at: former, withIntermediateDirectories: true)
        for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: hall.state.path + "/" + aside + suffix)
        {
            try FileManager.default.copyItem(
                atPath: hall.state.path + "/" + aside + suffix, toPath: former.path + "/journal.sqlite" + suffix)
        }
        #expect(try Record(former.path).taken == before.taken)
        #expect(before.taken.count == 6)
    }

    @Test func `what goes wrong is told in one line, in the reader's language`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("restore-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let missing = folder.path + "/none.sqlite"
        let garbage = folder.path + "/garbage.sqlite"
        try Data("no database".utf8).write(to: URL(fileURLWithPath: garbage))
        for (backup, english, chinese) in [
            (missing, "No such file or directory", "请核对备份的路径"), (garbage, "choose another backup", "请换一个备份"),
        ] {
            let told = try restore(backup, folder.path + "/state")
            #expect(told.status == 1 && told.output == "")
            #expect(told.errors.hasPrefix("halld: \(backup): ") && told.errors.contains(english), "\(told.errors)")
            #expect(told.errors.split(separator: "\n").count == 1)
            let spoken = try restore(backup, folder.path + "/state", locale: "zh_CN.UTF-8")
            #expect(spoken.status == 1 && spoken.errors.contains(chinese), "\(spoken.errors)")
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/state")
            #expect(left == ["lock"], "nothing is left behind: \(left)")
        }
        let usage = try Programs.run("halld", ["restore"], environment: ["LC_ALL": "C"])
        #expect(usage.status == 64 && usage.errors.hasSuffix(": see 'halld --help'\n"))
        let stray = try Programs.run("halld", ["restore", "b", "--socket", "/s"], environment: ["LC_ALL": "C"])
        #expect(stray.status == 64)
        #expect(
            stray.errors == "halld: 'restore' only puts a backup in place and takes no --socket: see 'halld --help'\n")
    }
}
