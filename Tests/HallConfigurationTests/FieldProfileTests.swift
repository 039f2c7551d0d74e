import HallModel
import Testing

@testable import HallConfiguration

/// Profiles of UPSs, text displays and contact panels.
struct FieldProfileTests {
    private static let head = "vendor: v\nmodel: m\nsource: manual 1.0\ntrust: documented\n"
    private static let example = "\nexamples: [{sends: \"1B 40\", means: init}]\n"

    private static func file(_ kind: String, _ settings: String) -> String {
        head + "kind: \(kind)\nsettings: " + settings + example
    }

    private static func nut(_ variables: String) -> String {
        file("nut-ups", "{poll: 2s, variables: \(variables)}")
    }

    private static let status = "{variable: ups.status, name: status, measures: ups-status}"

    private static func line(_ keys: String) -> String { file("contact-panel", "{lines: [\(keys)]}") }

    static let files = [
        BrokenFile(
            "a poll that is too quick", file("nut-ups", "{poll: ▶500ms, variables: [\(status)]}"),
            "error: 'poll' is out of range: '500ms' (allowed: 1s…1m)"),
        BrokenFile(
            "a poll that is no whole second", file("megatec-ups", "{poll: ▶1500ms}"),
            "error: 'poll' must be whole seconds"),
        BrokenFile("a poll that is missing", file("megatec-ups", "▶{cells: 12}"), "error: settings lacks 'poll'"),
        BrokenFile(
            "no cell", file("megatec-ups", "{poll: 2s, cells: ▶0}"),
            "error: 'cells' is out of range: '0' (allowed: 1…400)"),
        BrokenFile(
            "a UPS without its status", nut("▶[{variable: ups.load, name: load, measures: ups-load, unit: \"%\"}]"),
            "error: no variable tells the state of the UPS (add {variable: ups.status, name: status, measures: ups-status})"
        ),
        BrokenFile(
            "a status that is told by another variable",
            nut("▶[{variable: ups.load, name: status, measures: ups-status}]"),
            "error: no variable tells the state of the UPS"),
        BrokenFile(
            "a speech module without its set", file("voice-module", "▶{dialect: syn6288}"),
            "error: settings lacks 'charset'"),
        BrokenFile(
            "a speech module of no dialect", file("voice-module", "{dialect: ▶syn, charset: gbk}"),
            "error: 'dialect' cannot be 'syn' (did you mean 'syn6288'?"),
        BrokenFile(
            "a scale with one end",
            file("voice-program", "▶{arguments: [], voices: {zh: cmn}, volume: [0], speed: [0, 1]}"),
            "error: 'volume' cannot be read: '[0]' (write two whole numbers"),
        BrokenFile("a variable without a point", nut("[▶{variable: ups.status}]"), "error: point lacks 'name'"),
        BrokenFile(
            "a variable that NUT cannot have", nut("[\(status), {variable: ▶Battery, name: b}]"),
            "error: 'variable' cannot be read: 'Battery' (lower-case words apart by dots: battery.charge)"),
        BrokenFile(
            "a variable twice", nut("[\(status), {variable: ▶ups.status, name: b}]"),
            "error: variable 'ups.status' stands twice, first at line 6, column 45"),
        BrokenFile(
            "a point twice", nut("[\(status), {variable: ups.model, name: ▶status}]"),
            "error: point 'status' stands twice, first at line 6, column 63"),
        BrokenFile(
            "a name that is no id", nut("[\(status), {variable: ups.model, name: ▶Model}]"),
            "error: 'Model' cannot be an id"),
        BrokenFile(
            "a meaning that does not exist",
            nut("[\(status), {variable: ups.load, name: l, measures: ▶ups-lod, unit: \"%\"}]"),
            "error: 'measures' cannot be 'ups-lod' (did you mean 'ups-load'?"),
        BrokenFile(
            "a meaning that no UPS has",
            nut("[\(status), {variable: ups.temperature, name: t, measures: ▶room-temperature, unit: °C}]"),
            "error: 'measures' cannot be 'room-temperature' (allowed: ups-status, ups-run-time, ups-charge, ups-load, other)"
        ),
        BrokenFile(
            "a run time in another unit",
            nut("[\(status), {variable: battery.runtime, name: r, measures: ups-run-time, unit: ▶\"%\"}]"),
            "error: 'ups-run-time' is measured in s (write unit: \"s\")"),
        BrokenFile(
            "a charge without its unit", nut("[\(status), {variable: battery.charge, name: c, measures: ▶ups-charge}]"),
            "error: 'ups-charge' is measured in %"),
        BrokenFile(
            "a unit that does not exist", nut("[\(status), {variable: a.b, name: c, unit: ▶kV}]"),
            "error: 'unit' cannot be 'kV'"),
        BrokenFile(
            "a status with a unit", nut("[{variable: ups.status, name: status, measures: ups-status, unit: ▶s}]"),
            "error: 'unit' is only of numbers"),
        BrokenFile(
            "a text with a range", nut("[\(status), {variable: ups.model, name: m, range: ▶[0, 1]}]"),
            "error: 'range' is only of numbers (remove it, or give a number its unit; a status has none)"),
        BrokenFile(
            "a range with one end", nut("[\(status), {variable: a.b, name: m, unit: V, range: ▶[0]}]"),
            "error: 'range' must be two numbers, the smaller first ([-40, 80], for instance)"),
        BrokenFile(
            "a range from high to low", nut("[\(status), {variable: a.b, name: m, unit: V, range: ▶[9.5, 9]}]"),
            "error: 'range' must be two numbers, the smaller first"),
        BrokenFile(
            "a range of words", nut("[\(status), {variable: a.b, name: m, unit: V, range: [▶low, 9]}]"),
            "error: 'range' cannot be read: 'low'"),
        BrokenFile(
            "a series that does not exist",
            file("onbon-display", "{series: ▶bx4k, width: 96, height: 32, charset: gb2312, assertEvery: 30s}"),
            "error: 'series' cannot be 'bx4k' (did you mean 'bx5k'? allowed: bx5k, bx6k)"),
        BrokenFile(
            "a width that fills no bytes",
            file("onbon-display", "{series: bx6k, width: ▶100, height: 32, charset: gb2312, assertEvery: 30s}"),
            "error: 'width' is 100, not a multiple of 8 (write the display's pixels: 96)"),
        BrokenFile(
            "a display lower than a line",
            file("onbon-display", "{series: bx6k, width: 96, height: ▶8, charset: gb2312, assertEvery: 30s}"),
            "error: 'height' is out of range: '8' (allowed: 16…512)"),
        BrokenFile(
            "a repetition that is no whole second",
            file("onbon-display", "{series: bx6k, width: 96, height: 32, charset: gb2312, assertEvery: ▶5500ms}"),
            "error: 'assertEvery' must be whole seconds"),
        BrokenFile("a panel without lines", file("contact-panel", "{lines: ▶[]}"), "error: 'lines' is empty"),
        BrokenFile(
            "a line that is neither input nor output", line("▶{name: door, offset: 0}"),
            "error: a line is either an input or an output (write input: true or output: true)"),
        BrokenFile(
            "a line that is both", line("▶{name: door, offset: 0, input: true, output: true}"),
            "error: a line is either an input or an output"),
        BrokenFile("a line without a place", line("▶{name: door, input: true}"), "error: line lacks 'offset'"),
        BrokenFile(
            "a line beyond any chip", line("{name: door, offset: ▶512, input: true}"),
            "error: 'offset' is out of range: '512' (allowed: 0…511)"),
        BrokenFile(
            "a line twice", line("{name: a, offset: 3, input: true}, {name: b, offset: ▶3, output: true}"),
            "error: line 3 stands twice, first at line 6, column 38 (each line of the chip is used once)"),
        BrokenFile(
            "a name twice", line("{name: a, offset: 3, input: true}, {name: ▶a, offset: 4, output: true}"),
            "error: point 'a' stands twice, first at line 6, column 27"),
        BrokenFile(
            "an alarm at a state that does not exist", line("{name: a, offset: 3, input: true, alarmWhen: ▶opened}"),
            "error: 'alarmWhen' cannot be 'opened' (did you mean 'open'? allowed: open, closed)"),
        BrokenFile(
            "a latch of no alarm", line("{name: a, offset: 3, input: true, latch: ▶true}"),
            "error: 'latch' holds an alarm, and there is none (add alarmWhen: open or closed, or remove latch)"),
        BrokenFile(
            "a purpose that does not exist", line("{name: a, offset: 3, input: true, alarmWhen: open, alarm: ▶fires}"),
            "error: 'alarm' cannot be 'fires' (did you mean 'fire'? allowed: fire, help, panic, intrusion, leak, door, fault)"
        ),
        BrokenFile(
            "a purpose of no alarm", line("{name: a, offset: 3, input: true, alarm: ▶fire}"),
            "error: 'alarm' says what an alarm is about, and there is none (add alarmWhen: open or closed, or remove alarm)"
        ),
        BrokenFile(
            "an output with a purpose", line("{name: a, offset: 3, output: true, alarm: ▶fire}"),
            "error: 'alarm' is only of inputs"),
        BrokenFile(
            "an output with a debounce", line("{name: a, offset: 3, output: true, debounce: ▶50ms}"),
            "error: 'debounce' is only of inputs"),
        BrokenFile(
            "a debounce that is too long", line("{name: a, offset: 3, input: true, debounce: ▶2s}"),
            "error: 'debounce' is out of range: '2s' (allowed: 0ms…1s)"),
        BrokenFile(
            "a bias that does not exist", line("{name: a, offset: 3, input: true, bias: ▶up}"),
            "error: 'bias' cannot be 'up'"),
        BrokenFile(
            "a fire alarm that would end by itself",
            line("{name: a, offset: 3, input: true, alarmWhen: open, alarm: fire, latch: ▶false}"),
            "error: an alarm for fire or panic stays until a person has reset it"),
        BrokenFile(
            "a safe state of a contact", line("{name: a, offset: 3, input: true, safe: ▶\"off\"}"),
            "error: 'safe' is only of outputs"),
        BrokenFile(
            "a contact that shows something", line("{name: a, offset: 3, input: true, shows: ▶[help]}"),
            "error: 'shows' is only of outputs"),
        BrokenFile(
            "a lamp for what no contact is for", line("{name: a, offset: 3, output: true, shows: [▶smoke]}"),
            "error: 'shows' cannot be 'smoke'"),
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

    private func settings(_ text: String) throws -> Profile.Settings? {
        try TestFiles.withFolder { folder in
            try TestFiles.write(text, to: "\(folder)/Profiles/x.yaml")
            let (profiles, problems) = ConfigurationLoader(hardware: folder, for: "").profiles()
            #expect(problems == [])
            return profiles.first?.settings
        }
    }

    @Test func `a UPS on a NUT server comes back as it is written`() throws {
        let text = Self.nut(
            "[\(Self.status), {variable: battery.voltage, name: volts, unit: V, decimals: 1, range: [-0.5, 600]}, "
                + "{variable: ups.model, name: model, measures: other}]")
        #expect(
            try settings(text)
                == .nutUPS(
                    NutSettings(
                        pollSeconds: 2,
                        variables: [
                            .init(
                                name: "ups.status",
                                point: PointDefinition(
                                    name: "status", meaning: .upsStatus, form: .text, periodSeconds: 2)),
                            .init(
                                name: "battery.voltage",
                                point: PointDefinition(
                                    name: "volts", meaning: .other, form: .number(.volt, decimals: 1),
                                    range: .init(low: Quantity(thousandths: -500), high: Quantity(600)),
                                    periodSeconds: 2)),
                            .init(
                                name: "ups.model",
                                point: PointDefinition(name: "model", meaning: .other, form: .text, periodSeconds: 2)),
                        ])))
    }

