import HallModel
import Testing

@testable import HallConfiguration

/// Who calls the numbers aloud, and the lamps for those who do not hear it.
struct VoiceTests {
    private static let start = """
        hall: {name: 大厅}
        services: [{id: household, prefix: A, name: 户籍}]
        buses:
          module: {serial: /dev/hall/voice}
          program: {program: /usr/bin/espeak-ng, arguments: [-d, "plughw:1"]}
          gpio: {gpio: {label: panel}}
        devices:
          - {id: module, profile: generic-syn6288, bus: module}
          - {id: espeak, profile: espeak-ng, bus: program}
          - {id: panel, profile: generic-contact-panel, bus: gpio}

        """
    private static let window = "windows: [{id: 1, name: 综合窗口, serves: [household]}]\n"

    private func plan(_ text: String) throws -> HallPlan {
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(
            Array(text.utf8), named: "hall.yaml")
        return try #require(result.plan, "\(result.problems)")
    }

    @Test func `a voice needs only its device: everything else is as usual`() throws {
        let plan = try plan(Self.start + Self.window + "voice: {device: module}\n")
        #expect(plan.voice == VoicePlan(device: "module"))
        #expect(plan.voice?.languages == [.zh])
        #expect(plan.voice?.elder == VoicePlan.Manner(repeats: 2, volume: 100, speed: 30))
    }

    @Test func `all of it comes back as it is written`() throws {
        let plan = try plan(
            Self.start + Self.window
                + "voice: {device: espeak, language: [zh, en], repeats: 2, volume: 60, speed: 40, maxAge: 1m, "
                + "elder: {repeats: 3, volume: 90, speed: 20}}\n")
        #expect(
            plan.voice
                == VoicePlan(
                    device: "espeak", languages: [.zh, .en],
                    ordinary: VoicePlan.Manner(repeats: 2, volume: 60, speed: 40),
                    elder: VoicePlan.Manner(repeats: 3, volume: 90, speed: 20), maxAgeSeconds: 60))
        #expect(
            plan.bus("program")?.wire == .program(path: "/usr/bin/espeak-ng", arguments: ["-d", "plughw:1"]))
    }

    @Test func `a window's lamp belongs to the hall: nobody else writes it`() throws {
        let lamp = try #require(
            try plan(Self.start + Self.window).point(PointID("panel", "lamp")).map { $0 })
        #expect(lamp.isWritable)
        let plan = try plan(
            Self.start + "windows: [{id: 1, name: 一, serves: [household], lamp: panel.lamp}]\nvoice: {device: module}\n"
        )
        #expect(plan.windows[0].lamp == PointID("panel", "lamp"))
        #expect(plan.point(PointID("panel", "lamp"))?.isWritable == false)
    }

    @Test func `a plate has the five usual fields, or those of the file in its order`() throws {
        let display = "  - {id: plate, profile: onbon-bx-6k, bus: card}\n"
        let head = Self.start.replacing("devices:", with: "  card: {tcp: \"192.168.10.9:5005\"}\ndevices:") + display
        func fields(_ plate: String) throws -> [PlateField]? {
            try plan(
                head + "windows: [{id: 1, name: 一, serves: [household], plate: \(plate)}]\nvoice: {device: module}\n"
            ).windows[0].plate?.fields
        }
        #expect(try fields("plate") == [.department, .name, .post, .phone, .status])
        #expect(try fields("{device: plate, fields: [name, number]}") == [.name, .number])
    }

    static let files = [
        BrokenFile(
            "a voice without a device", start + window + "voice: ▶{repeats: 2}\n",
            "error: voice settings lacks 'device'"),
        BrokenFile(
            "a voice that cannot speak", start + window + "voice: {device: ▶panel}\n",
            "error: 'panel' is a device of kind contact-panel and cannot be a voice"),
        BrokenFile(
            "a language that nobody speaks", start + window + "voice: {device: module, language: ▶fr}\n",
            "error: 'language' cannot be 'fr'"),
        BrokenFile(
            "said too often", start + window + "voice: {device: module, elder: {repeats: ▶4}}\n",
            "error: 'repeats' is out of range: '4' (allowed: 1…3)"),
        BrokenFile(
            "a program that is no path",
            "hall: {name: 大厅}\nbuses: {v: {program: ▶espeak-ng}}\n",
            "error: 'espeak-ng' is not the absolute path of a program"),
        BrokenFile(
            "a lamp that is a contact",
            start + "windows: [{id: 1, name: 一, serves: [household], lamp: ▶panel.door}]\n"
                + "voice: {device: module}\n", "error: 'panel.door' cannot be a window's lamp"),
        BrokenFile(
            "a plate that shows nothing",
            start + "windows: [{id: 1, name: 一, serves: [household], plate: {device: ▶module, fields: [▶salary]}}]\n",
            "error: 'module' is a device of kind voice-module and cannot be a plate",
            "error: 'fields' cannot be 'salary'"),
        BrokenFile(
            "a lamp without a point",
            start + "windows: [{id: 1, name: 一, serves: [household], lamp: ▶panel}]\nvoice: {device: module}\n",
            "error: 'lamp' cannot be read: 'panel' (write <device>.<point>"),
    ]

    @Test(arguments: files) func `a broken voice or lamp is told with its place`(file: BrokenFile) {
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let found = loader.load(Array(file.text.utf8), named: "hall.yaml").problems.filter { $0.severity == .error }
        file.verify(found, file: "hall.yaml")
    }
}
