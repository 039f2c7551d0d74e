import FoundationEssentials
import Glibc
import HallAPI
import HallDaemon
import HallModel
import HallStore
import Synchronization
import Testing

/// `org.halld.Record.Statistics`: from a journal to the wire.
@Suite(.serialized) struct ServerStatisticsTests {
    private static let folder: String = {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return tests.joined(separator: "/") + "/Transcripts/halld-report"
    }()

    /// A journal of these facts in a folder of its own, and a hall on 2026-11-21 that reads it.
    private func hall(_ facts: [HallFact], in folder: StateFolder) throws -> ScriptedHall {
        let journal = try Journal(directory: folder.path)
        var batch = Journal.Batch()
        batch.facts = facts
        try journal.commit(batch)
        journal.close()
        let hall = ScriptedHall(plan: RecordedDay.plan)
        let reader = try JournalReader(directory: folder.path)
        hall.state.withLock { $0.journal = reader }
        return hall
    }

    /// The recorded day, as it stands in its file: `kind version bytes` a line.
    private func recorded() throws -> [HallFact] {
        let text = try String(contentsOf: URL(filePath: Self.folder + "/facts.txt"), encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: " ", maxSplits: 2)
            let version = try #require(fields.count == 3 ? Int(fields[1]) : nil, "\(line)")
            return try FactCoding.decode(
                FactCoding.Encoded(
                    form: FactCoding.Form(kind: String(fields[0]), version: version), bytes: Array(fields[2].utf8)))
        }
    }

    private func ask(_ hall: ScriptedHall, _ parameters: String = "{}") throws -> JSONValue {
        let test = try ServerUnderTest(hall)
        let client = try test.client()
        return try client.call("org.halld.Record.Statistics", parameters)
    }

    // MARK: The recorded day

    /// `HALLD_NEW_GOLDENS=report` records the day anew, and what it comes to.
    @Test func `a recorded day comes to the figures in its transcript`() throws {
        let isNew = ProcessInfo.processInfo.environment["HALLD_NEW_GOLDENS"] == "report"
        if isNew {
            let lines = RecordedDay().facts.map { fact in
                let encoded = FactCoding.encode(fact)
                return
                    "\(encoded.form.kind) \(encoded.form.version) \(String(decoding: encoded.bytes, as: UTF8.self))\n"
            }
            let header = try String(contentsOf: URL(filePath: Self.folder + "/facts.txt"), encoding: .utf8)
                .split(separator: "\n").filter { $0.hasPrefix("#") }.map { "\($0)\n" }
            try (header + lines).joined().write(toFile: Self.folder + "/facts.txt", atomically: true, encoding: .utf8)
        }
        let folder = StateFolder()
        let reply = try ask(hall(try recorded(), in: folder), #"{"from":"2026-11-20","to":"2026-11-20"}"#).out
        let file = Self.folder + "/report.json"
        let found = try #require(String(bytes: JSONEncoder.ordered.encode(reply), encoding: .utf8)) + "\n"
        if isNew { try found.write(toFile: file, atomically: true, encoding: .utf8) }
        #expect(try String(contentsOf: URL(filePath: file), encoding: .utf8) == found)
    }

    @Test func `every number ends once: what was taken is what was served, missed, given up, void and lapsed`() throws {
        let folder = StateFolder()
        let reply = try ask(hall(try recorded(), in: folder), #"{"from":"2026-11-20","to":"2026-11-20"}"#).out
        for group in [reply["all"], reply["services"]?[0]?["figures"], reply["services"]?[1]?["figures"]] {
            let events = try #require(group?["events"])
            let ends = ["served", "noShow", "cancelled", "voided", "lapsed"].compactMap { events[$0]?.integer }
            #expect(ends.count == 5 && ends.reduce(0, +) == events["taken"]?.integer)
        }
        #expect(reply["openVisits"]?.integer == 0)
    }

    // MARK: What is asked

    private func opened(_ day: String, _ seconds: Int64) throws -> HallFact {
        .dayOpened(
            DayOpened(
                day: try #require(ServiceDay(day)), at: WallTime(seconds: 1_795_132_800 + seconds), planHash: "plan-1",
                alarms: [], carried: [], lapsed: [], windows: [], lastJob: JobID(0), lastOrder: 0))
    }

    private func started(_ seconds: Int64) -> HallFact {
        .daemonStarted(DaemonStarted(at: WallTime(seconds: 1_795_132_800 + seconds), version: "1", epoch: "e"))
    }

    @Test func `without a day the present one is told, and from a day on all to it`() throws {
        let folder = StateFolder()
        let facts = [
            try opened("2026-11-18", 0), try opened("2026-11-20", 172_800), try opened("2026-11-21", 259_200),
            started(259_300),
        ]
        let hall = try hall(facts, in: folder)
        let today = try ask(hall).out
        #expect(today["from"]?.text == "2026-11-21" && today["days"]?.count == 1)
        #expect(today["days"]?[0]?["ended"] == .null && today["days"]?[0]?["restarts"]?.integer == 1)
        #expect(today["all"]?["wait"]?["meanSeconds"] == .null && today["services"]?.count == 0)
        let from = try ask(hall, #"{"from":"2026-11-17"}"#).out
        #expect(from["days"]?.count == 3 && from["to"]?.text == "2026-11-21")
        #expect(from["missingDays"] == .array([.string("2026-11-17"), .string("2026-11-19")]))
        let until = try ask(hall, #"{"to":"2026-11-20"}"#).out
        #expect(until["days"]?.count == 1 && until["from"]?.text == "2026-11-20")
        #expect(try ask(hall, #"{"from":"2026-11-20","to":"2027-01-30"}"#).out["missingDays"]?.count == 0)
    }

    @Test func `a day that is not there, or no day, is refused with what there is`() throws {
        let folder = StateFolder()
        let hall = try hall([try opened("2026-11-20", 0), try opened("2026-11-21", 86_400)], in: folder)
        for day in ["2026-11-19", "2026-11-22", "1999-12-31"] {
            let refused = try ask(hall, #"{"from":"\#(day)","to":"\#(day)"}"#).out
            #expect(refused["code"]?.text == "noSuchDay" && refused["message"]?["en"]?.text?.contains(day) == true)
            #expect(refused["message"]?["zh"]?.text == "记录中没有 \(day)")
            #expect(refused["remedy"]?["zh"]?.text?.contains("2026-11-20 到 2026-11-21") == true)
        }
        #expect(try ask(hall, #"{"from":"2026-12-01"}"#).out["code"]?.text == "noSuchDay")
        let reversed = try ask(hall, #"{"from":"2026-11-21","to":"2026-11-20"}"#).out
        #expect(reversed["code"]?.text == "daysReversed")
        #expect(reversed["message"]?["en"]?.text == "2026-11-21 is after 2026-11-20")
        for wrong in ["2026-02-30", "yesterday", "20261120"] {
            #expect(try ask(hall, #"{"from":"\#(wrong)"}"#).out["parameter"]?.text == "from")
            #expect(try ask(hall, #"{"to":"\#(wrong)"}"#).out["parameter"]?.text == "to")
        }
        #expect(try ask(hall, #"{"from":"2026-08-21","to":"2026-11-21"}"#).out["code"]?.text == "tooManyDays")
        #expect(try ask(hall, #"{"from":"2026-08-22","to":"2026-11-21"}"#).out["days"]?.count == 2)
    }

    @Test func `a journal that cannot be read is said`() throws {
        let folder = StateFolder()
        let hall = try hall([try opened("2026-11-21", 0)], in: folder)
        hall.state.withLock { $0.failure = .storeUnavailable }
        #expect(try ask(hall).error == "org.halld.Record.StoreUnavailable")
    }

    // MARK: Beside others

    /// The second day begins when the question in between has its answer: it would wait in vain if the days were one task.
    @Test func `a long report is read a day at a time, and others come in between`() throws {
        let folder = StateFolder()
        let hall = try hall([try opened("2026-11-20", 0), try opened("2026-11-21", 86_400)], in: folder)
        let (isQueued, isAnswered) = (Signal(), Signal())
        hall.state.withLock { state in
            state.beforeDay = { day in (day.description == "2026-11-20" ? isQueued : isAnswered).wait() }
        }
        let test = try ServerUnderTest(hall)
        let (long, short, other) = (try test.client(), try test.client(), try test.client())
        long.send(#"{"method":"org.halld.Record.Statistics","parameters":{"from":"2026-11-20"}}"#)
        short.send(#"{"method":"org.halld.Windows.Why","parameters":{"window":"1"}}"#)
        // The API thread answers while the reader is held. Twice: by the second answer it has seen all that came before.
        for _ in 0..<2 { #expect(try other.call("org.halld.Hall.Status").out["day"]?.text == "2026-11-21") }
        isQueued.give()
        #expect(try short.reply().out["id"]?.text == "1")
        isAnswered.give()
        #expect(try long.reply().out["days"]?.count == 2)
        #expect(!isQueued.wasMissed && !isAnswered.wasMissed)
    }
}

/// Something that one thread waits for, and no longer than 8 s.
private final class Signal: Sendable {
    private let state = Mutex((isGiven: false, wasMissed: false))
    var wasMissed: Bool { state.withLock(\.wasMissed) }

    func give() { state.withLock { $0.isGiven = true } }

    func wait() {
        for _ in 0..<8000 {
            if state.withLock(\.isGiven) { return }
            usleep(1000)
        }
        state.withLock { $0.wasMissed = true }
    }
}

/// A state folder that vanishes with the value.
private final class StateFolder {
    let path: String

    init() {
        var template = Array("/tmp/halld-report-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nowhere"
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension JSONEncoder {
    /// For files that people compare.
    fileprivate static var ordered: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return encoder
    }
}
