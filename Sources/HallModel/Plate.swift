/// A plate at a window, and what of its clerk it shows (去向牌, 席位牌).
public struct PlatePlan: Sendable, Equatable, Codable {
    /// Its display.
    public var device: DeviceID
    /// From the top; what is not known is left out.
    public var fields: [PlateField]

    /// The five fields that a plate shall have (DB36: 部门名称、工作人员姓名、职务、固定电话、工作状态).
    public static let usual: [PlateField] = [.department, .name, .post, .phone, .status]

    /// A display and its fields.
    public init(device: DeviceID, fields: [PlateField] = Self.usual) {
        self.device = device
        self.fields = fields
    }
}

/// What a plate can show.
public enum PlateField: String, Sendable, Codable, CaseIterable {
    /// 部门
    case department
    /// 姓名
    case name
    /// 职务
    case post
    /// 电话
    case phone
    /// 工号
    case number
    /// 工作状态
    case status
    /// 窗口
    case window
    /// The complaint line: 12345.
    case hotline
}

/// What a plate should show.
public struct Plate: Sendable, Equatable {
    /// What goes on at its window.
    public enum Status: Sendable, Equatable {
        /// Somebody works there.
        case onDuty
        /// Paused, with the place where its clerk is, if that was said. It shows before everything else.
        case paused(Away.Place?)
        /// Closed.
        case closed
        /// Open, and nobody has signed on.
        case unstaffed
        /// The hall is closed, for this reason.
        case hallClosed(ClosureReason)
    }

    /// A field that is known, and what it says.
    public struct Line: Sendable, Equatable {
        /// Which.
        public var field: PlateField
        /// What it says; empty for the status.
        public var text: String

        /// A field and its text.
        public init(_ field: PlateField, _ text: String = "") {
            self.field = field
            self.text = text
        }
    }

    /// From the top.
    public var lines: [Line]
    /// What goes on at its window.
    public var status: Status

    /// What is to be shown.
    public init(lines: [Line], status: Status) {
        self.lines = lines
        self.status = status
    }
}
