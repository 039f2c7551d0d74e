import Foundation
import Testing

/// Looking at a line with the real programs, and what others make of what is seen.
@Suite(.serialized)
struct BusSightTests {
    static let tshark = "/usr/bin/tshark"

    /// The replies of a command that streams.
    private func replies(_ hall: HallUnderTest, _ arguments: String...) throws -> [JSON] {
        let outcome = try hall.hallctl(arguments)
        guard outcome.status == 0 else { throw Programs.Failure(description: "\(arguments): \(outcome.errors)") }
        return try outcome.output.split(separator: "\n").map { try JSON(String($0)) }
    }

    private func readsWell(_ hall: HallUnderTest, _ points: String...) throws {
        for point in points {
            try hall.wait("\(point) is read") { try hall.point(point).quality.string == "good" }
        }
    }

    @Test func `the last minutes of a line are told frame by frame, in both languages`() throws {
        let hall = try HallUnderTest("district")
        try readsWell(hall, "waiting-climate.temperature", "waiting-light.illuminance", "hall-thermostat.set-point")
        let frames = try replies(hall, "bus", "trace", "rs485-1", "--last", "5m").flatMap(\.frames.array)
        #expect(frames.first?.kind.string == "opened")
        let asked = frames.filter { $0.kind.string == "sent" }
        let answered = frames.filter { $0.kind.string == "received" }
        #expect(asked.count >= 10 && abs(asked.count - answered.count) <= 1)
        let times = frames.compactMap(\.microseconds.int)
        #expect(times == times.sorted() && times.count == frames.count)
        let age = Date().timeIntervalSince1970 - Double(times.last ?? 0) / 1_000_000
        #expect((-1...60).contains(age))
        // Each frame is whole: no answer is cut in two or glued to another.
        let text = try hall.hallctl(["--lang", "en", "bus", "trace", "rs485-1", "--last", "5m"], json: false).output
        #expect(text.contains("unit 1: read input 1…2, CRC ok"))
        let lines = text.split(separator: "\n")
        // On a machine without time to spare the hall gives up too early now and then.
        #expect(lines.count { $0.contains("CRC bad") || $0.contains("no frame") } * 10 <= lines.count, "\(text)")
        let zh = try hall.hallctl(["--lang", "zh", "bus", "trace", "rs485-1", "--last", "5m"], json: false).output
        #expect(zh.contains("地址 1：读输入寄存器 1…2，CRC 正确"))
        let printer = try replies(hall, "bus", "trace", "kiosk-printer", "--last", "5m")
        #expect(printer.first?.form.string == "bytes")
        #expect(printer.flatMap(\.frames.array).contains { $0.kind.string == "sent" })
    }

