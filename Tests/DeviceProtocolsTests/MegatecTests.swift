import DeviceProtocols
import HallModel
import Testing

private struct LineParser: StreamParser {
    private var parser = MegatecParser()

    mutating func take(_ bytes: [UInt8]) -> (messages: [MegatecMessage], noise: Int) {
        var noise = 0
        let messages = parser.parse(bytes).filter { message in
            guard case .noise(let count) = message else { return true }
            noise += count
            return false
        }
        return (messages, noise)
    }

    mutating func abandon() -> Int { parser.abandon() }
}

/// The sample of NUT's protocols/megatec, and answers that nutdrv_qx 2.8.0 accepted.
@Suite struct `Megatec's Q1` {
    private static let sample = "(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000"
    private static let onLine = "(229.8 229.8 230.1 023 50.0 27.1 28.4 00000001"
    private static let lowBattery = "(000.0 000.0 230.1 023 50.0 22.9 28.4 11000001"

    private func answer(_ line: String) -> MegatecQ1.Status? { MegatecQ1.status(Array(line.utf8)) }

    private func parse(_ text: String) -> [MegatecMessage] {
        var parser = MegatecParser()
        return parser.parse(Array(text.utf8))
    }

    @Test func `the question is Q1 and a carriage return`() { #expect(MegatecQ1.question == hex("51 31 0D")) }

    @Test func `the protocol's sample: one cell of 2.05 V, 208.4 V in and out, 34 %, failed, on bypass`() throws {
        let status = try #require(answer(Self.sample))
        #expect(status.input == Quantity(thousandths: 208_400))
        #expect(status.output == Quantity(thousandths: 208_400))
        #expect(status.load == Quantity(34))
        #expect(status.frequency == Quantity(thousandths: 59_900))
        #expect(status.battery == Quantity(thousandths: 2_050))
        #expect(status.isOneCell)
        #expect(status.temperature == Quantity(35))
        #expect(status.bits == 0x30)
        #expect(status.words == "OL BYPASS ALARM")
    }

    @Test func `answers and the words that nutdrv_qx makes of them`() throws {
        let onLine = try #require(answer(Self.onLine))
        #expect(onLine.words == "OL")
        #expect(onLine.battery == Quantity(thousandths: 27_100))
        #expect(!onLine.isOneCell)
        let low = try #require(answer(Self.lowBattery))
        #expect(low.words == "OB LB")
        #expect(low.input == Quantity(0))
    }

    @Test(arguments: [
        ("10000000", "OB"), ("01000000", "OL LB"), ("00010000", "OL ALARM"), ("00000100", "OL CAL"),
        ("00000010", "OL FSD"), ("00001001", "OL"), ("11010110", "OB LB ALARM CAL FSD"),
    ])
    func `each bit and its word`(bits: String, words: String) {
        #expect(answer("(229.8 229.8 230.1 023 50.0 27.1 28.4 \(bits)")?.words == words)
    }

    /// What nutdrv_qx 2.8.0 said to these very answers; 099.9 and 300.0 it refused as a whole.
    @Test(arguments: [
        ("099.9", "OL"), ("100.0", "OL TRIM"), ("189.9", "OL TRIM"), ("190.0", "OL BYPASS"), ("209.9", "OL BYPASS"),
        ("210.0", "OL BOOST"), ("299.9", "OL BOOST"), ("300.0", "OL"),
    ])
    func `b5 means bypass, trim or boost by the ratio of output to input`(output: String, words: String) {
        #expect(answer("(200.0 200.0 \(output) 023 50.0 27.1 28.4 00100000")?.words == words)
    }

    @Test func `dashes are no number, and never a zero`() throws {
        let status = try #require(answer("(---.- 229.8 230.1 --- 50.0 --.- --.- 00100000"))
        #expect(status.input == nil)
        #expect(status.load == nil)
        #expect(status.battery == nil)
        #expect(status.temperature == nil)
        #expect(status.output == Quantity(thousandths: 230_100))
        #expect(status.words == "OL BYPASS")
    }

    @Test(arguments: [
        "", "(", "229.8 229.8 230.1 023 50.0 27.1 28.4 00000001", "(229.8 229.8 230.1 023 50.0 27.1 28.4 0000000",
        "(229.8 229.8 230.1 023 50.0 27.1 28.4 000000011", "(229.8 229.8 230.1 023 50.0 27.1 28.4 00000002",
        "(229,8 229.8 230.1 023 50.0 27.1 28.4 00000001", "(29.8 229.8 230.1 023 50.0 27.1 28.4 00000001",
        "(229.8 229.8 230.1 23 50.0 27.1 28.4 00000001", "(229.8 229.8 230.1 023 50.0 271 28.4 00000001",
        "(229.8  229.8 230.1 023 50.0 27.1 28.4 00000001", "(229.8 229.8 230.1 023 50.0 27.1 28.4 00000001 ",
        "(22-.8 229.8 230.1 023 50.0 27.1 28.4 00000001", "(229.8 229.8 230.1 023 50.0 27.1 28.4",
        "#230.0 004 24.00 50.0",
    ])
    func `one character more, less or other is no answer`(line: String) { #expect(answer(line) == nil) }

    @Test func `the question itself is an echo`() {
        #expect(parse("Q1\r") == [.echo])
        #expect(parse("Q1\r" + Self.onLine + "\r").count == 2)
        #expect(parse("xQ1\r") == [.noise(4)])
    }

    @Test func `an answer that broke off is left behind by the next`() throws {
        let status = try #require(answer(Self.onLine))
        #expect(parse("(208.4 140.0 " + Self.onLine + "\r") == [.noise(13), .status(status)])
        #expect(parse(Self.sample.dropLast() + "\r" + Self.onLine + "\r") == [.noise(46), .status(status)])
    }

    @Test func `a line without an end takes no more memory`() throws {
        var parser = MegatecParser()
        #expect(parser.parse(Array(repeating: 0x28, count: 100_000)).isEmpty)
        let status = try #require(answer(Self.onLine))
        #expect(parser.parse(Array((Self.onLine + "\r").utf8)) == [.noise(100_000), .status(status)])
    }

    @Test func `however they are cut, answers are the same, and garbage takes nothing away`() {
        let frames = [Self.sample, Self.onLine, Self.lowBattery].map { line in
            (bytes: Array((line + "\r").utf8), messages: answer(line).map { [MegatecMessage.status($0)] } ?? [])
        }
        ChunkingVerifier<LineParser>().verify(frames, garbage: hex("00 FF 28 41"))
    }

    @Test(arguments: [31, 32, 33] as [UInt64])
    func `random bytes neither trap nor depend on their cuts`(seed: UInt64) {
        ChunkingVerifier<LineParser>().verifyRandom(seed: seed, alphabet: Array("Q1\r(0123456789. ".utf8))
    }
}
