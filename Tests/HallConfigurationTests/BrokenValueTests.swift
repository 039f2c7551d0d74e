import HallModel
import Testing

@testable import HallConfiguration

/// Single keys and values that are missing, of the wrong shape or out of range.
struct BrokenValueTests {
    private static let noDevice = "warning: bus 'b' has no device (add a device or remove the bus)"

    static let files = [
        BrokenFile(
            "an unknown key, with the one that was meant", "hall: {name: 大厅, ▶tiemzone: UTC}\n",
            "error: unknown key 'tiemzone' (did you mean 'timezone'?)"),
        BrokenFile(
            "an unknown key, with those there are", "hall: {name: 大厅, ▶colour: red}\n",
            "error: unknown key 'colour' (there are: 'name', 'timezone', 'language', 'hotline', 'limits', 'seasons')"),
        BrokenFile("a missing section", "▶zones: []\n", "error: file lacks 'hall' (add hall: …)"),
        BrokenFile("a missing key", "hall: ▶{language: zh}\n", "error: hall lacks 'name' (add name: …)"),
        BrokenFile(
            "a key without a value", "hall:\n  name:▶\n  language: zh\n", "error: 'name' has no value (give it one"),
        BrokenFile("a list where text is wanted", "hall: {name: ▶[大厅]}\n", "error: 'name' must be text, not a list"),
        BrokenFile(
            "a text where a list is wanted", "hall: {name: 大厅}\nzones: ▶waiting\n",
            "error: 'zones' must be a list, not text"),
        BrokenFile(
            "a list where a mapping is wanted", "hall: {name: 大厅}\nbuses: ▶[a]\n",
            "error: 'buses' must be a mapping, not a list"),
        BrokenFile(
            "words where a number is wanted", "hall: {name: 大厅}\nzones: [{id: a, name: 甲, seats: ▶many}]\n",
            "error: 'seats' must be a whole number, not text (write a whole number without quotes)"),
        BrokenFile(
            "a number in quotes", "hall: {name: 大厅}\nzones: [{id: a, name: 甲, seats: ▶\"40\"}]\n",
            "error: 'seats' must be a whole number, not text"),
        BrokenFile(
            "a negative number", "hall: {name: 大厅}\nzones: [{id: a, name: 甲, seats: ▶-1}]\n",
            "error: 'seats' is out of range: '-1' (allowed: 0…100000)"),
        BrokenFile(
            "a number too large for the machine",
            "hall: {name: 大厅}\nzones: [{id: a, name: 甲, seats: ▶99999999999999999999}]\n",
            "error: 'seats' is out of range: '99999999999999999999' (allowed: 0…100000)"),
        BrokenFile(
            "a word that is not one of the words", "hall: {name: 大厅, language: ▶zn}\n",
            "error: 'language' cannot be 'zn' (did you mean 'zh'? allowed: zh, en)"),
        BrokenFile("an empty name", "hall: {name: ▶\" \"}\n", "error: 'name' is empty"),
        BrokenFile(
            "a name longer than a ticket is wide",
            "hall: {name: 大厅}\nzones: [{id: a, name: ▶\(String(repeating: "区", count: 41))}]\n",
            "error: 'name' is longer than 40 characters"),
        BrokenFile(
            "a control byte that comes in by an escape", "hall: {name: ▶\"大厅\\x1b[2J\"}\n",
            "error: 'name' contains the control character U+001B (one line without control characters)"),
        BrokenFile(
            "a name of two lines", "hall:\n  name: ▶|\n    大\n    厅\n",
            "error: 'name' contains the control character U+000A"),
        BrokenFile(
            "an id with capitals and underscores", "hall: {name: 大厅}\nzones: [{id: ▶Waiting_Area, name: 甲}]\n",
            "error: 'Waiting_Area' cannot be an id (1 to 64 lower-case letters, digits and hyphens"),
        BrokenFile(
            "an id of 65 letters", "hall: {name: 大厅}\nzones: [{id: ▶\(String(repeating: "a", count: 65)), name: 甲}]\n",
            "error: '\(String(repeating: "a", count: 60))…' cannot be an id"),
        BrokenFile(
            "a rate that no port has", "hall: {name: 大厅}\nbuses:\n  ▶b: {serial: /dev/hall/b, baud: ▶9601}\n",
            noDevice,
            "error: 'baud' is out of range: '9601' (allowed: 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)"),
        BrokenFile(
            "a line format that does not exist",
            "hall: {name: 大厅}\nbuses:\n  ▶b: {serial: /dev/hall/b, baud: 9600, format: ▶8X1}\n",
            noDevice,
            "error: 'format' cannot be read: '8X1' (data bits 7 or 8, parity N, E or O, stop bits 1 or 2: 8N1)"),
        BrokenFile(
            "five data bits", "hall: {name: 大厅}\nbuses:\n  ▶b: {serial: /dev/hall/b, baud: 9600, format: ▶5N1}\n",
            noDevice, "error: 'format' cannot be read: '5N1'"),
        BrokenFile(
            "a flow control that does not exist",
            "hall: {name: 大厅}\nbuses:\n  ▶b: {serial: /dev/hall/b, baud: 9600, flow: ▶dtr}\n",
            noDevice, "error: 'flow' cannot be 'dtr' (allowed: none, rtscts, xonxoff)"),
        BrokenFile(
            "a path that is not absolute", "hall: {name: 大厅}\nbuses:\n  ▶b: {serial: ▶ttyUSB0, baud: 9600}\n",
            noDevice, "error: 'ttyUSB0' is not the absolute path of a serial port"),
        BrokenFile(
            "a wire that is none", "hall: {name: 大厅}\nbuses:\n  ▶p: ▶{can: can0}\n",
            "warning: bus 'p' has no device", "error: bus 'p' does not say what wire it is"),
        BrokenFile(
            "two wires at once",
            "hall: {name: 大厅}\nbuses:\n  ▶p: ▶{serial: /dev/hall/a, tcp: \"10.0.0.1:502\"}\n",
            "warning: bus 'p' has no device", "error: bus 'p' is several wires at once: serial, tcp"),
        BrokenFile(
            "a peer by name", "hall: {name: 大厅}\nbuses:\n  ▶p: {tcp: ▶\"gateway:502\"}\n",
            "warning: bus 'p' has no device", "error: 'tcp' cannot be read: 'gateway:502' (a numeric address and a port"
        ),
        BrokenFile(
            "a port beyond the last", "hall: {name: 大厅}\nbuses:\n  ▶p: {nut: ▶\"127.0.0.1:70000\"}\n",
            "warning: bus 'p' has no device", "error: 'nut' cannot be read: '127.0.0.1:70000'"),
        BrokenFile(
            "a chip without a label", "hall: {name: 大厅}\nbuses:\n  ▶p: {gpio: ▶{}}\n",
            "warning: bus 'p' has no device", "error: GPIO chip lacks 'label'"),
        BrokenFile(
            "hours that end before they begin", "hall: {name: 大厅}\ncalendar: {open: ▶\"17:00-09:00\"}\n",
            "error: 'open' cannot be read: '17:00-09:00' (write \"HH:MM-HH:MM\""),
        BrokenFile(
            "a season that begins on a day that does not come every year",
            "hall: {name: 大厅, seasons: {heating: {from: \"11-15\", to: ▶\"02-29\"}}}\n",
            "error: 'to' cannot be read: '02-29' (02-29 does not come every year: write \"02-28\""),
        BrokenFile(
            "seasons on days that do not exist",
            "hall: {name: 大厅, seasons: {cooling: {from: ▶\"04-31\", to: ▶\"13-01\"}, heating: {from: ▶\"1-5\", to: ▶\"spring\"}}}\n",
            "error: 'from' cannot be read: '04-31' (write \"MM-DD\"", "error: 'to' cannot be read: '13-01'",
            "error: 'from' cannot be read: '1-5'", "error: 'to' cannot be read: 'spring'"),
        BrokenFile(
            "a season without an end", "hall: {name: 大厅, seasons: {cooling: ▶{from: \"05-15\"}}}\n",
            "error: season lacks 'to'"),
        BrokenFile(
            "seasons that overlap over New Year",
            "hall: {name: 大厅, seasons: {cooling: {from: \"03-15\", to: \"09-30\"}, heating: ▶{from: \"11-15\", to: \"03-15\"}}}\n",
            "error: heating, 11-15 to 03-15, overlaps cooling, 03-15 to 09-30, at line 1, column 37 (let a day belong to one season"
        ),
        BrokenFile(
            "seasons that are none", "hall: {name: 大厅, seasons: ▶{}}\n", "error: 'seasons' names no season"),
        BrokenFile(
            "a season that is none", "hall: {name: 大厅, seasons: ▶{▶rain: {from: \"05-15\", to: \"09-30\"}}}\n",
            "error: 'seasons' names no season", "error: unknown key 'rain'"),
        BrokenFile(
            "a limit set that is not there", "hall: {name: 大厅, limits: [jiangxi-db36, ▶jiangxi-db37]}\n",
            "error: there is no limit set 'jiangxi-db37' in"),
        BrokenFile(
            "a limit set twice", "hall: {name: 大厅, limits: [jiangxi-db36, ▶jiangxi-db36]}\n",
            "error: limit set 'jiangxi-db36' is listed twice"),
        BrokenFile(
            "a rating time that is too short", "hall: {name: 大厅}\nratings: {time: ▶1s}\n",
            "error: 'time' is out of range: '1s' (allowed: 10s…1h)"),
        BrokenFile(
            "a second chance too often", "hall: {name: 大厅}\nqueue: {again: ▶6}\n",
            "error: 'again' is out of range: '6' (allowed: 0…5)"),
        BrokenFile(
            "a time to come back that is too long", "hall: {name: 大厅}\nqueue: {grace: ▶3h}\n",
            "error: 'grace' is out of range: '3h' (allowed: 0ms…2h)"),
        BrokenFile(
            "a key for a class that does not exist",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: A, name: 甲}]\nwindows: [{id: 1, name: 一, serves: [a]}]\n"
                + "kiosks: [{id: k, services: ▶{\"1\": {service: a, class: ▶elderly}}}]\n",
            "error: kiosk 'k' maps keys to services but has no",
            "error: 'class' cannot be 'elderly' (did you mean 'elder'?"),
        BrokenFile(
            "a queue setting that is none", "hall: {name: 大厅}\nqueue: {▶agian: 1}\n",
            "error: unknown key 'agian' (did you mean 'again'?)"),
        BrokenFile(
            "a time of day that does not exist", "hall: {name: 大厅}\ncalendar: {dayStart: ▶\"24:00\"}\n",
            "error: 'dayStart' cannot be read: '24:00' (write \"HH:MM\""),
        BrokenFile(
            "a duration without a unit",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: A, name: 甲, waitLimit: ▶30}]\nwindows: [{id: 1, name: 一, serves: [a]}]\n",
            "error: 'waitLimit' cannot be read: '30' (a number and its unit ms, s, m or h: 200ms, 30m)"),
        BrokenFile(
            "a duration that is too short",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: A, name: 甲, waitLimit: ▶5s}]\nwindows: [{id: 1, name: 一, serves: [a]}]\n",
            "error: 'waitLimit' is out of range: '5s' (allowed: 1m…24h)"),
        BrokenFile(
            "a role that does not exist", "hall: {name: 大厅}\naccess: {▶technicain: [hall-tech]}\n",
            "error: unknown key 'technicain' (did you mean 'technician'?)"),
        BrokenFile(
            "a group that is no name", "hall: {name: 大厅}\naccess: {technician: [▶{group: a}]}\n",
            "error: 'technician' must be text, not a mapping"),
        BrokenFile(
            "a time zone that does not exist", "hall: {name: 大厅, timezone: ▶Asia/Shangai}\n",
            "error: there is no time zone 'Asia/Shangai' (did you mean 'Asia/Shanghai'"),
        BrokenFile(
            "a time zone that is a path", "hall: {name: 大厅, timezone: ▶../../../etc/passwd}\n",
            "error: there is no time zone '../../../etc/passwd'"),
        BrokenFile(
            "a table of zones in place of a zone", "hall: {name: 大厅, timezone: ▶zone.tab}\n",
            "error: there is no time zone"),
        BrokenFile(
            "a pad that is not there",
            "hall: {name: 大厅}\nservices: [{id: a, prefix: A, name: 甲}]\nwindows: [{id: 1, name: 一, serves: [a], pad: ▶x}]\n",
            "error: there is no device 'x'"),
    ]

    @Test("is refused at its place", arguments: files)
    func refused(file: BrokenFile) { file.verifyAsHall() }

    @Test func `a machine without time zones warns and goes on`() {
        var loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        loader.zoneDirectory = ZoneDirectory(path: "/nonexistent/zoneinfo")
        let result = loader.load(Array("hall: {name: 大厅, timezone: Asia/Nowhere}\n".utf8), named: "hall.yaml")
        #expect(
            result.problems.map(\.description) == [
                "hall.yaml:1:28: warning: /nonexistent/zoneinfo is missing: the time zone cannot be checked (install tzdata)"
            ])
        #expect(result.plan?.hall.timezone == "Asia/Nowhere")
        let silent = loader.load(Array("hall: {name: 大厅}\n".utf8), named: "hall.yaml")
        #expect(silent.problems.map(\.severity) == [.warning])
    }

    @Test func `numbers and words without quotes are text where text is wanted`() throws {
        let text = """
            hall: {name: 2024, hotline: 12345, language: en}
            services: [{id: 7, prefix: A, name: no}]
            windows: [{id: 1, name: true, serves: [7]}]
            """
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(
            Array(text.utf8), named: "hall.yaml")
        let plan = try #require(result.plan)
        #expect(result.problems == [])
        #expect(plan.hall.name == "2024")
        #expect(plan.hall.hotline == "12345")
        #expect(plan.windows == [WindowPlan(id: "1", name: "true", serves: ["7"])])
        #expect(plan.services == [ServicePlan(id: "7", prefix: "A", name: "no")])
    }

    @Test func `what the file leaves out has its default`() throws {
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let plan = try #require(loader.load(Array("hall: {name: 大厅}\n".utf8), named: "hall.yaml").plan)
        #expect(
            plan
                == HallPlan(
                    hall: HallSettings(
                        name: "大厅", timezone: "Asia/Shanghai", language: .zh, dayStartSecond: 4 * 3600, hotline: "12345"
                    )))
    }

    @Test func `sections of later versions are read for their shape and change nothing`() throws {
        let text = """
            hall: {name: 大厅, limits: jiangxi-db36, hotline: ""}
            calendar: {dayStart: 05:30}
            access: {technician: [hall-tech], operator: [hall-staff], viewer: [hall-view], counter: {"1": [counter1]}}
            services: [{id: a, prefix: A, name: 甲, waitLimit: 30m}]
            windows: [{id: "1", name: 一, serves: [a]}]
            """
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(
            Array(text.utf8), named: "hall.yaml")
        #expect(result.problems == [])
        #expect(result.plan?.hall.dayStartSecond == 5 * 3600 + 30 * 60)
        #expect(result.plan?.hall.hotline == "")
    }
}
