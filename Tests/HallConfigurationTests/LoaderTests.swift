import Glibc
import HallModel
import Testing

@testable import HallConfiguration

/// Files, folders, and what `halld check` prints.
struct LoaderTests {
    @Test(
        "the folder above is found without the disk's help",
        arguments: [
            ("hall.yaml", "."), (".", ".."), ("..", "../.."), ("../hall.yaml", ".."), ("Halls/hall.yaml", "Halls"),
            ("Halls/./hall.yaml", "Halls"), ("./hall.yaml", "."), ("/etc/halld/hall.yaml", "/etc/halld"), ("/etc", "/"),
            ("/", "/"),
        ])
    func parent(path: String, expected: String) { #expect(FileSystem.parent(of: path) == expected) }

    @Test func `profiles are looked for two levels above the file first`() throws {
        try TestFiles.withFolder { folder in
            try TestFiles.write("", to: "\(folder)/Halls/x.yaml")
            let without = ConfigurationLoader(hardware: nil, for: "\(folder)/Halls/x.yaml")
            #expect(without.hardware != folder)
            try TestFiles.write("", to: "\(folder)/Profiles/p.yaml")
            #expect(ConfigurationLoader(hardware: nil, for: "\(folder)/Halls/x.yaml").hardware == folder)
            #expect(ConfigurationLoader(hardware: "/elsewhere", for: "\(folder)/Halls/x.yaml").hardware == "/elsewhere")
        }
    }

    @Test func `a file that cannot be read says why`() throws {
        let missing = ConfigurationLoader(hardware: nil, for: "/nonexistent/hall.yaml").load("/nonexistent/hall.yaml")
        #expect(missing.plan == nil)
        #expect(
            missing.problems.map(\.description) == [
                "/nonexistent/hall.yaml:1:1: error: cannot be read: No such file or directory (check the path and its permissions)"
            ])
        try TestFiles.withFolder { folder in
            let problems = ConfigurationLoader(hardware: folder, for: folder).load(folder).problems
            #expect(problems.map(\.text) == ["is not a regular file"])
            mkfifo("\(folder)/pipe", 0o600)
            let pipe = ConfigurationLoader(hardware: folder, for: folder).load("\(folder)/pipe").problems
            #expect(pipe.map(\.text) == ["is not a regular file"])
        }
    }

    @Test func `a hall whose profiles cannot be found says where it looked`() {
        let text =
            "hall: {name: 大厅}\nbuses: {b: {serial: /dev/b}}\ndevices: [{id: p, profile: x, bus: b}]\nkiosks: [{id: k, printer: p}]\n"
        let result = ConfigurationLoader(hardware: "/nonexistent", for: "").load(Array(text.utf8), named: "hall.yaml")
        #expect(
            result.problems.map(\.description) == [
                "hall.yaml:3:28: error: the folder of profiles cannot be read: /nonexistent/Profiles: "
                    + "No such file or directory (name the folder that holds Profiles with --hardware DIR)"
            ])
    }

    @Test func `seasons come back as they are written, one or both, also over New Year`() throws {
        func seasons(_ text: String) -> SeasonDates? {
            let text = "hall: {name: 大厅, seasons: {\(text)}}\n"
            let result = ConfigurationLoader(hardware: "/nonexistent", for: "").load(Array(text.utf8), named: "x")
            #expect(result.problems == [])
            return result.plan?.hall.seasons
        }
        func range(_ from: String, _ to: String) throws -> SeasonDates.DateRange {
            SeasonDates.DateRange(from: try #require(MonthDay(from)), to: try #require(MonthDay(to)))
        }
        let cooling = "cooling: {from: \"05-15\", to: \"09-30\"}"
        let heating = "heating: {from: \"10-01\", to: \"05-14\"}"
        let dates = SeasonDates(cooling: try range("05-15", "09-30"), heating: try range("10-01", "05-14"))
        #expect(seasons("\(cooling), \(heating)") == dates)
        #expect(seasons(cooling) == SeasonDates(cooling: dates.cooling, heating: nil))
        #expect(seasons(heating) == SeasonDates(cooling: nil, heating: dates.heating))
    }

    @Test func `a check prints a line for each bus and returns 0`() {
        let file = "\(TestFiles.hardware)/Halls/township.yaml"
        let check = ConfigurationLoader(hardware: nil, for: file).check(file)
        #expect(check.exitCode == 0)
        #expect(
            check.lines == [
                "bus kiosk-printer: /dev/hall/kiosk-printer 38400 8N1 xonxoff, 3840 bytes/s: kiosk-printer (generic-escpos-80)",
                "bus kiosk-keys: /dev/hall/kiosk-keys 9600 8N1 none, 960 bytes/s: kiosk-keys (generic-keys-8)",
                "bus w1-display: /dev/hall/w1-display 9600 7E1 none, 960 bytes/s: w1-display (generic-alpha-sign)",
                "bus w1-caller: /dev/hall/w1-caller 9600 8N1 none, 960 bytes/s: w1-caller (generic-caller-7)",
            ])
    }

    @Test func `a check can be had in Chinese`() {
        let file = "\(TestFiles.hardware)/Halls/township.yaml"
        var loader = ConfigurationLoader(hardware: nil, for: file)
        loader.language = .zh
        #expect(
            loader.check(file).lines.last
                == "总线 w1-caller：/dev/hall/w1-caller 9600 8N1 none，每秒 960 字节：w1-caller (generic-caller-7)")
    }

    @Test func `a check of a broken file prints its problems and returns 1; warnings alone return 0`() throws {
        try TestFiles.withFolder { folder in
            let file = "\(folder)/hall.yaml"
            try TestFiles.write("hall: {nmae: 大厅}\n", to: file)
            let broken = ConfigurationLoader(hardware: folder, for: file).check(file)
            #expect(broken.exitCode == 1)
            #expect(
                broken.lines == [
                    "\(file):1:7: error: hall lacks 'name' (add name: …)",
                    "\(file):1:8: error: unknown key 'nmae' (did you mean 'name'?)",
                ])
            try TestFiles.write("hall: {name: 大厅}\nkiosks: [{id: k}]\n", to: file)
            #expect(ConfigurationLoader(hardware: folder, for: file).check(file).exitCode == 0)
        }
    }

    @Test func `problems can be had in Chinese`() {
        var loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        loader.language = .zh
        let result = loader.load(Array("hall: {nmae: 大厅}\n".utf8), named: "hall.yaml")
        #expect(
            result.problems.map(\.description) == [
                "hall.yaml:1:7: error: 大厅缺少 'name' (请加上 name: …)", "hall.yaml:1:8: error: 未知的键 'nmae' (是否应为 'name'？)",
            ])
    }

    @Test(
        "names are near by few slips of the hand",
        arguments: [
            ("baudrate", ["baud", "flow"], ["baud"]), ("kiosc", ["kiosk", "w1"], ["kiosk"]),
            ("w1", ["w2", "x9"], ["w2"]),
            ("form", ["from", "format"], ["from", "format"]), ("colour", ["name", "flow"], []), ("", ["a"], ["a"]),
        ])
    func near(name: String, names: [String], expected: [String]) {
        #expect(NearNames.of(name, among: names, count: 3) == expected)
    }
}
