/// Why the journal cannot be written, as far as whoever stands before the cabinet can do something about it.
public enum StoreTrouble: Sendable, Equatable {
    /// No space is left, or a quota is used up.
    case diskFull
    /// The disk or the file takes no writes.
    case readOnly
    /// The disk failed to read or write.
    case ioError
    /// The daemon's user may not write there.
    case permission
    /// Another program holds the journal.
    case locked
    /// The file is not a journal, or damaged.
    case damaged
    /// Anything else, with what the system calls it: `SQLite 14`, `errno 20`.
    case other(String)

    private static let otherPrefix = "other "

    /// `disk-full`, `other SQLite 14`: the form in facts, which outlives wording.
    public var code: String {
        switch self {
        case .diskFull: "disk-full"
        case .readOnly: "read-only"
        case .ioError: "io-error"
        case .permission: "permission"
        case .locked: "locked"
        case .damaged: "damaged"
        case .other(let name): Self.otherPrefix + name
        }
    }

    /// Reads a code; nil for anything else.
    public init?(code: String) {
        let plain: [Self] = [.diskFull, .readOnly, .ioError, .permission, .locked, .damaged]
        if let trouble = plain.first(where: { $0.code == code }) {
            self = trouble
        } else if code.hasPrefix(Self.otherPrefix), code != Self.otherPrefix {
            self = .other(String(code.dropFirst(Self.otherPrefix.count)))
        } else {
            return nil
        }
    }
}

extension StoreTrouble: LocalizedText {
    /// What is wrong with the disk or the file.
    public var bilingual: Bilingual {
        switch self {
        case .diskFull: Bilingual(zh: "磁盘空间已用完", en: "no space is left on the disk")
        case .readOnly: Bilingual(zh: "磁盘或日志文件为只读", en: "the disk or the journal's file is read-only")
        case .ioError: Bilingual(zh: "磁盘读写出错", en: "the disk fails to read or write")
        case .permission: Bilingual(zh: "没有写入权限", en: "permission to write is missing")
        case .locked: Bilingual(zh: "日志被其他程序占用", en: "another program holds the journal")
        case .damaged: Bilingual(zh: "日志文件已损坏", en: "the journal's file is damaged")
        case .other(let name):
            Bilingual(zh: "其他原因（\(name.withoutControls)）", en: "another reason (\(name.withoutControls))")
        }
    }
}
