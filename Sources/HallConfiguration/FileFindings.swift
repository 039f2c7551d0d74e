import HallModel

/// Findings about a file as such: its bytes and its YAML.
extension Finding {
    /// What YAML can do and these files cannot.
    enum YAMLFeature {
        case anchor, alias, tag, mergeKey, complexKey

        fileprivate var name: Bilingual {
            switch self {
            case .anchor: Bilingual(zh: "锚点（&名称）", en: "anchors (&name)")
            case .alias: Bilingual(zh: "别名（*名称）", en: "aliases (*name)")
            case .tag: Bilingual(zh: "标签（!名称）", en: "tags (!name)")
            case .mergeKey: Bilingual(zh: "合并键（<<）", en: "merge keys (<<)")
            case .complexKey: Bilingual(zh: "空键、列表键或映射键", en: "keys that are empty, a list or a mapping")
            }
        }

        fileprivate var remedy: Bilingual {
            switch self {
            case .anchor, .alias, .mergeKey: Bilingual(zh: "请把内容完整写出", en: "write the content out in full")
            case .tag: Bilingual(zh: "请删除标签", en: "remove the tag")
            case .complexKey: Bilingual(zh: "键必须是文字", en: "a key is a word: name: value")
            }
        }
    }

    static func unreadable(_ reason: String) -> Finding {
        .error(
            Bilingual(zh: "无法读取：\(reason)", en: "cannot be read: \(reason)"),
            Bilingual(zh: "请检查路径和权限", en: "check the path and its permissions"))
    }

    static func notAFile() -> Finding {
        .error(
            Bilingual(zh: "不是普通文件", en: "is not a regular file"),
            Bilingual(zh: "请给出一个 .yaml 文件", en: "name a .yaml file"))
    }

    static func tooLarge(limit: Int) -> Finding {
        .error(
            Bilingual(zh: "文件超过 \(limit) 字节", en: "is larger than \(limit) bytes"),
            Bilingual(zh: "请检查是否选错了文件", en: "check that this is the right file"))
    }

    static var emptyFile: Finding {
        .error(
            Bilingual(zh: "文件没有内容", en: "has no content"),
            Bilingual(zh: "参见 docs/configuration.md 中的示例", en: "docs/configuration.md has an example"))
    }

    static var notUTF8: Finding {
        .error(
            Bilingual(zh: "不是 UTF-8 编码", en: "is not UTF-8 from here on"),
            Bilingual(zh: "请把文件另存为 UTF-8", en: "save the file as UTF-8"))
    }

    static func controlCharacter(_ scalar: Unicode.Scalar) -> Finding {
        .error(
            Bilingual(zh: "含有控制字符 \(scalar.hexName)", en: "control character \(scalar.hexName)"),
            Bilingual(zh: "请删除该字符", en: "remove it"))
    }

    static var secondDocument: Finding {
        .error(
            Bilingual(zh: "文件中有第二个文档", en: "a second document begins here"),
            Bilingual(zh: "每个文件只能有一个文档，请删除 ---", en: "one document a file: remove the ---"))
    }

    static func unsupported(_ feature: YAMLFeature) -> Finding {
        .error(
            Bilingual(zh: "不支持\(feature.name.zh)", en: "\(feature.name.en) are not supported"), feature.remedy)
    }

    static func tooDeep(limit: Int) -> Finding {
        .error(
            Bilingual(zh: "嵌套超过 \(limit) 层", en: "is nested more than \(limit) levels deep"),
            Bilingual(zh: "请检查缩进和括号", en: "check indentation and brackets"))
    }

    static func tooManyNodes(limit: Int) -> Finding {
        .error(
            Bilingual(zh: "内容超过 \(limit) 项", en: "has more than \(limit) values"),
            Bilingual(zh: "请检查是否选错了文件", en: "check that this is the right file"))
    }

    static func tooManyProblems(limit: Int) -> Finding {
        .error(
            Bilingual(zh: "问题超过 \(limit) 个，其余未列出", en: "more than \(limit) problems: the rest is not listed"),
            Bilingual(zh: "请先修正以上问题", en: "mend those above first"))
    }

    static func syntax(_ problem: String, context: String?) -> Finding {
        let place = context.map { " \($0)" } ?? ""
        if problem.contains("cannot start any token") {
            return .error(
                Bilingual(zh: "YAML 语法错误：此字符不能出现在值的开头", en: "not valid YAML: a value cannot begin with this character"),
                Bilingual(
                    zh: "请用空格缩进（不用制表符），特殊字符请加引号",
                    en: "indent with spaces, not tabs; put quotes around special characters"))
        }
        return .error(
            Bilingual(zh: "YAML 语法错误：\(problem)\(place)", en: "not valid YAML: \(problem)\(place)"),
            Bilingual(
                zh: "请检查本行和上一行的缩进、冒号、括号和引号",
                en: "check indentation, colons, brackets and quotes of this line and the one before"))
    }

    static func duplicateKey(_ key: String, first: Mark) -> Finding {
        .error(
            Bilingual(
                zh: "键 \(quoted(key)) 重复，\(first.zh)已有", en: "key \(quoted(key)) stands twice, first \(first.en)"),
            Bilingual(zh: "请删除其中一个", en: "remove one of them"))
    }

    /// A piece of the file as it can stand in a sentence.
    static func quoted(_ text: String) -> String {
        let longest = 60
        let shown = text.count > longest ? text.prefix(longest) + "…" : text[...]
        return "'\(shown)'"
    }

    /// `'a', 'b' and 3 more`
    static func list(_ names: [String]) -> Bilingual {
        let most = 12
        let shown = names.prefix(most).map { quoted($0) }
        let rest = names.count - shown.count
        return Bilingual(
            zh: shown.joined(separator: "、") + (rest > 0 ? " 等 \(names.count) 个" : ""),
            en: shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : ""))
    }

    /// The nearest names, else all there are.
    static func suggestion(for name: String, among names: [String], count: Int = 1) -> Bilingual {
        let near = NearNames.of(name, among: names, count: count)
        if !near.isEmpty {
            let list = list(near)
            return Bilingual(
                zh: "是否应为 \(list.zh)？", en: "did you mean \(near.map { quoted($0) }.joined(separator: " or "))?")
        }
        if names.isEmpty { return Bilingual(zh: "目前一个也没有定义", en: "there is none") }
        let all = list(names)
        return Bilingual(zh: "可用：\(all.zh)", en: "there are: \(all.en)")
    }
}

extension Mark {
    /// `at line 4, column 7`
    var en: String { "at line \(line), column \(column)" }
    /// `第 4 行第 7 列`
    var zh: String { "第 \(line) 行第 \(column) 列" }
}

extension Unicode.Scalar {
    /// `U+001B`
    var hexName: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
