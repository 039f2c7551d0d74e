import Glibc
import HallModel

/// Rights of the folder: the daemon writes, its group reads.
private let folderMode: mode_t = 0o750
/// Rights of the journal and its lock. SQLite gives its side files the rights of the journal.
private let fileMode: mode_t = 0o640

/// The folder that holds the journal.
struct JournalFolder {
    let directory: String

    /// The database.
    var journal: String { directory + "/journal.sqlite" }
    /// Its write-ahead file: part of the journal, never to be deleted or copied apart from it.
    var writeAhead: String { journal + "-wal" }
    /// A journal in the making; holds no facts.
    private var unfinished: String { journal + ".new" }
    /// A backup on its way to the journal's place.
    var restored: String { journal + ".restored" }
    /// What SQLite hangs on to the name of a database, and the database itself.
    static let suffixes = ["", "-wal", "-journal", "-shm"]

    /// Makes the folder, and those above it, where they are missing.
    func make() throws(StoreError) { try make(directory) }

    /// Takes the lock that one process at a time can have.
    func lock() throws(StoreError) -> JournalLock { try JournalLock(path: directory + "/lock", give: give) }

    /// Makes an empty journal if there is none. It appears complete or not at all: a journal without content is never
    /// taken for a new one.
    func createJournal(vfs: String?) throws(StoreError) {
        if let size = try size(of: journal) {
            guard size > 0 else {
                throw StoreError(
                    .damaged,
                    Bilingual(
                        zh: "文件为空，不是 halld 留下的；文件保持原样：请恢复状态目录的最新备份，或把它和 \(writeAhead) 一起移走后重新开始",
                        en: "the file is empty, which no halld leaves behind; it was left as it is: restore the newest "
                            + "backup of the folder, or move it away with \(writeAhead) to begin anew"
                    ).behind(journal))
            }
            return
        }
        guard try (size(of: writeAhead) ?? 0) == 0 else {
            throw StoreError(
                .damaged,
                Bilingual(
                    zh: "文件不存在，而预写文件 \(writeAhead) 还在；一切保持原样：请放回该文件，或恢复状态目录的最新备份",
                    en:
                        "the file is missing but its write-ahead file \(writeAhead) is there; it was left as it is: put "
                        + "the file back, or put back the newest backup of the folder"
                ).behind(journal))
        }
        guard try size(of: restored) == nil else {
            throw StoreError(
                .cannotOpen,
                Bilingual(
                    zh: "日志的恢复没有完成：请再次运行 halld restore",
                    en: "putting a backup in its place was broken off: run halld restore again"
                ).behind(journal))
        }
        for suffix in Self.suffixes { unlink(unfinished + suffix) }
        _ = Glibc.close(try create(unfinished))
        try populate(vfs: vfs)
        guard rename(unfinished, journal) == 0 else {
            throw .system(errno, journal, doing: "making the journal", remedy: writeRemedy)
        }
        try sync(directory)
    }

    /// Refuses a journal cut off inside a page. SQLite sees missing pages by itself, but takes the rest of the last one
    /// for zeros. With a write-ahead file the cut may be a checkpoint that was interrupted, which SQLite repeats.
    func checkWhole(pageSize: Int) throws(StoreError) {
        guard let size = try size(of: journal), size % pageSize != 0, try (self.size(of: writeAhead) ?? 0) == 0 else {
            return
        }
        throw .damaged(
            journal,
            Bilingual(zh: "文件在第 \(size) 字节处从页中间断开", en: "the file ends inside a page, at byte \(size)"))
    }

