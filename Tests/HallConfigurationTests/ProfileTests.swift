import HallModel
import Testing

@testable import HallConfiguration

/// Profiles: devices as data.
struct ProfileTests {
    private static let head = "vendor: v\nmodel: m\nsource: manual 1.0\ntrust: documented\n"
    private static let printer = "settings: {dotsAcross: 384, charset: gbk, proof: none, cut: full, qr: false}\n"
    private static let example = "examples: [{sends: \"1B 40\", means: init}]\n"

    private static func keys(_ settings: String) -> String {
        head + "kind: byte-map-keys\nsettings:\n" + settings + example
    }

    private static let map = "  keys: {call: 1}\n  debounce: 0ms\n"

    static let files = [
        BrokenFile(
            "a kind that does not exist", head + "kind: ▶escpos\n" + printer + example,
            "error: 'kind' cannot be 'escpos' (did you mean 'escpos-printer'? allowed: escpos-printer, alpha-display, byte-map-keys, "
        ),
        BrokenFile(
            "a trust that does not exist",
            "vendor: v\nmodel: m\nsource: s\ntrust: ▶sure\nkind: escpos-printer\n" + printer + example,
            "error: 'trust' cannot be 'sure' (allowed: verified, documented, reported, unconfirmed)"),
        BrokenFile(
            "a profile without examples", "▶" + head + "kind: escpos-printer\n" + printer,
            "error: profile lacks 'examples' (add examples: …)"),
        BrokenFile(
            "a profile with an empty list of examples",
            "▶" + head + "kind: escpos-printer\n" + printer + "examples: []\n",
            "error: a profile needs at least one example"),
        BrokenFile(
            "settings of another kind",
            head + "kind: alpha-display\nsettings: {checksum: true, assertEvery: 60s, ▶cut: full}\n" + example,
            "error: unknown key 'cut' (there are: 'checksum', 'assertEvery')"),
        BrokenFile(
            "a boolean that is a word",
            head + "kind: alpha-display\nsettings: {checksum: ▶yes, assertEvery: 60s}\n" + example,
            "error: 'checksum' must be true or false, not text"),
        BrokenFile(
            "a repetition that is too quick",
            head + "kind: alpha-display\nsettings: {checksum: true, assertEvery: ▶4s}\n" + example,
            "error: 'assertEvery' is out of range: '4s' (allowed: 5s…1h)"),
        BrokenFile(
            "a repetition that is no whole second",
            head + "kind: alpha-display\nsettings: {checksum: true, assertEvery: ▶5500ms}\n" + example,
            "error: 'assertEvery' must be whole seconds"),
        BrokenFile(
            "a width that no raster row fills",
            head
                + "kind: escpos-printer\nsettings: {dotsAcross: ▶380, charset: gbk, proof: none, cut: full, qr: false}\n"
                + example,
            "error: 'dotsAcross' is 380, not a multiple of 8 (384 for 58 mm paper, 576 for 80 mm)"),
        BrokenFile(
            "a line without a rate", head + "serial: ▶{format: 8N1}\nkind: escpos-printer\n" + printer + example,
            "error: serial lacks 'baud'"),
        BrokenFile(
            "a letter that is no hex digit",
            head + "kind: escpos-printer\n" + printer + "examples: [{sends: \"1B ▶G0\", means: init}]\n",
            "error: 'G' is no byte in hex (two digits 0-9 A-F a byte, bytes apart by a space)"),
        BrokenFile(
            "half a byte", head + "kind: escpos-printer\n" + printer + "examples: [{sends: 1B 40 ▶4, means: init}]\n",
            "error: '4' is no byte in hex"),
        BrokenFile(
            "half a byte between bytes",
            head + "kind: escpos-printer\n" + printer + "examples: [{sends: 1B ▶4 40, means: init}]\n",
            "error: '4' is no byte in hex"),
        BrokenFile(
            "an example of no bytes",
            head + "kind: escpos-printer\n" + printer + "examples: [{sends: ▶\"\", means: init}]\n",
            "error: 'sends' has the wrong number of bytes (allowed: 1 to 512 bytes)"),
        BrokenFile(
            "an example in both directions",
            head + "kind: escpos-printer\n" + printer + "examples: [▶{sends: 1B 40, receives: 1B 40, means: init}]\n",
            "error: an example has either 'receives' or 'sends'"),
        BrokenFile(
            "an example without a direction",
            head + "kind: escpos-printer\n" + printer + "examples: [▶{means: init}]\n",
            "error: an example has either 'receives' or 'sends'"),
        BrokenFile(
            "an example without a meaning", head + "kind: escpos-printer\n" + printer + "examples: [▶{sends: 1B 40}]\n",
            "error: example lacks 'means'"),
        BrokenFile(
            "a frame without a key code", keys("  frame:\n    ▶- literal: AA 55\n" + map),
            "error: the frame has no key code (add - key: 1"),
        BrokenFile(
            "a frame with two key codes", keys("  frame: [{key: 1}, ▶{key: 1}]\n" + map),
            "error: the frame has a second key code"),
        BrokenFile(
            "a piece that is two things", keys("  frame: [{key: 1}, ▶{skip: 1, literal: AA}]\n" + map),
            "error: a piece of the frame is exactly one thing (one of: literal, key, skip, checksum)"),
        BrokenFile(
            "a key code of five bytes", keys("  frame: [{key: ▶5}]\n" + map),
            "error: 'key' is out of range: '5' (allowed: 1…4)"),
        BrokenFile(
            "a checksum that does not exist", keys("  frame: [{key: 1}, {checksum: ▶crc8}]\n" + map),
            "error: 'checksum' cannot be 'crc8' (allowed: xor, sum8, sum16, crc16-modbus)"),
        BrokenFile(
            "a checksum over nothing", keys("  frame: [{key: 1}, {checksum: xor, from: ▶1}]\n" + map),
            "error: the checksum begins at byte 1, but only 1 stand before it (the first byte is 0)"),
        BrokenFile(
            "a code that does not fit into the frame",
            keys("  frame: [{key: 1}]\n  keys: {call: ▶0x100}\n  debounce: 0ms\n"),
            "error: 'call' is out of range: '0x100' (allowed: 0…255)"),
        BrokenFile(
            "one code for two keys", keys("  frame: [{key: 1}]\n  keys: {call: 1, recall: ▶0x01}\n  debounce: 0ms\n"),
            "error: code 1 is already that of key 'call'"),
        BrokenFile(
            "a press that lasts too long", keys("  frame: [{key: 1}]\n  keys: {call: 1}\n  debounce: ▶3s\n"),
            "error: 'debounce' is out of range: '3s' (allowed: 0ms…2s)"),
        BrokenFile(
            "a lamp state that does not exist",
            keys("  frame: [{key: 1}]\n" + map + "  lamps: {ready: 01, noPaper: 02, paused: 03, ▶busy: 04}\n"),
            "error: unknown key 'busy' (there are: 'ready', 'noPaper', 'paused', 'rate', 'thanks', 'dark')"),
    ]

