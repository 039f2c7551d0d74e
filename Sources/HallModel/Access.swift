/// What somebody may do with the hall; the same person may have several roles.
public enum Role: String, Sendable, Codable, CaseIterable {
    /// Sees how things stand.
    case viewer
    /// Works at windows: calls, serves and pauses there, nowhere else.
    case counter
    /// Runs the queue and answers alarms.
    case `operator`
    /// Reads everything, the record included.
    case supervisor
    /// Devices: writes, services, the record of points, the configuration.
    case technician
    /// Everything.
    case administrator
}

/// Which groups of the system have which role, and who else may look.
///
/// `root` and the user that the daemon runs as are administrators without being named.
public struct AccessPlan: Sendable, Equatable, Codable {
    /// One role and the groups that have it.
    public struct Grant: Sendable, Equatable, Codable {
        /// The role.
        public var role: Role
        /// The window that a `counter` works at; nil for any other role.
        public var window: WindowID?
        /// Names of groups of the system, as in `/etc/group`.
        public var groups: [String]

        /// A role for groups.
        public init(_ role: Role, window: WindowID? = nil, groups: [String]) {
            self.role = role
            self.window = window
            self.groups = groups
        }
    }
    /// In the file's order.
    public var grants: [Grant]
    /// Whoever is in none of the groups is a viewer; without it they may ask nothing.
    public var othersAreViewers: Bool

    /// Who may do what.
    public init(grants: [Grant] = [], othersAreViewers: Bool = false) {
        self.grants = grants
        self.othersAreViewers = othersAreViewers
    }

    /// Every group that is named, each once, in the file's order.
    public var groups: [String] {
        var names: [String] = []
        for name in grants.flatMap(\.groups) where !names.contains(name) { names.append(name) }
        return names
    }

    /// What members of some groups have.
    public func rights(inGroups isMember: (String) -> Bool) -> Rights {
        var rights = Rights()
        for grant in grants where grant.groups.contains(where: isMember) {
            if !rights.roles.contains(grant.role) { rights.roles.append(grant.role) }
            if let window = grant.window, !rights.windows.contains(window) { rights.windows.append(window) }
        }
        if rights.roles.isEmpty, othersAreViewers { rights.roles = [.viewer] }
        return rights
    }
}

/// What one user has.
public struct Rights: Sendable, Equatable {
    /// Their roles, each once; empty for somebody whom the configuration does not know.
    public var roles: [Role] = []
    /// The windows at which they work as `counter`.
    public var windows: [WindowID] = []

    /// Nothing.
    public init() {}

    /// Everything.
    public static let all: Rights = {
        var rights = Rights()
        rights.roles = [.administrator]
        return rights
    }()
}
