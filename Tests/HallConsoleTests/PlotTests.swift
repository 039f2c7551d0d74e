import HallAPI
import HallModel
import Testing

@testable import HallConsole

@Suite struct PlotTests {
    private static let start = WallTime(seconds: 1_795_219_200)
    private static let clock = CivilClock(fixedOffsetSeconds: 28_800)

    private static func at(_ seconds: Int) -> String { clock.local(start + .seconds(seconds)).rfc3339 }

    /// A day of minutes: a saw from 20 to 24 every six hours, silence from 09:00 to 12:00 after the start.
    private static let day = HistoryView(
        point: "waiting-climate.temperature", unit: "°C", decimals: 1, resolution: "minute", from: at(0),
        to: at(86_400),
        rows: (0..<1440).filter { !(540..<720).contains($0) }.map { minute in
            let middle = 20 + Double(minute % 360) / 90
            return HistoryView.Row(
                at: at(minute * 60), min: middle - 0.1, max: middle + 0.1, mean: middle, value: nil, quality: "good",
                coverage: 60)
        }, limits: [.init(id: "l", value: 26, relation: "not-below", season: "cooling")])

    private func lines(_ view: HistoryView, _ language: Language = .en, height: Int = 16) throws -> [String] {
        try #require(Plot(view, width: 80, height: height, language: language)).lines()
    }

    /// As an editor keeps it: without spaces at the ends.
    private func plain(_ lines: [String]) -> String {
        lines.map { line in
            var line = line
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }

    @Test func `a day of numbers is a band, silence a gap, a limit a dashed line`() throws {
        let lines = try lines(Self.day)
        #expect(lines.allSatisfy { $0.columns <= 80 })
        #expect(
            plain(lines) == """
                waiting-climate.temperature [°C]  11-21 08:00 … 11-22 08:00  minutes
                26 +- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - -
                   |
                24 +                ⢀⣠⣴⡄                                  ⢀⣠⣴⡄               ⢀⣠⣴
                   |            ⢀⣠⣴⠾⠛⠉ ⡇                              ⢀⣠⣴⠾⠛⠉ ⡇           ⢀⣠⣴⠾⠛⠉
                22 +         ⣀⣴⠾⠛⠉     ⡇        ⡀                  ⣀⣴⠾⠛⠉     ⡇        ⣀⣴⠾⠛⠉
                   |     ⣀⣤⡶⠟⠋         ⡇    ⣀⣤⡶⠟⠃              ⣀⣤⡶⠟⠋         ⡇    ⣀⣤⡶⠟⠋
                   | ⣀⣤⡶⠟⠋⠁            ⡇⣀⣤⡶⠟⠋⠁             ⣀⣤⡶⠟⠋⠁            ⡇⣀⣤⡶⠟⠋⠁
                20 +⠟⠋⠁                ⠟⠋⠁                ⠟⠋⠁                ⠟⠋⠁
                   |
                18 +
                   +------------+------------------+------------------+------------------+------
                              12:00              18:00              00:00              06:00
                least 19.9 °C  mean 21.9 °C  greatest 24.1 °C  known 88 % of the time
                - - not below 26.0 °C while cooling
                """)
    }

    @Test func `a picture of the usual size leaves a line for the shell`() throws {
        #expect(try lines(Self.day, height: 24).count == 23)
    }

    @Test func `one number is drawn once, and nothing is drawn of no time`() throws {
        var view = Self.day
        view.limits = []
        view.rows = [.init(at: Self.at(43_200), min: 0, max: 0, mean: 0, value: nil, quality: "good", coverage: 60)]
        let drawn = try lines(view).joined().unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }
        #expect(drawn.count == 1)
        view.rows = [.init(at: Self.at(0), min: nil, max: nil, mean: nil, value: nil, quality: "bad", coverage: 0)]
        #expect(try lines(view).dropFirst() == ["no values are kept of this time"])
        #expect(
            Plot(
                HistoryView(point: "p", unit: "", decimals: nil, resolution: "raw", from: "?", to: "", rows: []),
                width: 80, height: 24, language: .en) == nil)
    }

    @Test func `the farthest numbers are drawn without a trap`() throws {
        for far in [1e300, -1e300, .leastNonzeroMagnitude, 9e15] {
            var view = Self.day
            view.rows = [0, far].map {
                .init(at: Self.at(3600), min: $0, max: $0, mean: $0, value: nil, quality: "good", coverage: 60)
            }
            #expect(try lines(view).count > 5, "\(far)")
        }
    }

    @Test func `a long time comes in pages, JSON as it came`() {
        let page =
            #"{"parameters":{"point":"p.t","unit":"°C","decimals":1,"resolution":"quarter","#
            + #""from":"2026-11-21T08:00:00+08:00","to":"2026-11-22T08:00:00+08:00","limits":[],"#
        let row =
            #""rows":[{"at":"2026-11-21T08:00:00+08:00","min":20,"max":21.5,"mean":20.5,"value":null,"#
            + #""quality":"good","coverage":900}],"#
        let server = CannedServer([
            page + row + #""next":"2026-11-21T20:00:00+08:00"}}"#, page + row + #""next":null}}"#,
        ])
        let run = ConsoleRun(["plot", "p.t", "--last", "1d", "--socket", server.path])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("least 20.0 °C  mean 20.5 °C  greatest 21.5 °C  known 2 % of the time"))
        #expect(server.calls.count == 2)
        #expect(server.calls.last?.contains(#""from":"2026-11-21T20:00:00+08:00""#) == true)
        #expect(server.calls.last?.contains(#""resolution":"quarter""#) == true)
        let json = CannedServer([page + row + #""next":null}}"#])
        let raw = ConsoleRun(["plot", "p.t", "--json", "--socket", json.path])
        #expect(raw.output.hasPrefix(#"{"decimals":1,"#) && raw.output.contains(#""mean":20.5"#))
    }

    @Test(arguments: ["0h", "24", "h", "-1h", "6y", "100000d", "1.5h"])
    func `a length that is none is wrong usage`(_ length: String) {
        #expect(ConsoleRun(["plot", "p.t", "--last=\(length)"]).status == 64)
        #expect(PlotSpan(argument: length) == nil)
    }

    @Test func `words are strips, one a word`() throws {
        let states = [(0, "off", 7200), (7200, "cooling", 10_800), (25_200, "fan", 3600), (28_800, "off", 50_000)]
        let view = HistoryView(
            point: "hall-plant.mode", unit: "", decimals: nil, resolution: "raw", from: Self.at(0), to: Self.at(86_400),
            rows: states.map {
                .init(
                    at: Self.at($0.0), min: nil, max: nil, mean: nil, value: .string($0.1), quality: "good",
                    coverage: $0.2)
            })
        #expect(
            plain(try lines(view, .zh)) == """
                hall-plant.mode  11-21 08:00 … 11-22 08:00  原始值
                off     |⣿⣿⣿⣿⣿⣿                 ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                cooling |     ⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
                fan     |                    ⣿⣿⣿⣿
                        +-----------+-----------------+-----------------+-----------------+-----
                                  12:00             18:00             00:00             06:00
                有值时间 83 %
                """)
    }
}
