import HallModel
import Testing

@testable import HallConfiguration

/// Which USB adapter a bus is, and what udev is told of it.
struct PortTests {
    private static func bus(_ usb: String, path: String = "/dev/hall/kiosk") -> String {
        "hall: {name: 大厅}\nbuses:\n  ▶kiosk: {serial: \(path), baud: 9600, usb: \(usb)}\n"
    }
    private static let noDevice = "warning: bus 'kiosk' has no device"

    static let files = [
        BrokenFile(
            "an adapter that is not told from others", bus("▶{interface: 1}"), noDevice,
            "error: nothing says which adapter it is (write serial: <the adapter's number> or port: \"1-1.2\")"),
        BrokenFile(
            "an adapter known by two things", bus("▶{serial: A5, port: 1-1.2}"), noDevice,
            "error: an adapter is known by its number or by its port, not by both"),
        BrokenFile(
            "a number that would end the string in the rule", bus(#"{serial: ▶'A"5, RUN+=x'}"#), noDevice,
            "error: 'serial' cannot be read: 'A\"5, RUN+=x' (letters, digits, dots, underscores, hyphens"),
        BrokenFile(
            "a number that would match every adapter", bus("{serial: ▶\"*\"}"), noDevice,
            "error: 'serial' cannot be read: '*'"),
        BrokenFile(
            "a number with a line break", bus("{serial: ▶\"A5\\nRUN\"}"), noDevice,
            "error: 'serial' contains the control character U+000A"),
        BrokenFile(
            "a port without its bus", bus("{port: ▶\"1.2\"}"), noDevice,
            "error: 'port' cannot be read: '1.2' (bus-port.port: \"1-1.2\")"),
        BrokenFile(
            "a port that matches several", bus("{port: ▶1-*}"), noDevice, "error: 'port' cannot be read: '1-*'"),
        BrokenFile(
            "an interface that no adapter has", bus("{serial: A5, interface: ▶32}"), noDevice,
            "error: 'interface' is out of range: '32' (allowed: 0…31)"),
        BrokenFile(
            "a key that is not there", bus("▶{▶number: A5}"), noDevice, "error: nothing says which adapter it is",
            "error: unknown key 'number' (there are: 'serial', 'port', 'interface')"),
        BrokenFile(
            "a port whose name the kernel gives", bus("{serial: A5}", path: "▶/dev/ttyUSB0"), noDevice,
            "error: '/dev/ttyUSB0' is not a name that a port can be given (a bus with 'usb' has serial: /dev/hall/"),
        BrokenFile(
            "a name that udev would read as a pattern", bus("{serial: A5}", path: "▶/dev/hall/%k"), noDevice,
            "error: '/dev/hall/%k' is not a name that a port can be given"),
        BrokenFile(
            "a name that leads out of the folder", bus("{serial: A5}", path: "▶/dev/hall/.."), noDevice,
            "error: '/dev/hall/..' is not a name that a port can be given"),
        BrokenFile(
            "a wire that is no port", "hall: {name: 大厅}\nbuses: {▶b: {tcp: \"192.168.1.1:502\", ▶usb: {serial: A5}}}\n",
            "warning: bus 'b' has no device", "error: unknown key 'usb'"),
        BrokenFile(
            "one adapter for two buses",
            "hall: {name: 大厅}\nbuses:\n  ▶a: {serial: /dev/hall/a, baud: 9600, usb: {serial: A5}}\n"
                + "  ▶b: {serial: /dev/hall/b, baud: 9600, usb: ▶{serial: A5, interface: 1}}\n",
            "warning: bus 'a' has no device", "warning: bus 'b' has no device",
            "error: this adapter is already that of bus 'a' at line 3, column 45"
                + " (where an adapter has several ports, give each bus its own interface: 0, 1 …)"),
    ]

    @Test("an adapter that cannot be meant is refused with its place and a remedy", arguments: files)
    func broken(file: BrokenFile) { file.verifyAsHall() }

    @Test func `each bus with an adapter gets a rule, others get none`() {
        let text = """
            hall: {name: 大厅}
            buses:
              kiosk: {serial: /dev/hall/kiosk, baud: 9600, usb: {serial: A50285BI}}
              keys: {serial: /dev/hall/keys_1, baud: 9600, usb: {port: "1-1.2"}}
              line-a: {serial: /dev/hall/line-a, baud: 9600, usb: {serial: FT4, interface: 0}}
              line-b: {serial: /dev/hall/line-b, baud: 9600, usb: {serial: FT4, interface: 26}}
              board: {serial: /dev/ttyS1, baud: 9600}
            """
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(
            Array(text.utf8), named: "hall.yaml")
        let given = #"GROUP="halld", MODE="0660", TAG+="systemd", ENV{ID_MM_PORT_IGNORE}="1""#
        let tty = #"SUBSYSTEM=="tty", SUBSYSTEMS=="usb""#
        #expect(
            UdevRules.text(of: result.ports) == """
                # Written by 'halld rules'; write it again when a port of the hall changes.
                \(tty), ATTRS{serial}=="A50285BI", SYMLINK+="hall/kiosk", \(given)
                \(tty), KERNELS=="1-1.2", SYMLINK+="hall/keys_1", \(given)
                \(tty), ATTRS{serial}=="FT4", ENV{ID_USB_INTERFACE_NUM}=="00", SYMLINK+="hall/line-a", \(given)
                \(tty), ATTRS{serial}=="FT4", ENV{ID_USB_INTERFACE_NUM}=="1a", SYMLINK+="hall/line-b", \(given)

                """)
    }

