import HallModel
import Testing

@testable import HallConfiguration

/// Numbers of services and kinds of windows in `hall.yaml`.
struct VisitorSettingsTests {
    private static let windows = "windows: [{id: \"1\", name: 综合窗口, serves: [a]}]\n"
    private static func services(_ text: String) -> String { "hall: {name: 大厅}\nservices: [\(text)]\n" }
    private static let start = services("{id: a, prefix: A, name: 甲}")

    static let files = [
        BrokenFile(
            "one prefix without ranges",
            services("{id: a, prefix: A, name: 甲}, {id: b, prefix: ▶A, name: 乙, range: [1, 9]}")
                + "windows: [{id: \"1\", name: 一, serves: [a, b]}]\n",
            "error: prefix 'A' already belongs to service 'a' at line 2, column 28 (each service has a prefix of its own, or "
                + "all that share one have ranges of their own: range: [1, 499])"),
        BrokenFile(
            "ranges that share a number",
            services("{id: a, prefix: A, name: 甲, range: [1, 499]}, {id: b, prefix: A, name: 乙, range: ▶[499, 900]}")
                + "windows: [{id: \"1\", name: 一, serves: [a, b]}]\n",
            "error: numbers 499 to 900 overlap 1 to 499 of service 'a' at line 2, column 47 (services with one prefix"),
        BrokenFile(
            "a range with its end first", services("{id: a, prefix: A, name: 甲, range: ▶[9, 1]}") + windows,
            "error: 'range' is no range of numbers (write the first and the last number: [1, 499])"),
        BrokenFile(
            "a range of one number", services("{id: a, prefix: A, name: 甲, range: ▶[9]}") + windows,
            "error: 'range' is no range of numbers"),
        BrokenFile(
            "a range from nothing", services("{id: a, prefix: A, name: 甲, range: [▶0, 9]}") + windows,
            "error: 'range' is out of range: '0' (allowed: 1…99999)"),
        BrokenFile(
            "a contingent of nobody", services("{id: a, prefix: A, name: 甲, contingent: ▶0}") + windows,
            "error: 'contingent' is out of range: '0' (allowed: 1…99999)"),
        BrokenFile(
            "a kind of window that there is not",
            start + "windows: [{id: \"1\", name: 一, serves: [a], type: ▶counter}]\n",
            "error: 'type' cannot be 'counter' (allowed: accept, issue, consult, professional, fee, policy, post, "
                + "unresolved, tidal, comprehensive)"),
        BrokenFile(
            "an area of a window that is not professional",
            start + "windows: [{id: \"1\", name: 一, serves: [a], type: fee, area: ▶不动产}]\n",
            "error: only a professional window has an 'area', here 'type' is fee (write type: professional"),
        BrokenFile(
            "an area of a window without a kind",
            start + "windows: [{id: \"1\", name: 一, serves: [a], area: ▶不动产}]\n",
            "error: only a professional window has an 'area', here there is no 'type'"),
        BrokenFile(
            "a seventh professional area",
            start + "windows:\n"
                + (1...8).map { number in
                    let mark = number == 7 ? "▶" : ""
                    return
                        "  - {id: \"\(number)\", name: 一, serves: [a], type: professional, area: \(mark)区\(number)}\n"
                }.joined(),
            "warning: more than 6 professional areas (Jiangxi standard for government service centres: 6 at most)"),
    ]

    @Test(arguments: files)
    func `each mistake is told at its place, with what to do`(_ file: BrokenFile) {
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        file.verify(loader.load(Array(file.text.utf8), named: "hall.yaml").problems, file: "hall.yaml")
    }

    @Test func `what is written comes into the plan, and is left out where the file is silent`() throws {
        let text = """
            hall: {name: 大厅}
            services:
              - {id: a, prefix: A, name: 甲, range: [1, 499], contingent: 120}
              - {id: b, prefix: A, name: 乙, range: [500, 999]}
              - {id: c, prefix: C, name: 丙}
            windows:
              - {id: "1", name: 不动产, serves: [a, b, c], type: professional, area: 不动产区}
              - {id: "2", name: 收费, serves: [a], type: fee}
              - {id: "3", name: 综合, serves: [a]}
            """
        let result = ConfigurationLoader(hardware: TestFiles.hardware, for: "").load(
            Array(text.utf8), named: "hall.yaml")
        #expect(result.problems.isEmpty)
        let plan = try #require(result.plan)
        #expect(plan.services.map(\.range) == [.init(first: 1, last: 499), .init(first: 500, last: 999), nil])
        #expect(plan.services.map(\.contingent) == [120, nil, nil])
        #expect(plan.windows.map(\.kind) == [.professional, .fee, nil])
        #expect(plan.windows.map(\.area) == ["不动产区", nil, nil])
    }

    @Test func `windows of one area, and windows by one name, are one area`() {
        let windows = (1...6).map { "  - {id: \"\($0)\", name: 一, serves: [a], type: professional, area: 区\($0)}\n" }
        let again = "  - {id: \"7\", name: 一, serves: [a], type: professional, area: 区1}\n"
        let text = Self.start + "windows:\n" + windows.joined() + again
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        #expect(loader.load(Array(text.utf8), named: "hall.yaml").problems.isEmpty)
    }
}
