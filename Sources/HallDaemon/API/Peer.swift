import CLinux
import Glibc
import HallModel

/// Who is at the other end of a connection, from the kernel.
struct Peer: Sendable, Equatable {
    /// The user's number.
    var uid: UInt32
    /// The user's name, or `uid:1000` where the number has none.
    var name: String
    /// The numbers of the groups it was in when it connected, supplementary ones too.
    var groups: Set<UInt32> = []
}

/// Names of users, kept so that a connection does not wait for the name service twice.
struct PeerNames {
    /// Users remembered.
    private static let limit = 256
    /// A number can be given to somebody else: names are asked for again after so long.
    private static let memory = Duration.seconds(60)
    private var names: [UInt32: (name: String, at: MonotonicInstant)] = [:]

    /// NGROUPS_MAX: more the kernel does not have.
    private static let groupLimit = 65_536
    /// What nearly everybody has fits into this.
    private static let usualGroups = 64

    /// The user at the other end as they were when it connected; nil if the kernel does not say.
    static func uid(of descriptor: Int32) -> UInt32? { credentials(of: descriptor)?.uid }

    /// The peer behind a connection.
    mutating func peer(of descriptor: Int32, uid: UInt32) -> Peer {
        Peer(uid: uid, name: name(of: uid), groups: Self.groups(of: descriptor))
    }

    private mutating func name(of uid: UInt32) -> String {
        let now = APIServer.monotonicNow()
        if let known = names[uid], known.at + Self.memory > now { return known.name }
        // One that cannot be found is looked for at the next connection.
        guard let name = userName(uid) else { return "uid:\(uid)" }
        if names.count >= Self.limit { names.removeAll() }
        names[uid] = (name, now)
        return name
    }

    private static func credentials(of descriptor: Int32) -> (uid: UInt32, gid: UInt32)? {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
        return clinux_peer_credentials(descriptor, &pid, &uid, &gid) == 0 ? (uid, gid) : nil
    }

    /// The group it ran as and its supplementary ones. What the kernel does not tell gives nothing.
    private static func groups(of descriptor: Int32) -> Set<UInt32> {
        var groups = Set(credentials(of: descriptor).map { [$0.gid] } ?? [])
        for capacity in [usualGroups, groupLimit] {
            var numbers = [UInt32](repeating: 0, count: capacity)
            let count = clinux_peer_groups(descriptor, &numbers, Int32(capacity))
            if count >= 0 {
                groups.formUnion(numbers.prefix(Int(count)))
                break
            }
            guard errno == ERANGE else { break }
        }
        return groups
    }
}

func userName(_ uid: UInt32) -> String? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    return buffer.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress, getpwuid_r(uid, &entry, base, buffer.count, &found) == 0, found != nil,
            let name = entry.pw_name
        else { return nil }
        return String(cString: name)
    }
}
