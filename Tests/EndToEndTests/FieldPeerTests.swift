import Foundation
import Testing

/// Clients that are not ours, at our simulators and beside our drivers.
@Suite(.serialized)
struct FieldPeerTests {
    private func pymodbus(_ arguments: [String]) throws -> [String] {
        let python = URL(fileURLWithPath: try #require(Programs.peerPython))
        let script = Programs.repository.appendingPathComponent("Tests/Modbus/client.py").path
        let outcome = try Programs.run(python, [script] + arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test(.enabled(if: Programs.peerPython != nil, "make test sets up the Python peers"))
    func `pymodbus reads and writes the simulated line over a pseudo-terminal`() throws {
        let hall = try HallUnderTest("district", startDaemon: false)
        try hall.simulate("set", "waiting-climate", "temperature", "--", "-10.1")
        try hall.simulate("set", "waiting-climate", "humidity", "65.8")
        try hall.simulate("set", "waiting-light", "illuminance", "100000")
        let answers = try pymodbus([
            "serial", hall.runtime.appendingPathComponent("bus/rs485-1").path,
            "1 input 1 2",  // XY-MD02: FF9B is −10.1 °C
            "7 holding 7 2",  // RS-GZ: 0001 86A0, high word first
            "20 holding 2 5",  // Kaysun: room, switch, set-point, mode, fan
            "20 register 4 = 27", "20 holding 4 1",
            "20 register 4 = 40",  // it takes 5…35
            "20 holding 200 1", "1 coils 0 1",
            "99 input 1 1",  // nobody there
            "1 input 1 2",
        ])
        #expect(
            answers == [
                "65435 658", "1 34464", "26 1 26 1 2", "written", "27", "exception 3", "exception 2", "exception 1",
                "silence", "65435 658",
            ])
        #expect(try hall.show("hall-thermostat").description.contains("27"))
    }

    @Test(.enabled(if: Programs.peerPython != nil, "make test sets up the Python peers"))
    func `pymodbus reads and writes the simulated devices over TCP`() throws {
        let hall = try HallUnderTest("district", startDaemon: false)
        let place = try String(contentsOf: hall.runtime.appendingPathComponent("bus/field-tcp"), encoding: .utf8)
        let port = try #require(place.split(whereSeparator: { $0 == ":" || $0.isNewline }).last.map(String.init))
        let answers = try pymodbus([
            "tcp", port, "1 input 1 2", "2 coils 0 8", "2 coil 3 = 1", "2 coils 0 8", "2 coil 3 = 0", "2 coils 0 8",
            "2 coils 8 1", "2 input 0 1",
        ])
        #expect(
            answers == [
                "265 500", "0 0 0 0 0 0 0 0", "written", "0 0 0 1 0 0 0 0", "written", "0 0 0 0 0 0 0 0",
                "exception 2", "exception 1",
            ])
    }

    /// Two UPSs in one state: one is read by the daemon, the other by NUT's driver.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/lib/nut/nutdrv_qx"), "apt install nut-server"))
    func `nutdrv_qx and halld agree about a Megatec UPS`() async throws {
        let hall = try FieldHall.twins.start(startDaemon: false)
        // The second one's port is NUT's alone.
        let text = try String(contentsOf: hall.configuration, encoding: .utf8)
        hall.configuration = hall.configuration.deletingLastPathComponent().appendingPathComponent("one.yaml")
        try text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("ups-b") }
            .joined(separator: "\n").write(to: hall.configuration, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        let states: [(settings: [(String, String)], words: Set<String>)] = [
            ([], ["OL"]),
            ([("load", "40"), ("mains", "off")], ["OB"]),
            ([("battery", "22.9")], ["OB", "LB"]),
            ([("mains", "on"), ("battery", "27.1"), ("bypass", "on")], ["OL", "BYPASS"]),
        ]
        for (settings, words) in states {
            for (point, value) in settings {
                for ups in ["ups-a", "ups-b"] { try hall.simulate("set", ups, point, value) }
            }
            func ours() throws -> Set<String> {
                Set(
                    (try hall.point("ups-a.status")[dynamicMember: "value"].string ?? "").split(separator: " ").map(
                        String.init))
            }
            try await hall.until("halld reads \(words)") { try ours() == words }
            // They look at different moments, and a battery's voltage moves.
            try await hall.until("both say the same of \(words)", atMost: 60) {
                let theirs = try nutdrv(hall, port: "ups-b")
                let load = try hall.number("ups-a.load")
                let battery = try hall.number("ups-a.battery-voltage")
                let input = try hall.number("ups-a.input-voltage")
                return Set((theirs["ups.status"] ?? "").split(separator: " ").map(String.init)) == words
                    && load != nil && theirs["ups.load"].flatMap(Double.init) == load
                    && theirs["battery.voltage"].flatMap(Double.init) == battery
                    && theirs["input.voltage"].flatMap(Double.init) == input
            }
        }
    }

    /// What NUT's driver tells after one look, by variable.
    private func nutdrv(_ hall: HallUnderTest, port: String) throws -> [String: String] {
        let outcome = try Programs.run(
            URL(fileURLWithPath: "/usr/bin/timeout"),
            [
                "60", "/lib/nut/nutdrv_qx", "-s", "sim", "-x",
                "port=\(hall.runtime.appendingPathComponent("bus/\(port)").path)", "-x", "protocol=megatec", "-i", "1",
                "-u", NSUserName(), "-d", "1",
            ],
            environment: ["NUT_STATEPATH": hall.folder.path, "NUT_ALTPIDPATH": hall.folder.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        var told: [String: String] = [:]
        for line in outcome.output.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            told[String(line[..<colon])] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return told
    }
}