    /// A new, empty file to write to; root gives it to whom the folder belongs.
    func create(_ path: String) throws(StoreError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, fileMode)
        guard descriptor >= 0 else { throw .system(errno, path, doing: "making the journal", remedy: writeRemedy) }
        give(descriptor)
        return descriptor
    }

    /// The daemon's user is not root, and what root makes in its folder must not shut it out.
    private func give(_ descriptor: Int32) {
        var owner = stat()
        guard geteuid() == 0, stat(directory, &owner) == 0 else { return }
        _ = fchown(descriptor, owner.st_uid, owner.st_gid)
    }

    private func populate(vfs: String?) throws(StoreError) {
        let connection = try Connection(path: unfinished, access: .readWrite, vfs: vfs)
        try JournalSchema.create(in: connection)
        connection.mergeOnClose()
    }

    private func make(_ path: String) throws(StoreError) {
        if mkdir(path, folderMode) == 0 { return try sync(parent(of: path)) }
        switch errno {
        case EEXIST:
            guard Self.isFolder(path) else {
                throw .system(
                    ENOTDIR, path, doing: "opening the state folder",
                    remedy: Bilingual(zh: "请指定一个目录", en: "name a folder"))
            }
        case ENOENT where parent(of: path) != path:
            try make(parent(of: path))
            guard mkdir(path, folderMode) == 0 || errno == EEXIST else {
                throw .system(errno, path, doing: "making the state folder", remedy: writeRemedy)
            }
            try sync(parent(of: path))
        case let number:
            throw .system(number, path, doing: "making the state folder", remedy: writeRemedy)
        }
    }

    private var writeRemedy: Bilingual {
        let above = parent(of: directory)
        return Bilingual(
            zh: "请检查 \(above) 的属主、权限和剩余空间", en: "see to the owner, the rights and the free space of \(above)")
    }

    private func parent(of path: String) -> String {
        let trimmed = path.last == "/" && path.count > 1 ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return "." }
        return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Bytes of a file by its name alone; nil where there is none. Opening it would drop SQLite's locks on it.
    func size(of path: String) throws(StoreError) -> Int? {
        var status = stat()
        if stat(path, &status) == 0 { return Int(status.st_size) }
        guard errno == ENOENT else {
            throw .system(errno, path, doing: "looking for the journal", remedy: writeRemedy)
        }
        return nil
    }

    /// Makes a folder's entries durable.
    func sync(_ path: String) throws(StoreError) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(errno, path, doing: "opening the folder", remedy: writeRemedy) }
        defer { _ = Glibc.close(descriptor) }
        // Some file systems cannot sync a folder and say so with EINVAL; they need no sync either.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw .system(errno, path, doing: "writing the folder", remedy: StoreTrouble.ioError.remedy)
        }
    }
}

/// The right to write the journal: an `flock` on a file of its own, which ends with its holder however that ends.
struct JournalLock: ~Copyable {
    private let descriptor: Int32

    fileprivate init(path: String, give: (Int32) -> Void) throws(StoreError) {
        // Kept in a local until it is ours: a throw after the property is set would run `deinit` as well.
        let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, fileMode)
        guard opened >= 0 else {
            throw .system(errno, path, doing: "locking the journal", remedy: StoreTrouble.permission.remedy)
        }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            let holder = Self.holder(opened)
            _ = Glibc.close(opened)
            guard number == EWOULDBLOCK else {
                let remedy = Bilingual(zh: "请使用本机磁盘", en: "use a local disk")
                throw .system(number, path, doing: "locking the journal", remedy: remedy)
            }
            throw StoreError(
                .inUse,
                Bilingual(
                    zh: "\(holder.zh)正占用日志：请停止它（“systemctl stop halld”），或另指定状态目录",
                    en: "\(holder.en) holds the journal: stop it (“systemctl stop halld”), or name another state folder"
                ).behind(path))
        }
        give(opened)
        Self.name(getpid(), in: opened)
        descriptor = opened
    }

    deinit { _ = Glibc.close(descriptor) }

    /// The process number is for people; the lock itself is the kernel's.
    private static func name(_ process: pid_t, in descriptor: Int32) {
        let text = Array("\(process)\n".utf8)
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.count, 0)
    }

    private static func holder(_ descriptor: Int32) -> Bilingual {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard !digits.isEmpty else { return Bilingual(zh: "另一个进程", en: "another process") }
        let number = String(decoding: digits, as: UTF8.self)
        return Bilingual(zh: "进程 \(number) ", en: "process \(number)")
    }
}
