import CSQLite
import Glibc
import HallModel

/// As much of a statement as tells it from the others.
private let longestAction = 60

extension StoreError {
    /// What SQLite said, where, and what to do.
    static func sqlite(_ result: Int32, _ text: String, path: String, doing: String) -> StoreError {
        let (code, remedy) = meaning(of: result)
        let action = String(doing.prefix(longestAction)).withoutControls
        let place = "\(path): \(text.withoutControls) (SQLite \(result), \(action))"
        return StoreError(code, "\(place): \(remedy)", extendedCode: result)
    }

    /// What the system said about a file or folder, and what to do.
    static func system(_ number: Int32, _ path: String, doing: String, remedy: String) -> StoreError {
        StoreError(
            .cannotOpen, "\(path): \(String(cString: strerror(number))) (\(doing)): \(remedy)",
            trouble: StoreTrouble(errno: number))
    }

    /// The same cause, met while making a batch durable.
    var whileCommitting: StoreError {
        StoreError(
            .commitFailed, "nothing of the batch was written: \(message)", extendedCode: extendedCode, trouble: trouble)
    }

    private static func meaning(of result: Int32) -> (Code, remedy: String) {
        switch result & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_MISMATCH, SQLITE_TOOBIG:
            (.damaged, "the file was left as it is; stop halld and put the newest copy of the state folder back")
        case SQLITE_BUSY, SQLITE_LOCKED:
            (.inUse, "end the other program that holds the journal")
        case SQLITE_FULL:
            (.cannotOpen, "free space on the disk")
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH:
            (.cannotOpen, "see to the owner and rights of the folder, and that its disk is not mounted read-only")
        case SQLITE_IOERR:
            (.cannotOpen, "the disk failed or has no space: look at the kernel's log and “df”")
        case SQLITE_NOMEM:
            (.cannotOpen, "free memory")
        default:
            (.cannotOpen, "see to the path, its owner and its rights")
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
        case .cannotOpen, .commitFailed, .tooNew:
            self = extendedCode == 0 ? .other(code.rawValue) : StoreTrouble(sqlite: extendedCode)
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
        case EROFS: self = .readOnly
        case EIO: self = .ioError
        case EACCES, EPERM: self = .permission
        case EAGAIN, EBUSY, ETXTBSY: self = .locked
        default: self = .other("errno \(number)")
        }
    }
}
