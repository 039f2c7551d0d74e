import DeviceSimulators
import Glibc
import HallModel
import SimulatedHall
import Testing

@Suite("The hall on pseudo-terminals")
struct RunningHallTests {
    private let folder: TemporaryFolder
    private let hall: RunningHall
    private let client: ControlClient

    init() throws {
        folder = try TemporaryFolder()
        hall = try RunningHall(plan: township(), directory: folder.path, paced: false, seed: 1)
        client = ControlClient(directory: folder.path, language: .en)
    }

    private func link(_ bus: String) -> String { folder.path + "/bus/" + bus }
    private func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    @Test func `bytes written to the link are printed, proven and shown`() throws {
        let port = try Port(link("kiosk-printer"))
        port.send([0x10, 0x04, 0x01])
        #expect(port.receive(1) == [0x12])
        port.send(
            Array("A017\n".utf8)
                + [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, 0x41, 0x30, 0x31, 0x37, 0x1D, 0x56, 0x42, 0x00])
        #expect(port.receive(7) == [0x37, 0x22, 0x41, 0x30, 0x31, 0x37, 0x00])
        // The proof comes before the cut: a question behind the cut is answered after it.
        port.send([0x1D, 0x72, 0x01])
        #expect(port.receive(1) == [0x00])
        let view = try client.show("kiosk-printer")
        let slip = try #require(view.slips?.first)
        #expect(slip.text == ["A017"] && slip.number == "A017" && slip.cut && !slip.reprint)
        #expect(view.state["paper"] == .word("ok"))
        #expect(view.state["online"] == .flag(true))
        hall.stop()
    }

    @Test func `keys pressed by hand arrive as bytes, and lamps as states`() throws {
        let port = try Port(link("kiosk-keys"))
        try client.perform(.press("kiosk-keys", key: "3"))
        #expect(port.receive(4) == [0xAA, 0x55, 0x03, 0xFC])
        hall.stop()
    }

    @Test func `a pulled plug hangs up and takes the link away; a new one brings a new line`() throws {
        let port = try Port(link("kiosk-printer"))
        try client.perform(.unplug("kiosk-printer"))
        #expect(port.isHungUp)
        #expect(!exists(link("kiosk-printer")))
        #expect(throws: HallsimError.self) { try client.perform(.unplug("kiosk-printer")) }
        try client.perform(.plug("kiosk-printer"))
        let again = try Port(link("kiosk-printer"))
        again.send([0x10, 0x04, 0x04])
        #expect(again.receive(1) == [0x12])
        hall.stop()
    }

    @Test func `a daemon may come and go as it likes`() throws {
        for _ in 0..<3 {
            let port = try Port(link("kiosk-printer"))
            port.send([0x10, 0x04, 0x01])
            #expect(port.receive(1) == [0x12])
        }
        hall.stop()
    }

    @Test func `ending it leaves no link and no socket`() throws {
        hall.stop()
        #expect(!exists(link("kiosk-printer")))
        #expect(!exists(folder.path + "/control.sock"))
        #expect(throws: HallsimError.self) { try client.show("kiosk-printer") }
    }

    @Test func `a second hall in the same folder is refused and disturbs nothing`() throws {
        #expect(throws: HallsimError.self) {
            try RunningHall(plan: township(), directory: folder.path, paced: false, seed: 1)
        }
        #expect(exists(link("kiosk-printer")))
        _ = try client.show("kiosk-printer")
        hall.stop()
    }

    @Test func `a socket left by a killed hall is no obstacle`() throws {
        hall.stop()
        let left = folder.path + "/control.sock"
        close(open(left, O_CREAT | O_WRONLY, 0o600))
        let next = try RunningHall(plan: township(), directory: folder.path, paced: false, seed: 1)
        _ = try client.show("kiosk-keys")
        next.stop()
    }

    @Test func `refusals say in both languages what there is`() throws {
        let zh = ControlClient(directory: folder.path, language: .zh)
        for (client, language) in [(client, Language.en), (zh, .zh)] {
            let refusal = #expect(throws: HallsimError.self) {
                try client.fault("kiosk-printer", kind: "crc", seconds: nil, probability: 1)
            }
            #expect(refusal?.text(language).contains("paper-out") == true)
            #expect(refusal?.text(language).contains("故障") == (language == .zh))
        }
        #expect(throws: HallsimError.self) { try client.show("nobody") }
        #expect(throws: HallsimError.self) { try client.perform(.plug("nowhere")) }
        #expect(throws: HallsimError.self) {
            try client.fault("kiosk-printer", kind: "late", seconds: -1, probability: 1)
        }
        #expect(throws: HallsimError.self) {
            try client.fault("kiosk-printer", kind: "late", seconds: .infinity, probability: 1)
        }
        #expect(throws: HallsimError.self) {
            try client.fault("kiosk-printer", kind: "late", seconds: nil, probability: 1.5)
        }
        hall.stop()
    }

    @Test func `the control socket takes requests in pieces and answers nonsense`() throws {
        let socket = try rawConnection()
        defer { close(socket) }
        #expect(ask(socket, ["{}\n"]).contains(#""ok":false"#))
        #expect(ask(socket, ["\u{0}\u{1F}\n"]).contains(#""ok":false"#))
        #expect(ask(socket, [#"{"command":"fault","device":"kiosk-printer"}"# + "\n"]).contains("no kind"))
        #expect(
            ask(socket, [#"{"command":"pr"#, #"ess","device":"kiosk-keys","key":"1"}"#, "\n"]) == #"{"ok":true}"#)
        // Without an end it is dropped, and others are still served.
        let endless = try rawConnection()
        defer { close(endless) }
        let flood = [UInt8](repeating: 0x41, count: 70_000)
        var sent = 0
        while sent < flood.count {
            let count = send(endless, Array(flood[sent...]), flood.count - sent, Int32(MSG_NOSIGNAL))
            guard count > 0 else { break }
            sent += count
        }
        _ = try client.show("kiosk-keys")
        hall.stop()
    }

    private func rawConnection() throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: (folder.path + "/control.sock").utf8) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(result == 0)
        return descriptor
    }

    private func ask(_ socket: Int32, _ pieces: [String]) -> String {
        for piece in pieces {
            let bytes = Array(piece.utf8)
            _ = send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
        var line: [UInt8] = []
        var byte: UInt8 = 0
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        while poll(&watched, 1, 10_000) > 0, read(socket, &byte, 1) == 1, byte != 0x0A { line.append(byte) }
        return String(decoding: line, as: UTF8.self)
    }
}
