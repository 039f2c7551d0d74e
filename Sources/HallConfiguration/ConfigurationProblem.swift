/// One problem in a file: `FILE:LINE:COLUMN: error|warning: text (remedy)`.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Errors stop a plan; warnings do not.
    public enum Severity: String, Sendable { case error, warning }
    /// The file, as it was named.
    public var file: String
    /// From 1; 1 when the whole file is meant.
    public var line: Int
    /// From 1, in characters; 1 when the whole file is meant.
    public var column: Int
    /// Whether it stops the plan.
    public var severity: Severity
    /// What is wrong.
    public var text: String
    /// What to do.
    public var remedy: String

    /// A problem at a place.
    public init(file: String, line: Int, column: Int, severity: Severity, text: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.text = text
        self.remedy = remedy
    }

    /// `hall.yaml:12:5: error: unknown key 'baudrate' (did you mean 'baud'?)`
    public var description: String {
        "\(file):\(line):\(column): \(severity.rawValue): \(text)" + (remedy.isEmpty ? "" : " (\(remedy))")
    }
}
