import Foundation
import Testing

/// The programs as they stand on a command line.
@Suite(.serialized)
struct ProgramTests {
    private func hour(_ form: [String], seed: Int, _ environment: [String: String] = [:]) throws -> Programs.Outcome {
        let hall = Programs.repository.appendingPathComponent("Hardware/Halls/township.yaml").path
        return try Programs.run(
            "hallsim",
            ["day", "--config", hall, "--hours", "1", "--visitors", "60", "--seed", "\(seed)", "--lang", "zh"] + form,
            environment: environment)
    }

    @Test(arguments: [["--facts"], ["--json"], []])
    func `an hour in virtual time is the same in two processes, whatever the clock says`(form: [String]) throws {
        let first = try hour(form, seed: 7, ["TZ": "UTC"])
        // Another second of another zone's clock.
        Thread.sleep(forTimeInterval: 1.1)
        let second = try hour(form, seed: 7, ["TZ": "America/New_York"])
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.contains("2026-11-23"))
        #expect(first.output == second.output)
        #expect(try hour(form, seed: 8).output != first.output, "another seed is another hour")
    }

    @Test func `a day's figures are one line of JSON, and a bad assumption is refused with its place`() throws {
        let outcome = try hour(["--json", "--assume", "no-show 0", "--assume", "service-time * 1m"], seed: 7)
        #expect(outcome.output.split(separator: "\n").count == 1)
        let visitors = try JSON(outcome.output).visitors
        #expect(visitors.came.int == 60 && visitors.noShow.int == 0)
        let refused = try hour(["--assume", "no-show lots"], seed: 7)
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(refused.errors.hasPrefix("hallsim: --assume:1"))
    }

    @Test func `every shipped profile proves its examples`() throws {
        let outcome = try Programs.run(
            "hallctl", ["profile", "test", "--hardware", Programs.repository.appendingPathComponent("Hardware").path])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }

    @Test func `halld check says every problem with its place, and passes what is shipped`() throws {
        let halls = Programs.repository.appendingPathComponent("Hardware/Halls")
        for hall in ["township", "district"] {
            let outcome = try Programs.run("halld", ["check", halls.appendingPathComponent("\(hall).yaml").path])
            #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("broken-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        var text = try String(contentsOf: halls.appendingPathComponent("township.yaml"), encoding: .utf8)
        text = text.replacingOccurrences(of: "generic-caller-7", with: "generic-caler-7")
        text += "\nfurniture: 3\n"
        try text.write(to: file, atomically: true, encoding: .utf8)
        let outcome = try Programs.run(
            "halld",
            ["check", file.path, "--hardware", Programs.repository.appendingPathComponent("Hardware").path])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("generic-caler-7") && outcome.output.contains("furniture"))
    }

    @Test func `wrong usage exits with 64 and help with 0`() throws {
        for program in ["halld", "hallctl", "hallsim"] {
            #expect(try Programs.run(program, ["--help"]).status == 0)
            #expect(try Programs.run(program, ["--no-such-option"]).status == 64)
        }
    }

    @Test func `a second daemon on the same journal is refused and harms nothing`() throws {
        let hall = try HallUnderTest("township")
        _ = try hall.ask("ticket", "take", "household")
        let outcome = try Programs.run(
            "halld",
            [
                "--config", hall.configuration.path, "--simulated", hall.runtime.path, "--state", hall.state.path,
                "--socket", hall.socket + "2",
            ])
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("halld: "))
        #expect(try hall.ask("ticket", "take", "household").number.string == "A002")
    }

    @Test func `a configuration with errors does not close a hall that ran before`() throws {
        let hall = try HallUnderTest("township", startDaemon: false)
        let text = try String(contentsOf: hall.configuration, encoding: .utf8)
        let file = hall.folder.appendingPathComponent("hall.yaml")
        hall.configuration = file
        try (text + "\nfurniture: 3\n").write(to: file, atomically: true, encoding: .utf8)
        try hall.launchDaemon()
        hall.daemon?.waitUntilExit()
        #expect(hall.daemon?.terminationStatus == 1, "a hall that never ran needs a good file")
        #expect(hall.daemonLog.contains("furniture"))

        try text.write(to: file, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        #expect(try hall.ask("ticket", "take", "household").number.string == "A001")
        #expect(hall.stopDaemon() == 0)
        try (text + "\nfurniture: 3\n").write(to: file, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        #expect(try hall.ask("ticket", "take", "household").number.string == "A002")
        let alarm = try hall.ask("alarms").alarms.array.first { $0.id.string == "hall.plan-refused" }
        #expect(alarm?.state.string == "unacknowledged")
        #expect(hall.daemonLog.contains("furniture"))

        #expect(hall.stopDaemon() == 0)
        try text.write(to: file, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        let returned = try hall.ask("alarms").alarms.array.first { $0.id.string == "hall.plan-refused" }
        #expect(returned?.state.string == "returnedUnacknowledged")
    }

    @Test func `a reload is taken into force or refused, and a file with errors changes nothing`() throws {
        let hall = try HallUnderTest("township", startDaemon: false)
        let text = try String(contentsOf: hall.configuration, encoding: .utf8)
        let file = hall.folder.appendingPathComponent("hall.yaml")
        hall.configuration = file
        func reload(_ text: String) throws {
            try text.write(to: file, atomically: true, encoding: .utf8)
            kill(try #require(hall.daemon).processIdentifier, SIGHUP)
        }
        func name() throws -> String? { try hall.ask("status").hall.string }
        try text.write(to: file, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        let former = try #require(try name())

        try reload(text.replacingOccurrences(of: former, with: "新大厅"))
        try hall.wait("the new name") { try name() == "新大厅" }
        try reload(text.replacingOccurrences(of: former, with: "无效") + "\nfurniture: 3\n")
        try hall.wait("the problem is logged") { hall.daemonLog.contains("furniture") }
        #expect(try name() == "新大厅")

        _ = try hall.ask("ticket", "take", "household")
        try reload(text.replacingOccurrences(of: "prefix: A", with: "prefix: Z"))
        try hall.wait("the refusal") {
            try hall.ask("alarms").alarms.array.contains { $0.id.string == "hall.plan-refused" }
        }
        #expect(try hall.ask("ticket", "take", "household").number.string == "A002")
        #expect(hall.stopDaemon() == 0)
    }

    @Test func `hallctl reload answers what became of the file, and exits 1 unless it is in force`() throws {
        let hall = try HallUnderTest("township", startDaemon: false)
        let text = try String(contentsOf: hall.configuration, encoding: .utf8)
        let file = hall.folder.appendingPathComponent("hall.yaml")
        hall.configuration = file
        func reload(_ text: String, json: Bool = true) throws -> Programs.Outcome {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try hall.hallctl(["--lang", "en", "reload"], json: json)
        }
        func name() throws -> String? { try hall.ask("status").hall.string }
        try text.write(to: file, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        let former = try #require(try name())

        let same = try reload(text)
        #expect(same.status == 0, "\(same.errors)")
        #expect(try JSON(same.output).outcome.string == "unchanged")
        // In force when it is answered, not some time later.
        let renamed = text.replacingOccurrences(of: former, with: "新大厅")
        let adopted = try reload(renamed)
        #expect(adopted.status == 0, "\(adopted.errors)")
        #expect(try JSON(adopted.output).outcome.string == "adopted")
        #expect(try name() == "新大厅")

        let broken = text.replacingOccurrences(of: former, with: "无效") + "\nfurniture: 3\n"
        let invalid = try reload(broken)
        #expect(invalid.status == 1)
        #expect(try JSON(invalid.output).outcome.string == "invalid")
        let line = broken.split(separator: "\n", omittingEmptySubsequences: false).firstIndex(of: "furniture: 3")
        let place = "\(file.path):\(try #require(line) + 1):1: error: "
        #expect(invalid.errors.contains(place) && invalid.errors.contains("furniture"), "\(invalid.errors)")
        #expect(try name() == "新大厅")

        _ = try hall.ask("ticket", "take", "household")
        let refused = try reload(renamed.replacingOccurrences(of: "prefix: A", with: "prefix: Z"), json: false)
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(
            refused.errors.hasPrefix("hallctl: the changed configuration is not in force: the number prefix of"),
            "\(refused.errors)")
        #expect(try hall.ask("ticket", "take", "household").number.string == "A002")
        // And by the signal, by the same way.
        try text.write(to: file, atomically: true, encoding: .utf8)
        kill(try #require(hall.daemon).processIdentifier, SIGHUP)
        try hall.wait("the former name") { try name() == former }
        #expect(hall.stopDaemon() == 0)
    }

    @Test func `a daemon that is told to stop at any moment of its start stops in order`() throws {
        let hall = try HallUnderTest("township", startDaemon: false)
        for pause in [0, 1, 2, 4, 8, 16, 32, 64, 128] as [UInt32] {
            try hall.launchDaemon()
            // Before its first instruction a process cannot know of a signal.
            try hall.wait("it runs") { FileManager.default.fileExists(atPath: hall.state.path) || pause == 0 }
            usleep(30_000 + pause * 1000)
            hall.daemon?.terminate()
            try hall.wait("it ends") { hall.daemon?.isRunning == false }
            #expect(hall.daemon?.terminationStatus == 0, "after \(pause) ms: \(hall.daemonLog)")
        }
    }
}
