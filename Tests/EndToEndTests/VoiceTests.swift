import Foundation
import Testing

/// Numbers called aloud: by a module on a pseudo-terminal, and by a program.
@Suite(.serialized)
struct VoiceTests {
    private func said(_ hall: HallUnderTest) throws -> [String] {
        try hall.show("voice").text.array.compactMap(\.string)
    }

    @Test func `a module calls the number, again on a recall, and elders slower, louder and twice`() throws {
        let hall = try VoiceHall().start()
        try hall.wait("the module answers") { try hall.presence("voice") == "online" }
        _ = try hall.take()
        _ = try hall.ask("window", "1", "call")
        try hall.wait("it is said") { try said(hall) == ["请A零零一号到1号窗口"] }
        let manner = try hall.show("voice").state
        #expect(manner.volume.int == 11 && manner.rate.int == 3, "70 % of 16, 50 % of 5")
        _ = try hall.ask("window", "1", "recall")
        try hall.wait("it is said again") { try said(hall).count == 2 }
        _ = try hall.ask("window", "1", "start")
        _ = try hall.ask("window", "1", "finish")
        _ = try hall.take("--class", "elder")
        _ = try hall.ask("window", "1", "call")
        try hall.wait("it is said twice") { try said(hall).count == 4 }
        #expect(try said(hall).suffix(2) == ["请A零零二号到1号窗口", "请A零零二号到1号窗口"])
        let elder = try hall.show("voice").state
        #expect(elder.volume.int == 16 && elder.rate.int == 2)
        let log = try said(hall).joined()
        for word in ["老", "elder", "优先"] { #expect(!log.contains(word)) }
    }

    @Test func `the lamp flashes while somebody is called, and no longer`() throws {
        let hall = try VoiceHall().start()
        _ = try hall.take()
        #expect(try hall.show("panel").state.lamp.string == "off")
        _ = try hall.ask("window", "1", "call")
        var seen: Set<String> = []
        try hall.wait("it flashes") {
            seen.insert(try hall.show("panel").state.lamp.string ?? "")
            return seen == ["on", "off"]
        }
        let written = try hall.hallctl(["--lang", "en", "write", "panel.lamp", "on", "--reason", "test"], json: false)
        #expect(written.status != 0, "it is the hall's: \(written.output)")
        _ = try hall.ask("window", "1", "start")
        for _ in 0..<5 {
            try hall.wait("it is dark") { try hall.show("panel").state.lamp.string == "off" }
            usleep(200_000)
        }
    }

    /// The fake player writes down what it gets.
    @Test func `a program gets the sentence on its standard input, and its own arguments`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("voice-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let player = try Self.player(in: folder)
        let hall = try VoiceHall.program(player.path, arguments: ["-d", "plughw:1"]).start()
        _ = try hall.take()
        _ = try hall.ask("window", "1", "call")
        let said = folder.appendingPathComponent("said")
        try hall.wait("it has run") { FileManager.default.fileExists(atPath: said.path) }
        try hall.wait("it has written all of it") { try Self.text(said).hasSuffix("号窗口\n") }
        #expect(try Self.text(said) == "-d plughw:1 -v cmn -a 140 -s 160 --stdin\n请A零零一号到1号窗口\n")
        #expect(try hall.presence("voice") == "online")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/espeak-ng")))
    func `espeak-ng speaks Chinese into a file`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("voice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let sound = folder.appendingPathComponent("said.wav")
        let hall = try VoiceHall.program("/usr/bin/espeak-ng", arguments: ["-w", sound.path]).start()
        _ = try hall.take()
        _ = try hall.ask("window", "1", "call")
        // Over a second of 22 050 samples of two bytes.
        try hall.wait("there is sound") { (try? Data(contentsOf: sound))?.count ?? 0 > 44_100 }
        #expect(try Data(contentsOf: sound).prefix(4) == Data("RIFF".utf8))
        #expect(try hall.presence("voice") == "online")
    }

    @Test func `a program that is not installed is an alarm with its remedy; once installed it speaks`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("voice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("player").path
        let hall = try VoiceHall.program(path).start()
        try hall.wait("an alarm") { try hall.alarms(of: "voice") == ["voice.voice-failed"] }
        let device = try hall.hallctl(["--lang", "en", "device", "voice"], json: false).output
        #expect(device.contains("its program is not installed"), "\(device)")
        let alarm = try hall.ask("alarms").alarms[0]
        #expect(alarm.response.string?.contains("espeak-ng") == true)
        _ = try hall.take()
        #expect(try hall.ask("window", "1", "call").ticket.number.string == "A001")
        _ = try Self.player(in: folder)
        try hall.wait("it is found") { try hall.presence("voice") == "online" }
        _ = try hall.ask("window", "1", "recall")
        try hall.wait("it speaks") {
            FileManager.default.fileExists(atPath: folder.appendingPathComponent("said").path)
        }
    }

    private static func player(in folder: URL) throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appendingPathComponent("new")
        let said = folder.appendingPathComponent("said")
        try "#!/bin/sh\n{ echo \"$@\"; cat; } >'\(said.path)'\n".write(to: script, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        let player = folder.appendingPathComponent("player")
        try FileManager.default.moveItem(at: script, to: player)
        return player
    }

    private static func text(_ url: URL) throws -> String { try String(contentsOf: url, encoding: .utf8) }
}
