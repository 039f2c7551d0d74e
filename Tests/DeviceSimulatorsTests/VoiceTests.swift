import DeviceSimulators
import HallModel
import Testing

@Suite("A speech module")
struct VoiceTests {
    private func bench(_ dialect: VoiceModuleSettings.Dialect = .syn6288) -> WireBench {
        WireBench(
            .serial(path: "/dev/null", SerialSettings(baud: 9600)),
            [WireBench.device("voice", .voiceModule(VoiceModuleSettings(dialect: dialect, charset: .gb2312)))])
    }

    private func sentences(_ bench: WireBench) -> [VoiceModuleSimulator.Sentence] {
        guard case .voice(let voice)? = bench.bus.devices.first?.unit else { return [] }
        return voice.sentences
    }

    /// `[v16][t5]AB`: 11 bytes of text, encoding 0.
    private let speech: [UInt8] = frame([0x01, 0x00] + Array("[v16][t5]AB".utf8))

    /// The check over everything before it.
    private static func frame(_ content: [UInt8]) -> [UInt8] {
        let bytes = [0xFD, 0x00, UInt8(content.count + 1)] + content
        return bytes + [bytes.reduce(0, ^)]
    }
    private static func plain(_ content: [UInt8]) -> [UInt8] { [0xFD, 0x00, UInt8(content.count)] + content }

    @Test func `it takes a sentence, speaks for its time, and says when it has done`() {
        var bench = bench()
        #expect(bench.ask(speech, for: .milliseconds(50)) == [0x41])
        #expect(bench.ask([0xFD, 0x00, 0x02, 0x21, 0xDE], for: .milliseconds(10)) == [0x4E])
        #expect(bench.run(for: .seconds(5)) == [0x4F])
        #expect(bench.ask([0xFD, 0x00, 0x02, 0x21, 0xDE], for: .milliseconds(10)) == [0x4F])
        #expect(sentences(bench).map(\.text) == ["AB"])
        #expect(sentences(bench).map(\.volume) == [16])
        #expect(sentences(bench).map(\.rate) == [5])
        #expect(sentences(bench).map(\.isWhole) == [true])
    }

    @Test func `a new sentence cuts off the one before`() {
        var bench = bench()
        _ = bench.ask(speech, for: .milliseconds(50))
        #expect(bench.ask(speech, for: .milliseconds(50)) == [0x41])
        #expect(bench.run(for: .seconds(5)) == [0x4F])
        #expect(sentences(bench).map(\.isWhole) == [false, true])
    }

    @Test func `a wrong check, an unknown command and too long a text are not understood`() {
        var bench = bench()
        var wrong = speech
        wrong[wrong.count - 1] ^= 1
        #expect(bench.ask(wrong) == [0x45])
        #expect(bench.ask(Self.frame([0x77])) == [0x45])
        #expect(bench.ask(Self.frame([0x01, 0x00] + Array(repeating: 0x41, count: 201))) == [0x45])
        #expect(sentences(bench).isEmpty)
    }

    @Test func `the other dialect has no check`() {
        var bench = bench(.xfs5152)
        #expect(bench.ask(Self.plain([0x01, 0x00] + Array("[v5][s3]A".utf8)), for: .milliseconds(10)) == [0x41])
        #expect(sentences(bench).map(\.rate) == [3])
        #expect(bench.ask([0xFD, 0x00, 0x01, 0x02], for: .milliseconds(10)) == [0x41, 0x4F], "stopped")
    }

    @Test func `bytes between frames are passed over, and a frame may come in pieces`() {
        var bench = bench()
        #expect(bench.ask([0x00, 0x41] + speech.prefix(7), for: .milliseconds(10)) == [])
        #expect(bench.ask(Array(speech.dropFirst(7)), for: .milliseconds(10)) == [0x41])
    }

    @Test func `switched on it says so; switched off it says nothing`() throws {
        var bench = bench()
        try bench.set("power", "off")
        #expect(bench.ask(speech) == [])
        try bench.set("power", "on")
        #expect(bench.run(for: .milliseconds(10)) == [0x4A])
    }
}
