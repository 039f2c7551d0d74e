import CSQLite
import Glibc
import HallModel

/// As much of a statement as tells it from the others.
private let longestAction = 60

extension StoreError {
    /// What SQLite said, where, and what to do. `errno` is what the system told SQLite, 0 if nothing.
    static func sqlite(
        _ result: Int32, _ text: String, path: String, doing: String, errno number: Int32 = 0
    ) -> StoreError {
        let trouble = StoreTrouble(sqlite: result, errno: number)
        let remedy =
            result & 0xFF == SQLITE_NOMEM ? Bilingual(zh: "请释放内存", en: "free memory") : trouble.remedy
        let action = String(doing.prefix(longestAction)).withoutControls
        // For any other result the number is one that is left over.
        let isSystem = number != 0 && [SQLITE_IOERR, SQLITE_CANTOPEN].contains(result & 0xFF)
        let system = isSystem ? ", \(String(cString: strerror(number)))" : ""
        let said = "\(text.withoutControls) (SQLite \(result)\(system), \(action))"
        return StoreError(
            code(of: trouble),
            Bilingual(zh: "\(trouble.bilingual.zh)：\(said)：\(remedy.zh)", en: "\(said): \(remedy.en)").behind(path),
            extendedCode: result, trouble: trouble)
    }

    /// What the system said about a file or folder, and what to do.
    static func system(_ number: Int32, _ path: String, doing: String, remedy: Bilingual) -> StoreError {
        let said = String(cString: strerror(number))
        let trouble = StoreTrouble(errno: number)
        return StoreError(
            .cannotOpen,
            Bilingual(
                zh: "\(trouble.bilingual.zh)（\(said)）：\(remedy.zh)", en: "\(said) (\(doing)): \(remedy.en)"
            ).behind(path), trouble: trouble)
    }

    /// A journal that cannot be used as it is.
    static func damaged(_ path: String, _ what: Bilingual) -> StoreError {
        StoreError(
            .damaged,
            Bilingual(
                zh: "\(what.zh)；文件保持原样：请恢复状态目录的最新备份",
                en: "\(what.en); the file was left as it is: restore the newest backup of the folder"
            ).behind(path))
    }

    /// The same cause, met while making a batch durable.
    var whileCommitting: StoreError {
        StoreError(
            .commitFailed,
            Bilingual(zh: "这一批没有写入任何内容：\(bilingual.zh)", en: "nothing of the batch was written: \(bilingual.en)"),
            extendedCode: extendedCode, trouble: trouble)
    }

    private static func code(of trouble: StoreTrouble) -> Code {
        switch trouble {
        case .damaged: .damaged
        case .locked: .inUse
        case .diskFull, .fileTooLarge, .readOnly, .ioError, .permission, .other: .cannotOpen
        }
    }
}

extension StoreTrouble {
    /// The journal was moved or deleted while it was open, which SQLite counts as read-only (SQLITE_READONLY_DBMOVED).
    private static let movedAway: Int32 = 1032

    /// From what follows of an error and SQLite's extended result code, 0 if there is none.
    init(_ code: StoreError.Code, extendedCode: Int32) {
        switch code {
        case .damaged: self = .damaged
        case .inUse: self = .locked
        case .cannotOpen, .commitFailed, .tooNew, .contradiction:
            self = extendedCode == 0 ? .other(code.rawValue) : StoreTrouble(sqlite: extendedCode)
        }
    }

    /// From SQLite's extended result code and, where that says only that the system refused, the system's number.
    init(sqlite result: Int32, errno number: Int32) {
        self = StoreTrouble(sqlite: result)
        guard [SQLITE_IOERR, SQLITE_CANTOPEN].contains(result & 0xFF) else { return }
        switch StoreTrouble(errno: number) {
        // A full disk, a read-only one … A number that may be left over from something else says nothing.
        case let known where [.diskFull, .fileTooLarge, .readOnly, .permission].contains(known): self = known
        default: break
        }
    }

    /// From SQLite's extended result code: https://www.sqlite.org/rescode.html
    init(sqlite result: Int32) {
        switch result & 0xFF {
        case SQLITE_FULL: self = .diskFull
        case SQLITE_READONLY where result != Self.movedAway: self = .readOnly
        case SQLITE_IOERR: self = .ioError
        case SQLITE_PERM, SQLITE_AUTH: self = .permission
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_MISMATCH, SQLITE_TOOBIG: self = .damaged
        default: self = .other("SQLite \(result)")
        }
    }

    /// From the system's error number.
    init(errno number: Int32) {
        switch number {
        case ENOSPC, EDQUOT: self = .diskFull
        case EFBIG: self = .fileTooLarge
        case EROFS: self = .readOnly
        case EIO: self = .ioError
        case EACCES, EPERM: self = .permission
        case EAGAIN, EBUSY, ETXTBSY: self = .locked
        default: self = .other("errno \(number)")
        }
    }
}