    @Test("is refused at its place", arguments: files)
    func refused(file: BrokenFile) throws {
        try TestFiles.withFolder { folder in
            let path = "\(folder)/Profiles/x.yaml"
            try TestFiles.write(file.text, to: path)
            let (profiles, problems) = ConfigurationLoader(hardware: folder, for: "").profiles()
            file.verify(problems, file: path)
            #expect(profiles == [])
        }
    }

    @Test func `a lamp with a missing state is a warning`() throws {
        let file = BrokenFile(
            "", Self.keys("  frame: [{key: 1}]\n" + Self.map + "  lamps: ▶{ready: 01, noPaper: 02}\n"),
            "warning: the lamp cannot show 'paused'")
        try TestFiles.withFolder { folder in
            let path = "\(folder)/Profiles/x.yaml"
            try TestFiles.write(file.text, to: path)
            let (profiles, problems) = ConfigurationLoader(hardware: folder, for: "").profiles()
            file.verify(problems, file: path)
            #expect(profiles.count == 1)
        }
    }

    @Test func `a profile comes back as it is written`() throws {
        let text =
            Self.head + """
                serial: {baud: 4800, format: 7O2, flow: rtscts}
                kind: byte-map-keys
                settings:
                  frame:
                    - literal: 02 aB
                    - skip: 2
                    - key: 2
                    - {checksum: crc16-modbus, from: 1}
                  keys: {call: 0x0102, recall: 300}
                  lamps: {ready: 01, noPaper: "02 03", paused: 04}
                  debounce: 150ms
                examples:
                  - {receives: 0A0b 0C, means: key call, source: page 7}
                """
        try TestFiles.withFolder { folder in
            try TestFiles.write(text, to: "\(folder)/Profiles/acme-pad.yaml")
            let (profiles, problems) = ConfigurationLoader(hardware: folder, for: "").profiles()
            #expect(problems == [])
            #expect(
                profiles == [
                    Profile(
                        id: "acme-pad", vendor: "v", model: "m", source: "manual 1.0", trust: .documented,
                        serial: SerialSettings(baud: 4800, dataBits: 7, parity: .odd, stopBits: 2, flow: .rtscts),
                        settings: .byteMapKeys(
                            ByteMap(
                                frame: [
                                    .literal([0x02, 0xAB]), .skip(bytes: 2), .key(bytes: 2),
                                    .checksum(.crc16Modbus, from: 1),
                                ],
                                keys: [.init(name: "call", code: 0x0102), .init(name: "recall", code: 300)],
                                lamps: [
                                    .init(state: .ready, bytes: [1]), .init(state: .noPaper, bytes: [2, 3]),
                                    .init(state: .paused, bytes: [4]),
                                ],
                                debounceMilliseconds: 150)),
                        examples: [
                            ProfileExample(
                                direction: .receives, bytes: [0x0A, 0x0B, 0x0C], means: "key call", source: "page 7")
                        ])
                ])
        }
    }

    @Test func `a file whose name is no id is named, and the others are read`() throws {
        try TestFiles.withFolder { folder in
            try TestFiles.write("x", to: "\(folder)/Profiles/Acme Pad.yaml")
            try TestFiles.write("x", to: "\(folder)/Profiles/notes.txt")
            try TestFiles.write(
                Self.head + "kind: escpos-printer\n" + Self.printer + Self.example, to: "\(folder)/Profiles/p.yaml")
            let (profiles, problems) = ConfigurationLoader(hardware: folder, for: "").profiles()
            #expect(profiles.map(\.id) == ["p"])
            #expect(problems.map(\.text) == ["the file's name 'Acme Pad.yaml' cannot be a profile's id"])
        }
    }

    @Test func `a missing folder is a problem with a remedy`() {
        let (profiles, problems) = ConfigurationLoader(hardware: "/nonexistent", for: "").profiles()
        #expect(profiles == [])
        #expect(
            problems.map(\.description) == [
                "/nonexistent/Profiles:1:1: error: the folder of profiles cannot be read: /nonexistent/Profiles: "
                    + "No such file or directory (name the folder that holds Profiles with --hardware DIR)"
            ])
    }

    @Test func `a broken profile stops only the halls that name it`() throws {
        let hall = "hall: {name: 大厅}\nbuses: {b: {serial: /dev/b}}\nkiosks: [{id: k, printer: p}]\n"
        try TestFiles.withFolder { folder in
            try TestFiles.write(
                Self.head + "kind: escpos-printer\n" + Self.printer + Self.example
                    + "serial: {baud: 9600, format: 8N1}\n", to: "\(folder)/Profiles/good.yaml")
            try TestFiles.write("vendor: [\n", to: "\(folder)/Profiles/bad.yaml")
            let loader = ConfigurationLoader(hardware: folder, for: "")
            let good = loader.load(
                Array((hall + "devices: [{id: p, profile: good, bus: b}]\n").utf8), named: "hall.yaml")
            #expect(good.problems == [])
            #expect(good.plan != nil)
            let bad = loader.load(Array((hall + "devices: [{id: p, profile: bad, bus: b}]\n").utf8), named: "hall.yaml")
            #expect(bad.plan == nil)
            #expect(bad.problems.map(\.file) == ["\(folder)/Profiles/bad.yaml"])
        }
    }
}
