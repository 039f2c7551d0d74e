import CSQLite
import Glibc

/// What a failed commit left in the write-ahead file.
///
/// When only the fsync of a commit fails, its frames, with their commit mark, are already in the file. The living
/// connections do not see them, but the next one to recover the file would take them for a committed batch. So they are
/// cut off, behind the last frame that the write-ahead index counts as committed:
///
///     journal.sqlite-wal   | header 32 | frame 1 | … | frame m | frame m+1 … (failed) |
///     frame                | header 24 | one page |
///     index (shared memory)   offset 14: page size, UInt16 (1 stands for 65 536)   16: m, UInt32   native order
///
/// Source: https://www.sqlite.org/walformat.html §1.1, §2.1.
enum WriteAheadTail {
    private static let headerBytes = 32
    private static let frameHeaderBytes = 24
    private static let pageSizeOffset = 14
    private static let lastFrameOffset = 16
    private static let initializedOffset = 12
    /// One region of the index, as SQLite maps it.
    private static let regionBytes: Int32 = 32_768

    /// Cuts the failed frames off. Best effort on a disk that just failed: no fsync follows, since its word is worth
    /// nothing now; a power cut before the next commit can bring the batch back, whole.
    static func cut(_ path: String, of connection: Connection) {
        // Nobody else may be writing: the write lock is taken in shared memory, without touching the disk.
        guard (try? connection.runScript("BEGIN IMMEDIATE")) != nil else { return }
        defer { connection.rollBack() }
        guard let committed = committedBytes(of: connection) else { return }
        var status = stat()
        guard stat(path, &status) == 0, Int(status.st_size) > committed else { return }
        _ = truncate(path, off_t(committed))
    }

    /// The length of the write-ahead file up to its last committed frame.
    private static func committedBytes(of connection: Connection) -> Int? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard sqlite3_file_control(connection.handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
            let file, let map = file.pointee.pMethods?.pointee.xShmMap
        else { return nil }
        var mapped: UnsafeMutableRawPointer?
        guard map(file, 0, regionBytes, 0, &mapped) == SQLITE_OK, let mapped,
            mapped.load(fromByteOffset: initializedOffset, as: UInt8.self) == 1
        else { return nil }
        let lastFrame = Int(mapped.load(fromByteOffset: lastFrameOffset, as: UInt32.self))
        let storedSize = Int(mapped.load(fromByteOffset: pageSizeOffset, as: UInt16.self))
        let pageSize = storedSize == 1 ? 65_536 : storedSize
        guard lastFrame > 0 else { return 0 }
        return headerBytes + lastFrame * (frameHeaderBytes + pageSize)
    }
}
