/// `org.halld.Hall.Reload`: read the configuration again, and take it into force unless something stands in the way.
public enum ReloadHall: APICall {
    /// Its name.
    public static let method = APIMethod.reload
    /// How to tell it.
    public struct Parameters: CallParameters {
        /// `zh` or `en`, for the texts; absent for the hall's language.
        public var language: String?
        /// The names.
        public enum CodingKeys: String, CodingKey, CaseIterable { case language }
        /// All fields.
        public init(language: String? = nil) { self.language = language }
    }
    /// What became of it.
    public struct Reply: Codable, Sendable, Equatable {
        /// What can become of it.
        public enum Outcome: String, Sendable, CaseIterable {
            /// It is in force now.
            case adopted
            /// It was in force already.
            case unchanged
            /// It would take something from under a visitor: the former one stays in force.
            case refused
            /// The file has errors: nothing changed.
            case invalid
        }
        /// `adopted` `unchanged` `refused` `invalid`
        public var outcome: String
        /// What stands in the way, as a code: `service-in-use household`; null unless it is refused.
        @Nullable public var code: String?
        /// What stands in the way and what to do, in the language asked for; null unless it is refused.
        @Nullable public var reason: String?
        /// What there is to say about the files: errors, or warnings only.
        public var problems: [ProblemView]
        /// All fields.
        public init(outcome: Outcome, code: String? = nil, reason: String? = nil, problems: [ProblemView] = []) {
            self.outcome = outcome.rawValue
            self.code = code
            self.reason = reason
            self.problems = problems
        }
    }
}

/// One problem in a configuration file.
public struct ProblemView: Codable, Sendable, Equatable {
    /// The file, as halld names it.
    public var file: String
    /// From 1; 1 when the whole file is meant.
    public var line: Int
    /// From 1, in characters; 1 when the whole file is meant.
    public var column: Int
    /// `error` `warning`
    public var severity: String
    /// What is wrong, in the language asked for.
    public var text: String
    /// What to do, in the language asked for; empty where there is nothing to add.
    public var remedy: String
    /// All fields.
    public init(file: String, line: Int, column: Int, severity: String, text: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.severity = severity
        self.text = text
        self.remedy = remedy
    }
}
