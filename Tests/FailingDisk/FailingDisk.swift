import CSQLite
import Synchronization

/// SQLite's own file layer, with counters, faults and a memory of what was synced in front of it, for the files below one
/// folder.
///
/// SQLite opens a file through the layer's `xOpen`, which leaves a table of methods in the file; this layer lets the
/// real one open and then puts its own table there, which differs in a few methods.
public struct FailingDisk: Sendable {
    /// What can go wrong at one call.
    public enum Operation: String, Sendable, CaseIterable {
        /// A sync says EIO, and what it was to make durable is not, and never will be by a later sync alone: the system
        /// has marked its pages clean.
        case syncFails
        /// EIO, and nothing is written.
        case writeFails
        /// EIO, and half of it is written.
        case writeIsShort
        /// EIO.
        case readFails
        /// No space for a write-ahead file that grows; what is inside it can be written.
        case writeAheadCannotGrow
        /// EIO.
        case truncateFails
    }

    /// What is to go wrong, and when.
    public enum Fault: Sendable {
        case none
        /// A sync of a write-ahead file fails, once, after this many have gone through.
        case sync(after: Int)
        /// Every write fails after this many have gone through, as on a full disk.
        case full(afterWrites: Int)
        /// This call of those that the operation is about fails, counted from 0 since the fault was set; and each one
        /// after it, if it lasts.
        case call(Operation, Int, lasts: Bool)
    }

    /// What SQLite calls it.
    public static let name = "failing-disk"

    /// Files below this folder are touched, and no others.
    public let folder: String

    /// Only databases that are opened by naming the layer go through it: what others do in the same process is theirs.
    public init(below folder: String) {
        registered.withLock { layer in
            if layer == 0 { layer = register() }
        }
        self.folder = folder
        disks.withLock { $0[folder] = Disk() }
    }

    /// Syncs of files so far.
    public var syncs: Int { disks.withLock { $0[folder]?.syncs ?? 0 } }

    /// Whether the fault that was set has come.
    public var hasFailed: Bool { disks.withLock { $0[folder]?.hasFailed ?? false } }

    /// From now on; what was counted before is forgotten.
    public func set(_ fault: Fault) {
        disks.withLock {
            $0[folder]?.fault = fault
            $0[folder]?.calls = 0
            $0[folder]?.hasFailed = false
        }
    }

    /// The power goes: what no sync has made durable is not there. Only once every connection is closed.
    public func cutPower() {
        let unsynced = disks.withLock { disks in
            defer { for path in (disks[folder]?.unsynced ?? [:]).keys { disks[folder]?.unsynced[path] = nil } }
            return disks[folder]?.unsynced ?? [:]
        }
        for (path, writes) in unsynced { undo(writes, in: path) }
    }
}

/// What stood where something was written since the last sync.
struct Overwritten {
    var offset: Int64
    var bytes: [UInt8]
    /// The file's length before.
    var length: Int64
    /// A sync failed after it: no later one makes it durable.
    var isDoomed = false

    func contains(_ other: Overwritten) -> Bool {
        offset <= other.offset && other.offset + Int64(other.bytes.count) <= offset + Int64(bytes.count)
    }
}

struct Disk {
    var fault = FailingDisk.Fault.none
    var syncs = 0
    /// Of those that the fault is about.
    var calls = 0
    var hasFailed = false
    var unsynced: [String: [Overwritten]] = [:]

    /// Counts a call that the fault is about.
    mutating func fails(_ operation: FailingDisk.Operation) -> Bool {
        guard case .call(operation, let call, let lasts) = fault else { return false }
        defer { calls += 1 }
        let fails = lasts ? calls >= call : calls == call
        hasFailed = hasFailed || fails
        return fails
    }

    mutating func synced(_ path: String, _ isDurable: Bool) {
        guard var writes = unsynced[path] else { return }
        if isDurable {
            let durable = writes.filter { !$0.isDoomed }
            // Written again and synced, it is durable after all.
            writes = writes.filter { doomed in doomed.isDoomed && !durable.contains { $0.contains(doomed) } }
        } else {
            for index in writes.indices { writes[index].isDoomed = true }
        }
        unsynced[path] = writes.isEmpty ? nil : writes
    }
}

let disks = Mutex<[String: Disk]>([:])
/// The address of the layer; 0 until it is registered.
private let registered = Mutex<UInt>(0)
