/// A time at which a visitor is expected. What it is for and when, and nothing about who: no name, no telephone number, no
/// identity number.
public struct Appointment: Sendable, Equatable, Codable {
    /// Where it was made.
    public enum Source: String, Sendable, Codable, CaseIterable {
        /// In the hall (现场预约).
        case onsite
        /// By telephone (电话预约).
        case phone
        /// Over the net (网络预约).
        case net
    }

    /// How many are kept that have not been used.
    public static let mostKept = 5000
    /// How many one fact brings in.
    public static let mostPerFact = 200
    /// Minutes of a slot.
    public static let slotMinutes = 1...480
    /// The farthest slot, in days: so far the hall knows its civil time.
    public static let farthestDays = 366

    /// Names it, once for all; 1 to 32 letters, digits and hyphens.
    public var code: String
    /// When its slot begins.
    public var start: WallTime
    /// How long the slot is, 1…480.
    public var minutes: Int
    /// What for.
    public var service: ServiceID
    /// Where it was made.
    public var source: Source
    /// The number that it was turned into; nil while nobody has come with it.
    public var ticket: TicketID?

    /// One that nobody has come with.
    public init(code: String, start: WallTime, minutes: Int, service: ServiceID, source: Source) {
        self.code = code
        self.start = start
        self.minutes = minutes
        self.service = service
        self.source = source
    }

    /// When its slot ends.
    public var end: WallTime { start + .seconds(minutes * 60) }

    /// Says the same, whether or not somebody came with it.
    public func isSame(as other: Self) -> Bool {
        (code, start, minutes) == (other.code, other.start, other.minutes)
            && (service, source) == (other.service, other.source)
    }

    /// By the beginning, then by code.
    public func isBefore(_ other: Self) -> Bool { (start, code) < (other.start, other.code) }

    /// What a ticket keeps of it.
    public var booking: Ticket.Booking { Ticket.Booking(code: code, start: start, minutes: minutes, source: source) }
}

extension Ticket {
    /// The appointment that a ticket was taken with.
    public struct Booking: Sendable, Equatable, Codable {
        /// Its code.
        public var code: String
        /// When its slot begins: from then on the visitor is preferred.
        public var start: WallTime
        /// How long the slot is.
        public var minutes: Int
        /// Where it was made.
        public var source: Appointment.Source

        /// All fields.
        public init(code: String, start: WallTime, minutes: Int, source: Appointment.Source) {
            self.code = code
            self.start = start
            self.minutes = minutes
            self.source = source
        }
    }
}

/// How appointments are kept.
public struct AppointmentSettings: Sendable, Equatable, Codable {
    /// So long before the slot a number is given for it, in seconds; 0…14 400.
    public var earlySeconds: Int
    /// So long after its beginning, in seconds; 0…14 400.
    public var lateSeconds: Int
    /// So long before the slot the visitor must be told where it cannot be kept, in seconds; 3600…172 800.
    public var noticeSeconds: Int

    /// All settings; the notice is 应约服务窗口需提前8小时告知服务对象.
    public init(earlySeconds: Int = 900, lateSeconds: Int = 900, noticeSeconds: Int = 28_800) {
        self.earlySeconds = earlySeconds
        self.lateSeconds = lateSeconds
        self.noticeSeconds = noticeSeconds
    }
}

/// One row of what is to be imported, as somebody wrote it.
public struct AppointmentEntry: Sendable, Equatable, Codable {
    /// The code.
    public var code: String
    /// `2026-11-28 09:30`, the hall's time, or RFC 3339.
    public var start: String
    /// Minutes of the slot.
    public var minutes: Int
    /// The service's id.
    public var service: String
    /// `onsite` `phone` `net`
    public var source: String

    /// All fields.
    public init(code: String, start: String, minutes: Int, service: String, source: String) {
        self.code = code
        self.start = start
        self.minutes = minutes
        self.service = service
        self.source = source
    }
}

/// What became of an import.
public struct AppointmentImport: Sendable, Equatable, Codable {
    /// A row that cannot be taken in.
    public struct Problem: Sendable, Equatable, Codable {
        /// Which row, from 0.
        public var index: Int
        /// What is wrong with it.
        public var kind: AppointmentProblem

        /// A row and what is wrong with it.
        public init(index: Int, kind: AppointmentProblem) {
            self.index = index
            self.kind = kind
        }
    }
    /// New ones.
    public var added = 0
    /// Known ones that have another slot, service or source now.
    public var changed = 0
    /// Known ones that say the same.
    public var unchanged = 0
    /// Where there is any nothing was taken in.
    public var problems: [Problem] = []

