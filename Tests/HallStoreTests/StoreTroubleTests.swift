import FailingDisk
import Glibc
import HallModel
import Testing

@testable import HallStore

/// Why the journal cannot be written, as the alarm tells it.
struct StoreTroubleTests {
    private let folder = TemporaryFolder()
    private let nothing = Bilingual(zh: "", en: "")

    /// Codes of https://www.sqlite.org/rescode.html
    @Test(
        "SQLite's result codes",
        arguments: [
            (13, StoreTrouble.diskFull), (8, .readOnly), (776, .readOnly), (1544, .readOnly),
            (1032, .other("SQLite 1032")), (10, .ioError), (1034, .ioError), (778, .ioError), (3, .permission),
            (23, .permission), (5, .locked), (6, .locked), (261, .locked), (11, .damaged), (267, .damaged),
            (26, .damaged), (14, .other("SQLite 14")), (7, .other("SQLite 7")),
        ] as [(Int32, StoreTrouble)])
    func sqlite(result: Int32, expected: StoreTrouble) {
        let error = StoreError.sqlite(result, "text", path: "/j", doing: "COMMIT")
        #expect(error.trouble == expected)
        #expect(error.whileCommitting.trouble == expected)
    }

    /// SQLITE_IOERR_WRITE (778) and SQLITE_CANTOPEN (14) say only that the system refused; its number says why.
    @Test(
        "the system's number behind SQLite's",
        arguments: [
            (778, EFBIG, StoreTrouble.fileTooLarge), (778, ENOSPC, .diskFull), (1034, EROFS, .readOnly),
            (14, EACCES, .permission), (778, EIO, .ioError), (778, 0, .ioError), (14, ENOENT, .other("SQLite 14")),
            (778, EAGAIN, .ioError), (11, EFBIG, .damaged), (13, EIO, .diskFull),
        ] as [(Int32, Int32, StoreTrouble)])
    func systemBehindSQLite(result: Int32, number: Int32, expected: StoreTrouble) {
        let error = StoreError.sqlite(result, "text", path: "/j", doing: "COMMIT", errno: number)
        #expect(error.trouble == expected)
        #expect(error.bilingual.zh.contains(expected.remedy.zh) && error.bilingual.en.contains(expected.remedy.en))
    }

    @Test(
        "the system's error numbers",
        arguments: [
            (ENOSPC, StoreTrouble.diskFull), (EDQUOT, .diskFull), (EFBIG, .fileTooLarge), (EROFS, .readOnly),
            (EIO, .ioError),
            (EACCES, .permission), (EPERM, .permission), (EWOULDBLOCK, .locked), (ENOTDIR, .other("errno 20")),
        ] as [(Int32, StoreTrouble)])
    func system(number: Int32, expected: StoreTrouble) {
        let error = StoreError.system(number, "/j", doing: "opening", remedy: Bilingual(zh: "看", en: "look"))
        #expect(error.trouble == expected)
        #expect(error.whileCommitting.trouble == expected)
    }

    @Test func `errors without a number say what follows`() {
        #expect(StoreError(.damaged, nothing).trouble == .damaged)
        #expect(StoreError(.damaged, nothing).whileCommitting.trouble == .damaged)
        #expect(StoreError(.inUse, nothing).trouble == .locked)
        #expect(StoreError(.tooNew, nothing).trouble == .other("tooNew"))
    }

    @Test func `a full disk and a journal that is held are told apart`() throws {
        let disk = FailingDisk(below: folder.path)
        let journal = try Journal(directory: folder.state, vfs: FailingDisk.name)
        let held = #expect(throws: StoreError.self) { try Journal(directory: folder.state) }
        #expect(held?.trouble == .locked)
        disk.set(.full(afterWrites: 0))
        let full = #expect(throws: StoreError.self) { try journal.commit(started(1)) }
        #expect(full?.trouble == .diskFull)
    }
}
