import HallModel
import Testing

@testable import HallConfiguration

/// What systemd and udev are told of a hall, and what a check says when they were not.
struct InstallationTests {
    private static let hall = """
        hall: {name: 大厅}
        buses:
          board: {tcp: "192.168.10.21:5005"}
          field: {tcp: "192.168.10.20:502"}
          sensors: {tcp: "192.168.10.20:503"}
          ups: {nut: "127.0.0.1:3493"}
          annex: {tcp: "[fd00::7]:502"}
          kiosk: {serial: /dev/hall/kiosk, baud: 9600}

        """

    private static func plan(_ text: String) throws -> HallPlan {
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        return try #require(loader.load(Array(text.utf8), named: "hall.yaml").plan)
    }

    @Test func `the service is allowed each address of a bus once, and no other`() throws {
        #expect(
            ServiceSettings.text(of: try Self.plan(Self.hall)) == """
                # Written by 'halld units'; write it again when an address of the hall changes.
                [Service]
                IPAddressAllow=192.168.10.21
                IPAddressAllow=192.168.10.20
                IPAddressAllow=127.0.0.1
                IPAddressAllow=fd00::7

                """)
    }

    @Test func `a hall in which a program speaks is allowed the sound devices`() throws {
        #expect(
            ServiceSettings.text(of: try Self.plan("hall: {name: 大厅}\nbuses: {v: {program: /usr/bin/espeak-ng}}\n"))
                .hasSuffix("[Service]\nSupplementaryGroups=audio\nDeviceAllow=char-alsa rw\n"))
    }

    @Test func `a hall without addresses needs no settings`() throws {
        #expect(
            ServiceSettings.text(of: try Self.plan("hall: {name: 大厅}\nbuses: {b: {serial: /dev/b, baud: 9600}}\n"))
                == "")
    }

    @Test(
        "a word of systemd allows what it says",
        arguments: [
            ("192.168.10.20", "192.168.10.20", true), ("192.168.10.20", "192.168.10.21", false),
            ("192.168.10.0/24", "192.168.10.255", true), ("192.168.10.0/24", "192.168.11.0", false),
            ("10.0.0.0/9", "10.127.0.1", true), ("10.0.0.0/9", "10.128.0.1", false), ("any", "8.8.8.8", true),
            ("any", "fd00::7", true), ("localhost", "127.0.0.1", true), ("localhost", "10.0.0.1", false),
            ("fd00::/16", "fd00:1::7", true), ("fd00::/16", "fd01::7", false), ("0.0.0.0/0", "fd00::7", false),
            ("192.168.10.0/33", "192.168.10.1", false), ("nonsense", "10.0.0.1", false),
        ])
    func words(word: String, address: String, allows: Bool) {
        #expect(AddressRange.named(word).contains { $0.contains(address) } == allows)
    }

    /// What a check says of the file that the service of a machine in a folder runs.
    private func check(_ hall: String, settings: [String] = [], rules: String? = nil, system: Bool = true) throws
        -> [String]
    {
        try TestFiles.withFolder { folder in
            let file = "\(folder)/hall.yaml"
            try TestFiles.write(hall, to: file)
            if system { try TestFiles.write("", to: "\(folder)/system/running") }
            for (number, text) in settings.enumerated() {
                try TestFiles.write(text, to: "\(folder)/settings/\(number).conf")
            }
            if let rules { try TestFiles.write(rules, to: "\(folder)/rules") }
            var loader = ConfigurationLoader(hardware: TestFiles.hardware, for: file)
            loader.installation = Installation(
                configuration: file, system: "\(folder)/system", settings: "\(folder)/settings",
                rules: "\(folder)/rules")
            let warnings = loader.check(file).problems.filter { $0.file != file }
            #expect(warnings.allSatisfy { $0.severity == .warning })
            return warnings.map { $0.description.replacing(folder, with: "") }
        }
    }

    @Test func `a check of the service's own file names the addresses that are closed to it`() throws {
        let open = "[Service]\nIPAddressAllow=192.168.10.0/24\n"
        #expect(
            try check(Self.hall, settings: [open, "[Service]\nIPAddressAllow=localhost\n"]) == [
                "/settings/addresses.conf:1:1: warning: the service may not talk to fd00::7"
                    + " (halld units --config /hall.yaml >/settings/addresses.conf.new && mv /settings/addresses.conf.new"
                    + " /settings/addresses.conf && systemctl daemon-reload"
                    + " && systemctl restart halld)"
            ])
        let written = ServiceSettings.text(of: try Self.plan(Self.hall))
        #expect(try check(Self.hall, settings: [written]) == [])
    }

    @Test func `an empty setting takes back what stood before it`() throws {
        let written = ServiceSettings.text(of: try Self.plan(Self.hall))
        #expect(try check(Self.hall, settings: [written, "[Service]\nIPAddressAllow=\n"]).count == 1)
    }

    @Test func `a check of the service's own file says when udev knows other ports`() throws {
        let hall = "hall: {name: 大厅}\nbuses: {b: {serial: /dev/hall/b, baud: 9600, usb: {serial: A5}}}\n"
        let stale = try check(hall)
        #expect(stale.count == 1)
        #expect(
            stale.first?.hasPrefix(
                "/rules:1:1: warning: does not say what the configuration says of USB adapters (halld rules --config")
                == true)
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let written = UdevRules.text(of: loader.load(Array(hall.utf8), named: "hall.yaml").ports)
        #expect(try check(hall, rules: written) == [])
        #expect(try check("hall: {name: 大厅}\n", rules: written).count == 1)
    }

    @Test func `where systemd does not run the machine, and of any other file, nothing is said`() throws {
        #expect(try check(Self.hall, system: false) == [])
        try TestFiles.withFolder { folder in
            let file = "\(folder)/other.yaml"
            try TestFiles.write(Self.hall, to: file)
            try TestFiles.write("", to: "\(folder)/system/running")
            var loader = ConfigurationLoader(hardware: TestFiles.hardware, for: file)
            loader.installation = Installation(
                configuration: "\(folder)/hall.yaml", system: "\(folder)/system", settings: "\(folder)/settings",
                rules: "\(folder)/rules")
            #expect(loader.check(file).problems.allSatisfy { $0.file == file })
        }
    }
}