    @Test func `a UPS that speaks Q1 and a text display come back as they are written`() throws {
        #expect(
            try settings(Self.file("megatec-ups", "{poll: 3s, cells: 12}"))
                == .megatecUPS(MegatecSettings(pollSeconds: 3, cells: 12)))
        #expect(
            try settings(
                Self.file("onbon-display", "{series: bx5k, width: 96, height: 32, charset: gbk, assertEvery: 1m}"))
                == .onbonDisplay(
                    OnbonSettings(series: .bx5k, width: 96, height: 32, charset: .gbk, assertEverySeconds: 60)))
    }

    @Test func `what speaks comes back as it is written`() throws {
        #expect(
            try settings(Self.file("voice-module", "{dialect: xfs5152, charset: gbk}"))
                == .voiceModule(VoiceModuleSettings(dialect: .xfs5152, charset: .gbk)))
        #expect(
            try settings(
                Self.file(
                    "voice-program",
                    #"{arguments: [-v, "{voice}", --stdin], voices: {zh: cmn}, volume: [0, 200], speed: [80, 240]}"#))
                == .voiceProgram(
                    VoiceProgramSettings(
                        arguments: ["-v", "{voice}", "--stdin"], voices: [.init(language: .zh, name: "cmn")],
                        volume: .init(low: 0, high: 200), speed: .init(low: 80, high: 240))))
    }

    @Test func `contacts for people in need latch unless the profile says otherwise, others do if it says so`() throws {
        let lines = ContactPurpose.allCases.enumerated().map { index, purpose in
            "{name: \(purpose), offset: \(index), input: true, alarmWhen: open, alarm: \(purpose)}"
        }
        let more = [
            "{name: a, offset: 10, input: true, alarmWhen: open, alarm: intrusion, latch: false}",
            "{name: b, offset: 11, input: true, alarmWhen: open, alarm: leak, latch: true}",
            "{name: c, offset: 12, input: true, alarmWhen: open}",
        ]
        guard case .contactPanel(let panel)? = try settings(Self.line((lines + more).joined(separator: ", "))) else {
            Issue.record("no panel")
            return
        }
        #expect(panel.lines.map(\.purpose) == ContactPurpose.allCases + [.intrusion, .leak, nil])
        #expect(
            panel.lines.map(\.isLatched) == [true, true, true, true, false, false, false, false, true, false])
    }

    @Test func `a contact panel comes back as it is written`() throws {
        let text = Self.line(
            "{name: door, offset: 0, input: true, activeLow: true, bias: pull-up, debounce: 20ms, alarmWhen: open, "
                + "latch: true}, {name: bell, offset: 1, input: true}, {name: lamp, offset: 511, output: true}")
        let contact = PointDefinition(name: "door", meaning: .contact, form: .words(["open", "closed"]))
        var bell = contact
        bell.name = "bell"
        #expect(
            try settings(text)
                == .contactPanel(
                    ContactPanel(lines: [
                        .init(
                            offset: 0, point: contact, isActiveLow: true, bias: .pullUp, debounceMilliseconds: 20,
                            alarmWhen: "open", isLatched: true),
                        .init(offset: 1, point: bell, debounceMilliseconds: 50),
                        .init(
                            offset: 511,
                            point: PointDefinition(
                                name: "lamp", meaning: .output, form: .words(["off", "on"]), isWritable: true),
                            debounceMilliseconds: 0),
                    ])))
    }
}
