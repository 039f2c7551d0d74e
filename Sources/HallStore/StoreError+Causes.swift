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
        StoreError(.cannotOpen, "\(path): \(String(cString: strerror(number))) (\(doing)): \(remedy)")
    }

    /// The same cause, met while making a batch durable.
    var whileCommitting: StoreError {
        StoreError(.commitFailed, "nothing of the batch was written: \(message)", extendedCode: extendedCode)
    }

    private static func meaning(of result: Int32) -> (Code, remedy: String) {
        switch result & 0xFF {
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_MISMATCH, SQLITE_TOOBIG:
            (.damaged, "the file was left as it is; restore the newest backup with “halld restore”")
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
