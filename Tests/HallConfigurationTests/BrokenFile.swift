import HallModel
import Testing

@testable import HallConfiguration

/// A file with mistakes. `▶` stands before each character at which a problem is expected, in the file's order; it is
/// taken out before the file is read.
struct BrokenFile: CustomTestStringConvertible {
    var rule: String
    var marked: String
    /// How the problems begin behind their places: `error: unknown key 'x' (did you mean`.
    var expected: [String]
    var testDescription: String { rule }

    init(_ rule: String, _ marked: String, _ expected: String...) {
        self.rule = rule
        self.marked = marked
        self.expected = expected
    }

    private static let marker: Unicode.Scalar = "▶"

    /// The file as it is read.
    var text: String {
        var result = String.UnicodeScalarView()
        result.append(contentsOf: marked.unicodeScalars.lazy.filter { $0 != Self.marker })
        return String(result)
    }

    /// The marked places, lines and columns from 1, columns in characters.
    var places: [Mark] {
        var places: [Mark] = []
        var mark = Mark(line: 1, column: 1)
        for scalar in marked.unicodeScalars {
            switch scalar {
            case Self.marker: places.append(mark)
            case "\n": mark = Mark(line: mark.line + 1, column: 1)
            default: mark.column += 1
            }
        }
        return places
    }

    /// Compares what was found with what was expected.
    func verify(
        _ problems: [ConfigurationProblem], file: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = problems.map(\.description)
        guard found.count == expected.count, places.count == expected.count else {
            Issue.record("\(rule): \(found)", sourceLocation: sourceLocation)
            return
        }
        for (index, place) in places.enumerated() {
            let start = "\(file):\(place.line):\(place.column): \(expected[index])"
            let matches = found[index].hasPrefix(start)
            #expect(matches, "found    \(found[index])\nexpected \(start)", sourceLocation: sourceLocation)
            #expect(!problems[index].remedy.isEmpty, "no remedy: \(found[index])", sourceLocation: sourceLocation)
        }
    }
}

extension BrokenFile {
    /// Reads the file as a hall with the project's profiles.
    func verifyAsHall(sourceLocation: SourceLocation = #_sourceLocation) {
        let loader = ConfigurationLoader(hardware: TestFiles.hardware, for: "")
        let result = loader.load(Array(text.utf8), named: "hall.yaml")
        verify(result.problems, file: "hall.yaml", sourceLocation: sourceLocation)
        let hasErrors = expected.contains { $0.hasPrefix("error") }
        #expect((result.plan == nil) == hasErrors, sourceLocation: sourceLocation)
    }
}
