extension Language {
    /// A help text of swift-argument-parser with its own words, which are English only, in this language. What the
    /// program says in it stays as it is.
    ///
    /// ```
    /// OVERVIEW: …     USAGE: …     ARGUMENTS:     OPTIONS:     SUBCOMMANDS:
    ///   -h, --help    Show help information.          (values: a, b; default: a)
    ///   See 'hallctl help <subcommand>' for detailed help.
    /// ```
    public func help(_ text: String) -> String {
        guard self == .zh else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.chinese(String($0)) }
            .joined(separator: "\n")
    }

    /// The lines below `USAGE:` are indented by its seven columns, so the Chinese word takes as many.
    private static let headings = [
        ("OVERVIEW: ", "概述："), ("USAGE: ", "用法： "), ("Usage: ", "用法： "), ("Error: ", "错误："),
        ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), ("SUBCOMMANDS:", "子命令："),
    ]
    private static let endings = [("Show help information.", "显示帮助。"), ("Show the version.", "显示版本。")]
    private static let insides = [("(values: ", "(可用："), ("(default: ", "(缺省："), ("; default: ", "；缺省：")]

    private static func chinese(_ line: String) -> String {
        for (english, chinese) in headings where line.hasPrefix(english) {
            return chinese + line.dropFirst(english.count)
        }
        for (english, chinese) in endings where line.hasSuffix(english) {
            return line.dropLast(english.count) + chinese
        }
        if line.hasPrefix("  See '"), line.hasSuffix("' for detailed help.") {
            return "  详细说明见 '" + line.dropFirst(7).dropLast(20) + "'。"
        }
        var line = line
        for (english, chinese) in insides {
            if let range = line.firstRange(of: english) { line.replaceSubrange(range, with: chinese) }
        }
        return line
    }
}
