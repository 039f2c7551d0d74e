extension Language {
    /// The environment variables that name a locale; the first that is not empty counts (POSIX).
    public static let localeVariables = ["LC_ALL", "LC_MESSAGES", "LANG"]

    /// The language of an environment: Chinese where the locale is, English elsewhere.
    public init(environment: [String: String]) {
        let locale = Self.localeVariables.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        self = locale.hasPrefix("zh") ? .zh : .en
    }

    /// What `--lang` asks for, wherever it stands; nil if it is not there or names no language.
    public init?(askedIn arguments: [String]) {
        var last: String?
        for (argument, next) in zip(arguments, arguments.dropFirst() + [""]) {
            if argument == "--" { break }
            if argument == "--lang" { last = next }
            if argument.hasPrefix("--lang=") { last = String(argument.dropFirst(7)) }
        }
        guard let last, let language = Self(rawValue: last) else { return nil }
        self = language
    }
}
