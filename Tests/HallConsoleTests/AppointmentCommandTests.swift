import FoundationEssentials
import HallAPI
import HallModel
import Testing

@testable import HallConsole

@Suite struct AppointmentCommandTests {
    /// A file with this text, for as long as the body runs.
    private func file<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        try file(Array(text.utf8), body)
    }

    private func file<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
        let path = "/tmp/appointments-\(UInt64.random(in: 0 ... .max)).csv"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    private static let rows = """
        code,start,minutes,service,source
        W-1,2026-11-28 09:30,30,household,net
        "W-2","2026-11-28 10:00",30,tax,phone

        """

    private func read(_ text: String) throws -> AppointmentFile { try file(text) { try AppointmentFile(path: $0) } }

    private func told(_ table: AppointmentFile) -> [String] {
        table.problems.map { "\($0.place): \($0.text.text(.en))" }
    }

    // MARK: The file

    @Test(arguments: ["", "\u{FEFF}"])
    func `rows are read with and without a byte order mark, in any order of columns, with any end of line`(
        _ mark: String
    ) throws {
        let expected = [
            AppointmentEntry(code: "W-1", start: "2026-11-28 09:30", minutes: 30, service: "household", source: "net"),
            AppointmentEntry(code: "W-2", start: "2026-11-28 10:00", minutes: 30, service: "tax", source: "phone"),
        ]
        let crlf = Self.rows.split(separator: "\n").joined(separator: "\r\n")
        let other =
            "source, minutes ,code,service,start\nnet,30,W-1,household,2026-11-28 09:30\nphone,30,W-2,tax,2026-11-28 10:00"
        for text in [Self.rows, crlf, other] {
            let table = try read(mark + text)
            #expect(table.problems.isEmpty && table.entries == expected && table.places == [2, 3])
        }
    }

    @Test func `quoted cells keep commas, quotes and line ends, and lines are counted`() {
        #expect(
            CommaSeparated.rows("a,\"b,\"\"c\"\"\nd\"\ne,f\n") == [
                .init(line: 1, cells: ["a", "b,\"c\"\nd"]), .init(line: 3, cells: ["e", "f"]),
            ])
        #expect(CommaSeparated.rows("a,\"b\nc\n").last?.isWhole == false)
        #expect(CommaSeparated.rows("").isEmpty && CommaSeparated.rows("a,") == [.init(line: 1, cells: ["a", ""])])
    }

    @Test func `who somebody is is not taken in: any other column is refused, and says why`() throws {
        let table = try read("code,start,minutes,service,source,姓名,phone\nW-1,2026-11-28 09:30,30,household,net,甲,1\n")
        #expect(table.entries.isEmpty)
        #expect(told(table).count == 2)
        #expect(told(table)[0].hasPrefix("1: column '姓名' is not taken in") && told(table)[1].contains("'phone'"))
        #expect(table.problems[0].text.text(.zh).contains("一律不予接收"))
        let list = try read(
            #"[{"code":"W-1","start":"2026-11-28 09:30","minutes":30,"service":"a","source":"net","name":"x"}]"#)
        #expect(list.entries.isEmpty && told(list)[0].hasPrefix("1: column 'name' is not taken in"))
    }

    @Test func `every bad line is told by its number`() throws {
        let table = try read(
            """
            code,start,minutes,service,source
            W-1,2026-11-28 09:30,half,household,net
            W-2,2026-11-28 09:30,30,household
            W-3,2026-11-28 09:30,30,household,net
            W-4,"2026-11-28 09:30,30,household,net
            """)
        #expect(
            told(table) == [
                "2: minutes 'half' are no whole number", "3: 4 cells where the header has 5",
                "5: a quote is not closed",
            ])
        #expect(
            try told(read("code,start,code,service\nx\n")).sorted() == [
                "1: column 'code' stands twice", "1: column 'minutes' is missing", "1: column 'source' is missing",
            ])
    }

    @Test func `a list of objects is read too`() throws {
        let table = try read(#" [{"code":"W-1","start":"2026-11-28 09:30","minutes":30,"service":"a","source":"net"}]"#)
        #expect(table.isList && table.entries.count == 1 && table.places == [1])
    }

    @Test func `what is no file of appointments ends with what to do`() throws {
        func run(_ path: String) -> ConsoleRun { ConsoleRun(["--lang", "en", "appointment", "import", path]) }
        let missing = run("/tmp/there-is-no-such-file.csv")
        #expect(
            missing.status == 1 && missing.errors.contains("cannot be read (No such file or directory): check the path")
        )
        let latin = try file([0x63, 0xF6, 0x64], run)
        #expect(latin.status == 1 && latin.errors.contains("is not UTF-8: save it with UTF-8 encoding"))
        let empty = try file("", run)
        #expect(empty.status == 1 && empty.errors.contains("there is no appointment in"))
        let object = try file("[1, 2]", run)
        #expect(object.status == 1 && object.errors.contains("is no JSON list of objects"))
        let long = try file([UInt8](repeating: 0x41, count: 1 << 21), run)
        #expect(long.status == 1 && long.errors.contains("longer than 1 MiB"))
    }

    // MARK: The commands

    private func run(_ arguments: [String], answers: [String]) -> (ConsoleRun, [String]) {
        let server = CannedServer(answers)
        let run = ConsoleRun(["--lang", "en"] + arguments, environment: ["HALLD_SOCKET": server.path])
        return (run, server.calls)
    }

    @Test func `an import sends every row, and tells what became of it`() throws {
        let answer = #"{"parameters":{"added":2,"changed":0,"unchanged":0,"problems":[]}}"#
        let (done, calls) = try file(Self.rows) { run(["appointment", "import", $0], answers: [answer]) }
        #expect(done.status == 0 && done.output == "Imported: 2 new, 0 changed, 0 as before.")
        #expect(calls[0].contains(#""code":"W-2""#) && !calls[0].contains("dryRun\":true"))
        let (trial, asked) = try file(Self.rows) { run(["appointment", "import", $0, "--dry-run"], answers: [answer]) }
        #expect(trial.output.hasPrefix("Nothing is wrong, nothing was imported: 2 new"))
        #expect(asked[0].contains(#""dryRun":true"#))
    }

    @Test func `what the hall refuses is told by the line of the file, and ends with 1`() throws {
        let answer =
            #"{"parameters":{"added":0,"changed":0,"unchanged":0,"problems":[{"index":1,"text":"no service tax"}]}}"#
        let (done, _) = try file(Self.rows) { run(["appointment", "import", $0], answers: [answer]) }
        #expect(done.status == 1 && done.output.isEmpty)
        #expect(
            done.errors == "line 3: no service tax\nhallctl: 1 mistake, nothing was imported: "
                + "mend them and import the whole file again")
    }

    @Test func `appointments are listed in columns`() {
        let answer = """
            {"parameters":{"appointments":[{"code":"W-1","start":"2026-11-28T09:30:00+08:00","minutes":30,\
            "service":"household","serviceName":"户籍","source":"net","state":"used","number":"A001"}]}}
            """
        let (done, calls) = run(["appointment", "list", "--day", "2026-11-28"], answers: [answer])
        #expect(
            done.output == """
                START             MINUTES  ID   SERVICE  SOURCE        STATE  NUMBER
                2026-11-28 09:30  30       W-1  户籍     over the net  used   A001
                """, "\(done.output)")
        #expect(calls[0].contains(#""day":"2026-11-28""#))
        #expect(ConsoleRun(["appointment", "list", "--day", "soon"]).status == 64)
    }

    @Test func `a number is taken by a code alone, and by nothing at all not`() {
        #expect(ConsoleRun(["ticket", "take"]).status == 64)
        let answer = """
            {"parameters":{"ahead":0,"booked":"2026-11-28T09:30:00+08:00","calledAt":null,"class":"ordinary",\
            "estimatedWaitSeconds":null,"id":"2026-11-28/A001","number":"A001","printed":"pending","reprints":0,\
            "service":"household","serviceName":"户籍","since":"2026-11-28T09:20:00+08:00","stage":"waiting",\
            "startedAt":null,"takenBy":"root","window":null}}
            """
        let (done, calls) = run(["ticket", "take", "--appointment", "W-1"], answers: [answer])
        #expect(done.status == 0 && calls[0].contains(#""appointment":"W-1""#) && !calls[0].contains(#""service":""#))
    }
}
