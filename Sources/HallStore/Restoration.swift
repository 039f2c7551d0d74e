import FoundationEssentials
import Glibc
import HallModel

/// Bytes copied at a time.
private let copyBytes = 1 << 20

/// Puts a backup in the journal's place.
///
///     BACKUP ─ copy ─▶ journal.sqlite.restored ─ verify, mark, fsync ─┐
///                                 journal.sqlite ─ rename ─▶ journal-20261126T231000Z.sqlite
///                                 journal.sqlite ◀──────── rename ────┘
///
/// A crash leaves the old journal, or the new one, or neither of them with the copy beside; with that beside, no new
/// journal is begun (`JournalFolder`), and the command is run again. Neither the backup nor the former journal is
/// written.
public struct Restoration: ~Copyable {
    private let backup: String
    private let folder: JournalFolder
    private let now: WallTime
    private let lock: JournalLock

    private init(_ backup: String, into directory: String, at now: WallTime) throws(StoreError) {
        folder = JournalFolder(directory: directory)
        self.backup = JournalFolder.isFolder(backup) ? JournalFolder(directory: backup).journal : backup
        self.now = now
        try folder.make()
        lock = try folder.lock()
    }

    /// Verifies `backup`, a file or a copy of a state folder, and puts it in place of the journal in `directory`.
    ///
    /// Throws `.inUse` while a daemon holds the journal. After an error the former journal is in its place, unless the
    /// error says otherwise.
    public static func perform(
        _ backup: String, into directory: String, at now: WallTime
    ) throws(StoreError) -> JournalRestore {
        try Restoration(backup, into: directory, at: now).perform()
    }

    private func perform() throws(StoreError) -> JournalRestore {
        try refuseItself()
        try reunite()
        var restore = JournalRestore(backup: backup, at: now, newest: 0, newestAt: nil)
        restore.given = given()
        let name = try nameAside()
        if try folder.size(of: folder.journal) != nil { restore.setAside = name }
        do throws(StoreError) {
            try copy()
            try check(&restore)
            try settle()
        } catch {
            removeCopy()
            throw error
        }
        try move(aside: folder.directory + "/" + name)
        return restore
    }

    /// What an earlier restore left of the journal that it had begun to put aside follows it.
    private func reunite() throws(StoreError) {
        guard try folder.size(of: folder.journal) == nil, let aside = newestAside else { return }
        let former = folder.directory + "/" + aside
        for suffix in JournalFolder.suffixes.dropFirst() {
            guard try folder.size(of: folder.journal + suffix) != nil, try folder.size(of: former + suffix) == nil
            else {
                continue
            }
            guard rename(folder.journal + suffix, former + suffix) == 0 else {
                throw unmoved(errno, folder.journal + suffix)
            }
        }
    }

    // MARK: The copy

    private func refuseItself() throws(StoreError) {
        var (mine, theirs) = (stat(), stat())
        guard stat(backup, &theirs) == 0 else {
            throw .system(
                errno, backup, doing: "looking for the backup",
                remedy: Bilingual(zh: "请核对备份的路径和权限", en: "see to the backup's path and rights"))
        }
        guard stat(folder.journal, &mine) == 0, mine.st_dev == theirs.st_dev, mine.st_ino == theirs.st_ino else {
            return
        }
        throw StoreError(
            .cannotOpen,
            Bilingual(zh: "这就是现在的日志：请指定一个备份", en: "this is the present journal itself: name a backup").behind(
                backup))
    }

    /// With a write-ahead file that stands beside it: it is a part of the backup.
    private func copy() throws(StoreError) {
        removeCopy()
        for suffix in ["-wal", "-journal", ""] {
            guard suffix.isEmpty || access(backup + suffix, F_OK) == 0 else { continue }
            try copy(backup + suffix, to: folder.restored + suffix)
        }
    }

    private func removeCopy() {
        for suffix in JournalFolder.suffixes { unlink(folder.restored + suffix) }
    }

