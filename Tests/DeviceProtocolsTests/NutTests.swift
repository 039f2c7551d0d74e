import DeviceProtocols
import Testing

private struct LineParser: StreamParser {
    private var parser = NutLineParser()

    mutating func take(_ bytes: [UInt8]) -> (messages: [NutMessage], noise: Int) {
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

/// Lines of a transcript of upsd 2.8.0 with dummy-ups.
@Suite struct `Lines of a NUT server` {
    private func parse(_ text: String) -> [NutMessage] {
        var parser = NutLineParser()
        return parser.parse(Array(text.utf8))
    }

    @Test func `the questions, byte for byte`() {
        #expect(NutProtocol.listUPS == Array("LIST UPS\n".utf8))
        #expect(NutProtocol.listVariables(of: "hallups") == Array("LIST VAR hallups\n".utf8))
    }

    /// net-protocol: words with spaces go between quotes, `"` and `\` behind a backslash.
    @Test func `a name that is no word goes between quotes, and carries no second line`() {
        #expect(NutProtocol.listVariables(of: "my ups") == Array("LIST VAR \"my ups\"\n".utf8))
        #expect(NutProtocol.listVariables(of: #"a"\b"#) == Array(#"LIST VAR "a\"\\b""#.utf8) + [0x0A])
        #expect(NutProtocol.listVariables(of: "a\nFSD b") == Array("LIST VAR \"a FSD b\"\n".utf8))
        #expect(NutProtocol.listVariables(of: "") == Array("LIST VAR \"\"\n".utf8))
    }

    @Test(arguments: [
        ("BEGIN LIST UPS", NutMessage.begin(["UPS"])), ("END LIST UPS", .end(["UPS"])),
        ("UPS hallups \"Hall UPS dummy\"", .ups("hallups")), ("BEGIN LIST VAR hallups", .begin(["VAR", "hallups"])),
        ("VAR hallups ups.status \"OL CHRG\"", .variable(ups: "hallups", name: "ups.status", value: "OL CHRG")),
        ("VAR hallups ups.mfr \"\"", .variable(ups: "hallups", name: "ups.mfr", value: "")),
        ("ERR DATA-STALE", .error("DATA-STALE")), ("ERR UNKNOWN-UPS", .error("UNKNOWN-UPS")),
        ("ERR VAR-NOT-SUPPORTED", .error("VAR-NOT-SUPPORTED")),
        ("NUMLOGINS hallups 0", .other(["NUMLOGINS", "hallups", "0"])),
        ("OK Goodbye", .other(["OK", "Goodbye"])),
    ])
    func `a line and what it says`(line: String, message: NutMessage) {
        #expect(parse(line + "\n") == [message])
        #expect(parse(line + "\r\n") == [message])
    }

    @Test func `quotes and backslashes inside a value`() {
        #expect(
            parse(#"VAR u x "a \"b\" \\ c""# + "\n") == [.variable(ups: "u", name: "x", value: #"a "b" \ c"#)])
    }

    @Test func `no control byte comes out of a value`() {
        #expect(parse("VAR u x \"a\u{1B}[2J\u{07}\"\n") == [.variable(ups: "u", name: "x", value: "a [2J ")])
    }

    @Test(arguments: ["VAR u x \"OL", "VAR u x OL\\", "VAR u x \"a\\\""])
    func `a line with open quotes is noise, and the next one counts`(line: String) {
        #expect(parse(line + "\nERR DATA-STALE\n") == [.noise(line.utf8.count + 1), .error("DATA-STALE")])
    }

    @Test(arguments: ["VAR u x", "VAR u x y z", "BEGIN", "BEGIN LIST", "ERR", "UPS"])
    func `a line that is cut off is nothing that is known`(line: String) {
        #expect(parse(line + "\n") == [.other(line.split(separator: " ").map(String.init))])
    }

    @Test func `a line that is too long is noise as a whole, and takes no more memory`() {
        var parser = NutLineParser()
        for _ in 0..<1000 { #expect(parser.parse(Array(repeating: 0x41, count: 1000)).isEmpty) }
        #expect(parser.parse(Array("\nERR DATA-STALE\n".utf8)) == [.noise(1_000_001), .error("DATA-STALE")])
        let longest = Array(repeating: UInt8(0x41), count: NutProtocol.lineLimit)
        #expect(parser.parse(longest + [0x0A]) == [.other([String(repeating: "A", count: NutProtocol.lineLimit)])])
        #expect(parser.parse(longest + [0x41, 0x0A]) == [.noise(NutProtocol.lineLimit + 2)])
    }

    @Test func `however they are cut, the lines are the same`() {
        ChunkingVerifier<LineParser>().verifyCuts(
            Array("BEGIN LIST VAR u\nVAR u x \"a \\\" b\"\n\nVAR u y \"\nEND LIST VAR u\nERR".utf8))
    }

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `random bytes neither trap nor depend on their cuts`(seed: UInt64) {
        ChunkingVerifier<LineParser>().verifyRandom(seed: seed, alphabet: Array("VAR u x \"\\\nERR\u{1B}".utf8))
    }
}
