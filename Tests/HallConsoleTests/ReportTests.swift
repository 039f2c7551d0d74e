import FoundationEssentials
import HallAPI
import HallModel
import Testing

@testable import HallConsole

/// `hallctl report day`: what people and spreadsheets read.
@Suite struct ReportTests {
    private static let folder: String = {
        let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
        return tests.joined(separator: "/") + "/Transcripts/halld-report"
    }()

    private func file(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: Self.folder + "/" + name), encoding: .utf8)
    }

    private func run(_ arguments: String..., answer: String? = nil) throws -> (run: ConsoleRun, calls: [String]) {
        let server = CannedServer([#"{"parameters":"# + (try answer ?? file("report.json")) + "}"])
        return (ConsoleRun(["--socket", server.path] + arguments), server.calls)
    }

    /// A reply in which nothing happened and nothing is known.
    private func empty(_ change: (inout VisitStatistics.Reply) -> Void = { _ in }) throws -> String {
        let times = TimesView(
            count: 0, meanSeconds: nil, p50Seconds: nil, p90Seconds: nil, p95Seconds: nil, maxSeconds: nil,
            clockSteps: 0)
        let figures = FiguresView(
            events: ["taken": 0], sources: [:], classes: [:], refused: [:], wait: times, service: times,
            ratings: RatingsView(levels: [:], bad: 0, badPercent: nil, unrated: 0))
        var reply = VisitStatistics.Reply(
            hall: "Hall", from: "2026-11-20", to: "2026-11-20",
            days: [
                DayView(
                    day: "2026-11-20", began: "2026-11-20T04:00:00+08:00", ended: "2026-11-21T04:00:00+08:00",
                    missingFacts: 0, unreadableFacts: 0, restarts: 0)
            ], missingDays: [], openVisits: 0, all: figures, services: [], windows: [],
            operators: [VisitStatistics.Row(id: "ann", name: nil, figures: figures)], hours: [])
        change(&reply)
        return String(decoding: try JSONEncoder().encode(reply), as: UTF8.self)
    }

    // MARK: The recorded day

    /// `HALLD_NEW_GOLDENS=report` writes them anew, once report.json is.
    @Test(arguments: [("zh", "report-zh.txt"), ("en", "report-en.txt")])
    func `the recorded day reads as in its transcript`(_ language: String, _ name: String) throws {
        let (run, calls) = try run("--lang", language, "report", "day", "2026-11-20")
        #expect(run.status == 0 && run.errors.isEmpty)
        try compare(run.output + "\n", name)
        #expect(calls[0].contains(#""from":"2026-11-20""#) && calls[0].contains(#""to":"2026-11-20""#))
        #expect(calls[0].contains(#""method":"org.halld.Record.Statistics""#))
    }

    @Test func `the recorded day as values is as in its transcript`() throws {
        let (run, _) = try run("report", "day", "2026-11-20", "--csv")
        #expect(run.status == 0)
        try compare(run.output + "\n", "report.csv")
        // What must be known of the day does not stand among the values.
        #expect(run.errors.contains("hallctl: 2026-11-20: halld was started again"))
    }

    private func compare(_ found: String, _ name: String) throws {
        if ProcessInfo.processInfo.environment["HALLD_NEW_GOLDENS"] == "report" {
            try found.write(toFile: Self.folder + "/" + name, atomically: true, encoding: .utf8)
        }
        #expect(try file(name) == found)
    }

    @Test(arguments: ["zh", "en"])
    func `no line is wider than a terminal, and columns end together`(_ language: String) throws {
        let (run, _) = try run("--lang", language, "report", "day")
        let lines = run.output.split(separator: "\n").map(String.init)
        #expect(lines.allSatisfy { $0.columns <= 80 }, "\(lines.filter { $0.columns > 80 })")
        let start = try #require(lines.firstIndex { $0.hasPrefix(language == "zh" ? "事项" : "SERVICE") })
        #expect(Set(lines[start...(start + 2)].map(\.columns)).count == 1)
    }

    @Test func `long names and busy days stay within 80 columns`() throws {
        let report = try file("report.json").split(separator: "\n").joined()
        var reply = try JSONDecoder().decode(VisitStatistics.Reply.self, from: Data(report.utf8))
        reply.services[0].name = String(repeating: "不动产", count: 20)
        reply.services[0].figures.events["taken"] = 100_000
        reply.services[0].figures.wait?.meanSeconds = 36_001
        let answer = String(decoding: try JSONEncoder().encode(reply), as: UTF8.self)
        for language in ["zh", "en"] {
            let (run, _) = try run("--lang", language, "report", "day", answer: answer)
            #expect(run.output.contains("不动…") || run.output.contains("产…") || run.output.contains("不…"))
            #expect(run.output.contains("10:00:01"))
            #expect(run.output.split(separator: "\n").allSatisfy { String($0).columns <= 80 }, "\(run.output)")
        }
    }

    // MARK: What is not known

    @Test func `where there is nothing stands a dash, and in values nothing: never 0`() throws {
        let (shown, _) = try run("report", "day", answer: empty())
        #expect(shown.output.contains("waiting      0     —    —    —    —    —"), "\(shown.output)")
        #expect(shown.output.contains("OPERATOR"))
        let (values, _) = try run("report", "day", "--csv", answer: empty())
        let lines = values.output.split(separator: "\r\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        for (name, value) in zip(lines[0], lines[1]) {
            if name.hasSuffix("_seconds") || name.hasSuffix("_percent") || name == "called" {
                #expect(value == "", "\(name)")
            }
            if name == "taken" || name == "wait_count" { #expect(value == "0") }
        }
    }

    @Test func `gaps, missing days, restarts, a day that goes on and a clock that was set back are said`() throws {
        let answer = try empty { reply in
            reply.to = "2026-11-27"
            reply.missingDays = ["21", "22", "23", "24", "25", "26", "27"].map { "2026-11-\($0)" }
            reply.days[0].missingFacts = 3
            reply.days[0].unreadableFacts = 1
            reply.days[0].restarts = 2
            reply.days[0].ended = nil
            reply.all.wait?.clockSteps = 4
            reply.all.service.clockSteps = 1
        }
        let (en, _) = try run("report", "day", answer: answer)
        let (zh, _) = try run("--lang", "zh", "report", "day", answer: answer)
        for note in [
            "Hall  2026-11-20 – 2026-11-27", "2026-11-24 and 3 more.", "(3 facts gone, 1 unreadable)",
            "2026-11-20 is not over yet.", "started again (2×)", "5 lengths of time are left out",
        ] { #expect(en.output.contains(note), "\(note)") }
        for note in ["缺 3 条，1 条无法读取", "尚未结束", "中途启动 2 次", "5 个时长未计入", "等 7 天"] {
            #expect(zh.output.contains(note), "\(note)")
        }
        for line in (en.output + "\n" + zh.output).split(separator: "\n") {
            #expect(String(line).columns <= 80, "\(line)")
        }
        let (values, _) = try run("report", "day", "--csv", answer: answer)
        #expect(values.output.hasSuffix(",1,7,3,1,2\r") && values.errors.split(separator: "\n").count == 5)
    }

    // MARK: Usage

    @Test func `a range is asked for as it is written`() throws {
        let (_, range) = try run("report", "day", "--from", "2026-11-16", "--to", "2026-11-20")
        #expect(range[0].contains(#""from":"2026-11-16""#) && range[0].contains(#""to":"2026-11-20""#))
        let (_, from) = try run("report", "day", "--from", "2026-11-16")
        #expect(from[0].contains(#""from":"2026-11-16""#) && !from[0].contains(#""to""#))
        let (_, today) = try run("report", "day")
        #expect(!today[0].contains(#""from""#) && !today[0].contains(#""to""#))
    }

    @Test(arguments: [
        (["2026-02-30"], "2026-02-30"), (["--from", "yesterday"], "yesterday"), (["--to", "20261120"], "20261120"),
        (["--from", "2026-11-21", "--to", "2026-11-20"], "2026-11-21"), (["2026-11-20", "--to", "2026-11-21"], "--to"),
        (["--csv", "--json"], "--csv"),
    ])
    func `wrong usage is said before anybody is asked`(_ arguments: [String], _ named: String) {
        let run = ConsoleRun(["report", "day"] + arguments)
        #expect(run.status == 64 && run.errors.contains(named) && run.output.isEmpty, "\(run.errors)")
        #expect(run.errors.contains("hallctl report day --help"))
    }

    @Test func `a refusal is told in the language asked for`() {
        let refusal =
            #"{"error":"org.halld.Record.Refused","parameters":{"code":"noSuchDay","message":{"zh":"记录中没有","en":"no"#
            + #" record"},"remedy":{"zh":"换一天","en":"another day"}}}"#
        for (language, line) in [("zh", "hallctl: 记录中没有：换一天"), ("en", "hallctl: no record: another day")] {
            let server = CannedServer([refusal])
            let run = ConsoleRun(["--socket", server.path, "--lang", language, "report", "day", "2026-01-01"])
            #expect(run.status == 1 && run.errors == line)
        }
    }

    @Test func `values are quoted as RFC 4180 has it`() throws {
        let answer = try empty { reply in
            reply.hall = "A, \"B\"\u{1B}[31m"
            reply.windows = [VisitStatistics.Row(id: "1", name: "\"", figures: reply.all)]
        }
        let (run, _) = try run("report", "day", "--csv", answer: answer)
        let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(run.output.contains(#"2026-11-20,2026-11-20,all,,"A, ""B"" [31m",0,"#))
        #expect(run.output.contains("2026-11-20,2026-11-20,window,1,\"\"\"\",0,"))
        #expect(lines.count == 1 && run.output.split(separator: "\r\n").count == 4)
    }
}
