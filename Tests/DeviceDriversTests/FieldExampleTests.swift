import DeviceDrivers
import HallModel
import Testing

/// Vectors as in the protocol tests: transcripts of upsd 2.8.0, NUT's protocols/megatec, a captured Onbon frame.
@Suite struct `Examples of profiles of the field` {
    private let nut = Profile.Settings.nutUPS(
        NutSettings(
            pollSeconds: 2,
            variables: [
                .init(name: "ups.status", point: PointDefinition(name: "status", meaning: .upsStatus, form: .text)),
                .init(
                    name: "battery.charge",
                    point: PointDefinition(
                        name: "charge", meaning: .upsCharge, form: .number(.percent, decimals: 0))),
            ]))
    private let megatec = Profile.Settings.megatecUPS(MegatecSettings(pollSeconds: 2, cells: 12))
    private let display = Profile.Settings.onbonDisplay(
        OnbonSettings(series: .bx6k, width: 96, height: 32, charset: .gb2312, assertEverySeconds: 30))
    private let panel = Profile.Settings.contactPanel(
        ContactPanel(lines: [
            .init(
                offset: 258,
                point: PointDefinition(name: "door", meaning: .contact, form: .words(["open", "closed"])),
                isActiveLow: true),
            .init(
                offset: 4,
                point: PointDefinition(
                    name: "lamp", meaning: .output, form: .words(["off", "on"]), isWritable: true)),
        ]))

    private func run(
        _ settings: Profile.Settings, _ direction: ProfileExample.Direction, _ bytes: [UInt8], _ means: String
    ) -> ProfileExampleResult {
        let example = ProfileExample(direction: direction, bytes: bytes, means: means)
        let results = ProfileExampleRunner().run(profile(settings, examples: [example]), text: smallTable)
        return results.first ?? ProfileExampleResult(example: example, passed: false, actual: "no result")
    }

    @Test(arguments: [
        ("VAR hallups ups.status \"OL CHRG\"\n", "status OL CHRG"),
        ("VAR hallups battery.charge \"100\"\n", "charge 100"),
        ("VAR hallups battery.charge \"full\"\n", "charge nonsense"), ("VAR hallups ups.mfr \"x\"\n", "unused ups.mfr"),
        ("ERR DATA-STALE\n", "error DATA-STALE"), ("ERR DATA-STALE", "noise"), ("OK\n", "noise"),
        ("BEGIN LIST UPS\nUPS hallups \"Hall UPS dummy\"\nEND LIST UPS\n", "begin UPS; ups hallups; end UPS"),
    ])
    func `what a NUT server says`(text: String, means: String) {
        let result = run(nut, .receives, Array(text.utf8), means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [("LIST UPS\n", "ask"), ("LIST VAR hallups\n", "ask hallups")])
    func `what a NUT server is asked`(text: String, means: String) {
        let result = run(nut, .sends, Array(text.utf8), means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        (
            "(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000\r",
            "status OL BYPASS ALARM, input-voltage 208.4, output-voltage 208.4, load 34.0, frequency 59.9, "
                + "battery-voltage 24.6, temperature 35.0"
        ),
        (
            "(000.0 000.0 230.1 --- 50.0 22.9 28.4 11000001\r",
            "status OB LB, input-voltage 0.0, output-voltage 230.1, load missing, frequency 50.0, "
                + "battery-voltage 22.9, temperature 28.4"
        ), ("Q1\r", "not understood"), ("(208.4\r", "noise"), ("(208.4", "noise"),
    ])
    func `what a UPS says to Q1`(text: String, means: String) {
        let result = run(megatec, .receives, Array(text.utf8), means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        ("00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DC 5A", "ack"),
        ("00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 01 01 00 00 34 E0 5A", "nack 1"),
        ("00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DD 5A", "noise"), ("00 80", "noise"),
    ])
    func `what a card says`(bytes: String, means: String) {
        let result = run(display, .receives, hex("A5 A5 A5 A5 A5 A5 A5 A5" + bytes), means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test(arguments: [
        (ProfileExample.Direction.receives, "01 02 00", "door closed"),
        (.receives, "01 02 01 00 04 01", "door open; lamp on"), (.receives, "00 09 00", "noise"),
        (.receives, "01 02 02", "noise"), (.receives, "01 02", "noise"), (.sends, "00 04 01", "lamp on"),
        (.sends, "00 04 00 00 04 01", "lamp off; lamp on"),
    ])
    func `the lines of a panel`(direction: ProfileExample.Direction, bytes: String, means: String) {
        let result = run(panel, direction, hex(bytes), means)
        #expect(result.passed, "\(result.actual)")
    }

    @Test func `words outside the grammar fail and say what is known`() {
        for (settings, means) in [
            (nut, "asks"), (nut, "ask "), (megatec, "ask Q2"), (display, "area 96x16 to all TEXT"),
            (display, "area 96 to all timeout 5 hold 8 A"), (display, "area 96x16 to 70000 timeout 5 hold 8 A"),
            (panel, "door open"), (panel, "lamp open"), (panel, "lamp"),
        ] {
            let result = run(settings, .sends, [0], means)
            #expect(!result.passed)
            #expect(result.actual.contains("known here"), "\(means): \(result.actual)")
        }
    }
}
