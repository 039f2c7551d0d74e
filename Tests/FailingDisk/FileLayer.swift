import CSQLite
import Glibc
import Synchronization

private struct OpenFile: @unchecked Sendable {
    var path: String
    var methods: UnsafePointer<sqlite3_io_methods>
}

private let files = Mutex<[UInt: OpenFile]>([:])
private let real = Mutex<UInt>(0)

private let readError: Int32 = SQLITE_IOERR | (1 << 8)
private let writeError: Int32 = SQLITE_IOERR | (3 << 8)
private let syncError: Int32 = SQLITE_IOERR | (4 << 8)
private let truncateError: Int32 = SQLITE_IOERR | (6 << 8)
private let shortRead: Int32 = SQLITE_IOERR | (2 << 8)

/// The address of the registered layer.
func register() -> UInt {
    guard let base = sqlite3_vfs_find(nil) else { return 0 }
    real.withLock { $0 = UInt(bitPattern: base) }
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    layer.initialize(to: base.pointee)
    let name = UnsafeMutablePointer<CChar>.allocate(capacity: FailingDisk.name.utf8.count + 1)
    for (index, byte) in FailingDisk.name.utf8CString.enumerated() { name[index] = byte }
    layer.pointee.zName = UnsafePointer(name)
    layer.pointee.pNext = nil
    layer.pointee.xOpen = openFile
    return sqlite3_vfs_register(layer, 0) == SQLITE_OK ? UInt(bitPattern: layer) : 0
}

/// Puts back what stood there, the last first.
func undo(_ writes: [Overwritten], in path: String) {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    for write in writes.reversed() {
        let length = Int64(lseek(descriptor, 0, SEEK_END))
        let kept = min(Int64(write.bytes.count), max(0, write.length - write.offset))
        if write.offset < length { _ = pwrite(descriptor, write.bytes, Int(kept), off_t(write.offset)) }
        if length > write.length { _ = ftruncate(descriptor, off_t(write.length)) }
    }
}

private let openFile:
    @convention(c) (
        UnsafeMutablePointer<sqlite3_vfs>?, sqlite3_filename?, UnsafeMutablePointer<sqlite3_file>?, Int32,
        UnsafeMutablePointer<Int32>?
    ) -> Int32 = { layer, path, file, flags, given in
        let base = UnsafeMutablePointer<sqlite3_vfs>(bitPattern: real.withLock { $0 })
        guard let open = base?.pointee.xOpen, let file else { return SQLITE_CANTOPEN }
        let result = open(layer, path, file, flags, given)
        guard result == SQLITE_OK, let path, let methods = file.pointee.pMethods else { return result }
        let opened = OpenFile(path: String(cString: path), methods: methods)
        files.withLock { $0[UInt(bitPattern: file)] = opened }
        var length: sqlite3_int64 = 0
        // A new file has nothing in common with one of its name that was deleted.
        if methods.pointee.xFileSize(file, &length) == SQLITE_OK, length == 0 {
            _ = change(opened) { $0.unsynced[opened.path] = nil }
        }
        let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        own.initialize(to: methods.pointee)
        own.pointee.xSync = syncFile
        own.pointee.xWrite = writeFile
        own.pointee.xRead = readFile
        own.pointee.xTruncate = truncateFile
        file.pointee.pMethods = UnsafePointer(own)
        return result
    }

private let syncFile: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32 = { file, flags in
    guard let opened = opened(file) else { return SQLITE_IOERR }
    let fails = change(opened) { disk in
        disk.syncs += 1
        var fails = disk.fails(.syncFails)
        if case .sync(let left) = disk.fault, opened.path.hasSuffix("-wal") {
            disk.fault = left == 0 ? .none : .sync(after: left - 1)
            fails = left == 0
        }
        disk.synced(opened.path, !fails)
        return fails
    }
    return fails == true ? syncError : opened.methods.pointee.xSync(file, flags)
}

private let writeFile:
    @convention(c) (UnsafeMutablePointer<sqlite3_file>?, UnsafeRawPointer?, Int32, sqlite3_int64) -> Int32 = {
        file, bytes, count, offset in
        guard let opened = opened(file) else { return SQLITE_IOERR }
        var length: sqlite3_int64 = 0
        _ = opened.methods.pointee.xFileSize(file, &length)
        var former = [UInt8](repeating: 0, count: Int(count))
        let read = opened.methods.pointee.xRead(file, &former, count, offset)
        let result = change(opened) { disk -> Int32? in
            if case .full(let left) = disk.fault {
                disk.fault = .full(afterWrites: max(0, left - 1))
                if left == 0 { return SQLITE_FULL }
            }
            if opened.path.hasSuffix("-wal"), offset + sqlite3_int64(count) > length, disk.fails(.writeAheadCannotGrow)
            {
                return SQLITE_FULL
            }
            if disk.fails(.writeFails) { return writeError }
            if read == SQLITE_OK || read == shortRead {
                let stood = Overwritten(offset: offset, bytes: former, length: length)
                disk.unsynced[opened.path, default: []].append(stood)
            }
            return disk.fails(.writeIsShort) ? SQLITE_IOERR : nil
        }
        guard let result = result ?? nil else { return opened.methods.pointee.xWrite(file, bytes, count, offset) }
        guard result == SQLITE_IOERR else { return result }
        _ = opened.methods.pointee.xWrite(file, bytes, count / 2, offset)
        return writeError
    }

private let readFile:
    @convention(c) (UnsafeMutablePointer<sqlite3_file>?, UnsafeMutableRawPointer?, Int32, sqlite3_int64) -> Int32 = {
        file, bytes, count, offset in
        guard let opened = opened(file) else { return SQLITE_IOERR }
        if change(opened, { $0.fails(.readFails) }) ?? false { return readError }
        return opened.methods.pointee.xRead(file, bytes, count, offset)
    }

private let truncateFile: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, sqlite3_int64) -> Int32 = {
    file, length in
    guard let opened = opened(file) else { return SQLITE_IOERR }
    if change(opened, { $0.fails(.truncateFails) }) ?? false { return truncateError }
    return opened.methods.pointee.xTruncate(file, length)
}

private func opened(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile? {
    files.withLock { $0[UInt(bitPattern: file)] }
}

/// nil for a file that is below no folder of a test.
private func change<Answer: Sendable>(_ file: OpenFile, _ body: (inout Disk) -> Answer) -> Answer? {
    disks.withLock { disks in
        guard let folder = disks.keys.first(where: { file.path.hasPrefix($0 + "/") }) else { return nil }
        return body(&disks[folder, default: Disk()])
    }
}
