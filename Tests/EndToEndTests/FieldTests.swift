import Foundation
import Testing

/// What a technician does about points, alarms and wires, with the real programs.
@Suite(.serialized)
struct FieldTests {
    /// A township's hall with a line of a sensor and a thermostat whose port is not there.
    private func hallWithDeadLine() throws -> HallUnderTest {
        let hall = try HallUnderTest("township", startDaemon: false)
        var text = try String(contentsOf: hall.configuration, encoding: .utf8)
        text = text.replacingOccurrences(
            of: "\nzones:", with: "  rs485-1: {serial: /dev/hall/rs485-1, baud: 9600}\n\nzones:")
        text = text.replacingOccurrences(
            of: "\nservices:",
            with: """
                  - {id: waiting-climate, profile: generic-xy-md02, bus: rs485-1, address: 1, zone: waiting, label: TH-01}
                  - {id: waiting-ac, profile: kaysun-kc-fcd2-m, bus: rs485-1, address: 2, zone: waiting, label: AC-01}

                services:
                """)
        let file = hall.folder.appendingPathComponent("hall.yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        hall.configuration = file
        try hall.startDaemon()
        return hall
    }

    @Test func `points of a dead line are listed as missing, never as zero, and a write says that it failed`() throws {
        let hall = try hallWithDeadLine()
        let points = try hall.ask("points").points.array
        #expect(points.contains { $0.id.string == "waiting-climate.temperature" })
        #expect(points.contains { $0.id.string == "waiting-ac.set-point" })
        for point in points {
            #expect(point[dynamicMember: "value"].isNull && point.quality.string == "bad")
            #expect(point.missing.string != nil)
        }
        #expect(try hall.ask("points", "*.set-point").points.array.count == 1)
        let line = try hall.ask("bus", "list").buses.array.first { $0.id.string == "rs485-1" }
        #expect(line?.wire.string == "serial" && line?.isOpen.bool == false)
        try hall.wait("the line is known to be dead") {
            (try hall.ask("bus", "stats", "rs485-1").buses[0].refusals.int ?? 0) > 0
        }
        let write = try hall.hallctl(["write", "waiting-ac.mode", "cooling", "--reason", "test"], json: false)
        #expect(write.status == 1)
        #expect(write.errors.hasPrefix("hallctl: waiting-ac.mode is not cooling ("), "\(write.errors)")
        let why = try hall.ask("why", "point", "waiting-ac.mode")
        #expect(why.events.array.map(\.kind.string) == ["point-write-ordered", "point-write-settled"])
        #expect(why.events[0].reason.string == "test")
        let table = try hall.hallctl(["--lang", "zh", "points"], json: false)
        #expect(table.output.contains("waiting-climate.temperature") && table.output.contains("缺失"))
        #expect(try hall.hallctl(["write", "no.such", "1", "--reason", "x"]).errors.contains("no.such"))
        #expect(hall.stopDaemon() == 0)
    }

    @Test func `a thermostat is written and read back, the limit is kept, and who turns it is corrected`() throws {
        let hall = try HallUnderTest("district")
        let setPoint = "hall-thermostat.set-point"
        func point() throws -> JSON { try hall.ask("points", setPoint).points[0] }
        try hall.wait("it is read in cooling") {
            try point().quality.string == "good"
                && hall.ask("points", "hall-thermostat.mode").points[0].quality.string == "good"
        }
        let written = try hall.ask("write", setPoint, "27", "--reason", "a warm day")
        #expect(written.outcome.string == "confirmed" && written.readBack.int == 27)
        let refused = try hall.hallctl(["write", setPoint, "25", "--reason", "too warm"], json: false)
        #expect(refused.status == 1 && refused.errors.contains("26 °C"), "\(refused.errors)")
        try hall.simulate("set", "hall-thermostat", "set-point", "22")
        let alarm = "\(setPoint).set-point-too-low"
        try hall.wait("it is alarmed") { try hall.ask("alarms").alarms.array.contains { $0.id.string == alarm } }
        try hall.wait("it is corrected") {
            try point()[dynamicMember: "value"].int == 27 && hall.ask("why", "point", setPoint).corrections.int == 1
        }
        let why = try hall.ask("why", "alarm", alarm)
        #expect(why.limits[0].limit.string == "26 °C" && why.limits[0].state.string == "kept")
        #expect(why.events[0].kind.string == "alarm-raised")
        let line = try hall.ask("bus", "stats", "rs485-1").buses[0]
        #expect((line.requests.int ?? 0) > 0 && line.garbled.int == 0)
        #expect(hall.stopDaemon() == 0)
    }

    @Test func `an alarm is shelved, taken back and explained`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("printer is on line") { try hall.presence("kiosk-printer") == "online" }
        try hall.simulate("set", "kiosk-printer", "cover", "open")
        let id = "kiosk-printer.cover-open"
        try hall.wait("an alarm") { try hall.ask("alarms").alarms.array.contains { $0.id.string == id } }
        let shelved = try hall.ask("alarm", "shelve", id, "--for", "30m", "--reason", "repair at noon")
        #expect(shelved.state.string == "shelved" && shelved.alarm.shelvedUntil.string != nil)
        #expect(try hall.ask("alarms").alarms.array.isEmpty)
        #expect(try hall.ask("alarms", "--all").alarms.array.count == 1)
        #expect(try hall.ask("status").alarms.active.int == 0)
        #expect(try hall.ask("alarm", "unshelve", id).state.string == "unacknowledged")
        #expect(try hall.ask("alarm", "out-of-service", id).state.string == "outOfService")
        #expect(try hall.ask("alarm", "in-service", id).state.string == "unacknowledged")
        let why = try hall.ask("why", "alarm", id)
        #expect(
            why.events.array.map(\.kind.string) == [
                "alarm-raised", "alarm-shelved", "alarm-unshelved", "alarm-service-changed", "alarm-service-changed",
            ])
        #expect(why.events[1].reason.string == "repair at noon")
        let text = try hall.hallctl(["--lang", "zh", "why", "alarm", id], json: false)
        #expect(text.output.contains("报警搁置") && text.output.contains("repair at noon"))
    }

    @Test func `a service is rated once, and the wires say what they carried`() throws {
        let hall = try HallUnderTest("township")
        _ = try hall.ask("ticket", "take", "household")
        #expect(try hall.hallctl(["rate", "1", "5"], json: false).errors.contains("no service to rate"))
        _ = try hall.ask("window", "1", "call")
        _ = try hall.ask("window", "1", "start")
        let rated = try hall.ask("rate", "1", "5")
        #expect(rated.number.string == "A001" && rated.level.int == 5)
        #expect(try hall.hallctl(["rate", "1", "4"]).status == 1)
        try hall.wait("the printer was sent a ticket") {
            let wire = try hall.ask("bus", "stats").buses.array.first { $0.id.string == "kiosk-printer" }
            return (wire?.bytesOut.int ?? 0) > 100 && (wire?.bytesIn.int ?? 0) > 0 && wire?.isOpen.bool == true
        }
    }
}
