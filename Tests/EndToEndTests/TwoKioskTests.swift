import Foundation
import Testing

/// Two kiosks at two entrances and one space of numbers, with the real programs; and visitors with appointments.
@Suite(.serialized)
struct TwoKioskTests {
    /// The township's hall with a second kiosk.
    private func hall() throws -> HallUnderTest {
        let hardware = Programs.repository.appendingPathComponent("Hardware")
        return try HallUnderTest(unpaced: true) { folder in
            let file = folder.appendingPathComponent("hall.yaml")
            var text = try String(
                contentsOf: hardware.appendingPathComponent("Halls/township.yaml"), encoding: .utf8)
            text = text.replacingOccurrences(
                of: "\nbuses:\n",
                with: "\nqueue: {preferred: 2}\nappointments: {early: 30m, late: 20m}\nbuses:\n"
                    + "  other-printer: {serial: /dev/hall/other-printer}\n  other-keys: {serial: /dev/hall/other-keys}\n"
            )
            text = text.replacingOccurrences(
                of: "\ndevices:\n",
                with: "\ndevices:\n  - {id: other-printer, profile: generic-escpos-80, bus: other-printer}\n"
                    + "  - {id: other-keys, profile: generic-keys-8, bus: other-keys}\n")
            text +=
                "  - id: kiosk-2\n    printer: other-printer\n    keys: other-keys\n"
                + "    services: {\"1\": household, \"2\": social-security}\n"
            try text.write(to: file, atomically: true, encoding: .utf8)
            return (file, hardware)
        }
    }

    private func numbers(_ hall: HallUnderTest, _ printer: String) throws -> [String] {
        try hall.slips(printer).filter(\.isCut).compactMap(\.number)
    }

    @Test func `two kiosks share one space of numbers; one that dies refuses, and the other goes on`() throws {
        let hall = try hall()
        for printer in ["kiosk-printer", "other-printer"] {
            try hall.wait("\(printer) is on line") { try hall.presence(printer) == "online" }
        }
        for round in 1...3 {
            try hall.simulate("press", "kiosk-keys", "1")
            try hall.simulate("press", "other-keys", "1")
            try hall.wait("round \(round) is on paper") {
                try numbers(hall, "kiosk-printer").count + numbers(hall, "other-printer").count == 2 * round
            }
        }
        let both = try numbers(hall, "kiosk-printer") + numbers(hall, "other-printer")
        #expect(both.sorted() == (1...6).map { "A00\($0)" }, "each number once, whichever kiosk gave it")

        // The first kiosk's printer dies: its cable is pulled.
        try hall.simulate("unplug", "kiosk-printer")
        try hall.wait("it is missed") { try hall.presence("kiosk-printer") == "offline" }
        try hall.wait("its lamp says so") { try hall.show("kiosk-keys").state.lamp.string == "noPaper" }
        try hall.simulate("press", "kiosk-keys", "1")
        try hall.simulate("press", "other-keys", "1")
        try hall.wait("the other goes on") { try numbers(hall, "other-printer").contains("A007") }
        let report = try hall.ask("report", "day")
        #expect(report.all.refused[dynamicMember: "no-paper"].int == 1, "the key press at the dead kiosk is on record")
        let elsewhere = try hall.ask("ticket", "take", "household")
        #expect(elsewhere.number.string == "A008")
        try hall.wait("it prints at the kiosk that is able to") {
            try numbers(hall, "other-printer").contains("A008")
        }
        let there = try hall.ask("ticket", "take", "household", "--kiosk", "kiosk-1")
        #expect(there.number.string == "A009" && there.printed.string == "paperless")

        // The daemon dies too; the dead kiosk comes back.
        hall.killDaemon()
        try hall.startDaemon()
        try hall.simulate("plug", "kiosk-printer")
        try hall.wait("it is back") { try hall.presence("kiosk-printer") == "online" }
        try hall.wait("its lamp is ready") { try hall.show("kiosk-keys").state.lamp.string == "ready" }
        try hall.simulate("press", "kiosk-keys", "1")
        try hall.wait("numbers go on where they were") { try numbers(hall, "kiosk-printer").contains("A010") }
        let all = try hall.ask("queue").waiting.array.compactMap(\.number.string)
        #expect(all == (1...10).map { "A0" + String(100 + $0).dropFirst() })
    }

