/// Why the journal cannot be written, as far as whoever stands before the cabinet can do something about it.
public enum StoreTrouble: Sendable, Equatable {
    /// No space is left, or a quota is used up.
    case diskFull
    /// The file has the greatest size that the process or the file system allows.
    case fileTooLarge
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
        case .fileTooLarge: "file-too-large"
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
        let plain: [Self] = [.diskFull, .fileTooLarge, .readOnly, .ioError, .permission, .locked, .damaged]
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
        case .fileTooLarge:
            Bilingual(zh: "日志文件已达到允许的最大长度", en: "the journal's file has the greatest size allowed")
        case .readOnly: Bilingual(zh: "磁盘或日志文件为只读", en: "the disk or the journal's file is read-only")
        case .ioError: Bilingual(zh: "磁盘读写出错", en: "the disk fails to read or write")
        case .permission: Bilingual(zh: "没有写入权限", en: "permission to write is missing")
        case .locked: Bilingual(zh: "日志被其他程序占用", en: "another program holds the journal")
        case .damaged: Bilingual(zh: "日志文件已损坏", en: "the journal's file is damaged")
        case .other(let name):
            Bilingual(zh: "其他原因（\(name.withoutControls)）", en: "another reason (\(name.withoutControls))")
        }
    }

    /// What to do about it.
    public var remedy: Bilingual {
        switch self {
        case .diskFull: Bilingual(zh: "请释放磁盘空间", en: "free space on the disk")
        case .fileTooLarge:
            Bilingual(
                zh: "请调高 halld 的文件长度上限（LimitFSIZE=），或改用支持更大文件的磁盘",
                en: "raise halld's limit of file size (LimitFSIZE=), or use a disk that takes larger files")
        case .readOnly:
            Bilingual(
                zh: "请检查目录的属主和权限，并确认磁盘没有以只读方式挂载",
                en: "see to the owner and rights of the folder, and that its disk is not mounted read-only")
        case .ioError:
            Bilingual(
                zh: "请查看内核日志，磁盘损坏时更换", en: "look at the kernel's log, and change the disk if it is broken")
        case .permission:
            Bilingual(zh: "请检查目录的属主和权限", en: "see to the owner and rights of the folder")
        case .locked:
            Bilingual(zh: "请结束占用日志的其他程序", en: "end the other program that holds the journal")
        case .damaged:
            Bilingual(
                zh: "文件保持原样；请停止 halld，恢复状态目录的最新备份",
                en: "the file was left as it is; stop halld and put the newest copy of the state folder back")
        case .other:
            Bilingual(
                zh: "请检查路径、属主和权限，并查看 halld 的日志", en: "see to the path, its owner and its rights, and to halld's log")
        }
    }
}