    /// Of nothing.
    public init() {}
}

/// Why a row of appointments cannot be taken in.
public enum AppointmentProblem: Error, Sendable, Equatable, Codable {
    /// No code of 1 to 32 letters, digits and hyphens.
    case badCode(String)
    /// The code looks like an identity or telephone number.
    case personalCode
    /// The code stands in an earlier row, from 0.
    case codeTwice(first: Int)
    /// No such time, or written otherwise.
    case badStart(String)
    /// The slot is over.
    case past(String)
    /// The slot is farther away than the hall looks ahead.
    case tooFar(String)
    /// No slot of 1…480 minutes.
    case badMinutes(Int)
    /// No service of that name; those there are.
    case noSuchService(String, known: [String])
    /// No window serves it.
    case notServed(ServiceID)
    /// The slot is not within the hours of the hall.
    case outsideHours(String)
    /// None of onsite, phone, net.
    case badSource(String)
    /// Somebody came with it already.
    case used(TicketNumber)
    /// More than are kept.
    case tooMany(limit: Int)
}

extension AppointmentProblem: LocalizedText {
    /// What is wrong with the row, and what to do.
    public var bilingual: Bilingual {
        switch self {
        case .badCode(let code):
            Bilingual(
                zh: "预约码“\(code.withoutControls)”不对：1 到 32 个字母、数字和连字符",
                en: "'\(code.withoutControls)' is no code: 1 to 32 letters, digits and hyphens")
        case .personalCode:
            Bilingual(
                zh: "预约码像是身份证号或手机号：请用预约系统自己的编号，个人信息不予接收",
                en:
                    "the code looks like an identity or telephone number: use one that the booking system made; what tells "
                    + "who somebody is is not taken in")
        case .codeTwice(let first):
            Bilingual(zh: "预约码与第 \(first + 1) 条重复：请删除其中一条", en: "entry \(first + 1) has the same code: remove one")
        case .badStart(let text):
            Bilingual(
                zh: "时间“\(text.withoutControls)”不对：请写 2026-11-28 09:30（大厅时间）或 RFC 3339",
                en: "'\(text.withoutControls)' is no time: write 2026-11-28 09:30 (the hall's time) or RFC 3339")
        case .past(let text):
            Bilingual(
                zh: "\(text.withoutControls) 的时段已过：请删除", en: "the slot of \(text.withoutControls) is over: remove it")
        case .tooFar(let text):
            Bilingual(
                zh: "\(text.withoutControls) 太远：最多提前 \(Appointment.farthestDays) 天",
                en: "\(text.withoutControls) is too far away: at most \(Appointment.farthestDays) days")
        case .badMinutes(let minutes):
            Bilingual(zh: "时段 \(minutes) 分钟不对：1 到 480", en: "a slot of \(minutes) minutes: 1 to 480")
        case .noSuchService(let name, let known):
            Refusal.noSuchService(name, known: known).bilingual
        case .notServed(let service):
            Bilingual(
                zh: "没有窗口办理事项 \(service.description.withoutControls)：请先在配置中加入某个窗口的 serves",
                en: "no window serves \(service.description.withoutControls): add it to a window's serves first")
        case .outsideHours(let text):
            Bilingual(
                zh: "\(text.withoutControls) 不在开放时间内：请改时段，或改配置 calendar.open",
                en: "\(text.withoutControls) is outside the hall's hours: choose another slot, or change calendar.open")
        case .badSource(let source):
            Bilingual(
                zh: "来源“\(source.withoutControls)”不对：onsite、phone 或 net",
                en: "'\(source.withoutControls)' is no source: onsite, phone or net")
        case .used(let number):
            Bilingual(
                zh: "此预约已取号 \(number.text.withoutControls)：不能再改",
                en: "number \(number.text.withoutControls) was taken with it: it cannot be changed any more")
        case .tooMany(let limit):
            Bilingual(zh: "最多保存 \(limit) 个未用的预约：请分批", en: "at most \(limit) unused appointments are kept: import fewer")
        }
    }
}

extension Appointment.Source: LocalizedText {
    /// Where it was made, in both languages.
    public var bilingual: Bilingual {
        switch self {
        case .onsite: Bilingual(zh: "现场预约", en: "on site")
        case .phone: Bilingual(zh: "电话预约", en: "by telephone")
        case .net: Bilingual(zh: "网络预约", en: "over the net")
        }
    }
}
