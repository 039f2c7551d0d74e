import HallModel

/// What is wrong in one place: its weight and its words in both languages.
struct Finding {
    var severity: ConfigurationProblem.Severity
    var text: Bilingual
    var remedy: Bilingual

    static func error(_ text: Bilingual, _ remedy: Bilingual) -> Finding {
        Finding(severity: .error, text: text, remedy: remedy)
    }

    static func warning(_ text: Bilingual, _ remedy: Bilingual) -> Finding {
        Finding(severity: .warning, text: text, remedy: remedy)
    }
}

/// Collects the problems of one file while it is read: reading goes on after each of them.
final class ProblemLog {
    /// Problems kept of one file; a reader is helped by no more.
    static let mostProblems = 200

    let file: String
    private let language: Language
    private(set) var problems: [ConfigurationProblem] = []
    private(set) var hasErrors = false

    init(file: String, language: Language) {
        self.file = file
        self.language = language
    }

    /// Keeps a finding; after `mostProblems` only whether there are errors.
    func report(_ finding: @autoclosure () -> Finding, at mark: Mark) {
        // Wording can search for near names: not done for what is not kept.
        guard problems.count < Self.mostProblems else {
            hasErrors = true
            return
        }
        add(finding(), at: mark)
        if problems.count == Self.mostProblems { add(.tooManyProblems(limit: Self.mostProblems), at: mark) }
    }

    private func add(_ finding: Finding, at mark: Mark) {
        hasErrors = hasErrors || finding.severity == .error
        problems.append(
            ConfigurationProblem(
                file: file, line: mark.line, column: mark.column, severity: finding.severity,
                text: finding.text[language].withoutControls, remedy: finding.remedy[language].withoutControls))
    }

    /// In the order of their places; problems at one place in the order they were found.
    var sorted: [ConfigurationProblem] {
        problems.enumerated().sorted { left, right in
            (left.element.line, left.element.column, left.offset)
                < (right.element.line, right.element.column, right.offset)
        }.map(\.element)
    }
}