    private func copy(_ source: String, to target: String) throws(StoreError) {
        let look = Bilingual(zh: "请核对备份的路径和权限", en: "see to the backup's path and rights")
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .system(errno, source, doing: "opening the backup", remedy: look) }
        defer { _ = Glibc.close(input) }
        let output = try folder.create(target)
        defer { _ = Glibc.close(output) }
        var buffer = [UInt8](repeating: 0, count: copyBytes)
        while true {
            let count = read(input, &buffer, buffer.count)
            if count == 0 { break }
            guard count > 0 else { throw .system(errno, source, doing: "reading the backup", remedy: look) }
            var written = 0
            while written < count {
                let more = buffer.withUnsafeBytes {
                    write(output, $0.baseAddress.map { $0 + written }, count - written)
                }
                guard more > 0 else {
                    let number = errno
                    throw .system(
                        number, target, doing: "copying the backup", remedy: StoreTrouble(errno: number).remedy)
                }
                written += more
            }
        }
        guard fsync(output) == 0 else {
            throw .system(errno, target, doing: "copying the backup", remedy: StoreTrouble.ioError.remedy)
        }
    }

    // MARK: What is in it

    /// Pages, tables, every fact; then the mark.
    private func check(_ restore: inout JournalRestore) throws(StoreError) {
        do throws(StoreError) {
            let connection = try Connection(path: folder.restored, access: .readWrite)
            try JournalSchema.configure(connection)
            try JournalSchema.check(connection)
            try refuseCut(pageSize: try connection.integer("PRAGMA page_size") ?? 4096)
            var verification = JournalVerification(path: backup)
            try verification.checkPages(connection)
            if verification.report.isSound { try verification.checkFacts(connection, atOnce: 10_000) }
            try refuse(verification.report)
            _ = try Journal.restore(from: connection)
            restore.newest = verification.report.lastSequence
            restore.newestAt = try connection.integer(FactSQL.newestTime).map { WallTime(microseconds: $0) }
            // One file, which the next start makes a write-ahead journal again.
            guard try connection.text("PRAGMA journal_mode = DELETE") == "delete" else {
                throw StoreError(
                    .cannotOpen,
                    Bilingual(zh: "备份的副本被占用：请再试一次", en: "the backup's copy is in use: try again").behind(
                        folder.restored))
            }
            try connection.run("PRAGMA synchronous = FULL")
            try RestoreMark.write(restore, connection)
        } catch {
            throw named(error)
        }
    }

    private func refuseCut(pageSize: Int64) throws(StoreError) {
        let hasMore = access(folder.restored + "-wal", F_OK) == 0
        guard !hasMore, let size = try folder.size(of: folder.restored), Int64(size) % pageSize != 0 else { return }
        throw .damaged(
            folder.restored,
            Bilingual(zh: "文件在第 \(size) 字节处从页中间断开", en: "the file ends inside a page, at byte \(size)"))
    }

    private func refuse(_ report: JournalReport) throws(StoreError) {
        guard !report.isSound else { return }
        let first = report.problems.first ?? ""
        throw StoreError(
            .damaged,
            Bilingual(
                zh: "发现 \(report.problemCount) 个问题，第一个是 \(first)",
                en: "\(report.problemCount) problems were found, the first of which is \(first)"))
    }

    /// The copy's name means nothing to anybody, and whoever has a bad backup needs another one.
    private func named(_ error: StoreError) -> StoreError {
        let said = error.bilingual
        func renamed(_ text: String) -> String { text.replacing(folder.restored, with: backup) }
        guard error.code == .damaged else {
            return StoreError(
                error.code, Bilingual(zh: renamed(said.zh), en: renamed(said.en)), extendedCode: error.extendedCode,
                trouble: error.trouble)
        }
        return StoreError(
            .damaged,
            Bilingual(
                zh: "这个备份不能用，日志保持原样（\(renamed(said.zh))）：请换一个备份",
                en: "this backup cannot be used and the journal was left as it is (\(renamed(said.en))): "
                    + "choose another backup"
            ).behind(backup), extendedCode: error.extendedCode)
    }

    /// The newest numbers of the last day that can still be read of the journal that is there, or that an earlier restore
    /// put aside; nil for nothing. Whatever stops the reading, the margin stands.
    private func given() -> JournalRestore.Given? {
        let candidates = [folder.journal] + (newestAside.map { [folder.directory + "/" + $0] } ?? [])
        let known = candidates.compactMap { given(in: $0) }
        guard let day = known.map(\.day).max() else { return nil }
        var newest = JournalRestore.Given(day: day, counts: [])
        for count in known.filter({ $0.day == day }).flatMap(\.counts) { newest.note(count) }
        return newest
    }

    private func given(in path: String) -> JournalRestore.Given? {
        // Even a reader makes them anew; what was not there is not to be there afterwards.
        let fresh = ["-wal", "-shm"].map { path + $0 }.filter { access($0, F_OK) != 0 }
        defer { for file in fresh { unlink(file) } }
        return numbers(in: path)
    }

    private func numbers(in path: String) -> JournalRestore.Given? {
        guard let connection = try? Connection(path: path, access: .readOnly),
            (try? JournalSchema.check(connection)) != nil
        else { return nil }
        var given: JournalRestore.Given?
        // Newest first: what is known before the reading stops is the highest.
        try? connection.query(FactSQL.numbersOfLastDay) { row throws(StoreError) in
            guard let fact = try? row.fact(in: path).fact, case .ticketTaken(let taken) = fact else { return }
            if given == nil { given = JournalRestore.Given(day: taken.ticket.day, counts: []) }
            guard taken.ticket.day == given?.day else { return }
            given?.note(JournalRestore.Count(service: taken.service, count: taken.count))
        }
        return given
    }

    // MARK: The place

    private func settle() throws(StoreError) {
        let descriptor = open(folder.restored, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { _ = Glibc.close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw .system(errno, folder.restored, doing: "copying the backup", remedy: StoreTrouble.ioError.remedy)
        }
        try folder.sync(folder.directory)
    }

    /// The last journal that was put aside.
    private var newestAside: String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.directory)) ?? []
        return names.filter { $0.hasPrefix("journal-") && $0.hasSuffix(".sqlite") }.max()
    }

    /// `journal-20261126T231000Z.sqlite`, or one with a number behind it.
    private func nameAside() throws(StoreError) -> String {
        let time = CivilClock(fixedOffsetSeconds: 0).local(now)
        let (hour, minute, second) = (time.secondOfDay / 3600, time.secondOfDay / 60 % 60, time.secondOfDay % 60)
        let clock = [hour, minute, second].map { ($0 < 10 ? "0" : "") + String($0) }.joined()
        let stem = "journal-\(time.date.description.replacing("-", with: ""))T\(clock)Z"
        for number in 1... {
            let name = stem + (number == 1 ? "" : "-\(number)") + ".sqlite"
            if try folder.size(of: folder.directory + "/" + name) == nil { return name }
        }
        return stem
    }

    /// The journal first: without it, its write-ahead file keeps everybody from beginning a new one.
    private func move(aside path: String) throws(StoreError) {
        for suffix in JournalFolder.suffixes {
            guard rename(folder.journal + suffix, path + suffix) == 0 || errno == ENOENT else {
                throw unmoved(errno, folder.journal + suffix)
            }
        }
        guard rename(folder.restored, folder.journal) == 0 else { throw unmoved(errno, folder.journal) }
        try folder.sync(folder.directory)
    }

    private func unmoved(_ number: Int32, _ path: String) -> StoreError {
        .system(
            number, path, doing: "putting the backup in place",
            remedy: Bilingual(
                zh: "请检查状态目录的属主和权限，然后再次运行 halld restore",
                en: "see to the owner and the rights of the state folder, then run halld restore again"))
    }
}

extension JournalRestore.Given {
    /// Keeps the higher of two counts of a service.
    fileprivate mutating func note(_ count: JournalRestore.Count) {
        guard let index = counts.firstIndex(where: { $0.service == count.service }) else { return counts.append(count) }
        counts[index].count = max(counts[index].count, count.count)
    }
}
