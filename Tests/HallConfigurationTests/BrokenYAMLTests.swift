import HallModel
import Testing

@testable import HallConfiguration

/// What is refused before anybody looks at keys.
struct BrokenYAMLTests {
    static let files = [
        BrokenFile(
            "a mapping that is not closed", "hall: {name: 大厅\n▶", "error: not valid YAML: did not find expected"),
        BrokenFile(
            "a line indented by one too many", "hall:\n  name: 大厅\n   timezone▶: UTC\n", "error: not valid YAML: "),
        BrokenFile(
            "a tab in place of spaces", "hall:\n▶\tname: 大厅\n",
            "error: not valid YAML: a value cannot begin with this character (indent with spaces, not tabs"),
        BrokenFile(
            "an anchor", "hall: ▶&h {name: 大厅}\n", "error: anchors (&name) are not supported (write the content out"),
        BrokenFile(
            "an alias", "hall: ▶&h {name: 大厅}\ncalendar: ▶*h\n", "error: anchors",
            "error: aliases (*name) are not supported"),
        BrokenFile("a tag", "hall: {name: ▶!!str 大厅}\n", "error: tags (!name) are not supported (remove the tag)"),
        BrokenFile(
            "a merge key", "hall:\n  name: 大厅\n  ▶<<: {timezone: UTC}\n", "error: merge keys (<<) are not supported"),
        BrokenFile(
            "a list as a key", "hall: {name: 大厅}\n? ▶[a, b]\n: c\n", "error: keys that are empty, a list or a mapping"),
        BrokenFile(
            "a key twice in one mapping", "hall:\n  name: 大厅\n  ▶name: 又一个\n",
            "error: key 'name' stands twice, first at line 2, column 3 (remove one of them)"),
        BrokenFile(
            "a second document", "hall: {name: 大厅}\n▶---\nhall: {name: 大厅}\n", "error: a second document begins here"),
        BrokenFile(
            "a control character", "hall: {name: 大▶\u{1B}[31m厅}\n", "error: control character U+001B (remove it)"),
        BrokenFile(
            "a character that turns the line round, even in a comment", "# ▶\u{202E}txt\nhall: {name: 大厅}\n",
            "error: control character U+202E"),
        BrokenFile(
            "a list where the hall is a mapping", "▶- hall\n", "error: 'hall.yaml' must be a mapping, not a list"),
        BrokenFile("a bare word", "▶hall\n", "error: 'hall.yaml' must be a mapping, not text"),
    ]

    @Test("is refused at its place", arguments: files)
    func refused(file: BrokenFile) { file.verifyAsHall() }

    private func descriptions(_ bytes: [UInt8]) -> [String] {
        ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(bytes, named: "hall.yaml").problems.map(
            \.description)
    }

    @Test func `a file without content says so`() {
        let expected = "hall.yaml:1:1: error: has no content (docs/configuration.md has an example)"
        #expect(descriptions([]) == [expected])
        #expect(descriptions(Array("# nothing\n".utf8)) == [expected])
    }

    @Test func `bytes that are not UTF-8 are refused at the first of them`() {
        let gbk: [UInt8] = [0xB4, 0xF3, 0xCC, 0xFC]
        let bytes = Array("# 大厅\nhall: {name: ".utf8) + gbk + Array("}\n".utf8)
        #expect(descriptions(bytes) == ["hall.yaml:2:14: error: is not UTF-8 from here on (save the file as UTF-8)"])
        let utf16: [UInt8] = [0xFF, 0xFE, 0x68, 0x00]
        #expect(descriptions(utf16) == ["hall.yaml:1:1: error: is not UTF-8 from here on (save the file as UTF-8)"])
    }

    @Test func `a byte order mark and Windows line ends do no harm and shift no place`() {
        let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("hall:\r\n  name: 大厅\r\n  nmae: x\r\n".utf8)
        #expect(descriptions(bytes) == ["hall.yaml:3:3: error: unknown key 'nmae' (did you mean 'name'?)"])
    }

    @Test func `brackets inside each other end at a limit`() {
        let deep = "hall: " + String(repeating: "[", count: 40)
        #expect(
            descriptions(Array(deep.utf8))
                == ["hall.yaml:1:38: error: is nested more than 32 levels deep (check indentation and brackets)"])
        let deeper = [UInt8](repeating: UInt8(ascii: "["), count: Limit.fileBytes)
        #expect(descriptions(deeper).count == 1)
    }

    @Test func `more values than any hall has are refused`() {
        let many = Array(("hall: [" + String(repeating: "1,", count: YAMLReader.mostNodes) + "1]").utf8)
        let problems = descriptions(many)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("error: has more than 50000 values") == true)
    }

    @Test func `a file above one mebibyte is not read`() throws {
        let comment = [UInt8](repeating: UInt8(ascii: "#"), count: 1_048_577)
        #expect(
            descriptions(comment) == [
                "hall.yaml:1:1: error: is larger than 1048576 bytes (check that this is the right file)"
            ])
        try TestFiles.withFolder { folder in
            let file = "\(folder)/hall.yaml"
            try TestFiles.write(comment, to: file)
            let problems = ConfigurationLoader(hardware: folder, for: file).load(file).problems
            #expect(problems.map(\.text) == ["is larger than 1048576 bytes"])
        }
    }

    @Test func `after two hundred problems the rest is left out, and the file still fails`() {
        let keys = (0..<300).map { "k\($0): 1\n" }.joined()
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
            .load(Array(("hall: {name: 大厅}\n" + keys).utf8), named: "hall.yaml")
        #expect(result.plan == nil)
        #expect(result.problems.count == ProblemLog.mostProblems + 1)
        #expect(result.problems.last?.text == "more than 200 problems: the rest is not listed")
    }
}