    @Test func `a hall without adapters has no rules`() {
        #expect(UdevRules.text(of: [NamedPort]()) == "")
    }

    @Test func `the adapter is no part of the plan: to move a plug changes no decision`() {
        let text = "hall: {name: 大厅}\nbuses: {b: {serial: /dev/hall/b, baud: 9600, usb: {port: \"1-1\"}}}\n"
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let moved = loader.load(Array(text.replacing("1-1", with: "1-2").utf8), named: "hall.yaml")
        #expect(moved.plan != nil)
        #expect(loader.load(Array(text.utf8), named: "hall.yaml").plan == moved.plan)
        #expect(loader.load(Array(text.utf8), named: "hall.yaml").ports != moved.ports)
    }

    private static let profile = """
        vendor: v
        model: m
        source: manual 1.0
        trust: documented
        kind: escpos-printer
        settings: {dotsAcross: 384, charset: gbk, proof: none, cut: full, qr: false}
        examples: [{sends: "1B 40", means: init}]

        """

    static let models = [
        BrokenFile(
            "a product without its maker", profile + "usb: [▶{product: \"0202\"}]\n",
            "error: USB device lacks 'vendor'"),
        BrokenFile(
            "a number with a quotation mark", profile + "usb: [{vendor: \"04b8\", product: ▶'02\"2'}]\n",
            "error: 'product' cannot be read: '02\"2' (four hexadecimal digits: \"04b8\")"),
        BrokenFile(
            "a number of three digits", profile + "usb: [{vendor: ▶\"4b8\", product: \"0202\"}]\n",
            "error: 'vendor' cannot be read: '4b8'"),
    ]

    @Test("a model's USB number that cannot be one is refused", arguments: models)
    func brokenModel(file: BrokenFile) {
        let log = ProblemLog(file: "p.yaml", language: .en)
        let profile = YAMLReader.read(Array(file.text.utf8), log: log).flatMap {
            ProfileDecoder.profile($0, id: "p", log: log)
        }
        #expect(profile == nil)
        file.verify(log.sorted, file: "p.yaml")
    }

    @Test func `a model that is a serial port by itself belongs to the hall wherever it is plugged in`() throws {
        let text = Self.profile + "usb: [{vendor: \"04B8\", product: \"0202\"}]\n"
        let log = ProblemLog(file: "p.yaml", language: .en)
        let node = try #require(YAMLReader.read(Array(text.utf8), log: log))
        let profile = try #require(ProfileDecoder.profile(node, id: "p", log: log))
        #expect(profile.usb == [USBIdentity(vendor: "04b8", product: "0202")])
        let rules = UdevRules.text(of: [profile]).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            rules == [
                #"SUBSYSTEM=="gpio", KERNEL=="gpiochip*", GROUP="halld", MODE="0660""#,
                #"SUBSYSTEM=="tty", SUBSYSTEMS=="usb", ATTRS{idVendor}=="04b8", ATTRS{idProduct}=="0202", "#
                    + #"GROUP="halld", MODE="0660", ENV{ID_MM_PORT_IGNORE}="1""#,
            ])
    }

    @Test func `the rules that are installed are those of the profiles`() throws {
        let repository = FileSystem.parent(of: TestFiles.hardware)
        let (profiles, problems) = ConfigurationLoader(hardware: TestFiles.hardware, for: "").profiles()
        #expect(problems == [])
        let installed = try FileSystem.read("\(repository)/udev/60-halld.rules", limit: Limit.fileBytes)
        #expect(
            String(decoding: installed, as: UTF8.self) == UdevRules.text(of: profiles),
            "halld rules --models --hardware Hardware >udev/60-halld.rules")
    }
}
