import Glibc
import HallAPI
import HallModel

/// Finds what a user may do: the groups of the plan as numbers of the system. Lives on the API thread.
final class AccessBook: @unchecked Sendable {
    // Unchecked: made on the starting thread, handed to the API thread, used by nobody else.

    /// A group that was made or renamed since is known after so long.
    private static let memory = Duration.seconds(60)

    /// The user that the daemon runs as: it may read and write every file of the hall anyway.
    private let ownUser: UInt32
    private let number: (String) -> UInt32?
    private var plan: AccessPlan?
    private var numbers: [String: UInt32] = [:]
    private var learntAt: MonotonicInstant?

    /// `number` asks the system for a group.
    init(ownUser: UInt32 = geteuid(), number: @escaping (String) -> UInt32? = AccessBook.number) {
        self.ownUser = ownUser
        self.number = number
    }

    /// What a user has by the plan in force.
    func rights(of peer: Peer, _ plan: AccessPlan?, at now: MonotonicInstant) -> Rights {
        if isOwn(peer.uid) { return .all }
        guard let plan else { return Rights() }
        learn(plan, at: now)
        return plan.rights { name in numbers[name].map(peer.groups.contains) ?? false }
    }

    /// `root`, or the daemon's own user.
    func isOwn(_ user: UInt32) -> Bool { user == 0 || user == ownUser }

    /// Groups that the plan names and the system does not have.
    func missing(_ plan: AccessPlan, at now: MonotonicInstant) -> [String] {
        learn(plan, at: now)
        return plan.groups.filter { numbers[$0] == nil }
    }

    /// The name of the daemon's own user.
    var ownName: String { userName(ownUser) ?? "uid:\(ownUser)" }

    private func learn(_ plan: AccessPlan, at now: MonotonicInstant) {
        if self.plan == plan, let learntAt, learntAt + Self.memory > now { return }
        self.plan = plan
        learntAt = now
        numbers = [:]
        for name in plan.groups { numbers[name] = number(name) }
    }

    /// The number of a group; nil if the system has none of that name.
    static func number(of name: String) -> UInt32? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        // Members stand in the buffer too, and a directory's groups can have thousands.
        var size = 16_384
        while size <= 1 << 20 {
            var buffer = [CChar](repeating: 0, count: size)
            let error = getgrnam_r(name, &entry, &buffer, buffer.count, &found)
            guard error == ERANGE else { return error == 0 && found != nil ? entry.gr_gid : nil }
            size *= 4
        }
        return nil
    }
}

extension APIFault {
    /// The user has none of the roles that a method takes.
    static func permissionDenied(_ method: APIMethod, _ user: String, at window: WindowID?) -> APIFault {
        let user = user.withoutControls
        let roles = (method.roles ?? []).map(\.rawValue)
        let place = window.map { $0.rawValue.withoutControls }
        return refused(
            method.interface, code: "permissionDenied",
            message: Bilingual(
                zh: "用户 \(user) 无权执行此操作" + (place.map { "（窗口 \($0)）" } ?? ""),
                en: "user \(user) may not do this" + (place.map { " at window \($0)" } ?? "")),
            remedy: Bilingual(
                zh: "需要角色 \(roles.joined(separator: "、")) 之一：hallctl whoami 显示您的角色，hall.yaml 的 access 把用户组对应到角色",
                en:
                    "it takes one of the roles \(roles.joined(separator: ", ")): hallctl whoami shows yours, access in hall.yaml"
                    + " gives them to groups"))
    }
}
