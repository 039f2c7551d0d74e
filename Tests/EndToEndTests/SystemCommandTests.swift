import Foundation
import Testing

/// What `halld` prints for systemd and udev.
@Suite(.serialized)
struct SystemCommandTests {
    private func halld(_ arguments: String..., locale: String = "C") throws -> Programs.Outcome {
        try Programs.run(
            Programs.directory.appendingPathComponent("halld"), arguments, environment: ["LC_ALL": locale])
    }

    private func withHall(_ text: String, _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("system-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("hall.yaml")
        try Data(text.utf8).write(to: file)
        try body(file.path)
    }

    private static let hall = """
        hall: {name: 大厅}
        buses:
          kiosk: {serial: /dev/hall/kiosk, baud: 9600, usb: {serial: A50285BI}}
          board: {tcp: "192.168.10.21:5005"}

        """

    @Test func `what is printed can be written to a file as it is; what else there is to say goes to standard error`()
        throws
    {
        try withHall(Self.hall) { file in
            let rules = try halld("rules", "--config", file)
            #expect(rules.status == 0)
            #expect(rules.output.hasSuffix("\"\n") && rules.output.contains(#"SYMLINK+="hall/kiosk""#))
            #expect(rules.errors.contains("hall.yaml:3:3: warning: bus 'kiosk' has no device"))
            let units = try halld("units", "--config", file)
            #expect(units.status == 0)
            #expect(units.output.hasSuffix("[Service]\nIPAddressAllow=192.168.10.21\n"))
        }
    }

    @Test func `a hall that needs neither gets empty files`() throws {
        try withHall("hall: {name: 大厅}\n") { file in
            for command in ["rules", "units"] {
                let outcome = try halld(command, "--config", file)
                #expect(outcome.status == 0 && outcome.output == "" && outcome.errors == "", "\(command)")
            }
        }
    }

    @Test("a file with errors gives nothing to write", arguments: ["rules", "units"])
    func broken(command: String) throws {
        try withHall(Self.hall + "zones: many\n") { file in
            let outcome = try halld(command, "--config", file, locale: "zh_CN.UTF-8")
            #expect(outcome.status == 1 && outcome.output == "")
            #expect(outcome.errors.contains("hall.yaml:5:8: error: 'zones' "), "\(outcome.errors)")
        }
    }

    @Test("options of the daemon are refused", arguments: ["rules", "units"])
    func strays(command: String) throws {
        let outcome = try halld(command, "--state", "/tmp")
        #expect(outcome.status == 64 && outcome.output == "")
        #expect(
            outcome.errors
                == "halld: '\(command)' only reads the configuration and takes no --state: see 'halld --help'\n")
        let chinese = try halld(command, "--socket", "/tmp/s", locale: "zh_CN.UTF-8")
        #expect(chinese.errors == "halld: \(command) 只读取配置，不接受 --socket：请看 'halld --help'\n")
    }

    @Test(
        "each shell gets completions that know the commands",
        arguments: ["bash", "zsh", "fish"], ["halld", "hallctl", "hallsim"])
    func completions(shell: String, program: String) throws {
        let outcome = try Programs.run(
            Programs.directory.appendingPathComponent(program), ["--generate-completion-script", shell],
            environment: ["LC_ALL": "C"])
        let command = ["halld": "check", "hallctl": "ticket", "hallsim": "unplug"][program]
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output.contains(try #require(command)))
    }
}