    @Test func `appointments come from a file, turn into a number once, and are told when they cannot be kept`() throws
    {
        let hall = try hall()
        let file = hall.folder.appendingPathComponent("appointments.csv")
        let clock = DateFormatter()
        clock.timeZone = TimeZone(identifier: "Asia/Shanghai")
        clock.locale = Locale(identifier: "en_US_POSIX")
        clock.dateFormat = "yyyy-MM-dd HH:mm"
        func time(_ minutes: Double) -> String { clock.string(from: Date().addingTimeInterval(minutes * 60)) }
        func write(_ rows: [String]) throws {
            let text = (["code,start,minutes,service,source"] + rows).joined(separator: "\r\n")
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        try write(["W-1,\(time(10)),30,household,net", "W-2,\(time(120)),30,passport,phone"])
        let wrong = try hall.hallctl(["--lang", "en", "appointment", "import", file.path], json: false)
        #expect(wrong.status == 1 && wrong.errors.contains("line 3: no service passport"), "\(wrong.errors)")
        #expect(try hall.ask("appointment", "list").appointments.array.isEmpty)
        try write([
            "W-1,\(time(10)),30,household,net", "W-2,\(time(120)),30,household,phone",
            "W-3,\(time(130)),30,household,onsite",
        ])
        #expect(try hall.ask("appointment", "import", file.path, "--dry-run").added.int == 3)
        #expect(try hall.ask("appointment", "list").appointments.array.isEmpty)
        #expect(try hall.ask("appointment", "import", file.path).added.int == 3)
        #expect(try hall.ask("appointment", "import", file.path).unchanged.int == 3)

        let ticket = try hall.ask("ticket", "take", "--appointment", "W-1")
        #expect(ticket.number.string == "A001" && ticket.booked.string?.isEmpty == false)
        let again = try hall.hallctl(["--lang", "en", "ticket", "take", "--appointment", "W-1"], json: false)
        #expect(again.status == 1 && again.errors.contains("A001 was taken with appointment W-1"), "\(again.errors)")
        let early = try hall.hallctl(["--lang", "zh", "ticket", "take", "--appointment", "W-2"], json: false)
        #expect(early.status == 1 && early.errors.contains("起才能取号"), "\(early.errors)")
        let other = try hall.hallctl(["ticket", "take", "social-security", "--appointment", "W-2"])
        #expect(other.status == 1)

        _ = try hall.ask("window", "1", "close")
        try hall.wait("an alarm") {
            try hall.ask("alarms").alarms.array.contains { $0.name.string == "notice-too-late" }
        }
        let text = try hall.hallctl(["--lang", "en", "alarms"], json: false).output
        #expect(text.contains("codes W-2 W-3"), "\(text)")
        #expect(try hall.ask("appointment", "cancel", "W-3", "--reason", "told").state.string == "open")
        hall.killDaemon()
        try hall.startDaemon()
        let states = try hall.ask("appointment", "list").appointments.array.map {
            "\($0.code.string ?? "") \($0.state.string ?? "") \($0.number.string ?? "")"
        }
        #expect(states == ["W-1 used A001", "W-2 open "])
        _ = try hall.ask("window", "1", "open")
        try hall.wait("the alarm is over") {
            try !hall.ask("alarms").alarms.array.contains {
                $0.name.string == "notice-too-late" && $0.state.string == "unacknowledged"
            }
        }
        let why = try hall.hallctl(["--lang", "en", "why", "ticket", "A001"], json: false).output
        #expect(why.contains("booked for") && why.contains("W-1"), "\(why)")
    }
}
