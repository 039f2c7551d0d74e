import CLinux
import Glibc

/// Who is at the other end of a connection, from the kernel.
struct Peer: Sendable, Equatable {
    /// The user's number.
    var uid: UInt32
    /// The user's name, or `uid:1000` where the number has none.
    var name: String
}

/// Names of users, kept so that a connection does not wait for the name service twice.
struct PeerNames {
    /// Users remembered.
    private static let limit = 256
    private var names: [UInt32: String] = [:]

    /// The user at the other end as they were when it connected; nil if the kernel does not say.
    static func uid(of descriptor: Int32) -> UInt32? {
        var pid: Int32 = 0
        var uid: UInt32 = 0
        var gid: UInt32 = 0
        return clinux_peer_credentials(descriptor, &pid, &uid, &gid) == 0 ? uid : nil
    }

    /// The peer with that number.
    mutating func peer(uid: UInt32) -> Peer {
        if let name = names[uid] { return Peer(uid: uid, name: name) }
        let name = userName(uid) ?? "uid:\(uid)"
        if names.count >= Self.limit { names.removeAll() }
        names[uid] = name
        return Peer(uid: uid, name: name)
    }
}

private func userName(_ uid: UInt32) -> String? {
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
