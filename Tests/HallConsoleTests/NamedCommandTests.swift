import FoundationEssentials
import HallAPI
import HallModel
import Testing

@testable import HallConsole

/// What people are told to type must exist.
@Suite struct NamedCommandTests {
    /// The words behind each `hallctl` in a text: `["profile", "list"]`.
    private func commands(in text: String) -> [[String]] {
        text.split(separator: "hallctl ", omittingEmptySubsequences: false).dropFirst().map { rest in
            var words: [String] = []
            for word in rest.split(separator: " ", omittingEmptySubsequences: false) {
                let plain = word.prefix { ("a"..."z").contains($0) || $0 == "-" }
                if !plain.isEmpty { words.append(String(plain)) }
                guard plain.count == word.count, !plain.isEmpty else { break }
            }
            return words
        }.filter { !$0.isEmpty }
    }

    /// The longest beginning of the words that names commands must end in one that runs, or in `--help`.
    private func exists(_ words: [String]) -> Bool {
        if words.first?.hasPrefix("--") == true { return ["--help", "--version"].contains(words[0]) }
        let named = HallctlCommand.named(by: words)
        guard !named.path.isEmpty else { return false }
        if named.command is any ConsoleCommand.Type {
            return ConsoleRun(named.path + ["--help"]).status == 0
        }
        return words.dropFirst(named.path.count).first == "--help"
    }

    private func check(_ text: Bilingual, _ comment: String) {
        for language in Language.allCases {
            for words in commands(in: text[language]) {
                #expect(exists(words), "\(comment): hallctl \(words.joined(separator: " "))")
            }
        }
    }

    @Test func `the finder sees commands in both languages`() {
        #expect(commands(in: "see 'hallctl profile list'") == [["profile", "list"]])
        #expect(commands(in: "运行 hallctl alarms，或") == [["alarms"]])
        #expect(commands(in: "`hallctl ticket take --help`.") == [["ticket", "take", "--help"]])
        #expect(exists(["alarms", "lists", "those"]) && exists(["ticket", "take", "--help"]))
        #expect(!exists(["ticket"]) && !exists(["juggle"]) && !exists(["profile", "burn"]))
    }

    @Test(arguments: AlarmKind.allCases)
    func `commands named by alarms exist`(_ kind: AlarmKind) {
        for part in [kind.text.text, kind.text.cause, kind.text.consequence, kind.text.response] {
            check(part, kind.rawValue)
        }
    }

    @Test func `commands named by refusals exist`() {
        let plans: [PlanRefusal] = [
            .serviceInUse("a"), .serviceUnserved("a"), .prefixInUse("a"), .windowOccupied("1"),
            .unreadable("hall.yaml"),
        ]
        for refusal in plans { check(refusal.bilingual, refusal.code) }
        let refusals: [Refusal] = [
            .noSuchService("x", known: ["a"]), .noSuchWindow("9", known: []), .noSuchKiosk("k", known: ["a"]),
            .noSuchTicket("A1"), .noSuchAlarm("x"), .windowNotOpen("1", .paused), .windowNotOpen("1", .closed),
            .calledTicketPending("1", TicketNumber("A1")), .nobodyCalled("1"), .nobodyServed("1"),
            .windowBusy("1", TicketNumber("A1")), .ticketClosed(TicketNumber("A1"), "finished"),
            .ticketAtWindow(TicketNumber("A1"), "1"), .noPrinter, .printPending(TicketNumber("A1")),
            .storeUnavailable, .busy, .alreadyAcknowledged("x"),
        ]
        for refusal in refusals { check(refusal.bilingual, refusal.code) }
    }

    @Test func `commands named in any string of the sources exist`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
        let sources = root + "/Sources"
        let files = try swiftFiles(in: sources)
        #expect(files.count > 100, "the sources were not found at \(sources)")
        var found = 0
        for file in files {
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
            for line in text.split(separator: "\n") where line.contains("\"") {
                guard !line.drop(while: { $0 == " " }).hasPrefix("//") else { continue }
                for words in commands(in: String(line)) {
                    found += 1
                    #expect(exists(words), "\(file.dropFirst(root.count)): hallctl \(words.joined(separator: " "))")
                }
            }
        }
        #expect(found > 3)
    }

    private func swiftFiles(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }.sorted()
            .map { folder + "/" + $0 }
    }
}