    @Test func `a live trace goes on over lost and found ports`() throws {
        let hall = try HallUnderTest("district")
        try readsWell(hall, "waiting-climate.temperature")
        let log = hall.folder.appendingPathComponent("trace.log")
        let trace = try Programs.start(
            "hallctl", ["--socket", hall.socket, "--json", "bus", "trace", "rs485-1"], log: log)
        defer {
            kill(trace.processIdentifier, SIGKILL)
            trace.waitUntilExit()
        }
        func kinds() throws -> [String] {
            try String(contentsOf: log, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast().flatMap { try JSON(String($0)).frames.array.compactMap(\.kind.string) }
        }
        try hall.wait("frames pass") { try kinds().filter { $0 == "received" }.count >= 3 }
        try hall.simulate("unplug", "rs485-1")
        try hall.wait("the port is lost") { try kinds().contains("lost") }
        try hall.simulate("plug", "rs485-1")
        try hall.wait("it is open again") { try kinds().contains("opened") }
        let count = try kinds().count
        try hall.wait("frames pass again") { try kinds().dropFirst(count).contains("received") }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: tshark), "apt install tshark"))
    func `tshark reads a capture as Modbus without being told anything`() throws {
        let hall = try HallUnderTest("district")
        try hall.simulate("set", "waiting-climate", "temperature", "--", "-10.1")
        try readsWell(
            hall, "waiting-climate.temperature", "waiting-light.illuminance", "room-climate.temperature",
            "light-relays.relay-1")
        try hall.wait("it is cold") { try hall.number("waiting-climate.temperature") == -10.1 }
        for (bus, layer, unit) in [("rs485-1", "mbrtu", "mbrtu.unit_id"), ("field-tcp", "mbtcp", "mbtcp.unit_id")] {
            let file = hall.folder.appendingPathComponent("\(bus).pcapng").path
            let outcome = try hall.hallctl(["bus", "trace", bus, "--last", "5m", "--pcapng", file], json: false)
            #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.output)")
            let fields = [
                "frame.p2p_dir", unit, "modbus.func_code", "modbus.reference_num", "modbus.word_cnt", "_ws.col.Info",
                "frame.protocols", "frame.time_epoch",
            ]
            let read = try Programs.run(
                URL(fileURLWithPath: Self.tshark), ["-r", file, "-T", "fields"] + fields.flatMap { ["-e", $0] })
            #expect(read.status == 0, "\(read.errors)")
            let packets = read.output.split(separator: "\n").map { line in
                line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            }
            #expect(packets.count >= 4)
            let frames = try replies(hall, "bus", "trace", bus, "--last", "5m").flatMap(\.frames.array)
                .filter { $0.bytes.string?.isEmpty == false }
            #expect(frames.count >= packets.count)
            var whole = 0
            for (frame, packet) in zip(frames, packets) {
                #expect(packet.count == fields.count, "\(packet)")
                let time = Double(frame.microseconds.int ?? 0) / 1_000_000
                // Each trace lays the clocks side by side anew.
                #expect(abs((Double(packet[7]) ?? 0) - time) < 0.05)
                let bytes = (frame.bytes.string ?? "").bytes
                guard layer == "mbtcp" || bytes.isSerialFrame else { continue }
                whole += 1
                let isSent = frame.kind.string == "sent"
                #expect(packet[0] == (isSent ? "0" : "1") && packet[6] == "exported_pdu:\(layer):modbus", "\(packet)")
                #expect(packet[5].contains(isSent ? "Query:" : "Response:"), "\(packet)")
                let unit = bytes.dropFirst(layer == "mbrtu" ? 0 : 6)
                #expect(packet[1] == unit.first.map { String($0) }, "\(packet)")
                #expect(packet[2] == unit.dropFirst().first.map { String($0 & 0x7F) }, "\(packet)")
            }
            // On a machine without time to spare answers come in halves, and are told as that.
            #expect(whole * 10 >= packets.count * 9)
            #expect(packets.contains { $0[0] == "0" && $0[1] == "1" && $0[2] == "4" && $0[3] == "1" && $0[4] == "2" })
        }
        let values = try Programs.run(
            URL(fileURLWithPath: Self.tshark),
            [
                "-r", hall.folder.appendingPathComponent("rs485-1.pcapng").path, "-T", "fields", "-e",
                "modbus.regval_uint16", "-Y", "mbrtu.unit_id == 1 and modbus.regval_uint16 == 65435",
            ])
        #expect(values.status == 0 && !values.output.isEmpty, "\(values.errors)")
    }

    @Test func `a technician reads registers between the hall's own requests, also of nobody`() throws {
        let hall = try HallUnderTest("district")
        try hall.simulate("set", "waiting-climate", "temperature", "--", "-10.1")
        try hall.simulate("set", "waiting-climate", "humidity", "65.8")
        try hall.wait("it is read") { try hall.number("waiting-climate.temperature") == -10.1 }
        let reply = try hall.ask("bus", "read", "rs485-1", "--device", "waiting-climate", "input", "1", "2")
        #expect(reply.outcome.string == "answered" && reply.unit.int == 1)
        #expect(reply.registers.array.map(\.raw.int) == [65_435, 658])
        #expect(reply.points[0].id.string == "waiting-climate.temperature")
        #expect(reply.points[0][dynamicMember: "value"].double == -10.1)
        let table = try hall.hallctl(["bus", "read", "rs485-1", "--unit", "1", "input", "1"], json: false)
        #expect(table.output.contains("FF9B") && table.output.contains("-101") && table.output.contains("-10.1 °C"))
        let refused = try hall.hallctl(["bus", "read", "rs485-1", "--unit", "20", "holding", "200"], json: false)
        #expect(refused.status == 1 && refused.errors.contains("exception 2"), "\(refused.errors)")
        let nobody = try hall.hallctl(
            ["bus", "read", "rs485-1", "--unit", "99", "holding", "0", "--timeout", "100"], json: false)
        #expect(nobody.status == 1 && nobody.errors.contains("does not answer"), "\(nobody.errors)")
        #expect(hall.daemonLog.contains("reads unit 1, input 1…2"))
        try hall.wait("the hall goes on reading") {
            (try hall.point("waiting-climate.temperature").ageSeconds.int ?? 99) <= 5
        }
    }

    @Test func `a search finds who is there, what they may be, and what the configuration says of them`() throws {
        let hall = try HallUnderTest("district", startDaemon: false)
        // The light sensor is on the line and in no file; the one at the entrance is another model than its file says.
        let text = try String(contentsOf: hall.configuration, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("id: waiting-light,") }
            .map { line in
                line.contains("id: entrance-climate,")
                    ? line.replacingOccurrences(of: "renke-rs-ws-n01", with: "renke-rs-gz") : String(line)
            }
        hall.configuration = hall.folder.appendingPathComponent("hall.yaml")
        try lines.joined(separator: "\n").write(to: hall.configuration, atomically: true, encoding: .utf8)
        try hall.startDaemon()
        try readsWell(hall, "waiting-climate.temperature")
        let news = try replies(hall, "bus", "scan", "rs485-1", "--to", "32")
        #expect(news.last?.outcome.string == "complete" && news.last?.done.int == 32 && news.last?.of.int == 32)
        let done = news.compactMap(\.done.int)
        #expect(done == done.sorted() && done.count > 2)
        let found = news.flatMap(\.found.array)
        #expect(found.map(\.unit.int) == [1, 2, 3, 4, 5, 6, 7, 8, 20, 30])
        func unit(_ number: Int) -> JSON? { found.first { $0.unit.int == number } }
        #expect(unit(1)?.verdict.string == "asPlanned" && unit(1)?.device.string == "waiting-climate")
        #expect(unit(1)?.profiles.array.contains { $0.string == "generic-xy-md02" } == true)
        #expect(unit(1)?.baud.int == 9600 && unit(1)?.format.string == "8N1")
        #expect(unit(7)?.verdict.string == "notInPlan" && unit(7)?.device.isNull == true)
        #expect(unit(7)?.profiles.array.contains { $0.string == "renke-rs-gz" } == true)
        #expect(unit(3)?.verdict.string == "otherModel" && unit(3)?.profile.string == "renke-rs-gz")
        #expect(unit(3)?.profiles.array.contains { $0.string == "renke-rs-ws-n01" } == true)
        #expect(hall.daemonLog.contains("searches units 1…32"))
        let refused = try hall.hallctl(["bus", "scan", "kiosk-keys"], json: false)
        #expect(refused.status == 1 && refused.errors.contains("does not speak Modbus"))
    }

    @Test func `a search ends with whoever asked for it, and another can begin`() throws {
        let hall = try HallUnderTest("district")
        try readsWell(hall, "waiting-climate.temperature")
        let log = hall.folder.appendingPathComponent("scan.log")
        let first = try Programs.start(
            "hallctl", ["--socket", hall.socket, "--json", "bus", "scan", "rs485-1"], log: log)
        try hall.wait("it is under way") { try String(contentsOf: log, encoding: .utf8).contains(#""unit":1,"#) }
        let second = try hall.hallctl(["bus", "scan", "rs485-1", "--to", "1"], json: false)
        #expect(second.status == 1 && second.errors.contains("another search is under way"), "\(second.errors)")
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        try hall.wait("another can begin") {
            try hall.hallctl(["bus", "scan", "rs485-1", "--to", "1"], json: false).status == 0
        }
    }

    @Test func `a search at other rates makes points stale, and the hall reads again when it is given up`() throws {
        let hall = try HallUnderTest("district")
        let point = "waiting-climate.temperature"
        try readsWell(hall, point)
        let without = try hall.hallctl(["bus", "scan", "rs485-1", "--interrupt"], json: false)
        #expect(without.status == 64)
        let log = hall.folder.appendingPathComponent("scan.log")
        let scan = try Programs.start(
            "hallctl",
            ["--socket", hall.socket, "--json", "bus", "scan", "rs485-1", "--interrupt", "--reason", "a lost sensor"],
            log: log)
        try hall.wait("it is stale") { try hall.point(point).missing.string == "scan" }
        #expect(try hall.point(point).quality.string == "stale")
        #expect(try hall.point("room-climate.temperature").quality.string == "good")
        #expect(hall.daemonLog.contains("searches units 1…247 at 24 settings: a lost sensor"))
        kill(scan.processIdentifier, SIGKILL)
        scan.waitUntilExit()
        try readsWell(hall, point)
    }
}

extension String {
    /// Two digits a byte.
    fileprivate var bytes: [UInt8] {
        let digits = compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

extension [UInt8] {
    /// Its last two bytes are the CRC of those before (Modbus over serial line V1.02, section 6.2.2).
    fileprivate var isSerialFrame: Bool {
        guard count >= 4 else { return false }
        var crc: UInt16 = 0xFFFF
        for byte in dropLast(2) {
            crc ^= UInt16(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
        }
        return suffix(2) == [UInt8(crc & 0xFF), UInt8(crc >> 8)]
    }
}
