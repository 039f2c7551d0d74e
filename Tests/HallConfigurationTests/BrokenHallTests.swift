import HallModel
import Testing

@testable import HallConfiguration

/// Entries that are right one by one and wrong together.
struct BrokenHallTests {
    /// One window with all its hardware, as a beginning for what follows.
    private static let start = """
        hall: {name: 大厅}
        services: [{id: household, prefix: A, name: 户籍}]
        windows: [{id: "1", name: 综合窗口, serves: [household]}]

        """

    static let files = [
        BrokenFile(
            "an id twice", start + "zones:\n  - {id: waiting, name: 甲}\n  - {id: ▶waiting, name: 乙}\n",
            "error: zone id 'waiting' is taken, first at line 5, column 10 (choose another id)"),
        BrokenFile(
            "an unknown profile, with near names",
            start + "buses: {b: {serial: /dev/b}}\ndevices: [{id: ▶d, profile: ▶generic-escpos-85, bus: b}]\n",
            "warning: no window or kiosk uses device 'd'",
            "error: no profile 'generic-escpos-85' in \(TestFiles.hardware)/Profiles"
                + " (did you mean 'generic-escpos-58' or 'generic-escpos-80'"),
        BrokenFile(
            "a bus that does not exist",
            start + "buses: {kiosk: {serial: /dev/b}}\ndevices: [{id: p, profile: generic-escpos-80, bus: ▶kiosc}]\n"
                + "kiosks: [{id: k, printer: p}]\n", "error: there is no bus 'kiosc' (did you mean 'kiosk'?)"),
        BrokenFile(
            "a zone that does not exist",
            start + "zones: [{id: waiting, name: 甲}]\nbuses: {b: {serial: /dev/b}}\n"
                + "devices: [{id: p, profile: generic-escpos-80, bus: b, zone: ▶wating}]\nkiosks: [{id: k, printer: p}]\n",
            "error: there is no zone 'wating' (did you mean 'waiting'?)"),
        BrokenFile(
            "a device that does not exist", start + "kiosks: [{id: k, printer: ▶kiosk-printer}]\n",
            "error: there is no device 'kiosk-printer' (there is none)"),
        BrokenFile(
            "a device name with a slip, without a word about the device that looks unused then",
            start + "buses: {b: {serial: /dev/b}}\n"
                + "devices: [{id: kiosk-printer, profile: generic-escpos-80, bus: b}]\n"
                + "kiosks: [{id: k, printer: ▶kiosk-priter}]\n",
            "error: there is no device 'kiosk-priter' (did you mean 'kiosk-printer'?)"),
        BrokenFile(
            "a service that does not exist",
            "hall: {name: 大厅}\nservices: [{id: tax, prefix: A, name: 税务}]\n"
                + "windows: [{id: 1, name: 一, serves: [tax, ▶taxes]}]\n",
            "error: there is no service 'taxes' (did you mean 'tax'?)"),
        BrokenFile(
            "users of a window that does not exist", start + "access: {counter: {▶\"9\": [counter9]}}\n",
            "error: there is no window '9' (did you mean '1'?)"),
        BrokenFile(
            "a person twice, with a skill and a window that do not exist",
            start + "operators:\n  - {id: wang, skills: [household, ▶taxes]}\n  - {id: ▶wang, covers: [▶\"9\"]}\n",
            "error: there is no service 'taxes' (there are: 'household')",
            "error: operator id 'wang' is taken, first at line 5",
            "error: there is no window '9' (did you mean '1'?)"),
        BrokenFile(
            "a person who knows nothing, or the same twice",
            start + "operators:\n  - {id: wang, skills: ▶[]}\n  - {id: li, skills: [household, ▶household]}\n",
            "error: 'skills' names nothing (list some, or remove it",
            "error: service 'household' is listed twice, first at line 6"),
        BrokenFile(
            "one user for two people",
            start + "operators:\n  - {id: wang, user: clerk1}\n  - {id: li, user: ▶clerk1}\n",
            "error: user 'clerk1' already belongs to operator 'wang' at line 5"),
        BrokenFile(
            "a person with a bad id, an unknown key and an empty name",
            start + "operators: [{id: ▶Wang Li, ▶nmae: 王, post: ▶\"\"}]\n",
            "error: 'Wang Li' cannot be an id", "error: unknown key 'nmae' (did you mean 'name'?)",
            "error: 'post' is empty"),
        BrokenFile(
            "two printers on one wire",
            start + "buses: {b: {serial: /dev/b}}\ndevices:\n  - {id: p, profile: generic-escpos-80, bus: b}\n"
                + "  - {id: ▶q, profile: generic-escpos-80, bus: b}\nkiosks: [{id: k, printer: p}, {id: l, printer: q}]\n",
            "error: 'q' cannot share bus 'b' with 'p' at line 6, column 10: without addresses nothing tells them apart"
                + " (give one of them a bus of its own)"),
        BrokenFile(
            "two displays at one address",
            """
            hall: {name: 大厅}
            services: [{id: a, prefix: A, name: 甲}]
            buses: {b: {serial: /dev/b}}
            devices:
              - {id: x, profile: generic-alpha-sign, bus: b, address: 3}
              - {id: y, profile: generic-alpha-sign, bus: b, address: ▶3}
            windows: [{id: 1, name: 一, serves: [a], display: x}, {id: 2, name: 二, serves: [a], display: y}]
            """, "error: 'y' has the same address 3 as 'x' at line 5, column 59 (addresses on a bus differ)"),
        BrokenFile(
            "everybody's address on a shared wire",
            """
            hall: {name: 大厅}
            services: [{id: a, prefix: A, name: 甲}]
            buses: {b: {serial: /dev/b}}
            devices:
              - {id: ▶x, profile: generic-alpha-sign, bus: b}
              - {id: y, profile: generic-alpha-sign, bus: b, address: 3}
            windows: [{id: 1, name: 一, serves: [a], display: x}, {id: 2, name: 二, serves: [a], display: y}]
            """, "error: 'x' shares its bus and cannot have address 0, which is everybody (give it address 1 to 255)"),
        BrokenFile(
            "an address where there is none",
            start + "buses: {b: {serial: /dev/b}}\n"
                + "devices: [{id: p, profile: generic-escpos-80, bus: b, address: ▶1}]\nkiosks: [{id: k, printer: p}]\n",
            "warning: a device of kind escpos-printer has no address (remove address)"),
        BrokenFile(
            "one port for two buses",
            start + "buses:\n  ▶a: {serial: /dev/x, baud: 9600}\n  ▶b: {serial: ▶/dev/x, baud: 9600}\n",
            "warning: bus 'a' has no device", "warning: bus 'b' has no device",
            "error: port '/dev/x' already belongs to bus 'a' at line 5, column 15"),
        BrokenFile(
            "a display used as a caller",
            """
            hall: {name: 大厅}
            services: [{id: a, prefix: A, name: 甲}]
            buses: {b: {serial: /dev/b}}
            devices: [{id: x, profile: generic-alpha-sign, bus: b}]
            windows: [{id: 1, name: 一, serves: [a], caller: ▶x}]
            """,
            "error: 'x' is a device of kind alpha-display and cannot be a caller (a caller is of kind byte-map-keys)"),
        BrokenFile(
            "one display for two windows",
            """
            hall: {name: 大厅}
            services: [{id: a, prefix: A, name: 甲}]
            buses: {b: {serial: /dev/b}}
            devices: [{id: x, profile: generic-alpha-sign, bus: b}]
            windows: [{id: 1, name: 一, serves: [a], display: x}, {id: 2, name: 二, serves: [a], display: ▶x}]
            """,
            "error: device 'x' is already used by window '1' at line 5, column 50 (a device serves one window or kiosk)"
        ),
        BrokenFile(
            "keys of a kiosk used as a caller",
            """
            hall: {name: 大厅}
            services: [{id: a, prefix: A, name: 甲}]
            buses: {b: {serial: /dev/b}}
            devices: [{id: x, profile: generic-keys-8, bus: b}]
            windows: [{id: 1, name: 一, serves: [a], caller: ▶x}]
            """,
            "error: the profile of 'x' has no key with a clerk's word (keys of a caller are: open, close, call, recall"),
        BrokenFile(
            "a prefix that a display could not show",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: ▶a1, name: 甲}]\nwindows: [{id: 1, name: 一, serves: [a]}]\n",
            "error: 'a1' cannot be a prefix (one to three capital letters A-Z)"),
        BrokenFile(
            "a prefix of four letters",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: ▶ABCD, name: 甲}]\nwindows: [{id: 1, name: 一, serves: [a]}]\n",
            "error: 'ABCD' cannot be a prefix"),
        BrokenFile(
            "a prefix twice",
            """
            hall: {name: 大厅}
            services:
              - {id: a, prefix: A, name: 甲}
              - {id: b, prefix: ▶A, name: 乙}
            windows: [{id: 1, name: 一, serves: [a, b]}]
            """, "error: prefix 'A' already belongs to service 'a' at line 3, column 21"),
        BrokenFile(
            "a window that serves nothing",
            "hall: {name: 大厅}\nwindows: [{id: 1, name: 一, serves: ▶[]}]\n", "error: window '1' serves nothing"),
        BrokenFile(
            "a service twice at one window",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: A, name: 甲}]\nwindows: [{id: 1, name: 一, serves: [a, ▶a]}]\n",
            "error: service 'a' is listed twice, first at line 3, column 37"),
        BrokenFile(
            "a service that no window serves", start.replacing("户籍}]", with: "户籍}, {id: ▶tax, prefix: C, name: 税务}]"),
            "warning: no window serves 'tax': its visitors wait for ever (add it to a window's serves)"),
        BrokenFile(
            "a key that the panel does not have",
            start + "buses: {b: {serial: /dev/b}}\ndevices: [{id: x, profile: generic-keys-8, bus: b}]\n"
                + "kiosks: [{id: k, keys: x, services: {\"1\": household, ▶\"9\": household}}]\n",
            "error: profile 'generic-keys-8' has no key '9'"),
        BrokenFile(
            "services on keys that are not there", start + "kiosks: [{id: k, services: ▶{\"1\": household}}]\n",
            "error: kiosk 'k' maps keys to services but has no keys"),
        BrokenFile(
            "keys that give no numbers",
            start + "buses: {b: {serial: /dev/b}}\ndevices: [{id: x, profile: generic-keys-8, bus: b}]\n"
                + "kiosks: [{id: ▶k, keys: x}]\n", "warning: the keys of kiosk 'k' give no numbers"),
        BrokenFile(
            "a kiosk of nothing", start + "kiosks: [{id: ▶k}]\n", "warning: kiosk 'k' has neither a printer nor keys"),
        BrokenFile(
            "a printer on a line of seven bits",
            start + "buses: {b: {serial: /dev/b, format: ▶7E1}}\n"
                + "devices: [{id: p, profile: generic-escpos-80, bus: b}]\nkiosks: [{id: k, printer: p}]\n",
            "error: device 'p' (escpos-printer) needs 8 data bits (write format: 8N1"),
        BrokenFile(
            "keys whose frames lose bytes to flow control",
            start
                + "buses: {b: {serial: /dev/b, flow: ▶xonxoff}}\ndevices: [{id: x, profile: generic-keys-8, bus: b}]\n"
                + "kiosks: [{id: k, keys: x, services: {\"1\": household}}]\n",
            "error: flow: xonxoff takes bytes 11 and 13 out of what device 'x' sends (write flow: none)"),
    ]

    @Test("is reported at its place", arguments: files)
    func reported(file: BrokenFile) { file.verifyAsHall() }

    @Test func `every part of a hall is optional`() throws {
        let texts = [
            "hall: {name: 大厅}\n",
            Self.start,
            Self.start + "kiosks: [{id: k, keys: x, services: {\"1\": household}}]\n"
                + "buses: {b: {serial: /dev/b}}\ndevices: [{id: x, profile: generic-keys-8, bus: b}]\n",
            Self.start + "kiosks: [{id: k, printer: x}]\n"
                + "buses: {b: {serial: /dev/b}}\ndevices: [{id: x, profile: generic-escpos-silent, bus: b}]\n",
        ]
        for text in texts {
            let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
                .load(Array(text.utf8), named: "hall.yaml")
            #expect(result.problems.map(\.description) == [])
            #expect(result.plan != nil)
        }
    }

    @Test func `a bus overrides its device's profile setting by setting`() throws {
        let text =
            Self.start + """
                buses: {b: {serial: /dev/b, baud: 19200}}
                devices: [{id: p, profile: generic-escpos-80, bus: b}]
                kiosks: [{id: k, printer: p}]
                """
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let plan = try #require(loader.load(Array(text.utf8), named: "hall.yaml").plan)
        #expect(plan.buses.map(\.wire) == [.serial(path: "/dev/b", SerialSettings(baud: 19_200, flow: .xonxoff))])
    }

    @Test func `twelve mistakes of one file come together, in the file's order, each once`() {
        let text = """
            hall: {name: 大厅, langauge: zh, timezone: Asia/Shangai}
            buses:
              kiosk: {serial: /dev/hall/kiosk, baud: 9601}
              w1: {serial: dev/hall/w1, format: 8Z1}
            devices:
              - {id: printer, profile: generic-escpos-80, bus: kiosc}
              - {id: printer, profile: generic-escpos-80, bus: kiosk, address: 256}
              - {id: display, profile: generic-alfa-sign, bus: w1}
            services:
              - {id: household, prefix: a, name: 户籍}
            windows:
              - {id: "1", name: 综合窗口, serves: [houshold], display: display}
            kiosks:
              - {id: kiosk-1, printer: printer, keys: [x]}
            """
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(
            Array(text.utf8), named: "hall.yaml")
        #expect(result.plan == nil)
        #expect(
            result.problems.filter { $0.severity == .error }.map(\.description) == [
                "hall.yaml:1:18: error: unknown key 'langauge' (did you mean 'language'?)",
                "hall.yaml:1:42: error: there is no time zone 'Asia/Shangai' (did you mean 'Asia/Shanghai'?)",
                "hall.yaml:3:42: error: 'baud' is out of range: '9601' (allowed: 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)",
                "hall.yaml:4:16: error: 'dev/hall/w1' is not the absolute path of a serial port (/dev/hall/w1-display, for instance)",
                "hall.yaml:4:37: error: 'format' cannot be read: '8Z1' (data bits 7 or 8, parity N, E or O, stop bits 1 or 2: 8N1)",
                "hall.yaml:6:52: error: there is no bus 'kiosc' (did you mean 'kiosk'?)",
                "hall.yaml:7:10: error: device id 'printer' is taken, first at line 6, column 10 (choose another id)",
                "hall.yaml:7:68: error: 'address' is out of range: '256' (allowed: 0…255)",
                "hall.yaml:8:28: error: no profile 'generic-alfa-sign' in \(TestFiles.hardware)/Profiles (did you mean 'generic-alpha-sign'?)",
                "hall.yaml:10:29: error: 'a' cannot be a prefix (one to three capital letters A-Z)",
                "hall.yaml:12:36: error: there is no service 'houshold' (did you mean 'household'?)",
                "hall.yaml:14:43: error: 'keys' must be text, not a list (write key: text)",
            ])
    }
}
