import Foundation
import Testing

/// `hallctl doctor` on halls with something wrong, made wrong at the wire.
@Suite(.serialized)
struct DoctorRunTests {
    private func findings(_ hall: HallUnderTest) throws -> [JSON] {
        let outcome = try hall.hallctl(["doctor"])
        let found = try JSON(outcome.output).findings.array.filter { $0.code.string != "clock-unsynchronised" }
        let hasFault = found.contains { $0.severity.string == "fault" }
        #expect((outcome.status == 0) == !hasFault, "\(outcome.output)")
        return found
    }

    /// Waits until doctor says exactly these codes.
    private func expect(_ hall: HallUnderTest, _ codes: [String]) throws {
        try hall.wait("doctor says \(codes), last: \(try findings(hall))", atMost: 60) {
            try findings(hall).compactMap(\.code.string).sorted() == codes.sorted()
        }
    }

    @Test func `a printer that is open, out of paper, or gone; a healthy hall has nothing`() throws {
        let hall = try HallUnderTest("township")
        try hall.wait("the printer is on line") { try hall.presence("kiosk-printer") == "online" }
        try expect(hall, [])
        try hall.simulate("fault", "kiosk-printer", "cover-open")
        try expect(hall, ["cover-open"])
        try hall.simulate("clear", "kiosk-printer")
        try hall.simulate("fault", "kiosk-printer", "paper-out")
        try expect(hall, ["paper-out"])
        try hall.simulate("clear", "kiosk-printer")
        try expect(hall, [])
        try hall.simulate("unplug", "kiosk-printer")
        try expect(hall, ["port-missing"])
        try hall.simulate("plug", "kiosk-printer")
        try expect(hall, [])
    }

    @Test func `a line on which nobody answers, one silent device, and what a person reads of it`() throws {
        let hall = try FieldHall.climate.start()
        for device in ["climate", "air", "light", "plant"] { try hall.simulate("fault", device, "silent") }
        try expect(hall, ["device-dead", "device-dead", "device-dead", "device-dead"])
        for device in ["climate", "air", "light"] { try hall.simulate("clear", device) }
        try expect(hall, ["device-dead"])
        let text = try hall.hallctl(["doctor", "--lang", "zh"], json: false)
        #expect(text.status == 1 && text.output.contains("设备 plant 没有应答") && text.output.contains("处理"))
    }

    @Test func `a line that was mute from the start is the line, not each device`() throws {
        let hall = try FieldHall.climate.start(startDaemon: false)
        for device in ["climate", "air", "light", "plant"] { try hall.simulate("fault", device, "silent") }
        try hall.startDaemon()
        try expect(hall, ["line-mute"])
    }

    @Test func `bytes that nobody can read are the line's settings`() throws {
        let hall = try FieldHall.climate.start(startDaemon: false)
        for device in ["climate", "air", "light", "plant"] { try hall.simulate("fault", device, "crc") }
        try hall.startDaemon()
        try expect(hall, ["line-garbled"])
    }

    @Test func `a daemon that is not there`() throws {
        let outcome = try Programs.run("hallctl", ["--socket", "/tmp/no-such-halld.sock", "--lang", "en", "doctor"])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("nobody answers at /tmp/no-such-halld.sock"))
        #expect(outcome.output.contains("systemctl start halld"))
    }
}
