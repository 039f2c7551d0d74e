import Foundation
import Testing

/// What `halld` says to whoever types it.
@Suite(.serialized)
struct HalldUsageTests {
    /// The languages of the machine that runs the tests must not matter.
    private func halld(_ arguments: String..., locale: [String: String] = ["LANG": "C"]) throws -> Programs.Outcome {
        try Programs.run(
            Programs.directory.appendingPathComponent("halld"), arguments,
            environment: ["LC_ALL": "", "LC_MESSAGES": "", "LANG": ""].merging(locale) { $1 })
    }

    @Test(
        "wrong usage is one line and exit 64",
        arguments: [
            ["--no-such-option"], ["chek", "hall.yaml"], ["check"], ["check", "a", "--lang", "fr"], ["--config"],
        ])
    func wrongUsage(arguments: [String]) throws {
        let outcome = try Programs.run(
            Programs.directory.appendingPathComponent("halld"), arguments, environment: ["LC_ALL": "C"])
        #expect(outcome.status == 64)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("halld: ") && outcome.errors.hasSuffix(": see 'halld --help'\n"))
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }

    @Test(
        "check refuses what only the daemon has a use for, on either side of its name",
        arguments: ["--config", "--socket", "--state", "--simulated", "--log"])
    func strayOptions(option: String) throws {
        let value = option == "--log" ? "debug" : "/tmp"
        for arguments in [["check", "hall.yaml", option, value], [option, value, "check", "hall.yaml"]] {
            let outcome = try Programs.run(
                Programs.directory.appendingPathComponent("halld"), arguments, environment: ["LC_ALL": "C"])
            #expect(outcome.status == 64 && outcome.output == "", "\(arguments)")
            #expect(
                outcome.errors
                    == "halld: 'check' judges the file it is given and takes no \(option): see 'halld --help'\n")
        }
        let chinese = try halld("check", "hall.yaml", option, value, "--lang", "zh")
        #expect(chinese.errors == "halld: check 只检查所给的文件，不接受 \(option)：请看 'halld --help'\n")
    }

    @Test func `a start that fails is told in one line, in the language of the locale or --lang`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("start-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let state = folder.appendingPathComponent("state")
        try Data().write(to: state)
        let config = Programs.repository.appendingPathComponent("Hardware/Halls/township.yaml").path
        let options = ["--config", config, "--state", state.path, "--socket", folder.path + "/s", "--log", "error"]
        let program = Programs.directory.appendingPathComponent("halld")
        let english = try Programs.run(program, options, environment: ["LC_ALL": "C"])
        #expect(english.status == 1 && english.output == "")
        #expect(english.errors == "halld: \(state.path): Not a directory (opening the state folder): name a folder\n")
        let asked = try Programs.run(program, options + ["--lang", "zh"], environment: ["LC_ALL": "C"])
        let spoken = try Programs.run(program, options, environment: ["LC_ALL": "zh_CN.UTF-8"])
        for outcome in [asked, spoken] {
            #expect(outcome.status == 1 && outcome.errors.hasPrefix("halld: \(state.path)："), "\(outcome.errors)")
            #expect(outcome.errors.hasSuffix("：请指定一个目录\n"), "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `errors of the configuration stay one a line in the form of the check`() throws {
        let file = "/nonexistent/hall.yaml"
        let options = ["--config", file, "--state", "/nonexistent/state", "--log", "error"]
        let program = Programs.directory.appendingPathComponent("halld")
        let outcome = try Programs.run(program, options, environment: ["LC_ALL": "zh_CN.UTF-8"])
        let lines = outcome.errors.split(separator: "\n")
        let check = try halld("check", file, locale: ["LANG": "zh_CN.UTF-8"]).output
        #expect(outcome.status == 1 && lines.count == 2, "\(outcome.errors)")
        #expect(lines.first.map { $0 + "\n" } == check, "\(outcome.errors)")
        #expect(lines.last == "halld: \(file) 无法使用：请改正，并用 'halld check' 检查")
    }

    @Test(
        "help and wrong usage are Chinese throughout where the locale is", arguments: ["halld", "hallctl", "hallsim"])
    func chineseHelp(program: String) throws {
        let chinese = ["LC_ALL": "zh_CN.UTF-8"]
        let help = try Programs.run(program, ["--help"], environment: chinese)
        #expect(help.status == 0)
        for word in ["OVERVIEW", "USAGE", "ARGUMENTS", "OPTIONS", "SUBCOMMANDS", "Show help", "for detailed help"] {
            #expect(!help.output.contains(word), "\(word)")
        }
        for word in ["概述：", "用法：", "选项：", "子命令：", "显示帮助。"] { #expect(help.output.contains(word), "\(word)") }
        let wrong = try Programs.run(program, ["--no-such-option"], environment: chinese)
        #expect(wrong.status == 64)
        #expect(wrong.errors.hasPrefix("\(program): 未知选项“--no-such-option”"), "\(wrong.errors)")
        #expect(wrong.errors.split(separator: "\n").count == 1)
        let english = try Programs.run(program, ["--help", "--lang", "en"], environment: chinese)
        #expect(english.output.contains("USAGE: "))
    }

    @Test func `help lists every option and the check`() throws {
        let help = try halld("--help")
        #expect(help.status == 0)
        for word in ["--config", "--socket", "--state", "--hardware", "--simulated", "--log", "check"] {
            #expect(help.output.contains(word), "\(word)")
        }
        #expect(try halld("check", "--help").output.contains("--lang"))
        #expect(try halld("--version").output.hasPrefix("halld "))
    }

    @Test func `check takes its language from --lang, else from the locale`() throws {
        let file = "/nonexistent/hall.yaml"
        let chinese = "\(file):1:1: error: 无法读取"
        let english = "\(file):1:1: error: cannot be read"
        #expect(try halld("check", file).output.hasPrefix(english))
        #expect(try halld("check", file, "--lang", "zh").output.hasPrefix(chinese))
        #expect(try halld("check", file, locale: ["LANG": "zh_CN.UTF-8"]).output.hasPrefix(chinese))
        #expect(try halld("check", file, locale: ["LANG": "zh_CN", "LC_MESSAGES": "en_US"]).output.hasPrefix(english))
        #expect(try halld("check", file, locale: ["LC_ALL": "zh", "LC_MESSAGES": "C"]).output.hasPrefix(chinese))
        let forced = try halld("check", "--lang", "en", file, locale: ["LC_ALL": "zh_CN.UTF-8"])
        #expect(forced.status == 1 && forced.output.hasPrefix(english))
    }

    @Test func `check takes --hardware behind its name`() throws {
        let hardware = Programs.repository.appendingPathComponent("Hardware")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let copy = folder.appendingPathComponent("hall.yaml")
        try FileManager.default.copyItem(at: hardware.appendingPathComponent("Halls/township.yaml"), to: copy)
        let outcome = try halld("check", copy.path, "--hardware", hardware.path)
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let elsewhere = try halld("check", copy.path, "--hardware", folder.path)
        #expect(elsewhere.status == 1 && elsewhere.output.contains(folder.path + "/Profiles"))
    }
}
