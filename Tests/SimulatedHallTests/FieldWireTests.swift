import DeviceSimulators
import Glibc
import HallModel
import SimulatedHall
import Testing

@Suite("Field devices on real wires")
struct FieldWireTests {
    private let folder: TemporaryFolder
    private let hall: RunningHall
    private let client: ControlClient

    init() throws {
        folder = try TemporaryFolder()
        hall = try RunningHall(plan: FieldHall.plan, directory: folder.path, paced: true, seed: 1)
        client = ControlClient(directory: folder.path, language: .en)
    }

    private func wire(_ bus: String) -> String { folder.path + "/bus/" + bus }
    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test func `two slaves on a serial line answer by address`() throws {
        try client.perform(.set("air-1", point: "humidity", value: "65.8"))
        try client.perform(.set("air-1", point: "temperature", value: "-10.1"))
        let port = try Port(wire("rs485"))
        port.send(bytes("01 03 00 00 00 02 C4 0B"))
        #expect(port.receive(9) == bytes("01 03 04 02 92 FF 9B 5A 3D"))
        port.send(bytes("02 03 00 00 00 02 C4 38"))
        #expect(port.receive(9).prefix(3) == bytes("02 03 04")[...])
        let view = try client.show("air-1")
        #expect(view.state["temperature"] == .word("-10.1") && view.state["humidity"] == .word("65.8"))
        #expect(view.state["answered"] == .number(1))
        try client.fault("air-1", kind: "exception", seconds: nil, probability: 1)
        port.send(bytes("01 03 00 00 00 02 C4 0B"))
        #expect(port.receive(5).prefix(3) == bytes("01 83 04")[...])
        // For certain requests only, and refused in words when it cannot be.
        try client.perform(.clear("air-1"))
        try client.fault("air-1", kind: "exception", seconds: nil, probability: 1, on: "3:1", code: 6)
        port.send(bytes("01 03 00 00 00 02 C4 0B"))
        #expect(port.receive(5).prefix(3) == bytes("01 83 06")[...])
        port.send(bytes("01 03 00 00 00 01 84 0A"))
        #expect(port.receive(7).prefix(3) == bytes("01 03 02")[...])
        for (on, delay, code) in [("reads", nil, nil), (nil, 0, nil), (nil, nil, 256)] as [(String?, Double?, Int?)] {
            #expect(throws: HallsimError.self) {
                try client.fault(
                    "air-1", kind: delay == nil ? "exception" : "late", seconds: nil, probability: 1, on: on,
                    delay: delay, code: code)
            }
        }
        hall.stop()
    }

    @Test func `Modbus TCP: the newest client has the card, and a pulled plug closes it`() throws {
        let ask = bytes("00 01 00 00 00 06 01 03 00 09 00 02")
        let refusal = bytes("00 01 00 00 00 03 01 83 02")
        let first = try SocketClient(file: wire("modbus"))
        first.send(ask)
        #expect(first.receive(9) == refusal)
        let second = try SocketClient(file: wire("modbus"))
        second.send(ask)
        #expect(second.receive(9) == refusal)
        #expect(first.isClosed)
        try client.perform(.unplug("modbus"))
        #expect(second.isClosed)
        #expect(!exists(wire("modbus")))
        try client.perform(.plug("modbus"))
        let third = try SocketClient(file: wire("modbus"))
        third.send(ask)
        #expect(third.receive(9) == refusal)
        hall.stop()
        #expect(!exists(wire("modbus")))
    }

    @Test func `an Onbon card shows what it was told, in Chinese`() throws {
        let socket = try SocketClient(file: wire("board"))
        socket.send(
            bytes(
                "A5 A5 A5 A5 A5 A5 A5 A5 FE FF 00 80 00 00 00 00 00 00 FE 02 33 00 A3 06 01 00 00 00 01 2A 00 00 00 00 00 "
                    + "00 60 00 10 00 00 00 00 05 00 00 00 00 02 01 01 00 00 08 0F 00 00 00 C7 EB 41 30 31 37 B5 BD 33 "
                    + "BA C5 B4 B0 BF DA 07 BC 5A"))
        #expect(
            socket.receive(30)
                == bytes(
                    "A5 A5 A5 A5 A5 A5 A5 A5 00 80 01 00 00 00 00 00 00 00 FE 02 05 00 A0 00 00 00 00 64 DC 5A"))
        let view = try client.show("board")
        #expect(view.text == ["请A017到3号窗口"])
        #expect(view.drawing?.contains { $0.contains("请A017到3号窗口") } == true)
        hall.stop()
    }

    @Test func `a Megatec UPS goes on battery by hand`() throws {
        let port = try Port(wire("ups-line"))
        port.send(Array("Q1\r".utf8))
        #expect(String(decoding: port.receive(47), as: UTF8.self) == "(229.8 229.8 230.1 023 50.0 27.1 28.4 00000001\r")
        try client.perform(.set("ups", point: "mains", value: "off"))
        try client.perform(.set("ups", point: "battery", value: "22.9"))
        port.send(Array("Q1\r".utf8))
        #expect(String(decoding: port.receive(47), as: UTF8.self) == "(000.0 000.0 230.1 023 50.0 22.9 28.4 11000001\r")
        hall.stop()
    }

    @Test(.enabled(if: access("/lib/nut/nutdrv_qx", X_OK) == 0))
    func `NUT's own driver reads the Megatec UPS`() throws {
        try client.perform(.set("ups", point: "load", value: "40"))
        try client.perform(.set("ups", point: "mains", value: "off"))
        try client.perform(.set("ups", point: "battery", value: "22.9"))
        let told = try output(
            of: "NUT_STATEPATH=\(folder.path) NUT_ALTPIDPATH=\(folder.path) timeout 60 /lib/nut/nutdrv_qx -s sim "
                + "-x port=\(wire("ups-line")) -x protocol=megatec -i 1 -u $(id -un) -d 1 2>/dev/null")
        #expect(told.contains("ups.status: OB LB"))
        #expect(told.contains("ups.load: 40"))
        #expect(told.contains("battery.voltage: 22.90") || told.contains("battery.voltage: 22.9"))
        #expect(told.contains("input.voltage.nominal: 230"))
        hall.stop()
    }

    /// What a program of the shell prints.
    private func output(of command: String) throws -> [String] {
        let pipe = try #require(popen(command, "r"))
        defer { pclose(pipe) }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 { text += buffer.prefix(count) }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `a panel's lines are held, driven and told over a socket`() throws {
        let socket = try SocketClient(unix: wire("panel"))
        socket.send("hold 0=in 3=out:0\n")
        #expect(socket.line() == "levels 0=1 3=0")
        socket.send("set 3 1\nset 9 1\n")
        #expect(socket.line() == "error line 9 is not held as an output")
        #expect(try client.show("panel").state["siren"] == .word("on"))
        try client.perform(.set("panel", point: "door", value: "closed"))
        #expect(socket.line() == "edge 0 0")
        try client.perform(.set("panel", point: "door", value: "open"))
        #expect(socket.line() == "edge 0 1")
        try client.perform(.press("panel", key: "door"))
        var edges: [String] = []
        while edges.count < 10, let line = socket.line() { edges.append(line) }
        #expect(edges.count == 10 && edges.first == "edge 0 0" && edges.last == "edge 0 1")
        try client.perform(.unplug("panel"))
        #expect(socket.isClosed && !exists(wire("panel")))
        try client.perform(.plug("panel"))
        let again = try SocketClient(unix: wire("panel"))
        again.send("hold 3=out:0\n")
        #expect(again.line() == "levels 3=0")
        hall.stop()
        #expect(!exists(wire("panel")))
    }
}

