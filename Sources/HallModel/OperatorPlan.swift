/// A person who works at windows.
public struct OperatorPlan: Sendable, Equatable, Codable {
    /// Their name in the file.
    public var id: OperatorID
    /// As on the plate; nil: the id.
    public var name: String?
    /// 职务
    public var post: String?
    /// 部门
    public var department: String?
    /// Their telephone at the counter.
    public var phone: String?
    /// 工号
    public var number: String?
    /// Their user of the system: who signs on without naming anybody signs themselves on.
    public var user: String?
    /// All that they may serve; empty: whatever the window serves.
    @OmittedWhenEmpty public var skills: [ServiceID]
    /// The windows at which they may take the place of somebody; empty: every window.
    @OmittedWhenEmpty public var covers: [WindowID]

    /// A person by name.
    public init(id: OperatorID, name: String? = nil, skills: [ServiceID] = [], covers: [WindowID] = []) {
        self.id = id
        self.name = name
        self.skills = skills
        self.covers = covers
    }

    /// What people call them.
    public var title: String { name ?? id.rawValue }
}
