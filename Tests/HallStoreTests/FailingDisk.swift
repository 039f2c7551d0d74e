import CSQLite
import Synchronization

/// SQLite's own file layer, with a counter and a fault in front of it, for the files below one folder.
///
/// SQLite opens a file through the layer's `xOpen`, which leaves a table of methods in the file; this layer lets the
/// real one open and then puts its own table there, which differs in two methods.
struct FailingDisk {
    enum Fault: Sendable {
        case none
        /// A sync of a write-ahead file fails, once, after this many have gone through.
        case sync(after: Int)
        /// Every write fails after this many have gone through, as on a full disk.
        case full(afterWrites: Int)
    }

    /// What SQLite calls it.
    static let name = "failing-disk"

    let folder: String

    init(below folder: String) {
        _ = registered
        self.folder = folder
        disks.withLock { $0[folder] = Disk() }
    }

    /// Syncs of files so far.
    var syncs: Int { disks.withLock { $0[folder]?.syncs ?? 0 } }

    func set(_ fault: Fault) { disks.withLock { $0[folder]?.fault = fault } }
}

private struct Disk {
    var fault = FailingDisk.Fault.none
    var syncs = 0
}

private struct OpenFile: @unchecked Sendable {
    var path: String
    var methods: UnsafePointer<sqlite3_io_methods>
}

private let disks = Mutex<[String: Disk]>([:])
private let files = Mutex<[UInt: OpenFile]>([:])
private let real = Mutex<UInt>(0)

private let registered: Bool = {
    guard let base = sqlite3_vfs_find(nil) else { return false }
    real.withLock { $0 = UInt(bitPattern: base) }
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    layer.initialize(to: base.pointee)
    let name = UnsafeMutablePointer<CChar>.allocate(capacity: FailingDisk.name.utf8.count + 1)
    for (index, byte) in FailingDisk.name.utf8CString.enumerated() { name[index] = byte }
    layer.pointee.zName = UnsafePointer(name)
    layer.pointee.pNext = nil
    layer.pointee.xOpen = openFile
    return sqlite3_vfs_register(layer, 0) == SQLITE_OK
}()

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
        let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        own.initialize(to: methods.pointee)
        own.pointee.xSync = syncFile
        own.pointee.xWrite = writeFile
        file.pointee.pMethods = UnsafePointer(own)
        return result
    }

private let syncFile: @convention(c) (UnsafeMutablePointer<sqlite3_file>?, Int32) -> Int32 = { file, flags in
    guard let opened = files.withLock({ $0[UInt(bitPattern: file)] }) else { return SQLITE_IOERR }
    let fails = change(opened) { disk in
        disk.syncs += 1
        guard case .sync(let left) = disk.fault, opened.path.hasSuffix("-wal") else { return false }
        disk.fault = left == 0 ? .none : .sync(after: left - 1)
        return left == 0
    }
    return fails ? SQLITE_IOERR | (4 << 8) : opened.methods.pointee.xSync(file, flags)
}

private let writeFile:
    @convention(c) (UnsafeMutablePointer<sqlite3_file>?, UnsafeRawPointer?, Int32, sqlite3_int64) -> Int32 = {
        file, bytes, count, offset in
        guard let opened = files.withLock({ $0[UInt(bitPattern: file)] }) else { return SQLITE_IOERR }
        let fails = change(opened) { disk in
            guard case .full(let left) = disk.fault else { return false }
            disk.fault = .full(afterWrites: max(0, left - 1))
            return left == 0
        }
        return fails ? SQLITE_FULL : opened.methods.pointee.xWrite(file, bytes, count, offset)
    }

private func change(_ file: OpenFile, _ body: (inout Disk) -> Bool) -> Bool {
    disks.withLock { disks in
        guard let folder = disks.keys.first(where: { file.path.hasPrefix($0) }) else { return false }
        return body(&disks[folder, default: Disk()])
    }
}