@Suite("NUT on a real wire", .serialized)
struct NutWireTests {
    @Test(arguments: [true, false])
    func `a UPS is read through upsd, and changed by hand`(isReal: Bool) throws {
        try #require(!isReal || access("/lib/nut/upsd", X_OK) == 0, "apt install nut-server")
        let folder = try TemporaryFolder()
        let hall = try RunningHall(
            plan: FieldHall.nutPlan, directory: folder.path, paced: true, seed: 1, usesNut: isReal)
        defer { hall.stop() }
        let client = ControlClient(directory: folder.path, language: .en)
        let socket = try SocketClient(file: folder.path + "/bus/nut")
        socket.send("VER\n")
        #expect(socket.line()?.hasPrefix("Network UPS Tools upsd 2.8") == true)
        socket.send("GET VAR hallups ups.status\nGET VAR hallups battery.runtime\n")
        #expect(socket.line() == #"VAR hallups ups.status "OL""#)
        #expect(socket.line() == #"VAR hallups battery.runtime "1800""#)
        try client.perform(.set("main-ups", point: "status", value: "OB DISCHRG"))
        try client.perform(.set("main-ups", point: "runtime", value: "600"))
        #expect(becomes(socket, "battery.runtime", "600"))
        #expect(becomes(socket, "ups.status", "OB DISCHRG"))
        try client.perform(.set("main-ups", point: "status", value: "OB LB"))
        #expect(becomes(socket, "ups.status", "OB LB"))
        if isReal {
            // A server that is not ours cannot be made to babble.
            #expect(throws: HallsimError.self) {
                try client.fault("main-ups", kind: "babble", seconds: nil, probability: 1)
            }
        }
        try client.fault("main-ups", kind: "offline", seconds: nil, probability: 1)
        #expect(becomes(socket, "ups.status", nil, "ERR DRIVER-NOT-CONNECTED"))
        try client.perform(.clear("main-ups"))
        #expect(becomes(socket, "ups.status", "OB LB"))
        try client.perform(.unplug("nut"))
        #expect(socket.isClosed)
        #expect(access(folder.path + "/bus/nut", F_OK) != 0)
        #expect(access(folder.path + "/nut", F_OK) != 0, "nothing is left behind")
        try client.perform(.plug("nut"))
        let again = try SocketClient(file: folder.path + "/bus/nut")
        #expect(becomes(again, "ups.status", "OB LB"))
    }

    /// The variable has the value, or the question this answer, within twenty seconds.
    private func becomes(_ socket: SocketClient, _ name: String, _ value: String?, _ answer: String = "") -> Bool {
        let wanted = value.map { "VAR hallups \(name) \"\($0)\"" } ?? answer
        for _ in 0..<200 {
            socket.send("GET VAR hallups \(name)\n")
            if socket.line() == wanted { return true }
            usleep(100_000)
        }
        return false
    }
}
